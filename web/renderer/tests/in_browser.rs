//! Forms drawn into a real page: what a visitor sees, types and hears.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use casement_form::{Definition, Form, Host, Mode, Options, Regex, Value};
use casement_renderer::view::{El, Mounted, mount};
use casement_renderer::{FormOptions, RunningForm, form_view};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

struct Still;

impl Host for Still {
    fn now(&self) -> f64 {
        0.0
    }
    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }
    fn regex(&self, _pattern: &str, _case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        Err("no regular expressions here".into())
    }
}

/// A form on the page, taken off it at the end of the test.
struct Page {
    place: HtmlElement,
    form: RunningForm,
    completed: Rc<RefCell<Vec<String>>>,
    left: Rc<RefCell<usize>>,
    _mounted: Mounted,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.place.remove();
    }
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

fn show(json: &str) -> Page {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    let definition = Definition::load(json).definition;
    let (completed, left) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(0)));
    let made = Rc::new(RefCell::new(None));
    let mounted = mount(El::from_page(place.clone()), {
        let (completed, left, made) = (Rc::clone(&completed), Rc::clone(&left), Rc::clone(&made));
        move || {
            let options = Options {
                host: Rc::new(Still),
                locale: String::new(),
                mode: Mode::Edit,
            };
            let form = RunningForm::new(Form::start(&definition, options));
            *made.borrow_mut() = Some(form);
            form_view(
                form,
                FormOptions {
                    on_complete: Box::new(move |form| {
                        completed
                            .borrow_mut()
                            .push(form.read(|form| Value::from(form.data()).to_json()));
                    }),
                    leave: Some(("Cancel".into(), Box::new(move || *left.borrow_mut() += 1))),
                },
            )
        }
    });
    let form = made.borrow().unwrap();
    Page {
        place,
        form,
        completed,
        left,
        _mounted: mounted,
    }
}

impl Page {
    fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.place
            .query_selector(selector)
            .unwrap()
            .map(JsCast::unchecked_into)
    }

    fn get(&self, selector: &str) -> HtmlElement {
        self.find(selector)
            .unwrap_or_else(|| panic!("no {selector} in {}", self.text()))
    }

    fn text(&self) -> String {
        self.place.text_content().unwrap_or_default()
    }

    fn type_into(&self, name: &str, text: &str) {
        let input: HtmlInputElement = self.get(&format!("[name={name}]")).unchecked_into();
        input.set_value(text);
        for kind in ["input", "change"] {
            let init = web_sys::EventInit::new();
            init.set_bubbles(true);
            input
                .dispatch_event(&web_sys::Event::new_with_event_init_dict(kind, &init).unwrap())
                .unwrap();
        }
    }

    /// Clicks, and waits until the page shows what followed.
    async fn click(&self, selector: &str) {
        self.get(selector).click();
        settle().await;
    }
}

/// Effects run in microtasks, and the focus moves in the frame after.
async fn settle() {
    for _ in 0..2 {
        let frame = js_sys::Promise::new(&mut |resolve, _| {
            web_sys::window()
                .unwrap()
                .request_animation_frame(&resolve)
                .unwrap();
        });
        wasm_bindgen_futures::JsFuture::from(frame).await.unwrap();
    }
}

const CONTACT: &str = r#"{
    "title": "Contact",
    "pages": [{"name": "one", "elements": [
        {"type": "text", "name": "firstName", "title": "First Name", "description": "As on your card", "isRequired": true},
        {"type": "text", "name": "email", "title": "Email", "inputType": "email", "validators": [{"type": "email", "text": "No address"}]},
        {"type": "comment", "name": "note", "title": "Note", "visibleIf": "{email} notempty", "rows": 5}
    ]}],
    "completeText": "Send it"
}"#;

#[wasm_bindgen_test]
async fn every_field_has_its_label_hint_and_autofill_token() {
    let page = show(CONTACT);
    settle().await;
    let input = page.get("[name=firstName]");
    let label = page.get(&format!("label[for={}]", input.id()));
    assert!(label.text_content().unwrap().starts_with("First Name"));
    assert_eq!(
        input.get_attribute("aria-required").as_deref(),
        Some("true")
    );
    assert_eq!(
        input.get_attribute("autocomplete").as_deref(),
        Some("given-name")
    );
    assert_eq!(
        input.get_attribute("aria-invalid"),
        None,
        "nothing is wrong before a check"
    );
    let hint = page.get(&format!(
        "#{}",
        input.get_attribute("aria-describedby").unwrap()
    ));
    assert_eq!(hint.text_content().as_deref(), Some("As on your card"));
    assert_eq!(
        page.get("[name=email]").get_attribute("type").as_deref(),
        Some("email")
    );
    assert_eq!(
        page.get("[type=submit]").text_content().as_deref(),
        Some("Send it")
    );
}

#[wasm_bindgen_test]
async fn a_failed_check_shows_the_error_beside_its_field_and_moves_the_focus_there() {
    let page = show(CONTACT);
    page.type_into("email", "ann@");
    page.click("[type=submit]").await;
    let input = page.get("[name=firstName]");
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = input.get_attribute("aria-describedby").unwrap();
    let error = page.get(&format!("#{}", described.split(' ').next_back().unwrap()));
    assert_eq!(error.class_name(), "errors");
    assert!(!error.text_content().unwrap().is_empty());
    assert_eq!(
        document().active_element().map(|element| element.id()),
        Some(input.id())
    );
    assert!(page.text().contains("No address"));
    assert!(
        page.get("[role=alert]")
            .text_content()
            .unwrap()
            .starts_with("2 ")
    );
    assert!(page.completed.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_mended_answer_loses_its_error_and_the_form_completes() {
    let page = show(CONTACT);
    page.click("[type=submit]").await;
    page.type_into("firstName", "Ann");
    settle().await;
    assert_eq!(
        page.get("[name=firstName]").get_attribute("aria-invalid"),
        None
    );
    page.click("[type=submit]").await;
    assert_eq!(*page.completed.borrow(), [r#"{"firstName":"Ann"}"#]);
}

#[wasm_bindgen_test]
async fn a_question_comes_and_goes_without_touching_its_neighbours() {
    let page = show(CONTACT);
    settle().await;
    assert!(page.find("[name=note]").is_none());
    let neighbour = page.get("[name=firstName]");
    page.type_into("email", "ann@example.com");
    settle().await;
    assert_eq!(
        page.get("textarea[name=note]")
            .get_attribute("rows")
            .as_deref(),
        Some("5")
    );
    assert!(neighbour.is_same_node(Some(&page.get("[name=firstName]"))));
    page.type_into("email", "");
    settle().await;
    assert!(page.find("[name=note]").is_none());
}

#[wasm_bindgen_test]
async fn answers_set_from_outside_stand_in_the_fields() {
    let page = show(CONTACT);
    let id = page.form.read(|form| form.question("firstName")).unwrap();
    page.form.answer(id, Value::from("Ann"));
    settle().await;
    let input: HtmlInputElement = page.get("[name=firstName]").unchecked_into();
    assert_eq!(input.value(), "Ann");
}

const PAGES: &str = r#"{
    "pages": [
        {"name": "a", "elements": [{"type": "boolean", "name": "known", "title": "Known?", "isRequired": true, "labelTrue": "Yes, it is", "labelFalse": "No"}]},
        {"name": "b", "title": "Second", "elements": [
            {"type": "html", "name": "h", "html": "<p><b>Hello</b><script>x</script> <a href='javascript:x'>there</a></p>"},
            {"type": "signaturepad", "name": "s", "title": "Sign"},
            {"type": "panel", "name": "p", "title": "Inner", "elements": [{"type": "text", "name": "inner", "inputType": "number"}]}
        ]}
    ]
}"#;

#[wasm_bindgen_test]
async fn pages_are_walked_with_progress_as_text_and_back_keeps_the_answer() {
    let page = show(PAGES);
    settle().await;
    assert!(page.text().contains("Page 1 of 2"), "{}", page.text());
    page.click("[type=submit]").await;
    assert_eq!(
        page.get("fieldset")
            .get_attribute("aria-invalid")
            .as_deref(),
        Some("true")
    );
    page.click("[type=radio]").await;
    page.click("[type=submit]").await;
    assert!(page.text().contains("Page 2 of 2"), "{}", page.text());
    assert!(page.text().contains("Second") && page.text().contains("Inner"));
    page.click(".buttons button[type=button]").await;
    let radio: HtmlInputElement = page.get("[type=radio]").unchecked_into();
    assert!(radio.checked());
    assert!(page.text().contains("Yes, it is"));
}

#[wasm_bindgen_test]
async fn html_of_a_definition_is_rebuilt_and_an_unknown_question_is_a_plain_line() {
    let page = show(PAGES);
    page.click("[type=radio]").await;
    page.click("[type=submit]").await;
    let html = page.get(".markup");
    assert_eq!(
        html.query_selector("b")
            .unwrap()
            .unwrap()
            .text_content()
            .as_deref(),
        Some("Hello")
    );
    assert!(html.query_selector("script").unwrap().is_none());
    assert_eq!(
        html.query_selector("a")
            .unwrap()
            .unwrap()
            .get_attribute("href"),
        None
    );
    assert!(
        page.get(".unsupported")
            .text_content()
            .unwrap()
            .contains("Sign")
    );
    page.type_into("inner", "4.5");
    page.click("[type=submit]").await;
    assert!(
        page.completed
            .borrow()
            .first()
            .unwrap()
            .contains(r#""inner":4.5"#)
    );
}

#[wasm_bindgen_test]
async fn a_form_can_be_left_without_completing_it() {
    let page = show(CONTACT);
    page.click(".leave").await;
    assert_eq!((*page.left.borrow(), page.completed.borrow().len()), (1, 0));
}

#[wasm_bindgen_test]
async fn what_stands_in_a_field_that_still_has_the_focus_is_submitted() {
    let page = show(CONTACT);
    settle().await;
    let input: HtmlInputElement = page.get("[name=firstName]").unchecked_into();
    input.focus().unwrap();
    input.set_value("Ann");
    page.click("[type=submit]").await;
    assert_eq!(*page.completed.borrow(), [r#"{"firstName":"Ann"}"#]);
}
