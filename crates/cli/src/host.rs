//! The world that the command line shows to expressions and forms: a clock that stands still, a
//! time zone by name, regular expressions.

use casement_expression::{Host, NativeRegex, Object, Regex, Value, parse_date_utc};
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::encoding::decode;
use crate::lines::Failure;

/// Which moment and zone to work in.
#[derive(Args, Clone, Debug)]
pub(crate) struct Moment {
    /// Now, as ISO 8601 text [default: the machine's clock].
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Time zone: an IANA name such as Europe/Berlin.
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    tz: String,
}

/// A host whose clock stands still.
#[derive(Clone, Debug)]
pub(crate) struct FixedHost {
    /// Now, in milliseconds since 1970-01-01T00:00Z.
    pub(crate) now: f64,
    /// Where local time is.
    pub(crate) zone: TimeZone,
    /// What functions of the host give, by name: `{"async"?, "cases": [[arguments, result] ...],
    /// "else"?}`.
    pub(crate) functions: Object,
}

impl Moment {
    /// The moment as given, if it was.
    pub(crate) fn given(&self) -> Option<&str> {
        self.now.as_deref()
    }

    /// The host for this moment and zone.
    pub(crate) fn host(&self) -> Result<FixedHost, Failure> {
        let now = match &self.now {
            Some(text) => parse_date_utc(text),
            None => Timestamp::now().as_millisecond() as f64,
        };
        if now.is_nan() {
            return Err(Failure::Argument("--now is no date".to_owned()));
        }
        let zone = TimeZone::get(&self.tz)
            .map_err(|_| Failure::Argument(format!("there is no time zone {}", self.tz)))?;
        Ok(FixedHost {
            now,
            zone,
            functions: Object::new(),
        })
    }
}

impl FixedHost {
    /// The machine's moment, in UTC.
    pub(crate) fn now() -> Self {
        Self {
            now: Timestamp::now().as_millisecond() as f64,
            zone: TimeZone::UTC,
            functions: Object::new(),
        }
    }

    /// What a function gives: the result of the case with these arguments, else that of `else`.
    pub(crate) fn result(&self, function: &str, arguments: &[Value]) -> Option<Value> {
        let function = self.functions.get(function)?.as_object()?;
        let cases = function.get("cases").and_then(Value::as_array);
        let found = cases.unwrap_or_default().iter().find_map(|case| {
            let case = case.as_array()?;
            (case.first()?.as_array()? == arguments).then(|| case.get(1).cloned())
        });
        let result = found.unwrap_or_else(|| function.get("else").cloned());
        Some(decode(&result.unwrap_or_default()))
    }
}

impl Host for FixedHost {
    fn now(&self) -> f64 {
        self.now
    }

    fn offset_at(&self, utc_ms: f64) -> f64 {
        // Beyond jiff's range (year 9999) the zone's offset is that of its last moment.
        let moment = Timestamp::from_millisecond(utc_ms as i64).unwrap_or(if utc_ms < 0.0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        f64::from(self.zone.to_offset(moment).seconds()) / 60.0
    }

    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        NativeRegex::new(pattern, case_insensitive).map(|regex| Box::new(regex) as Box<dyn Regex>)
    }

    fn call(&self, function: &str, arguments: &[Value]) -> Option<Value> {
        self.result(function, arguments)
    }

    fn is_asynchronous(&self, function: &str) -> bool {
        let function = self.functions.get(function).and_then(Value::as_object);
        let later = function.and_then(|function| function.get("async"));
        later.is_some_and(Value::is_true)
    }
}
