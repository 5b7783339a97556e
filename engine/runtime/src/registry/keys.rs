//! Keys on file: registering and revoking them.

use tongban_calendar::{Date, start_of};
use tongban_core::{key::Key, registry::RegistryEvent};
use tongban_model::{Text, organisation::DivisionId};

use super::{
    Proposal,
    propose::{Draft, nothing},
    trust, unfit,
};
use crate::registration::{Registered, Unregistered};

/// A key that somebody wants on file.
pub(super) struct Offered {
    pub(super) public: String,
    pub(super) division: Option<DivisionId>,
    pub(super) holder: String,
    pub(super) from: Date,
    pub(super) to: Option<Date>,
}

impl Draft<'_> {
    /// Puts a key on file. One that was revoked never comes back.
    pub(super) fn register_key(self, offered: Offered) -> Result<Proposal, Unregistered> {
        let Offered { public, division, holder, from, to } = offered;
        let public = public.trim().to_owned();
        let id = trust::fingerprint(&public).ok_or_else(unfit::key_malformed)?;
        if self.world().key(&id).is_some() {
            return Err(unfit::key_registered_already(&id));
        }
        if to.is_some_and(|to| to <= from) {
            return Err(unfit::period_empty());
        }
        let organisation = &self.world().organisation;
        if division.is_some_and(|division| organisation.level(division, from).is_none()) {
            return Err(unfit::division_unknown());
        }
        let line = Text::new(
            format!("密钥 {id}（{holder}）自 {from} 起可签发插件"),
            format!("key `{id}` of {holder} signs plugins from {from}"),
        );
        let key = Key {
            id,
            division,
            public,
            holder,
            from: start_of(from).into(),
            to: to.map(|to| start_of(to).into()),
            revoked: None,
        };
        let registered = Registered { differences: vec![line], ..nothing() };
        self.finish(RegistryEvent::KeyRegistered { key }, registered)
    }

    /// Ends a key at once, and says which plugins in force it signed: they stay until somebody
    /// withdraws them.
    pub(super) fn revoke_key(self, id: String, reason: String) -> Result<Proposal, Unregistered> {
        let on_file = self.world().key(&id).filter(|key| key.revoked.is_none());
        if on_file.is_none() {
            return Err(unfit::key_unknown(&id));
        }
        let at = self.shared.clock.now();
        let world = self.world();
        let signed = world.all_layers().filter(|layer| {
            let signers = world.signers(layer);
            let by = |signers: &tongban_core::key::Signers| {
                signers.supplier == id || signers.countersigner.as_ref() == Some(&id)
            };
            layer.applies(at.day()) && signers.is_some_and(by)
        });
        let line = |layer: &tongban_core::layer::Layer| {
            let (plugin, version) = (&layer.plugin, &layer.version);
            Text::new(
                format!("由该密钥签名的插件 {plugin} {version} 仍然有效，如有疑问请停用"),
                format!("`{plugin}` {version} was signed by it and stays until it is withdrawn"),
            )
        };
        let differences = signed.take(Registered::DIFFERENCES_MAX).map(line).collect();
        let registered = Registered { differences, ..nothing() };
        self.finish(RegistryEvent::KeyRevoked { id, at, reason }, registered)
    }
}
