//! A stage: a store in a folder of its own, and an engine over it that knows the cases.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, ensure};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tongban_cli::setup::{self, Setup};
use tongban_core::{Actor, Moment, call::Digest};
use tongban_runtime::{Engine, Registration, Time};
use tongban_store::Store;

use crate::{
    args::{Sizes, StoreKind},
    script::PEOPLE,
};

/// The morning on which every case is handed in: 2026-09-18 09:00 in China, a Friday.
const NOW: &str = "2026-09-18T01:00:00Z";

/// A folder that goes with the bench, and the store's flag in it.
pub(crate) struct Stage {
    folder: TempDir,
    kind: StoreKind,
}

impl Stage {
    pub(crate) fn new(sizes: &Sizes, kind: StoreKind) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("tongban-bench-").tempdir_in(&sizes.dir);
        Ok(Self { folder: folder.context("making a folder for the store")?, kind })
    }

    /// The flag of the store, as `tongban serve --store` takes it.
    pub(crate) fn flag(&self) -> String {
        match self.kind {
            StoreKind::Memory => "memory".to_owned(),
            kind => format!("{}:{}", kind.name(), self.data().display()),
        }
    }

    /// A file beside the store.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Bytes on disk below the store's folder.
    pub(crate) fn disk_bytes(&self) -> anyhow::Result<u64> {
        folder_bytes(&self.data())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

/// The allocated bytes of all files below a folder: what `du` says.
fn folder_bytes(folder: &Path) -> anyhow::Result<u64> {
    use std::os::unix::fs::MetadataExt as _;
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).context("reading the store's folder")? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes +=
            if metadata.is_dir() { folder_bytes(&entry.path())? } else { metadata.blocks() * 512 };
    }
    Ok(bytes)
}

/// Time that stands still on that morning.
pub(crate) fn virtual_time() -> anyhow::Result<Time> {
    let now: Timestamp = NOW.parse().context("the morning of the benches")?;
    Ok(Time::Virtual(Moment::from(now)))
}

/// The store of a flag, and the folder of its attachments.
pub(crate) fn store(flag: &str) -> anyhow::Result<(Arc<dyn Store>, Option<PathBuf>)> {
    setup::open_store(flag)
}

/// An engine over a store; a new one learns the cases and who may sign in.
pub(crate) async fn engine(
    (store, blobs): (Arc<dyn Store>, Option<PathBuf>),
    time: Time,
) -> anyhow::Result<Engine> {
    let engine = setup::engine(store, blobs, time)?;
    if engine.world().number == 0 {
        setup::register(&engine, &known()).await?;
        for person in PEOPLE {
            sign_in(&engine, person).await?;
        }
    }
    Ok(engine)
}

/// What is registered: the processes that are measured, and the bundled plugins.
fn known() -> Setup {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..");
    Setup {
        workflows: vec![root.join("workflows/dibao"), here.join("reference"), here.join("timed")],
        plugins: Some(root.join("plugins")),
    }
}

/// The token of a person in a bench. It opens nothing but the bench's own store.
pub(crate) fn token(person: &str) -> String {
    format!("tongban_bench_{person}")
}

async fn sign_in(engine: &Engine, person: &str) -> anyhow::Result<()> {
    let hash = Digest(Sha256::digest(token(person)).into());
    let expires = Moment(engine.now().0 + 3_650 * 86_400_000);
    let issue = Registration::IssueToken { hash, person: person.to_owned(), expires };
    let issued = engine.register(Actor::Engine, issue, false).await;
    ensure!(issued.is_ok(), "expected a token for `{person}`, but got {issued:?}");
    Ok(())
}
