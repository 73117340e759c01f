//! What survey-core's linter doesn't look for: pages that no answer reaches, old names of
//! properties, patterns that nothing matches.

use super::visible::Hidden;
use crate::lint::edit::Fix;
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Index, Kind, join, property_of, text_of};

pub(in crate::lint) fn unreachable_page(index: &Index<'_>, report: &mut Report<'_>) {
    let hidden = Hidden::of(index);
    for (place, page) in index.elements.iter().enumerate() {
        if page.kind == Kind::Page && hidden.is_never(place) {
            let message = format!("no answer makes the page `{}` visible", page.name);
            let path = join(&page.path, "visibleIf");
            report.say(Say::new(
                "conditionNeverHolds",
                path,
                page.key_span("visibleIf"),
                message,
            ));
        }
    }
}

pub(in crate::lint) fn deprecated(index: &Index<'_>, report: &mut Report<'_>) {
    for object in &index.objects {
        for member in object.node.as_object().unwrap_or_default() {
            let key = member.key;
            let property = property_of(object.class, object.owner, &index.elements, key);
            let Some(property) = property.filter(|property| property.name != key) else {
                continue;
            };
            if object.node.get(property.name).is_some() {
                continue;
            }
            let new = property.name;
            let path = join(&object.path, key);
            let fix = Fix::rename(&path, new, true);
            let message = format!("`{key}` is an old name of `{new}`");
            let mut say = Say::new("oldName", path, member.key_span, message);
            say.suggestion = Some(new.to_owned());
            say.fix = Some(fix);
            report.say(say);
        }
    }
}

pub(in crate::lint) fn pattern(index: &Index<'_>, report: &mut Report<'_>) {
    for object in &index.objects {
        let pattern = text_of(object.node, "regex");
        if object.class != "regexvalidator" {
            continue;
        }
        if let Some(why) = never_matches(pattern) {
            let path = join(&object.path, "regex");
            let span = object
                .node
                .get("regex")
                .map_or(object.node.span, |node| node.span);
            let message = format!("no text matches `{pattern}`: {why}");
            report.say(Say::new("contradiction", path, span, message));
        }
    }
}

/// Why no text at all can match a pattern, where that is plain to see: something is demanded
/// before the beginning or after the end of the text, or an empty set of letters.
fn never_matches(pattern: &str) -> Option<&'static str> {
    // With alternatives, or parts that may be left out, something else may still match.
    if pattern.contains(['|', '?', '*', '{']) {
        return None;
    }
    let mut letters = pattern.chars().peekable();
    let (mut in_set, mut first, mut ended, mut consumed, mut depth) =
        (false, false, false, false, 0_i32);
    while let Some(letter) = letters.next() {
        if in_set {
            match letter {
                '\\' => {
                    letters.next();
                }
                ']' if first => return Some("the set `[]` has no letters"),
                ']' => in_set = false,
                _ => {}
            }
            first = false;
            continue;
        }
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            '^' if consumed && depth == 0 => return Some("letters stand before the beginning `^`"),
            '^' | '+' => {}
            '$' => ended = depth == 0,
            '[' => {
                if ended {
                    return Some("letters stand behind the end `$`");
                }
                in_set = true;
                first = true;
                consumed = true;
                if letters.peek() == Some(&'^') {
                    letters.next();
                    first = false;
                }
            }
            other => {
                if other == '\\' && matches!(letters.next(), Some('b' | 'B')) {
                    continue;
                }
                if ended {
                    return Some("letters stand behind the end `$`");
                }
                consumed = true;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::never_matches;

    #[test]
    fn only_plain_contradictions_are_told() {
        for pattern in ["a^b", "^a$b", "x[]", "^ab$[c]"] {
            assert!(never_matches(pattern).is_some(), "{pattern}");
        }
        for pattern in [
            "^a$", "a*^b", "a$|b", "(a$)?b", "^\\d+$", "[^a]", "[]|a", "a^b|c", "\\^a", "a\\$b", "",
        ] {
            assert!(never_matches(pattern).is_none(), "{pattern}");
        }
    }
}
