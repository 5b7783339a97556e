//! What can go wrong, in words for an operator, in English and Chinese.

use std::path::PathBuf;

use crate::{BATCH_BYTES_MAX, Epoch, KEY_MAX, PARTITIONS, Partition, Space, VALUE_MAX};

/// What every operation of a store gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the medium below failed: the adapter's own error.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong. `Display` is English and without the source; [`Error::zh`] is Chinese.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A batch came from an owner that has been replaced. Nothing changed.
    #[error("expected epoch {known} or later for partition {partition}, but the batch has {given}")]
    Fenced {
        /// Whose owner changed.
        partition: Partition,
        /// The epoch the batch came with.
        given: Epoch,
        /// The newest epoch the store knows.
        known: Epoch,
    },
    /// An earlier commit failed, so this handle writes no more.
    #[error("expected a store that can be written, but an earlier commit failed")]
    Unavailable,
    /// The medium failed in this very call. After a commit: the handle is poisoned.
    #[error("expected to {doing}, but the medium failed")]
    Failed {
        /// What was being done, as a verb.
        doing: &'static str,
        /// The adapter's own error.
        source: Failure,
    },
    /// The store was closed.
    #[error("expected an open store, but it was closed")]
    Closed,
    /// A key is empty or too long. Nothing changed.
    #[error("expected a key of 1 to {KEY_MAX} bytes in `{}`, but got {length}", space.name())]
    KeyLength {
        /// Where it was to be written.
        space: Space,
        /// Its length, in bytes.
        length: usize,
    },
    /// A value is too long. Nothing changed.
    #[error(
        "expected a value of at most {VALUE_MAX} bytes in `{}`, but got {length}",
        space.name()
    )]
    ValueLength {
        /// Where it was to be written.
        space: Space,
        /// Its length, in bytes.
        length: usize,
    },
    /// A batch is too large. Nothing changed.
    #[error("expected a batch of at most {BATCH_BYTES_MAX} bytes, but got {length}")]
    BatchLength {
        /// Its size, in bytes.
        length: usize,
    },
    /// A batch writes to the store's own space. Nothing changed.
    #[error("expected a batch without writes to `meta`, but it has one")]
    Reserved,
    /// There is no such partition.
    #[error("expected a partition below {PARTITIONS}, but got {number}")]
    UnknownPartition {
        /// The number given.
        number: u8,
    },
    /// The store was written by a newer version of this program.
    #[error("expected a store of format {known} or older, but it has format {found}")]
    NewerFormat {
        /// The format of the store.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// The directory holds a store of another adapter.
    #[error("expected a `{asked}` store in `{}`, but it is a `{found}` store", path.display())]
    OtherAdapter {
        /// The directory.
        path: PathBuf,
        /// The adapter asked for.
        asked: &'static str,
        /// The adapter that made the store.
        found: String,
    },
    /// The directory holds something that is not a store.
    #[error("expected a store or an empty directory, but `{}` holds other files", path.display())]
    NotAStore {
        /// The directory.
        path: PathBuf,
    },
    /// Another process, or another handle of this one, has the store open.
    #[error("expected `{}` to be free, but the store there is open elsewhere", path.display())]
    InUse {
        /// The directory.
        path: PathBuf,
    },
    /// The stored bytes contradict themselves where no crash can explain it.
    #[error("expected a sound store in `{}`, but {what}", path.display())]
    Damaged {
        /// The directory.
        path: PathBuf,
        /// What was found.
        what: String,
    },
}

impl Error {
    /// A stable code, for problem pages and logs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Fenced { .. } => "store-fenced",
            Self::Unavailable | Self::Failed { .. } | Self::Closed => "store-unavailable",
            Self::KeyLength { .. }
            | Self::ValueLength { .. }
            | Self::BatchLength { .. }
            | Self::Reserved
            | Self::UnknownPartition { .. } => "store-limit",
            Self::NewerFormat { .. } => "store-newer-format",
            Self::OtherAdapter { .. } => "store-other-adapter",
            Self::NotAStore { .. } => "store-not-a-store",
            Self::InUse { .. } => "store-in-use",
            Self::Damaged { .. } => "store-damaged",
        }
    }

    /// The message in Chinese, without the source.
    pub fn zh(&self) -> String {
        match self {
            Self::Fenced { partition, given, known } => {
                format!(
                    "分区 {partition} 已由新的属主（第 {known} 任）接管，第 {given} 任的写入被拒绝"
                )
            }
            Self::Unavailable => "此前一次写入失败，存储已停止写入，仍可读取".to_owned(),
            Self::Failed { .. } => "存储介质发生故障，操作未能完成".to_owned(),
            Self::Closed => "存储已关闭".to_owned(),
            Self::KeyLength { space, length } => {
                format!("`{}` 的键应为 1 至 {KEY_MAX} 字节，实际为 {length} 字节", space.name())
            }
            Self::ValueLength { space, length } => {
                format!("`{}` 的值最多 {VALUE_MAX} 字节，实际为 {length} 字节", space.name())
            }
            Self::BatchLength { length } => {
                format!("一次提交最多 {BATCH_BYTES_MAX} 字节，实际为 {length} 字节")
            }
            Self::Reserved => "`meta` 空间只能由存储自身写入".to_owned(),
            Self::UnknownPartition { number } => {
                format!("分区编号应小于 {PARTITIONS}，实际为 {number}")
            }
            Self::NewerFormat { found, known } => {
                format!("存储格式为第 {found} 版，本程序最多识别第 {known} 版")
            }
            Self::OtherAdapter { path, asked, found } => {
                format!("`{}` 是 `{found}` 存储，不是 `{asked}` 存储", path.display())
            }
            Self::NotAStore { path } => {
                format!("`{}` 不是存储目录，且不为空", path.display())
            }
            Self::InUse { path } => format!("`{}` 的存储正被其他进程使用", path.display()),
            Self::Damaged { path, what } => {
                format!("`{}` 的存储已损坏：{what}", path.display())
            }
        }
    }

    /// What to do about it, in English; none if nothing helps.
    pub fn hint(&self) -> Option<&'static str> {
        self.hints().map(|(english, _)| english)
    }

    /// What to do about it, in Chinese; none if nothing helps.
    pub fn hint_zh(&self) -> Option<&'static str> {
        self.hints().map(|(_, chinese)| chinese)
    }

    const fn hints(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Fenced { .. } => {
                Some(("another node has taken over; stop this one", "另一节点已接管，请停止本节点"))
            }
            Self::Unavailable | Self::Failed { .. } => Some((
                "check free space and the disk, then restart; nothing acknowledged is lost",
                "请检查磁盘空间和磁盘状态后重新启动；已确认的数据不会丢失",
            )),
            Self::NewerFormat { .. } => Some((
                "start it with the version that wrote it, or a later one",
                "请使用写入该存储的版本或更高版本启动",
            )),
            Self::OtherAdapter { .. } => {
                Some(("name the adapter that made the store", "请使用创建该存储时所用的适配器"))
            }
            Self::NotAStore { .. } => {
                Some(("choose an empty or a new directory", "请选择空目录或新目录"))
            }
            Self::InUse { .. } => {
                Some(("stop the other process first", "请先停止正在使用它的进程"))
            }
            Self::Damaged { .. } => Some((
                "keep the directory as it is and restore a backup elsewhere",
                "请保留现场，在其他目录恢复备份",
            )),
            Self::Closed
            | Self::KeyLength { .. }
            | Self::ValueLength { .. }
            | Self::BatchLength { .. }
            | Self::Reserved
            | Self::UnknownPartition { .. } => None,
        }
    }
}
