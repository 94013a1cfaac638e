//! The calls in the body of a function, and the texts in any code.

use quote::ToTokens;
use syn::visit::Visit;
use syn::{Expr, ExprMethodCall, ImplItemFn, Lit};

use super::{Step, text};

/// Returns every call in the body of a function.
pub(super) fn steps(function: &ImplItemFn) -> Vec<Step> {
    let mut steps = Steps::default();
    steps.visit_impl_item_fn(function);
    steps.0
}

/// The calls in the code that is visited.
#[derive(Default)]
pub(super) struct Steps(pub(super) Vec<Step>);

impl<'a> Visit<'a> for Steps {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        syn::visit::visit_expr_method_call(self, call);
        let literal = call.args.iter().find_map(text);
        let name = call.args.iter().filter_map(last_name).next_back();
        self.0.push(Step { method: call.method.to_string(), literal, name });
    }
}

/// `id` of `id`, `&self.id`, `id.to_string()`.
fn last_name(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Reference(inner) => last_name(&inner.expr),
        Expr::Field(field) => Some(field.member.to_token_stream().to_string()),
        Expr::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        Expr::MethodCall(call) => last_name(&call.receiver),
        _ => None,
    }
}

/// Returns the texts in a piece of code.
pub(super) fn literals(code: &str) -> Vec<String> {
    let tokens: proc_macro2::TokenStream = code.parse().expect("tokens");
    let mut found = Vec::new();
    let mut open = vec![tokens];
    while let Some(tokens) = open.pop() {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(group) => open.push(group.stream()),
                proc_macro2::TokenTree::Literal(literal) => {
                    if let Lit::Str(text) = Lit::new(literal) {
                        found.push(text.value());
                    }
                }
                _ => {}
            }
        }
    }
    found
}
