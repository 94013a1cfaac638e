//! The beginning of a request whose method the client has no function for.

use syn::visit::Visit;
use syn::{ExprMethodCall, ImplItemFn};

use super::text;
use crate::oracle::document::METHODS;

/// The method of the client that takes any method: `.request_as("QUERY", "/boats")`.
pub(super) const AS: &str = "request_as";

/// Returns the method and the path of the request that a function begins so.
pub(super) fn of(function: &ImplItemFn) -> Option<(String, String)> {
    let mut start = Start::default();
    start.visit_impl_item_fn(function);
    let (name, path) = start.0?;
    let verb = METHODS.into_iter().find(|key| name.eq_ignore_ascii_case(key));
    Some((verb.map_or(name, str::to_owned), path))
}

#[derive(Default)]
struct Start(Option<(String, String)>);

impl<'a> Visit<'a> for Start {
    fn visit_expr_method_call(&mut self, call: &'a ExprMethodCall) {
        syn::visit::visit_expr_method_call(self, call);
        if call.method == AS && self.0.is_none() {
            let mut texts = call.args.iter().filter_map(text);
            self.0 = texts.next().zip(texts.next());
        }
    }
}
