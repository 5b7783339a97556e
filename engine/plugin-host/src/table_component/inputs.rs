//! Reading inputs in WebAssembly: fields of the canonical ABI become encoded values in slots.
//!
//! A fault is kept in its slot and told only when all fields are read, in the order of the sheet's
//! columns, as natively. Not here: how a value is encoded (`tongban_expr::table::Kind`).

use tongban_expr::table::Kind;
use wasm_encoder::{BlockType, Function, InstructionSink, ValType};

use super::{
    code::{
        CUT_OFF, FIXED, NUMBER_FAULT, READ_BOOLEAN, READ_DATE, READ_DECIMAL, READ_INTEGER, SAME,
        address, memory,
    },
    plan::{
        FIELD_LEN, FIELD_VALUE, NOT_ALLOWED, NOT_INTEGER, Plan, SLOT_FAULT, SLOT_PRESENT,
        TOO_LARGE, VALUE_PAYLOAD, WRONG_KIND,
    },
};

/// Above this, one more digit might not fit.
const DIGIT_ROOM: i64 = (i64::MAX - 9) / 10;
/// The encoder of `tongban_expr` refuses larger decimals.
const UNITS_MAX: i64 = i64::MAX / 4;

/// `(start, len, other start, other len) -> equal`
pub(super) fn same() -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.local_get(1).local_get(3).i32_ne();
    code.if_(BlockType::Empty).i32_const(0).return_().end();
    code.loop_(BlockType::Empty);
    code.local_get(1).i32_eqz();
    code.if_(BlockType::Empty).i32_const(1).return_().end();
    code.local_get(1).i32_const(1).i32_sub().local_set(1);
    for start in [0, 2] {
        code.local_get(start).local_get(1).i32_add().i32_load8_u(memory(0, 0));
    }
    code.i32_eq().br_if(0).end();
    code.i32_const(0).end();
    function
}

/// `(value, slot)`: the parts that all kinds share. Leaves the slot empty for null, else present;
/// `read` then takes over with the case on the stack's place `case`.
fn reader(case: u8, read: impl Fn(&mut InstructionSink<'_>)) -> Function {
    let mut function = Function::new([(1, ValType::I32)]);
    let mut code = function.instructions();
    code.local_get(1).i32_const(0).i32_store(memory(SLOT_FAULT, 2));
    code.local_get(0).i32_load8_u(memory(0, 0)).local_tee(2).i32_const(0).i32_ne();
    code.local_set(2);
    code.local_get(1).local_get(2).i32_store(memory(SLOT_PRESENT, 2));
    code.local_get(2).i32_eqz().if_(BlockType::Empty).return_().end();
    code.local_get(0).i32_load8_u(memory(0, 0)).i32_const(i32::from(case)).i32_ne();
    code.if_(BlockType::Empty);
    code.local_get(1).i32_const(WRONG_KIND).i32_store(memory(SLOT_FAULT, 2)).return_();
    code.end();
    read(&mut code);
    code.end();
    function
}

/// `(value, slot)`
pub(super) fn read_boolean() -> Function {
    reader(1, |code| {
        code.local_get(1).local_get(0).i64_load8_u(memory(VALUE_PAYLOAD, 0));
        code.i64_store(memory(0, 3));
    })
}

/// `(value, slot)`
pub(super) fn read_date() -> Function {
    reader(5, |code| {
        code.local_get(1).local_get(0).i64_load32_s(memory(VALUE_PAYLOAD, 2));
        code.i64_store(memory(0, 3));
    })
}

/// `(value, slot)` for the text column `input`.
pub(super) fn read_text(plan: &Plan<'_>, input: usize) -> Function {
    let closed = matches!(plan.table.inputs()[input].kind, Kind::Text { closed: true, .. });
    reader(4, |code| {
        for (at, word) in plan.words[input].iter().enumerate() {
            code.local_get(0).i32_load(memory(VALUE_PAYLOAD, 2));
            code.local_get(0).i32_load(memory(VALUE_PAYLOAD + 4, 2));
            code.i32_const(address(word.start)).i32_const(address(word.len)).call(SAME);
            code.if_(BlockType::Empty);
            code.local_get(1).i64_const(i64::try_from(at).expect("words are few"));
            code.i64_store(memory(0, 3)).return_().end();
        }
        if closed {
            code.local_get(1).i32_const(NOT_ALLOWED).i32_store(memory(SLOT_FAULT, 2));
        } else {
            code.local_get(1).i64_const(-1).i64_store(memory(0, 3));
        }
    })
}

/// `(value, slot)`
pub(super) fn read_integer() -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.local_get(1).local_get(0).i32_const(0).call(FIXED).i64_store(memory(0, 3));
    code.local_get(1);
    // A cut-off fraction is the more telling fault, unless it was no number at all.
    code.i32_const(NOT_INTEGER).global_get(NUMBER_FAULT);
    code.global_get(CUT_OFF).global_get(NUMBER_FAULT).i32_const(WRONG_KIND).i32_ne().i32_and();
    code.select().i32_store(memory(SLOT_FAULT, 2));
    present(&mut code);
    code.end();
    function
}

/// `(value, slot, scale)`
pub(super) fn read_decimal() -> Function {
    let (value, slot, scale, units) = (0, 1, 2, 3);
    let mut function = Function::new([(1, ValType::I64)]);
    let mut code = function.instructions();
    code.local_get(value).local_get(scale).call(FIXED).local_set(units);
    code.local_get(slot).i32_const(TOO_LARGE).global_get(NUMBER_FAULT);
    code.local_get(units).i64_const(UNITS_MAX).i64_gt_s();
    code.local_get(units).i64_const(-UNITS_MAX).i64_lt_s().i32_or();
    code.global_get(NUMBER_FAULT).i32_eqz().i32_and();
    code.select().i32_store(memory(SLOT_FAULT, 2));
    code.local_get(slot).local_get(units).i64_const(1).i64_shl();
    code.global_get(CUT_OFF).i64_extend_i32_u().i64_or().i64_store(memory(0, 3));
    present(&mut code);
    code.end();
    function
}

/// Marks the slot present unless the value's case is `none`, which is no fault.
fn present(code: &mut InstructionSink<'_>) {
    code.local_get(1).local_get(0).i32_load8_u(memory(0, 0)).i32_const(0).i32_ne();
    code.i32_store(memory(SLOT_PRESENT, 2));
    code.local_get(0).i32_load8_u(memory(0, 0)).i32_eqz();
    code.if_(BlockType::Empty);
    code.local_get(1).i32_const(0).i32_store(memory(SLOT_FAULT, 2)).end();
}

/// `(value, scale) -> units`: a number rounded down to `scale`; `CUT_OFF` says whether digits
/// were, `NUMBER_FAULT` what is wrong.
pub(super) fn fixed(digits: u32) -> Function {
    let (value, scale, units, more) = (0, 1, 2, 3);
    let mut function = Function::new([(1, ValType::I64), (1, ValType::I32)]);
    let mut code = function.instructions();
    code.i32_const(0).global_set(CUT_OFF).i32_const(0).global_set(NUMBER_FAULT);
    let case = |code: &mut InstructionSink<'_>, case: i32| {
        code.local_get(value).i32_load8_u(memory(0, 0)).i32_const(case).i32_eq();
        code.if_(BlockType::Empty);
    };
    code.block(BlockType::Empty);
    case(&mut code, 2);
    code.local_get(value).i64_load(memory(VALUE_PAYLOAD, 3)).local_set(units);
    code.local_get(scale).local_set(more).br(1).end();
    case(&mut code, 3);
    code.local_get(value).i64_load(memory(VALUE_PAYLOAD, 3)).local_set(units);
    code.local_get(scale).local_get(value).i32_load8_u(memory(VALUE_PAYLOAD + 8, 0));
    code.i32_sub().local_set(more).br(1).end();
    case(&mut code, 8);
    code.local_get(value).i32_load(memory(VALUE_PAYLOAD, 2));
    code.local_get(value).i32_load(memory(VALUE_PAYLOAD + 4, 2));
    code.local_get(scale).call(digits).return_().end();
    code.i32_const(WRONG_KIND).global_set(NUMBER_FAULT).i64_const(0).return_();
    code.end();
    // Fewer decimals: down, one digit at a time, noting what is cut off.
    code.loop_(BlockType::Empty).local_get(more).i32_const(0).i32_lt_s().if_(BlockType::Empty);
    code.local_get(units).i64_const(10).i64_rem_s().i64_eqz();
    code.if_(BlockType::Empty).else_().i32_const(1).global_set(CUT_OFF).end();
    code.local_get(units).i64_const(10).i64_div_s();
    code.local_get(units).i64_const(10).i64_rem_s().i64_const(63).i64_shr_s().i64_add();
    code.local_set(units);
    code.local_get(more).i32_const(1).i32_add().local_set(more).br(1).end().end();
    // More decimals: up, as long as it fits.
    code.loop_(BlockType::Empty).local_get(more).i32_const(0).i32_gt_s().if_(BlockType::Empty);
    code.local_get(units).i64_const(DIGIT_ROOM).i64_gt_s();
    code.local_get(units).i64_const(-DIGIT_ROOM).i64_lt_s().i32_or();
    code.if_(BlockType::Empty);
    code.i32_const(TOO_LARGE).global_set(NUMBER_FAULT).i64_const(0).return_().end();
    code.local_get(units).i64_const(10).i64_mul().local_set(units);
    code.local_get(more).i32_const(1).i32_sub().local_set(more).br(1).end().end();
    code.local_get(units).end();
    function
}

/// `(start, len, scale) -> units` of digits in JSON, quoted or not: numbers beyond 64 bits.
pub(super) fn digits() -> Function {
    let (start, len, scale, units) = (0, 1, 2, 3);
    let (negative, dot, decimals, sign) = (4, 5, 6, 7);
    let mut function = Function::new([(1, ValType::I64), (4, ValType::I32)]);
    let mut code = function.instructions();
    let skip = |code: &mut InstructionSink<'_>, count: i32| {
        code.local_get(start).i32_const(1).i32_add().local_set(start);
        code.local_get(len).i32_const(count).i32_sub().local_set(len);
    };
    let wrong = |code: &mut InstructionSink<'_>| {
        code.i32_const(WRONG_KIND).global_set(NUMBER_FAULT).i64_const(0).return_();
    };
    code.local_get(len).i32_const(2).i32_lt_u();
    code.if_(BlockType::Empty);
    wrong(&mut code);
    code.end();
    code.local_get(start).i32_load8_u(memory(0, 0)).i32_const(i32::from(b'"')).i32_eq();
    code.local_get(start).local_get(len).i32_add().i32_const(1).i32_sub();
    code.i32_load8_u(memory(0, 0)).i32_const(i32::from(b'"')).i32_eq().i32_and();
    code.if_(BlockType::Empty);
    skip(&mut code, 2);
    code.end();
    code.local_get(start).i32_load8_u(memory(0, 0)).i32_const(i32::from(b'-')).i32_eq();
    code.if_(BlockType::Empty).i32_const(1).local_set(negative);
    skip(&mut code, 1);
    code.end();
    code.local_get(len).i32_const(1).i32_lt_s();
    code.if_(BlockType::Empty);
    wrong(&mut code);
    code.end();
    code.loop_(BlockType::Empty);
    code.local_get(start).i32_load8_u(memory(0, 0)).i32_const(i32::from(b'0')).i32_sub();
    code.local_tee(sign).i32_const(i32::from(b'.') - i32::from(b'0')).i32_eq();
    code.if_(BlockType::Empty);
    code.local_get(dot).if_(BlockType::Empty);
    wrong(&mut code);
    code.end().i32_const(1).local_set(dot);
    code.else_();
    code.local_get(sign).i32_const(9).i32_gt_u().if_(BlockType::Empty);
    wrong(&mut code);
    code.end();
    code.local_get(dot).local_get(decimals).local_get(scale).i32_ge_s().i32_and();
    code.if_(BlockType::Empty);
    code.local_get(sign).global_get(CUT_OFF).i32_or().i32_const(0).i32_ne().global_set(CUT_OFF);
    code.else_();
    push_digit(&mut code, units, Some(sign));
    code.local_get(decimals).local_get(dot).i32_add().local_set(decimals);
    code.end().end();
    skip(&mut code, 1);
    code.local_get(len).br_if(0).end();
    code.loop_(BlockType::Empty).local_get(decimals).local_get(scale).i32_lt_s();
    code.if_(BlockType::Empty);
    push_digit(&mut code, units, None);
    code.local_get(decimals).i32_const(1).i32_add().local_set(decimals).br(1).end().end();
    code.local_get(negative).if_(BlockType::Empty);
    code.i64_const(0).local_get(units).i64_sub();
    code.global_get(CUT_OFF).i64_extend_i32_u().i64_sub().local_set(units).end();
    code.local_get(units).end();
    function
}

fn push_digit(code: &mut InstructionSink<'_>, units: u32, digit: Option<u32>) {
    code.local_get(units).i64_const(DIGIT_ROOM).i64_gt_s();
    code.if_(BlockType::Empty).i32_const(TOO_LARGE).global_set(NUMBER_FAULT).else_();
    code.local_get(units).i64_const(10).i64_mul();
    if let Some(digit) = digit {
        code.local_get(digit).i64_extend_i32_u().i64_add();
    }
    code.local_set(units).end();
}

/// `(fields, count)`: fills the slots. `texts` are the readers of text columns.
pub(super) fn read_fields(plan: &Plan<'_>, texts: &[u32]) -> Function {
    let (field, count) = (0, 1);
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(count).i32_eqz().br_if(1);
    let mut texts = texts.iter();
    code.block(BlockType::Empty);
    for (input, column) in plan.table.inputs().iter().enumerate() {
        let (name, _) = plan.names[input];
        code.local_get(field).i32_load(memory(0, 2)).local_get(field).i32_load(memory(4, 2));
        code.i32_const(address(name.start)).i32_const(address(name.len)).call(SAME);
        code.if_(BlockType::Empty);
        code.local_get(field).i32_const(address(FIELD_VALUE)).i32_add();
        code.i32_const(address(plan.slot(input)));
        match column.kind {
            Kind::Boolean => code.call(READ_BOOLEAN),
            Kind::Integer => code.call(READ_INTEGER),
            Kind::Date => code.call(READ_DATE),
            Kind::Decimal(scale) => code.i32_const(address(scale)).call(READ_DECIMAL),
            Kind::Text { .. } => code.call(*texts.next().expect("one for each text column")),
        };
        code.br(1).end();
    }
    code.end();
    code.local_get(field).i32_const(address(FIELD_LEN)).i32_add().local_set(field);
    code.local_get(count).i32_const(1).i32_sub().local_set(count).br(0).end().end().end();
    function
}
