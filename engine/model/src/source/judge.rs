//! Checks over the whole document once its parts are known: ways out, outcomes, the clock, what
//! nothing uses.
//!
//! Not here: checks that need paths (`graph`).

pub(crate) mod clock;
mod outcomes;
mod unused;
mod ways_out;

use std::collections::BTreeMap;

use super::{
    codes,
    context::Context,
    shape::access::{Record, Word},
};
use crate::Text;

/// Everything that is wrong with nodes and points as a whole.
pub(crate) fn judge(cx: &mut Context<'_>, root: &Record<'_>) {
    outcomes::judge(cx);
    ways_out::judge(cx);
    unused::judge(cx, root);
    materials(cx, root);
}

/// Documents refer to materials by name.
fn materials(cx: &mut Context<'_>, root: &Record<'_>) {
    let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
    let records = root.items("materials").iter().filter_map(Record::of);
    for Word { text, place } in records.filter_map(|record| record.word("id")) {
        let Some(line) = lines.insert(text, place.line) else { continue };
        cx.report.error(
            codes::DUPLICATE_MATERIAL,
            place,
            Text::new(
                format!("材料“{text}”已在第 {line} 行写过"),
                format!("expected each material once, but `{text}` is already on line {line}"),
            ),
        );
    }
}
