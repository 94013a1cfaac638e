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
        prepare();
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

/// Makes `tracing` ask all subscribers whether anybody wants an event.
///
/// While there is none or but one, it asks the thread that first comes to the event, and keeps the
/// answer for all threads, also if a subscriber starts at that moment. So this has to come before
/// the first call, whether that is printed or not.
pub fn prepare() {
    static SUBSCRIBERS: OnceLock<[tracing::Dispatch; 2]> = OnceLock::new();
    SUBSCRIBERS
        .get_or_init(|| [(); 2].map(|()| tracing::Dispatch::new(tracing_subscriber::registry())));
}
