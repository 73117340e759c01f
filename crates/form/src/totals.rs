//! The totals of matrices: sums and the like over the visible rows that hold an answer
//! (reference 4.4), kept in the data beside the matrix.

use crate::element::EVERY_TYPE;
use std::sync::Arc;

use crate::item_rules::model_def;
use crate::items::Item;
use crate::model::{ColumnDef, Input, Properties};
use crate::names::Read;
use crate::result_text::ResultStyle;
use crate::{Change, ElementId, Form, Object, Value};

/// What the key of the totals ends with (SurveyJS `settings.matrix.totalsSuffix`).
pub(crate) const TOTAL: &str = "-total";

/// How often totals that read each other are computed.
const MAX_ROUNDS: u32 = 3;

impl Form {
    /// Computes the totals of a matrix anew and stores them.
    pub(crate) fn run_totals(&mut self, owner: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let model = self.shared_model();
        let Some(items) = &model_def(&model, self, owner).items else {
            return;
        };
        let totals = items.columns.iter().filter_map(|it| it.total.as_ref());
        let mut expressions = totals.map(|total| total.expression).peekable();
        if expressions.peek().is_none() {
            return;
        }
        // Only totals that read other totals can be others when they are computed once more.
        let read_each_other = expressions.any(|expression| {
            let reads = &model.expression(expression).reads;
            reads.iter().any(|read| !matches!(read, Read::Rows))
        });
        let rounds = if read_each_other { MAX_ROUNDS } else { 1 };
        let mut anew = false;
        for _ in 0..rounds {
            self.items.summed = Some((owner, self.visible_rows_value(owner)));
            let totals = self.totals_of(owner, &items.columns);
            self.items.summed = None;
            if self.items.totals.get(&owner) == Some(&totals) {
                break;
            }
            anew = true;
            self.items.totals.insert(owner, totals);
            self.changed(Change::Text(owner));
        }
        if !anew {
            return;
        }
        self.mark_total_readers(owner);
        let totals = self.items.totals.get(&owner).cloned().unwrap_or_default();
        let value = if totals.is_empty() {
            Value::Undefined
        } else {
            totals.into()
        };
        self.store_totals(owner, value);
    }

    fn store_totals(&mut self, owner: ElementId, value: Value) {
        let Some(name) = self.value_name(owner) else {
            return;
        };
        let name = format!("{name}{TOTAL}");
        match self.items.item_of(owner) {
            None => self.set_data_value(&name, value),
            Some(item) => self.store_in_item(item, &name.into(), value),
        }
    }

    /// A column of a matrix with totals lends its name to its total, where no question has that name:
    /// survey-core finds the cells of the totals row among the questions of the survey.
    pub(crate) fn total_named(&self, name: &str) -> Option<Value> {
        if !EVERY_TYPE || self.items.totals.is_empty() {
            return None;
        }
        let owners = self.items.totals.keys();
        let owner = owners.filter(|id| self.has_column(*id, name)).min()?;
        let totals = self.items.totals.get(&owner)?;
        let found = totals
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        Some(found.map(|(_, value)| value.clone()).unwrap_or_default())
    }

    fn has_column(&self, owner: ElementId, name: &str) -> bool {
        let items = self.def(owner).items.iter();
        let mut columns = items.flat_map(|items| &items.columns);
        columns.any(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The totals as they are shown.
    pub(crate) fn totals_with_texts(&self, owner: ElementId) -> Vec<(String, Value, Value)> {
        if !EVERY_TYPE {
            return Vec::new();
        }
        let Some(totals) = self.items.totals.get(&owner) else {
            return Vec::new();
        };
        let columns = self
            .def(owner)
            .items
            .iter()
            .flat_map(|items| &items.columns);
        let mut shown = Vec::new();
        for column in columns {
            let (value, text) = match (&column.total, totals.get(&column.name)) {
                // As in survey-core a default expression gives a column without a total an empty one.
                (None, _) if self.has_default_expression(owner, column) => {
                    (Value::from(""), String::new())
                }
                (None, _) => continue,
                (Some(_), None) => continue,
                (Some(total), Some(value)) => {
                    let style = self.total_style(&total.properties);
                    (value.clone(), self.styled(value, &style))
                }
            };
            shown.push((column.name.to_string(), value, text.into()));
        }
        shown
    }

    fn has_default_expression(&self, owner: ElementId, column: &ColumnDef) -> bool {
        let cell = self
            .template_of(owner)
            .and_then(|template| template.elements.get(column.cell.index()));
        cell.is_some_and(|cell| cell.default_expression.is_some())
    }

    fn total_style(&self, properties: &Properties) -> ResultStyle {
        let property = |name: &str| properties.get(name).cloned().unwrap_or_default();
        let text = |name: &str, missing: &str| properties.text(name).unwrap_or(missing).to_owned();
        let digits = |name: &str| property(name).number_like().or(Some(-1.0));
        ResultStyle {
            style: text("displayStyle", "none"),
            currency: text("currency", "USD"),
            minimum: digits("minimumFractionDigits"),
            maximum: digits("maximumFractionDigits"),
            grouping: true,
            format: self.localized(&property("format")).unwrap_or_default(),
        }
    }

    fn totals_of(&self, owner: ElementId, columns: &[ColumnDef]) -> Object {
        let mut totals = Object::new();
        for column in columns {
            let Some(total) = &column.total else { continue };
            let value = self.evaluate(total.expression, owner).unwrap_or_default();
            let finite = value.as_number().is_none_or(f64::is_finite);
            if finite && !value.is_empty() {
                totals.insert(std::sync::Arc::clone(&column.name), value);
            }
        }
        totals
    }

    /// The value of a matrix as expressions in it read it: visible rows with an answer.
    pub(crate) fn visible_rows_value(&self, owner: ElementId) -> Value {
        let given = self.def(owner).kind == crate::ElementKind::MatrixDropdown;
        let visible = self.visible_items(owner);
        let filled = visible
            .into_iter()
            .map(|item| self.items.get(item))
            .filter(|item| !item.object.is_empty());
        if given {
            let mut rows = Object::new();
            for item in filled {
                rows.insert(&*item.name.to_text(), self.plain_row(item));
            }
            rows.into()
        } else {
            filled
                .map(|item| self.plain_row(item))
                .collect::<Vec<_>>()
                .into()
        }
    }

    /// The answers of a row, of masked texts what they mean (`getFilteredValue`).
    fn plain_row(&self, item: &Item) -> Value {
        let template = self.model().template(item.template);
        let mut object = Arc::clone(&item.object);
        for (at, element) in template.elements.iter().enumerate() {
            let masked = matches!(&element.input, Input::Text(input) if input.masked);
            let def = element.key.filter(|_| masked);
            let Some(def) = def.and_then(|key| template.keys.get(key)) else {
                continue;
            };
            let question = ElementId::new(item.frame.as_u32() + at as u32);
            if let Some(value) = item.object.get(&def.text) {
                let plain = self.unmasked_value(question, value);
                if plain != *value {
                    Arc::make_mut(&mut object).insert(Arc::clone(&def.text), plain);
                }
            }
        }
        object.into()
    }
}
