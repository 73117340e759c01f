//! Names that look into rows and panels: survey-core makes these when an expression first asks for
//! one of them (reference 4.4, 4.5), and so does a form that is started lazily.

use crate::element::EVERY_TYPE;
use crate::late_validators::CHECKS;
use crate::model::{Effect, ExpressionId, ItemKind};
use crate::names::Read;
use crate::state::Flag;
use crate::{ElementId, ElementKind, Form, Value};

impl Form {
    /// How many matrices and dynamic panels of the form have no rows or panels yet.
    pub(crate) fn count_owners_to_make(&mut self) {
        let unmade = |id: &ElementId| {
            let kind = self.item_kind(*id);
            kind.is_some_and(|kind| kind != ItemKind::Inputs) && !self.items.is_made(*id)
        };
        self.items.owners_to_make = self.elements().filter(unmade).count();
    }

    /// Makes the rows of all matrices, and their totals: where all pages are shown on one, their tables
    /// are drawn first.
    pub(crate) fn make_rows_of_all(&mut self) {
        for id in self.elements() {
            if self.item_kind(id).is_some_and(ItemKind::is_row) {
                self.items_needed(id);
                self.run_totals(id);
            }
        }
    }

    /// Makes the panels on pages that are shown for the first time.
    pub(crate) fn make_panels_of(&mut self, pages: impl IntoIterator<Item = ElementId>) {
        for page in pages {
            for id in (page.as_u32()..self.def(page).end.as_u32()).map(ElementId::new) {
                if self.item_kind(id) == Some(ItemKind::Panel) {
                    self.items_needed(id);
                }
            }
        }
    }

    /// A page is shown before its dynamic panels have had their turn while the form is loaded: neither
    /// limits nor defaults say how many panels there are.
    pub(crate) fn make_panels_before_loading(&mut self, page: ElementId) {
        for id in self.within(page) {
            let waits = self.item_kind(id) == Some(ItemKind::Panel)
                && !self.items.is_made(id)
                && !self.cell(id).is(Flag::Loaded);
            if waits && self.is_question_empty(id) {
                let count = self.count_setting(id, "panelCount");
                self.items.first_counts.insert(id, count);
            }
        }
        self.make_panels_of([page]);
    }

    /// The matrices in an element that have no rows yet: told for the first time that they are read-only
    /// or not, be that no news, they make their rows (`QuestionMatrixDropdownModelBase.onReadOnlyChanged`).
    pub(crate) fn tables_in(&self, id: ElementId) -> Vec<ElementId> {
        if !EVERY_TYPE || self.items.owners_to_make == 0 {
            return Vec::new();
        }
        let unmade = |id: &ElementId| {
            self.item_kind(*id).is_some_and(ItemKind::is_row) && !self.items.is_made(*id)
        };
        self.within(id).into_iter().filter(unmade).collect()
    }

    /// A dynamic panel that shows one panel at a time is asked for that one when it is hidden.
    pub(crate) fn panels_hidden(&mut self, id: ElementId) {
        if EVERY_TYPE && self.item_kind(id) == Some(ItemKind::Panel) && !self.shows_list(id) {
            self.items_needed(id);
        }
    }

    /// The limits of a text question are computed once when it is loaded, so that what they look into is
    /// made (`QuestionTextModel.onSurveyLoad`).
    pub(crate) fn make_items_of_limits(&mut self, id: ElementId) {
        if !EVERY_TYPE || self.items.owners_to_make == 0 {
            return;
        }
        for rule in self.def(id).rules.clone() {
            let rule = self.rule_of(id, rule);
            if let (Effect::Min | Effect::Max, Some(expression)) = (rule.effect, rule.expression) {
                self.make_items_read(expression);
            }
        }
    }

    /// Makes the rows and panels that an expression looks into: `p[0].x`, `m[0].x`, `m.row.x`.
    pub(crate) fn make_items_read(&mut self, id: ExpressionId) {
        if !EVERY_TYPE || self.items.owners_to_make == 0 {
            return;
        }
        let model = self.shared_model();
        let expression = model.expression(id);
        let Some(program) = &expression.program else {
            return;
        };
        if program.is_asynchronous() {
            self.make_rows_displayed(id);
        }
        if expression
            .reads
            .iter()
            .any(|it| matches!(it, Read::Quiz(_)))
        {
            self.make_panels_of_quiz();
        }
        if expression.asks_for_errors() {
            self.make_panels_checked(&expression.text);
        }
        for (written, read) in program.names().iter().zip(&expression.reads) {
            let Read::Name(candidates) = read else {
                continue;
            };
            let found = candidates
                .iter()
                .find(|candidate| candidate.question.is_some());
            let Some((owner, length)) = found.and_then(|it| Some((it.question?, it.length))) else {
                continue;
            };
            let rest = written.text.get(length as usize..).unwrap_or_default();
            if self.looks_inside(owner, rest) {
                self.items_needed(owner);
            }
        }
    }

    /// Who counts questions with a right answer looks for them in panels
    /// (`QuestionPanelDynamicModel.getQuizQuestionCount`).
    fn make_panels_of_quiz(&mut self) {
        let pages = self.pages().to_vec().into_iter();
        let start = self.start_page();
        let shown = pages.filter(|page| Some(*page) != start && self.is_visible(*page));
        for page in shown.collect::<Vec<_>>() {
            for id in self.within(page) {
                if self.def(id).kind == ElementKind::PanelDynamic && self.is_visible(id) {
                    self.items_needed(id);
                }
            }
        }
    }

    /// Who asks whether everything in an element is answered and right looks into its panels, up to the
    /// first question that isn't (`isContainerReadyCore`).
    fn make_panels_checked(&mut self, condition: &str) {
        for call in condition.split(CHECKS).skip(1) {
            let name = call.split(['\'', '"']).nth(1).unwrap_or_default();
            let Some(container) = self.model().any_by_name(name) else {
                continue;
            };
            for id in self.within(container) {
                if self.def(id).kind == ElementKind::PanelDynamic {
                    self.items_needed(id);
                }
                if !self.def(id).is_container() && !self.is_ready(id) {
                    break;
                }
            }
        }
    }

    /// The display text of an answered matrix asks for its rows
    /// (`QuestionMatrixDropdownModel.getDisplayValueCore`).
    fn make_rows_displayed(&mut self, expression: ExpressionId) {
        for id in self.elements() {
            if self.item_kind(id).is_some_and(ItemKind::is_row)
                && !self.items.is_made(id)
                && !self.is_question_empty(id)
                && self.asks(expression, id)
            {
                self.items_needed(id);
            }
        }
    }

    /// A trigger that copies or sets something in rows or panels makes these
    /// (`SurveyModel.setTriggerValue`).
    pub(crate) fn make_items_named(&mut self, path: &str) {
        if !EVERY_TYPE || self.items.owners_to_make == 0 {
            return;
        }
        let ends = path.rmatch_indices(['.', '[']);
        let owner = ends.map(|(at, _)| at).find_map(|at| {
            let owner = self.question_by_value_name(path.get(..at)?)?;
            self.looks_inside(owner, path.get(at..)?).then_some(owner)
        });
        if let Some(owner) = owner {
            self.items_needed(owner);
        }
    }

    /// The rows or panels of a question that is copied whole, though all of them are empty
    /// (`PanelDynamicValueGetterContext.getValue`).
    pub(crate) fn empty_items_named(&self, name: &str, display: bool) -> Option<Value> {
        if !EVERY_TYPE || display {
            return None;
        }
        let owner = self.question_by_value_name(name)?;
        let dynamic = matches!(
            self.item_kind(owner),
            Some(ItemKind::Panel | ItemKind::DynamicRow)
        );
        let value = &self.cell(owner).value;
        (dynamic && value.as_array().is_some()).then(|| value.clone())
    }

    /// Whether what follows the name of a question is a place in it: an index from 0, or the name of
    /// a given row.
    fn looks_inside(&self, owner: ElementId, rest: &str) -> bool {
        match self.item_kind(owner) {
            Some(ItemKind::Panel | ItemKind::DynamicRow) => rest
                .strip_prefix('[')
                .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit())),
            Some(ItemKind::Row) => {
                let Some(rest) = rest.strip_prefix('.') else {
                    return false;
                };
                let items = self.def(owner).items.iter();
                let mut rows = items.flat_map(|items| &items.rows);
                rows.any(|row| {
                    let name = row.value.to_text();
                    let found = rest.get(..name.len());
                    let after = rest.get(name.len()..).unwrap_or_default();
                    found.is_some_and(|found| found.eq_ignore_ascii_case(&name))
                        && (after.is_empty() || after.starts_with(['.', '[']))
                })
            }
            _ => false,
        }
    }
}
