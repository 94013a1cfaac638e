//! The limits of the code: each has an aim, and `limits.txt` lists those that do not reach it yet,
//! with the number of today. A number there may only shrink, and a line goes when the aim is
//! reached.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use xtask::house::files::Crate;
use xtask::house::imports::circles;
use xtask::house::{flat, style};

use super::arrows::ruled_out;
use super::{UPDATE_COMMAND, crates, is_updating, none, table};

const LINES_OF_FILE: usize = 400;
const LINES_OF_FUNCTION: usize = 60;
const FILES_OF_FOLDER: usize = 12;
/// Of a hundred doc comments, the most that may open with What, Whether, How, …
const QUESTIONS_PER_CENT: usize = 3;

/// A number with its aim, and the places that make it up.
struct Measure {
    value: usize,
    aim: usize,
    places: Vec<String>,
}

#[test]
fn limits_are_kept_or_come_nearer() {
    let measures: BTreeMap<String, Measure> = crates().iter().flat_map(measures).collect();
    let path = table("limits.txt");
    let mut listed = parse(&fs::read_to_string(&path).unwrap_or_default());
    if is_updating() {
        let above = measures.iter().filter(|(_, measure)| measure.value > measure.aim);
        // A new line, or a higher number, is written by hand if at all.
        let now = above.filter_map(|(name, measure)| {
            Some((name.clone(), measure.value.min(*listed.get(name)?)))
        });
        listed = now.collect();
        fs::write(&path, render(&listed)).expect("the list is written");
    }
    let mut faults = Vec::new();
    for (name, Measure { value, aim, places }) in &measures {
        let limit = listed.remove(name);
        if *value > limit.unwrap_or(*aim) {
            let limit = limit.unwrap_or(*aim);
            faults.push(format!("{name}: {value}, at most {limit}\n{}", shown(places)));
        } else if limit.is_some() && value <= aim {
            faults.push(format!("{name}: {value} is within its aim: delete its line"));
        }
    }
    faults.extend(listed.keys().map(|name| format!("{name}: measures nothing: delete its line")));
    none(
        &faults,
        &format!(
            "Shorten or split what has grown. Lines of tests/tests/architecture/limits.txt that are \
             better now: {UPDATE_COMMAND}."
        ),
    );
}

/// Returns the first places, one a line.
fn shown(places: &[String]) -> String {
    let mut text: String = places.iter().take(20).map(|place| format!("    {place}\n")).collect();
    if places.len() > 20 {
        writeln!(text, "    … and {} more", places.len() - 20).expect("a text");
    }
    text
}

fn measures(of: &Crate) -> Vec<(String, Measure)> {
    let name = of.name;
    let none_of = |what: &str, places: Vec<String>| {
        (format!("{name}: {what}"), Measure { value: places.len(), aim: 0, places })
    };
    let texts = || of.files.iter().map(|(path, file)| (path, file.text.as_str()));
    let long_files = of.files.iter().filter(|(_, file)| file.lines() > LINES_OF_FILE);
    let long_files = long_files.map(|(path, file)| format!("{path}: {} lines", file.lines()));
    let long_functions = texts().flat_map(|(path, text)| {
        let functions = style::functions(text).into_iter();
        functions
            .filter(|(_, length)| *length > LINES_OF_FUNCTION)
            .map(move |(line, length)| format!("{path}:{line}: {length} lines"))
    });
    let long_comments = texts().flat_map(|(path, text)| {
        style::long_comments(text).into_iter().map(move |line| format!("{path}:{line}"))
    });
    let openings = texts().map(|(_, text)| style::openings(text).len()).sum::<usize>();
    let questions = texts().flat_map(|(path, text)| {
        let openings = style::openings(text).into_iter();
        openings
            .filter(|(_, opening)| style::opens_with_question(opening))
            .map(move |(line, opening)| format!("{path}:{line}: {opening}"))
    });
    let questions: Vec<String> = questions.collect();
    let circles = circles(of).into_iter().flatten().map(str::to_owned);
    let mut measures = vec![
        none_of("files of more than 400 lines", long_files.collect()),
        none_of("functions of more than 60 lines", long_functions.collect()),
        none_of("files in circles", circles.collect()),
        none_of("arrows that the design rules out", ruled_out(of)),
        none_of("lines of comments of more than 100 columns", long_comments.collect()),
        (
            format!("{name}: doc comments that open with a question"),
            Measure {
                value: questions.len(),
                aim: openings * QUESTIONS_PER_CENT / 100,
                places: questions,
            },
        ),
    ];
    measures.extend(flat(of).into_iter().map(|(folder, files)| {
        let places = of.files.keys().filter(|path| path.starts_with(&format!("{folder}/")));
        let places = places.filter(|path| !path[folder.len() + 1..].contains('/')).cloned();
        let places = places.collect();
        (format!("{folder}: files"), Measure { value: files, aim: FILES_OF_FOLDER, places })
    }));
    measures
}

/// Reads a list: a line `name = number` for each limit; `#` begins a comment.
fn parse(text: &str) -> BTreeMap<String, usize> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let limits = lines.map(|line| {
        let (name, number) = line.rsplit_once(" = ").expect("a line `name = number`");
        (name.to_owned(), number.parse().expect("a number"))
    });
    limits.collect()
}

fn render(limits: &BTreeMap<String, usize>) -> String {
    let head = "# What does not reach its aim yet, with the number of today: it may only shrink.\n";
    let lines = limits.iter().map(|(name, limit)| format!("{name} = {limit}\n"));
    std::iter::once(head.to_owned()).chain(lines).collect()
}
