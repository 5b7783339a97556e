//! One macro per world: it exports a function as the plugin, and does nothing else.

/// Exports `fn(&Input) -> Result<Decision, Refusal>` as a plugin of the world `rule`.
#[macro_export]
macro_rules! rule {
    ($answer:path) => {
        $crate::__plugin!(rule, rule_call, Decision, __export_rule, $answer);
    };
}

/// Exports `fn(&Input) -> Result<Choice, Refusal>` as a plugin of the world `parameter`.
#[macro_export]
macro_rules! parameter {
    ($answer:path) => {
        $crate::__plugin!(parameter, parameter_call, Choice, __export_parameter, $answer);
    };
}

/// Exports `fn(&Input) -> Result<Materials, Refusal>` as a plugin of the world `checklist`.
#[macro_export]
macro_rules! checklist {
    ($answer:path) => {
        $crate::__plugin!(checklist, checklist_call, Materials, __export_checklist, $answer);
    };
}

/// Exports `fn(&Input) -> Result<Assessment, Refusal>` as a plugin of the world `amount`.
#[macro_export]
macro_rules! amount {
    ($answer:path) => {
        $crate::__plugin!(amount, amount_call, Assessment, __export_amount, $answer);
    };
}

/// Exports `fn(&Input) -> Result<Report, Refusal>` as a plugin of the world `validator`.
#[macro_export]
macro_rules! validator {
    ($answer:path) => {
        $crate::__plugin!(validator, validator_call, Report, __export_validator, $answer);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __plugin {
    ($world:ident, $call:ident, $answer_type:ident, $export:ident, $answer:path) => {
        #[doc(hidden)]
        pub struct TongbanPlugin;

        impl $crate::bindings::$world::exports::tongban::plugin::$call::Guest for TongbanPlugin {
            fn answer(input: Vec<$crate::Field>) -> Result<$crate::$answer_type, String> {
                let answer: fn(&$crate::Input) -> Result<$crate::$answer_type, $crate::Refusal> =
                    $answer;
                answer(&$crate::Input::new(input)).map_err(String::from)
            }
        }

        $crate::bindings::$world::$export!(TongbanPlugin);
    };
}
