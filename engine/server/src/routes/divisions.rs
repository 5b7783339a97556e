//! Divisions and people.

use axum::{
    Json,
    extract::{Path, State},
};
use tongban_api::{
    view,
    wire::{
        division::{DivisionDetail, PersonLine, PostLine},
        page::Page,
        query,
        text::Division,
    },
};
use tongban_model::organisation::{DivisionId, PersonId};

use super::{Routes, shared};
use crate::{
    auth::Caller,
    extract::Asked,
    failed::Answer,
    openapi::Doc,
    state::{App, Here},
};

/// Most divisions that a search finds.
const FOUND_MAX: usize = 100;

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/divisions",
            list,
            doc("listDivisions", "下级区划，或按名称、代码查找", "Divisions below one, or by name")
                .query::<query::Divisions>()
                .gives::<Page<Division>>(),
        )
        .get(
            "/api/v1/divisions/{code}",
            read,
            doc("getDivision", "区划及其上下级", "A division with its neighbours")
                .gives::<DivisionDetail>(),
        )
        .get(
            "/api/v1/people",
            people,
            doc("listPeople", "某区划当日在岗人员", "Who holds a post in a division today")
                .query::<query::People>()
                .gives::<Page<PersonLine>>(),
        )
        .get(
            "/api/v1/people/me",
            me,
            doc("getMe", "本人及其岗位", "The caller and their posts").gives::<PersonLine>(),
        )
}

async fn list(
    State(app): State<App>,
    _caller: Caller,
    Asked(asked): Asked<query::Divisions>,
) -> Answer<Json<Page<Division>>> {
    let here = app.here();
    let under = asked.under.as_deref();
    let under = under.map(|code| shared::division(&here, code, "/under")).transpose()?;
    let divisions = &here.world.organisation.divisions;
    let today = here.now.day();
    let found = match asked.q.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => {
            let inside =
                |id: &DivisionId| under.is_none_or(|above| divisions.lies_in(*id, above, today));
            let found = divisions.search(text, today, FOUND_MAX);
            found.into_iter().filter(inside).collect()
        }
        None => divisions.children(under.unwrap_or(DivisionId::NATION), today),
    };
    Ok(Json(Page::whole(shown(&here, &found))))
}

async fn read(
    State(app): State<App>,
    _caller: Caller,
    Path(code): Path<String>,
) -> Answer<Json<DivisionDetail>> {
    let here = app.here();
    let id = shared::division(&here, &code, "/code")?;
    let divisions = &here.world.organisation.divisions;
    let today = here.now.day();
    let above: Vec<_> = divisions.chain(id, today).into_iter().map(|(_, above)| above).collect();
    let above: Vec<_> = above.into_iter().filter(|above| *above != id).collect();
    Ok(Json(DivisionDetail {
        division: view::division(&here.world, id, here.now),
        id: id.0,
        above: shown(&here, &above),
        below: shown(&here, &divisions.children(id, today)),
    }))
}

async fn people(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<query::People>,
) -> Answer<Json<Page<PersonLine>>> {
    let here = app.here();
    let division = shared::division(&here, &asked.division, "/division")?;
    caller.must_read(&here, division)?;
    let staff = &here.world.organisation.staff;
    let today = here.now.day();
    let in_office = staff
        .people()
        .filter(|person| here.world.organisation.has_post(&person.id, division, today));
    let lines = in_office.map(|person| line(&here, &person.id)).collect();
    Ok(Json(Page::whole(lines)))
}

async fn me(State(app): State<App>, caller: Caller) -> Json<PersonLine> {
    Json(line(&app.here(), &caller.person))
}

fn shown(here: &Here, ids: &[DivisionId]) -> Vec<Division> {
    ids.iter().map(|id| view::division(&here.world, *id, here.now)).collect()
}

/// A person and the roles in which they act today, substitution and office included.
fn line(here: &Here, id: &PersonId) -> PersonLine {
    let organisation = &here.world.organisation;
    let today = here.now.day();
    let mut posts: Vec<PostLine> = Vec::new();
    let mut last = None;
    let mut positions = organisation.positions(id, today);
    positions.sort_by_key(|(_, division)| *division);
    for (role, division) in positions {
        if last != Some(division) {
            posts.push(PostLine {
                division: view::division(&here.world, division, here.now),
                title: title(here, id, division),
                roles: Vec::new(),
            });
            last = Some(division);
        }
        if let Some(post) = posts.last_mut() {
            post.roles.push(role.to_string());
        }
    }
    let name = organisation.staff.person(id).map(|person| person.name.to_string());
    PersonLine { id: id.to_string(), name: name.unwrap_or_else(|| id.to_string()), posts }
}

/// The titles of the posts that a person holds in a division by appointment.
fn title(here: &Here, id: &PersonId, division: DivisionId) -> String {
    let staff = &here.world.organisation.staff;
    let today = here.now.day();
    let held = staff.holdings().iter().filter(|held| held.person == *id && held.covers(today));
    let posts = held.filter_map(|held| staff.post(&held.post));
    let titles = posts.filter(|post| post.division == division).map(|post| post.title.zh.as_str());
    titles.collect::<Vec<_>>().join("、")
}
