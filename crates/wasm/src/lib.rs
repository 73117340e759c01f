//! The Casement core for JavaScript: the npm package `casement`.
//!
//! The package's classes are JavaScript, `js/package.js`: they write values into the module's memory
//! and let it do something with them by a number, and read what it has written. Here each operation
//! reads its values, calls one function of the core, and writes what came out; a decision made here
//! would be a decision made twice. `input` and `output` are the only places where values change
//! sides, `js/crossing.js` is their other half, `types` what TypeScript is told.
//!
//! One export for all that can be done, because each export of its own weighs, on both sides, more
//! than what it does.
//!
//! Not in here, and kept out: rules of forms or support cases, HTML, the network, `unwrap`. The
//! clock, the zone and regular expressions are JavaScript's own, see `host`.

pub mod calls;
#[cfg(feature = "conversation")]
mod conversation;
#[cfg(feature = "conversation")]
mod directive;
mod expression;
mod form;
mod host;
mod input;
mod layout;
#[cfg(feature = "lint")]
mod linter;
mod operation;
mod output;
mod package;
mod parts;
mod pattern;
mod problem;
mod steps;
mod told;
mod types;

#[cfg(all(target_arch = "wasm32", feature = "small-allocator"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
