//! Shared by the wire tests: a client for a server, on the server's clock.

pub mod memory;

use cekura::{Client, ClientBuilder};

use crate::clock::ClockedTransport;
use crate::server::Server;

/// The key that tests send, and that nothing may ever print.
pub const KEY: &str = "key-5f0c2e-secret";

/// The configuration of a client for `server`.
pub fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .api_key(KEY)
        .base_url(server.url())
        .transport(ClockedTransport::new(server.clock()))
}

/// A client for `server`.
pub fn client(server: &Server) -> Client {
    builder(server).build().expect("a client")
}
