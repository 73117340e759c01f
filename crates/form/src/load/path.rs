//! Where in the definition something is: `pages[0].elements[1].title`. Nearly every part of a definition
//! is gone through without a problem, so that the text is made only where one is reported.

use std::borrow::Cow;
use std::fmt::Write;

use crate::problem::REPORTS;

/// The way to what is being read.
#[derive(Default)]
pub(super) struct Path(Vec<Step>);

enum Step {
    Key(Cow<'static, str>),
    Index(usize),
}

impl Path {
    /// Goes into a member; the way back.
    pub(super) fn key(&mut self, key: impl Into<Cow<'static, str>>) -> usize {
        let mark = self.0.len();
        if REPORTS {
            self.0.push(Step::Key(key.into()));
        }
        mark
    }

    /// Goes into an item of a list; the way back.
    pub(super) fn index(&mut self, index: usize) -> usize {
        let mark = self.0.len();
        if REPORTS {
            self.0.push(Step::Index(index));
        }
        mark
    }

    pub(super) fn back(&mut self, mark: usize) {
        self.0.truncate(mark);
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.0 {
            match step {
                Step::Key(key) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(key);
                }
                // Writing to a String can't fail.
                Step::Index(index) => drop(write!(text, "[{index}]")),
            }
        }
        text
    }
}
