//! What JavaScript reads: values one after the other, as `js/crossing.js` reads them.

use casement_expression::{Object, Value};
use casement_form::ElementId;

use crate::input::tag;

/// Plain objects of known members; JavaScript knows their names, by the place of the kind, and the
/// members follow in the order of the names.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Record {
    Step,
    Change,
    Element,
    FieldError,
    ElementErrors,
    Progress,
    Explanation,
    Condition,
    Name,
    Parts,
    Choice,
    Total,
    Bound,
    Request,
    Call,
    Timer,
    Quiz,
    FormProblem,
    ExpressionProblem,
    #[cfg(feature = "conversation")]
    Directive,
}

/// A call is refused; why has been written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused;

/// What came of a call: it has written its answer, or why there is none.
pub(crate) type Done = Result<(), Refused>;

/// A value that is all said by its tag.
pub(crate) fn plain(value: &Value) -> Option<u32> {
    let tag = match value {
        Value::Undefined => tag::UNDEFINED,
        Value::Null => tag::NULL,
        Value::Bool(false) => tag::FALSE,
        Value::Bool(true) => tag::TRUE,
        _ => return None,
    };
    Some(tag.into())
}

/// The answer of one call.
#[derive(Debug, Default)]
pub(crate) struct Output(Vec<u8>);

impl Output {
    /// An empty answer that uses the memory of an earlier one, unless that was a large one.
    pub(crate) fn again(mut memory: Vec<u8>) -> Self {
        if memory.capacity() > KEPT {
            memory = Vec::new();
        }
        memory.clear();
        Self(memory)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Where the answer begins.
    pub(crate) fn address(&self) -> u32 {
        self.0.as_ptr() as usize as u32
    }

    /// The answer, where it is all said by its tag: `undefined`, `null`, `false` or `true`.
    pub(crate) fn plain(&self) -> Option<u32> {
        match *self.0 {
            [] => Some(tag::UNDEFINED.into()),
            [tag @ ..=tag::TRUE] => Some(tag.into()),
            _ => None,
        }
    }

    fn tag(&mut self, tag: u8) {
        self.0.push(tag);
    }

    fn bytes(&mut self, tag: u8, bytes: &[u8]) {
        self.0.push(tag);
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn undefined(&mut self) {
        self.tag(tag::UNDEFINED);
    }

    pub(crate) fn null(&mut self) {
        self.tag(tag::NULL);
    }

    /// A member that isn't there.
    pub(crate) fn absent(&mut self) {
        self.tag(tag::ABSENT);
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.tag(if flag { tag::TRUE } else { tag::FALSE });
    }

    pub(crate) fn number(&mut self, number: f64) {
        self.bytes(tag::NUMBER, &number.to_le_bytes());
    }

    /// A number of things.
    pub(crate) fn count(&mut self, count: usize) {
        self.number(count as f64);
    }

    #[inline(never)]
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(tag::TEXT, &(text.len() as u32).to_le_bytes());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A text, `null` where there is none.
    pub(crate) fn text_or_null(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.null(),
        }
    }

    /// A text, `undefined` where there is none.
    pub(crate) fn text_if_any(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.undefined(),
        }
    }

    /// Begins a list; [`Output::end`] ends it.
    pub(crate) fn list(&mut self) {
        self.tag(tag::LIST);
    }

    pub(crate) fn end(&mut self) {
        self.tag(tag::END);
    }

    pub(crate) fn texts<T: AsRef<str>>(&mut self, texts: impl Iterator<Item = T>) {
        self.list();
        for text in texts {
            self.text(text.as_ref());
        }
        self.end();
    }

    /// Numbers as a `Uint32Array`.
    pub(crate) fn numbers(&mut self, numbers: &[u32]) {
        self.bytes(tag::NUMBERS, &(numbers.len() as u32).to_le_bytes());
        self.0.reserve(4 * numbers.len());
        for number in numbers {
            self.0.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// Elements as a `Uint32Array`.
    pub(crate) fn elements(&mut self, ids: impl Iterator<Item = ElementId>) {
        let numbers: Vec<u32> = ids.map(ElementId::as_u32).collect();
        self.numbers(&numbers);
    }

    /// Begins a record, whose members follow.
    pub(crate) fn record(&mut self, kind: Record) {
        self.bytes(tag::RECORD, &[kind as u8]);
    }

    pub(crate) fn value(&mut self, value: &Value) {
        match value {
            Value::Undefined => self.undefined(),
            Value::Null => self.null(),
            Value::Bool(flag) => self.flag(*flag),
            Value::Number(number) => self.number(*number),
            Value::String(text) => self.text(text),
            Value::Date(milliseconds) => self.bytes(tag::DATE, &milliseconds.to_le_bytes()),
            Value::Array(items) => self.values(items),
            Value::Object(object) => self.object(object),
        }
    }

    pub(crate) fn values(&mut self, values: &[Value]) {
        self.list();
        for value in values {
            self.value(value);
        }
        self.end();
    }

    pub(crate) fn object(&mut self, object: &Object) {
        self.tag(tag::OBJECT);
        for (key, value) in object.iter() {
            self.text(key);
            self.value(value);
        }
        self.end();
    }

    /// Gives up what was written and says why: a stable code, where in the argument, "" for nowhere,
    /// and a message for a developer to read.
    pub(crate) fn refuse_at(&mut self, code: &str, path: &str, message: &str) -> Refused {
        self.0.clear();
        self.tag(tag::REFUSAL);
        self.text(code);
        self.text(message);
        self.text(path);
        Refused
    }

    pub(crate) fn refuse(&mut self, code: &str, message: &str) -> Refused {
        self.refuse_at(code, "", message)
    }
}

/// Answers of more bytes are forgotten once they are read.
const KEPT: usize = 4_096;
