//! Text to tree.
//!
//! Accepts exactly what survey-core 3.1.1 accepts (reference 1.1 and 1.2): words are matched by
//! prefix, a missing `)` is forgiven, and once an alternative has matched it is not tried again in
//! another way. Knows nothing of what the functions and names mean.

use std::sync::Arc;

use crate::Text;
use crate::letters::find_any;
use crate::nodes::{Builder, Kind};
use crate::number::read_decimal;
use crate::{BinaryOperator, NodeId, Problem, ProblemKind, Span, Tree, UnaryOperator};

/// How long an expression may be, in bytes.
pub const MAX_LENGTH: usize = 1 << 16;

/// How deep parentheses, calls, arrays and negations may lie in each other.
pub const MAX_DEPTH: u16 = 200;

/// What parsing gives: a tree where there is one, and the problems.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree; `None` for a syntax error, empty text, or only `null`.
    pub tree: Option<Tree>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Parses an expression. Never fails, never panics; depth and length are bounded by
/// [`MAX_DEPTH`] and [`MAX_LENGTH`], with a problem where a bound is met.
pub fn parse(text: &str) -> Parsed {
    if text.len() > MAX_LENGTH {
        return problem(text, ProblemKind::TooLong, MAX_LENGTH);
    }
    let source: Arc<str> = rewritten(text).unwrap_or_else(|| text.into());
    read(text, &source, 0, &mut Builder::for_one(text.len()))
}

/// [`parse`] of a text whose parts the tree can share.
pub fn parse_shared(text: &Text) -> Parsed {
    let nodes = Builder::for_one(text.len());
    BatchParser { nodes }.parse(text)
}

/// Parses many texts, one after the other: each tree takes just the memory that it needs, for its
/// nodes are collected where those of the text before were.
///
/// ```
/// let mut parser = casement_expression::BatchParser::default();
/// let texts = ["{a} > 1", "{b} notempty"];
/// assert!(texts.iter().all(|text| parser.parse(&(*text).into()).tree.is_some()));
/// ```
#[derive(Debug, Default)]
pub struct BatchParser {
    nodes: Builder,
}

impl BatchParser {
    /// As [`parse_shared`].
    pub fn parse(&mut self, text: &Text) -> Parsed {
        let (source, start, _) = text.place();
        if text.len() > MAX_LENGTH {
            return problem(text, ProblemKind::TooLong, MAX_LENGTH);
        }
        match rewritten(text) {
            Some(source) => read(text, &source, 0, &mut self.nodes),
            None => read(text, &source, start, &mut self.nodes),
        }
    }
}

/// No tree, for this reason.
fn problem(text: &str, kind: ProblemKind, at: usize) -> Parsed {
    let end = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(at, |next| at + next.len_utf8());
    Parsed {
        tree: None,
        problems: vec![Problem {
            kind,
            span: span(at, end),
        }],
    }
}

/// Parses what stands in `source` from `base` on and is as long as the text.
fn read(text: &str, source: &Arc<str>, base: usize, nodes: &mut Builder) -> Parsed {
    nodes.truncate(0);
    let text_to_read = source.get(base..base + text.len()).unwrap_or_default();
    let mut parser = Parser {
        text: text_to_read,
        bytes: text_to_read.as_bytes(),
        at: 0,
        furthest: 0,
        stuck: None,
        known: Known {
            behind: usize::MAX,
            sign: 0,
            operator: None,
        },
        depth: 0,
        too_deep: None,
        nodes,
    };
    let root = parser.expression();
    if let Some(at) = parser.too_deep {
        return problem(text, ProblemKind::TooDeep, at);
    }
    match root {
        Some(root) if parser.at == text.len() => {
            if parser.nodes.is_null(root) {
                return problem(text, ProblemKind::OnlyNull, 0);
            }
        }
        _ if text.bytes().all(|byte| is_space(&byte)) => {
            return problem(text, ProblemKind::Empty, text.len());
        }
        _ => return problem(text, ProblemKind::Syntax, parser.furthest.max(parser.at)),
    }
    Parsed {
        tree: Tree::new(Arc::clone(source), base, parser.nodes.take()),
        problems: Vec::new(),
    }
}

fn span(start: usize, end: usize) -> Span {
    Span {
        start: u32::try_from(start).unwrap_or(u32::MAX),
        end: u32::try_from(end).unwrap_or(u32::MAX),
    }
}

fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

/// survey-core replaces `=>`, `=<`, `<>` and `equals` in the whole text before it reads it. So do
/// we, but not inside quotes; and a `<>` by itself is left to [`Parser::operator`]. `None` where there
/// is nothing to replace. No replacement changes the length.
fn rewritten(text: &str) -> Option<Arc<str>> {
    let bytes = text.as_bytes();
    let (mut suspect, mut braces) = (0, Braces::default());
    loop {
        suspect = find_any(bytes, suspect, *b"<>q", 0);
        if suspect == bytes.len() {
            return None;
        }
        if ends_old_spelling(bytes, suspect, &mut braces) {
            break;
        }
        suspect += 1;
    }
    let mut result = bytes.to_vec();
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        let end = match bytes.get(at) {
            Some(b'\'' | b'"') => quoted_end(bytes, at),
            Some(b'{') => braced_end(bytes, at),
            _ => None,
        };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        replace(result.get_mut(start..at).unwrap_or_default());
        if bytes.get(at) == Some(&b'{') {
            replace(result.get_mut(at..end).unwrap_or_default());
        }
        start = end;
        at = end;
    }
    replace(result.get_mut(start..).unwrap_or_default());
    // Letters were only put in the place of letters.
    String::from_utf8(result).ok().map(Arc::from)
}

/// Whether a place lies in braces, found for one place behind the other: each letter is looked at once.
#[derive(Default)]
struct Braces {
    seen: usize,
    open: bool,
}

impl Braces {
    fn are_open(&mut self, bytes: &[u8], at: usize) -> bool {
        let new = bytes.get(self.seen..at).unwrap_or_default();
        if let Some(last) = new.iter().rfind(|byte| matches!(byte, b'{' | b'}')) {
            self.open = *last == b'{';
        }
        self.seen = at;
        self.open
    }
}

/// Is the letter here the second of a spelling that is replaced?
fn ends_old_spelling(bytes: &[u8], at: usize, braces: &mut Braces) -> bool {
    let (before, rest) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
    match (before, rest) {
        ([.., b'='], [b'<' | b'>', ..]) => true,
        ([before @ .., b'<'], [b'>', rest @ ..]) => {
            let is_sign = |byte: Option<&u8>| matches!(byte, Some(b'<' | b'=' | b'>' | b'!'));
            is_sign(before.last()) || is_sign(rest.first()) || braces.are_open(bytes, at)
        }
        ([.., b'e'], rest) => rest.starts_with(b"quals"),
        _ => false,
    }
}

fn replace(text: &mut [u8]) {
    const SPELLINGS: [(&[u8], &[u8]); 4] = [
        (b"=>", b">="),
        (b"=<", b"<="),
        (b"<>", b"!="),
        (b"equals", b"equal "),
    ];
    for (old, new) in SPELLINGS {
        let mut at = 0;
        while let Some(rest) = text.get_mut(at..) {
            if rest.starts_with(old) {
                for (place, byte) in rest.iter_mut().zip(new) {
                    *place = *byte;
                }
                at += old.len();
            } else if rest.is_empty() {
                break;
            } else {
                at += 1;
            }
        }
    }
}

/// One past the closing quote of the literal that begins here.
fn quoted_end(bytes: &[u8], start: usize) -> Option<usize> {
    let quote = bytes.get(start)?;
    let mut at = start + 1;
    loop {
        match bytes.get(at)? {
            b'\\' if matches!(bytes.get(at + 1), Some(b'\'' | b'"')) => at += 2,
            byte if byte == quote => return Some(at + 1),
            b'\'' | b'"' => return None,
            _ => at += 1,
        }
    }
}

/// One past the brace that closes the one here, if no other opens in between.
fn braced_end(bytes: &[u8], start: usize) -> Option<usize> {
    let length = bytes
        .get(start + 1..)?
        .iter()
        .position(|byte| matches!(byte, b'{' | b'}'))?;
    let at = start + 1 + length;
    (bytes.get(at) == Some(&b'}')).then_some(at + 1)
}

/// An operator and how long it is.
type Sign = (BinaryOperator, usize);

/// What stands behind an operand.
struct Known {
    /// Where the operand ends.
    behind: usize,
    /// Where the operator begins, if it is one.
    sign: usize,
    operator: Option<Sign>,
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// The furthest place at which something else was expected.
    furthest: usize,
    /// An operator or comma here was tried and nothing can stand behind it: no outer level need try
    /// it again, which would double the work at each level.
    stuck: Option<usize>,
    /// The operator that was last looked for: each outer level comes to it again.
    known: Known,
    depth: u16,
    too_deep: Option<usize>,
    nodes: &'a mut Builder,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        self.at = self.place_behind_space();
    }

    fn place_behind_space(&self) -> usize {
        let mut at = self.at;
        while self.bytes.get(at).is_some_and(is_space) {
            at += 1;
        }
        at
    }

    /// Something else was expected here.
    fn miss(&mut self) {
        self.furthest = self.furthest.max(self.at);
    }

    fn starts_with(&self, sign: &str) -> bool {
        self.bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(sign.as_bytes()))
    }

    fn starts_with_word(&self, word: &str) -> bool {
        self.has_word_at(self.at, word)
    }

    fn has_word_at(&self, at: usize, word: &str) -> bool {
        self.bytes
            .get(at..at + word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// Takes this byte, or misses it.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        } else {
            self.miss();
        }
        found
    }

    /// Goes on to the next byte of this kind, or to the end.
    fn skip_to(&mut self, is_end: impl Fn(&u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(is_end).unwrap_or(rest.len());
    }

    fn slice(&self, start: usize) -> &str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Runs a part that lies one deeper, unless the bound is met.
    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH || self.too_deep.is_some() {
            self.too_deep.get_or_insert(self.at);
            return None;
        }
        self.depth += 1;
        let result = part(self);
        self.depth -= 1;
        result
    }

    fn expression(&mut self) -> Option<NodeId> {
        let start = self.at;
        self.space();
        let Some(root) = self.binary(1) else {
            self.at = start;
            return None;
        };
        self.space();
        Some(root)
    }

    /// Operands and operators that bind at least as tightly as `level`.
    fn binary(&mut self, level: u8) -> Option<NodeId> {
        let start = self.at;
        let mut left = self.factor()?;
        loop {
            let before = self.at;
            let (sign, operator) = self.next_operator();
            let operator = operator
                .filter(|(operator, _)| operator.level() >= level && self.stuck != Some(sign));
            let Some((operator, length)) = operator else {
                return Some(left);
            };
            self.at = sign + length;
            self.space();
            let nodes = self.nodes.len();
            let right = if operator.level() == 7 {
                let behind = self.at;
                let right = self.factor();
                if right.is_none() {
                    self.at = behind;
                    self.nodes.truncate(nodes);
                }
                right
            } else {
                let right = self.binary(operator.level() + 1);
                if right.is_none() {
                    self.at = before;
                    self.stuck = Some(sign);
                    self.nodes.truncate(nodes);
                    return Some(left);
                }
                right
            };
            left = self.nodes.push(
                Kind::Binary {
                    operator,
                    left,
                    right,
                },
                span(start, self.at),
            );
        }
    }

    /// The operator behind the operand that ends here, and where it stands; nothing is taken yet.
    fn next_operator(&mut self) -> (usize, Option<Sign>) {
        if self.known.behind != self.at {
            let sign = self.place_behind_space();
            self.furthest = self.furthest.max(sign);
            self.known = Known {
                behind: self.at,
                sign,
                operator: self.operator(sign),
            };
        }
        (self.known.sign, self.known.operator)
    }

    /// The operator that begins at a place. Prefixes: `lessorequal` before `less`.
    fn operator(&self, at: usize) -> Option<Sign> {
        use BinaryOperator as B;
        const WORDS: [(&str, BinaryOperator); 16] = [
            ("or", B::Or),
            ("and", B::And),
            ("lessorequal", B::LessOrEqual),
            ("greaterorequal", B::GreaterOrEqual),
            ("equal", B::Equal),
            ("notequal", B::NotEqual),
            ("less", B::Less),
            ("greater", B::Greater),
            ("power", B::Power),
            ("contains", B::Contains),
            ("contain", B::Contains),
            ("notcontains", B::NotContains),
            ("notcontain", B::NotContains),
            ("anyof", B::AnyOf),
            ("allof", B::AllOf),
            ("noneof", B::NoneOf),
        ];
        let first = *self.bytes.get(at)?;
        if first.is_ascii_alphabetic() {
            let first = first.to_ascii_lowercase();
            let mut words = WORDS.iter();
            return words
                .find(|(word, _)| {
                    word.as_bytes().first() == Some(&first) && self.has_word_at(at, word)
                })
                .map(|(word, operator)| (*operator, word.len()));
        }
        let operator = match (first, self.bytes.get(at + 1)) {
            (b'|', Some(b'|')) => (B::Or, 2),
            (b'&', Some(b'&')) => (B::And, 2),
            (b'<', Some(b'>')) | (b'!', Some(b'=')) => (B::NotEqual, 2),
            (b'<', Some(b'=')) => (B::LessOrEqual, 2),
            (b'>', Some(b'=')) => (B::GreaterOrEqual, 2),
            (b'=', Some(b'=')) => (B::Equal, 2),
            (b'*', Some(b'=')) => (B::Contains, 2),
            (b'=', _) => (B::Equal, 1),
            (b'<', _) => (B::Less, 1),
            (b'>', _) => (B::Greater, 1),
            (b'+', _) => (B::Plus, 1),
            (b'-', _) => (B::Minus, 1),
            (b'*', _) => (B::Multiply, 1),
            (b'/', _) => (B::Divide, 1),
            (b'%', _) => (B::Modulo, 1),
            (b'^', _) => (B::Power, 1),
            _ => return None,
        };
        Some(operator)
    }

    fn factor(&mut self) -> Option<NodeId> {
        let start = self.at;
        match self.peek() {
            Some(b'(') => self.deeper(Self::group),
            Some(b'!') => {
                self.at += 1;
                self.negated(start)
            }
            Some(b'[') => self.deeper(Self::array),
            Some(b'<') if self.starts_with("<>") => {
                // As if `!=` stood here, behind whose first half something else was expected.
                self.furthest = self.furthest.max(start + 1);
                None
            }
            Some(byte) if is_word_start(byte) => self.word_factor(),
            _ => self.atom_factor(),
        }
    }

    fn group(&mut self) -> Option<NodeId> {
        let start = self.at;
        self.at += 1;
        self.space();
        let Some(inner) = self.expression() else {
            self.at = start;
            return None;
        };
        self.space();
        self.take(b')');
        Some(inner)
    }

    /// The rest of `!e` or `negate e`.
    fn negated(&mut self, start: usize) -> Option<NodeId> {
        let nodes = self.nodes.len();
        self.space();
        let Some(operand) = self.deeper(Self::factor) else {
            self.at = start;
            self.nodes.truncate(nodes);
            return None;
        };
        let operator = UnaryOperator::Negate;
        Some(
            self.nodes
                .push(Kind::Unary { operator, operand }, span(start, self.at)),
        )
    }

    /// A call, a negation by word, or an atom that begins with a letter.
    fn word_factor(&mut self) -> Option<NodeId> {
        let start = self.at;
        self.word();
        if self.take(b'(') {
            let name = (self.at - 1 - start) as u32;
            let arguments = self.deeper(|parser| Some(parser.sequence()))?;
            self.take(b')');
            let call = Kind::Call { name, arguments };
            return Some(self.nodes.push(call, span(start, self.at)));
        }
        self.at = start;
        if self.starts_with_word("negate") {
            self.at += "negate".len();
            if let Some(node) = self.negated(start) {
                return Some(node);
            }
        }
        self.atom_factor()
    }

    fn word(&mut self) {
        self.skip_to(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'));
        self.miss();
    }

    fn array(&mut self) -> Option<NodeId> {
        let start = self.at;
        let nodes = self.nodes.len();
        self.at += 1;
        let items = self.sequence();
        if !self.take(b']') {
            self.at = start;
            self.nodes.truncate(nodes);
            return None;
        }
        Some(self.nodes.push(Kind::Array { items }, span(start, self.at)))
    }

    /// Expressions with commas between; the first has the next behind it. Where the first is missing or
    /// null, there are none.
    fn sequence(&mut self) -> Option<NodeId> {
        let nodes = self.nodes.len();
        let first = self.expression();
        if first.is_none() {
            self.nodes.truncate(nodes);
        }
        let mut last = first;
        loop {
            let before = self.at;
            let count = self.nodes.len();
            self.space();
            let comma = self.at;
            if !self.take(b',') || self.stuck == Some(comma) {
                self.at = before;
                break;
            }
            self.space();
            let Some(item) = self.expression() else {
                self.at = before;
                self.stuck = Some(comma);
                self.nodes.truncate(count);
                break;
            };
            if let Some(last) = last.replace(item) {
                self.nodes.link(last, item);
            }
        }
        let first = first.filter(|first| !self.nodes.is_null(*first));
        if first.is_none() {
            self.nodes.truncate(nodes);
        }
        first
    }

    /// An atom, and `empty` or `notempty` behind it.
    fn atom_factor(&mut self) -> Option<NodeId> {
        let start = self.at;
        let Some(operand) = self.atom() else {
            self.miss();
            self.at = start;
            return None;
        };
        let word = self.place_behind_space();
        self.furthest = self.furthest.max(word);
        let (operator, length) = match self.bytes.get(word) {
            Some(b'e' | b'E') if self.has_word_at(word, "empty") => {
                (UnaryOperator::Empty, "empty".len())
            }
            Some(b'n' | b'N') if self.has_word_at(word, "notempty") => {
                (UnaryOperator::NotEmpty, "notempty".len())
            }
            _ => return Some(operand),
        };
        self.at = word + length;
        Some(
            self.nodes
                .push(Kind::Unary { operator, operand }, span(start, self.at)),
        )
    }

    fn atom(&mut self) -> Option<NodeId> {
        let start = self.at;
        let kind = match self.peek()? {
            b'{' => return self.variable(),
            b'\'' | b'"' => self.quoted()?,
            byte if byte.is_ascii_digit() || byte == b'-' => {
                Kind::Number(self.number()?.to_le_bytes())
            }
            byte if is_word_start(byte) => {
                let null = ["undefined", "null"]
                    .into_iter()
                    .find(|word| self.starts_with(word));
                if let Some(word) = null {
                    self.at += word.len();
                    Kind::Null
                } else if self.starts_with_word("true") {
                    self.at += "true".len();
                    Kind::Bool(true)
                } else if self.starts_with_word("false") {
                    self.at += "false".len();
                    Kind::Bool(false)
                } else {
                    self.word();
                    Kind::Word
                }
            }
            _ => return None,
        };
        Some(self.nodes.push(kind, span(start, self.at)))
    }

    fn variable(&mut self) -> Option<NodeId> {
        let start = self.at;
        self.at += 1;
        self.skip_to(|byte| matches!(byte, b'{' | b'}'));
        self.miss();
        if self.at == start + 1 || !self.take(b'}') {
            return None;
        }
        // A `#` alone is a name.
        let raw = self.bytes.get(start + 1) == Some(&b'#') && self.at - start > 3;
        Some(
            self.nodes
                .push(Kind::Variable { raw }, span(start, self.at)),
        )
    }

    fn quoted(&mut self) -> Option<Kind> {
        let quote = self.peek()?;
        let mut escaped = false;
        self.at += 1;
        loop {
            self.skip_to(|byte| matches!(byte, b'\\' | b'\'' | b'"'));
            match self.peek() {
                Some(b'\\') if matches!(self.bytes.get(self.at + 1), Some(b'\'' | b'"')) => {
                    escaped = true;
                    self.at += 2;
                }
                Some(byte) if byte == quote => {
                    self.at += 1;
                    return Some(Kind::Quoted { escaped });
                }
                Some(b'\'' | b'"') | None => {
                    self.miss();
                    return None;
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        self.skip_to(|byte| !byte.is_ascii_digit());
        self.miss();
        self.at > start
    }

    fn number(&mut self) -> Option<f64> {
        let start = self.at;
        if self.starts_with("0x") {
            self.at += 2;
            if self.digits() {
                return Some(crate::number::parse_int(self.slice(start)));
            }
            self.at = start;
        }
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let unsigned = self.at;
        if !self.digits() {
            return None;
        }
        let whole = self.at;
        if self.take(b'.') && self.digits() {
            return read_decimal(self.slice(start));
        }
        // Not a decimal: an integer has no leading zero, so behind a zero nothing is read.
        self.at = if self.bytes.get(unsigned) == Some(&b'0') {
            unsigned + 1
        } else {
            whole
        };
        read_decimal(self.slice(start))
    }
}
