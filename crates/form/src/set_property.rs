//! Properties that code sets while a form runs (`setProperty`): most are kept beside those of the
//! definition and read before them; from some of them loading has made rules, items or limits, and
//! their element is read again.

use std::sync::Arc;

use casement_expression::Equality;

use crate::late_validators::LateValidators;
use crate::load::MAX_RATES;
use crate::load::{Again, read_again};
use crate::model::{ChoiceItem, Effect, Properties};
use crate::navigate::override_owner;
use crate::schema::schema;
use crate::state::Flag;
use crate::{Change, Definition, ElementId, ElementKind, Form, Mode, Value};

/// Properties from which loading makes rules, items or limits.
const READ_WHEN_LOADED: [&str; 47] = [
    "acceptCarriageReturn",
    "areas",
    "autoGenerate",
    "choices",
    "choicesByUrl",
    "choicesEnableIf",
    "choicesFromQuestion",
    "choicesMax",
    "choicesMin",
    "choicesStep",
    "choicesVisibleIf",
    "clearIfInvisible",
    "columns",
    "columnsVisibleIf",
    "defaultValue",
    "defaultValueExpression",
    "enableIf",
    "expression",
    "inputType",
    "maskType",
    "max",
    "maxValueExpression",
    "min",
    "minValueExpression",
    "panelCountExpression",
    "rateCount",
    "rateMax",
    "rateMin",
    "rateStep",
    "rateValues",
    "requiredIf",
    "resetValueIf",
    "rowCountExpression",
    "rows",
    "rowsVisibleIf",
    "setValueExpression",
    "setValueIf",
    "showDontKnowItem",
    "showNoneItem",
    "showOtherItem",
    "showRefuseItem",
    "showSelectAllItem",
    "step",
    "templateVisibleIf",
    "valueFalse",
    "valueTrue",
    "visibleIf",
];

impl Form {
    /// Sets a property by code (reference 3.2, 6).
    pub(crate) fn override_property(
        &mut self,
        element: Option<ElementId>,
        name: &str,
        value: Value,
    ) {
        let Some(id) = element else {
            self.override_survey(name, value);
            return;
        };
        if let Some((inside, handed)) = self.handed_to(id, name) {
            self.override_property(Some(inside), &handed.property, value.clone());
            if !handed.is_shared() {
                return;
            }
        }
        match name {
            "visible" => self.set_visible(id, value.is_truthy()),
            "readOnly" => self.set_read_only(id, value.is_truthy()),
            "isRequired" => self.set_required(id, value.is_truthy()),
            "value" => self.set_question_value(id, value),
            "rowCount" | "panelCount"
                if (name == "panelCount") == (self.def(id).kind == ElementKind::PanelDynamic) =>
            {
                self.set_item_count_by_code(id, &value);
            }
            "currentIndex" => self.show_panel(id, &value),
            _ => {
                let class = self.def(id).class;
                let known = schema().property(class, name).map(|property| property.name);
                let before = known.map(|known| self.element_property(id, known));
                let same = before.is_some_and(|before| {
                    (before.is_empty() && value.is_empty())
                        || before.equals(&value, Equality::DEFAULT)
                });
                let emptied = value.is_empty();
                // Panels that are there keep the condition with which they were made.
                let kept = known == Some("templateVisibleIf") && !self.items.list(id).is_empty();
                let read = known.filter(|known| !kept && READ_WHEN_LOADED.contains(known));
                if known == Some("inputType") {
                    self.drop_limits_of_input(id, &value);
                }
                if let Some(known) = read {
                    let value = self.settled_rates(id, known, &value);
                    self.read_element_again(id, known, &value);
                }
                let name = known.unwrap_or(name);
                if self.def(id).kind == ElementKind::Slider && ["min", "max"].contains(&name) {
                    self.set_slider_limit(id, name == "max", value);
                } else {
                    self.put_override(Some(id), name, value);
                }
                self.changed(Change::Text(id));
                // A default is set again even if it is the same one (`Question.defaultValue`).
                if !same || name.starts_with("defaultValue") {
                    self.follow_property(id, name, emptied);
                }
                self.property_changed(Some(id));
            }
        }
    }

    /// The page of a page, panel or question is the one that is shown.
    fn show_named(&mut self, name: &Value) {
        let name = name.as_str().unwrap_or_default();
        let Some(id) = self.question(name).or_else(|| self.container(name)) else {
            return;
        };
        if self.settings().steps.is_some() {
            if !self.def(id).is_container() {
                self.step_onto(id);
            }
            return;
        }
        let page = self.page(id);
        if self.visible_pages.contains(&page) {
            self.go_to(Some(page));
        }
    }

    /// What was shown at another time is shown again: the panels of dynamic panels, the page, and the
    /// page of the question that had the focus (`SurveyModel.uiState`).
    fn restore_shown(&mut self, state: &Value) {
        let Some(state) = state.as_object() else {
            return;
        };
        let questions = state.get("questions").and_then(Value::as_object);
        for (name, of_question) in questions.into_iter().flat_map(|it| it.iter()) {
            let index = of_question.as_object();
            let index = index.and_then(|of_question| of_question.get("activePanelIndex"));
            if let (Some(question), Some(index)) = (self.question(name), index) {
                self.show_panel(question, index);
            }
        }
        // A page that is named goes before the focus.
        let name = state
            .get("currentPageName")
            .or_else(|| state.get("activeElementName"));
        if let Some(name) = name {
            self.show_named(name);
        }
    }

    fn override_survey(&mut self, name: &str, value: Value) {
        if name == "isSinglePage" {
            let mode = if value.is_truthy() {
                "singlePage"
            } else {
                "standard"
            };
            return self.override_survey("questionsOnPageMode", mode.into());
        }
        let old_locale = self.locale.clone();
        let old = self.survey_property(name);
        match name {
            "locale" => {
                let locale =
                    crate::texts::own_locale(value.as_str().unwrap_or_default()).to_owned();
                // What is stored masked follows another language alone.
                if locale != self.locale {
                    self.with_masks_rewritten(|form| {
                        form.messages.speak(&locale);
                        form.locale = locale;
                    });
                }
                self.all_texts_changed();
                self.property_changed(None);
                self.translate_errors();
            }
            "readOnly" => {
                self.mode = if value.is_truthy() {
                    Mode::Display
                } else {
                    Mode::Edit
                };
                self.put_override(None, name, value);
                self.property_changed(None);
            }
            "mode" => {
                self.mode = if value.as_str() == Some("display") {
                    Mode::Display
                } else {
                    Mode::Edit
                };
                self.property_changed(None);
            }
            "currentPageNo" => {
                let at = value.as_number().unwrap_or(-1.0);
                if at >= 0.0
                    && let Some(page) = self.visible_pages.get(at as usize).copied()
                {
                    self.go_to(Some(page));
                }
            }
            "currentPage" => {
                let page = value.as_str().and_then(|name| self.container(name));
                if let Some(page) = page.filter(|page| self.visible_pages.contains(page)) {
                    self.go_to(Some(page));
                }
            }
            "currentElementName" => self.show_named(&value),
            "uiState" => self.restore_shown(&value),
            _ => {
                self.put_override(None, name, value);
                self.property_changed(None);
            }
        }
        // `SurveyProgressTextModel.subscribeSurvey`: progress is kept beside all other properties, and
        // where these stay as they are.
        let counts = match name {
            "locale" => old_locale != self.locale,
            "progressBarType" | "questionsOnPageMode" => old != self.survey_property(name),
            _ => false,
        };
        if counts {
            self.forget_progress();
        }
        let before = self.settings().clone();
        self.read_settings();
        if before.show_invisible != self.settings().show_invisible
            || before.start_page != self.settings().start_page
        {
            for id in self.elements() {
                self.changed(Change::Shown(id));
                if before.show_invisible != self.settings().show_invisible
                    && self.def(id).choice_list().is_some()
                {
                    // What is chosen of items that are offered no more goes.
                    let mut states = self.choice_states.get(&id).into_iter().flatten();
                    if states.any(|state| state.hidden) {
                        self.cell_mut(id).set(Flag::ItemsChanged, true);
                    }
                    self.filter_items(id);
                    self.changed(Change::Choices(id));
                }
            }
            self.pages_changed();
        }
        if before.one_page != self.settings().one_page && !self.stage.preview {
            if before.one_page {
                // As from the preview (`SurveyModel.updatePagesContainer`).
                self.current_page = None;
                self.go_to(self.visible_pages.last().copied());
            } else {
                self.put_onto_new_page();
            }
        }
        if before.steps != self.settings().steps {
            self.step = None;
            self.inputs.clear();
            self.begin_steps();
        }
        if matches!(name, "mode" | "readOnly") {
            if self.mode == Mode::Display {
                self.make_rows_of_all();
            }
            self.read_only_changed();
            if self.mode == Mode::Display {
                // Panels and pages are not asked (`Question.onReadOnlyChanged`).
                let shown: Vec<ElementId> = self.errors.keys().collect();
                for id in shown {
                    if !self.def(id).is_container() {
                        self.drop_errors(id);
                    }
                }
            }
        }
        self.changed(Change::Survey);
    }

    fn put_override(&mut self, element: Option<ElementId>, name: &str, value: Value) {
        let owner = override_owner(element);
        self.overrides.value_or_default(owner).insert(name, value);
    }

    /// Limits go with the kind of input that they are of, but are the same to all numbers
    /// (`QuestionTextModel.inputType`).
    fn drop_limits_of_input(&mut self, id: ElementId, kind: &Value) {
        let known = self.element_property(id, "inputType");
        let numeric = |kind: &Value| matches!(kind.as_str(), Some("number" | "range"));
        if known == *kind || (numeric(&known) && numeric(kind)) {
            return;
        }
        let limited = matches!(
            known.as_str(),
            Some("number" | "range" | "date" | "datetime-local" | "month" | "time" | "week")
        );
        let mut names = vec!["min", "max", "step"];
        if limited {
            names.extend(["minValueExpression", "maxValueExpression"]);
        }
        for name in names {
            self.put_override(Some(id), name, Value::Undefined);
        }
    }

    /// The limits and the number of a rating's items follow one another
    /// (`QuestionRatingModel.onPropertyValueChanged`): those that don't change are kept as they are, and
    /// of a new number follows where the items end.
    fn settled_rates(&mut self, id: ElementId, name: &str, value: &Value) -> Value {
        let of_rates = ["rateCount", "rateMin", "rateMax", "rateStep"].contains(&name);
        if !of_rates || self.def(id).kind != ElementKind::Rating {
            return value.clone();
        }
        let listed = self.element_property(id, "rateValues");
        let listed = listed.as_array().filter(|values| !values.is_empty());
        let made = self.override_of(Some(id), "autoGenerate");
        let made = made.or_else(|| self.def(id).properties.get("autoGenerate"));
        if let Some(listed) = listed
            && !made.is_some_and(Value::is_true)
        {
            if let ("rateCount", Some(count)) = (name, value.as_number()) {
                self.cut_rates(id, listed, count);
            }
            return value.clone();
        }
        let rates = self
            .def(id)
            .choice_list()
            .map_or(&[][..], |list| &list.items);
        let number = |at: Option<&ChoiceItem>, usual: f64| {
            at.and_then(|item| item.value.as_number()).unwrap_or(usual)
        };
        let (min, max) = (number(rates.first(), 1.0), number(rates.last(), 5.0));
        let step = self.element_property(id, "rateStep").as_number();
        let step = step.unwrap_or(1.0);
        let given = value.as_number();
        let (min, max, value) = match (name, given) {
            ("rateCount", Some(count)) => {
                let smileys = self.element_property(id, "rateType").as_str() == Some("smileys");
                let count = count.clamp(2.0, if smileys { 10.0 } else { MAX_RATES });
                (min, min + step * (count - 1.0), count.into())
            }
            ("rateMin", Some(least)) => {
                let least = least.min(max - step);
                (least, max, least.into())
            }
            ("rateMax", Some(most)) => {
                let most = most.max(min + step);
                (min, most, most.into())
            }
            ("rateStep", Some(step)) => {
                let widest = if max > min { max - min } else { step };
                let step = if step > 0.0 { step.min(widest) } else { 1.0 };
                (min, max, step.into())
            }
            _ => (min, max, value.clone()),
        };
        self.put_override(Some(id), "rateMin", min.into());
        self.put_override(Some(id), "rateMax", max.into());
        value
    }

    /// As many rates as there shall be: the last of those that are listed go, or new ones come.
    fn cut_rates(&mut self, id: ElementId, listed: &[Value], count: f64) {
        let count = count.clamp(2.0, MAX_RATES.max(listed.len() as f64)) as usize;
        let mut rates: Vec<Value> = listed.iter().take(count).cloned().collect();
        while rates.len() < count {
            rates.push(format!("item{}", rates.len() + 1).into());
        }
        self.put_override(Some(id), "rateValues", rates.into());
    }

    /// Reads an element again, with another value of a property.
    fn read_element_again(&mut self, id: ElementId, name: &'static str, value: &Value) {
        // What lies in rows and panels, or in a component, isn't of the definition alone.
        if !self.is_at_top(id) || self.is_component(id) {
            return;
        }
        self.take_late_validators();
        let properties = self.properties_with(id, name, value);
        let before = std::mem::take(&mut self.definition.0);
        let model = Arc::try_unwrap(before).unwrap_or_else(|shared| (*shared).clone());
        let data = &mut self.data;
        let Again { model, rules } = read_again(model, id, &properties, &mut |model, text| {
            data.name(model, text)
        });
        self.wave.renumber(&rules, model.rules.len());
        self.definition = Definition(Arc::new(model));
    }

    /// The properties of an element as they are now.
    fn properties_with(&self, id: ElementId, name: &'static str, value: &Value) -> Properties {
        let given = self.def(id).properties.0.iter();
        let mut properties: Vec<(&'static str, Value)> = given.cloned().collect();
        let mut set = |name: &'static str, value: &Value| {
            properties.retain(|(known, _)| *known != name);
            properties.push((name, value.clone()));
        };
        let overridden = self.overrides.get(&override_owner(Some(id)));
        for (name, value) in overridden.into_iter().flat_map(|object| object.iter()) {
            if let Some(property) = schema().property(self.def(id).class, name) {
                set(property.name, value);
            }
        }
        set(name, value);
        Properties(properties.into())
    }

    /// The validators that were read late are the model's from now on: its expressions will be more, and
    /// theirs are numbered on from them.
    fn take_late_validators(&mut self) {
        self.read_validators();
        let late = std::mem::take(&mut self.late_validators);
        self.late_validators = LateValidators::taken();
        let (expressions, mut validators) = late.into_parts();
        if validators.is_empty() {
            return;
        }
        let model = Arc::make_mut(&mut self.definition.0);
        // The text stays: what is wrong with the definition is looked for in it when that is asked for.
        model.unread.places.clear();
        model.expressions.extend(expressions);
        for id in validators.keys().collect::<Vec<_>>() {
            let own = validators.remove(&id).unwrap_or_default();
            if let Some(element) = model.elements.get_mut(id.index()) {
                element.validators = own;
            }
        }
    }

    /// What follows at once when a property has another value.
    fn follow_property(&mut self, id: ElementId, name: &str, emptied: bool) {
        if matches!(name, "showCommentArea" | "showOtherItem") {
            self.begin_comment(id);
        }
        match name {
            // `Base.checkConditionPropertyChanged`
            "visibleIf" if emptied => self.set_visible(id, true),
            "enableIf" if emptied => self.set_read_only(id, false),
            "requiredIf" if emptied => self.set_required(id, false),
            "visibleIf" => self.run_rules_of(id, |effect| effect == Effect::Visible),
            "enableIf" => self.run_rules_of(id, |effect| effect == Effect::Enable),
            "requiredIf" => self.run_rules_of(id, |effect| effect == Effect::Require),
            "expression" => self.run_rules_of(id, |effect| effect == Effect::Value),
            "panelCountExpression" | "rowCountExpression" => {
                self.run_rules_of(id, |effect| effect == Effect::ItemCount);
            }
            "minValueExpression" | "maxValueExpression" => {
                if emptied && self.def(id).kind != ElementKind::Slider {
                    self.limits.remove(&(id, name.starts_with("max")));
                }
                self.run_rules_of(id, |effect| matches!(effect, Effect::Min | Effect::Max));
            }
            "minPanelCount" | "minRowCount" | "maxPanelCount" | "maxRowCount"
                if name.ends_with("PanelCount")
                    == (self.def(id).kind == ElementKind::PanelDynamic) =>
            {
                self.follow_count_limit(id, name);
            }
            "defaultValue" | "defaultValueExpression" => {
                self.set_default_if_empty(id);
                self.run_rules_of(id, |effect| effect == Effect::Default);
            }
            "rowsVisibleIf" if self.def(id).has_items() => {
                for frame in self.items.frames(id).to_vec() {
                    if emptied {
                        self.set_visible(frame, true);
                    }
                    self.run_rules_of(frame, |effect| effect == Effect::Visible);
                }
                if self.clears_on_hide(id) {
                    self.clear_hidden_rows(id);
                }
                self.emptiness_changed(id);
            }
            "rows" | "choices" if self.def(id).has_items() => {
                let count = self.items.list(id).len();
                self.drop_rows_of_loading(id);
                if self.def(id).kind == ElementKind::MatrixDynamic {
                    self.items.first_counts.insert(id, count);
                }
                self.items_needed(id);
                if name == "rows" {
                    self.keep_shown_rows(id);
                }
                self.emptiness_changed(id);
            }
            "choicesVisibleIf" | "choicesEnableIf" | "rowsVisibleIf" | "columnsVisibleIf" => {
                self.filter_items(id);
            }
            // What is answered in one way is no answer in the other.
            "multiSelect" if self.def(id).kind == ElementKind::ImageMap => self.clear_question(id),
            "selectToRankEnabled" => self.clear_question(id),
            "cellType" if self.def(id).kind == ElementKind::Matrix => {
                let value = self.matrix_form(id, self.cell(id).value.clone());
                self.set_question_value(id, value);
            }
            "hideIfChoicesEmpty" => self.emptiness_changed(id),
            "hideIfRowsEmpty" if !emptied => self.emptiness_changed(id),
            _ if ITEMS.contains(&name) => {
                // Special items come and go, and the others stay what they are.
                if !name.starts_with("show") {
                    self.choice_states.remove(&id);
                    self.filter_items(id);
                }
                self.items_are_others(id);
            }
            _ => {}
        }
    }

    /// A limit of the number of rows or panels is another: the other limit and the number follow it
    /// (`QuestionPanelDynamicModel.onMinPanelCountChanged`).
    fn follow_count_limit(&mut self, id: ElementId, name: &str) {
        let (least, most) = if name.ends_with("PanelCount") {
            ("minPanelCount", "maxPanelCount")
        } else {
            ("minRowCount", "maxRowCount")
        };
        let (low, high) = (self.count_setting(id, least), self.count_setting(id, most));
        let limit = if name == least { low } else { high };
        if low > high {
            let other = if name == least { most } else { least };
            self.put_override(Some(id), other, (limit as f64).into());
        }
        // The number follows a limit that follows the other one, too.
        let count = self.items.list(id).len();
        if (count < limit && (name == least || low > high))
            || (count > limit && (name == most || low > high))
        {
            self.set_item_count_by_code(id, &(limit as f64).into());
        }
        self.count_again(id);
    }

    /// Evaluates what a question says of its items (`QuestionSelectBase.filterItems`).
    fn filter_items(&mut self, id: ElementId) {
        self.run_rules_of(id, |effect| {
            matches!(effect, Effect::ItemVisible(_) | Effect::ItemEnable(_))
        });
        if self.def(id).choice_list().is_some() {
            self.settle_choices(id);
        }
    }

    fn items_are_others(&mut self, id: ElementId) {
        self.changed(Change::Choices(id));
        self.changed(Change::Children(id));
        if self.def(id).choice_list().is_some() {
            self.choices_changed(id);
        } else {
            self.emptiness_changed(id);
        }
    }
}

/// Properties that make up the items of a question.
const ITEMS: [&str; 19] = [
    "areas",
    "autoGenerate",
    "choices",
    "choicesFromQuestion",
    "choicesMax",
    "choicesMin",
    "choicesStep",
    "columns",
    "rateCount",
    "rateMax",
    "rateMin",
    "rateStep",
    "rateValues",
    "rows",
    "showDontKnowItem",
    "showNoneItem",
    "showOtherItem",
    "showRefuseItem",
    "showSelectAllItem",
];
