//! Choice questions: which items are offered, in which order, which of them can be chosen
//! (reference 4.3). What a given value becomes is in `choice_values`.

use crate::carried_choices::MAX_CARRIED;
use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::model::{ChoiceItem, Effect, ItemKind, Special};
use crate::random_order::{RandomPlace, shuffle};
use crate::schema::EVERY_PROPERTY;
use crate::state::Flag;
use crate::{Change, ElementId, ElementKind, Form, Value};
use casement_expression::Equality;

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
        let Some(list) = self.choice_list(id) else {
            return Vec::new();
        };
        let mut choices = self.plain_choices(id, MAX_CARRIED);
        self.in_order(id, &mut choices);
        let full = self.is_selection_full(id);
        let every = self.is_select_all_on(id, &choices);
        let mut heads = 0;
        for item in &list.items {
            let Some(special) = item.special else {
                continue;
            };
            let choice = Choice {
                value: item.value.clone(),
                text: self.choice_text(id, item),
                enabled: match special {
                    Special::SelectAll => every,
                    Special::Other => !full || self.was_other_chosen(id),
                    _ => true,
                },
                is_other: special == Special::Other,
                is_select_all: special == Special::SelectAll,
            };
            if choice.is_select_all {
                choices.insert(heads, choice);
                heads += 1;
            } else {
                choices.push(choice);
            }
        }
        choices
    }

    /// The items without the special ones, not in order: another question's, or its own.
    pub(crate) fn plain_choices(&self, id: ElementId, depth: usize) -> Vec<Choice> {
        if self.stage.loading && self.is_at_top(id) && !self.cell(id).is(Flag::Loaded) {
            // It offers nothing before its turn while the form is loaded
            // (`QuestionSelectBase.updateVisibleChoices`).
            return Vec::new();
        }
        let own = self.own_choices.get(&id).into_iter().flatten();
        let own = own.map(|value| Choice {
            value: value.clone(),
            text: value.to_text().into_owned(),
            enabled: true,
            is_other: false,
            is_select_all: false,
        });
        if let Some(carried) = self.carried_choices(id, depth) {
            return own.chain(carried).collect();
        }
        let Some(list) = self.choice_list(id) else {
            return Vec::new();
        };
        let full = self.is_selection_full(id);
        let items = list.items.iter().enumerate();
        let shown = items
            .filter(|(at, item)| item.special.is_none() && !self.is_item_hidden(id, *at))
            .map(|(at, item)| Choice {
                value: item.value.clone(),
                text: self.choice_text(id, item),
                enabled: !self.item_state(id, at).disabled
                    && (!full || self.was_selected(id, &item.value)),
                is_other: false,
                is_select_all: false,
            });
        let mut choices: Vec<Choice> = own.chain(shown).collect();
        if self.def(id).kind == ElementKind::Rating {
            self.describe_extremes(id, &mut choices);
        }
        choices
    }

    /// The first and the last rate show the descriptions of the limits in place of their texts
    /// (`displayRateDescriptionsAsExtremeItems`).
    fn describe_extremes(&self, id: ElementId, rates: &mut [Choice]) {
        let says = |name: &str| self.element_property(id, name);
        let is_dropdown = match says("displayMode").as_str() {
            Some("auto") | None => says("renderAs").as_str() == Some("dropdown"),
            mode => mode == Some("dropdown"),
        };
        if !says("displayRateDescriptionsAsExtremeItems").is_true() || is_dropdown {
            return;
        }
        // The only rate is the first one.
        if let [_, .., last] = rates
            && let Some(text) = self.own_text(id, "maxRateDescription")
        {
            last.text = text;
        }
        if let [first, ..] = rates
            && let Some(text) = self.own_text(id, "minRateDescription")
        {
            first.text = text;
        }
    }

    fn is_rate_without_text(&self, id: ElementId, rate: &Value) -> bool {
        let list = self.def(id).choice_list();
        let list = list.filter(|_| self.def(id).kind == ElementKind::Rating);
        let item = list.and_then(|list| list.items.iter().find(|item| item.value == *rate));
        item.is_some_and(|item| item.text.is_nullish())
    }

    /// Data bring what a visitor added to the choices at another time (`allowCustomChoices`): what is
    /// not visible is offered before all others (`QuestionDropdownModel.updateCustomChoices`).
    pub(crate) fn note_own_choices(&mut self, id: ElementId) {
        if !self.takes_own_choices(id) || self.loads_choices_lazily(id) {
            return;
        }
        let value = self.cell(id).value.clone();
        let single = [value.clone()];
        let several = self.is_multiple(id);
        let values = match value.as_array() {
            Some(values) if several && !values.is_empty() => values,
            // A single answer is offered though it is an empty text (`updateCustomChoices`).
            _ if value.is_nullish() || (several && value.is_empty()) => return,
            _ => &single,
        };
        self.own_choices.remove(&id);
        let shown = self.choices(id);
        let known = |value: &Value| {
            let mut shown = shown.iter();
            shown.any(|choice| value.equals(&choice.value, Equality::DEFAULT))
        };
        let own: Vec<Value> = values
            .iter()
            .map(|value| self.unwrapped(id, value))
            .filter(|value| !value.is_nullish() && !known(value))
            .cloned()
            .collect();
        self.own_choices.insert(id, own);
        self.changed(Change::Choices(id));
    }

    /// Some choice is visible; the special items don't count.
    pub(crate) fn offers_own_choices(&self, id: ElementId) -> bool {
        if self.carries(id) {
            return !self.choices(id).is_empty();
        }
        let list = self.choice_list(id);
        list.is_some_and(|list| {
            let mut items = list.items.iter().enumerate();
            items.any(|(at, item)| item.special.is_none() && !self.item_state(id, at).hidden)
        })
    }

    /// The list of a question is another one.
    pub(crate) fn choices_changed(&mut self, id: ElementId) {
        self.note_carried(id);
        self.emptiness_changed(id);
        self.unrank(id);
        self.rank_other_items(id);
        if self.offers_choices(id) || self.def(id).kind.is_listed() {
            self.source_changed(id);
        }
    }

    /// `choicesOrder`: by text, or by chance.
    pub(crate) fn in_order(&self, id: ElementId, choices: &mut [Choice]) {
        let order = self.element_property(id, "choicesOrder");
        let order = casement_expression::lower(order.as_str().unwrap_or_default()).into_owned();
        match order.as_str() {
            "asc" => choices.sort_by(|a, b| by_text(&a.text, &b.text)),
            "desc" => choices.sort_by(|a, b| by_text(&b.text, &a.text)),
            "random" => self.shuffle_choices(id, choices),
            _ => {}
        }
    }

    fn shuffle_choices(&self, id: ElementId, choices: &mut [Choice]) {
        let Some((items, seed)) = self
            .choice_list(id)
            .and_then(|list| Some((&list.items, list.random_seed.filter(|_| EVERY_PROPERTY)?)))
        else {
            return;
        };
        let place_of = |(at, choice): (usize, &Choice)| {
            // Nearly always the items are offered as they are given.
            let given = items.get(at).filter(|item| item.value == choice.value);
            let given = given.or_else(|| items.iter().find(|item| item.value == choice.value));
            given
                .map(|item| item.random_place.clone())
                .unwrap_or_default()
        };
        let places: Vec<RandomPlace> = choices.iter().enumerate().map(place_of).collect();
        shuffle(choices, &places, seed);
    }

    // ---- what conditions decide ----

    pub(crate) fn item_state(&self, id: ElementId, at: usize) -> ItemState {
        let states = self.choice_states.get(&id);
        let state = states.and_then(|states| states.get(at)).copied();
        let mut state = state.unwrap_or_default();
        state.hidden &= !self.settings().show_invisible;
        state
    }

    /// Conditions hide it, and hidden things aren't shown (`showInvisibleElements`).
    pub(crate) fn is_item_hidden(&self, id: ElementId, at: usize) -> bool {
        self.item_state(id, at).hidden && !self.settings().show_invisible
    }

    pub(crate) fn set_item_state(
        &mut self,
        id: ElementId,
        at: usize,
        change: impl Fn(&mut ItemState),
    ) {
        let length = match self.choice_list(id) {
            Some(list) => list.items.len(),
            None => self.def(id).conditional_items().len(),
        };
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
        if before.hidden == after.hidden {
            return;
        }
        if self.def(id).parts.is_some() {
            self.part_visibility_changed(id, at);
            return;
        }
        self.cell_mut(id).set(Flag::ItemsChanged, true);
        self.mark_choices(id);
    }

    /// The items are settled after all of their conditions.
    pub(crate) fn mark_choices(&mut self, id: ElementId) {
        let rules = self.def(id).rules.iter().copied();
        let rule = rules
            .into_iter()
            .find(|rule| self.rule_of(id, *rule).effect == Effect::Choices);
        match (rule, self.items.item_of(id)) {
            (Some(rule), None) => self.wave.mark(rule),
            (Some(rule), Some(item)) => self.mark_in_item(item, rule),
            (None, _) => {}
        }
    }

    /// Items came or went: what is chosen of them goes, or comes back.
    pub(crate) fn settle_choices(&mut self, id: ElementId) {
        if self.def(id).parts.is_some() {
            return self.settle_parts(id);
        }
        let conditional = self.carries(id) && self.carried_condition(id).is_some();
        if conditional {
            self.changed(Change::Choices(id));
            // In a row or panel a default is there before the items are.
            if self.stage.loading || (self.stage.beginning && !self.is_at_top(id)) {
                return;
            }
            if !self.hides_carried(id) && !self.differs_from_source(id) {
                return;
            }
        } else if !self.cell(id).is(Flag::ItemsChanged) {
            // A list that isn't that of the other question counts as changed at every pass.
            if self.carries(id) && self.differs_from_source(id) {
                self.choices_changed(id);
                self.clear_unknown_choices(id);
            }
            return;
        }
        self.cell_mut(id).set(Flag::ItemsChanged, false);
        self.choices_changed(id);
        if self.def(id).kind == ElementKind::Rating {
            self.clear_hidden_rate(id);
        } else if !self.begins_after_items(id) {
            self.clear_unknown_choices(id);
        } else if self.chooses_some_offered(id) {
            self.clear_unknown_choices(id);
            self.remembered.remove(&id);
        } else if let Some((replaced, told)) =
            self.default_as_other(id, &self.cell(id).value.clone())
        {
            self.set_question_value(id, replaced);
            self.set_question_comment(id, told);
        }
    }

    /// Something of a list that is chosen is offered, or is a special item.
    fn chooses_some_offered(&self, id: ElementId) -> bool {
        let chosen = self.cell(id).value.as_array();
        let mut chosen = chosen.into_iter().flatten();
        let special = |value: &Value| matches!(value.as_str(), Some("none" | "other"));
        chosen.any(|value| special(value) || !self.is_unknown(id, value, true))
    }

    /// The conditions of the items in the panels of the start have run before their questions get their
    /// defaults again where nothing is left of them, so that these stay though a hidden item offers them
    /// (`QuestionPanelDynamicModel.onSurveyLoad`).
    fn begins_after_items(&self, id: ElementId) -> bool {
        if !EVERY_TYPE || !(self.stage.loading || self.items.loading) {
            return false;
        }
        let item = self.items.item_of(id);
        let in_panel = item.is_some_and(|item| self.item_template(item).kind == ItemKind::Panel);
        let default = self.def(id).properties.get("defaultValue");
        let value = &self.cell(id).value;
        in_panel
            && default.is_some_and(|default| {
                let other = self.default_as_other(id, default);
                same(default, value) || other.is_some_and(|(replaced, _)| same(&replaced, value))
            })
    }

    pub(crate) fn has_special_items(&self, id: ElementId) -> bool {
        let list = self.choice_list(id);
        list.is_some_and(|list| list.items.iter().any(|item| item.special.is_some()))
    }

    /// As many are chosen as may be.
    fn is_selection_full(&self, id: ElementId) -> bool {
        if !matches!(
            self.def(id).kind,
            ElementKind::Checkbox | ElementKind::Tagbox | ElementKind::Ranking
        ) {
            return false;
        }
        let most = self.count_property(id, "maxSelectedChoices");
        let chosen = self.settled_choice(id).as_array();
        most > 0 && chosen.is_some_and(|chosen| chosen.len() >= most)
    }

    fn was_selected(&self, id: ElementId, item: &Value) -> bool {
        let chosen = self.settled_choice(id).as_array().unwrap_or_default();
        let mut chosen = chosen.iter().map(|value| self.unwrapped(id, value));
        chosen.any(|value| matches(value, item))
    }

    /// As [`Form::was_selected`], of "other".
    fn was_other_chosen(&self, id: ElementId) -> bool {
        let frozen = self.frozen.get(&id).filter(|_| self.stage.completed);
        frozen.map_or_else(|| self.is_other_chosen(id), |(_, other)| *other)
    }

    /// What was chosen when it was last decided which items can be: after completion that is not
    /// done again.
    fn settled_choice(&self, id: ElementId) -> &Value {
        let frozen = self.frozen.get(&id).filter(|_| self.stage.completed);
        frozen.map_or(&self.cell(id).value, |(value, _)| value)
    }

    /// At completion: what is chosen where only so many may be, and whether "other" is.
    pub(crate) fn freeze_choices(&mut self) {
        self.frozen = crate::tables::ById::new();
        let mut all: Vec<ElementId> = self.elements().collect();
        if EVERY_TYPE {
            for item in self.items.all() {
                all.extend(self.questions_inside(item));
            }
        }
        for id in all {
            if self.offers_choices(id) && self.count_property(id, "maxSelectedChoices") > 0 {
                let settled = (self.cell(id).value.clone(), self.is_other_chosen(id));
                self.frozen.insert(id, settled);
            }
        }
    }

    /// "Select all" can be used: not too many items, and some that can be chosen.
    fn is_select_all_on(&self, id: ElementId, offered: &[Choice]) -> bool {
        let most = self.count_property(id, "maxSelectedChoices");
        let usable = offered
            .iter()
            .filter(|choice| choice.enabled && !self.is_exclusive(id, &choice.value, false))
            .count();
        usable > 0 && (most == 0 || usable <= most)
    }

    pub(crate) fn count_property(&self, id: ElementId, name: &str) -> usize {
        self.element_property(id, name)
            .as_number()
            .map_or(0, |number| number.max(0.0) as usize)
    }

    // ---- texts ----

    pub(crate) fn choice_text(&self, id: ElementId, item: &ChoiceItem) -> String {
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

    /// A value as text for people: the item's text, for "other" what was told.
    pub(crate) fn choice_display(&self, id: ElementId, value: &Value) -> Value {
        if self.def(id).choice_list().is_none() {
            return value.clone();
        }
        let listed = self.is_multiple(id);
        // A choice of pictures looks for the text of each value by itself, of a text for that of each
        // letter (`QuestionImagePickerModel.getDisplayValueCore`).
        let pictures = self.def(id).kind == ElementKind::ImagePicker;
        if pictures && let Some(values) = value.as_array() {
            return self.display_one_by_one(id, values.iter());
        }
        if pictures && self.is_multiple(id) {
            let letters = value.as_str().unwrap_or_default().chars();
            let letters: Vec<Value> = letters.map(|it| it.to_string().into()).collect();
            return self.display_one_by_one(id, letters.iter());
        }
        let Some(values) = value.as_array().filter(|_| listed) else {
            let value = self.without_comment(value);
            let plain = "useDisplayValuesInDynamicTexts";
            if self.offers_choices(id) && self.element_property(id, plain) == Value::Bool(false) {
                return value.clone();
            }
            return self.single_display(id, value);
        };
        let values: Vec<Value> = values
            .iter()
            .map(|it| self.unwrapped(id, it).clone())
            .collect();
        if !same(&self.cell(id).value, &values.clone().into()) {
            // What the question doesn't hold is no list of its items, nor are objects.
            return self.display_one_by_one(id, values.iter());
        }
        let offered = self.choices(id);
        let chosen = self.rendered(id);
        let known: Vec<&Choice> = chosen
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|value| offered.iter().find(|choice| is_item(value, &choice.value)))
            .collect();
        // Items that have not arrived have their value as text.
        let late = known.len() < values.len() && self.loads_choices_lazily(id);
        if !late && known.is_empty() && self.def(id).kind == ElementKind::Tagbox {
            // No item is chosen (`QuestionTagboxModel.validateItemValues`).
            return self.display_one_by_one(id, values.iter());
        }
        let texts: Vec<String> = if late || known.is_empty() {
            let text = |value: &Value| {
                let item = offered.iter().find(|it| is_item(value, &it.value));
                match item {
                    Some(item) => item.text.clone(),
                    // Nothing makes an item without a value, and so without a text.
                    None if value.is_empty() => String::new(),
                    None => value.to_text().into_owned(),
                }
            };
            values.iter().map(text).collect()
        } else {
            let mut told = values.iter();
            known
                .iter()
                .map(|choice| {
                    let value = told.next();
                    self.selected_text(id, choice, value)
                })
                .collect()
        };
        texts.join(", ").into()
    }

    /// Each value is looked for by itself (`QuestionSelectBase.getDisplayArrayValue`).
    fn display_one_by_one<'a>(
        &self,
        id: ElementId,
        values: impl Iterator<Item = &'a Value>,
    ) -> Value {
        let texts = values.map(|it| self.single_display(id, it).to_text().into_owned());
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        texts.join(", ").into()
    }

    fn selected_text(&self, id: ElementId, choice: &Choice, value: Option<&Value>) -> String {
        if !choice.is_other {
            return choice.text.clone();
        }
        let value = value.filter(|value| value.is_truthy());
        if let Some(value) = value.filter(|_| self.has_comment_area(id)) {
            return value.to_text().into_owned();
        }
        let told = self.question_comment(id).unwrap_or_default();
        if told.is_empty() {
            choice.text.clone()
        } else {
            told
        }
    }

    fn single_display(&self, id: ElementId, value: &Value) -> Value {
        if !self.offers_choices(id) {
            let offered = self.choices(id);
            let item = offered.iter().find(|choice| is_item(value, &choice.value));
            return match item {
                // The description that stands in its place is shown beside the others only.
                Some(item) if self.is_rate_without_text(id, &item.value) => {
                    item.value.to_text().into_owned().into()
                }
                Some(item) => item.text.clone().into(),
                None => value.clone(),
            };
        }
        let other = value.as_str().is_some() || value.as_array().is_some();
        if other && value.to_text() == Special::Other.value() {
            let told = self.other_value(id);
            if told.is_truthy() {
                return told;
            }
            let own = self.own_text(id, Special::Other.text_property());
            return match own {
                Some(own) => self.fill(&own, Some(id)).into(),
                None => self.message(Special::Other.catalogue_key()).into(),
            };
        }
        let offered = self.choices(id);
        let item = offered.iter().find(|choice| is_item(value, &choice.value));
        match item {
            Some(item) => item.text.clone().into(),
            // Items that have not arrived have their value as text.
            None if self.loads_choices_lazily(id) || self.knows_no_choices(id) => {
                value.to_text().into_owned().into()
            }
            None if value.is_truthy() => value.clone(),
            None => "".into(),
        }
    }
}

/// Whether a value means an item: equal as expressions have it, but for case and blanks.
pub(crate) fn matches(value: &Value, item: &Value) -> bool {
    match (value, item) {
        (Value::String(value), Value::String(item)) => value == item,
        _ => !value.is_nullish() && value.equals(item, Equality::STRICT),
    }
}

/// As [`matches`], where nothing means the item without a value.
pub(crate) fn is_item(value: &Value, item: &Value) -> bool {
    matches(value, item) || (value.is_empty() && item.is_empty())
}

/// Order of texts as survey-core has it: by letters, and by the number where both have a digit at
/// the first place that they differ in or share.
fn by_text(a: &str, b: &str) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    let (a, b) = (a.trim(), b.trim());
    if a == b {
        return Ordering::Equal;
    }
    if a.is_empty() || b.is_empty() {
        return a.len().cmp(&b.len());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    for (at, (x, y)) in a.iter().zip(&b).enumerate() {
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (x, y) = (number_at(&a, at), number_at(&b, at));
            if x != y {
                return x.total_cmp(&y);
            }
            break;
        }
        if x != y {
            break;
        }
    }
    let units = |text: &[char]| text.iter().collect::<String>();
    units(&a).encode_utf16().cmp(units(&b).encode_utf16())
}

fn number_at(text: &[char], at: usize) -> f64 {
    let digits = text.iter().skip(at).take_while(|it| it.is_ascii_digit());
    let number = casement_expression::parse_float(&digits.collect::<String>());
    if number.is_nan() { f64::MAX } else { number }
}

#[cfg(test)]
mod tests {
    use super::by_text;

    #[test]
    fn texts_with_numbers_are_in_order_of_the_numbers() {
        let mut texts = ["item 10", "Item 3", "item 9", "", "item"];
        texts.sort_by(|a, b| by_text(a, b));
        assert_eq!(texts, ["", "Item 3", "item", "item 9", "item 10"]);
    }
}
