//! The values that expressions and forms work with: JavaScript's, without functions.

use std::sync::Arc;

/// A JavaScript value. Cloning is cheap: text, arrays and objects are shared.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `undefined`.
    #[default]
    Undefined,
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    String(Arc<str>),
    /// A `Date`: milliseconds since 1970-01-01T00:00Z, NaN where it is invalid.
    Date(f64),
    /// An array.
    Array(Arc<Vec<Value>>),
    /// A plain object.
    Object(Arc<Object>),
}

impl Value {
    /// `isValueEmpty`: undefined, null, "", NaN, `[]`, and an object all of whose values are empty.
    pub fn is_empty(&self) -> bool {
        todo!()
    }
    /// The text, where the value is one.
    pub fn as_str(&self) -> Option<&str> {
        todo!()
    }
    /// The object, where the value is one.
    pub fn as_object(&self) -> Option<&Object> {
        todo!()
    }
    /// The array's items, where the value is an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        todo!()
    }
    /// JSON text (JavaScript's `JSON.stringify` without spaces: NaN and infinities are `null`,
    /// dates are ISO text, undefined members are left out).
    pub fn to_json(&self) -> String {
        todo!()
    }
}

impl From<&str> for Value { fn from(v: &str) -> Self { Value::String(v.into()) } }
impl From<String> for Value { fn from(v: String) -> Self { Value::String(v.into()) } }
impl From<bool> for Value { fn from(v: bool) -> Self { Value::Bool(v) } }
impl From<f64> for Value { fn from(v: f64) -> Self { Value::Number(v) } }
impl From<Object> for Value { fn from(v: Object) -> Self { Value::Object(Arc::new(v)) } }
impl From<Vec<Value>> for Value { fn from(v: Vec<Value>) -> Self { Value::Array(Arc::new(v)) } }

/// A plain object: keys to values in JavaScript's order (integer-like keys first, ascending, then
/// the order of insertion). Finding a key takes constant time however many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object;

impl Object {
    /// An object without keys.
    pub fn new() -> Self { todo!() }
    /// The value under exactly this key.
    pub fn get(&self, _key: &str) -> Option<&Value> { todo!() }
    /// Sets a key; an existing one keeps its place.
    pub fn insert(&mut self, _key: impl Into<Arc<str>>, _value: Value) { todo!() }
    /// Takes a key out; the others keep their order.
    pub fn remove(&mut self, _key: &str) -> Option<Value> { todo!() }
    /// Keys and values in JavaScript's enumeration order.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> { std::iter::empty() }
    /// How many keys.
    pub fn len(&self) -> usize { todo!() }
    /// No keys at all.
    pub fn is_empty(&self) -> bool { todo!() }
}

impl<K: Into<Arc<str>>> FromIterator<(K, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(_entries: I) -> Self { todo!() }
}
