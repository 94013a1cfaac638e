//! Values as Rust: the arguments of a call.

use std::str::FromStr;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::model::{Api, Shape, Type};
use crate::names::{Names, Passing, Scalar};

/// The longest JSON that stands on one line.
const SHORT: usize = 72;

/// Writes values of the API's types as expressions.
#[derive(Clone, Copy)]
pub(super) struct Expressions<'a> {
    pub api: &'a Api,
    pub names: &'a Names,
}

/// Returns JSON as a raw text: on one line if it is short, else as a person would indent it in a
/// function.
pub(super) fn json(value: &Value) -> TokenStream {
    let line = value.to_string();
    let text = match line.len() {
        0..=SHORT => line,
        _ => serde_json::to_string_pretty(value).unwrap_or(line).replace('\n', "\n    "),
    };
    raw(&text)
}

/// Returns a text as a raw literal.
fn raw(text: &str) -> TokenStream {
    let mut signs = String::new();
    while text.contains(&format!("\"{signs}")) {
        signs.push('#');
    }
    let literal = Literal::from_str(&format!("r{signs}\"{text}\"{signs}"));
    let literal = literal.unwrap_or_else(|_| Literal::string(text));
    quote!(#literal)
}

impl Expressions<'_> {
    /// `7`, `"Ada"`, `&read(r#"{…}"#)`: an argument that is only read; `None` if the value is none
    /// of the type.
    pub(super) fn argument(self, ty: &Type, value: &Value) -> Option<TokenStream> {
        if let Some(plain) = self.plain(ty, value) {
            return Some(plain);
        }
        let text = json(value);
        Some(match ty {
            Type::String | Type::Id => return None,
            Type::Nullable(_) if value.is_null() => quote!(None),
            Type::Nullable(inner) => {
                let inner_value = self.argument(inner, value)?;
                match inner.as_ref() {
                    Type::List(_) => quote!(Some(&crate::read::<Vec<_>>(#text)[..])),
                    _ => quote!(Some(#inner_value)),
                }
            }
            Type::List(_) => quote!(&crate::read::<Vec<_>>(#text)),
            ty if is_copied(ty) => quote!(crate::read(#text)),
            ty => match self.variant(ty, value) {
                Some(variant) => quote!(&#variant),
                None => quote!(&crate::read(#text)),
            },
        })
    }

    /// The same for the method that sets a parameter of a call.
    pub(super) fn setting(self, ty: &Type, value: &Value) -> Option<TokenStream> {
        let text = json(value);
        match ty {
            Type::List(item) if **item == Type::String => {
                let texts: Option<Vec<&str>> =
                    value.as_array()?.iter().map(Value::as_str).collect();
                let texts = texts?;
                Some(quote!([#(#texts),*]))
            }
            Type::List(_) => Some(quote!(crate::read::<Vec<_>>(#text))),
            ty if self.is_union(ty) => self.owned(ty, value),
            ty => match self.variant(ty, value) {
                Some(variant) => Some(variant),
                None if self.is_enum(ty) => Some(quote!(crate::read(#text))),
                None => self.argument(ty, value),
            },
        }
    }

    /// The same for a member of a form, which keeps it.
    pub(super) fn kept(self, ty: &Type, value: &Value) -> Option<TokenStream> {
        let text = json(value);
        match ty {
            Type::String | Type::Bool | Type::F64 => self.plain(ty, value),
            ty if ty.is_integer() => self.plain(ty, value),
            ty if is_copied(ty) => Some(quote!(crate::read(#text))),
            ty => self.variant(ty, value),
        }
    }

    /// The same for a body, of which `body` has the JSON.
    pub(super) fn body(self, ty: &Type) -> TokenStream {
        match ty {
            Type::Named(id) if self.is_union(ty) => {
                let name = self.names[*id].name.ident();
                quote!(crate::read::<types::#name>(body))
            }
            Type::List(_) => quote!(&crate::read::<Vec<_>>(body)),
            Type::Nullable(inner) => {
                // Nothing becomes a union inside an option.
                let sign = self.is_union(inner).then(|| quote!(&));
                let inner = self.body(inner);
                quote!(Some(#sign #inner))
            }
            Type::String => quote!(&crate::read::<String>(body)),
            ty if is_copied(ty) => quote!(crate::read(body)),
            _ => quote!(&crate::read(body)),
        }
    }

    /// `read::<types::Pet>(r#"{…}"#)`
    fn owned(self, ty: &Type, value: &Value) -> Option<TokenStream> {
        let Type::Named(id) = ty else { return None };
        let (name, text) = (self.names[*id].name.ident(), json(value));
        Some(quote!(crate::read::<types::#name>(#text)))
    }

    /// A literal.
    fn plain(self, ty: &Type, value: &Value) -> Option<TokenStream> {
        match (ty, value) {
            (Type::String, Value::String(text)) => Some(quote!(#text)),
            (Type::Id, Value::String(text)) => Some(quote!(#text)),
            (Type::Bool, Value::Bool(flag)) => Some(quote!(#flag)),
            (Type::F64, number) => {
                let number = number.as_f64()?;
                let (literal, sign) = (Literal::f64_unsuffixed(number.abs()), sign(number < 0.0));
                Some(quote!(#sign #literal))
            }
            (Type::Id | Type::I32 | Type::I64 | Type::U32 | Type::U64, number) => {
                let number = number.as_i64()?;
                // An id may be of any integer type, and is `i32` where nothing is said.
                let is_wide = *ty == Type::Id && i32::try_from(number).is_err();
                let literal = match is_wide {
                    true => Literal::i64_suffixed(number),
                    false => Literal::u64_unsuffixed(number.unsigned_abs()),
                };
                let sign = sign(number < 0 && !is_wide);
                Some(quote!(#sign #literal))
            }
            _ => None,
        }
    }

    /// `types::Rig::Sloop`
    fn variant(self, ty: &Type, value: &Value) -> Option<TokenStream> {
        let Type::Named(id) = ty else { return None };
        let place = match &self.api[*id].shape {
            Shape::Enum(decl) => {
                decl.values.iter().position(|known| Some(known.wire.as_str()) == value.as_str())
            }
            Shape::IntegerEnum(values) => {
                values.iter().position(|known| Some(known.wire) == value.as_i64())
            }
            Shape::Struct(_) | Shape::Union(_) => None,
        };
        let names = &self.names[*id];
        let (ty, variant) = (names.name.ident(), names.members.get(place?)?.name.ident());
        Some(quote!(types::#ty::#variant))
    }

    fn is_union(self, ty: &Type) -> bool {
        matches!(ty, Type::Named(id) if matches!(self.api[*id].shape, Shape::Union(_)))
    }

    fn is_enum(self, ty: &Type) -> bool {
        let Type::Named(id) = ty else { return false };
        matches!(self.api[*id].shape, Shape::Enum(_) | Shape::IntegerEnum(_))
    }
}

fn sign(is_negative: bool) -> Option<TokenStream> {
    is_negative.then(|| quote!(-))
}

fn is_copied(ty: &Type) -> bool {
    Scalar::of(ty).is_some_and(|scalar| scalar.passing == Passing::Copy)
}
