//! What Rust shape a schema has (design, section 4).

use openapiv3::{
    AdditionalProperties, IntegerFormat, ReferenceOr, Schema, SchemaKind, StringFormat, StringType,
    Type as Kind, VariantOrUnknownOrEmpty,
};

use super::standins::Progress;
use super::unions::Choice;
use super::{Builder, enums};
use crate::diagnostic::Code;
use crate::model::{NameHint, Owner, Site, Type, TypeId, Words};
use crate::pointer::Pointer;

/// A type, and whether null may stand in its place.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub ty: Type,
    pub nullable: bool,
}

impl Typed {
    fn plain(ty: Type) -> Self {
        Self { ty, nullable: false }
    }

    /// The type of a member of a list or a map, where no field can say that it is nullable.
    pub(super) fn member(self) -> Type {
        if self.nullable && self.ty != Type::Json {
            Type::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}

/// Where a schema stands: its address, and what a type made of it would be called.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub pointer: Pointer,
    pub name: NameHint,
}

impl Place {
    pub(super) fn component(name: &str) -> Self {
        Self {
            pointer: Pointer::root().descend(["components", "schemas", name]),
            name: NameHint::Component(name.to_owned()),
        }
    }

    pub(super) fn words(words: &Words, pointer: Pointer) -> Self {
        Self { pointer, name: NameHint::Words(words.clone()) }
    }

    pub(super) fn part(owner: TypeId, part: &str, pointer: Pointer) -> Self {
        Self {
            pointer,
            name: NameHint::Part(Site { owner: Owner::Type(owner), part: part.to_owned() }),
        }
    }

    /// The place of the members of the list or map at this place: the same name, in the singular.
    fn members(&self, keyword: &str) -> Self {
        let name = match &self.name {
            NameHint::Part(site) => {
                NameHint::Part(Site { owner: site.owner.clone(), part: one_of(&site.part) })
            }
            NameHint::Component(name) => NameHint::Words(Words::plain(name).part("item")),
            NameHint::Words(words) => NameHint::Words(words.part("item")),
            other => other.clone(),
        };
        Self { pointer: self.pointer.child(keyword), name }
    }

    /// The hint for an enum, which may stand in many places.
    pub(super) fn enum_name(&self) -> NameHint {
        match &self.name {
            NameHint::Part(site) => enums::site(site.clone()),
            NameHint::Words(words) => {
                enums::site(Site { owner: Owner::Words(words.clone()), part: String::new() })
            }
            other => other.clone(),
        }
    }
}

/// Where a schema stood before lowering gave it a name among the components.
fn home(schema: &ReferenceOr<Schema>) -> Option<Pointer> {
    let extensions = &schema.as_item()?.schema_data.extensions;
    Pointer::from_reference(&format!("#{}", extensions.get(crate::lower::HOME)?.as_str()?))
}

/// What one of many is called: `scenario` of `scenarios`, and of `scenarios_list`.
fn one_of(part: &str) -> String {
    let part = part.strip_suffix("_list").filter(|rest| !rest.is_empty()).unwrap_or(part);
    crate::words::singular(part)
}

impl<'d> Builder<'d> {
    /// The type of a schema.
    pub(super) fn schema(&mut self, schema: &'d ReferenceOr<Schema>, place: &Place) -> Typed {
        match schema {
            ReferenceOr::Reference { reference } => self.reference_at(reference, place),
            ReferenceOr::Item(schema) => self.nameless(schema, place),
        }
    }

    /// The same for the boxed schemas of properties and items.
    pub(super) fn boxed(&mut self, schema: &'d ReferenceOr<Box<Schema>>, place: &Place) -> Typed {
        match schema {
            ReferenceOr::Reference { reference } => self.reference_at(reference, place),
            ReferenceOr::Item(schema) => self.nameless(schema, place),
        }
    }

    /// The type of a reference. What lowering gave a name among the components keeps the name of the place where it stood.
    fn reference_at(&mut self, reference: &str, place: &Place) -> Typed {
        let typed = self.reference(reference);
        let Some(name) = super::refs::component(reference, "schemas") else { return typed };
        let home = self.component(&name).and_then(home);
        if home.as_ref() == Some(&place.pointer)
            && let Type::Named(id) = &typed.ty
            && let Some(decl) = self.types.get_mut(id.0)
            && matches!(&decl.name, NameHint::Component(known) if *known == name)
        {
            decl.name = place.name.clone();
        }
        typed
    }

    fn component(&self, name: &str) -> Option<&'d ReferenceOr<Schema>> {
        let document = self.document;
        document.components.as_ref()?.schemas.get(name)
    }

    fn reference(&mut self, reference: &str) -> Typed {
        let Some(name) = super::refs::component(reference, "schemas") else {
            return Typed::plain(Type::Json);
        };
        if let Some(Progress::Done(typed)) = self.components.get(&name) {
            return typed.clone();
        }
        let Some(schema) = self.component(&name) else {
            return Typed::plain(Type::Json);
        };
        let mut own = Place::component(&name);
        own.pointer = home(schema).unwrap_or(own.pointer);
        if let Some(Progress::Begun(known)) = self.components.get(&name) {
            let id = known.unwrap_or_else(|| self.stand_in(&own));
            self.components.insert(name, Progress::Begun(Some(id)));
            let nullable = schema.as_item().is_some_and(|schema| schema.schema_data.nullable);
            return Typed { ty: Type::Named(id), nullable };
        }
        self.components.insert(name.clone(), Progress::Begun(None));
        let typed = match schema {
            ReferenceOr::Reference { reference } => self.reference(reference),
            ReferenceOr::Item(schema) => {
                let reserved = self.is_named(schema).then(|| self.reserve(&own));
                self.item(schema, &own, reserved)
            }
        };
        let before = self.components.insert(name, Progress::Done(typed.clone()));
        self.stood_for(before, &typed);
        typed
    }

    /// The type of a schema without a name. It may come up within itself, where a component includes the whole of another.
    fn nameless(&mut self, schema: &'d Schema, place: &Place) -> Typed {
        if matches!(&schema.schema_kind, SchemaKind::Type(kind) if !matches!(kind, Kind::Object(_) | Kind::Array(_)))
        {
            return self.item(schema, place, None);
        }
        // A component's merge is made once, however many include it: each that includes itself would double the work.
        let is_merge =
            matches!(&schema.schema_kind, SchemaKind::AllOf { all_of } if all_of.len() > 1);
        let place = if is_merge { self.home(place) } else { place.clone() };
        let key = vec![std::ptr::from_ref(schema)];
        let typed = self.once(key.clone(), &place, schema.schema_data.nullable, |builder| {
            builder.item(schema, &place, None)
        });
        let begun = self.nameless.contains_key(&key);
        if is_merge && !begun && place.pointer.as_str().starts_with("/components/schemas/") {
            self.nameless.insert(key, Progress::Done(typed.clone()));
        }
        typed
    }

    /// Where a merge is named after: the component that it stands in, not one that includes that.
    fn home(&self, place: &Place) -> Place {
        let NameHint::Part(Site { owner: Owner::Type(owner), part }) = &place.name else {
            return place.clone();
        };
        let within = self
            .types
            .get(owner.0)
            .is_some_and(|decl| place.pointer.as_str().starts_with(&format!("{}/", decl.pointer)));
        match place.pointer.tokens().nth(2) {
            Some(component) if !within && place.pointer.as_str().starts_with("/components/") => {
                Place::words(&Words::plain(component).part(part), place.pointer.clone())
            }
            _ => place.clone(),
        }
    }

    /// Whether the schema becomes a type of its own that may contain itself. It may still turn out a plain one.
    fn is_named(&self, schema: &Schema) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(Kind::Object(object)) => {
                !object.properties.is_empty() && self.page_items(object).is_none()
            }
            SchemaKind::AllOf { all_of } => all_of.len() > 1,
            SchemaKind::OneOf { one_of: arms } | SchemaKind::AnyOf { any_of: arms } => {
                arms.len() > 1 && !self.is_text_choice(arms)
            }
            _ => false,
        }
    }

    fn is_text_choice(&self, arms: &[ReferenceOr<Schema>]) -> bool {
        let is_text = |schema: &Schema| {
            let SchemaKind::Type(Kind::String(text)) = &schema.schema_kind else {
                return schema.schema_data.extensions.contains_key(crate::lower::ONLY_NULL);
            };
            matches!(&text.format, VariantOrUnknownOrEmpty::Empty)
        };
        arms.iter().all(|arm| self.resolve_schema(arm).is_some_and(is_text))
    }

    /// The type of an inline schema, or of a component whose place is reserved.
    fn item(&mut self, schema: &'d Schema, place: &Place, reserved: Option<TypeId>) -> Typed {
        let data = &schema.schema_data;
        let mut choice = |keyword, arms| {
            let choice = Choice {
                keyword,
                arms,
                discriminator: data.discriminator.as_ref(),
                description: data.description.clone(),
                deprecated: data.deprecated,
            };
            self.choice(&choice, place, reserved)
        };
        let typed = match &schema.schema_kind {
            SchemaKind::OneOf { one_of } => choice("oneOf", one_of.as_slice()),
            SchemaKind::AnyOf { any_of } => choice("anyOf", any_of.as_slice()),
            SchemaKind::AllOf { all_of } => self.all_of(data, all_of, place, reserved),
            SchemaKind::Type(kind) => Typed::plain(self.kind(schema, kind, place, reserved)),
            SchemaKind::Not { .. } => Typed::plain(Type::Json),
            SchemaKind::Any(any) => {
                if any.typ.is_some() {
                    let message = "keywords of several types stand together; read as any value";
                    self.diagnostics.add(Code::Widened, &place.pointer, message);
                }
                Typed::plain(Type::Json)
            }
        };
        Typed { nullable: typed.nullable || data.nullable, ty: typed.ty }
    }

    fn kind(
        &mut self,
        schema: &'d Schema,
        kind: &'d Kind,
        place: &Place,
        reserved: Option<TypeId>,
    ) -> Type {
        let text = schema.schema_data.description.as_deref();
        match kind {
            Kind::Boolean(_) => Type::Bool,
            Kind::Number(_) => Type::F64,
            Kind::Integer(integer) => {
                let values: Vec<i64> = integer.enumeration.iter().flatten().copied().collect();
                if !values.is_empty() {
                    return self.integer_enum(&values, text, place.enum_name(), &place.pointer);
                }
                match &integer.format {
                    VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32) => Type::I32,
                    _ => Type::I64,
                }
            }
            Kind::String(string) => self.string(string, text, place),
            Kind::Array(array) => match &array.items {
                Some(items) => {
                    Type::List(Box::new(self.boxed(items, &place.members("items")).member()))
                }
                None => Type::List(Box::new(Type::Json)),
            },
            Kind::Object(object) if object.properties.is_empty() => {
                self.map(object.additional_properties.as_ref(), place)
            }
            Kind::Object(object) => self.object(&schema.schema_data, object, place, reserved),
        }
    }

    fn string(&mut self, string: &StringType, text: Option<&str>, place: &Place) -> Type {
        let values: Vec<String> = string.enumeration.iter().flatten().cloned().collect();
        if !values.is_empty() {
            return self.text_enum(&values, text, place.enum_name(), &place.pointer);
        }
        match &string.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Type::DateTime,
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Type::Date,
            VariantOrUnknownOrEmpty::Unknown(format) if format == "uuid" => Type::Uuid,
            _ => Type::String,
        }
    }

    /// An object without properties of its own.
    pub(super) fn map(
        &mut self,
        additional: Option<&'d AdditionalProperties>,
        place: &Place,
    ) -> Type {
        match additional {
            None | Some(AdditionalProperties::Any(_)) => Type::JsonObject,
            Some(AdditionalProperties::Schema(schema)) => {
                match self.schema(schema, &place.members("additionalProperties")).member() {
                    Type::Json => Type::JsonObject,
                    value => Type::Map(Box::new(value)),
                }
            }
        }
    }
}
