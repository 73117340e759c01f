//! From the text of a pattern to its tree: ECMAScript's grammar without Unicode mode, with what
//! browsers allow besides (Annex B: octal escapes, lone braces and brackets, unknown escapes).

use super::set::{Cases, DIGITS, LINE_ENDS, SPACES, Set, WORDS, complement};
use super::tree::{Look, Node, Times, Tree};

/// How deep groups may stand in one another.
const MAX_DEPTH: usize = 200;

/// Reads a pattern.
pub(super) fn parse(pattern: &str, ignore_case: bool) -> Result<Tree, &'static str> {
    let units: Vec<u16> = pattern.encode_utf16().collect();
    let mut parser = Parser {
        at: 0,
        depth: 0,
        sets: Vec::new(),
        looks: Vec::new(),
        cases: Cases::default(),
        groups: 0,
        all_groups: 0,
        names: Vec::new(),
        refers: false,
        ignore_case,
        multiline: false,
        dot_all: false,
        units,
    };
    parser.count_groups();
    let root = parser.alternatives()?;
    if !parser.is_at_end() {
        return Err("a parenthesis closes nothing");
    }
    Ok(Tree {
        root,
        sets: parser.sets,
        looks: parser.looks,
        groups: parser.groups,
        refers: parser.refers,
    })
}

struct Parser {
    units: Vec<u16>,
    at: usize,
    depth: usize,
    sets: Vec<Set>,
    looks: Vec<Look>,
    cases: Cases,
    groups: u16,
    /// In the whole pattern: `\2` is a reference only if there is a second group.
    all_groups: u32,
    /// Of groups, with their numbers.
    names: Vec<(Vec<u16>, u32)>,
    refers: bool,
    ignore_case: bool,
    multiline: bool,
    dot_all: bool,
}

type Parsed<T> = Result<T, &'static str>;

impl Parser {
    fn peek(&self, ahead: usize) -> Option<char> {
        let unit = *self.units.get(self.at + ahead)?;
        // A lone surrogate is no syntax.
        Some(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.units.len()
    }

    fn unit(&mut self) -> Option<u16> {
        let unit = self.units.get(self.at).copied();
        self.at += usize::from(unit.is_some());
        unit
    }

    fn eat(&mut self, text: &str) -> bool {
        let stands = text
            .chars()
            .enumerate()
            .all(|(ahead, letter)| self.peek(ahead) == Some(letter));
        if stands {
            self.at += text.len();
        }
        stands
    }

    /// Groups are numbered by their opening parentheses, and may be referred to before.
    fn count_groups(&mut self) {
        let mut in_class = false;
        while let Some(letter) = self.peek(0) {
            self.at += 1;
            match letter {
                '\\' => self.at += 1,
                '[' => in_class = true,
                ']' => in_class = false,
                '(' if !in_class => {
                    let is_named = self.peek(0) == Some('?')
                        && self.peek(1) == Some('<')
                        && !matches!(self.peek(2), Some('=' | '!'));
                    if is_named {
                        let rest = self.units.get(self.at + 2..).unwrap_or_default();
                        let name = rest.split(|unit| *unit == u16::from(b'>')).next();
                        let name = name.unwrap_or_default().to_vec();
                        self.names.push((name, self.all_groups));
                    }
                    if is_named || self.peek(0) != Some('?') {
                        self.all_groups += 1;
                    }
                }
                _ => {}
            }
        }
        self.at = 0;
    }

    fn alternatives(&mut self) -> Parsed<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("groups stand too deep in one another");
        }
        let mut all = vec![self.sequence()?];
        while self.eat("|") {
            all.push(self.sequence()?);
        }
        self.depth -= 1;
        match (all.pop(), all.is_empty()) {
            (Some(only), true) => Ok(only),
            (last, _) => {
                all.extend(last);
                Ok(Node::Either(all))
            }
        }
    }

    fn sequence(&mut self) -> Parsed<Node> {
        let mut all = Vec::new();
        while !self.is_at_end() && !matches!(self.peek(0), Some('|' | ')')) {
            let groups = self.groups;
            let (part, repeatable) = self.term()?;
            let part = match self.quantifier()? {
                Some(_) if !repeatable => return Err("there is nothing to repeat"),
                Some(times) => Node::Repeat {
                    part: Box::new(part),
                    times,
                    groups: groups..self.groups,
                },
                None => part,
            };
            all.push(part);
        }
        Ok(if all.is_empty() {
            Node::Empty
        } else {
            Node::All(all)
        })
    }

    /// A part, and whether it can be repeated.
    fn term(&mut self) -> Parsed<(Node, bool)> {
        let start = self.at;
        let Some(unit) = self.unit() else {
            return Ok((Node::Empty, true));
        };
        let node = match self.letter(start) {
            '^' => {
                let line = self.multiline;
                return Ok((Node::Start { line }, false));
            }
            '$' => {
                let line = self.multiline;
                return Ok((Node::End { line }, false));
            }
            '(' => return self.group(),
            '.' => {
                let ranges = if self.dot_all { &[] } else { LINE_ENDS };
                self.add(ranges.to_vec(), true)
            }
            '[' => self.class()?,
            '*' | '+' | '?' => return Err("there is nothing to repeat"),
            '{' => {
                self.at = start;
                if self.quantifier()?.is_some() {
                    return Err("there is nothing to repeat");
                }
                self.at = start + 1;
                self.one(unit)
            }
            '\\' => match self.peek(0) {
                Some('b') => {
                    self.at += 1;
                    return Ok((Node::Boundary { negated: false }, false));
                }
                Some('B') => {
                    self.at += 1;
                    return Ok((Node::Boundary { negated: true }, false));
                }
                None => return Err("a backslash stands at the end"),
                Some(_) => self.escape()?,
            },
            _ => self.one(unit),
        };
        Ok((node, true))
    }

    fn letter(&self, at: usize) -> char {
        let unit = self.units.get(at).copied().unwrap_or_default();
        char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn one(&mut self, unit: u16) -> Node {
        self.add(vec![(unit, unit)], false)
    }

    fn add(&mut self, ranges: Vec<(u16, u16)>, negated: bool) -> Node {
        let set = Set::new(ranges, negated, self.ignore_case, &mut self.cases);
        self.sets.push(set);
        Node::Unit((self.sets.len() - 1) as u32)
    }

    /// After a parenthesis.
    fn group(&mut self) -> Parsed<(Node, bool)> {
        for (sign, behind, negated) in [
            ("?=", false, false),
            ("?!", false, true),
            ("?<=", true, false),
            ("?<!", true, true),
        ] {
            if self.eat(sign) {
                let part = self.inside()?;
                self.looks.push(Look {
                    part,
                    behind,
                    negated,
                });
                let number = (self.looks.len() - 1) as u32;
                // What browsers allow: to repeat a look ahead.
                return Ok((Node::Look(number), !behind));
            }
        }
        if self.eat("?:") {
            return Ok((self.inside()?, true));
        }
        if self.peek(0) == Some('?') && self.peek(1) != Some('<') {
            self.at += 1;
            let flags = (self.ignore_case, self.multiline, self.dot_all);
            self.modifiers()?;
            let part = self.inside()?;
            (self.ignore_case, self.multiline, self.dot_all) = flags;
            return Ok((part, true));
        }
        let number = self.groups;
        self.groups = number.checked_add(1).ok_or("there are too many groups")?;
        if self.eat("?<") {
            let name = self.name()?;
            let same = self.names.iter().filter(|(known, _)| *known == name);
            if same.count() > 1 {
                return Err("two groups have one name");
            }
        }
        let part = self.inside()?;
        Ok((Node::Group(number, Box::new(part)), true))
    }

    fn inside(&mut self) -> Parsed<Node> {
        let part = self.alternatives()?;
        if self.eat(")") {
            Ok(part)
        } else {
            Err("a group is not closed")
        }
    }

    /// `i-ms:`
    fn modifiers(&mut self) -> Parsed<()> {
        let (mut seen, mut given) = (Vec::new(), true);
        loop {
            let letter = self.peek(0);
            self.at += 1;
            let flag = match letter {
                Some('i') => &mut self.ignore_case,
                Some('m') => &mut self.multiline,
                Some('s') => &mut self.dot_all,
                Some('-') if given => {
                    given = false;
                    continue;
                }
                Some(':') if !seen.is_empty() => return Ok(()),
                _ => return Err("the group is of an unknown kind"),
            };
            if seen.contains(&letter) {
                return Err("the group is of an unknown kind");
            }
            *flag = given;
            seen.push(letter);
        }
    }

    /// A group's name, after its `<`, with its `>`.
    fn name(&mut self) -> Parsed<Vec<u16>> {
        let rest = self.units.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|unit| *unit == u16::from(b'>'));
        let name = end.and_then(|end| rest.get(..end)).unwrap_or_default();
        let mut letters = char::decode_utf16(name.iter().copied()).enumerate();
        let is_name = letters.all(|(place, letter)| {
            letter.is_ok_and(|letter| {
                letter.is_alphabetic()
                    || matches!(letter, '$' | '_')
                    || (place > 0
                        && (letter.is_alphanumeric() || matches!(letter, '\u{200c}' | '\u{200d}')))
            })
        });
        if name.is_empty() || !is_name {
            return Err("that is no name of a group");
        }
        let name = name.to_vec();
        self.at += name.len() + 1;
        Ok(name)
    }

    /// `*`, `+`, `?`, `{2}`, `{2,}`, `{2,3}`, with `?` for as few as possible.
    fn quantifier(&mut self) -> Parsed<Option<Times>> {
        let start = self.at;
        let (min, max) = match self.peek(0) {
            Some('*') => (0, u32::MAX),
            Some('+') => (1, u32::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                self.at += 1;
                let Some(min) = self.number() else {
                    self.at = start;
                    return Ok(None);
                };
                let max = if self.eat(",") {
                    self.number().unwrap_or(u32::MAX)
                } else {
                    min
                };
                if self.peek(0) != Some('}') {
                    self.at = start;
                    return Ok(None);
                }
                if min > max {
                    return Err("a repetition ends before it begins");
                }
                (min, max)
            }
            _ => return Ok(None),
        };
        self.at += 1;
        let greedy = !self.eat("?");
        Ok(Some(Times { min, max, greedy }))
    }

    fn number(&mut self) -> Option<u32> {
        let mut number: Option<u32> = None;
        while let Some(digit) = self.peek(0).and_then(|letter| letter.to_digit(10)) {
            let before = number.unwrap_or(0);
            number = Some(before.saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        number
    }

    /// After a backslash that stands outside of brackets.
    fn escape(&mut self) -> Parsed<Node> {
        let start = self.at;
        match self.peek(0) {
            Some('1'..='9') => {
                let number = self.number().unwrap_or(u32::MAX);
                if number <= self.all_groups {
                    let group =
                        u16::try_from(number - 1).map_err(|_| "there are too many groups")?;
                    return Ok(self.again(group));
                }
                self.at = start;
            }
            Some('k') if !self.names.is_empty() => {
                self.at += 1;
                if !self.eat("<") {
                    return Err("a reference has no name");
                }
                let name = self.name()?;
                let group = self.names.iter().find(|(known, _)| *known == name);
                let (_, group) = group.ok_or("there is no group of that name")?;
                let group = u16::try_from(*group).map_err(|_| "there are too many groups")?;
                return Ok(self.again(group));
            }
            _ => {}
        }
        Ok(match self.class_escape() {
            Some((ranges, negated)) => self.add(ranges.to_vec(), negated),
            None => {
                let unit = self.unit_escape(false);
                self.one(unit)
            }
        })
    }

    fn again(&mut self, group: u16) -> Node {
        self.refers = true;
        Node::Again {
            group,
            ignore_case: self.ignore_case,
        }
    }

    /// `\d` and its kind, with what it is negated.
    fn class_escape(&mut self) -> Option<(&'static [(u16, u16)], bool)> {
        let class = match self.peek(0)? {
            'd' => (DIGITS, false),
            'D' => (DIGITS, true),
            's' => (SPACES, false),
            'S' => (SPACES, true),
            'w' => (WORDS, false),
            'W' => (WORDS, true),
            _ => return None,
        };
        self.at += 1;
        Some(class)
    }

    /// After a backslash: the unit that is meant.
    fn unit_escape(&mut self, in_class: bool) -> u16 {
        let Some(unit) = self.unit() else {
            return u16::from(b'\\');
        };
        match self.letter(self.at - 1) {
            'f' => 0x0c,
            'n' => 0x0a,
            'r' => 0x0d,
            't' => 0x09,
            'v' => 0x0b,
            'c' => {
                let control = self.peek(0).filter(|letter| {
                    letter.is_ascii_alphabetic()
                        || (in_class && (letter.is_ascii_digit() || *letter == '_'))
                });
                match control {
                    Some(letter) => {
                        self.at += 1;
                        (letter as u16) % 32
                    }
                    None => {
                        self.at -= 1;
                        u16::from(b'\\')
                    }
                }
            }
            'x' => self.hexadecimal(2).unwrap_or(unit),
            'u' => self.hexadecimal(4).unwrap_or(unit),
            '0'..='7' => {
                self.at -= 1;
                self.octal()
            }
            _ => unit,
        }
    }

    fn hexadecimal(&mut self, length: usize) -> Option<u16> {
        let mut number = 0;
        for ahead in 0..length {
            number = number * 16 + self.peek(ahead)?.to_digit(16)?;
        }
        self.at += length;
        u16::try_from(number).ok()
    }

    /// Up to `\377`.
    fn octal(&mut self) -> u16 {
        let mut number = 0;
        for _ in 0..3 {
            let Some(digit) = self.peek(0).and_then(|letter| letter.to_digit(8)) else {
                break;
            };
            if number * 8 + digit > 0xff {
                break;
            }
            number = number * 8 + digit;
            self.at += 1;
        }
        number as u16
    }

    /// After an opening bracket.
    fn class(&mut self) -> Parsed<Node> {
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        while !self.eat("]") {
            let first = self.class_part(&mut ranges)?;
            if self.peek(0) != Some('-') || matches!(self.peek(1), Some(']') | None) {
                ranges.extend(first.map(|unit| (unit, unit)));
                continue;
            }
            self.at += 1;
            let last = self.class_part(&mut ranges)?;
            match (first, last) {
                (Some(first), Some(last)) if first > last => {
                    return Err("a range ends before it begins");
                }
                (Some(first), Some(last)) => ranges.push((first, last)),
                // With `\d` on one side the hyphen is itself.
                (first, last) => {
                    let hyphen = Some(u16::from(b'-'));
                    let units = [first, hyphen, last].into_iter().flatten();
                    ranges.extend(units.map(|unit| (unit, unit)));
                }
            }
        }
        Ok(self.add(ranges, negated))
    }

    /// A unit in brackets; none where several are meant, which are added.
    fn class_part(&mut self, ranges: &mut Vec<(u16, u16)>) -> Parsed<Option<u16>> {
        let unit = self.unit().ok_or("a bracket is not closed")?;
        if unit != u16::from(b'\\') {
            return Ok(Some(unit));
        }
        if self.is_at_end() {
            return Err("a backslash stands at the end");
        }
        if let Some((class, negated)) = self.class_escape() {
            if negated {
                ranges.extend(complement(class));
            } else {
                ranges.extend_from_slice(class);
            }
            return Ok(None);
        }
        if self.eat("b") {
            return Ok(Some(0x08));
        }
        if !self.names.is_empty() && self.peek(0) == Some('k') {
            return Err("a reference stands in brackets");
        }
        Ok(Some(self.unit_escape(true)))
    }
}
