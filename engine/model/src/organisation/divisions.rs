//! The temporal register of divisions: who was whose part, on any day.
//!
//! A division has one permanent id and one or more periods; code, name, level and parent belong to
//! a period. What ends may have successors (merged, split); what is only renamed or recoded keeps
//! its id. All of China is 660,000 periods of 32 bytes and one string of names.
//!
//! Not here: who works there (`staff`). Invariants: immutable; periods of a division never overlap;
//! a parent's level is above its child's; the country is there on every day.

mod identity;
mod lineage;
mod read;
mod row;
mod write;

use tongban_calendar::Date;

use super::{DivisionCode, DivisionId, Level};
use lineage::Lineage;

/// The register. Share it behind an `Arc`.
#[derive(Clone, Debug)]
pub struct Divisions {
    /// All names in one string.
    names: String,
    /// Sorted by division, then by time; the country first.
    periods: Vec<Period>,
    /// Where the periods of each id begin; one more than there are ids.
    starts: Vec<u32>,
    /// Numbers of periods, by code, then time.
    by_code: Vec<u32>,
    /// Numbers of periods, by parent, then code. Without the country.
    by_parent: Vec<u32>,
    lineage: Lineage,
}

/// What a division is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Division<'a> {
    /// Its permanent id.
    pub id: DivisionId,
    /// Its code.
    pub code: DivisionCode,
    /// Its name.
    pub name: &'a str,
    /// Its level.
    pub level: Level,
    /// The division above, as of the first day of this period; none for the country.
    /// [`Divisions::parent`] follows later mergers.
    pub parent: Option<DivisionId>,
    /// The first day of this period; none when it is not on file.
    pub from: Option<Date>,
    /// The first day on which this is no longer so.
    pub to: Option<Date>,
}

#[derive(Clone, Copy, Debug)]
struct Period {
    code: DivisionCode,
    division: DivisionId,
    parent: DivisionId,
    name_start: u32,
    name_len: u16,
    level: Level,
    from: Date,
    to: Date,
}

impl Period {
    fn covers(&self, date: Date) -> bool {
        self.from <= date && date < self.to
    }
}

impl Divisions {
    /// The division with this code on a day.
    pub fn by_code(&self, code: DivisionCode, date: Date) -> Option<DivisionId> {
        self.periods_with(code).find(|period| period.covers(date)).map(|period| period.division)
    }

    /// The last division that had this code: what a register of staff means by it.
    pub fn latest_with(&self, code: DivisionCode) -> Option<DivisionId> {
        self.periods_with(code).last().map(|period| period.division)
    }

    /// What a division is on a day; none when it does not exist then.
    pub fn get(&self, id: DivisionId, date: Date) -> Option<Division<'_>> {
        self.period(id, date).map(|period| self.view(period))
    }

    /// All that a division has been, oldest first; empty for an unknown id.
    pub fn history(&self, id: DivisionId) -> impl DoubleEndedIterator<Item = Division<'_>> {
        self.periods_of(id).iter().map(|period| self.view(period))
    }

    /// What a division is, or what it was when it ended.
    pub fn latest(&self, id: DivisionId) -> Option<Division<'_>> {
        self.history(id).next_back()
    }

    /// The level on a day.
    pub fn level(&self, id: DivisionId, date: Date) -> Option<Level> {
        self.period(id, date).map(|period| period.level)
    }

    /// The division above on a day. Where the one on file was merged since, it is its heir.
    pub fn parent(&self, id: DivisionId, date: Date) -> Option<DivisionId> {
        let period = self.period(id, date)?;
        if id == DivisionId::NATION {
            return None;
        }
        self.heir(period.parent, date)
    }

    /// The way from the country down to the division, both included.
    ///
    /// A division that has ended is carried on by its heir. Empty when it has none, several, or
    /// does not exist yet: half a chain would drop the rules of the levels above.
    pub fn chain(&self, id: DivisionId, date: Date) -> Vec<(Level, DivisionId)> {
        let mut chain = Vec::with_capacity(Level::ALL.len());
        let mut next = self.heir(id, date);
        while let Some(here) = next {
            let Some(period) = self.period(here, date) else { return Vec::new() };
            chain.push((period.level, here));
            if here == DivisionId::NATION {
                chain.reverse();
                return chain;
            }
            assert!(chain.len() <= self.periods.len(), "parents stand above their children");
            next = self.heir(period.parent, date);
        }
        Vec::new()
    }

    /// The division of that level in the chain of `id`: the township of a village.
    pub fn at_level(&self, id: DivisionId, level: Level, date: Date) -> Option<DivisionId> {
        let chain = self.chain(id, date);
        chain.into_iter().find(|(found, _)| *found == level).map(|(_, ancestor)| ancestor)
    }

    /// Whether `id` is `ancestor` or lies in it on a day.
    pub fn lies_in(&self, id: DivisionId, ancestor: DivisionId, date: Date) -> bool {
        self.chain(id, date).iter().any(|(_, above)| *above == ancestor)
    }

    /// The divisions right below on a day, by code.
    pub fn children(&self, id: DivisionId, date: Date) -> Vec<DivisionId> {
        let mut parents = self.inherited_by(id, date);
        parents.push(id);
        let mut children: Vec<_> = parents
            .into_iter()
            .flat_map(|parent| self.periods_under(parent))
            .filter(|period| period.covers(date))
            .map(|period| (period.code, period.division))
            .collect();
        children.sort_unstable();
        children.into_iter().map(|(_, division)| division).collect()
    }

    /// The divisions whose name contains a text, or whose code begins with its digits, on a day:
    /// upper levels first, then by code, at most `max`.
    pub fn search(&self, text: &str, date: Date, max: usize) -> Vec<DivisionId> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        let prefix: Option<DivisionCode> = text.parse().ok();
        let mut found: Vec<_> = self
            .periods
            .iter()
            .filter(|period| match prefix {
                Some(prefix) => period.code.starts_with(prefix),
                None => self.name(period).contains(text),
            })
            .filter(|period| period.covers(date))
            .map(|period| (period.level, period.code, period.division))
            .collect();
        found.sort_unstable();
        found.into_iter().take(max).map(|(_, _, division)| division).collect()
    }

    /// The divisions that took over when this one ended.
    pub fn successors(&self, id: DivisionId) -> impl Iterator<Item = DivisionId> {
        self.lineage.successors(id).map(|(_, heir)| heir)
    }

    /// The divisions that ended in this one.
    pub fn predecessors(&self, id: DivisionId) -> impl Iterator<Item = DivisionId> {
        self.lineage.predecessors(id).map(|(_, origin)| origin)
    }

    /// Which divisions stand for this one on a day: itself while it exists, else its successors and
    /// theirs.
    pub fn heirs(&self, id: DivisionId, date: Date) -> Vec<DivisionId> {
        if self.period(id, date).is_some() {
            return vec![id];
        }
        let mut heirs: Vec<_> = self
            .lineage
            .successors(id)
            .filter(|(since, _)| *since <= date)
            .flat_map(|(_, heir)| self.heirs(heir, date))
            .collect();
        heirs.sort_unstable();
        heirs.dedup();
        heirs
    }

    /// The one division that stands for this one on a day; none when it was split among several.
    pub fn heir(&self, id: DivisionId, date: Date) -> Option<DivisionId> {
        if self.period(id, date).is_some() {
            return Some(id);
        }
        match self.heirs(id, date)[..] {
            [heir] => Some(heir),
            _ => None,
        }
    }

    /// The ended divisions for which this one alone stands on a day: their cases are its cases.
    pub fn inherited_by(&self, id: DivisionId, date: Date) -> Vec<DivisionId> {
        let mut inherited = Vec::new();
        let mut next = vec![id];
        while let Some(heir) = next.pop() {
            for origin in self.predecessors(heir) {
                let new = origin != id && !inherited.contains(&origin);
                if new && self.heir(origin, date) == Some(id) {
                    inherited.push(origin);
                    next.push(origin);
                }
            }
        }
        inherited.sort_unstable();
        inherited
    }

    /// All permanent ids, ascending.
    pub fn ids(&self) -> impl Iterator<Item = DivisionId> {
        let mut last = None;
        self.periods
            .iter()
            .map(|period| period.division)
            .filter(move |id| last.replace(*id) != Some(*id))
    }

    /// How many periods there are, the country's included.
    pub fn periods_count(&self) -> usize {
        self.periods.len()
    }

    fn period(&self, id: DivisionId, date: Date) -> Option<&Period> {
        self.periods_of(id).iter().find(|period| period.covers(date))
    }

    fn periods_of(&self, id: DivisionId) -> &[Period] {
        let bound = |at: usize| self.starts.get(at).map(|start| *start as usize);
        match (bound(id.0 as usize), bound(id.0 as usize + 1)) {
            (Some(from), Some(to)) => &self.periods[from..to],
            _ => &[],
        }
    }

    fn periods_with(&self, code: DivisionCode) -> impl Iterator<Item = &Period> {
        let period = |number: &u32| &self.periods[*number as usize];
        let from = self.by_code.partition_point(|number| period(number).code < code);
        self.by_code[from..].iter().map(period).take_while(move |period| period.code == code)
    }

    fn periods_under(&self, parent: DivisionId) -> impl Iterator<Item = &Period> {
        let period = |number: &u32| &self.periods[*number as usize];
        let from = self.by_parent.partition_point(|number| period(number).parent < parent);
        self.by_parent[from..].iter().map(period).take_while(move |period| period.parent == parent)
    }

    fn name(&self, period: &Period) -> &str {
        let start = period.name_start as usize;
        &self.names[start..start + usize::from(period.name_len)]
    }

    fn view<'a>(&'a self, period: &Period) -> Division<'a> {
        Division {
            id: period.division,
            code: period.code,
            name: self.name(period),
            level: period.level,
            parent: (period.division != DivisionId::NATION).then_some(period.parent),
            from: (period.from != Date::MIN).then_some(period.from),
            to: (period.to != Date::MAX).then_some(period.to),
        }
    }
}

#[cfg(test)]
mod tests;
