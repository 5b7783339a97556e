//! `notice` 公示: published for so many days; anyone may object.

use std::sync::Arc;

use tongban_expr::Expression;

use crate::{Span, Text};

/// A public notice. It leaves by `clear` or by `objected`.
#[derive(Clone, Debug)]
pub struct Notice {
    /// How long.
    pub days: Span,
    /// Where it hangs or stands: `village-board`, `website`, …
    pub places: Vec<Arc<str>>,
    /// What is published, masked; nothing else ever is (57号 art. 24).
    pub publish: Vec<Published>,
    /// When objections are looked at.
    pub objections: Objections,
}

/// One published line.
#[derive(Clone, Debug)]
pub struct Published {
    /// What it says it is.
    pub title: Text,
    /// The value.
    pub value: Expression,
    /// How it is masked.
    pub mask: Mask,
}

/// How a value is masked. One fixed mask for each kind: different masks of one number can be joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// As it is (the name of an applicant is published by law).
    None,
    /// The family name alone.
    Name,
    /// An identity number: first two and last three characters.
    Id,
    /// A telephone number: first three and last four digits.
    Phone,
}

/// When objections are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objections {
    /// When the notice has stood its whole time. The default: others may still object.
    AtEnd,
    /// The first one ends the notice.
    AtOnce,
}
