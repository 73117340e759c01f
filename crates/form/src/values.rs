//! Setting values: through a question as its input does, by data name, all at once (reference 2.1,
//! 2.2). What a question begins with is in `defaults`.

use std::sync::Arc;

use casement_expression::Equality;

use crate::data::{joined, same};
use crate::element::EVERY_TYPE;
use crate::model::{Input, InputKind};
use crate::names::KeyId;
use crate::schema::EVERY_PROPERTY;
use crate::settings::CheckMode;
use crate::state::Flag;
use crate::storage::{COMMENT, trimmed_comment};
use crate::{Change, ElementId, ElementKind, Form, Object, Value};

impl Form {
    /// Sets defaults, then evaluates everything.
    pub(crate) fn begin(&mut self) {
        self.read_settings();
        let display = self.survey_property("mode").as_str() == Some("display");
        if display || self.survey_property("readOnly").is_true() {
            self.mode = crate::Mode::Display;
        }
        self.stage.loading = true;
        self.stage.beginning = true;
        self.items.loading = true;
        let tables = self.hide_empty();
        self.pages_changed();
        for id in self.elements() {
            self.make_content(id);
        }
        self.count_owners_to_make();
        let mut hidden = Vec::new();
        for id in self.in_loading_order() {
            self.note_hidden_container(&mut hidden, id);
            let offers = self.offers_choices(id);
            self.cell_mut(id).set(Flag::Loaded, offers);
            self.choices_changed(id);
            if self.item_kind(id) == Some(crate::model::ItemKind::Inputs) {
                self.items_needed(id);
            }
            self.begin_remote(id);
            self.begin_template_remotes(id);
            self.limit_first_panels(id);
            let empty = if self.is_component(id) {
                self.make_component(id)
            } else {
                self.set_default_if_empty(id);
                let empty = self.is_question_empty(id) && !self.remembered.contains_key(&id);
                if empty && self.def(id).has_items() {
                    self.hold_as_stored(id);
                }
                self.drop_rows_of_loading(id);
                self.make_items_of_limits(id);
                empty
            };
            let commented = self.moves_to_one_page(id)
                || empty
                || self.def(id).properties.text("valueName").is_some();
            let state = self.cell_mut(id);
            state.set(Flag::Commented, commented);
            state.set(Flag::Loaded, true);
            self.ask_tables(&tables, id);
        }
        self.clear_hidden_containers(hidden);
        self.begin_steps();
        if self.settings().one_page {
            self.make_rows_of_all();
            self.move_to_one_page();
            let start = self.start_page();
            let moved = self.model().pages.clone().into_iter();
            self.make_panels_of(moved.filter(|page| Some(*page) != start));
        } else if let Some(step) = self.current_step() {
            self.make_panels_of([self.page(step)]);
        }
        self.stage.loading = false;
        self.run_all();
        self.revalidate_in_panels();
        self.ask_again(&[]);
        self.stage.beginning = false;
        self.pages_changed();
        self.make_panels_of(self.start_page().into_iter().chain(self.current_page));
        self.items.loading = false;
    }

    // ---- through a question ----

    /// Sets a question's value as its input does.
    pub(crate) fn set_question_value(&mut self, id: ElementId, value: Value) {
        if !self.def(id).keeps_value() {
            // A text or a picture keeps what it is given with the data all the same.
            let shown = self.def(id).kind.is_shown_only();
            if EVERY_TYPE && shown && self.is_at_top(id) {
                let name = Arc::clone(&self.def(id).name);
                self.set_data_value(&name, value);
            }
            return;
        }
        // A text that came with the data is a number once it is set to the same text.
        let numeric = matches!(&self.def(id).input, Input::Text(input) if input.kind.is_numeric());
        let slides = EVERY_TYPE && self.def(id).kind == ElementKind::Slider;
        // An empty object is put into a list as one of several that are chosen.
        let listed = value.as_object().is_some_and(Object::is_empty) && self.is_multiple(id);
        let value = if !numeric && !slides && !listed && same(&self.cell(id).value, &value) {
            value
        } else {
            self.input_value(id, value)
        };
        self.note_given(id, &value);
        self.remembered.remove(&id);
        if same(&self.cell(id).value, &value) || !self.takes(id, &value) {
            return;
        }
        self.note_whether_answered(id);
        self.cell_mut(id).set(Flag::Setting, true);
        let answered = !self.cell(id).value.is_empty();
        self.hold(id, value);
        if self.question_inside_custom(id).is_some() {
            // The question inside has stored it.
        } else if self.may_store(id) {
            let value = self.held_value(id);
            self.store_question(id, value);
        } else if let Some(key) = self.data_key(id) {
            let name = self.data.name_of(self.model(), key);
            self.wave.unstored.push(name);
            // Who read it as a property hears of what isn't stored (`Base.addPropertyDependency`).
            if EVERY_PROPERTY && answered {
                self.property_changed(Some(id));
            }
        } else {
            self.sum_up_later(id);
        }
        self.drop_due_comment(id);
        self.cell_mut(id).set(Flag::Setting, false);
        self.forget_whether_answered(id);
    }

    /// What an input makes of what was typed (reference 4.1, 4.2).
    pub(crate) fn input_value(&self, id: ElementId, value: Value) -> Value {
        match &self.def(id).input {
            Input::Text(input) if input.kind.is_numeric() && value.is_truthy() => {
                value.number_like().map_or_else(|| "".into(), Value::from)
            }
            Input::Text(input)
                if EVERY_PROPERTY && input.kind == InputKind::Month && value.is_truthy() =>
            {
                self.month_value(value)
            }
            Input::OneLine if EVERY_PROPERTY => match value.as_str() {
                Some(text) => text.replace(['\n', '\r'], "").into(),
                None => value,
            },
            _ => match self.def(id).kind {
                ElementKind::Rating => self.rate(id, value),
                ElementKind::Slider => self.within_limits(id, value),
                // Files that are taken away leave an empty list.
                ElementKind::File
                    if !value.is_truthy() && self.cell(id).value.as_array().is_some() =>
                {
                    Vec::new().into()
                }
                _ => self.chosen(id, self.chosen_form(id, value)),
            },
        }
    }

    /// Whether a question can hold a value: a list where its value is one, rows by name where
    /// these are given.
    fn takes(&self, id: ElementId, value: &Value) -> bool {
        if is_blank(value) {
            return true;
        }
        match self.def(id).kind {
            ElementKind::MatrixDynamic | ElementKind::PanelDynamic => value.as_array().is_some(),
            ElementKind::Matrix | ElementKind::MatrixDropdown | ElementKind::MultipleText => {
                value.as_object().is_some()
            }
            _ => true,
        }
    }

    /// The question holds a value, in its own form.
    fn hold(&mut self, id: ElementId, value: Value) {
        // Choices that a person makes have got their form already.
        let chosen = self.cell(id).is(Flag::Setting) && self.offers_choices(id);
        let value = if chosen {
            value
        } else {
            self.own_form(id, value)
        };
        let value = self.emptied_by(id, value);
        self.change_shared_list(id, &value);
        self.note_list(id, &value);
        let inside = !self.is_at_top(id);
        let around = inside && self.is_component_by_default(id);
        let state = self.cell_mut(id);
        if same(&state.value, &value) {
            state.value = value;
            return;
        }
        // What a row or panel no longer holds has not been taken away by a person.
        let dropped = inside && is_blank(&value) && !state.is(Flag::Setting);
        let direct = !state.is(Flag::ByDefault) && !dropped && !around;
        if direct {
            state.set(Flag::Direct, true);
        }
        state.value = value;
        if EVERY_TYPE {
            self.shared_lists.shows_value(id);
        }
        if direct {
            self.share_directness(id, true);
        }
        self.typed.forget(id);
        if !self.is_question_empty(id) {
            self.uploaded(id);
        }
        self.changed(Change::Value(id));
        self.note_comment_due(id);
        self.note_other(id);
        self.hide_unanswered();
        // Who names one that has no choices hears of it when it is stored.
        let inside = inside && !self.def(id).kind.is_listed();
        if inside || self.offers_choices(id) {
            self.source_changed(id);
        }
        if self.def(id).has_items() {
            self.items_take_over(id);
            self.remember_answered(id);
        }
        self.choice_changed(id);
        self.selection_changed(id);
        // What goes at the end is told to nobody but who reads it as a property.
        if EVERY_PROPERTY && self.stage.completed {
            self.property_changed(Some(id));
        }
    }

    /// A question that holds a list holds an empty one, whatever false value it is given, be it `false`
    /// or 0 (`Base.setPropertyValue` empties the list in place).
    fn emptied_by(&mut self, id: ElementId, value: Value) -> Value {
        let state = self.cell(id);
        let list = state.value.as_array().is_some()
            || (state.is(Flag::HeldList) && state.value.is_empty());
        if EVERY_TYPE
            && list
            && !value.is_truthy()
            && value.as_array().is_none()
            && self.def(id).kind.has_list_properties()
        {
            self.cell_mut(id).set(Flag::HeldList, true);
            return Value::Undefined;
        }
        value
    }

    /// Remembers that a question holds a list: emptied, it holds an empty one.
    pub(crate) fn note_list(&mut self, id: ElementId, value: &Value) {
        // An object takes the place of a list, be it one of nothing.
        if !value.is_empty() || value.as_object().is_some() {
            let list = value.as_array().is_some();
            self.cell_mut(id).set(Flag::HeldList, list);
        }
    }

    /// The answer as SurveyJS's `question.value` gives it: an object that has lists among its
    /// properties empties a list in place, so a question that held one holds an empty one afterwards
    /// (`Base.setPropertyValue`).
    pub(crate) fn held_value(&self, id: ElementId) -> Value {
        let state = self.cell(id);
        let emptied = state.is(Flag::HeldList) && state.value.is_empty();
        let kind = self.def(id).kind;
        if emptied && kind == ElementKind::ImageMap && !self.takes_several_areas(id) {
            return Value::Undefined;
        }
        if emptied && kind.has_list_properties() {
            return Vec::new().into();
        }
        if emptied && kind == ElementKind::MatrixDropdown && state.value.as_object().is_none() {
            return Value::Null;
        }
        state.value.clone()
    }

    /// A value as the question holds it, wherever it comes from.
    pub(crate) fn own_form(&self, id: ElementId, value: Value) -> Value {
        let value = match self.mask(id) {
            Some(mask) => mask.held(value, &*self.host),
            None => value,
        };
        let Input::Boolean(values) = &self.def(id).input else {
            return match (self.def(id).kind, value.as_array()) {
                (ElementKind::Text, Some(items)) => joined(items, ", ").into(),
                (ElementKind::Comment, Some(items)) => joined(items, "\n").into(),
                (ElementKind::Matrix, _) => self.matrix_form(id, value),
                (ElementKind::ImageMap, _) => self.areas_form(id, value),
                _ => self.choice_form(id, value),
            };
        };
        let (on, off) = (&values.0, &values.1);
        match &value {
            Value::String(text) if &**text == "true" && on.as_str() != Some("true") => true.into(),
            Value::String(text) if &**text == "false" && off.as_str() != Some("false") => {
                false.into()
            }
            Value::String(text) if &**text == "indeterminate" => Value::Undefined,
            Value::Null => Value::Undefined,
            _ => value,
        }
    }

    /// A value outside the limits stays in the question and is not stored.
    fn may_store(&mut self, id: ElementId) -> bool {
        if !EVERY_PROPERTY {
            // Without `min` and `max` there are no limits.
            return true;
        }
        let Input::Text(input) = &self.def(id).input else {
            return true;
        };
        // While loading, a question's default comes before its limits.
        let loading = self.stage.loading && !self.cell(id).is(Flag::Loaded);
        let comes = |item| self.items.newborn.contains(&item);
        if !input.kind.has_limits()
            || (loading && self.custom_around(id).is_none())
            || (EVERY_TYPE && self.items.item_of(id).is_some_and(comes))
        {
            return true;
        }
        let valid = !self.is_below_minimum(id) && !self.is_above_maximum(id);
        let checks = matches!(
            self.settings().check,
            CheckMode::ValueChanged | CheckMode::ValueChanging
        );
        if checks && !self.stage.beginning && (!valid || self.errors.contains_key(&id)) {
            self.validate_question(id, false, true);
        }
        valid
    }

    pub(crate) fn is_question_empty(&self, id: ElementId) -> bool {
        if let Some(inside) = self.question_inside_custom(id) {
            return self.is_question_empty(inside) || is_blank(&self.cell(id).value);
        }
        if EVERY_TYPE && self.def(id).kind == ElementKind::PanelDynamic {
            let panels = self.cell(id).value.as_array().unwrap_or_default();
            // A text has letters, as JavaScript has it, and a number nothing inside.
            let empty = |panel: &Value| match panel {
                Value::Object(panel) => panel.is_empty(),
                Value::Array(panel) => panel.is_empty(),
                Value::String(panel) => panel.is_empty(),
                _ => true,
            };
            return panels.iter().all(empty);
        }
        is_blank(&self.cell(id).value)
    }

    // ---- by data name ----

    pub(crate) fn set_data_value(&mut self, name: &str, value: Value) {
        let model = self.shared_model();
        let key = self.data.key(&model, name);
        self.store(key, value);
    }

    /// Stores a value under a key, with all that follows (reference 2.1).
    pub(crate) fn store(&mut self, key: KeyId, mut value: Value) {
        if let Some(bound) = self.wave.bound_met() {
            let questions = self.data.questions(self.model(), key);
            return self.meet(bound, questions.first().copied());
        }
        self.wave.stores += 1;
        let model = self.shared_model();
        if self.settings().check == CheckMode::ValueChanging {
            // A value that never equals itself, such as an invalid date, would be set for ever.
            self.wave.depth += 1;
            let list = self.list_to_check(key, &value);
            let accepted = self.accepts(key, &value);
            self.wave.depth -= 1;
            self.items.refused = !accepted;
            if !accepted {
                return;
            }
            if let Some(question) = list {
                value = self.cell(question).value.clone();
            }
        }
        let held = self.data.get(key);
        // An empty list or object is no nothing: it goes (`SurveyModel.isValueEqual`).
        let dropped =
            value.is_nullish() && (held.as_array().is_some() || held.as_object().is_some());
        if same(held, &value) && !dropped {
            return;
        }
        self.wave.depth += 1;
        let name = self.data.name_of(&model, key);
        let before = self.data.get(key).clone();
        self.remember_for_triggers(name, before.clone(), &value);
        self.data.set(key, value.clone());
        self.tell_totals(key);
        for question in self.data.questions(&model, key) {
            if value.as_array().is_some() && self.def(*question).kind == ElementKind::Slider {
                // Of a range each end is kept within the limits, in the data as well.
                value = self.within_limits(*question, value);
                self.data.set(key, value.clone());
            }
            // A question that is set to an empty list lends that list to the others: it is never told
            // another one itself (`SurveyModel.updateQuestionValue`).
            let state = self.cell(*question);
            let lent = state.is(Flag::Setting) && value.as_array().is_some_and(<[Value]>::is_empty);
            let other = !lent && !same(&state.value, &value);
            if other || self.lists_nothing(*question, &value) {
                let several = self.is_multiple(*question);
                let other = self.as_other(*question, &value).filter(|_| several);
                if let Some((replaced, _)) = &other {
                    self.data.set(key, replaced.clone());
                }
                self.take_over(*question, value.clone());
                if let Some((replaced, _)) = other {
                    // The list itself is changed, and so it is what those that follow are told
                    // (`QuestionCheckboxModel.setOtherValueIntoValue`).
                    value = replaced;
                }
            }
        }
        self.progress_changed();
        // The same number, written otherwise, is kept and no news
        // (`SurveyModel.getLocNotification`): what computes anew at every change finds it then.
        if self.stage.binding || before.equals(&value, Equality::STRICT) {
            if EVERY_PROPERTY {
                self.wave.unstored.push(name);
            }
            self.wave.depth -= 1;
            return;
        }
        // What questions store as they take it over is told before (`SurveyModel.updateOnSetValue`).
        self.untold.push(key);
        if value.is_nullish() {
            self.values_gone(&[name]);
        } else {
            self.names_changed(&[name]);
        }
        self.run_triggers(&[name], Some(key));
        let untold = self.untold.len();
        self.untold.retain(|other| *other != key);
        if self.untold.len() == untold {
            // A change of the same value in between has told its questions already.
            self.wave.depth -= 1;
            return;
        }
        if !self.stage.loading {
            self.take_up_shared_lists();
        }
        for question in self.data.questions(&model, key) {
            self.validate_after_change(*question);
            // But for choices, questions tell of their values when no conditions run
            // (`SurveyModel.notifyElementsOnAnyValueOrVariableChanged`).
            let quiet = self.wave.running || self.stage.loading;
            if !quiet || self.offers_choices(*question) {
                self.source_changed(*question);
            }
            if !quiet && self.def(*question).has_items() && !self.items.is_made(*question) {
                self.items.told_without.insert(*question);
            }
            self.told_value(*question);
        }
        self.run_bindings(key);
        self.ask_again(self.data.questions(&model, key));
        self.revalidate_readers(name, Some(key));
        self.wave.depth -= 1;
        self.make_waiting();
        self.advance_after(key);
    }

    /// A question takes over a value from the data.
    pub(crate) fn take_over(&mut self, id: ElementId, value: Value) {
        // What comes into being takes its value as it is (`QuestionSelectBase.onSetData`).
        let newborn = self.items.item_of(id);
        let newborn = newborn.is_some_and(|item| self.items.newborn.contains(&item));
        self.take_over_as(id, value, newborn);
    }

    /// As [`Form::take_over`]; `plain`: a choice that isn't offered stays what it is.
    fn take_over_as(&mut self, id: ElementId, value: Value, plain: bool) {
        if !self.takes(id, &value) {
            return;
        }
        let value = self.padded_rows(id, value);
        let value = self.within_limits(id, value);
        let other = (!plain).then(|| self.as_other(id, &value)).flatten();
        let (value, told) = match other {
            Some((value, told)) => (value, Some(told)),
            None => (value, None),
        };
        if EVERY_PROPERTY && let Some(kept) = self.chosen_with_other(id, &value) {
            return self.set_question_value(id, kept);
        }
        let by_default = !is_blank(&value)
            && self.def(id).default_expression().is_some()
            && self
                .default_result(id)
                .is_some_and(|default| same(&default, &value));
        let held = self.cell(id).is(Flag::ByDefault);
        if held && !by_default && !value.is_empty() && self.is_at_top(id) {
            // The result of its default expression, which is just being set, stays.
            return;
        }
        // What takes the result of a default expression away, as that is just being set, counts as given
        // (`Question.updateValueFromSurveyCore`).
        let taken = value.is_empty() && self.is_at_top(id);
        let held_on = held && !taken;
        self.cell_mut(id)
            .set(Flag::ByDefault, held_on || by_default);
        let before = self.cell(id).value.clone();
        let dynamic = self.def(id).kind == ElementKind::MatrixDynamic;
        let emptied = value.is_empty() && self.rows_know_more(id);
        let items_only = (dynamic || emptied || self.recounts(id, &value)) && same(&before, &value);
        let changes_nothing = !items_only && same(&before, &value) && self.def(id).has_items();
        let told_before = if items_only || changes_nothing {
            self.cells_told(id)
        } else {
            Vec::new()
        };
        let given_nothing = value.is_empty();
        self.note_ranked(id, &value);
        let masked = self.mask(id).map(|_| value.clone());
        // It is told now, be it just being set itself (`Question.canUpdateBindings`).
        let setting = self.cell(id).is(Flag::Setting);
        self.cell_mut(id).set(Flag::Setting, false);
        self.hold(id, value);
        if items_only {
            self.items_take_over(id);
        } else if changes_nothing {
            self.tell_others_inside(id);
            if EVERY_TYPE && self.stage.setting_data {
                self.forget_blanks_in(id);
            }
        }
        self.forget_told(&told_before);
        let state = self.cell_mut(id);
        state.set(Flag::Setting, setting);
        state.set(Flag::ByDefault, held);
        if self.stage.setting_data {
            self.note_own_choices(id);
        }
        if self.is_loading_choices(id) && !self.is_question_empty(id) {
            let value = self.cell(id).value.clone();
            self.note_given(id, &value);
        }
        self.remembered.remove(&id);
        if EVERY_TYPE && told.is_some() {
            self.sum_up_later(id);
        }
        if let Some(told) = told.filter(|told| told.is_truthy() && !self.is_told_in_row(id)) {
            self.set_question_comment(id, told);
        } else if EVERY_TYPE && !plain && self.cell(id).is(Flag::Overlooked) {
            self.read_comment_with_value(id);
        }
        let changed = !same(&before, &self.cell(id).value);
        if changed {
            self.reset_inputs(id);
            if given_nothing {
                self.mark_default_of_input(id);
            }
        }
        // SurveyJS takes a component's empty object for another value than none.
        let emptied = given_nothing && self.def(id).kind == ElementKind::Composite;
        if (changed || emptied) && self.stage.setting_data && self.has_errors_within(id) {
            self.validate_after_change_alone(id);
        }
        if let Some(given) = masked {
            self.give_back_masked(id, &given);
        }
        self.choice_panels_take_over(id);
        if changed && self.def(id).kind.is_listed() {
            self.source_changed(id);
            if given_nothing && !self.stage.loading && !self.stage.setting_data {
                self.count_as_still_bound(id);
            }
        }
    }

    // ---- comments and variables ----

    /// Sets a comment; it is a text, but for a value of another type that no choice has.
    pub(crate) fn set_data_comment(&mut self, name: &str, told: Value) {
        if !EVERY_PROPERTY {
            return;
        }
        let model = self.shared_model();
        let comment = self.data.key(&model, &format!("{name}{COMMENT}"));
        // Blanks are news, though they are as good as nothing once they are there.
        if same(self.data.get(comment), &told) {
            return;
        }
        let value = trimmed_comment(told);
        let before = self.data.get(comment).clone();
        self.data.set(comment, value.clone());
        let key = self.data.key(&model, name);
        // What a trigger reads inside of the value is looked for in the comment, and not there.
        let whole = self.data.name_of(&model, key);
        self.remember_for_triggers(whole, before, &value);
        for question in self.data.questions(&model, key) {
            self.changed(Change::Comment(*question));
            self.hear_comment(*question);
            self.refresh_stale(*question);
            self.validate_after_change(*question);
        }
        let names = [self.data.name_of(&model, comment), whole];
        if EVERY_PROPERTY && self.data.get(key).is_nullish() {
            self.only_comment_changed(names[0], whole);
        } else {
            self.names_changed(&names);
        }
        self.run_triggers(&names, Some(key));
        self.advance_after(key);
        // Taken away by what followed from it, it is given once more; other words that were put in its
        // place stay, for the question doesn't know them (`SurveyModel.setComment`).
        let question = self.data.questions(&model, key).first().copied();
        if let Some(question) = question
            && !self.stage.commenting
            && self.data.get(comment).is_empty()
            && !value.is_empty()
        {
            self.stage.commenting = true;
            self.set_question_comment(question, value);
            self.stage.commenting = false;
        }
    }

    // ---- all at once ----

    /// `data = x`.
    pub(crate) fn replace_data(&mut self, data: Option<&Object>) {
        self.note_told_others();
        self.data.clear();
        let empty = Object::new();
        self.assign_data(data.unwrap_or(&empty), data.is_none());
    }

    /// Puts values over those that are there; conditions run once, no triggers (reference 2.1).
    pub(crate) fn assign_data(&mut self, data: &Object, forget: bool) {
        let model = self.shared_model();
        let mut next = KeyId(0);
        for (key, value) in data.iter() {
            let name = key.trim();
            if !matches!(name, "__proto__" | "constructor" | "prototype") {
                let key = self.data.key_near(&model, name, next);
                self.data.put(key, value.clone());
                next = KeyId(key.0 + 1);
            }
        }
        self.stage.setting_data = true;
        self.forget_lost_choices(None);
        self.questions_take_over(forget);
        self.forget_lost_choices(Some(data));
        self.count_as_data_bind();
        for id in self.elements() {
            // Of rows and panels it is told when their question takes its value over.
            if !self.def(id).kind.is_listed() {
                self.source_takes_over(id);
            }
            self.told_value(id);
        }
        self.revalidate_in_panels();
        self.stage.setting_data = false;
        self.all_texts_changed();
        self.show_totals_again();
        self.ask_again(&[]);
        self.run_all();
        self.questions_take_over(forget);
    }

    /// What went with its choices doesn't come back after new data, nor what goes while they come and
    /// is not among them.
    fn forget_lost_choices(&mut self, given: Option<&Object>) {
        if !EVERY_TYPE || self.remembered.is_empty() {
            return;
        }
        let model = self.shared_model();
        for (_, def) in model.keys.iter() {
            if given.is_some_and(|given| given.get(&def.text).is_some()) {
                continue;
            }
            for question in &def.questions {
                self.remembered.remove(question);
            }
        }
        for id in self.remembered.keys().collect::<Vec<_>>() {
            if !self.is_at_top(id) {
                self.remembered.remove(&id);
            }
        }
    }

    fn questions_take_over(&mut self, forget: bool) {
        let model = self.shared_model();
        let choices_have_questions =
            EVERY_TYPE && model.elements.iter().any(|it| it.choice.is_some());
        for (key, def) in model.keys.iter() {
            for question in &def.questions {
                // One that shares it may have changed it just now.
                let value = self.data.get(key).clone();
                // Those under choices follow the question that offers these.
                if choices_have_questions && self.is_under_choice(*question, None) {
                    continue;
                }
                let unchanged = same(&self.cell(*question).value, &value);
                if EVERY_TYPE && !self.stage.setting_data {
                    // What was lost while the data came doesn't come back
                    // (`QuestionCheckboxModel.updateValueFromSurvey`).
                    self.remembered.remove(question);
                }
                self.note_ranked(*question, &value);
                // A list that was held once is there as an empty one, and drops what rows there are.
                let rows = self.recounts(*question, &value)
                    || (value.is_empty() && self.rows_know_more(*question));
                if unchanged && !value.is_empty() && self.only_holds(*question) {
                    self.cell_mut(*question).value = value.clone();
                } else if !unchanged
                    || !value.is_empty()
                    || rows
                    || self.lists_nothing(*question, &value)
                    || (value.as_str().is_some() && self.takes_own_choices(*question))
                {
                    self.take_over(*question, value.clone());
                    if rows && value.is_empty() {
                        self.count_as_still_bound(*question);
                    }
                } else if self.def(*question).kind == ElementKind::Composite
                    && self.errors.contains_key(question)
                {
                    // SurveyJS takes its empty object for another value than none.
                    self.validate_question(*question, true, true);
                } else if self.takes_other_nothing(*question, &value) {
                    self.cell_mut(*question).value = self.own_form(*question, value.clone());
                }
                self.source_takes_over(*question);
                if forget && value.is_empty() {
                    self.cell_mut(*question).set(Flag::Direct, false);
                }
                self.changed(Change::Comment(*question));
                let read = self.reads_comment(*question);
                if !read && !unchanged && self.offers_choices(*question) {
                    self.forget_comment(*question);
                }
                if read {
                    let state = self.cell_mut(*question);
                    state.set(Flag::Overlooked, false);
                    state.set(Flag::Commented, true);
                }
            }
        }
    }

    /// The question does nothing with its value but hold it: taking over an equal one changes nothing.
    fn only_holds(&self, id: ElementId) -> bool {
        matches!(self.def(id).kind, ElementKind::Text | ElementKind::Comment)
            && !self.may_have_mask(id)
    }

    /// A question on another page holds what the data have: not what it didn't store, and no other
    /// nothing (`Question.onSetData`). Rows and panels are told their parts.
    pub(crate) fn hold_as_stored(&mut self, id: ElementId) {
        let Some(key) = self.data_key(id) else {
            return;
        };
        let value = self.data.get(key).clone();
        if EVERY_TYPE && self.def(id).has_items() {
            let known = self.recounts(id, &value) || self.rows_know_more(id);
            if !value.is_empty() || known {
                self.take_over(id, value);
            }
        } else if !same(&self.cell(id).value, &value) {
            self.take_over_as(id, value, true);
        } else if self.only_holds(id) {
            self.cell_mut(id).value = value;
        }
    }
}

/// Nothing, or blanks only: no answer (reference 2.1).
pub(crate) fn is_blank(value: &Value) -> bool {
    value
        .as_str()
        .map_or_else(|| value.is_empty(), |text| text.trim().is_empty())
}
