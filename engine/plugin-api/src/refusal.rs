//! Why a component is not admitted, for whoever tried to install it.
//!
//! Invariant: each refusal has a stable code and speaks Chinese and English.

/// Why a component was not admitted. Nothing of it has run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// More bytes than the limit.
    #[error("expected at most {max} bytes, but the component has {size}")]
    TooLarge {
        /// Bytes offered.
        size: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// Not a component at all: a core module, machine code compiled elsewhere, or no WebAssembly.
    #[error("expected a WebAssembly component, but {0}")]
    NotAComponent(String),
    /// It wants something that its world does not grant.
    #[error("expected no imports beyond its world, but it imports `{0}`")]
    ForbiddenImport(String),
    /// It exports no known world, more than one, something else, or another signature.
    #[error("expected the exports of one `tongban:plugin` world, but {0}")]
    WrongExports(String),
    /// It needs more than a sandbox has: memory, tables, instances, one huge function.
    #[error("expected it to fit the sandbox, but {0}")]
    BeyondSandbox(String),
    /// It is malformed or does not compile.
    #[error("expected valid code, but {0}")]
    Invalid(String),
    /// Compiling it took more than a compiler gets: memory, time; or ended the compiler.
    #[error("expected it to compile within limits, but {0}")]
    CompileLimits(String),
}

impl Refusal {
    /// The stable code under which the refusal is documented.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "plugin-too-large",
            Self::NotAComponent(_) => "plugin-not-a-component",
            Self::ForbiddenImport(_) => "plugin-forbidden-import",
            Self::WrongExports(_) => "plugin-wrong-exports",
            Self::BeyondSandbox(_) => "plugin-beyond-sandbox",
            Self::Invalid(_) => "plugin-invalid",
            Self::CompileLimits(_) => "plugin-compile-limits",
        }
    }

    /// The refusal in Chinese; technical details stay in English.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge { size, max } => {
                format!("插件文件过大：最多 {max} 字节，实际 {size} 字节")
            }
            Self::NotAComponent(detail) => format!("不是 WebAssembly 组件：{detail}"),
            Self::ForbiddenImport(name) => format!("插件导入了不允许的接口：`{name}`"),
            Self::WrongExports(detail) => {
                format!("插件必须且只能导出一个 tongban:plugin 接口：{detail}")
            }
            Self::BeyondSandbox(detail) => format!("插件所需资源超出沙箱上限：{detail}"),
            Self::Invalid(detail) => format!("插件代码无效：{detail}"),
            Self::CompileLimits(detail) => format!("插件未能在限额内编译完成：{detail}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal;

    #[test]
    fn a_refusal_speaks_both_languages() {
        let refusal = Refusal::TooLarge { size: 9, max: 4 };
        assert_eq!(refusal.to_string(), "expected at most 4 bytes, but the component has 9");
        assert_eq!(refusal.zh(), "插件文件过大：最多 4 字节，实际 9 字节");
        assert_eq!(refusal.code(), "plugin-too-large");
    }
}
