//! A seeded mutator over sheets of every form. Some seconds by default, minutes with
//! `TONGBAN_LONG=1`. A failure prints the round, which is the seed that repeats it.

use rust_xlsxwriter::Workbook;

use crate::fuzz_sheet;

/// SplitMix64: the whole state is one number, so a round is repeated by its seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        usize::try_from(bits % u64::try_from(end.max(1)).expect("a length"))
            .expect("below a length")
    }
}

/// Pieces of the table's language, put in where a byte alone would only break a word.
const PIECES: [&str; 24] = [
    "-",
    ",",
    "\n",
    "\"",
    "60",
    "以上",
    "不满",
    "[",
    "..",
    ")",
    "not(",
    "|",
    "年",
    "9999999999999",
    "万",
    "round half up(",
    "/",
    "null",
    "#测试\n",
    "=>",
    "：",
    "（",
    "2024-01-31",
    "否则",
];

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    let end = (at + random.below(16)).min(bytes.len());
    match random.below(5) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => {
            bytes.drain(at..end);
        }
        2 => {
            let piece = bytes[at..end].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, piece);
        }
        _ => {
            let piece = PIECES[random.below(PIECES.len())];
            // On a character's boundary more often than not.
            let at = (at..bytes.len()).find(|at| bytes[*at] & 0xc0 != 0x80).unwrap_or(at);
            bytes.splice(at..at, piece.bytes());
        }
    }
    if bytes.is_empty() {
        bytes.push(0);
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        include_str!("../../../expr/src/table/tests/means_test.csv"),
        include_str!("../../../expr/src/table/tests/allowance.csv"),
        include_str!("../../../../plugins/dibao-means-national/table.csv"),
    ];
    let mut seeds: Vec<Vec<u8>> = texts.map(|text| text.as_bytes().to_vec()).into();
    seeds.push(encoding_rs::GB18030.encode(texts[0]).0.into_owned());
    seeds.push(texts[2].replace(',', "\t").into_bytes());
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(texts[2].lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            sheet.write_string(row, column, cell).expect("inside");
        }
    }
    seeds.push(book.save_to_buffer().expect("it is written"));
    seeds
}

#[test]
fn no_bytes_make_the_reader_or_the_parser_panic() {
    let is_long = std::env::var_os("TONGBAN_LONG").is_some_and(|long| long == "1");
    let rounds_count = if is_long { 200_000 } else { 12_000 };
    let seeds = seeds();
    let mut tables_count = 0;
    for round in 0..rounds_count {
        let mut random = Random(round);
        let mut bytes = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(5) {
            mutate(&mut bytes, &mut random);
        }
        let found = std::panic::catch_unwind(|| fuzz_sheet(&bytes));
        tables_count += u64::from(found.unwrap_or_else(|panic| {
            let what = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            unreachable!("round {round} of the mutator: {what}")
        }));
    }
    eprintln!("fuzz, table parser: {tables_count} of {rounds_count} accepted");
    let few = rounds_count / 100;
    assert!(tables_count > few, "too few mutants are still tables: {tables_count}");
    assert!(tables_count + few < rounds_count, "too few are refused: {tables_count}");
}
