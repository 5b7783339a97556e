//! Matching in WebAssembly: blocks of rules, each rule a few comparisons that jump away at the
//! first miss.
//!
//! Not here: what follows from a match (`outputs`). One function of 2,000 rules takes the host a
//! second to compile: a block holds [`BLOCK_LEN`].

use tongban_expr::table::{HITS_MAX, IntervalSet, Policy};
use wasm_encoder::{BlockType, Function, InstructionSink};

use super::{
    code::{HIT, HITS, TABLE_FAULT, address, memory},
    plan::{CONFLICT, Plan, SLOT_PRESENT, TOO_MANY},
};

/// Rules in one function.
const BLOCK_LEN: usize = 64;

pub(super) fn blocks_count(plan: &Plan<'_>) -> u32 {
    u32::try_from(plan.same.len().div_ceil(BLOCK_LEN)).expect("at most 5,000 rules")
}

/// Blocks `() -> stop`: try their rules in order until one says that the search is over.
pub(super) fn blocks(plan: &Plan<'_>) -> Vec<Function> {
    let count = plan.same.len();
    (0..count)
        .step_by(BLOCK_LEN)
        .map(|start| block(plan, start..(start + BLOCK_LEN).min(count)))
        .collect()
}

fn block(plan: &Plan<'_>, rules: std::ops::Range<usize>) -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    for at in rules {
        code.block(BlockType::Empty);
        for (input, accepted) in plan.rules[at].accepted.iter().enumerate() {
            miss_unless(accepted, plan.slot(input), &mut code);
        }
        code.i32_const(i32::try_from(at).expect("at most 5,000"));
        code.i32_const(i32::try_from(plan.same[at]).expect("at most 5,000")).call(HIT);
        code.if_(BlockType::Empty).i32_const(1).return_().end();
        code.end();
    }
    code.i32_const(0).end();
    function
}

/// Leaves the enclosing block unless the input is accepted.
fn miss_unless(accepted: &IntervalSet, slot: u32, code: &mut InstructionSink<'_>) {
    if accepted.is_any() {
        return;
    }
    let present = |code: &mut InstructionSink<'_>| {
        code.i32_const(address(slot)).i32_load(memory(SLOT_PRESENT, 2));
    };
    present(code);
    if accepted.ranges().is_empty() {
        code.br_if(0);
        return;
    }
    if accepted.accepts_null() {
        code.if_(BlockType::Empty);
        miss_outside(accepted.ranges(), slot, (code, 1));
        code.end();
    } else {
        code.i32_eqz().br_if(0);
        miss_outside(accepted.ranges(), slot, (code, 0));
    }
}

/// Leaves `depth` blocks further out unless the value lies in one of the ranges.
fn miss_outside(ranges: &[(i64, i64)], slot: u32, (code, depth): (&mut InstructionSink<'_>, u32)) {
    if ranges == [(i64::MIN, i64::MAX)] {
        return;
    }
    for (at, &(low, high)) in ranges.iter().enumerate() {
        code.i32_const(address(slot)).i64_load(memory(0, 3));
        if low == high {
            code.i64_const(low).i64_eq();
        } else if low == i64::MIN {
            code.i64_const(high).i64_le_s();
        } else if high == i64::MAX {
            code.i64_const(low).i64_ge_s();
        } else {
            // Both bounds at once: the distance from the lower one, without a sign.
            code.i64_const(low).i64_sub().i64_const(high.wrapping_sub(low)).i64_le_u();
        }
        if at > 0 {
            code.i32_or();
        }
    }
    code.i32_eqz().br_if(depth);
}

/// `(rule, same) -> stop`: what the hit policy makes of a match.
pub(super) fn hit(plan: &Plan<'_>) -> Function {
    let (rule, same, last) = (0, 1, 2);
    let policy = plan.table.policy();
    let mut function = Function::new([(1, wasm_encoder::ValType::I32)]);
    let mut code = function.instructions();
    let fault = |code: &mut InstructionSink<'_>, fault: i32| {
        code.if_(BlockType::Empty);
        code.i32_const(fault).global_set(TABLE_FAULT).i32_const(1).return_().end();
    };
    match policy {
        Policy::Unique => {
            code.global_get(HITS);
            fault(&mut code, CONFLICT);
        }
        Policy::Any => {
            // What the first match said is kept where the findings will stand.
            code.global_get(HITS).i32_const(0).i32_ne();
            code.i32_const(address(plan.findings)).i32_load(memory(0, 2));
            code.local_get(same).i32_ne().i32_and();
            fault(&mut code, CONFLICT);
            code.i32_const(address(plan.findings)).local_get(same).i32_store(memory(0, 2));
        }
        _ => {}
    }
    let hits_max = i32::try_from(HITS_MAX).expect("100");
    code.global_get(HITS).local_tee(last).i32_const(hits_max).i32_eq();
    fault(&mut code, TOO_MANY);
    code.local_get(last).i32_const(2).i32_shl().i32_const(address(plan.hits)).i32_add();
    code.local_get(rule).i32_store(memory(0, 2));
    code.local_get(last).i32_const(1).i32_add().global_set(HITS);
    let stop = matches!(policy, Policy::First | Policy::Priority);
    code.i32_const(i32::from(stop)).end();
    function
}
