//! The answer in WebAssembly: from matching rules to a record of the canonical ABI.
//!
//! What a rule says stands in memory already; `fill` functions write the numbers that are
//! calculated. Not here: matching (`rules`).

use tongban_core::call::Question;
use tongban_expr::table::{Aggregate, Formula, Kind, Policy};
use wasm_encoder::{BlockType, Function, InstructionSink, ValType};

use super::{
    code::{
        ADD, DECIMAL_OPERAND, DIVIDE, FILL_TYPE, FORMULA_FAULT, HITS, MULTIPLY, READ_FIELDS,
        REALLOC, REFUSE, SUBTRACT, TABLE_FAULT, WHOLE_OPERAND, address, first_block, memory,
    },
    plan::{
        Computed, FINDING_LEN, NO_MATCH, NOT_ALLOWED, Plan, RECORD_FILL, RECORD_LEN, RECORD_VALUES,
        RECORD_VERDICT, SLOT_FAULT, SLOT_PRESENT, SUM, VALUE_LEN, VALUE_PAYLOAD,
    },
    rules::blocks_count,
};

/// What is checked before a plan is made.
const LISTED: &str = "tables of these worlds collect what their rows add";

// Locals of `answer` behind its two parameters.
const RECORD: u32 = 2;
const REFUSAL: u32 = 3;
const AT: u32 = 4;
const VERDICT: u32 = 5;
const TOTAL: u32 = 6;
const UNITS: u32 = 7;

/// Where the payload of `result` starts: at the alignment of the larger case.
fn payload(question: Question) -> u32 {
    match question {
        Question::Rule | Question::Checklist | Question::Validator => 4,
        Question::Parameter | Question::Amount => 8,
    }
}

/// Where the list of findings stands in the result.
fn findings(question: Question) -> u32 {
    match question {
        Question::Rule => 8,
        Question::Parameter => 32,
        Question::Amount => 24,
        Question::Checklist | Question::Validator => 12,
    }
}

/// `(prefix start, prefix len, text entry) -> result`: a refusal in two parts.
pub(super) fn refuse(plan: &Plan<'_>) -> Function {
    let (prefix, len, entry, start) = (0, 1, 2, 3);
    let at = payload(plan.question);
    let mut function = Function::new([(1, ValType::I32)]);
    let mut code = function.instructions();
    code.i32_const(0).i32_const(0).i32_const(1);
    code.local_get(len).local_get(entry).i32_load(memory(4, 2)).i32_add();
    code.call(REALLOC).local_tee(start);
    code.local_get(prefix).local_get(len).memory_copy(0, 0);
    code.local_get(start).local_get(len).i32_add();
    code.local_get(entry).i32_load(memory(0, 2)).local_get(entry).i32_load(memory(4, 2));
    code.memory_copy(0, 0);
    code.i32_const(address(plan.result)).i32_const(1).i32_store8(memory(0, 0));
    code.i32_const(address(plan.result)).local_get(start).i32_store(memory(at, 2));
    code.i32_const(address(plan.result));
    code.local_get(len).local_get(entry).i32_load(memory(4, 2)).i32_add();
    code.i32_store(memory(at + 4, 2));
    code.i32_const(address(plan.result)).end();
    function
}

/// `() -> refusal or 0`: calculates the numbers of one rule.
pub(super) fn fill(plan: &Plan<'_>, outputs: &[Computed<'_>]) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    for output in outputs {
        code.i32_const(address(output.at));
        units(output.formula, plan, &mut code);
        code.i64_store(memory(0, 3));
        code.global_get(FORMULA_FAULT).if_(BlockType::Empty);
        code.i32_const(address(output.prefix.start)).i32_const(address(output.prefix.len));
        code.global_get(FORMULA_FAULT);
        refuse_by_code(plan.formula_faults, &mut code);
        code.return_().end();
    }
    code.i32_const(0).end();
    function
}

/// With prefix and fault code on the stack, refuses by the entry of the list at `list`.
fn refuse_by_code(list: u32, code: &mut InstructionSink<'_>) {
    code.i32_const(3).i32_shl().i32_const(address(list)).i32_add().call(REFUSE);
}

/// Pushes the units of a formula, operands from left to right.
fn units(formula: &Formula, plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    let step = |code: &mut InstructionSink<'_>, left: &Formula, right: &Formula, step: u32| {
        units(left, plan, code);
        units(right, plan, code);
        code.call(step);
    };
    match formula {
        Formula::Constant { units, .. } => {
            code.i64_const(*units);
        }
        Formula::Input { index, .. } => {
            let decimal = matches!(plan.table.inputs()[*index].kind, Kind::Decimal(_));
            let operand = if decimal { DECIMAL_OPERAND } else { WHOLE_OPERAND };
            code.i32_const(address(plan.slot(*index))).call(operand);
        }
        Formula::Raise(inner, power) => {
            units(inner, plan, code);
            code.i64_const(10_i64.pow(*power)).call(MULTIPLY);
        }
        Formula::Add(left, right) => step(code, left, right, ADD),
        Formula::Subtract(left, right) => step(code, left, right, SUBTRACT),
        Formula::Multiply(left, right) => step(code, left, right, MULTIPLY),
        Formula::Divide { dividend, divisor, .. } => step(code, dividend, divisor, DIVIDE),
    }
}

/// `(fields, count) -> result`: the exported function.
pub(super) fn answer(plan: &Plan<'_>) -> Function {
    let mut function = Function::new([(4, ValType::I32), (2, ValType::I64)]);
    let mut code = function.instructions();
    code.local_get(0).local_get(1).call(READ_FIELDS);
    for input in 0..plan.table.inputs().len() {
        check_input(plan, input, &mut code);
    }
    code.block(BlockType::Empty);
    for block in first_block(plan)..first_block(plan) + blocks_count(plan) {
        code.call(block).br_if(0);
    }
    code.end();
    code.global_get(TABLE_FAULT).if_(BlockType::Empty);
    code.i32_const(0).i32_const(0).global_get(TABLE_FAULT);
    refuse_by_code(plan.table_faults, &mut code);
    code.return_().end();
    without_match(plan, &mut code);
    match plan.table.policy() {
        Policy::Unique | Policy::First | Policy::Priority | Policy::Any => {
            code.i32_const(0).local_set(AT);
            record(plan, &mut code);
            fill_record(&mut code);
            single(plan, &mut code);
        }
        Policy::Collect | Policy::OutputOrder if plan.entry_len() > 0 => listed(plan, &mut code),
        Policy::Collect | Policy::OutputOrder => collected(plan, &mut code),
        Policy::Aggregate(how) => aggregated(plan, how, &mut code),
    }
    all_findings(plan, &mut code);
    code.i32_const(address(plan.result)).end();
    function
}

/// Refuses if an input could not be read or lies outside its column's bounds.
fn check_input(plan: &Plan<'_>, input: usize, code: &mut InstructionSink<'_>) {
    let slot = address(plan.slot(input));
    let column = &plan.table.inputs()[input];
    if column.bounded && column.kind.is_number() {
        let (low, high) = column.domain;
        code.i32_const(slot).i32_load(memory(SLOT_PRESENT, 2));
        code.i32_const(slot).i32_load(memory(SLOT_FAULT, 2)).i32_eqz().i32_and();
        code.i32_const(slot).i64_load(memory(0, 3)).i64_const(low).i64_lt_s();
        code.i32_const(slot).i64_load(memory(0, 3)).i64_const(high).i64_gt_s();
        code.i32_or().i32_and().if_(BlockType::Empty);
        code.i32_const(slot).i32_const(NOT_ALLOWED).i32_store(memory(SLOT_FAULT, 2)).end();
    }
    let (_, prefix) = plan.names[input];
    code.i32_const(slot).i32_load(memory(SLOT_FAULT, 2)).if_(BlockType::Empty);
    code.i32_const(address(prefix.start)).i32_const(address(prefix.len));
    code.i32_const(slot).i32_load(memory(SLOT_FAULT, 2));
    refuse_by_code(plan.input_faults, code);
    code.return_().end();
}

/// Nothing matched: the default row stands in, or the table refuses, or nothing is fine.
fn without_match(plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    let default = plan.table.default_rule().is_some();
    if !default && !plan.table.policy().is_single() {
        return;
    }
    code.global_get(HITS).i32_eqz().if_(BlockType::Empty);
    if default {
        let at = i32::try_from(plan.same.len()).expect("at most 5,000");
        code.i32_const(address(plan.hits)).i32_const(at).i32_store(memory(0, 2));
        code.i32_const(1).global_set(HITS);
    } else {
        code.i32_const(0).i32_const(0).i32_const(NO_MATCH);
        refuse_by_code(plan.table_faults, code);
        code.return_();
    }
    code.end();
}

/// Sets `RECORD` to the record of hit `AT`.
fn record(plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    code.local_get(AT).i32_const(2).i32_shl().i32_load(memory(plan.hits, 2));
    code.i32_const(address(RECORD_LEN)).i32_mul().i32_const(address(plan.records)).i32_add();
    code.local_set(RECORD);
}

/// Calculates the record's numbers, or returns the refusal.
fn fill_record(code: &mut InstructionSink<'_>) {
    code.local_get(RECORD).i32_load(memory(RECORD_FILL, 2)).if_(BlockType::Empty);
    code.local_get(RECORD).i32_load(memory(RECORD_FILL, 2)).i32_const(1).i32_sub();
    code.call_indirect(0, FILL_TYPE).local_tee(REFUSAL);
    code.if_(BlockType::Empty).local_get(REFUSAL).return_().end().end();
}

/// Writes the answer of one rule.
fn single(plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    let result = address(plan.result);
    match plan.question {
        Question::Rule => {
            code.i32_const(result).local_get(RECORD).i32_load8_u(memory(RECORD_VERDICT, 0));
            code.i32_store8(memory(4, 0));
            code.i32_const(result).local_get(RECORD).i32_load(memory(RECORD_VALUES, 2));
            code.i32_store(memory(16, 2));
            code.i32_const(result).i32_const(address(plan.values_count()));
            code.i32_store(memory(20, 2));
        }
        Question::Parameter => {
            code.i32_const(result + 8).local_get(RECORD).i32_load(memory(RECORD_VALUES, 2));
            code.i32_const(address(VALUE_LEN)).memory_copy(0, 0);
        }
        Question::Amount => {
            record_units(code);
            store_number(plan, code);
        }
        Question::Checklist | Question::Validator => unreachable!("{LISTED}"),
    }
}

/// Sets `UNITS` to the number of the record.
fn record_units(code: &mut InstructionSink<'_>) {
    code.local_get(RECORD).i32_load(memory(RECORD_VALUES, 2));
    code.i64_load(memory(VALUE_PAYLOAD, 3)).local_set(UNITS);
}

/// Writes `UNITS` as the answer's number.
fn store_number(plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    let result = address(plan.result);
    let count = matches!(plan.table.policy(), Policy::Aggregate(Aggregate::Count));
    let kind = &plan.table.outputs()[0].kind;
    let scale = if count { 0 } else { address(kind.scale()) };
    let at = if plan.question == Question::Parameter { 16 } else { 8 };
    if plan.question == Question::Parameter {
        code.i32_const(result).i32_const(3).i32_store8(memory(8, 0));
    }
    code.i32_const(result).local_get(UNITS).i64_store(memory(at, 3));
    code.i32_const(result).i32_const(scale).i32_store8(memory(at + 8, 0));
}

/// Runs `each` for every hit, with its record at hand.
fn for_each_hit(
    plan: &Plan<'_>,
    code: &mut InstructionSink<'_>,
    each: impl Fn(&mut InstructionSink<'_>),
) {
    code.i32_const(0).local_set(AT);
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(AT).global_get(HITS).i32_ge_u().br_if(1);
    record(plan, code);
    each(code);
    code.local_get(AT).i32_const(1).i32_add().local_set(AT).br(0).end().end();
}

/// Writes the strictest verdict of all rules.
fn collected(plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    for_each_hit(plan, code, |code| {
        code.local_get(RECORD).i32_load8_u(memory(RECORD_VERDICT, 0)).local_tee(REFUSAL);
        code.local_get(VERDICT).local_get(REFUSAL).local_get(VERDICT).i32_gt_u().select();
        code.local_set(VERDICT);
    });
    code.i32_const(address(plan.result)).local_get(VERDICT).i32_store8(memory(4, 0));
}

/// Writes what each rule adds to the list.
fn listed(plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    let (result, len) = (address(plan.result), address(plan.entry_len()));
    for_each_hit(plan, code, |code| {
        code.local_get(AT).i32_const(len).i32_mul();
        code.i32_const(address(plan.entries)).i32_add();
        code.local_get(RECORD).i32_load(memory(RECORD_VALUES, 2));
        code.i32_const(len).memory_copy(0, 0);
    });
    code.i32_const(result).i32_const(address(plan.entries)).i32_store(memory(4, 2));
    code.i32_const(result).global_get(HITS).i32_store(memory(8, 2));
}

/// Writes one number of all rules.
fn aggregated(plan: &Plan<'_>, how: Aggregate, code: &mut InstructionSink<'_>) {
    for_each_hit(plan, code, |code| {
        fill_record(code);
        record_units(code);
        match how {
            Aggregate::Sum => add_to_total(plan, code),
            Aggregate::Min | Aggregate::Max => {
                code.local_get(UNITS).local_get(TOTAL);
                code.local_get(UNITS).local_get(TOTAL);
                if how == Aggregate::Min {
                    code.i64_lt_s()
                } else {
                    code.i64_gt_s()
                };
                code.local_get(AT).i32_eqz().i32_or().select().local_set(TOTAL);
            }
            Aggregate::Count => {
                code.global_get(HITS).i64_extend_i32_u().local_set(TOTAL);
            }
        }
    });
    code.local_get(TOTAL).local_set(UNITS);
    store_number(plan, code);
    if matches!(how, Aggregate::Min | Aggregate::Max) {
        // The smallest of none is no value.
        code.global_get(HITS).i32_eqz().if_(BlockType::Empty);
        code.i32_const(address(plan.result)).i32_const(0).i32_store8(memory(8, 0)).end();
    }
}

fn add_to_total(plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    code.local_get(TOTAL).local_get(UNITS).call(ADD).local_set(TOTAL);
    code.global_get(FORMULA_FAULT).if_(BlockType::Empty);
    code.i32_const(0).i32_const(0).i32_const(SUM);
    refuse_by_code(plan.table_faults, code);
    code.return_().end();
}

/// Writes the list of findings: one for each hit, in place if there is only one.
fn all_findings(plan: &Plan<'_>, code: &mut InstructionSink<'_>) {
    let (result, at) = (address(plan.result), findings(plan.question));
    code.i32_const(result).global_get(HITS).i32_store(memory(at + 4, 2));
    if matches!(plan.table.policy(), Policy::Unique | Policy::First | Policy::Priority) {
        code.i32_const(result).local_get(RECORD).i32_store(memory(at, 2));
        return;
    }
    for_each_hit(plan, code, |code| {
        code.local_get(AT).i32_const(address(FINDING_LEN)).i32_mul();
        code.i32_const(address(plan.findings)).i32_add();
        code.local_get(RECORD).i32_const(address(FINDING_LEN)).memory_copy(0, 0);
    });
    code.i32_const(result).i32_const(address(plan.findings)).i32_store(memory(at, 2));
}
