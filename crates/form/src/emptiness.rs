//! Questions that hide when they have nothing to offer (`hideIfChoicesEmpty`, `hideIfRowsEmpty`),
//! and the clearing of what isn't offered any more (reference 3.2, 4.3).

use std::sync::Arc;

use crate::element::EVERY_TYPE;
use crate::schema::EVERY_PROPERTY;
use crate::settings::property_of;
use crate::state::Flag;
use crate::visibility::ClearReason;
use crate::{ElementId, ElementKind, Form, Object, Value};

impl Form {
    /// What is offered may be other: a question that hides when that is nothing shows or hides.
    pub(crate) fn emptiness_changed(&mut self, id: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let empty = self.hides_for_emptiness(id);
        if self.cell(id).is(Flag::Empty) == empty {
            return;
        }
        let before = self.is_visible(id);
        self.cell_mut(id).set(Flag::Empty, empty);
        let after = self.is_visible(id);
        if before == after {
            return;
        }
        self.visibility_changed(id, after);
        if !after {
            self.drop_errors(id);
        }
        if !self.stage.loading
            && !self.stage.setting_data
            && self.clears_on_hide(id)
            && self.is_shown(id)
        {
            self.set_default_if_empty(id);
        }
    }

    fn hides_for_emptiness(&self, id: ElementId) -> bool {
        let hides = |name: &str| self.element_property(id, name).is_true();
        let def = self.def(id);
        if def.kind == ElementKind::Matrix {
            return hides("hideIfRowsEmpty") && self.visible_matrix_items(id).0.is_empty();
        }
        if def.kind == ElementKind::MatrixDropdown {
            return hides("hideIfRowsEmpty")
                && if self.items.is_made(id) {
                    self.visible_items(id).is_empty()
                } else {
                    let items = def.items.as_ref();
                    items.is_none_or(|items| items.rows.is_empty()) || self.is_every_row_hidden(id)
                };
        }
        if def.choice_list().is_none() || !hides("hideIfChoicesEmpty") {
            return false;
        }
        !self.offers_own_choices(id)
    }

    /// A preview stands before the end; it may be said in an older way.
    pub(crate) fn shows_preview(&self) -> bool {
        let name = "showPreviewBeforeComplete";
        if let Some(set) = self.override_of(None, name) {
            return set.is_truthy();
        }
        match self.survey_property(name) {
            Value::Undefined | Value::Bool(false) => false,
            shown => shown.as_str() != Some("noPreview"),
        }
    }

    /// The older words for it count where they are read, not where they are set
    /// (`SurveyModel.setShowPreviewBeforeComplete`).
    fn previews_answers_alone(&self) -> bool {
        let answered = Some("answeredQuestions");
        if let Some(set) = self.override_of(None, "previewMode") {
            return set.as_str() == answered;
        }
        let given = |name: &str| property_of(self.model(), name);
        given("showPreviewBeforeComplete").as_str() == Some("showAnsweredQuestions")
            || given("previewMode").as_str() == answered
    }

    /// The preview may leave out what isn't answered (`previewMode` `answeredQuestions`).
    pub(crate) fn hide_unanswered(&mut self) {
        if !EVERY_PROPERTY {
            return;
        }
        let wanted = self.stage.preview
            && self.shows_preview()
            && self.previews_answers_alone()
            && self.elements().any(|id| self.has_shown_answer(id));
        if !wanted && !self.stage.hides_unanswered {
            return;
        }
        let read = !self.model().property_readers.is_empty() && !self.stage.telling_hidden;
        let shown = |form: &Form| -> Vec<bool> {
            let read = form.elements().filter(|_| read);
            read.map(|id| form.is_visible(id)).collect()
        };
        let before = shown(self);
        self.stage.hides_unanswered = wanted;
        // Children stand behind what they lie in, so going backwards counts the innermost first.
        for id in self.elements().collect::<Vec<_>>().into_iter().rev() {
            let count = self
                .def(id)
                .children
                .iter()
                .filter(|child| self.is_visible(**child))
                .count();
            self.cell_mut(id).visible_children = count as u32;
            self.changed(crate::Change::Shown(id));
        }
        let after = shown(self);
        // What follows of that may hide and show others in turn; those are told to nobody.
        self.stage.telling_hidden |= read;
        for (id, (before, after)) in self.elements().zip(before.into_iter().zip(after)) {
            if before != after {
                self.property_changed(Some(id));
            }
        }
        self.stage.telling_hidden &= !read;
    }

    /// Answered, and neither hidden itself nor in a page or panel that is.
    fn has_shown_answer(&self, id: ElementId) -> bool {
        if !self.def(id).kind.has_value() || self.is_question_empty(id) {
            return false;
        }
        let mut around = std::iter::successors(Some(id), |id| self.parent(*id));
        around.all(|id| self.cell(id).is(Flag::Visible))
    }

    /// At the start, before anything is asked. The tables that hide without rows.
    pub(crate) fn hide_empty(&mut self) -> Vec<ElementId> {
        let mut tables = Vec::new();
        for id in self.elements() {
            if self.hides_without_rows(id) {
                tables.push(id);
            }
            self.emptiness_changed(id);
        }
        tables
    }

    fn hides_without_rows(&self, id: ElementId) -> bool {
        EVERY_TYPE
            && self.def(id).kind == ElementKind::MatrixDropdown
            && self.element_property(id, "hideIfRowsEmpty").is_true()
    }

    /// A page or panel whose last question has been loaded asks its elements up to the first that is
    /// visible, and a table that hides without rows makes them to answer
    /// (`PanelModelBase.getIsContentVisible`).
    pub(crate) fn ask_tables(&mut self, tables: &[ElementId], loaded: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        for table in tables {
            let Some(container) = self.parent(*table) else {
                continue;
            };
            let mut children = self.children(container).iter();
            if self.def(container).end.as_u32() == loaded.as_u32() + 1
                && children.find(|id| self.is_visible(**id)) == Some(table)
            {
                self.items_needed(*table);
            }
        }
    }

    /// At the latest, a table that hides without rows is asked for them when its turn comes; it loses
    /// its default where hidden answers go.
    pub(crate) fn ask_table(&mut self, id: ElementId) {
        if self.stage.beginning && self.is_at_top(id) && self.hides_without_rows(id) {
            self.items_needed(id);
            self.emptiness_changed(id);
            let default = self.element_property(id, "defaultValue");
            if !default.is_empty() && !self.is_visible(id) {
                self.clear_if_invisible(id, ClearReason::Hidden);
            }
        }
    }

    /// `clearIncorrectValues`: drops what no question can hold; with `keys`, keys of no question.
    pub(crate) fn drop_incorrect(&mut self, keys: bool) {
        for id in self.elements_of_pages() {
            self.drop_unknown(id, true);
            self.drop_incorrect_inside(id);
        }
        if !keys {
            return;
        }
        let model = self.shared_model();
        let mut kept = Object::new();
        let mut dropped = false;
        // Calculated values are among the data that are assigned again.
        for (text, value) in self.data().iter() {
            let owner = ["-Comment", "-total"]
                .iter()
                .find_map(|ending| text.strip_suffix(ending))
                .unwrap_or(text);
            let shown_only = || {
                let mut elements = model.elements.iter();
                elements.any(|it| it.kind.is_shown_only() && *it.name == *owner)
            };
            let known = model.keys.find(owner).is_some()
                || (EVERY_TYPE && shown_only())
                || model
                    .calculated
                    .iter()
                    .any(|calculated| calculated.include && calculated.name == *text);
            if known {
                kept.insert(Arc::clone(text), value.clone());
            } else {
                dropped = true;
            }
        }
        if dropped {
            self.note_told_others();
            self.data.clear();
            self.assign_data(&kept, false);
        }
    }

    /// Clears what a question holds and no longer offers; with `unknown`, also what it never did.
    pub(crate) fn drop_unknown(&mut self, id: ElementId, unknown: bool) {
        match self.def(id).kind {
            ElementKind::Matrix => self.clear_matrix(id, true, unknown),
            ElementKind::ImageMap => self.clear_unknown_areas(id),
            ElementKind::Rating if unknown => self.clear_unknown_rate(id),
            _ => self.clear_unknown_choices(id),
        }
    }

    /// A question that holds nothing holds what it is told of, be it another nothing: "" for undefined.
    pub(crate) fn takes_other_nothing(&self, id: ElementId, value: &Value) -> bool {
        value.is_empty()
            && !self.offers_choices(id)
            && !self.is_component(id)
            && self.cell(id).value.as_array().is_none()
            && (!EVERY_PROPERTY
                || !matches!(value, Value::Null)
                || self.def(id).kind != ElementKind::Boolean)
    }
}
