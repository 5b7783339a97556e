//! Arbitrary bytes against admission, and as answers.
//!
//! Not here: making the bytes; a mutator in the tests does, and any fuzzer can.

mod answer;

use std::sync::LazyLock;

use tongban_core::call::{Call, Outcome, Scene};
use tongban_plugin_api::{PluginHost as _, nowhere};

pub use answer::fuzz_answer;

use crate::{Host, HostConfig};

static HOST: LazyLock<Host> = LazyLock::new(host);

/// Small limits, so that one round is short and many fit into a minute. Each target has a host of
/// its own: what one admits would push out what the other asks.
fn host() -> Host {
    let config = HostConfig {
        fuel_max: 1_000_000,
        calls_max: 4,
        components_max: 8,
        ..HostConfig::default()
    };
    Host::new(config).expect("the engine starts on any machine that can run it")
}

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
        scene: Scene::nowhere(jiff::civil::date(2026, 1, 5)),
    };
    let called = HOST.call(&call, nowhere());
    if let Outcome::Unavailable(reason) = &called.outcome {
        panic!("expected an outcome of the plugin's own, but the host failed: {reason}");
    }
    assert_eq!(called, HOST.call(&call, nowhere()), "the same input gives the same outcome");
    true
}
