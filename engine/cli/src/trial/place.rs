//! Where a trial takes place: the bundled calendar and divisions, and the reference tables that lie
//! in the plugin's folder.
//!
//! ```yaml
//! - case: 节后第一天
//!   place: { division: "530428102", day: 2026-02-24 }
//!   input: { … }
//! ```
//!
//! Invariant: what a trial looks up depends on the program, the folder and the case; the day alone,
//! where a case names none, is that of the trial.

use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

use anyhow::{Context as _, anyhow};
use serde::Deserialize;
use tongban_calendar::{Calendar, Date};
use tongban_core::{
    Moment, World,
    call::{Digest, Scene},
    reference::{Reference, ReferenceTable},
};
use tongban_model::organisation::{DivisionCode, Organisation};
use tongban_plugin_api::Surroundings;

/// The folder, in that of a plugin, whose CSV files are registered by their names.
const REFERENCES: &str = "references";

/// What host functions see in a trial.
#[derive(Clone, Debug)]
pub struct Place(Arc<dyn Surroundings>);

static BUNDLED: LazyLock<Arc<World>> =
    LazyLock::new(|| Arc::new(World::new(Calendar::bundled(), Organisation::bundled())));

impl Place {
    /// The bundled calendar and divisions, without reference tables.
    pub fn bundled() -> Self {
        let world: Arc<World> = Arc::clone(&BUNDLED);
        Self(world)
    }

    /// The same, with the reference tables of a plugin's folder.
    pub fn of_folder(folder: &Path) -> anyhow::Result<Self> {
        let references = folder.join(REFERENCES);
        if !references.is_dir() {
            return Ok(Self::bundled());
        }
        let mut world = World::clone(&BUNDLED);
        let reading = || format!("reading the folder `{}`", references.display());
        for entry in std::fs::read_dir(&references).with_context(reading)? {
            let file = entry.with_context(reading)?.path();
            if file.extension().is_some_and(|ending| ending == "csv") {
                register(&mut world, &file)
                    .with_context(|| format!("reading `{}`", file.display()))?;
            }
        }
        Ok(Self(Arc::new(world)))
    }

    /// What is asked there.
    pub(super) fn surroundings(&self) -> &Arc<dyn Surroundings> {
        &self.0
    }
}

fn register(world: &mut World, file: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)?;
    let table = ReferenceTable::parse(&text).map_err(|text| anyhow!("{}\n{}", text.en, text.zh))?;
    let id = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let reference = Reference {
        id,
        division: None,
        artifact: Digest([0; 32]),
        from: Moment(0),
        to: None,
        law: String::new(),
    };
    world.register(reference, Arc::new(table));
    Ok(())
}

/// Where and when a case plays, as it is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// The case's division, by code; none outside of any case.
    division: Option<String>,
    /// The day whose rules apply.
    day: Option<Date>,
}

/// Outside of any case, on the day of the trial.
pub(super) fn nowhere() -> Scene {
    Scene::nowhere(tongban_calendar::legal_day(jiff::Timestamp::now()))
}

/// The scene of a case.
pub(super) fn scene(written: &Written) -> anyhow::Result<Scene> {
    let day = written.day.unwrap_or_else(|| nowhere().day);
    let Some(code) = &written.division else { return Ok(Scene::nowhere(day)) };
    let parsed: DivisionCode = code.parse().with_context(|| format!("the division `{code}`"))?;
    let division = BUNDLED.organisation.division(parsed, day);
    let division = division.with_context(|| {
        format!("expected a division `{code}` among the bundled ones on {day}, but there is none")
    })?;
    Ok(Scene { division: Some(division), day })
}
