//! What JavaScript reads where it lies, without a call: the last answer where that is a number alone,
//! and which list of keys is known here.

use std::cell::{Cell, RefCell};

use casement_expression::Object;

/// Both numbers, as `js/crossing.js` reads them.
#[repr(C)]
struct Told {
    number: Cell<f64>,
    /// 0 as long as no keys are known.
    list: Cell<u32>,
}

thread_local! {
    static TOLD: Told = const { Told { number: Cell::new(0.0), list: Cell::new(0) } };
    /// The keys of the large object that came last: data mostly have the keys of the data before them.
    static KEYS: RefCell<Object> = RefCell::default();
}

/// Where they lie.
pub(crate) fn address() -> u32 {
    TOLD.with(|told| std::ptr::from_ref(told) as usize as u32)
}

/// Tells the answer.
pub(crate) fn tell(number: f64) {
    TOLD.with(|told| told.number.set(number));
}

/// Keeps an object's keys, whose list JavaScript calls by this number.
pub(crate) fn keep_keys(list: u32, object: &Object) {
    KEYS.replace(object.emptied());
    TOLD.with(|told| told.list.set(list));
}

/// Does something with the keys that were kept last.
pub(crate) fn with_keys<T>(with: impl FnOnce(&Object) -> T) -> T {
    KEYS.with_borrow(with)
}
