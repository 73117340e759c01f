//! Reading validators, triggers, calculated values and conditional results.

use std::sync::Arc;

use casement_expression::json::Node;
use casement_expression::lower;

use super::check::Read;
use super::{Loader, SURVEY, Scope};
use crate::model::{
    Calculated, Check, ConditionalText, Effect, ExpressionId, Trigger, TriggerAction, Validator,
    ValueTrigger, ValueTriggerKind,
};
use crate::problem::ProblemKind;
use crate::schema::{EVERY_PROPERTY, schema};
use crate::{ElementId, Severity, Value};

impl Loader<'_> {
    pub(super) fn validators(&mut self, node: &Node) -> Vec<Validator> {
        let nodes = self.array("validators", node);
        let mut validators = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let mark = self.path.index(index);
            if let Some((class, read)) = self.typed(node, "validator", "surveyvalidator") {
                validators.extend(validator(class, &read));
                self.give_back(read);
            }
            self.path.back(mark);
        }
        validators
    }

    /// An object whose class is its `type` and an ending: `numeric` is a `numericvalidator`.
    fn typed(&mut self, node: &Node, ending: &str, base: &str) -> Option<(&'static str, Read)> {
        let Some(type_node) = node.get("type") else {
            self.report(ProblemKind::MissingType, node.span);
            return None;
        };
        let written = type_node.as_str().unwrap_or_default();
        let name = lower(written);
        let name = name.strip_suffix(ending).unwrap_or(&name);
        let class = self.seen.class_of(name, ending);
        let Some(class) = class.filter(|class| schema().is_below(class, base)) else {
            let kind = if ending == "validator" {
                ProblemKind::UnknownValidatorType(written.to_owned())
            } else {
                ProblemKind::UnknownTriggerType(written.to_owned())
            };
            let mark = self.path.key("type");
            self.report(kind, type_node.span);
            self.path.back(mark);
            return None;
        };
        let read = self.object_of(node, class, &["pages", "questions"]);
        Some((class.name, read))
    }

    pub(super) fn calculated_values(&mut self, node: &Node) {
        let mark = self.path.key("calculatedValues");
        for (index, node) in self.array("calculatedValues", node).iter().enumerate() {
            let mark = self.path.index(index);
            self.calculated_value(node);
            self.path.back(mark);
        }
        self.path.back(mark);
    }

    fn calculated_value(&mut self, node: &Node) {
        let read = self.object(node, "calculatedvalue", &[]);
        let name = read.get("name").map(Value::to_text).unwrap_or_default();
        if name.is_empty() {
            let kind = ProblemKind::MissingProperty {
                class: "calculatedvalue",
                name: "name",
            };
            self.report(kind, node.span);
        }
        let number = self.model.calculated.len() as u32;
        let variable = self.model.names.intern(&name);
        let include = read.get("includeIntoResult").is_some_and(Value::is_true);
        self.model.calculated.push(Calculated {
            name: (&*name).into(),
            variable,
            include,
        });
        if let Some(expression) = read.expression("expression") {
            self.rule(SURVEY, Effect::Calculated(number), Some(expression));
        }
    }

    pub(super) fn triggers(&mut self, node: &Node) {
        let mark = self.path.key("triggers");
        for (index, node) in self.array("triggers", node).iter().enumerate() {
            let mark = self.path.index(index);
            self.trigger(node);
            self.path.back(mark);
        }
        self.path.back(mark);
    }

    fn trigger(&mut self, node: &Node) {
        let Some((class, read)) = self.typed(node, "trigger", "surveytrigger") else {
            return;
        };
        let text = |name: &str| {
            read.get(name)
                .map(|value| value.to_text().into_owned())
                .unwrap_or_default()
        };
        let action = match class {
            "setvaluetrigger" => TriggerAction::SetValue {
                to: text("setToName").into(),
                value: read.get("setValue").cloned().unwrap_or_default(),
                variable: read.get("isVariable").is_some_and(Value::is_true),
            },
            "copyvaluetrigger" => TriggerAction::CopyValue {
                from: text("fromName").into(),
                to: text("setToName").into(),
                display: read.get("copyDisplayValue").is_some_and(Value::is_true),
            },
            "runexpressiontrigger" => TriggerAction::RunExpression {
                expression: read.expression("runExpression"),
                to: text("setToName").into(),
            },
            "visibletrigger" => TriggerAction::Visible {
                elements: self.trigger_targets(node),
            },
            "skiptrigger" => TriggerAction::Skip {
                to: text("gotoName").into(),
            },
            _ => TriggerAction::Complete,
        };
        self.inner_names.push(text("setToName"));
        let condition = read
            .expression("expression")
            .or_else(|| self.old_condition(node, &read));
        self.model.triggers.push(Trigger {
            condition,
            action,
            always: false,
        });
    }

    /// The pages among `pages` and the questions among `questions`: a panel is shown by no trigger
    /// (`SurveyModel.getObjects`).
    fn trigger_targets(&mut self, node: &Node) -> Box<[ElementId]> {
        let mut found = Vec::new();
        for key in ["pages", "questions"] {
            for target in node.get(key).and_then(Node::as_array).unwrap_or_default() {
                let name = target.as_str().unwrap_or_default();
                let model = &self.model;
                let known = if key == "pages" {
                    let mut pages = model.pages.iter().copied();
                    pages.find(|page| *model.element(*page).name == *name)
                } else {
                    model.question_by_name.get(name).copied()
                };
                match known {
                    Some(id) => found.push(id),
                    None if model.any_by_name(name).is_some() => {}
                    None => self.report(ProblemKind::UnknownTarget(name.to_owned()), target.span),
                }
            }
        }
        found.into()
    }

    /// The old form of a trigger's condition: `name`, `operator`, `value` (reference 2.5). `empty` has
    /// no use for a value, and is no expression with one, or with a missing one, behind it
    /// (`buildTriggerExpression`).
    fn old_condition(&mut self, node: &Node, read: &Read) -> Option<ExpressionId> {
        let name = node.get("name").and_then(Node::as_str)?;
        let operator = read
            .get("operator")
            .and_then(Value::as_str)
            .unwrap_or("equal");
        let value = read.get("value").cloned().unwrap_or_default();
        if value.is_empty() && !matches!(operator, "empty" | "notempty") {
            return None;
        }
        let quoted =
            value.is_truthy() && value.as_bool().is_none() && value.number_like().is_none();
        let quote = if quoted { "'" } else { "" };
        let value = match &value {
            Value::Undefined => "undefined".into(),
            value => value.to_text(),
        };
        let text = format!("{{{name}}} {operator} {quote}{value}{quote}");
        Some(self.expression(&text, crate::Span::default()))
    }

    pub(super) fn value_triggers(&mut self, owner: ElementId, read: &Read) {
        // SurveyJS runs those of the questions that stand on pages and in panels themselves.
        if self.under_choices > 0 {
            return;
        }
        let mut add = |kind| {
            self.model.value_triggers.push(ValueTrigger {
                owner,
                kind,
                always: false,
            })
        };
        if let Some(condition) = read.expression("resetValueIf") {
            add(ValueTriggerKind::Reset(condition));
        }
        let (condition, value) = (
            read.expression("setValueIf"),
            read.expression("setValueExpression"),
        );
        if condition.is_some() || value.is_some() {
            add(ValueTriggerKind::Set { condition, value });
        }
    }

    pub(super) fn conditional_texts(&mut self, node: &Node) {
        for (key, text) in [
            ("completedHtmlOnCondition", "html"),
            ("navigateToUrlOnCondition", "url"),
        ] {
            let Some(nodes) = node.get(key).and_then(Node::as_array) else {
                continue;
            };
            for (index, node) in nodes.iter().enumerate() {
                let mark = self.path.key(key);
                self.path.index(index);
                self.path.key("expression");
                self.scope = Scope::Survey;
                let expression = node.get("expression");
                let known = expression.and_then(|node| self.known_site(node.span));
                let written = expression
                    .and_then(Node::as_str)
                    .filter(|text| !text.trim().is_empty());
                let condition = known.or_else(|| {
                    written.map(|text| {
                        let span = expression.map_or(node.span, |node| node.span);
                        self.expression(text, span)
                    })
                });
                self.path.back(mark);
                let text = node.get(text).map(Node::to_value).unwrap_or_default();
                let list = if key == "completedHtmlOnCondition" {
                    &mut self.model.completed_html
                } else {
                    &mut self.model.navigate_to_url
                };
                list.push(ConditionalText { condition, text });
            }
        }
    }
}

fn validator(class: &str, read: &Read) -> Option<Validator> {
    let number = |name: &str| read.get(name).and_then(Value::as_number);
    let count = |name: &str| number(name).map_or(0, |number| number.max(0.0) as u32);
    let check = match class {
        "emailvalidator" => Check::Email,
        _ if !EVERY_PROPERTY => return None,
        "numericvalidator" => Check::Numeric {
            min: number("minValue").into(),
            max: number("maxValue").into(),
        },
        "textvalidator" => Check::Text {
            min: count("minLength"),
            max: count("maxLength"),
            digits: read
                .get("allowDigits")
                .and_then(Value::as_bool)
                .unwrap_or(true),
        },
        "answercountvalidator" => Check::AnswerCount {
            min: count("minCount"),
            max: count("maxCount"),
        },
        "regexvalidator" => Check::Regex {
            pattern: match read.get("regex") {
                Some(Value::String(text)) => Arc::clone(text),
                other => other.map(Value::to_text).unwrap_or_default().into(),
            },
            ignore_case: read.get("caseInsensitive").is_some_and(Value::is_true),
        },
        "expressionvalidator" => Check::Expression(read.expression("expression")),
        _ => return None,
    };
    let severity = match read.get("notificationType").and_then(Value::as_str) {
        Some("warning") => Severity::Warning,
        Some("info") => Severity::Info,
        _ => Severity::Error,
    };
    Some(Validator {
        check,
        text: read.get("text").cloned().map(Box::new),
        severity,
    })
}
