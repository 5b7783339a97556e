//! Pieces: each column parted at the ends of its conditions, with the rules alive in each piece.
//!
//! Not here: the search over several columns. Invariant: all values of a piece satisfy the same
//! rules' conditions; a piece is shown by one value of it that a clerk would type.

use std::collections::BTreeSet;

use super::super::{Column, Kind, Table};

/// One encoded value for each input; `None` is null.
pub(in super::super) type Point = Vec<Option<i64>>;

/// A set of rules by their place, one bit each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rules(Vec<u64>);

impl Rules {
    pub(super) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub(super) fn insert(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    pub(super) fn meet(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(one, other)| one & other).collect())
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }
}

/// A piece of a column.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) shown: Option<i64>,
    pub(super) alive: Rules,
}

/// All columns in pieces.
#[derive(Debug)]
pub(super) struct Pieces {
    pub(super) columns: Vec<Vec<Piece>>,
    /// For each column, the rules that accept everything in it and in all columns behind it.
    pub(super) open: Vec<Rules>,
    pub(super) count: usize,
}

impl Pieces {
    /// Parts the columns; `None` if that alone takes more than the `work` allowed. Without `fine`,
    /// values with more decimals than declared are left out.
    pub(super) fn of(table: &Table, fine: bool, work: &mut usize) -> Option<Self> {
        let count = table.rules.len();
        let mut columns: Vec<Vec<Piece>> = Vec::with_capacity(table.inputs.len());
        for at in 0..table.inputs.len() {
            let starts = starts(table, at);
            *work = work.checked_sub(starts.len() * count)?;
            columns.push(column_pieces(table, at, (&starts, fine)));
        }
        let mut open = vec![Rules::none(count); columns.len() + 1];
        (0..count).for_each(|rule| open[columns.len()].insert(rule));
        for at in (0..columns.len()).rev() {
            for rule in 0..count {
                let all = columns[at].iter().all(|piece| piece.alive.contains(rule));
                if all && open[at + 1].contains(rule) {
                    open[at].insert(rule);
                }
            }
        }
        Some(Self { columns, open, count })
    }
}

/// A case that no rule covers among `samples` random ones, the same ones every time. Each value is
/// a bound of some rule or next to one.
pub(super) fn sampled_gap(table: &Table, samples: u32) -> Option<Point> {
    let starts: Vec<Vec<i64>> = (0..table.inputs.len()).map(|at| starts(table, at)).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let below = u64::try_from(below).expect("usize fits u64");
        usize::try_from((state >> 11) % below).expect("below a usize")
    };
    (0..samples).find_map(|_| {
        let columns = table.inputs.iter().zip(&starts);
        let case: Point = columns
            .map(|(column, starts)| {
                let start = starts[draw(starts.len())];
                Some(plain(column, start, start.saturating_add(1).min(column.domain.1)))
            })
            .collect();
        let covered = table.rules.iter().any(|rule| rule.matches(&case));
        (!covered).then_some(case)
    })
}

/// Where the pieces of a column start.
pub(in super::super) fn starts(table: &Table, at: usize) -> Vec<i64> {
    let (least, most) = table.inputs[at].domain;
    let mut starts = BTreeSet::from([least]);
    for rule in &table.rules {
        for &(low, high) in rule.accepted[at].ranges() {
            starts.insert(low.clamp(least, most));
            starts.extend(high.checked_add(1).filter(|next| least <= *next && *next <= most));
        }
    }
    starts.into_iter().collect()
}

fn column_pieces(table: &Table, at: usize, (starts, fine): (&[i64], bool)) -> Vec<Piece> {
    let column = &table.inputs[at];
    let most = column.domain.1;
    let mut pieces = Vec::with_capacity(starts.len() + 1);
    for (place, &low) in starts.iter().enumerate() {
        let high = starts.get(place + 1).map_or(most, |next| next - 1);
        let decimal = matches!(column.kind, Kind::Decimal(_));
        let only_fine = decimal && low == high && low & 1 == 1;
        if fine || !only_fine {
            pieces.push(piece(table, at, Some(plain(column, low, high))));
        }
    }
    let asks_null =
        |accepted: &super::super::IntervalSet| accepted.accepts_null() && !accepted.is_any();
    if table.rules.iter().any(|rule| asks_null(&rule.accepted[at])) {
        pieces.push(piece(table, at, None));
    }
    pieces
}

fn piece(table: &Table, at: usize, shown: Option<i64>) -> Piece {
    let mut alive = Rules::none(table.rules.len());
    for (place, rule) in table.rules.iter().enumerate() {
        if rule.accepted[at].accepts(shown) {
            alive.insert(place);
        }
    }
    Piece { shown, alive }
}

/// The value of `low ..= high` that reads best: an end that is written somewhere, without cut-off
/// decimals if there is one.
pub(super) fn plain(column: &Column, low: i64, high: i64) -> i64 {
    let (least, _) = column.domain;
    let near_zero = if low <= 0 && 0 <= high { Some(0) } else { None };
    let end = if low == least && high < column.domain.1 && !column.bounded {
        near_zero.unwrap_or(high)
    } else {
        low
    };
    if !matches!(column.kind, Kind::Decimal(_)) || end & 1 == 0 {
        return end;
    }
    if end < high {
        end + 1
    } else if end > low {
        end - 1
    } else {
        end
    }
}
