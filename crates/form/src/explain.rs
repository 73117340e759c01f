//! Why an element is shown or hidden, read-only or required: the condition, what it read, the
//! smallest part of it that decided, and who else decides.
//!
//! Explaining evaluates conditions once more and changes nothing.

use std::borrow::Cow;

use casement_expression::{
    Answer, BinaryOperator, Call, Name, NodeId, NodeKind, Program, Scope, Tree, UnaryOperator,
    compile, parse,
};

use crate::model::{Effect, Expression, ExpressionId};
use crate::scope::FormScope;
use crate::state::Flag;
use crate::{ElementId, Form, Span, Value};

/// Why an element is shown or hidden, read-only or required at this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// It is shown.
    pub shown: bool,
    /// Its own `visibleIf`, where it has one.
    pub condition: Option<ConditionReport>,
    /// Its own visibility; without a condition that of `visible`.
    pub visible: bool,
    /// A page or panel of which no child is visible.
    pub empty: bool,
    /// The nearest page or panel around it that is hidden.
    pub hidden_by: Option<ElementId>,
    /// It can't be changed by the visitor.
    pub read_only: bool,
    /// Who makes it read-only.
    pub read_only_by: Option<ReadOnlyBy>,
    /// Its own `enableIf`, where it has one.
    pub enable_if: Option<ConditionReport>,
    /// It must be answered.
    pub required: bool,
    /// Its own `requiredIf`, where it has one.
    pub required_if: Option<ConditionReport>,
}

/// Who makes an element read-only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOnlyBy {
    /// The survey: display mode, or the preview.
    Survey,
    /// The element: its `enableIf`, or `readOnly`.
    Itself,
    /// The nearest page or panel around it that is read-only.
    Container(ElementId),
}

/// A condition, what it read, and what came out.
#[derive(Clone, Debug, PartialEq)]
pub struct ConditionReport {
    /// The expression as written.
    pub text: String,
    /// The text is no expression: it decides nothing.
    pub broken: bool,
    /// The names it read with their values, in order; `None` where nothing has that name.
    pub names: Vec<(String, Option<Value>)>,
    /// What came out; only exactly `true` shows the element.
    pub result: Value,
    /// The smallest part that decided: of a false `and` the first false side, of a true `or` the
    /// first true one. `None` where it is the whole.
    pub decided_by: Option<Part>,
}

/// A part of a condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// As written.
    pub text: String,
    /// Where in the expression, in bytes.
    pub span: Span,
    /// The names it read with their values.
    pub names: Vec<(String, Option<Value>)>,
    /// What came out of it.
    pub result: Value,
}

impl Form {
    /// Why an element is shown or hidden, read-only or required.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// # use casement_form::{Definition, Form, Host, Mode, Options, Regex};
    /// # struct Noon;
    /// # impl Host for Noon {
    /// #     fn now(&self) -> f64 { 43_200_000.0 }
    /// #     fn offset_at(&self, _utc_ms: f64) -> f64 { 0.0 }
    /// #     fn regex(&self, _: &str, _: bool) -> Result<Box<dyn Regex>, String> { Err(String::new()) }
    /// # }
    /// let json = r#"{"elements": [
    ///     {"type": "text", "name": "age"},
    ///     {"type": "text", "name": "licence", "visibleIf": "{age} > 17 and {age} < 90"}]}"#;
    /// let definition = Definition::load(json).definition;
    /// let options = Options { host: Rc::new(Noon), locale: String::new(), mode: Mode::Edit };
    /// let form = Form::start(&definition, options);
    /// let Some(licence) = form.question("licence") else { return };
    /// let part = form.explain(licence).condition.and_then(|condition| condition.decided_by);
    /// assert_eq!(part.map(|part| part.text).as_deref(), Some("{age} > 17"));
    /// ```
    pub fn explain(&self, id: ElementId) -> Explanation {
        let def = self.def(id);
        let around = |is: &dyn Fn(ElementId) -> bool| {
            let mut at = self.parent(id);
            while let Some(parent) = at.filter(|parent| !is(*parent)) {
                at = self.parent(parent);
            }
            at
        };
        let state = self.cell(id);
        let read_only_by = if self.is_display() {
            Some(ReadOnlyBy::Survey)
        } else if state.is(Flag::ReadOnly) {
            Some(ReadOnlyBy::Itself)
        } else {
            around(&|parent| self.cell(parent).is(Flag::ReadOnly)).map(ReadOnlyBy::Container)
        };
        Explanation {
            shown: self.is_shown(id),
            condition: self.condition_report(id, "visibleIf"),
            visible: state.is(Flag::Visible),
            empty: def.is_container() && state.visible_children == 0,
            hidden_by: around(&|parent| !self.is_visible(parent)),
            read_only: self.is_read_only(id),
            read_only_by: read_only_by.filter(|_| self.is_read_only(id)),
            enable_if: self.condition_report(id, "enableIf"),
            required: self.is_required(id),
            required_if: self.condition_report(id, "requiredIf"),
        }
    }

    /// The report of an element's `visibleIf`, `enableIf` or `requiredIf`, where it has one.
    pub(crate) fn condition_report(
        &self,
        id: ElementId,
        property: &str,
    ) -> Option<ConditionReport> {
        let effect = match property {
            "visibleIf" => Effect::Visible,
            "enableIf" => Effect::Enable,
            "requiredIf" => Effect::Require,
            _ => return None,
        };
        let rules = self.def(id).rules.iter();
        let mut rules = rules.map(|rule| self.rule_of(id, *rule));
        let rule = rules.find(|rule| rule.effect == effect)?;
        Some(self.report(rule.expression?, id))
    }

    fn report(&self, id: ExpressionId, owner: ElementId) -> ConditionReport {
        let expression = self.expression(id);
        let result = self.evaluate(id, owner).unwrap_or_default();
        let whole = Whole {
            form: self,
            owner,
            expression,
        };
        ConditionReport {
            text: expression.text.to_string(),
            broken: expression.program.is_none(),
            names: whole.names(expression.program.as_ref()),
            decided_by: whole.decisive(&result),
            result,
        }
    }
}

/// A condition whose parts are evaluated on their own.
struct Whole<'a> {
    form: &'a Form,
    owner: ElementId,
    expression: &'a Expression,
}

impl Whole<'_> {
    /// The names of a program, with what they read.
    fn names(&self, program: Option<&Program>) -> Vec<(String, Option<Value>)> {
        let names = program.map(Program::names).unwrap_or_default();
        let reads = names.iter().map(|name| {
            (
                name.text.to_string(),
                self.read(0, name).map(Cow::into_owned),
            )
        });
        reads.collect()
    }

    /// The smallest part that decided, if it is not the whole.
    fn decisive(&self, result: &Value) -> Option<Part> {
        let tree = parse(&self.expression.text).tree?;
        let (mut at, mut value) = (tree.root(), result.clone());
        while let Some((part, of_part)) = self.narrower(&tree, at, &value) {
            (at, value) = (part, of_part);
        }
        if at == tree.root() {
            return None;
        }
        let span = tree.node(at)?.span;
        let text = self.text(span)?;
        let program = parse(text).tree.as_ref().map(compile);
        Some(Part {
            text: text.to_owned(),
            span,
            names: self.names(program.as_ref()),
            result: value,
        })
    }

    /// A side that decided alone.
    fn narrower(&self, tree: &Tree, at: NodeId, value: &Value) -> Option<(NodeId, Value)> {
        let sides: Vec<NodeId> = match tree.node(at)?.kind {
            NodeKind::Unary {
                operator: UnaryOperator::Negate,
                operand,
            } => return Some((operand, self.evaluate(tree, operand)?)),
            NodeKind::Binary {
                operator: operator @ (BinaryOperator::And | BinaryOperator::Or),
                left,
                right: Some(right),
            } if value.is_truthy() == (operator == BinaryOperator::Or) => vec![left, right],
            _ => return None,
        };
        sides.into_iter().find_map(|side| {
            let of_side = self.evaluate(tree, side)?;
            (of_side.is_truthy() == value.is_truthy()).then_some((side, of_side))
        })
    }

    fn evaluate(&self, tree: &Tree, part: NodeId) -> Option<Value> {
        let text = self.text(tree.node(part)?.span)?;
        let program = compile(&parse(text).tree?);
        Some(program.evaluate(self, &*self.form.host))
    }

    fn text(&self, span: Span) -> Option<&str> {
        let text = &self.expression.text;
        text.get(span.start as usize..span.end as usize)
    }

    fn scope(&self) -> FormScope<'_> {
        FormScope {
            form: self.form,
            owner: self.owner,
            reads: &self.expression.reads,
        }
    }

    /// The place of a name in the whole expression.
    fn slot(&self, name: &Name) -> Option<usize> {
        let names = self.expression.program.as_ref()?.names();
        names
            .iter()
            .position(|known| known.text == name.text && known.raw == name.raw)
            .or_else(|| names.iter().position(|known| known.text == name.text))
    }
}

/// A part's names mean what they mean in the whole.
impl Scope for Whole<'_> {
    fn read(&self, _slot: usize, name: &Name) -> Option<Cow<'_, Value>> {
        self.scope().read_slot(self.slot(name)?, name)
    }

    fn call(&self, call: &Call<'_>) -> Answer {
        self.scope().call(call)
    }
}
