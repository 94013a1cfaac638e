//! The arms of `Decode::field`.

use quote::ToTokens;
use syn::visit::Visit;

use super::steps::{Steps, literals};

/// The arms of `Decode::field`.
#[derive(Default)]
pub(super) struct Arms {
    pub(super) reads: Vec<(String, String)>,
    pub(super) rest: Option<String>,
}

impl<'a> Visit<'a> for Arms {
    fn visit_arm(&mut self, arm: &'a syn::Arm) {
        let mut inner = Steps::default();
        inner.visit_expr(&arm.body);
        let field = inner.0.first().and_then(|step| step.name.clone());
        let names = literals(&arm.pat.to_token_stream().to_string());
        if names.is_empty() {
            self.rest = field;
        } else {
            self.reads
                .extend(names.into_iter().map(|name| (name, field.clone().unwrap_or_default())));
        }
    }
}
