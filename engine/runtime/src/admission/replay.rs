//! Replay: finished cases of the candidate's division, decided again with it and without it.
//!
//! Each case is asked what it was asked then. Not here: whether the differences are wanted; the
//! county decides.
//! Invariants: bounded, whatever the number of cases and whatever the candidate does; a case that
//! cannot be read is counted and passed over, and so is one for which there was no time.

use std::{cmp::Reverse, collections::BinaryHeap};

use tongban_core::{
    World,
    call::{Digest, Scene},
    event::{Event, PointAnswered},
    id::InstanceId,
    layer::{self, Joined},
    moment::Moment,
};
use tongban_model::{PointId, Process, organisation::DivisionId};
use tongban_store::{Range, Space, rows};

use super::{
    Candidate, Desk,
    cases::Input,
    report::{Replay, ReplayDifference},
};
use crate::{
    fold::{Fold, Watched},
    index_keys::{self, Tail},
    refusal::Refusal,
    shared::Shared,
};

/// Most index rows that are looked at: some seconds of reading, and ten years of a county.
const ROWS_MAX: usize = 200_000;
/// Most cases that are read to find those that ended last, of those that began last: a second, and
/// what a township finishes in years.
const READ_MAX: usize = 2_000;
/// How long deciding may take by the engine's clock: with the trials less than a request may.
const MS_MAX: i64 = 10_000;

/// What a finished case was asked at the point, the last time.
struct Asked {
    instance: InstanceId,
    ended_at: Moment,
    input: Input,
    scene: Scene,
    recorded: Joined,
}

/// Decides the last finished cases again, with the candidate in the world `after`.
pub(super) fn run(
    shared: &Shared,
    (candidate, after): (&Candidate<'_>, &World),
) -> Result<Replay, Refusal> {
    let mut replay = Replay::default();
    let desk = Desk::new(shared.plugins.as_ref(), candidate.world, candidate.point);
    let (cases, lost_count) = last_finished(shared, candidate)?;
    replay.skipped_count = lost_count;
    let end = shared.clock.now().0.saturating_add(MS_MAX);
    for asked in cases {
        if shared.clock.now().0 > end {
            replay.left_count += 1;
            continue;
        }
        replay.cases_count += 1;
        let Asked { instance, input, scene, recorded, .. } = asked;
        let decide = |world: &World| {
            let of = (&candidate.layer.process, candidate.point);
            let division = scene.division.expect("a case has a division");
            let chain = layer::chain(world, of, division, candidate.day());
            desk.join(&chain, (&input, scene))
        };
        let (before, after) = (decide(candidate.world), decide(after));
        if before != after {
            let difference = ReplayDifference { instance, recorded, before, after };
            replay.differences.push(difference);
        }
    }
    Ok(replay)
}

/// The cases of the candidate's division and those below that were asked and ended last, the latest
/// first; and how many cannot be read.
fn last_finished(
    shared: &Shared,
    candidate: &Candidate<'_>,
) -> Result<(Vec<Asked>, usize), Refusal> {
    let (mut cases, mut lost_count) = (Vec::new(), 0);
    for instance in last_begun(shared, candidate)? {
        match asked(shared, candidate, instance)? {
            Read::Asked(asked) => cases.push(*asked),
            Read::NeverAsked => {}
            Read::Lost => lost_count += 1,
        }
    }
    cases.sort_by_key(|asked| Reverse((asked.ended_at, asked.instance)));
    cases.truncate(Replay::CASES_MAX);
    Ok((cases, lost_count))
}

/// The finished cases of the candidate's division and those below, those that began last first: an
/// index row has a case's number and not the day on which it ended.
fn last_begun(shared: &Shared, candidate: &Candidate<'_>) -> Result<Vec<InstanceId>, Refusal> {
    let mut last: BinaryHeap<Reverse<(u64, InstanceId)>> = BinaryHeap::new();
    let mut left = ROWS_MAX;
    let prefix =
        |division| index_keys::instance_prefix(&candidate.layer.process, Some(b'c'), division);
    let prefixes: Vec<_> = match candidate.layer.division {
        None => vec![prefix(None)],
        Some(own) => subtree(candidate, own).into_iter().map(|it| prefix(Some(it))).collect(),
    };
    for prefix in prefixes {
        for row in rows(shared.store.as_ref(), Range::prefix(Space::Instance, prefix)).take(left) {
            left -= 1;
            let (key, _) = row?;
            let Some(instance) = Tail(&key).instance() else { continue };
            last.push(Reverse((instance.counter, instance)));
            if last.len() > READ_MAX {
                last.pop();
            }
        }
    }
    Ok(last.into_sorted_vec().into_iter().map(|Reverse((_, instance))| instance).collect())
}

/// A division and all below it.
fn subtree(candidate: &Candidate<'_>, own: DivisionId) -> Vec<DivisionId> {
    let divisions = &candidate.world.organisation.divisions;
    let mut found = vec![own];
    let mut at = 0;
    while let Some(division) = found.get(at) {
        found.extend(divisions.children(*division, candidate.day()));
        at += 1;
    }
    found
}

enum Read {
    Asked(Box<Asked>),
    /// The point was not asked in this case.
    NeverAsked,
    /// The case cannot be read.
    Lost,
}

/// What a case was asked at the point.
fn asked(
    shared: &Shared,
    candidate: &Candidate<'_>,
    instance: InstanceId,
) -> Result<Read, Refusal> {
    let definition = |digest: &Digest| candidate.world.definition(digest).cloned();
    let mut fold = Fold::new(instance);
    let mut last = Read::NeverAsked;
    let mut ended_at = Moment(0);
    for row in rows(shared.store.as_ref(), Range::prefix(Space::Log, instance.to_key())) {
        let (_, value) = row?;
        let taken = fold.take_up_watched(&value, &definition, &mut |fold, watched| {
            if let Event::PointAnswered(answered) = watched.event
                && answered.point == candidate.point.id
            {
                last = read(fold, (watched, answered));
            }
            if let Event::InstanceCompleted(_) | Event::InstanceCancelled(_) = watched.event {
                ended_at = watched.record.recorded_at;
            }
        });
        if taken.is_err() {
            return Ok(Read::Lost);
        }
    }
    if let Read::Asked(asked) = &mut last {
        asked.ended_at = ended_at;
    }
    Ok(last)
}

fn read(fold: &Fold, (watched, answered): (&Watched<'_>, &PointAnswered)) -> Read {
    let point = fold.process.as_deref().and_then(|process| of(process, &answered.point));
    let document = watched.documents.get(usize::from(answered.input.index));
    let erased = document.is_none_or(|document| document.json.is_none());
    let Some(point) = point.filter(|_| !erased) else { return Read::Lost };
    let at = watched.record.occurred_at.unwrap_or(watched.record.recorded_at);
    let Ok(input) = layer::inputs(point, &fold.data, at.day()) else { return Read::Lost };
    let day = layer::day(&fold.state, (answered.element, point), at);
    let scene = Scene { division: Some(fold.state.division), day };
    let (instance, recorded) = (fold.state.id, answered.joined.clone());
    Read::Asked(Box::new(Asked { instance, ended_at: at, input, scene, recorded }))
}

fn of<'a>(process: &'a Process, point: &PointId) -> Option<&'a tongban_model::Point> {
    process.points.get(point)
}
