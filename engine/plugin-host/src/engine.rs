//! The WebAssembly engine: which features exist, and where instances get their memory.
//!
//! Not here: limits of a single call ([`crate::sandbox`]).
//! Invariant: the same component and input give the same answer on every host, so every feature
//! that would let the machine show through is off.

use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig,
    WasmFeatures,
};

use crate::HostConfig;

/// Core instances that one component may consist of. A table has 1, a script with its stubs 5.
pub(crate) const INSTANCES_MAX: u32 = 16;
/// Linear memories of one component. A script has 3, two of them the empty ones of stubs.
pub(crate) const MEMORIES_MAX: u32 = 4;
/// Tables of one component: its own, and those of the stubs that join modules.
pub(crate) const TABLES_MAX: u32 = 8;

/// Memory that stays resident in a free slot: clearing this much is cheaper than giving it back to
/// the operating system and faulting it in again. A table guest has one page of 64 KiB, a Rust
/// guest its stack and heap, a script somewhat more than a megabyte; no slot has more than that.
///
/// All of it is cleared, blindly. Asking the system which pages were written would be quicker, but
/// it does not tell of a written page that is not present at that moment (swapped out, or on its
/// way to another frame), and the next call would read what the last one left there.
const KEEP_RESIDENT_BYTES: usize = 2 << 20;

/// The engine could not be set up at all.
#[derive(Debug, thiserror::Error)]
#[error("expected a working WebAssembly engine, but the settings do not fit this machine")]
pub struct EngineError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// An engine whose instances come from a pool; without the pool where the machine does not give
/// that much address space.
pub(crate) fn open(config: &HostConfig) -> Result<(Engine, Allocation), EngineError> {
    let opened = |allocation| {
        let mut settings = settings(config, allocation);
        if let Allocation::Pool = allocation {
            settings.allocation_strategy(pool(config));
        }
        Engine::new(&settings).map(|engine| (engine, allocation))
    };
    opened(Allocation::Pool)
        .or_else(|error| {
            tracing::warn!(
                error = format!("{error:#}"),
                "no address space for the pool of plugin instances; calls become slower"
            );
            opened(Allocation::OnDemand)
        })
        .map_err(|error| EngineError(error.into()))
}

/// An engine that compiles for one of the same allocation and runs nothing: it reserves no address
/// space, and takes one processor.
pub(crate) fn compiling(
    config: &HostConfig,
    allocation: Allocation,
) -> Result<Engine, EngineError> {
    let mut settings = settings(config, allocation);
    settings.parallel_compilation(false);
    Engine::new(&settings).map_err(|error| EngineError(error.into()))
}

/// Where instances get their memory.
#[derive(Clone, Copy)]
pub(crate) enum Allocation {
    /// Reserved once, 4 GiB of address space for each memory, so that bounds need no checks.
    Pool,
    /// Mapped for each call, no larger than it may grow.
    OnDemand,
}

fn settings(host: &HostConfig, allocation: Allocation) -> Config {
    let mut config = Config::new();
    config
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(host.stack_bytes_max)
        .cranelift_opt_level(OptLevel::Speed)
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true)
        .memory_init_cow(true)
        .wasm_backtrace_max_frames(None)
        .concurrency_support(false);
    for feature in [
        WasmFeatures::RELAXED_SIMD,
        WasmFeatures::THREADS,
        WasmFeatures::SHARED_EVERYTHING_THREADS,
        WasmFeatures::MEMORY64,
        WasmFeatures::CM_ASYNC,
        WasmFeatures::CM_THREADING,
        WasmFeatures::CM_ERROR_CONTEXT,
        WasmFeatures::STACK_SWITCHING,
    ] {
        config.wasm_features(feature, false);
    }
    if let Allocation::OnDemand = allocation {
        config
            .allocation_strategy(InstanceAllocationStrategy::OnDemand)
            .memory_reservation(host.memory_bytes_max as u64)
            .memory_reservation_for_growth(0)
            .memory_guard_size(64 << 10);
    }
    config
}

fn pool(host: &HostConfig) -> InstanceAllocationStrategy {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(host.calls_max)
        .total_core_instances(host.calls_max.saturating_mul(INSTANCES_MAX))
        .total_memories(host.calls_max.saturating_mul(MEMORIES_MAX))
        .total_tables(host.calls_max.saturating_mul(TABLES_MAX))
        .max_core_instances_per_component(INSTANCES_MAX)
        .max_memories_per_component(MEMORIES_MAX)
        .max_tables_per_component(TABLES_MAX)
        .max_memory_size(host.memory_bytes_max)
        .table_elements(host.table_entries_max)
        .linear_memory_keep_resident(KEEP_RESIDENT_BYTES)
        .table_keep_resident(KEEP_RESIDENT_BYTES)
        .pagemap_scan(Enabled::No);
    InstanceAllocationStrategy::Pooling(pool)
}
