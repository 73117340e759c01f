//! Where the value of a question is kept: in the survey's data, or in the row or panel that the
//! question is in. What follows from storing is in `values` and `item_storing`.

use std::sync::Arc;

use crate::items::ItemId;
use crate::names::KeyId;
use crate::schema::EVERY_PROPERTY;
use crate::{ElementId, Form, Value};

/// What a key of a comment ends with (SurveyJS `settings.commentSuffix`).
pub(crate) const COMMENT: &str = "-Comment";

impl Form {
    /// The name that a question's value is kept under: its `valueName`, else its name.
    pub(crate) fn value_name(&self, id: ElementId) -> Option<Arc<str>> {
        if let Some(name) = &self.def(id).outer_key {
            return Some(Arc::clone(name));
        }
        let key = self.def(id).key?;
        match self.items.item_of(id) {
            None => Some(self.data.text(self.model(), key)),
            Some(item) => {
                let def = self.item_template(item).keys.get(key)?;
                Some(Arc::clone(&def.text))
            }
        }
    }

    /// The row or panel that keeps its value.
    fn keeping_item(&self, id: ElementId) -> Option<ItemId> {
        let item = self.items.item_of(id);
        item.filter(|_| self.def(id).outer_key.is_none())
    }

    /// The key in the survey's data; `None` for what is in a row or panel.
    pub(crate) fn data_key(&self, id: ElementId) -> Option<KeyId> {
        self.def(id).key.filter(|_| self.is_at_top(id))
    }

    /// Whether other questions hold its value, too.
    pub(crate) fn shares_value(&self, id: ElementId) -> bool {
        let Some(key) = self.def(id).key else {
            return false;
        };
        match self.items.item_of(id) {
            None => self.data.questions(self.model(), key).len() > 1,
            Some(_) => self.sharing(id).len() > 1,
        }
    }

    /// The questions that hold one value together, this one among them.
    pub(crate) fn sharing(&self, id: ElementId) -> Vec<ElementId> {
        let Some(key) = self.def(id).key else {
            return Vec::new();
        };
        match self.items.item_of(id) {
            None => self.data.questions(self.model(), key).to_vec(),
            Some(item) => {
                let def = self.item_template(item).keys.get(key);
                let questions = def.map_or(&[][..], |def| &def.questions);
                questions
                    .iter()
                    .map(|local| self.in_item(item, *local))
                    .collect()
            }
        }
    }

    /// The question that a key of a row or panel belongs to by way of a shared `valueName`: one in the
    /// same row or panel of another question, or choices that are kept as objects
    /// (`SurveyModel.getQuestionByValueNameFromArray`).
    pub(crate) fn shared_question(
        &self,
        owner: ElementId,
        name: &str,
        at: usize,
    ) -> Option<ElementId> {
        self.element_property(owner, "valueName").as_str()?;
        let sharing = self.sharing(owner).into_iter();
        let mut found = sharing.filter_map(|question| {
            if self.item_kind(question).is_some() {
                let item = *self.visible_items(question).get(at)?;
                return self.question_in(item, name);
            }
            let named = self.element_property(question, "valuePropertyName");
            let count = self
                .cell(question)
                .value
                .as_array()
                .map_or(0, <[Value]>::len);
            (named.as_str() == Some(name) && at < count).then_some(question)
        });
        found.next()
    }

    /// Keeps a question's value, with all that follows.
    pub(crate) fn store_question(&mut self, id: ElementId, value: Value) {
        if let Some(name) = self.def(id).outer_key.clone() {
            self.set_data_value(&name, value);
            return;
        }
        match self.items.item_of(id) {
            None => {
                if let Some(key) = self.def(id).key {
                    self.store(key, value);
                }
            }
            Some(item) => {
                if let Some(name) = self.value_name(id) {
                    self.store_in_item(item, &name, value);
                }
            }
        }
    }

    /// The comment, "" without one.
    pub(crate) fn comment_of(&self, id: ElementId) -> String {
        let comment = self.comment_value(id);
        comment
            .filter(|value| !value.is_nullish())
            .map(|value| value.to_text().into_owned())
            .unwrap_or_default()
    }

    /// The comment as it is kept: words for "other" that came as a number are one.
    pub(crate) fn comment_value(&self, id: ElementId) -> Option<&Value> {
        if !EVERY_PROPERTY {
            return None;
        }
        if let Some(around) = self.custom_around(id) {
            return self.comment_value(around);
        }
        let name = [&*self.value_name(id)?, COMMENT].concat();
        match self.keeping_item(id) {
            None => {
                let key = self.data.find_key(self.model(), &name)?;
                Some(self.data.get(key))
            }
            Some(item) => self.items.get(item).object.get(&name),
        }
    }

    pub(crate) fn set_question_comment(&mut self, id: ElementId, told: impl Into<Value>) {
        if !EVERY_PROPERTY {
            return;
        }
        let told: Value = told.into();
        if let Some(around) = self.custom_around(id) {
            return self.set_question_comment(around, told);
        }
        let Some(name) = self.value_name(id) else {
            return;
        };
        let told = trimmed_comment(told);
        match self.keeping_item(id) {
            None => self.set_data_comment(&name, told),
            Some(item) => {
                self.store_in_item(item, &format!("{name}{COMMENT}").into(), told);
            }
        }
    }
}

/// A comment of blanks is none (`Question.getTrimmedComment`).
pub(crate) fn trimmed_comment(told: Value) -> Value {
    match told.as_str() {
        Some(text) if text.trim().is_empty() => "".into(),
        _ => told,
    }
}
