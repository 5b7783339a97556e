//! Checked arithmetic in WebAssembly: the same steps as the native evaluator's, the same faults.
//!
//! A step that fails notes its fault, if none is noted yet, and goes on with 0: the first fault in
//! the order of evaluation wins, as it does natively. Not here: which steps (`outputs`).

use wasm_encoder::{BlockType, Function, ValType};

use super::{
    code::{FORMULA_FAULT, NOTE, SUBTRACT, memory},
    plan::{DIVISION_BY_ZERO, INEXACT, NULL, OVERFLOW, SLOT_PRESENT},
};

/// `(code)`: notes a fault unless there is one.
pub(super) fn note() -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.global_get(FORMULA_FAULT).i32_eqz();
    code.if_(BlockType::Empty).local_get(0).global_set(FORMULA_FAULT).end();
    code.end();
    function
}

/// `(a, b) -> a + b`
pub(super) fn add() -> Function {
    let mut function = Function::new([(1, ValType::I64)]);
    let mut code = function.instructions();
    code.local_get(0).local_get(1).i64_add().local_tee(2).local_get(0).i64_xor();
    code.local_get(2).local_get(1).i64_xor().i64_and().i64_const(0).i64_lt_s();
    code.if_(BlockType::Empty).i32_const(OVERFLOW).call(NOTE).i64_const(0).return_().end();
    code.local_get(2).end();
    function
}

/// `(a, b) -> a - b`
pub(super) fn subtract() -> Function {
    let mut function = Function::new([(1, ValType::I64)]);
    let mut code = function.instructions();
    code.local_get(0).local_get(1).i64_sub().local_set(2);
    code.local_get(0).local_get(1).i64_xor().local_get(0).local_get(2).i64_xor();
    code.i64_and().i64_const(0).i64_lt_s();
    code.if_(BlockType::Empty).i32_const(OVERFLOW).call(NOTE).i64_const(0).return_().end();
    code.local_get(2).end();
    function
}

/// `(a, b) -> a × b`
pub(super) fn multiply() -> Function {
    let mut function = Function::new([(1, ValType::I64)]);
    let mut code = function.instructions();
    code.local_get(0).i64_eqz();
    code.if_(BlockType::Empty).i64_const(0).return_().end();
    code.local_get(0).i64_const(-1).i64_eq().local_get(1).i64_const(i64::MIN).i64_eq().i32_and();
    code.if_(BlockType::Empty).i32_const(OVERFLOW).call(NOTE).i64_const(0).return_().end();
    code.local_get(0).local_get(1).i64_mul().local_tee(2);
    code.local_get(0).i64_div_s().local_get(1).i64_ne();
    code.if_(BlockType::Empty).i32_const(OVERFLOW).call(NOTE).i64_const(0).return_().end();
    code.local_get(2).end();
    function
}

/// `(a, b) -> a ÷ b`, halves away from zero.
pub(super) fn divide() -> Function {
    let (dividend, divisor, quotient, rest, size) = (0, 1, 2, 3, 4);
    let mut function = Function::new([(3, ValType::I64)]);
    let mut code = function.instructions();
    code.local_get(divisor).i64_eqz();
    code.if_(BlockType::Empty).i32_const(DIVISION_BY_ZERO).call(NOTE).i64_const(0).return_().end();
    code.local_get(divisor).i64_const(-1).i64_eq();
    code.if_(BlockType::Empty).i64_const(0).local_get(dividend).call(SUBTRACT).return_().end();
    code.local_get(dividend).local_get(divisor).i64_div_s().local_set(quotient);
    code.local_get(dividend).local_get(divisor).i64_rem_s().local_set(rest);
    for (value, into) in [(rest, rest), (divisor, size)] {
        code.i64_const(0).local_get(value).i64_sub().local_get(value);
        code.local_get(value).i64_const(0).i64_lt_s().select().local_set(into);
    }
    code.local_get(rest).local_get(size).local_get(rest).i64_sub().i64_lt_u();
    code.if_(BlockType::Empty).local_get(quotient).return_().end();
    code.local_get(quotient).i64_const(1).i64_const(-1);
    code.local_get(dividend).local_get(divisor).i64_xor().i64_const(0).i64_ge_s().select();
    code.i64_add().end();
    function
}

/// `(slot) -> units` of a whole number.
pub(super) fn whole_operand() -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.local_get(0).i32_load(memory(SLOT_PRESENT, 2)).i32_eqz();
    code.if_(BlockType::Empty).i32_const(NULL).call(NOTE).i64_const(0).return_().end();
    code.local_get(0).i64_load(memory(0, 3)).end();
    function
}

/// `(slot) -> units` of a decimal, which must not have been cut off.
pub(super) fn decimal_operand() -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.local_get(0).i32_load(memory(SLOT_PRESENT, 2)).i32_eqz();
    code.if_(BlockType::Empty).i32_const(NULL).call(NOTE).i64_const(0).return_().end();
    code.local_get(0).i64_load(memory(0, 3)).i64_const(1).i64_and().i64_eqz().i32_eqz();
    code.if_(BlockType::Empty).i32_const(INEXACT).call(NOTE).i64_const(0).return_().end();
    code.local_get(0).i64_load(memory(0, 3)).i64_const(1).i64_shr_s().end();
    function
}
