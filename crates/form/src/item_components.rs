//! Questions of registered types: the question outside and those inside hold one value, and each
//! change of one is handed to the other (SurveyJS `question_custom.ts`).

use std::sync::Arc;

use casement_expression::lower;

use crate::components::{Component, Handed};
use crate::element::EVERY_TYPE;
use crate::items::ItemId;
use crate::model::ItemKind;
use crate::state::Flag;
use crate::storage::COMMENT;
use crate::visibility::ClearReason;
use crate::{Change, ElementId, ElementKind, FieldError, Form, Object, Severity, Value};

use crate::data::same;

impl Form {
    /// Its type is registered by the host.
    pub(crate) fn is_component(&self, id: ElementId) -> bool {
        self.item_kind(id).is_some_and(ItemKind::is_component)
    }

    pub(crate) fn component(&self, id: ElementId) -> Option<&Arc<Component>> {
        if !EVERY_TYPE {
            return None;
        }
        self.def(id).items.as_ref()?.component.as_ref()
    }

    /// The content of a component's question.
    pub(crate) fn content_of(&self, owner: ElementId) -> Option<ItemId> {
        self.items.list(owner).first().copied()
    }

    /// The one question inside.
    pub(crate) fn question_inside_custom(&self, owner: ElementId) -> Option<ElementId> {
        if self.item_kind(owner) != Some(ItemKind::Custom) {
            return None;
        }
        let frame = self.items.get(self.content_of(owner)?).frame;
        self.children(frame).first().copied()
    }

    /// The question whose content an element is, where that is a single question.
    pub(crate) fn custom_around(&self, id: ElementId) -> Option<ElementId> {
        let item = self.items.get(self.items.item_of(id)?);
        (self.item_kind(item.owner) == Some(ItemKind::Custom)).then_some(item.owner)
    }

    /// Belongs to the content of a component's question.
    pub(crate) fn lies_in_component(&self, id: ElementId) -> bool {
        let item = self.items.item_of(id);
        item.is_some_and(|item| self.item_template(item).kind.is_component())
    }

    /// Lies, at whatever depth, in the content of a component's question that is the owner or lies in
    /// its rows and panels.
    pub(crate) fn is_in_component_of(&self, id: ElementId, owner: ElementId) -> bool {
        let mut at = id;
        while let Some(item) = self.items.item_of(at) {
            if self.item_template(item).kind.is_component() {
                return true;
            }
            at = self.items.get(item).owner;
            if at == owner {
                return false;
            }
        }
        false
    }

    /// The questions of a content, in document order, those in its panels too.
    pub(crate) fn questions_inside(&self, item: ItemId) -> Vec<ElementId> {
        let frame = self.items.get(item).frame;
        let count = self.item_template(item).elements.len() as u32;
        let all = (frame.as_u32()..frame.as_u32() + count).map(ElementId::new);
        all.filter(|id| !self.def(*id).is_container()).collect()
    }

    /// Makes the content of a component's question; then come the question's own default, and those
    /// of the questions inside that have no answer.
    ///
    /// Whether the question itself was without an answer, before those inside began with theirs.
    pub(crate) fn make_component(&mut self, owner: ElementId) -> bool {
        let was_empty = self.cell(owner).value.is_empty();
        if !EVERY_TYPE || !self.is_component(owner) {
            return was_empty;
        }
        let told = self.lies_in_components_only(owner);
        if !told {
            self.items.untold.push(owner);
        }
        let empty = self.begin_content(owner, was_empty);
        if !told {
            self.items.untold.pop();
        }
        if self.content_of(owner).is_none() {
            return was_empty;
        }
        self.content_loaded(owner);
        if !same(&self.value_of_items(owner), &self.cell(owner).value) {
            self.put_together(owner);
        }
        empty
    }

    /// The content, and the first answers in it.
    fn begin_content(&mut self, owner: ElementId, was_empty: bool) -> bool {
        self.make_content(owner);
        let Some(item) = self.content_of(owner) else {
            return was_empty;
        };
        if self.cell(owner).value.is_empty() {
            self.take_from_inside(owner);
            self.set_default_if_empty(owner);
        } else {
            self.component_takes_over(owner);
        }
        let given = !was_empty;
        let empty = self.is_question_empty(owner);
        // The cell of a row that was given a value takes nothing beside it.
        let given = given && self.is_cell(owner);
        for id in self.questions_inside(item) {
            if given && !self.is_component(id) {
                continue;
            }
            if self.is_component(id) {
                self.make_component(id);
            } else {
                self.set_default_if_empty(id);
                self.begin_with_default(id);
            }
        }
        empty
    }

    /// Makes the content, without defaults; but a single question has its plain one as soon as the
    /// form is loaded, before the outer one gets its.
    pub(crate) fn make_content(&mut self, owner: ElementId) {
        if !EVERY_TYPE || !self.is_component(owner) || self.items.is_made(owner) {
            return;
        }
        let empty = self.cell(owner).value.is_empty();
        self.items.begin_list(owner);
        self.items.filling.push(owner);
        self.make_item(owner, 0, Arc::default());
        self.items.filling.pop();
        let loading = self.stage.loading && empty && self.lies_in_components_only(owner);
        if !loading {
            return;
        }
        let Some(inside) = self.question_inside_custom(owner) else {
            for id in self
                .content_of(owner)
                .into_iter()
                .flat_map(|item| self.questions_inside(item))
                .collect::<Vec<_>>()
            {
                self.make_content(id);
            }
            return;
        };
        let value = self
            .component(owner)
            .map(|component| component.own_default());
        let value = self.default_as_held(inside, value.unwrap_or_default());
        if self.is_component(inside) {
            self.make_content(inside);
        } else if !value.is_empty() {
            let value = self.own_form(inside, value);
            let outer = self.stage.making_content.replace(owner);
            self.set_question_value(inside, value);
            self.stage.making_content = outer;
            self.cell_mut(owner).set(Flag::Direct, false);
        }
    }

    /// SurveyJS gives questions inside their plain default when it makes them, and takes that for a
    /// given answer where an expression is their default as well.
    fn begin_with_default(&mut self, id: ElementId) {
        if self.def(id).default_expression.is_some() && !self.plain_default(id).is_empty() {
            self.cell_mut(id).set(Flag::Direct, true);
        }
    }

    /// Stands in a row of a matrix.
    pub(crate) fn is_cell(&self, id: ElementId) -> bool {
        let item = self.items.item_of(id);
        item.is_some_and(|item| self.item_template(item).kind.is_row())
    }

    /// Stands in the form itself, be it through other components.
    fn lies_in_components_only(&self, id: ElementId) -> bool {
        let mut at = id;
        while let Some(item) = self.items.item_of(at) {
            if !self.item_template(item).kind.is_component() {
                return false;
            }
            at = self.items.get(item).owner;
        }
        true
    }

    /// The question inside that takes a property for the outer one.
    pub(crate) fn handed_to(&self, owner: ElementId, name: &str) -> Option<(ElementId, Handed)> {
        let handed = self.component(owner)?.handed(name)?;
        let inside = match (self.question_inside_custom(owner), &handed.inside) {
            (Some(inside), _) => inside,
            (None, Some(name)) => self.question_in(self.content_of(owner)?, name)?,
            (None, None) => return None,
        };
        Some((inside, handed))
    }

    /// Without storing anything.
    fn take_from_inside(&mut self, owner: ElementId) {
        let value = self.value_of_items(owner);
        let state = self.cell_mut(owner);
        if !same(&state.value, &value) {
            state.value = value;
            self.changed(Change::Value(owner));
        } else {
            state.value = value;
        }
    }

    /// The question got a value: those inside get their parts of it, as from an input.
    pub(crate) fn component_takes_over(&mut self, owner: ElementId) {
        if !EVERY_TYPE || !self.items.is_made(owner) {
            return;
        }
        let Some(item) = self.content_of(owner) else {
            return;
        };
        if let Some(inside) = self.question_inside_custom(owner) {
            let value = self.cell(owner).value.clone();
            if !same(&self.value_of_items(owner), &value) {
                let value = self.component_value(owner, "setValue", value);
                self.set_question_value(inside, value);
            }
        } else {
            let value = self.cell(owner).value.clone();
            let given = self.component_value(owner, "getValue", value);
            let given = given.as_object().cloned().unwrap_or_default();
            self.items.filling.push(owner);
            for id in self.questions_inside(item) {
                self.take_part(id, &given);
            }
            self.items.filling.pop();
        }
        if self.cell(owner).value.is_empty() {
            for id in self.questions_inside(item) {
                self.compute_again(id);
            }
        }
        self.take_from_inside(owner);
    }

    /// A question inside gets its part of a value, and its comment.
    fn take_part(&mut self, id: ElementId, given: &Object) {
        let Some(name) = self.value_name(id) else {
            return;
        };
        let value = given.get(&name).cloned().unwrap_or_default();
        let nothing = matches!(value, Value::Undefined) && self.is_question_empty(id);
        if !nothing && !same(&self.cell(id).value, &value) {
            self.set_question_value(id, value);
        }
        let comment = given.get(&format!("{name}{COMMENT}"));
        let comment = comment.map(Value::to_text).unwrap_or_default();
        if self.comment_of(id) != comment {
            self.set_question_comment(id, &*comment);
        }
    }

    /// The comment of a question inside: the text of an "other" that is the answer itself counts as one
    /// (`QuestionCompositeModel.getComment`).
    fn comment_inside(&self, id: ElementId) -> Value {
        let answers = self.offers_choices(id) && !self.has_comment_area(id);
        if answers && self.shows_other(id) && !self.stores_others(id) {
            return self.other_texts.get(&id).cloned().unwrap_or_default();
        }
        self.comment_of(id).into()
    }

    /// What the content holds, as the question's value.
    pub(crate) fn value_inside(&self, owner: ElementId) -> Value {
        if let Some(inside) = self.question_inside_custom(owner) {
            let value = self.cell(inside).value.clone();
            return self.component_value(owner, "getValue", value);
        }
        let Some(item) = self.content_of(owner) else {
            return Value::Undefined;
        };
        let mut object = Object::new();
        for id in self.questions_inside(item) {
            if self.is_question_empty(id) {
                continue;
            }
            let Some(name) = self.value_name(id) else {
                continue;
            };
            let comment = self.comment_inside(id);
            object.insert(&*name, self.cell(id).value.clone());
            if !comment.is_empty() {
                object.insert(format!("{name}{COMMENT}"), comment);
            }
        }
        self.component_value(owner, "setValue", object.into())
    }

    /// A single question inside and the outer one are given by a person, or by a default, together.
    pub(crate) fn share_directness(&mut self, id: ElementId, direct: bool) {
        if !EVERY_TYPE {
            return;
        }
        let mut at = self.custom_around(id);
        while let Some(outer) = at {
            self.cell_mut(outer).set(Flag::Direct, direct);
            at = self.custom_around(outer);
        }
        let mut at = self.question_inside_custom(id);
        while let Some(inside) = at {
            self.cell_mut(inside).set(Flag::Direct, direct);
            at = self.question_inside_custom(inside);
        }
    }

    /// A value was set inside: what expressions made of it in the meantime gives way.
    pub(crate) fn insist(&mut self, owner: ElementId, questions: &[ElementId], value: &Value) {
        if self.item_kind(owner) != Some(ItemKind::Composite) {
            return;
        }
        let others = questions
            .iter()
            .filter(|id| !same(&self.cell(**id).value, value));
        let others: Vec<ElementId> = others.copied().collect();
        if others.is_empty() {
            return;
        }
        self.items.filling.push(owner);
        for id in others {
            self.set_question_value(id, value.clone());
        }
        self.items.filling.pop();
        self.put_together(owner);
    }

    /// A component around it just gets its default.
    pub(crate) fn is_component_by_default(&self, id: ElementId) -> bool {
        let mut at = id;
        while let Some(item) = self.items.item_of(at) {
            if !self.item_template(item).kind.is_component() {
                return false;
            }
            at = self.items.get(item).owner;
            if self.cell(at).is(Flag::ByDefault) {
                return true;
            }
        }
        false
    }

    /// SurveyJS finds nothing under the whole name of such a question where it looks among the
    /// questions of a component.
    pub(crate) fn hides_whole_value(&self, id: ElementId) -> bool {
        matches!(
            self.def(id).kind,
            ElementKind::Matrix
                | ElementKind::MatrixDropdown
                | ElementKind::MultipleText
                | ElementKind::Composite
        )
    }

    /// A value as the host's component turns it: `getValue` and `setValue` of the definition.
    fn component_value(&self, owner: ElementId, callback: &str, value: Value) -> Value {
        let Some(component) = self.component(owner) else {
            return value;
        };
        let arguments = [value];
        let turned = self.host.component(&component.name, callback, &arguments);
        let [value] = arguments;
        turned.unwrap_or(value)
    }

    /// What the host says is wrong with the value of a component's question.
    pub(crate) fn component_error(&self, owner: ElementId) -> Option<FieldError> {
        let component = self.component(owner)?;
        let arguments = [self.cell(owner).value.clone()];
        let text = self
            .host
            .component(&component.name, "getErrorText", &arguments)?;
        let text = text.as_str().filter(|text| !text.is_empty())?;
        Some(self.field_error("custom", None, text, Severity::Error))
    }

    /// A value of a component's question as text for people.
    pub(crate) fn display_of_component(&self, owner: ElementId, value: &Value) -> Value {
        if let Some(component) = self.component(owner) {
            let arguments = [value.clone()];
            let shown = self
                .host
                .component(&component.name, "getDisplayValue", &arguments);
            if let Some(shown) = shown {
                return shown;
            }
        }
        if let Some(inside) = self.question_inside_custom(owner) {
            return self.display_of(inside, value);
        }
        let mut shown = Object::new();
        for item in self.items.list(owner) {
            for id in self.questions_inside(*item) {
                if !self.is_question_empty(id) {
                    let title = self.own_text(id, "title");
                    let title = title.unwrap_or_else(|| self.def(id).name.to_string());
                    shown.insert(title, self.display_value(id));
                }
            }
        }
        shown.into()
    }

    /// The title of a component's question that has none of its own.
    pub(crate) fn component_title(&self, owner: ElementId) -> Option<String> {
        let component = self.component(owner)?;
        if component.is_titled()
            && let Some(inside) = self.question_inside_custom(owner)
        {
            return Some(self.title(inside));
        }
        let given = self.localized(&component.title);
        let given = given.filter(|text| !text.is_empty())?;
        Some(self.fill(&given, Some(owner)))
    }

    /// The question of a component is cleared as hidden: those inside, too, each by its own rule.
    pub(crate) fn clear_component(&mut self, owner: ElementId, reason: ClearReason) {
        if self.item_kind(owner) != Some(ItemKind::Composite) {
            return;
        }
        let Some(item) = self.content_of(owner) else {
            return;
        };
        for id in self.questions_inside(item) {
            if self.def(id).kind.has_value() {
                self.clear_if_invisible(id, reason);
            }
        }
    }

    /// What `{composite.name}` and, from outside, `{question.name}` read: the first question of that
    /// value name, whatever its case.
    pub(crate) fn part_of_component(&self, owner: ElementId, name: &str) -> Option<ElementId> {
        let item = self.content_of(owner)?;
        let wanted = lower(name);
        let mut inside = self.questions_inside(item).into_iter();
        inside.find(|id| {
            let own = self.value_name(*id);
            own.is_some_and(|own| lower(&own) == wanted)
        })
    }
}
