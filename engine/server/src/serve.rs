//! Listening, routing, stopping.

use std::{future::Future, io, net::SocketAddr};

use axum::{Router, http::StatusCode, middleware, response::IntoResponse};
use tokio::net::TcpListener;
use tongban_runtime::Engine;

use crate::{
    around::around,
    citizen,
    config::{Limits, ServerConfig},
    failed::Failed,
    problem_page,
    routes::{self, Routes},
    state::App,
};

/// Why a server did not start or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address is taken, or not this machine's.
    #[error("expected to listen on `{address}`, but the system refused")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Accepting connections failed.
    #[error("expected to accept connections, but the system refused")]
    Accept(#[source] io::Error),
}

/// Serves until `shutdown` resolves; then lets the work under way finish and closes the engine.
pub async fn serve(
    engine: Engine,
    config: ServerConfig,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let listener = bind(config.listen).await?;
    serve_on(listener, (engine, config), shutdown).await
}

/// Listens on an address; port 0 lets the system choose.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|source| ServeError::Listen { address, source })
}

/// As [`serve`], on a socket that listens already.
pub async fn serve_on(
    listener: TcpListener,
    (engine, config): (Engine, ServerConfig),
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, clock_is_virtual = config.clock_is_virtual, "listening");
    }
    let service =
        router(engine.clone(), config).into_make_service_with_connect_info::<SocketAddr>();
    let (told, stopping) = tokio::sync::oneshot::channel();
    let shutdown = async move {
        shutdown.await;
        // Nobody listens any more only when serving has ended by itself.
        let _ = told.send(());
    };
    let serving = axum::serve(listener, service).with_graceful_shutdown(shutdown);
    let patience = async {
        match stopping.await {
            Ok(()) => tokio::time::sleep(Limits::default().shutdown_max).await,
            Err(_) => std::future::pending().await,
        }
    };
    let served = tokio::select! {
        served = async { serving.await } => served.map_err(ServeError::Accept),
        () = patience => {
            tracing::warn!("connections were still open and are cut");
            Ok(())
        }
    };
    engine.close().await;
    served
}

/// The whole server as a service, without a socket.
pub fn router(engine: Engine, config: ServerConfig) -> Router {
    router_with(engine, config, Limits::default())
}

/// As [`router`], with limits of one's own.
pub fn router_with(engine: Engine, config: ServerConfig, limits: Limits) -> Router {
    let Routes { router, documents } = routes::all();
    let openapi = serde_json::to_string(&documents.finish()).expect("documents are plain data");
    let app = App::new(engine, (config, limits), openapi);
    router
        .merge(citizen::router())
        .merge(problem_page::router())
        .fallback(|| async { Failed::plain("route-unknown") })
        .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED.into_response() })
        .layer(middleware::from_fn_with_state(app.clone(), around))
        .with_state(app)
}
