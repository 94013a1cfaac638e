//! References to components. Lowering has checked that each leads somewhere, so that following one cannot fail for long.

use openapiv3::{Parameter, ReferenceOr, RequestBody, Response, Schema};

use super::Builder;
use crate::pointer::Pointer;

/// How many references may follow one another; lowering has refused circles.
const LONGEST_CHAIN: usize = 64;

/// The name in `#/components/<section>/<name>`.
pub(super) fn component(reference: &str, section: &str) -> Option<String> {
    let pointer = Pointer::from_reference(reference)?;
    let tokens: Vec<String> = pointer.tokens().collect();
    match tokens.as_slice() {
        [components, kind, name] if components == "components" && kind == section => {
            Some(name.clone())
        }
        _ => None,
    }
}

macro_rules! resolver {
    ($(#[$doc:meta])* $name:ident, $item:ty, $field:ident, $section:literal) => {
        $(#[$doc])*
        pub(super) fn $name<'r>(&self, reference: &'r ReferenceOr<$item>) -> Option<&'r $item> where 'd: 'r {
            let mut next = reference;
            for _ in 0..LONGEST_CHAIN {
                match next {
                    ReferenceOr::Item(item) => return Some(item),
                    ReferenceOr::Reference { reference } => {
                        let name = component(reference, $section)?;
                        next = self.document.components.as_ref()?.$field.get(&name)?;
                    }
                }
            }
            None
        }
    };
}

impl<'d> Builder<'d> {
    resolver!(
        /// The schema behind any number of references.
        resolve_schema, Schema, schemas, "schemas"
    );
    resolver!(
        /// The parameter behind any number of references.
        resolve_parameter, Parameter, parameters, "parameters"
    );
    resolver!(
        /// The request body behind any number of references.
        resolve_body, RequestBody, request_bodies, "requestBodies"
    );
    resolver!(
        /// The response behind any number of references.
        resolve_response, Response, responses, "responses"
    );

    /// The schema of a property, which `openapiv3` boxes.
    pub(super) fn resolve_boxed<'r>(
        &self,
        reference: &'r ReferenceOr<Box<Schema>>,
    ) -> Option<&'r Schema>
    where
        'd: 'r,
    {
        match reference {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { reference } => {
                let name = component(reference, "schemas")?;
                self.resolve_schema(self.document.components.as_ref()?.schemas.get(&name)?)
            }
        }
    }
}
