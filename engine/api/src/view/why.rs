//! Why a case is where it is.

use tongban_calendar::Term;
use tongban_core::{
    id::ElementId,
    state::{Element, Incident, Notice, Task, Work},
    step::{Standing, may_decide},
};
use tongban_model::{FlowId, NodeId, NodeKind, Text, organisation::PersonId};

use super::{Reading, division, words};
use crate::wire::{
    text::Due,
    why::{Clock, KeptAway, LocalLimit, Person, Post, Wait, Why},
};

impl Reading<'_> {
    /// What the case waits for, who may act, which article, how long.
    pub fn why(&self) -> Why {
        let state = &self.case.state;
        let mut waits: Vec<_> =
            state.live().filter_map(|(id, element)| self.wait(id, element)).collect();
        if !state.ended() {
            waits.extend(state.joins.keys().filter_map(|join| self.at_join(join)));
        }
        Why {
            instance: state.id.to_string(),
            status: words::status(state.status).to_owned(),
            summary: self.summary(&waits).into(),
            waits,
            clock: self.clock(),
        }
    }

    /// The statutory clock, once it runs.
    pub fn clock(&self) -> Option<Clock> {
        let clock = self.case.state.clock.as_ref()?;
        let rule = self.case.process.clock.as_ref()?;
        let (limit, law) = match &rule.extend {
            Some(extend) if clock.extended => {
                (&extend.to, extend.law.as_ref().or(rule.law.as_ref()))
            }
            _ => (&rule.limit, rule.law.as_ref()),
        };
        let running = clock.running_since.map_or(0, |since| {
            self.world.calendar.working_days_between(since.day(), self.now.day())
        });
        let due = match self.ended_at() {
            None => self.due(clock.limit),
            Some(ended_at) => {
                let due = super::due(self.world, clock.limit, ended_at);
                Due { working_days_left: None, ..due }
            }
        };
        let provisional = Text::new(
            "截止日所在年份的放假安排尚未公布，日期为暂定，公布后重新计算",
            "the holidays of that year are not published: the day is provisional and will be \
             computed again",
        );
        Some(Clock {
            started_at: clock.started_at.into(),
            limit: limit.to_string(),
            law: law.map(|article| self.case.process.cite(article)),
            used_days: i64::from(clock.consumed_days) + running,
            due,
            extended: clock.extended,
            local: self.local_limit(),
            note: clock.limit.provisional.then(|| provisional.into()),
        })
    }

    /// What the place allows beside the law; none once the case was extended.
    fn local_limit(&self) -> Option<LocalLimit> {
        let rule = self.case.process.clock.as_ref()?.local.as_ref()?;
        let clock = self.case.state.clock.as_ref().filter(|clock| !clock.extended)?;
        let local = clock.local?;
        Some(LocalLimit {
            point: rule.point.to_string(),
            limit: Term { count: local.count, ..rule.unit }.to_string(),
            pauses: rule.pauses.iter().map(|node| self.title(node).into()).collect(),
            excluded: local.excluded,
            paused_since: local.paused_since.map(Into::into),
        })
    }

    /// When the case ended.
    pub fn ended_at(&self) -> Option<tongban_core::Moment> {
        use tongban_core::state::Status;
        match self.case.state.status {
            Status::Completed(_, at) | Status::Cancelled(at) => Some(at),
            Status::Running | Status::Unborn => None,
        }
    }

    /// In one sentence.
    fn summary(&self, waits: &[Wait]) -> Text {
        if let Some(ended) = words::ended(self.case.state.status) {
            return Text::new(format!("已办结：{}", ended.zh), format!("ended: {}", ended.en));
        }
        let Some(first) = waits.first() else {
            return Text::new("正在流转", "on its way");
        };
        let more = waits.len() - 1;
        match more {
            0 => Text::new(first.reason.zh.as_str(), first.reason.en.as_str()),
            _ => Text::new(
                format!("{}；另有 {more} 项", first.reason.zh),
                format!("{}; and {more} more", first.reason.en),
            ),
        }
    }

    /// The article of a node, with its law's name.
    fn law(&self, node: &NodeId) -> Option<String> {
        let process = &self.case.process;
        process.nodes.get(node)?.law.as_deref().map(|article| process.cite(article))
    }

    fn wait(&self, id: ElementId, element: &Element) -> Option<Wait> {
        match element.work.as_ref()? {
            Work::Task(task) => Some(self.for_task(id, (element, task))),
            Work::Notice(notice) => Some(self.for_notice(id, (element, notice))),
            Work::Incident(incident) => Some(self.for_human(id, (element, incident))),
        }
    }

    fn plain(&self, (for_, id): (&str, ElementId), element: &Element, reason: Text) -> Wait {
        Wait {
            for_: for_.to_owned(),
            node: element.node.to_string(),
            title: self.title(&element.node).into(),
            element: Some(id.0),
            reason: reason.into(),
            law: self.law(&element.node),
            since: Some(element.activated_at.into()),
            due: None,
            post: None,
            code: None,
        }
    }

    fn for_task(&self, id: ElementId, (element, task): (&Element, &Task)) -> Wait {
        let title = self.title(&element.node);
        let post = self.post(id, (element, task));
        let place = &post.division.name;
        let mut reason = Text::new(
            format!("等待{place}的 {} 办理“{}”", task.role, title.zh),
            format!("waits for `{}` of {place} to do “{}”", task.role, title.en),
        );
        if let Some(person) = &post.claimed_by {
            add(
                &mut reason,
                &format!("，{}已签收", person.name),
                &format!(", taken by {}", person.name),
            );
        } else if post.may_act.is_empty() {
            add(
                &mut reason,
                "，目前无人可以办理，请管理员任命",
                "; nobody may act now, somebody must be appointed",
            );
        }
        let due = task.due.map(|due| self.due(due));
        let left = due.as_ref().and_then(|due| due.working_days_left).map(words::days_left);
        if let Some(left) = left {
            add(&mut reason, &format!("，{}", left.zh), &format!(", {}", left.en));
        }
        Wait { due, post: Some(post), ..self.plain(("task", id), element, reason) }
    }

    fn post(&self, id: ElementId, (element, task): (&Element, &Task)) -> Post {
        let day = self.now.day();
        let standing = Standing {
            world: self.world,
            process: &self.case.process,
            state: &self.case.state,
            data: &self.case.data,
            day,
        };
        let holders = self.world.organisation.holders(&task.role, task.division, day);
        let (mut may_act, mut kept_away) = (Vec::new(), Vec::new());
        for holder in holders {
            let person = self.person(&holder);
            match may_decide(&standing, id, &holder) {
                Ok(()) => may_act.push(person),
                Err(rejection) => kept_away.push(KeptAway {
                    person,
                    code: rejection.code().to_owned(),
                    reason: rejection.message().into(),
                }),
            }
        }
        let needed = match self.case.process.nodes.get(&element.node).map(|node| &node.kind) {
            Some(NodeKind::UserTask(rule)) => rule.participants.count,
            _ => 1,
        };
        Post {
            role: task.role.to_string(),
            division: division(self.world, task.division, self.now),
            needed,
            claimed_by: task.claimed_by.as_ref().map(|person| self.person(person)),
            may_act,
            kept_away,
        }
    }

    fn for_notice(&self, id: ElementId, (element, notice): (&Element, &Notice)) -> Wait {
        let due = self.due(notice.until);
        let count = notice.objections.len();
        let mut reason = Text::new(
            format!("公示期至 {} 止", due.day),
            format!("the public notice stands until {}", due.day),
        );
        if count > 0 {
            add(
                &mut reason,
                &format!("，已收到 {count} 件异议"),
                &format!(", {count} objections so far"),
            );
        }
        Wait { due: Some(due), ..self.plain(("notice", id), element, reason) }
    }

    fn for_human(&self, id: ElementId, (element, incident): (&Element, &Incident)) -> Wait {
        let title = words::of_code(&incident.code);
        let reason = Text::new(
            format!("需管理员处理：{}（{}）", title.zh, incident.detail),
            format!("an administrator is needed: {} ({})", title.en, incident.detail),
        );
        let code = Some(incident.code.clone());
        Wait { code, ..self.plain(("incident", id), element, reason) }
    }

    /// A join at which some branches have arrived and others have not.
    fn at_join(&self, join: &NodeId) -> Option<Wait> {
        let queues = self.case.state.joins.get(join)?;
        let waits = |flow: &FlowId| queues.get(flow).is_some_and(|queue| !queue.is_empty());
        let process = &self.case.process;
        if !process.incoming(join).any(|flow| waits(&flow.id)) {
            return None;
        }
        let missing = process.incoming(join).filter(|flow| !waits(&flow.id));
        let titles: Vec<_> = missing.map(|flow| self.title(&flow.from)).collect();
        let names = |of: fn(&Text) -> &str, separator| {
            titles.iter().map(of).collect::<Vec<_>>().join(separator)
        };
        let reason = Text::new(
            format!("等待并行分支：{}", names(|title| &title.zh, "、")),
            format!("waits for the branches of {}", names(|title| &title.en, ", ")),
        );
        Some(Wait {
            for_: "join".to_owned(),
            node: join.to_string(),
            title: self.title(join).into(),
            element: None,
            reason: reason.into(),
            law: self.law(join),
            since: None,
            due: None,
            post: None,
            code: None,
        })
    }

    /// A person with their name on file.
    pub fn person(&self, id: &PersonId) -> Person {
        let name = self.world.organisation.staff.person(id).map(|person| person.name.to_string());
        Person { id: id.to_string(), name: name.unwrap_or_else(|| id.to_string()) }
    }
}

/// Goes on with a sentence.
fn add(to: &mut Text, zh: &str, en: &str) {
    to.zh.push_str(zh);
    to.en.push_str(en);
}
