//! Tree to program: names become slots.

use crate::{Host, Scope, Span, Tree, Value};

/// A name that an expression reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As written between the braces, without a leading `#`.
    pub text: String,
    /// `{#name}`: the value is used as it is.
    pub raw: bool,
    /// Where it first stands.
    pub span: Span,
}

/// A compiled expression.
#[derive(Clone, Debug)]
pub struct Program;

/// Compiles a tree. Equal names share a slot.
pub fn compile(_tree: &Tree) -> Program {
    todo!()
}

impl Program {
    /// The distinct names in the order of their first appearance, those of conditions inside
    /// `...InArray` functions included. A name's slot is its index here.
    pub fn names(&self) -> &[Name] {
        todo!()
    }
    /// The value. Never panics; where survey-core throws, the value is null.
    pub fn evaluate(&self, _scope: &dyn Scope, _host: &dyn Host) -> Value {
        todo!()
    }
    /// The condition rule: JavaScript's `value == true`.
    pub fn holds(&self, _scope: &dyn Scope, _host: &dyn Host) -> bool {
        todo!()
    }
    /// Has a call without parameters, or with constants only, such as `today()`: it must be
    /// evaluated whatever changed (reference 1.8).
    pub fn has_constant_call(&self) -> bool {
        todo!()
    }
}
