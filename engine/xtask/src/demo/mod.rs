//! `cargo xtask demo`: a server with what is bundled, and real cases walked through it over HTTP.
//!
//! Everything that the walk says was read from the server's answers, and compared with what the law
//! expects; a difference ends the demo with an error.

mod client;
mod server;
mod walk;

use anyhow::Context as _;

use crate::process::{self, root, run};
use client::Client;
use server::Server;

/// Builds, serves, walks; then, unless `once`, keeps serving until it is interrupted.
pub(crate) fn demo(once: bool, port: Option<u16>, store: &str) -> anyhow::Result<()> {
    println!("编译…  building");
    let tongban = process::tongban()?;
    let server = Server::start(&tongban, port, store)?;
    println!("服务  serving {} on the store {}\n", server.address(), server.store());
    let mut client = Client::new(server.address());
    let token = server.first_token()?;
    let exported = walk::walk(&mut client, &token).context("the walk differed")?;
    let bundle = server.folder().join("case.bundle");
    std::fs::write(&bundle, exported).context("writing the exported case")?;
    let bundle = bundle.to_string_lossy().into_owned();
    println!("\n案卷离线校验  tongban verify BUNDLE, without the server:");
    run(std::process::Command::new(&tongban).args(["verify", &bundle]))?;
    if !once {
        println!("\n服务继续运行，按 Ctrl-C 结束。Still serving, end with Ctrl-C:");
        println!("  {}/citizen   公示与查询  notices and receipts", server.address());
        println!("  {}/api/v1/openapi.json", server.address());
        println!("  clerk 李红  Authorization: Bearer {}", client.token("li-hong")?);
        return server.wait();
    }
    let store = server.stop()?;
    println!("\n全库校验  tongban verify --store:");
    run(std::process::Command::new(&tongban).args(["verify", "--store", &store]))?;
    std::fs::remove_dir_all(root().join("target").join("demo")).context("clearing up")?;
    println!("\n演示通过  everything came out as the law says");
    Ok(())
}
