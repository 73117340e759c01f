//! "Other": the item that takes a text of its own, as a comment or as the value itself, and the
//! comments of questions (reference 2.2, 4.3).

use crate::carried_choices::MAX_CARRIED;
use crate::element::EVERY_TYPE;
use crate::element::ElementKind;
use crate::model::Special;
use crate::schema::EVERY_PROPERTY;
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::{ElementId, Form, Value};

impl Form {
    pub(crate) fn shows_other(&self, id: ElementId) -> bool {
        let list = self.choice_list(id);
        list.is_some_and(|list| {
            let mut items = list.items.iter();
            items.any(|item| item.special == Some(Special::Other))
        })
    }

    /// Types that are answered in words or by drawing take no comment besides
    /// (`Question.supportComment`).
    pub(crate) fn has_comment_area(&self, id: ElementId) -> bool {
        if matches!(
            self.def(id).kind,
            ElementKind::Text
                | ElementKind::Comment
                | ElementKind::MultipleText
                | ElementKind::Slider
                | ElementKind::ImageMap
                | ElementKind::Expression
                | ElementKind::SignaturePad
        ) {
            return false;
        }
        // It has no default, so the table of properties need not be asked.
        let given = self.override_of(Some(id), "showCommentArea");
        let given = given.or_else(|| self.def(id).properties.get("showCommentArea"));
        given.is_some_and(Value::is_true)
    }

    /// The text of "other" is kept as the comment; else it is the value.
    pub(crate) fn stores_others(&self, id: ElementId) -> bool {
        if self.has_comment_area(id) || self.value_property(id).is_some() {
            return false;
        }
        let list = self.def(id).choice_list();
        if list.is_some_and(|list| list.items.iter().any(|item| item.comment))
            || self.lacks_choices(id)
        {
            return true;
        }
        let own = self.element_property(id, "storeOthersAsComment");
        // A cell does it as the survey does, whatever its column says
        // (`onUpdateSelectBaseCellQuestion`).
        let as_survey = EVERY_TYPE && self.is_cell(id) && !self.is_detail(id);
        if as_survey || own.is_nullish() || own.as_str() == Some("default") {
            return self.survey_property("storeOthersAsComment") != Value::Bool(false);
        }
        own.is_true()
    }

    /// The value as it is chosen: "other" where the value is a text of its own.
    pub(crate) fn rendered(&self, id: ElementId) -> Value {
        let value = &self.cell(id).value;
        if self.def(id).choice_list().is_none() {
            return value.clone();
        }
        if EVERY_TYPE && let Some(shown) = self.shared_lists.shown_by(id) {
            return shown.clone();
        }
        let plain = self.plain_value(id);
        if !self.shows_other(id) || self.stores_others(id) {
            return plain;
        }
        let other = Value::from(Special::Other.value());
        let Some(values) = plain.as_array() else {
            let unknown = !plain.is_empty() && plain != other && self.is_unknown(id, &plain, false);
            return if unknown { other } else { plain };
        };
        if !self.offers_plain_choices(id) {
            return plain;
        }
        let mut values = values.to_vec();
        // The first that is "other" or unknown (`QuestionCheckboxModel.renderedValueFromDataCore`).
        let first = values.iter().position(|value| {
            *value == other || (!value.is_empty() && self.is_unknown(id, value, false))
        });
        if let Some(value) = first.and_then(|at| values.get_mut(at)) {
            *value = other;
        }
        values.into()
    }

    /// The value without the objects that choices are kept in.
    pub(crate) fn plain_value(&self, id: ElementId) -> Value {
        let value = &self.cell(id).value;
        match value.as_array().filter(|_| self.is_multiple(id)) {
            Some(values) => {
                let values = values.iter();
                values
                    .map(|it| self.without_comment(self.unwrapped(id, it)).clone())
                    .collect::<Vec<_>>()
                    .into()
            }
            None => self.without_comment(value).clone(),
        }
    }

    /// "Other" is chosen.
    pub(crate) fn is_other_chosen(&self, id: ElementId) -> bool {
        if !self.shows_other(id) {
            return false;
        }
        let other = Special::Other.value();
        let chosen = self.rendered(id);
        match chosen.as_array() {
            Some(values) => values.iter().any(|value| value.as_str() == Some(other)),
            None => chosen.as_str() == Some(other),
        }
    }

    /// What was told for "other", "" for nothing.
    pub(crate) fn other_text(&self, id: ElementId) -> String {
        if self.stores_others(id) {
            return self.question_comment(id).unwrap_or_default();
        }
        let told = self.other_texts.get(&id);
        told.map(|value| value.to_text().into_owned())
            .unwrap_or_default()
    }

    /// As [`Form::other_text`]: words that are no text stay what they are.
    pub(crate) fn other_value(&self, id: ElementId) -> Value {
        let kept = if self.stores_others(id) {
            self.comment_value(id)
        } else {
            self.other_texts.get(&id)
        };
        let text = self.other_text(id);
        let kept = kept.filter(|kept| kept.to_text() == text);
        kept.cloned().unwrap_or_else(|| text.into())
    }

    /// The value changed: where texts of "other" are values, one that is new is remembered.
    pub(crate) fn note_other(&mut self, id: ElementId) {
        self.note_item_comment(id);
        if !self.shows_other(id) || self.stores_others(id) {
            return;
        }
        let value = self.cell(id).value.clone();
        let single = [value.clone()];
        let values = value.as_array().unwrap_or(&single);
        let other = Special::Other.value();
        // A list that offers nothing takes all as it is (`renderedValueFromDataCore`).
        let lists = value.as_array().is_none() || self.offers_plain_choices(id);
        let plain = |value| self.without_comment(self.unwrapped(id, value));
        let first = values.iter().filter(|_| lists).find(|value| {
            let plain = plain(value);
            plain.as_str() == Some(other)
                || (!plain.is_empty() && self.is_unknown(id, plain, false))
        });
        let told = first.filter(|value| plain(value).as_str() != Some(other));
        match told {
            Some(told) => {
                let plain = self.unwrapped(id, told).clone();
                self.other_texts.insert(id, plain);
            }
            None if !self.is_other_chosen(id) && !self.has_comment_area(id) => {
                if let Some(told) = self.other_texts.get_mut(&id) {
                    *told = "".into();
                }
            }
            None => {}
        }
    }

    /// Another text for "other" that comes with a list, where "other" is chosen already and its text is
    /// the value: it is put into what is chosen, and the list is overlooked
    /// (`QuestionSelectBase.getValueOnSettingOther`).
    pub(crate) fn chosen_with_other(&self, id: ElementId, value: &Value) -> Option<Value> {
        let values = value.as_array()?;
        let offers = self.offers_plain_choices(id);
        if !offers || !self.is_other_chosen(id) || self.stores_others(id) || self.is_cell(id) {
            return None;
        }
        let other = Value::from(Special::Other.value());
        let first = values
            .iter()
            .map(|it| self.without_comment(self.unwrapped(id, it)))
            .find(|it| **it == other || (!it.is_empty() && self.is_unknown(id, it, false)));
        let told = first.filter(|it| **it != other && it.to_text() != self.other_text(id))?;
        let chosen = self.rendered(id);
        let mut chosen = chosen.as_array()?.to_vec();
        let at = chosen.iter().position(|it| *it == other)?;
        *chosen.get_mut(at)? = told.clone();
        Some(chosen.into())
    }

    /// Where one item is chosen, its comment stays known when the value comes without it
    /// (`QuestionSelectBase.rendredValueFromData`).
    fn note_item_comment(&mut self, id: ElementId) {
        let Some(value) = self.cell(id).value.as_object() else {
            return;
        };
        let told = value.get("comment").is_some_and(|told| !told.is_empty());
        if !told || self.is_multiple(id) || !self.offers_choices(id) {
            return;
        }
        let plain = self.without_comment(&self.cell(id).value);
        let mut items = self.choice_list(id).into_iter().flat_map(|it| &it.items);
        let at = items.position(|item| crate::choices::matches(plain, &item.value));
        if let Some(at) = at.filter(|at| !self.is_item_told(id, *at)) {
            self.told_items.value_or_default(id).push(at);
        }
    }

    fn is_item_told(&self, id: ElementId, at: usize) -> bool {
        let told = self.told_items.get(&id);
        told.is_some_and(|told| told.contains(&at))
    }

    /// A chosen item wants a comment that isn't there.
    pub(crate) fn is_other_untold(&self, id: ElementId) -> bool {
        if !self.offers_choices(id) {
            return false;
        }
        if self.is_other_chosen(id) && self.other_text(id).trim().is_empty() {
            return true;
        }
        let Some(list) = self.choice_list(id) else {
            return false;
        };
        let wants = |at: usize| {
            let item = list.items.get(at);
            item.is_some_and(|item| {
                item.comment
                    && item.comment_required
                    && !self.item_state(id, at).hidden
                    && self.is_item_chosen(id, &item.value)
                    && self.item_comment(id, &item.value).is_none()
                    && !self.is_item_told(id, at)
            })
        };
        (0..list.items.len()).any(wants)
    }

    /// The one item that is chosen has a comment area (`isOtherValueUnused`).
    fn is_comment_asked(&self, id: ElementId) -> bool {
        let items = self.choice_list(id).map(|list| &list.items);
        let mut items = items.into_iter().flatten();
        !self.is_multiple(id)
            && items.any(|item| item.comment && self.is_item_chosen(id, &item.value))
    }

    /// The comment of a chosen item.
    pub(crate) fn item_comment(&self, id: ElementId, item: &Value) -> Option<String> {
        let value = &self.cell(id).value;
        let single = [value.clone()];
        let values = value.as_array().unwrap_or(&single);
        values.iter().find_map(|value| {
            let object = value.as_object()?;
            let plain = self.without_comment(value);
            let comment = object.get("comment").filter(|comment| !comment.is_empty());
            comment
                .filter(|_| crate::choices::matches(plain, item))
                .map(|comment| comment.to_text().into_owned())
        })
    }

    /// What `getComment` tells of a choice: the comment of one that is chosen, "" of any other, and
    /// nothing of what is no choice.
    pub(crate) fn comment_of_item(&self, id: ElementId, item: &Value) -> Value {
        let offered = self.choices(id);
        if !offered
            .iter()
            .any(|choice| crate::choices::matches(item, &choice.value))
        {
            return Value::Undefined;
        }
        if item.as_str() == Some(Special::Other.value()) && self.is_other_chosen(id) {
            return self.other_text(id).into();
        }
        self.item_comment(id, item).unwrap_or_default().into()
    }

    /// An unknown value from outside means "other", and its text is told: the value that the
    /// question takes, and the text.
    pub(crate) fn as_other(&self, id: ElementId, value: &Value) -> Option<(Value, Value)> {
        if !self.offers_choices(id) || !self.shows_other(id) || !self.stores_others(id) {
            return None;
        }
        let other = Special::Other.value();
        if !self.has_active_choices(id) || self.is_loading_choices(id) {
            return None;
        }
        let Some(values) = value.as_array() else {
            if self.is_multiple(id) {
                return None;
            }
            let unknown = !value.is_empty()
                && value.as_str() != Some(other)
                && self.is_unknown(id, value, true);
            return unknown.then(|| (other.into(), value.clone()));
        };
        if values.iter().any(|value| value.as_str() == Some(other)) {
            return None;
        }
        let unknown = |value: &Value, filtered: bool| {
            !value.is_empty() && self.is_unknown(id, value, filtered)
        };
        if !values.iter().any(|value| unknown(value, true)) {
            return None;
        }
        if !self.is_multiple(id) {
            return Some((other.into(), value.clone()));
        }
        let at = values.iter().position(|value| unknown(value, false))?;
        let mut replaced = values.to_vec();
        let told = std::mem::replace(replaced.get_mut(at)?, other.into());
        Some((replaced.into(), told))
    }

    /// A default that no visible item offers means "other", where that is kept as a comment.
    pub(crate) fn default_as_other(&self, id: ElementId, value: &Value) -> Option<(Value, Value)> {
        if !self.offers_choices(id) || !self.shows_other(id) || !self.stores_others(id) {
            return None;
        }
        if self.knows_no_choices(id) {
            return None;
        }
        let other = Value::from(Special::Other.value());
        let unknown = |value: &Value| {
            !value.is_empty() && *value != other && self.is_unknown(id, value, true)
        };
        let Some(values) = value.as_array().filter(|_| self.is_multiple(id)) else {
            // Of a list that is chosen from once, the first.
            let value = match value.as_array() {
                Some(values) => values.first()?,
                None => value,
            };
            return unknown(value).then(|| (other.clone(), value.clone()));
        };
        if !values.iter().any(unknown) || !self.offers_plain_choices(id) {
            return None;
        }
        // Beside what is unknown "other" itself is, too, and stands for its own words where it comes
        // first (`QuestionCheckboxModel.setDefaultUnknownValue`).
        let unknown = |value: &Value| *value == other || unknown(value);
        let told = values.iter().find(|value| unknown(value))?.clone();
        let mut replaced: Vec<Value> = Vec::with_capacity(values.len());
        for value in values {
            if !unknown(value) {
                replaced.push(value.clone());
            } else if !replaced.contains(&other) {
                replaced.push(other.clone());
            }
        }
        Some((replaced.into(), told))
    }

    /// Of what no visible item offers in the default of a list, only the first is "other" where that is
    /// the value itself (`QuestionCheckboxModel.setDefaultUnknownValue`). One that a hidden item offers
    /// is no text of an "other", which is chosen without one.
    pub(crate) fn default_with_one_other(&self, id: ElementId, value: Value) -> Value {
        if !self.shows_other(id) || self.stores_others(id) || self.is_loading_choices(id) {
            return value;
        }
        let other = Special::Other.value();
        let unknown = |value: &Value| {
            let plain = self.unwrapped(id, value);
            !plain.is_empty() && self.is_unknown(id, plain, true)
        };
        let hidden = |value: &Value| {
            let plain = self.unwrapped(id, value);
            self.is_missing(id, plain, true) && !self.is_missing(id, plain, false)
        };
        let Some(values) = value.as_array().filter(|_| self.is_multiple(id)) else {
            return if self.offers_choices(id) && unknown(&value) && hidden(&value) {
                other.into()
            } else {
                value
            };
        };
        if !self.offers_plain_choices(id)
            || !values
                .iter()
                .any(|value| unknown(value) && self.unwrapped(id, value).as_str() != Some(other))
        {
            return value;
        }
        let mut told = false;
        let mut kept = values.to_vec();
        kept.retain(|value| !unknown(value) || !std::mem::replace(&mut told, true));
        if let Some(first) = kept.iter_mut().find(|value| unknown(value))
            && hidden(first)
        {
            *first = other.into();
        }
        kept.into()
    }

    /// A default of a list whose items are another question's, and not there yet: it comes with them.
    pub(crate) fn default_for_later(&self, id: ElementId, value: &Value) -> Option<Vec<Value>> {
        let waits = self.is_multiple(id)
            && self.carries(id)
            && self.shows_other(id)
            && self.stores_others(id)
            && self.plain_choices(id, MAX_CARRIED).is_empty();
        value.as_array().filter(|_| waits).map(<[Value]>::to_vec)
    }

    /// Some choice is visible that is none of the special ones.
    fn offers_plain_choices(&self, id: ElementId) -> bool {
        if self.carries(id) {
            self.has_active_choices(id)
        } else {
            self.offers_own_choices(id)
        }
    }

    fn has_active_choices(&self, id: ElementId) -> bool {
        if self.carries(id) {
            return !self.plain_choices(id, MAX_CARRIED).is_empty();
        }
        let list = self.choice_list(id);
        list.is_some_and(|list| list.items.iter().any(|item| item.special.is_none()))
    }

    /// At completion the text of an "other" that isn't chosen is gone, and known to be.
    pub(crate) fn forget_others(&mut self, id: ElementId) {
        self.drop_untold_comment(id);
        if !self.offers_choices(id) || self.is_other_chosen(id) {
            return;
        }
        if self.stores_others(id) {
            // A comment of which the question has never heard goes, too (`Question.comment`).
            let unheard = EVERY_TYPE && self.question_comment(id).is_none();
            if unheard && !self.comment_of(id).is_empty() {
                self.set_question_comment(id, "");
            }
            self.cell_mut(id).set(Flag::Commented, true);
        } else {
            self.other_texts.insert(id, "".into());
        }
    }

    /// The text of an "other" that isn't chosen any more is on its way out
    /// (`QuestionSelectBase.setQuestionValue`).
    pub(crate) fn note_comment_due(&mut self, id: ElementId) {
        let left = self.offers_choices(id)
            && !self.has_comment_area(id)
            && !self.is_other_chosen(id)
            && if self.stage.setting_data {
                self.cell(id).is(Flag::Told)
            } else {
                !self.other_text(id).is_empty()
            };
        if left {
            let told = !self.cell(id).is(Flag::Setting) && self.stores_others(id);
            self.cell_mut(id).set(Flag::CommentDue, true);
            if told {
                // The question knows it no more, though the data keep it.
                self.forget_comment(id);
                self.cell_mut(id).set(Flag::Overlooked, true);
            } else if self.cell(id).is(Flag::Overlooked) {
                self.forget_comment(id);
            }
        }
    }

    /// Data are about to come: a text that comes with them is not yet known when the value is.
    pub(crate) fn note_told_others(&mut self) {
        if !EVERY_PROPERTY {
            return;
        }
        for id in self.elements() {
            let told = self.def(id).choice_list().is_some() && !self.other_text(id).is_empty();
            self.cell_mut(id).set(Flag::Told, told);
            if !self.reads_comment(id) {
                if self.stage.commented && self.cell(id).is(Flag::Commented) {
                    self.keep_comment(id);
                }
                self.cell_mut(id).set(Flag::Overlooked, true);
            }
        }
    }

    /// Comments that come with data are read by questions that offer "other" or have room for a comment
    /// (`SurveyModel.updateAllQuestionsValue`).
    pub(crate) fn reads_comment(&self, id: ElementId) -> bool {
        self.shows_other(id) || self.has_comment_area(id)
    }

    /// A question is told its comment.
    pub(crate) fn hear_comment(&mut self, id: ElementId) {
        self.stage.commented = true;
        let state = self.cell_mut(id);
        state.set(Flag::Commented, true);
        if state.is(Flag::Overlooked) {
            state.set(Flag::Overlooked, false);
            self.other_texts.remove(&id);
        }
    }

    /// With another value from outside comes the comment that is there, where "other" has one
    /// (`QuestionSelectBase.updateValueFromSurvey`).
    pub(crate) fn read_comment_with_value(&mut self, id: ElementId) {
        if self.shows_other(id)
            && self.stores_others(id)
            && self.has_active_choices(id)
            && !self.comment_of(id).is_empty()
        {
            self.hear_comment(id);
        }
    }

    /// A comment is set by its key, as any value: the questions don't hear of it
    /// (`SurveyModel.updateQuestionValue`).
    pub(crate) fn overlook_comment(&mut self, key: &str) {
        let Some(name) = key.strip_suffix(COMMENT).filter(|_| EVERY_PROPERTY) else {
            return;
        };
        let model = self.shared_model();
        if let Some(key) = self.data.find_key(&model, name) {
            for id in self.data.questions(&model, key).to_vec() {
                self.keep_comment(id);
                self.cell_mut(id).set(Flag::Overlooked, true);
            }
        }
    }

    /// A question knows no comment any more.
    pub(crate) fn forget_comment(&mut self, id: ElementId) {
        if let Some(told) = self.other_texts.get_mut(&id) {
            *told = "".into();
        }
    }

    /// A question that comes onto another page, or that code gives room for a comment or takes it from,
    /// knows one only where it has room (`Question.initCommentFromSurvey`).
    pub(crate) fn begin_comment(&mut self, id: ElementId) {
        if !EVERY_PROPERTY {
            return;
        }
        if !self.reads_comment(id) {
            self.forget_comment(id);
            self.cell_mut(id).set(Flag::Overlooked, true);
        } else if self.cell(id).is(Flag::Overlooked) {
            self.hear_comment(id);
        }
        self.cell_mut(id).set(Flag::Commented, true);
    }

    /// A question remembers the comment that it knows.
    fn keep_comment(&mut self, id: ElementId) {
        if !self.cell(id).is(Flag::Overlooked) {
            let comment = self.comment_of(id);
            if !comment.is_empty() {
                self.other_texts.insert(id, comment.into());
            }
        }
    }

    /// A comment that was on its way out goes, now that the question itself is set.
    pub(crate) fn drop_due_comment(&mut self, id: ElementId) {
        if self.cell(id).is(Flag::CommentDue) {
            self.cell_mut(id).set(Flag::CommentDue, false);
            if !self.comment_of(id).is_empty() {
                self.set_question_comment(id, "");
            }
        }
    }

    /// A comment that belongs to an "other" that isn't chosen goes.
    pub(crate) fn drop_untold_comment(&mut self, id: ElementId) {
        if self.offers_choices(id)
            && !self.has_comment_area(id)
            && !self.is_other_chosen(id)
            && !self.is_comment_asked(id)
            && self.stores_others(id)
            && !self.other_text(id).is_empty()
        {
            self.set_question_comment(id, "");
        }
    }

    /// The comment as the question itself knows it; `None` where it never had one.
    pub(crate) fn question_comment(&self, id: ElementId) -> Option<String> {
        if !EVERY_PROPERTY {
            return None;
        }
        let told = self.other_texts.get(&id);
        if self.offers_choices(id) && !self.has_comment_area(id) && !self.stores_others(id) {
            return told.map(|told| told.to_text().into_owned());
        }
        let overlooked = self.cell(id).is(Flag::Overlooked);
        let comment = if overlooked {
            told.map(|told| told.to_text().into_owned())
                .unwrap_or_default()
        } else {
            self.comment_of(id)
        };
        (self.cell(id).is(Flag::Commented) || !comment.is_empty()).then_some(comment)
    }

    /// The comment as the question knows it: words for "other" may be what is no text.
    pub(crate) fn known_comment(&self, id: ElementId) -> Value {
        let Some(text) = self.question_comment(id) else {
            return Value::Undefined;
        };
        let kept = match self.stores_others(id) || self.has_comment_area(id) {
            true => self.comment_value(id),
            false => self.other_texts.get(&id),
        };
        let kept = kept.filter(|kept| self.offers_choices(id) && kept.to_text() == text);
        kept.cloned().unwrap_or_else(|| text.into())
    }

    /// A row is given a comment along with a value that becomes "other": that is what was told
    /// (`MatrixDropdownRowModelBase.value`).
    pub(crate) fn is_told_in_row(&self, id: ElementId) -> bool {
        let item = self.items.item_of(id).filter(|_| EVERY_TYPE);
        item.is_some_and(|item| self.item_template(item).kind.is_row())
            && !self.comment_of(id).is_empty()
    }
}
