//! Values that live as long as the reactive owner under which they were made.
//!
//! A handle is a number: it can be copied into any number of listeners, and finds nothing once the
//! owner is gone. It knows nothing of the page.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;

use reactive_graph::owner::Owner;

/// A handle to a kept value.
pub struct Kept<T> {
    number: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<T: 'static> Kept<T> {
    /// Keeps a value for the current owner; without one, for ever.
    pub fn new(value: T) -> Kept<T> {
        let kept = Kept::once(value);
        let number = kept.number;
        Owner::on_cleanup(move || release(number));
        kept
    }

    /// Keeps a value until it is taken.
    pub(super) fn once(value: T) -> Kept<T> {
        Kept {
            number: keep(Rc::new(value)),
            kind: PhantomData,
        }
    }

    /// The value, while its owner lives.
    pub fn get(self) -> Option<Rc<T>> {
        find(self.number)?.downcast().ok()
    }

    /// A number that no other kept value has; later ones have greater numbers.
    pub(crate) fn number(self) -> u32 {
        self.number
    }
}

#[derive(Default)]
struct Shelf {
    /// In the order of the numbers, so that a value is found by halving.
    values: Vec<(u32, Option<Rc<dyn Any>>)>,
    released: usize,
}

thread_local! {
    static SHELF: RefCell<Shelf> = const { RefCell::new(Shelf { values: Vec::new(), released: 0 }) };
    // Zero stands for no value.
    static NEXT: Cell<u32> = const { Cell::new(1) };
}

fn keep(value: Rc<dyn Any>) -> u32 {
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    SHELF.with_borrow_mut(|shelf| shelf.values.push((number, Some(value))));
    number
}

fn position(shelf: &Shelf, number: u32) -> Option<usize> {
    shelf
        .values
        .binary_search_by(|(at, _)| at.cmp(&number))
        .ok()
}

pub(super) fn find(number: u32) -> Option<Rc<dyn Any>> {
    SHELF.with_borrow(|shelf| {
        shelf
            .values
            .get(position(shelf, number)?)
            .and_then(|(_, value)| value.clone())
    })
}

pub(super) fn release(number: u32) {
    // Dropped outside the borrow: the value may hold the last handle to others.
    let _value = SHELF.with_borrow_mut(|shelf| {
        let at = position(shelf, number)?;
        let value = shelf.values.get_mut(at)?.1.take();
        shelf.released += 1;
        if shelf.released * 2 > shelf.values.len() {
            shelf.values.retain(|(_, value)| value.is_some());
            shelf.released = 0;
        }
        value
    });
}
