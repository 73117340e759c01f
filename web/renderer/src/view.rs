//! Elements for all views, with few types behind them.
//!
//! Leptos gives each combination of attributes and children a type of its own, and each type its
//! own code; in a window with a hundred elements that is most of the module's weight. Here the
//! attributes and children of all elements are boxed, so that one set of code serves them all. An
//! element is still Leptos's, built by `createElement`: there is no string of HTML anywhere.

use leptos::ev::Custom as CustomEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::Custom;
use leptos::tachys::html::event::on;
use leptos::tachys::html::node_ref::node_ref;
use leptos::tachys::html::property::prop;
use leptos::web_sys;

/// Where an element is on the page, once it is there.
pub type Place = NodeRef<Custom<&'static str>>;

/// An element that is being put together.
pub struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element of this name.
pub fn el(tag: &'static str) -> El {
    El {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

impl El {
    /// An attribute; one without a value is left out, and `true` stands for an empty value.
    pub fn attr(mut self, name: &'static str, value: impl Text) -> El {
        self.attributes.push(match value.erase() {
            Erased::Fixed(None) => return self,
            Erased::Fixed(Some(value)) => custom_attribute(name, value).into_any_attr(),
            Erased::Live(value) => custom_attribute(name, value).into_any_attr(),
        });
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

    /// A property that is a text, such as an input's `value`.
    pub fn text_prop(
        mut self,
        name: &'static str,
        value: impl FnMut() -> String + Send + 'static,
    ) -> El {
        let value: Box<dyn FnMut() -> String + Send> = Box::new(value);
        self.attributes.push(prop(name, value).into_any_attr());
        self
    }

    /// A property that is on or off, such as an input's `checked`.
    pub fn flag_prop(
        mut self,
        name: &'static str,
        value: impl FnMut() -> bool + Send + 'static,
    ) -> El {
        let value: Box<dyn FnMut() -> bool + Send> = Box::new(value);
        self.attributes.push(prop(name, value).into_any_attr());
        self
    }

    /// A listener.
    pub fn on(mut self, event: &'static str, listener: impl FnMut(web_sys::Event) + 'static) -> El {
        let listener: Box<dyn FnMut(web_sys::Event)> = Box::new(listener);
        self.attributes
            .push(on(CustomEvent::<web_sys::Event>::new(event), listener).into_any_attr());
        self
    }

    /// Remembers where the element is.
    pub fn place(mut self, place: Place) -> El {
        self.attributes
            .push(node_ref::<Custom<&'static str>, _>(place).into_any_attr());
        self
    }

    /// What is inside: elements, texts, closures that are followed, and tuples, options and lists of these.
    pub fn child(mut self, child: impl View) -> El {
        child.add_to(&mut self.children);
        self
    }
}

/// What can stand inside an element.
pub trait View: Sized {
    /// Puts it behind what is there.
    fn add_to(self, children: &mut Vec<AnyView>);

    /// As one view.
    fn view(self) -> AnyView {
        let mut children = Vec::new();
        self.add_to(&mut children);
        match (children.pop(), children.is_empty()) {
            (None, _) => ().into_any(),
            (Some(only), true) => only,
            (Some(last), false) => {
                children.push(last);
                children.into_any()
            }
        }
    }
}

impl View for El {
    fn add_to(self, children: &mut Vec<AnyView>) {
        let element = html::custom(self.tag)
            .add_any_attr(self.attributes)
            .child(self.children);
        children.push(element.into_any());
    }
}

impl View for AnyView {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl View for String {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.into_any());
    }
}

impl View for &str {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.to_owned().into_any());
    }
}

impl<V: View> View for Option<V> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        if let Some(view) = self {
            view.add_to(children);
        }
    }
}

impl<V: View> View for Vec<V> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        for view in self {
            view.add_to(children);
        }
    }
}

impl<F, V> View for F
where
    F: FnMut() -> V + Send + 'static,
    V: View,
{
    fn add_to(mut self, children: &mut Vec<AnyView>) {
        let live: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || self().view());
        children.push(live.into_any());
    }
}

macro_rules! tuples {
    ($(($($name:ident),+)),+) => {$(
        #[allow(non_snake_case, reason = "the names are those of the type parameters")]
        impl<$($name: View),+> View for ($($name,)+) {
            fn add_to(self, children: &mut Vec<AnyView>) {
                let ($($name,)+) = self;
                $($name.add_to(children);)+
            }
        }
    )+};
}
tuples!((A, B), (A, B, C), (A, B, C, D), (A, B, C, D, E));

/// A text, fixed or followed.
pub enum Erased {
    /// It stays as it is.
    Fixed(Option<String>),
    /// It is asked for again when what it reads has changed.
    Live(Box<dyn FnMut() -> Option<String> + Send>),
}

/// What can be an attribute's value.
pub trait Text {
    /// Boxed.
    fn erase(self) -> Erased;
}

/// What a followed value may be.
pub trait Plain {
    /// The text; `None` where there is none.
    fn plain(self) -> Option<String>;
}

macro_rules! plain {
    ($($type:ty => |$value:ident| $text:expr;)*) => {$(
        impl Plain for $type {
            fn plain(self) -> Option<String> {
                let $value = self;
                $text
            }
        }
        impl Text for $type {
            fn erase(self) -> Erased {
                Erased::Fixed(self.plain())
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

impl<F, P> Text for F
where
    F: FnMut() -> P + Send + 'static,
    P: Plain,
{
    fn erase(mut self) -> Erased {
        Erased::Live(Box::new(move || self().plain()))
    }
}
