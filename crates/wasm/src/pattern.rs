//! Regular expressions: JavaScript's own in browsers, where a text holds up only who typed it; on
//! servers ours, with the same verdicts and an end to the time they take.

#[cfg(feature = "bounded-patterns")]
use casement_expression::{NativeRegex, Regex};

#[cfg(not(feature = "bounded-patterns"))]
pub(crate) use javascript::compile;

/// Compiles a pattern; why it is none where it is none.
#[cfg(feature = "bounded-patterns")]
pub(crate) fn compile(pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
    let regex = NativeRegex::new(pattern, case_insensitive)?;
    Ok(Box::new(regex))
}

/// Why a text is no regular expression.
#[cfg(feature = "lint")]
pub(crate) fn pattern_error(pattern: &str) -> Option<String> {
    compile(pattern, false).err()
}

#[cfg(not(feature = "bounded-patterns"))]
mod javascript {
    use casement_expression::Regex;

    use crate::host::{place, result};

    #[allow(
        missing_docs,
        reason = "wasm-bindgen makes functions of its own from these"
    )]
    mod outside {
        use wasm_bindgen::prelude::wasm_bindgen;

        #[wasm_bindgen(module = "/src/js/host.js")]
        extern "C" {
            #[wasm_bindgen(js_name = makePattern)]
            pub(super) fn make_pattern(start: u32, length: u32, is_caseless: bool) -> u32;
            pub(super) fn test(pattern: u32, start: u32, length: u32) -> bool;
            #[wasm_bindgen(js_name = testNumber)]
            pub(super) fn test_number(pattern: u32, number: f64) -> bool;
            #[wasm_bindgen(js_name = forgetPattern)]
            pub(super) fn forget_pattern(pattern: u32);
        }
    }

    /// Compiles a pattern; why it is none where it is none.
    pub(crate) fn compile(pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        let (start, length) = place(pattern);
        match outside::make_pattern(start, length, case_insensitive) {
            0 => Err(result().to_text().into_owned()),
            number => Ok(Box::new(Pattern(number))),
        }
    }

    /// By JavaScript's number for it.
    struct Pattern(u32);

    impl Regex for Pattern {
        fn test(&self, text: &str) -> bool {
            let (start, length) = place(text);
            outside::test(self.0, start, length)
        }

        fn test_number(&self, number: f64) -> bool {
            outside::test_number(self.0, number)
        }
    }

    impl Drop for Pattern {
        fn drop(&mut self) {
            outside::forget_pattern(self.0);
        }
    }
}
