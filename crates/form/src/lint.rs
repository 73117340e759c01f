//! The linter: what is wrong with a definition although it loads.
//!
//! [`lint`] takes the JSON text and gives [`Finding`]s with their place in it; [`RULES`] lists the
//! rules. The ids, severities, paths and suggestions of 33 rules are those of survey-core 3.1.1's
//! own linter; the others are ours. A form that runs never comes here, so none of this weighs on
//! a browser module.
//!
//! Begin with `index` (what a definition consists of), then `reference` (what a `{name}` means)
//! and `shape` (what a value can be); a rule is a function over these.

mod condition;
mod conflict;
mod constants;
mod edit;
mod facts;
mod finding;
mod fold;
mod index;
mod linter;
mod lookup;
mod reference;
mod report;
mod rules;
mod shape;
mod suggest;

pub use edit::{Edit, Fix, apply};
pub use finding::{Finding, Level, Options, Suppression};
pub use linter::Linter;
pub use rules::{RULES, Rule};

use casement_expression::json::{self, Arena};

use crate::{Severity, Span};
use finding::Report;
use index::Index;

/// Finds what is wrong with a definition, in the order of the text.
///
/// ```
/// use casement_form::lint::{Options, lint};
///
/// let text = r#"{"elements": [{"type": "text", "name": "age", "visibleIf": "{aeg} > 18"}]}"#;
/// let findings = lint(text, &Options::default());
/// assert_eq!(findings[0].rule, "reference/unknown");
/// assert_eq!(findings[0].path, "elements[0].visibleIf");
/// ```
pub fn lint(text: &str, options: &Options) -> Vec<Finding> {
    pass(text, options).findings
}

/// What one pass over a text gives.
#[derive(Clone, Debug, Default)]
struct Pass {
    findings: Vec<Finding>,
    /// Texts that are shown and have no names in them: where they stand, quotes included.
    shown: Vec<Span>,
    /// The text can be read.
    is_json: bool,
}

fn pass(text: &str, options: &Options) -> Pass {
    let declared = rules::presets::declared(options);
    let mut known = options.clone();
    known.variables.extend(declared);
    let options = &known;
    let mut report = Report::new(options);
    let mut found = Pass::default();
    let arena = Arena::default();
    let root = json::parse(text, &arena);
    found.is_json = root.is_ok();
    if let Ok(root) = root
        && root.as_object().is_some()
    {
        let index = Index::new(text, &root);
        for rule in RULES {
            if report.begin(rule) {
                (rule.check)(&index, &mut report);
            }
        }
        found.shown = index.shown;
        found.shown.sort_by_key(|span| span.start);
    }
    for problem in crate::load::load(text, &options.components, None).1 {
        if !rules::covers(problem.code()) {
            report.problem(&problem);
        }
    }
    found.findings = report.finish();
    let place = |finding: &Finding| (finding.span.start, finding.span.end);
    found.findings.sort_by_key(place);
    found
}

/// The severity's name, as in findings for programs.
pub const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// An empty range at a place.
const fn at(place: u32) -> Span {
    Span {
        start: place,
        end: place,
    }
}
