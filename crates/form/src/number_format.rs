//! Numbers as people read them: `Intl.NumberFormat`, as far as results of expressions need it.
//!
//! Exact for English; for some more languages separators, percent sign and the place of the
//! currency sign are known. All others are shown as in English. Knows no form.

use casement_expression::number_text;

/// The kind of number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style<'s> {
    Decimal,
    Percent,
    /// With the currency's code.
    Currency(&'s str),
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Format<'s> {
    pub(crate) style: Style<'s>,
    pub(crate) minimum: Option<usize>,
    pub(crate) maximum: Option<usize>,
    pub(crate) grouping: bool,
}

/// Codes whose sign in English is another, or that have another number of decimals than two.
const CURRENCIES: &str = "AFN - 0;ALL - 0;AUD A$ 2;BHD - 3;BIF - 0;BRL R$ 2;CAD CA$ 2;CLP - 0;\
CNY CN¥ 2;COP - 0;DJF - 0;EUR € 2;GBP £ 2;GNF - 0;HKD HK$ 2;HUF - 0;IDR - 0;ILS ₪ 2;INR ₹ 2;\
IQD - 0;IRR - 0;ISK - 0;JOD - 3;JPY ¥ 0;KMF - 0;KPW - 0;KRW ₩ 0;KWD - 3;LAK - 0;LBP - 0;LYD - 3;\
MGA - 0;MMK - 0;MXN MX$ 2;NZD NZ$ 2;OMR - 3;PHP ₱ 2;PKR - 0;PYG - 0;RWF - 0;SLL - 0;SOS - 0;\
SYP - 0;TND - 3;TWD NT$ 2;UGX - 0;USD $ 2;VND ₫ 0;VUV - 0;XAF FCFA 0;XCD EC$ 2;XOF F~CFA 0;\
XPF CFPF 0;YER - 0";

/// Language; decimal and thousands separator; percentage; amount; the sign of USD. `~` is a no-break space, `^` a narrow one.
const LANGUAGES: &str = "de ,. #~% #~@ $;fr ,^ #~% #~@ $US;es ,. #~% #~@ US$;\
it ,. #% #~@ USD;pt ,. #% @~# US$;nl ,. #% @~-# US$;pl ,~ #% #~@ USD;\
cs ,~ #~% #~@ US$;sv ,~ #~% #~@ US$;ja ., #% @# $;zh ., #% @# US$;ko ., #% @# US$;\
tr ,. %# @# $;uk ,~ #% #~@ USD;en ., #% @# $";

/// A line of [`LANGUAGES`].
struct Language {
    decimal: String,
    thousands: String,
    percent: String,
    amount: String,
    dollar: &'static str,
    minus: char,
}

/// A number in a language, "" for English.
pub(crate) fn format(number: f64, format: Format<'_>, locale: &str) -> String {
    let language = language(locale);
    let (sign, decimals) = match format.style {
        Style::Currency(code) => currency(code),
        _ => (String::new(), 0),
    };
    let usual = match format.style {
        Style::Decimal => (0, 3),
        Style::Percent => (0, 0),
        Style::Currency(_) => (decimals, decimals),
    };
    let (minimum, maximum) = match (format.minimum, format.maximum) {
        (Some(minimum), Some(maximum)) => (minimum.min(maximum), maximum),
        (Some(minimum), None) => (minimum, minimum.max(usual.1)),
        (None, Some(maximum)) => (usual.0.min(maximum), maximum),
        (None, None) => usual,
    };
    let mut digits = Digits::of(number);
    if format.style == Style::Percent {
        digits.point += 2;
    }
    digits.round(maximum);
    let (whole, fraction) = digits.parts(minimum);
    let mut text = if format.grouping {
        grouped(&whole, &language)
    } else {
        whole
    };
    if !fraction.is_empty() {
        text.push_str(&language.decimal);
        text.push_str(&fraction);
    }
    let pattern = match format.style {
        Style::Decimal => "#",
        Style::Percent => &language.percent,
        Style::Currency(_) => &language.amount,
    };
    let signed = if pattern.contains('-') {
        pattern.to_owned()
    } else {
        format!("-{pattern}")
    };
    let minus = if number.is_sign_negative() {
        language.minus.to_string()
    } else {
        String::new()
    };
    let sign = match format.style {
        Style::Currency("USD") => language.dollar.to_owned(),
        _ => sign,
    };
    // A sign that ends in a letter doesn't touch the digits.
    let apart =
        signed.contains("@#") && !sign.ends_with(['$', '¥', '€', '£', '₪', '₹', '₩', '₱', '₫']);
    let sign = if apart { format!("{sign}\u{a0}") } else { sign };
    signed
        .replacen('-', &minus, 1)
        .replacen('#', &text, 1)
        .replacen('@', &sign, 1)
}

fn language(locale: &str) -> Language {
    let parent = locale
        .split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let lines = || LANGUAGES.split(';').filter_map(|line| line.split_once(' '));
    let line = lines()
        .find(|(name, _)| *name == parent)
        .or_else(|| lines().next_back())
        .map_or("", |(_, line)| line);
    let mut fields = line.split(' ');
    let mut field = || fields.next().unwrap_or_default();
    let spaced = |text: &str| text.replace('~', "\u{a0}").replace('^', "\u{202f}");
    let (decimal, thousands) = field().split_at_checked(1).unwrap_or_default();
    Language {
        decimal: decimal.to_owned(),
        thousands: spaced(thousands),
        percent: spaced(field()),
        amount: spaced(field()),
        dollar: field(),
        minus: if parent == "sv" { '\u{2212}' } else { '-' },
    }
}

/// A currency's sign and how many decimals it has.
fn currency(code: &str) -> (String, usize) {
    let line = CURRENCIES
        .split(';')
        .find_map(|line| line.strip_prefix(code)?.strip_prefix(' '));
    let Some((sign, decimals)) = line.and_then(|line| line.split_once(' ')) else {
        return (code.to_owned(), 2);
    };
    let sign = if sign == "-" { code } else { sign };
    (sign.replace('~', "\u{202f}"), decimals.parse().unwrap_or(2))
}

fn grouped(whole: &str, language: &Language) -> String {
    let mut text = String::with_capacity(whole.len() * 2);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push_str(&language.thousands);
        }
        text.push(digit);
    }
    text
}

/// The digits that JavaScript writes a number with, and where the point stands among them.
struct Digits {
    digits: Vec<u8>,
    point: i32,
}

impl Digits {
    fn of(number: f64) -> Digits {
        let text = number_text(number.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let exponent: i32 = exponent.trim_start_matches('+').parse().unwrap_or(0);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        Digits {
            digits: whole
                .bytes()
                .chain(fraction.bytes())
                .map(|digit| digit.saturating_sub(b'0'))
                .collect(),
            point: whole.len() as i32 + exponent,
        }
    }

    /// To so many decimals, halves away from zero.
    fn round(&mut self, decimals: usize) {
        let Ok(kept) = usize::try_from(self.point + decimals as i32) else {
            self.digits.clear();
            return;
        };
        let up = self.digits.get(kept).is_some_and(|digit| *digit >= 5);
        self.digits.truncate(kept);
        if !up {
            return;
        }
        // Digits that were not there are zeros before the first.
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    /// The whole part and so many decimals at least.
    fn parts(&self, minimum: usize) -> (String, String) {
        let digit = |at: i32| {
            let digit = usize::try_from(at).ok().and_then(|at| self.digits.get(at));
            char::from(b'0' + digit.copied().unwrap_or(0))
        };
        let whole: String = (0..self.point).map(digit).collect();
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let end = (self.digits.len() as i32).max(self.point);
        let mut fraction: String = (self.point..end).map(digit).collect();
        while fraction.len() > minimum && fraction.ends_with('0') {
            fraction.pop();
        }
        while fraction.len() < minimum {
            fraction.push('0');
        }
        (whole.to_owned(), fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(style: Style<'_>) -> Format<'_> {
        Format {
            style,
            minimum: None,
            maximum: None,
            grouping: true,
        }
    }

    #[test]
    fn numbers_are_written_as_intl_writes_them() {
        let euro = Style::Currency("EUR");
        for (number, style, locale, text) in [
            (1234.5, Style::Decimal, "", "1,234.5"),
            (1.0005, Style::Decimal, "", "1.001"),
            (-0.0001, Style::Decimal, "", "-0"),
            (1e21, Style::Decimal, "", "1,000,000,000,000,000,000,000"),
            (0.256, Style::Percent, "", "26%"),
            (0.005, Style::Percent, "", "1%"),
            (999.995, Style::Currency("USD"), "", "$1,000.00"),
            (-12.345, Style::Currency("CZK"), "", "-CZK\u{a0}12.35"),
            (12_345.678, Style::Currency("JPY"), "", "¥12,346"),
            (-1234.5, euro, "de", "-1.234,50\u{a0}€"),
            (-1234.5, euro, "nl", "€\u{a0}-1.234,50"),
            (1234.5, euro, "es", "1.234,50\u{a0}€"),
            (0.5, Style::Percent, "tr", "%50"),
        ] {
            assert_eq!(
                format(number, plain(style), locale),
                text,
                "{number} {locale}"
            );
        }
    }

    #[test]
    fn the_number_of_decimals_can_be_given() {
        let decimals = |minimum, maximum| Format {
            minimum,
            maximum,
            ..plain(Style::Currency("USD"))
        };
        for (minimum, maximum, text) in [
            (Some(3), None, "$1.500"),
            (Some(0), None, "$1.5"),
            (None, Some(0), "$2"),
            (Some(1), Some(4), "$1.5"),
        ] {
            assert_eq!(format(1.5, decimals(minimum, maximum), ""), text);
        }
    }
}
