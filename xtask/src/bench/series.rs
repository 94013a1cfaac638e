//! Several measurements of one thing.

/// Measurements, sorted.
#[derive(Clone, Debug, Default)]
pub(super) struct Series(Vec<f64>);

impl Series {
    pub(super) fn push(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    /// Returns the one in the middle; of two the mean.
    pub(super) fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        let at = |index: usize| self.0.get(index).copied().unwrap_or(f64::NAN);
        if self.0.len() % 2 == 1 {
            at(middle)
        } else {
            (at(middle.wrapping_sub(1)) + at(middle)) / 2.0
        }
    }

    /// Returns the median in a unit, and the least and the most if they differ.
    pub(super) fn show(&self, unit: Unit) -> String {
        let number = |value: Option<&f64>| unit.number(value.copied().unwrap_or(f64::NAN));
        let (least, most) = (number(self.0.first()), number(self.0.last()));
        let (median, name) = (unit.number(self.median()), unit.name());
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

/// The unit of a number in a table.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    /// From seconds.
    Seconds,
    /// From seconds.
    Milliseconds,
    /// From bytes.
    Megabytes,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Megabytes => "MB",
        }
    }

    fn number(self, value: f64) -> String {
        match self {
            Self::Seconds => format!("{value:.1}"),
            Self::Milliseconds => format!("{:.0}", value * 1e3),
            Self::Megabytes => format!("{:.0}", value / 1e6),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Series, Unit};

    #[test]
    fn the_median_and_the_range_are_shown() {
        let of = |values: &[f64]| values.iter().copied().collect::<Series>();
        assert_eq!(of(&[4.0, 2.0, 3.0]).show(Unit::Seconds), "3.0 s (2.0–4.0)");
        assert_eq!(of(&[0.5, 0.25]).median(), 0.375);
        assert_eq!(of(&[0.0015]).show(Unit::Milliseconds), "2 ms");
        assert_eq!(of(&[70.2e6, 70.4e6]).show(Unit::Megabytes), "70 MB");
    }
}
