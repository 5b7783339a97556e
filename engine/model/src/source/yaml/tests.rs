use super::*;

fn codes_of(text: &str) -> Vec<(&'static str, u32, u32)> {
    let (_, found) = read("x.yaml", text.as_bytes(), Limits::DEFINITION);
    found.into_iter().map(|one| (one.code, one.place.line, one.place.column)).collect()
}

fn tree(text: &str) -> Yaml {
    let (tree, found) = read("x.yaml", text.as_bytes(), Limits::DEFINITION);
    assert_eq!(found, [], "{text}");
    tree.expect("a source without diagnostics has a tree")
}

#[test]
fn values_know_where_they_begin() {
    let tree = tree("process: dibao\nnodes:\n  受理: { type: userTask }\n");
    let nodes = tree.map().and_then(|map| map.get("nodes")).expect("it is written");
    let (key, entry) = nodes.map().and_then(|map| map.iter().next()).expect("it is written");
    assert_eq!(&**key, "受理");
    assert_eq!((entry.key.line, entry.key.column), (3, 3));
    assert_eq!((entry.value.place.line, entry.value.place.column), (3, 7));
    let kind = entry.value.map().and_then(|map| map.get("type")).expect("it is written");
    assert_eq!((kind.place.line, kind.place.column), (3, 15));
    assert_eq!(kind.place_within(4).column, 19);
}

#[test]
fn scalars_resolve_by_the_core_schema_of_1_2() {
    let table = [
        ("on", Resolved::Text("on")),
        ("yes", Resolved::Text("yes")),
        ("NO", Resolved::Text("NO")),
        ("true", Resolved::Boolean(true)),
        ("~", Resolved::Null),
        ("\"\"", Resolved::Text("")),
        ("12", Resolved::Number("12")),
        ("-1.50", Resolved::Number("-1.50")),
        ("1e3", Resolved::Number("1e3")),
        (".5", Resolved::Number(".5")),
        ("'12'", Resolved::Text("12")),
        ("1:30", Resolved::Text("1:30")),
        ("2021-07-01", Resolved::Text("2021-07-01")),
        ("0x1F", Resolved::Number("0x1F")),
        ("1_000", Resolved::Text("1_000")),
        ("30 working days", Resolved::Text("30 working days")),
    ];
    for (text, expected) in table {
        let tree = tree(&format!("- {text}\n"));
        let item = tree.list().and_then(<[_]>::first).and_then(Yaml::scalar).expect("one item");
        assert_eq!(item.resolve(), expected, "{text}");
    }
}

#[test]
fn what_hides_content_is_refused_where_it_stands() {
    assert_eq!(codes_of("a: &x 1\nb: *x\n"), [("yaml-alias", 1, 4), ("yaml-alias", 2, 4)]);
    assert_eq!(codes_of("a: !!str 1\n"), [("yaml-tag", 1, 4)]);
    assert_eq!(codes_of("a: 1\nb: 2\na: 3\n"), [("yaml-duplicate-key", 3, 1)]);
    assert_eq!(codes_of("a: 1\n---\nb: 1\n"), [("yaml-second-document", 2, 1)]);
    assert_eq!(codes_of("[a]: 1\n"), [("yaml-key", 1, 1)]);
    assert_eq!(codes_of(""), [("yaml-empty", 1, 1)]);
    assert_eq!(codes_of("a: [1, 2\nb: 3\n").first().map(|one| one.0), Some("yaml-syntax"));
}

#[test]
fn the_first_of_two_equal_keys_is_kept() {
    let (tree, _) = read("x.yaml", b"a: 1\na: { b: [2] }\nc: 3\n", Limits::DEFINITION);
    let tree = tree.expect("it can be read");
    let map = tree.map().expect("it is a mapping");
    assert_eq!(map.len(), 2);
    assert_eq!(map.get("a").and_then(Yaml::scalar).map(|one| &*one.text), Some("1"));
    assert_eq!(map.get("c").and_then(Yaml::scalar).map(|one| &*one.text), Some("3"));
}

#[test]
fn limits_stop_the_reader_before_it_builds() {
    let limits = Limits { bytes_max: 400, depth_max: 3, values_max: 20 };
    let first = |text: &str| {
        let (tree, found) = read("x.yaml", text.as_bytes(), limits);
        assert_eq!(tree, None);
        found.first().map(|one| one.code)
    };
    assert_eq!(first("[[[[1]]]]"), Some("yaml-too-deep"));
    assert_eq!(first(&"- a\n".repeat(21)), Some("yaml-too-many"));
    assert_eq!(first(&"#".repeat(401)), Some("file-too-large"));
    // The parser itself gives up here before it hands over a single value.
    assert_eq!(first(&"[".repeat(400)), Some("yaml-syntax"));
}

#[test]
fn other_encodings_are_named_with_their_line() {
    let (tree, found) = read("x.yaml", b"a: 1\nb: \xb5\xcd\n", Limits::DEFINITION);
    assert_eq!(tree, None);
    let found: Vec<_> = found.iter().map(|one| (one.code, one.place.line)).collect();
    assert_eq!(found, [("not-utf8", 2)]);
}
