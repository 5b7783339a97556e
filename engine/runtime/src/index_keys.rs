//! The keys of all derived rows: how index rows are laid out so that byte order is list order.
//!
//! ```text
//! task    p role 0 division urgent_at instance element        what a list shows
//!         q person 0 urgent_at instance element               what a list shows
//! timer   partition at counter timer                          –
//! instance process 0 status division instance                 –
//! lookup  r receipt 0 instance                                –
//!         n division until instance element                   –
//!         i instance element                                  code
//!         v instance                                          –  (has provisional dates)
//!         m inbox at instance sequence n                      reminder or notice
//! ```
//! Numbers are big-endian; moments have their sign flipped so that they sort.
//! Not here: which rows a state has (`tongban_core::index`), except the marker `v`.
//! Invariant: pure, and every key can be read back. Reminders (`m`) come from effects, not from
//! states: rebuilding leaves them alone.

use std::collections::BTreeMap;

use tongban_core::{
    id::{ElementId, InstanceId, Partition, TimerId},
    index::{self, Audience, Row, TaskSummary},
    moment::Moment,
    state::{Instance, Work},
};
use tongban_model::{ProcessId, organisation::DivisionId};
use tongban_store::{Space, Write};

use crate::query::Inbox;

/// Where a derived row lies.
pub(crate) type Key = (Space, Vec<u8>);

/// The spaces whose rows follow from the states, and no others.
pub(crate) const DERIVED: [Space; 4] = [Space::Timer, Space::Task, Space::Instance, Space::Lookup];

const POST: u8 = b'p';
const PERSON: u8 = b'q';
const RECEIPT: u8 = b'r';
const NOTICE: u8 = b'n';
const INCIDENT: u8 = b'i';
const PROVISIONAL: u8 = b'v';
const REMINDER: u8 = b'm';

/// All derived rows of a state.
pub(crate) fn entries(state: &Instance) -> BTreeMap<Key, Vec<u8>> {
    let mut entries: BTreeMap<_, _> = index::rows(state).iter().map(entry).collect();
    if !state.ended() && rests_on_assumption(state) {
        entries.insert((Space::Lookup, provisional_key(state.id)), Vec::new());
    }
    entries
}

/// What a commit changes: rows that go and rows that come.
pub(crate) fn difference(
    before: &BTreeMap<Key, Vec<u8>>,
    after: &BTreeMap<Key, Vec<u8>>,
) -> Vec<Write> {
    let gone = before.keys().filter(|key| !after.contains_key(*key));
    let gone = gone.map(|(space, key)| Write::Delete { space: *space, key: key.clone() });
    let come = after.iter().filter(|(key, value)| before.get(*key) != Some(*value));
    let come = come.map(|((space, key), value)| Write::Put {
        space: *space,
        key: key.clone(),
        value: value.clone(),
    });
    gone.chain(come).collect()
}

/// Whether a row of a derived space comes from a state.
pub(crate) fn from_state(space: Space, key: &[u8]) -> bool {
    space != Space::Lookup || key.first() != Some(&REMINDER)
}

/// The case of a row that comes from a state; none when the key is none.
pub(crate) fn instance_of(space: Space, key: &[u8]) -> Option<InstanceId> {
    let mut tail = Tail(key);
    match (space, key.first()?) {
        (Space::Timer, _) => read_alarm(key).map(|(_, instance)| instance),
        (Space::Task, _) | (Space::Lookup, &(NOTICE | INCIDENT)) => {
            tail.element()?;
            tail.instance()
        }
        (Space::Instance, _) | (Space::Lookup, &(RECEIPT | PROVISIONAL)) => tail.instance(),
        _ => None,
    }
}

fn entry(row: &Row) -> (Key, Vec<u8>) {
    match row {
        Row::Task { audience, urgent_at, instance, element, summary } => {
            let key = task_prefix(audience).moment(*urgent_at).instance(*instance);
            let value = minicbor::to_vec(summary).expect("encoding to memory cannot fail");
            ((Space::Task, key.element(*element).0), value)
        }
        Row::Alarm { at, instance, timer } => {
            ((Space::Timer, alarm_key(*at, *instance, *timer)), Vec::new())
        }
        Row::Instance { process, status, division, instance } => {
            let key = KeyBytes::default().name(process.as_str()).byte(*status);
            ((Space::Instance, key.division(*division).instance(*instance).0), Vec::new())
        }
        Row::Receipt { receipt, instance } => {
            ((Space::Lookup, receipt_prefix(receipt).instance(*instance).0), Vec::new())
        }
        Row::Notice { division, until, instance, element } => {
            let key = KeyBytes::tagged(NOTICE).division(*division).moment(*until);
            ((Space::Lookup, key.instance(*instance).element(*element).0), Vec::new())
        }
        Row::Incident { instance, element, code } => {
            let key = KeyBytes::tagged(INCIDENT).instance(*instance).element(*element);
            ((Space::Lookup, key.0), code.as_bytes().to_vec())
        }
    }
}

/// Whether a date of this case may move when a holiday table arrives.
fn rests_on_assumption(state: &Instance) -> bool {
    let clock = state.clock.as_ref().is_some_and(|clock| clock.limit.provisional);
    let timer = state.timers.values().any(|timer| timer.due.provisional);
    clock
        || timer
        || state.live().any(|(_, element)| match &element.work {
            Some(Work::Task(task)) => task.due.is_some_and(|due| due.provisional),
            Some(Work::Notice(notice)) => notice.until.provisional,
            Some(Work::Incident(_)) | None => false,
        })
}

/// A key while it is put together.
#[derive(Default)]
pub(crate) struct KeyBytes(pub(crate) Vec<u8>);

impl KeyBytes {
    fn tagged(tag: u8) -> Self {
        Self(vec![tag])
    }

    fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    /// A name, ended by a zero so that no name is the beginning of another.
    fn name(mut self, name: &str) -> Self {
        self.0.extend_from_slice(name.as_bytes());
        self.byte(0)
    }

    fn division(mut self, division: DivisionId) -> Self {
        self.0.extend_from_slice(&division.0.to_be_bytes());
        self
    }

    pub(crate) fn moment(mut self, moment: Moment) -> Self {
        self.0.extend_from_slice(&sortable(moment));
        self
    }

    fn instance(mut self, instance: InstanceId) -> Self {
        self.0.extend_from_slice(&instance.to_key());
        self
    }

    fn element(mut self, element: ElementId) -> Self {
        self.0.extend_from_slice(&element.0.to_be_bytes());
        self
    }
}

fn sortable(moment: Moment) -> [u8; 8] {
    (moment.0.cast_unsigned() ^ (1 << 63)).to_be_bytes()
}

/// All tasks that somebody sees.
pub(crate) fn task_prefix(audience: &Audience) -> KeyBytes {
    match audience {
        Audience::Post { role, division } => {
            KeyBytes::tagged(POST).name(role.as_str()).division(*division)
        }
        Audience::Person(person) => KeyBytes::tagged(PERSON).name(person.as_str()),
    }
}

/// All alarms of a partition.
pub(crate) fn alarm_prefix(partition: Partition) -> KeyBytes {
    KeyBytes::tagged(partition.0)
}

fn alarm_key(at: Moment, instance: InstanceId, timer: TimerId) -> Vec<u8> {
    let mut key = alarm_prefix(instance.partition).moment(at).0;
    key.extend_from_slice(&instance.counter.to_be_bytes());
    key.extend_from_slice(&timer.0.to_be_bytes());
    key
}

/// All instances of a process, or of one status, or of a division too.
pub(crate) fn instance_prefix(
    process: &ProcessId,
    status: Option<u8>,
    division: Option<DivisionId>,
) -> Vec<u8> {
    let mut key = KeyBytes::default().name(process.as_str());
    if let Some(status) = status {
        key = key.byte(status);
        if let Some(division) = division {
            key = key.division(division);
        }
    }
    key.0
}

/// All cases of a receipt number: one, unless chance gave a number twice.
pub(crate) fn receipt_prefix(receipt: &str) -> KeyBytes {
    KeyBytes::tagged(RECEIPT).name(receipt)
}

/// All standing notices, or those of a division.
pub(crate) fn notice_prefix(division: Option<DivisionId>) -> Vec<u8> {
    let key = KeyBytes::tagged(NOTICE);
    division.map_or(vec![NOTICE], |division| key.division(division).0)
}

/// All open incident records.
pub(crate) fn incident_prefix() -> Vec<u8> {
    vec![INCIDENT]
}

/// All instances with dates that rest on an assumption.
pub(crate) fn provisional_prefix() -> Vec<u8> {
    vec![PROVISIONAL]
}

fn provisional_key(instance: InstanceId) -> Vec<u8> {
    KeyBytes::tagged(PROVISIONAL).instance(instance).0
}

/// The rows of an inbox. No role begins with the `=` of the others.
pub(crate) fn inbox_prefix(inbox: &Inbox) -> KeyBytes {
    let key = KeyBytes::tagged(REMINDER);
    match inbox {
        Inbox::Post(role, division) => key.name(role.as_str()).division(*division),
        Inbox::Person(person) => key.name("=person").name(person.as_str()),
        Inbox::Applicant(instance) => key.name("=applicant").instance(*instance),
        Inbox::Agencies => key.name("=agencies"),
    }
}

/// One reminder; the same effect delivered twice has the same key.
pub(crate) fn reminder_key(
    inbox: KeyBytes,
    at: Moment,
    (instance, sequence, n): (InstanceId, u64, u16),
) -> Vec<u8> {
    let mut key = inbox.moment(at).instance(instance).0;
    key.extend_from_slice(&sequence.to_be_bytes());
    key.extend_from_slice(&n.to_be_bytes());
    key
}

/// Reads keys from their end, where all fields have fixed lengths.
pub(crate) struct Tail<'a>(pub(crate) &'a [u8]);

impl Tail<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (rest, taken) = self.0.split_last_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    pub(crate) fn instance(&mut self) -> Option<InstanceId> {
        self.take::<{ InstanceId::KEY_LEN }>().and_then(|key| InstanceId::from_key(&key))
    }

    pub(crate) fn element(&mut self) -> Option<ElementId> {
        self.take().map(|bytes| ElementId(u32::from_be_bytes(bytes)))
    }

    pub(crate) fn timer(&mut self) -> Option<TimerId> {
        self.take().map(|bytes| TimerId(u32::from_be_bytes(bytes)))
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        self.take().map(u64::from_be_bytes)
    }

    pub(crate) fn short(&mut self) -> Option<u16> {
        self.take().map(u16::from_be_bytes)
    }

    pub(crate) fn division(&mut self) -> Option<DivisionId> {
        self.take().map(|bytes| DivisionId(u32::from_be_bytes(bytes)))
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take().map(|[byte]: [u8; 1]| byte)
    }

    pub(crate) fn moment(&mut self) -> Option<Moment> {
        self.take().map(|bytes| Moment((u64::from_be_bytes(bytes) ^ (1 << 63)).cast_signed()))
    }

    /// The name that is left, without its final zero.
    pub(crate) fn name(&mut self) -> Option<&str> {
        let (&0, name) = self.0.split_last()? else { return None };
        std::str::from_utf8(name).ok()
    }
}

/// Reads an alarm's key.
pub(crate) fn read_alarm(key: &[u8]) -> Option<(Moment, InstanceId)> {
    let mut tail = Tail(key);
    tail.timer()?;
    let counter = tail.number()?;
    let at = tail.moment()?;
    let partition = Partition(tail.byte()?);
    Some((at, InstanceId { partition, counter }))
}

/// Reads what a list of tasks shows.
pub(crate) fn read_task(
    key: &[u8],
    value: &[u8],
) -> Option<(Moment, InstanceId, ElementId, TaskSummary)> {
    let mut tail = Tail(key);
    let element = tail.element()?;
    let instance = tail.instance()?;
    let urgent_at = tail.moment()?;
    Some((urgent_at, instance, element, minicbor::decode(value).ok()?))
}

#[cfg(test)]
mod tests {
    use tongban_model::RoleId;

    use super::*;

    #[test]
    fn alarms_sort_by_time_and_read_back() {
        let instance = InstanceId { partition: Partition(3), counter: 70_000 };
        let keys: Vec<_> = [i64::MIN, -5, 0, 5, i64::MAX]
            .map(|at| alarm_key(Moment(at), instance, TimerId(9)))
            .into();
        assert!(keys.is_sorted());
        let read: Vec<_> = keys.iter().filter_map(|key| read_alarm(key)).collect();
        assert_eq!(read[1], (Moment(-5), instance));
        assert_eq!(read.len(), 5);
    }

    #[test]
    fn no_name_is_the_beginning_of_another() {
        let inbox = |role: &str| inbox_prefix(&Inbox::Post(RoleId::from(role), DivisionId(1))).0;
        assert!(!inbox("clerk.senior").starts_with(&inbox("clerk")));
    }
}
