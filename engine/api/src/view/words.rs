//! States, endings and codes in plain words.

use tongban_core::state::{Ended, Status};
use tongban_model::{Node, NodeKind, Process, Text};

use crate::problem::entry;

/// The status of a case, for programs.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Running | Status::Unborn => "running",
        Status::Completed(..) => "completed",
        Status::Cancelled(_) => "cancelled",
    }
}

/// What a case came to, for programs; none while it runs.
pub fn ending(status: Status) -> Option<&'static str> {
    match status {
        Status::Running | Status::Unborn => None,
        Status::Completed(Ended::Approved, _) => Some("approved"),
        Status::Completed(Ended::Refused, _) => Some("refused"),
        Status::Completed(Ended::Withdrawn, _) => Some("withdrawn"),
        Status::Completed(Ended::Done, _) => Some("done"),
        Status::Cancelled(_) => Some("cancelled"),
    }
}

/// What a case came to, for people; none while it runs.
pub fn ended(status: Status) -> Option<Text> {
    Some(match status {
        Status::Running | Status::Unborn => return None,
        Status::Completed(Ended::Approved, _) => Text::new("审核确认，予以批准", "granted"),
        Status::Completed(Ended::Refused, _) => Text::new("不予确认", "refused, with reasons"),
        Status::Completed(Ended::Withdrawn, _) => Text::new("申请人撤回", "taken back"),
        Status::Completed(Ended::Done, _) => Text::new("办结", "finished"),
        Status::Cancelled(_) => Text::new("终止办理", "ended before a decision"),
    })
}

/// The title of a code of a problem or an incident record.
pub fn of_code(code: &str) -> Text {
    entry(code).map_or_else(|| Text::new(code, code), |known| Text::new(known.zh, known.en))
}

/// Working days left, in plain words.
pub fn days_left(days: i64) -> Text {
    match days {
        0 => Text::new("今天到期", "due today"),
        1.. => Text::new(format!("还剩 {days} 个工作日"), format!("{days} working days left")),
        _ => {
            let late = -days;
            Text::new(format!("已逾期 {late} 个工作日"), format!("{late} working days late"))
        }
    }
}

/// What a gateway does, in a word; none for other nodes.
pub fn gateway(process: &Process, node: &Node) -> Option<Text> {
    match node.kind {
        NodeKind::ParallelGateway(_) if process.incoming(&node.id).nth(1).is_some() => {
            Some(Text::new("汇合", "join"))
        }
        NodeKind::ParallelGateway(_) => Some(Text::new("分办", "branches")),
        NodeKind::ExclusiveGateway(_) => Some(Text::new("判断", "choice")),
        _ => None,
    }
}
