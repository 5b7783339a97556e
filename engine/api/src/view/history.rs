//! Records of a case, as an auditor reads them: one arm for each event.

use tongban_core::{
    Actor,
    call::Outcome,
    document::Document,
    event::{
        DocumentRef, DueAt, DueMoved, Event as Core, IncidentRaised, LayerAnswered, PointAnswered,
        SentBack, TableEvaluated, TaskDecided,
    },
    id::ElementId,
    layer::Joined,
};
use tongban_expr::value_to_json;
use tongban_model::Text;
use tongban_runtime::HistoryEntry;

use super::{Reading, rules, words};
use crate::wire::history::{Event, Layer, Record};

impl Reading<'_> {
    /// One record, with or without what people wrote.
    pub fn record(&self, entry: &HistoryEntry, with_documents: bool) -> Record {
        let record = &entry.record;
        let document = |document: &Document| {
            with_documents.then(|| document.submission().map(Into::into)).flatten()
        };
        Record {
            sequence: record.sequence,
            position: record.position,
            recorded_at: record.recorded_at.into(),
            occurred_at: record.occurred_at.map(Into::into),
            actor: actor(&record.actor),
            world: record.world,
            previous: record.previous.to_string(),
            events: record.events.iter().map(|event| self.event(event)).collect(),
            documents: entry.documents.iter().map(document).collect(),
        }
    }

    fn event(&self, event: &Core) -> Event {
        match event {
            Core::InstanceStarted(started) => Event {
                receipt: Some(started.receipt.clone()),
                ..kind("instance-started", "申请登记", "the case began").with(&started.application)
            },
            Core::FlowTaken(taken) => Event {
                flow: Some(taken.flow.to_string()),
                ..self.at("flow-taken", taken.from, ("离开", "left"))
            },
            Core::JoinReached(reached) => Event {
                node: Some(reached.node.to_string()),
                flow: Some(reached.flow.to_string()),
                ..kind("join-reached", "到达汇合点", "waits at a join")
            },
            Core::ElementActivated(activated) => Event {
                node: Some(activated.node.to_string()),
                flow: activated.flow.as_ref().map(ToString::to_string),
                ..self.at("element-activated", activated.element, ("进入", "began"))
            },
            Core::ElementCompleted(completed) => Event {
                outcome: completed.outcome.as_ref().map(ToString::to_string),
                ..self.at("element-completed", completed.element, ("完成", "completed"))
            },
            Core::ElementCancelled(cancelled) => {
                self.at("element-cancelled", cancelled.element, ("撤销", "cancelled"))
            }
            Core::TaskOpened(opened) => Event {
                detail: Some(opened.role.to_string()),
                ..self.at("task-opened", opened.element, ("待办", "open")).until(opened.due)
            },
            Core::TaskClaimed(claimed) => Event {
                person: Some(claimed.person.to_string()),
                ..self.at("task-claimed", claimed.element, ("签收", "claimed"))
            },
            Core::TaskReleased(released) => {
                self.at("task-released", released.element, ("退签", "released"))
            }
            Core::TaskDecided(decided) => self.decided(decided),
            Core::SentBack(sent) => self.sent_back(sent),
            Core::NoticePosted(posted) => self
                .at("notice-posted", posted.element, ("开始公示", "public"))
                .until(Some(posted.until)),
            Core::ObjectionFiled(filed) => Event {
                receipt: Some(filed.receipt.clone()),
                ..self
                    .at("objection-filed", filed.element, ("收到异议", "objected to"))
                    .with(&filed.document)
            },
            Core::TableEvaluated(table) => self.table(table),
            Core::PointAnswered(point) => self.point(point),
            _ => self.of_the_engine(event),
        }
    }

    /// What the engine does to a case by itself, and the end of a case.
    fn of_the_engine(&self, event: &Core) -> Event {
        match event {
            Core::ClockStarted(started) => {
                kind("clock-started", "期限起算", "the limit began").until(Some(started.limit))
            }
            Core::ClockExtended(extended) => {
                kind("clock-extended", "期限延长", "the limit was extended")
                    .until(Some(extended.limit))
                    .with(&extended.reason)
            }
            Core::LocalLimitSet(set) => {
                kind("local-limit-set", "地方时限起算", "the place's own limit began")
                    .until(Some(set.limit))
            }
            Core::LocalLimitPaused(paused) => {
                kind("local-limit-paused", "地方时限暂停", "the place's own limit stands still")
                    .until(Some(paused.limit))
            }
            Core::LocalLimitResumed(resumed) => {
                kind("local-limit-resumed", "地方时限恢复计算", "the place's own limit runs again")
                    .until(Some(resumed.limit))
            }
            Core::ClockRungReached(reached) => Event {
                detail: Some(reached.rung.to_string()),
                ..kind("clock-rung-reached", "期限提醒", "a reminder of the limit fired")
            },
            Core::TimerSet(set) => {
                kind("timer-set", "设定时限", "a timer was set").until(Some(set.due))
            }
            Core::TimerFired(fired) => Event {
                due: Some(fired.due.into()),
                ..kind("timer-fired", "时限到达", "a timer fired")
            },
            Core::AlarmRang(_) => kind("alarm-rang", "定时检查", "woken"),
            Core::DueMoved(moved) => self.moved(moved),
            Core::IncidentRaised(raised) => self.raised(raised),
            Core::IncidentResolved(resolved) => {
                self.at("incident-resolved", resolved.element, ("异常已处理，重试", "tried again"))
            }
            Core::InstanceCompleted(completed) => {
                let name = format!("{:?}", completed.ending).to_lowercase();
                Event {
                    node: Some(completed.node.to_string()),
                    outcome: Some(name),
                    ..kind("instance-completed", "办结", "the case ended")
                }
            }
            Core::InstanceCancelled(cancelled) => {
                let event = kind("instance-cancelled", "终止办理", "the case was cancelled");
                cancelled.reason.as_ref().map_or(event.clone(), |reason| event.with(reason))
            }
            _ => kind("other", "其他", "other"),
        }
    }

    fn decided(&self, decided: &TaskDecided) -> Event {
        let event = Event {
            person: Some(decided.person.to_string()),
            outcome: Some(decided.outcome.to_string()),
            ..self.at("task-decided", decided.element, ("作出决定", "decided"))
        };
        match &decided.document {
            Some(document) => event.with(document),
            None => event,
        }
    }

    fn sent_back(&self, sent: &SentBack) -> Event {
        let to = self.case.state.element(sent.to).map(|element| element.node.to_string());
        let event = Event {
            person: sent.person.as_ref().map(ToString::to_string),
            detail: to,
            ..self.at("sent-back", sent.from, ("退回", "sent back"))
        };
        match &sent.reason {
            Some(reason) => event.with(reason),
            None => event,
        }
    }

    fn table(&self, table: &TableEvaluated) -> Event {
        let values = table.outputs.0.iter();
        Event {
            rules: table.matched.iter().map(rules::applied).collect(),
            values: values.map(|(name, value)| (name.to_string(), value_to_json(value))).collect(),
            ..self.at("table-evaluated", table.element, ("适用决策表", "the table was applied"))
        }
    }

    fn point(&self, point: &PointAnswered) -> Event {
        let (outcome, values) = match &point.joined {
            Joined::Verdict(verdict, values) => (verdict.name().to_owned(), Some(values)),
            Joined::Value(values) => ("value".to_owned(), Some(values)),
            Joined::Nothing(code, _) => (code.clone(), None),
        };
        let values = values.into_iter().flat_map(|values| values.0.iter());
        Event {
            outcome: Some(outcome),
            detail: Some(point.point.to_string()),
            layers: point.layers.iter().map(layer).collect(),
            values: values.map(|(name, value)| (name.to_string(), value_to_json(value))).collect(),
            ..self
                .at("point-answered", point.element, ("规则应答", "the rules answered"))
                .with(&point.input)
        }
    }

    fn raised(&self, raised: &IncidentRaised) -> Event {
        let title = words::of_code(&raised.code);
        Event {
            code: Some(raised.code.clone()),
            detail: Some(raised.detail.clone()),
            ..self.at("incident-raised", raised.element, (&title.zh, &title.en))
        }
    }

    fn moved(&self, moved: &DueMoved) -> Event {
        let words = ("日期重新计算", "a provisional day was computed again");
        match moved {
            DueMoved::Task(element, due) | DueMoved::Notice(element, due) => {
                self.at("due-moved", *element, words).until(Some(*due))
            }
            DueMoved::Timer(_, due) | DueMoved::Clock(due) => {
                kind("due-moved", words.0, words.1).until(Some(*due))
            }
        }
    }

    /// An event of an element, told with its node's title.
    fn at(&self, name: &str, element: ElementId, (zh, en): (&str, &str)) -> Event {
        let node = self.case.state.element(element).map(|found| &found.node);
        let title = node.map_or_else(Text::default, |node| self.title(node));
        Event {
            element: Some(element.0),
            node: node.map(ToString::to_string),
            ..kind(name, &format!("“{}”{zh}", title.zh), &format!("“{}” {en}", title.en))
        }
    }
}

impl Event {
    fn with(mut self, document: &DocumentRef) -> Self {
        self.document = Some(document.index);
        self.document_digest = Some(document.digest.to_string());
        self
    }

    fn until(mut self, due: Option<DueAt>) -> Self {
        self.due = due.map(|due| due.at.into());
        self.provisional = due.is_some_and(|due| due.provisional);
        self
    }
}

fn kind(name: &str, zh: &str, en: &str) -> Event {
    Event { kind: name.to_owned(), text: Text::new(zh, en).into(), ..Event::default() }
}

fn layer(layer: &LayerAnswered) -> Layer {
    let (answer, found) = match &layer.outcome {
        Outcome::Answered(answer) => (
            answer.verdict.map_or("value", tongban_core::call::Verdict::name).to_owned(),
            answer.findings.iter().map(rules::finding).collect(),
        ),
        Outcome::Refused(words) => (format!("refused: {words}"), Vec::new()),
        Outcome::Failed { failure, detail } => {
            (format!("failed: {failure:?}: {detail}"), Vec::new())
        }
        Outcome::Unavailable(detail) => (format!("unavailable: {detail}"), Vec::new()),
    };
    Layer {
        division: layer.division.map(|division| division.0),
        plugin: layer.plugin.clone(),
        version: layer.version.clone(),
        digest: layer.digest.to_string(),
        law: layer.law.clone(),
        answer,
        rules: found,
    }
}

/// Who acted, for programs.
fn actor(actor: &Actor) -> String {
    match actor {
        Actor::Person(person) => person.to_string(),
        Actor::Citizen => "citizen".to_owned(),
        Actor::Engine => "engine".to_owned(),
    }
}
