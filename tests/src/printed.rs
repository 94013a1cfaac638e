//! The text that `tracing` prints.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use tracing_subscriber::fmt::format::FmtSpan;

/// The text that a subscriber has printed.
#[derive(Clone, Default)]
pub struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a buffer").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Printed {
    /// Prints everything, of all libraries, on this thread.
    pub fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        // While there is but one subscriber, `tracing` asks the thread that first comes to an event whether anybody wants it, and
        // keeps the answer for all threads. With a second one it asks all subscribers.
        static SECOND: OnceLock<tracing::Dispatch> = OnceLock::new();
        SECOND.get_or_init(|| tracing::Dispatch::new(tracing_subscriber::registry()));
        let printed = Printed::default();
        let writer = printed.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        (printed, tracing::subscriber::set_default(subscriber))
    }

    /// Returns the text up to now.
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("a buffer").clone()).expect("text")
    }

    /// Returns the text up to now, and forgets it.
    pub fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().expect("a buffer"));
        String::from_utf8(bytes).expect("text")
    }
}
