//! The fence in figures: how large an expression may be.
//!
//! Not here: limits on values (see [`crate::Value`] and `convert`).
//! Invariant: together they bound the time and the memory of one evaluation before it starts.

/// Longest source, in characters: a rule of law in one line is below 200.
pub(super) const SOURCE_CHARACTERS_MAX: usize = 1_000;

/// Most nodes of one tree: each is evaluated at most once for every item of one list.
pub(super) const NODES_MAX: usize = 256;

/// Deepest tree and deepest bracket: keeps every walk far inside a 2 MiB stack.
pub(super) const DEPTH_MAX: usize = 64;

/// Most nodes after lowering, which may write a condition twice (see `lower`).
pub(super) const LOWERED_NODES_MAX: usize = 1_024;

/// Most digits of a number: what a decimal holds exactly.
pub(crate) const DIGITS_MAX: usize = 28;

/// Most items of a list that comes from outside: filters walk it once for every item.
pub(crate) const ITEMS_MAX: usize = 200;

/// Longest pattern of `matches`, in characters: an identity number takes 60.
pub(super) const PATTERN_CHARACTERS_MAX: usize = 100;

/// Most bytes of a compiled pattern: ends `(\p{L}{50}){50}` within milliseconds.
pub(super) const PATTERN_BYTES_MAX: usize = 1 << 20;

/// Most patterns of one expression: bounds what it keeps.
pub(super) const PATTERNS_MAX: usize = 8;

/// Largest scale of a rounding: 分 is 2, a rate in a document has at most 6.
pub(super) const SCALE_MAX: u32 = 6;

/// Longest name, in characters.
pub(super) const NAME_CHARACTERS_MAX: usize = 64;

/// Most names that one process may declare.
pub(super) const NAMES_MAX: usize = 1_000;
