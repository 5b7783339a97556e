//! The host: admits components, keeps them, asks them.
//!
//! Not here: limits themselves ([`crate::config`]), one call ([`crate::sandbox`]).
//! Invariant: nothing is asked that was not admitted by this very host, whether it came from an
//! installation, from the disk or from the source.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sha2::{Digest as _, Sha256};
use tongban_core::{
    call::{Call, Called, Digest, Outcome, Question},
    facts::Facts,
};
use tongban_expr::Table;
use tongban_plugin_api::{
    Admitted, ComponentSource, PluginHost, Refusal, Surroundings, TableSource,
};
use wasmtime::{Engine, component::Component};

use crate::{
    HostConfig, admission,
    cache::{Cache, Ready},
    disk_cache::DiskCache,
    engine::{self, Allocation, EngineError},
    input,
    inspect::inspect,
    sandbox::{self, Asked},
    table_component,
    ticker::Ticker,
};

/// Runs plugins in this process. One per process is enough; share it in an `Arc`.
pub struct Host {
    config: HostConfig,
    engine: Engine,
    allocation: Allocation,
    cache: Mutex<Cache>,
    /// Held while compiling: one at a time, so that an installation cannot take all processors, and
    /// callers that miss the same component compile it once.
    compiling: Mutex<()>,
    disk_cache: Option<DiskCache>,
    source: Option<Arc<dyn ComponentSource>>,
    _ticker: Ticker,
}

/// A host could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// The engine refuses its settings on this machine.
    #[error("expected a plugin engine, but it did not start")]
    Engine(#[from] EngineError),
    /// The thread that keeps time did not start.
    #[error("expected a thread for the plugins' deadline, but it did not start")]
    Ticker(#[source] io::Error),
    /// The folder of compiled components cannot be used.
    #[error("expected a usable folder for compiled plugins, but `{folder}` is not")]
    DiskCache {
        /// The folder.
        folder: std::path::PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl Host {
    /// A host that holds what is admitted; a component that had to go is unavailable until it is
    /// admitted again.
    pub fn new(config: HostConfig) -> Result<Self, HostError> {
        let (engine, allocation) = engine::open(&config)?;
        let disk_cache = config
            .disk_cache
            .clone()
            .map(|disk_cache| {
                let folder = disk_cache.folder.clone();
                DiskCache::open(disk_cache, &engine)
                    .map_err(|source| HostError::DiskCache { folder, source })
            })
            .transpose()?;
        let ticker = Ticker::start(engine.clone()).map_err(HostError::Ticker)?;
        Ok(Self {
            cache: Mutex::new(Cache::new(&config)),
            compiling: Mutex::new(()),
            source: None,
            _ticker: ticker,
            config,
            engine,
            allocation,
            disk_cache,
        })
    }

    /// The same host, bringing back from `source` what it does not hold.
    #[must_use]
    pub fn with_source(self, source: Arc<dyn ComponentSource>) -> Self {
        Self { source: Some(source), ..self }
    }

    /// The identity of a component: SHA-256 of its bytes.
    pub fn digest(component: &[u8]) -> Digest {
        Digest(Sha256::digest(component).into())
    }

    /// Checks a component without compiling or keeping it: microseconds, for a first answer to
    /// whoever uploads. [`PluginHost::admit`] checks more.
    pub fn inspect(&self, component: &[u8]) -> Result<Admitted, Refusal> {
        let question = inspect(component, &self.config)?;
        Ok(Admitted { digest: Self::digest(component), question })
    }

    /// The engine, for what belongs to this host's engine alone.
    #[cfg(test)]
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    fn held(&self, digest: &Digest) -> Option<Arc<Ready>> {
        lock(&self.cache).find(digest)
    }

    fn ready(&self, digest: Digest, component: &[u8]) -> Result<Arc<Ready>, Refusal> {
        let question = inspect(component, &self.config)?;
        if let Some(component) = self.on_disk(&digest) {
            return self.linked(digest, (&component, question));
        }
        // What lies on the disk never waits for somebody else's compilation.
        let _one_at_a_time = lock(&self.compiling);
        if let Some(ready) = self.held(&digest) {
            return Ok(ready);
        }
        let component = self.compiled(component)?;
        let ready = self.linked(digest, (&component, question))?;
        if let Some(disk_cache) = &self.disk_cache {
            disk_cache.store(&digest, &component);
        }
        Ok(ready)
    }

    fn linked(
        &self,
        digest: Digest,
        (component, question): (&Component, Question),
    ) -> Result<Arc<Ready>, Refusal> {
        let guest = admission::link(component, question)?;
        let range = component.image_range();
        let code_bytes = range.end as usize - range.start as usize;
        let ready = Arc::new(Ready { question, guest, code_bytes });
        lock(&self.cache).keep(digest, Arc::clone(&ready));
        Ok(ready)
    }

    fn on_disk(&self, digest: &Digest) -> Option<Component> {
        self.disk_cache.as_ref().and_then(|disk| disk.load(&self.engine, digest))
    }

    fn compiled(&self, component: &[u8]) -> Result<Component, Refusal> {
        match &self.config.compiler {
            Some(process) => process.compile((&self.engine, self.allocation), component),
            None => admission::compile(&self.engine, component),
        }
    }

    /// Brings back a component that is not held.
    fn fetch(&self, digest: &Digest) -> Result<Arc<Ready>, String> {
        let source = self.source.as_ref().ok_or("the component is not admitted")?;
        let component = source.component(digest).ok_or("the component is not installed")?;
        if Self::digest(&component) != *digest {
            return Err("the component's bytes have another digest".to_owned());
        }
        self.ready(*digest, &component).map_err(|refusal| refusal.to_string())
    }
}

impl PluginHost for Host {
    fn admit(&self, component: &[u8]) -> Result<Admitted, Refusal> {
        let (size, max) = (component.len(), self.config.component_bytes_max);
        if size > max {
            return Err(Refusal::TooLarge { size, max });
        }
        let digest = Self::digest(component);
        let ready = match self.held(&digest) {
            Some(ready) => ready,
            None => self.ready(digest, component)?,
        };
        Ok(Admitted { digest, question: ready.question })
    }

    fn call(&self, call: &Call, surroundings: &Arc<dyn Surroundings>) -> Called {
        let held = self.held(&call.plugin).map_or_else(|| self.fetch(&call.plugin), Ok);
        let ready = match held {
            Ok(ready) => ready,
            Err(reason) => return Outcome::Unavailable(reason).into(),
        };
        if ready.question != call.question {
            let (asked, answers) = (call.question, ready.question);
            let reason = format!("the component answers `{answers:?}`, but is asked `{asked:?}`");
            return Outcome::Unavailable(reason).into();
        }
        let input = input::fields(call);
        let asked = Asked { input: &input, scene: call.scene, surroundings, config: &self.config };
        sandbox::ask(&self.engine, &ready.guest, &asked)
    }

    fn table(&self, component: &[u8]) -> Option<TableSource> {
        table_component::source(component).ok()
    }

    fn cases(&self, component: &[u8]) -> Vec<Facts> {
        crate::carried_cases::carried(component)
    }

    fn is_made_from(&self, component: &[u8], table: &TableSource) -> bool {
        let Ok(question) = inspect(component, &self.config) else { return false };
        let (parsed, _) = Table::parse(&table.sheet, "table");
        let again = parsed.and_then(|parsed| table_component::compile(&parsed, question).ok());
        let again = again.map(|again| table_component::with_file(again, &table.sheet, table.file));
        again.is_some_and(|again| again == component)
    }
}

/// What a panicking thread left in these locks is whole: each holds single steps only.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
