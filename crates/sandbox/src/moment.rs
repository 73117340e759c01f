//! Points in time as Salesforce writes them, and the org's clock.
//!
//! Everything is UTC in milliseconds. Knows no time zones beyond the offset that a text carries.

use std::time::{SystemTime, UNIX_EPOCH};

const DAY: i64 = 86_400_000;

/// Milliseconds since 1970-01-01T00:00:00Z.
pub(crate) type Millis = i64;

/// The org's clock: the machine's, moved by as much as a test asks for.
#[derive(Debug, Default, Clone)]
pub(crate) struct Clock {
    shift: Millis,
    last: Millis,
}

impl Clock {
    /// The present moment. Never runs backwards between two calls unless it was set.
    pub(crate) fn now(&mut self) -> Millis {
        self.last = self.last.max(machine_time().saturating_add(self.shift));
        self.last
    }

    /// Moves the clock forward.
    pub(crate) fn advance(&mut self, by: Millis) {
        self.shift = self.shift.saturating_add(by);
    }

    /// Sets the clock to a moment, from where it goes on running.
    pub(crate) fn set(&mut self, to: Millis) {
        self.shift = to.saturating_sub(machine_time());
        self.last = to;
    }
}

fn machine_time() -> Millis {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| Millis::try_from(elapsed.as_millis()).ok())
        .unwrap_or(0)
}

/// Writes a moment as the REST API does: `2026-05-20T20:49:32.000+0000`, to the second.
///
/// The fixed width makes two written moments comparable as text.
pub(crate) fn write(moment: Millis) -> String {
    let (year, month, day) = civil(moment.div_euclid(DAY));
    let seconds = moment.rem_euclid(DAY) / 1000;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.000+0000",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Writes a moment as an HTTP date: `Wed, 20 May 2026 20:49:32 GMT`.
pub(crate) fn write_http(moment: Millis) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let days = moment.div_euclid(DAY);
    let (year, month, day) = civil(days);
    let name = |names: &[&'static str], index: i64| {
        usize::try_from(index)
            .ok()
            .and_then(|index| names.get(index).copied())
            .unwrap_or("")
    };
    let seconds = moment.rem_euclid(DAY) / 1000;
    format!(
        "{}, {day:02} {} {year:04} {:02}:{:02}:{:02} GMT",
        name(&DAYS, days.rem_euclid(7)),
        name(&MONTHS, month - 1),
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// Reads an ISO 8601 date and time with its offset (`Z`, `+0000` or `+00:00`), or a date alone.
pub(crate) fn read(text: &str) -> Option<Millis> {
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = number(parts.next()?, 4)?;
    let month = number(parts.next()?, 2)?;
    let day = number(parts.next()?, 2)?;
    if parts.next().is_some()
        || !(1..=12).contains(&month)
        || !(1..=days_in(year, month)).contains(&day)
    {
        return None;
    }
    let midnight = days(year, month, day) * DAY;
    match time {
        None => Some(midnight),
        Some(time) => Some(midnight + time_of_day(time)?),
    }
}

fn time_of_day(text: &str) -> Option<Millis> {
    let split = text.find(['Z', 'z', '+', '-'])?;
    let (clock, offset) = text.split_at_checked(split)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = number(parts.next()?, 2)?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let millis: Millis = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let shift = match offset {
        "Z" | "z" => 0,
        _ => {
            let sign = if offset.starts_with('-') { -1 } else { 1 };
            let digits: String = offset.get(1..)?.chars().filter(|c| *c != ':').collect();
            let (hours, minutes) = digits.split_at_checked(2)?;
            sign * (number(hours, 2)? * 60 + number(minutes, 2)?) * 60_000
        }
    };
    Some(((hour * 60 + minute) * 60 + second) * 1000 + millis - shift)
}

fn number(text: &str, width: usize) -> Option<i64> {
    (text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar, counted from March so that the
/// leap day falls at the end of a year.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date a number of days after 1970-01-01; the inverse of [`days`].
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::{read, write, write_http};

    #[test]
    fn moments_are_written_with_an_offset_without_a_colon() {
        for (text, written) in [
            ("2026-05-20T20:49:32Z", "2026-05-20T20:49:32.000+0000"),
            (
                "2026-05-20T22:49:32.250+02:00",
                "2026-05-20T20:49:32.000+0000",
            ),
            ("2024-02-29T00:00:00-0130", "2024-02-29T01:30:00.000+0000"),
            ("1970-01-01", "1970-01-01T00:00:00.000+0000"),
            ("2000-12-31T23:59:59.999Z", "2000-12-31T23:59:59.000+0000"),
        ] {
            assert_eq!(read(text).map(write).as_deref(), Some(written), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "2026-01-01T25:00:00Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00+1",
            "2026-01-01T00:00Z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn http_dates_name_the_right_day_of_the_week() {
        assert_eq!(
            read("2026-05-20T20:49:32Z").map(write_http).as_deref(),
            Some("Wed, 20 May 2026 20:49:32 GMT")
        );
    }
}
