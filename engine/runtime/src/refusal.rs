//! Why a request was not carried out.
//!
//! Invariant: nothing changed, except after [`Refusal::StoreUnavailable`], where it is unknown
//! until the store is opened again; an idempotency key makes repeating safe then too.

use tongban_core::{Rejection, id::InstanceId};
use tongban_model::Text;

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The caller's mistake.
    #[error("{}", .0.message().en)]
    Rejected(Rejection),
    /// The idempotency key was used for another request.
    #[error("expected the request that this idempotency key was first used for, but got another")]
    KeyReused,
    /// The request with this idempotency key is still being carried out.
    #[error("expected no request under way for this idempotency key, but one is")]
    KeyInFlight,
    /// Too many commands wait.
    #[error("expected room in the queue of the partition, but it is full")]
    Busy,
    /// The store takes no more writes, or the engine was closed.
    #[error("expected a store that can be written, but it has stopped")]
    StoreUnavailable,
    /// This case cannot be read or carried on; all others can.
    #[error("expected case `{instance}` to be sound, but {what}")]
    Damaged {
        /// Which.
        instance: InstanceId,
        /// What was found; no personal values.
        what: String,
    },
    /// A document names a file that was not uploaded.
    #[error("expected attachment `{0}` to be uploaded first, but there is none")]
    AttachmentMissing(String),
    /// The file is larger than allowed.
    #[error("expected at most {max} bytes, but the file has more")]
    AttachmentTooLarge {
        /// Bytes allowed.
        max: u64,
    },
    /// The engine was started without a place for files.
    #[error("expected a directory for attachments, but the engine was started without one")]
    AttachmentsDisabled,
    /// A file could not be read or written.
    #[error("expected to keep the file, but the disk refused: {0}")]
    FileFailed(String),
    /// The clock is that of the machine.
    #[error("expected a virtual clock, but the engine runs on real time")]
    ClockNotVirtual,
    /// The page token is not one that the engine gave.
    #[error("expected a cursor that this list returned, but got another")]
    CursorUnknown,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rejected(rejection) => rejection.code(),
            Self::KeyReused => "idempotency-key-reused",
            Self::KeyInFlight => "idempotency-key-in-flight",
            Self::Busy => "busy",
            Self::StoreUnavailable => "store-unavailable",
            Self::Damaged { .. } => "instance-damaged",
            Self::AttachmentMissing(_) => "attachment-missing",
            Self::AttachmentTooLarge { .. } => "attachment-too-large",
            Self::AttachmentsDisabled => "attachments-disabled",
            Self::FileFailed(_) => "file-failed",
            Self::ClockNotVirtual => "clock-not-virtual",
            Self::CursorUnknown => "cursor-unknown",
        }
    }

    /// What happened, for the person who asked.
    pub fn message(&self) -> Text {
        let zh = match self {
            Self::Rejected(rejection) => return rejection.message(),
            Self::KeyReused => "该幂等键已用于另一请求".to_owned(),
            Self::KeyInFlight => "使用该幂等键的请求正在处理，请稍后查询".to_owned(),
            Self::Busy => "系统繁忙，请稍后重试".to_owned(),
            Self::StoreUnavailable => "存储已停止写入，暂不能办理；查询不受影响".to_owned(),
            Self::Damaged { instance, .. } => {
                format!("办件 {instance} 的数据已损坏，暂停办理；其他办件不受影响")
            }
            Self::AttachmentMissing(digest) => format!("附件 {digest} 尚未上传"),
            Self::AttachmentTooLarge { max } => format!("附件超出上限 {max} 字节"),
            Self::AttachmentsDisabled => "系统未配置附件目录，不能上传附件".to_owned(),
            Self::FileFailed(why) => format!("附件保存失败：{why}"),
            Self::ClockNotVirtual => "系统使用真实时间，不能拨动时钟".to_owned(),
            Self::CursorUnknown => "分页标记无效，请从第一页重新查询".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<tongban_store::Error> for Refusal {
    fn from(error: tongban_store::Error) -> Self {
        tracing::error!(code = error.code(), error = %error, "the store failed");
        Self::StoreUnavailable
    }
}
