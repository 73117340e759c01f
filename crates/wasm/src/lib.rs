//! The Casement core for JavaScript: the npm package `casement`.
//!
//! Each export takes JavaScript values in, calls one function of the core, and hands plain objects
//! out; a decision made here would be a decision made twice. `interop` is the only place where
//! values change sides, `refusal` the only place where an `Error` is made, `types` what
//! TypeScript is told.
//!
//! Not in here, and kept out: rules of forms or support cases, HTML, the network, `unwrap`. The
//! clock, the zone and regular expressions are JavaScript's own, see `host`.

pub mod components;
#[cfg(feature = "conversation")]
mod conversation;
#[cfg(feature = "conversation")]
pub mod directive;
pub mod expression;
pub mod files;
pub mod form;
mod host;
mod interop;
#[cfg(feature = "lint")]
pub mod linter;
pub mod numbers;
pub mod outside;
pub mod parts;
pub mod problem;
mod record;
mod refusal;
mod types;

#[cfg(test)]
mod tests;

#[cfg(all(target_arch = "wasm32", feature = "small-allocator"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
