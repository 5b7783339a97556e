//! The address from which a public request came.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};

use crate::{
    failed::{Answer, Failed},
    state::App,
};

/// The peer's address. Behind a proxy it is the proxy's: `X-Forwarded-For` is not believed, since
/// anybody can send it; the proxy limits rates there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address(pub(crate) IpAddr);

impl FromRequestParts<App> for Address {
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Answer<Self> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| peer.ip())))
    }
}
