//! Functions of dates. Dates are local, in the host's zone; now is the host's.

use super::Context;
use crate::date::{CalendarDate, Local, create};
use crate::number::coerce;
use crate::operators::{Thrown, add};
use crate::{Host, Value};

type Outcome = Result<Value, Thrown>;

fn truthy<'v>(arguments: &[&'v Value], at: usize) -> Option<&'v Value> {
    let argument = arguments.get(at).copied();
    argument.filter(|value| value.is_truthy())
}

fn now(host: &dyn Host) -> f64 {
    create(&Value::Undefined, host)
}

fn midnight(host: &dyn Host) -> f64 {
    match Local::of(now(host), host) {
        Some(local) => Local {
            hour: 0.0,
            minute: 0.0,
            second: 0.0,
            millisecond: 0.0,
            ..local
        }
        .to_utc(host),
        None => f64::NAN,
    }
}

/// JavaScript's `part + value` for a part of a date: a text is put behind the digits.
fn plus(part: f64, value: &Value, host: &dyn Host) -> f64 {
    coerce(&add(&Value::Number(part), value, host))
}

/// One part of a date, NaN for an invalid one.
fn part(ms: f64, host: &dyn Host, part: fn(&Local) -> f64) -> Value {
    Value::Number(Local::of(ms, host).map_or(f64::NAN, |local| part(&local)))
}

pub(super) fn get_date(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    Ok(match truthy(arguments, 0) {
        Some(value) => Value::Date(create(value, context.host)),
        None => Value::Null,
    })
}

pub(super) fn current_date(_: &[&Value], context: &Context<'_>) -> Outcome {
    Ok(Value::Date(now(context.host)))
}

pub(super) fn today(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let host = context.host;
    let today = midnight(host);
    Ok(Value::Date(match arguments {
        [days] => match Local::of(today, host) {
            Some(local) => Local {
                day: plus(local.day, days, host),
                ..local
            }
            .to_utc(host),
            None => f64::NAN,
        },
        _ => today,
    }))
}

pub(super) fn current_year(_: &[&Value], context: &Context<'_>) -> Outcome {
    let host = context.host;
    Ok(part(now(host), host, |local| local.year))
}

pub(super) fn get_year(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let host = context.host;
    Ok(match arguments {
        [value] if value.is_truthy() => part(create(value, host), host, |local| local.year),
        _ => Value::Undefined,
    })
}

/// The date of the first argument, or today's midnight.
fn given_or_today(arguments: &[&Value], host: &dyn Host) -> f64 {
    match truthy(arguments, 0) {
        Some(value) => create(value, host),
        None => midnight(host),
    }
}

pub(super) fn year(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let date = given_or_today(arguments, context.host);
    Ok(part(date, context.host, |local| local.year))
}

pub(super) fn month(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let date = given_or_today(arguments, context.host);
    Ok(part(date, context.host, |local| local.month + 1.0))
}

pub(super) fn day(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let date = given_or_today(arguments, context.host);
    Ok(part(date, context.host, |local| local.day))
}

pub(super) fn weekday(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let date = given_or_today(arguments, context.host);
    Ok(part(date, context.host, |local| local.weekday))
}

pub(super) fn age(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let Some(born) = truthy(arguments, 0) else {
        return Ok(Value::Null);
    };
    let unit = truthy(arguments, 1);
    // Days are counted between two given dates, and the second is missing here.
    if is_unit(unit, "days") {
        return Ok(Value::Number(0.0));
    }
    let host = context.host;
    let (born, now) = (
        CalendarDate::of(born, host),
        CalendarDate::at(now(host), host),
    );
    Ok(months_or_years(born, now, unit))
}

pub(super) fn date_diff(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let (Some(from), Some(to)) = (truthy(arguments, 0), truthy(arguments, 1)) else {
        return Ok(Value::Null);
    };
    let host = context.host;
    let unit = truthy(arguments, 2);
    let days = || (CalendarDate::of(from, host), CalendarDate::of(to, host));
    let length = match unit.map_or(Some("days"), Value::as_str) {
        Some("days") => {
            let (from, to) = days();
            return Ok(days_between(from, to));
        }
        Some("hours") => 3_600_000.0,
        Some("minutes") => 60_000.0,
        Some("seconds") => 1000.0,
        _ => {
            let (from, to) = days();
            return Ok(months_or_years(from, to, unit));
        }
    };
    let (from, to) = (create(from, host), create(to, host));
    Ok(Value::Number(((to - from).abs() / length).ceil()))
}

pub(super) fn diff_days(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let host = context.host;
    Ok(match arguments {
        [from, to] if from.is_truthy() && to.is_truthy() => {
            days_between(CalendarDate::of(from, host), CalendarDate::of(to, host))
        }
        _ => Value::Number(0.0),
    })
}

fn is_unit(unit: Option<&Value>, name: &str) -> bool {
    unit.and_then(Value::as_str) == Some(name)
}

/// Days between two calendar dates, whichever is first.
fn days_between(from: Option<CalendarDate>, to: Option<CalendarDate>) -> Value {
    let (Some(from), Some(to)) = (from, to) else {
        return Value::Number(f64::NAN);
    };
    // ECMAScript's Date.UTC takes the years 0 to 99 for those of the last century.
    let days = |date: CalendarDate| {
        let year = match date.year {
            year @ 0..=99 => year + 1900,
            year => year,
        };
        CalendarDate { year, ..date }.days()
    };
    Value::Number((days(to) - days(from)).abs())
}

/// Whole months between two dates, or years made of them.
fn months_or_years(
    from: Option<CalendarDate>,
    to: Option<CalendarDate>,
    unit: Option<&Value>,
) -> Value {
    let in_months = is_unit(unit, "months");
    let (Some(from), Some(to)) = (from, to) else {
        return Value::Number(if in_months { f64::NAN } else { 0.0 });
    };
    let mut months = (to.year - from.year) * 12 + to.month - from.month;
    if to.day < from.day {
        months -= 1;
    }
    Value::Number(f64::from(if in_months { months } else { months / 12 }))
}

pub(super) fn date_add(arguments: &[&Value], context: &Context<'_>) -> Outcome {
    let (Some(date), Some(amount)) = (truthy(arguments, 0), truthy(arguments, 1)) else {
        return Ok(Value::Null);
    };
    let host = context.host;
    let date = create(date, host);
    let Some(mut local) = Local::of(date, host) else {
        return Ok(Value::Date(f64::NAN));
    };
    let unit = truthy(arguments, 2);
    let part = match unit.map_or(Some("days"), Value::as_str) {
        Some("days") => &mut local.day,
        Some("months") => &mut local.month,
        Some("years") => &mut local.year,
        Some("hours") => &mut local.hour,
        Some("minutes") => &mut local.minute,
        Some("seconds") => &mut local.second,
        _ => return Ok(Value::Date(date)),
    };
    *part = plus(*part, amount, host);
    Ok(Value::Date(local.to_utc(host)))
}
