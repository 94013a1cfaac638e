//! Measurements and the table of them.

use std::fmt::{self, Write};

/// Several measurements of one thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Series(Vec<f64>);

impl Series {
    pub(super) fn push(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    /// The one in the middle; of two the mean.
    pub(super) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        let at = |index: usize| self.0.get(index).copied().unwrap_or(f64::NAN);
        if self.0.len() % 2 == 1 {
            at(middle)
        } else {
            (at(middle.wrapping_sub(1)) + at(middle)) / 2.0
        }
    }

    /// The median in a unit, and how far the others are from it.
    fn shown(&self, unit: Unit) -> String {
        let [least, most] =
            [self.0.first(), self.0.last()].map(|value| unit.number(value.copied()));
        let median = unit.number(Some(self.median()));
        let name = unit.name();
        if least == most {
            format!("{median} {name}")
        } else {
            format!("{median} {name} ({least}–{most})")
        }
    }
}

impl FromIterator<f64> for Series {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut series = Self::default();
        values.into_iter().for_each(|value| series.push(value));
        series
    }
}

/// What a number in the table counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    /// From seconds.
    Seconds,
    /// From seconds.
    Milliseconds,
    /// From nanoseconds.
    Microseconds,
    /// From bytes.
    Megabytes,
    /// From bytes.
    Kilobytes,
    /// From lines.
    Lines,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "µs",
            Self::Megabytes => "MB",
            Self::Kilobytes => "KB",
            Self::Lines => "lines",
        }
    }

    fn number(self, value: Option<f64>) -> String {
        let value = value.unwrap_or(f64::NAN);
        match self {
            Self::Seconds => format!("{value:.1}"),
            Self::Milliseconds => format!("{:.0}", value * 1e3),
            Self::Microseconds => format!("{:.1}", value / 1e3),
            Self::Megabytes => format!("{:.0}", value / 1e6),
            Self::Kilobytes => format!("{:.0}", value / 1e3),
            Self::Lines => format!("{value:.0}"),
        }
    }
}

/// One line of the table.
#[derive(Debug)]
struct Row {
    what: String,
    derive: String,
    plain: String,
    ratio: String,
}

/// The table.
#[derive(Debug, Default)]
pub(super) struct Table(Vec<Row>);

impl Table {
    /// The same thing measured both ways.
    pub(super) fn both(
        &mut self,
        what: impl Into<String>,
        unit: Unit,
        derive: &Series,
        plain: &Series,
    ) {
        self.0.push(Row {
            what: what.into(),
            derive: derive.shown(unit),
            plain: plain.shown(unit),
            ratio: format!("{:.2}×", derive.median() / plain.median()),
        });
    }

    /// A thing that there is only one way to measure.
    pub(super) fn ours(&mut self, what: impl Into<String>, unit: Unit, plain: &Series) {
        let none = || "–".to_owned();
        let plain = plain.shown(unit);
        self.0.push(Row { what: what.into(), derive: none(), plain, ratio: none() });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["", "serde derives", "plain impls", "derives ÷ plain"].map(str::to_owned);
        let rows = self
            .0
            .iter()
            .map(|row| [&row.what, &row.derive, &row.plain, &row.ratio].map(String::clone));
        let rows: Vec<[String; 4]> = std::iter::once(head).chain(rows).collect();
        let width = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
        };
        let widths = [0, 1, 2, 3].map(|column| width(column).unwrap_or_default());
        for (index, row) in rows.iter().enumerate() {
            let mut line = String::from("|");
            for (cell, width) in row.iter().zip(widths) {
                write!(line, " {cell:<width$} |")?;
            }
            writeln!(f, "{line}")?;
            if index == 0 {
                let rule = widths.map(|width| "-".repeat(width + 2)).join("|");
                writeln!(f, "|{rule}|")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Series, Table, Unit};

    #[test]
    fn a_row_has_the_median_the_range_and_the_ratio() {
        let derive: Series = [4.0, 2.0, 3.0].into_iter().collect();
        let plain: Series = [1.5].into_iter().collect();
        let mut table = Table::default();
        table.both("check", Unit::Seconds, &derive, &plain);
        table.ours("lines", Unit::Lines, &[7.0, 7.0].into_iter().collect());
        assert_eq!(
            table.to_string(),
            "\
|       | serde derives   | plain impls | derives ÷ plain |
|-------|-----------------|-------------|-----------------|
| check | 3.0 s (2.0–4.0) | 1.5 s       | 2.00×           |
| lines | –               | 7 lines     | –               |
"
        );
    }
}
