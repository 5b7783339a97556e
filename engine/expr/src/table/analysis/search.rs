//! The search for a case that no rule, or no earlier rule, covers.
//!
//! Not here: how columns fall into pieces (`pieces`). Law: a case that is found is one; if nothing
//! is found there is none; otherwise it gave up.

use std::collections::{BTreeMap, BTreeSet};

use super::pieces::{Pieces, Point, Rules};

/// What a search came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// There is no such case.
    Nothing,
    /// A case.
    Case(Point),
    /// The work allowed was used up.
    GaveUp,
}

/// One search; the work allowed is shared by all searches of a table.
pub(super) struct Search<'a> {
    pieces: &'a Pieces,
    work: &'a mut usize,
    seen: BTreeSet<(usize, Rules)>,
    case: Point,
    /// The case must satisfy this rule.
    inside: Option<usize>,
}

impl<'a> Search<'a> {
    pub(super) fn new(pieces: &'a Pieces, work: &'a mut usize) -> Self {
        Self { pieces, work, seen: BTreeSet::new(), case: Point::new(), inside: None }
    }

    /// A case that no rule covers.
    pub(super) fn gap(mut self) -> Found {
        let mut all = Rules::none(self.pieces.count);
        (0..self.pieces.count).for_each(|rule| all.insert(rule));
        self.descend(0, &all)
    }

    /// A case of `rule` that none of `earlier` covers.
    pub(super) fn beyond(mut self, rule: usize, earlier: &[usize]) -> Found {
        let mut alive = Rules::none(self.pieces.count);
        for rule in earlier {
            alive.insert(*rule);
        }
        self.inside = Some(rule);
        self.descend(0, &alive)
    }

    fn descend(&mut self, column: usize, alive: &Rules) -> Found {
        let pieces = self.pieces;
        if alive.is_empty() {
            return self.complete(column);
        }
        if alive.meets(&pieces.open[column]) || !self.seen.insert((column, alive.clone())) {
            return Found::Nothing;
        }
        // Each piece costs a pass over the rules' bits, half again for the search in the maps.
        let cost = pieces.columns[column].len() * (pieces.count / 64 + 4);
        let Some(left) = self.work.checked_sub(cost) else { return Found::GaveUp };
        *self.work = left;
        let inside = self.inside;
        let mut branches: BTreeMap<Rules, Option<i64>> = BTreeMap::new();
        for piece in &pieces.columns[column] {
            if inside.is_none_or(|rule| piece.alive.contains(rule)) {
                branches.entry(alive.meet(&piece.alive)).or_insert(piece.shown);
            }
        }
        for (alive, shown) in branches {
            self.case.push(shown);
            let found = self.descend(column + 1, &alive);
            self.case.pop();
            if found != Found::Nothing {
                return found;
            }
        }
        Found::Nothing
    }

    /// Fills the columns behind with any value that the rule allows.
    fn complete(&self, column: usize) -> Found {
        let mut case = self.case.clone();
        for pieces in &self.pieces.columns[column..] {
            let allowed = pieces
                .iter()
                .find(|piece| self.inside.is_none_or(|rule| piece.alive.contains(rule)));
            let Some(piece) = allowed else { return Found::Nothing };
            case.push(piece.shown);
        }
        Found::Case(case)
    }
}
