//! Schemas: each that an operation reaches gets the id of a Rust type, and then the type its shape.
//!
//! Ids exist before shapes, so a schema may contain itself. [`Schemas::declare`] looks at one
//! schema and leaves its members on a stack of tasks; [`Schemas::run`] works the stack off, in the
//! order of the document. Neither depends on how deep the document is.
//!
//! | decision | file |
//! |---|---|
//! | places of schemas, and their names there | `site` |
//! | types that may be null, and aliases | `nullable` |
//! | the type of each kind of schema | `kinds` |
//! | texts that are no texts | `shown` |
//! | fields of objects | `objects` |
//! | one struct of the parts of an `allOf` | `all_of` |
//! | enums, one for each set of values | `enums`, `enum_docs` |
//! | unions, and the ones that are no choice after all | `unions` |
//! | limits that the type does not express | `constraints` |
//! | files, and forms that have them | `files` |
//! | what is nested in values that are no JSON | `nested` |

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Index;

use crate::diagnostic::{Code, Diagnostics};
use crate::document::{ComponentId, Document, Kind, Operation, Schema, SchemaId, SchemaRef};
use crate::input::config::Config;
use crate::model::{
    Direction, NameHint, Shape, Struct, StructKind, Type, TypeDecl, TypeId, Union, Words,
};
use crate::shape::pages;
use crate::text::bounds::LISTS;
use crate::text::pointer::Pointer;

use enums::Enums;
use kinds::Step;
use nullable::{Container, NullableType, containers};
use objects::FieldTask;
use site::SchemaSite;
use unions::families::Families;
use unions::{ArmTask, UnionTask};

mod all_of;
pub(super) mod constraints;
mod enum_docs;
mod enums;
pub(super) mod files;
mod kinds;
mod nested;
pub(super) mod nullable;
mod objects;
mod shown;
pub(super) mod site;
pub(super) mod unions;

/// The types that are declared so far.
pub(super) struct Schemas<'d> {
    pub document: &'d Document,
    pub diagnostics: &'d mut Diagnostics,
    config: &'d Config,
    families: &'d Families<'d>,
    types: Vec<TypeDecl>,
    /// The types of schemas that have one wherever they are used.
    declared: BTreeMap<SchemaId, NullableType>,
    /// The structs of bases without their heirs.
    alone: BTreeMap<SchemaId, TypeId>,
    /// The structs of several descriptions of one property, by those.
    merged: BTreeMap<Vec<SchemaId>, NullableType>,
    /// The structs of multipart forms that are components, each with its encoding.
    pub forms: BTreeMap<(SchemaId, String), TypeId>,
    /// Components that have a part which is no object.
    not_objects: BTreeSet<SchemaId>,
    /// The types of the parts of an `allOf` that is not of objects alone.
    parts: BTreeMap<TypeId, Vec<NullableType>>,
    enums: Enums,
    tasks: Vec<Task<'d>>,
    /// The types that declared ones turned out to be.
    aliases: BTreeMap<TypeId, NullableType>,
    untagged: Vec<(TypeId, Pointer)>,
    /// The components that are part of a type.
    reached: BTreeSet<ComponentId>,
    /// The schemas of bodies that are sent, or given, as they are.
    unread: Vec<SchemaRef>,
}

/// The result of declaring.
pub(super) struct Declared {
    pub types: Vec<TypeDecl>,
    pub aliases: BTreeMap<TypeId, NullableType>,
    /// The unions whose arms nothing tells apart, each with its place.
    pub untagged: Vec<(TypeId, Pointer)>,
    pub reached: BTreeSet<ComponentId>,
    /// The schemas of bodies that are sent, or given, as they are.
    pub unread: Vec<SchemaRef>,
}

/// A member of a declared type, or what is left to do after all of them.
enum Task<'d> {
    Field(FieldTask<'d>),
    Additional {
        owner: TypeId,
        schema: SchemaRef,
        site: SchemaSite,
    },
    Arm(ArmTask),
    FinishUnion(UnionTask),
    /// A part of an `allOf` that is not of objects alone.
    Part {
        owner: TypeId,
        schema: SchemaRef,
        site: SchemaSite,
    },
    FinishNarrowest {
        id: TypeId,
        site: SchemaSite,
    },
}

impl<'d> Schemas<'d> {
    /// Creates the state in which nothing is declared.
    pub(super) fn new(
        document: &'d Document,
        families: &'d Families<'d>,
        config: &'d Config,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            document,
            diagnostics,
            config,
            families,
            types: Vec::new(),
            declared: BTreeMap::new(),
            alone: BTreeMap::new(),
            merged: BTreeMap::new(),
            forms: BTreeMap::new(),
            not_objects: BTreeSet::new(),
            parts: BTreeMap::new(),
            enums: Enums::default(),
            tasks: Vec::new(),
            aliases: BTreeMap::new(),
            untagged: Vec::new(),
            reached: BTreeSet::new(),
            unread: Vec::new(),
        }
    }

    /// Returns the type of a schema, after all types that it reaches have their shapes.
    pub(super) fn type_of(&mut self, schema: SchemaRef, site: &SchemaSite) -> NullableType {
        let typed = self.declare(schema, site);
        self.run();
        let resolved = self.resolve(&typed.ty);
        NullableType { nullable: typed.nullable || resolved.nullable, ty: resolved.ty }
    }

    /// Returns whether `codegen.toml` says that a query parameter is JSON text.
    pub(super) fn is_json_parameter(&self, operation: &Operation, name: &str) -> bool {
        let mut entries = self.config.parameters.json.iter();
        entries.any(|entry| match entry.rsplit_once(' ') {
            Some((key, parameter)) => {
                parameter == name && key == format!("{} {}", operation.method, operation.path)
            }
            None => entry == name,
        })
    }

    /// Returns what was declared.
    pub(super) fn finish(mut self) -> Declared {
        self.name_bases();
        Declared {
            types: self.types,
            aliases: self.aliases,
            untagged: self.untagged,
            reached: self.reached,
            unread: self.unread,
        }
    }

    /// Names the structs of bases whose names their families have.
    fn name_bases(&mut self) {
        let beside: Vec<TypeId> = self
            .alone
            .iter()
            .filter(|(base, _)| self.declared.contains_key(base))
            .map(|(_, id)| *id)
            .collect();
        for id in beside {
            let decl = self.decl_mut(id);
            if let NameHint::Component(name) = &decl.name {
                // No component's name: one that the document has goes first.
                decl.name = NameHint::Words(Words::plain(name).part("base"));
            }
        }
    }

    /// Adds a type.
    pub(super) fn add(&mut self, decl: TypeDecl) -> TypeId {
        self.types.push(decl);
        TypeId(self.types.len() - 1)
    }

    /// Adds a type that has no members yet.
    pub(super) fn reserve(&mut self, site: &SchemaSite, shape: Shape) -> TypeId {
        self.add(TypeDecl {
            pointer: site.pointer.clone(),
            name: site.name.clone(),
            description: None,
            deprecated: false,
            direction: Direction::Both,
            shape,
        })
    }

    fn reserve_struct(&mut self, site: &SchemaSite, kind: StructKind) -> TypeId {
        self.reserve(site, Shape::Struct(Struct::new(kind, Vec::new())))
    }

    fn reserve_union(&mut self, site: &SchemaSite) -> TypeId {
        self.reserve(
            site,
            Shape::Union(Union { tag: None, arms: Vec::new(), statuses: Vec::new() }),
        )
    }

    #[expect(clippy::indexing_slicing, reason = "an id is made only by adding its type")]
    pub(super) fn decl_mut(&mut self, id: TypeId) -> &mut TypeDecl {
        &mut self.types[id.0]
    }

    /// Returns the declaration that a type is or contains, as far as it is known by now.
    fn decl_in(&self, ty: &Type) -> Option<&TypeDecl> {
        ty.named().map(|id| &self[id])
    }

    /// Notes that a component is part of a type, with those that it only refers to.
    pub(super) fn reach(&mut self, component: Option<ComponentId>) {
        for id in component.into_iter().flat_map(|id| self.document.chain(id)) {
            if !self.reached.insert(id) {
                break;
            }
        }
    }

    /// Notes that calls send or give values of a schema as they are.
    pub(super) fn leave_unread(&mut self, schema: SchemaRef) {
        self.unread.push(schema);
    }

    /// Does what is left to do for the types that are declared.
    fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Field(task) => self.add_field(&task),
                Task::Additional { owner, schema, site } => {
                    let is_form = matches!(
                        &self[owner].shape,
                        Shape::Struct(decl) if decl.kind.is_form()
                    );
                    let file = files::file(self.document, schema).filter(|_| is_form);
                    let additional =
                        file.unwrap_or_else(|| self.declare(schema, &site).into_member());
                    if let Shape::Struct(decl) = &mut self.decl_mut(owner).shape {
                        decl.additional = Some(additional);
                    }
                }
                Task::Arm(task) => self.add_arm(task),
                Task::FinishUnion(task) => self.finish_union(task),
                Task::Part { owner, schema, site } => {
                    let part = self.declare(schema, &site);
                    self.parts.entry(owner).or_default().push(part);
                }
                Task::FinishNarrowest { id, site } => self.finish_narrowest(id, &site),
            }
        }
    }

    /// Returns the type of a schema that stands at a site. Its members are left as tasks.
    fn declare(&mut self, schema: SchemaRef, site: &SchemaSite) -> NullableType {
        let document = self.document;
        let mut around: Vec<(Container, bool)> = Vec::new();
        let mut passed: BTreeSet<SchemaId> = BTreeSet::new();
        let (mut next, mut at, mut nullable) = (schema, site.clone(), false);
        let mut typed = loop {
            let node = &document[next];
            let mut place = None;
            if let Some(component) = node.component.filter(|_| next.is_reference()) {
                self.reach(next.component);
                place = Some(at);
                at = SchemaSite::component(document, component);
                if !passed.insert(next.id) {
                    let message = "a list or map of nothing but itself; read as any value";
                    self.diagnostics.add(Code::Widened, &at.pointer, message);
                    break NullableType::plain(Type::Json);
                }
            }
            nullable |= node.nullable;
            // A schema within a component has one type, however many components include it.
            let is_home = node.within.is_some() && self.makes_type(node);
            let is_shared = is_home || !passed.is_empty();
            let known = self.declared.get(&next.id).filter(|_| is_shared).cloned();
            if is_home && !next.is_reference() {
                at = self.home_site(&at);
            }
            let step = match known {
                Some(typed) => Step::Is(typed),
                None if next.is_reference() && self.families.is_base(next.id) => {
                    Step::Is(NullableType::plain(self.family(next.id, &at)))
                }
                None => self.step(next.id, &at),
            };
            match step {
                Step::Is(typed) => {
                    if is_shared {
                        self.declared.insert(next.id, typed.clone());
                    }
                    if let Some(place) = place {
                        self.name_by_place(&typed.ty, next, &place);
                    }
                    break typed;
                }
                Step::Wraps(inner, or_null) => {
                    nullable |= or_null;
                    next = inner;
                }
                Step::Contains(_, _, at) if around.len() == LISTS => break self.too_deep(&at),
                Step::Contains(container, inner, site) => {
                    around.push((container, nullable));
                    (next, at, nullable) = (inner, site, false);
                }
            }
        };
        typed.nullable |= nullable;
        for (container, nullable) in around.into_iter().rev() {
            typed = NullableType { ty: container.of(typed), nullable };
        }
        typed
    }

    /// Reports containers that are no type any more, and returns what stands for them.
    fn too_deep(&mut self, site: &SchemaSite) -> NullableType {
        let message = format!(
            "lists and maps are nested deeper than {LISTS} levels; what is inside is read as any value"
        );
        self.diagnostics.add(Code::Widened, &site.pointer, message);
        NullableType::plain(Type::Json)
    }

    /// Returns what a declared type turns out to be, unless that has no end, or is too deep.
    fn sound_alias(&mut self, id: TypeId, typed: NullableType, site: &SchemaSite) -> NullableType {
        if typed.ty != Type::Named(id) && typed.ty.named() == Some(id) {
            let message = "a list or map of nothing but itself; read as any value";
            self.diagnostics.add(Code::Widened, &site.pointer, message);
            return NullableType::plain(Type::Json);
        }
        if containers(&typed.ty) > LISTS {
            return self.too_deep(site);
        }
        typed
    }

    /// Gives a component that lowering made the name of the place where its schema stood.
    fn name_by_place(&mut self, ty: &Type, schema: SchemaRef, place: &SchemaSite) {
        let component = self.document[schema].component.map(|id| &self.document[id]);
        if let Some(component) = component
            && component.hoisted
            && component.pointer == place.pointer
            && let Type::Named(id) = ty
        {
            let decl = self.decl_mut(*id);
            if matches!(&decl.name, NameHint::Component(name) if *name == component.name) {
                decl.name = place.name.clone();
            }
        }
    }

    /// Returns whether a schema makes a struct or a union, as far as its kind decides.
    fn makes_type(&self, schema: &Schema) -> bool {
        match &schema.kind {
            Kind::Object(object) => {
                !object.properties.is_empty() && pages::items(self.document, object).is_none()
            }
            Kind::AllOf(parts) => parts.len() > 1,
            Kind::Choice(..) => !unions::is_enum(self.document, schema),
            _ => false,
        }
    }

    /// Returns the type without aliases.
    pub(super) fn resolve(&self, ty: &Type) -> NullableType {
        nullable::resolve(ty, &self.aliases)
    }
}

impl Index<TypeId> for Schemas<'_> {
    type Output = TypeDecl;

    #[expect(clippy::indexing_slicing, reason = "an id is made only by adding its type")]
    fn index(&self, id: TypeId) -> &TypeDecl {
        &self.types[id.0]
    }
}
