//! The simple matrix: rows and columns that are shown, what the value of one must be, and what is
//! cleared when rows or columns go (reference 4.4).

use crate::choices::matches;
use crate::element::EVERY_TYPE;
use crate::model::{ChoiceItem, Parts};
use crate::state::Flag;
use crate::{Change, ElementId, ElementKind, Form, Object, Value};

impl Form {
    /// The values of the rows and of the columns that are visible.
    pub(crate) fn visible_matrix_items(&self, id: ElementId) -> (Vec<Value>, Vec<Value>) {
        if !EVERY_TYPE {
            return (Vec::new(), Vec::new());
        }
        let Some(parts) = &self.def(id).parts else {
            return (Vec::new(), Vec::new());
        };
        let shown = |at: usize| !self.is_item_hidden(id, at);
        let values = |items: &[ChoiceItem], from: usize| {
            let visible = items.iter().enumerate().filter(|(at, _)| shown(from + at));
            visible.map(|(_, item)| item.value.clone()).collect()
        };
        let rows: Vec<Value> = values(parts.rows(), 0);
        let rows = rows.into_iter().filter(|row| !row.is_empty()).collect();
        (rows, values(parts.columns(), parts.rows))
    }

    fn is_matrix_of_lists(&self, id: ElementId) -> bool {
        self.element_property(id, "cellType").as_str() == Some("checkbox")
    }

    /// A matrix's value as the question holds it: one column a row, or a list of them.
    pub(crate) fn matrix_form(&self, id: ElementId, value: Value) -> Value {
        if !EVERY_TYPE {
            return value;
        }
        let Some(given) = value.as_object() else {
            return value;
        };
        let lists = self.is_matrix_of_lists(id);
        let fits = |value: &Value| value.as_array().is_some() == lists;
        if given.iter().all(|(_, value)| fits(value)) {
            return value;
        }
        let mut held = Object::new();
        for (row, value) in given.iter() {
            match value.as_array() {
                Some(values) if !lists => {
                    if let Some(first) = values.first() {
                        held.insert(row.clone(), first.clone());
                    }
                }
                None if lists => held.insert(row.clone(), Value::from(vec![value.clone()])),
                _ => held.insert(row.clone(), value.clone()),
            }
        }
        held.into()
    }

    /// The value of a row; `Undefined` where it isn't answered.
    fn row_answer(&self, id: ElementId, row: &Value) -> Value {
        let answers = self.cell(id).value.as_object();
        answers
            .and_then(|answers| answers.get(&row.to_text()))
            .cloned()
            .unwrap_or_default()
    }

    /// Every visible row is answered.
    pub(crate) fn is_every_row_answered(&self, id: ElementId) -> bool {
        let (rows, _) = self.visible_matrix_items(id);
        rows.iter().all(|row| !self.row_answer(id, row).is_empty())
    }

    /// Whether the row at a place among the visible ones is answered.
    pub(crate) fn is_row_answered(&self, id: ElementId, row: &Value) -> bool {
        !self.row_answer(id, row).is_empty()
    }

    /// Which of `eachRowRequired` and `eachRowUnique` aren't kept: type and text of the errors.
    pub(crate) fn row_errors(&self, id: ElementId) -> Vec<(&'static str, &str)> {
        if !EVERY_TYPE {
            return Vec::new();
        }
        if self.def(id).kind != ElementKind::Matrix {
            return Vec::new();
        }
        let mut errors = Vec::new();
        if self.element_property(id, "eachRowRequired").is_true() && !self.is_every_row_answered(id)
        {
            errors.push(("requiredinallrowserror", self.message("requiredInAllRows")));
        }
        if self.element_property(id, "eachRowUnique").is_true() {
            let (rows, _) = self.visible_matrix_items(id);
            let mut answers: Vec<String> = rows
                .iter()
                .map(|row| self.row_answer(id, row))
                .filter(|answer| !answer.is_empty())
                .map(|answer| answer.to_text().into_owned())
                .collect();
            let all = answers.len();
            answers.sort_unstable();
            answers.dedup();
            if answers.len() < all {
                errors.push(("eachrowuniqueeerror", self.message("eachRowUnique")));
            }
        }
        errors
    }

    /// A row, a column or an area came or went.
    pub(crate) fn part_visibility_changed(&mut self, id: ElementId, at: usize) {
        if !EVERY_TYPE {
            return;
        }
        self.changed(Change::Children(id));
        let is_row = self.def(id).parts.as_ref().is_some_and(|it| at < it.rows);
        if is_row {
            self.store_rows_made_anew(id);
        } else {
            self.cell_mut(id).set(Flag::ItemsChanged, true);
        }
        self.mark_choices(id);
    }

    /// The conditions of all columns or areas were asked: what is chosen of hidden ones goes.
    pub(crate) fn settle_parts(&mut self, id: ElementId) {
        if EVERY_TYPE && self.cell(id).is(Flag::ItemsChanged) {
            self.cell_mut(id).set(Flag::ItemsChanged, false);
            if self.clears_on_hide(id) {
                if self.def(id).kind == ElementKind::Matrix {
                    self.clear_matrix(id, false, false);
                } else {
                    self.clear_unknown_areas(id);
                }
            }
        }
        self.emptiness_changed(id);
    }

    /// Rows are made anew when one of them appears or goes, and an answer in one of them is stored as the
    /// question holds it: one column, though the data had a list (`MatrixRowModel.setValueDirectly`).
    fn store_rows_made_anew(&mut self, id: ElementId) {
        let (Some(parts), Some(answers)) = (&self.def(id).parts, self.cell(id).value.as_object())
        else {
            return;
        };
        let mut rows = parts.rows().iter();
        let answered = rows.any(|row| answers.get(&row.value.to_text()).is_some());
        if answered && !self.stage.loading && !self.is_matrix_of_lists(id) {
            let value = self.held_value(id);
            self.store_question(id, value);
        }
    }

    /// Takes the answers of hidden columns away; with `rows`, those of hidden rows; with `unknown`,
    /// those of no row.
    pub(crate) fn clear_matrix(&mut self, id: ElementId, rows: bool, unknown: bool) {
        if !EVERY_TYPE {
            return;
        }
        let kept = match (&self.def(id).parts, self.cell(id).value.as_object()) {
            (Some(parts), Some(answers)) if !answers.is_empty() => {
                self.kept_answers(id, parts, answers, rows, unknown)
            }
            _ => return,
        };
        if !kept.equals(&self.cell(id).value, casement_expression::Equality::DEFAULT) {
            self.set_question_value(id, kept);
        }
    }

    fn kept_answers(
        &self,
        id: ElementId,
        parts: &Parts,
        answers: &Object,
        rows: bool,
        unknown: bool,
    ) -> Value {
        let mut kept = answers.clone();
        let mut known = Object::new();
        for (at, row) in parts.rows().iter().enumerate() {
            let key = row.value.to_text();
            let Some(answer) = kept.get(&key).filter(|answer| answer.is_truthy()).cloned() else {
                continue;
            };
            let left = if rows && self.item_state(id, at).hidden {
                None
            } else {
                self.offered_columns(id, parts, answer)
            };
            match left {
                Some(answer) => {
                    kept.insert(&*key, answer.clone());
                    known.insert(&*key, answer);
                }
                None => {
                    kept.remove(&key);
                }
            }
        }
        if unknown { known } else { kept }.into()
    }

    /// What of a row's answer visible columns offer; `None` for nothing.
    fn offered_columns(&self, id: ElementId, parts: &Parts, answer: Value) -> Option<Value> {
        let offered = |value: &Value| {
            let mut columns = parts.columns().iter().enumerate();
            columns
                .find(|(_, column)| matches(value, &column.value))
                .is_some_and(|(at, _)| !self.item_state(id, parts.rows + at).hidden)
        };
        match answer.as_array() {
            Some(values) if self.is_matrix_of_lists(id) => {
                let left: Vec<Value> = values.iter().filter(|it| offered(it)).cloned().collect();
                (!left.is_empty()).then(|| left.into())
            }
            _ => offered(&answer).then_some(answer),
        }
    }

    /// The answers as texts for people: by row's text the column's.
    pub(crate) fn matrix_display(&self, id: ElementId, value: &Value) -> Value {
        if !EVERY_TYPE {
            return Value::Undefined;
        }
        let Some(parts) = &self.def(id).parts else {
            return value.clone();
        };
        // What is asked for one row's answer is taken for all rows: of a text each letter is one.
        let letters = || -> Object {
            let letters = value.as_str().unwrap_or_default().chars().enumerate();
            letters
                .map(|(at, letter)| (at.to_string(), Value::from(letter.to_string())))
                .collect()
        };
        let answers = value.as_object().cloned().unwrap_or_else(letters);
        let shown_as = |items: &[ChoiceItem], value: &Value| {
            let found = items.iter().find(|item| matches(value, &item.value));
            found
                .map(|item| Value::from(self.part_text(id, item)))
                .filter(|text| !text.is_empty())
        };
        let mut display = Object::new();
        for (row, answer) in answers.iter() {
            let name = shown_as(parts.rows(), &Value::from(&**row))
                .map_or_else(|| row.to_string(), |text| text.to_text().into_owned());
            let column =
                |value: &Value| shown_as(parts.columns(), value).unwrap_or_else(|| value.clone());
            let text = match answer.as_array() {
                Some(values) => values.iter().map(column).collect::<Vec<_>>().into(),
                None => column(answer),
            };
            display.insert(name, text);
        }
        display.into()
    }

    /// The text of a row, a column or an area.
    pub(crate) fn part_text(&self, id: ElementId, item: &ChoiceItem) -> String {
        match self.localized(&item.text).filter(|text| !text.is_empty()) {
            Some(text) => self.fill(&text, Some(id)),
            None => item.value.to_text().into_owned(),
        }
    }

    /// What stands for `{matrix.row}` in a text: the text of the row's column.
    pub(crate) fn row_display(&self, id: ElementId, row: &str) -> Option<Value> {
        if !EVERY_TYPE {
            return None;
        }
        let parts = self.def(id).parts.as_ref()?;
        let wanted = casement_expression::lower(row);
        let row = parts
            .rows()
            .iter()
            .find(|row| casement_expression::lower(&row.value.to_text()) == wanted)?;
        let answer = self.row_answer(id, &row.value);
        let column = parts.columns().iter().find(|column| column.value == answer);
        Some(match column {
            Some(column) => self.part_text(id, column).into(),
            None if answer.is_nullish() => "".into(),
            None => answer.to_text().into_owned().into(),
        })
    }
}
