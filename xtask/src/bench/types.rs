//! The generated types, read back from their source: what is on the wire, under which name, of which type.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, File, Item, ItemImpl, ItemMacro, Lit, Member, Pat, Type};

/// All types of a generated crate, by name.
#[derive(Default)]
pub(super) struct Types {
    pub(super) structs: BTreeMap<String, Struct>,
    /// The values of each enum.
    pub(super) enums: BTreeMap<String, Vec<String>>,
    pub(super) unions: BTreeMap<String, Union>,
}

/// A struct that is read and written as an object.
#[derive(Default)]
pub(super) struct Struct {
    pub(super) fields: Vec<Field>,
    /// Whether the caller builds it.
    pub(super) is_request: bool,
}

/// A field of a struct.
pub(super) struct Field {
    pub(super) member: String,
    /// The name on the wire; `None` for the map of what has no field of its own.
    pub(super) wire: Option<String>,
    pub(super) ty: Type,
    pub(super) is_required: bool,
    /// Whether `None` is written as `null`.
    pub(super) is_nullable: bool,
}

/// The first arm of a union, and what names it.
pub(super) struct Union {
    pub(super) first: Type,
    pub(super) tag: Option<(String, String)>,
}

impl Types {
    /// Reads the types of all files.
    ///
    /// # Errors
    ///
    /// If a file is not what the emitter writes.
    pub(super) fn of<'a>(files: impl Iterator<Item = &'a File> + Clone) -> Result<Self> {
        let mut codecs: BTreeMap<String, Codec> = BTreeMap::new();
        for item in files.clone().flat_map(|file| &file.items) {
            if let Item::Impl(found) = item
                && is_codec(found)
                && let Some(name) = last_name(&found.self_ty)
            {
                codecs.entry(name).or_default().visit_item_impl(found);
            }
        }
        let mut types = Self::default();
        for item in files.flat_map(|file| &file.items) {
            match item {
                Item::Struct(found) => {
                    let name = found.ident.to_string();
                    if let Some(codec) = codecs.get(&name) {
                        types.structs.insert(name, codec.applied_to(found));
                    }
                }
                Item::Macro(found) => types.add_macro(found)?,
                _ => {}
            }
        }
        Ok(types)
    }

    fn add_macro(&mut self, found: &ItemMacro) -> Result<()> {
        if found.mac.path.is_ident("open_enum") {
            let parsed: syn::ItemEnum =
                found.mac.parse_body().context("an `open_enum!` of an unknown form")?;
            let values = parsed.variants.iter().filter_map(|variant| match &variant.discriminant {
                Some((_, value)) => text_of(value),
                None => None,
            });
            self.enums.insert(parsed.ident.to_string(), values.collect());
        } else if found.mac.path.is_ident("open_union") {
            let parsed: syn::ItemEnum =
                found.mac.parse_body().context("an `open_union!` of an unknown form")?;
            let first = parsed.variants.first().context("a union without arms")?;
            let ty = first.fields.iter().next().context("an arm without a type")?.ty.clone();
            let tag = parsed.attrs.iter().find_map(|attribute| match &attribute.meta {
                syn::Meta::NameValue(pair) if pair.path.is_ident("tag") => text_of(&pair.value),
                _ => None,
            });
            let value = first.discriminant.as_ref().and_then(|(_, value)| first_text(value));
            let union = Union { first: ty, tag: tag.zip(value) };
            self.unions.insert(parsed.ident.to_string(), union);
        }
        Ok(())
    }

    /// The type with the most fields, of those that answers are made of if there are any.
    pub(super) fn largest(&self) -> Option<(&str, &Struct)> {
        let by_size = |(_, found): &(&String, &Struct)| (!found.is_request, found.fields.len());
        // Of two that are equal the first by name.
        let (name, found) = self.structs.iter().rev().max_by_key(by_size)?;
        Some((name, found))
    }
}

/// Whether it is the `impl Decode` or `impl Encode` of a type.
pub(super) fn is_codec(found: &ItemImpl) -> bool {
    let name = found.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    name.is_some_and(|name| name.ident == "Decode" || name.ident == "Encode")
}

/// The last name of a path: `Vec` of `std::vec::Vec<T>`.
pub(super) fn last_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

fn text_of(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The first text of `"a" | "b"`.
fn first_text(value: &Expr) -> Option<String> {
    match value {
        Expr::Binary(either) => first_text(&either.left),
        other => text_of(other),
    }
}

/// `id` of `&mut self.id`.
fn member_of(argument: Option<&Expr>) -> Option<String> {
    let Some(Expr::Reference(reference)) = argument else { return None };
    let Expr::Field(field) = &*reference.expr else { return None };
    match &field.member {
        Member::Named(name) => Some(name.to_string()),
        Member::Unnamed(_) => None,
    }
}

/// What the two impls of a type say about its members.
#[derive(Default)]
struct Codec {
    /// What the arm that is looked at is for.
    wire: Option<String>,
    /// By member.
    wires: BTreeMap<String, String>,
    rest: Option<String>,
    required: BTreeSet<String>,
    nullable: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Codec {
    fn visit_impl_item_const(&mut self, found: &'ast syn::ImplItemConst) {
        if let Expr::Reference(reference) = &found.expr
            && let Expr::Array(names) = &*reference.expr
        {
            self.required.extend(names.elems.iter().filter_map(text_of));
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        self.wire = match &arm.pat {
            Pat::Lit(literal) => match &literal.lit {
                Lit::Str(wire) => Some(wire.value()),
                _ => None,
            },
            _ => None,
        };
        visit::visit_arm(self, arm);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let argument = |index: usize| member_of(call.args.iter().nth(index));
        match call.method.to_string().as_str() {
            "read" => self.wires.extend(argument(0).zip(self.wire.take())),
            "collect" => self.rest = argument(1),
            "put_nullable" => self.nullable.extend(argument(1)),
            _ => {}
        }
    }
}

impl Codec {
    fn applied_to(&self, found: &syn::ItemStruct) -> Struct {
        let fields = found.fields.iter().filter_map(|field| {
            let member = field.ident.as_ref()?.to_string();
            let wire = self.wires.get(&member).cloned();
            if wire.is_none() && self.rest.as_ref() != Some(&member) {
                return None;
            }
            Some(Field {
                is_required: wire.as_ref().is_some_and(|wire| self.required.contains(wire)),
                is_nullable: self.nullable.contains(&member),
                ty: field.ty.clone(),
                wire,
                member,
            })
        });
        let is_request = found.attrs.iter().any(|attribute| attribute.path().is_ident("must_use"));
        Struct { fields: fields.collect(), is_request }
    }
}
