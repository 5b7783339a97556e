//! Extension points: which rules answered or would answer, and what a package would change.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
};
use tongban_api::{
    view::point,
    wire::{
        point::{Examination, ExaminePlugin, PointExplanation},
        query,
    },
};
use tongban_calendar::Date;
use tongban_core::{World, id::InstanceId};
use tongban_model::{PointId, ProcessId};
use tongban_runtime::Explanation;

use super::{Routes, plugins, shared};
use crate::{
    auth::{Caller, Office},
    base64,
    extract::{Asked, Large},
    failed::{Answer, Failed},
    openapi::Doc,
    state::{App, Here},
};

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/processes/{process}/points/{point}/explain",
            explain,
            doc(
                "explainPoint",
                "扩展点各级规则及其依据：按办件，或按区划和日期",
                "The rules of a point with their law: of a case, or of a division on a day",
            )
            .query::<query::Explain>()
            .gives::<PointExplanation>(),
        )
        .post(
            "/api/v1/plugins/examine",
            examine,
            doc(
                "examinePlugin",
                "会签前试算：与上级规则并行比较，重新审定已办结的办件；不安装",
                "Tries a package beside the layers above and on finished cases; installs nothing",
            )
            .takes::<ExaminePlugin>()
            .gives::<Examination>(),
        )
}

async fn explain(
    State(app): State<App>,
    caller: Caller,
    Path((process, point)): Path<(String, String)>,
    Asked(asked): Asked<query::Explain>,
) -> Answer<Json<PointExplanation>> {
    let at = (ProcessId::from(process.as_str()), PointId::from(point.as_str()));
    match (asked.instance, asked.division) {
        (Some(instance), None) if asked.day.is_none() && asked.known.is_none() => {
            of_case(&app, &caller, (&instance, at)).await
        }
        (None, Some(division)) => {
            let here = app.here();
            let day = |text: Option<&str>, field| text.map(|it| shared::day(it, field)).transpose();
            let world = match day(asked.known.as_deref(), "/known")? {
                None => Arc::clone(&here.world),
                Some(known) => {
                    caller.must_hold(&here, Office::Audit)?;
                    app.engine.known_on(known).await?
                }
            };
            let day = day(asked.day.as_deref(), "/day")?.unwrap_or_else(|| here.now.day());
            in_force((&here, &world), (&division, day), at)
        }
        _ => Err(Failed::value("/instance", &"expected `instance`, or `division` with `day`")),
    }
}

async fn of_case(
    app: &App,
    caller: &Caller,
    (instance, (process, point)): (&str, (ProcessId, PointId)),
) -> Answer<Json<PointExplanation>> {
    let id: InstanceId = instance.parse().map_err(|_| Failed::plain("instance-unknown"))?;
    let (here, case) = shared::readable(app, caller, id).await?;
    if case.process.id != process {
        return Err(Failed::not_found("这个流程的这个办件", "a case of this process"));
    }
    let explained = app.engine.explain(id, point.clone()).await?;
    let explained = explained.ok_or_else(no_point)?;
    let of = (case.process.as_ref(), &case.process.points[&point]);
    Ok(Json(point::explanation((&here.world, here.now), of, &explained)))
}

/// The rules are public law; no case is looked at.
fn in_force(
    (here, world): (&Here, &World),
    (division, day): (&str, Date),
    (process, point): (ProcessId, PointId),
) -> Answer<Json<PointExplanation>> {
    let division = shared::division(here, division, "/division")?;
    let process = world.in_force(&process, day).ok_or_else(|| {
        Failed::not_found("当日施行的这个流程", "a process that is in force on that day")
    })?;
    let point = process.points.get(&point).ok_or_else(no_point)?;
    let of = (process.as_ref(), point);
    let explained = Explanation::in_force(world, of, division, day);
    Ok(Json(point::explanation((&here.world, here.now), of, &explained)))
}

/// Verdicts of the division's finished cases are told: to whoever is entitled to read these; the
/// nation's to whoever may install it. No document is shown.
fn may_examine(caller: &Caller, (here, package): (&Here, &[u8])) -> Answer<()> {
    match plugins::division_of(here, package)? {
        Some(division) => caller.must_read(here, division),
        None => caller.must_hold(here, Office::System),
    }
}

fn no_point() -> Failed {
    Failed::not_found("这个扩展点", "a point of this process")
}

async fn examine(
    State(app): State<App>,
    caller: Caller,
    Large(body): Large<ExaminePlugin>,
) -> Answer<Json<Examination>> {
    let package =
        base64::decode(&body.package).map_err(|error| Failed::value("/package", &error))?;
    let here = app.here();
    may_examine(&caller, (&here, &package))?;
    let examined = app.engine.examine(package.into()).await?;
    Ok(Json(point::examination((&here.world, here.now), &examined)))
}
