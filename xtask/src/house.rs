//! `cargo xtask house`: measures of the code that people write, for this checkout or another.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::files::paths::repository;
use crate::table::Align::{Left, Right};
use crate::table::Table;
use files::Crate;

pub mod files;
pub mod imports;
pub mod style;

/// Measure the code that people write: lengths, arrows, circles, comments
///
/// Prints three tables in Markdown: a row for each crate, the lines of each room, and the circles
/// of files. A room is a top module of a crate; the runtime of the client has its own modules as
/// rooms. Tests within a crate count as lines and not as rooms.
///
/// An arrow leads from a room to another that it names. A circle is a group of files that lead to
/// each other; a module and those within it count as one.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Options {
    /// The checkout to measure [default: this one]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// Measures, and returns the tables.
///
/// # Errors
///
/// If a file cannot be read, or is no Rust.
pub fn run(options: &Options) -> Result<String> {
    let root = options.root.clone().unwrap_or_else(repository);
    let crates = files::read(&root)?;
    let mut summary = Table::new(&[
        ("crate", Left),
        ("files", Right),
        ("lines", Right),
        ("longest file", Right),
        ("longest function", Right),
        ("rooms", Right),
        ("arrows", Right),
        ("files in circles", Right),
        ("docs that open with a question", Right),
        ("comment lines > 100", Right),
        ("most files flat", Right),
    ]);
    let mut rooms = Table::new(&[("room", Left), ("files", Right), ("lines", Right)]);
    let mut circles = String::new();
    for of in &crates {
        summary.push(cells(of));
        for (room, (files, lines)) in sizes(of) {
            rooms.push([format!("{}: {room}", of.name), files.to_string(), lines.to_string()]);
        }
        for circle in imports::circles(of) {
            let files: Vec<&str> = circle.into_iter().collect();
            circles.push_str(&format!("- {}\n", files.join(", ")));
        }
    }
    let circles = if circles.is_empty() { "none\n".to_owned() } else { circles };
    Ok(format!("{summary}\n{rooms}\nCircles:\n\n{circles}"))
}

/// Returns a crate's row in the first table.
fn cells(of: &Crate) -> Vec<String> {
    let functions = of.files.values().flat_map(|file| style::functions(&file.text));
    let longest_function = functions.map(|(_, length)| length).max().unwrap_or_default();
    let openings: Vec<&str> = of
        .files
        .values()
        .flat_map(|file| style::openings(&file.text))
        .map(|(_, text)| text)
        .collect();
    let questions = openings.iter().filter(|text| style::opens_with_question(text)).count();
    let share = 100.0 * questions as f64 / openings.len().max(1) as f64;
    let long_comments: usize =
        of.files.values().map(|file| style::long_comments(&file.text).len()).sum();
    let arrows = imports::between_rooms(of);
    let circles: usize = imports::circles(of).iter().map(|circle| circle.len()).sum();
    let flat = flat(of).into_iter().max_by_key(|(_, files)| *files);
    let (folder, files) = flat.unwrap_or_default();
    vec![
        of.name.to_owned(),
        of.files.len().to_string(),
        of.files.values().map(|file| file.lines()).sum::<usize>().to_string(),
        of.files.values().map(|file| file.lines()).max().unwrap_or_default().to_string(),
        longest_function.to_string(),
        arrows.len().to_string(),
        arrows.values().map(|targets| targets.len()).sum::<usize>().to_string(),
        circles.to_string(),
        format!("{questions} of {} ({share:.1} %)", openings.len()),
        long_comments.to_string(),
        format!("{files} ({folder})"),
    ]
}

/// Returns the number of files and lines of each room.
fn sizes(of: &Crate) -> BTreeMap<String, (usize, usize)> {
    let mut sizes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in of.files.values().filter(|file| !file.is_test) {
        let (files, lines) = sizes.entry(file.room()).or_default();
        *files += 1;
        *lines += file.lines();
    }
    sizes
}

/// Returns the number of files that lie directly in each folder of a crate.
pub fn flat(of: &Crate) -> BTreeMap<String, usize> {
    let mut flat: BTreeMap<String, usize> = BTreeMap::new();
    for path in of.files.keys() {
        let folder = Path::new(path).parent().unwrap_or(Path::new(""));
        *flat.entry(folder.display().to_string()).or_default() += 1;
    }
    flat
}
