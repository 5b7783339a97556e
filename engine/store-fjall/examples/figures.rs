//! Measures the default tuning:
//! `cargo run --release -p tongban-store-fjall --example figures -- DIR N`
//! writes six rows for each of N instances, four writes a decision and 200 decisions a commit, then
//! opens the store again. The figures in `engine/docs/store.md` come from this.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use tongban_store::conformance::Random;
use tongban_store::{Batch, Range, Space, Store};
use tongban_store_fjall::Fjall;

const GROUP: u64 = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, dir, count] = arguments.as_slice() else { return Err("expected DIR and N".into()) };
    let (dir, count): (&Path, u64) = (dir.as_ref(), count.parse()?);
    let mut random = Random::new(1);
    let store = Fjall::open(dir)?;
    let started = Instant::now();
    // Two decisions an instance: it comes, and some time later moves on.
    for first in (0..2 * count).step_by(usize::try_from(GROUP)?) {
        let mut batch = Batch::new();
        (first..first + GROUP)
            .for_each(|decision| decide(&mut batch, decision, count, &mut random));
        store.commit(batch)?;
    }
    let seconds = started.elapsed().as_secs_f64();
    let mut out = std::io::stdout();
    writeln!(out, "written: {:.0} decisions/s, {}", decisions(count) / seconds, memory()?)?;
    store.close()?;
    let started = Instant::now();
    let store = Fjall::open(dir)?;
    let opened = started.elapsed();
    let some = store.scan(&Range::all(Space::Task))?;
    writeln!(out, "opened: {opened:?}, {} rows in a page, {}", some.len(), memory()?)?;
    let started = Instant::now();
    for _ in 0..10_000 {
        let key = (random.number() % count).to_be_bytes();
        store.get(Space::Instance, &key)?.ok_or("expected the instance, but it is missing")?;
    }
    writeln!(out, "read: {:?} a row", started.elapsed() / 10_000)?;
    writeln!(out, "disk: {} bytes an instance", store.size_bytes()? / count)?;
    Ok(())
}

fn decisions(count: u64) -> f64 {
    f64::from(u32::try_from(2 * count).unwrap_or(u32::MAX))
}

fn decide(batch: &mut Batch, decision: u64, count: u64, random: &mut Random) {
    let instance = (decision % count).to_be_bytes();
    let step = decision / count;
    batch.put(Space::Log, [instance, step.to_be_bytes()].concat(), record(decision, random));
    batch.put(Space::Task, [&instance, [step.to_be_bytes()[7]].as_slice()].concat(), "530428102:2");
    if step == 0 {
        batch.put(Space::Instance, instance, "dibao/1/530428102/running");
        batch.put(Space::Timer, [instance, random.number().to_be_bytes()].concat(), "");
    } else {
        batch.delete(Space::Task, [instance.as_slice(), &[0]].concat());
        batch.put(Space::Lookup, [b"receipt:", instance.as_slice()].concat(), instance);
    }
}

/// Hashes and ids that do not compress, and a form of 600 bytes that does.
fn record(decision: u64, random: &mut Random) -> Vec<u8> {
    let form = format!(
        concat!(
            r#"{{"姓名":"普{}","村":"元江县羊街乡第{}村民小组","人口":{},"收入":"{}","#,
            r#""劳动能力":"部分丧失","住房":"砖木结构两间","健康状况":"慢性病","#,
            r#""申请理由":"因病支出较大，家庭人均收入低于当地最低生活保障标准，"#,
            r#"现申请最低生活保障，请予审核确认。","#,
            r#""赡养人":[{{"姓名":"李{}","关系":"子","收入":"{}"}}],"#,
            r#""承诺":"本人承诺所提供的材料真实、完整、有效，"#,
            r#"并授权民政部门核查家庭经济状况。"}}"#
        ),
        decision,
        random.below(90),
        random.below(7),
        random.below(9_000),
        random.below(9_000),
        random.below(9_000)
    );
    [random.bytes(96), form.into_bytes()].concat()
}

fn memory() -> Result<String, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let lines =
        status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
    Ok(lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join(", "))
}
