//! `parallelGateway` as a source.

use crate::{
    ParallelGateway,
    source::shape::{Field, Shape, Variant},
};

pub(super) const VARIANT: Variant = Variant {
    kind: "parallelGateway",
    fields: &[Field::optional(
        "next",
        Shape::OneOrMore(&Shape::Name, 50),
        "下一节点，可并列多个",
        "The next node, or all that begin together.",
    )],
    zh: "并行网关：同时展开，全部到齐再合并",
    en: "Forks into all flows; joins when one has come over each.",
};

pub(super) fn read() -> ParallelGateway {
    ParallelGateway {}
}
