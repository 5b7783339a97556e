//! `startEvent`: where a case begins. A definition has exactly one.

/// Nothing to say beyond its flow.
#[derive(Clone, Debug, Default)]
pub struct StartEvent {}
