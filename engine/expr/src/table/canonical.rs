//! The canonical form: what a table means, without how it was spelt.
//!
//! Two sheets with the same canonical form answer every case alike, with the same reasons; it is
//! what a digest of the table covers. Not here: test rows, notes and layout.

use std::fmt::Write as _;

use super::{Column, Formula, IntervalSet, Output, Rule, Table};

impl Table {
    /// Version, titles and rules, one a line, in a form that only grows.
    pub fn canonical(&self) -> String {
        let mut form =
            format!("table 1 {:?} {:?} {}\n", self.id, self.title, self.policy.letters());
        for (role, columns) in [("in", &self.inputs), ("out", &self.outputs)] {
            for column in columns {
                column.write(role, &mut form);
            }
        }
        for rule in &self.rules {
            rule.write("rule", self, &mut form);
        }
        if let Some(rule) = &self.default {
            rule.write("default", self, &mut form);
        }
        form
    }
}

impl Column {
    fn write(&self, role: &str, form: &mut String) {
        // The words of an open text are in the rules, where they count.
        let kind = if self.is_open_text() { "text".to_owned() } else { self.kind.to_string() };
        let _ = write!(form, "{role} {:?} {kind:?}", self.name);
        if self.bounded && self.kind.is_number() {
            let (low, high) = self.domain;
            let _ = write!(form, " {low}..{high}");
        }
        form.push('\n');
    }
}

impl Rule {
    fn write(&self, role: &str, table: &Table, form: &mut String) {
        let (law, reason) = (self.law.as_deref(), self.reason.as_deref());
        let _ = write!(form, "{role} {:?} {:?} {:?} |", self.id, law, reason);
        for (column, accepted) in table.inputs.iter().zip(&self.accepted) {
            accepted.write(column, form);
        }
        form.push_str(" |");
        for output in &self.outputs {
            form.push(' ');
            output.write(table, form);
        }
        form.push('\n');
    }
}

impl IntervalSet {
    fn write(&self, column: &Column, form: &mut String) {
        if self.is_any() {
            form.push_str(" -");
            return;
        }
        form.push_str(" {");
        if self.accepts_null() {
            form.push_str(" null");
        }
        let (last, open) = (column.domain.1, column.is_open_text());
        for &(low, high) in self.ranges() {
            // Numbers of words depend on the order of rows: words are written out.
            if open {
                let rest = if high > last { " other" } else { "" };
                for at in low.max(0)..=high.min(last) {
                    let _ = write!(form, " {:?}", column.spelled(Some(at)));
                }
                form.push_str(rest);
            } else {
                let _ = write!(form, " {low}..{high}");
            }
        }
        form.push_str(" }");
    }
}

impl Output {
    fn write(&self, table: &Table, form: &mut String) {
        match self {
            Self::Null => form.push_str("null"),
            Self::Text(text) => {
                let _ = write!(form, "{text:?}");
            }
            Self::Boolean(value) => {
                let _ = write!(form, "{value}");
            }
            Self::Date(days) => {
                let _ = write!(form, "day {days}");
            }
            Self::Number(formula) => formula.write(table, form),
        }
    }
}

impl Formula {
    fn write(&self, table: &Table, form: &mut String) {
        let (name, left, right) = match self {
            Self::Constant { units, scale } => {
                let _ = write!(form, "{units}e-{scale}");
                return;
            }
            Self::Input { index, .. } => {
                let _ = write!(form, "{:?}", table.inputs[*index].name);
                return;
            }
            Self::Raise(inner, power) => {
                let _ = write!(form, "(raise {power} ");
                inner.write(table, form);
                form.push(')');
                return;
            }
            Self::Add(left, right) => ("+", left, right),
            Self::Subtract(left, right) => ("-", left, right),
            Self::Multiply(left, right) => ("*", left, right),
            Self::Divide { dividend, divisor, .. } => ("/", dividend, divisor),
        };
        let _ = write!(form, "({name} ");
        left.write(table, form);
        form.push(' ');
        right.write(table, form);
        form.push(')');
    }
}
