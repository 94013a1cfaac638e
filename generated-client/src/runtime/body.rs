//! Bodies of requests and responses: nothing, bytes, or a stream of bytes.

use super::BoxError;
use bytes::Bytes;
use futures_core::Stream;
use std::fmt;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

/// What a body streams.
pub(crate) type Chunk = Result<Bytes, BoxError>;

#[cfg(not(target_family = "wasm"))]
type BoxStream = Pin<Box<dyn Stream<Item = Chunk> + Send>>;
#[cfg(target_family = "wasm")]
type BoxStream = Pin<Box<dyn Stream<Item = Chunk>>>;

/// The body of a request or a response, as a [`Transport`](super::Transport) sees it: a `Stream` of `Bytes`.
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Bytes(Bytes),
    /// The lock is never taken, only seen through: it makes the body `Sync`, which HTTP libraries ask for.
    Stream(Mutex<BoxStream>, Option<u64>),
}

impl Body {
    /// No body.
    pub const fn empty() -> Self {
        Body(Kind::Empty)
    }

    /// A body that comes piece by piece; give its length in bytes if it is known.
    #[cfg(not(target_family = "wasm"))]
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Body(Kind::Stream(Mutex::new(Box::pin(stream)), length))
    }

    /// A body that comes piece by piece; give its length in bytes if it is known.
    #[cfg(target_family = "wasm")]
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, BoxError>> + 'static,
        length: Option<u64>,
    ) -> Self {
        Body(Kind::Stream(Mutex::new(Box::pin(stream)), length))
    }

    /// The length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Kind::Empty => Some(0),
            Kind::Bytes(bytes) => Some(bytes.len() as u64),
            Kind::Stream(_, length) => *length,
        }
    }

    /// The bytes, if the body is no stream.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Empty => Some(&[]),
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Stream(..) => None,
        }
    }

    /// A copy, unless the body is a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Kind::Empty => Some(Body::empty()),
            Kind::Bytes(bytes) => Some(bytes.clone().into()),
            Kind::Stream(..) => None,
        }
    }

    /// The bytes, or the body again if it is a stream.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Kind::Empty => Ok(Bytes::new()),
            Kind::Bytes(bytes) => Ok(bytes),
            stream @ Kind::Stream(..) => Err(Body(stream)),
        }
    }

    /// Reads on until the end, the limit or the first error; `into` keeps what came.
    pub(crate) async fn read_some(mut self, limit: usize, into: &mut Vec<u8>) {
        while let Some(Ok(chunk)) = self.next_chunk().await {
            let room = limit - into.len();
            into.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if into.len() == limit {
                return;
            }
        }
    }

    async fn next_chunk(&mut self) -> Option<Chunk> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All bytes of the body. More than `limit` bytes are an error.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, BoxError> {
        let mut first = Bytes::new();
        let mut all = Vec::new();
        while let Some(chunk) = self.next_chunk().await {
            let chunk = chunk?;
            if first.len() + all.len() + chunk.len() > limit {
                return Err(TooLarge(limit).into());
            }
            // Most bodies are one chunk, which need not be copied.
            if first.is_empty() && all.is_empty() {
                first = chunk;
            } else {
                if all.is_empty() {
                    all.extend_from_slice(&std::mem::take(&mut first));
                }
                all.extend_from_slice(&chunk);
            }
        }
        Ok(if all.is_empty() { first } else { all.into() })
    }
}

impl Stream for Body {
    type Item = Chunk;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Chunk>> {
        match &mut self.0 {
            Kind::Empty => Poll::Ready(None),
            Kind::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Kind::Empty;
                Poll::Ready(Some(Ok(bytes)))
            }
            Kind::Stream(stream, _) => match stream.get_mut() {
                Ok(stream) => stream.as_mut().poll_next(cx),
                Err(_) => Poll::Ready(None),
            },
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() { Body::empty() } else { Body(Kind::Bytes(bytes)) }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => f.write_str("Body(empty)"),
            Kind::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Kind::Stream(_, Some(length)) => write!(f, "Body(stream of {length} bytes)"),
            Kind::Stream(_, None) => f.write_str("Body(stream)"),
        }
    }
}

/// A body is longer than the caller wants to keep in memory.
#[derive(Debug)]
pub(crate) struct TooLarge(pub(crate) usize);

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response body is longer than the limit of {} bytes", self.0)
    }
}

impl std::error::Error for TooLarge {}
