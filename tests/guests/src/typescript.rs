//! `plugins/sdk-js/wit.ts` and `imports.d.ts`: the interface in TypeScript, as componentize-qjs
//! maps it, and the host's interfaces as modules that a script imports.
//!
//! Not here: the interface itself (`plugins/wit`).
//! Invariants: the files are generated and committed, and a test compares; a construct of WIT that
//! is not in use yet is an error, not a guess.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use wit_parser::{Docs, Function, Interface, Resolve, SourceMap, Type, TypeDef, TypeDefKind};

/// Where the types lie, from the root.
pub const FILE: &str = "plugins/sdk-js/wit.ts";

/// Where the modules of the host lie, from the root.
pub const IMPORTS_FILE: &str = "plugins/sdk-js/imports.d.ts";

const HEAD: &str = "\
// The plugin interface `tongban:plugin@1.0.0`, generated from plugins/wit/v1: do not edit.
// `cargo run -p tongban-guests -- types` writes it anew.
//
// Whole numbers of 64 bits come as JavaScript numbers: beyond 2^53 they are not exact.
";

/// The modules of the host's functions: one for each interface.
pub fn imports() -> String {
    let mut out = "\
// The host's functions as modules, generated from plugins/wit/v1: do not edit.
// `cargo run -p tongban-guests -- types` writes it anew.
"
    .to_owned();
    for (name, _) in tongban_plugin_host::contract::HOST {
        let interface = name.split(['/', '@']).nth(1).unwrap_or(name);
        let shape = pascal(interface);
        let _ = writeln!(out, "\ndeclare module \"{name}\" {{");
        let _ = writeln!(out, "  const functions: import(\"./wit.ts\").{shape};");
        out.push_str("  export default functions;\n}\n");
    }
    out
}

/// The types.
pub fn generate() -> anyhow::Result<String> {
    let mut files = SourceMap::new();
    for (name, text) in tongban_plugin_host::contract::WIT {
        files.push_str(name, text);
    }
    let group = files.parse().map_err(|(_, error)| error).context("parsing the interface")?;
    let mut resolve = Resolve::default();
    let package = resolve.push_group(group).context("resolving the interface")?;
    let mut out = HEAD.to_owned();
    for (name, id) in &resolve.packages[package].interfaces {
        interface(&resolve, name, &resolve.interfaces[*id], &mut out)?;
    }
    Ok(out)
}

fn interface(
    resolve: &Resolve,
    name: &str,
    interface: &Interface,
    out: &mut String,
) -> anyhow::Result<()> {
    for id in interface.types.values() {
        type_definition(resolve, &resolve.types[*id], out)
            .with_context(|| format!("in the interface `{name}`"))?;
    }
    if interface.functions.is_empty() {
        return Ok(());
    }
    out.push('\n');
    docs(&interface.docs, "", out);
    let _ = writeln!(out, "export interface {} {{", pascal(name));
    for function in interface.functions.values() {
        docs(&function.docs, "  ", out);
        let _ = writeln!(out, "  {};", signature(resolve, function)?);
    }
    out.push_str("}\n");
    Ok(())
}

fn type_definition(
    resolve: &Resolve,
    definition: &TypeDef,
    out: &mut String,
) -> anyhow::Result<()> {
    let Some(name) = &definition.name else { return Ok(()) };
    // A `use` of another interface's type: all of them are in this one file.
    if matches!(definition.kind, TypeDefKind::Type(Type::Id(_))) {
        return Ok(());
    }
    let type_name = pascal(name);
    out.push('\n');
    docs(&definition.docs, "", out);
    match &definition.kind {
        TypeDefKind::Record(record) => {
            let _ = writeln!(out, "export interface {type_name} {{");
            for field in &record.fields {
                docs(&field.docs, "  ", out);
                let shape = shape(resolve, &field.ty)?;
                let _ = writeln!(out, "  {}: {shape};", camel(&field.name));
            }
            out.push_str("}\n");
        }
        TypeDefKind::Variant(variant) => {
            let _ = write!(out, "export type {type_name} =");
            for case in &variant.cases {
                out.push('\n');
                docs(&case.docs, "  ", out);
                let held = match &case.ty {
                    Some(held) => format!("; val: {}", shape(resolve, held)?),
                    None => String::new(),
                };
                let _ = write!(out, "  | {{ tag: \"{}\"{held} }}", case.name);
            }
            out.push_str(";\n");
        }
        TypeDefKind::Enum(cases) => {
            let _ = write!(out, "export type {type_name} =");
            for case in &cases.cases {
                out.push('\n');
                docs(&case.docs, "  ", out);
                let _ = write!(out, "  | \"{}\"", case.name);
            }
            out.push_str(";\n");
        }
        TypeDefKind::Type(held) => {
            let _ = writeln!(out, "export type {type_name} = {};", shape(resolve, held)?);
        }
        other => bail!("expected a record, a variant or an enum as `{name}`, but got {other:?}"),
    }
    Ok(())
}

fn signature(resolve: &Resolve, function: &Function) -> anyhow::Result<String> {
    let parameter = |parameter: &wit_parser::Param| {
        Ok(format!("{}: {}", camel(&parameter.name), shape(resolve, &parameter.ty)?))
    };
    let parameters = function.params.iter().map(parameter).collect::<anyhow::Result<Vec<_>>>()?;
    let result = match &function.result {
        None => "void".to_owned(),
        // The error of a function's result is thrown.
        Some(Type::Id(id)) if let TypeDefKind::Result(result) = &resolve.types[*id].kind => {
            match &result.ok {
                Some(ok) => shape(resolve, ok)?,
                None => "void".to_owned(),
            }
        }
        Some(result) => shape(resolve, result)?,
    };
    Ok(format!("{}({}): {result}", camel(&function.name), parameters.join(", ")))
}

fn shape(resolve: &Resolve, held: &Type) -> anyhow::Result<String> {
    Ok(match held {
        Type::Bool => "boolean".to_owned(),
        Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::S8
        | Type::S16
        | Type::S32
        | Type::S64 => "number".to_owned(),
        Type::String => "string".to_owned(),
        Type::Id(id) => {
            let definition = &resolve.types[*id];
            match (&definition.name, &definition.kind) {
                (Some(name), _) => pascal(name),
                (None, TypeDefKind::List(item)) => {
                    let item = shape(resolve, item)?;
                    if item.contains(' ') { format!("({item})[]") } else { format!("{item}[]") }
                }
                (None, TypeDefKind::Option(held)) => format!("{} | null", shape(resolve, held)?),
                (None, TypeDefKind::Tuple(tuple)) => {
                    let items = tuple.types.iter().map(|item| shape(resolve, item));
                    format!("[{}]", items.collect::<anyhow::Result<Vec<_>>>()?.join(", "))
                }
                (None, other) => bail!("no TypeScript for {other:?}"),
            }
        }
        other => bail!("no TypeScript for {other:?}"),
    })
}

fn docs(docs: &Docs, indent: &str, out: &mut String) {
    let Some(text) = &docs.contents else { return };
    for line in text.lines() {
        let _ = writeln!(out, "{}", format!("{indent}// {line}").trim_end());
    }
}

fn camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut letters = pascal.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn pascal(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(word).collect()
}
