use std::sync::Arc;

use tempfile::TempDir;
use tongban_store::conformance::{self, Place};
use tongban_store::{Result, Store};

use super::Fjall;

struct Dir(TempDir);

impl Place for Dir {
    fn open(&self) -> Result<Arc<dyn Store>> {
        Ok(Arc::new(Fjall::open(self.0.path())?))
    }
}

#[test]
fn conforms() {
    conformance::all(&|| {
        Box::new(Dir(tempfile::tempdir().expect("the temporary directory is writable")))
    });
}
