//! What the layers of one answer looked up and logged, as it lies beside the record.
//!
//! Invariant: with it, a layer that used the host can be asked again without the world of that day.

use serde::{Deserialize, Serialize};

use super::{Consulted, Found, Lookup};
use crate::call::{Called, LogLine};

/// One entry for each layer of the chain, from the top.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// By the place of the layer.
    pub layers: Vec<Told>,
}

/// What one layer was told, and what it logged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What it looked up in the world.
    pub consulted: Vec<Consulted>,
    /// What it logged.
    pub log: Vec<LogLine>,
}

impl Transcript {
    /// The transcript of these calls; none where no call used the host.
    pub fn of(called: &[Called]) -> Option<Self> {
        let told = |called: &Called| {
            let used = called.used.as_ref()?;
            Some(Told { consulted: used.consulted.clone(), log: used.log.clone() })
        };
        called.iter().any(|called| called.used.is_some()).then(|| Self {
            layers: called.iter().map(|called| told(called).unwrap_or_default()).collect(),
        })
    }

    /// As it is kept.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("plain data becomes JSON")
    }

    /// What was kept, when it is whole.
    pub fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }
}

impl Told {
    /// What the world answered then.
    pub fn found(&self, lookup: &Lookup) -> Option<&Found> {
        self.consulted.iter().find(|known| known.lookup == *lookup).map(|known| &known.found)
    }
}
