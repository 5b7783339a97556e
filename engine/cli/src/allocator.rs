//! The allocator of every program that links this library: the server and the benchmarks.
//!
//! A case is worked on in one thread and dropped in another; the system's allocator makes them wait
//! for each other. Figures: `engine/docs/performance.md`.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
