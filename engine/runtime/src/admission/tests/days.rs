//! On which days a candidate is tried, and which layers lie under it.

use super::*;

fn day(text: &str) -> Moment {
    start_of(text.parse().expect("a day")).into()
}

fn of(code: &str) -> Option<DivisionId> {
    let code = code.parse().expect("a code");
    Organisation::bundled().division(code, day("2026-06-01").day())
}

/// Under a province's candidate lie the layers of its own divisions that it shares a day with.
#[test]
fn what_lies_under_a_candidate_is_found_on_the_first_day_of_both() {
    let at = |number: u8, code: &str, (from, to): (&str, Option<&str>)| Layer {
        division: of(code),
        digest: Digest([number; 32]),
        from: day(from),
        to: to.map(day),
        ..layer(1)
    };
    let always = ("2026-01-01", None);
    let mut world = World::new(Calendar::bundled(), Organisation::bundled());
    for lower in [
        Layer { digest: Digest([1; 32]), ..layer(0) },
        at(2, "530428", always),
        at(3, "530428003", ("2026-09-01", None)),
        at(4, "530428102", ("2026-01-01", Some("2026-06-01"))),
        at(5, "210204", always),
        // The first of these two is hidden until the second ends.
        at(6, "530428002", always),
        at(7, "530428002", ("2026-02-01", Some("2026-07-01"))),
    ] {
        world.install(lower);
    }
    let candidate_layer = at(9, "53", ("2026-06-01", None));
    world.install(candidate_layer.clone());
    let world = Arc::new(world);
    let found = |point: &Point, layer: &Layer| -> Vec<(u8, Moment, usize)> {
        let candidate = Candidate { world: &world, layer, point, component: b"" };
        let under = below::under(&candidate, &world);
        let told = under.iter().map(|it| (it.layer.digest.0[0], it.layer.from, it.above.len()));
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        told
    };
    let by = vec![Level::Province, Level::County, Level::Township];
    let tightens = Point { by: by.clone(), ..rule() };
    let expected = [
        (2, day("2026-06-01"), 2),
        (3, day("2026-09-01"), 3),
        (6, day("2026-07-01"), 3),
        (7, day("2026-06-01"), 3),
    ];
    assert_eq!(found(&tightens, &candidate_layer), expected);
    let replaces = Point { by, combine: Combine::Replace, ..rule() };
    assert!(found(&replaces, &candidate_layer).is_empty(), "nothing above binds it");
    let county = at(2, "530428", always);
    assert_eq!(found(&tightens, &county).len(), 4, "townships alone, ended ones too");
    let nation = Layer { digest: Digest([1; 32]), ..layer(0) };
    assert_eq!(found(&tightens, &nation).len(), 7, "all of the country, with the candidate");
}

#[test]
fn a_candidate_is_tried_from_today_on_and_when_a_layer_above_begins() {
    let at = |code: &str, from: &str| Layer { division: of(code), from: day(from), ..layer(1) };
    let mut world = World::new(Calendar::bundled(), Organisation::bundled());
    for above in [at("53", "2026-09-01"), at("530428", "2026-06-01"), at("530428", "2019-01-01")] {
        world.install(above);
    }
    world.install(at("210204", "2026-07-01")); // elsewhere
    world.install(Layer { from: day("2026-11-01"), ..layer(0) });
    let (world, point) = (Arc::new(world), rule());
    let days = |from: &str, to: Option<&str>| {
        let layer = Layer { to: to.map(day), ..at("530428003", from) };
        let candidate = Candidate { world: &world, layer: &layer, point: &point, component: b"" };
        candidate.days(day("2026-03-01"))
    };
    let later = ["2026-06-01", "2026-09-01", "2026-11-01"].map(day);
    assert_eq!(days("2015-01-01", None), [&[day("2026-03-01")], &later[..]].concat());
    assert_eq!(days("2026-08-01", None), [&[day("2026-08-01")], &later[1..]].concat());
    assert_eq!(days("2026-04-01", Some("2026-09-01")), [day("2026-04-01"), later[0]]);
    assert_eq!(days("2015-01-01", Some("2016-01-01")), [day("2015-01-01")], "it is over");
}
