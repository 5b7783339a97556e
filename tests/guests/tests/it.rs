//! What needs no compiler for guests: the table's conformance, and the committed TypeScript.

use tongban_core::call::Question;
use tongban_guests::{
    conformance::{self, Language},
    root, typescript,
};

#[test]
fn the_table_conforms() {
    let bench = conformance::bench(Language::Table, Question::Rule).expect("the table compiles");
    let cases = conformance::cases("cases.yaml").expect("the cases are sound");
    conformance::called(&bench, &cases).expect("every case holds");
}

/// The recorded answers are those that programs are held to.
#[test]
fn tables_for_amounts_and_parameters_conform() {
    for question in [Question::Amount, Question::Parameter] {
        let bench = conformance::bench(Language::Table, question).expect("the table compiles");
        let count = conformance::check_kind(&bench, question.name()).expect("every case holds");
        assert!(count >= 5, "{count} cases of {}", question.name());
    }
}

#[test]
fn the_committed_types_are_those_of_the_interface() {
    let types = typescript::generate().expect("the interface has TypeScript");
    for (file, generated) in
        [(typescript::FILE, types), (typescript::IMPORTS_FILE, typescript::imports())]
    {
        let committed = std::fs::read_to_string(root().join(file)).expect("it is there");
        assert_eq!(committed, generated, "run `cargo run -p tongban-guests -- types`");
    }
}
