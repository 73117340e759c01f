//! Evaluating: where the names of an expression get their values in a running form
//! (reference 1.6).

use std::borrow::Cow;

use casement_expression::{Answer, Call, Name, Path, Scope, lower};

use crate::element::EVERY_TYPE;
use crate::load::SURVEY;
use crate::model::{ExpressionId, ItemKind};
use crate::names::{Candidate, Read};
use crate::schema::EVERY_PROPERTY;
use crate::state::Flag;
use crate::{ElementId, ElementKind, Form, Object, Value};

/// The names of one expression of one owner.
pub(crate) struct FormScope<'a> {
    pub(crate) form: &'a Form,
    pub(crate) owner: ElementId,
    pub(crate) reads: &'a [Read],
}

impl Form {
    /// The value of an expression; `None` where its text is no expression, or where the result of a
    /// function is waited for.
    pub(crate) fn evaluate(&self, id: ExpressionId, owner: ElementId) -> Option<Value> {
        let expression = self.expression(id);
        let program = expression.program.as_ref()?;
        self.evaluations.set(self.evaluations.get() + 1);
        if let Some(noted) = &mut *self.evaluated.borrow_mut() {
            noted.push((owner, id));
        }
        let scope = FormScope {
            form: self,
            owner,
            reads: &expression.reads,
        };
        let outer = self.begin_evaluation();
        let value = program.evaluate(&scope, &*self.host);
        (!self.end_evaluation(outer)).then_some(value)
    }

    /// Whether the result of a function is waited for, with which an expression has a value.
    pub(crate) fn waits(&self, id: ExpressionId, owner: ElementId) -> bool {
        self.calls_later(id)
            && self.expression(id).program.is_some()
            && self.evaluate(id, owner).is_none()
    }

    /// Its expressions read the survey's names, not those of a row or panel.
    fn is_survey_level(&self, owner: ElementId) -> bool {
        owner == crate::load::SURVEY || self.is_at_top(owner)
    }

    /// As [`Form::evaluate`], by the condition rule `== true`.
    pub(crate) fn holds(&self, id: ExpressionId, owner: ElementId) -> Option<bool> {
        let expression = self.expression(id);
        let program = expression.program.as_ref()?;
        self.evaluations.set(self.evaluations.get() + 1);
        if let Some(noted) = &mut *self.evaluated.borrow_mut() {
            noted.push((owner, id));
        }
        let scope = FormScope {
            form: self,
            owner,
            reads: &expression.reads,
        };
        let outer = self.begin_evaluation();
        let holds = program.holds(&scope, &*self.host);
        self.end_evaluation(outer);
        Some(holds)
    }

    /// As [`Form::holds`], where `{item}` has a value.
    pub(crate) fn holds_for_item(
        &self,
        id: ExpressionId,
        owner: ElementId,
        item: &Value,
    ) -> Option<bool> {
        let program = self.expression(id).program.as_ref()?;
        if program.is_asynchronous() || self.calls_later(id) {
            // What comes later isn't waited for.
            return Some(false);
        }
        *self.item.borrow_mut() = Some(item.clone());
        let holds = self.holds(id, owner);
        *self.item.borrow_mut() = None;
        holds
    }

    /// The condition of a choice, row or column, where `{item}` has a value. An asynchronous function
    /// has no answer at that moment, so the condition does not hold.
    pub(crate) fn item_condition(
        &self,
        id: ExpressionId,
        owner: ElementId,
        item: &Value,
    ) -> Option<bool> {
        let program = self.expression(id).program.as_ref();
        // One that can't be read holds for no item (`ConditionRunner.runValues`).
        if program.is_none_or(|program| program.is_asynchronous()) || self.calls_later(id) {
            return Some(false);
        }
        self.holds_for_item(id, owner, item)
    }

    /// What one name of an expression reads.
    pub(crate) fn read(&self, read: &Read, path: &Path, owner: ElementId) -> Option<Value> {
        self.read_as(read, path, owner, false).map(Cow::into_owned)
    }

    /// As [`Form::read`]; `original`: choices that are kept as objects are read as objects.
    fn read_as(
        &self,
        read: &Read,
        path: &Path,
        owner: ElementId,
        original: bool,
    ) -> Option<Cow<'_, Value>> {
        match read {
            Read::Name(candidates) => match self.read_own_part(path, owner) {
                Some(value) => Some(value),
                None => self.read_name(candidates, path, original),
            },
            _ if !EVERY_PROPERTY => None,
            Read::Total(path) => path.find_in(self.items.totals.get(&owner)?),
            _ => self
                .read_special(read, path, owner, original)
                .map(Cow::Owned),
        }
    }

    /// What a name reads that isn't looked up by its candidates.
    fn read_special(
        &self,
        read: &Read,
        path: &Path,
        owner: ElementId,
        original: bool,
    ) -> Option<Value> {
        match read {
            Read::Name(_) | Read::Total(_) => None,
            Read::PageNumber => {
                // Conditions of the start are evaluated before there is a current page, but where the
                // pages are made anew for what is shown at a time.
                let anew =
                    EVERY_PROPERTY && (self.is_one_page() || self.settings().steps.is_some());
                let at = match self.current_page {
                    _ if self.stage.beginning => anew.then_some(0),
                    page => page.and_then(|it| self.visible_pages.iter().position(|id| *id == it)),
                };
                Some(at.map_or(0.0, |at| at as f64 + 1.0).into())
            }
            Read::PageCount if EVERY_PROPERTY && self.is_one_page() => Some(1.0.into()),
            Read::Quiz(number) => Some(self.quiz_number(*number)),
            Read::PageCount => Some((self.visible_pages.len() as f64).into()),
            Read::Locale => Some(if self.locale.is_empty() {
                "en".into()
            } else {
                Value::from(self.locale.as_str())
            }),
            // A multiple text knows itself by no such name (`MultipleTextValueGetterContext`).
            Read::Own { .. }
                if EVERY_TYPE
                    && self.elements.get(owner.index()).is_some()
                    && self.def(owner).kind == ElementKind::MultipleText =>
            {
                None
            }
            Read::Own { whole: true } => self
                .elements
                .get(owner.index())
                .map(|state| self.unmasked_value(owner, &state.value)),
            Read::Own { whole: false } => {
                let value = &self.elements.get(owner.index())?.value;
                path_in("self", value, path)
            }
            Read::Item { whole } => {
                let item = self.item.borrow();
                let value = item.as_ref()?;
                if *whole {
                    Some(value.clone())
                } else {
                    path_in("item", value, path)
                }
            }
            Read::Sibling {
                question,
                whole: true,
            } => Some(self.unmasked_value(*question, &self.cell(*question).value)),
            Read::Sibling {
                question,
                whole: false,
            } => {
                let text = path.text();
                let rest = Path::new(text.strip_prefix("panel.").unwrap_or(text));
                let key = self
                    .def(*question)
                    .key
                    .map(|key| self.data.text(self.model(), key))?;
                path_in(&key, &self.cell(*question).value, &rest)
            }
            Read::Property(property) => self
                .input_property(owner, path.text())
                .or_else(|| self.property_read(property, owner)),
            Read::Inner(inner) => self.read_inner(inner, owner, original),
            Read::Rows => match self.items.summed.get(&owner) {
                Some(rows) => Some(rows.clone()),
                None => Some(self.visible_rows_value(owner)),
            },
        }
    }

    /// The answer is nothing, a flag or a number, and the question has no inputs.
    fn has_no_parts(&self, owner: ElementId) -> bool {
        let state = self.cell(owner);
        let is_whole = matches!(
            state.value,
            Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_)
        );
        is_whole && state.is(Flag::Plain)
    }

    /// A name means a part of the owner's own answer before it means anything else: an input of a
    /// multiple text or a row of a matrix, be it empty (`MatrixValueGetterContext`), or a key of an
    /// answer that is an object.
    fn read_own_part(&self, path: &Path, owner: ElementId) -> Option<Cow<'_, Value>> {
        if !EVERY_PROPERTY {
            return None;
        }
        let value = &self.elements.get(owner.index())?.value;
        if let Some(found) = path.find_in_value(value) {
            return Some(found);
        }
        let name = path.text();
        let named = match self.def(owner).kind {
            ElementKind::MultipleText => {
                let template = self.template_of(owner);
                template.is_some_and(|it| it.keys.find(name).is_some())
            }
            ElementKind::Matrix => self.has_part(owner, &format!(".{name}")),
            _ => false,
        };
        named.then_some(Cow::Owned(Value::Undefined))
    }

    fn read_name(
        &self,
        candidates: &[Candidate],
        path: &Path,
        original: bool,
    ) -> Option<Cow<'_, Value>> {
        for candidate in candidates {
            // What a variable hasn't inside the question of its name may have.
            let value = self.data.variable(candidate.name);
            if !matches!(value, Value::Undefined)
                && let Some(found) = candidate.in_value(path, value)
            {
                return Some(found);
            }
        }
        for candidate in candidates {
            if let Some(question) = candidate.question {
                if candidate.whole && self.is_read_as_held(question) {
                    return Some(Cow::Borrowed(&self.cell(question).value));
                }
                if candidate.whole
                    && self.is_read_from_data(question)
                    && let Some(key) = self.data_key(question)
                {
                    let value = self.data.get(key);
                    return Some(Cow::Borrowed(value))
                        .filter(|_| !matches!(value, Value::Undefined));
                }
                if self.def(question).kind == crate::ElementKind::Composite {
                    if let Some(value) = self.read_composite(question, candidate, path, original) {
                        return Some(Cow::Owned(value));
                    }
                    continue;
                }
                // Panels and rows without an answer are nothing, as many as there may be.
                let kind = self.def(question).kind;
                let listed = kind.is_listed() || kind == crate::ElementKind::MatrixDropdown;
                let items = EVERY_TYPE && listed;
                if items && self.is_question_empty(question) {
                    if candidate.whole {
                        return Some(Cow::Owned(Value::Undefined));
                    }
                    let rest = path.text().get(candidate.length as usize..);
                    if kind.is_listed() && rest.is_some_and(|rest| rest.starts_with('.')) {
                        let own = self.data.get(self.data_key(question)?);
                        let own = candidate.in_value(path, own);
                        return own.or_else(|| self.read_data(candidates, path));
                    }
                }
                if let Some(value) = self.read_index(question, candidate, path, original) {
                    return Some(Cow::Owned(value));
                }
                // Of a row or an input no place is read, but all of it (`MatrixRowValueGetterContext`).
                let parts = kind == ElementKind::Matrix || kind == ElementKind::MultipleText;
                let part = path
                    .text()
                    .strip_suffix(']')
                    .filter(|_| EVERY_TYPE && parts);
                if let Some((part, _)) = part.and_then(|part| part.rsplit_once('[')) {
                    return self.read_name(candidates, &Path::new(part), original);
                }
                let rest = path.text().get(candidate.length as usize..);
                let place = rest.and_then(|rest| self.read_place(question, rest));
                if place.is_some() {
                    return place.map(Cow::Owned);
                }
                let found = |value: &Value| {
                    let value = candidate.in_value(path, value);
                    value.map(Cow::into_owned)
                };
                let inside = rest.is_some_and(|rest| rest.starts_with('['));
                if inside && self.items.settling.contains(&question) {
                    // What is in the panels doesn't know the value yet.
                    return found(&self.value_of_items(question)).map(Cow::Owned);
                }
                // A question in a panel is asked for its own value.
                let inner = rest.filter(|_| {
                    EVERY_TYPE && inside && self.item_kind(question) == Some(ItemKind::Panel)
                });
                if let Some(inner) = inner.and_then(|rest| self.question_inside(question, rest)) {
                    return Some(Cow::Owned(self.whole_value(inner, original)));
                }
                let value = self.expression_value(question, original || !candidate.whole);
                // Of a masked text only the whole value is read without its mask
                // (`QuestionValueGetterContext.getValue`).
                let value = if candidate.whole {
                    self.unmasked_value(question, &value)
                } else {
                    value
                };
                let Some(value) = found(&value) else {
                    let part = rest.filter(|_| EVERY_TYPE && !candidate.whole);
                    let there =
                        part.and_then(|rest| self.read_unanswered(question, rest, original));
                    // What the answer of the question doesn't have the data may.
                    return there.map(Cow::Owned).or_else(|| {
                        let reads = EVERY_PROPERTY && !candidate.whole;
                        let key = self.data_key(question).filter(|_| reads)?;
                        let own = candidate.in_value(path, self.data.get(key));
                        // Of an input or a row it is known that it holds nothing.
                        let known = part.is_some_and(|rest| self.has_part(question, rest));
                        own.or_else(|| self.read_data(candidates, path).filter(|_| !known))
                    });
                };
                let inner = rest.filter(|_| matches!(value, Value::String(_)) && !candidate.whole);
                return Some(Cow::Owned(
                    match inner.and_then(|it| self.question_inside(question, it)) {
                        Some(inner) => self.unmasked_value(inner, &value),
                        None => value,
                    },
                ));
            }
        }
        if let Some(total) = self.total_named(path.text()) {
            return Some(Cow::Owned(total));
        }
        self.read_data(candidates, path)
    }

    /// What the data hold under a name that no question has.
    fn read_data(&self, candidates: &[Candidate], path: &Path) -> Option<Cow<'_, Value>> {
        let mut candidates = candidates.iter();
        let (candidate, value) = candidates.find_map(|it| Some((it, self.data.raw(it.name)?)))?;
        candidate.in_value(path, value)
    }

    /// What stands at a place inside a question is found there without an answer, too: a cell, an input,
    /// a row (`MatrixRowGetterContext`, `MultipleTextValueGetterContext`, `MatrixRowValueGetterContext`).
    fn read_unanswered(&self, question: ElementId, rest: &str, original: bool) -> Option<Value> {
        if self.def(question).kind == crate::ElementKind::Matrix {
            // As long as it holds nothing at all: a row that is emptied holds null.
            let untouched = matches!(self.cell(question).value, Value::Undefined);
            return (untouched && self.has_part(question, rest)).then_some(Value::Undefined);
        }
        // The inputs of a multiple text that holds nothing at all hold null
        // (`QuestionMultipleTextModel.getMultipleTextValue`).
        let inputs = self.item_kind(question) == Some(ItemKind::Inputs);
        if inputs && self.cell(question).value.is_nullish() {
            return None;
        }
        let inner = self.question_inside(question, rest)?;
        Some(self.unmasked_value(inner, &self.expression_value(inner, original)))
    }

    /// There is such a row, or a question inside.
    fn has_part(&self, question: ElementId, rest: &str) -> bool {
        let rows = self.def(question).parts.iter().flat_map(|it| it.rows());
        let mut names = rows.map(|row| row.value.to_text().into_owned());
        let name = rest.strip_prefix('.');
        name.is_some_and(|name| names.any(|it| lower(&it) == lower(name)))
            || self.question_inside(question, rest).is_some()
    }

    /// `{question[n]}` is one of several answers. What is no list is read whole, and so is a list by a
    /// number below 0 (`QuestionValueGetterContext.getQuestionValue`).
    pub(crate) fn read_index(
        &self,
        question: ElementId,
        candidate: &Candidate,
        path: &Path,
        original: bool,
    ) -> Option<Value> {
        let name = path.text().get(..candidate.length as usize)?;
        let last = name.bytes().filter(|byte| *byte == b'.').count();
        let index = path.part(last)?.1.filter(|_| path.len() == last + 1)?;
        let kind = self.item_kind(question);
        let listed = matches!(kind, Some(ItemKind::Panel | ItemKind::DynamicRow)) && index < 0.0;
        if listed && self.is_question_empty(question) {
            return Some(Value::Undefined);
        }
        if !listed && (kind.is_some() || self.def(question).kind == crate::ElementKind::Matrix) {
            return None;
        }
        let value = self.unmasked_value(question, &self.expression_value(question, original));
        Some(match value.as_array() {
            Some(items) if index >= 0.0 => {
                let at = Some(index as usize).filter(|_| index.fract() == 0.0);
                at.and_then(|at| items.get(at)).cloned().unwrap_or_default()
            }
            _ => value,
        })
    }

    /// It offers no choices, has no mask, nothing inside, and no property was set while the form runs.
    #[inline]
    pub(crate) fn is_plain(&self, question: ElementId) -> bool {
        self.cell(question).is(Flag::Plain) && self.overrides.is_empty()
    }

    /// Expressions read its value as it holds it: it offers no choices, has no mask and nothing
    /// inside.
    fn is_read_as_held(&self, question: ElementId) -> bool {
        let state = self.cell(question);
        if state.is(Flag::HeldList) {
            return false;
        }
        if self.is_plain(question) {
            return true;
        }
        let def = self.def(question);
        def.choice_list().is_none()
            && !def.has_items()
            && def.kind != crate::ElementKind::Matrix
            && !self.may_have_mask(question)
    }

    /// Of a table with given rows and of a multiple text the data are read as they are, be it something
    /// that the question doesn't take (`MatrixValueGetterContext`, `MultipleTextValueGetterContext`).
    pub(crate) fn is_read_from_data(&self, question: ElementId) -> bool {
        match self.def(question).kind {
            crate::ElementKind::Matrix | crate::ElementKind::MultipleText => true,
            crate::ElementKind::MatrixDropdown => !self.is_question_empty(question),
            _ => false,
        }
    }

    /// What a name beyond a component's question reads: a question inside. Of the question itself the
    /// data are read, as they are.
    fn read_composite(
        &self,
        question: ElementId,
        candidate: &Candidate,
        path: &Path,
        original: bool,
    ) -> Option<Value> {
        let name = path.text().get(..candidate.length as usize)?;
        let key = self.data_key(question)?;
        if candidate.whole {
            let value = self.data.get(key);
            return (!matches!(value, Value::Undefined)).then(|| value.clone());
        }
        let rest = path.text().get(candidate.length as usize + 1..)?;
        for prefix in std::iter::once(rest).chain(crate::names::prefixes(rest)) {
            let Some(inside) = self.part_of_component(question, prefix) else {
                continue;
            };
            if prefix.len() == rest.len() && self.hides_whole_value(inside) {
                break;
            }
            let value = self.expression_value(inside, original || prefix.len() != rest.len());
            if prefix.len() == rest.len() {
                return Some(self.unmasked_value(inside, &value));
            }
            return path_in(prefix, &value, &Path::new(rest));
        }
        path_in(name, self.data.get(key), path)
    }

    /// The first question of a value name, in its own case or else in any.
    pub(crate) fn question_by_value_name(&self, name: &str) -> Option<ElementId> {
        let model = self.model();
        let exact = model.keys.find(name).and_then(|key| model.keys.get(key));
        exact
            .and_then(|key| key.questions.first().copied())
            .or_else(|| {
                let id = model.names.find(name)?;
                model.question_by_value_name.get(&id).copied()
            })
    }
}

impl Candidate {
    /// What a name reads in the value that this part of it names.
    fn in_value<'v>(&self, path: &Path, value: &'v Value) -> Option<Cow<'v, Value>> {
        if self.whole {
            return Some(Cow::Borrowed(value));
        }
        let name = path.text().get(..self.length as usize)?;
        let parts = name.bytes().filter(|byte| *byte == b'.').count() + 1;
        if path.run(0, parts - 1) == name {
            return path.find_behind(parts, value);
        }
        path_in(name, value, path).map(Cow::Owned)
    }
}

/// The value at a path that begins with the name of the value.
pub(crate) fn path_in(name: &str, value: &Value, path: &Path) -> Option<Value> {
    let mut object = Object::new();
    object.insert(name, value.clone());
    path.find_in(&object).map(Cow::into_owned)
}

impl<'a> FormScope<'a> {
    /// What the name in a slot reads.
    pub(crate) fn read_slot(&self, slot: usize, name: &Name) -> Option<Cow<'a, Value>> {
        let read = self.reads.get(slot)?;
        self.form
            .read_as(read, &name.path, self.owner, name.original)
    }
}

impl Scope for FormScope<'_> {
    fn read(&self, slot: usize, name: &Name) -> Option<Cow<'_, Value>> {
        self.read_slot(slot, name)
    }

    fn held(&self, slot: usize, name: &Name) -> Option<&Value> {
        let Read::Name(candidates) = self.reads.get(slot)? else {
            return None;
        };
        // Nothing but a question can be meant, and its value be wanted as a whole.
        let [candidate @ Candidate { whole: true, .. }] = &**candidates else {
            return None;
        };
        let question = candidate.question?;
        let is_variable = !matches!(self.form.data.variable(candidate.name), Value::Undefined);
        let is_own_part = self.owner != SURVEY
            && !self.form.has_no_parts(self.owner)
            && self.form.read_own_part(&name.path, self.owner).is_some();
        if is_variable || is_own_part || !self.form.is_read_as_held(question) {
            return None;
        }
        Some(&self.form.cell(question).value)
    }

    fn read_in_condition(&self, slot: Option<usize>, name: &Name) -> Option<Cow<'_, Value>> {
        match slot {
            _ if !EVERY_PROPERTY => None,
            Some(slot) if self.form.is_survey_level(self.owner) => self.read_slot(slot, name),
            _ => self.form.named_value(&name.text, false).map(Cow::Owned),
        }
    }

    /// A ranking is compared in its order.
    fn compares_strictly(&self, slot: usize, _name: &Name) -> bool {
        if !EVERY_TYPE {
            return false;
        }
        let Some(Read::Name(candidates)) = self.reads.get(slot) else {
            return false;
        };
        let question = candidates
            .iter()
            .find(|it| it.whole)
            .and_then(|it| it.question);
        question.is_some_and(|id| self.form.def(id).kind == crate::ElementKind::Ranking)
    }

    fn call(&self, call: &Call<'_>) -> Answer {
        if !EVERY_PROPERTY {
            return Answer::Unknown;
        }
        let text = |index: usize| {
            call.arguments
                .get(index)
                .map(Value::to_text)
                .unwrap_or_default()
        };
        let question = |name: &str| self.form.question_near(self.owner, name);
        match call.function {
            // What moves onto the preview doesn't know yet that it is shown.
            "isDisplayMode" => {
                let stage = &self.form.stage;
                let display = self.form.mode == crate::Mode::Display;
                Answer::Value((display || (stage.preview && !stage.previewing)).into())
            }
            "isContainerReady" => {
                let container = question(&text(0));
                let container = match call.arguments.get(1) {
                    Some(at) => container.and_then(|id| self.form.panel_or_all(id, at)),
                    None => container,
                };
                Answer::Value(container.is_some_and(|id| self.form.is_ready(id)).into())
            }
            "displayValue" => {
                let given = call.arguments.get(1).filter(|given| !given.is_empty());
                let shown = question(&text(0)).map(|id| match given {
                    Some(given) => self.form.display_of(id, given),
                    None => self.form.display_value(id),
                });
                Answer::Value(shown.unwrap_or_default())
            }
            "propertyValue" if call.arguments.len() == 2 => {
                let found = question(&text(0));
                let value = found.and_then(|id| self.form.property_of(id, &text(1)));
                Answer::Value(value.unwrap_or_default())
            }
            "propertyValue" => Answer::Value(Value::Undefined),
            "getComment" => {
                let item = call.arguments.get(1).filter(|item| !item.is_nullish());
                Answer::Value(match (question(&text(0)), item) {
                    (None, _) => "".into(),
                    (Some(id), Some(item)) => self.form.comment_of_item(id, item),
                    (Some(id), None) => match self.form.question_comment(id) {
                        Some(comment) => comment.into(),
                        None => Value::Undefined,
                    },
                })
            }
            function => self.form.call_host(function, call.arguments),
        }
    }
}
