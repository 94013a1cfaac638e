//! Families: a component with a discriminator, and its heirs, the components that include it by
//! `allOf`.
//!
//! In the specification such a base stands for each of its heirs wherever it is used (OpenAPI 3.1
//! section 4.8.25, the last of its examples), so that it is a choice. It stands for itself alone
//! where an `allOf` includes it, and where a choice lists it beside its heirs.
//!
//! Other documents write the choice themselves: the base lists its heirs by `oneOf`, while they
//! include it. They include what it has beside the choice, for nobody is an heir of himself.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Discriminator, Document, Kind, SchemaId, SchemaRef};

/// The families of a document.
pub(in crate::shape) struct Families<'d> {
    document: &'d Document,
    /// The components that include each component by `allOf`.
    heirs: BTreeMap<SchemaId, BTreeSet<SchemaId>>,
    /// The bases, each with the component whose discriminator tells its heirs apart.
    bases: BTreeMap<SchemaId, SchemaId>,
    /// The choices of a component between its own heirs.
    own_choices: BTreeSet<SchemaId>,
}

/// A schema as an arm of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shape::schemas) struct Alternative {
    pub schema: SchemaRef,
    pub extent: Extent,
}

/// The values that an arm stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shape::schemas) enum Extent {
    /// All that the schema allows; of a base, those of its heirs too.
    Whole,
    /// Those of a base itself, without its heirs.
    Alone,
}

impl<'d> Families<'d> {
    /// Finds the families of a document.
    pub(in crate::shape) fn find(document: &'d Document) -> Self {
        let mut families = Self {
            document,
            heirs: BTreeMap::new(),
            bases: BTreeMap::new(),
            own_choices: BTreeSet::new(),
        };
        let components: Vec<SchemaId> = document
            .component_ids()
            .filter(|id| document[*id].refers_to.is_none())
            .map(|id| document[id].schema)
            .collect();
        for schema in &components {
            for base in included(document, *schema) {
                families.heirs.entry(base.id).or_default().insert(*schema);
            }
        }
        for schema in components {
            families.add_bases(schema);
            families.add_own_choices(schema);
        }
        families
    }

    /// Notes a component that has a discriminator, and its heirs that have heirs themselves.
    fn add_bases(&mut self, schema: SchemaId) {
        let Some(discriminator) = own_discriminator(self.document, schema) else { return };
        let has_arms =
            self.heirs.contains_key(&schema) || !self.strangers(discriminator, schema).is_empty();
        if !has_arms {
            return;
        }
        self.bases.insert(schema, schema);
        let mut open = vec![schema];
        while let Some(next) = open.pop() {
            for heir in self.heirs.get(&next).into_iter().flatten() {
                if self.heirs.contains_key(heir)
                    && own_discriminator(self.document, *heir).is_none()
                    && !self.bases.contains_key(heir)
                {
                    self.bases.insert(*heir, schema);
                    open.push(*heir);
                }
            }
        }
    }

    /// Returns the schemas that the mapping of a base names although they do not include it.
    ///
    /// One that has a discriminator itself is a base beside this one. A schema that includes others
    /// has no such arms: it repeats the mapping of its base.
    fn strangers(&self, discriminator: &Discriminator, base: SchemaId) -> Vec<SchemaId> {
        if !included(self.document, base).is_empty() {
            return Vec::new();
        }
        let heirs = self.descendants(base);
        let mapped = discriminator.targets().filter_map(|name| self.schema(name));
        let is_stranger = |id: &SchemaId| {
            let is_plain = own_discriminator(self.document, *id).is_none();
            *id != base && is_plain && !heirs.contains(id)
        };
        mapped.filter(is_stranger).collect()
    }

    /// Returns the schema of a component, by its name.
    fn schema(&self, name: &str) -> Option<SchemaId> {
        self.document.component(name).map(|id| self.document[id].schema)
    }

    /// Returns whether a component stands for its heirs where it is used.
    pub(in crate::shape::schemas) fn is_base(&self, schema: SchemaId) -> bool {
        self.bases.contains_key(&schema)
    }

    /// Returns the discriminator of a base, its own or that of the base which it includes.
    pub(in crate::shape::schemas) fn discriminator(
        &self,
        base: SchemaId,
    ) -> Option<&'d Discriminator> {
        let told_by = self.bases.get(&base)?;
        self.document[*told_by].discriminator.as_ref()
    }

    /// Returns whether a schema is a choice that what includes it by `allOf` has no part in.
    pub(in crate::shape::schemas) fn is_own_choice(&self, schema: SchemaId) -> bool {
        self.own_choices.contains(&schema)
    }

    /// Returns whether a component, which includes nothing but another, is an heir of that, and not
    /// another name for it.
    pub(in crate::shape::schemas) fn is_heir(&self, schema: SchemaId, base: SchemaRef) -> bool {
        let is_component = self.document[schema].component.is_some();
        let is_family = self.is_base(base.id) || self.is_own_choice(base.id);
        is_component && base.is_reference() && is_family
    }

    /// Returns the base of which the arms of a choice are the whole family, if it is among them.
    pub(in crate::shape::schemas) fn whole(
        &self,
        arms: &[SchemaRef],
        discriminator: Option<&Discriminator>,
    ) -> Option<SchemaRef> {
        let ids: BTreeSet<SchemaId> = arms.iter().map(|arm| arm.id).collect();
        let is_whole = |base: &&SchemaRef| {
            let is_told_alike = self
                .discriminator(base.id)
                .is_some_and(|own| discriminator.is_none_or(|one| one.property == own.property));
            let family = self.arms(base.id);
            is_told_alike && family.iter().map(|arm| arm.schema.id).collect::<BTreeSet<_>>() == ids
        };
        arms.iter().find(is_whole).copied()
    }

    /// Returns the arms of a choice: a base beside heirs of its own stands for itself alone.
    pub(in crate::shape::schemas) fn apart(&self, arms: &[SchemaRef]) -> Vec<Alternative> {
        let extent = |arm: &SchemaRef| {
            let has_heir = |heirs: BTreeSet<SchemaId>| {
                arms.iter().any(|other| other.id != arm.id && heirs.contains(&other.id))
            };
            let is_alone = self.is_base(arm.id) && has_heir(self.descendants(arm.id));
            if is_alone { Extent::Alone } else { Extent::Whole }
        };
        arms.iter().map(|arm| Alternative { schema: *arm, extent: extent(arm) }).collect()
    }

    /// Returns an arm and those of the choices that it is, in the order of the document.
    pub(in crate::shape::schemas) fn with_arms(&self, arm: Alternative) -> Vec<Alternative> {
        let mut found = Vec::new();
        let mut seen: BTreeSet<SchemaId> = BTreeSet::new();
        let mut open = vec![arm];
        while let Some(next) = open.pop() {
            found.push(next);
            if next.extent == Extent::Whole && seen.insert(next.schema.id) {
                open.extend(self.inner_arms(next.schema.id).into_iter().rev());
            }
        }
        found
    }

    /// Returns the arms of the choices that an arm is: itself if it is none.
    pub(in crate::shape::schemas) fn leaves(&self, arm: Alternative) -> Vec<SchemaRef> {
        let is_leaf = |arm: &Alternative| {
            arm.extent == Extent::Alone || self.inner_arms(arm.schema.id).is_empty()
        };
        let all = self.with_arms(arm).into_iter();
        all.filter(is_leaf).map(|arm| arm.schema).collect()
    }

    fn inner_arms(&self, schema: SchemaId) -> Vec<Alternative> {
        if self.is_base(schema) {
            self.arms(schema)
        } else {
            let choice = self.own_choice(schema).unwrap_or(schema);
            self.apart(self.document[choice].arms())
        }
    }

    /// Returns the arms of the choice that a base is: itself and all heirs, or those that the
    /// mapping names. An heir without heirs is one in any case: nothing else could be meant by it.
    pub(in crate::shape::schemas) fn arms(&self, base: SchemaId) -> Vec<Alternative> {
        let document = self.document;
        let Some(discriminator) = self.discriminator(base) else { return Vec::new() };
        let mapped: BTreeSet<SchemaId> =
            discriminator.mapping.iter().filter_map(|(_, name)| self.schema(name)).collect();
        let default = discriminator.default.as_ref().and_then(|name| self.schema(name));
        let heirs = self.heirs_by(discriminator, base);
        let is_arm = |schema: &SchemaId| {
            let is_last = !self.heirs.contains_key(schema) && *schema != base;
            mapped.is_empty() || mapped.contains(schema) || is_last || default == Some(*schema)
        };
        let mut arms: BTreeSet<SchemaId> =
            heirs.iter().copied().chain([base]).filter(is_arm).collect();
        if own_discriminator(document, base).is_some() {
            arms.extend(self.strangers(discriminator, base));
        }
        let alternative = |id: SchemaId| {
            let extent = if id != base && self.has_other_tag(id, discriminator) {
                Extent::Whole
            } else {
                Extent::Alone
            };
            Alternative { schema: SchemaRef { id, component: document[id].component }, extent }
        };
        let name = |id: &SchemaId| document[*id].component.map(|id| &document[id].name);
        let mut sorted: Vec<SchemaId> = arms.into_iter().collect();
        sorted.sort_by_key(|id| (*id != base, name(id)));
        sorted.into_iter().map(alternative).collect()
    }

    /// Returns the heirs of a base and theirs, but for those that another property tells apart.
    fn heirs_by(&self, discriminator: &Discriminator, base: SchemaId) -> BTreeSet<SchemaId> {
        let mut found = BTreeSet::new();
        let mut open = vec![base];
        while let Some(next) = open.pop() {
            for heir in self.heirs.get(&next).into_iter().flatten() {
                if *heir != base && found.insert(*heir) && !self.has_other_tag(*heir, discriminator)
                {
                    open.push(*heir);
                }
            }
        }
        found
    }

    /// Returns whether a component is the base of a family of its own, by another property.
    fn has_other_tag(&self, schema: SchemaId, discriminator: &Discriminator) -> bool {
        self.is_base(schema)
            && own_discriminator(self.document, schema)
                .is_some_and(|own| own.property != discriminator.property)
    }

    /// Returns the choice between heirs that a component has among the parts of its `allOf`. They
    /// have all that it has beside the choice, for they include it.
    pub(in crate::shape::schemas) fn own_choice(&self, id: SchemaId) -> Option<SchemaId> {
        let parts = self.document[id].all_of().iter();
        let mut own = parts.filter(|part| !part.is_reference() && self.is_own_choice(part.id));
        let choice = own.next()?;
        let heirs = self.descendants(id);
        let has_heirs_alone =
            self.document[*choice].arms().iter().all(|arm| heirs.contains(&arm.id));
        has_heirs_alone.then_some(choice.id)
    }

    fn descendants(&self, base: SchemaId) -> BTreeSet<SchemaId> {
        let mut found = BTreeSet::new();
        let mut open = vec![base];
        while let Some(next) = open.pop() {
            let heirs = self.heirs.get(&next).into_iter().flatten();
            open.extend(heirs.filter(|heir| found.insert(**heir)));
        }
        found
    }

    /// Notes the choices of a component between schemas of which one includes it.
    fn add_own_choices(&mut self, component: SchemaId) {
        let choices = choices(self.document, component);
        if choices.is_empty() || !self.heirs.contains_key(&component) {
            return;
        }
        let descendants = self.descendants(component);
        let is_own = |choice: &SchemaId| {
            let mut seen = BTreeSet::new();
            let mut open = vec![*choice];
            while let Some(next) = open.pop() {
                if descendants.contains(&next) {
                    return true;
                }
                if seen.insert(next) {
                    open.extend(self.document[next].arms().iter().map(|arm| arm.id));
                }
            }
            false
        };
        let own: Vec<SchemaId> = choices.into_iter().filter(is_own).collect();
        self.own_choices.extend(own);
    }
}

/// Returns the discriminator of a component that is an object, and lists no arms.
fn own_discriminator(document: &Document, schema: SchemaId) -> Option<&Discriminator> {
    let discriminator = document[schema].discriminator.as_ref()?;
    match &document[schema].kind {
        Kind::Object(_) | Kind::Any => Some(discriminator),
        Kind::AllOf(_) => choices(document, schema).is_empty().then_some(discriminator),
        _ => None,
    }
}

/// Returns the components that a schema includes by `allOf`.
fn included(document: &Document, schema: SchemaId) -> Vec<SchemaRef> {
    let mut found = Vec::new();
    let mut open: Vec<SchemaRef> = document[schema].all_of().to_vec();
    while let Some(next) = open.pop() {
        if next.is_reference() {
            found.push(next);
        } else {
            open.extend(document[next].all_of());
        }
    }
    found
}

/// Returns the choices that a schema is or has among the parts of its `allOf`, but not those of
/// other components.
fn choices(document: &Document, schema: SchemaId) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if !document[next].arms().is_empty() {
            found.push(next);
        }
        let parts = document[next].all_of().iter().filter(|part| !part.is_reference());
        open.extend(parts.map(|part| part.id));
    }
    found
}
