//! The tests of a crate of its own: each operation on the wire, as the document describes it.
//!
//! A test finds a fault of the emitters only if its texts are not theirs: the expected path, query,
//! headers and bodies come from the [`Document`], and the model only says which call is meant and
//! of which types its arguments are.
//!
//! | room | decides |
//! |---|---|
//! | `request`, `body`, `credentials` | what a call is given, and what it becomes on the wire |
//! | `answer` | what the server answers |
//! | `fit`, `formats` | the examples that are of their schema: all others assert nothing |
//! | `sample` | values where the document shows none |
//! | `encode`, `media` | the styles of parameters, the forms of bodies |
//! | `rust`, `functions` | the Rust of values and of tests |

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::document::{self, Document};
use crate::model::{Api, Operation, Shape};
use crate::names::{MethodNames, Names, ResourceNames};
use crate::output::print;
use answer::Answers;
use functions::Tested;
use rust::Expressions;

mod answer;
mod body;
mod credentials;
mod encode;
mod fit;
mod formats;
mod functions;
mod media;
mod request;
mod rust;
mod sample;

/// The file around the tests. `cekura` stands for the name of the crate.
const MAIN: &str = include_str!("wire/main.rs.txt");

/// Everything that tests are made of.
pub(crate) struct Wire<'a> {
    pub document: &'a Document,
    pub api: &'a Api,
    pub names: &'a Names,
    /// Read-only members that answers always have, as the configuration promises.
    pub always: &'a [String],
}

/// An operation, in the document and in the client.
struct Call<'a> {
    source: &'a document::Operation,
    operation: &'a Operation,
    names: &'a MethodNames,
}

/// The tests of one module of the crate.
#[derive(Default)]
struct Module {
    feature: String,
    /// The text of each.
    functions: Vec<String>,
    taken: BTreeSet<String>,
    /// The operations without a test, each with the reason.
    left_out: Vec<String>,
    /// Calls that need nothing but literals.
    plain: Vec<String>,
    /// The examples that assert nothing, each with the reason.
    misfits: Vec<String>,
}

/// The tests of a crate.
#[derive(Debug, Default)]
pub(crate) struct Tests {
    /// The texts, by path below the folder of tests.
    pub files: BTreeMap<String, String>,
    /// A call that needs nothing but literals, for a first program.
    pub first_call: Option<String>,
}

/// Returns the tests.
pub(crate) fn tests(wire: &Wire<'_>) -> Tests {
    let mut sources = BTreeMap::new();
    for source in &wire.document.operations {
        sources.insert((source.method, source.path.as_str()), source);
    }
    let mut modules: BTreeMap<&str, Module> = BTreeMap::new();
    for (resource, names) in wire.api.resources.iter().zip(&wire.names.resources) {
        let module = modules.entry(names.module.as_str()).or_default();
        module.feature.clone_from(&names.feature);
        let version = resource.version.map(|version| &wire.names.version(version).module);
        let (prefix, handle) = match version {
            Some(version) => (format!("{version}_"), quote!(client.#version())),
            None => (String::new(), quote!(client)),
        };
        for (operation, methods) in resource.operations.iter().zip(&names.methods) {
            let source = sources.get(&(operation.method, operation.template.as_str()));
            let Some(source) = source else { continue };
            let call = Call { source, operation, names: methods };
            let ResourceNames { accessor, .. } = names;
            let name = module.claim(format!("{prefix}{}", methods.name));
            module.add(wire, &call, quote!(#handle.#accessor()), name);
        }
    }
    let mut files: BTreeMap<String, String> = modules
        .iter()
        .map(|(name, module)| (format!("wire/{name}.rs"), module.print(wire)))
        .collect();
    files.insert("wire/main.rs".to_owned(), main(wire, &modules));
    let calls = modules.into_values().flat_map(|module| module.plain);
    let first_call = calls.min_by_key(|call| call.len());
    Tests { files, first_call }
}

/// Returns the file around the tests.
fn main(wire: &Wire<'_>, modules: &BTreeMap<&str, Module>) -> String {
    let of_module = |(name, module): (&&str, &Module)| {
        format!("#[cfg(feature = \"{}\")]\nmod {name};\n", module.feature)
    };
    let listed: String = modules.iter().map(of_module).collect();
    let uses = if has_types(wire) { "use ::cekura::types;\n" } else { "" };
    let text = MAIN.replace("USES\n", uses).replace("MODULES", &listed);
    format!("{}\n\n{text}", print::header(None))
}

/// Returns whether the crate has a module of types.
fn has_types(wire: &Wire<'_>) -> bool {
    let is_shown = |id: &crate::model::TypeId| !matches!(&wire.api[*id].shape, Shape::Union(union) if !union.statuses.is_empty());
    wire.api.written.iter().any(is_shown)
}

impl<'a> Wire<'a> {
    fn expressions(&self) -> Expressions<'a> {
        Expressions { api: self.api, names: self.names }
    }
}

impl Module {
    /// Takes a name for the tests of an operation, which differs from the others also without the
    /// sign at the end of `self_`.
    fn claim(&mut self, name: String) -> String {
        let base = name.trim_end_matches('_').to_owned();
        let (mut claimed, mut known) = (name, base.clone());
        let mut number = 2;
        while !self.taken.insert(known) {
            claimed = format!("{base}_{number}");
            known = claimed.clone();
            number += 1;
        }
        claimed
    }

    fn add(&mut self, wire: &Wire<'_>, call: &Call<'_>, resource: TokenStream, name: String) {
        let key = format!("`{} {}`", call.source.method, call.source.path);
        let request = match request::plan(wire, call) {
            Ok(request) => request,
            Err(reason) => return self.left_out.push(format!("{key}: {reason}")),
        };
        let answers = answer::plan(wire, call);
        let Answers { misfits, .. } = &answers;
        let of_body = request.body.iter().flat_map(|body| &body.misfits);
        self.misfits.extend(of_body.chain(misfits).map(|misfit| format!("{key}: {misfit}")));
        let tested = Tested { call, request: &request, answers: &answers, resource, name };
        self.plain.extend(tested.plain());
        self.functions.extend(tested.functions().into_iter().map(print::function));
    }

    fn print(&self, wire: &Wire<'_>) -> String {
        let mut text = format!("{}\n\n", print::header(None));
        for (title, lines) in [
            ("Operations without a test:", &self.left_out),
            ("Examples that contradict their own schemas, and assert nothing:", &self.misfits),
        ] {
            if !lines.is_empty() {
                text.push_str(&format!("// {title}\n//\n"));
                lines.iter().for_each(|line| text.push_str(&comment(line)));
                text.push('\n');
            }
        }
        let uses_types = self.functions.iter().any(|text| text.contains("types::"));
        if uses_types && has_types(wire) {
            text.push_str("use crate::types;\n\n");
        }
        text.push_str(&self.functions.join("\n"));
        text
    }
}

/// Returns an item of a list in a comment.
fn comment(line: &str) -> String {
    let seen: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let options = textwrap::Options::new(100)
        .initial_indent("// * ")
        .subsequent_indent("//   ")
        .break_words(false);
    format!("{}\n", textwrap::fill(&seen, options))
}
