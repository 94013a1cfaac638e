//! Enums inside macros.

use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Lit, Token, Type};

/// A value or an arm of an `enum` inside a macro.
pub(super) enum MacroArm {
    Value(serde_json::Value),
    Type(Box<Type>),
}

/// The type between brackets, with a comma behind it where the line is long.
fn types(tokens: proc_macro2::TokenStream) -> impl Iterator<Item = Box<Type>> {
    let types = Punctuated::<Type, Token![,]>::parse_terminated.parse2(tokens).expect("a type");
    types.into_iter().map(Box::new)
}

/// The name and the arms of an `enum` inside a macro.
pub(super) fn declaration(tokens: proc_macro2::TokenStream) -> (String, Vec<MacroArm>) {
    use proc_macro2::{Delimiter, TokenTree};
    let mut name = String::new();
    let mut arms = Vec::new();
    let mut after_enum = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if after_enum && name.is_empty() => name = ident.to_string(),
            TokenTree::Ident(ident) if ident == "enum" => after_enum = true,
            TokenTree::Group(group) if after_enum && group.delimiter() == Delimiter::Brace => {
                let mut negative = false;
                for inner in group.stream() {
                    match inner {
                        TokenTree::Group(arm) if arm.delimiter() == Delimiter::Parenthesis => {
                            arms.extend(types(arm.stream()).map(MacroArm::Type));
                        }
                        TokenTree::Punct(punct) => negative = punct.as_char() == '-',
                        TokenTree::Literal(literal) => {
                            let value = match Lit::new(literal) {
                                Lit::Str(text) => text.value().into(),
                                Lit::Int(number) => {
                                    let sign = if negative { "-" } else { "" };
                                    let signed = format!("{sign}{}", number.base10_digits());
                                    signed.parse::<i64>().expect("an integer").into()
                                }
                                _ => continue,
                            };
                            arms.push(MacroArm::Value(value));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    (name, arms)
}
