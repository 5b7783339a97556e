//! The syntax tree: what was written, with places, before names and kinds are known.
//!
//! Not here: meaning (`lower`). What FEEL has and the fence refuses has no form here.
//! Invariant: each node knows its depth; both depth and number of nodes are limited by `parse`.

use std::ops::Range;

/// A part of the source.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) at: Range<usize>,
    pub(super) depth: usize,
    pub(super) form: Form,
}

/// A word and its place.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Form {
    Null,
    Boolean(bool),
    Number(String, String),
    Text(String),
    /// `@"2024-01-01"`
    At(String),
    Name(String),
    Path(Box<Node>, Word),
    Filter(Box<Node>, Box<Node>),
    List(Vec<Node>),
    Call(Word, Vec<Node>),
    Negation(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Between(Box<Node>, Box<Node>, Box<Node>),
    In(Box<Node>, Vec<Test>),
    If(Box<Node>, Box<Node>, Box<Node>),
    Quantified(Quantifier, Word, Box<Node>, Box<Node>),
}

/// One test of `in (…)`.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// Equal to it, or an item of it.
    Value(Node),
    /// `< x`
    Compare(Operator, Node),
    /// `[a..b)`; true where the bound itself is included.
    Range((Node, bool), (Node, bool)),
}

/// An operator with two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// `some` or `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    Some,
    Every,
}

impl Operator {
    /// How it is written.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }

    /// The comparison written as `sign`.
    pub(super) fn comparison(sign: &str) -> Option<Self> {
        Some(match sign {
            "=" => Self::Equal,
            "!=" => Self::NotEqual,
            "<" => Self::Less,
            "<=" => Self::LessOrEqual,
            ">" => Self::Greater,
            ">=" => Self::GreaterOrEqual,
            _ => return None,
        })
    }
}

impl Test {
    /// The nodes inside.
    pub(super) fn nodes(&self) -> Vec<&Node> {
        match self {
            Self::Value(node) | Self::Compare(_, node) => vec![node],
            Self::Range((start, _), (end, _)) => vec![start, end],
        }
    }
}
