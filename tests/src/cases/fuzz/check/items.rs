//! Names that a file has twice in one place, where Rust allows one: what the compiler would refuse,
//! found without it.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, UseTree, Variant, Visibility};

/// The names that were met, and those that were met again.
#[derive(Default)]
struct Names {
    met: BTreeSet<(String, String)>,
    repeated: Vec<String>,
}

impl Names {
    fn meet(&mut self, place: &str, name: impl ToString) {
        let (place, name) = (place.to_owned(), name.to_string());
        if !self.met.insert((place.clone(), name.clone())) {
            self.repeated.push(format!("{place} {name}"));
        }
    }
}

/// Returns the names of items, fields, values and methods that a file has twice.
pub fn repeated(file: &syn::File) -> Vec<String> {
    let mut names = Names::default();
    items(&file.items, "", &mut names);
    names.repeated
}

fn items(list: &[Item], module: &str, names: &mut Names) {
    let (types, values) = (format!("{module}type"), format!("{module}value"));
    for item in list {
        match item {
            Item::Struct(one) => {
                names.meet(&types, &one.ident);
                fields(&one.fields, &format!("{module}{}", one.ident), names);
            }
            Item::Enum(one) => {
                names.meet(&types, &one.ident);
                variants(one.variants.iter(), &format!("{module}{}", one.ident), names);
            }
            Item::Type(one) => names.meet(&types, &one.ident),
            Item::Trait(one) => names.meet(&types, &one.ident),
            Item::Const(one) if one.ident != "_" => names.meet(&values, &one.ident),
            Item::Fn(one) => names.meet(&values, &one.sig.ident),
            Item::Mod(one) => {
                names.meet(&types, &one.ident);
                let inner = format!("{module}{}::", one.ident);
                let content = one.content.iter().flat_map(|(_, items)| items);
                items(&content.cloned().collect::<Vec<_>>(), &inner, names);
            }
            Item::Impl(one) if one.trait_.is_none() => {
                let of = format!("{module}impl {}", one.self_ty.to_token_stream());
                methods(&one.items, &of, names);
            }
            Item::Use(one) => uses(&one.tree, &types, names),
            Item::Macro(one) => {
                // An enum that a macro makes is public; others are told of one that there is.
                if let Ok(Item::Enum(made)) = syn::parse2(one.mac.tokens.clone())
                    && matches!(made.vis, Visibility::Public(_))
                {
                    items(&[Item::Enum(made)], module, names);
                }
            }
            _ => {}
        }
    }
}

fn fields(list: &Fields, of: &str, names: &mut Names) {
    list.iter().filter_map(|field| field.ident.as_ref()).for_each(|name| names.meet(of, name));
}

fn variants<'v>(list: impl Iterator<Item = &'v Variant>, of: &str, names: &mut Names) {
    list.for_each(|variant| names.meet(of, &variant.ident));
}

fn methods(list: &[ImplItem], of: &str, names: &mut Names) {
    for item in list {
        match item {
            ImplItem::Fn(one) => {
                names.meet(of, &one.sig.ident);
                let inside = format!("{of}::{}", one.sig.ident);
                for input in &one.sig.inputs {
                    if let syn::FnArg::Typed(argument) = input {
                        names.meet(&inside, argument.pat.to_token_stream());
                    }
                }
            }
            ImplItem::Const(one) => names.meet(of, &one.ident),
            _ => {}
        }
    }
}

fn uses(tree: &UseTree, types: &str, names: &mut Names) {
    match tree {
        UseTree::Path(path) => uses(&path.tree, types, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| uses(tree, types, names)),
        UseTree::Name(name) if name.ident != "self" => names.meet(types, &name.ident),
        UseTree::Rename(name) if name.rename != "_" => names.meet(types, &name.rename),
        _ => {}
    }
}
