//! Dates as JavaScript has them: civil-date arithmetic, texts, and the host's zone.
//!
//! Never reads a clock: now and the zone come from the [`Host`](crate::Host).

use crate::{Host, Value, date_parse};

const DAY: f64 = 86_400_000.0;

/// The furthest that a date may be from 1970, in milliseconds.
const LIMIT: f64 = 8.64e15;

/// Days since 1970-01-01 to year, month (1 to 12) and day of the proleptic Gregorian calendar.
pub(crate) fn civil_from_days(days: i32) -> (i32, i32, i32) {
    // Counted from 0000-03-01, so that the leap day is the last of its year.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, month, day)
}

/// A moment's civil parts, without any zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Civil {
    pub(crate) year: i32,
    /// 1 to 12.
    pub(crate) month: i32,
    pub(crate) day: i32,
    pub(crate) hour: i32,
    pub(crate) minute: i32,
    pub(crate) second: i32,
    pub(crate) millisecond: i32,
    /// 0 is Sunday.
    pub(crate) weekday: i32,
}

impl Civil {
    /// The parts of a time that is valid (finite, within JavaScript's range).
    pub(crate) fn of(ms: f64) -> Option<Self> {
        if ms.is_nan() || ms.abs() > LIMIT {
            return None;
        }
        let days = (ms / DAY).floor();
        let rest = (ms - days * DAY) as i32;
        let days = days as i32;
        let (year, month, day) = civil_from_days(days);
        Some(Self {
            year,
            month,
            day,
            hour: rest / 3_600_000,
            minute: rest / 60_000 % 60,
            second: rest / 1000 % 60,
            millisecond: rest % 1000,
            weekday: (days + 4).rem_euclid(7),
        })
    }
}

/// JavaScript's `toISOString`; `None` for an invalid date.
pub fn iso_text(ms: f64) -> Option<String> {
    let c = Civil::of(ms)?;
    let year = match c.year {
        0..=9999 => format!("{:04}", c.year),
        year if year < 0 => format!("-{:06}", -year),
        year => format!("+{year:06}"),
    };
    Some(format!(
        "{year}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        c.month, c.day, c.hour, c.minute, c.second, c.millisecond
    ))
}

/// Days from 1970-01-01 to this day of the proleptic Gregorian calendar, month 1 to 12.
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    // Years begin in March, so that the leap day is the last of its year.
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// ECMAScript's `TimeClip`.
fn clip(ms: f64) -> f64 {
    if ms.is_finite() && ms.abs() <= LIMIT {
        ms.trunc() + 0.0
    } else {
        f64::NAN
    }
}

/// A moment's parts in local time. They may be set beyond their ranges: the 32nd of January is
/// the first of February.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Local {
    pub(crate) year: f64,
    /// 0 to 11.
    pub(crate) month: f64,
    pub(crate) day: f64,
    pub(crate) hour: f64,
    pub(crate) minute: f64,
    pub(crate) second: f64,
    pub(crate) millisecond: f64,
    /// 0 is Sunday; has no part in [`Local::to_utc`].
    pub(crate) weekday: f64,
}

impl Local {
    /// The parts of a moment in the host's zone; `None` for an invalid date.
    pub(crate) fn of(ms: f64, host: &dyn Host) -> Option<Self> {
        if ms.is_nan() || ms.abs() > LIMIT {
            return None;
        }
        let civil = Civil::of(ms + host.offset_at(ms) * 60_000.0)?;
        Some(Self {
            year: civil.year as f64,
            month: (civil.month - 1) as f64,
            day: civil.day as f64,
            hour: civil.hour as f64,
            minute: civil.minute as f64,
            second: civil.second as f64,
            millisecond: civil.millisecond as f64,
            weekday: civil.weekday as f64,
        })
    }

    /// The moment at which the host's clocks show this; NaN where there is none.
    pub(crate) fn to_utc(self, host: &dyn Host) -> f64 {
        local_to_utc(self.civil_ms(), host)
    }

    /// Milliseconds since 1970, counted as if local time were UTC (ECMAScript's `MakeDate`).
    pub(crate) fn civil_ms(&self) -> f64 {
        let parts = [
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            self.millisecond,
        ];
        if parts.iter().any(|part| !part.is_finite()) {
            return f64::NAN;
        }
        let [year, month, day, hour, minute, second, millisecond] = parts.map(f64::trunc);
        let years = (month / 12.0).floor();
        let year = year + years;
        if year.abs() > 400_000.0 {
            return f64::NAN;
        }
        let month = month - years * 12.0;
        let days = days_from_civil(year as i32, month as i32 + 1, 1) as f64 + day - 1.0;
        days * DAY + hour * 3_600_000.0 + minute * 60_000.0 + second * 1000.0 + millisecond
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CalendarDate {
    pub(crate) year: i32,
    /// 1 to 12.
    pub(crate) month: i32,
    pub(crate) day: i32,
}

impl CalendarDate {
    /// The local day of a moment; `None` for an invalid date.
    pub(crate) fn at(ms: f64, host: &dyn Host) -> Option<Self> {
        if ms.is_nan() || ms.abs() > LIMIT {
            return None;
        }
        let local = ms + host.offset_at(ms) * 60_000.0;
        if local.abs() > LIMIT {
            return None;
        }
        let (year, month, day) = civil_from_days((local / DAY).floor() as i32);
        Some(Self { year, month, day })
    }

    /// The local day of what [`create`] makes of a value; `None` for an invalid date.
    pub(crate) fn of(value: &Value, host: &dyn Host) -> Option<Self> {
        if let Value::String(text) = value
            && let Some(date) = Self::plain(text)
            && date.begins_at_midnight(host)
        {
            return Some(date);
        }
        Self::at(create(value, host), host)
    }

    /// What a text such as `2024-05-15` says, which needs no reader of dates; `None` for any other text,
    /// and where the month may be too short for the day.
    fn plain(text: &str) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return None;
        };
        let digits =
            [y1, y2, y3, y4, m1, m2, d1, d2].map(|digit| i32::from(digit.wrapping_sub(b'0')));
        let [y1, y2, y3, y4, m1, m2, d1, d2] = digits;
        let date = Self {
            year: y1 * 1000 + y2 * 100 + y3 * 10 + y4,
            month: m1 * 10 + m2,
            day: d1 * 10 + d2,
        };
        let sure = digits.iter().all(|digit| *digit < 10)
            && y1 > 0
            && (1..=12).contains(&date.month)
            && (1..=28).contains(&date.day);
        sure.then_some(date)
    }

    /// The host's clocks aren't changed around its midnight, which they may skip then.
    fn begins_at_midnight(self, host: &dyn Host) -> bool {
        let midnight = self.days() * DAY;
        host.offset_at(midnight - DAY) == host.offset_at(midnight + DAY)
    }

    /// Days since 1970-01-01.
    pub(crate) fn days(self) -> f64 {
        f64::from(days_from_civil(self.year, self.month, self.day))
    }
}

/// Local time to UTC. A time that clocks show twice is the first of the two; one that they skip
/// is read with the offset from before.
fn local_to_utc(local: f64, host: &dyn Host) -> f64 {
    if !local.is_finite() || local.abs() > LIMIT + DAY {
        return f64::NAN;
    }
    let at = |offset: f64| local - offset * 60_000.0;
    let before = host.offset_at(local - DAY);
    let after = host.offset_at(local + DAY);
    let utc = if before == after || host.offset_at(at(before)) == before {
        at(before)
    } else if host.offset_at(at(after)) == after {
        at(after)
    } else {
        at(before)
    };
    clip(utc)
}

/// JavaScript's `new Date(text)` in the host's zone, in milliseconds; NaN where the text is no
/// date.
pub fn parse_date_text(text: &str, host: &dyn Host) -> f64 {
    match date_parse::parse(text) {
        None => f64::NAN,
        Some(parsed) => match parsed.offset_seconds {
            Some(offset) => clip(parsed.civil_ms - offset * 1000.0),
            None => local_to_utc(parsed.civil_ms, host),
        },
    }
}

/// JavaScript's `Date.parse(text)` where local time is UTC; NaN where the text is no date.
pub fn parse_date_utc(text: &str) -> f64 {
    date_parse::parse(text).map_or(f64::NAN, |parsed| {
        clip(parsed.civil_ms - parsed.offset_seconds.unwrap_or(0.0) * 1000.0)
    })
}

/// SurveyJS's `createDate` of a text: a date without a time is local midnight, nothing is now.
pub(crate) fn create_from_text(text: &str, host: &dyn Host) -> f64 {
    if text.is_empty() {
        return clip(host.now());
    }
    if let Some(date) = CalendarDate::plain(text) {
        return local_to_utc(date.days() * DAY, host);
    }
    let date = parse_date_text(text, host);
    let only_date = !date.is_nan() && text.find('T').is_none_or(|at| at == 0) && has_iso_date(text);
    if only_date {
        parse_date_text(&format!("{text}T00:00:00"), host)
    } else {
        date
    }
}

/// SurveyJS's `createDate`: now for a value that isn't truthy.
pub(crate) fn create(value: &Value, host: &dyn Host) -> f64 {
    if !value.is_truthy() {
        return clip(host.now());
    }
    match value {
        Value::String(text) => create_from_text(text, host),
        Value::Array(_) | Value::Object(_) => {
            parse_date_text(&crate::operators::text_of(value, host), host)
        }
        other => clip(crate::number::coerce(other)),
    }
}

/// SurveyJS's reading of a date from a value (`createDate`), in the host's zone: a text with a
/// date only is local midnight, other texts go through JavaScript's `Date` parser, numbers are
/// milliseconds; now where the value isn't truthy. NaN where it is no date.
pub fn parse_date(value: &Value, host: &dyn Host) -> f64 {
    create(value, host)
}

/// The local calendar date as `2024-05-15` (`Helpers.convertDateToString`); `None` for an invalid
/// date.
pub fn local_date_text(ms: f64, host: &dyn Host) -> Option<String> {
    let local = Local::of(ms, host)?;
    Some(format!(
        "{}-{:02}-{:02}",
        local.year,
        local.month + 1.0,
        local.day
    ))
}

/// Has the text four, two and two digits with dashes between, anywhere?
fn has_iso_date(text: &str) -> bool {
    text.as_bytes().windows(10).any(|part| {
        part.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
    })
}

/// JavaScript's `String(date)` in the host's zone.
pub(crate) fn local_text(ms: f64, host: &dyn Host) -> String {
    text_at(ms, if ms.is_nan() { 0.0 } else { host.offset_at(ms) })
}

/// JavaScript's `String(date)` in the zone UTC.
pub(crate) fn utc_text(ms: f64) -> String {
    text_at(ms, 0.0)
}

/// JavaScript's `String(date)` where local time is this many minutes ahead of UTC. The zone's
/// name, which JavaScript adds in parentheses, is known for UTC only.
pub(crate) fn text_at(ms: f64, offset: f64) -> String {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let Some(c) = Civil::of(ms).and_then(|_| Civil::of(ms + offset * 60_000.0)) else {
        return "Invalid Date".to_owned();
    };
    let name = |names: &'static [&'static str], index: i32| {
        usize::try_from(index)
            .ok()
            .and_then(|index| names.get(index))
            .copied()
            .unwrap_or_default()
    };
    let year = if c.year < 0 {
        format!("-{:06}", -c.year)
    } else {
        format!("{:04}", c.year)
    };
    let minutes = offset.abs() as i32;
    let mut text = format!(
        "{} {} {:02} {year} {:02}:{:02}:{:02} GMT{}{:02}{:02}",
        name(&DAYS, c.weekday),
        name(&MONTHS, c.month - 1),
        c.day,
        c.hour,
        c.minute,
        c.second,
        if offset < 0.0 { '-' } else { '+' },
        minutes / 60,
        minutes % 60,
    );
    if offset == 0.0 {
        text.push_str(" (Coordinated Universal Time)");
    }
    text
}
