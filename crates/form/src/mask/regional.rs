//! The formats that masks take from the language: dates, separators, the currency sign.

use super::currency::{is_pattern, is_symbol};
use super::datetime::{DateTime, LETTERS};
use crate::{Object, Value};

/// Survey-core's table, a line for each language or region: date pattern, clock of 12 or 24 hours,
/// decimal and thousands separator, currency sign and pattern. `~` is a no-break space, `^` a
/// narrow one.
const REGIONS: &str = include_str!("regions.txt");

/// Where defaults come from: `regionalFormat` of the survey, then the table.
#[derive(Clone, Debug)]
pub(crate) struct Regional<'f> {
    given: Option<&'f Object>,
    region: Region,
}

/// A line of the table.
#[derive(Clone, Debug, Default)]
struct Region {
    date: String,
    time: &'static str,
    decimal: String,
    thousands: String,
    symbol: String,
    currency: String,
}

impl<'f> Regional<'f> {
    /// `given` is the survey's `regionalFormat`, `locale` the survey's language, "" for English.
    pub(crate) fn new(given: Option<&'f Object>, locale: &str) -> Regional<'f> {
        let own = given
            .and_then(|given| given.get("locale")?.as_str())
            .filter(|locale| !locale.is_empty());
        Regional {
            given,
            region: region(own.unwrap_or(locale)),
        }
    }

    fn given(&self, name: &str, fits: impl Fn(&str) -> bool) -> Option<&'f str> {
        self.given?.get(name)?.as_str().filter(|text| fits(text))
    }

    pub(crate) fn date(&self) -> &str {
        let fits = |text: &str| DateTime::new(text, None, LETTERS).is_date_pattern();
        self.given("datePattern", fits).unwrap_or(&self.region.date)
    }

    pub(crate) fn time(&self) -> &str {
        let fits = |text: &str| DateTime::new(text, None, LETTERS).is_time_pattern();
        self.given("timePattern", fits).unwrap_or(self.region.time)
    }

    pub(crate) fn decimal(&self) -> &str {
        self.given("decimalSeparator", is_separator)
            .unwrap_or(&self.region.decimal)
    }

    /// None where it would be the decimal separator, too.
    pub(crate) fn thousands(&self, decimal: &str) -> &str {
        let fits = |text: &str| text.is_empty() || is_separator(text);
        let separator = self
            .given("thousandsSeparator", fits)
            .unwrap_or(&self.region.thousands);
        if separator == decimal { "" } else { separator }
    }

    pub(crate) fn symbol(&self) -> &str {
        self.given("currencySymbol", is_symbol)
            .unwrap_or(&self.region.symbol)
    }

    pub(crate) fn currency(&self) -> &str {
        self.given("currencyPattern", is_pattern)
            .unwrap_or(&self.region.currency)
    }
}

/// One character that can't be taken for part of a number.
fn is_separator(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|letter| letter != '-' && !letter.is_ascii_digit())
        && letters.next().is_none()
}

/// A language's line, else that of its parent, else English.
fn region(locale: &str) -> Region {
    let locale = match locale {
        "cz" => "cs",
        "gr" => "el",
        "rs" => "sr",
        "ua" => "uk",
        locale => locale,
    };
    let parent = locale.split('-').next().unwrap_or_default();
    let line = [locale, parent, "en"]
        .into_iter()
        .find_map(|locale| line(locale))
        .unwrap_or_default();
    let mut fields = line.split(' ');
    let mut field = || fields.next().unwrap_or_default();
    let spaced = |text: &str| text.replace('~', "\u{a0}").replace('^', "\u{202f}");
    let date = field().replace('~', " ");
    let time = if field() == "12" { "hh:MM TT" } else { "HH:MM" };
    let (decimal, thousands) = field().split_at_checked(1).unwrap_or_default();
    Region {
        date,
        time,
        decimal: spaced(decimal),
        thousands: spaced(thousands),
        symbol: field().to_owned(),
        currency: field().replace('~', " "),
    }
}

/// What stands behind the name of a language.
fn line(locale: &str) -> Option<&'static str> {
    let lines = || REGIONS.lines().filter_map(|line| line.split_once(' '));
    let found = lines().find(|(name, _)| *name == locale);
    let found = found.or_else(|| lines().find(|(name, _)| name.eq_ignore_ascii_case(locale)));
    found.map(|(_, fields)| fields)
}

/// A setting as text; `None` where it is left to the language.
pub(super) fn text(settings: &Object, name: &str) -> Option<String> {
    let value = settings.get(name).filter(|value| !value.is_nullish())?;
    Some(value.to_text().into_owned())
}

/// A setting as a number.
pub(super) fn number(settings: &Object, name: &str) -> Option<f64> {
    settings.get(name).and_then(Value::number_like)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_whole() {
        let mut lines = 0;
        for line in REGIONS.lines() {
            let (name, _) = line.split_once(' ').expect("a name and fields");
            assert_eq!(line.split(' ').count(), 6, "{line}");
            let regional = Regional::new(None, name);
            assert!(DateTime::new(regional.date(), None, LETTERS).is_date_pattern());
            assert!(
                is_separator(regional.decimal()) && is_symbol(regional.symbol()),
                "{name}"
            );
            assert!(is_pattern(regional.currency()), "{name}");
            lines += 1;
        }
        assert_eq!(lines, 65);
    }

    #[test]
    fn a_region_falls_back_to_its_language_and_then_to_english() {
        for (locale, date) in [
            ("de-AT", "dd.mm.yyyy"),
            ("EN-gb", "dd/mm/yyyy"),
            ("cz", "dd. mm. yyyy"),
            ("xx", "mm/dd/yyyy"),
            ("", "mm/dd/yyyy"),
        ] {
            assert_eq!(Regional::new(None, locale).date(), date, "{locale}");
        }
    }

    #[test]
    fn a_given_format_goes_before_the_table_if_it_makes_sense() {
        let mut given = Object::new();
        given.insert("locale", "de".into());
        given.insert("decimalSeparator", "1".into());
        given.insert("thousandsSeparator", ",".into());
        let regional = Regional::new(Some(&given), "fr");
        assert_eq!(regional.decimal(), ",");
        assert_eq!(regional.thousands(","), "");
        assert_eq!(regional.currency(), "# @");
    }
}
