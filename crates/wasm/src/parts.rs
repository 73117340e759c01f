//! What a page needs to draw a form: the parts of an element, by numbers. Choices, rows, panels,
//! cells and totals.

use casement_form::{Element, ElementId, ElementKind};

use crate::form::Form;
use crate::input::Input;
use crate::operation::Operation;
use crate::output::{Output, Record};

impl Form {
    /// Answers what is asked of one element.
    pub(crate) fn read_element(
        &self,
        operation: Operation,
        id: ElementId,
        input: &Input,
        output: &mut Output,
    ) {
        let element = self.form.element(id);
        match operation {
            Operation::NameOf => output.text(element.name()),
            Operation::ErrorCount => output.count(element.errors().len()),
            Operation::IsShown => output.flag(element.is_shown()),
            Operation::AsksBeforeRemoval => output.flag(element.asks_before_removal()),
            Operation::ElementAt => self.put_element(id, output),
            Operation::PartsOf => self.put_parts(element, output),
            Operation::QuestionIn => match element.question(input.text()) {
                Some(found) => output.number(found.as_u32().into()),
                None => output.undefined(),
            },
            Operation::TextOf => output.text(&element.text(input.text())),
            Operation::PropertyOf => output.value(&element.property(input.text())),
            Operation::TotalsOf => {
                output.list();
                for (column, value, text) in &element.totals() {
                    output.record(Record::Total);
                    output.text(column);
                    output.value(value);
                    output.value(text);
                }
                output.end();
            }
            _ => output.text_if_any(element.accepted_types().as_deref()),
        }
    }

    /// What drawing an element takes besides what it is: its items, rows, panels and cells.
    fn put_parts(&self, element: Element<'_>, output: &mut Output) {
        let kind = element.kind();
        output.record(Record::Parts);
        output.elements(element.children().iter().copied());
        output.elements(element.visible_items().into_iter());
        output.elements(element.cells().iter().copied());
        if kind.has_choices() {
            self.put_choices(element, output);
        } else {
            output.absent();
        }
        if kind == ElementKind::Matrix {
            let (rows, columns) = element.matrix_items();
            output.values(&rows);
            output.values(&columns);
        } else {
            output.absent();
            output.absent();
        }
        if kind == ElementKind::MatrixRow {
            output.value(&element.row_value());
        } else {
            output.absent();
        }
        output.flag(element.has_choice_conditions());
        output.flag(element.is_loading());
        output.value(&element.display_value());
        output.value(&element.known_comment());
    }

    fn put_choices(&self, element: Element<'_>, output: &mut Output) {
        output.list();
        for choice in element.choices().iter() {
            output.record(Record::Choice);
            output.value(&choice.value);
            output.text(&choice.text);
            output.flag(choice.enabled);
            output.flag(choice.is_other);
            output.flag(choice.is_select_all);
            let mut panels = element.children().iter();
            let is_under =
                |id: &&ElementId| self.form.element(**id).choice_above() == Some(&choice.value);
            match panels.find(is_under) {
                Some(panel) => output.number(panel.as_u32().into()),
                None => output.absent(),
            }
        }
        output.end();
    }

    /// The bounds that the form has met since it was started.
    pub(crate) fn put_bounds(&self, output: &mut Output) {
        output.list();
        for met in self.form.bounds_met() {
            output.record(Record::Bound);
            output.text(met.bound.code());
            output.text(met.bound.message());
            output.text(&met.path);
            match met.bound.limit() {
                Some(limit) => output.number(limit as f64),
                None => output.absent(),
            }
        }
        output.end();
    }
}
