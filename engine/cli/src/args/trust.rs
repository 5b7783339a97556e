//! The flags of the verbs that carry a plugin from its author to a server.

use std::path::PathBuf;

use clap::Args as Group;

/// `plugin keygen`
#[derive(Debug, Group)]
pub struct Keygen {
    /// Writes NAME.pub and NAME.key; the second one is secret.
    #[arg(value_name = "NAME")]
    pub name: PathBuf,
    /// Leave the secret key unprotected. Otherwise a password is asked for, or taken from
    /// `TONGBAN_KEY_PASSWORD`.
    #[arg(long)]
    pub no_password: bool,
}

/// `plugin pack`
#[derive(Debug, Group)]
pub struct Pack {
    /// The author's folder: `plugin.yaml` and its source.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The package; `ID-VERSION.tbp` without it.
    #[arg(short, long, value_name = "FILE.tbp")]
    pub output: Option<PathBuf>,
}

/// `plugin sign`
#[derive(Debug, Group)]
pub struct Sign {
    /// The package; the signature is added to it.
    #[arg(value_name = "FILE.tbp")]
    pub package: PathBuf,
    /// The secret key. Its password, if it has one, is asked for, or taken from
    /// `TONGBAN_KEY_PASSWORD`.
    #[arg(long, value_name = "FILE.key")]
    pub key: PathBuf,
}

/// `plugin verify`
#[derive(Debug, Group)]
pub struct Vouch {
    /// The package.
    #[arg(value_name = "FILE.tbp")]
    pub package: PathBuf,
    /// Public keys by which it must be signed.
    #[arg(long, required = true, value_name = "FILE.pub")]
    pub key: Vec<PathBuf>,
}

/// Which server, and who asks.
#[derive(Debug, Group)]
pub struct Remote {
    /// The server; `TONGBAN_SERVER` without it, then `http://127.0.0.1:8080`.
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// A file with the token of whoever asks; `TONGBAN_TOKEN` without it.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

/// `plugin install`
#[derive(Debug, Group)]
pub struct Install {
    /// The signed package.
    #[arg(value_name = "FILE.tbp")]
    pub package: PathBuf,
    /// Only check it, and say what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// Where.
    #[command(flatten)]
    pub remote: Remote,
}

/// `plugin examine`
#[derive(Debug, Group)]
pub struct Examine {
    /// The package, signed by whoever supplies it.
    #[arg(value_name = "FILE.tbp")]
    pub package: PathBuf,
    /// Where.
    #[command(flatten)]
    pub remote: Remote,
}

/// `plugin list`
#[derive(Debug, Group)]
pub struct List {
    /// Only those for this point.
    #[arg(value_name = "POINT")]
    pub point: Option<String>,
    /// Where.
    #[command(flatten)]
    pub remote: Remote,
}

/// `plugin withdraw`
#[derive(Debug, Group)]
pub struct Withdraw {
    /// The plugin's id where one version of it is installed, or its digest.
    #[arg(value_name = "ID|DIGEST")]
    pub plugin: String,
    /// The first day on which it no longer applies.
    #[arg(long, value_name = "DATE")]
    pub to: jiff::civil::Date,
    /// Why.
    #[arg(long)]
    pub reason: String,
    /// Where.
    #[command(flatten)]
    pub remote: Remote,
}

/// `plugin trust`
#[derive(Debug, Group)]
pub struct Trust {
    /// The public key.
    #[arg(value_name = "FILE.pub")]
    pub key: PathBuf,
    /// The code of the division that signs by it; the nation without it.
    #[arg(long, value_name = "CODE")]
    pub division: Option<String>,
    /// Who keeps the secret half.
    #[arg(long)]
    pub holder: String,
    /// The first day on which it no longer counts.
    #[arg(long, value_name = "DATE")]
    pub to: Option<jiff::civil::Date>,
    /// Where.
    #[command(flatten)]
    pub remote: Remote,
}

/// `plugin distrust`
#[derive(Debug, Group)]
pub struct Distrust {
    /// The key's fingerprint.
    #[arg(value_name = "ID")]
    pub id: String,
    /// Why.
    #[arg(long)]
    pub reason: String,
    /// Where.
    #[command(flatten)]
    pub remote: Remote,
}
