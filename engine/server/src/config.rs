//! How a server is set up.
//!
//! Invariant: every payload, wait and rate has its limit here, with the reason for it.

use std::{net::SocketAddr, time::Duration};

/// How a server is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerConfig {
    /// Where it listens; loopback unless an administrator decides otherwise: it speaks plain HTTP,
    /// so that a proxy with TLS stands before it.
    pub listen: SocketAddr,
    /// Time moves only through `POST /api/v1/clock/advance`.
    pub clock_is_virtual: bool,
    /// Where citizens reach it, as printed on papers, for example `https://shenpi.example.gov.cn`;
    /// the address it listens on where none is given.
    pub public_url: Option<String>,
}

impl ServerConfig {
    /// The address that is printed before `/citizen`, without a slash at its end.
    pub(crate) fn site(&self) -> String {
        let listened = || format!("http://{}", self.listen);
        let site = self.public_url.clone().unwrap_or_else(listened);
        site.trim_end_matches('/').to_owned()
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 8600));
        Self { listen, clock_is_virtual: false, public_url: None }
    }
}

/// Limits of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest JSON body, in bytes: a form has at most 64 KiB, an import of staff a few hundred.
    pub json_max: usize,
    /// Largest JSON body of a release, a plugin or an import of divisions: all of China's divisions
    /// as CSV take some 40 MiB.
    pub bundle_max: usize,
    /// Bytes of a body that is too large which are read and thrown away, so that its sender reads
    /// the answer and not a broken connection.
    pub discard_max: usize,
    /// Longest time for one request: above a slow disk's worst sync, below a proxy's patience.
    pub request_max: Duration,
    /// Longest time for what checks a whole store, moves a trial's clock or carries a file.
    pub long_max: Duration,
    /// Longest wait for `?after=`.
    pub after_max: Duration,
    /// Longest time for the work under way when the server stops.
    pub shutdown_max: Duration,
    /// Objections that one address may file in a minute: a family at one desk.
    pub objections_per_minute_max: u32,
    /// Public look-ups of one address in a minute: a person at a screen, not a program that tries
    /// receipt numbers.
    pub lookups_per_minute_max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            json_max: 1 << 20,
            bundle_max: 48 << 20,
            discard_max: 64 << 20,
            request_max: Duration::from_secs(30),
            long_max: Duration::from_mins(10),
            after_max: Duration::from_secs(5),
            shutdown_max: Duration::from_secs(20),
            objections_per_minute_max: 10,
            lookups_per_minute_max: 120,
        }
    }
}
