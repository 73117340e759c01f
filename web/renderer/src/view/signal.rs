//! A value that views follow.

use std::cell::RefCell;

use reactive_graph::signal::ArcTrigger;

use super::effect::{follow, notify};
use super::kept::Kept;

struct Inner<T> {
    value: RefCell<T>,
    trigger: ArcTrigger,
}

/// A value that views follow. A copy is another handle to the same one; once the reactive owner
/// under which it was made is gone, it has no value.
pub struct Signal<T>(Kept<Inner<T>>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Signal<T> {}

impl<T> PartialEq for Signal<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: 'static> Signal<T> {
    /// A signal with this value.
    pub fn new(value: T) -> Signal<T> {
        Signal(Kept::new(Inner {
            value: RefCell::new(value),
            trigger: ArcTrigger::new(),
        }))
    }

    /// Reads the value and follows it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        let inner = self.0.get()?;
        follow(&inner.trigger);
        inner.value.try_borrow().ok().map(|value| read(&value))
    }

    /// Reads the value.
    pub fn peek<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        let inner = self.0.get()?;
        inner.value.try_borrow().ok().map(|value| read(&value))
    }

    /// Changes the value.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if let Some(inner) = self.0.get() {
            if let Ok(mut value) = inner.value.try_borrow_mut() {
                change(&mut value);
            }
            notify(&inner.trigger);
        }
    }

    /// Replaces the value.
    pub fn set(self, value: T) {
        self.update(|place| *place = value);
    }
}
