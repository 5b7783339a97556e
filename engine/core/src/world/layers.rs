//! Installed plugins, found by point and division whatever their number.
//!
//! Not here: which divisions a case's chain passes through, how answers join ([`crate::layer`]).
//! Invariants: nothing that was installed is ever dropped; a division's layers are sorted by their
//! first day, those of the same day by their installation, so the last that applies stands.

use std::{collections::BTreeMap, sync::Arc};

use tongban_calendar::Date;
use tongban_model::{PointId, ProcessId, organisation::DivisionId};

use crate::{
    call::Digest,
    layer::{Layer, Place},
    moment::Moment,
};

/// Everything installed.
#[derive(Clone, Debug, Default)]
pub(super) struct Layers(BTreeMap<ProcessId, BTreeMap<PointId, PointLayers>>);

/// Everything installed for one point.
#[derive(Clone, Debug, Default)]
pub struct PointLayers(BTreeMap<Option<DivisionId>, Vec<Arc<Layer>>>);

static NONE: PointLayers = PointLayers(BTreeMap::new());

impl Layers {
    pub(super) fn of(&self, process: &ProcessId, point: &PointId) -> &PointLayers {
        self.0.get(process).and_then(|points| points.get(point)).unwrap_or(&NONE)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Layer> {
        self.0.values().flat_map(BTreeMap::values).flat_map(PointLayers::all)
    }

    pub(super) fn install(&mut self, layer: Layer) {
        let points = self.0.entry(layer.process.clone()).or_default();
        let divisions = &mut points.entry(layer.point.clone()).or_default().0;
        let same = divisions.entry(layer.division).or_default();
        let at = same.partition_point(|known| known.from <= layer.from);
        same.insert(at, Arc::new(layer));
    }

    pub(super) fn withdraw(&mut self, digest: &Digest, place: Option<&Place>, to: Moment) {
        let points = self.0.values_mut().flat_map(BTreeMap::values_mut);
        for layer in points.flat_map(|point| point.0.values_mut()).flatten() {
            let here = place.is_none_or(|place| *place == layer.place());
            if here && layer.digest == *digest && layer.to.is_none_or(|known| to < known) {
                Arc::make_mut(layer).to = Some(to);
            }
        }
    }
}

impl PointLayers {
    /// The layer of a division that applies on a day: of several the one that begins last, of those
    /// the one installed last. The nation's is that of no division.
    pub fn in_force(&self, division: Option<DivisionId>, day: Date) -> Option<&Layer> {
        let same = self.of(division);
        let begun = same.partition_point(|layer| layer.from.day() <= day);
        same[..begun].iter().rev().find(|layer| layer.applies(day)).map(Arc::as_ref)
    }

    /// Everything that a division installed, by its first day.
    pub fn of(&self, division: Option<DivisionId>) -> &[Arc<Layer>] {
        self.0.get(&division).map_or(&[], Vec::as_slice)
    }

    /// Everything installed for the point, by division.
    pub fn all(&self) -> impl Iterator<Item = &Layer> {
        self.0.values().flatten().map(Arc::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use tongban_calendar::start_of;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn layer(division: u32, version: &str, (from, to): (&str, Option<&str>)) -> Layer {
        let moment = |text: &str| Moment::from(start_of(day(text)));
        Layer {
            process: "p".into(),
            point: "q".into(),
            division: (division > 0).then_some(DivisionId(division)),
            plugin: format!("of-{division}"),
            version: version.into(),
            digest: Digest([0; 32]),
            law: String::new(),
            from: moment(from),
            to: to.map(moment),
        }
    }

    fn of(layers: &Layers) -> &PointLayers {
        layers.of(&"p".into(), &"q".into())
    }

    #[test]
    fn the_last_that_begins_stands_and_of_these_the_last_installed() {
        let mut layers = Layers::default();
        for (version, period) in [
            ("2", ("2026-03-01", None)),
            ("1", ("2026-01-01", None)),
            ("4", ("2026-06-01", Some("2026-07-01"))),
            ("3", ("2026-03-01", None)),
        ] {
            layers.install(layer(7, version, period));
        }
        let rows = [
            ("2025-12-31", None),
            ("2026-01-01", Some("1")),
            ("2026-02-28", Some("1")),
            ("2026-03-01", Some("3")),
            ("2026-06-30", Some("4")),
            ("2026-07-01", Some("3")),
        ];
        for (on, expected) in rows {
            let found = of(&layers).in_force(Some(DivisionId(7)), day(on));
            assert_eq!(found.map(|layer| layer.version.as_str()), expected, "{on}");
        }
        assert_eq!(of(&layers).in_force(None, day("2026-06-30")), None);
        assert_eq!(of(&layers).all().count(), 4);
    }

    /// Two townships may fill in the same table: the bytes are the same.
    #[test]
    fn withdrawing_one_place_leaves_the_same_bytes_elsewhere() {
        let mut layers = Layers::default();
        let (one, other) =
            (layer(7, "1", ("2026-01-01", None)), layer(8, "1", ("2026-01-01", None)));
        let place = one.place();
        layers.install(one.clone());
        layers.install(other.clone());
        let stands = |layers: &Layers, division| {
            of(layers).in_force(Some(DivisionId(division)), day("2026-06-01")).is_some()
        };
        layers.withdraw(&one.digest, Some(&place), Moment::from(start_of(day("2026-05-01"))));
        assert!(!stands(&layers, 7) && stands(&layers, 8));
        layers.withdraw(&one.digest, None, Moment::from(start_of(day("2026-05-01"))));
        assert!(!stands(&layers, 8), "a record that names no place means all");
    }

    /// Each division among ten thousand finds its own, and looks at no other's.
    #[test]
    fn ten_thousand_plugins_are_found_by_their_division() {
        let mut layers = Layers::default();
        for division in 0..10_000 {
            layers.install(layer(division, "1", ("2026-01-01", None)));
        }
        let found = |division: u32| {
            let division = (division > 0).then_some(DivisionId(division));
            of(&layers).in_force(division, day("2026-06-01")).map(|layer| layer.plugin.as_str())
        };
        assert_eq!(found(0), Some("of-0"));
        assert_eq!(found(9_999), Some("of-9999"));
        assert_eq!(found(10_000), None);
        let most = of(&layers).0.values().map(Vec::len).max();
        assert_eq!(most, Some(1), "what is searched does not grow with the number installed");
    }
}
