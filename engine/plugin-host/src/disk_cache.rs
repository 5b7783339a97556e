//! Compiled components on disk, so that a restart compiles nothing.
//!
//! Not here: the decision to admit; a file saves the compilation and no check.
//!
//! A file is machine code, and loading it means trusting it as much as this program. So: a file is
//! read once into memory, its keyed digest (HMAC-SHA256, key from outside the folder) is checked
//! over component digest, engine settings and code, and only those very bytes are loaded. Anything
//! else, a file made elsewhere included, is a miss and is written anew.
//!
//! ```text
//! <sha256 of the component>-<engine settings>.aot = mac (32 bytes) | code
//! ```

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use tongban_core::call::Digest;
use wasmtime::{Engine, component::Component};

use crate::{DiskCacheConfig, keyed_digest, own_code::OwnCode};

const MAC_BYTES: usize = 32;
const SUFFIX: &str = ".aot";

/// A folder of code that this installation compiled.
pub(crate) struct DiskCache {
    config: DiskCacheConfig,
    /// What the engine was told and which version it is, in hexadecimal.
    settings: String,
}

impl DiskCache {
    /// Opens or creates the folder.
    pub(crate) fn open(config: DiskCacheConfig, engine: &Engine) -> io::Result<Self> {
        create_private(&config.folder)?;
        Ok(Self { config, settings: settings(engine) })
    }

    /// The code that was kept for `digest`, if it is ours.
    pub(crate) fn load(&self, engine: &Engine, digest: &Digest) -> Option<Component> {
        let path = self.path(digest);
        let file = fs::read(&path).ok()?;
        let (mac, code) = file.split_first_chunk::<MAC_BYTES>()?;
        if !keyed_digest::equal(mac, &self.mac(digest, code)) {
            tracing::warn!(path = %path.display(), "compiled plugin is not ours; compiling anew");
            return None;
        }
        let component = OwnCode::vouched(code, "the keyed digest over these bytes").load(engine);
        component
            .inspect_err(|error| {
                tracing::warn!(path = %path.display(), "compiled plugin does not load: {error:#}");
            })
            .ok()
    }

    /// Keeps the code of `component`. A failure costs a compilation after the next start, no more.
    pub(crate) fn store(&self, digest: &Digest, component: &Component) {
        let kept = component
            .serialize()
            .map_err(io::Error::other)
            .and_then(|code| self.write(digest, &code))
            .and_then(|()| self.prune());
        if let Err(error) = kept {
            tracing::warn!(folder = %self.config.folder.display(), %error, "plugin code not kept");
        }
    }

    fn write(&self, digest: &Digest, code: &[u8]) -> io::Result<()> {
        let path = self.path(digest);
        // One writer: the host compiles one component at a time. A file that another process writes
        // at the same time has another name; the rename decides.
        let draft = path.with_extension(format!("{}.draft", std::process::id()));
        let mut file = create_private_file(&draft)?;
        file.write_all(&self.mac(digest, code))?;
        file.write_all(code)?;
        fs::rename(&draft, &path)
    }

    /// Removes the oldest files beyond the limit.
    fn prune(&self) -> io::Result<()> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.config.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().ends_with(SUFFIX) {
                files.push((entry.metadata()?.modified()?, entry.path()));
            }
        }
        files.sort();
        let surplus = files.len().saturating_sub(self.config.files_max);
        files.iter().take(surplus).try_for_each(|(_, path)| fs::remove_file(path))
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.config.folder.join(format!("{digest}-{}{SUFFIX}", self.settings))
    }

    fn mac(&self, digest: &Digest, code: &[u8]) -> [u8; MAC_BYTES] {
        let parts =
            [b"tongban plugin code 1\n", digest.0.as_slice(), self.settings.as_bytes(), code];
        keyed_digest::of(&self.config.key, &parts)
    }
}

fn settings(engine: &Engine) -> String {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(unix)]
fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn create_private_file(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create_private_file(path: &Path) -> io::Result<fs::File> {
    fs::File::create(path)
}
