//! Which rules apply: of a case, and as the register once had them.

use std::sync::Arc;

use tongban_calendar::{Date, start_of};
use tongban_core::{World, id::InstanceId, registry::REGISTRY};
use tongban_model::PointId;

use super::Engine;
use crate::{
    explain::{self, Explanation},
    refusal::Refusal,
    registry::{self, RegistryDamage},
};

impl Engine {
    /// Which rules answered at a point of a case, or would now; none where its process has no such
    /// point.
    ///
    /// # Errors
    /// `InstanceUnknown`, [`Refusal::Damaged`], [`Refusal::StoreUnavailable`].
    pub async fn explain(
        &self,
        id: InstanceId,
        point: PointId,
    ) -> Result<Option<Explanation>, Refusal> {
        let view = self.case(id).await?;
        let explained = self.blocking(move |shared| {
            let point = view.process.points.get(&point);
            point.map(|point| explain::case(&shared, (&view, point))).transpose()
        });
        let explained = explained.await;
        self.settled(explained).await
    }

    /// The world as the register had it at the end of a day. Folds the register again: for an
    /// auditor, not for every request.
    ///
    /// # Errors
    /// [`Refusal::Damaged`] if the register cannot be read.
    pub async fn known_on(&self, day: Date) -> Result<Arc<World>, Refusal> {
        let end = start_of(day.tomorrow().unwrap_or(day)).into();
        let known = self.blocking(move |shared| {
            let known = registry::fold_before(shared.store.as_ref(), Some(end));
            let damaged = |damage: RegistryDamage| Refusal::Damaged {
                instance: REGISTRY,
                what: damage.to_string(),
            };
            known.map(|(known, _)| known.world).map_err(damaged)
        });
        let known = known.await;
        self.settled(known).await
    }
}
