//! The comparison: a document and a client side by side, operation by operation, field by field.
//!
//! It knows how the design spells each construct of a document in Rust, and looks at structure
//! alone: which things there are, of what kind, and whether they have to be there.

use std::collections::{BTreeMap, BTreeSet};

use cekura_codegen::pointer::Pointer;

use super::client::{Client, Member, Operation, Shape, Struct, Type, Union};
use super::document::{Document, Form, Property, Schema};
use super::spelling::{is_any_or_none, is_plain, is_scalar, named, plain_text, required};

/// A difference between a document and a client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Difference {
    /// The place in the document, or the nearest thing around it.
    pub(super) place: Pointer,
    pub(super) message: String,
    pub(super) kind: Kind,
    /// The schemas that led to the place.
    pub(super) trail: Vec<Pointer>,
}

/// The kind of a difference, by which it can be explained.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The client does not have the operation.
    OperationMissing(String),
    /// The document does not have the operation.
    OperationUnknown,
    /// A member has to be there on one side only.
    Presence(String),
    /// A parameter is of another kind.
    Parameter(String),
    /// Anything else.
    Structure,
}

/// The way that values travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Travel {
    Sent,
    Received,
}

/// Returns all differences.
pub(super) fn differences(document: &Document, client: &Client) -> BTreeSet<Difference> {
    let mut walk = Walk { document, client, found: BTreeSet::new(), seen: BTreeSet::new() };
    let described = document.operations();
    let mut called = BTreeSet::new();
    for operation in client.operations() {
        let key = operation.key();
        match described.get(&key) {
            Some(at) => walk.operation(at, operation),
            None => walk.add(
                &Pointer::root().child("paths").child(&operation.path),
                Kind::OperationUnknown,
                format!("the client calls `{key}`, which the document does not have"),
                &[],
            ),
        }
        called.insert(key);
    }
    for (key, at) in described.iter().filter(|(key, _)| !called.contains(*key)) {
        let message = format!("the client has no call `{key}`");
        walk.add(at, Kind::OperationMissing(key.clone()), message, &[]);
    }
    walk.found
}

struct Walk<'a> {
    document: &'a Document,
    client: &'a Client,
    found: BTreeSet<Difference>,
    /// The pairs of schemas and types that were compared, each way that they travel.
    seen: BTreeSet<(Pointer, usize, Travel)>,
}

impl Walk<'_> {
    fn add(&mut self, place: &Pointer, kind: Kind, message: String, trail: &[Pointer]) {
        let difference = Difference { place: place.clone(), message, kind, trail: trail.to_vec() };
        self.found.insert(difference);
    }

    fn operation(&mut self, at: &Pointer, operation: &Operation) {
        self.parameters(at, operation);
        let body = at.child("requestBody");
        let content = self.document.content(&body);
        match (&operation.body, content.is_empty()) {
            (None, true) => {}
            (None, false) => {
                let message = "the call sends no body".to_owned();
                self.add(&body, Kind::Structure, message, std::slice::from_ref(&body));
            }
            (Some(_), true) => {
                let message = "the call sends a body that is not described".to_owned();
                self.add(&body, Kind::Structure, message, std::slice::from_ref(&body));
            }
            (Some(sent), false) => {
                let chosen = content.iter().find(|(name, _)| sent.encoding.contains(*name));
                let chosen = chosen.or_else(|| content.iter().next());
                if let Some((_, schema)) = chosen {
                    self.value(schema, &sent.ty, Travel::Sent, std::slice::from_ref(&body));
                }
            }
        }
        self.answer(at, operation);
    }

    fn parameters(&mut self, at: &Pointer, operation: &Operation) {
        let described = self.document.parameters(at);
        let has: Vec<&Member> = operation.in_path.iter().chain(&operation.parameters).collect();
        for parameter in &described {
            let trail = [parameter.at.clone()];
            let Some(member) = has.iter().find(|member| member.wire == parameter.name) else {
                let message = format!("the call has no parameter `{}`", parameter.name);
                self.add(&parameter.at, Kind::Structure, message, &trail);
                continue;
            };
            if member.is_required() != parameter.required {
                let message = required("the parameter", &member.wire, parameter.required);
                let kind = Kind::Presence(member.wire.clone());
                self.add(&parameter.at, kind, message, &trail);
            }
            // A value in a media type of its own is described by that.
            let content = self.document.content(&parameter.at).into_values().next();
            let schema = content.unwrap_or_else(|| parameter.at.child("schema"));
            let schema = self.document.schema(&schema);
            let kind = Kind::Parameter(parameter.name.clone());
            self.typed(&schema, &member.ty, Travel::Sent, &trail, kind);
        }
        let names: BTreeSet<&str> = described.iter().map(|one| one.name.as_str()).collect();
        for member in has.into_iter().filter(|member| !names.contains(member.wire.as_str())) {
            let message = format!("no parameter `{}` is described", member.wire);
            let place = at.child("parameters");
            self.add(&place, Kind::Structure, message, std::slice::from_ref(&place));
        }
    }

    /// Compares the successes of an operation with the output of the call.
    fn answer(&mut self, at: &Pointer, operation: &Operation) {
        let successes = self.document.successes(at);
        if let Type::Named(index) = &operation.output
            && let Some(Shape::ByStatus(union)) = self.client.shape(*index)
        {
            for (status, place) in successes {
                let of_status = |(low, high): (u16, u16)| (low..=high).contains(&status);
                let arm = union.arms.iter().find(|arm| arm.statuses.is_some_and(of_status));
                match arm {
                    Some(arm) => self.one_answer(&[place], &arm.ty),
                    None => {
                        let message = format!("the call does not know the status {status}");
                        self.add(&place, Kind::Structure, message, std::slice::from_ref(&place));
                    }
                }
            }
            return;
        }
        let places: Vec<Pointer> = successes.into_values().collect();
        self.one_answer(&places, &operation.output);
    }

    /// Compares successes with the one type that they are read as.
    fn one_answer(&mut self, places: &[Pointer], output: &Type) {
        let described: Vec<(&Pointer, Pointer)> = places
            .iter()
            .filter_map(|place| {
                let content = self.document.content(place);
                let json = content.iter().find(|(name, _)| name.contains("json"));
                json.or_else(|| content.iter().next()).map(|(_, schema)| (place, schema.clone()))
            })
            .collect();
        let is_empty = *output == Type::Plain("()".to_owned());
        // A success that may have a body, of which nothing is said, is any value, or none.
        let says_nothing = places.iter().any(|place| place.last() != "204");
        if described.is_empty() && says_nothing && is_any_or_none(output) {
            return;
        }
        if described.is_empty() != is_empty {
            let place = places.first().cloned().unwrap_or_default();
            let output = self.client.spell(output);
            let message = if is_empty {
                "the call gives nothing, and there is a body".to_owned()
            } else {
                format!("the call gives `{output}`, and no body is described")
            };
            self.add(&place, Kind::Structure, message, std::slice::from_ref(&place));
            return;
        }
        for (place, schema) in described {
            let is_file = matches!(self.document.schema(&schema).form, Form::File);
            let is_raw = matches!(output, Type::Plain(name) if name == "Bytes");
            if !(is_file && is_raw) {
                self.value(&schema, output, Travel::Received, std::slice::from_ref(place));
            }
        }
    }

    /// Compares the schema at a place with a type.
    fn value(&mut self, at: &Pointer, ty: &Type, travel: Travel, around: &[Pointer]) {
        let schema = self.document.schema(at);
        self.typed(&schema, ty, travel, around, Kind::Structure);
    }

    fn typed(
        &mut self,
        schema: &Schema,
        ty: &Type,
        travel: Travel,
        around: &[Pointer],
        kind: Kind,
    ) {
        let trail = [around, &schema.trail].concat();
        let ty = match ty {
            Type::Option(inner) => inner,
            other => other,
        };
        let is_same = match (&schema.form, ty) {
            (Form::List(items), Type::List(item)) => {
                match items {
                    Some(items) => self.value(items, item, travel, &trail),
                    None => {
                        return self.expect(is_plain(item, &["Json"]), schema, ty, kind, &trail);
                    }
                }
                true
            }
            (Form::Map(None), Type::Map(_)) => false,
            (Form::Map(Some(values)), Type::Map(value)) => {
                self.value(values, value, travel, &trail);
                true
            }
            (Form::Object(properties), Type::Page(item)) => self.page(properties, item, &trail),
            (form, Type::Named(index)) => match self.client.shape(*index) {
                Some(shape) => self.declared(schema, form, (shape, *index), travel, &trail),
                None => false,
            },
            (form, Type::Plain(name)) => is_scalar(form, name),
            _ => false,
        };
        self.expect(is_same, schema, ty, kind, &trail);
    }

    fn expect(&mut self, is_same: bool, schema: &Schema, ty: &Type, kind: Kind, trail: &[Pointer]) {
        if !is_same {
            let place = schema.trail.last().cloned().unwrap_or_default();
            let (is, should) = (self.client.spell(ty), named(&schema.form));
            let message = format!("`{is}` in the client, {should} in the document");
            self.add(&place, kind, message, trail);
        }
    }

    /// Returns whether an object is a page of such items.
    fn page(
        &mut self,
        properties: &BTreeMap<String, Property>,
        item: &Type,
        trail: &[Pointer],
    ) -> bool {
        let Some(results) = properties.get("results") else { return false };
        let of_page = ["count", "next", "previous", "results"];
        let is_page = properties.keys().all(|name| of_page.contains(&name.as_str()));
        let schema = self.document.schema(&results.at);
        match &schema.form {
            Form::List(Some(items)) if is_page => {
                self.value(items, item, Travel::Received, trail);
                true
            }
            _ => false,
        }
    }

    /// Returns whether a schema has the form of a declared type; the parts are compared apart.
    fn declared(
        &mut self,
        schema: &Schema,
        form: &Form,
        (shape, index): (&Shape, usize),
        travel: Travel,
        trail: &[Pointer],
    ) -> bool {
        match (form, shape) {
            (Form::Object(properties), Shape::Struct(decl)) => {
                let place = schema.trail.last().cloned().unwrap_or_default();
                if self.seen.insert((place.clone(), index, travel)) {
                    self.fields(&place, properties, decl, travel, trail);
                }
                true
            }
            // An object of whose properties none travels this way.
            (Form::Map(None), Shape::Struct(decl)) => decl.fields.is_empty(),
            (Form::Enum(values), Shape::Enum(variants) | Shape::IntegerEnum(variants)) => {
                let values: BTreeSet<String> = values.iter().map(plain_text).collect();
                let known: BTreeSet<String> =
                    variants.iter().map(|variant| variant.wire.clone()).collect();
                values == known
            }
            (Form::Choice(arms), Shape::Union(union)) => self.choice(arms, union, travel),
            _ => false,
        }
    }

    fn fields(
        &mut self,
        place: &Pointer,
        properties: &BTreeMap<String, Property>,
        decl: &Struct,
        travel: Travel,
        trail: &[Pointer],
    ) {
        let travels = |property: &Property| match travel {
            Travel::Sent => !property.read_only,
            Travel::Received => !property.write_only,
        };
        for (name, property) in properties {
            let own = [trail, std::slice::from_ref(&property.at)].concat();
            let field = decl.fields.iter().find(|field| field.wire == *name);
            match field {
                None if travels(property) => {
                    let message = format!("the client has no field `{name}`");
                    self.add(&property.at, Kind::Structure, message, &own);
                }
                None => {}
                // One type for both ways has what travels either way.
                Some(_) if !travels(property) => {}
                Some(field) => {
                    if field.is_required() != property.required {
                        let message = required("the field", name, property.required);
                        self.add(&property.at, Kind::Presence(name.clone()), message, &own);
                    }
                    self.value(&property.at, &field.ty, travel, &own);
                }
            }
        }
        for field in decl.fields.iter().filter(|field| !properties.contains_key(&field.wire)) {
            let at = place.child("properties").child(&field.wire);
            let own = [trail, std::slice::from_ref(&at)].concat();
            let message = format!("no property `{}` is described", field.wire);
            self.add(&at, Kind::Structure, message, &own);
        }
    }

    /// Returns whether each arm of a choice is one of a union, and the other way round.
    fn choice(&mut self, arms: &[Pointer], union: &Union, travel: Travel) -> bool {
        let mut left: Vec<&Type> = union.arms.iter().map(|arm| &arm.ty).collect();
        for arm in arms {
            let is_it = |ty: &&Type| {
                let mut apart = Walk {
                    document: self.document,
                    client: self.client,
                    found: BTreeSet::new(),
                    seen: BTreeSet::new(),
                };
                apart.value(arm, ty, travel, &[]);
                apart.found.is_empty()
            };
            let known = union.arms.iter().any(|arm| is_it(&&arm.ty));
            left.retain(|ty| !is_it(ty));
            if !known {
                return false;
            }
        }
        left.is_empty()
    }
}
