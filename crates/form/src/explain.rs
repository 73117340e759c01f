//! Why an element is shown or hidden: the condition, what it read, and who else decides.

use crate::model::Effect;
use crate::state::Flag;
use crate::{ElementId, Form, Value};

/// Why an element is shown or hidden at this moment.
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
}

impl Form {
    /// Why an element is shown or hidden.
    ///
    /// Evaluates the element's own condition once more; nothing changes.
    pub fn explain(&self, id: ElementId) -> Explanation {
        let def = self.def(id);
        let rules = def.rules.iter().map(|rule| self.rule_of(id, *rule));
        let condition = rules
            .filter(|rule| rule.effect == Effect::Visible)
            .find_map(|rule| rule.expression)
            .map(|expression| self.report(expression, id));
        let mut hidden_by = None;
        let mut at = self.parent(id);
        while let Some(parent) = at {
            if !self.is_visible(parent) {
                hidden_by = Some(parent);
                break;
            }
            at = self.parent(parent);
        }
        let state = self.cell(id);
        Explanation {
            shown: self.is_shown(id),
            condition,
            visible: state.is(Flag::Visible),
            empty: def.is_container() && state.visible_children == 0,
            hidden_by,
        }
    }

    fn report(&self, id: crate::model::ExpressionId, owner: ElementId) -> ConditionReport {
        let expression = self.model().expression(id);
        let names = expression
            .program
            .iter()
            .flat_map(|program| program.names())
            .zip(&expression.reads);
        ConditionReport {
            text: expression.text.to_string(),
            broken: expression.program.is_none(),
            names: names
                .map(|(name, read)| (name.text.clone(), self.read(read, &name.path, owner)))
                .collect(),
            result: self.evaluate(id, owner).unwrap_or_default(),
        }
    }
}
