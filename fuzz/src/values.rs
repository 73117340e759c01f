//! Values made from raw bytes: small, and often such as forms hold.

use arbitrary::{Arbitrary, Result, Unstructured};
use casement_expression::{Object, Value};

/// How deep lists and objects lie in each other.
const MAX_DEPTH: u32 = 3;

/// Texts that mean something to some part of a form.
const TEXTS: &[&str] = &[
    "",
    " ",
    "a",
    "b",
    "other",
    "none",
    "true",
    "false",
    "1",
    "-3",
    "0.5",
    "1,234.56",
    "1e3",
    "0x1f",
    "2024-05-15",
    "2024-02-30",
    "2024-05-15T10:20",
    "10:20",
    "2024-05",
    "2024-W07",
    "05/15/2024",
    "12:30 pm",
    "+1(234)-567-89",
    "ab1c",
    "john@example.org",
    "a, b",
    "{a}",
    "{panel.a} {",
    "={a} + 1",
    "indeterminate",
    "\u{1f600}",
    "\u{00df}\u{0130}",
    "x-Comment",
];

/// A value.
#[derive(Clone, Debug)]
pub struct AnyValue(pub Value);

impl<'a> Arbitrary<'a> for AnyValue {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        value(bytes, 0).map(AnyValue)
    }
}

fn value(bytes: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    Ok(match bytes.int_in_range(0..=11)? {
        0 => Value::Undefined,
        1 => Value::Null,
        2 => bytes.arbitrary::<bool>()?.into(),
        3 => f64::from(bytes.int_in_range(-2_i8..=20)?).into(),
        4 => bytes.arbitrary::<f64>()?.into(),
        5 => Value::Date(f64::from(bytes.arbitrary::<i32>()?) * 100_000.0),
        6 | 7 => (*bytes.choose(TEXTS)?).into(),
        8 => bytes.arbitrary::<String>()?.into(),
        _ if depth >= MAX_DEPTH => Value::Undefined,
        9 | 10 => {
            let count = bytes.int_in_range(0..=3)?;
            let items: Result<Vec<Value>> = (0..count).map(|_| value(bytes, depth + 1)).collect();
            items?.into()
        }
        _ => {
            let count = bytes.int_in_range(0..=3)?;
            let mut object = Object::new();
            for _ in 0..count {
                object.insert(name(bytes)?, value(bytes, depth + 1)?);
            }
            object.into()
        }
    })
}

/// A name that the made-up forms use.
pub fn name(bytes: &mut Unstructured<'_>) -> Result<String> {
    const NAMES: &[&str] = &[
        "a",
        "b",
        "c",
        "d",
        "e",
        "A",
        "p",
        "page1",
        "row1",
        "col1",
        "x.y",
        "a-Comment",
        "value",
        "text",
        "",
        "nobody",
    ];
    Ok((*bytes.choose(NAMES)?).to_owned())
}
