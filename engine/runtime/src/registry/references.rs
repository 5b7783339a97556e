//! Reference tables: proposing to register and to retire one.

use tongban_core::{
    Moment,
    call::Digest,
    reference::{Reference, ReferenceTable},
    registry::RegistryEvent,
};
use tongban_model::Text;

use super::{
    Proposal, artifact,
    propose::{Draft, nothing},
    unfit,
};
use crate::registration::{Registered, Unregistered};

/// Longest name of a table, in bytes.
const ID_BYTES_MAX: usize = 64;

impl Draft<'_> {
    pub(super) fn refer(
        mut self,
        csv: String,
        reference: Reference,
    ) -> Result<Proposal, Unregistered> {
        let table = ReferenceTable::parse(&csv).map_err(unfit::reference_invalid)?;
        let artifact = artifact::digest(csv.as_bytes());
        let reference = Reference { artifact, ..reference };
        if reference.id.trim().is_empty() || reference.id.len() > ID_BYTES_MAX {
            let wrong = Text::new("名称应为 1 至 64 字节", "expected a name of 1 to 64 bytes");
            return Err(unfit::reference_invalid(wrong));
        }
        if reference.to.is_some_and(|to| to <= reference.from) {
            return Err(unfit::period_empty());
        }
        let organisation = &self.world().organisation;
        let exists = |id| organisation.level(id, reference.from.day()).is_some();
        if !reference.division.is_none_or(exists) {
            return Err(unfit::division_unknown());
        }
        if self.world().references().any(|known| *known == reference) {
            return Err(unfit::reference_registered());
        }
        let (id, day, rows) = (&reference.id, reference.from.day(), table.rows_count());
        let registered = Registered {
            digest: Some(artifact),
            differences: vec![Text::new(
                format!("参考数据表 {id} 自 {day} 起施行，共 {rows} 行"),
                format!("reference table `{id}` applies from {day}, {rows} rows"),
            )],
            ..nothing()
        };
        self.keep(csv.into_bytes())?;
        self.finish(RegistryEvent::ReferenceRegistered { reference }, registered)
    }

    pub(super) fn retire(
        self,
        artifact: Digest,
        to: Moment,
        reason: String,
    ) -> Result<Proposal, Unregistered> {
        let applies = |known: &&Reference| {
            known.artifact == artifact && known.to.is_none_or(|ends| to < ends)
        };
        let Some(reference) = self.world().references().find(applies) else {
            return Err(unfit::reference_unknown());
        };
        if to < reference.from {
            return Err(unfit::period_empty());
        }
        let (id, day) = (&reference.id, to.day());
        let registered = Registered {
            digest: Some(artifact),
            differences: vec![Text::new(
                format!("参考数据表 {id} 自 {day} 起停用"),
                format!("reference table `{id}` no longer applies from {day}"),
            )],
            ..nothing()
        };
        self.finish(RegistryEvent::ReferenceRetired { artifact, to, reason }, registered)
    }
}
