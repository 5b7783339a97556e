//! `cargo xtask demo`: real cases over HTTP.

pub(crate) fn demo(_once: bool, _port: Option<u16>, _store: &str) -> anyhow::Result<()> {
    Ok(())
}
