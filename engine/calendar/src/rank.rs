//! Ranks of working days: how many working days there are up to a day, and which day is the n-th.
//! Both are answered without a loop, whatever the distance.
//!
//! Days are numbers since 1970-01-01. Inside the table's range a prefix sum and a list of the
//! working days answer; outside, Monday to Friday is arithmetic.
//! Invariant: `nth(rank(d))` is the last working day on or before `d`.

use std::collections::BTreeMap;

/// Which days are working days.
#[derive(Clone, Debug)]
pub(crate) struct Ranks {
    /// First day of the range that is tabulated.
    first: i64,
    /// Working days up to and including the day, from `first`; as long as the range.
    sums: Vec<i64>,
    /// The working days of the range, ascending.
    working: Vec<i64>,
}

impl Ranks {
    /// Tabulates from the first to the last exception: day → is it a working day.
    pub(crate) fn new(exceptions: &BTreeMap<i64, bool>) -> Self {
        let first = exceptions.keys().next().copied().unwrap_or(0);
        let last = exceptions.keys().next_back().copied().unwrap_or(-1);
        let mut ranks = Self { first, sums: Vec::new(), working: Vec::new() };
        let mut sum = 0;
        for day in first..=last {
            if exceptions.get(&day).copied().unwrap_or_else(|| is_weekday(day)) {
                ranks.working.push(day);
                sum += 1;
            }
            ranks.sums.push(sum);
        }
        ranks
    }

    pub(crate) fn is_working(&self, day: i64) -> bool {
        self.rank(day) != self.rank(day - 1)
    }

    /// Working days up to and including `day`, from a fixed origin. Only differences mean anything.
    pub(crate) fn rank(&self, day: i64) -> i64 {
        let before = weekday_rank(self.first - 1);
        if day < self.first {
            return weekday_rank(day);
        }
        if let Some(sum) = usize::try_from(day - self.first).ok().and_then(|i| self.sums.get(i)) {
            return before + sum;
        }
        before + self.total() + weekday_rank(day) - weekday_rank(self.last())
    }

    /// The working day of this rank.
    pub(crate) fn nth(&self, rank: i64) -> i64 {
        let inside = rank - weekday_rank(self.first - 1);
        if inside <= 0 {
            return weekday_of_rank(rank);
        }
        match usize::try_from(inside - 1).ok().and_then(|i| self.working.get(i)) {
            Some(day) => *day,
            None => weekday_of_rank(inside - self.total() + weekday_rank(self.last())),
        }
    }

    fn total(&self) -> i64 {
        self.sums.last().copied().unwrap_or(0)
    }

    fn last(&self) -> i64 {
        self.first + self.sums.len().cast_signed() as i64 - 1
    }
}

/// 1970-01-05 was a Monday.
const MONDAY: i64 = 4;

fn is_weekday(day: i64) -> bool {
    (day - MONDAY).rem_euclid(7) < 5
}

/// Mondays to Fridays up to and including `day`, from the origin.
fn weekday_rank(day: i64) -> i64 {
    let days = day - MONDAY;
    days.div_euclid(7) * 5 + (days.rem_euclid(7) + 1).min(5)
}

/// The Monday to Friday of this rank; rank 1 is the origin itself.
fn weekday_of_rank(rank: i64) -> i64 {
    (rank - 1).div_euclid(5) * 7 + (rank - 1).rem_euclid(5) + MONDAY
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counting day by day must agree with the arithmetic, before, inside and after the table.
    #[test]
    fn ranks_agree_with_counting() {
        let exceptions = BTreeMap::from([(2, true), (4, false), (11, true), (25, false)]);
        for table in [BTreeMap::new(), exceptions] {
            let ranks = Ranks::new(&table);
            let mut expected = ranks.rank(-41);
            for day in -40..80 {
                let working = table.get(&day).copied().unwrap_or_else(|| is_weekday(day));
                expected += i64::from(working);
                assert_eq!(ranks.rank(day), expected, "rank of {day}");
                assert_eq!(ranks.is_working(day), working, "{day}");
                if working {
                    assert_eq!(ranks.nth(expected), day, "day of rank {expected}");
                }
            }
        }
    }
}
