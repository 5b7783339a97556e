//! The plugin interface as this release knows it: the WIT text, its worlds, and how a core module
//! becomes a component of one of them.
//!
//! Not here: Rust types for the interface ([`crate::bindings`], private), checks of foreign bytes.
//! Invariant: the text is the one in `plugins/wit/v1`, compiled in.

use tongban_core::call::Question;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

use crate::own_metadata;

/// The files of the WIT package `tongban:plugin@1.0.0`: name and text.
pub const WIT: [(&str, &str); 7] = [
    ("types.wit", include_str!("../../../plugins/wit/v1/types.wit")),
    ("host.wit", include_str!("../../../plugins/wit/v1/host.wit")),
    ("rule.wit", include_str!("../../../plugins/wit/v1/rule.wit")),
    ("parameter.wit", include_str!("../../../plugins/wit/v1/parameter.wit")),
    ("checklist.wit", include_str!("../../../plugins/wit/v1/checklist.wit")),
    ("amount.wit", include_str!("../../../plugins/wit/v1/amount.wit")),
    ("validator.wit", include_str!("../../../plugins/wit/v1/validator.wit")),
];

/// The interface that holds types only; the one import that every world grants without counting.
pub const TYPES: &str = "tongban:plugin/types@1.0.0";

/// The interfaces of host functions that a world may import, with the functions of each.
pub const HOST: [(&str, &[&str]); 5] = [
    ("tongban:plugin/host-log@1.0.0", &["write"]),
    ("tongban:plugin/host-feel@1.0.0", &["evaluate"]),
    ("tongban:plugin/host-calendar@1.0.0", &["is-working-day", "add-days", "working-days-between"]),
    ("tongban:plugin/host-division@1.0.0", &["here", "find"]),
    ("tongban:plugin/host-reference@1.0.0", &["row"]),
];

/// The functions of a host interface; none for any other interface.
pub fn host_functions(interface_name: &str) -> Option<&'static [&'static str]> {
    HOST.iter().find(|(name, _)| *name == interface_name).map(|(_, functions)| *functions)
}

/// The function that each world's interface exports.
pub const ANSWER: &str = "answer";

/// All questions, in the order of their worlds in the documentation.
pub const QUESTIONS: [Question; 5] = Question::ALL;

/// The interface that a component for `question` exports, and nothing else.
pub fn interface(question: Question) -> &'static str {
    match question {
        Question::Rule => "tongban:plugin/rule-call@1.0.0",
        Question::Parameter => "tongban:plugin/parameter-call@1.0.0",
        Question::Checklist => "tongban:plugin/checklist-call@1.0.0",
        Question::Amount => "tongban:plugin/amount-call@1.0.0",
        Question::Validator => "tongban:plugin/validator-call@1.0.0",
    }
}

/// The name of the world for `question`.
pub fn world_name(question: Question) -> &'static str {
    question.name()
}

/// The question whose component exports `interface`.
pub fn question(interface_name: &str) -> Option<Question> {
    QUESTIONS.into_iter().find(|question| interface(*question) == interface_name)
}

/// The parsed package and the world for `question`.
pub fn world(question: Question) -> (Resolve, WorldId) {
    const SOUND: &str = "the bundled WIT package is sound: a test parses it";
    let mut files = wit_parser::SourceMap::new();
    for (name, text) in WIT {
        files.push_str(name, text);
    }
    let group = files.parse().map_err(|(_, error)| error).expect(SOUND);
    let mut resolve = Resolve::default();
    let package = resolve.push_group(group).expect(SOUND);
    let world = resolve.select_world(&[package], Some(world_name(question))).expect(SOUND);
    (resolve, world)
}

/// Makes a component of `question`'s world from a core module.
///
/// The module exports memory as `memory`, `cabi_realloc`, and the answer under
/// `<interface>#answer`, with `cabi_post_<interface>#answer` if it wants to free. The same module
/// always gives the same bytes; what its own tools said of its interface is dropped.
/// `Err` says, for the module's author, what does not fit.
pub fn componentize(module: &[u8], question: Question) -> Result<Vec<u8>, ComponentizeError> {
    let (resolve, world) = world(question);
    let mut module = own_metadata::strip(module);
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .and_then(|()| ComponentEncoder::default().validate(true).module(&module)?.encode())
        .map_err(|error| ComponentizeError {
            world: world_name(question),
            reason: format!("{error:#}"),
        })
}

/// A core module does not fit its world.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a core module for the world `{world}`, but {reason}")]
pub struct ComponentizeError {
    /// The world.
    pub world: &'static str,
    /// What is wrong with the module.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_has_a_world_that_exports_its_interface() {
        for question in QUESTIONS {
            let (resolve, world) = world(question);
            let exports: Vec<String> = resolve.worlds[world]
                .exports
                .keys()
                .map(|key| resolve.name_world_key(key))
                .collect();
            assert_eq!(exports, [interface(question)]);
            assert_eq!(super::question(interface(question)), Some(question));
        }
    }

    #[test]
    fn a_module_without_the_answer_is_refused() {
        let empty = wasm_encoder::Module::new().finish();
        let error = componentize(&empty, Question::Rule).expect_err("exports nothing");
        assert!(error.to_string().contains("rule-call"), "{error}");
    }
}
