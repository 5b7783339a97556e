//! Named values of several layers as one: a lower layer moves them only the way the point allows.
//!
//! Not here: the verdict. Laws: a value that the point guards is never looser than what any layer
//! above gave; a value that it does not name is the nearest layer's.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::Value;
use tongban_model::Tightening;

use crate::{call::Answer, facts::Facts};

/// The values of all layers, from the top.
pub(super) fn values(tightens: &IndexMap<Arc<str>, Tightening>, answers: &[&Answer]) -> Facts {
    let mut joined = Facts::default();
    for (name, value) in answers.iter().flat_map(|answer| &answer.values) {
        let stands = joined.0.get(name).is_some_and(|above| {
            tightens.get(name).is_some_and(|tightening| !tightening.allows(above, value))
        });
        if !stands {
            joined.0.insert(Arc::clone(name), value.clone());
        }
    }
    joined
}

/// The answer that stands, from the top: that of the nearest layer whose guarded values are no
/// looser than what stands above it.
pub(super) fn standing<'a>(
    tightens: &IndexMap<Arc<str>, Tightening>,
    answers: &[&'a Answer],
) -> Option<&'a Answer> {
    let tighter = |above: &Answer, below: &Answer| {
        let value = |answer: &Answer, name: &Arc<str>| {
            answer.values.get(name).cloned().unwrap_or(Value::Null)
        };
        let allowed = |(name, tightening): (&Arc<str>, &Tightening)| {
            let (above, below) = (value(above, name), value(below, name));
            tightening.allows(&above, &below)
        };
        tightens.iter().all(allowed)
    };
    answers.iter().copied().reduce(|above, below| if tighter(above, below) { below } else { above })
}

/// The guarded values of an answer that are looser than what the layers above came to.
pub fn loosened<'a>(
    tightens: &'a IndexMap<Arc<str>, Tightening>,
    above: &'a Facts,
    answer: &'a Answer,
) -> impl Iterator<Item = &'a Arc<str>> {
    let looser = move |(name, tightening): &(&'a Arc<str>, &'a Tightening)| match (
        above.0.get(*name),
        answer.values.get(*name),
    ) {
        (None, _) | (_, None | Some(Value::Null)) => false,
        (Some(above), Some(value)) => !tightening.allows(above, value),
    };
    tightens.iter().filter(looser).map(|(name, _)| name)
}

/// The direction in which a value may go.
trait Allows {
    /// Whether a layer below may put `value` in the place of what the layers above gave.
    ///
    /// Null is no value: nothing stands in its way, and it stands in no way. What cannot be
    /// compared stays as the layers above gave it.
    fn allows(self, above: &Value, value: &Value) -> bool;
}

impl Allows for Tightening {
    fn allows(self, above: &Value, value: &Value) -> bool {
        match (self, above, value) {
            (_, Value::Null, _) => true,
            (Self::AtMost, Value::Number(above), Value::Number(value)) => value <= above,
            (Self::AtLeast, Value::Number(above), Value::Number(value)) => value >= above,
            (Self::Same, above, value) => above == value,
            (Self::AtMost | Self::AtLeast, _, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use tongban_model::{Combine, Point, World};

    use super::*;
    use crate::{
        call::{Outcome, Verdict},
        layer::{Joined, join},
    };

    fn number(value: i64) -> Value {
        Value::Number(value.into())
    }

    fn point() -> Point {
        let tightens = [
            ("amount".into(), Tightening::AtMost),
            ("months".into(), Tightening::AtLeast),
            ("class".into(), Tightening::Same),
        ];
        let tightens = tightens.into_iter().collect();
        Point { tightens, ..crate::layer::tests::point(World::Rule, Combine::Tighten) }
    }

    fn says<const N: usize>(verdict: Verdict, values: [(&str, Value); N]) -> Answer {
        let values = values.into_iter().map(|(name, value)| (name.into(), value)).collect();
        Answer { verdict: Some(verdict), values, ..Answer::default() }
    }

    fn joined(answers: &[Answer]) -> (Verdict, Facts) {
        let outcomes: Vec<_> = answers.iter().cloned().map(Outcome::Answered).collect();
        let Joined::Verdict(verdict, values) = join(&point(), &outcomes) else {
            panic!("every layer answered")
        };
        (verdict, values)
    }

    #[test]
    fn a_value_goes_only_the_way_its_point_allows() {
        let text = |text: &str| Value::Text(text.into());
        let rows = [
            ("amount", number(300), number(280), number(280)),
            ("amount", number(300), number(320), number(300)),
            ("amount", number(300), text("more"), number(300)),
            ("amount", number(300), Value::Null, number(300)),
            ("amount", Value::Null, number(320), number(320)),
            ("months", number(6), number(9), number(9)),
            ("months", number(6), number(3), number(6)),
            ("class", text("A"), text("B"), text("A")),
            ("class", text("A"), text("A"), text("A")),
            ("unguarded", number(1), number(2), number(2)),
            ("unguarded", number(1), Value::Null, Value::Null),
        ];
        for (name, upper, lower, expected) in rows {
            let upper = says(Verdict::Approve, [(name, upper)]);
            let lower = says(Verdict::Approve, [(name, lower)]);
            let (_, values) = joined(&[upper.clone(), lower.clone()]);
            assert_eq!(values.0[name], expected, "{name}: {upper:?} over {lower:?}");
            let told = loosened(&point().tightens, &Facts(upper.values), &lower).count();
            let silent = lower.values[name] == Value::Null || name == "unguarded";
            let kept = lower.values[name] != expected;
            assert_eq!(told, usize::from(kept && !silent), "{name}: {lower:?}");
        }
    }

    #[test]
    fn the_uppermost_that_gives_a_value_guards_it() {
        let none = says(Verdict::Approve, []);
        let first = says(Verdict::Approve, [("amount", number(300))]);
        let more = says(Verdict::Approve, [("amount", number(400))]);
        assert_eq!(joined(&[none, first, more]).1.0["amount"], number(300));
    }

    /// A small generator of its own (xorshift64*): a seed gives the same chains on every machine.
    fn random(state: &mut u64, bound: u64) -> u64 {
        *state ^= *state >> 12;
        *state ^= *state << 25;
        *state ^= *state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    fn random_answer(state: &mut u64) -> Answer {
        let verdict = Verdict::ALL[usize::try_from(random(state, 4)).expect("below 4")];
        let mut answer = says(verdict, []);
        for name in ["amount", "months", "class"] {
            let value = match random(state, 6) {
                0 => continue,
                1 => Value::Null,
                drawn => number(i64::try_from(drawn).expect("below 6")),
            };
            answer.values.insert(name.into(), value);
        }
        answer
    }

    /// Over 20,000 random chains of up to six layers: adding a layer below never makes the verdict
    /// milder, and never loosens a guarded value.
    #[test]
    fn no_layer_below_loosens_what_the_layers_above_came_to() {
        for seed in 1..=20_000_u64 {
            let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let chain: Vec<_> =
                (0..=random(&mut state, 6)).map(|_| random_answer(&mut state)).collect();
            let whole = joined(&chain);
            for (at, layer) in chain.iter().enumerate() {
                assert!(Some(whole.0) >= layer.verdict, "seed {seed}: layer {at} was overruled");
                let (verdict, above) = joined(&chain[..=at]);
                assert!(whole.0 >= verdict, "seed {seed}: milder than down to layer {at}");
                let after = Answer { values: whole.1.0.clone(), ..Answer::default() };
                let looser = loosened(&point().tightens, &above, &after).next().cloned();
                assert_eq!(looser, None, "seed {seed}: below layer {at}");
                for (name, value) in &above.0 {
                    let lost = *value != Value::Null && whole.1.0[name] == Value::Null;
                    assert!(!lost, "seed {seed}: `{name}` is gone below layer {at}");
                }
            }
        }
    }
}
