//! The content of a part while it is sent: as long as announced, or an error that names it.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::aliases::BoxError;
use crate::runtime::error::upload::UploadFault;
use crate::runtime::transport::body::Body;

/// A stream that is checked against its announced length.
///
/// The last chunk is held back until the stream has ended: an HTTP library stops reading at the
/// announced length, and would not notice that there is more.
pub(super) struct Checked {
    body: Body,
    /// The name of the content in errors.
    name: String,
    length: Option<u64>,
    left: u64,
    held: Option<Bytes>,
}

impl Checked {
    /// Wraps a body, which keeps its length.
    pub(super) fn body(body: Body, name: String) -> Body {
        let length = body.length();
        let left = length.unwrap_or(u64::MAX);
        // An HTTP library does not read a body of no length at all.
        let announced = length.filter(|&length| length > 0);
        Body::stream(Checked { body, name, length, left, held: None }, announced)
    }

    fn fault(&self, what: &str) -> BoxError {
        let length = self.length.unwrap_or_default();
        let message = format!("{} {what} than its length of {length} bytes", self.name);
        UploadFault::new(message).into()
    }
}

impl Stream for Checked {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let next = ready!(Pin::new(&mut self.body).poll_next(cx));
            match next {
                Some(Ok(chunk)) if chunk.len() as u64 > self.left => {
                    return Poll::Ready(Some(Err(self.fault("is longer"))));
                }
                Some(Ok(chunk)) => {
                    self.left -= chunk.len() as u64;
                    if self.left > 0 {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    // An empty chunk behind the last one changes nothing.
                    self.held.get_or_insert(chunk);
                }
                Some(Err(error)) => {
                    let message = format!("{} cannot be read", self.name);
                    let fault = UploadFault::new(message).with_source(error);
                    return Poll::Ready(Some(Err(fault.into())));
                }
                None if self.length.is_some() && self.left > 0 => {
                    self.left = 0;
                    return Poll::Ready(Some(Err(self.fault("is shorter"))));
                }
                None => return Poll::Ready(self.held.take().map(Ok)),
            }
        }
    }
}
