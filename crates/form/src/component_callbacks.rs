//! What functions of a registered question type do when an answer inside changes, and when the
//! content is there (SurveyJS `onValueChanging`, `onValueChanged`, `onLoaded`). They get values, and
//! say with values what is to be done inside.

use casement_expression::Equality;

use crate::element::EVERY_TYPE;
use crate::items::ItemId;
use crate::{ElementId, ElementKind, Form, Value};

impl Form {
    /// An answer inside is about to be taken: whether the host has another one, which is taken in
    /// its place.
    pub(crate) fn takes_another(
        &mut self,
        owner: ElementId,
        questions: &[ElementId],
        name: &str,
        value: &Value,
    ) -> bool {
        let outer = self.outer_value(owner, false);
        let wanted = self.callback(owner, "onValueChanging", outer, name, value);
        let Some(wanted) = wanted.filter(|wanted| !wanted.equals(value, Equality::DEFAULT)) else {
            return false;
        };
        let Some(first) = questions.first() else {
            return false;
        };
        // A function that always wants something else comes to an end.
        self.wave.depth += 1;
        self.set_question_value(*first, wanted);
        self.wave.depth -= 1;
        true
    }

    /// An answer inside was taken, and is not yet part of the question's value.
    pub(crate) fn answer_inside_changed(&mut self, owner: ElementId, name: &str, value: &Value) {
        let outer = self.outer_value(owner, true);
        if let Some(wanted) = self.callback(owner, "onValueChanged", outer, name, value) {
            self.do_inside(owner, &wanted, true);
        }
    }

    /// The question's value as a function sees it: that of a single question inside, else with or
    /// without what has just changed.
    fn outer_value(&self, owner: ElementId, changed: bool) -> Value {
        if changed || self.def(owner).kind == ElementKind::Custom {
            self.value_of_items(owner)
        } else {
            self.cell(owner).value.clone()
        }
    }

    /// The content is made and has its defaults.
    pub(crate) fn content_loaded(&mut self, owner: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let arguments = [self.cell(owner).value.clone()];
        let Some(component) = self.component(owner) else {
            return;
        };
        let wanted = self.host.component(&component.name, "onLoaded", &arguments);
        if let Some(wanted) = wanted {
            self.do_inside(owner, &wanted, false);
        }
    }

    fn callback(
        &self,
        owner: ElementId,
        callback: &str,
        outer: Value,
        name: &str,
        value: &Value,
    ) -> Option<Value> {
        if !EVERY_TYPE {
            return None;
        }
        let component = self.component(owner)?;
        let arguments = [outer, name.into(), value.clone()];
        self.host.component(&component.name, callback, &arguments)
    }

    /// `{"first": "Ada", "middle.visible": false}`: answers and properties of questions inside. What
    /// comes together with an answer is stored with it.
    fn do_inside(&mut self, owner: ElementId, wanted: &Value, together: bool) {
        let (Some(wanted), Some(item)) = (wanted.as_object(), self.content_of(owner)) else {
            return;
        };
        let single = self.question_inside_custom(owner).is_some();
        for (key, value) in wanted.iter() {
            let exact = if single && key.contains('.') {
                None
            } else {
                self.named_inside(owner, item, key)
            };
            if let Some(id) = exact {
                let together = together && !single;
                if together {
                    self.items.filling.push(owner);
                }
                self.set_question_value(id, value.clone());
                if together {
                    self.items.filling.pop();
                }
            } else if let Some((name, property)) = key.rsplit_once('.')
                && let Some(id) = self.named_inside(owner, item, name)
            {
                self.set_inside(id, property, value);
            }
        }
    }

    #[cfg(feature = "every-property")]
    fn set_inside(&mut self, id: ElementId, property: &str, value: &Value) {
        self.override_property(Some(id), property, value.clone());
    }

    /// Nothing is set by code where few properties are known.
    #[cfg(not(feature = "every-property"))]
    fn set_inside(&mut self, _: ElementId, _: &str, _: &Value) {}

    /// The question inside of that name; a single one has any.
    fn named_inside(&self, owner: ElementId, item: ItemId, name: &str) -> Option<ElementId> {
        self.question_inside_custom(owner)
            .or_else(|| self.question_in(item, name))
    }
}
