//! Fixes: edits of a definition by path, and how they become changes of its text that keep the
//! formatting around them.

use casement_expression::json::{self, Arena, Kind, Node};

use crate::{Span, Value};

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Puts a value at a path, or adds the member that is not there yet.
    Set {
        /// Where.
        path: String,
        /// The JSON value.
        value: Value,
    },
    /// Takes a member or an item away.
    Remove {
        /// Where.
        path: String,
    },
    /// Gives a member another key.
    Rename {
        /// Where.
        path: String,
        /// The new key.
        key: String,
    },
    /// Makes a list of one of what is there.
    Wrap {
        /// Where.
        path: String,
    },
}

/// How to mend a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// The edits, all of them or none.
    pub edits: Vec<Edit>,
    /// Does the fixed definition behave as before, or as was evidently meant? Only such fixes are
    /// applied without asking.
    pub safe: bool,
}

impl Fix {
    pub(super) fn set(path: &str, value: impl Into<Value>, safe: bool) -> Fix {
        let edit = Edit::Set {
            path: path.to_owned(),
            value: value.into(),
        };
        Fix {
            edits: vec![edit],
            safe,
        }
    }

    pub(super) fn remove(path: &str, safe: bool) -> Fix {
        let edit = Edit::Remove {
            path: path.to_owned(),
        };
        Fix {
            edits: vec![edit],
            safe,
        }
    }

    pub(super) fn rename(path: &str, key: &str, safe: bool) -> Fix {
        let edit = Edit::Rename {
            path: path.to_owned(),
            key: key.to_owned(),
        };
        Fix {
            edits: vec![edit],
            safe,
        }
    }
}

impl Edit {
    /// The edit's name and path, as in findings for programs.
    pub fn operation(&self) -> (&'static str, &str) {
        match self {
            Edit::Set { path, .. } => ("set", path),
            Edit::Remove { path } => ("remove", path),
            Edit::Rename { path, .. } => ("rename", path),
            Edit::Wrap { path } => ("wrap", path),
        }
    }
}

/// A text with the fixes applied, and how many were. A fix that finds nothing at its path, or
/// that touches what an earlier one changes, is left out; apply again to what comes out of a
/// second run. Text that is no JSON comes back as it is.
pub fn apply<'f>(text: &str, fixes: impl IntoIterator<Item = &'f Fix>) -> (String, usize) {
    let arena = Arena::default();
    let Ok(root) = json::parse(text, &arena) else {
        return (text.to_owned(), 0);
    };
    let mut changes: Vec<(Span, String)> = Vec::new();
    let mut applied = 0;
    for fix in fixes {
        let wanted: Option<Vec<_>> = fix
            .edits
            .iter()
            .map(|edit| change(text, &root, edit))
            .collect();
        let Some(wanted) = wanted else { continue };
        let free = |span: &Span| {
            changes
                .iter()
                .all(|(taken, _)| span.end < taken.start || taken.end < span.start)
        };
        if wanted.iter().all(|(span, _)| free(span)) {
            changes.extend(wanted);
            applied += 1;
        }
    }
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut result = text.to_owned();
    for (span, new) in changes {
        result.replace_range(span.start as usize..span.end as usize, &new);
    }
    (result, applied)
}

/// The change of the text that an edit comes to.
fn change(text: &str, root: &Node, edit: &Edit) -> Option<(Span, String)> {
    match edit {
        Edit::Set { path, value } => match find(root, path) {
            Some(place) => Some((place.value.span, value.to_json())),
            None => add(text, root, path, value),
        },
        Edit::Wrap { path } => {
            let span = find(root, path)?.value.span;
            Some((span, format!("[{}]", slice(text, span))))
        }
        Edit::Rename { path, key } => {
            let span = find(root, path)?.key?;
            Some((span, Value::from(key.as_str()).to_json()))
        }
        Edit::Remove { path } => {
            let place = find(root, path)?;
            let start = place.key.unwrap_or(place.value.span).start;
            Some((
                without_comma(text, start, place.value.span.end),
                String::new(),
            ))
        }
    }
}

/// A member that is not there yet goes behind the last one of its object, set off as that is.
fn add(text: &str, root: &Node, path: &str, value: &Value) -> Option<(Span, String)> {
    let (parent, key) = path.rsplit_once('.').unwrap_or(("", path));
    let object = match parent {
        "" => root,
        parent => find(root, parent)?.value,
    };
    let member = format!("{}: {}", Value::from(key).to_json(), value.to_json());
    let members = object.as_object()?;
    let Some(last) = members.last() else {
        let inside = super::at(object.span.start + 1);
        return Some((inside, member));
    };
    let before = text.get(..last.key_span.start as usize)?;
    let blanks = before.len() - before.trim_end().len();
    let gap = before.get(before.len() - blanks..)?;
    Some((super::at(last.value.span.end), format!(",{gap}{member}")))
}

/// The range with one of the commas around it, and the blanks that go with that.
fn without_comma(text: &str, start: u32, end: u32) -> Span {
    let before = text.get(..start as usize).unwrap_or_default();
    let after = text.get(end as usize..).unwrap_or_default();
    let blanks = (after.len() - after.trim_start().len()) as u32;
    if let Some(earlier) = before.trim_end().strip_suffix(',') {
        Span {
            start: earlier.len() as u32,
            end,
        }
    } else if let Some(later) = after.trim_start().strip_prefix(',') {
        let more = (later.len() - later.trim_start().len()) as u32;
        Span {
            start,
            end: end + blanks + 1 + more,
        }
    } else {
        Span { start, end }
    }
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize)
        .unwrap_or_default()
}

struct Place<'n> {
    key: Option<Span>,
    value: &'n Node<'n>,
}

/// What stands at a path. A key with dots or brackets in it is found by trying longer keys too.
fn find<'n>(node: &'n Node<'n>, path: &str) -> Option<Place<'n>> {
    let path = path.strip_prefix('.').unwrap_or(path);
    let rest_of = |value: &'n Node<'n>, key: Option<Span>, rest: &str| {
        if rest.is_empty() {
            Some(Place { key, value })
        } else if rest.starts_with(['.', '[']) {
            find(value, rest)
        } else {
            None
        }
    };
    match &node.kind {
        Kind::Array(items) => {
            let (number, rest) = path.strip_prefix('[')?.split_once(']')?;
            let item = items.get(number.parse::<usize>().ok()?)?;
            rest_of(item, None, rest)
        }
        Kind::Object(members) => members.iter().rev().find_map(|member| {
            let rest = path.strip_prefix(member.key)?;
            rest_of(&member.value, Some(member.key_span), rest)
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_keep_the_formatting_around_them() {
        let text = "{\n  \"a\": 1,\n  \"b\": [1, 2, 3],\n  \"c\": {\"d\": \"x\"}\n}\n";
        let one = |edit: Edit| {
            let fix = Fix {
                edits: vec![edit],
                safe: true,
            };
            apply(text, [&fix]).0
        };
        let path = |path: &str| path.to_owned();
        assert_eq!(
            one(Edit::Remove { path: path("a") }),
            "{\n  \"b\": [1, 2, 3],\n  \"c\": {\"d\": \"x\"}\n}\n"
        );
        assert_eq!(
            one(Edit::Remove { path: path("b[1]") }),
            text.replace(", 2", "")
        );
        assert_eq!(
            one(Edit::Remove { path: path("c") }),
            "{\n  \"a\": 1,\n  \"b\": [1, 2, 3]\n}\n"
        );
        assert_eq!(
            one(Edit::Rename {
                path: path("c.d"),
                key: "e".to_owned()
            }),
            text.replace("\"d\"", "\"e\"")
        );
        assert_eq!(
            one(Edit::Wrap { path: path("c.d") }),
            text.replace("\"x\"", "[\"x\"]")
        );
        assert_eq!(
            one(Edit::Set {
                path: path("c.d"),
                value: Value::from("y")
            }),
            text.replace("\"x\"", "\"y\"")
        );
        assert_eq!(
            one(Edit::Set {
                path: path("f"),
                value: Value::from(true)
            }),
            text.replace("\"x\"}", "\"x\"},\n  \"f\": true")
        );
    }
}
