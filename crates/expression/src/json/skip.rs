//! Going over JSON without keeping it: the same text is refused as when it is read.

use super::{JsonError, MAX_DEPTH, Reader};

impl Reader<'_> {
    /// Goes over one value.
    pub(super) fn skip(&mut self, depth: usize) -> Result<(), JsonError> {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => Err(self.error("json/too-deep")),
            Some(b'{') => self.skip_members(depth),
            Some(b'[') => self.skip_items(depth),
            Some(b'"') => self.skip_string(),
            Some(b't') => self.skip_word("true"),
            Some(b'f') => self.skip_word("false"),
            Some(b'n') => self.skip_word("null"),
            Some(b'-' | b'0'..=b'9') => self.skip_number(),
            _ => Err(self.error("json/unexpected-character")),
        }
    }

    fn skip_word(&mut self, word: &str) -> Result<(), JsonError> {
        word.bytes().try_for_each(|byte| self.expect(byte))
    }

    fn skip_string(&mut self) -> Result<(), JsonError> {
        self.expect(b'"')?;
        loop {
            self.plain_letters();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.escape()?;
                }
                Some(_) => return Err(self.error("json/control-character")),
                None => return Err(self.error("json/unexpected-end")),
            }
        }
    }

    fn skip_items(&mut self, depth: usize) -> Result<(), JsonError> {
        self.expect(b'[')?;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.space();
            self.skip(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                _ => return self.expect(b']'),
            }
        }
    }

    fn skip_members(&mut self, depth: usize) -> Result<(), JsonError> {
        self.expect(b'{')?;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(self.error("json/unexpected-character"));
            }
            self.skip_string()?;
            self.space();
            self.expect(b':')?;
            self.space();
            self.skip(depth + 1)?;
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                _ => return self.expect(b'}'),
            }
        }
    }
}
