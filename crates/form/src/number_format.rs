//! Numbers as people read them: `Intl.NumberFormat`, as far as results of expressions need it.
//!
//! Exact for English; for some twenty more languages the separators, the percent sign, the place of the
//! currency and the signs of common currencies are known. All others are shown as in English. Knows
//! no form.

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
SYP - 0;TND - 3;TWD NT$ 2;UGX - 0;USD $ 2;VND ₫ 0;VUV - 0;XAF FCFA 0;XCD EC$ 2;XOF F^CFA 0;\
XPF CFPF 0;YER - 0";

/// Language; decimal and thousands separator; percentage; amount; currencies whose sign is another
/// than in English, each with its sign, or with none where it is the code. `~` is a no-break space,
/// `^` a narrow one, `<` and `>` are the marks of writing to the right and to the left. Taken from what `Intl.NumberFormat` of Node answers (CLDR).
const LANGUAGES: &str = "de ,. #~% #~@ AUDAU$ THB฿;\
fr ,^ #~% #~@ AUD$AU CAD$CA CNY GBP£GB HKD JPY MXN$MX NZD$NZ TWD USD$US XCD XPFFCFP ARS$AR CLP$CL \
COP$CO SGD$SG;\
es ,. #~% #~@ AUD BRL CAD CNY GBP HKD ILS INR JPY KRW MXN NZD TWD USDUS$ XAF XOF XCD THB฿;\
it ,. #% #~@ BRL HKD INR JPY KRW MXN TWD USD VND THB฿;pt ,. #% @~# AUDAU$ JPYJP¥ USDUS$ THB฿;\
nl ,. #% @~-# AUDAU$ CADC$ JPYJP¥ USDUS$ XPF THB฿;\
pl ,~ #% #~@ AUD CAD CNY GBP HKD ILS INR JPY KRW MXN NZD TWD USD VND PLNzł;\
cs ,~ #~% #~@ AUDAU$ ILS INR JPYJP¥ USDUS$ VND CZKKč;\
sv ,~ #~% #~@ AUD BRLBR$ CNY GBP HKD INR JPY KRW NZD TWD USDUS$ VND EGPEG£ SEKkr NOKNkr DKKDkr ISKIkr;\
ja ., #% @# CNY元 JPY￥;zh ., #% @# AUDAU$ CNY¥ JPYJP¥ USDUS$;ko ., #% @# AUDAU$ JPYJP¥ USDUS$;\
tr ,. %# @# AUDAU$ TRY₺ THB฿;\
uk ,~ #% #~@ AUD BRL CAD CNY EUR GBP HKD ILS INR KRW MXN NZD TWD USD VND XCD UAH₴;\
ru ,~ #~% #~@ UAH₴ RUB₽ THB฿;da ,. #~% #~@ AUDAU$ JPYJP¥ USDUS$ DKKkr. THB฿;\
fi ,~ #~% #~@ AUD BRL CAD CNY HKD ILS INR KRW MXN NZD TWD VND XCD XPF;\
no ,~ #~% #~@ AUD BRL CAD CNY HKD ILS INR JPY KRW MXN NZD TWD USD VND XAF XCD XPF NOKkr;\
hu ,~ #% #~@ AUD BRL CAD CNY EUR GBP HKD ILS INR KRW MXN NZD TWD USD VND XCD HUFFt;\
ar ., #<%< >-#~@ AUDAU$ GBPUK£ JPYJP¥ USDUS$ THB฿ AEDد.إ.> EGPج.م.> SARر.س.> BHDد.ب.> DZDد.ج.> IQDد.ع.> JODد.أ.> KWDد.ك.> LBPل.ل.> MADد.م.> OMRر.ع.> QARر.ق.> TNDد.ت.>;\
he ., #% >-#~>@ CNY<CN¥< THB฿;en ., #% @#";

/// A line of [`LANGUAGES`].
struct Language {
    decimal: String,
    thousands: String,
    percent: String,
    amount: String,
    /// Currencies with a sign of their own in this language.
    signs: &'static str,
    minus: &'static str,
}

/// A number in a language, "" for English.
pub(crate) fn format(number: f64, format: Format<'_>, locale: &str) -> String {
    let language = language(locale);
    let (sign, decimals) = match format.style {
        Style::Currency(code) => currency(code, &language),
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
        language.minus
    } else {
        ""
    };
    // A sign that ends in a letter doesn't touch the digits.
    let apart = signed.contains("@#") && sign.ends_with(char::is_alphabetic);
    let sign = if apart { format!("{sign}\u{a0}") } else { sign };
    signed
        .replacen('-', minus, 1)
        .replacen('#', &text, 1)
        .replacen('@', &sign, 1)
}

fn language(locale: &str) -> Language {
    let parent = locale
        .split('-')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let parent = match parent.as_str() {
        "nb" => "no",
        other => other,
    };
    let lines = || LANGUAGES.split(';').filter_map(|line| line.split_once(' '));
    let line = lines()
        .find(|(name, _)| *name == parent)
        .or_else(|| lines().next_back())
        .map_or("", |(_, line)| line);
    let mut fields = line.splitn(4, ' ');
    let mut field = || fields.next().unwrap_or_default();
    let (decimal, thousands) = field().split_at_checked(1).unwrap_or_default();
    Language {
        decimal: decimal.to_owned(),
        thousands: spaced(thousands),
        percent: spaced(field()),
        amount: spaced(field()),
        signs: field(),
        minus: match parent {
            "sv" | "fi" | "no" => "\u{2212}",
            "ar" | "he" => "\u{200e}-",
            _ => "-",
        },
    }
}

/// A pattern or sign of the tables as it is shown.
fn spaced(text: &str) -> String {
    let text = text.replace('~', "\u{a0}").replace('^', "\u{202f}");
    text.replace('<', "\u{200e}").replace('>', "\u{200f}")
}

/// A currency's sign in a language and how many decimals it has.
fn currency(code: &str, language: &Language) -> (String, usize) {
    let own = language
        .signs
        .split(' ')
        .find_map(|entry| entry.strip_prefix(code));
    let (sign, decimals) = CURRENCIES
        .split(';')
        .find_map(|line| line.strip_prefix(code)?.strip_prefix(' '))
        .and_then(|line| line.split_once(' '))
        .unwrap_or(("-", "2"));
    let sign = match own.unwrap_or(sign) {
        "" | "-" => code,
        sign => sign,
    };
    (spaced(sign), decimals.parse().unwrap_or(2))
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
            (-0.5, Style::Percent, "fi", "\u{2212}50\u{a0}%"),
            (7.0, Style::Currency("GBP"), "fr", "7,00\u{a0}£GB"),
            (7.0, Style::Currency("JPY"), "zh-cn", "JP¥7"),
            (7.0, Style::Currency("JPY"), "it", "7\u{a0}JPY"),
            (7.0, Style::Currency("CNY"), "ja", "元\u{a0}7.00"),
            (7.0, Style::Currency("PLN"), "pl", "7,00\u{a0}zł"),
            (7.0, Style::Currency("RUB"), "ru", "7,00\u{a0}₽"),
            (
                -7.0,
                Style::Currency("AED"),
                "ar",
                "\u{200f}\u{200e}-7.00\u{a0}د.إ.\u{200f}",
            ),
            (
                7.0,
                Style::Currency("ILS"),
                "he",
                "\u{200f}7.00\u{a0}\u{200f}₪",
            ),
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
