//! Asking plugins outside any case.

use std::sync::Arc;

use tongban_core::{
    World,
    call::{Call, Outcome, Scene},
    layer::{self, Joined, Layer},
};
use tongban_model::Point;
use tongban_plugin_api::{PluginHost, Surroundings};

use super::cases::Input;
use crate::callers;

/// Where the plugins of one point are asked.
pub(crate) struct Desk<'a> {
    plugins: &'a dyn PluginHost,
    surroundings: Arc<dyn Surroundings>,
    pub(super) point: &'a Point,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(plugins: &'a dyn PluginHost, world: &Arc<World>, point: &'a Point) -> Self {
        Self { plugins, surroundings: Arc::clone(world) as _, point }
    }

    /// What one layer says.
    pub(crate) fn ask(&self, layer: &Layer, (input, scene): (&Input, Scene)) -> Outcome {
        let question = self.point.world.into();
        let call = Call { plugin: layer.digest, question, input: input.clone(), scene };
        callers::ask(self.plugins, &call, &self.surroundings).outcome
    }

    /// What several say, from the top.
    pub(crate) fn ask_all(&self, layers: &[&Layer], at: (&Input, Scene)) -> Vec<Outcome> {
        layers.iter().map(|layer| self.ask(layer, at)).collect()
    }

    /// What several come to together.
    pub(crate) fn join(&self, layers: &[&Layer], at: (&Input, Scene)) -> Joined {
        layer::join(self.point, &self.ask_all(layers, at))
    }
}
