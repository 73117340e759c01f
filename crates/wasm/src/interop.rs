//! JavaScript values to the core's and back.
//!
//! What the core's [`Value`] can say crosses unchanged: `undefined`, `null`, booleans, numbers with
//! NaN and the infinities, texts, dates, arrays, plain objects. All else is refused with the path
//! to it: functions, symbols, BigInts, cycles, and objects with behaviour such as `Map`. A half of
//! a surrogate pair becomes U+FFFD, since Rust's texts are UTF-8.
//!
//! Getters and proxies run foreign code while they are read; whatever they throw becomes a
//! [`Refusal`] and never unwinds through the core.

use casement_expression::{Object, Value};
use js_sys::{Array, Date, Reflect};
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
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn json_parse(text: &str) -> Result<JsValue, JsValue>;
}

/// Reads a value; `name` is what the argument is called in messages.
pub(crate) fn value_from_js(value: &JsValue, name: &str) -> Result<Value, Refusal> {
    Reader {
        path: name.to_owned(),
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
    match value_from_js(value, name)? {
        Value::Object(object) => Ok(object.as_ref().clone()),
        _ => Err(Refusal::at(
            "argument/not-an-object",
            name,
            format!("`{name}` must be an object"),
        )),
    }
}

/// Reads a text.
pub(crate) fn text_from_js(value: &JsValue, name: &str) -> Result<String, Refusal> {
    value.as_string().ok_or_else(|| {
        Refusal::at(
            "argument/not-a-string",
            name,
            format!("`{name}` must be a string"),
        )
    })
}

/// JSON text as it is, or an object as JSON text of two blanks' indent: the text that positions in
/// problems then refer to.
pub(crate) fn json_text_from_js(value: &JsValue, name: &str) -> Result<String, Refusal> {
    if let Some(text) = value.as_string() {
        return Ok(text);
    }
    if !value.is_object() {
        let message = format!("`{name}` must be JSON text or an object");
        return Err(Refusal::at("argument/not-json", name, message));
    }
    // Names the part that JSON can't say, where `JSON.stringify` would drop it or throw.
    value_from_js(value, name)?;
    json_of(value, &JsValue::NULL, 2)
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| unreadable(name))
}

/// JSON text of the core as an object.
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

fn unreadable(path: &str) -> Refusal {
    Refusal::at(
        "value/unreadable",
        path,
        format!("`{path}` throws when it is read"),
    )
}

/// A walk through one value: where it is, what lies above, how much was read.
struct Reader {
    path: String,
    above: Vec<JsValue>,
    parts: usize,
}

impl Reader {
    fn read(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            let message = format!("`{}` has more than {MAX_PARTS} parts", self.root());
            return Err(Refusal::at("value/too-large", &self.path, message));
        }
        if value.is_undefined() {
            Ok(Value::Undefined)
        } else if value.is_null() {
            Ok(Value::Null)
        } else if let Some(flag) = value.as_bool() {
            Ok(Value::Bool(flag))
        } else if let Some(number) = value.as_f64() {
            Ok(Value::Number(number))
        } else if let Some(text) = value.as_string() {
            Ok(text.into())
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
        match tag_of(value).map_err(|_| unreadable(&self.path))?.as_str() {
            "[object Object]" => self.inside(value, Self::read_members),
            "[object Date]" => {
                let time = time_of(value).map_err(|_| unreadable(&self.path))?;
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
            let item = Reflect::get_u32(value, index).map_err(|_| unreadable(&self.path))?;
            items.push(self.step(&format!("[{index}]"), &item)?);
        }
        Ok(items.into())
    }

    fn read_members(&mut self, value: &JsValue) -> Result<Value, Refusal> {
        let mut object = Object::new();
        for key in own_keys(value).map_err(|_| unreadable(&self.path))?.iter() {
            let member = Reflect::get(value, &key).map_err(|_| unreadable(&self.path))?;
            let key = key.as_string().unwrap_or_default();
            let member = self.step(&format!(".{key}"), &member)?;
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
            let message = format!("`{}` contains itself", self.path);
            return Err(Refusal::at("value/cycle", &self.path, message));
        }
        if self.above.len() >= MAX_DEPTH {
            let message = format!("`{}` is nested deeper than {MAX_DEPTH}", self.root());
            return Err(Refusal::at("value/too-deep", &self.path, message));
        }
        self.above.push(value.clone());
        let result = read(self, value);
        self.above.pop();
        result
    }

    /// Reads one part, whose path is a step longer.
    fn step(&mut self, step: &str, value: &JsValue) -> Result<Value, Refusal> {
        let length = self.path.len();
        self.path.push_str(step);
        let value = self.read(value);
        self.path.truncate(length);
        value
    }

    fn root(&self) -> &str {
        self.path.split(['.', '[']).next().unwrap_or_default()
    }

    fn unsupported(&self, kind: &str) -> Refusal {
        let message = format!("`{}` is {kind}, which no answer can be", self.path);
        Refusal::at("value/unsupported", &self.path, message)
    }
}
