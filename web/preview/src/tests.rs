//! The parts of the page that are not views.

use std::cell::Cell;
use std::rc::Rc;

use casement_renderer::RunningForm;
use casement_support::form::{Severity, State};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::web_sys::{HtmlElement, HtmlSelectElement};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use crate::colours::lines;
use crate::examples::{EXAMPLES, example};
use crate::form_pane::form_pane;
use crate::format::format;
use crate::outside::serve;
use crate::session::{Found, Session, utf16_offset};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn laying_out_changes_no_value() {
    let cases = [
        ("{}", "{}\n"),
        ("[ ]", "[]\n"),
        ("1.50", "1.50\n"),
        (
            r#"{"a":12345678901234567890,"b":"\u00fc"}"#,
            "{\n  \"a\": 12345678901234567890,\n  \"b\": \"\\u00fc\"\n}\n",
        ),
        (
            r#"{"a":[1,2,"x"],"b":[{}]}"#,
            "{\n  \"a\": [1, 2, \"x\"],\n  \"b\": [\n    {}\n  ]\n}\n",
        ),
    ];
    for (text, want) in cases {
        assert_eq!(format(text).as_deref(), Ok(want), "{text}");
        assert_eq!(format(want).as_deref(), Ok(want), "{text}, laid out twice");
    }
}

#[wasm_bindgen_test]
fn a_text_that_is_no_json_is_not_laid_out() {
    assert!(format("{\"a\": }").is_err());
}

#[wasm_bindgen_test]
fn a_long_list_gets_a_line_for_each_item() {
    let items: Vec<String> = (0..40).map(|number| number.to_string()).collect();
    let laid_out = format(&std::format!("[{}]", items.join(","))).unwrap();
    assert_eq!(laid_out.lines().count(), 42);
}

#[wasm_bindgen_test]
fn positions_count_as_browsers_do() {
    assert_eq!(utf16_offset("aü\u{1F600}b", 7), 4);
    assert_eq!(utf16_offset("ab", 99), 2);
}

#[wasm_bindgen_test]
fn every_example_is_there() {
    for (key_name, _) in EXAMPLES {
        assert!(format(example(key_name)).is_ok(), "{key_name}");
    }
}

#[wasm_bindgen_test]
fn the_coloured_text_is_the_text() {
    let text = "{\n\t\"ü\\\"\": [-1.5e3, true, nul, \"open,\n}😀 \"x\" :";
    let drawn = lines(text, &[], 0);
    let joined: Vec<String> = drawn
        .iter()
        .map(|line| line.iter().map(|piece| piece.text.as_str()).collect())
        .collect();
    assert_eq!(joined.join("\n"), text);
    let classes: Vec<&str> = drawn.iter().flatten().map(|piece| piece.class).collect();
    for class in ["key", "number", "literal", "string", "plain"] {
        assert!(classes.contains(&class), "{class} in {classes:?}");
    }
}

#[wasm_bindgen_test]
fn a_problem_is_underlined_exactly() {
    let problem = Found {
        code: "expression/syntax",
        severity: Severity::Error,
        message: String::new(),
        path: String::new(),
        line: 2,
        column: 4,
        start: 5,
        end: 7,
        bytes: 5..7,
    };
    let drawn = lines("{\n\"abcde\"", std::slice::from_ref(&problem), 0);
    let waved: Vec<&str> = drawn
        .iter()
        .flatten()
        .filter(|piece| piece.wave.is_some())
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(waved, ["cd"]);
    assert!(lines("{\n\"abcde\"", &[problem], 1).len() == 1);
}

/// The pane with a form, served as in the preview.
struct Served {
    session: Session,
    place: HtmlElement,
}

fn served(json: &str) -> Served {
    let place = document().create_element("div").unwrap();
    let place = document().body().unwrap().append_child(&place).unwrap();
    let place: HtmlElement = place.unchecked_into();
    let made = Rc::new(Cell::new(None));
    let (made_inside, json) = (Rc::clone(&made), json.to_owned());
    let pane = move || {
        let session = Session::new();
        serve(session);
        session.open(json);
        made_inside.set(Some(session));
        form_pane(session)
    };
    mount_to(place.clone(), pane).forget();
    Served {
        session: made.take().unwrap(),
        place,
    }
}

fn running(session: Session) -> RunningForm {
    session.running.get_untracked().unwrap()
}

impl Served {
    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let selector = format!(".sheet {selector}");
        let found = self.place.query_selector_all(&selector).unwrap();
        let found = (0..found.length()).filter_map(|at| found.get(at));
        found.map(JsCast::unchecked_into).collect()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        let found = self.all(selector).into_iter();
        found.filter_map(|it| it.text_content()).collect()
    }

    /// Waits until something is so, for some seconds.
    async fn until(&self, what: &str, is_so: impl Fn(&Served) -> bool) {
        for _ in 0..200 {
            if is_so(self) {
                return;
            }
            pause(25).await;
        }
        panic!("{what}: {}", self.place.inner_html());
    }
}

async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, milliseconds)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

#[wasm_bindgen_test]
async fn choices_of_a_service_are_fetched_and_can_be_chosen() {
    let json = r#"{"elements": [
        {"type": "radiogroup", "name": "r", "choicesByUrl": {"url": "data:application/json,[]"}},
        {"type": "text", "name": "which", "defaultValue": "2"},
        {"type": "dropdown", "name": "d",
         "choicesByUrl": {"url": "data:application/json,[\"one\",\"{which}\"]"}}]}"#;
    let served = served(json);
    let options = |served: &Served| served.texts("select option:not([value=''])");
    served
        .until("two options", |served| options(served) == ["one", "2"])
        .await;
    // That there are none is told beside the question.
    served
        .until("an error", |served| served.texts(".error").len() == 1)
        .await;
    let select: HtmlSelectElement = served.all("select")[0].clone().unchecked_into();
    select.set_value("1");
    let event = leptos::web_sys::Event::new("change").unwrap();
    select.dispatch_event(&event).unwrap();
    let form = running(served.session);
    let data = form.read(|form| form.data().get("d").map(|it| it.to_json()));
    assert_eq!(data.as_deref(), Some("\"2\""));
}

#[wasm_bindgen_test]
async fn a_form_that_goes_on_by_itself_does_so_after_a_moment() {
    let json = r#"{"autoAdvanceEnabled": true, "pages": [
        {"elements": [{"type": "dropdown", "name": "a", "choices": ["x", "y"]}]},
        {"elements": [{"type": "boolean", "name": "b"}]}]}"#;
    let served = served(json);
    served
        .until("the question", |served| served.all("select").len() == 1)
        .await;
    let select: HtmlSelectElement = served.all("select")[0].clone().unchecked_into();
    select.set_value("0");
    let event = leptos::web_sys::Event::new("change").unwrap();
    select.dispatch_event(&event).unwrap();
    assert_eq!(
        served.all("select").len(),
        1,
        "the visitor sees what was chosen"
    );
    served
        .until("the second page", |served| {
            served.all("input[type=radio]").len() == 2
        })
        .await;
    served.all("input[type=radio]")[0].click();
    let form = running(served.session);
    served
        .until("completion", |_| {
            form.read(|form| form.state() == State::Completed)
        })
        .await;
}

#[wasm_bindgen_test]
async fn boxes_are_ticked_one_by_one_and_all_at_once() {
    let json = r#"{"elements": [{"type": "checkbox", "name": "c", "choices": [1, "b"],
        "showSelectAllItem": true}]}"#;
    let served = served(json);
    served
        .until("the boxes", |served| served.all("input").len() == 3)
        .await;
    let data = |served: &Served| {
        let form = running(served.session);
        form.read(|form| form.data().get("c").map(|it| it.to_json()))
    };
    let boxes = served.all("input");
    boxes[1].click();
    assert_eq!(data(&served).as_deref(), Some("[1]"));
    boxes[0].click();
    assert_eq!(data(&served).as_deref(), Some("[1,\"b\"]"));
    boxes[0].click();
    assert_eq!(data(&served), None);
}
