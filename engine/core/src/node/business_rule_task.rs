//! `businessRuleTask`: a decision table of the definition itself.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::Value;
use tongban_model::BusinessRuleTask;

use crate::{
    event::{Event, RuleApplied, TableEvaluated},
    facts::Facts,
    feel,
    id::ElementId,
    step::{Draft, leave},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId, rule: &BusinessRuleTask) {
    match evaluated(draft, rule) {
        Ok((outputs, matched)) => {
            draft.emit(Event::TableEvaluated(TableEvaluated { element, outputs, matched }));
            leave(draft, element, None);
        }
        Err(detail) => draft.stick(element, "table-failed", detail),
    }
}

fn evaluated(
    draft: &Draft<'_>,
    rule: &BusinessRuleTask,
) -> Result<(Facts, Vec<RuleApplied>), String> {
    let today = feel::today(draft.cx.at().day());
    let inputs: IndexMap<Arc<str>, Value> = rule
        .inputs
        .iter()
        .map(|(name, expression)| {
            let value = expression.evaluate(&draft.data, today);
            value.map(|value| (name.clone(), value)).map_err(|fault| format!("`{name}`: {fault}"))
        })
        .collect::<Result<_, _>>()?;
    let matched = rule
        .table
        .evaluate(&|name| inputs.get(name).cloned())
        .map_err(|fault| format!("{}: {fault}", rule.file))?;
    let rules = matched.rules.iter().map(|hit| RuleApplied {
        rule: hit.id.to_string(),
        law: hit.law.as_deref().map(str::to_owned),
        reason: hit.reason.as_deref().map(str::to_owned),
    });
    Ok((Facts(matched.outputs.clone()), rules.collect()))
}
