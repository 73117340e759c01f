//! Expressions from outside that are evaluated on a form's values, prepared once: names are looked
//! up when the expression comes, not when it is evaluated.

use casement_expression::{Problem, Program, compile, lower, parse};

use crate::late_validators::CHECKS;
use crate::load::SURVEY;
use crate::names::{Read, Resolver};
use crate::scope::FormScope;
use crate::{ElementId, Form, Value};

/// An expression that one form has prepared. Another form's names are others: it is of use to its
/// own only.
#[derive(Debug)]
pub struct Prepared {
    program: Option<Program>,
    reads: Box<[Read]>,
    problems: Vec<Problem>,
}

impl Prepared {
    /// What is wrong with the text; where it is no expression, its value is null.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Form {
    /// Prepares an expression such as `{age} >= 18`, which reads answers, variables and data as
    /// the form's own conditions do.
    pub fn prepare(&mut self, expression: &str) -> Prepared {
        self.prepare_with(expression, |_| None)
    }

    /// As [`Form::prepare`], for the condition of a choice: `{item}` and `{choice}` are its value.
    pub(crate) fn prepare_for_choice(&mut self, expression: &str) -> Prepared {
        self.prepare_with(expression, |name| {
            let name = lower(name);
            let first = name.split(['.', '[']).next().unwrap_or_default();
            matches!(first, "item" | "choice" | "self").then(|| Read::Item {
                whole: first.len() == name.len(),
            })
        })
    }

    fn prepare_with(&mut self, expression: &str, own: impl Fn(&str) -> Option<Read>) -> Prepared {
        let parsed = parse(expression);
        let program = parsed.tree.as_ref().map(compile);
        if expression.contains(CHECKS) {
            self.read_validators();
        }
        let model = self.shared_model();
        let resolver = Resolver {
            keys: &model.keys,
            by_folded: &model.question_by_value_name,
            containers: &model.container_by_name,
        };
        let names = program.iter().flat_map(Program::names);
        let data = &mut self.data;
        let reads = names
            .map(|name| {
                own(&name.text).unwrap_or_else(|| {
                    resolver.resolve(&name.text, &mut |text| Some(data.name(&model, text)))
                })
            })
            .collect();
        Prepared {
            program,
            reads,
            problems: parsed.problems,
        }
    }

    /// Whether a choice's condition holds; one that is no expression decides nothing.
    pub(crate) fn holds_for_choice(
        &self,
        prepared: &Prepared,
        owner: ElementId,
        item: &Value,
    ) -> bool {
        let Some(program) = &prepared.program else {
            return true;
        };
        let scope = FormScope {
            form: self,
            owner,
            reads: &prepared.reads,
        };
        *self.item.borrow_mut() = Some(item.clone());
        let holds = program.holds(&scope, &*self.host);
        *self.item.borrow_mut() = None;
        holds
    }

    /// The value of a prepared expression just now.
    pub fn value_of(&self, prepared: &Prepared) -> Value {
        let Some(program) = &prepared.program else {
            return Value::Null;
        };
        let scope = FormScope {
            form: self,
            owner: SURVEY,
            reads: &prepared.reads,
        };
        program.evaluate(&scope, &*self.host)
    }
}
