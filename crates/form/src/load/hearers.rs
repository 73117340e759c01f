//! Who hears of which name: triggers, validators and texts. What conditions hear is in `graph`.

use super::check::texts;
use super::graph::{SURVEY, dependencies, read_names};
use crate::element::EVERY_TYPE;
use crate::model::{Check, Expression, ExpressionId, Model, TriggerAction, ValueTriggerKind};
use crate::names::{Candidate, NameId, Read, prefixes};
use crate::schema::{EVERY_PROPERTY, schema};
use crate::storage::COMMENT;
use crate::{ElementId, ElementKind, Value};
use casement_expression::lower;

/// The functions that ask a question for more than its value.
const ASKING: [&str; 4] = [
    "displayValue",
    "propertyValue",
    "getComment",
    "isContainerReady",
];

/// Who hears what among the triggers of questions, and who runs at every change.
pub(super) fn value_trigger_pairs(model: &Model) -> (Vec<(NameId, u32)>, Vec<bool>) {
    let mut pairs = Vec::new();
    let mut always = Vec::new();
    for (at, trigger) in model.value_triggers.iter().enumerate() {
        let expressions = match trigger.kind {
            ValueTriggerKind::Reset(condition) => [Some(condition), None],
            ValueTriggerKind::Set { condition, value } => [condition, value],
        };
        let heard = heard_of(model, expressions);
        let mut names = Vec::new();
        for expression in heard.into_iter().flatten() {
            names.extend(dependencies(model, expression).0);
        }
        always.push(runs_every_time(model, heard));
        pairs.extend(names.into_iter().map(|name| (name, at as u32)));
    }
    (pairs, always)
}

/// Which of a trigger's condition and expression are heard of: a condition with a call such as
/// `today()` isn't beside an expression (`Question.canExecuteTriggerByKeys`).
pub(super) fn heard_of(
    model: &Model,
    expressions: [Option<ExpressionId>; 2],
) -> [Option<ExpressionId>; 2] {
    let [condition, value] = expressions;
    let heard = condition.filter(|condition| value.is_none() || !calls_constant(model, *condition));
    [heard, value]
}

/// Of a condition with an expression the latter decides whether the pair runs at every change; alone,
/// the condition does. A property of an element may change unheard (`ValueGetter.isAnyKeyChanged`).
pub(super) fn runs_every_time(model: &Model, heard: [Option<ExpressionId>; 2]) -> bool {
    let deciding = heard[1].or(heard[0]);
    let always = |it| has_no_names(model, it) || calls_constant(model, it);
    deciding.is_some_and(always) || heard.iter().any(|it| reads_property(model, *it))
}

/// The same among the triggers of the survey.
pub(super) fn trigger_pairs(model: &mut Model) -> (Vec<(NameId, u32)>, Vec<bool>) {
    let mut pairs = Vec::new();
    let mut always = Vec::new();
    let mut copied = Vec::new();
    for (at, trigger) in model.triggers.iter().enumerate() {
        let (names, constant) = match trigger.condition {
            Some(condition) => dependencies(model, condition),
            None => (
                Vec::new(),
                matches!(trigger.action, TriggerAction::CopyValue { .. }),
            ),
        };
        pairs.extend(names.into_iter().map(|name| (name, at as u32)));
        let calls = trigger
            .condition
            .is_some_and(|condition| calls_constant(model, condition));
        let mut every_time = constant;
        if let TriggerAction::CopyValue { from, .. } = &trigger.action {
            copied.push((from.clone(), at as u32));
            every_time &= calls || reads_property(model, trigger.condition);
        }
        always.push(every_time);
    }
    for (from, at) in copied {
        let whole = std::iter::once(&*from);
        for name in whole.chain(prefixes(&from).filter(|prefix| **prefix != *from)) {
            pairs.push((model.names.intern(name), at));
        }
    }
    (pairs, always)
}

/// Reads nothing at all.
pub(super) fn has_no_names(model: &Model, expression: ExpressionId) -> bool {
    model
        .expression(expression)
        .program
        .as_ref()
        .is_some_and(|program| program.names().is_empty())
}

/// Has a call without names in it, such as `today()`.
pub(super) fn calls_constant(model: &Model, expression: ExpressionId) -> bool {
    model
        .expression(expression)
        .program
        .as_ref()
        .is_some_and(|program| program.has_constant_call())
}

/// Calls a function that asks a question for more than its value.
pub(super) fn asks_questions(model: &Model, expression: ExpressionId) -> bool {
    let text = &model.expression(expression).text;
    ASKING.iter().any(|function| text.contains(function))
}

fn reads_property(model: &Model, expression: Option<ExpressionId>) -> bool {
    let reads = expression.map(|id| &model.expression(id).reads);
    reads.is_some_and(|reads| reads.iter().any(|read| matches!(read, Read::Property(_))))
}

/// A question whose validators are told of changes of others: rows of a matrix are told, the matrix
/// isn't (`QuestionMatrixDropdownModelBase.onAnyValueChanged`).
pub(super) fn hears_of_others(kind: ElementKind) -> bool {
    !matches!(
        kind,
        ElementKind::MatrixDropdown | ElementKind::MatrixDynamic
    )
}

/// Questions by the names that their expression validators read.
pub(super) fn validator_pairs(model: &Model) -> Vec<(NameId, ElementId)> {
    let mut pairs = Vec::new();
    for (at, element) in model.elements.iter().enumerate() {
        let id = ElementId::new(at as u32);
        if !hears_of_others(element.kind) {
            continue;
        }
        for validator in &element.validators {
            if let Check::Expression(Some(expression)) = validator.check {
                let expression = model.expression(expression);
                validator_names(model, expression, &mut |name| pairs.push((name, id)));
            }
        }
    }
    pairs
}

/// The names of which a validator hears: by an index it doesn't hear of rows and panels
/// (`Question.validateOnAnyQuestionValueChanged`).
pub(super) fn validator_names(
    model: &Model,
    expression: &Expression,
    tell: &mut dyn FnMut(NameId),
) {
    if !EVERY_TYPE {
        read_names(model, expression, &mut |name, _| tell(name));
        return;
    }
    let mut indexed = Vec::new();
    if let Some(program) = &expression.program {
        for (name, read) in program.names().iter().zip(&expression.reads) {
            if let Read::Name(candidates) = read {
                let by_index = candidates.iter().filter(|it| {
                    let rest = name.text.get(it.length as usize..);
                    rest.is_some_and(|rest| rest.starts_with('['))
                });
                indexed.extend(by_index.map(|it| it.name));
            }
        }
    }
    read_names(model, expression, &mut |name, whole| {
        if whole || !indexed.contains(&name) {
            tell(name);
        }
    });
}

/// Elements by the names in their texts; those of the survey, too.
pub(super) fn text_pairs(model: &mut Model) -> Vec<(NameId, ElementId)> {
    let mut found: Vec<(String, ElementId)> = Vec::new();
    let mut scan = |class: &str, properties: &[(&'static str, Value)], id: ElementId| {
        for (name, value) in properties {
            if !schema()
                .property(class, name)
                .is_some_and(|property| property.localizable)
            {
                continue;
            }
            for text in texts(value) {
                for name in crate::texts::names_in(text) {
                    let prefixes = prefixes(name.trim());
                    found.extend(prefixes.map(|prefix| (prefix.to_owned(), id)));
                }
            }
        }
    };
    for id in model.with_names_in_texts.iter() {
        let element = model.element(*id);
        scan(element.class, &element.properties.0, *id);
    }
    scan("survey", &model.survey.0, SURVEY);
    found
        .into_iter()
        .map(|(text, id)| (model.names.intern(&text), id))
        .collect()
}

/// Whether a change of the key is noticed by a name: only if it is written as the key is, or the
/// key is in lower case. `{a}` finds the question `A`, but doesn't hear of its changes.
pub(super) fn is_heard(model: &Model, candidate: &Candidate, name: &str) -> bool {
    let written = name.get(..candidate.length as usize).unwrap_or(name);
    let is_key = |text: &str| model.keys.find(text).is_some();
    let at = written.len().saturating_sub(COMMENT.len());
    if EVERY_PROPERTY
        && let Some((question, end)) = written.split_at_checked(at)
        && end.eq_ignore_ascii_case(COMMENT)
    {
        // The key of a comment is never in lower case.
        let known = model.names.find(question);
        let known = known.is_some_and(|name| model.question_by_value_name.contains_key(&name));
        return is_key(question) && end == COMMENT || !known;
    }
    is_key(written)
        || is_key(&lower(written))
        || !model.question_by_value_name.contains_key(&candidate.name)
        || model.calculated_names.contains(&candidate.name)
}
