//! The emitted code, read by `syn`: the calls, and the members that the types read and write.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::visit::Visit;
use syn::{
    Expr, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, Lit, Pat, PathArguments,
    ReturnType, Type,
};

mod arms;
mod macros;
mod start;
mod steps;

use arms::Arms;
use macros::{MacroArm, declaration};
use start::AS;
use steps::{literals, steps};

use super::document::names_only;

/// The type of a stream of events, as tokens: a document may have a schema of that name.
const EVENTS: &str = "runtime :: Events <";

/// Everything that tests ask of the emitted code.
#[derive(Default)]
pub struct Emitted {
    /// One per operation.
    pub methods: Vec<Method>,
    /// Structs, by name.
    pub structs: BTreeMap<String, Struct>,
    /// The values of enums, by name, as JSON.
    pub enums: BTreeMap<String, Vec<serde_json::Value>>,
    /// The types of the arms of unions, by name.
    pub unions: BTreeMap<String, Vec<Type>>,
    /// The arms of responses that are told apart by status, by name: an arm's name and type.
    pub choices: BTreeMap<String, Vec<(String, Option<Type>)>>,
    /// The types of the values of calls with optional parameters, by the name of the call.
    calls: BTreeMap<String, Type>,
    /// The methods that make a stream of another method's call: the handle, the body and the value.
    streams: Vec<(String, Vec<Step>, Type)>,
    /// The methods of such calls.
    setters: BTreeMap<String, Vec<Setter>>,
    /// The methods that lead from one handle to another: `Client` -> [(`runs`, `Runs`)].
    accessors: BTreeMap<String, Vec<(String, String)>>,
}

/// A method that makes a call.
#[derive(Clone)]
pub struct Method {
    /// The handle that has it.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// Its arguments: name and type.
    pub arguments: Vec<(String, Type)>,
    /// The type of the call's value.
    pub output: Type,
    /// The HTTP method, in lower case.
    pub verb: String,
    /// The path literal.
    pub path: String,
    /// Every call in the body: method, literal, argument.
    pub steps: Vec<Step>,
    /// The methods of the call that it returns.
    pub setters: Vec<Setter>,
}

/// A method of a call, which sets a parameter or the body.
#[derive(Clone)]
pub struct Setter {
    /// Its name.
    pub name: String,
    /// The type of its argument.
    pub kind: Type,
    /// Every call in its body.
    pub steps: Vec<Step>,
}

/// A call in the body of a method or an impl: `.path("id", id)`, `out.query("page", &self.page)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The name of the method.
    pub method: String,
    /// The first literal.
    pub literal: Option<String>,
    /// The last name.
    pub name: Option<String>,
}

/// A struct.
#[derive(Clone, Default)]
pub struct Struct {
    /// Its fields, in order.
    pub fields: Vec<(String, Type)>,
    /// `Multipart::parts`.
    pub parts: Vec<Step>,
    /// `Decode::REQUIRED`.
    pub required: BTreeSet<String>,
    /// `Decode::field`: wire name and field.
    pub reads: Vec<(String, String)>,
    /// The field for all other members, if there is one.
    pub rest: Option<String>,
    /// `Encode::fields`.
    pub writes: Vec<Step>,
    /// `true` for a `codec!` type.
    pub codec: bool,
    /// The functions of its own: name, arguments without `self`.
    pub functions: BTreeMap<String, Vec<(String, Type)>>,
}

/// Returns whether a call in a body sends a body so: `json_or_multipart` does it both ways.
pub fn sends(step: &Step, name: &str) -> bool {
    step.method == name
        || step.method == "form_styled" && name == "form"
        || step.method == "json_or_multipart" && ["json", "multipart"].contains(&name)
}

impl Method {
    /// Returns whether the body is sent by a method of the request: `json`, `multipart`.
    pub fn sends(&self, name: &str) -> bool {
        let set = self.setters.iter().flat_map(|setter| &setter.steps);
        self.steps.iter().chain(set).any(|step| sends(step, name))
    }

    /// Returns whether the body may be left out.
    pub fn has_optional_body(&self) -> bool {
        self.setters.iter().any(|setter| setter.name == "body")
    }
}

impl Emitted {
    /// Reads the files of `src/generated`.
    ///
    /// # Panics
    ///
    /// If one is no Rust.
    pub fn read(files: &BTreeMap<String, String>) -> Self {
        let mut emitted = Emitted::default();
        for (path, text) in files {
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            file.items.iter().for_each(|item| emitted.item(item));
        }
        for method in &mut emitted.methods {
            let call = method.output.to_token_stream().to_string();
            if let Some(output) = emitted.calls.get(&call) {
                method.output = output.clone();
                method.setters = emitted.setters.remove(&call).unwrap_or_default();
            }
        }
        emitted
    }

    /// The expression that leads from a client called `c` to a handle.
    pub fn chain(&self, handle: &str) -> Option<String> {
        let mut seen = BTreeSet::from(["Client".to_owned()]);
        let mut open = vec![("Client".to_owned(), "c".to_owned())];
        while let Some((at, chain)) = open.pop() {
            if at == handle {
                return Some(chain);
            }
            for (name, to) in self.accessors.get(&at).into_iter().flatten() {
                if seen.insert(to.clone()) {
                    open.push((to.clone(), format!("{chain}.{name}()")));
                }
            }
        }
        None
    }

    /// The method of an operation.
    pub fn method(&self, verb: &str, path: &str) -> Option<&Method> {
        let mut all = self.all(verb, path);
        let first = all.next()?;
        // An answer that may be a stream has a second method.
        let whole =
            |method: &&Method| !method.output.to_token_stream().to_string().contains(EVENTS);
        Some(std::iter::once(first).chain(all).find(whole).unwrap_or(first))
    }

    fn all(&self, verb: &str, path: &str) -> impl Iterator<Item = &Method> {
        // A name may have signs that mean something in other templates: `{day:int}`.
        let paths = [names_only(path), path.to_owned()];
        let is_its = move |method: &&Method| method.verb == verb && paths.contains(&method.path);
        self.methods.iter().filter(is_its)
    }

    /// Returns the type of the data of the events that an operation answers with.
    pub fn event(&self, verb: &str, path: &str) -> Option<Type> {
        let is_of = |(owner, steps, _): &&(String, Vec<Step>, Type)| {
            let own = |method: &Method| {
                method.handle == *owner && steps.iter().any(|step| step.method == method.name)
            };
            self.all(verb, path).any(own)
        };
        let outputs = self.all(verb, path).map(|method| &method.output);
        let mut outputs = outputs.chain(self.streams.iter().filter(is_of).map(|(.., kind)| kind));
        let is_stream = |kind: &&Type| kind.to_token_stream().to_string().contains(EVENTS);
        outputs.find(is_stream).map(first_argument)
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(one) => {
                let fields = one.fields.iter().filter_map(|field| {
                    Some((field.ident.as_ref()?.to_string(), field.ty.clone()))
                });
                self.structs.entry(one.ident.to_string()).or_default().fields = fields.collect();
            }
            Item::Impl(one) => self.implementation(one),
            Item::Macro(one) => {
                let name = one.mac.path.to_token_stream().to_string();
                self.macro_call(&name, &one.mac.tokens.to_string());
            }
            Item::Mod(one) => {
                one.content.iter().flat_map(|(_, items)| items).for_each(|item| self.item(item));
            }
            _ => {}
        }
    }

    fn implementation(&mut self, item: &ItemImpl) {
        let owner = item.self_ty.to_token_stream().to_string();
        let of = item
            .trait_
            .as_ref()
            .and_then(|(path, _)| Some(path.segments.last()?.ident.to_string()));
        for inner in &item.items {
            match (of.as_deref(), inner) {
                (Some("Decode"), ImplItem::Const(one)) => {
                    let names = literals(&one.expr.to_token_stream().to_string());
                    self.structs.entry(owner.clone()).or_default().required =
                        names.into_iter().collect();
                }
                (Some("Decode"), ImplItem::Fn(one)) => self.decode(&owner, one),
                (Some("Encode"), ImplItem::Fn(one)) => {
                    self.structs.entry(owner.clone()).or_default().writes = steps(one)
                }
                (Some("Multipart"), ImplItem::Fn(one)) => {
                    self.structs.entry(owner.clone()).or_default().parts = steps(one)
                }
                (None, ImplItem::Fn(one)) => self.function(&owner, one),
                _ => {}
            }
        }
    }

    fn decode(&mut self, owner: &str, function: &ImplItemFn) {
        let mut arms = Arms::default();
        arms.visit_impl_item_fn(function);
        let one = self.structs.entry(owner.to_owned()).or_default();
        one.reads = arms.reads;
        one.rest = arms.rest;
    }

    fn function(&mut self, owner: &str, function: &ImplItemFn) {
        let name = function.sig.ident.to_string();
        let arguments: Vec<(String, Type)> =
            function.sig.inputs.iter().filter_map(argument).collect();
        let output = match &function.sig.output {
            ReturnType::Type(_, output) => output.to_token_stream().to_string(),
            ReturnType::Default => String::new(),
        };
        let steps = steps(function);
        let verbs = ["get", "put", "post", "delete", "options", "head", "patch", "trace", AS];
        let call = steps
            .iter()
            .find(|step| verbs.contains(&step.method.as_str()) && step.literal.is_some());
        let is_operation = output.starts_with("Call <") || output.ends_with("Call") || {
            let (base, version) = output.rsplit_once('V').unwrap_or((&output, ""));
            // A name that another type has taken gets the word at its end.
            let base = base.strip_suffix("Data").unwrap_or(base);
            base.ends_with("Call") && version.chars().all(|digit| digit.is_ascii_digit())
        };
        if let Some(call) = call.filter(|_| is_operation) {
            let ReturnType::Type(_, kind) = &function.sig.output else { return };
            let value =
                if output.starts_with("Call <") { first_argument(kind) } else { (**kind).clone() };
            let (verb, path) = match call.method.as_str() {
                AS => start::of(function).unwrap_or_default(),
                verb => (verb.to_owned(), call.literal.clone().unwrap_or_default()),
            };
            self.methods.push(Method {
                handle: owner.to_owned(),
                name,
                arguments,
                output: value,
                verb,
                path,
                steps,
                setters: Vec::new(),
            });
        } else if let ReturnType::Type(_, kind) = &function.sig.output
            && steps.iter().any(|step| step.method == "and_stream")
        {
            self.streams.push((owner.to_owned(), steps, first_argument(kind)));
        } else if let ([(_, kind)], true) =
            (arguments.as_slice(), steps.iter().any(|step| is_setting(&step.method)))
        {
            let setter = Setter { name, kind: kind.clone(), steps };
            self.setters.entry(owner.to_owned()).or_default().push(setter);
        } else if arguments.is_empty()
            && function.sig.receiver().is_some()
            && output.chars().all(char::is_alphanumeric)
        {
            self.accessors.entry(owner.to_owned()).or_default().push((name, output));
        } else {
            self.structs.entry(owner.to_owned()).or_default().functions.insert(name, arguments);
        }
    }

    fn macro_call(&mut self, name: &str, tokens: &str) {
        match name {
            "operation_call" => {
                let item = tokens.trim_start().trim_start_matches("# [paged]");
                let item = item.trim_start().trim_start_matches("# [streamed]");
                let call: syn::ItemStruct = syn::parse_str(item).expect("a tuple struct");
                let kind = call.fields.iter().next().expect("the call").ty.clone();
                self.calls.insert(call.ident.to_string(), first_argument(&kind));
            }
            "open_response" => {
                let choice: syn::ItemEnum = syn::parse_str(tokens).expect("an enum");
                let arm = |arm: &syn::Variant| {
                    (arm.ident.to_string(), arm.fields.iter().next().map(|field| field.ty.clone()))
                };
                let arms: Vec<_> = choice.variants.iter().map(arm).collect();
                let types = arms.iter().filter_map(|(_, kind)| kind.clone());
                self.unions.insert(choice.ident.to_string(), types.collect());
                self.choices.insert(choice.ident.to_string(), arms);
            }
            "codec" => self.structs.entry(tokens.trim().to_owned()).or_default().codec = true,
            "open_enum" | "open_integer_enum" | "open_union" => {
                let tokens: proc_macro2::TokenStream = tokens.parse().expect("tokens");
                let (name, arms) = declaration(tokens);
                if name.is_empty() {
                    return;
                }
                if arms.iter().any(|arm| matches!(arm, MacroArm::Type(_))) {
                    let types = arms.into_iter().filter_map(|arm| {
                        if let MacroArm::Type(one) = arm { Some(*one) } else { None }
                    });
                    self.unions.insert(name, types.collect());
                } else {
                    let values = arms.into_iter().filter_map(|arm| {
                        if let MacroArm::Value(one) = arm { Some(one) } else { None }
                    });
                    self.enums.insert(name, values.collect());
                }
            }
            _ => {}
        }
    }
}

/// The first argument of a generic type: `Boat` of `Call<Boat>`.
fn first_argument(kind: &Type) -> Type {
    if let Type::Path(path) = kind
        && let Some(last) = path.path.segments.last()
        && let PathArguments::AngleBracketed(list) = &last.arguments
        && let Some(GenericArgument::Type(inner)) = list.args.first()
    {
        return inner.clone();
    }
    kind.clone()
}

/// Returns whether a call in a body begins to set something on a call.
fn is_setting(method: &str) -> bool {
    ["parameters", "with_body"].contains(&method)
}

fn argument(input: &FnArg) -> Option<(String, Type)> {
    let FnArg::Typed(typed) = input else { return None };
    let Pat::Ident(name) = &*typed.pat else { return None };
    Some((name.ident.to_string(), (*typed.ty).clone()))
}

fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
