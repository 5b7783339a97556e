//! What all handlers see.

use std::sync::Arc;

use tongban_api::view::Reading;
use tongban_core::{Moment, World};
use tongban_runtime::{CaseView, Engine};

use crate::{
    config::{Limits, ServerConfig},
    limiter::Limiter,
    metrics::Metrics,
};

/// A handle on everything that a handler needs; cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    pub(crate) config: ServerConfig,
    pub(crate) limits: Limits,
    pub(crate) metrics: Metrics,
    pub(crate) objections: Limiter,
    pub(crate) lookups: Limiter,
    /// `openapi.json`, made once.
    pub(crate) openapi: String,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    pub(crate) fn new(
        engine: Engine,
        (config, limits): (ServerConfig, Limits),
        openapi: String,
    ) -> Self {
        Self(Arc::new(Inner {
            engine,
            config,
            limits,
            metrics: Metrics::default(),
            objections: Limiter::new(limits.objections_per_minute_max),
            lookups: Limiter::new(limits.lookups_per_minute_max),
            openapi,
        }))
    }

    /// The world and the moment.
    pub(crate) fn here(&self) -> Here {
        Here { world: self.engine.world(), now: self.engine.now() }
    }
}

/// The world at a moment, held while a request is answered.
pub(crate) struct Here {
    pub(crate) world: Arc<World>,
    pub(crate) now: Moment,
}

impl Here {
    /// A case as it is read here and now.
    pub(crate) fn reading<'a>(&'a self, case: &'a CaseView) -> Reading<'a> {
        Reading { case, world: &self.world, now: self.now }
    }
}
