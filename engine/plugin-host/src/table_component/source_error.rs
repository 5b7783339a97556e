//! Why there is no sheet to be had from a file, said to whoever typed its name.
//!
//! Not here: why a component is not installed (`Refusal`).

use wasmparser::Parser;

/// Why there is no sheet to be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// Another kind of file.
    #[error("expected a component, but it is {}", .0.en())]
    NotComponent(Mistaken),
    /// It begins like a component.
    #[error("expected a whole component, but it is broken or cut off at byte {at}")]
    Broken {
        /// Where it cannot be read on.
        at: usize,
    },
    /// Not made from a table.
    #[error("expected a component made from a table, but it carries no sheet")]
    Missing,
    /// The sheet is not the one that was compiled in.
    #[error("expected the sheet to match its digest, but it does not")]
    Altered,
}

impl SourceError {
    /// The error in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NotComponent(found) => format!("应为组件，却是{}", found.zh()),
            Self::Broken { at } => format!("组件不完整：读到第 {at} 字节读不下去"),
            Self::Missing => "组件不是由表格编译而来，没有附带表格".to_owned(),
            Self::Altered => "组件所附的表格与其摘要不符".to_owned(),
        }
    }

    /// What to do, in Chinese and English.
    pub fn hint(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotComponent(_) => (
                "组件由 tongban plugin build 表格 生成，名称以 .wasm 结尾",
                "a component is what `tongban plugin build TABLE` writes, a `.wasm`",
            ),
            Self::Broken { .. } => (
                "重新复制或重新编译，再核对 sha256",
                "copy it or build it again, and compare its sha256",
            ),
            Self::Missing => (
                "程序编写的插件没有表格，请看其源代码",
                "a plugin that is a program has no table: read its source",
            ),
            Self::Altered => {
                ("不要使用；请用原表格重新编译", "do not use it; build it again from the table")
            }
        }
    }
}

/// What is mistaken for a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistaken {
    /// No bytes.
    Empty,
    /// A core module of WebAssembly.
    Module,
    /// A workbook or another archive.
    Archive,
    /// Text, such as a table not yet compiled.
    Text,
    /// Anything else.
    Other,
}

impl Mistaken {
    /// What these bytes are if they do not begin like a component.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [] => Some(Self::Empty),
            _ if Parser::is_component(bytes) => None,
            _ if Parser::is_core_wasm(bytes) => Some(Self::Module),
            [b'P', b'K', 3, 4, ..] => Some(Self::Archive),
            _ if is_text(bytes) => Some(Self::Text),
            _ => Some(Self::Other),
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Empty => "an empty file",
            Self::Module => "a core module of WebAssembly",
            Self::Archive => "a workbook or another archive",
            Self::Text => "a text file",
            Self::Other => "another kind of file",
        }
    }

    fn zh(self) -> &'static str {
        match self {
            Self::Empty => "空文件",
            Self::Module => "核心模块（WebAssembly）",
            Self::Archive => "工作簿或其他压缩文件",
            Self::Text => "文本文件",
            Self::Other => "别的文件",
        }
    }
}

/// No control characters but those of text; GB18030 is text too.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r'))
}
