//! Reading a list of texts, each a part of the JSON text where it stands there as it is.

use std::sync::Arc;

use super::{Letters, Reader};
use crate::Text;

/// The items of an array of strings; `None` for any other text.
///
/// ```
/// use casement_expression::json;
///
/// let texts = json::texts(&r#"["{a} > 1", "{b} = \"x\""]"#.into()).unwrap();
/// assert_eq!(texts, ["{a} > 1", "{b} = \"x\""]);
/// assert!(json::texts(&"[1]".into()).is_none());
/// ```
pub fn texts(json: &Arc<str>) -> Option<Vec<Text>> {
    let mut texts = Vec::new();
    let mut reader = Reader::new(json).ok()?;
    let read = reader.alone(|reader| {
        reader.items(&mut |reader| {
            let start = reader.at + 1;
            texts.push(match reader.letters()? {
                Letters::Plain(plain) => Text::part(json, start..start + plain.len()),
                Letters::Unescaped(text) => text.into(),
            });
            Ok(())
        })
    });
    read.ok().map(|()| texts)
}
