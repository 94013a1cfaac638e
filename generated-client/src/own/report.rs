//! Results in the forms that other tools read: JUnit's XML for the test reports of a CI, and
//! Markdown for a page that people read.

mod cases;
mod junit;
mod markdown;

use crate::own::report::cases::cases;
use crate::types::RunResult;

impl RunResult {
    /// Returns the runs as JUnit's XML, which every CI shows: a test case for each run, by the name
    /// of its scenario, with what went wrong.
    ///
    /// A run that did not pass is a failure; one that failed technically, timed out or was
    /// cancelled is an error; one that is not over is skipped.
    ///
    /// ```no_run
    /// # async fn run(client: cekura::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let result = client.results().get(48210).await?;
    /// std::fs::write("junit.xml", result.to_junit())?;
    /// # Ok(()) }
    /// ```
    pub fn to_junit(&self) -> String {
        junit::write(self, &cases(self))
    }

    /// Returns the verdict and a table of the runs as Markdown, such as for the summary of a GitHub
    /// job.
    ///
    /// ```text
    /// ### Nightly booking suite
    ///
    /// not passed: 2 of 3 runs passed
    ///
    /// | scenario | outcome | duration | why |
    /// |---|---|--:|---|
    /// | Moves a check-up to next week | passed | 01:02 | |
    /// ```
    pub fn to_markdown(&self) -> String {
        markdown::write(self, &cases(self))
    }
}

#[cfg(test)]
mod tests;
