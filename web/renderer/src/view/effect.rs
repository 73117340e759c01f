//! What runs again when something that it read has changed; it knows nothing of the page but how to
//! wait for a microtask.
//!
//! Signals, owners and the graph between them are Leptos's (`reactive_graph`). Its effects each
//! spawn a future; these here, on its interface for custom reactive nodes, wait in one queue, which
//! weighs a third. However many things change, each effect runs once, in the next microtask, and the
//! outer one first.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use reactive_graph::graph::{
    AnySource, AnySubscriber, Observer, ReactiveNode, Source, Subscriber, ToAnySource, WithObserver,
};
use reactive_graph::owner::Owner;
use reactive_graph::signal::ArcTrigger;
use reactive_graph::traits::Notify;
use wasm_bindgen::prelude::*;

use super::Event;
use super::dom;
use super::kept::{self, Kept};

/// What is done on an event, or again and again by an effect.
struct Deed(Box<dyn Fn(Event)>);

/// Whom the page calls with this number: the queue of effects.
const QUEUE: u32 = 0;

const CLEAN: u8 = 0;
/// A memo that was read may have changed.
const CHECK: u8 = 1;
const DIRTY: u8 = 2;

struct Effect {
    run: Kept<Deed>,
    owner: Owner,
    sources: Mutex<Vec<AnySource>>,
    state: AtomicU8,
    myself: Weak<Effect>,
}

thread_local! {
    static STARTED: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<(u32, Weak<Effect>)>> = const { RefCell::new(Vec::new()) };
}

/// Runs now, and again after each change of what it followed while running. It ends with the
/// current owner; what is made while it runs ends with its next run.
pub(crate) fn effect(run: impl Fn() + 'static) {
    make(Box::new(move |_| run()));
}

fn make(run: Box<dyn Fn(Event)>) {
    let run = Kept::new(Deed(run));
    let effect = Arc::new_cyclic(|myself| Effect {
        run,
        owner: Owner::new(),
        sources: Mutex::default(),
        state: AtomicU8::new(CLEAN),
        myself: Weak::clone(myself),
    });
    effect.run();
    Owner::on_cleanup(move || drop(effect));
}

impl Effect {
    fn subscriber(&self) -> AnySubscriber {
        let myself: Weak<dyn Subscriber + Send + Sync> = self.myself.clone();
        AnySubscriber(self.run.number() as usize, myself)
    }

    fn sources(&self) -> MutexGuard<'_, Vec<AnySource>> {
        self.sources.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        let myself = self.subscriber();
        self.clear_sources(&myself);
        if let Some(deed) = self.run.get() {
            self.owner
                .with_cleanup(|| myself.with_observer(|| (deed.0)(Event(JsValue::UNDEFINED))));
        }
    }

    fn refresh(&self) {
        let state = self.state.swap(CLEAN, Ordering::Relaxed);
        let sources = self.sources().clone();
        let is_due = state == DIRTY || {
            let check = || sources.iter().any(ReactiveNode::update_if_necessary);
            self.subscriber().with_observer(check)
        };
        if is_due {
            self.run();
        }
    }

    fn mark(&self, state: u8) {
        if self.state.fetch_max(state, Ordering::Relaxed) != CLEAN {
            return;
        }
        let number = self.run.number();
        let is_first = WAITING.with_borrow_mut(|waiting| {
            let at = waiting.partition_point(|(before, _)| *before < number);
            waiting.insert(at, (number, Weak::clone(&self.myself)));
            waiting.len() == 1
        });
        if is_first {
            begin();
            dom::soon(QUEUE);
        }
    }
}

impl ReactiveNode for Effect {
    fn mark_dirty(&self) {
        self.mark(DIRTY);
    }
    fn mark_check(&self) {
        self.mark(CHECK);
    }
    fn mark_subscribers_check(&self) {}
    fn update_if_necessary(&self) -> bool {
        false
    }
}

impl Subscriber for Effect {
    fn add_source(&self, source: AnySource) {
        self.sources().push(source);
    }
    fn clear_sources(&self, subscriber: &AnySubscriber) {
        let sources = std::mem::take(&mut *self.sources());
        for source in sources {
            source.remove_subscriber(subscriber);
        }
    }
}

/// Follows a trigger, where an effect or memo is running.
pub(crate) fn follow(trigger: &ArcTrigger) {
    if let Some(observer) = Observer::get() {
        trigger.add_subscriber(observer.clone());
        observer.add_source(trigger.to_any_source());
    }
}

/// Lets what follows a trigger run again.
pub(crate) fn notify(trigger: &ArcTrigger) {
    trigger.notify();
}

/// Does something without following what it reads.
pub(super) fn untracked<T>(read: impl FnOnce() -> T) -> T {
    None::<AnySubscriber>.with_observer(read)
}

fn run_waiting() {
    let next =
        || WAITING.with_borrow_mut(|waiting| (!waiting.is_empty()).then(|| waiting.remove(0)));
    while let Some((_, effect)) = next() {
        // Gone, if an outer effect has drawn anew what it belonged to.
        if let Some(effect) = effect.upgrade() {
            effect.refresh();
        }
    }
}

/// Lets the page call back: one function for all listeners, since each closure has its own weight.
fn begin() {
    if !STARTED.replace(true) {
        let dispatch = Closure::<dyn Fn(u32, JsValue)>::new(dispatch);
        dom::start(dispatch.into_js_value());
    }
}

fn dispatch(number: u32, event: JsValue) {
    if number == QUEUE {
        run_waiting();
    } else if let Some(deed) = kept::find(number).and_then(|deed| deed.downcast::<Deed>().ok()) {
        (deed.0)(Event(event));
    }
}

/// The number of a deed that the page may call while the current owner lives.
pub(super) fn listener(listener: impl Fn(Event) + 'static) -> u32 {
    begin();
    Kept::new(Deed(Box::new(listener))).number()
}

/// The number of a deed that the page calls once.
fn once(deed: Box<dyn FnOnce(Event)>) -> u32 {
    begin();
    let own = Rc::new(Cell::new(0));
    let number = Rc::clone(&own);
    let deed = Cell::new(Some(deed));
    let run = move |event| {
        kept::release(number.get());
        if let Some(deed) = deed.take() {
            deed(event);
        }
    };
    own.set(Kept::once(Deed(Box::new(run))).number());
    own.get()
}

/// Does something when the next frame is drawn: by then, what has changed is on the page.
pub fn in_next_frame(deed: impl FnOnce() + 'static) {
    dom::frame(once(Box::new(move |_| deed())));
}

/// Does something with the value of a promise; `undefined` where it failed.
pub fn when_settled(promise: &JsValue, deed: impl FnOnce(JsValue) + 'static) {
    dom::settled(promise, once(Box::new(move |event| deed(event.0))));
}
