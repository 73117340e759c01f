//! What follows signals: texts, attributes, properties, places with changing content, lists.
//!
//! The functions that do the work take boxes, so that each is there once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use reactive_graph::owner::Owner;
use reactive_graph::signal::ArcTrigger;

use super::effect::{effect, follow, notify, untracked};
use super::{El, dom, fragment};

/// What can be an attribute's value.
pub trait Text {
    /// Gives it to the element.
    fn put(self, element: &El, name: &'static str);
}

/// What a followed attribute may be.
pub trait Plain {
    /// The text; `None` where there is none.
    fn plain(self) -> Option<String>;
}

impl Text for &str {
    fn put(self, element: &El, name: &'static str) {
        dom::attribute(&element.0, name, Some(self));
    }
}

impl Text for String {
    fn put(self, element: &El, name: &'static str) {
        self.as_str().put(element, name);
    }
}

impl<T: Text> Text for Option<T> {
    fn put(self, element: &El, name: &'static str) {
        if let Some(text) = self {
            text.put(element, name);
        }
    }
}

impl<F, P> Text for F
where
    F: Fn() -> P + 'static,
    P: Plain,
{
    fn put(self, element: &El, name: &'static str) {
        live_attribute(element, name, Box::new(move || self().plain()));
    }
}

macro_rules! plain {
    ($($type:ty => |$value:ident| $text:expr;)*) => {$(
        impl Plain for $type {
            fn plain(self) -> Option<String> {
                let $value = self;
                $text
            }
        }
    )*};
}
plain! {
    &'static str => |value| Some(value.to_owned());
    String => |value| Some(value);
    Option<&'static str> => |value| value.map(str::to_owned);
    Option<String> => |value| value;
    bool => |value| value.then(String::new);
}

/// What a closure that is followed may show.
pub trait Live: Sized {
    /// Shows it behind what is in the parent, now and after each change.
    fn keep_in(parent: &El, value: impl Fn() -> Self + 'static);
}

impl Live for String {
    fn keep_in(parent: &El, value: impl Fn() -> String + 'static) {
        live_text(parent, Box::new(value));
    }
}

impl Live for &'static str {
    fn keep_in(parent: &El, value: impl Fn() -> &'static str + 'static) {
        live_text(parent, Box::new(move || value().to_owned()));
    }
}

impl Live for El {
    fn keep_in(parent: &El, value: impl Fn() -> El + 'static) {
        region(parent, Box::new(move || Some(value())));
    }
}

impl Live for Option<El> {
    fn keep_in(parent: &El, value: impl Fn() -> Option<El> + 'static) {
        region(parent, Box::new(value));
    }
}

fn live_attribute(element: &El, name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
    let element = element.clone();
    effect(move || dom::attribute(&element.0, name, value().as_deref()));
}

pub(super) fn live_value(element: &El, value: Box<dyn Fn() -> String>) {
    let element = element.clone();
    effect(move || dom::enter(&element.0, &value()));
}

pub(super) fn live_flag(element: &El, name: &'static str, value: Box<dyn Fn() -> bool>) {
    let element = element.clone();
    effect(move || dom::flag(&element.0, name, value()));
}

fn live_text(parent: &El, text: Box<dyn Fn() -> String>) {
    let node = dom::text(&parent.0);
    effect(move || dom::write(&node, &text()));
}

/// A place whose content is drawn anew after each change of what it reads.
fn region(parent: &El, content: Box<dyn Fn() -> Option<El>>) {
    let end = dom::spot(&parent.0);
    effect(move || dom::fill(&end, &content().unwrap_or_else(fragment).0));
}

/// Content that is drawn anew only when the key has changed: what the key reads is followed, what
/// the content reads is not.
pub fn keyed(key: impl Fn() -> u32 + 'static, content: impl Fn() -> Option<El> + 'static) -> El {
    keyed_boxed(Box::new(key), Box::new(content))
}

fn keyed_boxed(key: Box<dyn Fn() -> u32>, content: Box<dyn Fn() -> Option<El>>) -> El {
    let all = fragment();
    let (changed, last) = (ArcTrigger::new(), Cell::new(None));
    let trigger = changed.clone();
    effect(move || {
        let key = Some(key());
        if last.replace(key) != key {
            notify(&trigger);
        }
    });
    let content = move || {
        follow(&changed);
        untracked(&content)
    };
    region(&all, Box::new(content));
    all
}

/// Fills an element with one child for each number, in their order. A child is made when its number
/// comes, moved with it, and taken away when it goes.
pub fn list(
    parent: El,
    numbers: impl Fn() -> Vec<u32> + 'static,
    child: impl Fn(u32) -> El + 'static,
) -> El {
    list_boxed(&parent, Box::new(numbers), Rc::new(child));
    parent
}

struct Child {
    number: u32,
    element: El,
    owner: Owner,
}

fn list_boxed(parent: &El, numbers: Box<dyn Fn() -> Vec<u32>>, make: Rc<dyn Fn(u32) -> El>) {
    let parent = parent.clone();
    let children: RefCell<Vec<Child>> = RefCell::default();
    // Children outlive a run of the effect, so they can't belong to it.
    let outer = Owner::current().unwrap_or_default().downgrade();
    effect(move || {
        let (numbers, Some(outer)) = (numbers(), outer.upgrade()) else {
            return;
        };
        let mut before = children.take();
        before.retain(|child| {
            let stays = numbers.contains(&child.number);
            if !stays {
                child.owner.cleanup();
                dom::remove(&child.element.0);
            }
            stays
        });
        let mut after = Vec::with_capacity(numbers.len());
        for (index, number) in (0..).zip(numbers) {
            let found = before.iter().position(|child| child.number == number);
            let child = found.map(|at| before.remove(at)).unwrap_or_else(|| {
                let owner = outer.child();
                let element = owner.with(|| untracked(|| make(number)));
                Child {
                    number,
                    element,
                    owner,
                }
            });
            dom::place(&parent.0, &child.element.0, index);
            after.push(child);
        }
        children.replace(after);
    });
}
