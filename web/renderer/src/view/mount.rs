//! The way onto the page, and off it.

use reactive_graph::owner::{Owner, WeakOwner};
use wasm_bindgen::JsValue;

use super::{El, View, dom, fragment};

/// What has been mounted; dropped, it is taken off the page, with all that it held.
pub struct Mounted {
    end: JsValue,
    owner: Owner,
}

/// Draws behind what is in a container, under a reactive owner of its own.
pub fn mount<V: View>(container: El, draw: impl FnOnce() -> V) -> Mounted {
    let owner = Owner::new();
    let end = dom::spot(&container.0);
    let content = owner.with(|| draw().view());
    dom::fill(&end, &content.0);
    Mounted { end, owner }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.owner.cleanup();
        dom::fill(&self.end, &fragment().0);
    }
}

/// Who owns what is made now: for what is made later, on an event, and must live as long.
pub struct Scope(Option<WeakOwner>);

impl Scope {
    /// The current owner.
    pub fn current() -> Scope {
        Scope(Owner::current().map(|owner| owner.downgrade()))
    }

    /// Makes something for this owner; nothing, if it is gone.
    pub fn run<T>(&self, make: impl FnOnce() -> T) -> Option<T> {
        let owner = self.0.as_ref().and_then(WeakOwner::upgrade)?;
        Some(owner.with(make))
    }
}
