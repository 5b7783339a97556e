//! Machine code that this installation's compiler wrote, and the one place that loads any.
//!
//! Not here: how that is known. Invariant: an [`OwnCode`] is made only by who knows: the disk cache
//! after the keyed digest, the compiler process after reading its own child's pipe.

use wasmtime::{Engine, component::Component};

/// Code of our own.
pub(crate) struct OwnCode<'a>(&'a [u8]);

impl<'a> OwnCode<'a> {
    /// The caller vouches that our own compiler wrote these very bytes, and says how it knows.
    pub(crate) fn vouched(code: &'a [u8], _how: &'static str) -> Self {
        Self(code)
    }

    /// Loads it; refused where it was made by another release or for other settings.
    pub(crate) fn load(&self, engine: &Engine) -> wasmtime::Result<Component> {
        #[expect(
            unsafe_code,
            reason = "the bytes are what this installation's compiler wrote, as whoever made the \
                      `OwnCode` knows, so `deserialize`'s condition holds"
        )]
        // SAFETY: as the reason says.
        unsafe {
            Component::deserialize(engine, self.0)
        }
    }
}
