//! `http-decisions`: durable decisions over HTTP, the server in a process of its own.

use std::time::Duration;

use anyhow::Context as _;

use super::on_one_thread;
use crate::{
    args::{Sizes, StoreKind},
    http::{Client, Server},
    load::{self, Until},
    report::Report,
    script::{self, Script},
    stage::Stage,
};

const NAME: &str = "http-decisions";

pub(super) fn run(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    for &store in &sizes.stores {
        for script in [script::reference(), script::dibao()] {
            let stage = Stage::new(sizes, store)?;
            let server = Server::start(&stage.flag())?;
            for &clients in &sizes.clients {
                one(&server, (store, &script), (clients, sizes.seconds), report)?;
            }
            server.stop()?;
        }
    }
    Ok(())
}

fn one(
    server: &Server,
    (store, script): (StoreKind, &Script),
    (clients, seconds): (usize, u64),
    report: &mut Report,
) -> anyhow::Result<()> {
    let until = Until::Elapsed(Duration::from_secs(seconds));
    let load = on_one_thread(async {
        let mut desks = Vec::new();
        for _ in 0..clients {
            desks.push(Client::connect(server.address()).await?);
        }
        load::run(desks, script, until).await
    });
    let load = load.with_context(|| format!("{} over HTTP", script.process))?;
    let what = format!("{}, {}, {clients} clients", store.name(), script.process);
    report.add(NAME, &format!("{what}, decisions"), (load.decisions_per_second(), "/s"));
    report.add(NAME, &format!("{what}, cases"), (load.cases_per_second(), "/s"));
    report.latencies(NAME, &what, &load.times);
    Ok(())
}
