//! A part of a text that several share, or a text of its own. The names in an expression's tree share
//! the expression's text, so most of them cost no allocation.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A text, mostly a part of a longer one. It reads like a `str`.
#[derive(Clone)]
pub struct Text(Place);

#[derive(Clone)]
enum Place {
    Part {
        source: Arc<str>,
        start: u32,
        end: u32,
    },
    Own(Box<str>),
}

impl Text {
    /// These bytes of a text, which must be whole characters.
    pub fn part(source: &Arc<str>, bytes: Range<usize>) -> Text {
        match (u32::try_from(bytes.start), u32::try_from(bytes.end)) {
            (Ok(start), Ok(end)) => Text(Place::Part {
                source: Arc::clone(source),
                start,
                end,
            }),
            _ => source.get(bytes).unwrap_or_default().into(),
        }
    }

    /// The text that it is a part of, and from where to where; one made for it where it is none.
    pub(crate) fn place(&self) -> (Arc<str>, usize, usize) {
        match &self.0 {
            Place::Part { source, start, end } => {
                (Arc::clone(source), *start as usize, *end as usize)
            }
            Place::Own(text) => (text.as_ref().into(), 0, text.len()),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Place::Part { source, start, end } => source
                .get(*start as usize..*end as usize)
                .unwrap_or_default(),
            Place::Own(text) => text,
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text(Place::Own(text.into()))
    }
}

impl From<Arc<str>> for Text {
    fn from(source: Arc<str>) -> Text {
        let end = source.len();
        Text::part(&source, 0..end)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(Place::Own(text.into()))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.as_str() == other.as_str()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        self == other.as_str()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.as_str().to_owned()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), to)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self)
    }
}
