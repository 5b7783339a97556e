//! Durable formats only grow: bytes that were written once are read by today's code, mean what they
//! meant, and are written the same again.
//!
//! `bytes/<what>/<number>-<kind>[.<variation>].hex` holds CBOR, `.txt` beside it what it said. A
//! file is never changed: whoever adds a field or a variant adds a file. `TONGBAN_BLESS=1` writes
//! files that are missing, and no other.

use std::{collections::BTreeSet, fmt::Debug, path::PathBuf};

use minicbor::{Decode, Encode};
use tongban_core::{
    Event,
    record::{Record, Row},
    registry::RegistryEvent,
};

use crate::made;

/// Names of all variants, in the order of their numbers. The match is exhaustive: a new event does
/// not compile until it is here, and then the test asks for its bytes.
macro_rules! kinds {
    ($name:ident, $type:ident, $($variant:ident),* $(,)?) => {
        fn $name(event: &$type) -> (usize, &'static str) {
            const KINDS: &[&str] = &[$(stringify!($variant)),*];
            let kind = match event { $($type::$variant { .. } => stringify!($variant)),* };
            let number = KINDS.iter().position(|known| *known == kind);
            (number.expect("it is in the list"), kind)
        }
    };
}

kinds!(
    event_kind,
    Event,
    InstanceStarted,
    FlowTaken,
    JoinReached,
    ElementActivated,
    ElementCompleted,
    ElementCancelled,
    TaskOpened,
    TaskClaimed,
    TaskReleased,
    TaskDecided,
    SentBack,
    NoticePosted,
    ObjectionFiled,
    TableEvaluated,
    PointAnswered,
    ClockStarted,
    ClockExtended,
    ClockRungReached,
    TimerSet,
    TimerFired,
    AlarmRang,
    DueMoved,
    IncidentRaised,
    IncidentResolved,
    InstanceCompleted,
    InstanceCancelled,
    LocalLimitSet,
    LocalLimitPaused,
    LocalLimitResumed,
);
const EVENTS: usize = 29;

kinds!(
    registry_kind,
    RegistryEvent,
    ProcessReleased,
    HolidaysLoaded,
    OrganisationLoaded,
    PluginInstalled,
    PluginWithdrawn,
    TokenIssued,
    TokenRevoked,
    ReferenceRegistered,
    ReferenceRetired,
    KeyRegistered,
    KeyRevoked,
);
const REGISTRY_EVENTS: usize = 11;

fn folder(what: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("bytes").join(what)
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.chunks(32).map(|line| line.concat() + "\n").collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).expect("a byte")).collect()
}

fn said<T: Debug>(value: &T) -> String {
    format!("{value:#?}\n")
}

/// Writes what is missing, if asked to.
fn bless<T: Debug + Encode<()>>(what: &str, name: &str, value: &T) {
    let file = |ending: &str| folder(what).join(format!("{name}.{ending}"));
    if std::env::var_os("TONGBAN_BLESS").is_none() || file("hex").exists() {
        return;
    }
    std::fs::create_dir_all(folder(what)).expect("the folder can be made");
    let bytes = minicbor::to_vec(value).expect("encoding to memory cannot fail");
    std::fs::write(file("hex"), hex(&bytes)).expect("it can be written");
    std::fs::write(file("txt"), said(value)).expect("it can be written");
}

/// Reads every file of a folder as today's type; gives each with its name.
fn check<T>(what: &str) -> Vec<(String, T)>
where
    T: Debug + Encode<()> + for<'b> Decode<'b, ()>,
{
    let mut read = Vec::new();
    let entries = std::fs::read_dir(folder(what)).expect("golden bytes are in the repository");
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_none_or(|ending| ending != "hex") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let bytes = unhex(&std::fs::read_to_string(&path).expect("it can be read"));
        let value: T = minicbor::decode(&bytes)
            .unwrap_or_else(|error| panic!("{what}/{name}: today's code cannot read it: {error}"));
        let meant = std::fs::read_to_string(path.with_extension("txt"));
        assert_eq!(said(&value), meant.expect("what it said"), "{what}/{name}: another meaning");
        let again = minicbor::to_vec(&value).expect("encoding to memory cannot fail");
        assert_eq!(hex(&again), hex(&bytes), "{what}/{name}: written in another way");
        read.push((name, value));
    }
    read
}

/// Files of events: each is what its name says, and every kind has one.
fn all_kinds<T>(what: &str, kind: fn(&T) -> (usize, &'static str), count: usize)
where
    T: Debug + Encode<()> + for<'b> Decode<'b, ()>,
{
    let mut found = BTreeSet::new();
    for (name, event) in check::<T>(what) {
        let (number, kind) = kind(&event);
        let expected = format!("{number:02}-{kind}");
        assert_eq!(name.split('.').next(), Some(expected.as_str()), "{what}/{name}");
        found.insert(number);
    }
    let all: BTreeSet<_> = (0..count).collect();
    let missing: Vec<_> = all.difference(&found).collect();
    assert!(missing.is_empty(), "{what}: no bytes of {missing:?}; write them with TONGBAN_BLESS=1");
}

#[test]
fn every_event_is_read_from_the_bytes_it_was_first_written_in() {
    for (variation, event) in made::events() {
        let (number, kind) = event_kind(&event);
        bless("event", &format!("{number:02}-{kind}{variation}"), &event);
    }
    all_kinds("event", event_kind, EVENTS);
}

#[test]
fn every_registry_event_is_read_from_the_bytes_it_was_first_written_in() {
    for event in made::registry_events() {
        let (number, kind) = registry_kind(&event);
        bless("registry", &format!("{number:02}-{kind}"), &event);
    }
    all_kinds("registry", registry_kind, REGISTRY_EVENTS);
}

#[test]
fn every_envelope_is_read_from_the_bytes_it_was_first_written_in() {
    for (name, record) in made::records() {
        bless("record", name, &record);
        bless("row", name, &made::row(&record));
    }
    let records = check::<Record<Event>>("record");
    assert!(records.len() >= 3, "a person, a citizen, the engine");
    for (name, row) in check::<Row>("row") {
        let record = Record::<Event>::from_bytes(&row.record).expect("the row holds a record");
        assert!(records.contains(&(name, record)), "a row holds the record of its name");
    }
}
