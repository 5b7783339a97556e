//! Write plugins for Tongban (通办) in Rust.
//!
//! ```text
//! fields ─► your function ─► answer        one fresh sandbox per call
//! ```
//!
//! A plugin is one function from the fields of a case to an answer, and one line that exports it:
//!
//! ```ignore
//! use tongban_plugin::{Decision, Finding, Input, Refusal};
//!
//! tongban_plugin::rule!(answer);
//!
//! fn answer(input: &Input) -> Result<Decision, Refusal> {
//!     if input.number("人均月收入")? > 900 {
//!         let why = Finding::new("收入超标", "人均月收入高于标准").law("示例第三条");
//!         return Ok(Decision::reject().because(why));
//!     }
//!     Ok(Decision::approve())
//! }
//! ```
//!
//! Not here: how a plugin is built, tested and signed; `tongban plugin` does that.
//! Invariants: no binary floats; what a plugin does depends on its input and on what it asks the
//! host ([`calendar`], [`division`], [`feel`], [`reference`]), never on a clock or on chance; it
//! wishes ([`Intent`]) and the engine does; a panic ends the call, and a human takes over.
//!
//! 用 Rust 编写通办插件：一个函数，从案件字段得出结论，再用一行宏导出。可向宿主查询日历、区划、
//! 参考数据和表达式；没有时间、文件、网络和随机数。插件只提出意愿，由引擎执行。

mod answer;
#[doc(hidden)]
pub mod bindings;
mod checklist;
mod date;
mod decimal;
mod host;
mod input;
mod intent;
mod refusal;
mod validator;
mod value;
mod world;

pub use answer::{Assessment, Choice, Decision, Verdict};
pub use bindings::types::{Decimal, Field, Finding, Value};
pub use checklist::{Material, Materials};
pub use date::Date;
pub use host::{HostError, calendar, division, feel, log, reference};
pub use input::Input;
pub use intent::{Addressee, AgencyRequest, Intent, Notification};
pub use refusal::Refusal;
pub use validator::{Problem, Report, Severity};
