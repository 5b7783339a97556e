//! Arbitrary bytes as the answer of a guest.
//!
//! One guest for each world copies its input, eight bytes a field, to the place of its answer; so
//! the bytes go through the runtime's lifting and our reader as a hostile guest's would.

use std::sync::{Arc, LazyLock};

use tongban_core::call::{Call, Digest, Outcome, Question, Scene};
use tongban_expr::Value;
use tongban_plugin_api::{PluginHost as _, nowhere};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ExportKind, ExportSection, Function, FunctionSection,
    GlobalSection, GlobalType, MemArg, MemorySection, MemoryType, Module, TypeSection, ValType,
};

use super::host;
use crate::{
    Host,
    contract::{self, QUESTIONS},
};

/// Where the answer lies.
const ANSWER: i32 = 16;
/// Bytes of a field of the input, and where its number stands.
const FIELD_LEN: i32 = 32;
const FIELD_NUMBER: u64 = 16;
/// Fields at most: what is longer says nothing new.
const FIELDS_MAX: usize = 128;

static HOST: LazyLock<Host> = LazyLock::new(host);

static GUESTS: LazyLock<Vec<(Question, Digest)>> = LazyLock::new(|| {
    let admitted = |question| {
        let component = contract::componentize(&copier(question), question);
        let admitted = HOST.admit(&component.expect("the copier fits each world"));
        (question, admitted.expect("the copier is admitted").digest)
    };
    QUESTIONS.into_iter().map(admitted).collect()
});

/// Lets a guest of the world that the first byte chooses answer with the others. Panics if that has
/// no outcome of the plugin's own, or not the same one twice; returns whether it was believed.
pub fn fuzz_answer(data: &[u8]) -> bool {
    let (first, rest) = data.split_first().map_or((0, data), |(first, rest)| (*first, rest));
    let (question, plugin) = GUESTS[usize::from(first) % GUESTS.len()];
    let word = |(at, bytes): (usize, &[u8])| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        let name: Arc<str> = at.to_string().into();
        (name, Value::Number(i64::from_le_bytes(word).into()))
    };
    let call = Call {
        plugin,
        question,
        input: rest.chunks(8).take(FIELDS_MAX).enumerate().map(word).collect(),
        scene: Scene::nowhere(jiff::civil::date(2026, 1, 5)),
    };
    let called = HOST.call(&call, nowhere());
    if let Outcome::Unavailable(reason) = &called.outcome {
        panic!("expected an outcome of the plugin's own, but the host failed: {reason}");
    }
    assert_eq!(called, HOST.call(&call, nowhere()), "the same bytes end the same way");
    matches!(called.outcome, Outcome::Answered(_) | Outcome::Refused(_))
}

/// A core module whose answer is what it was given.
fn copier(question: Question) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([ValType::I32; 4], [ValType::I32]);
    types.ty().function([ValType::I32; 2], [ValType::I32]);
    let mut functions = FunctionSection::new();
    functions.function(0).function(1);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 2,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut globals = GlobalSection::new();
    let next = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(next, &ConstExpr::i32_const(64 << 10));
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("cabi_realloc", ExportKind::Func, 0);
    let answer = format!("{}#{}", contract::interface(question), contract::ANSWER);
    exports.export(&answer, ExportKind::Func, 1);
    let mut code = CodeSection::new();
    code.function(&allocate()).function(&copy());
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&memories).section(&globals);
    module.section(&exports).section(&code);
    module.finish()
}

/// `(old, old length, align, length) -> address`: only ever upwards, aligned to 8.
fn allocate() -> Function {
    let mut function = Function::new([]);
    let mut code = function.instructions();
    code.global_get(0).i32_const(7).i32_add().i32_const(-8).i32_and().global_set(0);
    code.global_get(0).global_get(0).local_get(3).i32_add().global_set(0).end();
    function
}

/// `(fields, count) -> answer`.
fn copy() -> Function {
    let (fields, count, at) = (0, 1, 2);
    let word = |offset| MemArg { offset, align: 3, memory_index: 0 };
    let mut function = Function::new([(1, ValType::I32)]);
    let mut code = function.instructions();
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(at).local_get(count).i32_ge_u().br_if(1);
    code.local_get(at).i32_const(8).i32_mul();
    code.local_get(at).i32_const(FIELD_LEN).i32_mul().local_get(fields).i32_add();
    code.i64_load(word(FIELD_NUMBER)).i64_store(word(u64::from(ANSWER.unsigned_abs())));
    code.local_get(at).i32_const(1).i32_add().local_set(at).br(0).end().end();
    code.i32_const(ANSWER).end();
    function
}
