//! Checking an exported case without a server.
//!
//! ```text
//! definition's files ─ digest ─► the version that the case is pinned to
//! rows ─ chain, documents, fold ─► state
//! each answer of an extension point ─ inputs evaluated anew, components asked anew, with what the
//!     world answered then ─► the same?
//! ```
//! Not here: whether the record is the one that the authority holds; compare the head and the
//! registry's hashes with a signed checkpoint for that.
//! Invariant: the bytes are input; whatever they hold, there is a report.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use indexmap::IndexMap;
use tongban_core::{
    call::{Call, Digest, Outcome, Scene, Used},
    event::{Event, LayerAnswered, PointAnswered},
    layer,
    record::{self, Record, Row},
    registry::RegistryEvent,
    surroundings::{Found, Lookup, Told, Transcript},
};
use tongban_expr::{Value, value_to_json};
use tongban_model::Process;
use tongban_plugin_api::{PluginHost, Surroundings};

use crate::{
    callers, documents,
    export::{CaseBundle, FORMAT},
    fold::{Fold, Watched},
    registry::artifact,
    report::Report,
};

/// Checks a case bundle. Plugins are asked again through `plugins`.
pub fn verify_bundle(bytes: &[u8], plugins: &dyn PluginHost) -> Report {
    let mut report = Report::default();
    let bundle: CaseBundle = match minicbor::decode(bytes) {
        Ok(bundle) => bundle,
        Err(error) => {
            report.wrong("bundle 卷宗", ("不是办件卷宗", &format!("not a case bundle: {error}")));
            return report;
        }
    };
    if bundle.format > FORMAT {
        let en = format!("expected format {FORMAT} or older, but found {}", bundle.format);
        report.wrong("bundle 卷宗", ("由更新版本的程序导出", &en));
        return report;
    }
    let Some(process) = definition(&bundle, &mut report) else { return report };
    let mut check = Check { plugins, report, asked: 0, skipped: 0, answered_by: BTreeSet::new() };
    check.admit(&bundle);
    check.fold(&bundle, &process);
    check.registry(&bundle, &process);
    check.report
}

fn definition(bundle: &CaseBundle, report: &mut Report) -> Option<Arc<Process>> {
    let files = artifact::decode_bundle(&bundle.definition);
    let process = files.and_then(|files| tongban_model::load(&files).0);
    if process.is_none() {
        report.wrong("definition 流程定义", ("无法读取", "cannot be read"));
    }
    process.map(Arc::new)
}

struct Check<'a> {
    plugins: &'a dyn PluginHost,
    report: Report,
    /// Calls that were asked again.
    asked: u64,
    /// Calls that could not be: their input was erased, or the host had failed.
    skipped: u64,
    /// The plugins whose answers the case rests on.
    answered_by: BTreeSet<Digest>,
}

impl Check<'_> {
    fn admit(&mut self, bundle: &CaseBundle) {
        for component in &bundle.components {
            if let Err(refusal) = self.plugins.admit(component) {
                let digest = artifact::digest(component);
                self.report.wrong(digest, ("插件不被接受", &refusal.to_string()));
            }
        }
    }

    fn fold(&mut self, bundle: &CaseBundle, process: &Arc<Process>) {
        let mut fold = Fold::new(bundle.instance);
        let mut count = documents::Count::default();
        let pinned = |digest: &Digest| (process.digest.0 == digest.0).then(|| Arc::clone(process));
        for row in &bundle.rows {
            let mut watch = |fold: &Fold, watched: &Watched<'_>| {
                if let Event::PointAnswered(answered) = watched.event {
                    self.answered((fold, watched), process, answered);
                }
            };
            if let Err(error) = fold.take_up_watched(row, &pinned, &mut watch) {
                self.report.wrong(bundle.instance, ("记录损坏", &error.to_string()));
                return;
            }
            let check = (None, &mut self.report);
            documents::check(bundle.instance, row, check, &mut count);
        }
        if fold.head != bundle.head || bundle.rows.is_empty() {
            let en = "its records do not end at the head that it names";
            self.report.wrong(bundle.instance, ("记录不完整", en));
        }
        self.told(&fold, count);
    }

    fn told(&mut self, fold: &Fold, count: documents::Count) {
        let (id, records, head) = (fold.state.id, fold.sequence, fold.head);
        let (asked, skipped) = (self.asked, self.skipped);
        let documents::Count { sound, erased, .. } = count;
        let report = &mut self.report;
        report.fact(
            format!("办件 {id}：{records} 条记录，链头 {head}"),
            format!("case {id}: {records} records, head {head}"),
        );
        report.fact(
            format!("{sound} 份文书与摘要一致，{erased} 份已依法删除"),
            format!("{sound} documents match, {erased} were erased"),
        );
        report.fact(
            format!("重新询问插件 {asked} 次，{skipped} 次无法重问"),
            format!("{asked} plugin calls were made again, {skipped} could not be"),
        );
    }

    /// Asks the plugins of one answer again.
    fn answered(
        &mut self,
        (fold, watched): (&Fold, &Watched<'_>),
        process: &Process,
        answered: &PointAnswered,
    ) {
        let id = fold.state.id;
        self.answered_by.extend(answered.layers.iter().map(|layer| layer.digest));
        let Some(point) = process.points.get(&answered.point) else {
            let en = format!("`{}` is no extension point of its definition", answered.point);
            return self.report.wrong(id, ("扩展点不存在", &en));
        };
        let document = watched.documents.get(usize::from(answered.input.index));
        let Some(written) = document.and_then(|document| document.json.as_deref()) else {
            self.skipped += answered.layers.len() as u64;
            return;
        };
        let record = watched.record;
        let day = record.occurred_at.unwrap_or(record.recorded_at).day();
        let Ok(input) = layer::inputs(point, &fold.data, day) else {
            self.skipped += answered.layers.len() as u64;
            return;
        };
        if !says(&input, written) {
            let en = format!("the inputs of `{}` do not follow from the case", answered.point);
            return self.report.wrong(id, ("插件输入与案卷不符", &en));
        }
        let at = record.occurred_at.unwrap_or(record.recorded_at);
        let day = layer::day(&fold.state, (answered.element, point), at);
        let scene = Scene { division: Some(fold.state.division), day };
        let told = match told(watched, answered) {
            Ok(told) => told,
            Err(Lost::Erased) => {
                self.skipped += answered.layers.len() as u64;
                return;
            }
            Err(Lost::Damaged) => {
                let en = format!("what the plugins of `{}` looked up is not whole", answered.point);
                return self.report.wrong(id, ("插件查询记录不完整", &en));
            }
        };
        for (at, layer) in answered.layers.iter().enumerate() {
            let question = point.world.into();
            let call = Call { plugin: layer.digest, question, input: input.clone(), scene };
            let told = told.as_ref().map(|told| told.layers[at].clone()).unwrap_or_default();
            self.layer(fold, layer, (&call, told));
        }
    }

    fn layer(&mut self, fold: &Fold, layer: &LayerAnswered, (call, told): (&Call, Told)) {
        if matches!(layer.outcome, Outcome::Unavailable(_)) {
            self.skipped += 1;
            return;
        }
        self.asked += 1;
        let log = told.log.clone();
        let world = layer.used.as_ref().map_or(0, |used| used.world);
        let recorded: Arc<dyn Surroundings> = Arc::new(Recorded { world, told });
        let called = callers::ask(self.plugins, call, &recorded);
        let used = called.used.as_deref();
        let same = called.outcome == layer.outcome
            && used.map(Used::usage) == layer.used
            && used.map_or(&[][..], |used| &used.log) == log;
        if !same {
            let en = format!("plugin `{}` {} now answers otherwise", layer.plugin, layer.version);
            self.report.wrong(fold.state.id, ("插件重算结果不一致", &en));
        }
    }

    /// The records that released the definition and installed the plugins: all are there, and they
    /// name these very bytes.
    fn registry(&mut self, bundle: &CaseBundle, process: &Process) {
        let files = artifact::digest(&bundle.definition);
        let mut vouched = BTreeSet::new();
        let hashes = bundle.registry_hashes.as_deref();
        if bundle.format >= 2 && hashes.map(<[Digest]>::len) != Some(bundle.registry.len()) {
            let en = "expected the hash of each registry record";
            self.report.wrong("registry 登记", ("登记摘要不全", en));
        }
        for (at, row) in bundle.registry.iter().enumerate() {
            let hash = hashes.and_then(|hashes| hashes.get(at));
            let Some(record) = self.registry_record(row, hash) else { continue };
            for event in record.events {
                match event {
                    RegistryEvent::ProcessReleased { digest, artifact, .. }
                        if artifact == files =>
                    {
                        vouched.insert(digest);
                    }
                    RegistryEvent::PluginInstalled { layer, .. } => {
                        vouched.insert(layer.digest);
                    }
                    _ => {}
                }
            }
        }
        if !vouched.contains(&Digest(process.digest.0)) {
            let en = "no registry record released these files";
            self.report.wrong("definition 流程定义", ("没有对应的发布登记", en));
        }
        let answered = std::mem::take(&mut self.answered_by);
        for plugin in answered.difference(&vouched) {
            let en = "no registry record installed this plugin";
            self.report.wrong(plugin, ("没有对应的安装登记", en));
        }
    }

    fn registry_record(
        &mut self,
        row: &[u8],
        expected: Option<&Digest>,
    ) -> Option<Record<RegistryEvent>> {
        let read = Row::from_bytes(row).and_then(|row| {
            Ok((Record::<RegistryEvent>::from_bytes(&row.record)?, record::hash(&row.record)))
        });
        match read {
            Ok((record, hash)) => {
                if expected.is_some_and(|expected| *expected != hash) {
                    let en = format!("registry record {} was changed", record.sequence);
                    self.report.wrong("registry 登记", ("登记记录被改动", &en));
                }
                self.report.fact(
                    format!("登记第 {} 条，摘要 {hash}", record.sequence),
                    format!("registry record {}, hash {hash}", record.sequence),
                );
                Some(record)
            }
            Err(error) => {
                self.report.wrong("registry 登记", ("记录损坏", &error.to_string()));
                None
            }
        }
    }
}

/// Why a transcript cannot be read.
enum Lost {
    /// The document was erased.
    Erased,
    /// It is not there, or says something else.
    Damaged,
}

/// What the layers of an answer were told; none where no layer used the host.
fn told(watched: &Watched<'_>, answered: &PointAnswered) -> Result<Option<Transcript>, Lost> {
    let used = answered.layers.iter().any(|layer| layer.used.is_some());
    let Some(reference) = &answered.consulted else {
        return if used { Err(Lost::Damaged) } else { Ok(None) };
    };
    let document = watched.documents.get(usize::from(reference.index)).ok_or(Lost::Damaged)?;
    let json = document.json.as_deref().ok_or(Lost::Erased)?;
    let transcript = Transcript::from_json(json).ok_or(Lost::Damaged)?;
    let whole = transcript.layers.len() == answered.layers.len();
    if whole { Ok(Some(transcript)) } else { Err(Lost::Damaged) }
}

/// The world as it answered then: what is asked otherwise was never answered.
#[derive(Debug)]
struct Recorded {
    world: u64,
    told: Told,
}

impl Surroundings for Recorded {
    fn world(&self) -> u64 {
        self.world
    }

    fn look_up(&self, _: &Scene, lookup: &Lookup) -> Found {
        let reason = "this was not asked when the case was decided";
        let unknown = || Found::Unknown { reason: reason.to_owned() };
        self.told.found(lookup).cloned().unwrap_or_else(unknown)
    }
}

/// Whether a document says what these inputs say.
fn says(input: &IndexMap<Arc<str>, Value>, written: &str) -> bool {
    let Ok(written) = serde_json::from_str::<BTreeMap<String, serde_json::Value>>(written) else {
        return false;
    };
    let evaluated: BTreeMap<_, _> =
        input.iter().map(|(name, value)| (name.to_string(), value_to_json(value))).collect();
    evaluated == written
}
