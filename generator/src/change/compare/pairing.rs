//! Pairs: which operation and which type of one surface is which of the other. Operations by method
//! and path, types by the places that they stand in, never by name alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::surface::items::{
    MemberItem, OperationItem, ShapeItem, StructItem, TypeItem, UnionItem,
};
use crate::change::surface::reference::TypeRef;
use crate::change::surface::whole::Surface;

pub(super) mod members;

use members::{arms, parameters};

/// The indices of a resource, and of an operation there.
pub(super) type OperationPlace = (usize, usize);

/// The pairs of two surfaces.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub operations: Vec<(OperationPlace, OperationPlace)>,
    pub removed: Vec<OperationPlace>,
    pub added: Vec<OperationPlace>,
    /// Types that are the same thing, by the old one.
    pub types: BTreeMap<usize, usize>,
    /// The same by the new one.
    pub back: BTreeMap<usize, usize>,
    /// Types that stand where others stood, with the number of places.
    pub crossed: BTreeMap<(usize, usize), usize>,
}

impl Pairs {
    pub(super) fn of(old: &Surface, new: &Surface) -> Self {
        let mut pairs = Self::default();
        pairs.pair_operations(old, new);
        let mut walk = Walk { old, new, places: BTreeMap::new(), open: Vec::new() };
        for (one, other) in &pairs.operations {
            if let (Some(one), Some(other)) = (operation(old, *one), operation(new, *other)) {
                walk.operations(one, other);
            }
        }
        if let (Some(one), Some(other)) = (&old.events, &new.events) {
            walk.place(&TypeRef::Named(one.union), &TypeRef::Named(other.union));
        }
        walk.run();
        pairs.match_types(&walk);
        loop {
            let leftover = pairs.namesakes(old, new);
            if leftover.is_empty() {
                break;
            }
            for (one, other) in leftover {
                pairs.join(one, other);
                walk.children(one, other);
            }
            walk.run();
            pairs.match_types(&walk);
        }
        let crossed = walk.places.iter();
        let crossed = crossed.filter(|((one, other), _)| pairs.types.get(one) != Some(other));
        pairs.crossed = crossed.map(|(pair, places)| (*pair, *places)).collect();
        pairs
    }

    fn pair_operations(&mut self, old: &Surface, new: &Surface) {
        let (mut olds, mut news) = (places(old), places(new));
        for key in [exact as fn(&OperationItem) -> String, normal] {
            let mut by_key: BTreeMap<String, Vec<OperationPlace>> = BTreeMap::new();
            for place in &news {
                if let Some(operation) = operation(new, *place) {
                    by_key.entry(key(operation)).or_default().push(*place);
                }
            }
            by_key.values_mut().for_each(|places| places.reverse());
            olds.retain(|place| {
                let found = operation(old, *place).and_then(|one| by_key.get_mut(&key(one))?.pop());
                self.operations.extend(found.map(|other| (*place, other)));
                found.is_none()
            });
            let paired: BTreeSet<OperationPlace> =
                self.operations.iter().map(|(_, other)| *other).collect();
            news.retain(|place| !paired.contains(place));
        }
        self.operations.sort_unstable();
        (self.removed, self.added) = (olds, news);
    }

    fn join(&mut self, old: usize, new: usize) {
        self.types.insert(old, new);
        self.back.insert(new, old);
    }

    /// Takes the pairs of places in the order of how much speaks for them.
    fn match_types(&mut self, walk: &Walk<'_>) {
        let mut ranked: Vec<(Rank, (usize, usize))> = walk
            .places
            .iter()
            .filter_map(|(pair, places)| Some((walk.rank(*pair, *places)?, *pair)))
            .collect();
        ranked.sort_by(|(one, pair), (other, another)| other.cmp(one).then(pair.cmp(another)));
        for (rank, (one, other)) in ranked {
            let is_free = !self.types.contains_key(&one) && !self.back.contains_key(&other);
            if is_free && rank.is_enough() {
                self.join(one, other);
            }
        }
    }

    /// Returns the types that no place pairs, and that have one name: the name is all that is left
    /// of them.
    fn namesakes(&self, old: &Surface, new: &Surface) -> Vec<(usize, usize)> {
        let free = |index: &usize, taken: &BTreeMap<usize, usize>| !taken.contains_key(index);
        let by_name: BTreeMap<&str, usize> = written(new)
            .filter(|(index, _)| free(index, &self.back))
            .map(|(index, ty)| (ty.name.as_str(), index))
            .collect();
        written(old)
            .filter(|(index, _)| free(index, &self.types))
            .filter_map(|(index, ty)| Some((index, *by_name.get(ty.name.as_str())?)))
            .collect()
    }
}

/// Returns the types that the output declares.
pub(super) fn written(surface: &Surface) -> impl Iterator<Item = (usize, &TypeItem)> {
    surface.types.iter().enumerate().filter(|(_, ty)| ty.written)
}

fn places(surface: &Surface) -> Vec<OperationPlace> {
    let resources = surface.resources.iter().enumerate();
    let of = |(index, resource): (usize, &crate::change::surface::items::ResourceItem)| {
        (0..resource.operations.len()).map(move |operation| (index, operation))
    };
    resources.flat_map(of).collect()
}

/// Returns the operation at a place.
pub(super) fn operation(surface: &Surface, place: OperationPlace) -> Option<&OperationItem> {
    surface.resources.get(place.0)?.operations.get(place.1)
}

fn exact(operation: &OperationItem) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// Returns the name of an operation that does not depend on those of values in its path:
/// `GET /boats/{}/`.
pub(super) fn normal(operation: &OperationItem) -> String {
    let mut key = format!("{} ", operation.method);
    let mut depth = 0_usize;
    for letter in operation.path.chars() {
        match letter {
            '{' => {
                if depth == 0 {
                    key.push_str("{}");
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => key.push(letter),
            _ => {}
        }
    }
    key
}

/// Reasons to take two types for the same thing, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    same_form: bool,
    same_name: bool,
    same_pointer: bool,
    is_similar: bool,
    places: usize,
}

impl Rank {
    const fn is_enough(self) -> bool {
        self.same_name || self.same_form && (self.same_pointer || self.is_similar)
    }
}

/// A walk along two surfaces at once.
struct Walk<'a> {
    old: &'a Surface,
    new: &'a Surface,
    /// The pairs of types that stand in one place, with the number of places.
    places: BTreeMap<(usize, usize), usize>,
    open: Vec<(usize, usize)>,
}

impl Walk<'_> {
    fn operations(&mut self, old: &OperationItem, new: &OperationItem) {
        let members = |walk: &mut Self, one: &MemberItem, other: &MemberItem| {
            walk.place(&one.ty, &other.ty);
        };
        old.in_path.iter().zip(&new.in_path).for_each(|(one, other)| members(self, one, other));
        for (one, other) in parameters(old, new).both {
            members(self, one, other);
        }
        if let (Some(one), Some(other)) = (old.call, new.call) {
            self.place(&TypeRef::Named(one), &TypeRef::Named(other));
        }
        if let (Some(one), Some(other)) = (&old.body, &new.body) {
            self.place(&one.ty, &other.ty);
        }
        self.place(&old.output, &new.output);
        if let (Some(one), Some(other)) = (&old.job, &new.job) {
            self.place(&one.output, &other.output);
        }
        if let (Some(one), Some(other)) = (&old.stream, &new.stream) {
            self.place(&one.data, &other.data);
        }
    }

    fn place(&mut self, old: &TypeRef, new: &TypeRef) {
        let (old, new) = old.beside(new);
        if let (Some(one), Some(other)) = (old.named(), new.named()) {
            let places = self.places.entry((one, other)).or_default();
            *places += 1;
            if *places == 1 {
                self.open.push((one, other));
            }
        }
    }

    fn run(&mut self) {
        while let Some((one, other)) = self.open.pop() {
            self.children(one, other);
        }
    }

    fn children(&mut self, one: usize, other: usize) {
        let shapes = (self.old.types.get(one), self.new.types.get(other));
        let (Some(one), Some(other)) = shapes else { return };
        match (&one.shape, &other.shape) {
            (ShapeItem::Struct(one), ShapeItem::Struct(other)) => self.structs(one, other),
            (ShapeItem::Union(one), ShapeItem::Union(other))
            | (ShapeItem::ByStatus(one), ShapeItem::ByStatus(other)) => self.unions(one, other),
            _ => {}
        }
    }

    fn structs(&mut self, old: &StructItem, new: &StructItem) {
        // The parameters of calls have been walked as parameters.
        if old.form == crate::change::surface::items::FormItem::Parameters {
            return;
        }
        for (one, other) in members::fields(old, new).both {
            self.place(&one.ty, &other.ty);
        }
        if let (Some(one), Some(other)) = (&old.extra, &new.extra) {
            self.place(&one.ty, &other.ty);
        }
        if let (Some(one), Some(other)) = (&old.paging, &new.paging) {
            self.place(&one.item, &other.item);
        }
    }

    fn unions(&mut self, old: &UnionItem, new: &UnionItem) {
        for (one, other) in arms(self.old, self.new, old, new).both {
            self.place(&one.ty, &other.ty);
        }
    }

    /// Returns what speaks for a pair; `None` if one of the two is in no output.
    fn rank(&self, (one, other): (usize, usize), places: usize) -> Option<Rank> {
        let old = self.old.types.get(one).filter(|ty| ty.written)?;
        let new = self.new.types.get(other).filter(|ty| ty.written)?;
        Some(Rank {
            same_form: old.shape.kind() == new.shape.kind(),
            same_name: old.name == new.name,
            same_pointer: old.pointer == new.pointer,
            is_similar: is_similar(&old.shape, &new.shape),
            places,
        })
    }
}

/// Returns whether two types have at least half of their parts in common.
fn is_similar(old: &ShapeItem, new: &ShapeItem) -> bool {
    let (old, new) = (parts(old), parts(new));
    let common = old.intersection(&new).count();
    2 * common >= old.len().max(new.len())
}

fn parts(shape: &ShapeItem) -> BTreeSet<&str> {
    match shape {
        ShapeItem::Struct(decl) => decl.fields.iter().map(|field| field.wire.as_str()).collect(),
        ShapeItem::Enum(values) | ShapeItem::IntegerEnum(values) => {
            values.iter().map(|value| value.wire.as_str()).collect()
        }
        ShapeItem::Union(decl) | ShapeItem::ByStatus(decl) => {
            decl.arms.iter().map(|arm| arm.name.as_str()).collect()
        }
    }
}
