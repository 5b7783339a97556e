//! A compiler in a child process: an honest one, and every way in which one can end badly.
//!
//! The children here are the shell's; the real one is tried with the real server (`tests/e2e`).

use std::{fs, path::Path, time::Duration};

use tempfile::TempDir;
use tongban_core::call::Outcome;
use tongban_plugin_api::PluginHost as _;

use super::guest::{call, config, host, rule};
use crate::{CompilerProcess, Host, HostConfig, compile_framed, engine, engine::Allocation};

/// A host whose compiler is a line of shell; what a child should write lies in `$0`.
fn compiled_by(line: &str, said: &Path) -> Host {
    let words = ["-c", line].map(Into::into).into_iter().chain([said.into()]);
    let compiler = CompilerProcess {
        deadline: Duration::from_millis(if line.contains("sleep") { 200 } else { 30_000 }),
        code_bytes_max: 1 << 20,
        ..CompilerProcess::new("/bin/sh", words.collect())
    };
    host(HostConfig { compiler: Some(compiler), ..config() })
}

fn component() -> Vec<u8> {
    rule("", "(i32.const 16)")
}

fn said(bytes: &[u8]) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("said");
    fs::write(&file, bytes).expect("it is written");
    (folder, file)
}

const HONEST: &str = "/bin/cat >/dev/null; /bin/cat \"$0\"";

#[test]
fn what_an_honest_child_compiles_is_asked() {
    let (_folder, file) = said(&compile_framed(&component(), false));
    let outcome = call(&compiled_by(HONEST, &file), &component());
    assert!(matches!(outcome, Outcome::Answered(_)), "{outcome:?}");
}

#[test]
fn code_for_a_host_without_a_pool_is_other_code() {
    let on_demand = compile_framed(&component(), true);
    let (_folder, file) = said(&on_demand);
    check(HONEST, &file, "its code does not load");
    let settings = [Allocation::Pool, Allocation::OnDemand];
    let hashes = settings.map(|allocation| {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let engine = engine::compiling(&config(), allocation).expect("it opens");
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        hasher.finish()
    });
    assert_ne!(hashes[0], hashes[1]);
}

#[test]
fn what_does_not_compile_is_said_in_the_compilers_words() {
    // It passes the cheap checks; only validation sees that a function leaves nothing on the stack.
    let mut broken = component();
    let at = broken.windows(3).rposition(|window| window == [0x41, 16, 0x0b]).expect("the body");
    broken[at] = 0x01;
    broken[at + 1] = 0x01;
    let (_folder, file) = said(&compile_framed(&broken, false));
    let refusal = compiled_by(HONEST, &file).admit(&broken).expect_err("it is invalid");
    assert_eq!(refusal.code(), "plugin-invalid", "{refusal}");
    let here = host(config()).admit(&broken).expect_err("it is invalid");
    assert_eq!(refusal, here, "the same words as in this process");
}

/// The host refuses with these words, and goes on.
#[track_caller]
fn check(line: &str, file: &Path, words: &str) {
    let refusal = compiled_by(line, file).admit(&component()).expect_err("nothing to load");
    assert_eq!(refusal.code(), "plugin-compile-limits");
    assert!(refusal.to_string().contains(words), "{refusal}");
}

#[test]
fn a_child_that_ends_badly_is_a_refusal() {
    let honest = compile_framed(&component(), false);
    let (_folder, file) = said(&honest);
    check("exit 3", &file, "exit status: 3");
    check("kill -9 $$", &file, "signal: 9");
    check("exec sleep 600", &file, "it takes longer than 0 s");
    check("/bin/cat >/dev/null; exec /bin/cat /dev/zero", &file, "more than 1048576 bytes");
    check("echo 'tongban code 1'", &file, "its compiler ended with");
    let gone = CompilerProcess::new("/nowhere/at-all", Vec::new());
    let host = host(HostConfig { compiler: Some(gone), ..config() });
    let refusal = host.admit(&component()).expect_err("no compiler");
    assert!(refusal.to_string().contains("its compiler does not start"), "{refusal}");
}

#[test]
fn a_frame_that_is_not_whole_or_about_another_component_is_not_loaded() {
    let honest = compile_framed(&component(), false);
    let mut flipped = honest.clone();
    *flipped.last_mut().expect("it is not empty") ^= 1;
    let other = compile_framed(&rule("", "(drop (i32.const 1)) (i32.const 16)"), false);
    for frame in [&honest[..honest.len() - 1], &flipped, &other, &honest[..20]] {
        let (_folder, file) = said(frame);
        check(HONEST, &file, "its compiler ended with");
    }
}
