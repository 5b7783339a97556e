//! Sets of encoded values: what a condition accepts.
//!
//! Not here: how a value becomes a number (`kind`). Invariants: intervals are closed, sorted,
//! disjoint and not adjacent, so two sets are equal iff they accept the same values; the empty
//! value (null) is apart from the numbers.

/// The values that a condition accepts, each encoded as an `i64` by its column's kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IntervalSet {
    ranges: Vec<(i64, i64)>,
    null: bool,
}

impl IntervalSet {
    /// Accepts everything, the empty value too: the cell `-`.
    pub fn any() -> Self {
        Self { ranges: vec![(i64::MIN, i64::MAX)], null: true }
    }

    pub(super) fn none() -> Self {
        Self { ranges: Vec::new(), null: false }
    }

    pub(super) fn null() -> Self {
        Self { ranges: Vec::new(), null: true }
    }

    /// Accepts `low ..= high`; nothing if `low > high`.
    pub(super) fn closed(low: i64, high: i64) -> Self {
        let ranges = if low <= high { vec![(low, high)] } else { Vec::new() };
        Self { ranges, null: false }
    }

    /// The closed intervals, in order.
    pub fn ranges(&self) -> &[(i64, i64)] {
        &self.ranges
    }

    /// Whether the empty value is accepted.
    pub fn accepts_null(&self) -> bool {
        self.null
    }

    /// Whether it is the cell `-`.
    pub fn is_any(&self) -> bool {
        self.null && self.ranges == [(i64::MIN, i64::MAX)]
    }

    /// Whether nothing is accepted.
    pub fn is_empty(&self) -> bool {
        !self.null && self.ranges.is_empty()
    }

    /// Whether this encoded value (`None` is null) is accepted.
    pub fn accepts(&self, value: Option<i64>) -> bool {
        match value {
            None => self.null,
            Some(value) => self.ranges.iter().any(|&(low, high)| low <= value && value <= high),
        }
    }

    pub(super) fn union(mut self, other: Self) -> Self {
        self.ranges.extend(other.ranges);
        self.ranges.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(self.ranges.len());
        for (low, high) in self.ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Self { ranges: merged, null: self.null || other.null }
    }

    pub(super) fn intersect(&self, other: &Self) -> Self {
        let mut both = Vec::new();
        for &(low, high) in &self.ranges {
            for &(other_low, other_high) in &other.ranges {
                let (low, high) = (low.max(other_low), high.min(other_high));
                if low <= high {
                    both.push((low, high));
                }
            }
        }
        Self { ranges: both, null: self.null && other.null }
    }

    /// Whether some value is accepted by both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let (mut mine, mut theirs) = (0, 0);
        while let (Some(one), Some(two)) = (self.ranges.get(mine), other.ranges.get(theirs)) {
            if one.0 <= two.1 && two.0 <= one.1 {
                return true;
            }
            if one.1 < two.1 { mine += 1 } else { theirs += 1 }
        }
        self.null && other.null
    }

    /// Everything else, but never null: `not(5)` does not accept an empty field.
    pub(super) fn complement(&self) -> Self {
        let mut rest = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = Some(i64::MIN);
        for &(low, high) in &self.ranges {
            if let Some(start) = next
                && start < low
            {
                rest.push((start, low - 1));
            }
            next = high.checked_add(1);
        }
        if let Some(start) = next {
            rest.push((start, i64::MAX));
        }
        Self { ranges: rest, null: false }
    }
}
