//! The regular expressions of a form, each compiled once: a host may take long for it. Those that
//! need no host are decided here, for from WebAssembly each question to a host takes long, too.

mod plain;

use std::cell::RefCell;
use std::rc::Rc;

use casement_expression::{Host, Regex, TextIndex, number_text};

use plain::Plain;

/// What was compiled so far; letter case counts in the first table and doesn't in the second. The
/// patterns are those of the definition, so there is an end to them.
#[derive(Default)]
pub(crate) struct Patterns([RefCell<Compiled>; 2]);

/// By pattern; `None` where it is none.
#[derive(Default)]
struct Compiled {
    texts: TextIndex,
    patterns: Vec<Option<Rc<dyn Regex>>>,
}

impl Patterns {
    /// The compiled pattern; `None` where it is none.
    pub(crate) fn get(
        &self,
        host: &dyn Host,
        pattern: &str,
        ignore_case: bool,
    ) -> Option<Rc<dyn Regex>> {
        let [exact, folded] = &self.0;
        let table = if ignore_case { folded } else { exact };
        let known = table.borrow().texts.find(pattern);
        if let Some(number) = known {
            return table.borrow().patterns.get(number as usize)?.clone();
        }
        let regex = host.regex(pattern, ignore_case).ok();
        let regex: Option<Rc<dyn Regex>> =
            regex.map(|host| match Plain::new(pattern, ignore_case) {
                Some(plain) => Rc::new(Decided { plain, host }) as Rc<dyn Regex>,
                None => Rc::from(host),
            });
        let mut table = table.borrow_mut();
        table.texts.intern(pattern);
        table.patterns.push(regex.clone());
        regex
    }
}

/// A pattern that is decided here for nearly all texts, and by the host for the others.
struct Decided {
    plain: Plain,
    host: Box<dyn Regex>,
}

impl Regex for Decided {
    fn test(&self, text: &str) -> bool {
        self.plain
            .test(text)
            .unwrap_or_else(|| self.host.test(text))
    }

    fn try_test(&self, text: &str) -> Option<bool> {
        match self.plain.test(text) {
            Some(matches) => Some(matches),
            None => self.host.try_test(text),
        }
    }

    fn test_number(&self, number: f64) -> bool {
        // Nearly all numbers are integers, whose digits need no memory of their own.
        if !(number.fract() == 0.0 && (0.0..1e15).contains(&number)) {
            return self.test(&number_text(number));
        }
        let mut rest = number as u64;
        let mut digits = [0; 15];
        let mut from = digits.len();
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            from -= 1;
            if rest == 0 {
                break;
            }
        }
        let digits = digits.get(from..).unwrap_or_default();
        str::from_utf8(digits).is_ok_and(|text| self.test(text))
    }
}
