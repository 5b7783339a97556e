//! A package as it travels: one file with the manifest, the component and their signatures.
//!
//! ```text
//! .tbp = CBOR { 0: form, 1: manifest (JSON), 2: component, 3: [signature, …] }
//! signature = minisign over the component; its trusted comment says which package it vouches for:
//!             id@version division sha256:… manifest:…
//! ```
//! The trusted comment is under the signature too, so it binds the manifest to the component.
//! Not here: which keys count (`runtime`).
//! Invariants: the same package is the same bytes; the manifest that is read is the one whose bytes
//! were signed, never a copy written anew.

use std::fmt::Write as _;

use minicbor::{Decode, Encode, bytes::ByteVec};
use sha2::{Digest as _, Sha256};

use crate::{Manifest, ManifestError};

/// Largest component in a package, in bytes: a script in JavaScript takes 1.6 MB.
pub const COMPONENT_BYTES_MAX: usize = 4 << 20;

/// Most signatures: the supplier's, the countersigner's, and room for two more hands.
pub const SIGNATURES_MAX: usize = 4;

/// Longest manifest, in bytes: nine short fields.
const MANIFEST_BYTES_MAX: usize = 16 << 10;

/// Longest signature, in bytes: four lines.
const SIGNATURE_BYTES_MAX: usize = 2 << 10;

const FORM: u32 = 1;

/// One package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    manifest: Manifest,
    manifest_bytes: Vec<u8>,
    component: Vec<u8>,
    signatures: Vec<String>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    form: u32,
    #[n(1)]
    manifest: ByteVec,
    #[n(2)]
    component: ByteVec,
    #[n(3)]
    signatures: Vec<String>,
}

impl Package {
    /// A package that nobody has signed yet.
    ///
    /// # Errors
    /// [`PackageError`] for a manifest that is not sound and a component that is too large.
    pub fn new(manifest: &Manifest, component: Vec<u8>) -> Result<Self, PackageError> {
        let bytes = serde_json::to_vec(manifest).expect("a manifest is plain data");
        Self::checked(bytes, component, Vec::new())
    }

    /// Reads the bytes of a package.
    ///
    /// # Errors
    /// [`PackageError`]; nothing is believed of a package that is malformed anywhere.
    pub fn decode(bytes: &[u8]) -> Result<Self, PackageError> {
        let mut decoder = minicbor::Decoder::new(bytes);
        let wire: Wire =
            decoder.decode().map_err(|error| PackageError::Malformed(error.to_string()))?;
        if decoder.position() != bytes.len() {
            return Err(PackageError::Malformed("bytes follow its end".to_owned()));
        }
        if wire.form != FORM {
            return Err(PackageError::Form(wire.form));
        }
        Self::checked(wire.manifest.into(), wire.component.into(), wire.signatures)
    }

    fn checked(
        manifest_bytes: Vec<u8>,
        component: Vec<u8>,
        signatures: Vec<String>,
    ) -> Result<Self, PackageError> {
        let sizes = [
            ("manifest", manifest_bytes.len(), MANIFEST_BYTES_MAX),
            ("component", component.len(), COMPONENT_BYTES_MAX),
            ("list of signatures", signatures.len(), SIGNATURES_MAX),
            (
                "signature",
                signatures.iter().map(String::len).max().unwrap_or(0),
                SIGNATURE_BYTES_MAX,
            ),
        ];
        if let Some((what, size, max)) = sizes.into_iter().find(|(_, size, max)| size > max) {
            return Err(PackageError::TooLarge { what, size, max });
        }
        let manifest: Manifest = serde_json::from_slice(&manifest_bytes)
            .map_err(|error| PackageError::ManifestUnreadable(error.to_string()))?;
        manifest.check().map_err(PackageError::Manifest)?;
        Ok(Self { manifest, manifest_bytes, component, signatures })
    }

    /// The bytes that travel.
    pub fn encode(&self) -> Vec<u8> {
        let wire = Wire {
            form: FORM,
            manifest: self.manifest_bytes.clone().into(),
            component: self.component.clone().into(),
            signatures: self.signatures.clone(),
        };
        minicbor::to_vec(wire).expect("encoding to memory cannot fail")
    }

    /// What it says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The component: the very bytes that are signed and compiled.
    pub fn component(&self) -> &[u8] {
        &self.component
    }

    /// The signatures, as minisign writes them.
    pub fn signatures(&self) -> &[String] {
        &self.signatures
    }

    /// The same package with one more signature.
    ///
    /// # Errors
    /// [`PackageError::TooLarge`] when there are too many.
    pub fn signed(self, signature: String) -> Result<Self, PackageError> {
        let mut signatures = self.signatures;
        signatures.push(signature);
        Self::checked(self.manifest_bytes, self.component, signatures)
    }

    /// What the trusted comment of each of its signatures must say.
    pub fn trusted_comment(&self) -> String {
        let Manifest { id, version, division, .. } = &self.manifest;
        let division = division.as_ref().map_or("-", |code| code.as_str());
        let (component, manifest) = (sha256(&self.component), sha256(&self.manifest_bytes));
        format!("{id}@{version} {division} sha256:{component} manifest:{manifest}")
    }

    /// The name under which a package is usually kept.
    pub fn file_name(&self) -> String {
        format!("{}-{}.tbp", self.manifest.id, self.manifest.version)
    }
}

fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Why bytes are no package.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// Not the form of a package.
    #[error("expected a plugin package, but {0}")]
    Malformed(String),
    /// Made by a later release.
    #[error("expected a package of form {FORM}, but got form {0}")]
    Form(u32),
    /// Larger than any package.
    #[error("expected a {what} of at most {max}, but got {size}")]
    TooLarge {
        /// Which part.
        what: &'static str,
        /// Its size.
        size: usize,
        /// The limit.
        max: usize,
    },
    /// The manifest is no manifest.
    #[error("expected a readable manifest, but {0}")]
    ManifestUnreadable(String),
    /// The manifest contradicts itself.
    #[error("expected a sound manifest")]
    Manifest(#[source] ManifestError),
}

impl PackageError {
    /// The stable code under which the error is documented.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) | Self::Form(_) => "plugin-package-malformed",
            Self::TooLarge { .. } => "plugin-too-large",
            Self::ManifestUnreadable(_) | Self::Manifest(_) => "plugin-manifest-invalid",
        }
    }

    /// The error in Chinese; technical details stay in English.
    pub fn zh(&self) -> String {
        match self {
            Self::Malformed(detail) => format!("不是插件包：{detail}"),
            Self::Form(form) => format!("插件包的格式版本 {form} 高于本系统支持的版本"),
            Self::TooLarge { what, size, max } => {
                format!("插件包的 {what} 过大：最多 {max}，实际 {size}")
            }
            Self::ManifestUnreadable(detail) => format!("插件清单无法读取：{detail}"),
            Self::Manifest(error) => error.zh(),
        }
    }

    /// The error in English, with what lies behind it.
    pub fn en(&self) -> String {
        match self {
            Self::Manifest(error) => error.to_string(),
            other => other.to_string(),
        }
    }
}

/// Reads hostile bytes as a package with its manifest: for fuzzing. Panics unless what is accepted
/// is written back the same.
///
/// # Errors
/// The code of the refusal, so that whoever makes the bytes sees how far they come.
pub fn fuzz_package(bytes: &[u8]) -> Result<(), &'static str> {
    let package = Package::decode(bytes).map_err(|error| error.code())?;
    let again = Package::decode(&package.encode()).expect("what was read is written well");
    assert_eq!(again, package);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;
    use crate::Period;

    fn package() -> Package {
        let manifest = Manifest {
            id: "dibao-means-yuanjiang".parse().expect("an id"),
            version: "1.0.0".parse().expect("a version"),
            title: "元江县补充".into(),
            world: "rule".into(),
            process: "dibao".into(),
            point: "means-test".into(),
            division: Some("530428".parse().expect("a code")),
            effective: Period { from: date(2026, 1, 1), to: None },
            law: "示例".into(),
        };
        Package::new(&manifest, b"\0asm".to_vec()).expect("it is sound")
    }

    #[test]
    fn it_travels() {
        let signed = package().signed("untrusted comment: x".into()).expect("room for one");
        let bytes = signed.encode();
        assert_eq!(Package::decode(&bytes).expect("it reads back"), signed);
        assert_eq!(bytes, signed.encode());
        assert_eq!(signed.file_name(), "dibao-means-yuanjiang-1.0.0.tbp");
        let comment = signed.trusted_comment();
        assert!(comment.starts_with("dibao-means-yuanjiang@1.0.0 530428 sha256:"), "{comment}");
        assert_eq!(comment, package().trusted_comment(), "signing changes nothing that is signed");
    }

    #[test]
    fn the_comment_follows_every_byte() {
        let package = package();
        let mut other = package.clone();
        other.manifest_bytes.push(b' ');
        assert_ne!(package.trusted_comment(), other.trusted_comment());
        let mut other = package.clone();
        other.component.push(0);
        assert_ne!(package.trusted_comment(), other.trusted_comment());
    }

    #[test]
    fn what_is_no_package_is_refused() {
        let bytes = package().encode();
        let code = |bytes: &[u8]| Package::decode(bytes).expect_err("no package").code();
        assert_eq!(code(b""), "plugin-package-malformed");
        assert_eq!(code(b"\0asm"), "plugin-package-malformed");
        assert_eq!(code(&[&bytes[..], b"\0"].concat()), "plugin-package-malformed");
        let large = Package::new(&package().manifest, vec![0; COMPONENT_BYTES_MAX + 1]);
        assert_eq!(large.expect_err("too large").code(), "plugin-too-large");
        let many = (0..=SIGNATURES_MAX).try_fold(package(), |one, _| one.signed("x".into()));
        assert_eq!(many.expect_err("too many").code(), "plugin-too-large");
    }

    /// One to four bytes changed, put in, or everything behind one cut off.
    fn mutate(bytes: &mut Vec<u8>, next: &mut dyn FnMut(usize) -> usize) {
        for _ in 0..=next(4) {
            let at = next(bytes.len());
            match next(8) {
                0 => bytes.truncate(at.max(1)),
                1..=3 => bytes.insert(at, u8::try_from(next(256)).expect("a byte")),
                _ => bytes[at] = u8::try_from(next(256)).expect("a byte"),
            }
        }
    }

    /// Bytes of packages, or of their manifests alone, turned and cut by a seeded generator: each
    /// is read or refused. Neither the outer form nor the manifest may stop all of them, else what
    /// lies behind is not tried.
    #[test]
    fn hostile_bytes_are_read_or_refused() {
        let rounds = if std::env::var_os("TONGBAN_LONG").is_some() { 1_000_000 } else { 20_000 };
        let sound = package().signed("untrusted comment: x".into()).expect("room");
        let mut seed = 0x5eed_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(seed >> 33).expect("31 bits") % below
        };
        let (mut accepted, mut refused) = (0, BTreeMap::<_, usize>::new());
        for round in 0..rounds {
            let bytes = if round % 2 == 0 {
                let mut bytes = sound.encode();
                mutate(&mut bytes, &mut next);
                bytes
            } else {
                let mut package = sound.clone();
                mutate(&mut package.manifest_bytes, &mut next);
                package.encode()
            };
            match fuzz_package(&bytes) {
                Ok(()) => accepted += 1,
                Err(code) => *refused.entry(code).or_default() += 1,
            }
        }
        eprintln!("fuzz, manifest and package: {accepted} of {rounds} accepted; {refused:?}");
        let few = rounds / 100;
        assert!(accepted > few, "too few are accepted: {accepted}");
        for code in ["plugin-package-malformed", "plugin-manifest-invalid"] {
            assert!(refused.get(code) > Some(&few), "too few are {code}: {refused:?}");
        }
    }
}
