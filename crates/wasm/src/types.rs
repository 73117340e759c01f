//! What TypeScript is told of the package, as `js` has it.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const VALUES: &str = include_str!("types/values.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const EXPRESSION: &str = include_str!("types/expression.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const FORM: &str = include_str!("types/form.d.ts");

#[cfg(feature = "lint")]
#[wasm_bindgen(typescript_custom_section)]
const LINTER: &str = include_str!("types/linter.d.ts");

#[cfg(feature = "conversation")]
#[wasm_bindgen(typescript_custom_section)]
const SUPPORT: &str = include_str!("types/support.d.ts");
