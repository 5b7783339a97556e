//! Which named values the levels below may change, and in which direction.
//!
//! Not here: what a layer may say of its verdict (always the strictest).

use std::sync::Arc;

use indexmap::IndexMap;

use super::super::{
    codes,
    context::Context,
    shape::{access::Record, scalar, suggest::nearest},
    vocabulary::{OUTPUT_TYPES, TIGHTENINGS},
    yaml::Entry,
};
use crate::{Combine, Place, Text, Tightening, World};

/// The one value of a parameter or an amount, which bounds limit.
const VALUE: &str = "value";
/// In the order of [`TIGHTENINGS`].
const DIRECTIONS: [Tightening; 3] = [Tightening::AtMost, Tightening::AtLeast, Tightening::Same];

/// The directions of the named values of a point that is joined like this.
pub(super) fn read(
    cx: &mut Context<'_>,
    record: &Record<'_>,
    (world, combine): (World, &Combine),
) -> IndexMap<Arc<str>, Tightening> {
    if let Some(yaml) = record.get("tightens")
        && (world, combine) != (World::Rule, &Combine::Tighten)
    {
        without_combine(cx, &yaml.place);
    }
    let mut tightens = IndexMap::new();
    let bounded = record.record("combine").and_then(|combine| combine.record("bounded"));
    if let Some(at) = bounded.and_then(|bounded| bounded.choice("tightens", TIGHTENINGS)) {
        tightens.insert(Arc::from(VALUE), DIRECTIONS[at]);
    }
    for (name, entry) in record.entries("tightens") {
        let Some(at) = entry.value.text().and_then(|word| scalar::word(word, TIGHTENINGS)) else {
            continue;
        };
        let tightening = DIRECTIONS[at];
        if fits(cx, record, (name, entry, tightening)) {
            tightens.insert(Arc::clone(name), tightening);
        }
    }
    tightens
}

/// Whether the value is declared, and a number where it is compared.
fn fits(
    cx: &mut Context<'_>,
    record: &Record<'_>,
    (name, entry, tightening): (&str, &Entry, Tightening),
) -> bool {
    let mut outputs = record.entries("outputs");
    let Some((_, output)) = outputs.find(|(known, _)| ***known == *name) else {
        unknown(cx, record, (name, &entry.value.place));
        return false;
    };
    let kind = output.value.text().and_then(|word| scalar::word(word, OUTPUT_TYPES));
    let is_number = kind.is_none_or(|at| OUTPUT_TYPES[at].word == "number");
    if tightening == Tightening::Same || is_number {
        return true;
    }
    cx.report.error(
        codes::TIGHTENS_NOT_NUMBER,
        &entry.value.place,
        Text::new(
            format!("“{name}”不是数字，不能比较大小；请用 same 或改为 number"),
            format!("expected a number, but `{name}` is none; `same` takes any type"),
        ),
    );
    false
}

fn unknown(cx: &mut Context<'_>, record: &Record<'_>, (name, place): (&str, &Place)) {
    let name: String = name.chars().take(scalar::NAME_MAX).collect();
    let told = cx.report.error(
        codes::TIGHTENS_UNKNOWN,
        place,
        Text::new(
            format!("outputs 中没有“{name}”"),
            format!("expected a name under `outputs`, but there is no `{name}`"),
        ),
    );
    if let Some(near) = nearest(&name, record.entries("outputs").map(|(known, _)| &**known)) {
        told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
    }
}

fn without_combine(cx: &mut Context<'_>, place: &Place) {
    cx.report.error(
        codes::TIGHTENS_WITHOUT_COMBINE,
        place,
        Text::new(
            "tightens 只用于 world: rule、combine: tighten 的扩展点",
            "expected a `rule` with `combine: tighten`, but this point joins in another way",
        ),
    );
}
