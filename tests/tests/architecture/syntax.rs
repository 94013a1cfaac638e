//! The client's sources have no syntax that its `rust-version` lacks. For the standard library
//! clippy's `incompatible_msrv` does the same.

use syn::visit::Visit;
use syn::{BinOp, Expr, ExprIf, ExprWhile};

use super::{crates, none};

/// Finds conditions with `let` beside others, which Rust has since 1.88.
#[derive(Default)]
struct LetChains(usize);

impl LetChains {
    fn condition(&mut self, condition: &Expr) {
        if let Expr::Binary(both) = condition
            && matches!(both.op, BinOp::And(_))
        {
            let is_let = |side: &Expr| matches!(side, Expr::Let(_));
            self.0 += usize::from(is_let(&both.left) || is_let(&both.right));
            self.condition(&both.left);
        }
    }
}

impl<'ast> Visit<'ast> for LetChains {
    fn visit_expr_if(&mut self, found: &'ast ExprIf) {
        self.condition(&found.cond);
        syn::visit::visit_expr_if(self, found);
    }

    fn visit_expr_while(&mut self, found: &'ast ExprWhile) {
        self.condition(&found.cond);
        syn::visit::visit_expr_while(self, found);
    }
}

#[test]
fn the_client_has_no_syntax_that_its_rust_version_lacks() {
    let all = crates();
    let client = all.iter().find(|of| of.name == "client").expect("the client");
    let mut faults = Vec::new();
    for (path, file) in client.files.iter().filter(|(_, file)| !file.is_test) {
        let mut chains = LetChains::default();
        file.items.iter().for_each(|item| chains.visit_item(item));
        if chains.0 > 0 {
            faults.push(format!("{path}: {} conditions with `&& let`", chains.0));
        }
    }
    none(&faults, "Rust has them since 1.88; match, or filter the option.");
}
