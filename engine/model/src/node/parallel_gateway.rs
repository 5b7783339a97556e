//! `parallelGateway`: forks into all flows; joins by consuming one element of each.

/// Fork, join, or both, by its number of flows.
#[derive(Clone, Debug, Default)]
pub struct ParallelGateway {}
