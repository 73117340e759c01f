//! XML as the object that survey-core makes of it: elements by name, several of one name as a list,
//! text where there are no elements. Attributes, comments and declarations don't count; what isn't
//! well-formed is read as far as it goes.

use casement_expression::{Object, Value};

/// How deep elements may lie in each other; deeper ones are left out.
const MAX_DEPTH: usize = 64;
/// How many elements are read.
const MAX_ELEMENTS: usize = 100_000;

/// An element that is open.
#[derive(Default)]
struct Open {
    name: String,
    children: Children,
    text: String,
}

/// The elements in one, those of one name together.
type Children = Vec<(String, Vec<Value>)>;

/// The object of a document.
pub(super) fn parse(text: &str) -> Value {
    let mut open = vec![Open::default()];
    let (mut rest, mut count, mut too_deep) = (text, 0, 0_usize);
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        add_text(&mut open, before);
        if let Some(data) = tag.strip_prefix("<![CDATA[") {
            let (data, after) = data.split_once("]]>").unwrap_or((data, ""));
            if let Some(element) = open.last_mut() {
                element.text.push_str(data);
            }
            rest = after;
            continue;
        }
        let end = match tag.get(1..2) {
            _ if tag.starts_with("<!--") => "-->",
            Some("?") => "?>",
            _ => ">",
        };
        let Some((inside, after)) = tag.split_once(end) else {
            rest = "";
            break;
        };
        rest = after;
        let inside = inside.get(1..).unwrap_or_default();
        if inside.starts_with(['!', '?']) {
            continue;
        }
        if inside.starts_with('/') {
            if too_deep > 0 {
                too_deep -= 1;
            } else {
                close(&mut open);
            }
            continue;
        }
        let is_whole = inside.ends_with('/');
        let name = inside.split([' ', '\t', '\r', '\n', '/']).next();
        count += 1;
        if open.len() > MAX_DEPTH || count > MAX_ELEMENTS {
            too_deep += usize::from(!is_whole);
            continue;
        }
        open.push(Open {
            name: name.unwrap_or_default().to_owned(),
            ..Open::default()
        });
        if is_whole {
            close(&mut open);
        }
    }
    add_text(&mut open, rest);
    while open.len() > 1 {
        close(&mut open);
    }
    let members = open.pop().map(|root| root.children).unwrap_or_default();
    object(members)
}

/// Ends the innermost element.
fn close(open: &mut Vec<Open>) {
    if open.len() < 2 {
        return;
    }
    let (Some(element), Some(parent)) = (open.pop(), open.last_mut()) else {
        return;
    };
    let value = if element.children.is_empty() {
        element.text.into()
    } else {
        object(element.children)
    };
    let mut known = parent.children.iter_mut();
    match known.find(|(name, _)| *name == element.name) {
        None => parent.children.push((element.name, vec![value])),
        Some((_, values)) => values.push(value),
    }
}

fn object(children: Children) -> Value {
    let members = children.into_iter().map(|(name, mut values)| {
        let value = match values.pop() {
            Some(one) if values.is_empty() => one,
            last => {
                values.extend(last);
                values.into()
            }
        };
        (name, value)
    });
    members.collect::<Object>().into()
}

fn add_text(open: &mut [Open], text: &str) {
    let Some(element) = open.last_mut() else {
        return;
    };
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at(at);
        element.text.push_str(before);
        let named = entity.get(1..).and_then(|it| it.split_once(';'));
        match named.and_then(|(name, after)| Some((letter(name)?, after))) {
            Some((letter, after)) => {
                element.text.push(letter);
                rest = after;
            }
            None => {
                element.text.push('&');
                rest = entity.get(1..).unwrap_or_default();
            }
        }
    }
    element.text.push_str(rest);
}

/// What an entity stands for.
fn letter(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn elements_become_members_and_several_of_a_name_a_list() {
        let cases = [
            (
                "<a><b>1</b><b>x &amp; &#65;</b></a>",
                r#"{"a":{"b":["1","x & A"]}}"#,
            ),
            (
                "<?xml version=\"1.0\"?><!-- c --><r><i k=\"v\"><n>PT</n></i></r>",
                r#"{"r":{"i":{"n":"PT"}}}"#,
            ),
            ("<a><![CDATA[<b>]]></a>", r#"{"a":"<b>"}"#),
            ("<a/>", r#"{"a":""}"#),
            ("<a><b>", r#"{"a":{"b":""}}"#),
            ("</a></b>", "{}"),
            ("<", "{}"),
            ("<a>&nope;&</a>", r#"{"a":"&nope;&"}"#),
        ];
        for (text, want) in cases {
            assert_eq!(parse(text).to_json(), want, "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "<a>".repeat(100_000);
        assert!(parse(&deep).as_object().is_some());
    }
}
