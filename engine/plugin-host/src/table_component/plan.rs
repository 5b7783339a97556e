//! The plan of a component: where everything stands in its memory, and what is there from the
//! start.
//!
//! ```text
//! 16 ─ slots (16 bytes an input: value, present, fault) ─ hits ─ findings ─ entries of lists ─
//! result ─ static data ─ heap
//! ```
//! Offsets are those of the canonical ABI for `plugins/wit/v1`; the differential tests would see
//! any mistake. Not here: code.

use tongban_core::call::{Item, Problem, Question, Severity};
use tongban_expr::table::{
    Column, Formula, FormulaFault, HITS_MAX, InputFault, Kind, OUTCOMES, Output, Rule, Table,
    TableFault,
};

use super::{
    data::{Data, Span},
    entries,
};

pub(super) const SLOT_LEN: u32 = 16;
/// Where an input's slot says that it is not null.
pub(super) const SLOT_PRESENT: u32 = 8;
/// Where an input's slot keeps its fault.
pub(super) const SLOT_FAULT: u32 = 12;
/// `record finding`: rule @0, message @8, law @16.
pub(super) const FINDING_LEN: u32 = 28;
/// A finding, then verdict @28, address of the values @32, number of the fill function @36.
pub(super) const RECORD_LEN: u32 = 40;
pub(super) const RECORD_VERDICT: u32 = 28;
pub(super) const RECORD_VALUES: u32 = 32;
pub(super) const RECORD_FILL: u32 = 36;
/// `variant value`: case @0, payload @8.
pub(super) const VALUE_LEN: u32 = 24;
pub(super) const VALUE_PAYLOAD: u32 = 8;
/// `record field`: name @0, value @8.
pub(super) const FIELD_LEN: u32 = 32;
pub(super) const FIELD_VALUE: u32 = 8;

/// `record material`: id @0, name @8, required @16, original @17, copies @20, note @24, law @36.
pub(super) const MATERIAL_LEN: u32 = 48;
/// `record problem`: field @0, message @8, message-en @16, severity @28, law @32.
pub(super) const PROBLEM_LEN: u32 = 44;

/// Faults of inputs, in the order of their codes from 1.
pub(super) const INPUT_FAULTS: [InputFault; 4] =
    [InputFault::WrongKind, InputFault::NotInteger, InputFault::TooLarge, InputFault::NotAllowed];
pub(super) const WRONG_KIND: i32 = 1;
pub(super) const NOT_INTEGER: i32 = 2;
pub(super) const TOO_LARGE: i32 = 3;
pub(super) const NOT_ALLOWED: i32 = 4;

/// Faults of formulas, likewise.
pub(super) const FORMULA_FAULTS: [FormulaFault; 4] = [
    FormulaFault::Null,
    FormulaFault::Inexact,
    FormulaFault::Overflow,
    FormulaFault::DivisionByZero,
];
pub(super) const NULL: i32 = 1;
pub(super) const INEXACT: i32 = 2;
pub(super) const OVERFLOW: i32 = 3;
pub(super) const DIVISION_BY_ZERO: i32 = 4;

/// Faults of the table as a whole: conflict, too many, no match, sum.
pub(super) const CONFLICT: i32 = 1;
pub(super) const TOO_MANY: i32 = 2;
pub(super) const NO_MATCH: i32 = 3;
pub(super) const SUM: i32 = 4;

/// An output that is calculated.
#[derive(Debug)]
pub(super) struct Computed<'a> {
    pub(super) formula: &'a Formula,
    /// Where its units go.
    pub(super) at: u32,
    /// What a refusal starts with.
    pub(super) prefix: Span,
}

/// The plan.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) table: &'a Table,
    pub(super) question: Question,
    pub(super) data: Data,
    /// Rules in the order in which they are tried; the default row behind them.
    pub(super) rules: Vec<&'a Rule>,
    /// For each rule, which others say the same.
    pub(super) same: Vec<usize>,
    pub(super) slots: u32,
    pub(super) hits: u32,
    pub(super) findings: u32,
    /// Where materials or problems of the answer are gathered.
    pub(super) entries: u32,
    pub(super) result: u32,
    pub(super) records: u32,
    /// Names of inputs, and what a refusal of each starts with.
    pub(super) names: Vec<(Span, Span)>,
    /// Words of text columns.
    pub(super) words: Vec<Vec<Span>>,
    /// Calculated outputs, one list for each rule that has any.
    pub(super) fills: Vec<Vec<Computed<'a>>>,
    /// Lists of texts, 8 bytes each, by code from 1.
    pub(super) input_faults: u32,
    pub(super) formula_faults: u32,
    pub(super) table_faults: u32,
}

impl<'a> Plan<'a> {
    pub(super) fn of(table: &'a Table, question: Question) -> Self {
        let inputs = u32::try_from(table.inputs().len()).expect("at most 32");
        let hits_max = u32::try_from(HITS_MAX).expect("100");
        let slots = 16;
        let hits = slots + inputs * SLOT_LEN;
        let findings = hits + hits_max * 4;
        let entries = (findings + hits_max * FINDING_LEN).next_multiple_of(8);
        let result = (entries + hits_max * entry_len(question)).next_multiple_of(8);
        let mut plan = Self {
            table,
            question,
            data: Data::at(result + 64),
            rules: table.rules().chain(table.default_rule()).collect(),
            same: table.same_outputs().collect(),
            slots,
            hits,
            findings,
            entries,
            result,
            records: 0,
            names: Vec::new(),
            words: Vec::new(),
            fills: Vec::new(),
            input_faults: 0,
            formula_faults: 0,
            table_faults: 0,
        };
        plan.place_records();
        plan.place_words();
        plan.place_faults();
        plan
    }

    /// The address of an input's slot.
    pub(super) fn slot(&self, input: usize) -> u32 {
        self.slots + u32::try_from(input).expect("at most 32") * SLOT_LEN
    }

    /// Outputs that become values: all but the outcome of a rule and the columns of lists.
    pub(super) fn is_value(&self, column: &Column) -> bool {
        match self.question {
            Question::Rule => &*column.name != "outcome",
            Question::Parameter | Question::Amount => true,
            Question::Checklist | Question::Validator => false,
        }
    }

    /// Length of what a row adds to a list; 0 where the answer is none.
    pub(super) fn entry_len(&self) -> u32 {
        entry_len(self.question)
    }

    /// Length of one value, with its name where it has one.
    pub(super) fn value_stride(&self) -> u32 {
        if self.question == Question::Rule { FIELD_LEN } else { VALUE_LEN }
    }

    pub(super) fn values_count(&self) -> u32 {
        let values = self.table.outputs().iter().filter(|column| self.is_value(column));
        u32::try_from(values.count()).expect("at most 32")
    }

    fn place_records(&mut self) {
        let count = u32::try_from(self.rules.len()).expect("at most 5,000");
        self.records = self.data.room(count * RECORD_LEN);
        let mut at = self.records;
        for rule in self.rules.clone() {
            self.place_record(rule, at);
            at += RECORD_LEN;
        }
    }

    fn place_record(&mut self, rule: &'a Rule, at: u32) {
        let id = self.data.text(&rule.id);
        let message = self.data.text(rule.reason.as_deref().unwrap_or_default());
        self.data.put_span(at, id);
        self.data.put_span(at + 8, message);
        let law = self.place_optional(rule.law.as_deref());
        self.put_optional(at + 16, law);
        if self.entry_len() > 0 {
            let entry = self.place_entry(rule);
            self.data.put_u32(at + RECORD_VALUES, entry);
            return;
        }
        let values = self.data.room(self.values_count() * self.value_stride());
        self.data.put_u32(at + RECORD_VALUES, values);
        let mut computed = Vec::new();
        let mut field = values;
        for (column, output) in self.table.outputs().iter().zip(&rule.outputs) {
            if !self.is_value(column) {
                self.data.put(at + RECORD_VERDICT, &[verdict(output)]);
                continue;
            }
            let value = self.place_name(column, field);
            if let Some(formula) = self.place_value(column, output, value) {
                let prefix = self.data.text(&prefix(&TableFault::Output {
                    row: rule.row,
                    name: column.name.clone(),
                    fault: FormulaFault::Null,
                }));
                computed.push(Computed { formula, at: value + VALUE_PAYLOAD, prefix });
            }
            field += self.value_stride();
        }
        if !computed.is_empty() {
            self.fills.push(computed);
            let number = u32::try_from(self.fills.len()).expect("at most 5,000");
            self.data.put_u32(at + RECORD_FILL, number);
        }
    }

    /// Writes what a row adds to a list.
    fn place_entry(&mut self, rule: &Rule) -> u32 {
        match self.question {
            Question::Checklist => self.place_item(&entries::item(self.table, rule)),
            _ => self.place_problem(&entries::problem(self.table, rule)),
        }
    }

    fn place_item(&mut self, item: &Item) -> u32 {
        let Item { id, name, required, original, copies, note, law } = item;
        let (id, name) = (self.data.text(id), self.data.text(name));
        let (note, law) =
            (self.place_optional(note.as_deref()), self.place_optional(law.as_deref()));
        let at = self.data.room(MATERIAL_LEN);
        self.data.put_span(at, id);
        self.data.put_span(at + 8, name);
        self.data.put(at + 16, &[u8::from(*required), u8::from(*original)]);
        self.data.put_u32(at + 20, *copies);
        self.put_optional(at + 24, note);
        self.put_optional(at + 36, law);
        at
    }

    fn place_problem(&mut self, problem: &Problem) -> u32 {
        let Problem { field, message, message_en, severity, law } = problem;
        let (field, message) = (self.data.text(field), self.data.text(message));
        let english = self.place_optional(message_en.as_deref());
        let law = self.place_optional(law.as_deref());
        let at = self.data.room(PROBLEM_LEN);
        self.data.put_span(at, field);
        self.data.put_span(at + 8, message);
        self.put_optional(at + 16, english);
        self.data.put(at + 28, &[u8::from(*severity == Severity::Error)]);
        self.put_optional(at + 32, law);
        at
    }

    fn place_optional(&mut self, text: Option<&str>) -> Option<Span> {
        text.map(|text| self.data.text(text))
    }

    /// `option<string>`: whether there is one, and behind that the text.
    fn put_optional(&mut self, at: u32, text: Option<Span>) {
        if let Some(span) = text {
            self.data.put(at, &[1]);
            self.data.put_span(at + 4, span);
        }
    }

    fn place_name(&mut self, column: &Column, field: u32) -> u32 {
        if self.question != Question::Rule {
            return field;
        }
        let name = self.data.text(&column.name);
        self.data.put_span(field, name);
        field + FIELD_VALUE
    }

    /// Writes a value that is known; gives back the formula of one that is not.
    fn place_value(&mut self, column: &Column, output: &'a Output, at: u32) -> Option<&'a Formula> {
        let payload = at + VALUE_PAYLOAD;
        match output {
            Output::Null => self.data.put(at, &[0]),
            Output::Boolean(value) => {
                self.data.put(at, &[1]);
                self.data.put(payload, &[u8::from(*value)]);
            }
            Output::Text(text) => {
                let span = self.data.text(text);
                self.data.put(at, &[4]);
                self.data.put_span(payload, span);
            }
            Output::Date(days) => {
                let days = i32::try_from(*days).expect("the calendar ends in 9999");
                self.data.put(at, &[5]);
                self.data.put(payload, &days.to_le_bytes());
            }
            Output::Number(formula) => {
                let scale = u8::try_from(column.kind.scale()).expect("at most 6");
                let decimal = matches!(column.kind, Kind::Decimal(_));
                self.data.put(at, &[if decimal { 3 } else { 2 }]);
                if decimal {
                    self.data.put(payload + 8, &[scale]);
                }
                let Formula::Constant { units, .. } = formula else { return Some(formula) };
                self.data.put(payload, &units.to_le_bytes());
            }
        }
        None
    }

    fn place_words(&mut self) {
        for column in self.table.inputs() {
            let name = self.data.text(&column.name);
            let prefix = self.data.text(&prefix(&TableFault::Input {
                name: column.name.clone(),
                fault: InputFault::WrongKind,
            }));
            self.names.push((name, prefix));
            let words: &[_] = if let Kind::Text { words, .. } = &column.kind { words } else { &[] };
            self.words.push(words.iter().map(|word| self.data.text(word)).collect());
        }
    }

    fn place_faults(&mut self) {
        let table = || self.table.id().into();
        let whole = [
            TableFault::Conflict { table: table() },
            TableFault::TooMany { table: table() },
            TableFault::NoMatch { table: table() },
            TableFault::Sum { table: table() },
        ];
        self.input_faults = self.place_texts(&INPUT_FAULTS.map(|fault| fault.to_string()));
        self.formula_faults = self.place_texts(&FORMULA_FAULTS.map(|fault| fault.to_string()));
        self.table_faults = self.place_texts(&whole.map(|fault| fault.to_string()));
    }

    /// A list of texts whose address is that of code 0, which no fault has.
    fn place_texts(&mut self, texts: &[String]) -> u32 {
        let spans: Vec<Span> = texts.iter().map(|text| self.data.text(text)).collect();
        let start = self.data.room(u32::try_from(spans.len()).expect("a few") * 8);
        let mut at = start;
        for span in spans {
            self.data.put_span(at, span);
            at += 8;
        }
        start - 8
    }
}

fn entry_len(question: Question) -> u32 {
    match question {
        Question::Checklist => MATERIAL_LEN,
        Question::Validator => PROBLEM_LEN,
        Question::Rule | Question::Parameter | Question::Amount => 0,
    }
}

fn verdict(output: &Output) -> u8 {
    let Output::Text(word) = output else { return 0 };
    let at = OUTCOMES.iter().position(|known| **known == **word);
    u8::try_from(at.expect("outcomes are checked when they are read")).expect("four")
}

/// The words of a fault up to its last part, which depends on the code.
fn prefix(fault: &TableFault) -> String {
    let whole = fault.to_string();
    let last = match fault {
        TableFault::Input { fault, .. } => fault.to_string(),
        TableFault::Output { fault, .. } => fault.to_string(),
        _ => String::new(),
    };
    whole.strip_suffix(&last).unwrap_or(&whole).to_owned()
}
