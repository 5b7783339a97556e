//! Arbitrary bytes against admission.
//!
//! Not here: making the bytes; a mutator in the tests does, and any fuzzer can.

use std::sync::LazyLock;

use tongban_core::call::{Call, Outcome};
use tongban_plugin_api::PluginHost as _;

use crate::{Host, HostConfig};

/// Small limits, so that one round is short and many fit into a minute.
static HOST: LazyLock<Host> = LazyLock::new(|| {
    let config = HostConfig {
        fuel_max: 1_000_000,
        calls_max: 4,
        components_max: 8,
        ..HostConfig::default()
    };
    Host::new(config).expect("the engine starts on any machine that can run it")
});

/// Offers `data` to a host and asks whatever it admits. Panics if admission lets something through
/// that then has no outcome of its own; returns whether it was admitted.
pub fn fuzz_admit(data: &[u8]) -> bool {
    let Ok(admitted) = HOST.admit(data) else {
        return false;
    };
    assert_eq!(admitted.digest, Host::digest(data), "the identity is that of the bytes");
    let call = Call {
        plugin: admitted.digest,
        question: admitted.question,
        input: [("家庭.人口".into(), tongban_expr::Value::Boolean(true))].into_iter().collect(),
    };
    let outcome = HOST.call(&call);
    if let Outcome::Unavailable(reason) = &outcome {
        panic!("expected an outcome of the plugin's own, but the host failed: {reason}");
    }
    assert_eq!(outcome, HOST.call(&call), "the same input gives the same outcome");
    true
}
