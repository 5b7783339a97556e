//! Imports: the holiday table and the organisation. A dry run shows what would change.

use axum::{Json, extract::State, http::HeaderMap};
use tongban_api::{
    Lang,
    problem::Failure,
    view::definition::diagnostics,
    wire::calendar::{Holidays, Imported, LoadHolidays, LoadOrganisation},
};
use tongban_runtime::{Registered, Registration, Unregistered};

use super::{Routes, definitions::language};
use crate::{
    auth::{Caller, Office},
    extract::{Body, Large},
    failed::Answer,
    openapi::Doc,
    state::App,
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/holidays",
            holidays,
            doc("getHolidays", "放假安排的年份", "The years whose holidays are published")
                .gives::<Holidays>(),
        )
        .post(
            "/api/v1/holidays",
            load_holidays,
            doc("loadHolidays", "载入放假安排", "Replaces the holiday table")
                .takes::<LoadHolidays>()
                .gives::<Imported>(),
        )
        .post(
            "/api/v1/organisation",
            load_organisation,
            doc("loadOrganisation", "载入区划、岗位和人员", "Replaces divisions, posts and people")
                .takes::<LoadOrganisation>()
                .gives::<Imported>(),
        )
}

async fn holidays(State(app): State<App>, _caller: Caller) -> Json<Holidays> {
    let years = app.here().world.calendar.table().years();
    Json(Holidays { years: years.into_iter().collect() })
}

async fn load_holidays(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(body, _): Body<LoadHolidays>,
) -> Answer<Json<Imported>> {
    if !caller.is_bootstrap() {
        caller.must_hold(&app.here(), Office::System)?;
    }
    let registration = Registration::LoadHolidays { csv: body.csv };
    let by = (&caller, language(&headers));
    import(&app, by, (registration, body.dry_run)).await.map(Json)
}

async fn load_organisation(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Large(body): Large<LoadOrganisation>,
) -> Answer<Json<Imported>> {
    if !caller.is_bootstrap() {
        caller.must_hold(&app.here(), Office::Grants)?;
    }
    let LoadOrganisation { divisions, staff, dry_run } = body;
    let registration = Registration::LoadOrganisation { divisions, staff };
    import(&app, (&caller, language(&headers)), (registration, dry_run)).await.map(Json)
}

async fn import(
    app: &App,
    (caller, lang): (&Caller, Lang),
    (registration, dry_run): (Registration, bool),
) -> Answer<Imported> {
    match app.engine.register(caller.actor(), registration, dry_run).await {
        Ok(registered) => Ok(imported(&registered, lang)),
        // A dry run answers with what is wrong, so that it can be shown beside the file.
        Err(error @ (Unregistered::Holidays(_) | Unregistered::Organisation(_))) if dry_run => {
            let faults = Failure::from(&error).errors;
            let problems = faults.iter().map(|fault| fault.part(lang)).collect();
            Ok(Imported { applied: false, world: None, changes: Vec::new(), problems })
        }
        Err(error) => Err(error.into()),
    }
}

fn imported(registered: &Registered, lang: Lang) -> Imported {
    let applied = registered.sequence.is_some();
    let mut changes: Vec<_> =
        registered.differences.iter().map(|difference| lang.of(difference).to_owned()).collect();
    if registered.recomputed > 0 {
        let count = registered.recomputed;
        changes.push(lang.pick(
            format!("重新计算 {count} 件在办件的暂定日期"),
            format!("provisional days of {count} running cases are computed again"),
        ));
    }
    Imported {
        applied,
        world: applied.then_some(registered.world),
        changes,
        problems: diagnostics(&registered.warnings, (lang, true)),
    }
}
