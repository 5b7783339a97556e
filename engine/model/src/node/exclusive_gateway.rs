//! `exclusiveGateway`: the first condition that holds, in the order written; else the default.

/// Its conditions are on its flows.
#[derive(Clone, Debug, Default)]
pub struct ExclusiveGateway {}
