//! JavaScript values to the core's and back.
//!
//! What the core's [`Value`] can say crosses unchanged: `undefined`, `null`, booleans, numbers with
//! NaN and the infinities, texts, dates, arrays, plain objects. All else is refused with the path
//! to it: functions, symbols, BigInts, cycles, and objects with behaviour such as `Map`. A half of
//! a surrogate pair becomes U+FFFD, since Rust's texts are UTF-8.
//!
//! Getters and proxies run foreign code while they are read; whatever they throw becomes a
//! [`Refusal`] and never unwinds through the core.

use std::fmt::Write;
use std::sync::Arc;

use casement_expression::{Object, Value, json};
use js_sys::{Array, Date, JsString, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::refusal::Refusal;

/// Deeper values are refused: no caller can exhaust the stack of the module.
pub(crate) const MAX_DEPTH: usize = 100;
/// More parts are refused: one shared part can be reached in exponentially many ways.
pub(crate) const MAX_PARTS: usize = 1_000_000;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn own_keys(object: &JsValue) -> Result<Array, JsValue>;
    // The built-in tag, `[object Date]`, is the same for values of another frame or realm.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> Result<String, JsValue>;
    #[wasm_bindgen(catch, js_namespace = ["Date", "prototype", "getTime"], js_name = call)]
    fn time_of(date: &JsValue) -> Result<f64, JsValue>;
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    fn json_of(value: &JsValue, replacer: &JsValue, indent: u32) -> Result<JsValue, JsValue>;
    #[cfg(feature = "conversation")]
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn json_parse(text: &str) -> Result<JsValue, JsValue>;

}

#[wasm_bindgen(module = "/src/plain.js")]
extern "C" {
    #[wasm_bindgen(js_name = jsonOfPlain)]
    fn json_of_plain(value: &JsValue, depth: usize, parts: usize, least: u32) -> JsValue;
    #[wasm_bindgen(js_name = encodeInto)]
    fn encode_into(text: &JsString, from: u32, bytes: &mut [u8]) -> u32;
    #[wasm_bindgen(js_name = bytesWritten)]
    fn bytes_written() -> u32;
}

/// Texts from this length on (in UTF-16 units) are quicker encoded by JavaScript as a whole than
/// letter by letter.
const LONG: u32 = 2_000;

/// Reads a value; `name` is what the argument is called in messages.
pub(crate) fn value_from_js(value: &JsValue, name: &str) -> Result<Value, Refusal> {
    Reader {
        name,
        steps: Vec::new(),
        above: Vec::new(),
        parts: 0,
    }
    .read(value)
}

/// Reads a plain object; `undefined` and `null` are an empty one.
pub(crate) fn object_from_js(value: &JsValue, name: &str) -> Result<Object, Refusal> {
    if value.is_undefined() || value.is_null() {
        return Ok(Object::new());
    }
    let read = match large_from_js(value) {
        Some(value) => value,
        None => value_from_js(value, name)?,
    };
    match read {
        Value::Object(object) => {
            Ok(Arc::try_unwrap(object).unwrap_or_else(|object| object.as_ref().clone()))
        }
        _ => Err(Refusal::at(
            "argument/not-an-object",
            name,
            format!("`{name}` must be an object"),
        )),
    }
}

/// An object with so many members is read as JSON text, where that says all.
const MANY: u32 = 16;

/// Reads a large object as the JSON text that says all of it; `None` where it is none, or no text
/// does.
fn large_from_js(value: &JsValue) -> Option<Value> {
    json::parse_value(&plain_text(value, MANY)?).ok()
}

/// The JSON text that says all of a value; `None` where none does, or where so many members are wanted
/// and it is no object with them. JSON leaves functions and symbols out without a word, so that
/// JavaScript has looked for them.
fn plain_text(value: &JsValue, least: u32) -> Option<String> {
    long_text_from_js(&json_of_plain(value, MAX_DEPTH, MAX_PARTS, least))
}

/// Reads a text.
pub(crate) fn text_from_js(value: &JsValue, name: &str) -> Result<String, Refusal> {
    value.as_string().ok_or_else(|| no_text(name))
}

/// Reads an array, its items as they are.
pub(crate) fn array_from_js(value: &JsValue, name: &str) -> Result<Array, Refusal> {
    let array = value.dyn_ref::<Array>().cloned();
    array.ok_or_else(|| {
        Refusal::at(
            "argument/not-an-array",
            name,
            format!("`{name}` must be an array"),
        )
    })
}

/// Something else than a text.
pub(crate) fn no_text(name: &str) -> Refusal {
    Refusal::at(
        "argument/not-a-string",
        name,
        format!("`{name}` must be a string"),
    )
}

/// A form definition as JSON text: what was given, or what an object says in JSON.
pub(crate) struct DefinitionText {
    pub(crate) text: String,
    /// The object, whose text has no line breaks yet.
    object: Option<JsValue>,
}

impl DefinitionText {
    pub(crate) fn from_js(value: &JsValue, name: &str) -> Result<Self, Refusal> {
        if let Some(text) = long_text_from_js(value) {
            return Ok(Self { text, object: None });
        }
        if !value.is_object() {
            let message = format!("`{name}` must be JSON text or an object");
            return Err(Refusal::at("argument/not-json", name, message));
        }
        let text = match plain_text(value, 0) {
            Some(text) => text,
            None => {
                value_from_js(value, name)?;
                stringify(value, 0).ok_or_else(|| unreadable(name))?
            }
        };
        Ok(Self {
            text,
            object: Some(value.clone()),
        })
    }

    /// The text that positions in problems refer to: an object's with two blanks' indent.
    pub(crate) fn for_people(self) -> Result<String, Refusal> {
        match self.object {
            None => Ok(self.text),
            Some(object) => stringify(&object, 2).ok_or_else(|| unreadable("json")),
        }
    }
}

/// JSON text as it is, or an object as JSON text of two blanks' indent.
pub(crate) fn json_text_from_js(value: &JsValue, name: &str) -> Result<String, Refusal> {
    DefinitionText::from_js(value, name)?.for_people()
}

pub(crate) fn stringify(value: &JsValue, indent: u32) -> Option<String> {
    long_text_from_js(&json_of(value, &JsValue::NULL, indent).ok()?)
}

/// A text that may be a long one, where the value is one.
pub(crate) fn long_text_from_js(value: &JsValue) -> Option<String> {
    match value.dyn_ref::<JsString>() {
        Some(text) if text.length() >= LONG => encoded(text),
        _ => value.as_string(),
    }
}

/// A text as UTF-8, written where it is to be: for letters of ASCII there is room at once, for what
/// is left when others have filled it, three bytes each.
fn encoded(text: &JsString) -> Option<String> {
    let letters = text.length();
    let mut bytes = vec![0; letters as usize];
    let read = encode_into(text, 0, &mut bytes);
    let mut end = bytes_written() as usize;
    if let Some(left) = letters.checked_sub(read).filter(|left| *left > 0) {
        bytes.resize(end + 3 * left as usize, 0);
        encode_into(text, read, bytes.get_mut(end..)?);
        end += bytes_written() as usize;
    }
    bytes.truncate(end);
    String::from_utf8(bytes).ok()
}

/// JSON text of the core as an object.
#[cfg(feature = "conversation")]
pub(crate) fn json_text_to_js(text: &str) -> Result<JsValue, Refusal> {
    json_parse(text).map_err(|_| Refusal::new("core/bad-json", "the core gave no valid JSON"))
}

/// A member of an object, `undefined` where `object` is none.
pub(crate) fn member(object: &JsValue, key: &str, name: &str) -> Result<JsValue, Refusal> {
    if object.is_undefined() || object.is_null() {
        return Ok(JsValue::UNDEFINED);
    }
    Reflect::get(object, &key.into()).map_err(|_| unreadable(name))
}

/// The core's value as JavaScript's.
pub(crate) fn value_to_js(value: &Value) -> JsValue {
    match value {
        Value::Undefined => JsValue::UNDEFINED,
        Value::Null => JsValue::NULL,
        Value::Bool(value) => JsValue::from_bool(*value),
        Value::Number(value) => JsValue::from_f64(*value),
        Value::String(text) => JsValue::from_str(text),
        Value::Date(milliseconds) => Date::new(&JsValue::from_f64(*milliseconds)).into(),
        Value::Array(items) => items.iter().map(value_to_js).collect::<Array>().into(),
        Value::Object(object) => object_to_js(object),
    }
}

/// The core's object as a plain one.
pub(crate) fn object_to_js(object: &Object) -> JsValue {
    let entries: Array = object
        .iter()
        .map(|(key, value)| Array::of2(&JsValue::from_str(key), &value_to_js(value)))
        .collect();
    // `fromEntries` defines members, where setting `__proto__` would change the prototype.
    match js_sys::Object::from_entries(&entries) {
        Ok(object) => object.into(),
        Err(error) => error,
    }
}

/// Texts as an array.
pub(crate) fn texts_to_js<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> JsValue {
    texts
        .into_iter()
        .map(|text| JsValue::from_str(text.as_ref()))
        .collect::<Array>()
        .into()
}

pub(crate) fn unreadable(path: &str) -> Refusal {
    Refusal::at(
        "value/unreadable",
        path,
        format!("`{path}` throws when it is read"),
    )
}

/// A walk through one value: where it is, what lies above, how much was read.
struct Reader<'a> {
    name: &'a str,
    steps: Vec<Step>,
    above: Vec<JsValue>,
    parts: usize,
}

/// A step into a value.
enum Step {
    Index(u32),
    Key(Arc<str>),
}

impl Reader<'_> {
    fn read(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            let message = format!("`{}` has more than {MAX_PARTS} parts", self.name);
            return Err(Refusal::at("value/too-large", &self.path(), message));
        }
        // Each question crosses the boundary: the frequent answers come first.
        if let Some(number) = value.as_f64() {
            Ok(Value::Number(number))
        } else if let Some(text) = value.as_string() {
            Ok(text.into())
        } else if value.is_undefined() {
            Ok(Value::Undefined)
        } else if value.is_null() {
            Ok(Value::Null)
        } else if let Some(flag) = value.as_bool() {
            Ok(Value::Bool(flag))
        } else if Array::is_array(value) {
            self.inside(value, Self::read_array)
        } else {
            self.read_object(value)
        }
    }

    fn read_object(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        if value.is_function() {
            return Err(self.unsupported("a function"));
        }
        if value.is_symbol() {
            return Err(self.unsupported("a symbol"));
        }
        if value.is_bigint() {
            return Err(self.unsupported("a BigInt"));
        }
        match tag_of(value)
            .map_err(|_| unreadable(&self.path()))?
            .as_str()
        {
            "[object Object]" => self.inside(value, Self::read_members),
            "[object Date]" => {
                let time = time_of(value).map_err(|_| unreadable(&self.path()))?;
                Ok(Value::Date(time))
            }
            tag => {
                let kind = tag.trim_start_matches("[object ").trim_end_matches(']');
                Err(self.unsupported(&format!("an object of type {kind}")))
            }
        }
    }

    fn read_array(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        let array: &Array = value.unchecked_ref();
        let mut items = Vec::new();
        for index in 0..array.length() {
            let item = Reflect::get_u32(value, index).map_err(|_| unreadable(&self.path()))?;
            items.push(self.step(Step::Index(index), &item)?);
        }
        Ok(items.into())
    }

    fn read_members(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        let mut object = Object::new();
        for key in own_keys(value)
            .map_err(|_| unreadable(&self.path()))?
            .iter()
        {
            let member = Reflect::get(value, &key).map_err(|_| unreadable(&self.path()))?;
            let key: Arc<str> = key.as_string().unwrap_or_default().into();
            let member = self.step(Step::Key(Arc::clone(&key)), &member)?;
            object.insert(key, member);
        }
        Ok(object.into())
    }

    /// Reads what lies one level inside `value`.
    fn inside(
        &mut self,
        value: &JsValue,
        read: fn(&mut Self, &JsValue) -> Result<Value, Refusal>,
    ) -> Result<Value, Refusal> {
        if self.above.contains(value) {
            let path = self.path();
            let message = format!("`{path}` contains itself");
            return Err(Refusal::at("value/cycle", &path, message));
        }
        if self.above.len() >= MAX_DEPTH {
            let message = format!("`{}` is nested deeper than {MAX_DEPTH}", self.name);
            return Err(Refusal::at("value/too-deep", &self.path(), message));
        }
        self.above.push(value.clone());
        let result = read(self, value);
        self.above.pop();
        result
    }

    /// Reads one part, whose path is a step longer.
    fn step(&mut self, step: Step, value: &JsValue) -> Result<Value, Refusal> {
        self.steps.push(step);
        let value = self.read(value)?;
        self.steps.pop();
        Ok(value)
    }

    /// Where it is, such as `values.items[2].price`.
    fn path(&self) -> String {
        let mut path = self.name.to_owned();
        for step in &self.steps {
            // Writing to a String can't fail.
            let _ = match step {
                Step::Index(index) => write!(path, "[{index}]"),
                Step::Key(key) => write!(path, ".{key}"),
            };
        }
        path
    }

    fn unsupported(&self, kind: &str) -> Refusal {
        let path = self.path();
        let message = format!("`{path}` is {kind}, which no answer can be");
        Refusal::at("value/unsupported", &path, message)
    }
}
