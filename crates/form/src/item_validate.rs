//! Checking what is in rows and panels, and whether keys in them are unique (reference 4.4, 4.5).

use std::sync::Arc;

use crate::catalogue::format;
use crate::element::EVERY_TYPE;
use crate::items::ItemId;
use crate::model::{ItemKind, TemplateId};
use crate::names::{KeyId, NameId};
use crate::settings::CheckMode;
use crate::state::Flag;
use crate::values::is_blank;
use crate::{ElementId, ElementKind, FieldError, Form, Severity, Value};
use casement_expression::lower;

/// The type of the error of a value that another row or panel has too.
const DUPLICATE: &str = "keyduplicationerror";

impl Form {
    /// Whether a question is answered to the end, as it must have been to be told at once that it
    /// isn't any more (SurveyJS `isAnswered`): all that is shown in its rows or panels, too.
    pub(crate) fn is_answered(&self, id: ElementId) -> bool {
        if self.is_question_empty(id) {
            return false;
        }
        match self.item_kind(id) {
            None => self.def(id).kind != ElementKind::Matrix || self.is_every_row_answered(id),
            Some(ItemKind::Composite | ItemKind::Custom) => true,
            Some(kind) => {
                let items = self.visible_items(id);
                let answered = |item: &ItemId| {
                    let mut questions = Vec::new();
                    self.collect_questions(self.items.get(*item).frame, &mut questions);
                    questions.into_iter().all(|question| {
                        let panels = self.item_kind(question) == Some(ItemKind::Panel);
                        // What a dynamic panel knows of itself isn't asked of its panels again.
                        self.items.answered.contains(&question)
                            || (!panels && self.is_answered(question))
                    })
                };
                (!items.is_empty() || !kind.is_row()) && items.iter().all(answered)
            }
        }
    }

    /// Before an answer changes: whether there was one to the end, so that the question can say at once
    /// that it is missing. So does a matrix of its cells.
    pub(crate) fn note_whether_answered(&mut self, id: ElementId) {
        let answered = self.is_answered(id);
        self.cell_mut(id).set(Flag::WasAnswered, answered);
        if let Some(matrix) = self.required_matrix_of(id) {
            let answered = self.is_answered(matrix);
            self.cell_mut(matrix).set(Flag::WasAnswered, answered);
        }
    }

    pub(crate) fn forget_whether_answered(&mut self, id: ElementId) {
        self.cell_mut(id).set(Flag::WasAnswered, false);
        if let Some(matrix) = self.required_matrix_of(id) {
            self.cell_mut(matrix).set(Flag::WasAnswered, false);
        }
    }

    fn required_matrix_of(&self, cell: ElementId) -> Option<ElementId> {
        let item = self.items.item_of(cell)?;
        let row = self.item_template(item).kind.is_row();
        let matrix = self.items.get(item).owner;
        (row && self.is_required(matrix)).then_some(matrix)
    }

    /// The questions in the items of a question; `changed`: just because an answer in them changed.
    /// Whether nothing blocks.
    pub(crate) fn validate_items(&mut self, owner: ElementId, changed: bool, show: bool) -> bool {
        if !EVERY_TYPE {
            return true;
        }
        self.items_needed(owner);
        match self.item_kind(owner) {
            None => true,
            Some(ItemKind::Panel) => self.validate_panels(owner, changed, show),
            Some(ItemKind::Composite) => {
                let mut valid = true;
                for item in self.items.list(owner).to_vec() {
                    let frame = self.items.get(item).frame;
                    valid &= self.validate_container_as(frame, changed, show);
                }
                valid
            }
            Some(ItemKind::Custom) => match self.question_inside_custom(owner) {
                Some(inside) => self.validate_question(inside, changed, show),
                None => true,
            },
            Some(ItemKind::Inputs) => {
                let mut valid = true;
                for item in self.items.list(owner).to_vec() {
                    valid &= self.validate_row(item, changed, show);
                }
                valid
            }
            Some(ItemKind::DynamicRow) if self.items.unlisted == Some(owner) => true,
            Some(ItemKind::Row | ItemKind::DynamicRow) => {
                let mut valid = true;
                for item in self.visible_items(owner) {
                    valid &= self.validate_row(item, changed, show);
                }
                self.unique_in_rows(owner) && valid
            }
        }
    }

    /// The visible questions of a row; after a change those without an answer are left alone.
    fn validate_row(&mut self, item: ItemId, changed: bool, show: bool) -> bool {
        let frame = self.items.get(item).frame;
        if !self.items.accepting {
            self.open_details(item);
        }
        let mut valid = true;
        for id in self.children(frame).to_vec() {
            if !self.is_visible(id) || self.is_closed_detail(id) {
                continue;
            }
            valid &= if self.def(id).is_container() {
                self.validate_container(id, show)
            } else if changed && self.is_question_empty(id) {
                true
            } else {
                self.validate_question(id, changed, show)
            };
        }
        valid
    }

    fn validate_panels(&mut self, owner: ElementId, changed: bool, show: bool) -> bool {
        let of_owner = |id: &ElementId| {
            let item = self.items.item_of(*id);
            item.is_some_and(|item| self.items.get(item).owner == owner)
        };
        // While answers in it change, only these are checked.
        let changing = self.items.changing.iter().copied();
        let changing: Vec<ElementId> = changing.filter(of_owner).collect();
        let mut valid = true;
        for id in &changing {
            valid &= self.validate_question(*id, changed, show);
        }
        let key = self.element_property(owner, "keyName");
        let key = key.as_str().unwrap_or_default().to_owned();
        let mut seen: Vec<Value> = Vec::new();
        let items = if changing.is_empty() {
            self.visible_items(owner)
        } else {
            self.items.list(owner).to_vec()
        };
        for item in items {
            if changing.is_empty() {
                let frame = self.items.get(item).frame;
                valid &= self.validate_container_as(frame, changed, show);
            }
            let Some(question) = self.keyed_question(item, &key) else {
                continue;
            };
            if !changing.is_empty() && !changing.contains(&question) {
                self.validate_question(question, changed, show);
            }
            let value = self.cell(question).value.clone();
            if seen.iter().any(|known| loosely_equal(known, &value)) {
                if show {
                    self.add_duplicate(owner, question);
                }
                valid = false;
            } else {
                seen.push(value);
            }
        }
        valid
    }

    /// Panels came or went: no answer changed, so nothing is checked. Nor is what is computed in the
    /// first panels while they are made (`QuestionPanelDynamicModel.isBuildingPanelsFirstTime`).
    pub(crate) fn only_panels_changed(&self, owner: ElementId) -> bool {
        let first = self.items.beginning == Some(owner);
        (first && self.item_kind(owner) == Some(ItemKind::Panel))
            || (self.items.assembling.contains(&owner) && self.only_panels_change(owner))
    }

    /// The value of a dynamic panel changes, and no answer in it; what is computed is none
    /// (`QuestionPanelDynamicModel.hasInputInChangedQuestions`).
    pub(crate) fn only_panels_change(&self, owner: ElementId) -> bool {
        let inside = |id: &ElementId| {
            let item = self.items.item_of(*id);
            item.is_some_and(|item| self.items.get(item).owner == owner)
                && self.def(*id).kind != ElementKind::Expression
        };
        self.item_kind(owner) == Some(ItemKind::Panel) && !self.items.changing.iter().any(inside)
    }

    fn keyed_question(&self, item: ItemId, key: &str) -> Option<ElementId> {
        if key.is_empty() {
            return None;
        }
        let template = self.item_template(item);
        let known = template.keys.find(key);
        let question = known.and_then(|key| template.keys.get(key)?.questions.first().copied());
        let id = self.in_item(item, question?);
        (!self.is_question_empty(id)).then_some(id)
    }

    fn duplicate_error(&self, owner: ElementId) -> FieldError {
        let own = self.own_text(owner, "keyDuplicationError");
        self.field_error(
            DUPLICATE,
            own,
            self.message("keyDuplicationError"),
            Severity::Error,
        )
    }

    fn add_duplicate(&mut self, owner: ElementId, question: ElementId) {
        let mut errors = self.errors.get(&question).cloned().unwrap_or_default();
        if errors.iter().any(|error| error.kind == DUPLICATE) {
            return;
        }
        errors.push(self.duplicate_error(owner));
        self.show_errors(question, errors);
    }

    fn drop_duplicate(&mut self, question: ElementId) {
        let Some(errors) = self.errors.get(&question) else {
            return;
        };
        if errors.iter().any(|error| error.kind == DUPLICATE) {
            let others = errors.iter().filter(|error| error.kind != DUPLICATE);
            let others = others.cloned().collect();
            self.show_errors(question, others);
        }
    }

    /// Columns whose values must differ: `isUnique`, and the `keyName` of a dynamic matrix.
    fn unique_columns(&self, owner: ElementId) -> Vec<String> {
        let columns = self
            .def(owner)
            .items
            .iter()
            .flat_map(|items| &items.columns);
        let mut names: Vec<String> = columns
            .filter(|column| column.unique)
            .map(|column| column.name.to_string())
            .collect();
        if self.item_kind(owner) == Some(ItemKind::DynamicRow)
            && let Some(key) = self.element_property(owner, "keyName").as_str()
            && !key.is_empty()
            && !names.iter().any(|name| name == key)
        {
            names.push(key.to_owned());
        }
        names
    }

    /// Whether all values in the columns that ask for it differ. Errors are shown in any case, as in
    /// survey-core.
    fn unique_in_rows(&mut self, owner: ElementId) -> bool {
        let mut unique = true;
        for column in self.unique_columns(owner) {
            unique &= !self.mark_duplicates(owner, &column, true);
        }
        unique
    }

    /// After a change in a column: cells that are no duplicates any more lose their error.
    pub(crate) fn forgive_duplicates(&mut self, owner: ElementId, name: &str) {
        if self
            .unique_columns(owner)
            .iter()
            .any(|column| column == name)
        {
            self.mark_duplicates(owner, name, false);
        }
    }

    /// In mode `onValueChanged`, a change in a column whose values must differ shows those that don't.
    pub(crate) fn find_duplicates_on_change(&mut self, owner: ElementId, name: &str) {
        if self.settings().check != CheckMode::ValueChanged {
            return;
        }
        if self.is_unique_column(owner, name) {
            self.mark_duplicates(owner, name, true);
        }
    }

    fn is_unique_column(&self, owner: ElementId, name: &str) -> bool {
        let items = self.def(owner).items.as_ref();
        let mut columns = items.into_iter().flat_map(|items| &items.columns);
        columns.any(|column| column.unique && *column.name == *name)
    }

    /// Whether a column holds a value twice; with `show` each such cell gets the error, and the
    /// others lose it. Where there is no such column, what the rows hold of its name counts
    /// (`QuestionMatrixDropdownModelBase.getDuplicatedRows`).
    fn mark_duplicates(&mut self, owner: ElementId, column: &str, show: bool) -> bool {
        let mut cells = Vec::new();
        for item in self.items.list(owner).to_vec() {
            let cell = self.question_in(item, column);
            let value = match cell {
                Some(cell) => Some(&self.cell(cell).value),
                None => self.items.get(item).object.get(column),
            };
            let value = value.filter(|value| !is_blank(value));
            cells.push((cell, value.map(|it| lower(&it.to_text()).into_owned())));
        }
        let twice = |key: &Option<String>| {
            key.is_some() && cells.iter().filter(|(_, other)| other == key).count() > 1
        };
        let marked: Vec<(Option<ElementId>, bool)> = cells
            .iter()
            .map(|(cell, key)| (*cell, twice(key)))
            .collect();
        let mut found = false;
        for (cell, duplicate) in marked {
            found |= duplicate;
            match cell {
                Some(cell) if !duplicate => self.drop_duplicate(cell),
                Some(cell) if show => self.add_duplicate(owner, cell),
                _ => {}
            }
        }
        found
    }

    /// Before storing in mode `onValueChanging`: whether the questions accept what they hold, and no
    /// other row has it where values must differ (`MatrixDropdownRowModelBase.validateCellQuestion`).
    pub(crate) fn accepts_inside(&mut self, item: ItemId, questions: &[ElementId]) -> bool {
        let owner = self.items.get(item).owner;
        let mut accepted = true;
        for id in questions {
            accepted &= self.validate_question(*id, false, true);
            if accepted && !self.is_question_empty(*id) {
                let column = Arc::clone(&self.def(*id).name);
                if self.is_unique_column(owner, &column) {
                    self.mark_duplicates(owner, &column, true);
                }
                let mut errors = self.errors.get(id).into_iter().flatten();
                accepted = !errors.any(|error| error.kind == DUPLICATE);
            }
        }
        accepted
    }

    /// A row compares what a cell gets with all of itself, so the same value is no less checked than
    /// another one (`MatrixDropdownRowModelBase.setValueCore`).
    pub(crate) fn revalidate_same(&mut self, item: ItemId, key: Option<KeyId>) {
        if self.settings().check == CheckMode::ValueChanging {
            let questions = self.questions_of(item, key);
            if !self.accepts_inside(item, &questions) {
                return;
            }
        }
        self.revalidate_row(item);
    }

    /// A row that changed tells its questions so, whichever of its names they read
    /// (`MatrixDropdownRowModelBase.setValueCore`).
    pub(crate) fn revalidate_row(&mut self, item: ItemId) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        if !template.kind.is_row() {
            return;
        }
        for local in &template.row_watchers {
            self.revalidate_reader(self.in_item(item, *local), None);
        }
    }

    /// Whatever changes in the form, panels tell their questions that they changed
    /// (`QuestionPanelDynamicModel.onAnyValueChanged`).
    pub(crate) fn revalidate_in_panels(&mut self) {
        let model = self.shared_model();
        if !EVERY_TYPE || model.panel_watchers.is_empty() {
            return;
        }
        if self.errors.is_empty() && self.settings().check != CheckMode::ValueChanged {
            return;
        }
        for (template, local) in &model.panel_watchers {
            for item in self.items.of_template(*template) {
                self.revalidate_reader(self.in_item(item, *local), None);
            }
        }
    }

    /// Questions in all items whose expression validators read a name of the survey.
    pub(crate) fn revalidate_readers_in_items(&mut self, name: NameId, changed: Option<ElementId>) {
        if !EVERY_TYPE {
            return;
        }
        let model = self.shared_model();
        for (at, template) in model.templates.iter().enumerate() {
            if template.kind == ItemKind::Inputs {
                continue;
            }
            for local in template.validator_readers.of(name) {
                for item in self.items.of_template(TemplateId(at as u32)) {
                    let id = self.in_item(item, *local);
                    self.revalidate_reader(id, changed);
                }
            }
        }
    }

    /// Too few rows of a required dynamic matrix hold an answer.
    pub(crate) fn row_count_error(&self, owner: ElementId, changed: bool) -> Option<FieldError> {
        if !EVERY_TYPE {
            return None;
        }
        if changed
            || self.item_kind(owner) != Some(ItemKind::DynamicRow)
            || !self.is_required(owner)
        {
            return None;
        }
        let least = self.count_setting(owner, "minRowCount");
        if least == 0 {
            return None;
        }
        let rows = self.items.list(owner).iter();
        let filled = rows.filter(|item| {
            // What a question elsewhere that shares the value put into a row is no answer in it.
            let answered =
                |id: &ElementId| !self.is_question_empty(*id) || !self.comment_of(*id).is_empty();
            !self.items.get(**item).object.is_empty()
                && self.questions_inside(**item).iter().any(answered)
        });
        if filled.count() >= least {
            return None;
        }
        let message = format(self.message("minRowCountError"), &[&least.to_string()]);
        Some(self.field_error("minrowcounterror", None, &message, Severity::Error))
    }

    /// In the details of a row of a question, or of one inside of it, or in a hidden row or panel.
    fn lies_out_of_sight(&self, inside: ElementId, of: ElementId) -> bool {
        let outer = |id: &ElementId| Some(self.items.get(self.items.item_of(*id)?).owner);
        let mut around = std::iter::successors(Some(inside), outer).take_while(|id| *id != of);
        let hidden = |id| {
            let item = self.items.item_of(id);
            item.is_some_and(|item| !self.is_item_visible(item))
        };
        around.any(|id| self.is_detail(id) || hidden(id))
    }

    /// Errors are shown at a question or in its rows and panels; those of details don't count, and none in
    /// what is hidden (`getAllErrors` of `QuestionMatrixDropdownModelBase`, `QuestionPanelDynamicModel`).
    pub(crate) fn has_errors_within(&self, id: ElementId) -> bool {
        if self.errors.is_empty() {
            return false;
        }
        let counts = |inside: &ElementId| {
            self.errors.contains_key(inside)
                && !self.lies_out_of_sight(*inside, id)
                // SurveyJS doesn't look into what has no rows or panels.
                && !self.is_in_component_of(*inside, id)
                && !self.is_under_choice(*inside, Some(id))
        };
        self.errors.contains_key(&id)
            || (self.def(id).has_items() && self.within(id).iter().any(counts))
    }
}

/// JavaScript's `==` of two answers.
fn loosely_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Array(_) | Value::Object(_), _) | (_, Value::Array(_) | Value::Object(_)) => false,
        _ => match (loose_number(a), loose_number(b)) {
            (Some(a), Some(b)) => a == b,
            _ => a == b,
        },
    }
}

/// A truth value is 0 or 1 to JavaScript's `==`.
fn loose_number(value: &Value) -> Option<f64> {
    match value {
        Value::Bool(value) => Some(f64::from(u8::from(*value))),
        value => value.number_like(),
    }
}
