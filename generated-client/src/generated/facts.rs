//! The facts of the API.

use crate::runtime::{ApiFacts, Auth};

pub(crate) const FACTS: ApiFacts = ApiFacts {
    base_url: "https://api.cekura.ai",
    url_variable: "CEKURA_API_URL",
    key_variable: "CEKURA_API_KEY",
    user_agent: concat!("cekura-rust/", env!("CARGO_PKG_VERSION")),
    auth: Auth::Header("X-CEKURA-API-KEY"),
};
