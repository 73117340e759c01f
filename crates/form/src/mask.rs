//! Input masks: what is shown of a stored value, and what is stored of a shown text
//! (reference 4.2).
//!
//! Knows settings and values, no form; `mask/input.rs` is what a form does with it. Not in here:
//! an input element, its caret, a key press.

mod currency;
mod datetime;
mod input;
mod numeric;
mod pattern;
mod regional;

pub(crate) use datetime::{LETTERS, Precision, Symbols};
pub(crate) use input::Typed;
pub(crate) use regional::Regional;

use casement_expression::Host;
use casement_expression::lower;

use crate::{Object, Value};
use currency::Currency;
use datetime::DateTime;
use numeric::Numeric;
use pattern::Pattern;
use regional::{number, text};

/// A mask with its settings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mask {
    kind: Kind,
    /// What is shown is stored, too: `saveMaskedValue`.
    saves_masked: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// A type that isn't known: everything is shown and stored as it is.
    Plain,
    Pattern(Pattern),
    Numeric(Numeric),
    Currency(Currency),
    DateTime(DateTime),
}

impl Mask {
    /// The mask of a type, with `maskSettings`, and with the language's formats where they leave
    /// something open.
    pub(crate) fn new(
        kind: &str,
        settings: &Object,
        regional: &Regional<'_>,
        symbols: Symbols,
    ) -> Mask {
        let pattern = text(settings, "pattern").unwrap_or_default();
        let kind = match kind.to_ascii_lowercase().as_str() {
            "pattern" => Kind::Pattern(Pattern::new(&pattern)),
            "numeric" => Kind::Numeric(numeric(settings, regional)),
            "currency" => Kind::Currency(currency(settings, regional)),
            "datetime" => {
                let pattern = if pattern.is_empty() {
                    preset(settings, regional)
                } else {
                    pattern
                };
                let latest = text(settings, "max");
                Kind::DateTime(DateTime::new(&pattern, latest.as_deref(), symbols))
            }
            _ => Kind::Plain,
        };
        Mask {
            kind,
            saves_masked: settings
                .get("saveMaskedValue")
                .is_some_and(Value::is_truthy),
        }
    }

    /// What is shown is stored, too.
    pub(crate) const fn saves_masked(&self) -> bool {
        self.saves_masked
    }

    /// What is shown depends on the language.
    pub(crate) const fn is_regional(&self) -> bool {
        matches!(
            self.kind,
            Kind::Numeric(_) | Kind::Currency(_) | Kind::DateTime(_)
        )
    }

    /// It shows a date or a time.
    pub(crate) const fn is_date(&self) -> bool {
        matches!(self.kind, Kind::DateTime(_))
    }

    /// A stored value as it is shown. `Null` for a number beyond the mask's limits.
    pub(crate) fn masked(&self, stored: &Value, host: &dyn Host) -> Value {
        let plain = if stored.is_nullish() {
            "".into()
        } else {
            stored.to_text()
        };
        let or_null = |text: Option<String>| text.map_or(Value::Null, Value::from);
        match &self.kind {
            Kind::Plain => stored.clone(),
            // Survey-core looks at a text place by place, and a number has none.
            Kind::Pattern(pattern) => pattern
                .masked(match stored {
                    Value::String(_) | Value::Array(_) => &plain,
                    _ => "",
                })
                .into(),
            Kind::Numeric(mask) => or_null(mask.masked(&plain)),
            Kind::Currency(mask) => or_null(mask.masked(&plain)),
            Kind::DateTime(mask) => mask.masked(stored, host).into(),
        }
    }

    /// A shown text as it is stored without the mask: text, a number, or nothing (`Undefined` or
    /// "") where it isn't complete.
    pub(crate) fn unmasked(&self, shown: &Value) -> Value {
        let plain = if shown.is_nullish() {
            "".into()
        } else {
            shown.to_text()
        };
        match &self.kind {
            Kind::Plain => shown.clone(),
            Kind::Pattern(pattern) => pattern
                .unmasked(match shown {
                    Value::String(_) | Value::Array(_) => &plain,
                    _ => "",
                })
                .into(),
            Kind::Numeric(mask) => mask.unmasked(&plain),
            Kind::Currency(mask) => mask.unmasked(&plain),
            Kind::DateTime(mask) => mask.unmasked(&plain).into(),
        }
    }

    /// A given value, from wherever, as a question holds it.
    pub(crate) fn held(&self, value: Value, host: &dyn Host) -> Value {
        if value.is_nullish() || value.as_str() == Some("") {
            return value;
        }
        if self.saves_masked {
            return if self.is_kept(&value, host) {
                value
            } else {
                self.masked(&value, host)
            };
        }
        let full = matches!(self.kind, Kind::Pattern(_)) && self.masked(&value, host) == value;
        if full { self.unmasked(&value) } else { value }
    }

    /// A text that is masked already, or that no mask could be put on.
    fn is_kept(&self, value: &Value, host: &dyn Host) -> bool {
        if value.as_str().is_none() {
            return false;
        }
        if self.unmasked(value).is_truthy() {
            return true;
        }
        let masked = self.masked(value, host);
        let empty = self.masked(&Value::from(""), host);
        (masked == empty && *value != empty) || !self.unmasked(&masked).is_truthy()
    }

    /// What a typed text is stored as (`None`: nothing, the text is kept as typed), and how it is
    /// shown then.
    pub(crate) fn typed(&self, typed: &Value, host: &dyn Host) -> Option<(Value, Value)> {
        let value = self.unmasked(typed);
        if value.is_nullish() || value.as_str() == Some("") {
            return None;
        }
        let shown = self.masked(&value, host);
        if value.is_truthy() && self.saves_masked {
            return Some((shown.clone(), shown));
        }
        Some((value, shown))
    }

    /// How precise a date becomes text for this mask.
    pub(crate) fn precision(&self) -> Precision {
        match &self.kind {
            Kind::DateTime(mask) => mask.precision(),
            _ => Precision::Day,
        }
    }
}

fn numeric(settings: &Object, regional: &Regional<'_>) -> Numeric {
    let decimal =
        text(settings, "decimalSeparator").unwrap_or_else(|| regional.decimal().to_owned());
    Numeric {
        thousands: text(settings, "thousandsSeparator")
            .unwrap_or_else(|| regional.thousands(&decimal).to_owned()),
        decimal,
        precision: number(settings, "precision").unwrap_or(2.0),
        negative: settings
            .get("allowNegativeValues")
            .is_none_or(|value| value.is_nullish() || value.is_truthy()),
        min: number(settings, "min"),
        max: number(settings, "max"),
    }
}

fn currency(settings: &Object, regional: &Regional<'_>) -> Currency {
    let given = text(settings, "currencyPattern").unwrap_or_default();
    let (prefix, suffix) = (text(settings, "prefix"), text(settings, "suffix"));
    let own = currency::with_affixes(&given, prefix.as_deref(), suffix.as_deref());
    Currency {
        number: numeric(settings, regional),
        pattern: if currency::is_pattern(&own) {
            own
        } else {
            regional.currency().to_owned()
        },
        symbol: text(settings, "currencySymbol").unwrap_or_else(|| regional.symbol().to_owned()),
    }
}

/// The pattern of `patternPreset`.
fn preset(settings: &Object, regional: &Regional<'_>) -> String {
    let preset = text(settings, "patternPreset").unwrap_or_else(|| "localeDate".to_owned());
    match &*lower(&preset) {
        "localedate" => regional.date().to_owned(),
        "localetime" => regional.time().to_owned(),
        "localedatetime" => format!("{} {}", regional.date(), regional.time()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
