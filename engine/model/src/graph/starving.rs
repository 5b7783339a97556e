//! Joins that may wait for ever: a branch can leave between the fork and its join while another
//! branch comes.
//!
//! Seen from one flow of a join, whatever the tokens that leave a node do until they reach the join
//! or end comes to one of four: they bring nothing, this flow, other flows, or both. Each node has
//! the set of those that some run leads to: of a choice the union, of a fork every combination, of
//! an end nothing, of an end that terminates no run at all, since no join outlives it. The join may
//! starve exactly when a run from the start, or from the join itself, brings others without this
//! one.
//!
//! Taken as free of each other: the conditions of gateways, outcomes, and whether an event fires.
//! Taken as given: that other joins fire (each is judged by itself), and that loops end.
//!
//! Not here: a flow that comes twice where another comes once; the machine finds what then waits
//! (`join-starved`).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    drawing::{Drawing, Edge, Set},
    joins::parts,
};
use crate::{
    Text,
    source::{codes, diagnostic::Report, node::Kind},
};

/// What runs may bring to a join: bit *n* is set when some run brings *n*, where 1 stands for the
/// flow in question and 2 for any other.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Brings(u8);

impl Brings {
    const NO_RUN: Self = Self(0);
    const NOTHING: Self = Self(1);
    const THIS: Self = Self(1 << 1);
    const OTHERS: Self = Self(1 << 2);

    /// One of two goes on.
    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Both go on at the same time.
    fn and(self, other: Self) -> Self {
        let has = |set: Self, what: u8| set.0 & (1 << what) != 0;
        let pairs = (0..4).flat_map(|left| (0..4).map(move |right| (left, right)));
        let together = pairs.filter(|(left, right)| has(self, *left) && has(other, *right));
        Self(together.fold(0, |set, (left, right)| set | 1 << (left | right)))
    }

    /// Some run brings others and not this.
    fn starves(self) -> bool {
        self.0 & Self::OTHERS.0 != 0
    }

    /// Some run brings this.
    fn may_bring(self) -> bool {
        self.0 & 0b1010 != 0
    }

    /// There are runs, and none brings this.
    fn never_brings(self) -> bool {
        self != Self::NO_RUN && !self.may_bring()
    }
}

/// A join seen from one of its flows.
struct View<'v, 'd> {
    drawing: &'v Drawing<'d>,
    join: usize,
    flow: usize,
    /// By node: what the tokens that leave it bring.
    brings: Vec<Brings>,
}

pub(super) fn judge(report: &mut Report, drawing: &Drawing<'_>, join: usize) {
    let mut leaving: BTreeMap<usize, usize> = BTreeMap::new(); // arrow, and the fork before it
    let begins = begins(drawing);
    let begun: Set = drawing.reached(begins.iter().copied(), |_, _| true);
    let mut starved = false;
    for flow in drawing.flows_to(join).collect::<BTreeSet<_>>() {
        let view = View::of(drawing, join, flow);
        if !begins.iter().chain([&join]).any(|at| view.brings[*at].starves()) {
            continue;
        }
        starved = true;
        for fork in begun.iter().copied() {
            for arrow in view.leaks(fork) {
                leaving.entry(arrow).or_insert(fork);
            }
        }
    }
    for (arrow, fork) in &leaving {
        misses(report, drawing, (*arrow, *fork, join));
    }
    if starved && leaving.is_empty() {
        short(report, drawing, join);
    }
}

/// Where a token comes from alone: the start. Where arrows lead to nodes that are not there, also
/// each node to which nothing leads, unless such an arrow lies behind a fork: then the token that
/// it brings may not be alone.
fn begins(drawing: &Drawing<'_>) -> Vec<usize> {
    let mut begins: Vec<_> = drawing.of_kind(Kind::StartEvent).collect();
    let forks = drawing.nodes().filter(|at| parts(drawing, *at).len() > 1);
    let behind = drawing.reached(forks, |_, _| true);
    if drawing.nodes_readable() && !behind.iter().any(|at| drawing.loses_arrow(*at)) {
        let lost = drawing.nodes().any(|at| drawing.loses_arrow(at));
        begins.extend(drawing.nodes().filter(|at| lost && drawing.before(*at).next().is_none()));
    }
    begins
}

impl<'v, 'd> View<'v, 'd> {
    fn of(drawing: &'v Drawing<'d>, join: usize, flow: usize) -> Self {
        let brings = vec![Brings::NO_RUN; drawing.nodes().len()];
        let mut view = Self { drawing, join, flow, brings };
        let mut open: BTreeSet<usize> = drawing.nodes().collect();
        while let Some(at) = open.pop_last() {
            let brings = view.leaving(at);
            if brings != view.brings[at] {
                view.brings[at] = brings;
                open.extend(drawing.before(at).map(|(before, _)| before));
            }
        }
        view
    }

    /// What the tokens that leave a node bring, by what is known of the nodes behind it.
    fn leaving(&self, at: usize) -> Brings {
        let drawing = self.drawing;
        if drawing.kind(at) == Some(Kind::EndEvent) {
            let terminates = drawing.node(at).record.boolean("terminate").unwrap_or_default();
            return if terminates { Brings::NO_RUN } else { Brings::NOTHING };
        }
        let forks = drawing.kind(at) == Some(Kind::ParallelGateway);
        let may_fork = drawing.kind(at).is_none() && drawing.after(at).nth(1).is_some();
        if may_fork || (forks && drawing.loses_arrow(at)) {
            return Brings::NO_RUN; // nothing is known
        }
        let mut own: Option<Brings> = None;
        let mut beside = Brings::NOTHING;
        for (to, edge) in drawing.after(at) {
            let brings = self.by((to, edge));
            match edge {
                Edge::Hangs { interrupting: false } => {
                    beside = beside.and(Brings::NOTHING.or(brings));
                }
                _ if forks => own = Some(own.unwrap_or(Brings::NOTHING).and(brings)),
                _ => own = Some(own.unwrap_or_default().or(brings)),
            }
        }
        own.unwrap_or_default().and(beside)
    }

    /// What a token brings that moves over an edge.
    fn by(&self, (to, edge): (usize, Edge)) -> Brings {
        match edge.flow() {
            Some(flow) if to == self.join && flow == self.flow => Brings::THIS,
            Some(_) if to == self.join => Brings::OTHERS,
            _ => self.brings[to],
        }
    }

    /// The arrows behind a fork by which one of its branches leaves for good, where another branch
    /// may come to the join meanwhile. An arrow is named by its number; an event that ends its host
    /// has the number of its one flow.
    fn leaks(&self, fork: usize) -> Vec<usize> {
        let drawing = self.drawing;
        let parts = parts(drawing, fork);
        if parts.len() < 2 || !self.brings[fork].starves() {
            return Vec::new();
        }
        let of = |part: &Vec<(usize, Edge)>| {
            part.iter().fold(Brings::NO_RUN, |all, edge| all.or(self.by(*edge)))
        };
        let mut leaks = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let meanwhile =
                parts.iter().enumerate().any(|(other, part)| other != number && of(part).starves());
            if !meanwhile || !of(part).may_bring() {
                continue;
            }
            let begins = part.iter().map(|(to, _)| *to).filter(|to| *to != self.join);
            let mut inside = drawing.reached(begins, |_, edge| {
                edge.flow().is_none_or(|flow| drawing.target(flow) != self.join)
            });
            if part.iter().any(|(_, edge)| edge.moves()) {
                inside.insert(fork);
            }
            leaks.extend(inside.into_iter().flat_map(|at| self.leaks_at(at)));
        }
        leaks
    }

    /// The arrows of a choice by which what might have come never comes.
    fn leaks_at(&self, at: usize) -> Vec<usize> {
        let drawing = self.drawing;
        if drawing.kind(at) == Some(Kind::ParallelGateway) || !self.brings[at].may_bring() {
            return Vec::new();
        }
        let lost = drawing
            .after(at)
            .filter(|(_, edge)| edge.moves())
            .filter(|(to, edge)| self.by((*to, *edge)).never_brings());
        lost.filter_map(|(to, edge)| edge.flow().or_else(|| drawing.flows_from(to).next()))
            .collect()
    }
}

fn misses(report: &mut Report, drawing: &Drawing<'_>, (arrow, fork, join): (usize, usize, usize)) {
    let (fork, join) = (drawing.id(fork), drawing.id(join));
    let flow = drawing.flow(arrow);
    let (zh, en) = match &flow.on {
        Some(on) => (format!("“{}”的结论“{on}”", flow.from), format!("`{}` by `{on}`", flow.from)),
        None => (format!("“{}”到“{}”", flow.from, flow.to), format!("`{}`", flow.from)),
    };
    report
        .error(
            codes::BRANCH_MISSES_JOIN,
            flow.place,
            Text::new(
                format!("“{fork}”分出的这一支由{zh}离开，到不了汇合“{join}”，其余分支会一直等待"),
                format!(
                    "expected every way from `{fork}` to reach the join `{join}`, but a branch \
                     leaves {en} for `{}`: the others would wait for ever",
                    flow.to
                ),
            ),
        )
        .hint(
            "让这条路也通到汇合；若整个办件到此为止，结束事件写 terminate: true",
            "lead it to the join too, or, where the whole case is over, to an endEvent with \
             `terminate: true`",
        );
}

fn short(report: &mut Report, drawing: &Drawing<'_>, join: usize) {
    let id = drawing.id(join);
    report
        .error(
            codes::BRANCH_MISSES_JOIN,
            drawing.place(join),
            Text::new(
                format!("有的走法只有一部分分支到达汇合“{id}”，它会一直等待"),
                format!("expected all branches of the join `{id}` on every way, but some miss it"),
            ),
        )
        .hint(
            "回到并行分支之内的路应先经过分支的起点；定时器未触发时汇合也须能收齐",
            "a way back into a branch must pass the fork again, and a join may not rely on an \
             event that need not fire",
        );
}
