//! Streams of events for programs without an async runtime.

use std::fmt;
use std::sync::Arc;

use tokio::runtime::Handle;

use crate::runtime::blocking::inside_runtime;
use crate::runtime::codec::Slot;
use crate::runtime::error::Error;
use crate::runtime::response::events::{Event, Events};
use crate::runtime::settings::Settings;

impl<T: Slot> Events<T> {
    /// Returns the events as a blocking iterator:
    ///
    /// ```no_run
    /// # fn run(client: cekura::Client) -> Result<(), cekura::Error> {
    /// let call = client.get("/events/").sse_call::<cekura::Json>();
    /// for event in call.send_blocking()?.blocking() {
    ///     println!("{}", event?.data);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// A stream that was awaited can only be read so outside of the async runtime.
    pub fn blocking(self) -> BlockingEvents<T> {
        BlockingEvents { settings: Arc::clone(self.settings()), events: Some(self) }
    }
}

/// The events of a stream: a blocking iterator.
#[must_use = "iterators are lazy"]
pub struct BlockingEvents<T> {
    /// The stream, which is moved to the thread for blocking calls while that reads it.
    events: Option<Events<T>>,
    settings: Arc<Settings>,
}

impl<T: Slot> BlockingEvents<T> {
    /// Returns the id of the last event that had one; see [`Events::last_event_id`].
    pub fn last_event_id(&self) -> Option<&str> {
        self.events.as_ref()?.last_event_id()
    }
}

impl<T: Slot> Iterator for BlockingEvents<T> {
    type Item = Result<Event<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut events = self.events.take()?;
        let blocking = &self.settings.blocking;
        if Handle::try_current().is_ok() && !blocking.owns(&self.settings.transport) {
            return Some(Err(inside_runtime()));
        }
        let read = blocking.run(Box::pin(async move {
            let event = events.next().await;
            Ok((event, events))
        }));
        match read {
            Ok((event, events)) => {
                self.events = Some(events);
                event
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl<T> fmt::Debug for BlockingEvents<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingEvents").field(&self.events).finish()
    }
}
