//! JSON text laid out: one member a line, two blanks a level.
//!
//! Texts and numbers are copied as they were written, so that laying out changes no value, not
//! even a number that JavaScript would round.

use casement_support::form::expression::json::{Arena, JsonError, Kind, Node, parse};

/// A list of scalars up to this width stays on one line.
const SHORT: usize = 72;

/// Lays the text out.
///
/// # Errors
/// Where the text is no JSON.
pub(crate) fn format(text: &str) -> Result<String, JsonError> {
    let arena = Arena::default();
    let node = parse(text, &arena)?;
    let mut layout = Layout {
        text,
        out: String::with_capacity(text.len() * 2),
    };
    layout.node(&node, 0);
    layout.out.push('\n');
    Ok(layout.out)
}

struct Layout<'a> {
    text: &'a str,
    out: String,
}

impl Layout<'_> {
    fn node(&mut self, node: &Node, level: usize) {
        match node.kind {
            Kind::Array([]) => self.out.push_str("[]"),
            Kind::Object([]) => self.out.push_str("{}"),
            Kind::Array(items) => match self.on_one_line(items) {
                Some(line) => self.out.push_str(&line),
                None => {
                    self.lines('[', ']', level, items.iter(), |layout, item| {
                        layout.node(item, level + 1);
                    });
                }
            },
            Kind::Object(members) => {
                self.lines('{', '}', level, members.iter(), |layout, member| {
                    let key = layout.written(member.key_span.start, member.key_span.end);
                    layout.out.push_str(&key);
                    layout.out.push_str(": ");
                    layout.node(&member.value, level + 1);
                });
            }
            _ => {
                let scalar = self.written(node.span.start, node.span.end);
                self.out.push_str(&scalar);
            }
        }
    }

    fn lines<T>(
        &mut self,
        open: char,
        close: char,
        level: usize,
        parts: impl Iterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        self.out.push(open);
        for (index, part) in parts.enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.line_break(level + 1);
            write(self, part);
        }
        self.line_break(level);
        self.out.push(close);
    }

    fn line_break(&mut self, level: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", level));
    }

    fn on_one_line(&self, items: &[Node]) -> Option<String> {
        let mut line = String::from("[");
        for (index, item) in items.iter().enumerate() {
            if matches!(item.kind, Kind::Array(_) | Kind::Object(_)) {
                return None;
            }
            if index > 0 {
                line.push_str(", ");
            }
            line.push_str(&self.written(item.span.start, item.span.end));
            if line.len() > SHORT {
                return None;
            }
        }
        line.push(']');
        Some(line)
    }

    fn written(&self, start: u32, end: u32) -> String {
        self.text
            .get(start as usize..end as usize)
            .unwrap_or_default()
            .to_owned()
    }
}
