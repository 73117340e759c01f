//! Any text as JSON: what is read is written and read again, the same.

#![no_main]

use casement_expression::json::{self, Arena};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| match json::parse(text, &Arena::default()) {
    Ok(node) => {
        assert!(node.span.end as usize <= text.len());
        let value = node.to_value();
        let written = value.to_json();
        assert_eq!(json::parse_value(text), Ok(value));
        let again = json::parse_value(&written);
        assert_eq!(again.map(|value| value.to_json()), Ok(written));
    }
    Err(error) => {
        assert!(error.at as usize <= text.len(), "{error:?}");
        json::line_column(text, error.at);
    }
});
