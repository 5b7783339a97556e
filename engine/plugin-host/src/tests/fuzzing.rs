//! A seeded mutator over valid components. Short by default; `TONGBAN_LONG=1` runs a hundred times
//! as many rounds. A failure prints the seed and the round that repeat it.

use tongban_core::call::Question;

use super::guest::{component, rule};
use crate::{fuzz_admit, fuzz_answer};

/// SplitMix64: the whole state is one number, so a round is repeated by its seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).expect("a length");
        usize::try_from(self.next() % end).expect("below a length")
    }

    fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

/// One of the ways in which files go wrong, by accident or on purpose.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    match random.below(6) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.byte(),
        2 => bytes[at] = [0x00, 0x7f, 0x80, 0xff][random.below(4)],
        3 => {
            let end = (at + random.below(16)).min(bytes.len());
            bytes.drain(at..end);
        }
        4 => {
            let end = (at + random.below(32)).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, piece);
        }
        _ => {
            let to = random.below(bytes.len());
            bytes.swap(at, to);
        }
    }
    if bytes.is_empty() {
        bytes.push(0);
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let divides = "(i32.store (i32.const 20) (i32.rem_u (i32.load (i32.const 0))
        (i32.add (local.get $count) (i32.const 3)))) (i32.const 16)";
    vec![
        rule("(data (i32.const 64) \"\\01\\02\\03\")", divides),
        component(Question::Parameter, "(table 2 funcref)", "(i32.const 16)"),
        component(Question::Amount, "(start $s) (func $s (nop))", "(i32.const 16)"),
    ]
}

#[test]
fn no_bytes_get_past_admission_without_an_outcome() {
    let is_long = std::env::var_os("TONGBAN_LONG").is_some_and(|long| long == "1");
    let rounds_count = if is_long { 60_000 } else { 600 };
    let seeds = seeds();
    let mut admitted_count = 0;
    for round in 0..rounds_count {
        let mut random = Random(round);
        let mut bytes = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(4) {
            mutate(&mut bytes, &mut random);
        }
        let verdict = std::panic::catch_unwind(|| fuzz_admit(&bytes));
        admitted_count += u64::from(verdict.unwrap_or_else(|panic| {
            let what = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            unreachable!("round {round} of the mutator: {what}")
        }));
    }
    eprintln!("fuzz, admission: {admitted_count} of {rounds_count} accepted");
    let few = rounds_count / 100;
    assert!(admitted_count > few, "too few mutants are harmless: {admitted_count}");
    assert!(admitted_count + few < rounds_count, "too few are refused: {admitted_count}");
}

/// Answers that are believed, as the bytes of a guest's memory from its answer on; the first byte
/// chooses the world.
fn answers() -> Vec<Vec<u8>> {
    let words = |world: u8, words: &[u32]| {
        let bytes = words.iter().flat_map(|word| word.to_le_bytes());
        [world].into_iter().chain(bytes).collect::<Vec<u8>>()
    };
    // Addresses count from 16, where the first word lies; a text or list of nothing is at 16.
    vec![
        // A rule: reject, one finding with texts inside the answer itself, no values, no intents.
        words(0, &[0, 3, 48, 1, 16, 0, 16, 0, 20, 4, 20, 4, 0, 0, 0, 0]),
        // A parameter: the text of four bytes that its own case number makes.
        words(1, &[0, 0, 4, 0, 16, 4, 0, 0, 16, 0, 16, 0]),
        // A checklist: one material.
        words(2, &[0, 48, 1, 16, 0, 16, 0, 0, 20, 1, 20, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
        // An amount: 12.50 yuan.
        words(3, &[0, 0, 1250, 0, 2, 0, 16, 0, 16, 0]),
        // A validator: one problem of the whole form.
        words(4, &[0, 48, 1, 16, 0, 16, 0, 0, 16, 0, 20, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
        // A refusal in no words.
        words(0, &[1, 16, 0]),
    ]
}

#[test]
fn no_answer_gets_past_the_reader_without_an_outcome() {
    let is_long = std::env::var_os("TONGBAN_LONG").is_some_and(|long| long == "1");
    let rounds_count = if is_long { 1_000_000 } else { 10_000 };
    let seeds = answers();
    let mut believed_count = 0;
    for round in 0..rounds_count {
        let mut random = Random(round);
        let mut bytes = seeds[random.below(seeds.len())].clone();
        for _ in 0..random.below(5) {
            mutate(&mut bytes, &mut random);
        }
        let verdict = std::panic::catch_unwind(|| fuzz_answer(&bytes));
        believed_count += u64::from(verdict.unwrap_or_else(|panic| {
            let what = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            unreachable!("round {round} of the mutator: {what}")
        }));
    }
    eprintln!("fuzz, answers: {believed_count} of {rounds_count} accepted");
    let few = rounds_count / 100;
    assert!(believed_count > few, "too few answers are fine: {believed_count}");
    assert!(believed_count + few < rounds_count, "too few are refused: {believed_count}");
}
