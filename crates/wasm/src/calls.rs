//! The exports: a room for values, and one function that does everything by its number.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use casement_expression::Value;
use wasm_bindgen::prelude::*;

#[cfg(feature = "conversation")]
use crate::conversation;
use crate::expression::{self, Expression};
use crate::form::Form;
use crate::input::{Input, tag};
#[cfg(feature = "lint")]
use crate::linter;
use crate::operation::{Operation, Target};
use crate::output::{self, Done, Output};
use crate::package;
use crate::told;

/// What a caller keeps in the module.
#[derive(Clone)]
pub(crate) enum Object {
    Expressions(Rc<Vec<Expression>>),
    Form(Rc<RefCell<Form>>),
    #[cfg(feature = "lint")]
    Linter(Rc<RefCell<casement_form::lint::Linter>>),
    #[cfg(feature = "conversation")]
    Conversation(Rc<RefCell<casement_support::Conversation>>),
}

thread_local! {
    /// Where JavaScript writes values. It is taken for each call: another may begin within it.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    /// The last answer, until the next.
    static ANSWER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    /// Objects by their number, less one.
    static OBJECTS: RefCell<Vec<Option<Object>>> = const { RefCell::new(Vec::new()) };
}

/// What was written.
pub(crate) fn take_room() -> Vec<u8> {
    ROOM.take()
}

/// Keeps an object; its number.
pub(crate) fn keep(object: Object, output: &mut Output) {
    let number = OBJECTS.with_borrow_mut(|objects| {
        let free = objects.iter().position(Option::is_none);
        let place = free.unwrap_or(objects.len());
        match objects.get_mut(place) {
            Some(free) => *free = Some(object),
            None => objects.push(Some(object)),
        }
        place + 1
    });
    output.count(number);
}

/// Gives an object up.
pub(crate) fn free(number: u32) {
    // It is dropped once the list can be used again.
    let _object = OBJECTS.with_borrow_mut(|objects| objects.get_mut(place(number))?.take());
}

fn object(number: u32) -> Option<Object> {
    OBJECTS.with_borrow(|objects| objects.get(place(number)).cloned()?)
}

fn place(number: u32) -> usize {
    (number as usize).wrapping_sub(1)
}

/// Makes room for so many bytes, and says where it is. What was written before stays.
#[wasm_bindgen(js_name = __room, skip_typescript)]
pub fn room(size: u32) -> u32 {
    let mut room = ROOM.take();
    if room.len() < size as usize {
        room.resize(size as usize, 0);
    }
    let start = room.as_ptr() as usize;
    ROOM.set(room);
    start as u32
}

/// Where the numbers lie that are told without a call.
#[wasm_bindgen(js_name = __told, skip_typescript)]
pub fn told() -> u32 {
    told::address()
}

/// Does something with an object, a number and what was written; where the answer is, or its tag where
/// that says all or it is a number alone: no answer lies at an address that small.
#[wasm_bindgen(js_name = __run, skip_typescript)]
pub fn run(operation: u32, object: u32, number: u32) -> u32 {
    let value = if operation == Operation::ValueOf as u32 {
        value_of(object, number)
    } else {
        None
    };
    if let Some(Value::Number(number)) = value {
        told::tell(number);
        return tag::NUMBER.into();
    }
    if let Some(plain) = value.as_ref().and_then(output::plain) {
        return plain;
    }
    let mut output = Output::again(ANSWER.take());
    match value {
        Some(value) => output.value(&value),
        // What is refused has been written.
        None => _ = dispatch(operation, object, number, &mut output),
    }
    let start = output.plain().unwrap_or_else(|| output.address());
    ANSWER.set(output.into_bytes());
    start
}

/// The value of a form's prepared expression. It is asked for so often that it goes no way around;
/// nothing where something is wrong, which is said on the usual way.
fn value_of(form: u32, prepared: u32) -> Option<Value> {
    let form = OBJECTS.with_borrow(|objects| match objects.get(place(form)) {
        Some(Some(Object::Form(form))) => Some(Rc::clone(form)),
        _ => None,
    })?;
    let form = form.try_borrow().ok()?;
    form.value_of(prepared)
}

fn dispatch(operation: u32, number: u32, argument: u32, output: &mut Output) -> Done {
    let Some(operation) = Operation::of(operation) else {
        return Err(output.refuse("operation/unknown", "the module has no such operation"));
    };
    if operation.target() == Target::Package {
        return package::run(operation, number, Input::new(take_room()), output);
    }
    let Some(object) = object(number) else {
        return Err(output.refuse("object/freed", "the object has been given back"));
    };
    let input = Input::new(take_room());
    let done = match object {
        Object::Expressions(expressions) => {
            expression::run(&expressions, operation, argument, &input, output)
        }
        Object::Form(form) if operation.target() == Target::Reading => match form.try_borrow() {
            Ok(form) => form.read(operation, argument, &input, output),
            Err(_) => in_use(output),
        },
        Object::Form(form) => match form.try_borrow_mut() {
            Ok(mut form) => form.step(operation, argument, &input, output),
            Err(_) => in_use(output),
        },
        #[cfg(feature = "lint")]
        Object::Linter(linter) => match linter.try_borrow_mut() {
            Ok(mut linter) => linter::run(&mut linter, operation, argument, &input, output),
            Err(_) => in_use(output),
        },
        #[cfg(feature = "conversation")]
        Object::Conversation(conversation) => match conversation.try_borrow_mut() {
            Ok(mut conversation) => conversation::handle(&mut conversation, input.text(), output),
            Err(_) => return in_use(output),
        },
    };
    give_back(input.into_room());
    done
}

/// A function that the page brought calls the object that has called it.
fn in_use(output: &mut Output) -> Done {
    Err(output.refuse("object/in-use", "the object is at work"))
}

/// Keeps a small room for the next call, unless a call in between has left one.
fn give_back(room: Vec<u8>) {
    let newer = ROOM.take();
    ROOM.set(if newer.is_empty() && room.len() <= SMALL {
        room
    } else {
        newer
    });
}

/// Rooms of more bytes are given up after the call.
const SMALL: usize = 4_096;

#[allow(
    missing_docs,
    dead_code,
    reason = "wasm-bindgen makes types of its own from these, which JavaScript alone uses"
)]
mod outside {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/js/crossing.js")]
    extern "C" {
        pub(super) fn attach(exports: &JsValue);
    }

    // Files that only JavaScript reads are taken along where something of them is named.
    #[wasm_bindgen(module = "/src/js/refusal.js")]
    extern "C" {
        #[wasm_bindgen(js_name = refuse)]
        type Refuse;
    }
    #[wasm_bindgen(module = "/src/js/plain.js")]
    extern "C" {
        #[wasm_bindgen(js_name = stringify)]
        type Stringify;
    }
    #[wasm_bindgen(module = "/src/js/held.js")]
    extern "C" {
        type Held;
    }

    // What the package is: JavaScript's own, handed on. As functions, since only those can do without
    // a declaration for TypeScript, which `types` has.
    #[wasm_bindgen(module = "/src/js/package.js")]
    extern "C" {
        #[wasm_bindgen(reexport, skip_typescript, js_name = ChangeKind)]
        fn change_kind();
        #[wasm_bindgen(reexport, skip_typescript, js_name = Expression)]
        fn expression();
        #[wasm_bindgen(reexport, skip_typescript, js_name = Expressions)]
        fn expressions();
        #[wasm_bindgen(reexport, skip_typescript, js_name = Form)]
        fn form();
        #[wasm_bindgen(reexport, skip_typescript, js_name = evaluate)]
        fn evaluate();
        #[wasm_bindgen(reexport, skip_typescript, js_name = moduleMemory)]
        fn module_memory();
    }

    #[cfg(feature = "lint")]
    #[wasm_bindgen(module = "/src/js/linter.js")]
    extern "C" {
        #[wasm_bindgen(reexport, skip_typescript, js_name = Linter)]
        fn linter();
        #[wasm_bindgen(reexport, skip_typescript, js_name = lint)]
        fn lint();
    }

    #[cfg(feature = "conversation")]
    #[wasm_bindgen(module = "/src/js/support.js")]
    extern "C" {
        #[wasm_bindgen(reexport, skip_typescript, js_name = Conversation)]
        fn conversation();
        #[wasm_bindgen(reexport, skip_typescript, js_name = parseDirective)]
        fn parse_directive();
        #[wasm_bindgen(reexport, skip_typescript, js_name = renderDirective)]
        fn render_directive();
    }
}

/// Tells JavaScript what the module exports.
#[wasm_bindgen(start, private)]
fn begin() {
    outside::attach(&wasm_bindgen::exports());
}
