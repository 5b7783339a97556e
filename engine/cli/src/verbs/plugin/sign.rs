//! `tongban plugin keygen`, `pack`, `sign`, `verify`: what an author's desk does, without a server.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, anyhow};
use serde_json::json;
use tongban_plugin_api::Package;

use crate::{
    args,
    output::print,
    package,
    signing::{self, Protection},
    verbs::{code, secret},
};

/// The password of secret keys, for where nobody can be asked.
const PASSWORD: &str = "TONGBAN_KEY_PASSWORD";

pub(super) fn keygen(as_json: bool, keygen: &args::Keygen) -> anyhow::Result<ExitCode> {
    let protection = match (keygen.no_password, password()) {
        (true, _) => Protection::None,
        (false, Some(word)) => Protection::Password(word),
        (false, None) => Protection::Ask,
    };
    let files = signing::generate(protection)?;
    let (public, private) = (keygen.name.with_extension("pub"), keygen.name.with_extension("key"));
    secret::write((secret::create(&private)?, &private), &files.secret)?;
    fs::write(&public, &files.public).with_context(|| format!("writing `{}`", public.display()))?;
    let line = signing::public_line(&files.public)?;
    let (public, private) = (public.display().to_string(), private.display().to_string());
    let text = format!(
        "{public}  公钥，交授权管理员登记 public: have it registered\n\
         {private}  私钥，自己保管 secret: keep it\n{line}"
    );
    print(as_json, &json!({ "public": public, "secret": private, "line": line }), &text);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn pack(as_json: bool, pack: &args::Pack) -> anyhow::Result<ExitCode> {
    let package = package::pack(&pack.folder)?;
    let output = pack.output.clone().unwrap_or_else(|| PathBuf::from(package.file_name()));
    write(&output, &package)?;
    tell(as_json, &output, &package);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn sign(as_json: bool, sign: &args::Sign) -> anyhow::Result<ExitCode> {
    let package = read(&sign.package)?;
    let secret = fs::read_to_string(&sign.key)
        .with_context(|| format!("reading the key `{}`", sign.key.display()))?;
    let package = signing::sign(package, &secret, password())?;
    write(&sign.package, &package)?;
    tell(as_json, &sign.package, &package);
    Ok(ExitCode::SUCCESS)
}

pub(super) fn verify(as_json: bool, vouch: &args::Vouch) -> anyhow::Result<ExitCode> {
    let package = read(&vouch.package)?;
    let mut rows = Vec::new();
    for key in &vouch.key {
        let name = key.display().to_string();
        let public =
            fs::read_to_string(key).with_context(|| format!("reading the key `{name}`"))?;
        rows.push((name, signing::is_signed_by(&package, &public)?));
    }
    let good = rows.iter().all(|(_, signed)| *signed);
    let line = |(name, signed): &(String, bool)| {
        let words = if *signed { "已签名 signed" } else { "没有签名 not signed" };
        format!("{name}  {words}")
    };
    let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
    let comment = package.trusted_comment();
    let data = json!({
        "about": comment,
        "keys": rows.iter().map(|(name, signed)| json!({ "key": name, "signed": signed }))
            .collect::<Vec<_>>(),
    });
    print(as_json, &data, &format!("{comment}\n{text}"));
    Ok(code(good))
}

fn tell(as_json: bool, path: &Path, package: &Package) {
    let (path, count) = (path.display().to_string(), package.signatures().len());
    let comment = package.trusted_comment();
    let data = json!({ "file": path, "about": comment, "signatures": count });
    print(as_json, &data, &format!("{path}  {count} 个签名 signatures\n{comment}"));
}

/// Reads a package file.
pub(super) fn read(path: &Path) -> anyhow::Result<Package> {
    let bytes = fs::read(path).with_context(|| format!("reading `{}`", path.display()))?;
    Package::decode(&bytes).map_err(|error| {
        anyhow!("{}\n{}", error.en(), error.zh()).context(format!("reading `{}`", path.display()))
    })
}

fn write(path: &Path, package: &Package) -> anyhow::Result<()> {
    fs::write(path, package.encode()).with_context(|| format!("writing `{}`", path.display()))
}

fn password() -> Option<String> {
    std::env::var(PASSWORD).ok()
}
