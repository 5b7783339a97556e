//! Tables that list: which columns there may be, and what every row must say.

use tongban_expr::table::{
    Bilingual, Kind, Misplaced, Output, Policy, Rule, TableProblem,
    listing::{COPIES, FIELD, MATERIAL, ORIGINAL, REQUIRED, WARNING},
};

use super::{Fit, Words};
use crate::table_component::entries::copies;

/// Columns of a list, and its words.
pub(super) struct List {
    /// The column of texts that must be there.
    main: [&'static str; 2],
    /// Columns of yes and no.
    flags: &'static [[&'static str; 2]],
    /// Whether there may be a column of copies.
    has_copies: bool,
    /// Whether every row must say something there; else every row needs a reason.
    needs_main: bool,
    /// What it lists.
    what: Words<'static>,
    /// How to write the main column.
    hint: Words<'static>,
}

/// Materials.
pub(super) const MATERIALS: List = List {
    main: MATERIAL,
    flags: &[ORIGINAL, REQUIRED],
    has_copies: true,
    needs_main: true,
    what: ("材料清单的表", "for a list of materials"),
    hint: ("加一列，标题写 输出:材料:文本，每行写材料名称", "add a column out:material:text"),
};

/// Problems of a form.
pub(super) const PROBLEMS: List = List {
    main: FIELD,
    flags: &[WARNING],
    has_copies: false,
    needs_main: false,
    what: ("校验的表", "for a list of problems"),
    hint: (
        "加一列，标题写 输出:字段:文本，每行写表单字段名，整张表单写 空",
        "add a column out:field:text: a field of the form, or null for the whole form",
    ),
};

impl Fit<'_> {
    /// What keeps a table from listing.
    pub(super) fn list(&self, list: &List) -> Vec<TableProblem> {
        let (zh, en) = list.what;
        let mut found = Vec::new();
        if self.table.policy() != Policy::Collect {
            let text = Bilingual::new(
                format!("{zh}，命中的每一行都要算数"),
                format!("expected the hit policy C {en}, since every row that matches counts"),
            );
            let hint = Bilingual::new("把 #命中 改为 收集", "write #hit,C");
            found.push(self.table.misfit(Misplaced::Policy, text, hint));
        }
        let Some(main) = self.at(list.main) else {
            let text =
                (format!("{zh}要有“{}”一列", list.main[0]), format!("`{}` {en}", list.main[1]));
            found.push(self.columns(Misplaced::Titles, (&text.0, &text.1), list.hint));
            return found;
        };
        found.extend((0..self.outputs.len()).filter_map(|output| self.column(list, output)));
        if list.needs_main {
            let text = ("每一行都要写材料名称", "the name of a material in every row");
            found.extend(self.empty(main, text, ("写材料名称", "write the name of the material")));
        } else {
            found.extend(self.without_reason(main));
        }
        if let Some(output) = self.at(COPIES).filter(|_| list.has_copies) {
            found.extend(self.without_count(output));
        }
        found
    }

    fn at(&self, names: [&str; 2]) -> Option<usize> {
        self.outputs.iter().position(|name| names.contains(name))
    }

    /// A column that means nothing in the list, or has another type than it needs.
    fn column(&self, list: &List, output: usize) -> Option<TableProblem> {
        let (name, kind) = (self.outputs[output], &self.table.outputs()[output].kind);
        let is = |names: &[&str; 2]| names.contains(&name);
        let title = Misplaced::Title(output);
        let (fits, text, hint) = if is(&list.main) {
            let text = (format!("“{name}”要是文本"), format!("texts as `{name}`"));
            (matches!(kind, Kind::Text { .. }), text, list.hint)
        } else if list.flags.iter().any(is) {
            let text = (format!("“{name}”要是布尔"), format!("true or false as `{name}`"));
            let hint = ("标题的类型写 布尔，每行写 是 或 否", "title it of type boolean");
            (matches!(kind, Kind::Boolean), text, hint)
        } else if list.has_copies && is(&COPIES) {
            let text = (format!("“{name}”要是整数"), format!("whole numbers as `{name}`"));
            (matches!(kind, Kind::Integer), text, ("标题的类型写 整数", "title it of type integer"))
        } else {
            let text = (
                format!("{}没有“{name}”这一列", list.what.0),
                format!("no `{name}` {}", list.what.1),
            );
            (false, text, ("删去这一列，或把标题改为 备注", "remove it, or title it note"))
        };
        (!fits).then(|| self.columns(title, (&text.0, &text.1), hint))
    }

    /// Rows of problems without words for whoever filled the form in.
    fn without_reason(&self, output: usize) -> Vec<TableProblem> {
        let silent = |rule: &Rule| rule.reason.as_deref().is_none_or(|it| it.trim().is_empty());
        let text = ("每一行都要有理由，它是给填写人看的话", "a reason in every row");
        self.rows((output, silent), (text, "has none"), ("加一列 理由", "add a column reason"))
    }

    /// Rows whose copies are no number that is known.
    fn without_count(&self, output: usize) -> Vec<TableProblem> {
        let wrong = |rule: &Rule| {
            let cell = &rule.outputs[output];
            *cell != Output::Null && copies(Some(cell)).is_none()
        };
        let text = ("份数写 0 至 99 的整数，不能是算式", "copies from 0 to 99");
        let hint = ("直接写份数", "write the number itself");
        self.rows((output, wrong), (text, "has something else"), hint)
    }
}
