//! One case on its way, told line by line on standard output.

use anyhow::{Context as _, ensure};
use serde_json::{Value as Json, json};

use super::client::{Call, Client, text};

/// What begins a case.
#[derive(Clone, Copy, Debug)]
pub struct Application<'a> {
    /// The process.
    pub process: &'a str,
    /// The division's code.
    pub division: &'a str,
    /// Who takes it in.
    pub by: &'a str,
    /// Who reads the case on its way.
    pub reader: &'a str,
    /// The field of the form that holds the applicant's name.
    pub name: &'a str,
}

impl Application<'_> {
    /// What begins a case with this form.
    pub fn filing(&self, form: &Json) -> Call {
        let sent = json!({
            "process": self.process, "division": self.division, "application": { "form": form },
        });
        Call::post("/api/v1/instances", &sent).by(self.by)
    }
}

/// One task, decided by one person.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    node: &'a str,
    by: &'a str,
    outcome: &'a str,
    form: Json,
    opinion: &'a str,
}

/// A decision with an empty form and no opinion.
pub fn act<'a>(node: &'a str, by: &'a str, outcome: &'a str) -> Act<'a> {
    Act { node, by, outcome, form: json!({}), opinion: "" }
}

impl<'a> Act<'a> {
    /// With a filled-in form.
    #[must_use]
    pub fn form(self, form: Json) -> Self {
        Self { form, ..self }
    }

    /// With an opinion, or reasons.
    #[must_use]
    pub fn opinion(self, opinion: &'a str) -> Self {
        Self { opinion, ..self }
    }

    /// What is sent.
    pub fn body(&self) -> Json {
        json!({ "outcome": self.outcome, "form": self.form, "opinion": self.opinion })
    }
}

/// A case on its way.
pub struct Case<'c> {
    client: &'c Client,
    reader: String,
    /// Its id.
    pub id: String,
    /// What the applicant got.
    pub receipt: String,
}

impl<'c> Case<'c> {
    /// Begins one.
    pub fn start(client: &'c Client, of: &Application<'_>, form: &Json) -> anyhow::Result<Self> {
        let filing = of.filing(form);
        let started = client.call(&filing)?.good(filing.path())?;
        let (id, receipt) = (text(&started, "/instance")?, text(&started, "/receipt")?);
        let name = form[of.name].as_str().unwrap_or_default();
        println!("   {name} 申请，办件 {id}，回执 {receipt}");
        Ok(Self { client, reader: of.reader.to_owned(), id, receipt })
    }

    /// The case as it is.
    pub fn state(&self) -> anyhow::Result<Json> {
        self.client.get(&format!("/api/v1/instances/{}", self.id), Some(&self.reader))
    }

    /// The latest step at a node, which is the one that is active now.
    pub fn step(&self, node: &str) -> anyhow::Result<Json> {
        let state = self.state()?;
        let steps = state["steps"].as_array().context("steps")?;
        let open = steps.iter().rfind(|step| step["node"] == node);
        open.cloned().with_context(|| format!("expected an open step `{node}` in {state}"))
    }

    /// The open task of a node.
    pub fn task(&self, node: &str) -> anyhow::Result<String> {
        text(&self.step(node)?, "/task")
    }

    /// Where a node's open task is decided.
    pub fn path(&self, node: &str) -> anyhow::Result<String> {
        Ok(format!("/api/v1/tasks/{}/complete", self.task(node)?))
    }

    /// Decides.
    pub fn decide(&self, act: &Act<'_>) -> anyhow::Result<()> {
        self.client.post(&self.path(act.node)?, Some(act.by), &act.body())?;
        println!("   {:<15} {:<10} → {}", act.node, act.by, act.outcome);
        Ok(())
    }

    /// Tries to decide, and must be refused with a code.
    pub fn refused(&self, act: &Act<'_>, code: &str) -> anyhow::Result<()> {
        let problem = self.client.refused(&self.path(act.node)?, act.by, &act.body())?;
        ensure!(problem["code"] == code, "expected `{code}`, but got {problem}");
        println!("   {:<15} {:<10} ✗ {}（{code}）", act.node, act.by, text(&problem, "/detail")?);
        Ok(())
    }

    /// What is waited for.
    pub fn why(&self) -> anyhow::Result<Json> {
        let path = format!("/api/v1/instances/{}/why", self.id);
        let why = self.client.get(&path, Some(&self.reader))?;
        println!("   在等什么：{}", text(&why, "/summary/zh")?);
        Ok(why)
    }

    /// The case ended as expected.
    pub fn ended(&self, ending: &str) -> anyhow::Result<()> {
        let state = self.state()?;
        ensure!(state["ending"] == ending, "expected the ending `{ending}`, but got {state}");
        Ok(())
    }

    /// A printed paper.
    pub fn paper(&self, kind: &str) -> anyhow::Result<String> {
        let path = format!("/api/v1/instances/{}/papers/{kind}", self.id);
        let page = String::from_utf8(self.client.bytes(&path, Some(&self.reader))?)?;
        ensure!(page.contains("<html"), "expected a page as `{kind}`");
        println!("   打印 {kind}：{} 字节 HTML", page.len());
        Ok(page)
    }

    /// All events of the case, in order.
    pub fn events(&self) -> anyhow::Result<Vec<Json>> {
        let path = format!("/api/v1/instances/{}/history?limit=500", self.id);
        let history = self.client.get(&path, Some(&self.reader))?;
        let records = history["records"].as_array().context("records")?;
        let events = records.iter().filter_map(|record| record["events"].as_array());
        Ok(events.flatten().cloned().collect())
    }

    /// The public notice that stands for this case.
    pub fn notice(&self) -> anyhow::Result<Json> {
        let notices = self.client.get("/public/notices?limit=100", None)?;
        let items = notices["items"].as_array().context("items")?;
        let prefix = format!("{}.", self.id);
        let ours = |item: &&Json| item["id"].as_str().is_some_and(|id| id.starts_with(&prefix));
        items
            .iter()
            .find(ours)
            .cloned()
            .with_context(|| format!("expected a notice of {}", self.id))
    }
}
