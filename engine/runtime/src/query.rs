//! Lists: what can be found besides one case, page by page, straight from the index rows.
//!
//! Not here: what is written in a case ([`crate::CaseView`]), who may see what (`server`).
//! Invariant: a page costs a bounded number of rows, whatever its filter.

use minicbor::{Decode, Encode};
use tongban_core::{
    effect::AgencyRequest,
    id::{ElementId, InstanceId},
    index::{Audience, TaskSummary},
    moment::Moment,
};
use tongban_model::{
    ProcessId, RoleId,
    organisation::{DivisionId, PersonId},
};
use tongban_store::{Range, Row, Space, Store};

use crate::{
    index_keys::{self, Tail},
    refusal::Refusal,
};

/// Rows read for one page at most, as a multiple of its length: a filter that fits nothing must not
/// read the whole index.
const READ_FACTOR_MAX: usize = 8;

/// Where a list goes on; opaque to callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

/// Which part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// Where the page before ended; none for the first.
    pub after: Option<Cursor>,
    /// Most items; the engine's `page_max` bounds it.
    pub limit: usize,
}

/// A part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// In the order of the list.
    pub items: Vec<T>,
    /// Where the list goes on; none when this was the end. A page may be short, even empty, and
    /// still go on, when a filter passed over many rows.
    pub next: Option<Cursor>,
}

/// Tasks that somebody sees, the most urgent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskQuery {
    /// A role in a division, or a person with the tasks they took.
    pub audience: Audience,
    /// Only those that are urgent before this moment.
    pub until: Option<Moment>,
    /// Which part.
    pub slice: Slice,
}

/// A task in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskItem {
    /// Its case.
    pub instance: InstanceId,
    /// Its element.
    pub element: ElementId,
    /// The earlier of its due date and the legal limit of the case; `i64::MAX` without either.
    pub urgent_at: Moment,
    /// Process, node and due date.
    pub summary: TaskSummary,
}

/// Where a case is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Something is active.
    Running,
    /// It came to an end.
    Completed,
    /// It was ended from outside.
    Cancelled,
}

impl Phase {
    fn byte(self) -> u8 {
        match self {
            Self::Running => b'r',
            Self::Completed => b'c',
            Self::Cancelled => b'x',
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Running, Self::Completed, Self::Cancelled]
            .into_iter()
            .find(|phase| phase.byte() == byte)
    }
}

/// Cases by process, phase and division.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstanceQuery {
    /// Only of this process.
    pub process: Option<ProcessId>,
    /// Only in this phase.
    pub phase: Option<Phase>,
    /// Only of this division.
    pub division: Option<DivisionId>,
    /// Which part.
    pub slice: Slice,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceItem {
    /// The case.
    pub instance: InstanceId,
    /// Its process.
    pub process: ProcessId,
    /// Its phase.
    pub phase: Phase,
    /// Its division.
    pub division: DivisionId,
}

/// A standing notice in a list, those that end first first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeItem {
    /// The division of its case.
    pub division: DivisionId,
    /// Until when it stands.
    pub until: Moment,
    /// Its case.
    pub instance: InstanceId,
    /// Its element.
    pub element: ElementId,
}

/// An open incident record in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentItem {
    /// Its case.
    pub instance: InstanceId,
    /// The element that cannot go on.
    pub element: ElementId,
    /// The stable code of the reason.
    pub code: String,
}

/// Whom reminders and notices reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inbox {
    /// The holders of a role in a division.
    Post(RoleId, DivisionId),
    /// A person.
    Person(PersonId),
    /// Whoever applied in a case.
    Applicant(InstanceId),
    /// Other agencies, all together: what they are to be asked.
    Agencies,
}

/// A reminder or notice in an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderItem {
    /// When.
    pub at: Moment,
    /// Whose clock.
    pub instance: InstanceId,
    /// The record that sent it.
    pub sequence: u64,
    /// What it is about.
    pub about: About,
    /// The process.
    pub process: ProcessId,
}

/// What a reminder or notice is about.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum About {
    /// A rung of the clock's ladder fired.
    #[n(0)]
    Rung(#[n(0)] u16),
    /// What a plugin wished to be told.
    #[n(1)]
    Notice(#[n(0)] String),
    /// What a plugin wished to ask another agency.
    #[n(2)]
    Request(#[n(0)] AgencyRequest),
}

/// The stored part of a reminder.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct ReminderRow {
    #[n(0)]
    pub(crate) about: About,
    #[n(1)]
    pub(crate) process: ProcessId,
}

/// A reader of lists.
pub(crate) struct Lists<'a> {
    pub(crate) store: &'a dyn Store,
    pub(crate) page_max: usize,
}

impl Lists<'_> {
    pub(crate) fn tasks(&self, query: &TaskQuery) -> Result<Page<TaskItem>, Refusal> {
        let prefix = index_keys::task_prefix(&query.audience);
        let mut range = Range::prefix(Space::Task, prefix.0.clone());
        if let Some(until) = query.until {
            range.to = std::ops::Bound::Excluded(prefix.moment(until).0);
        }
        self.page(range, &query.slice, |(key, value)| {
            let (urgent_at, instance, element, summary) = index_keys::read_task(key, value)?;
            Some(TaskItem { instance, element, urgent_at, summary })
        })
    }

    pub(crate) fn instances(&self, query: &InstanceQuery) -> Result<Page<InstanceItem>, Refusal> {
        let phase = query.phase.map(Phase::byte);
        let range = match &query.process {
            Some(process) => {
                let prefix = index_keys::instance_prefix(process, phase, query.division);
                Range::prefix(Space::Instance, prefix)
            }
            None => Range::all(Space::Instance),
        };
        let fits = |item: &InstanceItem| {
            query.phase.is_none_or(|phase| phase == item.phase)
                && query.division.is_none_or(|division| division == item.division)
        };
        self.page(range, &query.slice, |(key, _)| read_instance(key).filter(fits))
    }

    pub(crate) fn notices(
        &self,
        division: Option<DivisionId>,
        slice: &Slice,
    ) -> Result<Page<NoticeItem>, Refusal> {
        let range = Range::prefix(Space::Lookup, index_keys::notice_prefix(division));
        self.page(range, slice, |(key, _)| {
            let mut tail = Tail(key);
            let (element, instance) = (tail.element()?, tail.instance()?);
            let (until, division) = (tail.moment()?, tail.division()?);
            Some(NoticeItem { division, until, instance, element })
        })
    }

    pub(crate) fn incidents(&self, slice: &Slice) -> Result<Page<IncidentItem>, Refusal> {
        let range = Range::prefix(Space::Lookup, index_keys::incident_prefix());
        self.page(range, slice, |(key, value)| {
            let mut tail = Tail(key);
            let (element, instance) = (tail.element()?, tail.instance()?);
            let code = String::from_utf8_lossy(value).into_owned();
            Some(IncidentItem { instance, element, code })
        })
    }

    pub(crate) fn by_receipt(&self, receipt: &str) -> Result<Option<InstanceId>, Refusal> {
        let range = Range::prefix(Space::Lookup, index_keys::receipt_prefix(receipt).0);
        let rows = self.store.scan(&range.limited(1))?;
        Ok(rows.first().and_then(|(key, _)| Tail(key).instance()))
    }

    pub(crate) fn reminders(
        &self,
        inbox: &Inbox,
        slice: &Slice,
    ) -> Result<Page<ReminderItem>, Refusal> {
        let range = Range::prefix(Space::Lookup, index_keys::inbox_prefix(inbox).0);
        self.page(range, slice, |(key, value)| {
            let mut tail = Tail(key);
            tail.short()?;
            let sequence = tail.number()?;
            let instance = tail.instance()?;
            let at = tail.moment()?;
            let ReminderRow { about, process } = minicbor::decode(value).ok()?;
            Some(ReminderItem { at, instance, sequence, about, process })
        })
    }

    /// One page of a range; `read` gives nothing for rows that the filter passes over.
    fn page<T>(
        &self,
        range: Range,
        slice: &Slice,
        read: impl Fn((&[u8], &[u8])) -> Option<T>,
    ) -> Result<Page<T>, Refusal> {
        let limit = slice.limit.clamp(1, self.page_max);
        let range = match &slice.after {
            Some(cursor) => resumed(range, cursor)?,
            None => range,
        };
        let rows = self.store.scan(&range.limited(limit * READ_FACTOR_MAX))?;
        let complete = rows.len() < limit * READ_FACTOR_MAX;
        Ok(cut(&rows, (limit, complete), read))
    }
}

fn cut<T>(
    rows: &[Row],
    (limit, complete): (usize, bool),
    read: impl Fn((&[u8], &[u8])) -> Option<T>,
) -> Page<T> {
    let mut items = Vec::with_capacity(limit.min(rows.len()));
    let count = rows.len();
    for (at, (key, value)) in rows.iter().enumerate() {
        items.extend(read((key, value)));
        let last = at + 1 == count;
        if items.len() == limit || last {
            let next = (!last || !complete).then(|| Cursor(hexadecimal(key)));
            return Page { items, next };
        }
    }
    Page { items, next: None }
}

fn read_instance(key: &[u8]) -> Option<InstanceItem> {
    let mut tail = Tail(key);
    let instance = tail.instance()?;
    let division = tail.division()?;
    let phase = Phase::of(tail.byte()?)?;
    let process = ProcessId::from(tail.name()?);
    Some(InstanceItem { instance, process, phase, division })
}

/// The rest of a range after a cursor, which must lie in it.
fn resumed(range: Range, cursor: &Cursor) -> Result<Range, Refusal> {
    use std::ops::Bound;
    let key = from_hexadecimal(&cursor.0).ok_or(Refusal::CursorUnknown)?;
    let inside = match (&range.from, &range.to) {
        (Bound::Included(from), Bound::Excluded(to)) => *from <= key && key < *to,
        (Bound::Included(from), _) => *from <= key,
        _ => !key.is_empty(),
    };
    if inside { Ok(range.after(key)) } else { Err(Refusal::CursorUnknown) }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) || digits.len() > 2 * tongban_store::KEY_MAX {
        return None;
    }
    let nibble = |digit: u8| char::from(digit).to_digit(16);
    let byte = |pair: &[u8]| u8::try_from(nibble(pair[0])? * 16 + nibble(pair[1])?).ok();
    digits.chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_bytes_in_hexadecimal_and_nothing_else() {
        let bytes = vec![0, 9, 10, 255];
        assert_eq!(from_hexadecimal(&hexadecimal(&bytes)), Some(bytes));
        for text in ["0", "zz", "0g", "日"] {
            assert_eq!(from_hexadecimal(text), None, "{text}");
        }
    }
}
