//! The module: which functions there are, their numbers and types, and the sections around them.
//!
//! Not here: what the functions do. Invariant: the numbers below are those of `fixed_functions`,
//! in its order; text readers, blocks of rules and fill functions follow.

use tongban_expr::table::Kind;
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ElementSection, Elements, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, MemArg, MemorySection,
    MemoryType, Module, RefType, TableSection, TableType, TypeSection, ValType,
};

use crate::contract::{ANSWER as ANSWER_NAME, interface};

use super::{arithmetic, inputs, outputs, plan::Plan, rules};

pub(super) const REALLOC: u32 = 0;
pub(super) const SAME: u32 = 1;
pub(super) const FIXED: u32 = 2;
pub(super) const DIGITS: u32 = 3;
pub(super) const READ_BOOLEAN: u32 = 4;
pub(super) const READ_INTEGER: u32 = 5;
pub(super) const READ_DATE: u32 = 6;
pub(super) const READ_DECIMAL: u32 = 7;
pub(super) const READ_FIELDS: u32 = 8;
pub(super) const NOTE: u32 = 9;
pub(super) const ADD: u32 = 10;
pub(super) const SUBTRACT: u32 = 11;
pub(super) const MULTIPLY: u32 = 12;
pub(super) const DIVIDE: u32 = 13;
pub(super) const WHOLE_OPERAND: u32 = 14;
pub(super) const DECIMAL_OPERAND: u32 = 15;
pub(super) const REFUSE: u32 = 16;
pub(super) const HIT: u32 = 17;
pub(super) const ANSWER: u32 = 18;
const FIXED_COUNT: u32 = 19;

pub(super) const HEAP: u32 = 0;
/// How many rules matched.
pub(super) const HITS: u32 = 1;
/// Whether the last number read had more digits than its scale.
pub(super) const CUT_OFF: u32 = 2;
pub(super) const NUMBER_FAULT: u32 = 3;
pub(super) const FORMULA_FAULT: u32 = 4;
pub(super) const TABLE_FAULT: u32 = 5;

/// Type of fill functions: nothing in, the address of a refusal or 0 out.
pub(super) const FILL_TYPE: u32 = 3;

const PAGE: u32 = 65_536;

/// A load or store at an offset, aligned to 2^`align`.
pub(super) fn memory(offset: u32, align: u32) -> MemArg {
    MemArg { offset: u64::from(offset), align, memory_index: 0 }
}

/// An address or length as an operand: memory is far below 2 GiB.
pub(super) fn address(value: u32) -> i32 {
    i32::try_from(value).expect("a table's memory is a few megabytes")
}

/// The core module of a plan.
pub(super) fn module(plan: &Plan<'_>) -> Vec<u8> {
    let mut functions = Functions::default();
    for (function_type, function) in fixed_functions(plan) {
        functions.add(function_type, &function);
    }
    for (input, column) in plan.table.inputs().iter().enumerate() {
        if matches!(column.kind, Kind::Text { .. }) {
            functions.add(1, &inputs::read_text(plan, input));
        }
    }
    for block in rules::blocks(plan) {
        functions.add(FILL_TYPE, &block);
    }
    for computed in &plan.fills {
        functions.add(FILL_TYPE, &outputs::fill(plan, computed));
    }
    let mut module = Module::new();
    module.section(&types());
    module.section(&functions.declared);
    module.section(&fill_table(plan));
    module.section(&memories(plan));
    module.section(&globals(plan));
    module.section(&exports(plan));
    if !plan.fills.is_empty() {
        module.section(&fill_elements(plan));
    }
    module.section(&functions.bodies);
    module.section(&data(plan));
    module.finish()
}

#[derive(Default)]
struct Functions {
    declared: FunctionSection,
    bodies: CodeSection,
}

impl Functions {
    fn add(&mut self, function_type: u32, function: &Function) {
        self.declared.function(function_type);
        self.bodies.function(function);
    }
}

/// Functions that every component has, each with its type.
fn fixed_functions(plan: &Plan<'_>) -> [(u32, Function); FIXED_COUNT as usize] {
    let texts: Vec<u32> = (FIXED_COUNT..first_block(plan)).collect();
    [
        (0, realloc()),
        (0, inputs::same()),
        (4, inputs::fixed(DIGITS)),
        (5, inputs::digits()),
        (1, inputs::read_boolean()),
        (1, inputs::read_integer()),
        (1, inputs::read_date()),
        (6, inputs::read_decimal()),
        (1, inputs::read_fields(plan, &texts)),
        (7, arithmetic::note()),
        (8, arithmetic::add()),
        (8, arithmetic::subtract()),
        (8, arithmetic::multiply()),
        (8, arithmetic::divide()),
        (9, arithmetic::whole_operand()),
        (9, arithmetic::decimal_operand()),
        (10, outputs::refuse(plan)),
        (2, rules::hit(plan)),
        (2, outputs::answer(plan)),
    ]
}

/// The number of the first block of rules.
pub(super) fn first_block(plan: &Plan<'_>) -> u32 {
    let texts = plan.words.iter().zip(plan.table.inputs());
    let texts = texts.filter(|(_, column)| matches!(column.kind, Kind::Text { .. })).count();
    FIXED_COUNT + u32::try_from(texts).expect("at most 32")
}

fn first_fill(plan: &Plan<'_>) -> u32 {
    first_block(plan) + rules::blocks_count(plan)
}

fn types() -> TypeSection {
    use ValType::{I32, I64};
    let mut types = TypeSection::new();
    types.ty().function([I32; 4], [I32]);
    types.ty().function([I32; 2], []);
    types.ty().function([I32; 2], [I32]);
    types.ty().function([], [I32]);
    types.ty().function([I32; 2], [I64]);
    types.ty().function([I32; 3], [I64]);
    types.ty().function([I32; 3], []);
    types.ty().function([I32], []);
    types.ty().function([I64; 2], [I64]);
    types.ty().function([I32], [I64]);
    types.ty().function([I32; 3], [I32]);
    types
}

fn fill_table(plan: &Plan<'_>) -> TableSection {
    let minimum = u64::try_from(plan.fills.len()).expect("usize fits u64");
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum,
        maximum: Some(minimum),
        shared: false,
    });
    tables
}

fn fill_elements(plan: &Plan<'_>) -> ElementSection {
    let count = u32::try_from(plan.fills.len()).expect("at most 5,000");
    let fills: Vec<u32> = (first_fill(plan)..first_fill(plan) + count).collect();
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(fills.into()));
    elements
}

fn memories(plan: &Plan<'_>) -> MemorySection {
    // One page more than the data: room for an ordinary case without growing.
    let minimum = u64::from(plan.data.end().div_ceil(PAGE) + 1);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    memories
}

fn globals(plan: &Plan<'_>) -> GlobalSection {
    let mut globals = GlobalSection::new();
    for initial in [address(plan.data.end()), 0, 0, 0, 0, 0] {
        let kind = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
        globals.global(kind, &ConstExpr::i32_const(initial));
    }
    globals
}

fn exports(plan: &Plan<'_>) -> ExportSection {
    let mut exports = ExportSection::new();
    exports.export("memory", ExportKind::Memory, 0);
    exports.export("cabi_realloc", ExportKind::Func, REALLOC);
    let answer = format!("{}#{ANSWER_NAME}", interface(plan.question));
    exports.export(&answer, ExportKind::Func, ANSWER);
    exports
}

fn data(plan: &Plan<'_>) -> DataSection {
    let mut data = DataSection::new();
    let base = ConstExpr::i32_const(address(plan.data.base()));
    data.active(0, &base, plan.data.bytes().iter().copied());
    data
}

/// `cabi_realloc(old, old len, align, len) -> start`: takes from the heap's end, never gives back;
/// the instance lives for one call.
fn realloc() -> Function {
    let (old, old_len, align, len, start) = (0, 1, 2, 3, 4);
    let mut function = Function::new([(1, ValType::I32)]);
    let mut code = function.instructions();
    code.global_get(HEAP).local_get(align).i32_add().i32_const(1).i32_sub();
    code.i32_const(0).local_get(align).i32_sub().i32_and().local_tee(start);
    code.local_get(len).i32_add().global_set(HEAP);
    code.global_get(HEAP).local_get(start).i32_lt_u();
    code.if_(BlockType::Empty).unreachable().end();
    // Pages needed beyond those that are there.
    code.global_get(HEAP).i32_const(address(PAGE - 1)).i32_add().i32_const(16).i32_shr_u();
    code.memory_size(0).i32_gt_u();
    code.if_(BlockType::Empty);
    code.global_get(HEAP).i32_const(address(PAGE - 1)).i32_add().i32_const(16).i32_shr_u();
    code.memory_size(0).i32_sub().memory_grow(0).i32_const(-1).i32_eq();
    code.if_(BlockType::Empty).unreachable().end().end();
    code.local_get(old_len).if_(BlockType::Empty);
    code.local_get(start).local_get(old).local_get(old_len).memory_copy(0, 0).end();
    code.local_get(start).end();
    function
}
