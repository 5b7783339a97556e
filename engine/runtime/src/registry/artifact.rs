//! Artifacts: large immutable things by the digest of their bytes, in pieces that every store
//! takes.
//!
//! Invariant: what is read has the digest that was asked for.

use std::{collections::BTreeMap, sync::Arc};

use sha2::{Digest as _, Sha256};
use tongban_core::call::Digest;
use tongban_model::Bundle;
use tongban_plugin_api::ComponentSource;
use tongban_store::{Range, Result, Space, Store, Write, rows};

/// Bytes of one piece: far below what a store takes, and few enough pieces of a large table.
const PIECE_BYTES: usize = 1 << 20;

/// Plugin components and the like in a store: where a plugin host finds again what it has let go.
#[derive(Clone)]
pub struct Artifacts(Arc<dyn Store>);

impl Artifacts {
    /// The artifacts of a store.
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }
}

impl ComponentSource for Artifacts {
    fn component(&self, digest: &Digest) -> Option<Vec<u8>> {
        match read(self.0.as_ref(), digest) {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::error!(%digest, %error, "a component could not be read");
                None
            }
        }
    }
}

/// The digest of an artifact's bytes.
pub(crate) fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// The rows of an artifact; at least one, also for no bytes.
pub(crate) fn writes(digest: &Digest, bytes: &[u8]) -> Vec<Write> {
    let empty: &[&[u8]] = &[&[]];
    let pieces: Vec<&[u8]> = bytes.chunks(PIECE_BYTES).collect();
    let pieces = if pieces.is_empty() { empty } else { &pieces };
    let put = |(n, piece): (u16, &&[u8])| Write::Put {
        space: Space::Artifact,
        key: [&digest.0[..], &n.to_be_bytes()].concat(),
        value: piece.to_vec(),
    };
    (0..).zip(pieces).map(put).collect()
}

/// The bytes of an artifact; none if it was never kept, or is not what it was.
pub(crate) fn read(store: &dyn Store, of: &Digest) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    for row in rows(store, Range::prefix(Space::Artifact, of.0).limited(16)) {
        bytes.extend(row?.1);
    }
    Ok((digest(&bytes) == *of).then_some(bytes))
}

/// The bytes of a definition's files together.
pub(crate) fn encode_bundle(bundle: &Bundle) -> Vec<u8> {
    let files: BTreeMap<&str, &minicbor::bytes::ByteSlice> =
        bundle.files.iter().map(|(name, bytes)| (name.as_str(), (&**bytes).into())).collect();
    minicbor::to_vec(files).expect("encoding to memory cannot fail")
}

/// Reads a definition's files; none if the bytes are not that.
pub(crate) fn decode_bundle(bytes: &[u8]) -> Option<Bundle> {
    let files: BTreeMap<String, minicbor::bytes::ByteVec> = minicbor::decode(bytes).ok()?;
    let files = files.into_iter().map(|(name, bytes)| (name, Vec::from(bytes).into())).collect();
    Some(Bundle { files })
}

#[cfg(test)]
mod tests {
    use tongban_store::{Batch, Memory};

    use super::*;

    #[test]
    fn pieces_come_together_again() {
        let store = Memory::fresh().expect("memory opens");
        for length in [0, 1, PIECE_BYTES, 3 * PIECE_BYTES + 7] {
            let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            let digest = digest(&bytes);
            let mut batch = Batch::new();
            for write in writes(&digest, &bytes) {
                batch.push(write);
            }
            store.commit(batch).expect("memory takes it");
            assert_eq!(read(&store, &digest).expect("memory reads"), Some(bytes), "{length}");
        }
        assert_eq!(read(&store, &Digest([9; 32])).expect("memory reads"), None);
    }

    #[test]
    fn a_bundle_reads_back() {
        let bundle = Bundle::default().with("workflow.yaml", b"process: x".to_vec());
        assert_eq!(decode_bundle(&encode_bundle(&bundle)), Some(bundle));
        assert_eq!(decode_bundle(b"\xff"), None);
    }
}
