//! Bodies of requests and responses: empty, bytes, or a stream of bytes.

use std::fmt;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::aliases::BoxError;
use crate::runtime::error::TooLarge;

/// An item of a body's stream.
pub(crate) type Chunk = Result<Bytes, BoxError>;

#[cfg(not(target_family = "wasm"))]
type BoxStream = Pin<Box<dyn Stream<Item = Chunk> + Send>>;
#[cfg(target_family = "wasm")]
type BoxStream = Pin<Box<dyn Stream<Item = Chunk>>>;

/// The body of a request or a response, for a [`Transport`](crate::transport::Transport): a
/// `Stream` of `Bytes`.
#[derive(Default)]
pub struct Body(Content);

#[derive(Default)]
enum Content {
    #[default]
    Empty,
    Bytes(Bytes),
    /// The lock is never taken; it makes the body `Sync`, which HTTP libraries require.
    Stream(Mutex<BoxStream>, Option<u64>),
}

impl Body {
    /// Creates an empty body.
    pub const fn empty() -> Self {
        Body(Content::Empty)
    }

    /// Creates a body from a stream, with its length in bytes if it is known.
    #[cfg(not(target_family = "wasm"))]
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Body(Content::Stream(Mutex::new(Box::pin(stream)), length))
    }

    /// Creates a body from a stream, with its length in bytes if it is known.
    #[cfg(target_family = "wasm")]
    pub fn stream(
        stream: impl Stream<Item = Result<Bytes, BoxError>> + 'static,
        length: Option<u64>,
    ) -> Self {
        Body(Content::Stream(Mutex::new(Box::pin(stream)), length))
    }

    /// Returns the length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Empty => Some(0),
            Content::Bytes(bytes) => Some(bytes.len() as u64),
            Content::Stream(_, length) => *length,
        }
    }

    /// Returns the bytes, unless the body is a stream.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Content::Empty => Some(&[]),
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(..) => None,
        }
    }

    /// Returns a copy, unless the body is a stream.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Content::Empty => Some(Body::empty()),
            Content::Bytes(bytes) => Some(bytes.clone().into()),
            Content::Stream(..) => None,
        }
    }

    /// Returns the bytes, or the body itself if it is a stream.
    #[cfg(feature = "reqwest")]
    pub(crate) fn into_bytes(self) -> Result<Bytes, Self> {
        match self.0 {
            Content::Empty => Ok(Bytes::new()),
            Content::Bytes(bytes) => Ok(bytes),
            stream @ Content::Stream(..) => Err(Body(stream)),
        }
    }

    /// Reads into `buffer` until the end, the limit or the first error.
    pub(crate) async fn read_some(mut self, limit: usize, buffer: &mut Vec<u8>) {
        while let Some(Ok(chunk)) = self.next_chunk().await {
            let room = limit - buffer.len();
            buffer.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if buffer.len() == limit {
                return;
            }
        }
    }

    async fn next_chunk(&mut self) -> Option<Chunk> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Reads all bytes of the body.
    ///
    /// # Errors
    ///
    /// If the stream fails, or the body has more than `limit` bytes.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, BoxError> {
        let mut first = Bytes::new();
        let mut all = Vec::new();
        while let Some(chunk) = self.next_chunk().await {
            let chunk = chunk?;
            if first.len() + all.len() + chunk.len() > limit {
                return Err(TooLarge(limit).into());
            }
            // Most bodies are a single chunk, which is not copied.
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
            Content::Empty => Poll::Ready(None),
            Content::Bytes(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Content::Empty;
                Poll::Ready(Some(Ok(bytes)))
            }
            Content::Stream(stream, _) => match stream.get_mut() {
                Ok(stream) => stream.as_mut().poll_next(cx),
                Err(_) => Poll::Ready(None),
            },
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() { Body::empty() } else { Body(Content::Bytes(bytes)) }
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
            Content::Empty => f.write_str("Body(empty)"),
            Content::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Stream(_, Some(length)) => write!(f, "Body(stream of {length} bytes)"),
            Content::Stream(_, None) => f.write_str("Body(stream)"),
        }
    }
}
