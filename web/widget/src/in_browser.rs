//! The window in a real page: its whole way from the mount to a submission that fails.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, Element, HtmlElement, HtmlTextAreaElement, ShadowRoot};

use crate::{Handle, mount};

struct Page {
    host: HtmlElement,
    root: ShadowRoot,
    handle: Option<Handle>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.handle = None;
        self.host.remove();
    }
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Mounts a window as the launcher does: into an element of a shadow root.
async fn open() -> Page {
    let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&host).unwrap();
    let root = host
        .attach_shadow(&web_sys::ShadowRootInit::new(web_sys::ShadowRootMode::Open))
        .unwrap();
    let container: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    root.append_child(&container).unwrap();
    let config = Object::new();
    Reflect::set(&config, &"host".into(), &host).unwrap();
    // Nobody listens there: every call fails as a network does.
    Reflect::set(&config, &"apiBase".into(), &"http://127.0.0.1:9/".into()).unwrap();
    let handle = mount(container.into(), config.unchecked_ref()).unwrap();
    settle().await;
    Page {
        host,
        root,
        handle: Some(handle),
    }
}

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

impl Page {
    fn find(&self, selector: &str) -> Option<Element> {
        self.root.query_selector(selector).unwrap()
    }

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length())
            .filter_map(|at| found.get(at))
            .map(JsCast::unchecked_into)
            .collect()
    }

    fn text(&self) -> String {
        self.find(".log")
            .and_then(|log| log.text_content())
            .unwrap_or_default()
    }

    async fn click(&self, selector: &str) {
        self.all(selector)
            .first()
            .unwrap_or_else(|| panic!("no {selector} in {}", self.text()))
            .click();
        settle().await;
    }

    async fn say(&self, text: &str) {
        let field: HtmlTextAreaElement = self.find(".composer-input").unwrap().unchecked_into();
        field.set_value(text);
        field
            .dispatch_event(&web_sys::Event::new("input").unwrap())
            .unwrap();
        settle().await;
        self.click(".send").await;
    }

    fn enter(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name={name}]")).unwrap();
        Reflect::set(&field, &"value".into(), &text.into()).unwrap();
        field
            .dispatch_event(&web_sys::Event::new("change").unwrap())
            .unwrap();
    }
}

#[wasm_bindgen_test]
async fn the_window_greets_and_offers_three_choices() {
    let page = open().await;
    assert_eq!(page.all(".choice").len(), 3);
    assert_eq!(
        page.find("[role=log]")
            .unwrap()
            .get_attribute("aria-label")
            .as_deref(),
        Some("Conversation")
    );
    assert!(
        page.find("[role=status]").is_some(),
        "the status region stands before it is needed"
    );
    assert!(page.root.adopted_style_sheets().length() > 0);
}

#[wasm_bindgen_test]
async fn what_the_visitor_says_is_shown_as_text_and_understood() {
    let page = open().await;
    page.say("<b>Where does my case stand?</b>").await;
    assert!(page.text().contains("<b>Where does my case stand?</b>"));
    page.say("Where does my case stand?").await;
    assert!(
        page.find("form [name=caseNumber]").is_some(),
        "{}",
        page.text()
    );
}

// R13
#[wasm_bindgen_test]
async fn a_call_that_fails_brings_the_form_back_with_all_that_was_typed() {
    let page = open().await;
    page.say("Check my case status").await;
    page.enter("caseNumber", "00001026");
    page.enter("email", "ann@example.com");
    page.click("form [type=submit]").await;
    for _ in 0..200 {
        if page.find(".failure").is_some() {
            break;
        }
        settle().await;
    }
    assert!(page.find(".failure").is_some(), "{}", page.text());
    let field = page.find("[name=email]").unwrap();
    assert_eq!(
        Reflect::get(&field, &"value".into())
            .unwrap()
            .as_string()
            .as_deref(),
        Some("ann@example.com")
    );
    assert_eq!(
        page.all(".log form").len(),
        1,
        "the form that was sent is not there twice"
    );
}

// R28
#[wasm_bindgen_test]
async fn a_new_session_shows_nothing_of_the_earlier_one() {
    let page = open().await;
    page.say("something that I said").await;
    page.handle.as_ref().unwrap().restart();
    settle().await;
    assert!(!page.text().contains("something that I said"));
    assert_eq!(page.all(".choice").len(), 3);
}

#[wasm_bindgen_test]
async fn a_form_that_is_asked_for_twice_keeps_what_was_typed() {
    let page = open().await;
    page.say("Open a support case").await;
    page.enter("firstName", "Ann");
    page.say("Open a support case").await;
    assert_eq!(page.all(".log form").len(), 1);
    let field = page.find("[name=firstName]").unwrap();
    assert_eq!(
        Reflect::get(&field, &"value".into())
            .unwrap()
            .as_string()
            .as_deref(),
        Some("Ann")
    );
}

#[wasm_bindgen_test]
async fn an_unmounted_window_leaves_nothing_and_two_windows_do_not_meet() {
    let (mut first, second) = (open().await, open().await);
    first.say("only in the first").await;
    assert!(!second.text().contains("only in the first"));
    let mut handle = first.handle.take().unwrap();
    handle.unmount();
    assert!(first.find(".window").is_none());
    settle().await;
    assert_eq!(second.all(".choice").len(), 3);
}

// R20, R21
#[wasm_bindgen_test]
async fn the_page_hears_the_directive_as_an_event() {
    let page = open().await;
    let heard = Rc::new(RefCell::new(Vec::new()));
    let listener = {
        let heard = Rc::clone(&heard);
        Closure::<dyn FnMut(web_sys::CustomEvent)>::new(move |event: web_sys::CustomEvent| {
            let member = |name: &str| {
                Reflect::get(&event.detail(), &name.into())
                    .unwrap()
                    .as_string()
                    .unwrap()
            };
            heard
                .borrow_mut()
                .push([member("email"), member("CaseNumber"), member("directive")]);
        })
    };
    page.host
        .add_event_listener_with_callback("casement:live-agent", listener.as_ref().unchecked_ref())
        .unwrap();
    page.say("My case number is 00001026 and my email is ann@example.com")
        .await;
    page.say("I want to talk to a live agent").await;
    assert_eq!(
        *heard.borrow(),
        [[
            "ann@example.com".to_owned(),
            "00001026".to_owned(),
            r#"[directive=liveAgent data={"email":"ann@example.com", "CaseNumber":"00001026"} ]"#
                .to_owned()
        ]]
    );
    assert!(page.find(".handoff").is_some());
}
