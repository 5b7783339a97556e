//! Guests that are admitted and then misbehave: every row of the list of abuses, and what the host
//! is afterwards.

use std::time::Duration;

use tongban_core::call::{Failure, Outcome, Question};
use tongban_expr::Value;

use super::guest::{Ends, HOST, call_with, check_call, config, host, module, rule};
use crate::{HostConfig, contract};

const FOREVER: &str = "(loop $again (br $again)) unreachable";

#[test]
fn a_loop_ends_with_its_fuel() {
    check_call(&HOST, &rule("", FOREVER), Ends::Failed(Failure::Fuel, "fuel"));
}

#[test]
fn a_loop_at_the_start_ends_with_its_fuel() {
    let start = "(start $s) (func $s (loop $again (br $again)))";
    check_call(&HOST, &rule(start, "(i32.const 16)"), Ends::Failed(Failure::Fuel, "fuel"));
}

#[test]
fn a_loop_after_the_answer_ends_with_its_fuel() {
    let interface = contract::interface(Question::Rule);
    let post = format!(
        "(func (export \"cabi_post_{interface}#answer\") (param i32) (loop $again (br $again)))"
    );
    check_call(&HOST, &rule(&post, "(i32.const 16)"), Ends::Failed(Failure::Fuel, "fuel"));
}

#[test]
fn filling_memory_costs_fuel_by_the_byte() {
    let body = "(loop $again
        (memory.fill (i32.const 0) (i32.const 0) (i32.const 65536)) (br $again)) unreachable";
    check_call(&HOST, &rule("", body), Ends::Failed(Failure::Fuel, "fuel"));
}

#[test]
fn without_fuel_to_run_out_of_the_clock_ends_a_loop() {
    let unfuelled =
        HostConfig { fuel_max: u64::MAX, deadline: Duration::from_millis(20), ..config() };
    let host = host(unfuelled);
    check_call(&host, &rule("", FOREVER), Ends::Unavailable("deadline"));
}

#[test]
fn memory_ends_at_the_cap() {
    let over = Ends::Failed(Failure::Memory, "16777216 bytes");
    let bomb = "(loop $again (drop (memory.grow (i32.const 1))) (br $again)) unreachable";
    check_call(&HOST, &rule("", bomb), over);
    let beyond_32_bits = "(drop (memory.grow (i32.const 65536))) (i32.const 16)";
    check_call(&HOST, &rule("", beyond_32_bits), over);
}

#[test]
fn a_guest_may_meet_its_own_maximum() {
    let memory = "(memory (export \"memory\") 1 2)";
    let body = "(if (i32.ne (memory.grow (i32.const 5)) (i32.const -1)) (then unreachable))
        (i32.const 16)";
    check_call(&HOST, &rule(memory, body), Ends::Answered);
}

#[test]
fn tables_end_at_the_cap() {
    let table = "(table $t 1 funcref)";
    let grow = "(drop (table.grow $t (ref.null func) (i32.const 30000))) (i32.const 16)";
    check_call(&HOST, &rule(table, grow), Ends::Failed(Failure::Memory, "20000 table entries"));
}

#[test]
fn recursion_ends_with_the_stack() {
    let recurse = "(func $f (param i32) (result i32)
        (i32.add (local.get 0) (call $f (i32.add (local.get 0) (i32.const 1)))))";
    let trap = Ends::Failed(Failure::Trap, "stack");
    check_call(&HOST, &rule(recurse, "(call $f (i32.const 0))"), trap);
}

#[test]
fn recursion_ends_with_the_shadow_stack() {
    // As compilers do it: frames in memory, downwards, until the address wraps around zero.
    let recurse = "(global $sp (mut i32) (i32.const 32768))
        (func $f
          (global.set $sp (i32.sub (global.get $sp) (i32.const 1024)))
          (i32.store (global.get $sp) (i32.const 7))
          (call $f))";
    let trap = Ends::Failed(Failure::Trap, "out of bounds memory access");
    check_call(&HOST, &rule(recurse, "(call $f) (i32.const 16)"), trap);
}

#[test]
fn traps_are_told_apart() {
    let rows = [
        ("unreachable", "unreachable"),
        ("(i32.div_u (i32.const 1) (local.get $count))", "divide by zero"),
        ("(i32.div_s (i32.const -2147483648) (i32.const -1))", "overflow"),
        ("(i32.load (i32.const 65536))", "out of bounds memory access"),
        ("(i32.trunc_f32_s (f32.const nan))", "invalid conversion"),
        ("(call_indirect $t (result i32) (i32.const 0))", "uninitialized element"),
    ];
    for (body, words) in rows {
        check_call(&HOST, &rule("(table $t 1 funcref)", body), Ends::Failed(Failure::Trap, words));
    }
}

#[test]
fn an_allocator_that_lies_is_caught() {
    let honest = module(Question::Rule, "", "(i32.const 16)");
    let lying = honest.replacen(
        "(global.get $next)\n            (global.set",
        "(i32.const -8) (global.set",
        1,
    );
    assert_ne!(honest, lying, "the allocator's answer is exchanged");
    let lying = wat::parse_str(lying).expect("the text is sound");
    let lying = contract::componentize(&lying, Question::Rule).expect("it fits");
    let name = [("姓名", Value::Text("某某".into()))];
    let Outcome::Failed { failure, detail } = call_with(&HOST, &lying, &name) else {
        unreachable!("it must fail")
    };
    assert_eq!(
        (failure, detail.as_str()),
        (Failure::Output, "realloc return: beyond end of memory")
    );
}

#[test]
fn nothing_is_left_of_a_call() {
    // Counts its calls in a global and in memory, and traps when it remembers one.
    let body = "(if (i32.or (global.get $seen) (i32.load (i32.const 1024))) (then unreachable))
        (global.set $seen (i32.const 1))
        (i32.store (i32.const 1024) (i32.const 1))
        (i32.const 16)";
    let guest = rule("(global $seen (mut i32) (i32.const 0))", body);
    for _ in 0..100 {
        check_call(&HOST, &guest, Ends::Answered);
    }
}

#[test]
fn a_trap_leaves_the_host_whole() {
    let (bad, good) = (rule("", "unreachable"), rule("", "(i32.const 16)"));
    for _ in 0..20 {
        check_call(&HOST, &bad, Ends::Failed(Failure::Trap, "unreachable"));
        check_call(&HOST, &good, Ends::Answered);
    }
}

#[test]
fn not_a_number_has_the_same_bits_everywhere() {
    // x86 gives a negative one, other machines a positive one.
    let body = "(if (i32.ne (i32.reinterpret_f32 (f32.div (f32.const 0) (f32.const 0)))
            (i32.const 0x7fc00000)) (then unreachable))
        (i32.const 16)";
    check_call(&HOST, &rule("", body), Ends::Answered);
}

#[test]
fn without_address_space_for_a_pool_calls_still_work() {
    // A million slots of 4 GiB are more than any machine addresses.
    let host = host(HostConfig { calls_max: 1_000_000, ..config() });
    check_call(&host, &rule("", "(i32.const 16)"), Ends::Answered);
    let bomb = "(loop $again (drop (memory.grow (i32.const 1))) (br $again)) unreachable";
    check_call(&host, &rule("", bomb), Ends::Failed(Failure::Memory, "16777216 bytes"));
    let beyond = "(drop (memory.grow (i32.const 65536))) (i32.const 16)";
    check_call(&host, &rule("", beyond), Ends::Failed(Failure::Memory, "16777216 bytes"));
    let table = "(drop (table.grow $t (ref.null func) (i32.const 30000))) (i32.const 16)";
    let table = rule("(table $t 1 funcref)", table);
    check_call(&host, &table, Ends::Failed(Failure::Memory, "20000 table entries"));
}

#[test]
fn without_a_free_slot_a_call_is_unavailable() {
    let host = host(HostConfig { calls_max: 0, ..config() });
    check_call(&host, &rule("", "(i32.const 16)"), Ends::Unavailable("limit"));
}
