//! Checking answers: what is checked, in which order, and what the errors say (reference 5).

use std::cmp::Ordering;

use crate::bounds::Bound;
use crate::catalogue::{Messages, format};
use crate::element::EVERY_TYPE;
use crate::model::{Check, Input, ItemKind, Validator};
use crate::names::{KeyId, NameId};
use crate::schema::EVERY_PROPERTY;
use crate::settings::CheckMode;
use crate::state::Flag;
use crate::{Change, ElementId, ElementKind, FieldError, Form, Severity, Value};

/// How long a text may be that is tried on a regular expression, in bytes. Longer ones don't match.
pub(crate) const MAX_TESTED: usize = 1 << 16;

impl Form {
    /// All visible pages but the start page; whether nothing blocks.
    pub(crate) fn validate_all(&mut self) -> bool {
        let mut valid = true;
        for page in self.visible_pages.clone() {
            valid &= self.validate_container(page, true);
        }
        valid
    }

    /// A page or panel with all in it.
    pub(crate) fn validate_container(&mut self, id: ElementId, show: bool) -> bool {
        self.validate_container_as(id, false, show)
    }

    /// As [`Form::validate_container`]; `changed`: just because a value in it changed.
    pub(crate) fn validate_container_as(
        &mut self,
        id: ElementId,
        changed: bool,
        show: bool,
    ) -> bool {
        let step = self.current_step().filter(|step| {
            !self.def(*step).is_container() && *step != id && self.within(id).contains(step)
        });
        if let Some(step) = step {
            return !self.is_visible(step) || self.validate_question(step, false, show);
        }
        let mut valid = true;
        for child in self.children(id).to_vec() {
            if !self.is_visible(child) {
                continue;
            }
            valid &= if self.def(child).is_container() {
                self.validate_container_as(child, changed, show)
            } else {
                self.validate_question(child, changed, show)
            };
        }
        self.validate_container_only(id, show) && valid
    }

    /// A required page or panel without an answer.
    pub(crate) fn lacks_required_answer(&self, id: ElementId) -> bool {
        // One that is hidden itself has nothing that could be answered.
        let hidden = !self.cell(id).is(Flag::Visible);
        if hidden || !self.is_required(id) || self.is_read_only(id) {
            return false;
        }
        let mut questions = self
            .within(id)
            .into_iter()
            .filter(|inner| {
                !self.def(*inner).is_container()
                    && !self.is_under_choice(*inner, Some(id))
                    && self.is_visible_within(*inner, id)
            })
            .peekable();
        questions.peek().is_some() && questions.all(|question| self.is_question_empty(question))
    }

    /// Whether a required page or panel has an answer.
    fn validate_container_only(&mut self, id: ElementId, show: bool) -> bool {
        if !EVERY_PROPERTY || self.is_read_only(id) {
            return true;
        }
        let mut errors = Vec::new();
        if self.lacks_required_answer(id) {
            let own = self.own_text(id, "requiredErrorText");
            errors.push(self.field_error(
                "requireoneanswer",
                own,
                self.message("requiredInPanel"),
                Severity::Error,
            ));
        }
        let valid = errors.is_empty();
        if show {
            self.show_errors(id, errors);
        }
        valid
    }

    fn is_visible_within(&self, id: ElementId, container: ElementId) -> bool {
        let mut at = id;
        while at != container {
            if !self.is_visible(at) {
                return false;
            }
            let Some(parent) = self.parent(at) else {
                return true;
            };
            at = parent;
        }
        true
    }

    /// One question; `changed`: just because its value changed. Whether nothing blocks.
    pub(crate) fn validate_question(&mut self, id: ElementId, changed: bool, show: bool) -> bool {
        self.read_validators();
        if EVERY_TYPE && self.is_plain(id) {
            let errors = self.question_errors(id, changed);
            return self.take_errors(id, changed, show, errors);
        }
        if !changed {
            self.clean_before_check(id);
        }
        if self.only_panels_changed(id) {
            return true;
        }
        let component = self.item_kind(id).is_some_and(ItemKind::is_component);
        // Of a component's own errors nothing depends on what checking inside takes away.
        let early = component.then(|| self.question_errors(id, changed));
        // Rows and panels are checked even where their question itself is not.
        let inside = self.validate_items(id, changed, show);
        let inside = self.validate_choice_panels(id, changed, show) && inside;
        if let Some(question) = self.question_inside_custom(id) {
            // Errors of the question inside are those of the outer one; its own come after them.
            let of_inside = self.errors.get(&question).cloned().unwrap_or_default();
            if !show || !inside || !of_inside.is_empty() {
                self.show_errors(id, of_inside);
                return inside && (show || self.question_errors(id, changed).is_empty());
            }
        }
        let composite = early.filter(|_| self.item_kind(id) == Some(ItemKind::Composite));
        let errors = composite.unwrap_or_else(|| self.question_errors(id, changed));
        self.take_errors(id, changed, show, errors) && inside
    }

    /// What a check has found; whether nothing of it blocks.
    fn take_errors(
        &mut self,
        id: ElementId,
        changed: bool,
        show: bool,
        errors: Vec<FieldError>,
    ) -> bool {
        let valid = errors.iter().all(|error| error.severity != Severity::Error);
        if show {
            self.note_validating(id, changed, self.validators_wait(id, changed));
            self.show_errors(id, errors);
        }
        valid
    }

    /// Whether everything in a page, panel or question is answered and right; shows nothing.
    pub(crate) fn is_ready(&self, id: ElementId) -> bool {
        self.within(id)
            .into_iter()
            .filter(|inner| self.def(*inner).kind.has_value() && self.is_visible(*inner))
            // Of a dynamic panel only what is in its panels counts.
            .filter(|inner| self.def(*inner).kind != ElementKind::PanelDynamic)
            .all(|inner| {
                self.question_errors(inner, false)
                    .iter()
                    .all(|error| error.severity != Severity::Error)
            })
    }

    /// The panel of a dynamic panel at a place, where there is one; any other container as a whole
    /// (`isContainerReady` with two arguments).
    pub(crate) fn panel_or_all(&self, id: ElementId, at: &Value) -> Option<ElementId> {
        if self.def(id).kind != ElementKind::PanelDynamic {
            return Some(id);
        }
        let at = at
            .number_like()
            .filter(|at| *at >= 0.0 && at.fract() == 0.0)?;
        self.items.frames(id).get(at as usize).copied()
    }

    /// A validator of the question waits for the result of a function.
    fn validators_wait(&self, id: ElementId, changed: bool) -> bool {
        let mut waiting = self
            .validators(id)
            .iter()
            .filter_map(|validator| match validator.check {
                Check::Expression(Some(expression)) => Some(expression),
                _ => None,
            })
            .filter(|expression| self.waits(*expression, id));
        waiting.next().is_some() && self.is_checked(id) && self.own_errors(id, changed).is_empty()
    }

    pub(crate) fn question_errors(&self, id: ElementId, changed: bool) -> Vec<FieldError> {
        if !self.is_checked(id) {
            return Vec::new();
        }
        let mut errors = self.own_errors(id, changed);
        if errors.is_empty() {
            // What comes later stands behind what is known at once.
            let later = |validator: &Validator| match validator.check {
                Check::Expression(Some(expression)) => self.calls_later(expression),
                _ => false,
            };
            let mut latest = Vec::new();
            for validator in self.validators(id) {
                if later(validator) {
                    latest.push(validator);
                } else {
                    errors.extend(self.validator_error(id, validator));
                }
            }
            for validator in latest {
                errors.extend(self.validator_error(id, validator));
            }
        }
        errors
    }

    /// Only what can be answered is checked.
    /// What can't be answered isn't checked; what is computed always is
    /// (`QuestionExpressionModel.canCollectErrors`).
    fn is_checked(&self, id: ElementId) -> bool {
        let kind = self.def(id).kind;
        kind.has_value()
            && self.is_visible(id)
            && (kind == ElementKind::Expression || !self.is_read_only(id))
    }

    /// What a question that is checked checks before its validators.
    fn own_errors(&self, id: ElementId, changed: bool) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let was_answered = self.cell(id).is(Flag::WasAnswered);
        let answerable = self.def(id).kind != crate::ElementKind::Expression;
        let asked = answerable && (!changed || was_answered);
        if asked && self.is_required(id) && self.is_question_empty(id) {
            let own = self.own_text(id, "requiredErrorText");
            errors.push(self.field_error(
                "required",
                own,
                self.message("requiredErrorText"),
                Severity::Error,
            ));
        }
        let is_plain = self.is_plain(id);
        if !is_plain && self.is_mask_incomplete(id) {
            errors.retain(|error: &FieldError| error.kind != "required");
            errors.push(self.field_error(
                "patternincompleteerror",
                None,
                self.message("patternIncomplete"),
                Severity::Error,
            ));
        }
        if !(changed && EVERY_PROPERTY && self.is_stored_while_typed(id)) {
            self.input_errors(id, &mut errors);
        }
        self.choice_errors(id, changed, &mut errors);
        errors.extend(self.upload_error(id));
        if !is_plain {
            errors.extend(self.row_count_error(id, changed));
            errors.extend(self.component_error(id));
        }
        errors
    }

    /// What a text question checks by itself.
    fn input_errors(&self, id: ElementId, errors: &mut Vec<FieldError>) {
        let def = self.def(id);
        let Input::Text(input) = &def.input else {
            return;
        };
        if EVERY_PROPERTY && !self.stage.beginning && self.may_have_limits(input) {
            let limits = [
                (Ordering::Less, self.minimum(id), "minErrorText"),
                (Ordering::Greater, self.maximum(id), "maxErrorText"),
            ];
            for (side, limit, property) in limits {
                if self.is_beyond(id, &limit, side) {
                    let template = self.raw_text(id, property);
                    let message = format(&template, &[&self.limit_text(input.kind, &limit)]);
                    errors.push(self.custom_error(message));
                }
            }
        }
        if let Some(step) = self.broken_step(id) {
            let template = self.raw_text(id, "stepErrorText");
            errors.push(self.custom_error(format(&template, &[&Value::from(step).to_text()])));
        }
        let own_check = self
            .validators(id)
            .iter()
            .any(|validator| matches!(validator.check, Check::Email));
        let value = &self.cell(id).value;
        if input.kind == crate::model::InputKind::Email && !own_check && value.is_truthy() {
            let email = value.as_str().is_some_and(crate::email::is_email);
            if !email {
                errors.push(self.custom_error(self.message("invalidEmail").to_owned()));
            }
        }
    }

    fn choice_errors(&self, id: ElementId, changed: bool, errors: &mut Vec<FieldError>) {
        if EVERY_TYPE && self.def(id).parts.is_some() {
            self.part_errors(id, changed, errors);
        }
        if self.def(id).choice_list().is_none() {
            return;
        }
        if self.is_other_untold(id) && !changed {
            let own = self.own_text(id, "otherErrorText");
            errors.push(self.field_error(
                "otherempty",
                own,
                self.message("otherEmpty"),
                Severity::Error,
            ));
        }
        if let Some(least) = self.too_few_choices(id).filter(|_| !changed) {
            errors
                .push(self.custom_error(format(self.message("minSelect"), &[&least.to_string()])));
        }
    }

    fn part_errors(&self, id: ElementId, changed: bool, errors: &mut Vec<FieldError>) {
        if !changed || self.errors.contains_key(&id) {
            for (kind, message) in self.row_errors(id) {
                errors.push(self.field_error(kind, None, message, Severity::Error));
            }
        }
        for message in self.area_errors(id) {
            errors.push(self.custom_error(message));
        }
    }

    /// Validators see what was told for "other" in the place of it.
    fn validated_value(&self, id: ElementId) -> Option<Value> {
        if !EVERY_TYPE || !self.offers_choices(id) || !self.is_other_chosen(id) {
            return None;
        }
        let told = Value::from(self.other_text(id));
        if crate::values::is_blank(&told) || !self.is_unknown(id, &told, false) {
            return None;
        }
        let said = |value: &Value| match value.as_str() {
            Some("other") => told.clone(),
            _ => value.clone(),
        };
        let value = &self.cell(id).value;
        Some(match value.as_array() {
            Some(values) => values.iter().map(said).collect::<Vec<_>>().into(),
            None => said(value),
        })
    }

    fn validator_error(&self, id: ElementId, validator: &Validator) -> Option<FieldError> {
        if !EVERY_PROPERTY && !matches!(validator.check, Check::Email) {
            return None;
        }
        let told = self.validated_value(id);
        let value = told.as_ref().unwrap_or(&self.cell(id).value);
        let empty = crate::values::is_blank(value);
        if empty && !matches!(validator.check, Check::Expression(_) | Check::Email) {
            return None;
        }
        let mut kind = "custom";
        let message = match &validator.check {
            Check::Email => {
                let text_value = value.to_text();
                if !value.is_truthy() || crate::email::is_email(&text_value) {
                    return None;
                }
                self.message("invalidEmail").to_owned()
            }
            Check::Numeric { min, max } => match value.number_like() {
                None => {
                    kind = "requirenumeric";
                    self.message("requireNumeric").to_owned()
                }
                Some(number) => numeric_message(self.messages(), number, min.get(), max.get())?,
            },
            Check::Text { min, max, digits } => {
                text_message(self.messages(), value, *min, *max, *digits)?
            }
            Check::AnswerCount { min, max } => {
                let count = value.as_array()?.len();
                let (key, limit) = if *min > 0 && count < *min as usize {
                    ("minSelect", min)
                } else if *max > 0 && count > *max as usize {
                    ("maxSelect", max)
                } else {
                    return None;
                };
                format(self.message(key), &[&limit.to_string()])
            }
            Check::Regex {
                pattern,
                ignore_case,
            } => {
                if pattern.is_empty() || self.matches(id, pattern, *ignore_case, value) {
                    return None;
                }
                String::new()
            }
            Check::Expression(None) => return None,
            Check::Expression(Some(expression))
                if EVERY_PROPERTY && self.asks_stuck(*expression) =>
            {
                return None;
            }
            Check::Expression(Some(expression)) => {
                if self.holds(*expression, id) == Some(true) || self.waits(*expression, id) {
                    return None;
                }
                format(
                    self.message("invalidExpression"),
                    &[&self.expression(*expression).text],
                )
            }
        };
        let own = validator.text.as_deref();
        let own = own
            .and_then(|text| self.localized(text))
            .filter(|text| !text.is_empty());
        Some(self.error_of(kind, own.unwrap_or(message), validator.severity))
    }

    /// A regular expression against a value: each item of an array, and the whole.
    fn matches(&self, id: ElementId, pattern: &str, ignore_case: bool, value: &Value) -> bool {
        let Some(regex) = self.patterns.get(&*self.host, pattern, ignore_case) else {
            self.meet(Bound::Pattern, Some(id));
            return true;
        };
        let test = |value: &Value| {
            if let Value::Number(number) = value {
                return regex.test_number(*number);
            }
            let text = value.to_text();
            if text.len() > MAX_TESTED {
                self.meet(Bound::TestedText, Some(id));
            }
            text.len() <= MAX_TESTED
                && regex.try_test(&text).unwrap_or_else(|| {
                    self.meet(Bound::PatternTime, Some(id));
                    false
                })
        };
        let items = value.as_array().unwrap_or_default();
        items.iter().all(test) && test(value)
    }

    fn custom_error(&self, message: String) -> FieldError {
        self.error_of("custom", message, Severity::Error)
    }

    pub(crate) fn field_error(
        &self,
        kind: &'static str,
        own: Option<String>,
        built_in: &str,
        severity: Severity,
    ) -> FieldError {
        let template = own
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| built_in.to_owned());
        self.error_of(kind, template, severity)
    }

    fn error_of(&self, kind: &'static str, template: String, severity: Severity) -> FieldError {
        FieldError {
            kind,
            text: self.fill(&template, None),
            template,
            severity,
        }
    }

    pub(crate) fn show_errors(&mut self, id: ElementId, errors: Vec<FieldError>) {
        let same = match self.errors.get(&id) {
            Some(old) => *old == errors,
            None => errors.is_empty(),
        };
        if same {
            return;
        }
        let told = errors.is_empty() != self.errors.contains_key(&id);
        if errors.is_empty() {
            self.errors.remove(&id);
        } else {
            self.errors.insert(id, errors);
        }
        self.changed(Change::Errors(id));
        if !told {
            self.property_changed(Some(id));
        }
    }

    pub(crate) fn drop_errors(&mut self, id: ElementId) {
        self.show_errors(id, Vec::new());
    }

    /// The texts of the errors that are shown, in another language.
    pub(crate) fn translate_errors(&mut self) {
        if !self.errors.is_empty() {
            self.read_validators();
        }
        let shown: Vec<ElementId> = self.errors.keys().collect();
        for id in shown {
            if !self.def(id).kind.has_value() {
                continue;
            }
            let fresh = self.question_errors(id, false);
            let kinds =
                |errors: &[FieldError]| errors.iter().map(|error| error.kind).collect::<Vec<_>>();
            let same_kinds = self
                .errors
                .get(&id)
                .is_some_and(|old| kinds(old) == kinds(&fresh));
            if same_kinds {
                self.show_errors(id, fresh);
            }
        }
    }

    /// Again, for an element that shows errors.
    pub(crate) fn revalidate(&mut self, id: ElementId) {
        if self.def(id).is_container() {
            self.validate_container_only(id, true);
        } else {
            self.validate_question(id, false, true);
        }
    }

    /// After the value of a question changed (reference 5.4).
    pub(crate) fn validate_after_change(&mut self, id: ElementId) {
        // Before values are stored they are checked otherwise (`SurveyModel.isValidateOnValueChanged`).
        let on_change = self.settings().check == CheckMode::ValueChanged;
        if on_change || self.has_errors_within(id) {
            self.validate_after_change_alone(id);
            return;
        }
        let mut parent = self.container_of(id);
        while let Some(container) = parent {
            if self.errors.contains_key(&container) {
                let mut at = Some(container);
                while let Some(container) = at {
                    self.validate_container_only(container, true);
                    at = self.container_of(container);
                }
                return;
            }
            parent = self.container_of(container);
        }
    }

    pub(crate) fn validate_after_change_alone(&mut self, id: ElementId) {
        let changed = self.settings().check != CheckMode::ValueChanging;
        let mut parent = self.container_of(id).filter(|_| changed);
        while let Some(container) = parent {
            self.validate_container_only(container, true);
            parent = self.container_of(container);
        }
        let outer = std::mem::replace(&mut self.items.accepting, !changed);
        self.validate_question(id, changed, true);
        self.items.accepting = outer;
    }

    /// Questions whose expression validators read a changed name: those that show errors, and in
    /// mode `onValueChanged` all, unless what changed is itself in error. Of what changes while
    /// conditions are evaluated only panels are told, and afterwards
    /// (`SurveyModel.notifyElementsOnAnyValueOrVariableChanged`).
    pub(crate) fn revalidate_readers(&mut self, name: NameId, key: Option<KeyId>) {
        if !EVERY_PROPERTY || self.stage.loading {
            return;
        }
        if self.wave.running {
            self.wave.untold = true;
            return;
        }
        let model = self.shared_model();
        if self.settings().check == CheckMode::ValueChanged || !self.errors.is_empty() {
            self.read_validators();
        }
        let late = self.late_validators.readers.of(name).to_vec();
        let readers = model.validator_readers.of(name).iter().copied();
        let changed = key.and_then(|key| {
            let mut questions = self.data.questions(&model, key).iter().copied();
            questions
                .find(|id| self.cell(*id).is(Flag::Setting))
                .or_else(|| self.question(&self.data.text(&model, key)))
        });
        self.revalidate_readers_in_items(name, changed);
        self.revalidate_in_panels();
        for id in readers.chain(late) {
            let own = self.data_key(id);
            let itself = own.is_some_and(|own| self.data.name_of(&model, own) == name);
            if !itself && (key.is_none() || own != key) {
                self.revalidate_reader(id, changed);
            }
        }
    }

    /// Again, for a question that shows errors, and in mode `onValueChanged` for any, unless what
    /// changed is itself in error.
    pub(crate) fn revalidate_reader(&mut self, id: ElementId, changed: Option<ElementId>) {
        // Those under choices aren't told.
        if self.is_under_choice(id, None) {
            return;
        }
        let on_change = self.settings().check == CheckMode::ValueChanged;
        let clean = changed.is_none_or(|id| !self.has_errors_within(id));
        if self.errors.contains_key(&id) || (on_change && clean) {
            self.validate_after_change_alone(id);
        }
    }

    /// Before storing in mode `onValueChanging`: whether the value may be stored. Nobody checks what no
    /// question asks for, and so it may not.
    pub(crate) fn accepts(&mut self, key: KeyId, value: &Value) -> bool {
        let model = self.shared_model();
        let mut accepted = !self.data.questions(&model, key).is_empty();
        for question in self.data.questions(&model, key) {
            let assembling = self.items.assembling.contains(question);
            if !assembling && !crate::data::same(&self.cell(*question).value, value) {
                self.set_question_value(*question, value.clone());
            }
            let outer = std::mem::replace(&mut self.items.accepting, true);
            accepted &= self.validate_question(*question, false, true)
                && !self.errors.contains_key(question);
            self.items.accepting = outer;
        }
        accepted
    }

    /// The question whose list is about to be checked and stored: it is stored as that question holds
    /// it then, for what checking takes away goes from that very list (`Base.setArray`).
    pub(crate) fn list_to_check(&self, key: KeyId, value: &Value) -> Option<ElementId> {
        value.as_array().filter(|_| EVERY_TYPE)?;
        let mut questions = self.data.questions(self.model(), key).iter().copied();
        questions.find(|id| {
            let panels = self.def(*id).kind == ElementKind::PanelDynamic;
            panels || (self.is_multiple(*id) && self.cell(*id).is(Flag::Setting))
        })
    }
}

fn numeric_message(
    messages: &Messages,
    number: f64,
    min: Option<f64>,
    max: Option<f64>,
) -> Option<String> {
    let low = min.is_some_and(|min| min > number);
    let high = max.is_some_and(|max| max < number);
    if !low && !high {
        return None;
    }
    let name = messages.text("value");
    let number_text = |number: f64| Value::from(number).to_text().into_owned();
    Some(match (min, max) {
        (Some(min), Some(max)) => format(
            messages.text("numericMinMax"),
            &[name, &number_text(min), &number_text(max)],
        ),
        (Some(min), None) => format(messages.text("numericMin"), &[name, &number_text(min)]),
        (_, max) => format(
            messages.text("numericMax"),
            &[name, &number_text(max.unwrap_or_default())],
        ),
    })
}

fn text_message(
    messages: &Messages,
    value: &Value,
    min: u32,
    max: u32,
    digits: bool,
) -> Option<String> {
    if !digits
        && value
            .to_text()
            .ends_with(|letter: char| letter.is_ascii_digit())
    {
        return Some(messages.text("textNoDigits").to_owned());
    }
    let length = match value {
        Value::String(text) => text.encode_utf16().count(),
        Value::Array(items) => items.len(),
        _ => return None,
    };
    let short = min > 0 && length < min as usize;
    let long = max > 0 && length > max as usize;
    if !short && !long {
        return None;
    }
    let (min_text, max_text) = (min.to_string(), max.to_string());
    Some(if min > 0 && max > 0 {
        format(messages.text("textMinMaxLength"), &[&min_text, &max_text])
    } else if min > 0 {
        format(messages.text("textMinLength"), &[&min_text])
    } else {
        format(messages.text("textMaxLength"), &[&max_text])
    })
}
