//! Templates: the workbook that a division fills in for an extension point.

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tongban_model::{PointId, ProcessId};

use super::Routes;
use crate::{
    auth::Caller,
    failed::{Answer, Failed},
    openapi::Doc,
    state::App,
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn add(routes: Routes) -> Routes {
    routes.get(
        "/api/v1/processes/{process}/points/{point}/template.xlsx",
        download,
        Doc::new(
            "getPointTemplate",
            "扩展点的填写模板（XLSX）",
            "A workbook to fill in for an extension point",
        )
        .gives_other(XLSX),
    )
}

async fn download(
    State(app): State<App>,
    _caller: Caller,
    Path((process, point)): Path<(String, String)>,
) -> Answer<Response> {
    let here = app.here();
    let process = here.world.in_force(&ProcessId::from(process.as_str()), here.now.day());
    let process =
        process.ok_or_else(|| Failed::not_found("这个流程", "a process that is in force"))?;
    let bytes = tongban_sheet::template(process, &PointId::from(point.as_str()))
        .map_err(|_| Failed::not_found("这个扩展点", "a point that a table can answer"))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(XLSX)),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=\"template.xlsx\""),
        ),
    ];
    Ok((headers, bytes).into_response())
}
