//! `cargo xtask demo`: a server with what is bundled, and real cases walked through it over HTTP.

use anyhow::Context as _;
use tongban_xtask::{
    drive::{Client, Server, Serving},
    process::{self, root, run},
    walk,
};

/// Builds, serves, walks; then, unless `once`, keeps serving until it is interrupted.
pub(crate) fn demo(once: bool, port: Option<u16>, store: &str) -> anyhow::Result<()> {
    println!("编译…  building");
    let tongban = process::tongban()?;
    let folder = root().join("target").join("demo");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).context("removing the store of the demo before")?;
    }
    let serving = Serving { store: store.to_owned(), port, ..Serving::new(&tongban, &folder) };
    let flag = serving.flag();
    let server = Server::start(serving)?;
    println!("服务  serving {} on the store {flag}\n", server.address());
    let mut client = Client::new(server.address());
    let token = server.first_token()?;
    let exported = walk::walk(&mut client, &token).context("the walk differed")?;
    let bundle = folder.join("case.bundle");
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
    server.stop()?;
    if store != "memory" {
        println!("\n全库校验  tongban verify --store:");
        run(std::process::Command::new(&tongban).args(["verify", "--store", &flag]))?;
    }
    std::fs::remove_dir_all(folder).context("clearing up")?;
    println!("\n演示通过  everything came out as the law says");
    Ok(())
}
