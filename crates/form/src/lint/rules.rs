//! The rules, one row each: id, severity, what it finds, and the function that looks.

mod choices;
mod comparisons;
mod conditions;
mod counts;
mod cycles;
mod elements;
mod expressions;
mod loops;
mod masks;
mod names;
mod ours;
pub(super) mod presets;
mod properties;
mod references;
mod triggers;
mod validators;
mod values;
mod visible;

use super::finding::Report;
use super::index::Index;
use crate::Severity::{self, Error, Info, Warning};

/// A rule.
pub struct Rule {
    /// Its id; that of survey-core's linter where the meaning is the same.
    pub id: &'static str,
    /// How bad its findings are, unless [`Options`](super::Options) says otherwise.
    pub severity: Severity,
    /// What it finds.
    pub doc: &'static str,
    pub(super) check: fn(&Index<'_>, &mut Report<'_>),
}

const fn rule(
    id: &'static str,
    severity: Severity,
    doc: &'static str,
    check: fn(&Index<'_>, &mut Report<'_>),
) -> Rule {
    Rule {
        id,
        severity,
        doc,
        check,
    }
}

/// All rules, in the order in which they run.
pub const RULES: &[Rule] = &[
    rule(
        "expression/syntax",
        Error,
        "an expression that can't be read: it counts as never true",
        expressions::syntax,
    ),
    rule(
        "expression/unknown-function",
        Warning,
        "a function that is neither built in nor declared: its call gives null",
        expressions::unknown_function,
    ),
    rule(
        "reference/unknown",
        Error,
        "a `{name}`, in an expression or a text, that nothing has",
        references::unknown,
    ),
    rule(
        "reference/self",
        Error,
        "a condition of an element that reads the element's own answer",
        references::itself,
    ),
    rule(
        "name/duplicate",
        Error,
        "a name that another element or calculated value has",
        names::duplicate,
    ),
    rule(
        "name/shadowing",
        Warning,
        "two things that are stored or read under one name",
        names::shadowing,
    ),
    rule(
        "name/reserved",
        Error,
        "a name under which JavaScript can't store an answer",
        names::reserved,
    ),
    rule(
        "variable/collision",
        Error,
        "a variable of the page that has the name of a question or calculated value",
        names::collision,
    ),
    rule(
        "variable/preset",
        Warning,
        "a preset of the page's variables that their definition doesn't take",
        presets::preset,
    ),
    rule(
        "element/unknown-type",
        Info,
        "an element of an unknown type, or of none: it is not shown",
        elements::unknown_type,
    ),
    rule(
        "property/unknown",
        Warning,
        "a property that the class doesn't have: it is ignored",
        properties::unknown,
    ),
    rule(
        "property/dead",
        Info,
        "a property without effect where it stands, or lost on saving",
        properties::dead,
    ),
    rule(
        "property/invalid-value",
        Warning,
        "a value outside of those that the property knows",
        properties::invalid_value,
    ),
    rule(
        "property/not-an-array",
        Warning,
        "a single value where a list is due",
        properties::not_an_array,
    ),
    rule(
        "property/required",
        Error,
        "a property that must be there and is not",
        properties::required,
    ),
    rule(
        "cycle/calculated-value",
        Error,
        "calculated values that depend on each other in a circle",
        cycles::calculated,
    ),
    rule(
        "cycle/trigger",
        Warning,
        "triggers that set each other off in a circle",
        cycles::triggers,
    ),
    rule(
        "cycle/value-write",
        Warning,
        "questions whose values are written from each other in a circle",
        cycles::writes,
    ),
    rule(
        "expression/unknown-choice",
        Warning,
        "a comparison with a value that the question doesn't offer",
        comparisons::unknown_choice,
    ),
    rule(
        "expression/type-mismatch",
        Warning,
        "a comparison or calculation that doesn't fit the type of the answer",
        comparisons::type_mismatch,
    ),
    rule(
        "expression/contradiction",
        Warning,
        "a condition that can never hold",
        conditions::contradiction,
    ),
    rule(
        "expression/meaningless-condition",
        Warning,
        "a condition whose result, or a part of it, is known beforehand",
        conditions::meaningless,
    ),
    rule(
        "choices/dead-source",
        Error,
        "choices taken from a question that has none to give",
        choices::dead_source,
    ),
    rule(
        "choices/duplicate",
        Warning,
        "two choices, rows or columns with one value",
        choices::duplicate,
    ),
    rule(
        "trigger/unknown-target",
        Error,
        "a trigger that names nothing there is",
        triggers::unknown_target,
    ),
    rule(
        "trigger/unknown-type",
        Warning,
        "a trigger of an unknown type, or of none",
        triggers::unknown_type,
    ),
    rule(
        "validator/unknown-type",
        Warning,
        "a validator of an unknown type, or of none",
        validators::unknown_type,
    ),
    rule(
        "validator/dead",
        Warning,
        "a validator that never fires, or that no answer satisfies",
        validators::dead,
    ),
    rule(
        "value/not-a-choice",
        Warning,
        "a default, correct or set value that the question can't have",
        values::not_a_choice,
    ),
    rule(
        "element/count-contradiction",
        Warning,
        "a least count or value above the greatest",
        counts::contradiction,
    ),
    rule(
        "element/never-visible",
        Warning,
        "an element shown only by answers that nobody can give",
        visible::never_visible,
    ),
    rule(
        "mask/mismatch",
        Warning,
        "a mask or mask setting without effect",
        masks::mismatch,
    ),
    rule(
        "page/empty",
        Warning,
        "a page, panel or template with nothing to show",
        visible::empty,
    ),
    rule(
        "cycle/visibility",
        Warning,
        "conditions that show or hide elements in a circle, with the path",
        loops::visibility,
    ),
    rule(
        "page/unreachable",
        Warning,
        "a page that no answer makes visible",
        ours::unreachable_page,
    ),
    rule(
        "property/deprecated",
        Info,
        "an old name of a property",
        ours::deprecated,
    ),
    rule(
        "pattern/never-matches",
        Warning,
        "a pattern that no answer can match",
        ours::pattern,
    ),
];

/// Does a rule here find what the loader reports under this code?
pub(super) fn covers(code: &str) -> bool {
    RULES.iter().any(|rule| rule.id == code)
        || matches!(code, "expression/only-null" | "element/missing-type")
}
