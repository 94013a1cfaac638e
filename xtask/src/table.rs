//! Tables in Markdown: printed a row at a time, or whole with aligned columns.

use std::fmt;

/// The cell of a value that does not exist.
pub const NONE: &str = "–";

/// The side that a column's cells stand at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<(&'static str, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Creates a table without rows.
    pub fn new(columns: &[(&'static str, Align)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; it has a cell for each column.
    pub fn push<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Returns the two lines above the rows, for rows that are printed one at a time.
    pub fn head(&self) -> String {
        let names = row(self.columns.iter().map(|(name, _)| *name));
        let rule = self.columns.iter().map(|(_, align)| match align {
            Align::Left => "---|",
            Align::Right => "--:|",
        });
        format!("{names}|{}\n", rule.collect::<String>())
    }
}

/// Returns a row by itself.
pub fn row<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let cells = cells.into_iter().map(|cell| format!(" {} |", cell.as_ref()));
    format!("|{}\n", cells.collect::<String>())
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |(column, (name, _)): (usize, &(&str, Align))| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            let widths = cells.map(|cell| cell.chars().count());
            widths.chain([name.chars().count(), 3]).max().unwrap_or_default()
        };
        let widths: Vec<usize> = self.columns.iter().enumerate().map(width).collect();
        let line = |f: &mut fmt::Formatter<'_>, cells: &[String]| {
            f.write_str("|")?;
            for ((cell, (_, align)), width) in cells.iter().zip(&self.columns).zip(&widths) {
                match align {
                    Align::Left => write!(f, " {cell:<width$} |")?,
                    Align::Right => write!(f, " {cell:>width$} |")?,
                }
            }
            f.write_str("\n")
        };
        let names: Vec<String> = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        line(f, &names)?;
        f.write_str("|")?;
        for ((_, align), width) in self.columns.iter().zip(&widths) {
            match align {
                Align::Left => write!(f, "{}|", "-".repeat(width + 2))?,
                Align::Right => write!(f, "{}:|", "-".repeat(width + 1))?,
            }
        }
        f.write_str("\n")?;
        self.rows.iter().try_for_each(|cells| line(f, cells))
    }
}

#[cfg(test)]
mod tests {
    use super::{Align, Table, row};

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(&[("stage", Align::Left), ("ms", Align::Right)]);
        table.push(["lower", "12"]);
        table.push(["print", "1234"]);
        assert_eq!(
            table.to_string(),
            "| stage |   ms |\n|-------|-----:|\n| lower |   12 |\n| print | 1234 |\n"
        );
    }

    #[test]
    fn rows_can_be_printed_one_at_a_time() {
        let table = Table::new(&[("document", Align::Left), ("lines", Align::Right)]);
        assert_eq!(table.head(), "| document | lines |\n|---|--:|\n");
        assert_eq!(row(["a.json", "7"]), "| a.json | 7 |\n");
    }
}
