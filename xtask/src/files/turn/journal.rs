//! The journal of a run: its plan, and a last line when all new texts are there.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use super::Plan;

/// The last line.
const ALL_THERE: &str = "all there\n";

/// The open file.
#[derive(Debug)]
pub(super) struct Journal {
    pub(super) file: File,
}

impl Journal {
    /// Notes what will be done.
    pub(super) fn begin(&mut self, plan: &Plan) -> io::Result<()> {
        self.clear()?;
        let line = serde_json::to_string(plan)?;
        self.file.write_all(format!("{line}\n").as_bytes())
    }

    /// Notes that all new texts are there.
    pub(super) fn commit(&mut self) -> io::Result<()> {
        self.file.write_all(ALL_THERE.as_bytes())
    }

    /// Returns the plan of a run that has not ended, and whether all its texts are there. A journal
    /// that breaks off within its plan is that of a run which has not written anything else.
    pub(super) fn read(&mut self) -> io::Result<Option<(Plan, bool)>> {
        let mut text = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_to_end(&mut text)?;
        let Ok(text) = String::from_utf8(text) else { return Ok(None) };
        let Some((line, rest)) = text.split_once('\n') else { return Ok(None) };
        let plan = serde_json::from_str(line).ok();
        Ok(plan.map(|plan| (plan, rest == ALL_THERE)))
    }

    /// Notes that there is nothing to do.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.seek(SeekFrom::Start(0)).map(drop)
    }

    /// Returns whether there is nothing to do.
    pub(super) fn is_clear(&self) -> bool {
        self.file.metadata().is_ok_and(|found| found.len() == 0)
    }
}
