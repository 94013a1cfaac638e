//! Short names for types of other crates, used by every room of the runtime.

use std::error::Error as StdError;
use std::pin::Pin;

/// Any JSON value.
pub use serde_json::Value as Json;

/// Any JSON object.
pub type JsonObject = serde_json::Map<String, Json>;

/// Any error of another library.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// A boxed future; `Send` wherever there are threads.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future; `Send` wherever there are threads.
#[cfg(target_family = "wasm")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// `Send` wherever there are threads: a part of a form may hold a stream, which a browser's cannot
/// be.
#[cfg(not(target_family = "wasm"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_family = "wasm"))]
impl<T: Send> MaybeSend for T {}

/// `Send` wherever there are threads: a part of a form may hold a stream, which a browser's cannot
/// be.
#[cfg(target_family = "wasm")]
pub trait MaybeSend {}
#[cfg(target_family = "wasm")]
impl<T> MaybeSend for T {}
