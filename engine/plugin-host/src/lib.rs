//! Runs plugins in WebAssembly sandboxes: admission, compilation, one fresh instance per call.
//!
//! Not here: which plugin answers (`core`), where components are kept (`runtime`), signatures.

pub mod contract;
