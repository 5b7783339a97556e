use std::{collections::BTreeSet, path::Path};

use tongban_core::Rejection;
use tongban_model::{FormProblem, Text};

use super::{CATALOGUE, Failure, PAGES, page};
use crate::Lang;

fn files() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/errors");
    std::fs::read_dir(folder)
        .expect("the folder of pages is in the repository")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter_map(|path| path.file_stem()?.to_str().map(str::to_owned))
        .collect()
}

#[test]
fn every_code_has_a_page_and_every_page_is_shipped() {
    let shipped: BTreeSet<_> = PAGES.iter().map(|(code, _)| (*code).to_owned()).collect();
    assert_eq!(shipped, files());
    assert!(PAGES.is_sorted(), "pages are found by binary search");
    for known in CATALOGUE {
        let page = page(known.code).unwrap_or_else(|| panic!("no page for `{}`", known.code));
        assert!(page.contains(known.zh) && page.contains(known.en), "{}", known.code);
        for heading in ["## 怎么办", "## What to do"] {
            assert!(page.contains(heading), "{}: {heading}", known.code);
        }
    }
}

#[test]
fn every_diagnostic_of_a_definition_has_a_page() {
    let of_definitions = tongban_model::source::CODES.iter();
    let of_registers = tongban_model::organisation::CODES.iter();
    let codes = of_definitions.chain(of_registers).map(|known| known.code);
    let of_tables = tongban_expr::table::CODES.iter().map(|known| known.code);
    let of_expressions = tongban_expr::Problem::CODES.iter().chain(tongban_expr::Fault::CODES);
    for code in codes.chain(of_tables).chain(of_expressions.copied()) {
        assert!(page(code).is_some(), "no page for `{code}`");
    }
}

#[test]
fn no_code_is_given_twice() {
    let codes: BTreeSet<_> = CATALOGUE.iter().map(|known| known.code).collect();
    assert_eq!(codes.len(), CATALOGUE.len());
}

#[test]
fn a_form_points_at_every_wrong_field() {
    let problem = |pointer: &str| FormProblem {
        pointer: pointer.to_owned(),
        message: Text::new("必填", "is required"),
    };
    let rejection = Rejection::FormInvalid(vec![problem("/age"), problem("/name")]);
    let problem = Failure::from(&rejection).problem(Lang::En);
    assert_eq!((problem.status, problem.kind.as_str()), (422, "/problems/form-invalid"));
    let pointers: Vec<_> = problem.errors.iter().map(|part| part.pointer.as_str()).collect();
    assert_eq!(pointers, ["/form/age", "/form/name"]);
    assert_eq!(Failure::from(&rejection).problem(Lang::Zh).errors[0].detail, "必填");
}
