//! A seeded mutator over valid components. Short by default; `TONGBAN_LONG=1` runs a hundred times
//! as many rounds. A failure prints the seed and the round that repeat it.

use tongban_core::call::Question;

use super::guest::{component, rule};
use crate::fuzz_admit;

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
        admitted_count += u32::from(verdict.unwrap_or_else(|panic| {
            let what = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            unreachable!("round {round} of the mutator: {what}")
        }));
    }
    assert!(admitted_count > 0, "some mutants are harmless, else the mutator tests nothing");
    assert!(u64::from(admitted_count) < rounds_count, "some are not");
}
