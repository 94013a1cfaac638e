//! Arrows between rooms, as an exact table, and the tools that only some rooms may use.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use xtask::house::files::Crate;
use xtask::house::imports::{between_rooms, tools};

use super::{UPDATE_COMMAND, crates, is_updating, none, table};

/// The crates whose arrows are in the table.
const CRATES: [&str; 3] = ["generator", "client", "xtask"];

/// Arrows that the design rules out, whatever the table has.
const NEVER: [(&str, &str, &str); 11] = [
    ("generator", "output/emit", "input/config"),
    ("generator", "output/emit", "document"),
    ("generator", "output/emit", "lower"),
    ("generator", "output/emit", "shape"),
    ("generator", "output/layout", "shape"),
    ("generator", "model", "input/config"),
    ("generator", "model", "shape"),
    ("generator", "names", "shape"),
    ("generator", "output/package", "output/emit"),
    ("generator", "output/print", "shape"),
    ("client", "runtime", "generated"),
];

/// The rooms of the generator that may use a tool; all of them use it.
const TOOLS: [(&str, &[&str]); 10] = [
    ("openapiv3", &["document", "lower"]),
    ("proc_macro2", &["output/emit", "output/print", "output/wire", "names"]),
    ("quote", &["output/emit", "output/wire"]),
    ("heck", &["text/words"]),
    ("prettyplease", &["output/print"]),
    ("Ident::new", &["names"]),
    ("std::fs", &[]),
    ("std::env", &[]),
    ("std::net", &[]),
    ("std::time", &[]),
];

type Arrows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

#[test]
fn rooms_use_the_rooms_that_the_table_lists_and_no_others() {
    let found: Arrows = crates()
        .iter()
        .filter(|of| CRATES.contains(&of.name))
        .map(|of| (of.name.to_owned(), between_rooms(of)))
        .collect();
    let path = table("arrows.txt");
    if is_updating() {
        fs::write(&path, render(&found)).expect("the table is written");
    }
    let listed = parse(&fs::read_to_string(&path).unwrap_or_default());
    let (found, listed) = (flat(&found), flat(&listed));
    let added = found.difference(&listed).map(|arrow| format!("not in the table: {arrow}"));
    let gone = listed.difference(&found).map(|arrow| format!("used by no import: {arrow}"));
    none(
        &added.chain(gone).collect::<Vec<_>>(),
        &format!(
            "An arrow that the table lacks: move the thing, or import it from a room that is \
             allowed; if the arrow is right, add it to tests/tests/architecture/arrows.txt. One \
             that nothing uses: delete it there. Both: {UPDATE_COMMAND}, and read the diff."
        ),
    );
}

#[test]
fn tools_are_used_where_they_belong() {
    let crates = crates();
    let generator = crates.iter().find(|of| of.name == "generator").expect("the generator");
    let used = tools(generator);
    let mut faults = Vec::new();
    for (tool, rooms) in TOOLS {
        let rooms: BTreeSet<&str> = rooms.iter().copied().collect();
        for room in used[tool].iter().filter(|room| !rooms.contains(room.as_str())) {
            faults.push(format!("generator: `{room}` uses `{tool}`"));
        }
        // A room that has gone or come with another branch is no fault of this list.
        let exists = |room: &&str| generator.files.values().any(|file| file.room() == **room);
        let idle = rooms.iter().filter(|room| exists(room) && !used[tool].contains(**room));
        faults.extend(idle.map(|room| format!("generator: `{room}` does not use `{tool}`")));
    }
    none(
        &faults,
        "A tool belongs to the rooms that TOOLS in tests/tests/architecture/arrows.rs names: use \
         their functions elsewhere; delete a room there that needs the tool no more.",
    );
}

/// Returns the arrows of a crate that the design rules out.
pub(super) fn ruled_out(of: &Crate) -> Vec<String> {
    let rooms = between_rooms(of);
    let broken = NEVER.iter().filter(|(name, from, to)| {
        let is_from = |room: &str| room == *from || room.starts_with(&format!("{from}/"));
        let mut targets = rooms.iter().filter(|(room, _)| is_from(room));
        of.name == *name && targets.any(|(_, targets)| targets.contains(*to))
    });
    broken.map(|(_, from, to)| format!("{from} -> {to}")).collect()
}

/// Reads a table: `[crate]`, then a line `room -> room, room` for each room; `#` begins a comment.
fn parse(text: &str) -> Arrows {
    let mut arrows = Arrows::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            current = name.to_owned();
        } else {
            let (from, targets) = line.split_once("->").expect("a line `room -> room, room`");
            let targets = targets.split(',').map(str::trim).filter(|target| !target.is_empty());
            let targets = targets.map(str::to_owned).collect();
            arrows.entry(current.clone()).or_default().insert(from.trim().to_owned(), targets);
        }
    }
    arrows
}

fn render(arrows: &Arrows) -> String {
    let mut text = "# Room -> the rooms that it may use: exact, see main.rs beside this file.\n\
                    # A room is a top module of its crate; those of files, input, output, runtime and text are parted.\n"
        .to_owned();
    for (name, rooms) in arrows {
        write!(text, "\n[{name}]\n").expect("a text");
        for (from, targets) in rooms {
            let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
            writeln!(text, "{}", format!("{from} -> {}", targets.join(", ")).trim_end())
                .expect("a text");
        }
    }
    text
}

/// Returns a line for each arrow, and one for each room.
fn flat(arrows: &Arrows) -> BTreeSet<String> {
    let rooms = arrows.iter().flat_map(|(of, rooms)| rooms.iter().map(move |room| (of, room)));
    let lines = rooms.flat_map(|(of, (from, targets))| {
        let arrows = targets.iter().map(move |to| format!("{of}: {from} -> {to}"));
        arrows.chain([format!("{of}: the room {from}")])
    });
    lines.collect()
}
