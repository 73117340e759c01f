//! Plays a conversation that is written down as JSON lines: an event, and the actions that follow.
//!
//! Everything must be as written, but for `say` and `askConsent`: of these only the members given
//! are compared, and `has` stands for a part of the text.

use casement_support::form::Value;
use casement_support::form::expression::json;
use casement_support::{Action, Conversation, Event};

pub(crate) fn play(script: &str) {
    play_in(super::conversation(), script);
}

pub(crate) fn play_in(mut conversation: Conversation, script: &str) {
    let mut steps = 0;
    for (index, line) in script.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let step = json::parse_value(line).expect("a step is JSON");
        let step = step.as_object().expect("a step is an object");
        let event = step.get("event").expect("a step has an event").to_json();
        let wanted = step.get("actions").and_then(Value::as_array);
        let wanted = wanted.expect("a step has actions");
        let event = Event::from_json(&event).expect("the event is one");
        let got = conversation.handle(event);
        let same = got.len() == wanted.len()
            && got
                .iter()
                .zip(wanted)
                .all(|(got, wanted)| fits(got, wanted));
        let texts: Vec<String> = got.iter().map(Action::to_json).collect();
        assert!(
            same,
            "line {}: {line}\ngot [{}]",
            index + 1,
            texts.join(",")
        );
        steps += 1;
    }
    assert!(steps > 0, "a script without steps shows nothing");
}

fn fits(got: &Action, wanted: &Value) -> bool {
    let got = got.to_value();
    for name in ["say", "askConsent"] {
        let body = |action: &Value| action.as_object()?.get(name).cloned();
        if let (Some(got), Some(wanted)) = (body(&got), body(wanted)) {
            return text_fits(&got, &wanted);
        }
    }
    // Compared as values: the order of an object's keys is no part of what it says.
    same(&got, wanted)
}

fn text_fits(got: &Value, wanted: &Value) -> bool {
    let (Some(got), Some(wanted)) = (got.as_object(), wanted.as_object()) else {
        return false;
    };
    wanted.iter().all(|(name, wanted)| match &**name {
        "has" => got
            .get("text")
            .and_then(Value::as_str)
            .zip(wanted.as_str())
            .is_some_and(|(text, part)| text.contains(part)),
        name => got.get(name) == Some(wanted),
    })
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b))
        }
        _ => a == b,
    }
}
