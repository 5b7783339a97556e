//! `businessRuleTask` as a source.

use std::sync::Arc;

use indexmap::IndexMap;
use tongban_expr::{Expression, Table, Type, table};

use super::NEXT;
use crate::{
    BusinessRuleTask, Place, Text,
    source::{
        codes,
        context::Context,
        shape::{Field, Key, Shape, Variant, access::Record, suggest::nearest},
        vocabulary::INPUTS_MAX,
        yaml::{Content, Scalar, Yaml},
    },
};

pub(super) const VARIANT: Variant = Variant {
    kind: "businessRuleTask",
    fields: &[
        Field::required("table", Shape::File, "决策表（CSV）", "Decision table (CSV)."),
        Field::optional(
            "inputs",
            Shape::Map(Key::Input, &Shape::Expression, INPUTS_MAX),
            "表的各项输入；同名的可省略",
            "The table's inputs; one that has the name of a field may be left out.",
        ),
        NEXT,
    ],
    zh: "业务规则任务：查决策表",
    en: "Evaluates a decision table.",
};

pub(super) fn read(cx: &mut Context<'_>, (_, record): super::At<'_>) -> Option<BusinessRuleTask> {
    let file = record.word("table")?;
    let table = cx.table(file)?;
    let mut inputs = IndexMap::new();
    let mut complete = true;
    for column in table.inputs() {
        let read = match record.record("inputs").and_then(|inputs| inputs.get(&column.name)) {
            Some(yaml) => input(cx, column, yaml),
            None => same_name(cx, column, file.place),
        };
        match read {
            Some(expression) => drop(inputs.insert(Arc::clone(&column.name), expression)),
            None => complete = false,
        }
    }
    unknown_inputs(cx, &table, record);
    complete.then(|| BusinessRuleTask { table, file: file.text.to_owned(), inputs })
}

fn input(cx: &mut Context<'_>, column: &table::Column, yaml: &Yaml) -> Option<Expression> {
    let expression = cx.expression(yaml)?;
    let expected = type_of(&column.kind);
    if expression.result_type().is_none_or(|kind| *kind == expected) {
        return Some(expression);
    }
    let name = &column.name;
    cx.report.error(
        codes::WRONG_TYPE,
        &yaml.place,
        Text::new(
            format!("表的输入“{name}”应为 {}", column.kind),
            format!(
                "expected `{}` for the table's input `{name}`, but it is of another type",
                column.kind
            ),
        ),
    );
    None
}

/// An input that has the name of a field.
fn same_name(cx: &mut Context<'_>, column: &table::Column, at: &Place) -> Option<Expression> {
    let name = &column.name;
    if cx.names.type_of(name).is_none() {
        cx.report.error(codes::TABLE_INPUT_MISSING, at, Text::new(
            format!("表的输入“{name}”没有来源：请在 inputs 写明，或让申请表有同名字段"),
            format!("expected `{name}` under `inputs`, as no field has that name, but it is not there"),
        ));
        return None;
    }
    let scalar = Scalar { text: Arc::clone(name), quoted: false };
    input(cx, column, &Yaml { place: at.clone(), content: Content::Scalar(scalar) })
}

fn unknown_inputs(cx: &mut Context<'_>, table: &Table, record: Record<'_>) {
    let names = || table.inputs().iter().map(|column| &*column.name);
    for (name, entry) in record.entries("inputs") {
        if names().any(|known| *known == **name) {
            continue;
        }
        let list: Vec<_> = names().collect();
        let told = cx.report.error(
            codes::TABLE_INPUT_UNKNOWN,
            &entry.key,
            Text::new(
                format!("表没有输入“{name}”，有：{}", list.join("、")),
                format!(
                    "expected one of `{}`, but the table has no input `{name}`",
                    list.join("`, `")
                ),
            ),
        );
        if let Some(near) = nearest(name, names()) {
            told.hint(format!("是不是“{near}”？"), format!("did you mean `{near}`?"));
        }
    }
}

/// What expressions see of a column.
pub(crate) fn type_of(kind: &table::Kind) -> Type {
    match kind {
        table::Kind::Boolean => Type::Boolean,
        table::Kind::Integer | table::Kind::Decimal(_) => Type::Number,
        table::Kind::Date => Type::Date,
        table::Kind::Text { .. } => Type::Text,
    }
}
