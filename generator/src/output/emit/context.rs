//! The things that emitters look up: the model, and the texts of the file that is being emitted.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Deref;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use self::conversions::Conversions;
use self::known::Known;
use self::links::Links;
use self::uses::Uses;
use crate::model::{Api, NameHint, Operation, Resource, TypeDecl, TypeId};
use crate::names::{MethodNames, Names, ResourceNames};
use crate::output::layout::Layout;
use crate::output::package::Facts;

pub(super) mod conversions;
pub(super) mod known;
pub(super) mod links;
pub(super) mod uses;

/// Everything that the output is made of.
pub(crate) struct Model<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
    pub layout: &'a Layout,
    pub facts: &'a Facts,
    pub(super) uses: Uses,
    pub(super) links: Links,
    pub(super) known: Known,
    /// The types that have a request half.
    pub(super) halves: BTreeSet<TypeId>,
    pub(super) conversions: Conversions,
}

impl<'a> Model<'a> {
    pub(crate) fn new(
        api: &'a Api,
        names: &'a Names,
        layout: &'a Layout,
        facts: &'a Facts,
    ) -> Self {
        Self { links: Links::of(api), ..Self::without_links(api, names, layout, facts) }
    }

    /// Creates one in whose texts no name of an operation is a link: an operation that is called
    /// otherwise changes no text then.
    pub(crate) fn without_links(
        api: &'a Api,
        names: &'a Names,
        layout: &'a Layout,
        facts: &'a Facts,
    ) -> Self {
        let base = |decl: &TypeDecl| match decl.name {
            NameHint::RequestOf(base) => Some(base),
            _ => None,
        };
        let halves = api.types.iter().filter_map(base).collect();
        let (uses, conversions) = (Uses::of(api), Conversions::of(api));
        let (links, known) = (Links::default(), Known::default());
        Self { api, names, layout, facts, uses, links, known, halves, conversions }
    }
}

/// The model and the texts of the file that is being emitted.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub model: &'a Model<'a>,
    pub texts: &'a RefCell<Vec<String>>,
    /// The index of the resource whose methods are emitted.
    pub here: Option<usize>,
}

impl<'a> Deref for Context<'a> {
    type Target = Model<'a>;

    fn deref(&self) -> &Model<'a> {
        self.model
    }
}

impl Context<'_> {
    /// `#[doc = 7]`, which stands for a text of the file; nothing for none. As lines of text in the
    /// tokens, each would be escaped, parsed and read back.
    pub(super) fn docs(self, text: impl ToString) -> TokenStream {
        let text = text.to_string();
        if text.is_empty() {
            return TokenStream::new();
        }
        let mut texts = self.texts.borrow_mut();
        let place = Literal::usize_unsuffixed(texts.len());
        texts.push(text);
        quote!(#[doc = #place])
    }
}

impl<'a> Context<'a> {
    /// Returns a resource with its names.
    #[expect(clippy::indexing_slicing, reason = "the layout has indices of the API's resources")]
    pub(super) fn resource(self, index: usize) -> (&'a Resource, &'a ResourceNames) {
        (&self.api.resources[index], &self.names.resources[index])
    }

    /// Returns the first operation that takes or returns a type, with its names.
    pub(super) fn operation_of(self, id: TypeId) -> Option<(&'a Operation, &'a MethodNames)> {
        let place = self.model.uses.get(id).first()?.place;
        let (resource, names) = self.resource(place.resource);
        resource.operations.get(place.operation).zip(names.methods.get(place.operation))
    }
}
