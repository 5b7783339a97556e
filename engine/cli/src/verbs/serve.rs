//! `tongban serve`

use std::process::ExitCode;

use anyhow::Context as _;
use tongban_runtime::{Engine, Time};
use tongban_server::ServerConfig;
use tracing_subscriber::EnvFilter;

use crate::{
    args, plugin_code,
    setup::{self, Setup},
};

pub(super) async fn serve(serve: args::Serve) -> anyhow::Result<ExitCode> {
    log();
    let (store, blobs) = setup::open_store(&serve.store)?;
    let now = serve.now.unwrap_or_else(jiff::Timestamp::now);
    let time = match serve.clock {
        args::Clock::Real => Time::Real,
        args::Clock::Virtual => Time::Virtual(now.into()),
    };
    let host = plugin_code::host_config(serve.plugin_cache.as_deref(), blobs.as_deref())?;
    let engine = setup::engine_with(host, store, blobs, time)?;
    if let Some(folder) = &serve.bundled {
        bundled(&engine, &Setup::of_folder(folder)?).await?;
    }
    if let Some(token) = tongban_server::bootstrap_token(&engine).await? {
        match &serve.token_file {
            Some(file) => std::fs::write(file, &token)
                .with_context(|| format!("writing `{}`", file.display()))?,
            None => eprintln!(
                "首次启动：用此一次性令牌创建管理员令牌（POST /api/v1/tokens）\n\
                 first start: issue an administrator's token with this single-use token:\n{token}"
            ),
        }
    }
    let config = ServerConfig {
        listen: serve.listen,
        clock_is_virtual: serve.clock == args::Clock::Virtual,
        public_url: serve.public_url.clone(),
    };
    tongban_server::serve(engine, config, stopped()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Registers what is bundled in a new store; says what a used one does not have.
async fn bundled(engine: &Engine, setup: &Setup) -> anyhow::Result<()> {
    if engine.world().number == 0 {
        setup::register(engine, setup).await?;
        tracing::info!(workflows = setup.workflows.len(), "registered what is bundled");
        return Ok(());
    }
    for folder in setup::unreleased(engine, setup)? {
        let folder = folder.display();
        tracing::warn!(
            "`{folder}` is bundled, but not released in this store: release it with \
             POST /api/v1/definitions 此流程未在本库发布"
        );
    }
    Ok(())
}

/// Resolves when the process is asked to end.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("a process may listen to its own signals");
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
}

fn log() {
    let filter = EnvFilter::try_from_env("TONGBAN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
