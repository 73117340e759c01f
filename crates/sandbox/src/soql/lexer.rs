//! SOQL's tokens: names, literals and signs, each with its place in the text.
//!
//! String escapes are those of "Quoted String Escape Sequences"; any other backslash is an error.

use super::malformed;
use crate::moment::{self, Millis};
use crate::wire::Problem;

/// A token and where it starts, in characters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
    /// As written, for messages.
    pub(super) text: String,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A name or keyword, dots included: `Contact.Email`.
    Word,
    /// A string, unescaped, with the places (in characters) at which `_` and `%` stand escaped.
    Text(String, Vec<usize>),
    Number(f64),
    Moment(Millis),
    /// `(`, `)`, `,`, `=`, `!=`, `<`, `>`, `<=`, `>=`, `:`.
    Sign,
    End,
}

/// Splits a query into tokens; the last one is [`Kind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Problem> {
    let characters: Vec<char> = text.chars().collect();
    let mut lexer = Lexer {
        characters: &characters,
        at: 0,
    };
    let mut found = Vec::new();
    loop {
        let token = lexer.next()?;
        let end = token.kind == Kind::End;
        found.push(token);
        if end {
            return Ok(found);
        }
    }
}

struct Lexer<'a> {
    characters: &'a [char],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&wanted) {
            self.at += 1;
        }
    }

    fn since(&self, start: usize) -> String {
        self.characters
            .get(start..self.at)
            .unwrap_or(&[])
            .iter()
            .collect()
    }

    fn next(&mut self) -> Result<Token, Problem> {
        self.take_while(char::is_whitespace);
        let at = self.at;
        let kind = match self.peek() {
            None => Kind::End,
            Some('\'') => self.string()?,
            Some(c) if c.is_ascii_alphabetic() || c == '_' => {
                self.take_while(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
                Kind::Word
            }
            Some(c) if c.is_ascii_digit() || c == '-' || c == '+' => self.number()?,
            Some('!' | '<' | '>') => {
                self.at += 1;
                if self.peek() == Some('=') || (self.peek() == Some('>') && self.since(at) == "<") {
                    self.at += 1;
                }
                Kind::Sign
            }
            Some('(' | ')' | ',' | '=' | ':') => {
                self.at += 1;
                Kind::Sign
            }
            Some(other) => {
                return Err(malformed(format!(
                    "line 1:{at} no viable alternative at character '{other}'"
                )));
            }
        };
        let text = if kind == Kind::End {
            "<EOF>".to_owned()
        } else {
            self.since(at)
        };
        Ok(Token { kind, at, text })
    }

    fn number(&mut self) -> Result<Kind, Problem> {
        let start = self.at;
        self.at += 1;
        self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '+' | '-'));
        let text = self.since(start);
        if let Ok(number) = text.parse::<f64>() {
            return Ok(Kind::Number(number));
        }
        moment::read(&text)
            .map(Kind::Moment)
            .ok_or_else(|| malformed(format!("unexpected token: '{text}'")))
    }

    fn string(&mut self) -> Result<Kind, Problem> {
        let start = self.at;
        self.at += 1;
        let mut value = String::new();
        let mut length = 0;
        let mut literal = Vec::new();
        loop {
            let Some(c) = self.peek() else {
                return Err(malformed(format!(
                    "line 1:{start} mismatched character '<EOF>' expecting '''"
                )));
            };
            self.at += 1;
            match c {
                '\'' => return Ok(Kind::Text(value, literal)),
                '\\' => {
                    let escaped = self.peek();
                    self.at += 1;
                    let meant = match escaped {
                        Some('\\' | '\'' | '"') => escaped,
                        Some('n' | 'N') => Some('\n'),
                        Some('r' | 'R') => Some('\r'),
                        Some('t' | 'T') => Some('\t'),
                        Some('b' | 'B') => Some('\u{8}'),
                        Some('f' | 'F') => Some('\u{c}'),
                        Some('_' | '%') => {
                            literal.push(length);
                            escaped
                        }
                        Some('u') => self.unicode(),
                        _ => None,
                    };
                    let Some(meant) = meant else {
                        let sequence: String = ['\\'].into_iter().chain(escaped).collect();
                        return Err(malformed(format!(
                            "Invalid string literal '{value}{sequence}'. Illegal character sequence '{sequence}' in string literal."
                        )));
                    };
                    value.push(meant);
                    length += 1;
                }
                _ => {
                    value.push(c);
                    length += 1;
                }
            }
        }
    }

    /// The character of `\uXXXX`; a pair of surrogates in two escapes makes one character.
    fn unicode(&mut self) -> Option<char> {
        let first = self.four_hex()?;
        if let Some(c) = char::from_u32(first) {
            return Some(c);
        }
        if self.peek() != Some('\\') || self.characters.get(self.at + 1) != Some(&'u') {
            return None;
        }
        self.at += 2;
        let second = self.four_hex()?;
        let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
        char::decode_utf16(pair).next()?.ok()
    }

    fn four_hex(&mut self) -> Option<u32> {
        let digits: String = self.characters.get(self.at..self.at + 4)?.iter().collect();
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(&digits, 16).ok()
    }
}
