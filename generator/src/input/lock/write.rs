//! Writing the lock.

use std::fmt;

use super::{Kind, Lock, written};

/// The text above the lines, for those who find the file.
const HEADER: &str = "\
# The public names of this client, each with the thing that it stands for. Written by
# `cargo xtask codegen`; to be committed. A name stays with its thing as long as that exists, and is
# given to nothing else when it is gone. To rename something, write the name in codegen.toml.
# After a merge with conflicts, keep the lines of both sides and run the command again.
";

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        let mut last: Option<Kind> = None;
        for line in &self.lines {
            if last != Some(line.kind) {
                f.write_str("\n")?;
                last = Some(line.kind);
            }
            write!(f, "{} {} = ", line.kind, line.name)?;
            match line.kind {
                Kind::Call => f.write_str(&written(&line.thing))?,
                _ => f.write_str(&line.thing)?,
            }
            for (mark, value) in &line.marks {
                let gap = if value.is_empty() { "" } else { " " };
                write!(f, "; {mark}{gap}{value}")?;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}
