//! On what a candidate is tried, and how much that shows.

use super::*;

/// A parent that is a program brings the cases on which its author tried it.
#[test]
fn what_the_author_above_tried_is_tried() {
    let world = Arc::new(World::new(Calendar::bundled(), Organisation::default()));
    let (host, own, point) = (Host(Vec::new()), layer(1), rule());
    let candidate = Candidate { world: &world, layer: &own, point: &point, component: b"" };
    let tries = |own: &[u8], above: Option<Vec<u8>>| {
        let sheets = Sheets::of(&host, own, &[above]);
        let inputs = cases::of(&candidate, &sheets).inputs;
        let theirs = |input: &&Input| input.get("n") == Some(&number(7_000_000));
        inputs.iter().filter(theirs).map(IndexMap::len).collect::<Vec<_>>()
    };
    assert_eq!(tries(b"", Some(PROGRAM.to_vec())), [1], "of its inputs, what the point gives");
    assert_eq!(tries(PROGRAM, None), [1]);
    assert!(tries(b"", None).is_empty());
}

#[test]
fn drawn_inputs_are_those_of_the_point_and_the_same_each_time() {
    let world = Arc::new(World::new(Calendar::bundled(), Organisation::default()));
    let (own, point) = (layer(1), rule());
    let candidate = Candidate { world: &world, layer: &own, point: &point, component: b"" };
    let draw = || cases::of(&candidate, &Sheets::default());
    let drawn = draw();
    assert_eq!((drawn.basis, drawn.unknown.len()), (Basis::Tested, 0));
    assert!(drawn.inputs.len() >= 1_000, "{}", drawn.inputs.len());
    for input in &drawn.inputs {
        for (name, value) in input {
            let kind = if &**name == "n" { Type::Number } else { Type::Boolean };
            assert!(value.is_of(&kind), "{name}: {value:?}");
        }
    }
    assert_eq!(drawn.inputs, draw().inputs);
    let mut seen = std::collections::BTreeSet::new();
    seen.extend(drawn.inputs.iter().map(|input| format!("{input:?}")));
    assert!(seen.len() > 400, "{} of them differ", seen.len());
}

/// A sheet with so many whole numbers as inputs, each with a bound of its own.
fn sheet(inputs: usize, note: &str) -> Vec<u8> {
    let names: Vec<_> =
        (0..inputs).map(|at| if at == 0 { "n".into() } else { format!("n{at}") }).collect();
    let titles: Vec<_> = names.iter().map(|name| format!("输入:{name}:整数[0..1000]")).collect();
    let mut sheet = format!("#表,t,{note}\n#命中,收集\n编号,{},输出:结论\n", titles.join(","));
    for (row, _) in names.iter().enumerate() {
        let cells: Vec<_> = (0..inputs)
            .map(|at| if at == row { format!(">{}", row + 5) } else { "-".into() })
            .collect();
        let _ = writeln!(sheet, "规则{row},{},上报", cells.join(","));
    }
    sheet.into_bytes()
}

/// The same where the first rule that matches decides.
fn first_of(sheet: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(sheet).expect("a text");
    format!("{}否则,{}通过\n", text.replace("收集", "首个"), "-,".repeat(6)).into_bytes()
}

/// Nothing is called exhaustive that was not: too many combinations are a sample, and a component
/// that is not its sheet is code.
#[test]
fn the_basis_is_told_as_it_is() {
    let world = Arc::new(World::new(Calendar::bundled(), Organisation::default()));
    let host = Host(Vec::new());
    let (own, point) = (layer(1), rule());
    let rows = [
        (sheet(2, "honest"), sheet(1, "honest"), Basis::Exhaustive, 1),
        (sheet(16, "honest"), sheet(1, "honest"), Basis::Sampled, 15),
        // Few sets of rules; what stands for them may be a value that the point never gives.
        (first_of(sheet(6, "honest")), sheet(1, "honest"), Basis::Sampled, 5),
        (sheet(2, "forged"), sheet(1, "honest"), Basis::Tested, 1),
        (sheet(2, "honest"), sheet(1, "forged"), Basis::Tested, 1),
    ];
    for (component, above, basis, unknown) in rows {
        let candidate =
            Candidate { world: &world, layer: &own, point: &point, component: &component };
        let sheets = Sheets::of(&host, &component, &[Some(above)]);
        let cases = cases::of(&candidate, &sheets);
        assert_eq!((cases.basis, cases.unknown.len()), (basis, unknown));
        let given = |input: &Input| input.keys().all(|name| matches!(&**name, "n" | "ok"));
        assert!(cases.inputs.iter().all(given), "what the point does not give stays empty");
        let tries = |n: i64| {
            let value = Value::Number(n.into());
            cases.inputs.iter().any(|input| input.get("n") == Some(&value))
        };
        assert!(tries(5) && tries(6), "both sides of the bound");
    }
    let lost = Sheets::of(&host, &sheet(1, "honest"), &[None]);
    assert!(!lost.are_all(), "a layer whose bytes are lost is no table");
}
