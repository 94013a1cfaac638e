//! The impls that read and write a struct as JSON.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Presence, Type};
use crate::output::emit::attributes::expect_deprecated;
use crate::output::emit::named::{NamedField, NamedStruct};
use crate::output::emit::types::word;

/// `impl Decode for Scenario { … } impl Encode for Scenario { … } codec!(Scenario);`
pub(super) fn codec(structure: &NamedStruct<'_>) -> TokenStream {
    let name = structure.name();
    let decode = decode(structure);
    let encode = encode(structure);
    let by_tree = structure.decl.needs_buffering.then(|| quote!(by tree));
    quote!(#decode #encode codec!(#name #by_tree);)
}

/// `impl Decode for Scenario { const REQUIRED: …; fn field<S: Source>(…) … }`
fn decode(structure: &NamedStruct<'_>) -> TokenStream {
    let (name, expect) = (structure.name(), expect_deprecated(structure));
    let required = structure.fields.iter().filter(|field| field.field.required);
    let required: Vec<Literal> = required.map(|field| Literal::string(&field.field.wire)).collect();
    let required = (!required.is_empty())
        .then(|| quote!(const REQUIRED: &'static [&'static str] = &[#(#required),*];));
    let reads =
        structure.fields.iter().filter(is_json).map(|NamedField { field, name, .. }| {
            let wire = Literal::string(&field.wire);
            quote!(#wire => source.read(&mut self.#name),)
        });
    let reads: Vec<TokenStream> = reads.collect();
    let otherwise = match structure.additional {
        Some((additional, _)) => quote!(source.collect(name, &mut self.#additional)),
        None => quote!(source.skip()),
    };
    let is_named = !reads.is_empty() || structure.additional.is_some();
    let argument = word(if is_named { "name" } else { "_name" });
    let read = if reads.is_empty() {
        otherwise
    } else {
        quote!(match name { #(#reads)* _ => #otherwise, })
    };
    quote! {
        #expect
        impl Decode for #name {
            #required

            #[inline]
            fn field<S: Source>(
                &mut self, #argument: &str, source: &mut S,
            ) -> Result<(), S::Error> { #read }
        }
    }
}

/// `impl Encode for Scenario { fn fields<S: Sink>(…) … }`
fn encode(structure: &NamedStruct<'_>) -> TokenStream {
    let (name, expect) = (structure.name(), expect_deprecated(structure));
    let additional = structure.additional.map(|(name, _)| quote!(sink.put_all(&self.#name)));
    let puts = structure.fields.iter().filter(is_json).map(put);
    let puts: Vec<TokenStream> = puts.chain(additional).collect();
    let (sink, write) = match puts.split_last() {
        Some((last, others)) => (word("sink"), quote!(#(#others?;)* #last)),
        None => (word("_sink"), quote!(Ok(()))),
    };
    quote! {
        #expect
        impl Encode for #name {
            fn fields<S: Sink>(&self, #sink: &mut S) -> Result<(), S::Error> { #write }
        }
    }
}

/// Returns whether JSON can have the field: files travel in forms alone.
fn is_json(field: &&NamedField<'_>) -> bool {
    match &field.field.ty {
        Type::List(item) => **item != Type::Part,
        ty => *ty != Type::Part,
    }
}

/// `sink.put("id", &self.id)`
fn put(field: &NamedField<'_>) -> TokenStream {
    let (wire, name) = (Literal::string(&field.field.wire), field.name);
    match field.presence() {
        Presence::Nullable => quote!(sink.put_nullable(#wire, &self.#name)),
        _ => quote!(sink.put(#wire, &self.#name)),
    }
}
