//! What a registration would change, in words an administrator can check before agreeing.
//!
//! Invariant: at most [`Registered::DIFFERENCES_MAX`] lines, whatever the tables hold.

use std::{collections::BTreeSet, sync::Arc};

use tongban_calendar::{Date, HolidayTable};
use tongban_core::{Moment, World, call::Digest, layer::Layer};
use tongban_model::{
    Process, Text,
    organisation::{Division, DivisionId, Divisions, Organisation, PersonId, Staff},
};

use crate::registration::Registered;

const MAX: usize = Registered::DIFFERENCES_MAX;

/// A version of a process against the one before.
pub(super) fn release(world: &World, process: &Process, from: Date) -> Vec<Text> {
    let digest = Digest(process.digest.0).to_string();
    let short = &digest[..8];
    let mut lines = vec![Text::new(
        format!("流程 {} 的新版本 {short} 自 {from} 起用于新办件", process.id),
        format!("version {short} of `{}` applies to new cases from {from}", process.id),
    )];
    let Some(before) = world.in_force(&process.id, from) else { return lines };
    let (old, new): (BTreeSet<_>, BTreeSet<_>) =
        (before.nodes.keys().collect(), process.nodes.keys().collect());
    let line = |(zh, en): (&str, &str), node: &dyn std::fmt::Display| {
        Text::new(format!("{zh}环节 {node}"), format!("{en} node `{node}`"))
    };
    lines.extend(new.difference(&old).map(|node| line(("新增", "new"), node)));
    lines.extend(old.difference(&new).map(|node| line(("取消", "dropped"), node)));
    lines.truncate(MAX);
    lines
}

/// A holiday table against the one in force.
pub(super) fn holidays(before: &HolidayTable, newer: &HolidayTable) -> Vec<Text> {
    let (old, new) = (before.years(), newer.years());
    let mut lines: Vec<_> = new
        .difference(&old)
        .map(|year| Text::new(format!("新增 {year} 年放假安排"), format!("new: year {year}")))
        .collect();
    if lines.is_empty() && before.updated_by(newer) != *before {
        lines.push(Text::new("已公布年份的放假安排有变动", "days of published years change"));
    }
    lines
}

/// Divisions and staff against those on file.
pub(super) fn organisation(before: &Organisation, after: &Organisation) -> Vec<Text> {
    let mut lines = divisions(&before.divisions, &after.divisions);
    lines.extend(people(&before.staff, &after.staff));
    let (old, new) = (before.staff.holdings().len(), after.staff.holdings().len());
    if old != new {
        lines.push(Text::new(
            format!("任职记录由 {old} 条变为 {new} 条"),
            format!("appointments: {old} before, {new} after"),
        ));
    }
    lines.truncate(MAX);
    lines
}

fn divisions(before: &Divisions, after: &Divisions) -> Vec<Text> {
    let ids: BTreeSet<DivisionId> = before.ids().chain(after.ids()).collect();
    let change = |id| {
        let (old, new) = (before.latest(id), after.latest(id));
        if old == new { None } else { Some(division(old.as_ref(), new.as_ref())?) }
    };
    ids.into_iter().filter_map(change).take(MAX).collect()
}

fn division(old: Option<&Division<'_>>, new: Option<&Division<'_>>) -> Option<Text> {
    let told = |of: &Division<'_>| format!("{} {}", of.code, of.name);
    Some(match (old, new) {
        (None, None) => return None,
        (None, Some(new)) => {
            Text::new(format!("新增区划 {}", told(new)), format!("new division {}", told(new)))
        }
        (Some(old), None) => {
            Text::new(format!("取消区划 {}", told(old)), format!("dropped division {}", told(old)))
        }
        (Some(old), Some(new)) => Text::new(
            format!("区划 {} 变为 {}", told(old), told(new)),
            format!("division {} becomes {}", told(old), told(new)),
        ),
    })
}

fn people(before: &Staff, after: &Staff) -> Vec<Text> {
    let ids = |staff: &Staff| -> BTreeSet<PersonId> {
        staff.people().map(|person| person.id.clone()).collect()
    };
    let (old, new) = (ids(before), ids(after));
    let come = new.difference(&old);
    let come = come.map(|id| Text::new(format!("新增人员 {id}"), format!("new person `{id}`")));
    let gone = old.difference(&new);
    let gone = gone.map(|id| Text::new(format!("移除人员 {id}"), format!("dropped person `{id}`")));
    come.chain(gone).take(MAX).collect()
}

/// A plugin against those of the same division at the same point.
pub(super) fn install(world: &World, layer: &Layer) -> Vec<Text> {
    let Layer { process, point, plugin, version, from, .. } = layer;
    let day = from.day();
    let mut lines = vec![Text::new(
        format!("插件 {plugin} {version} 自 {day} 起用于 {process} 的扩展点 {point}"),
        format!("plugin `{plugin}` {version} answers `{point}` of `{process}` from {day}"),
    )];
    let same = world.layers(process, point).of(layer.division);
    let hidden = same.iter().filter(|known| known.applies(day));
    lines.extend(hidden.take(MAX).map(|known| {
        Text::new(
            format!("取代 {} {}", known.plugin, known.version),
            format!("it takes the place of `{}` {}", known.plugin, known.version),
        )
    }));
    lines
}

/// The end of a plugin, and what its division has from then on.
pub(super) fn withdraw(world: &World, layer: &Layer, to: Moment) -> Vec<Text> {
    let (plugin, version, day) = (&layer.plugin, &layer.version, to.day());
    let same = world.layers(&layer.process, &layer.point).of(layer.division);
    let stands = |known: &&Arc<Layer>| known.digest != layer.digest && known.applies(day);
    let next = match same.iter().rfind(stands) {
        Some(next) => Text::new(
            format!("此后由 {} {} 回答", next.plugin, next.version),
            format!("`{}` {} answers from then on", next.plugin, next.version),
        ),
        None => Text::new(
            "此后本区划在该扩展点没有自己的规则",
            "the division has no rule of its own there from then on",
        ),
    };
    let ended = Text::new(
        format!("插件 {plugin} {version} 自 {day} 起停用"),
        format!("plugin `{plugin}` {version} no longer answers from {day}"),
    );
    vec![ended, next]
}
