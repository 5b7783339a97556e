//! Plugins that do harm: refused before they run, or stopped while they run; the case says so and
//! goes on once the plugin is withdrawn.

use anyhow::{Context as _, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value as Json, json};
use tongban_cli::signing::{self, KeyFiles, Protection};
use tongban_core::call::Question;
use tongban_e2e::Stage;
use tongban_plugin_api::Package;
use tongban_plugin_host::{contract, table_component};
use tongban_xtask::{
    drive::{Call, Case, act, text},
    walk::{dibao, home_care},
};

/// World and point of the means test.
const MEANS_TEST: (&str, &str) = ("rule", "means-test");

/// A component as the township's own means test, packed and not signed.
pub(crate) fn township(component: &[u8]) -> anyhow::Result<Package> {
    means_test(("dibao-means-ganzhuang", "530428003"), component)
}

/// The same as another version.
pub(crate) fn versioned(version: &str, component: &[u8]) -> anyhow::Result<Package> {
    packed(MEANS_TEST, ("dibao-means-ganzhuang", version, "530428003"), component)
}

/// A component as the means test of a division.
pub(crate) fn means_test(
    (id, division): (&str, &str),
    component: &[u8],
) -> anyhow::Result<Package> {
    packed(MEANS_TEST, (id, "1.0.0", division), component)
}

/// A component for a point of the minimum living allowance, from the first day of 2026 on.
pub(crate) fn packed(
    (world, point): (&str, &str),
    (id, version, division): (&str, &str, &str),
    component: &[u8],
) -> anyhow::Result<Package> {
    let manifest = serde_json::from_value(json!({
        "id": id, "version": version, "world": world, "process": "dibao",
        "point": point, "division": division, "law": "甘庄街道（测试）",
        "effective": { "from": "2026-01-01" },
    }))?;
    Ok(Package::new(&manifest, component.to_vec())?)
}

/// What sends a package to be installed.
pub(crate) fn install(package: &Package) -> Call {
    let sent = json!({ "package": STANDARD.encode(package.encode()) });
    Call::post("/api/v1/plugins", &sent).by("guo-tao")
}

/// A key that signs for a division.
pub(crate) struct Keeper {
    files: KeyFiles,
}

impl Keeper {
    fn new() -> anyhow::Result<Self> {
        Ok(Self { files: signing::generate(Protection::None)? })
    }

    /// Has the public half registered for a division.
    pub(crate) fn on_file(stage: &Stage, division: &str) -> anyhow::Result<Self> {
        let keeper = Self::new()?;
        stage.check(&keeper.registration(division)?.by("deng-yu"), 201)?;
        Ok(keeper)
    }

    fn registration(&self, division: &str) -> anyhow::Result<Call> {
        let public = signing::public_line(&self.files.public)?;
        let sent = json!({ "public": public, "division": division, "holder": "测试" });
        Ok(Call::post("/api/v1/keys", &sent))
    }

    pub(crate) fn sign(&self, package: Package) -> anyhow::Result<Package> {
        signing::sign(package, &self.files.secret, None)
    }
}

/// The keys of the township and of the county above it.
pub(crate) struct Keepers {
    township: Keeper,
    county: Keeper,
}

impl Keepers {
    pub(crate) fn on_file(stage: &Stage) -> anyhow::Result<Self> {
        let township = Keeper::on_file(stage, "530428003")?;
        Ok(Self { township, county: Keeper::on_file(stage, "530428")? })
    }

    /// Signed by the township alone.
    pub(crate) fn submit(&self, package: Package) -> anyhow::Result<Package> {
        self.township.sign(package)
    }

    /// Countersigned by the county.
    pub(crate) fn countersign(&self, package: Package) -> anyhow::Result<Package> {
        self.county.sign(package)
    }

    /// Signed by the township, countersigned by the county.
    pub(crate) fn sign(&self, package: Package) -> anyhow::Result<Package> {
        self.county.sign(self.township.sign(package)?)
    }
}

/// A rule whose memory holds `data` and that answers with `body`.
pub(crate) fn guest(pages: u32, data: &str, body: &str) -> anyhow::Result<Vec<u8>> {
    let interface = contract::interface(Question::Rule);
    let module = format!(
        r#"(module (memory (export "memory") {pages}) {data}
          (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 32768))
          (func (export "{interface}#answer") (param i32 i32) (result i32) {body}))"#
    );
    Ok(contract::componentize(&wat::parse_str(module)?, Question::Rule)?)
}

/// A rule that has nothing to add, until a case with that income comes: then it does `body`. No
/// trial finds it.
fn lurking(income: u32, data: &str, body: &str) -> anyhow::Result<Vec<u8>> {
    let interface = contract::interface(Question::Rule);
    let module = format!(
        r#"(module (memory (export "memory") 2) {data}
          (global $free (mut i32) (i32.const 32768))
          (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
            (global.get $free)
            (global.set $free (i32.and
              (i32.add (i32.add (global.get $free) (local.get 3)) (i32.const 7)) (i32.const -8))))
          (func $has (result i32) (local $at i32)
            (local.set $at (i32.const 32768))
            (loop $next
              (if (i64.eq (i64.load (local.get $at)) (i64.const {income}))
                (then (return (i32.const 1))))
              (local.set $at (i32.add (local.get $at) (i32.const 8)))
              (br_if $next (i32.lt_u (local.get $at) (global.get $free))))
            (i32.const 0))
          (func (export "{interface}#answer") (param i32 i32) (result i32)
            (if (call $has) (then (return {body})))
            (i32.const 1024)))"#
    );
    Ok(contract::componentize(&wat::parse_str(module)?, Question::Rule)?)
}

/// An answer that claims sixteen million findings.
const FLOOD: &str = r#"(data (i32.const 16) "\00\00\00\00\00\00\00\00\40\00\00\00\00\00\00\01")"#;

#[test]
fn what_is_no_plugin_is_refused_by_name() -> anyhow::Result<()> {
    let stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let before = stage.client.get("/api/v1/plugins", Some("guo-tao"))?;
    let clock =
        wat::parse_str(r#"(component (import "wasi:clocks/wall-clock@0.2.0" (instance)))"#)?;
    let core = wat::parse_str("(module)")?;
    let empty = wat::parse_str("(component)")?;
    for (component, code) in [
        (clock, "plugin-forbidden-import"),
        (core, "plugin-not-a-component"),
        (b"\0asm not quite".to_vec(), "plugin-not-a-component"),
        (empty, "plugin-wrong-exports"),
    ] {
        let package = keepers.sign(township(&component)?)?;
        stage.refused(&install(&package), (422, code))?;
    }
    ensure!(
        stage.client.get("/api/v1/plugins", Some("guo-tao"))? == before,
        "nothing is installed"
    );
    Ok(())
}

/// What no trial draws.
const INCOME: u32 = 307;

#[test]
fn what_traps_loops_or_floods_parks_the_case_until_it_is_withdrawn() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let harms = [
        ("trap", "", "(unreachable)"),
        ("fuel", "", "(loop $again (br $again)) (unreachable)"),
        ("output", FLOOD, "(i32.const 16)"),
    ];
    for (at, (kind, data, body)) in harms.into_iter().enumerate() {
        let packed = |component: &[u8]| versioned(&format!("1.{at}.0"), component);
        let always = keepers.sign(packed(&guest(1, data, body)?)?)?;
        stage.refused(&install(&always), (422, "plugin-fails"))?;
        let package = keepers.sign(packed(&lurking(INCOME, data, body)?)?)?;
        let installed = stage.check(&install(&package), 201)?.json();
        let case = parked(&stage, kind)?;
        // Other cases go on beside it.
        let form = home_care::application("王秀英", &json!({}));
        let other = Case::start(&stage.client, &home_care::QUANYONG, &form)?;
        other.decide(&act("accept", "liu-yan", "accept").form(home_care::accepted()))?;
        let digest = text(&installed, "/digest")?;
        let sent = json!({ "to": "2026-09-18", "reason": "插件运行失败" });
        let withdraw = Call::post(&format!("/api/v1/plugins/{digest}/withdraw"), &sent);
        let told = stage.check(&withdraw.by("guo-tao"), 200)?.json();
        ensure!(told["items"][1]["zh"] == "此后本区划在该扩展点没有自己的规则", "{told}");
        // Withdrawing mends it: what waits is tried again before time moves.
        let moved = json!({ "to": "2026-09-18T09:00:00+08:00" });
        stage.check(&Call::post("/api/v1/clock/advance", &moved).by("guo-tao"), 200)?;
        case.step("village-panel").context("the case goes on")?;
    }
    stage.verify()?;
    Ok(())
}

/// A case that asks the township's plugin, and waits for a human with an incident record.
fn parked<'s>(stage: &'s Stage, kind: &str) -> anyhow::Result<Case<'s>> {
    let form = dibao::application("李建国");
    let case = Case::start(&stage.client, &dibao::QINGLONGCHANG, &form)?;
    case.decide(&act("accept", "li-hong", "accept").form(dibao::accepted()))?;
    case.decide(&act("check", "pu-hua", "done").form(dibao::means(INCOME, 0)))?;
    dibao::surveyed(&case)?;
    let incidents = stage.client.get("/api/v1/incidents", Some("guo-tao"))?;
    let items = incidents["items"].as_array().context("items")?;
    let ours = |item: &&Json| item["instance"] == case.id.as_str();
    let ours = items.iter().find(ours).with_context(|| format!("{kind}: {incidents}"))?;
    ensure!(ours["code"] == "plugin-failed", "{kind}: {ours}");
    let why = case.why()?;
    ensure!(why.to_string().contains("dibao-means-ganzhuang"), "{kind}: {why:#}");
    Ok(case)
}

/// A table that has the county look at large families: a sound component that loosens nothing.
fn careful() -> anyhow::Result<Vec<u8>> {
    compiled(
        "#表,t,测试\n#命中,收集\n编号,输入:共同生活人数:整数[1..30],输出:结论,理由\n\
         八人以上,8以上,上报,测试\n",
    )
}

/// The component of a table that gives a verdict.
pub(crate) fn compiled(csv: &str) -> anyhow::Result<Vec<u8>> {
    compiled_as(csv, Question::Rule)
}

/// The component of a table.
pub(crate) fn compiled_as(csv: &str, question: Question) -> anyhow::Result<Vec<u8>> {
    let (table, problems) = tongban_expr::Table::parse(csv, "t.csv");
    let table = table.with_context(|| format!("a sound table: {problems:?}"))?;
    Ok(table_component::compile(&table, question)?)
}

#[test]
fn only_what_the_right_keys_vouch_for_is_installed() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let keepers = Keepers::on_file(&stage)?;
    let package = township(&careful()?)?;
    let refused = |package: &Package, code: &str| stage.refused(&install(package), (422, code));
    refused(&package, "plugin-unsigned")?;
    let own = keepers.township.sign(package.clone())?;
    refused(&own, "plugin-countersignature-missing")?;
    refused(&Keeper::new()?.sign(package.clone())?, "plugin-signature-invalid")?;
    let neighbour = Keeper::on_file(&stage, "530428102")?;
    refused(&neighbour.sign(package.clone())?, "plugin-key-of-other-division")?;
    // A signature over one package vouches for no other.
    let mut other = township(&guest(1, "", "unreachable")?)?;
    for signature in own.signatures() {
        other = other.signed(signature.clone())?;
    }
    refused(&other, "plugin-signature-invalid")?;
    refused(&township(b"")?, "plugin-unsigned")?;
    let garbage = json!({ "package": STANDARD.encode(b"\0asm") });
    let garbage = Call::post("/api/v1/plugins", &garbage).by("guo-tao");
    stage.refused(&garbage, (422, "plugin-package-malformed"))?;

    let signed = keepers.sign(package)?;
    stage.refused(&install(&signed).by("deng-yu"), (403, "forbidden"))?;
    stage.check(&install(&signed), 201)?;
    let listed = stage.client.get("/api/v1/plugins", Some("guo-tao"))?;
    let items = listed["items"].as_array().context("items")?;
    let ours = items.iter().find(|item| item["id"] == "dibao-means-ganzhuang");
    let ours = ours.context("it is listed")?;
    ensure!(ours["signed_by"].is_string() && ours["countersigned_by"].is_string(), "{ours}");
    stage.refused(&install(&signed), (409, "plugin-installed-already"))?;
    // Another rule under the same name and version, or a lower one, from the same day on.
    for version in ["1.0.0", "0.9.0"] {
        let other = keepers.sign(versioned(version, &guest(1, "", "(i32.const 1024)")?)?)?;
        stage.refused(&install(&other), (422, "plugin-version-unfit"))?;
    }
    stage.verify()?;
    Ok(())
}

#[test]
fn keys_are_kept_by_the_grants_administrator_and_end_at_once() -> anyhow::Result<()> {
    let mut stage = Stage::ready()?;
    let grants = stage.client.token("deng-yu")?.to_owned();
    stage.client.issue("cao-yang", &grants)?;
    let keeper = Keeper::new()?;
    let register = || keeper.registration("530428");
    stage.refused(&register()?.by("guo-tao"), (403, "forbidden"))?;
    // Neither another county's, nor that of the province above, nor the nation's.
    stage.refused(&register()?.by("cao-yang"), (403, "forbidden"))?;
    stage.refused(&keeper.registration("53")?.by("deng-yu"), (403, "forbidden"))?;
    let public = signing::public_line(&keeper.files.public)?;
    let of_nation = json!({ "public": public, "holder": "测试" });
    let of_nation = Call::post("/api/v1/keys", &of_nation);
    stage.refused(&of_nation.by("deng-yu"), (403, "forbidden"))?;
    stage.check(&register()?.by("deng-yu"), 201)?;
    stage.refused(&register()?.by("deng-yu"), (422, "key-registered-already"))?;
    let wrong = json!({ "public": "untrusted comment: x", "division": "530428", "holder": "x" });
    let wrong = Call::post("/api/v1/keys", &wrong).by("deng-yu");
    stage.refused(&wrong, (422, "key-malformed"))?;

    let listed = stage.client.get("/api/v1/keys", Some("guo-tao"))?;
    let id = text(&listed["items"][0], "/id")?;
    let twice = keeper.sign(keeper.sign(township(&careful()?)?)?)?;
    stage.refused(&install(&twice), (422, "plugin-countersignature-missing"))?;
    let own = Keeper::on_file(&stage, "530428003")?;
    let signed = keeper.sign(own.sign(township(&careful()?)?)?)?;
    let revoke = |id: &str| {
        let path = format!("/api/v1/keys/{id}/revoke");
        Call::post(&path, &json!({ "reason": "保管人调离" })).by("deng-yu")
    };
    stage.refused(&revoke("0000000000000000"), (422, "key-unknown"))?;
    stage.check(&install(&signed), 201)?;
    stage.refused(&revoke(&id).by("cao-yang"), (403, "forbidden"))?;
    let told = stage.check(&revoke(&id), 200)?.json();
    ensure!(told.to_string().contains("dibao-means-ganzhuang"), "what it signed is told: {told}");
    stage.refused(&revoke(&id), (422, "key-unknown"))?;
    let manifest = serde_json::from_value(json!({
        "id": "dibao-means-ganzhuang", "version": "1.1.0", "world": "rule", "process": "dibao",
        "point": "means-test", "division": "530428003", "law": "甘庄街道（测试）",
        "effective": { "from": "2026-10-01" },
    }))?;
    let next = keeper.sign(Package::new(&manifest, careful()?)?)?;
    stage.refused(&install(&next), (422, "plugin-key-not-in-force"))?;
    stage.refused(&register()?.by("deng-yu"), (422, "key-registered-already"))?;
    Ok(())
}
