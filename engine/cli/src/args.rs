//! The flags, each defined once; help texts come from here.

mod trust;

use std::path::PathBuf;

use clap::{Args as Group, Parser, Subcommand, ValueEnum};

pub use trust::{
    Distrust, Examine, Install, Keygen, List, Pack, Remote, Sign, Trust, Vouch, Withdraw,
};

/// 通办：审批流程与救灾预案引擎。 Tongban: the engine for the work of local government.
#[derive(Debug, Parser)]
#[command(name = "tongban", version, arg_required_else_help = true)]
pub struct Args {
    /// Print data as JSON. 以 JSON 输出数据
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Run the server. 启动服务
    Serve(Serve),
    /// Check process definitions and decision tables. 检查流程定义和决策表
    Check(Check),
    /// Run a scenario of a workflow in virtual time. 在虚拟时间中运行一个场景
    Run(Run),
    /// Verify a store, or a case bundle without a server. 校验存储或案卷
    Verify(Verify),
    /// Work with one case of a store that no server uses. 导出案卷
    #[command(subcommand)]
    Case(Case),
    /// Count legal days. 计算法定期限
    #[command(subcommand)]
    Calendar(Calendar),
    /// Issue a token to a person, by a server. 签发令牌
    Token(Token),
    /// Build and try plugins. 编译和试用插件
    #[command(subcommand)]
    Plugin(Plugin),
    /// Rebuild what is derived. 重建索引和快照
    #[command(subcommand)]
    Store(Store),
    /// Explain a code: what happened, why, what to do. 解释错误代码
    Explain(Explain),
    /// Print the JSON Schema of `workflow.yaml`, for editors. 输出流程定义的 JSON Schema
    Schema,
    /// Compile the component on standard input under limits: what `serve` runs as its child.
    #[command(hide = true)]
    CompileComponent(CompileComponent),
}

/// `compile-component`
#[derive(Debug, Group)]
pub struct CompileComponent {
    /// Address space.
    #[arg(long, value_name = "BYTES")]
    pub memory_bytes: u64,
    /// Processor time.
    #[arg(long, value_name = "SECONDS")]
    pub cpu_seconds: u64,
    /// For a host without a pool of instances.
    #[arg(long)]
    pub on_demand: bool,
}

/// `explain`
#[derive(Debug, Group)]
pub struct Explain {
    /// The code, for example `table-gap`; all codes are listed without it.
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// `serve`
#[derive(Debug, Group)]
pub struct Serve {
    /// fjall:DIR | sled:DIR | memory
    #[arg(long, default_value = "fjall:data", value_name = "STORE")]
    pub store: String,
    /// Address to listen on; loopback unless you say otherwise.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: std::net::SocketAddr,
    /// Where citizens reach this server, printed on papers; else the address it listens on.
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// The machine's clock, or one that stands until it is advanced (drills, tests).
    #[arg(long, default_value = "real")]
    pub clock: Clock,
    /// Where a virtual clock begins (RFC 3339).
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<jiff::Timestamp>,
    /// Register these when the store is new: a folder with workflows, plugins and data.
    #[arg(long, value_name = "DIR")]
    pub bundled: Option<PathBuf>,
    /// Keep compiled plugins in this folder; beside the store without it.
    #[arg(long, value_name = "DIR")]
    pub plugin_cache: Option<PathBuf>,
    /// Write the first administrator's single-use token to this file instead of standard error.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
}

fn public_url(written: &str) -> Result<String, String> {
    let rest = written.strip_prefix("https://").or_else(|| written.strip_prefix("http://"));
    let sound = |rest: &str| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace());
    rest.filter(|rest| sound(rest)).map(|_| written.to_owned()).ok_or_else(|| {
        "应为 http:// 或 https:// 开头的网址 · expected an address with http:// or https://".into()
    })
}

/// Which clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Clock {
    /// The machine's.
    Real,
    /// One that is advanced by command.
    Virtual,
}

/// `check`
#[derive(Debug, Group)]
pub struct Check {
    /// Folders of workflows, `workflow.yaml` files, or decision tables (`.csv`).
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// `run`
#[derive(Debug, Group)]
pub struct Run {
    /// The folder of the workflow.
    #[arg(value_name = "WORKFLOW")]
    pub workflow: PathBuf,
    /// The scenario; all of the workflow's scenarios without it.
    #[arg(long, value_name = "FILE")]
    pub scenario: Option<PathBuf>,
    /// The folder with the plugins that the workflow's points ask.
    #[arg(long, default_value = "plugins", value_name = "DIR")]
    pub plugins: PathBuf,
    /// Write the expected traces anew instead of comparing with them.
    #[arg(long)]
    pub bless: bool,
}

/// `verify`
#[derive(Debug, Group)]
pub struct Verify {
    /// A case bundle made by `case export`.
    #[arg(value_name = "BUNDLE", conflicts_with = "store", required_unless_present = "store")]
    pub bundle: Option<PathBuf>,
    /// fjall:DIR | sled:DIR, of a store that no server uses.
    #[arg(long, value_name = "STORE")]
    pub store: Option<String>,
}

/// `case`
#[derive(Debug, Subcommand)]
pub enum Case {
    /// Write everything that proves a case into one file. 导出可独立校验的案卷
    Export {
        /// The case, for example `3-1f`.
        id: String,
        /// fjall:DIR | sled:DIR
        #[arg(long, value_name = "STORE")]
        store: String,
        /// The file; `ID.case` without it.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// `calendar`
#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// When a period ends that begins on a day; that day is not counted. 期限届满日
    Add {
        /// The day on which it begins, for example 2026-02-12.
        date: jiff::civil::Date,
        /// How many.
        count: u32,
        /// Of what.
        unit: CalendarUnit,
        /// What to do when the last day is no working day.
        #[arg(long, default_value = "none")]
        roll: CalendarRoll,
        /// A holiday table to use instead of the bundled one.
        #[arg(long, value_name = "CSV")]
        holidays: Option<PathBuf>,
    },
    /// Whether a day is a working day. 是否工作日
    Day {
        /// The day.
        date: jiff::civil::Date,
        /// A holiday table to use instead of the bundled one.
        #[arg(long, value_name = "CSV")]
        holidays: Option<PathBuf>,
    },
}

/// The units of a period.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum CalendarUnit {
    /// 工作日
    WorkingDays,
    /// 自然日
    CalendarDays,
}

/// What to do when the last day is no working day.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum CalendarRoll {
    /// 顺延
    Next,
    /// 提前
    Previous,
    /// 不顺延
    None,
}

/// `plugin`
#[derive(Debug, Subcommand)]
pub enum Plugin {
    /// Build a component: of a table, whose test sheet is run first, or of a plugin's folder. 编译插件
    Build {
        /// The table (.csv or .xlsx), or a folder with a `plugin.yaml`.
        #[arg(value_name = "TABLE|DIR")]
        source: PathBuf,
        /// The component; beside the table, or in the folder's `target`, without it.
        #[arg(short, long, value_name = "OUT.wasm")]
        output: Option<PathBuf>,
        /// The question that a table alone answers.
        #[arg(long, default_value = "rule")]
        world: PluginWorld,
    },
    /// Ask a component one question. 试运行插件
    Call {
        /// The component.
        #[arg(value_name = "OUT.wasm")]
        component: PathBuf,
        /// A JSON object with the inputs.
        #[arg(long, value_name = "FILE.json")]
        input: PathBuf,
    },
    /// Print the table behind a component and check that it compiles to the same bytes. 查看表格
    Explain {
        /// The component.
        #[arg(value_name = "OUT.wasm")]
        component: PathBuf,
    },
    /// Write a workbook to fill in for an extension point. 生成填写模板
    Template {
        /// A workflow's folder.
        #[arg(value_name = "WORKFLOW")]
        workflow: PathBuf,
        /// The point.
        #[arg(value_name = "POINT")]
        point: String,
        /// The workbook.
        #[arg(short, long, value_name = "FILE.xlsx")]
        output: PathBuf,
    },
    /// Write a new plugin that works, to be changed. 新建插件
    New(NewPlugin),
    /// Show which cases two plugins decide differently; the code is 1 if any. 比较两个插件的结果
    Diff {
        /// The one in force: a folder, a table or a component.
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// The one that shall replace it.
        #[arg(value_name = "NEW")]
        new: PathBuf,
        /// More cases to compare: a list of `{ "case": …, "input": {…} }`, JSON or YAML.
        #[arg(long, value_name = "FILE.json")]
        cases: Option<PathBuf>,
        /// The question that a table alone answers.
        #[arg(long, default_value = "rule")]
        world: PluginWorld,
    },
    /// Run a plugin's test cases in the real sandbox. 在真实沙箱中运行插件的测试用例
    Test {
        /// The folder of the plugin; a table or a component does too.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Make a pair of keys for signing. 生成签名密钥
    Keygen(Keygen),
    /// Pack a plugin's folder into one file. 打包
    Pack(Pack),
    /// Sign a package; a second key countersigns it. 签名、会签
    Sign(Sign),
    /// See whether packages are signed by certain keys. 核对签名
    Verify(Vouch),
    /// Try a signed package beside the rules in force on a server, before countersigning. 会签前试算
    Examine(Examine),
    /// Install a signed package on a server. 安装
    Install(Install),
    /// What is installed on a server. 列出
    List(List),
    /// End a plugin of a server from a day on. 停用
    Withdraw(Withdraw),
    /// Register a public key on a server. 登记公钥
    Trust(Trust),
    /// Revoke a key of a server. 吊销公钥
    Distrust(Distrust),
}

/// `plugin new`
#[derive(Debug, Group)]
pub struct NewPlugin {
    /// Its id and its folder: lower-case letters, digits, hyphens.
    #[arg(value_name = "NAME")]
    pub name: String,
    /// What it is written in.
    #[arg(long, default_value = "table")]
    pub lang: PluginLanguage,
    /// The question that it answers.
    #[arg(long, default_value = "rule")]
    pub world: PluginWorld,
    /// The extension point that it fills.
    #[arg(long, value_name = "POINT")]
    pub point: Option<String>,
}

/// What a new plugin is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PluginLanguage {
    /// A decision table; needs no programming. 决策表
    Table,
    /// Rust.
    Rust,
    /// TypeScript or JavaScript.
    Js,
}

/// The questions that a plugin can answer, a table as well as a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PluginWorld {
    /// Findings and a verdict. 规则判定
    Rule,
    /// One value. 参数取值
    Parameter,
    /// The materials of a case. 材料清单
    Checklist,
    /// A benefit in yuan. 金额计算
    Amount,
    /// What is wrong with a form. 校验
    Validator,
}

impl From<PluginWorld> for tongban_core::call::Question {
    fn from(world: PluginWorld) -> Self {
        match world {
            PluginWorld::Rule => Self::Rule,
            PluginWorld::Parameter => Self::Parameter,
            PluginWorld::Checklist => Self::Checklist,
            PluginWorld::Amount => Self::Amount,
            PluginWorld::Validator => Self::Validator,
        }
    }
}

/// `token`
#[derive(Debug, Group)]
pub struct Token {
    /// The person's id.
    #[arg(value_name = "PERSON")]
    pub person: String,
    /// How many days it counts.
    #[arg(long, default_value = "90")]
    pub days: u16,
    /// The file that it is written to; nobody else may read it.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Where.
    #[command(flatten)]
    pub remote: Remote,
}

/// `store`
#[derive(Debug, Subcommand)]
pub enum Store {
    /// Write indexes, feed and snapshots anew from the log. 由日志重建索引
    Rebuild {
        /// fjall:DIR | sled:DIR
        #[arg(long, value_name = "STORE")]
        store: String,
    },
}
