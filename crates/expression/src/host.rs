//! What an expression needs from outside: clock, time zone, regular expressions.

use crate::{Value, number_text};

/// The world, as far as expressions and validators may see it.
pub trait Host {
    /// Now, in milliseconds since 1970-01-01T00:00Z.
    fn now(&self) -> f64;
    /// Minutes to add to UTC for local time at this instant (milliseconds since 1970, UTC).
    fn offset_at(&self, utc_ms: f64) -> f64;
    /// Compiles a JavaScript regular expression. `Err` where the pattern is invalid.
    fn regex(&self, pattern: &str, case_insensitive: bool) -> Result<Box<dyn Regex>, String>;
    /// A function of the host's own, called in a running form; `None` where there is none of that
    /// name.
    fn call(&self, _function: &str, _arguments: &[Value]) -> Option<Value> {
        None
    }
    /// Whether the results of that function come later. A running form then doesn't call it here:
    /// it says that it wants it called, and takes the result when it is there.
    fn is_asynchronous(&self, _function: &str) -> bool {
        false
    }
    /// What a function of a registered question type makes of its arguments: `callback` is `getValue`
    /// (the value outside for one inside), `setValue` (the other way round; for components of several
    /// elements the two change places, as in SurveyJS), `getErrorText` or `getDisplayValue` of the
    /// outer value. `None` where the component has no such function.
    ///
    /// Three more are called when something happens inside: `onValueChanging` and `onValueChanged` with
    /// the outer value, the name of the question inside and its new value, `onLoaded` with the outer
    /// value. The first gives the value to take, the others an object of what is to be done inside:
    /// `{"first": "Ada", "middle.visible": false}`.
    fn component(&self, _component: &str, _callback: &str, _arguments: &[Value]) -> Option<Value> {
        None
    }
}

/// A compiled regular expression.
pub trait Regex {
    /// JavaScript's `RegExp.test`.
    fn test(&self, text: &str) -> bool;

    /// The same, within bounds; `None` where the host gave up.
    fn try_test(&self, text: &str) -> Option<bool> {
        Some(self.test(text))
    }

    /// The same as `test` of a number's text, which a host may have by itself.
    fn test_number(&self, number: f64) -> bool {
        self.test(&number_text(number))
    }
}
