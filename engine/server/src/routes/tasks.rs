//! Tasks: by legal urgency; claim, release, complete, return.

use std::{collections::BTreeSet, sync::Arc};

use axum::{Json, extract::State, http::HeaderMap};
use tongban_api::{
    Time,
    view::task::{Row, line},
    wire::{
        instance::Accepted,
        page::Page,
        query,
        submission::Submission,
        task::{CompleteTask, ReturnTask, TaskLine},
    },
};
use tongban_core::{
    Command, Moment,
    command::{DecideTask, SendBack},
    id::{ElementId, InstanceId},
    index::Audience,
};
use tongban_model::{
    NodeId, OutcomeId, Process, ProcessId, RoleId,
    organisation::{DivisionId, PersonId},
};
use tongban_runtime::{
    Request, Target,
    query::{Slice, TaskItem, TaskQuery},
};

use super::{Routes, instances::submit, shared};
use crate::{
    auth::{Caller, Office},
    extract::{Asked, Body, ElementPath, Writing, wait_for},
    failed::{Answer, Failed},
    openapi::Doc,
    state::{App, Here},
};

/// Rows read at a time when the lists of several posts are merged.
const ROWS: usize = 500;
/// Most rows passed over in one list before its page: whoever leafs that far uses a filter.
const PASSED_MAX: usize = 20_000;

/// Posts of one list, merged from so many ordered lists: a county has hundreds.
const POSTS_MAX: usize = 2_000;

pub(super) fn add(routes: Routes) -> Routes {
    let doc = Doc::new;
    routes
        .get(
            "/api/v1/tasks",
            list,
            doc("listTasks", "待办，按法定紧急程度排序", "Open tasks, the most urgent first")
                .query::<query::Tasks>()
                .gives::<Page<TaskLine>>(),
        )
        .post(
            "/api/v1/tasks/{id}/claim",
            claim,
            doc("claimTask", "签收", "Takes a task").command().gives::<Accepted>(),
        )
        .post(
            "/api/v1/tasks/{id}/release",
            release,
            doc("releaseTask", "退签", "Gives a task back").command().gives::<Accepted>(),
        )
        .post(
            "/api/v1/tasks/{id}/complete",
            complete,
            doc("completeTask", "办理", "Decides a task")
                .command()
                .takes::<CompleteTask>()
                .gives::<Accepted>(),
        )
        .post(
            "/api/v1/tasks/{id}/return",
            send_back,
            doc("returnTask", "驳回到已办环节", "Sends the case back to a step that was done")
                .command()
                .takes::<ReturnTask>()
                .gives::<Accepted>(),
        )
}

async fn claim(
    State(app): State<App>,
    caller: Caller,
    ElementPath(instance, element): ElementPath,
    writing: Writing,
) -> Answer<(HeaderMap, Json<Accepted>)> {
    let command = Command::ClaimTask(element);
    let request = Request::new(Target::Existing(instance), command, caller.actor());
    submit(&app, request, (&caller, writing)).await
}

async fn release(
    State(app): State<App>,
    caller: Caller,
    ElementPath(instance, element): ElementPath,
    writing: Writing,
) -> Answer<(HeaderMap, Json<Accepted>)> {
    let command = Command::ReleaseTask(element);
    let request = Request::new(Target::Existing(instance), command, caller.actor());
    submit(&app, request, (&caller, writing)).await
}

async fn complete(
    State(app): State<App>,
    caller: Caller,
    ElementPath(instance, element): ElementPath,
    Body(body, writing): Body<CompleteTask>,
) -> Answer<(HeaderMap, Json<Accepted>)> {
    let (outcome, written, at) = body.split();
    let submission = kept(written);
    let outcome = OutcomeId::from(outcome.as_str());
    let command = Command::DecideTask(DecideTask { element, outcome, submission });
    decide(&app, (&caller, writing), (instance, command, at)).await
}

async fn send_back(
    State(app): State<App>,
    caller: Caller,
    ElementPath(instance, element): ElementPath,
    Body(body, writing): Body<ReturnTask>,
) -> Answer<(HeaderMap, Json<Accepted>)> {
    let (to, written, at) = body.split();
    let (to, reason) = (NodeId::from(to.as_str()), kept(written));
    let command = Command::SendBack(SendBack { element, to, reason });
    decide(&app, (&caller, writing), (instance, command, at)).await
}

fn kept(written: Submission) -> Arc<tongban_core::document::Submission> {
    Arc::new(written.into())
}

async fn decide(
    app: &App,
    by: (&Caller, Writing),
    (instance, command, at): (InstanceId, Command, Option<Time>),
) -> Answer<(HeaderMap, Json<Accepted>)> {
    let occurred_at = at.map(|Time(at)| at);
    let actor = by.0.actor();
    let target = Target::Existing(instance);
    submit(app, Request { occurred_at, ..Request::new(target, command, actor) }, by).await
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    Asked(asked): Asked<query::Tasks>,
) -> Answer<Json<Page<TaskLine>>> {
    wait_for(&app, asked.after.as_deref()).await?;
    let here = app.here();
    let audiences = audiences(&here, &caller, &asked)?;
    let until = asked.due_before.as_deref().map(due_before).transpose()?;
    let after = asked.cursor.as_deref().map(Place::parse).transpose()?;
    let limit = shared::lines(asked.limit);
    let mut found = Vec::new();
    for audience in audiences {
        let part = from_place(&app, (&audience, until), (after, limit + 1)).await?;
        found.extend(part.into_iter().map(|item| (audience.clone(), item)));
    }
    found.sort_by_key(|(_, item)| Place::of(item));
    found.dedup_by_key(|(_, item)| Place::of(item));
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|(_, item)| Place::of(item).to_string());
    let items = found.iter().map(|(audience, item)| shown(&here, audience, item)).collect();
    Ok(Json(Page { items, next }))
}

/// Whose lists are asked for. Each filter stands alone and narrows the others: a person's own and
/// those of their posts; else the posts of a role, of a division and those below it, as far as the
/// caller may read.
fn audiences(here: &Here, caller: &Caller, asked: &query::Tasks) -> Answer<Vec<Audience>> {
    let role = asked.role.as_deref().map(RoleId::from);
    let division = asked.division.as_deref();
    let division = division.map(|code| shared::division(here, code, "/division")).transpose()?;
    if let Some(division) = division {
        caller.must_read(here, division)?;
    }
    let anybody = asked.person.is_none() && (role.is_some() || division.is_some());
    let (mut audiences, posts) = if anybody {
        (Vec::new(), posts(here, caller))
    } else {
        let person = match asked.person.as_deref() {
            None | Some("me") => caller.person.clone(),
            Some(id) => PersonId::from(id),
        };
        if person != caller.person {
            must_lead(here, caller, &person)?;
        }
        let posts = here.world.organisation.positions(&person, here.now.day());
        let taken = role.is_none() && division.is_none();
        (taken.then_some(Audience::Person(person)).into_iter().collect(), posts)
    };
    let fits = |(held, place): &(RoleId, DivisionId)| {
        role.as_ref().is_none_or(|role| role == held)
            && division.is_none_or(|division| lies_in(here, *place, division))
    };
    let posts = posts.into_iter().filter(fits).collect::<BTreeSet<_>>();
    if posts.len() > POSTS_MAX {
        let expected =
            format!("expected at most {POSTS_MAX} posts: name a role or a division below");
        return Err(Failed::value("/division", &expected));
    }
    audiences.extend(posts.into_iter().map(|(role, division)| Audience::Post { role, division }));
    Ok(audiences)
}

/// All posts whose cases the caller may read, one for each role.
fn posts(here: &Here, caller: &Caller) -> Vec<(RoleId, DivisionId)> {
    let posts = here.world.organisation.staff.posts();
    let readable = posts.filter(|post| caller.covers(here, post.division));
    readable.flat_map(|post| post.roles.iter().map(|role| (role.clone(), post.division))).collect()
}

fn lies_in(here: &Here, place: DivisionId, division: DivisionId) -> bool {
    let chain = here.world.organisation.chain(place, here.now.day());
    place == division || chain.iter().any(|(_, above)| *above == division)
}

/// The tasks that somebody took are shown to those with a post above every post of theirs, and to
/// the auditor.
fn must_lead(here: &Here, caller: &Caller, person: &PersonId) -> Answer<()> {
    let posts = here.world.organisation.positions(person, here.now.day());
    let leads =
        !posts.is_empty() && posts.iter().all(|(_, division)| caller.covers(here, *division));
    if leads || caller.holds(here, Office::Audit) {
        Ok(())
    } else {
        Err(Failed::plain("forbidden"))
    }
}

fn due_before(text: &str) -> Answer<Moment> {
    let time: Time = text.parse().map_err(|error| Failed::value("/due_before", &error))?;
    Ok(time.0)
}

/// Items of one list after a place in the order of all lists.
async fn from_place(
    app: &App,
    (audience, until): (&Audience, Option<Moment>),
    (after, limit): (Option<Place>, usize),
) -> Answer<Vec<TaskItem>> {
    let (mut found, mut passed, mut cursor) = (Vec::new(), 0, None);
    loop {
        let rows = if after.is_some() { ROWS } else { limit };
        let slice = Slice { after: cursor, limit: rows };
        let query = TaskQuery { audience: audience.clone(), until, slice };
        let page = app.engine.tasks(query).await?;
        passed += page.items.len();
        let later = |item: &TaskItem| after.is_none_or(|after| Place::of(item) > after);
        found.extend(page.items.into_iter().filter(later));
        cursor = page.next;
        if cursor.is_none() || found.len() >= limit || passed >= PASSED_MAX {
            found.truncate(limit);
            return Ok(found);
        }
    }
}

fn shown(here: &Here, audience: &Audience, item: &TaskItem) -> TaskLine {
    let process = newest(here, &item.summary.process);
    let row = Row {
        audience,
        urgent_at: item.urgent_at,
        instance: item.instance,
        element: item.element,
        summary: &item.summary,
    };
    line(row, process, (&here.world, here.now))
}

/// The version in force, for titles.
fn newest<'a>(here: &'a Here, process: &ProcessId) -> Option<&'a Process> {
    here.world.in_force(process, here.now.day()).map(AsRef::as_ref)
}

/// A place in the order of urgency, the same for all lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place(Moment, InstanceId, ElementId);

impl Place {
    fn of(item: &TaskItem) -> Self {
        Self(item.urgent_at, item.instance, item.element)
    }

    fn parse(text: &str) -> Answer<Self> {
        let parse = || {
            let (at, rest) = text.split_once('@')?;
            let (instance, element) = tongban_api::view::parse_element_id(rest)?;
            Some(Self(Moment(at.parse().ok()?), instance, element))
        };
        parse().ok_or_else(|| Failed::plain("cursor-unknown"))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.0.0, tongban_api::view::element_id(self.1, self.2))
    }
}
