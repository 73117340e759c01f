//! What a rule reports, and what the caller may change about it: severities and suppressions.

use super::edit::Fix;
use super::rules::Rule;
use crate::problem::Problem;
use crate::{Severity, Span};

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule's id, such as `reference/unknown`.
    pub rule: &'static str,
    /// Which case of the rule, such as `notFound`; survey-core's own word where it has one.
    pub reason: &'static str,
    /// How bad.
    pub severity: Severity,
    /// `pages[0].elements[1].visibleIf`; empty for the whole definition.
    pub path: String,
    /// Where in the JSON text; within an expression, the part that is meant.
    pub span: Span,
    /// In English: lower case, no full stop.
    pub message: String,
    /// What may have been meant.
    pub suggestion: Option<String>,
    /// How to mend it.
    pub fix: Option<Fix>,
}

/// A severity that a caller gives to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The rule doesn't run.
    Off,
    /// Its findings have this severity.
    At(Severity),
}

/// Findings to leave out: all fields that are given must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppression {
    /// The rule's id.
    pub rule: Option<String>,
    /// The finding's path, or the beginning of it (`pages[0]`).
    pub path: Option<String>,
}

/// What a caller may say.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Severities by rule id; the last of equal ids counts.
    pub severities: Vec<(String, Level)>,
    /// What to leave out.
    pub suppress: Vec<Suppression>,
    /// Variables that the page sets at runtime.
    pub variables: Vec<String>,
    /// Functions that the page registers at runtime.
    pub functions: Vec<String>,
    /// Presets of variables: `{definition, presets: [{name, variables}]}`, as survey-core's linter
    /// takes them.
    pub variable_presets: Option<crate::Value>,
    /// The world in which the definition of the variables checks them; without it there is no
    /// clock and no pattern matches.
    pub host: Option<fn() -> std::rc::Rc<dyn crate::Host>>,
    /// Why a pattern is no regular expression, where one is there to tell; without it no pattern
    /// is checked.
    pub regex_error: Option<fn(&str) -> Option<String>>,
    /// Question types that the page registers.
    pub components: crate::Components,
}

/// Collects the findings of one run.
pub(super) struct Report<'o> {
    pub(super) options: &'o Options,
    rule: &'static str,
    severity: Severity,
    findings: Vec<Finding>,
}

/// What a rule says of one place.
pub(super) struct Say {
    pub(super) reason: &'static str,
    pub(super) path: String,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) suggestion: Option<String>,
    pub(super) fix: Option<Fix>,
}

impl Say {
    pub(super) fn new(
        reason: &'static str,
        path: impl Into<String>,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Say {
            reason,
            path: path.into(),
            span,
            message: message.into(),
            suggestion: None,
            fix: None,
        }
    }

    /// With what may have been meant, and the edit that puts it there.
    pub(super) fn suggest(mut self, suggestion: Option<String>, fix: Option<Fix>) -> Self {
        if let Some(name) = &suggestion {
            self.message.push_str("; did you mean `");
            self.message.push_str(name);
            self.message.push_str("`?");
        }
        self.suggestion = suggestion;
        self.fix = fix;
        self
    }
}

impl<'o> Report<'o> {
    pub(super) fn new(options: &'o Options) -> Self {
        Report {
            options,
            rule: "",
            severity: Severity::Error,
            findings: Vec::new(),
        }
    }

    /// Makes a rule the one that reports; false if it is switched off.
    pub(super) fn begin(&mut self, rule: &Rule) -> bool {
        self.rule = rule.id;
        match self.level(rule.id) {
            Some(Level::Off) => false,
            Some(Level::At(severity)) => {
                self.severity = severity;
                true
            }
            None => {
                self.severity = rule.severity;
                true
            }
        }
    }

    pub(super) fn say(&mut self, say: Say) {
        let finding = Finding {
            rule: self.rule,
            reason: say.reason,
            severity: self.severity,
            path: say.path,
            span: say.span,
            message: say.message,
            suggestion: say.suggestion,
            fix: say.fix,
        };
        self.keep(finding);
    }

    /// A problem of the loader, which has its own code and words.
    pub(super) fn problem(&mut self, problem: &Problem) {
        let severity = match self.level(problem.code()) {
            Some(Level::Off) => return,
            Some(Level::At(severity)) => severity,
            None => problem.severity,
        };
        self.keep(Finding {
            rule: problem.code(),
            reason: "",
            severity,
            path: problem.path.clone(),
            span: problem.span,
            message: problem.message(),
            suggestion: None,
            fix: None,
        });
    }

    pub(super) fn finish(self) -> Vec<Finding> {
        self.findings
    }

    fn keep(&mut self, finding: Finding) {
        if !self.options.suppress.iter().any(|one| one.covers(&finding)) {
            self.findings.push(finding);
        }
    }

    fn level(&self, id: &str) -> Option<Level> {
        let levels = &self.options.severities;
        levels
            .iter()
            .rev()
            .find(|(rule, _)| rule == id)
            .map(|(_, level)| *level)
    }
}

impl Suppression {
    fn covers(&self, finding: &Finding) -> bool {
        let rule = self.rule.as_deref().is_none_or(|id| id == finding.rule);
        let path = self.path.as_deref().is_none_or(|path| {
            finding
                .path
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        rule && path && (self.rule.is_some() || self.path.is_some())
    }
}
