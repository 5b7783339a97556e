//! From what the machine decided to one record, its rows, and what follows.
//!
//! Write budget of a human decision: the record, its place in the feed (one row for all that one
//! commit merges), one task row that goes and one that comes; with a kept response, one more.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use tongban_core::{
    Done, Instance, apply,
    call::Digest,
    data::Data,
    effect::Effect,
    record::{self, FORMAT, Record, Row, SUITE},
};
use tongban_store::{Space, Write};

use super::{Case, Writer, attempt::Attempt};
use crate::{
    case::CaseView,
    commit::{After, Answer, Commit},
    feed::FeedEntry,
    fold::log_key,
    inbox::Job,
    index_keys,
    outbox::{self, Delivery, Parcel},
    refusal::Refusal,
    request::{Accepted, Summary},
};

impl Writer {
    /// Takes up what was decided in memory, and queues it for the disk.
    pub(super) fn carry_out(&mut self, attempt: Attempt, done: &Done) {
        if done.events.is_empty() {
            return self.confirm(attempt);
        }
        let Some((state, data)) = applied(&attempt, done) else {
            let what = "its events could not be applied";
            self.shared.mark_damaged(attempt.id, what);
            let refusal = Refusal::Damaged { instance: attempt.id, what: what.into() };
            return self.refuse(attempt.job, refusal);
        };
        let commit = self.commit(attempt, done, (state, data));
        self.shared.commits.push(commit);
    }

    /// Nothing happened: the answer is that of the case as it is.
    fn confirm(&mut self, attempt: Attempt) {
        let Attempt { job, case, recorded_at, .. } = attempt;
        let Some(Case { view, .. }) = case else {
            return self.refuse(job, tongban_core::Rejection::InstanceUnknown.into());
        };
        let Job { partition, reply, held, .. } = job;
        let accepted = Accepted {
            instance: view.id(),
            sequence: view.sequence,
            position: view.position,
            recorded_at,
            summary: Summary::of(&view.state, &[]),
            replayed: false,
        };
        let mut writes: Vec<_> = held.parcel.iter().map(outbox::InDelivery::removal).collect();
        writes.extend(held.kept.iter().map(|kept| kept.row(&accepted)));
        let answer = Some(Answer::Command(reply, Ok(accepted)));
        self.push(partition.0, (writes, After { answer, held, ..After::default() }));
    }

    fn commit(&mut self, attempt: Attempt, done: &Done, (state, data): (Instance, Data)) -> Commit {
        let owned = self.owned.get_mut(&attempt.id.partition.0);
        let owned = owned.expect("commands go to the partition's owner");
        let (partition, epoch) = (owned.partition, owned.epoch);
        let before = attempt.case.as_ref();
        let sequence = before.map_or(0, |case| case.view.sequence) + 1;
        let place = FeedEntry { position: owned.next_position(), instance: attempt.id, sequence };
        let bytes = record_of(&attempt, done, place).to_bytes();
        let view = Arc::new(CaseView {
            state,
            data,
            process: Arc::clone(&attempt.process),
            sequence,
            head: record::hash(&bytes),
            position: place.position,
            recorded_at: attempt.recorded_at,
        });
        let case = Case::new(view);
        let mut writes = vec![Write::Put {
            space: Space::Log,
            key: log_key(attempt.id, sequence),
            value: Row::encode(bytes, &done.documents),
        }];
        let none = std::collections::BTreeMap::new();
        writes.extend(index_keys::difference(before.map_or(&none, |case| &case.rows), &case.rows));
        let after = self.after(attempt, done, (&case, &mut writes));
        self.keep(case);
        Commit { partition, epoch, writes, record: Some(place), after }
    }

    fn after(
        &mut self,
        attempt: Attempt,
        done: &Done,
        (case, writes): (&Case, &mut Vec<Write>),
    ) -> After {
        let view = &case.view;
        let mut deliveries = parcels(view, done);
        writes.extend(deliveries.iter().map(outbox::row));
        if self.runs_away(view, done) {
            deliveries.retain(|delivery| !continues(delivery));
        }
        let accepted = Accepted {
            instance: attempt.id,
            sequence: view.sequence,
            position: view.position,
            recorded_at: attempt.recorded_at,
            summary: Summary::of(&view.state, &done.events),
            replayed: false,
        };
        let Job { reply, held, .. } = attempt.job;
        writes.extend(held.parcel.iter().map(outbox::InDelivery::removal));
        writes.extend(held.kept.iter().map(|kept| kept.row(&accepted)));
        let alarm = view.state.alarm.map(|alarm| alarm.at);
        let known = attempt.case.and_then(|case| case.view.state.alarm).map(|alarm| alarm.at);
        After {
            view: Some(Arc::clone(view)),
            known: None,
            answer: Some(Answer::Command(reply, Ok(accepted))),
            alarm: alarm.filter(|_| alarm != known),
            deliveries,
            held,
        }
    }

    /// Counts `Continue`s in a row. A case with too many is listed and not continued; its parcel
    /// stays, so that the next start tries again.
    fn runs_away(&mut self, view: &CaseView, done: &Done) -> bool {
        if !done.effects.contains(&Effect::Continue) {
            self.continues.remove(&view.id());
            return false;
        }
        let count = self.continues.entry(view.id()).or_default();
        *count += 1;
        let runs_away = *count > self.shared.limits.continues_max;
        if runs_away {
            self.continues.remove(&view.id());
            self.shared.mark_damaged(view.id(), "it moves without ever waiting");
        }
        runs_away
    }
}

/// The effects of a commit, as the outbox keeps them.
fn parcels(view: &CaseView, done: &Done) -> Vec<Delivery> {
    let parcel = |(n, effect): (u16, &Effect)| Delivery {
        key: outbox::key(view.id().partition, view.position, n),
        parcel: Parcel::Effect {
            instance: view.id(),
            sequence: view.sequence,
            n,
            at: view.recorded_at,
            process: view.state.process.clone(),
            effect: effect.clone(),
        },
    };
    (0..).zip(&done.effects).map(parcel).collect()
}

fn continues(delivery: &Delivery) -> bool {
    matches!(delivery.parcel, Parcel::Effect { effect: Effect::Continue, .. })
}

/// The state and the data after what was decided; none if the machine panics on its own events.
fn applied(attempt: &Attempt, done: &Done) -> Option<(Instance, Data)> {
    let at = attempt.job.occurred_at.unwrap_or(attempt.recorded_at);
    let fold = || {
        let (mut state, mut data) = match &attempt.case {
            Some(case) => (case.view.state.clone(), case.view.data.clone()),
            None => (Instance::unborn(attempt.id), Data::default()),
        };
        for event in &done.events {
            apply(&mut state, event, at);
            data.take_up((&attempt.process, &state), event, &done.documents);
        }
        (state, data)
    };
    catch_unwind(AssertUnwindSafe(fold)).ok()
}

fn record_of(attempt: &Attempt, done: &Done, place: FeedEntry) -> Record<tongban_core::Event> {
    let head = attempt.case.as_ref().map_or(Digest([0; 32]), |case| case.view.head);
    Record {
        format: FORMAT,
        suite: SUITE,
        position: place.position,
        instance: place.instance,
        sequence: place.sequence,
        world: attempt.known.world.number,
        recorded_at: attempt.recorded_at,
        occurred_at: attempt.job.occurred_at,
        actor: attempt.job.actor.clone(),
        command: attempt.command,
        previous: head,
        events: done.events.clone(),
    }
}
