//! The date and time mask: fields in the order of a pattern, stored as ISO text.

use casement_expression::{Host, iso_text, lower, number_text, parse_date_text, parse_float};

use crate::Value;

/// Two-digit years above it belong to the last century.
const TURN_OF_THE_CENTURY: f64 = 68.0;
/// A time alone is a time of this day.
const SOME_DAY: &str = "1970-01-01T";

/// A pattern, read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateTime {
    places: Vec<Place>,
    turn: f64,
    symbols: Symbols,
}

/// What stands for a field that is not filled in, one character for each [`Field`].
pub(crate) type Symbols = [char; 9];

/// The pattern's own letters.
pub(crate) const LETTERS: Symbols = ['d', 'm', 'y', 'h', 'H', 'M', 's', 't', 'T'];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Separator(char),
    Field { field: Field, count: usize },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Day,
    Month,
    Year,
    Hour12,
    Hour24,
    Minute,
    Second,
    MarkerLower,
    MarkerUpper,
}

impl Field {
    const ALL: [Field; 9] = [
        Field::Day,
        Field::Month,
        Field::Year,
        Field::Hour12,
        Field::Hour24,
        Field::Minute,
        Field::Second,
        Field::MarkerLower,
        Field::MarkerUpper,
    ];

    fn of(letter: char) -> Option<Field> {
        let at = LETTERS.iter().position(|known| *known == letter)?;
        Field::ALL.get(at).copied()
    }

    /// Fields of one sort join, whatever their case: `hH` is one field of two.
    const fn sort(self) -> Field {
        match self {
            Field::Hour24 => Field::Hour12,
            Field::MarkerUpper => Field::MarkerLower,
            field => field,
        }
    }

    const fn is_marker(self) -> bool {
        matches!(self, Field::MarkerLower | Field::MarkerUpper)
    }

    const fn is_date(self) -> bool {
        matches!(self, Field::Day | Field::Month | Field::Year)
    }

    const fn is_time(self) -> bool {
        !self.is_date() && !self.is_marker()
    }

    /// How many characters it may have where the pattern gives it `count`.
    const fn longest(self, count: usize) -> usize {
        match self {
            Field::Year | Field::MarkerLower | Field::MarkerUpper => count,
            _ => 2,
        }
    }
}

/// How precise a date becomes text for this mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Day,
    Minute,
    Second,
}

impl DateTime {
    /// `latest` is the mask's `max`: its century decides what a two-digit year means.
    pub(crate) fn new(pattern: &str, latest: Option<&str>, symbols: Symbols) -> DateTime {
        let mut places: Vec<Place> = Vec::new();
        for letter in pattern.chars() {
            let Some(new) = Field::of(letter) else {
                places.push(Place::Separator(letter));
                continue;
            };
            match places.last_mut() {
                Some(Place::Field { field, count }) if field.sort() == new.sort() => *count += 1,
                _ => places.push(Place::Field {
                    field: new,
                    count: 1,
                }),
            }
        }
        let turn = latest
            .filter(|latest| latest.len() >= 4)
            .and_then(|latest| latest.get(2..4))
            .map_or(TURN_OF_THE_CENTURY, parse_float);
        DateTime {
            places,
            turn,
            symbols,
        }
    }

    fn fields(&self) -> impl Iterator<Item = (Field, usize)> {
        self.places.iter().filter_map(|place| match place {
            Place::Field { field, count } => Some((*field, *count)),
            Place::Separator(_) => None,
        })
    }

    fn has(&self, wanted: impl Fn(Field) -> bool) -> bool {
        self.fields().any(|(field, _)| wanted(field))
    }

    /// A pattern for dates: it has a day, a month or a year.
    pub(crate) fn is_date_pattern(&self) -> bool {
        self.has(Field::is_date)
    }

    /// A pattern for times: hour and minute, no date, and am or pm only behind them.
    pub(crate) fn is_time_pattern(&self) -> bool {
        let fields: Vec<Field> = self.fields().map(|(field, _)| field).collect();
        let last_time = fields.iter().rposition(|field| field.is_time());
        let marker = fields.iter().position(|field| field.is_marker());
        !self.is_date_pattern()
            && self.has(|field| field.sort() == Field::Hour12)
            && self.has(|field| field == Field::Minute)
            && marker.is_none_or(|marker| Some(marker) > last_time)
    }

    /// How precise a date becomes text for this mask.
    pub(crate) fn precision(&self) -> Precision {
        match (
            self.has(Field::is_time),
            self.has(|field| field == Field::Second),
        ) {
            (true, true) => Precision::Second,
            (true, false) => Precision::Minute,
            (false, _) => Precision::Day,
        }
    }

    // ---- as it is shown ----

    /// A stored value as it is shown; the pattern with nothing filled in where it is no date.
    pub(crate) fn masked(&self, stored: &Value, host: &dyn Host) -> String {
        let date = self.date(stored, host);
        let local = date + host.offset_at(date) * 60_000.0;
        let moment = (!date.is_nan()).then(|| Moment::of(local)).flatten();
        let mut shown = String::new();
        let mut separators = String::new();
        for place in &self.places {
            match place {
                Place::Separator(letter) => separators.push(*letter),
                Place::Field { field, count } => {
                    shown.push_str(&separators);
                    separators.clear();
                    let text = moment
                        .as_ref()
                        .map(|it| self.field_text(it, *field, *count));
                    let text = text.unwrap_or_default();
                    let missing = count.saturating_sub(text.chars().count());
                    shown.push_str(&text);
                    shown.extend(std::iter::repeat_n(self.symbol(*field), missing));
                }
            }
        }
        shown
    }

    fn date(&self, stored: &Value, host: &dyn Host) -> f64 {
        let text = match stored {
            Value::Undefined => "undefined".into(),
            Value::Null => "null".into(),
            value => value.to_text(),
        };
        if !self.has(Field::is_date) {
            return parse_date_text(&format!("{SOME_DAY}{text}"), host);
        }
        if !self.has(Field::is_time) {
            return parse_date_text(&format!("{text}T00:00:00"), host);
        }
        match stored {
            Value::Number(number) | Value::Date(number) => *number,
            Value::Null => 0.0,
            Value::Bool(flag) => f64::from(u8::from(*flag)),
            _ => parse_date_text(&text, host),
        }
    }

    fn field_text(&self, moment: &Moment, field: Field, count: usize) -> String {
        let number = match field {
            Field::Day => moment.day,
            Field::Month => moment.month,
            Field::Year if count == 2 => moment.year % 100,
            Field::Year => moment.year,
            // Midnight and noon are both twelve o'clock.
            Field::Hour12 | Field::Hour24 if self.is_twelve_hours() => (moment.hour + 11) % 12 + 1,
            Field::Hour12 | Field::Hour24 => moment.hour,
            Field::Minute => moment.minute,
            Field::Second => moment.second,
            Field::MarkerLower | Field::MarkerUpper => {
                let marker = if moment.hour >= 12 { "pm" } else { "am" };
                return if field == Field::MarkerUpper {
                    marker.to_ascii_uppercase()
                } else {
                    marker.to_owned()
                };
            }
        };
        let text = number.to_string();
        format!("{}{text}", "0".repeat(count.saturating_sub(text.len())))
    }

    fn is_twelve_hours(&self) -> bool {
        self.has(|field| field == Field::Hour12)
    }

    fn symbol(&self, field: Field) -> char {
        let at = Field::ALL.iter().position(|known| *known == field);
        at.and_then(|at| self.symbols.get(at))
            .copied()
            .unwrap_or('_')
    }

    // ---- as it is stored ----

    /// A shown text as it is stored; "" where a field is missing or too short.
    pub(crate) fn unmasked(&self, shown: &str) -> String {
        let mut parts = self.parts(shown).into_iter();
        let filled: Vec<(Field, usize, Option<String>)> = self
            .fields()
            .map(|(field, count)| {
                let text = parts.next().map(|part| {
                    let letters: String = if field.is_marker() {
                        marker(&part)
                    } else {
                        part.chars().filter(char::is_ascii_digit).collect()
                    };
                    letters.chars().take(field.longest(count)).collect()
                });
                (field, count, text)
            })
            .collect();
        let marker = filled
            .iter()
            .find(|(field, ..)| field.is_marker())
            .and_then(|(_, _, text)| text.as_ref()?.chars().next());
        let mut moment: [Option<f64>; 6] = [None; 6];
        for (field, count, text) in &filled {
            let at = match field.sort() {
                Field::Year => 0,
                Field::Month => 1,
                Field::Day => 2,
                Field::Hour12 => 3,
                Field::Minute => 4,
                Field::Second => 5,
                _ => continue,
            };
            let Some(text) = text.as_deref().filter(|text| text.len() >= *count.max(&1)) else {
                return String::new();
            };
            let mut number = parse_float(text);
            if *field == Field::Year && *count <= 2 {
                let century = if number > self.turn { "19" } else { "20" };
                number = parse_float(&format!("{century}{text}"));
            }
            if field.sort() == Field::Hour12 {
                number = match marker {
                    Some('p') if number != 12.0 => number + 12.0,
                    Some('a') if number == 12.0 => 0.0,
                    _ => number,
                };
            }
            moment[at] = Some(number);
        }
        iso(&moment)
    }

    /// The text cut where one field ends and the next begins. A separator of several characters
    /// cuts once, and so does a run of characters that are neither.
    fn parts(&self, shown: &str) -> Vec<String> {
        let fields: Vec<Field> = self.fields().map(|(field, _)| field).collect();
        let mut parts = Vec::new();
        if fields.is_empty() {
            return parts;
        }
        let lengths = self.separator_lengths();
        let is_separator = |letter: char| self.places.contains(&Place::Separator(letter));
        let mut part = String::new();
        let mut cut = Cut::No;
        for letter in shown.chars() {
            let Some(field) = fields.get(parts.len()).copied() else {
                break;
            };
            let own = Field::of(letter) == Some(field) || self.symbol(field) == letter;
            if letter.is_ascii_digit() || own || field.is_marker() {
                part.push(letter);
                cut = Cut::No;
                continue;
            }
            cut = match (is_separator(letter), cut) {
                (true, Cut::Strange) => Cut::Strange,
                (true, Cut::Separator(left)) if left > 0 => Cut::Separator(left - 1),
                (true, _) => {
                    let length = lengths.get(parts.len()).copied().unwrap_or(1).max(1);
                    parts.push(std::mem::take(&mut part));
                    Cut::Separator(length - 1)
                }
                (false, Cut::Separator(left)) => Cut::Separator(left),
                (false, _) => {
                    parts.push(std::mem::take(&mut part));
                    Cut::Strange
                }
            };
        }
        let open = matches!(cut, Cut::Separator(_)) && parts.len() < fields.len();
        if !part.is_empty() || open {
            parts.push(part);
        }
        parts
    }

    /// How many separator characters follow each field.
    fn separator_lengths(&self) -> Vec<usize> {
        let mut lengths: Vec<usize> = Vec::new();
        for place in &self.places {
            match place {
                Place::Field { .. } => lengths.push(0),
                Place::Separator(_) => {
                    if let Some(length) = lengths.last_mut() {
                        *length += 1;
                    }
                }
            }
        }
        lengths
    }
}

/// What the last character did to the part before it.
#[derive(Clone, Copy)]
enum Cut {
    No,
    /// Ended it by a separator, of which so many characters may follow.
    Separator(usize),
    /// Ended it though it is no separator.
    Strange,
}

/// `a`, `p`, `am` or `pm` out of a text.
fn marker(text: &str) -> String {
    let mut found = String::new();
    for letter in lower(text).chars() {
        let begins = found.is_empty() && matches!(letter, 'a' | 'p');
        if begins || (!found.is_empty() && letter == 'm') {
            found.push(letter);
        }
    }
    found
}

/// Year, month, day, hour, minute and second as ISO text, as far as the larger ones are there.
fn iso(moment: &[Option<f64>; 6]) -> String {
    let [year, month, day, hour, minute, second] = *moment;
    let join = |numbers: [Option<f64>; 3], widths: [usize; 3], between: &str| {
        let texts: Vec<String> = numbers
            .into_iter()
            .zip(widths)
            .map_while(|(number, width)| {
                let text = number_text(number?);
                Some(format!(
                    "{}{text}",
                    "0".repeat(width.saturating_sub(text.len()))
                ))
            })
            .collect();
        (texts.len(), texts.join(between))
    };
    let (dates, date) = join([year, month, day], [4, 2, 2], "-");
    let (times, time) = join([hour, minute, second], [2, 2, 2], ":");
    match (dates, times) {
        (0, 0 | 1) => String::new(),
        (_, 0 | 1) => date,
        (0, _) => time,
        _ => format!("{date}T{time}"),
    }
}

/// A local date and time.
struct Moment {
    year: i32,
    month: i32,
    day: i32,
    hour: i32,
    minute: i32,
    second: i32,
}

impl Moment {
    fn of(local: f64) -> Option<Moment> {
        let text = iso_text(local)?;
        let (date, time) = text.split_once('T')?;
        let (sign, date) = match date.strip_prefix('-') {
            Some(date) => (-1, date),
            None => (1, date),
        };
        let mut numbers = date
            .split('-')
            .chain(time.split([':', '.', 'Z']))
            .map(|part| part.trim_start_matches('+').parse::<i32>().ok());
        Some(Moment {
            year: sign * numbers.next()??,
            month: numbers.next()??,
            day: numbers.next()??,
            hour: numbers.next()??,
            minute: numbers.next()??,
            second: numbers.next()??,
        })
    }
}

#[cfg(test)]
mod tests {
    use casement_expression::NativeHost;

    use super::*;

    fn mask(pattern: &str) -> DateTime {
        DateTime::new(pattern, None, LETTERS)
    }

    #[test]
    fn a_date_is_stored_as_iso_text_and_shown_by_its_pattern() {
        let host = NativeHost::utc(0.0);
        for (pattern, shown, stored) in [
            ("mm/dd/yyyy", "05/15/2024", "2024-05-15"),
            ("dd.mm.yy", "15.05.24", "2024-05-15"),
            ("dd. mm. yyyy", "15. 05. 2024", "2024-05-15"),
            ("mm/dd/yyyy HH:MM", "05/15/2024 10:20", "2024-05-15T10:20"),
            ("HH:MM", "15:05", "15:05"),
            ("hh:MM tt", "12:05 am", "00:05"),
            ("hh:MM TT", "03:05 PM", "15:05"),
            (
                "yyyy-mm-dd HH:MM:ss",
                "2024-05-15 01:02:03",
                "2024-05-15T01:02:03",
            ),
        ] {
            assert_eq!(mask(pattern).unmasked(shown), stored, "{pattern}");
            assert_eq!(mask(pattern).masked(&stored.into(), &host), shown);
        }
    }

    #[test]
    fn a_day_too_many_is_stored_as_typed_and_shown_in_the_next_month() {
        let host = NativeHost::utc(0.0);
        let mask = mask("mm/dd/yyyy");
        assert_eq!(mask.unmasked("02/30/2024"), "2024-02-30");
        assert_eq!(mask.masked(&"2024-02-30".into(), &host), "03/01/2024");
    }

    #[test]
    fn what_is_no_date_shows_the_empty_pattern() {
        let host = NativeHost::utc(0.0);
        for value in [Value::Undefined, "".into(), "05/15/2024".into(), 5.0.into()] {
            assert_eq!(mask("mm/dd/yyyy").masked(&value, &host), "mm/dd/yyyy");
        }
        assert_eq!(mask("mm/dd/yyyy").unmasked("05/1"), "");
        assert_eq!(mask("hh:MM tt").unmasked("03:05"), "03:05");
    }
}
