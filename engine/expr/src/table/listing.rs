//! The output columns of tables that list, in Chinese and English: a row asks for a material or
//! tells a problem. Templates write the Chinese ones, whoever compiles a table takes both.
//!
//! Not here: what a row adds (the compiler knows its worlds).

/// The material's name.
pub const MATERIAL: [&str; 2] = ["材料", "material"];
/// How many copies of it are kept.
pub const COPIES: [&str; 2] = ["份数", "copies"];
/// Whether the original must be shown.
pub const ORIGINAL: [&str; 2] = ["原件", "original"];
/// Whether it must be there.
pub const REQUIRED: [&str; 2] = ["必需", "required"];
/// The field of a form that a problem is about.
pub const FIELD: [&str; 2] = ["字段", "field"];
/// Whether the form is taken all the same.
pub const WARNING: [&str; 2] = ["仅提示", "warning"];
/// Most copies of one material: a typing mistake otherwise.
pub const COPIES_MAX: i64 = 99;
