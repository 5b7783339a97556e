//! `plugin-chain` and `plugin-many`: finding the layers of a case, with five plugins installed and
//! with many; and what many cost in memory, held and brought back.
//!
//! Not here: calls of whole chains. Layers are found without asking any.

use std::{
    collections::HashMap,
    hint::black_box,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context as _, bail, ensure};
use tongban_cli::setup;
use tongban_core::{
    Moment, World,
    call::{Call, Digest, Outcome, Question, Scene},
    layer::{self, Layer},
};
use tongban_expr::{Table, Value};
use tongban_model::{
    Combine, Point, PointId, Process,
    organisation::{DivisionId, Organisation},
};
use tongban_plugin_api::{ComponentSource, PluginHost as _, nowhere};
use tongban_plugin_host::{DiskCacheConfig, Host, HostConfig, table_component};

use crate::{args::Sizes, report::Report, resident::resident_bytes};

const CHAIN: &str = "plugin-chain";
const MANY: &str = "plugin-many";
/// Chains found between two looks at the clock: one alone is too short for it.
const BATCH: u32 = 100;
/// Worlds made to see what one takes.
const COPIES: u32 = 8;
/// The chain of one village, from the top: the nation and four divisions below it.
const CODES: [&str; 4] = ["53", "5304", "530428", "530428003"];
const DAY: jiff::civil::Date = jiff::civil::date(2026, 9, 18);

pub(super) fn chain(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let place = Place::new()?;
    let median = place.median(&place.world(0)?, sizes.calls)?;
    report.add(CHAIN, "five layers found, without the calls, median", (micros(median), "µs"));
    Ok(())
}

pub(super) fn many(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let place = Place::new()?;
    let few = place.world(0)?;
    // Several, since the first ones fill memory that was freed before and not given back.
    let worlds =
        |count| (0..count).map(|_| place.world(sizes.plugins)).collect::<Result<Vec<_>, _>>();
    let warm = worlds(2)?;
    let before = resident_bytes();
    let more = worlds(COPIES)?;
    let grown = resident_bytes().saturating_sub(before) / u64::from(COPIES);
    drop(warm);
    let many = more.into_iter().next().context("expected at least one world")?;
    let installed = sizes.plugins + 5;
    // In turn, so that whatever else the machine does falls on both.
    let rounds = 5;
    let (mut with_few, mut with_many) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        with_few.push(place.median(&few, sizes.calls / rounds)?);
        with_many.push(place.median(&many, sizes.calls / rounds)?);
    }
    let (few, many) = (middle(with_few), middle(with_many));
    report.add(MANY, "five layers found among 5 installed, median", (micros(few), "µs"));
    let what = format!("five layers found among {installed} installed, median");
    report.add(MANY, &what, (micros(many), "µs"));
    let ratio = many.as_secs_f64() / few.as_secs_f64().max(f64::MIN_POSITIVE);
    report.add(MANY, &format!("ratio of {installed} installed to 5"), (ratio, "×"));
    report.add(MANY, &format!("memory of {} more in the world", sizes.plugins), mib(grown));
    held(sizes, report)
}

/// What many components cost in a host that holds some of them.
fn held(sizes: &Sizes, report: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(&sizes.dir).context("making a folder")?;
    let disk_cache = DiskCacheConfig::new(folder.path().join("code"), [7; 32]);
    let config = HostConfig { disk_cache: Some(disk_cache), ..HostConfig::default() };
    let max = config.components_max;
    let source = Arc::new(Numbered::default());
    let host = Host::new(config).context("starting the plugin host")?;
    let host = host.with_source(Arc::<Numbered>::clone(&source));
    let mut digests = Vec::new();
    let before = resident_bytes();
    let mut full = 0;
    for number in 0..sizes.plugins {
        digests.push(host.admit(&numbered(number)?).context("admitting a table")?.digest);
        if number < max {
            full = resident_bytes().saturating_sub(before);
        }
    }
    let all = resident_bytes().saturating_sub(before);
    let what = format!("memory of {} admitted, at most {max} held", sizes.plugins);
    report.add(MANY, &format!("memory of {} held", sizes.plugins.min(max)), mib(full));
    report.add(MANY, &what, mib(all));
    source.know(&digests);
    let ask = |digest: &Digest| {
        let start = Instant::now();
        let outcome = host.call(&call(*digest), nowhere()).outcome;
        let elapsed = start.elapsed();
        ensure!(matches!(outcome, Outcome::Answered(_)), "expected an answer, but {outcome:?}");
        Ok(elapsed)
    };
    // The last 512 lie in memory; these were let go first and are on disk.
    let let_go = digests.iter().take(digests.len().saturating_sub(max).min(200));
    let back = let_go.map(ask).collect::<anyhow::Result<Vec<_>>>()?;
    if !back.is_empty() {
        let what = "a table let go: brought back from the disk and asked, median";
        report.add(MANY, what, (micros(middle(back)), "µs"));
    }
    let last = digests.last().context("expected at least one plugin")?;
    let again = (0..200).map(|_| ask(last)).collect::<anyhow::Result<Vec<_>>>()?;
    report.add(MANY, "a table held: asked, median", (micros(middle(again)), "µs"));
    Ok(())
}

/// Where layers are found: the means test of 低保, asked for one village.
struct Place {
    process: Arc<Process>,
    point: Point,
    layers: [Option<DivisionId>; 5],
    village: DivisionId,
}

impl Place {
    fn new() -> anyhow::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows/dibao");
        let (process, _) = tongban_model::load(&setup::read_bundle(&folder)?);
        let process = process.context("expected a sound definition")?;
        let point = process.points.get(&PointId::from("means-test"));
        let point = point.context("expected the means test")?.clone();
        ensure!(point.combine == Combine::Tighten, "expected all layers to be asked");
        let organisation = Organisation::bundled();
        let mut layers = [None; 5];
        for (layer, code) in layers.iter_mut().skip(1).zip(CODES) {
            let found = organisation.division(code.parse()?, DAY);
            *layer = Some(found.with_context(|| format!("expected a division `{code}`"))?);
        }
        let township = layers[4];
        let village = organisation.divisions.ids().find(|id| {
            let above = organisation.chain(*id, DAY);
            Some(*id) != township && above.iter().any(|(_, above)| Some(*above) == township)
        });
        let village = village.context("expected a village below the township")?;
        Ok(Self { process: Arc::new(process), point, layers, village })
    }

    /// A world with the five layers, and `others` of other places.
    fn world(&self, others: usize) -> anyhow::Result<World> {
        let mut world = World::new(tongban_calendar::Calendar::bundled(), Organisation::bundled());
        for division in self.layers {
            world.install(self.layer(division, 0)?);
        }
        // Four versions each of so many places as there are, none of them on this way.
        for number in 1..=others {
            let place = DivisionId(1_000_000 + u32::try_from(number / 4)?);
            world.install(self.layer(Some(place), number)?);
        }
        Ok(world)
    }

    fn layer(&self, division: Option<DivisionId>, number: usize) -> anyhow::Result<Layer> {
        let mut digest = [0; 32];
        digest[..8].copy_from_slice(&number.to_be_bytes());
        let first = jiff::civil::date(2026, 1, 1);
        let from = first.checked_add(jiff::Span::new().days(i64::try_from(number % 4)?))?;
        Ok(Layer {
            process: self.process.id.clone(),
            point: self.point.id.clone(),
            division,
            plugin: format!("means-test-{number}"),
            version: "1.0.0".to_owned(),
            digest: Digest(digest),
            law: "示例".to_owned(),
            from: Moment::from(tongban_calendar::start_of(from)),
            to: None,
        })
    }

    /// What it takes to find the layers of one case.
    fn median(&self, world: &World, count: usize) -> anyhow::Result<Duration> {
        let find = || layer::chain(world, (&self.process.id, &self.point), self.village, DAY);
        let found = find().len();
        ensure!(found == 5, "expected five layers, but found {found}");
        let batch = || {
            let start = Instant::now();
            for _ in 0..BATCH {
                black_box(find());
            }
            start.elapsed() / BATCH
        };
        Ok(middle((0..count.div_ceil(BATCH as usize).max(5)).map(|_| batch()).collect()))
    }
}

/// Brings components back by making them again, so that the source itself holds next to nothing.
#[derive(Default)]
struct Numbered(std::sync::OnceLock<HashMap<Digest, usize>>);

impl Numbered {
    fn know(&self, digests: &[Digest]) {
        let numbers = digests.iter().enumerate().map(|(number, digest)| (*digest, number));
        self.0.get_or_init(|| numbers.collect());
    }
}

impl ComponentSource for Numbered {
    fn component(&self, digest: &Digest) -> Option<Vec<u8>> {
        numbered(*self.0.get()?.get(digest)?).ok()
    }
}

/// A table that differs from those of other numbers.
fn numbered(number: usize) -> anyhow::Result<Vec<u8>> {
    let sheet = format!(
        "#表,t{number}\n#命中,F\n输入:收入:整数,输出:结论,理由\n{number}以上,不予,收入超标\n-,通过,符合\n"
    );
    let (Some(table), _) = Table::parse(&sheet, "table") else { bail!("expected a sound table") };
    Ok(table_component::compile(&table, Question::Rule)?)
}

fn call(plugin: Digest) -> Call {
    let input = [("收入".into(), Value::Number(5.into()))].into_iter().collect();
    Call { plugin, question: Question::Rule, input, scene: Scene::nowhere(DAY) }
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn mib(bytes: u64) -> (f64, &'static str) {
    (bytes as f64 / f64::from(1 << 20), "MiB")
}
