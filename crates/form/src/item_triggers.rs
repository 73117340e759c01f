//! `resetValueIf`, `setValueIf` and `setValueExpression` of questions in rows and panels
//! (reference 2.4): a change in an item runs those of the questions beside it.

use crate::element::EVERY_TYPE;
use crate::items::ItemId;
use crate::model::TemplateId;
use crate::names::NameId;
use crate::{ElementId, Form};

impl Form {
    /// The triggers in an item that read one of its names that changed.
    pub(crate) fn run_item_triggers(&mut self, item: ItemId, name: NameId) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        if template.value_triggers.is_empty() || self.is_display() {
            return;
        }
        for (at, trigger) in template.value_triggers.iter().enumerate() {
            let names = template.value_trigger_names.get(at);
            if trigger.always || names.is_some_and(|names| names.contains(&name)) {
                let owner = self.in_item(item, trigger.owner);
                self.run_value_trigger(owner, trigger.kind);
            }
        }
    }

    /// The triggers in all items that read names of the survey, or none at all.
    pub(crate) fn run_triggers_of_items(&mut self, names: &[NameId]) {
        if !EVERY_TYPE {
            return;
        }
        let model = self.shared_model();
        for (at, template) in model.templates.iter().enumerate() {
            for (number, trigger) in template.value_triggers.iter().enumerate() {
                let read = template.value_trigger_outer_names.get(number);
                let due = read.is_some_and(|read| names.iter().any(|name| read.contains(name)));
                if !due && !trigger.always {
                    continue;
                }
                for item in self.items.of_template(TemplateId(at as u32)) {
                    if self.is_name_of(self.items.get(item).owner, names) {
                        continue;
                    }
                    let owner = self.in_item(item, trigger.owner);
                    self.run_value_trigger(owner, trigger.kind);
                }
            }
        }
    }

    /// Nothing changed but the value of that question.
    fn is_name_of(&self, question: ElementId, names: &[NameId]) -> bool {
        let key = self.data_key(question);
        let name = key.map(|key| self.data.name_of(self.model(), key));
        name.is_some() && names.iter().all(|changed| Some(*changed) == name)
    }
}
