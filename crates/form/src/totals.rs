//! The totals of matrices: sums and the like over the visible rows that hold an answer
//! (reference 4.4), kept in the data beside the matrix.

use crate::data::same;
use crate::element::EVERY_TYPE;
use std::sync::Arc;

use crate::item_names::Inner;
use crate::item_rules::model_def;
use crate::items::{Item, ItemId};
use crate::model::{ClearMode, ColumnDef, Effect, ElementDef, ExpressionId, Input, Properties};
use crate::names::{KeyId, Read};
use crate::result_text::ResultStyle;
use crate::values::is_blank;
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
        self.make_rows_totals_read(owner, &items.columns);
        let mut known = self.items.summed.remove(&owner);
        self.decide_totals(owner, &items.columns);
        // Only totals that read other totals can be others when they are computed once more.
        let read_each_other = expressions.any(|expression| {
            let reads = &model.expression(expression).reads;
            reads.iter().any(|read| !matches!(read, Read::Rows))
        });
        let rounds = if read_each_other { MAX_ROUNDS } else { 1 };
        let mut anew = false;
        for _ in 0..rounds {
            known = self.items.summed.remove(&owner).or(known);
            let rows = self.visible_rows_value(owner);
            self.items.summed.insert(owner, rows.clone());
            let changed = known.as_ref().and_then(|known| changed_rows(known, &rows));
            let totals = self.totals_of(owner, &items.columns, changed.as_deref());
            if self.items.totals.get(&owner) == Some(&totals) {
                break;
            }
            anew = true;
            if !self.items.totals.contains_key(&owner) {
                self.note_total_names(owner, &items.columns);
            }
            self.items.totals.insert(owner, totals);
            self.changed(Change::Text(owner));
        }
        if !anew {
            return;
        }
        self.mark_total_readers(owner);
        let totals = self.items.totals.get(&owner).cloned().unwrap_or_default();
        self.store_totals(owner, totals);
    }

    /// The cells of the totals look into the rows, as they are asked for the first time: they have the
    /// conditions and defaults of their columns, and there is no row before or behind them. What comes
    /// behind the first total does so when that is stored.
    fn make_rows_totals_read(&mut self, owner: ElementId, columns: &[ColumnDef]) {
        if self.items.is_made(owner) || self.items.owners_to_make == 0 {
            return;
        }
        let model = self.shared_model();
        let first = columns.iter().position(|column| column.total.is_some());
        let columns = columns
            .get(..=first.unwrap_or_default())
            .unwrap_or_default();
        if let Some(total) = columns.last().and_then(|column| column.total.as_ref()) {
            self.make_items_read(total.expression);
        }
        let Some(template) = self.def(owner).template.map(|id| model.template(id)) else {
            return;
        };
        let looks_beside = |id: ExpressionId| {
            let program = model.expression(id).program.as_ref();
            let mut names = program.into_iter().flat_map(|program| program.names());
            names.any(|name| {
                let start = name.text.get(.."prevRow.".len()).unwrap_or_default();
                ["prevRow.", "nextRow."]
                    .iter()
                    .any(|known| start.eq_ignore_ascii_case(known))
            })
        };
        let read = template.neighbour_readers.iter().any(|rule| {
            let rule = template.rules.get(rule.0 as usize);
            rule.is_some_and(|rule| {
                let own = matches!(
                    rule.effect,
                    Effect::Visible | Effect::Enable | Effect::Require | Effect::Default
                );
                own && columns.iter().any(|column| column.cell == rule.owner)
                    && rule.expression.is_some_and(looks_beside)
            })
        });
        if read {
            self.items_needed(owner);
        }
    }

    /// A cell holds a value that its row doesn't: totals are computed of what cells hold, at the next
    /// change (`MatrixDropdownRowModelBase.filteredValue`). What reads it in the row or panel hears of it
    /// when the question gets another value.
    pub(crate) fn sum_up_later(&mut self, cell: ElementId) {
        let Some(item) = self.items.item_of(cell) else {
            return;
        };
        self.items.get_mut(item).behind = true;
        if self.item_template(item).kind.is_row() {
            self.wave.unsummed.push(self.items.get(item).owner);
        }
        if let Some(name) = self.value_name(cell) {
            let model = self.shared_model();
            let name = self.data.name(&model, &name);
            self.note_readers_of(item, name);
        }
    }

    /// A total has the condition of its column. One that gets hidden is cleared as a question is, and
    /// computed again at once, so that the key of the totals may move to the end.
    fn decide_totals(&mut self, owner: ElementId, columns: &[ColumnDef]) {
        for (at, column) in columns.iter().enumerate() {
            let condition = column.total.as_ref().and_then(|total| total.visible_if);
            let Some(condition) = condition.filter(|it| self.decides_total(*it)) else {
                continue;
            };
            let Some(value) = self.evaluate(condition, owner) else {
                continue;
            };
            let hidden = !value.is_true();
            let known = self.items.hidden_totals.value_or_default(owner);
            known.resize(columns.len(), false);
            let Some(known) = known.get_mut(at) else {
                continue;
            };
            let gone = hidden && !*known;
            *known = hidden;
            if gone && self.cell_clears_on_hide(owner, column) {
                let totals = self.items.totals.get_mut(&owner);
                let left = totals.and_then(|totals| {
                    totals.remove(&column.name)?;
                    Some(totals.clone())
                });
                if let Some(left) = left {
                    self.store_totals(owner, left);
                }
            }
        }
    }

    /// A condition that reads none of the names that changed isn't evaluated.
    fn decides_total(&self, condition: ExpressionId) -> bool {
        let reads = &self.model().expression(condition).reads;
        let heard = |read: &Read| match read {
            Read::Name(candidates) => {
                let mut names = candidates.iter().map(|candidate| candidate.name);
                names.any(|name| self.has_changed(name))
            }
            _ => true,
        };
        !self.wave.by_names || reads.is_empty() || reads.iter().any(heard)
    }

    fn cell_clears_on_hide(&self, owner: ElementId, column: &ColumnDef) -> bool {
        let cell = self
            .template_of(owner)
            .and_then(|template| template.elements.get(column.cell.as_u32() as usize));
        let own = cell.map_or(ClearMode::Default, |cell| cell.clear);
        let mode = if own == ClearMode::Default {
            self.settings().clear
        } else {
            own
        };
        !self.stage.preview && matches!(mode, ClearMode::OnHidden | ClearMode::OnHiddenContainer)
    }

    /// Where texts are made anew after a change, on the page that is shown, totals are made anew, too,
    /// and shown until their conditions are evaluated (`MatrixDropdownTotalCell.locStrsChanged`).
    pub(crate) fn show_totals_again(&mut self) {
        // At the start there are totals before there are texts, but where all pages are on one.
        let early = self.stage.beginning && !self.settings().one_page;
        if !EVERY_TYPE || early || self.items.hidden_totals.is_empty() {
            return;
        }
        let owners: Vec<ElementId> = self.items.hidden_totals.keys().collect();
        for owner in owners {
            let here = self.is_one_page() || Some(self.page(owner)) == self.current_page;
            if here {
                self.items.hidden_totals.remove(&owner);
            }
        }
    }

    fn store_totals(&mut self, owner: ElementId, totals: Object) {
        // A blank total is none to the row.
        let mut totals = totals;
        if totals.values().any(crate::values::is_blank) {
            let told = totals
                .iter()
                .filter(|(_, total)| !crate::values::is_blank(total));
            totals = told
                .map(|(key, total)| (Arc::clone(key), total.clone()))
                .collect();
        }
        let value = if totals.is_empty() {
            Value::Undefined
        } else {
            totals.into()
        };
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

    /// A cell of the totals row, be it of a column without a total, that is shown and named as a hidden
    /// question keeps that question's value: it is among the questions of the survey with that value
    /// name (`SurveyModel.hasVisibleQuestionByValueName`).
    pub(crate) fn is_held_by_total(&self, id: ElementId) -> bool {
        if !EVERY_TYPE || self.items.totals.is_empty() || self.items.item_of(id).is_some() {
            return false;
        }
        let Some(name) = self.value_name(id) else {
            return false;
        };
        let owners = self.items.totals.keys();
        owners.into_iter().any(|owner| {
            let items = self.def(owner).items.iter();
            let mut columns = items.flat_map(|items| &items.columns);
            columns.any(|column| column.name == name && !self.total_is_hidden(owner, column))
        })
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
                // As in survey-core a default expression with a result, or a value that was stored under
                // that name, gives a column without a total an empty one.
                (None, _)
                    if self.is_told(&column.name)
                        || self.begins_with_result(owner, column, MAX_ROUNDS as usize) =>
                {
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

    /// A value is stored under a name, which may be that of a total: this holds the value until it is
    /// computed again, and is stored then.
    pub(crate) fn tell_totals(&mut self, name: KeyId) {
        for at in 0..self.items.total_names.len() {
            let Some((_, owner)) = self.items.total_names.get(at).filter(|it| it.0 == name) else {
                continue;
            };
            let owner = *owner;
            self.items.told_totals.insert(name);
            let text = self.data.text(self.model(), name);
            let totals = self.items.totals.get(&owner);
            let known = totals.and_then(|totals| totals.get(&text));
            // What it holds already is no news to it.
            if known.is_some_and(|known| same(known, self.data.get(name))) {
                continue;
            }
            if totals.is_some() {
                self.items.totals.insert(owner, Object::new());
                self.mark_owner(owner);
            }
        }
    }

    /// Several questions keep their values under the name under which a question keeps its own, be that in
    /// a row or panel: those of the survey, the cells of totals, and those of which a panel or details are
    /// made, where a `valueName` is written (`SurveyModel.questionsByValueName`).
    pub(crate) fn is_named_as_several(&self, id: ElementId) -> bool {
        let model = self.model();
        let Some(name) = self.value_name(id) else {
            return false;
        };
        let key = self.data.find_key(model, &name);
        let mut count = key.map_or(0, |key| self.data.questions(model, key).len());
        if EVERY_TYPE {
            let totals = self.items.total_names.iter();
            count += totals.filter(|it| Some(it.0) == key).count();
            for template in &model.templates {
                let inside = template.keys.find(&name);
                let inside = inside.and_then(|key| template.keys.get(key));
                let inside = inside.map_or(&[][..], |def| &def.questions);
                let element = |local: &&ElementId| template.elements.get(local.as_u32() as usize);
                let named = inside.iter().filter_map(|local| element(&local));
                let named = named.filter(|it| it.properties.text("valueName").is_some());
                count += named.count();
            }
        }
        count > 1
    }

    /// There are totals now.
    fn note_total_names(&mut self, owner: ElementId, columns: &[ColumnDef]) {
        if self.items.total_names.iter().any(|it| it.1 == owner) {
            return;
        }
        let model = self.shared_model();
        for column in columns {
            let key = self.data.key(&model, &column.name);
            self.items.total_names.push((key, owner));
        }
    }

    fn is_told(&self, name: &str) -> bool {
        let name = self.data.find_key(self.model(), name);
        name.is_some_and(|name| self.items.told_totals.contains(&name))
    }

    fn begins_with_result(&self, owner: ElementId, column: &ColumnDef, depth: usize) -> bool {
        let cell = self
            .template_of(owner)
            .and_then(|template| template.elements.get(column.cell.index()));
        let Some(default) = cell.and_then(|cell| cell.default_expression) else {
            return false;
        };
        if self.cell_clears_on_hide(owner, column) && self.total_is_hidden(owner, column) {
            return false;
        }
        // The totals row has a place, too, and its cells know each other.
        let summed = self.items.totals.get(&owner);
        let known = |read: &Read| match read {
            Read::Inner(read) => match &read.what {
                Inner::Index(_) | Inner::VisibleIndex(_) => true,
                Inner::Value { rest, .. } => {
                    let items = self.def(owner).items.iter();
                    let mut columns = items.flat_map(|items| &items.columns);
                    columns.any(|other| {
                        *other.name == *rest.text()
                            && (summed.is_some_and(|summed| summed.contains_key(&other.name))
                                || depth > 0 && self.begins_with_result(owner, other, depth - 1))
                    })
                }
                _ => false,
            },
            _ => false,
        };
        self.model().expression(default).reads.iter().any(known)
            || self
                .evaluate(default, owner)
                .is_some_and(|value| !value.is_empty())
    }

    /// The condition of a column doesn't hold in the totals row.
    fn total_is_hidden(&self, owner: ElementId, column: &ColumnDef) -> bool {
        let Some(template) = self.template_of(owner) else {
            return false;
        };
        let mut rules = template.rules.iter();
        let condition = rules
            .find(|rule| rule.owner == column.cell && rule.effect == Effect::Visible)
            .and_then(|rule| rule.expression);
        condition
            .and_then(|condition| self.evaluate(condition, owner))
            .is_some_and(|value| !value.is_true())
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

    /// `changed`: the rows that are others than those which the known totals were computed of, as they
    /// were and as they are; `None` where all may be.
    fn totals_of(
        &self,
        owner: ElementId,
        columns: &[ColumnDef],
        changed: Option<&[(&Value, &Value)]>,
    ) -> Object {
        let known = self.items.totals.get(&owner);
        let mut totals = Object::new();
        for column in columns {
            let Some(total) = &column.total else { continue };
            let same_cell = |(was, is): &(&Value, &Value)| {
                let [was, is] = [was, is].map(|row| row.as_object()?.get(&column.name));
                was == is
            };
            let stays = total.of_column && changed.is_some_and(|rows| rows.iter().all(same_cell))
                || self.is_total_deaf(total.expression);
            let value = known.filter(|_| stays).and_then(|it| it.get(&column.name));
            let value = match value {
                Some(value) => value.clone(),
                None => self.evaluate(total.expression, owner).unwrap_or_default(),
            };
            let finite = value.as_number().is_none_or(f64::is_finite);
            if finite && !value.is_empty() {
                totals.insert(std::sync::Arc::clone(&column.name), value);
            }
        }
        totals
    }

    /// A total that reads nothing but what is around its matrix hears of no change there
    /// (`DynamicItemGetterContext.getContextKeys`).
    fn is_total_deaf(&self, expression: ExpressionId) -> bool {
        let reads = &self.model().expression(expression).reads;
        let around = |read: &Read| matches!(read, Read::Inner(_));
        self.wave.by_names
            && reads.iter().any(around)
            && reads.iter().all(|read| match read {
                Read::Name(candidates) => {
                    let mut names = candidates.iter().map(|candidate| candidate.name);
                    !names.any(|name| self.has_changed(name))
                }
                read => around(read),
            })
    }

    /// The value of a matrix as expressions in it read it: visible rows with an answer, and all of it as
    /// long as there are no rows (`QuestionMatrixDropdownModelBase.getFilteredData`).
    pub(crate) fn visible_rows_value(&self, owner: ElementId) -> Value {
        // What triggers in new rows set is in the cells, though the matrix holds nothing.
        let value = &self.cell(owner).value;
        if value.is_empty() || !self.items.is_made(owner) {
            return value.clone();
        }
        let given = self.def(owner).kind == crate::ElementKind::MatrixDropdown;
        let template = self.template_of(owner);
        let cells = template
            .map_or(&[][..], |it| &it.elements)
            .iter()
            .enumerate();
        let masked = |cell: &ElementDef| matches!(&cell.input, Input::Text(input) if input.masked);
        let masked: Vec<usize> = cells
            .filter(|(_, it)| masked(it))
            .map(|(at, _)| at)
            .collect();
        let rows = self.visible_items(owner).into_iter().filter_map(|item| {
            let object = self.row_object(item);
            let row = self.items.get(item);
            (!object.is_empty()).then(|| (row, self.plain_row(row, object, &masked)))
        });
        if given {
            let named = rows.map(|(row, object)| (Arc::from(&*row.name.to_text()), object));
            named.collect::<Object>().into()
        } else {
            rows.map(|(_, object)| object).collect::<Vec<_>>().into()
        }
    }

    /// What the cells of a row hold, be it more than the row's object has.
    fn row_object(&self, item: ItemId) -> Arc<Object> {
        let row = self.items.get(item);
        let mut object = Arc::clone(&row.object);
        let blank = object
            .values()
            .any(|value| is_blank(value) && !value.is_empty());
        if !row.behind && !blank {
            return object;
        }
        for cell in self.children(row.frame) {
            let value = &self.cell(*cell).value;
            let Some(name) = self.value_name(*cell) else {
                continue;
            };
            if is_blank(value) {
                // Blanks are no answer (`Question.isEmpty`).
                if object.get(&name).is_some_and(is_blank) {
                    Arc::make_mut(&mut object).remove(&name);
                }
            } else if object.get(&name) != Some(value) {
                Arc::make_mut(&mut object).insert(name, value.clone());
            }
        }
        object
    }

    /// The answers of a row, of masked texts what they mean (`getFilteredValue`).
    fn plain_row(&self, item: &Item, mut object: Arc<Object>, masked: &[usize]) -> Value {
        for at in masked {
            let question = ElementId::new(item.frame.as_u32() + *at as u32);
            let Some(name) = self.value_name(question) else {
                continue;
            };
            if let Some(value) = object.get(&name) {
                let plain = self.unmasked_value(question, value);
                if plain != *value {
                    Arc::make_mut(&mut object).insert(name, plain);
                }
            }
        }
        object.into()
    }
}

/// The rows that differ between two values of a matrix, where both have the same ones.
fn changed_rows<'v>(was: &'v Value, is: &'v Value) -> Option<Vec<(&'v Value, &'v Value)>> {
    let differ = |(was, is): &(&Value, &Value)| match (was, is) {
        (Value::Object(was), Value::Object(is)) => !Arc::ptr_eq(was, is),
        _ => true,
    };
    match (was, is) {
        (Value::Array(was), Value::Array(is)) if was.len() == is.len() => {
            Some(was.iter().zip(&**is).filter(differ).collect())
        }
        (Value::Object(was), Value::Object(is)) if was.keys().eq(is.keys()) => {
            Some(was.values().zip(is.values()).filter(differ).collect())
        }
        _ => None,
    }
}
