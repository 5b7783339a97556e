//! `exclusiveGateway` as a source. Its conditions are flows; `draft` reads them.

use super::NEXT;
use crate::{
    ExclusiveGateway,
    source::shape::{Field, Shape, Variant},
};

pub(super) const VARIANT: Variant = Variant {
    kind: "exclusiveGateway",
    fields: &[
        Field::optional(
            "flows",
            Shape::List(&Shape::Record(FLOW), 50),
            "分支，依次判断，末条为其余情形",
            "Conditions in order; the last one without `when` is the default.",
        ),
        NEXT,
    ],
    zh: "排他网关：首个成立的条件",
    en: "Takes the first condition that holds, else the default.",
};

const FLOW: &[Field] = &[
    Field::optional("id", Shape::FlowName, "流向名称", "Persistent id of the flow."),
    Field::optional("when", Shape::Expression, "条件", "Condition that takes it."),
    Field::required("to", Shape::Name, "下一节点", "Where it arrives."),
];

pub(super) fn read() -> ExclusiveGateway {
    ExclusiveGateway {}
}
