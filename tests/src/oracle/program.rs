//! The program that makes every call of an emitted client: one function per operation, one decoder
//! per type.
//!
//! It takes its samples as lines of JSON, so that it is compiled once for all of them.

use std::collections::BTreeSet;
use std::fmt::Write;

use syn::{GenericArgument, PathArguments, Type, TypeParamBound};

use super::emitted::{Emitted, Method, Setter, Step, sends};

/// The frame of the program; its functions are appended.
const FRAME: &str = include_str!("frame.rs.txt");

/// The text of `src/bin/oracle.rs`, for a library of this name. `types` are the types to decode
/// alone.
pub fn text(emitted: &Emitted, library: &str, types: &[String]) -> String {
    let mut program = FRAME.replace("LIBRARY", library);
    for (index, method) in emitted.methods.iter().enumerate() {
        program.push_str(&operation(emitted, index, method));
    }
    let names: Vec<String> = (0..emitted.methods.len()).map(|index| format!("op{index}")).collect();
    writeln!(program, "const OPERATIONS: &[Operation] = &[{}];", names.join(", ")).expect("a text");
    let readers: Vec<String> = types.iter().map(|name| format!("read::<t::{name}>")).collect();
    writeln!(program, "const TYPES: &[Operation] = &[{}];", readers.join(", ")).expect("a text");
    program
}

fn operation(emitted: &Emitted, index: usize, method: &Method) -> String {
    let Some(chain) = emitted.chain(&method.handle) else {
        return format!(
            "fn op{index}(_: &Client, _: &Case) -> Made {{ Err(\"no accessor leads to {}\".into()) }}\n",
            method.handle
        );
    };
    let mut setup = String::new();
    let mut arguments = Vec::new();
    for (name, kind) in &method.arguments {
        arguments.push(argument(emitted, method, name, kind, &mut setup));
    }
    let mut call = format!("{chain}.{}({})", method.name, arguments.join(", "));
    if !method.setters.is_empty() {
        writeln!(setup, "    let mut call = {call};").expect("a text");
        method.setters.iter().for_each(|setter| set(emitted, setter, &mut setup));
        "call.into()".clone_into(&mut call);
    }
    let output = text_of(&method.output);
    if let Some(arms) = emitted.choices.get(&output) {
        let value = value_of_choice(&output, arms);
        return format!(
            "fn op{index}(c: &Client, a: &Case) -> Made {{\n{setup}    send_choice!(a, {call}, {value})\n}}\n"
        );
    }
    let send = if output == "Bytes" { "send_bytes" } else { "send" };
    format!("fn op{index}(c: &Client, a: &Case) -> Made {{\n{setup}    {send}(a, {call})\n}}\n")
}

/// The function that makes JSON of a choice by status.
fn value_of_choice(name: &str, arms: &[(String, Option<Type>)]) -> String {
    let arm = |(arm, kind): &(String, Option<Type>)| match kind.as_ref().map(text_of).as_deref() {
        None => format!("t::{name}::{arm} => Json::Null, "),
        Some("Bytes") => {
            format!("t::{name}::{arm}(value) => String::from_utf8_lossy(value).as_ref().into(), ")
        }
        Some(_) => format!("t::{name}::{arm}(value) => json!(value), "),
    };
    let arms: String = arms.iter().map(arm).collect();
    format!("|value: &t::{name}| match value {{ {arms}_ => Json::Null }}")
}

/// Writes the lines that set a parameter, or the body, on a call if the case has one.
fn set(emitted: &Emitted, setter: &Setter, setup: &mut String) {
    let Setter { name, kind, steps } = setter;
    let wire = steps.iter().find(|step| is_place(&step.method));
    if let Some(Step { literal: Some(wire), .. }) = wire {
        let value = owned(emitted, kind, &format!("a.query, {wire:?}"));
        writeln!(setup, "    if given(&a.query, {wire:?}) {{ call = call.{name}({value}); }}")
            .expect("a text");
        return;
    }
    let mut made = String::new();
    let multipart = steps.iter().any(|step| sends(step, "multipart"));
    let value = body(emitted, multipart, "body", kind, &mut made);
    writeln!(setup, "    if !a.body.is_null() {{\n{made}    call = call.{name}({value});\n    }}")
        .expect("a text");
}

/// Returns whether a method writes a parameter.
fn is_place(method: &str) -> bool {
    ["query", "header", "cookie"].iter().any(|place| method.starts_with(place))
}

/// The expression for an argument; what must stand before it goes to `setup`.
fn argument(
    emitted: &Emitted,
    method: &Method,
    name: &str,
    kind: &Type,
    setup: &mut String,
) -> String {
    let by = |step: &&Step| step.name.as_deref() == Some(name);
    let fill = method.steps.iter().filter(by).find(|step| step.method.starts_with("path"));
    if let Some(Step { literal: Some(wire), .. }) = fill {
        return owned(emitted, kind, &format!("a.path, {wire:?}"));
    }
    let place = method.steps.iter().filter(by).find(|step| is_place(&step.method));
    if let Some(Step { literal: Some(wire), .. }) = place {
        return owned(emitted, kind, &format!("a.query, {wire:?}"));
    }
    let multipart = method.steps.iter().any(|step| sends(step, "multipart"));
    body(emitted, multipart, name, kind, setup)
}

/// The expression for a body.
fn body(emitted: &Emitted, multipart: bool, name: &str, kind: &Type, setup: &mut String) -> String {
    if multipart {
        built(emitted, &text_of(strip(kind)), name, setup);
    } else {
        let local = rust(emitted, &spelled(strip(kind)));
        writeln!(setup, "    let {name} = a.body_as::<{local}>()?;").expect("a text");
    }
    let borrowed = if matches!(kind, Type::Reference(_)) { "&" } else { "" };
    format!("{borrowed}{name}")
}

/// A form made by its own functions: `new` with what is required, a setter for all else.
fn built(emitted: &Emitted, kind: &str, name: &str, setup: &mut String) {
    let Some(one) = emitted.structs.get(kind) else { return };
    let (wires, from) = (&one.parts, "a.body");
    let wire = |field: &str| {
        let step = wires.iter().find(|step| step.name.as_deref() == Some(field));
        step.and_then(|step| step.literal.clone()).unwrap_or_else(|| field.to_owned())
    };
    let required = one.functions.get("new").cloned().unwrap_or_default();
    let values: Vec<String> = required
        .iter()
        .map(|(field, kind)| owned(emitted, kind, &format!("{from}, {:?}", wire(field))))
        .collect();
    // A body that is left out has no values to be made of.
    let made = format!("t::{kind}::new({})", values.join(", "));
    writeln!(
        setup,
        "    let mut {name} = if {from}.is_null() {{ t::{kind}::default() }} else {{ {made} }};"
    )
    .expect("a text");
    for (setter, arguments) in one.functions.iter().filter(|(setter, _)| *setter != "new") {
        let [(_, kind)] = arguments.as_slice() else { continue };
        let wire = wire(setter);
        let value = owned(emitted, kind, &format!("{from}, {wire:?}"));
        writeln!(setup, "    if given(&{from}, {wire:?}) {{ {name} = {name}.{setter}({value}); }}")
            .expect("a text");
    }
}

/// `value::<T>(&place, "wire")?` as an argument of the type.
fn owned(emitted: &Emitted, kind: &Type, place: &str) -> String {
    let borrowed = if matches!(kind, Type::Reference(_)) { "&" } else { "" };
    let local = rust(emitted, &spelled(strip(kind)));
    if local == "Part" || local == "Vec<Part>" {
        return format!("{}(&{place})?", if local == "Part" { "part" } else { "parts" });
    }
    format!("{borrowed}value::<{local}>(&{place})?")
}

fn strip(kind: &Type) -> &Type {
    match kind {
        Type::Reference(inner) => &inner.elem,
        Type::Paren(inner) => &inner.elem,
        other => other,
    }
}

/// The owned type behind an argument's type: `String` of `&str` and of `impl Into<String>`.
fn spelled(kind: &Type) -> String {
    match kind {
        Type::Slice(slice) => format!("Vec<{}>", spelled(&slice.elem)),
        Type::Reference(inner) => spelled(&inner.elem),
        Type::ImplTrait(one) => {
            let Some(TypeParamBound::Trait(bound)) = one.bounds.first() else {
                return String::new();
            };
            let Some(last) = bound.path.segments.last() else { return String::new() };
            let PathArguments::AngleBracketed(list) = &last.arguments else { return String::new() };
            match list.args.first() {
                Some(GenericArgument::Type(inner)) => spelled(inner),
                Some(GenericArgument::AssocType(inner)) => format!("Vec<{}>", spelled(&inner.ty)),
                _ => String::new(),
            }
        }
        other => match text_of(other).as_str() {
            "str" => "String".to_owned(),
            text => text.to_owned(),
        },
    }
}

/// A type as the emitted code spells it, without blanks, nor the comma after an argument on a line
/// of its own.
pub fn text_of(kind: &Type) -> String {
    quote::ToTokens::to_token_stream(kind).to_string().replace(' ', "").replace(",>", ">")
}

/// A type of the emitted code, as the program can name it.
fn rust(emitted: &Emitted, spelled: &str) -> String {
    let own: BTreeSet<&String> =
        emitted.structs.keys().chain(emitted.enums.keys()).chain(emitted.unions.keys()).collect();
    let mut text = String::new();
    let mut word = String::new();
    for character in spelled.chars().chain([' ']) {
        if character.is_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        if own.contains(&word) {
            text.push_str("t::");
        }
        text.push_str(&std::mem::take(&mut word));
        text.push(character);
    }
    text.trim().to_owned()
}
