//! Who may supply a plugin: its signatures against the keys on file.
//!
//! ```text
//! package ─► each signature: trusted comment, key on file, bytes ─► supplier, countersigner
//! ```
//! Invariants: fail closed: what is not vouched for by a key that counts on that day is refused;
//! what is verified is the very component that is then compiled.

use minisign_verify::{PublicKey, Signature};
use tongban_calendar::Date;
use tongban_core::{
    World,
    key::{Key, Signers},
    layer::Layer,
};
use tongban_model::{Point, organisation::DivisionId};
use tongban_plugin_api::Package;

use super::unfit;
use crate::registration::Unregistered;

/// A package whose signatures are looked at on a day.
pub(super) struct Case<'a> {
    pub(super) world: &'a World,
    pub(super) package: &'a Package,
    pub(super) layer: &'a Layer,
    pub(super) point: &'a Point,
    /// Today: keys count on the day of the installation.
    pub(super) today: Date,
}

/// Who signed it.
///
/// # Errors
/// No signature at all, one that no key on file made or that is about another package, one by a
/// key that does not count, and a countersignature that the point demands and that is not there.
pub(super) fn signers(case: &Case<'_>) -> Result<Signers, Unregistered> {
    let (supplier, countersigner) = keys(case)?;
    if demanded(case) && countersigner.is_none() {
        return Err(unfit::countersignature_missing());
    }
    Ok(Signers {
        supplier: supplier.id.clone(),
        countersigner: countersigner.map(|key| key.id.clone()),
    })
}

/// The key of whoever supplies it: enough to look at it, before a division above countersigns.
///
/// # Errors
/// As [`signers`], but for the countersignature.
pub(super) fn supplier(case: &Case<'_>) -> Result<String, Unregistered> {
    keys(case).map(|(supplier, _)| supplier.id.clone())
}

/// The keys of the supplier and of a countersigner.
fn keys<'a>(case: &Case<'a>) -> Result<(&'a Key, Option<&'a Key>), Unregistered> {
    if case.package.signatures().is_empty() {
        return Err(unfit::plugin_unsigned());
    }
    let signed = case.package.signatures().iter().map(|text| made_by(case, text));
    let keys = signed.collect::<Result<Vec<_>, _>>()?;
    let own = case.layer.division;
    let above = above(case);
    // Where two must sign, one office's key is not both: the division signs its own rule.
    let alone = demanded(case);
    let entitled = |key: &&Key| key.division == own || (!alone && above.contains(&key.division));
    let supplier = keys.iter().copied().find(entitled).ok_or_else(|| {
        let from_above = alone && keys.iter().any(|key| above.contains(&key.division));
        if from_above {
            unfit::own_signature_missing()
        } else {
            unfit::key_of_other_division(keys.first().map_or("", |key| key.id.as_str()))
        }
    })?;
    let countersigner = keys.iter().copied().find(|key| above.contains(&key.division));
    Ok((supplier, countersigner))
}

/// The key that made a signature.
fn made_by<'a>(case: &Case<'a>, text: &str) -> Result<&'a Key, Unregistered> {
    let signature = Signature::decode(text)
        .map_err(|error| unfit::signature_invalid("签名无法读取", &error.to_string()))?;
    let expected = case.package.trusted_comment();
    if signature.trusted_comment() != expected {
        return Err(unfit::signature_invalid(
            "签名不是针对这个插件包的",
            &format!("it vouches for `{}`, not for `{expected}`", signature.trusted_comment()),
        ));
    }
    let component = case.package.component();
    let made = |key: &&Key| {
        let public = PublicKey::from_base64(&key.public);
        public.is_ok_and(|public| public.verify(component, &signature, false).is_ok())
    };
    let key = case.world.keys().find(made).ok_or_else(|| {
        unfit::signature_invalid("没有登记过的密钥作出此签名", "no key on file made it")
    })?;
    if key.counts(case.today) { Ok(key) } else { Err(unfit::key_not_in_force(&key.id)) }
}

/// The divisions above that of the layer, the nation among them.
fn above(case: &Case<'_>) -> Vec<Option<DivisionId>> {
    let Some(own) = case.layer.division else { return Vec::new() };
    let day = case.layer.from.day();
    let chain = case.world.organisation.chain(own, day);
    let higher = chain.into_iter().map(|(_, division)| division).filter(|found| *found != own);
    std::iter::once(None).chain(higher.map(Some)).collect()
}

/// Whether the point demands that a division above countersigns.
fn demanded(case: &Case<'_>) -> bool {
    let level = case
        .layer
        .division
        .and_then(|own| case.world.organisation.level(own, case.layer.from.day()));
    level.is_some_and(|level| case.point.countersign.contains(&level))
}

/// The fingerprint of a public key; none for a text that is no key of minisign.
pub(super) fn fingerprint(public: &str) -> Option<String> {
    PublicKey::from_base64(public).ok()?;
    Some(super::artifact::digest(public.as_bytes()).to_string()[..16].to_owned())
}
