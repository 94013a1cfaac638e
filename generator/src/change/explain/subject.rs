//! The thing that is meant: an operation, a type, or a member of a type.

use std::collections::BTreeSet;

use crate::change::surface::items::{OperationItem, ResourceItem, ShapeItem, TypeItem};
use crate::change::surface::whole::Surface;
use crate::diagnostic::positions::Text;
use crate::input::config::near;
use crate::model::TypeId;
use crate::names::lock::Places;
use crate::names::lock::table::Named;
use crate::text::pointer::Pointer;

use super::code::Wanted;

/// A thing of the client.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Its name in Rust: `boats.list`, `Boat`, `Boat.name`.
    pub name: String,
    /// Its place in the lowered document.
    pub pointer: Pointer,
    pub item: Item,
    /// Other spellings: method and path, former names, names on the wire and in the document.
    also: Vec<String>,
}

/// The item of the surface that a thing is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    /// By the numbers of its resource and in that.
    Call(usize, usize),
    Type(usize),
    /// By the numbers of its type and in that.
    Member(usize, usize),
}

/// Returns the things that are called so.
///
/// # Errors
///
/// A line that helps to find the name that was meant.
pub(super) fn find(surface: &Surface, text: &Text<'_>, what: &str) -> Result<Vec<Subject>, String> {
    let all = all(surface);
    let wanted = plain(what);
    let matching = |is_so: &dyn Fn(&Subject) -> bool| {
        let found: Vec<Subject> = all.iter().filter(|one| is_so(one)).cloned().collect();
        (!found.is_empty()).then_some(found)
    };
    if let Some(reference) = wanted.strip_prefix('#').or(wanted.starts_with('/').then_some(&wanted))
    {
        let pointer = Pointer::parse(reference);
        if let Some(found) = innermost(&all, text, &pointer) {
            return Ok(found);
        }
    }
    let found = matching(&|one| one.name == wanted)
        .or_else(|| matching(&|one| one.also.contains(&wanted)))
        .or_else(|| matching(&|one| one.spellings().any(|name| is_same(name, &wanted))));
    found.ok_or_else(|| instead(&all, &wanted))
}

/// Returns the name without what Rust code has around it: `client.boats().list()`.
fn plain(what: &str) -> String {
    let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
    if what.contains('/') {
        return what;
    }
    let what = what.replace("()", "").replace("::", ".");
    let what = what.strip_prefix("client.").unwrap_or(&what);
    what.strip_prefix("types.").unwrap_or(what).to_owned()
}

/// Returns whether two spellings differ in case or in a last slash alone.
fn is_same(one: &str, other: &str) -> bool {
    one.trim_end_matches('/').eq_ignore_ascii_case(other.trim_end_matches('/'))
}

/// Returns the things that a place of the document is in, without those around them.
fn innermost(all: &[Subject], text: &Text<'_>, pointer: &Pointer) -> Option<Vec<Subject>> {
    let homes = all.iter().map(|one| (one, text.home(&one.pointer)));
    let around: Vec<(&Subject, Pointer)> =
        homes.filter(|(_, home)| pointer.rebased(home, home).is_some()).collect();
    let deepest = around.iter().map(|(_, home)| home.as_str().len()).max()?;
    let innermost = around.into_iter().filter(|(_, home)| home.as_str().len() == deepest);
    Some(innermost.map(|(one, _)| one.clone()).collect())
}

/// Returns a line that helps to find the name that was meant.
fn instead(all: &[Subject], wanted: &str) -> String {
    let names = all.iter().map(|one| one.name.as_str());
    near::help(wanted, names, "`cargo xtask names` lists everything that has a name")
}

/// Lists everything that has a name.
fn all(surface: &Surface) -> Vec<Subject> {
    let mut all = Vec::new();
    for (number, resource) in surface.resources.iter().enumerate() {
        let operations = resource.operations.iter().enumerate();
        all.extend(operations.map(|(index, one)| call(resource, one, Item::Call(number, index))));
    }
    let written = surface.types.iter().enumerate().filter(|(_, ty)| ty.written);
    for (index, ty) in written {
        let pointer = Pointer::parse(&ty.pointer);
        let mut also = ty.former.clone();
        also.push(pointer.last());
        let name = ty.name.clone();
        all.push(Subject { name, pointer, item: Item::Type(index), also });
        members(index, ty, &mut all);
    }
    all
}

fn call(resource: &ResourceItem, operation: &OperationItem, item: Item) -> Subject {
    let version = resource.version.as_ref().map(|version| format!("{}.", version.accessor));
    let way = format!("{}{}", version.unwrap_or_default(), resource.accessor);
    let mut also: Vec<String> =
        operation.former.iter().map(|former| format!("{way}.{former}")).collect();
    also.push(format!("{} {}", operation.method, operation.path));
    also.push(operation.path.clone());
    let pointer = Pointer::parse(&operation.pointer);
    Subject { name: format!("{way}.{}", operation.name), pointer, item, also }
}

fn members(index: usize, ty: &TypeItem, all: &mut Vec<Subject>) {
    let mut member = |number: usize, name: &str, wire: &str, pointer: &str| {
        all.push(Subject {
            name: format!("{}.{name}", ty.name),
            pointer: Pointer::parse(pointer),
            item: Item::Member(index, number),
            also: vec![format!("{}.{wire}", ty.name)],
        });
    };
    match &ty.shape {
        ShapeItem::Struct(decl) => {
            for (number, field) in decl.fields.iter().enumerate() {
                member(number, &field.name, &field.wire, &field.pointer);
            }
        }
        ShapeItem::Enum(variants) | ShapeItem::IntegerEnum(variants) => {
            for (number, variant) in variants.iter().enumerate() {
                member(number, &variant.name, &variant.wire, &ty.pointer);
            }
        }
        ShapeItem::Union(union) | ShapeItem::ByStatus(union) => {
            for (number, arm) in union.arms.iter().enumerate() {
                member(number, &arm.name, &arm.name, &ty.pointer);
            }
        }
    }
}

impl Subject {
    fn spellings(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.also.iter().map(String::as_str))
    }

    /// Returns whether a row of the table of names is about it. A member that has its usual name
    /// has no row of its own.
    pub(super) fn is_named(&self, named: &Named) -> bool {
        let owner = self.name.rsplit_once('.').map(|(owner, _)| owner);
        let is_owner = matches!(self.item, Item::Member(..)) && owner == Some(&named.name);
        let names: BTreeSet<&str> = self.spellings().collect();
        named.gone.is_none() && (names.contains(named.name.as_str()) || is_owner)
            || named.kind == "member" && names.contains(named.thing.as_str())
    }

    /// Returns the path of the file that it is in, below the generated folder.
    pub(super) fn file(&self, places: &Places) -> Option<String> {
        let module = match self.item {
            Item::Call(resource, _) => places.handles.get(&resource)?,
            Item::Type(index) | Item::Member(index, _) => places.types.get(&TypeId(index))?,
        };
        Some(format!("{module}.rs"))
    }

    /// Returns the items of that file that are its code.
    pub(super) fn code<'s>(&self, surface: &'s Surface) -> Wanted<'s> {
        let name = |index: usize| surface.types.get(index).map_or("", |ty| ty.name.as_str());
        match self.item {
            Item::Call(resource, index) => {
                let resource = surface.resources.get(resource);
                let operation = resource.and_then(|resource| resource.operations.get(index));
                Wanted::Method {
                    of: resource.map_or("", |resource| resource.handle.as_str()),
                    name: operation.map_or("", |operation| operation.name.as_str()),
                }
            }
            Item::Type(index) => Wanted::Type(name(index)),
            Item::Member(index, number) => {
                let shape = surface.types.get(index).map(|ty| &ty.shape);
                let member = match shape {
                    Some(ShapeItem::Struct(decl)) => {
                        decl.fields.get(number).map(|field| field.name.as_str())
                    }
                    Some(ShapeItem::Enum(variants) | ShapeItem::IntegerEnum(variants)) => {
                        variants.get(number).map(|variant| variant.name.as_str())
                    }
                    Some(ShapeItem::Union(union) | ShapeItem::ByStatus(union)) => {
                        union.arms.get(number).map(|arm| arm.name.as_str())
                    }
                    None => None,
                };
                Wanted::Member { of: name(index), name: member.unwrap_or_default() }
            }
        }
    }
}
