//! Choice questions: which items are offered, what a given value becomes, what is cleaned away
//! (reference 4.3).

use crate::data::same;
use crate::model::{ChoiceItem, ClearMode, Special};
use crate::state::Flag;
use crate::{Change, ElementId, ElementKind, Form, Value};
use casement_expression::lower;

/// One item that a choice question offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is stored when it is chosen; `""` for "select all", which stores the others.
    pub value: Value,
    /// What is shown.
    pub text: String,
    /// Can be chosen at this moment.
    pub enabled: bool,
    /// Takes a comment with it ("Other (describe)").
    pub is_other: bool,
    /// Chooses all the others.
    pub is_select_all: bool,
}

/// What conditions have decided of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ItemState {
    pub(crate) hidden: bool,
    pub(crate) disabled: bool,
}

impl Form {
    /// The items that are offered, in order.
    pub(crate) fn choices(&self, id: ElementId) -> Vec<Choice> {
        let Some(list) = &self.def(id).choices else {
            return Vec::new();
        };
        if let Some(carried) = self.carried_choices(id) {
            return carried;
        }
        let full = self.is_selection_full(id);
        let mut choices: Vec<(bool, Choice)> = Vec::with_capacity(list.items.len());
        for (at, item) in list.items.iter().enumerate() {
            let state = self.item_state(id, at);
            if state.hidden {
                continue;
            }
            let select_all_off =
                item.special == Some(Special::SelectAll) && self.is_select_all_off(id);
            let closed = full
                && !self.is_selected(id, &item.value)
                && !item.is_exclusive()
                && item.special != Some(Special::SelectAll);
            let choice = Choice {
                value: item.value.clone(),
                text: self.choice_text(id, item),
                enabled: !state.disabled && !closed && !select_all_off,
                is_other: item.special == Some(Special::Other),
                is_select_all: item.special == Some(Special::SelectAll),
            };
            choices.push((item.special.is_some(), choice));
        }
        self.in_order(id, &mut choices);
        choices.into_iter().map(|(_, choice)| choice).collect()
    }

    /// The choice question whose items are taken (`choicesFromQuestion`).
    fn choice_source(&self, id: ElementId) -> Option<ElementId> {
        let name = self.def(id).properties.text("choicesFromQuestion")?;
        let source = self.question(name)?;
        let offers =
            self.def(source).choices.is_some() && self.def(source).kind != ElementKind::Rating;
        (offers
            && source != id
            && self
                .def(source)
                .properties
                .get("choicesFromQuestion")
                .is_none())
        .then_some(source)
    }

    /// Items of another question, and the special ones of this.
    fn carried_choices(&self, id: ElementId) -> Option<Vec<Choice>> {
        let source = self.choice_source(id)?;
        let mode = self.element_property(id, "choicesFromQuestionMode");
        let chosen = self.cell(source).value.clone();
        let is_chosen = |value: &Value| match chosen.as_array() {
            Some(values) => values.iter().any(|chosen| matches(chosen, value)),
            None => matches(&chosen, value),
        };
        let specials = |list: &crate::model::ChoiceList, value: &Value| {
            list.items
                .iter()
                .any(|item| item.special.is_some() && same(&item.value, value))
        };
        let from = self.def(source).choices.as_ref()?;
        let carried = self.choices(source).into_iter().filter(|choice| {
            let wanted = match mode.as_str() {
                Some("selected") => is_chosen(&choice.value),
                Some("unselected") => !is_chosen(&choice.value),
                _ => true,
            };
            wanted && !specials(from, &choice.value)
        });
        let mut choices: Vec<(bool, Choice)> = carried
            .map(|choice| {
                (
                    false,
                    Choice {
                        enabled: true,
                        ..choice
                    },
                )
            })
            .collect();
        let own = self.def(id).choices.as_ref()?;
        for item in own.items.iter().filter(|item| item.special.is_some()) {
            let choice = Choice {
                value: item.value.clone(),
                text: self.choice_text(id, item),
                enabled: item.special != Some(Special::SelectAll) || !choices.is_empty(),
                is_other: item.special == Some(Special::Other),
                is_select_all: item.special == Some(Special::SelectAll),
            };
            let place = if choice.is_select_all {
                0
            } else {
                choices.len()
            };
            choices.insert(place, (true, choice));
        }
        self.in_order(id, &mut choices);
        Some(choices.into_iter().map(|(_, choice)| choice).collect())
    }

    /// `choicesOrder`: the special items stay at their ends.
    fn in_order(&self, id: ElementId, choices: &mut [(bool, Choice)]) {
        let order = self.element_property(id, "choicesOrder");
        let descending = match order.as_str() {
            Some("asc") => false,
            Some("desc") => true,
            _ => return,
        };
        let first = choices
            .iter()
            .position(|(special, _)| !special)
            .unwrap_or(0);
        let count = choices.iter().filter(|(special, _)| !special).count();
        if let Some(own) = choices.get_mut(first..first + count) {
            own.sort_by(|(_, a), (_, b)| natural(&a.text, &b.text));
            if descending {
                own.reverse();
            }
        }
    }

    fn item_state(&self, id: ElementId, at: usize) -> ItemState {
        self.choice_states
            .get(&id)
            .and_then(|states| states.get(at))
            .copied()
            .unwrap_or_default()
    }

    pub(crate) fn set_item_state(
        &mut self,
        id: ElementId,
        at: usize,
        change: impl Fn(&mut ItemState),
    ) {
        let Some(list) = &self.def(id).choices else {
            return;
        };
        let length = list.items.len();
        let states = self
            .choice_states
            .value_or(id, || vec![ItemState::default(); length]);
        let Some(state) = states.get_mut(at) else {
            return;
        };
        let before = *state;
        change(state);
        let after = *state;
        if before == after {
            return;
        }
        self.changed(Change::Choices(id));
        if before.hidden != after.hidden {
            self.item_visibility_changed(id, at, !after.hidden);
        }
    }

    /// A selected item that goes takes its value with it; a checkbox remembers it.
    fn item_visibility_changed(&mut self, id: ElementId, at: usize, visible: bool) {
        let Some(item) = self
            .def(id)
            .choices
            .as_ref()
            .and_then(|list| list.items.get(at))
            .cloned()
        else {
            return;
        };
        if self.is_multiple(id) {
            let mut selected = self.cell(id).value.as_array().unwrap_or_default().to_vec();
            let remembered = self.remembered.value_or_default(id);
            if visible {
                let Some(place) = remembered
                    .iter()
                    .position(|value| matches(value, &item.value))
                else {
                    return;
                };
                selected.push(remembered.remove(place));
            } else {
                let Some(place) = selected
                    .iter()
                    .position(|value| matches(value, &item.value))
                else {
                    return;
                };
                remembered.push(selected.remove(place));
            }
            let kept = std::mem::take(self.remembered.value_or_default(id));
            self.set_question_value(
                id,
                if selected.is_empty() {
                    Value::Undefined
                } else {
                    selected.into()
                },
            );
            self.remembered.insert(id, kept);
        } else if !self.stage.setting_data {
            self.clear_unknown_choices(id);
        }
    }

    fn is_multiple(&self, id: ElementId) -> bool {
        self.def(id).is_multiple_choice()
    }

    fn is_selected(&self, id: ElementId, value: &Value) -> bool {
        self.cell(id)
            .value
            .as_array()
            .unwrap_or_default()
            .iter()
            .any(|selected| matches(selected, value))
    }

    /// As many are chosen as may be.
    fn is_selection_full(&self, id: ElementId) -> bool {
        if self.def(id).kind != ElementKind::Checkbox {
            return false;
        }
        let most = self.count_property(id, "maxSelectedChoices");
        most > 0
            && self
                .cell(id)
                .value
                .as_array()
                .is_some_and(|selected| selected.len() >= most)
    }

    /// "Select all" can't be used: too many items, or none that can be chosen.
    fn is_select_all_off(&self, id: ElementId) -> bool {
        let most = self.count_property(id, "maxSelectedChoices");
        let Some(list) = &self.def(id).choices else {
            return false;
        };
        let own = list
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.special.is_none());
        let states: Vec<ItemState> = own.map(|(at, _)| self.item_state(id, at)).collect();
        let shown = states.iter().filter(|state| !state.hidden).count();
        (most > 0 && most < shown) || states.iter().all(|state| state.hidden || state.disabled)
    }

    fn count_property(&self, id: ElementId, name: &str) -> usize {
        self.element_property(id, name)
            .as_number()
            .map_or(0, |number| number.max(0.0) as usize)
    }

    fn choice_text(&self, id: ElementId, item: &ChoiceItem) -> String {
        let text = match item.special {
            Some(special) => {
                let own = self.own_text(id, special.text_property());
                Some(own.unwrap_or_else(|| self.message(special.catalogue_key()).to_owned()))
            }
            None => self.localized(&item.text).filter(|text| !text.is_empty()),
        };
        match text {
            Some(text) => self.fill(&text, Some(id)),
            None => item.value.to_text().into_owned(),
        }
    }

    fn item_of(&self, id: ElementId, value: &Value) -> Option<&ChoiceItem> {
        let list = self.def(id).choices.as_ref()?;
        list.items
            .iter()
            .find(|item| item.special != Some(Special::SelectAll) && matches(value, &item.value))
    }

    /// A value as text for people: the item's text, for "other" the comment.
    pub(crate) fn choice_display(&self, id: ElementId, value: &Value) -> Value {
        if let Some(values) = value.as_array() {
            let texts: Vec<String> = values
                .iter()
                .map(|value| self.choice_display(id, value).to_text().into_owned())
                .collect();
            return texts.join(", ").into();
        }
        match self.item_of(id, value) {
            Some(item) if item.special == Some(Special::Other) => {
                let comment = self.comment_of(id);
                if comment.is_empty() {
                    self.choice_text(id, item).into()
                } else {
                    comment.into()
                }
            }
            Some(item) => self.choice_text(id, item).into(),
            None => value.clone(),
        }
    }

    // ---- values ----

    /// A value as the question holds it: the item's own value for one that is like it; a list where
    /// several can be chosen.
    pub(crate) fn choice_form(&self, id: ElementId, value: Value) -> Value {
        if value.is_nullish() {
            return if self.is_multiple(id) {
                Vec::new().into()
            } else {
                value
            };
        }
        let own = |value: &Value| {
            self.item_of(id, value)
                .map_or_else(|| value.clone(), |item| item.value.clone())
        };
        if !self.is_multiple(id) {
            return own(&value);
        }
        match value.as_array() {
            Some(values) if self.def(id).kind == ElementKind::Ranking => self.ranked(id, values),
            Some(values) => values.iter().map(own).collect::<Vec<_>>().into(),
            None if self.def(id).kind == ElementKind::ImagePicker || value.is_empty() => value,
            None => vec![own(&value)].into(),
        }
    }

    /// A ranking holds every item: those given in their order, then the others.
    fn ranked(&self, id: ElementId, values: &[Value]) -> Value {
        if self.element_property(id, "selectToRankEnabled").is_true() || values.is_empty() {
            return values.to_vec().into();
        }
        let offered = self.choices(id);
        let mut ranked: Vec<Value> = values
            .iter()
            .filter_map(|value| offered.iter().find(|choice| matches(value, &choice.value)))
            .map(|choice| choice.value.clone())
            .collect();
        let rest = offered
            .iter()
            .filter(|choice| !values.iter().any(|value| matches(value, &choice.value)));
        ranked.extend(rest.map(|choice| choice.value.clone()).collect::<Vec<_>>());
        ranked.into()
    }

    /// What choosing makes of a value: one of a list where only one can be chosen; nothing beside
    /// what excludes all else.
    pub(crate) fn chosen(&self, id: ElementId, value: Value) -> Value {
        let Some(list) = &self.def(id).choices else {
            return value;
        };
        if !self.is_multiple(id) {
            let single = matches!(
                self.def(id).kind,
                ElementKind::Radiogroup | ElementKind::Dropdown
            );
            return match value.as_array() {
                Some(values) if single => values.first().cloned().unwrap_or_default(),
                _ => value,
            };
        }
        let Some(new) = value.as_array() else {
            return value;
        };
        let exclusive = |value: &&Value| {
            list.items
                .iter()
                .any(|item| item.is_exclusive() && matches(value, &item.value))
        };
        let old = self.cell(id).value.as_array().unwrap_or_default();
        let before = old.iter().rfind(exclusive);
        let now = new.iter().rfind(exclusive);
        let without = |out: &Value| -> Value {
            new.iter()
                .filter(|value| !same(value, out))
                .cloned()
                .collect::<Vec<_>>()
                .into()
        };
        match (before, now) {
            (None, Some(now)) if new.len() > 1 => vec![now.clone()].into(),
            (Some(before), Some(now)) if same(before, now) && new.len() > 1 => without(before),
            (Some(before), _)
                if new.len() > 1 && new.last().is_some_and(|last| !same(last, before)) =>
            {
                without(before)
            }
            _ => value,
        }
    }

    /// Takes away what no visible item offers (reference 4.3, unknown values).
    pub(crate) fn clear_unknown_choices(&mut self, id: ElementId) {
        if self.def(id).choices.is_none()
            || self.def(id).kind == ElementKind::Rating
            || self.keeps_unknown(id)
        {
            return;
        }
        let value = self.cell(id).value.clone();
        if value.is_empty() {
            return;
        }
        let offered = |value: &Value| {
            if self.choice_source(id).is_some() {
                return self
                    .choices(id)
                    .iter()
                    .any(|choice| matches(value, &choice.value));
            }
            let list = self.def(id).choices.as_ref();
            list.is_some_and(|list| {
                list.items.iter().enumerate().any(|(at, item)| {
                    !self.item_state(id, at).hidden
                        && item.special != Some(Special::SelectAll)
                        && matches(value, &item.value)
                })
            })
        };
        let Some(values) = value.as_array() else {
            if !offered(&value) {
                self.clear_question(id);
            }
            return;
        };
        let kept: Vec<Value> = values
            .iter()
            .filter(|value| offered(value))
            .cloned()
            .collect();
        if kept.len() != values.len() {
            self.set_question_value(
                id,
                if kept.is_empty() {
                    Value::Undefined
                } else {
                    kept.into()
                },
            );
        }
    }

    fn keeps_unknown(&self, id: ElementId) -> bool {
        self.sharing(id).len() > 1
            || self.clear_mode(id) == ClearMode::None
            || self.element_property(id, "keepIncorrectValues").is_true()
            || self.survey_property("keepIncorrectValues").is_true()
            || !self
                .element_property(id, "choicesFromQuestion")
                .is_nullish()
            || !self.element_property(id, "choicesByUrl").is_nullish()
            || self.element_property(id, "allowCustomChoices").is_true()
    }

    // ---- checks ----

    /// "Other" is chosen.
    pub(crate) fn is_other_chosen(&self, id: ElementId) -> bool {
        let Some(list) = &self.def(id).choices else {
            return false;
        };
        let other = list
            .items
            .iter()
            .find(|item| item.special == Some(Special::Other));
        other.is_some_and(|other| {
            matches(&self.cell(id).value, &other.value) || self.is_selected(id, &other.value)
        })
    }

    /// "Other" is chosen and not told.
    pub(crate) fn is_other_untold(&self, id: ElementId) -> bool {
        self.is_other_chosen(id) && self.comment_of(id).trim().is_empty()
    }

    /// The comment of an "other" that isn't chosen goes at completion.
    pub(crate) fn drop_untold_comment(&mut self, id: ElementId) {
        let Some(list) = &self.def(id).choices else {
            return;
        };
        let offers = list
            .items
            .iter()
            .any(|item| item.special == Some(Special::Other));
        if offers
            && !self.is_other_chosen(id)
            && !self.comment_of(id).is_empty()
            && !self.element_property(id, "showCommentArea").is_true()
        {
            self.set_question_comment(id, "");
        }
    }

    /// The least number of items, where fewer are chosen.
    pub(crate) fn too_few_choices(&self, id: ElementId) -> Option<usize> {
        if !matches!(
            self.def(id).kind,
            ElementKind::Checkbox | ElementKind::Tagbox | ElementKind::ImagePicker
        ) {
            return None;
        }
        let least = self.count_property(id, "minSelectedChoices");
        let selected = self.cell(id).value.as_array().unwrap_or_default();
        let list = self.def(id).choices.as_ref()?;
        let alone = selected.len() == 1
            && list
                .items
                .iter()
                .any(|item| item.is_exclusive() && self.is_selected(id, &item.value));
        (least > 0 && selected.len() < least && !alone && !self.cell(id).is(Flag::Setting))
            .then_some(least)
    }
}

/// Whether a value means an item: numbers and number-like texts by number, else exactly.
pub(crate) fn matches(value: &Value, item: &Value) -> bool {
    if value.is_nullish() {
        return false;
    }
    match (value.number_like(), item.number_like()) {
        (Some(a), Some(b)) => a == b,
        _ => value == item,
    }
}

/// Order of texts with the numbers in them by size.
fn natural(a: &str, b: &str) -> std::cmp::Ordering {
    let parts = |text: &str| {
        let mut parts: Vec<(bool, String)> = Vec::new();
        for letter in lower(text).chars() {
            let digit = letter.is_ascii_digit();
            match parts.last_mut() {
                Some((kind, part)) if *kind == digit => part.push(letter),
                _ => parts.push((digit, letter.to_string())),
            }
        }
        parts
    };
    let (a, b) = (parts(a), parts(b));
    for ((a_digits, a), (b_digits, b)) in a.iter().zip(&b) {
        let order = if *a_digits && *b_digits {
            let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            a.len().cmp(&b.len()).then_with(|| a.cmp(b))
        } else {
            a.cmp(b)
        };
        if order.is_ne() {
            return order;
        }
    }
    a.len().cmp(&b.len())
}
