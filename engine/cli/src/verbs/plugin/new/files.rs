//! The texts of a new plugin's folder, compiled in from `plugins/` and `template/`.
//!
//! Invariant: a folder made here is the same as what the conformance tests build, but for
//! the names.

use anyhow::Context as _;
use tongban_core::call::Question;
use tongban_plugin_host::contract;

use crate::args::PluginLanguage;

macro_rules! sdk {
    ($folder:literal: $($name:literal)*) => {
        [$((
            concat!("sdk/", $folder, "/", $name),
            include_str!(concat!("../../../../../../plugins/", $folder, "/", $name)),
        )),*]
    };
}

macro_rules! by_world {
    ($folder:literal / $name:literal: $($world:literal)*) => {
        [$((
            $world,
            include_str!(concat!(
                "../../../../../../plugins/", $folder, "/template/", $world, "/", $name
            )),
        )),*]
    };
}

macro_rules! template {
    ($path:literal) => {
        include_str!(concat!("../../../../../../plugins/", $path))
    };
}

const RUST_SDK: [(&str, &str); 20] = sdk!("sdk-rust":
    "Cargo.toml" "src/lib.rs" "src/answer.rs" "src/bindings.rs" "src/checklist.rs" "src/date.rs"
    "src/decimal.rs" "src/host.rs" "src/host/calendar.rs" "src/host/division.rs" "src/host/feel.rs"
    "src/host/log.rs" "src/host/reference.rs" "src/input.rs" "src/intent.rs" "src/refusal.rs"
    "src/validator.rs" "src/value.rs" "src/world.rs" "Cargo.lock");
const SCRIPT_SDK: [(&str, &str); 17] = sdk!("sdk-js":
    "package.json" "index.ts" "calendar.ts" "day.ts" "decimal.ts" "division.ts" "feel.ts" "host.ts"
    "imports.d.ts" "input.ts" "intent.ts" "log.ts" "reference.ts" "refusal.ts" "value.ts" "wit.ts"
    "world.ts");

const RUST: [(&str, &str); 5] = by_world!("sdk-rust" / "lib.rs":
    "rule" "parameter" "checklist" "amount" "validator");
const RUST_CASES: [(&str, &str); 5] = by_world!("sdk-rust" / "cases.yaml":
    "rule" "parameter" "checklist" "amount" "validator");
const SCRIPT: [(&str, &str); 5] = by_world!("sdk-js" / "plugin.ts":
    "rule" "parameter" "checklist" "amount" "validator");
const SCRIPT_CASES: [(&str, &str); 5] = by_world!("sdk-js" / "cases.yaml":
    "rule" "parameter" "checklist" "amount" "validator");
const TABLE: [(&str, &str); 5] = [
    ("rule", include_str!("template/table/rule.csv")),
    ("parameter", include_str!("template/table/parameter.csv")),
    ("checklist", include_str!("template/table/checklist.csv")),
    ("amount", include_str!("template/table/amount.csv")),
    ("validator", include_str!("template/table/validator.csv")),
];

/// A name from the new folder, and the text with its gaps.
type Files = Vec<(String, &'static str)>;

/// All files of a new plugin.
pub(super) fn of(language: PluginLanguage, world: &str) -> anyhow::Result<Files> {
    let mut files: Vec<(&str, &str)> = vec![
        ("plugin.yaml", include_str!("template/plugin.yaml")),
        ("README.md", include_str!("template/README.md")),
    ];
    match language {
        PluginLanguage::Table => files.push(("table.csv", pick(&TABLE, world)?)),
        PluginLanguage::Rust => {
            files.extend([
                ("Cargo.toml", template!("sdk-rust/template/Cargo.toml")),
                ("Cargo.lock", template!("sdk-rust/template/Cargo.lock")),
                (".gitignore", template!("sdk-rust/template/gitignore")),
                ("src/lib.rs", pick(&RUST, world)?),
                ("cases.yaml", pick(&RUST_CASES, world)?),
            ]);
            files.extend(RUST_SDK);
        }
        PluginLanguage::Js => {
            files.extend([
                ("package.json", template!("sdk-js/template/package.json")),
                ("package-lock.json", template!("sdk-js/template/package-lock.json")),
                ("tsconfig.json", template!("sdk-js/template/tsconfig.json")),
                (".npmrc", template!("sdk-js/template/npmrc")),
                (".gitignore", template!("sdk-js/template/gitignore")),
                ("plugin.ts", pick(&SCRIPT, world)?),
                ("cases.yaml", pick(&SCRIPT_CASES, world)?),
            ]);
            files.extend(SCRIPT_SDK);
        }
    }
    let mut files: Files = files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    if language == PluginLanguage::Rust {
        files.extend(contract::WIT.map(|(name, text)| (format!("sdk/wit/v1/{name}"), text)));
    }
    Ok(files)
}

/// The point that a plugin of a world fills unless told otherwise.
pub(super) fn point(question: Question) -> &'static str {
    match question {
        Question::Rule => "means-test",
        Question::Parameter => "notice-days",
        Question::Checklist => "papers",
        Question::Amount => "amount",
        Question::Validator => "application-checks",
    }
}

/// The bundled process that has a point.
pub(super) fn process(point: &str) -> &'static str {
    if point == "amount" { "temporary-aid" } else { "dibao" }
}

/// The language, for people.
pub(super) fn name(language: PluginLanguage) -> &'static str {
    match language {
        PluginLanguage::Table => "决策表",
        PluginLanguage::Rust => "Rust",
        PluginLanguage::Js => "TypeScript",
    }
}

/// What the manifest names as its source.
pub(super) fn source(language: PluginLanguage) -> &'static str {
    match language {
        PluginLanguage::Table => "table.csv",
        PluginLanguage::Rust => "Cargo.toml",
        PluginLanguage::Js => "plugin.ts",
    }
}

/// The file in which the rule is.
pub(super) fn shown(language: PluginLanguage) -> &'static str {
    match language {
        PluginLanguage::Table => "table.csv",
        PluginLanguage::Rust => "src/lib.rs",
        PluginLanguage::Js => "plugin.ts",
    }
}

/// Where the test cases are.
pub(super) fn cases(language: PluginLanguage) -> &'static str {
    match language {
        PluginLanguage::Table => "`table.csv` 的 `#测试` 部分",
        PluginLanguage::Rust | PluginLanguage::Js => "`cases.yaml`",
    }
}

/// What comes before the first test.
pub(super) fn prepare(language: PluginLanguage) -> &'static str {
    match language {
        PluginLanguage::Table | PluginLanguage::Rust => "",
        PluginLanguage::Js => "npm ci                     # 安装编译工具，只需一次\n",
    }
}

/// What to run first.
pub(super) fn next_step(language: PluginLanguage) -> &'static str {
    match language {
        PluginLanguage::Table | PluginLanguage::Rust => "tongban plugin test .",
        PluginLanguage::Js => "npm ci && tongban plugin test .",
    }
}

fn pick(texts: &[(&str, &'static str)], world: &str) -> anyhow::Result<&'static str> {
    let found = texts.iter().find(|(name, _)| *name == world).map(|(_, text)| *text);
    found.with_context(|| {
        let names = texts.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("`, `");
        format!(
            "expected one of `{names}` as the world in this language, but got `{world}`
hint: `--lang rust` and `--lang js` answer every world
提示：`{world}` 须用程序编写：`--lang rust` 或 `--lang js`"
        )
    })
}
