//! Signing packages by minisign keys: the only place where secret keys are read.
//!
//! Not here: which keys count (`runtime`).

use std::io::Cursor;

use anyhow::{Context as _, anyhow};
use minisign::{KeyPair, PublicKey, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};
use tongban_plugin_api::Package;

/// A new pair of keys, as files.
#[derive(Debug)]
pub struct KeyFiles {
    /// The public half.
    pub public: String,
    /// The secret half.
    pub secret: String,
}

/// How a secret key is protected.
#[derive(Clone, Debug)]
pub enum Protection {
    /// Not at all.
    None,
    /// By this password.
    Password(String),
    /// By a password that is asked for.
    Ask,
}

/// Makes a pair of keys.
pub fn generate(protection: Protection) -> anyhow::Result<KeyFiles> {
    let pair = match protection {
        Protection::None => KeyPair::generate_unencrypted_keypair(),
        Protection::Password(word) => KeyPair::generate_encrypted_keypair(Some(word)),
        Protection::Ask => KeyPair::generate_encrypted_keypair(None),
    };
    let pair = pair.context("making a pair of keys")?;
    Ok(KeyFiles {
        public: pair.pk.to_box().context("writing the public key")?.to_string(),
        secret: pair.sk.to_box(None).context("writing the secret key")?.to_string(),
    })
}

/// The line of a public key file that is registered.
pub fn public_line(file: &str) -> anyhow::Result<String> {
    Ok(public_key(file)?.to_base64())
}

fn public_key(file: &str) -> anyhow::Result<PublicKey> {
    PublicKeyBox::from_string(file).and_then(PublicKeyBox::into_public_key).map_err(|error| {
        anyhow!("expected a public key of minisign, but: {error} 不是 minisign 公钥")
    })
}

/// The package with one more signature, over its component and its trusted comment.
pub fn sign(package: Package, secret: &str, password: Option<String>) -> anyhow::Result<Package> {
    let key = secret_key(secret, password)?;
    let comment = package.trusted_comment();
    let signature = minisign::sign(None, &key, package.component(), Some(&comment), None);
    let signature = signature.context("signing the package")?;
    package.signed(signature.to_string()).context("adding the signature")
}

fn secret_key(file: &str, password: Option<String>) -> anyhow::Result<SecretKey> {
    let read = || SecretKeyBox::from_string(file);
    let open = read().and_then(SecretKeyBox::into_unencrypted_secret_key);
    if let Ok(key) = open {
        return Ok(key);
    }
    let key = read().and_then(|secret| secret.into_secret_key(password));
    key.map_err(|error| {
        anyhow!("expected a secret key and its password, but: {error} 私钥或口令不对")
    })
}

/// Whether one of a package's signatures was made over it by this key.
pub fn is_signed_by(package: &Package, public: &str) -> anyhow::Result<bool> {
    let key = public_key(public)?;
    let comment = package.trusted_comment();
    let made = |text: &String| {
        let Ok(signature) = SignatureBox::from_string(text) else { return false };
        let about = signature.trusted_comment().is_ok_and(|said| said == comment);
        about
            && minisign::verify(
                &key,
                &signature,
                Cursor::new(package.component()),
                true,
                false,
                false,
            )
            .is_ok()
    };
    Ok(package.signatures().iter().any(made))
}
