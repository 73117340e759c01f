//! Elements, and what of them follows signals.
//!
//! Leptos's own views give each combination of attributes and children a type of its own, and each
//! type its own code; in a window with a hundred elements that is most of the module's weight. Here
//! an element is made at once, and everything that follows a signal goes through a few functions
//! that are there once: a text, an attribute, a property, a place with changing content, a list.
//! There is no string of HTML anywhere.

mod dom;
mod effect;
mod event;
mod kept;
mod live;
mod mount;
mod signal;

use wasm_bindgen::JsValue;

pub(crate) use effect::{follow, notify};
pub use effect::{in_next_frame, when_settled};
pub use event::Event;
pub use kept::Kept;
pub use live::{Live, Plain, Text, keyed, list};
pub use mount::{Mounted, Scope, mount};
pub use signal::Signal;

use live::{live_flag, live_value};

/// Something on the page: an element, or several side by side that have no parent yet.
#[derive(Clone, Debug)]
pub struct El(JsValue);

/// An element by its selector: its name, classes and attributes, as in
/// `button.choice[type=button]`. Values stand without quotes and can hold anything but `]`.
pub fn el(selector: &str) -> El {
    El(dom::make(selector))
}

/// Elements side by side, none yet.
pub(crate) fn fragment() -> El {
    El(dom::fragment())
}

impl El {
    /// What is on the page already.
    pub fn from_page(node: impl Into<JsValue>) -> El {
        El(node.into())
    }

    /// The element as JavaScript knows it.
    pub fn node(&self) -> &JsValue {
        &self.0
    }

    /// An attribute; one without a value is left out, and `true` stands for an empty value.
    pub fn attr(self, name: &'static str, value: impl Text) -> El {
        value.put(&self, name);
        self
    }

    /// The classes.
    pub fn class(self, value: impl Text) -> El {
        self.attr("class", value)
    }

    /// The id.
    pub fn id(self, value: impl Text) -> El {
        self.attr("id", value)
    }

    /// The `value` of an input, followed.
    pub fn value(self, value: impl Fn() -> String + 'static) -> El {
        live_value(&self, Box::new(value));
        self
    }

    /// A property that is on or off, such as an input's `checked`, followed.
    pub fn flag(self, name: &'static str, value: impl Fn() -> bool + 'static) -> El {
        live_flag(&self, name, Box::new(value));
        self
    }

    /// A listener. It ends with the reactive owner under which it was made.
    pub fn on(self, event: &'static str, listener: impl Fn(Event) + 'static) -> El {
        dom::listen(&self.0, event, effect::listener(listener));
        self
    }

    /// Remembers where the element is.
    pub fn place(self, place: Place) -> El {
        if let Some(place) = place.0.get() {
            place.replace(Some(self.clone()));
        }
        self
    }

    /// What is inside: elements, texts, closures that are followed, and tuples, options and lists
    /// of these.
    pub fn child(self, child: impl View) -> El {
        child.add_to(&self);
        self
    }

    /// The first element inside that the selector matches.
    pub fn query(&self, selector: &str) -> Option<El> {
        let found = dom::query(&self.0, selector);
        (!found.is_null()).then_some(El(found))
    }

    /// Moves the focus here, and scrolls here as browsers do.
    pub fn focus(&self) {
        dom::focus(&self.0, false);
    }

    /// Moves the focus here and scrolls nothing.
    pub fn focus_in_place(&self) {
        dom::focus(&self.0, true);
    }

    /// Enters what was typed into the field inside that still has the focus, as leaving it would.
    pub(crate) fn leave_field(&self) {
        dom::leave(&self.0);
    }
}

/// Where an element is on the page, once it is there. A copy is another handle to the same place.
#[derive(Clone, Copy, PartialEq)]
pub struct Place(Kept<std::cell::RefCell<Option<El>>>);

impl Place {
    /// A place with nothing there yet.
    #[allow(
        clippy::new_without_default,
        reason = "it lives under the current owner, which a default would hide"
    )]
    pub fn new() -> Place {
        Place(Kept::new(Default::default()))
    }

    /// The element, while the owner under which the place was made lives.
    pub fn get(self) -> Option<El> {
        self.0.get()?.borrow().clone()
    }
}

/// What can stand inside an element.
pub trait View: Sized {
    /// Puts it behind what is there.
    fn add_to(self, parent: &El);

    /// As one.
    fn view(self) -> El {
        let all = fragment();
        self.add_to(&all);
        all
    }
}

impl View for El {
    fn add_to(self, parent: &El) {
        dom::append(&parent.0, &self.0);
    }

    fn view(self) -> El {
        self
    }
}

impl View for &str {
    fn add_to(self, parent: &El) {
        dom::append_text(&parent.0, self);
    }
}

impl View for String {
    fn add_to(self, parent: &El) {
        self.as_str().add_to(parent);
    }
}

impl<V: View> View for Option<V> {
    fn add_to(self, parent: &El) {
        if let Some(view) = self {
            view.add_to(parent);
        }
    }
}

impl<V: View> View for Vec<V> {
    fn add_to(self, parent: &El) {
        for view in self {
            view.add_to(parent);
        }
    }
}

impl<F, V> View for F
where
    F: Fn() -> V + 'static,
    V: Live,
{
    fn add_to(self, parent: &El) {
        V::keep_in(parent, self);
    }
}

macro_rules! tuples {
    ($(($($name:ident),+)),+) => {$(
        #[allow(non_snake_case, reason = "the names are those of the type parameters")]
        impl<$($name: View),+> View for ($($name,)+) {
            fn add_to(self, parent: &El) {
                let ($($name,)+) = self;
                $($name.add_to(parent);)+
            }
        }
    )+};
}
tuples!((A, B), (A, B, C), (A, B, C, D), (A, B, C, D, E));
