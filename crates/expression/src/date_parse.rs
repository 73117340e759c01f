//! JavaScript's reading of dates from text, as V8 does it: first the format of ECMAScript, then a
//! lenient one that takes numbers, names of months and zones in nearly any order.
//!
//! Knows no zone: a text without one says what local clocks show.

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ParsedDate {
    /// Milliseconds since 1970 as if clocks showed UTC.
    pub(crate) civil_ms: f64,
    /// Seconds that the text's zone is ahead of UTC; `None` for local time.
    pub(crate) offset_seconds: Option<f64>,
}

/// Reads a date; `None` where the text is none.
pub(crate) fn parse(text: &str) -> Option<ParsedDate> {
    let mut reader = Reader {
        scanner: Scanner {
            rest: text,
            next: Token::End,
        },
        day: Day::default(),
        time: Time::default(),
        zone: Zone::default(),
    };
    reader.scanner.advance();
    match reader.iso() {
        Iso::Complete => {}
        Iso::Invalid => return None,
        Iso::Left(token) => reader.lenient(token)?,
    }
    let (year, month, day) = reader.day.parts()?;
    let (hour, minute, second, millisecond) = reader.time.parts()?;
    let local = crate::date::Local {
        year,
        month: month - 1.0,
        day,
        hour,
        minute,
        second,
        millisecond,
        weekday: 0.0,
    };
    Some(ParsedDate {
        civil_ms: local.civil_ms(),
        offset_seconds: reader.zone.seconds(),
    })
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    End,
    /// A number and how many digits it has.
    Number(i64, usize),
    /// One of `:` `-` `+` `.` `)` `(`.
    Symbol(char),
    /// A word and its length.
    Word(Word, usize),
    Space,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Word {
    Month(i64),
    /// Hours to add: 0 for am, 12 for pm.
    HalfDay(i64),
    /// A zone's hours ahead of UTC.
    Zone(i64),
    /// `T`.
    Time,
    Unknown,
}

impl Token {
    fn fixed(self, digits: usize) -> Option<i64> {
        match self {
            Token::Number(number, length) if length == digits => Some(number),
            _ => None,
        }
    }

    fn sign(self) -> Option<i64> {
        match self {
            Token::Symbol('+') => Some(1),
            Token::Symbol('-') => Some(-1),
            _ => None,
        }
    }

    const fn is_z(self) -> bool {
        matches!(self, Token::Word(Word::Zone(_), 1))
    }
}

struct Scanner<'a> {
    rest: &'a str,
    next: Token,
}

impl Scanner<'_> {
    /// The token in front, which stays.
    const fn peek(&self) -> Token {
        self.next
    }

    fn next(&mut self) -> Token {
        let token = self.next;
        self.advance();
        token
    }

    fn skip(&mut self, symbol: char) -> bool {
        let found = self.next == Token::Symbol(symbol);
        if found {
            self.advance();
        }
        found
    }

    fn advance(&mut self) {
        self.next = self.scan();
    }

    fn take_while(&mut self, test: impl Fn(char) -> bool) -> &str {
        let end = self.rest.find(|c| !test(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn scan(&mut self) -> Token {
        let Some(first) = self.rest.chars().next() else {
            return Token::End;
        };
        match first {
            '0'..='9' => {
                let digits = self.take_while(|c| c.is_ascii_digit());
                let length = digits.len();
                // Digits beyond the ninth that counts change nothing.
                let number = digits
                    .trim_start_matches('0')
                    .bytes()
                    .take(9)
                    .fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
                Token::Number(number, length)
            }
            ':' | '-' | '+' | '.' | ')' => {
                self.rest = self.rest.get(1..).unwrap_or_default();
                Token::Symbol(first)
            }
            '(' => {
                self.skip_parentheses();
                Token::Other
            }
            c if c.is_whitespace() || c == '\u{feff}' => {
                self.take_while(|c| c.is_whitespace() || c == '\u{feff}');
                Token::Space
            }
            c if c >= 'A' => {
                let word = self.take_while(|c| c >= 'A' && !c.is_whitespace());
                Token::Word(word_meaning(word), word.chars().count())
            }
            other => {
                self.rest = self.rest.get(other.len_utf8()..).unwrap_or_default();
                Token::Other
            }
        }
    }

    /// A text in balanced parentheses, or all that is left.
    fn skip_parentheses(&mut self) {
        let mut depth = 0_usize;
        for (at, c) in self.rest.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.rest = self.rest.get(at + 1..).unwrap_or_default();
                return;
            }
        }
        self.rest = "";
    }
}

/// What a word means: months by their first three letters, the others as a whole.
fn word_meaning(word: &str) -> Word {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    const ZONES: [(&str, i64); 12] = [
        ("ut", 0),
        ("utc", 0),
        ("z", 0),
        ("gmt", 0),
        ("est", -5),
        ("edt", -4),
        ("cst", -6),
        ("cdt", -5),
        ("mst", -7),
        ("mdt", -6),
        ("pst", -8),
        ("pdt", -7),
    ];
    let month = (1..).zip(MONTHS).find(|(_, name)| {
        word.get(..3)
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    });
    if let Some((number, _)) = month {
        return Word::Month(number);
    }
    match word.to_ascii_lowercase().as_str() {
        "am" => Word::HalfDay(0),
        "pm" => Word::HalfDay(12),
        "t" => Word::Time,
        lower => ZONES
            .iter()
            .find(|(name, _)| *name == lower)
            .map_or(Word::Unknown, |(_, hours)| Word::Zone(*hours)),
    }
}

#[derive(Default)]
struct Day {
    parts: Vec<i64>,
    named_month: Option<i64>,
    iso: bool,
}

impl Day {
    fn add(&mut self, number: i64) -> Option<()> {
        (self.parts.len() < 3).then(|| self.parts.push(number))
    }

    /// Year, month from 1, day.
    fn parts(&self) -> Option<(f64, f64, f64)> {
        let first = *self.parts.first()?;
        let second = self.parts.get(1).copied().unwrap_or(1);
        let third = self.parts.get(2).copied().unwrap_or(1);
        let is_day = |number: i64| (1..=31).contains(&number);
        let (mut year, month, day) = match self.named_month {
            Some(month) if is_day(first) => (second, month, first),
            Some(month) => (first, month, second),
            None if self.iso || !is_day(first) => (first, second, third),
            None => (third, first, second),
        };
        if !self.iso {
            year += match year {
                0..=49 => 2000,
                50..=99 => 1900,
                _ => 0,
            };
        }
        ((1..=12).contains(&month) && is_day(day)).then_some((
            year as f64,
            month as f64,
            day as f64,
        ))
    }
}

#[derive(Default)]
struct Time {
    parts: Vec<i64>,
    half_day: Option<i64>,
}

impl Time {
    fn add(&mut self, number: i64) -> Option<()> {
        (self.parts.len() < 4).then(|| self.parts.push(number))
    }

    fn add_final(&mut self, number: i64) {
        self.parts.push(number);
        self.parts.resize(4, 0);
    }

    fn expects(&self, number: i64) -> bool {
        match self.parts.len() {
            1 | 2 => (0..60).contains(&number),
            3 => (0..1000).contains(&number),
            _ => false,
        }
    }

    fn parts(&self) -> Option<(f64, f64, f64, f64)> {
        let part = |index: usize| self.parts.get(index).copied().unwrap_or(0);
        let (mut hour, minute, second, millisecond) = (part(0), part(1), part(2), part(3));
        if let Some(offset) = self.half_day {
            if !(0..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + offset;
        }
        let regular = (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second)
            && (0..1000).contains(&millisecond);
        let midnight = hour == 24 && minute == 0 && second == 0 && millisecond == 0;
        (regular || midnight).then_some((
            hour as f64,
            minute as f64,
            second as f64,
            millisecond as f64,
        ))
    }
}

#[derive(Default)]
struct Zone {
    sign: Option<i64>,
    hour: Option<i64>,
    minute: Option<i64>,
}

impl Zone {
    fn set(&mut self, hours: i64) {
        self.sign = Some(if hours < 0 { -1 } else { 1 });
        self.hour = Some(hours.abs());
        self.minute = Some(0);
    }

    fn is_utc(&self) -> bool {
        self.hour == Some(0) && self.minute == Some(0)
    }

    fn expects(&self, number: i64) -> bool {
        self.hour.is_some() && self.minute.is_none() && (0..60).contains(&number)
    }

    fn seconds(&self) -> Option<f64> {
        let sign = self.sign?;
        let seconds = self.hour.unwrap_or(0) * 3600 + self.minute.unwrap_or(0) * 60;
        Some((sign * seconds) as f64)
    }
}

enum Iso {
    Complete,
    Invalid,
    /// Not this format: the lenient one goes on with this token.
    Left(Token),
}

struct Reader<'a> {
    scanner: Scanner<'a>,
    day: Day,
    time: Time,
    zone: Zone,
}

impl Reader<'_> {
    fn iso(&mut self) -> Iso {
        if let Some(sign) = self.scanner.peek().sign() {
            let token = self.scanner.next();
            match self.scanner.peek().fixed(6) {
                Some(year) if sign > 0 || year != 0 => {
                    self.scanner.next();
                    let _ = self.day.add(sign * year);
                }
                Some(_) => {
                    self.scanner.next();
                    return Iso::Left(token);
                }
                None => return Iso::Left(token),
            }
        } else if let Some(year) = self.scanner.peek().fixed(4) {
            self.scanner.next();
            let _ = self.day.add(year);
        } else {
            return Iso::Left(self.scanner.next());
        }
        for limit in [12, 31] {
            if !self.scanner.skip('-') {
                break;
            }
            match self.scanner.peek().fixed(2) {
                Some(number) if (1..=limit).contains(&number) => {
                    self.scanner.next();
                    let _ = self.day.add(number);
                }
                _ => return Iso::Left(self.scanner.next()),
            }
        }
        match self.scanner.peek() {
            Token::Word(Word::Time, _) => {
                self.scanner.next();
                if self.iso_time().is_none() || self.scanner.peek() != Token::End {
                    return Iso::Invalid;
                }
            }
            Token::End => {}
            _ => return Iso::Left(self.scanner.next()),
        }
        if self.zone.sign.is_none() && self.time.parts.is_empty() {
            self.zone.set(0);
        }
        self.day.iso = true;
        Iso::Complete
    }

    /// Two digits up to a limit.
    fn two_digits(&mut self, limit: i64) -> Option<i64> {
        let number = self.scanner.peek().fixed(2)?;
        self.scanner.next();
        (number <= limit).then_some(number)
    }

    fn iso_time(&mut self) -> Option<()> {
        let hour = self.two_digits(24)?;
        let limit = |most| if hour == 24 { 0 } else { most };
        self.time.add(hour)?;
        if !self.scanner.skip(':') {
            return None;
        }
        let minute = self.two_digits(limit(59))?;
        self.time.add(minute)?;
        if self.scanner.skip(':') {
            let second = self.two_digits(limit(59))?;
            self.time.add(second)?;
            if self.scanner.skip('.') {
                let Token::Number(number, digits) = self.scanner.next() else {
                    return None;
                };
                if hour == 24 && number > 0 {
                    return None;
                }
                self.time.add(milliseconds(number, digits))?;
            }
        }
        if self.scanner.peek().is_z() {
            self.scanner.next();
            self.zone.set(0);
        } else if let Some(sign) = self.scanner.peek().sign() {
            self.scanner.next();
            let (hour, minute) = match self.scanner.peek().fixed(4) {
                Some(number) => {
                    self.scanner.next();
                    (number / 100, number % 100)
                }
                None => {
                    let hour = self.two_digits(23)?;
                    if !self.scanner.skip(':') {
                        return None;
                    }
                    (hour, self.two_digits(59)?)
                }
            };
            if hour > 23 || minute > 59 {
                return None;
            }
            self.zone.sign = Some(sign);
            self.zone.hour = Some(hour);
            self.zone.minute = Some(minute);
        }
        Some(())
    }

    fn lenient(&mut self, first: Token) -> Option<()> {
        let mut has_number = !self.day.parts.is_empty();
        let mut token = first;
        while token != Token::End {
            match token {
                Token::Number(number, _) => {
                    has_number = true;
                    self.lenient_number(number)?;
                }
                Token::Word(word, _) => self.lenient_word(word, has_number)?,
                Token::Symbol(sign @ ('+' | '-'))
                    if self.zone.is_utc() || !self.time.parts.is_empty() =>
                {
                    has_number = true;
                    self.lenient_zone(if sign == '-' { -1 } else { 1 })?;
                }
                Token::Symbol('+' | '-' | ')') if has_number => return None,
                _ => {}
            }
            token = self.scanner.next();
        }
        Some(())
    }

    fn lenient_number(&mut self, number: i64) -> Option<()> {
        if self.scanner.skip(':') {
            if self.scanner.skip(':') {
                if !self.time.parts.is_empty() {
                    return None;
                }
                self.time.add(number)?;
                self.time.add(0)?;
            } else {
                self.time.add(number)?;
                self.scanner.skip('.');
            }
            return Some(());
        }
        if self.scanner.skip('.') && self.time.expects(number) {
            self.time.add(number)?;
            let Token::Number(fraction, digits) = self.scanner.next() else {
                return None;
            };
            self.time.add_final(milliseconds(fraction, digits));
        } else if self.zone.expects(number) {
            self.zone.minute = Some(number);
        } else if self.time.expects(number) {
            self.time.add_final(number);
            let next = self.scanner.peek();
            let ends =
                matches!(next, Token::End | Token::Space) || next.is_z() || next.sign().is_some();
            if !ends {
                return None;
            }
        } else {
            self.day.add(number)?;
            self.scanner.skip('-');
        }
        Some(())
    }

    fn lenient_word(&mut self, word: Word, has_number: bool) -> Option<()> {
        match word {
            Word::HalfDay(hours) if !self.time.parts.is_empty() => {
                self.time.half_day = Some(hours);
            }
            Word::Month(number) => {
                self.day.named_month = Some(number);
                self.scanner.skip('-');
            }
            Word::Zone(hours) if has_number => self.zone.set(hours),
            // Words without meaning may stand before the first number, but not next to it.
            _ if has_number || matches!(self.scanner.peek(), Token::Number(..)) => return None,
            _ => {}
        }
        Some(())
    }

    fn lenient_zone(&mut self, sign: i64) -> Option<()> {
        self.zone.sign = Some(sign);
        let (number, digits) = match self.scanner.peek() {
            Token::Number(number, digits) => {
                self.scanner.next();
                (number, digits)
            }
            _ => (0, 0),
        };
        if self.scanner.peek() == Token::Symbol(':') {
            self.zone.hour = Some(number);
            self.zone.minute = None;
        } else {
            let (hour, minute) = match digits {
                1 | 2 => (number, 0),
                3 | 4 => (number / 100, number % 100),
                _ => return None,
            };
            self.zone.hour = Some(hour);
            self.zone.minute = Some(minute);
        }
        Some(())
    }
}

/// The digits behind a second's point as milliseconds; what is finer is cut off.
fn milliseconds(number: i64, digits: usize) -> i64 {
    match digits {
        1 => number * 100,
        2 => number * 10,
        3 => number,
        more => number / 10_i64.pow(u32::try_from(more.min(9)).map_or(6, |n| n.saturating_sub(3))),
    }
}
