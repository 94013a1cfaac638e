//! Transcripts of production calls, turn by turn.
//!
//! The API takes transcripts in the formats of several providers. This is its own; those of others
//! are sent as they came, with the `transcript_type` that names them.
//!
//! ```no_run
//! # async fn run(client: cekura::Client) -> Result<(), cekura::Error> {
//! use cekura::transcript::Turn;
//! use cekura::types::NewCallLog;
//!
//! let call = NewCallLog::new("call-8812").agent(7).turns([
//!     Turn::agent(0.0..2.1, "Good morning, Fjord Clinic."),
//!     Turn::caller(2.6..5.0, "Hello, I would like to move my appointment."),
//! ]);
//! println!("{}", client.calls().send(&call).await?.id);
//! # Ok(()) }
//! ```

use std::ops::Range;

use serde_json::json;

use crate::runtime::Json;
use crate::types::{NewCallLog, NewCallLogTranscriptType};

/// A turn of a conversation.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Turn {
    /// The speaker.
    pub speaker: Speaker,
    /// The words.
    pub content: String,
    /// The time from beginning to end, in seconds from the start of the call.
    pub seconds: Range<f64>,
}

/// The speaker of a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Speaker {
    /// The agent: `Main Agent` on the wire.
    Agent,
    /// The caller, a human in production: `Testing Agent` on the wire.
    Caller,
}

impl Turn {
    /// Creates a turn of the agent, at these seconds of the call.
    pub fn agent(seconds: Range<f64>, content: impl Into<String>) -> Self {
        Self { speaker: Speaker::Agent, content: content.into(), seconds }
    }

    /// Creates a turn of the caller, at these seconds of the call.
    pub fn caller(seconds: Range<f64>, content: impl Into<String>) -> Self {
        Self { speaker: Speaker::Caller, content: content.into(), seconds }
    }
}

impl From<Turn> for Json {
    fn from(turn: Turn) -> Self {
        let role = match turn.speaker {
            Speaker::Agent => "Main Agent",
            Speaker::Caller => "Testing Agent",
        };
        let Range { start, end } = turn.seconds;
        json!({"role": role, "content": turn.content, "start_time": start, "end_time": end})
    }
}

impl NewCallLog {
    /// Sets [`transcript_json`](field@Self::transcript_json) to these turns, and
    /// [`transcript_type`](field@Self::transcript_type) to their format.
    pub fn turns(self, turns: impl IntoIterator<Item = Turn>) -> Self {
        let turns: Json = turns.into_iter().map(Json::from).collect();
        self.transcript_json(turns).transcript_type(NewCallLogTranscriptType::Cekura)
    }
}
