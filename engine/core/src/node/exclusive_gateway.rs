//! `exclusiveGateway`: the first condition that holds; else the default.

use tongban_model::Flow;

use crate::{
    feel,
    id::ElementId,
    step::{Draft, leave_by},
};

pub(super) fn activate(draft: &mut Draft<'_>, element: ElementId) {
    match chosen(draft, element) {
        Ok(Some(flow)) => leave_by(draft, element, (None, &[flow])),
        Ok(None) => {
            draft.stick(element, "no-way-out", "no condition holds and there is no default");
        }
        Err(detail) => draft.stick(element, "condition-failed", detail),
    }
}

/// A condition that is not a boolean is for a human, never false.
fn chosen<'a>(draft: &Draft<'a>, element: ElementId) -> Result<Option<&'a Flow>, String> {
    let node = draft.node(element);
    for flow in draft.process().outgoing(&node.id) {
        let Some(when) = &flow.when else { continue };
        let holds = when
            .condition(&draft.data, feel::today(draft.cx.at().day()))
            .map_err(|fault| format!("flow `{}`: {fault}", flow.id))?;
        if holds {
            return Ok(Some(flow));
        }
    }
    Ok(draft.process().plain(&node.id))
}
