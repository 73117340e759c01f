//! Dates as JavaScript has them: civil-date arithmetic, texts, and the host's zone.
//!
//! Never reads a clock: now and the zone come from the [`Host`](crate::Host).

const DAY: f64 = 86_400_000.0;

/// Days since 1970-01-01 to year, month (1 to 12) and day of the proleptic Gregorian calendar.
pub(crate) fn civil_from_days(days: i64) -> (i64, i64, i64) {
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
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// A moment's civil parts, without any zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Civil {
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    pub(crate) millisecond: i64,
    /// 0 is Sunday.
    pub(crate) weekday: i64,
}

impl Civil {
    /// The parts of a time that is valid (finite, within JavaScript's range).
    pub(crate) fn of(ms: f64) -> Option<Self> {
        if !(ms.abs() <= 8.64e15) {
            return None;
        }
        let days = (ms / DAY).floor();
        let rest = (ms - days * DAY) as i64;
        let days = days as i64;
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
    let name = |names: &'static [&'static str], index: i64| {
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
    let minutes = offset.abs() as i64;
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
