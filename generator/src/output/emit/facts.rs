//! `facts.rs`: the facts of the API that the runtime needs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::context::Context;
use crate::model::Auth;

pub(super) const DOCS: &str = "Facts of this API that the runtime needs.";

/// `pub(crate) const FACTS: ApiFacts = ApiFacts { … };`
pub(super) fn items(context: Context<'_>) -> TokenStream {
    let base_url = Literal::string(&context.api.base_url);
    let url_variable = Literal::string(&context.facts.url_variable);
    let key_variable = Literal::string(&context.facts.key_variable);
    let user_agent = Literal::string(&format!("{}/", context.facts.user_agent));
    let schemes = context.api.schemes.iter().map(|(name, scheme)| {
        let scheme = auth(scheme);
        quote!((#name, #scheme))
    });
    let auth = auth(&context.api.auth);
    let defaults: Vec<TokenStream> = defaults(context);
    let of_defaults = (!defaults.is_empty()).then(|| quote!(ApiDefault,));
    quote! {
        use crate::runtime::{#of_defaults ApiFacts, Auth};

        pub(crate) const FACTS: ApiFacts = ApiFacts {
            base_url: #base_url,
            url_variable: #url_variable,
            key_variable: #key_variable,
            user_agent: concat!(#user_agent, env!("CARGO_PKG_VERSION")),
            auth: #auth,
            schemes: &[#(#schemes),*],
            defaults: &[#(#defaults),*],
        };
    }
}

/// `ApiDefault { parameter: "project_id", … }`
fn defaults(context: Context<'_>) -> Vec<TokenStream> {
    let defaults = context.facts.defaults.iter().map(|default| {
        let (parameter, variable) = (&default.parameter, &default.variable);
        let (key, unless) = (&default.key, &default.unless);
        let is_integer = context.api.is_integer_in_a_query(parameter);
        quote! {
            ApiDefault {
                parameter: #parameter,
                variable: #variable,
                key: #key,
                is_integer: #is_integer,
                unless: &[#(#unless),*],
            }
        }
    });
    defaults.collect()
}

/// `Auth::Header("X-API-KEY")`
pub(super) fn auth(auth: &Auth) -> TokenStream {
    match auth {
        Auth::Header(name) => quote!(Auth::Header(#name)),
        Auth::Query(name) => quote!(Auth::Query(#name)),
        Auth::Cookie(name) => quote!(Auth::Cookie(#name)),
        Auth::Bearer => quote!(Auth::Bearer),
        Auth::Basic => quote!(Auth::Basic),
        Auth::Http(name) => quote!(Auth::Http(#name)),
        Auth::All(all) => {
            let all = all.iter().map(self::auth);
            quote!(Auth::All(&[#(#all),*]))
        }
        Auth::None => quote!(Auth::None),
    }
}
