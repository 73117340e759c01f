//! Results of expressions as people read them: `displayStyle`, `format`, `precision`
//! (reference 4.1).

use crate::element::EVERY_TYPE;
use casement_expression::{parse_date, to_fixed};

use crate::number_format::{Format, Style, format};
use crate::{ElementId, Form, Value};

/// As many decimals as there can be.
const MOST_DECIMALS: f64 = 20.0;

/// A currency that isn't known is this one.
const DOLLAR: &str = "USD";

/// The currencies that survey-core knows, three letters each.
const CURRENCIES: &str = "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBHDBIFBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHF\
CHWCLFCLPCNYCOPCOUCRCCUCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKD\
HNLHRKHTGHUFIDRILSINRIQDIRRISKJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDL\
MGAMKDMMKMNTMOPMROMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQARRONRSD\
RUBRWFSARSBDSCRSDGSEKSGDSHPSLLSOSSRDSSPSTDSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUSN\
UYIUYUUZSVEFVNDVUVWSTXAFXAGXAUXBAXBBXBCXBDXCDXDRXOFXPDXPFXPTXSUXTSXUAXXXYERZARZMWZWL";

/// How a result is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ResultStyle {
    pub(crate) style: String,
    pub(crate) currency: String,
    pub(crate) minimum: Option<f64>,
    pub(crate) maximum: Option<f64>,
    pub(crate) grouping: bool,
    /// The text around it; "" where there is none.
    pub(crate) format: String,
}

impl Form {
    /// The result of an expression question as it is shown.
    pub(crate) fn result_text(&self, id: ElementId, value: &Value) -> String {
        if !EVERY_TYPE {
            return String::new();
        }
        let property = |name: &str| self.element_property(id, name);
        let style = ResultStyle {
            style: property("displayStyle").to_text().into_owned(),
            currency: property("currency").to_text().into_owned(),
            minimum: property("minimumFractionDigits").number_like(),
            maximum: property("maximumFractionDigits").number_like(),
            grouping: property("useGrouping") != Value::Bool(false),
            format: self.own_text(id, "format").unwrap_or_default(),
        };
        self.styled(value, &style)
    }

    /// A result in a style.
    pub(crate) fn styled(&self, value: &Value, style: &ResultStyle) -> String {
        if !EVERY_TYPE {
            return String::new();
        }
        if value.is_empty() {
            return String::new();
        }
        let text = self.styled_value(value, style);
        if style.format.is_empty() {
            text
        } else {
            style.format.replace("{0}", &text)
        }
    }

    fn styled_value(&self, value: &Value, style: &ResultStyle) -> String {
        if style.style == "date" {
            return self.day(value);
        }
        let Value::Number(number) = value else {
            return self.plain_text(value);
        };
        let kind = match style.style.as_str() {
            "decimal" => Style::Decimal,
            "percent" => Style::Percent,
            "currency" if is_currency(&style.currency) => Style::Currency(&style.currency),
            "currency" => Style::Currency(DOLLAR),
            _ => return self.plain_text(value),
        };
        let decimals = |given: Option<f64>| {
            given
                .filter(|given| *given >= 0.0)
                .map(|given| given.min(MOST_DECIMALS) as usize)
        };
        let written = Format {
            style: kind,
            minimum: decimals(style.minimum),
            maximum: decimals(style.maximum),
            grouping: style.grouping,
        };
        format(*number, written, &self.locale)
    }

    /// The day as English writes it: `5/15/2024`.
    fn day(&self, value: &Value) -> String {
        let date = parse_date(value, &*self.host);
        let local = date + self.host.offset_at(date) * 60_000.0;
        let text = casement_expression::iso_text(local).unwrap_or_default();
        let (year, rest) = text
            .split_at_checked(text.len().saturating_sub(20))
            .unwrap_or_default();
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
        let month = number(rest.get(1..3));
        let day = number(rest.get(4..6));
        match (month, day) {
            (Some(month), Some(day)) => {
                let year = year.trim_start_matches(['+', '0']);
                format!("{month}/{day}/{year}")
            }
            _ => "Invalid Date".to_owned(),
        }
    }

    fn plain_text(&self, value: &Value) -> String {
        match value {
            Value::Date(date) => self.date_text(*date),
            value => value.to_text().into_owned(),
        }
    }

    /// The result that is stored: rounded to the question's `precision`.
    pub(crate) fn rounded_result(&self, id: ElementId, value: Value) -> Value {
        if !EVERY_TYPE {
            return value;
        }
        let precision = self.element_property(id, "precision").number_like();
        let places = precision.filter(|places| *places >= 0.0);
        match (&value, places) {
            (Value::Number(number), Some(places)) => {
                to_fixed(*number, places.min(100.0) as usize).map_or(value, Value::from)
            }
            _ => value,
        }
    }
}

fn is_currency(code: &str) -> bool {
    let known = CURRENCIES.as_bytes().chunks_exact(3);
    known.into_iter().any(|known| known == code.as_bytes())
}
