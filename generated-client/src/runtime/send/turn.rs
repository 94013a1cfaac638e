//! The turn of a request, where a client limits their number or rate.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::runtime::aliases::BoxError;
use crate::runtime::error::Error;
use crate::runtime::send::raw_response::RawResponse;
use crate::runtime::send::state::CallState;
use crate::runtime::settings::Settings;
use crate::runtime::settings::queue::Permit;
use crate::runtime::settings::rate::RateLimit;
use crate::runtime::transport::Transport;
use crate::runtime::transport::body::Body;

/// Waits until a request may be sent; returns the permit to hold while it is in progress.
pub(crate) async fn turn(settings: &Settings, call: &mut CallState) -> Option<Permit> {
    let limits = &settings.limits;
    if limits.queue.is_none() && limits.rate.is_none() {
        return None;
    }
    let transport = settings.transport.as_ref();
    let start = transport.now();
    let permit = match &limits.queue {
        Some(queue) => Some(queue.enter().await),
        None => None,
    };
    if let Some(rate) = &limits.rate {
        wait(rate, transport).await;
    }
    if let (Some(start), Some(now)) = (start, transport.now()) {
        call.queued += now.saturating_sub(start);
    }
    permit
}

/// Waits until the rate limit allows a request; there is none without a clock.
async fn wait(rate: &RateLimit, transport: &dyn Transport) {
    // A transport for tests may sleep without any time passing, so the rounds are limited.
    for round in 0..8 {
        let Some(now) = transport.now().filter(|&now| round == 0 || rate.is_stopped(now)) else {
            return;
        };
        let pause = rate.reserve(now);
        if pause.is_zero() {
            return;
        }
        transport.sleep(pause).await;
    }
}

/// Lets the rate limit learn from an outcome, and returns the permit, for a download when its body
/// has been read.
pub(crate) fn end_turn(
    settings: &Settings,
    permit: Option<Permit>,
    outcome: &mut Result<Box<RawResponse>, Error>,
) {
    if let Some(rate) = &settings.limits.rate {
        match outcome {
            Ok(_) => rate.accepted(),
            Err(error) if error.is_rate_limited() => {
                if let Some(now) = settings.transport.now() {
                    rate.rejected(now, error.retry_after());
                }
            }
            Err(_) => {}
        }
    }
    let (Some(permit), Ok(response)) = (permit, outcome) else {
        return;
    };
    if let Some(body) = response.stream.take() {
        let length = body.length();
        response.stream = Some(Body::stream(Held { body, permit: Some(permit) }, length));
    }
}

/// A body whose request is in progress until its end.
struct Held {
    body: Body,
    permit: Option<Permit>,
}

impl Stream for Held {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.body).poll_next(cx);
        if let Poll::Ready(None | Some(Err(_))) = next {
            self.permit = None;
        }
        next
    }
}
