//! The values of choice questions: what a given value becomes, which go with their items, and which
//! come back (reference 4.3).

use crate::carried_choices::MAX_CARRIED;
use crate::choices::{is_item, matches};
use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::model::{ChoiceItem, ClearMode, Special};
use crate::state::Flag;
use crate::values::is_blank;
use crate::{Change, ElementId, ElementKind, Form, Object, Value};

/// How deep the question goes who offers a value where questions with the same value take their items
/// from each other.
const MAX_SHARED: u8 = 2;

impl Form {
    pub(crate) fn is_multiple(&self, id: ElementId) -> bool {
        self.def(id).is_multiple_choice()
    }

    /// The property that holds each chosen value, where these are objects: as given, or `value`
    /// where items have comments.
    pub(crate) fn value_property(&self, id: ElementId) -> Option<String> {
        if !matches!(
            self.def(id).kind,
            ElementKind::Checkbox | ElementKind::Tagbox | ElementKind::Ranking
        ) {
            return None;
        }
        let name = self.element_property(id, "valuePropertyName");
        if let Some(name) = name.as_str().filter(|name| !name.is_empty()) {
            return Some(name.to_owned());
        }
        let list = self.def(id).choice_list()?;
        let commented = list
            .items
            .iter()
            .any(|item| item.comment && item.special.is_none() && !is_other(&item.value));
        commented.then(|| "value".to_owned())
    }

    /// The value inside an object of a list.
    pub(crate) fn unwrapped<'v>(&self, id: ElementId, value: &'v Value) -> &'v Value {
        let (Some(name), Some(object)) = (self.value_property(id), value.as_object()) else {
            return value;
        };
        object.get(&name).unwrap_or(&Value::Undefined)
    }

    /// The value of `{value, comment}`, else as it is.
    pub(crate) fn without_comment<'v>(&self, value: &'v Value) -> &'v Value {
        let inner = value.as_object().and_then(|object| object.get("value"));
        inner.filter(|inner| !inner.is_empty()).unwrap_or(value)
    }

    /// What an expression reads: the plain values of objects. Only what asks for the `original` gets
    /// the objects of `valuePropertyName` (`QuestionCheckboxModel.getFilteredValue`).
    pub(crate) fn expression_value(&self, id: ElementId, original: bool) -> Value {
        let value = &self.cell(id).value;
        if self.def(id).choice_list().is_none() {
            // An emptied list is one that is there, but for rows and panels.
            return if self.def(id).has_items() {
                value.clone()
            } else {
                self.held_value(id)
            };
        }
        match value.as_array() {
            Some(_) if self.is_multiple(id) => {
                let named = self.element_property(id, "valuePropertyName");
                if self.value_property(id).is_none()
                    || (original && named.as_str().is_some_and(|n| !n.is_empty()))
                {
                    return value.clone();
                }
                if self.carries(id) {
                    self.plain_value(id)
                } else {
                    self.rendered(id)
                }
            }
            Some(_) => value.clone(),
            None if self.is_multiple(id) => value.clone(),
            // A list that it was given is emptied in place, too.
            None if EVERY_TYPE && value.is_empty() => self.held_value(id),
            None if !self.offers_choices(id) => value.clone(),
            None => self.without_comment(value).clone(),
        }
    }

    pub(crate) fn is_selected(&self, id: ElementId, value: &Value) -> bool {
        let chosen = self.rendered(id);
        let chosen = chosen.as_array().unwrap_or_default();
        chosen.iter().any(|chosen| matches(chosen, value))
    }

    /// Whether an item is chosen, as those see it who take their items from this question.
    pub(crate) fn is_item_chosen(&self, id: ElementId, value: &Value) -> bool {
        let pictures = EVERY_TYPE && self.def(id).kind == ElementKind::ImagePicker;
        let list = self.choice_list(id).filter(|_| pictures);
        let mut items = list.into_iter().flat_map(|list| &list.items);
        if items.any(|item| item.imageless && item.value == *value) {
            return false;
        }
        match self.def(id).kind {
            ElementKind::Ranking if !self.element_property(id, "selectToRankEnabled").is_true() => {
                true
            }
            _ if self.is_multiple(id) => self.is_selected(id, value),
            _ => same(&self.rendered(id), value),
        }
    }

    /// The item of a value: for one that is chosen alone any choice, for several what is visible.
    fn item_of(&self, id: ElementId, value: &Value) -> Option<ChoiceItem> {
        if value.is_empty() {
            return None;
        }
        if self.carries(id) {
            let choices = self.choices(id);
            let found = choices.into_iter().find(|it| matches(value, &it.value))?;
            return Some(ChoiceItem {
                value: found.value,
                ..ChoiceItem::default()
            });
        }
        let several = self.is_multiple(id);
        let items = self.choice_list(id)?.items.iter().enumerate();
        items
            .filter(|(at, item)| match item.special {
                Some(Special::SelectAll) => false,
                Some(_) => several,
                None => !(several && self.item_state(id, *at).hidden),
            })
            .find(|(_, item)| matches(value, &item.value))
            .map(|(_, item)| item.clone())
    }

    /// A value as the question holds it: the item's own value for one that is like it; a list where
    /// several can be chosen.
    pub(crate) fn choice_form(&self, id: ElementId, value: Value) -> Value {
        self.choices_form(id, value, None)
    }

    /// As [`Form::choice_form`] where a person chooses: each of several as an object, where these
    /// are.
    pub(crate) fn chosen_form(&self, id: ElementId, value: Value) -> Value {
        self.choices_form(id, value, self.value_property(id))
    }

    fn choices_form(&self, id: ElementId, value: Value, property: Option<String>) -> Value {
        if !self.offers_choices(id) {
            let unanswered = value.is_nullish() && self.def(id).is_list();
            return if unanswered { Vec::new().into() } else { value };
        }
        if self.is_multiple(id) && !value.is_truthy() {
            return Vec::new().into();
        }
        if value.is_nullish() {
            return value;
        }
        if self.def(id).kind == ElementKind::ImagePicker && value.as_array().is_some() {
            return value;
        }
        if !self.is_multiple(id) {
            let plain = self.without_comment(&value);
            return match self.item_of(id, plain) {
                Some(item) => with_comment(&item, &value, false),
                None => value,
            };
        }
        let named = |value: Value| match &property {
            Some(name) if value.as_object().is_none_or(|it| !it.contains_key(name)) => {
                let mut object = Object::new();
                object.insert(name.as_str(), value);
                object.into()
            }
            _ => value,
        };
        let own = |value: &Value| match self.item_of(id, self.without_comment(value)) {
            Some(item) => with_comment(&item, value, true),
            None => value.clone(),
        };
        match value.as_array() {
            Some(values) => {
                let values = values.iter().map(|value| named(own(value)));
                values.collect::<Vec<_>>().into()
            }
            None if self.def(id).kind == ElementKind::ImagePicker => value,
            None => vec![named(own(&value))].into(),
        }
    }

    /// The data give a ranking its order, be it an empty one.
    pub(crate) fn note_ranked(&mut self, id: ElementId, value: &Value) {
        if EVERY_TYPE && self.def(id).kind == ElementKind::Ranking && value.is_truthy() {
            self.cell_mut(id).set(Flag::Ranked, true);
        }
    }

    /// An empty object is no answer, but the list with it that a question makes of it, where several
    /// can be chosen, isn't empty (`QuestionCheckboxModel.valueFromData`).
    pub(crate) fn lists_nothing(&self, id: ElementId, value: &Value) -> bool {
        EVERY_TYPE
            && value.as_object().is_some_and(Object::is_empty)
            && matches!(
                self.def(id).kind,
                ElementKind::Checkbox | ElementKind::Tagbox | ElementKind::Ranking
            )
    }

    /// An order that nobody gave goes when other items are offered
    /// (`QuestionRankingModel.onVisibleChoicesChanged`).
    pub(crate) fn unrank(&mut self, id: ElementId) {
        if !EVERY_TYPE || self.def(id).kind != ElementKind::Ranking {
            return;
        }
        let given = self.cell(id).is(Flag::Ranked)
            || self.element_property(id, "selectToRankEnabled").is_true()
            || self.element_property(id, "defaultValue").is_truthy();
        if !given {
            self.set_question_value(id, Vec::new().into());
        }
    }

    /// The items of a ranking that holds every one of them; `None` for other questions.
    fn ranked_items(&self, id: ElementId) -> Option<Vec<Value>> {
        if !EVERY_TYPE
            || self.def(id).kind != ElementKind::Ranking
            || self.element_property(id, "selectToRankEnabled").is_true()
        {
            return None;
        }
        Some(self.choices(id).into_iter().map(|it| it.value).collect())
    }

    /// A ranking offers other items. A single one is shown as ranked, and nothing stored
    /// (`QuestionRankingModel.onVisibleChoicesChanged`).
    pub(crate) fn rank_other_items(&mut self, id: ElementId) {
        let ranked = self
            .ranked_items(id)
            .filter(|offered| offered.len() == 1)
            .map(Value::from);
        let Some(ranked) = ranked else {
            self.sync_ranking(id);
            return;
        };
        if !self.is_question_empty(id) && !self.is_at_top(id) {
            return;
        }
        if self.cell(id).value != ranked
            || self
                .data_key(id)
                .is_some_and(|key| !self.data.get(key).is_empty())
        {
            self.set_question_value(id, Vec::new().into());
            self.cell_mut(id).value = ranked;
            if let Some(key) = self.data_key(id) {
                self.wave
                    .unstored
                    .push(self.data.name_of(self.model(), key));
            }
        }
    }

    /// The survey tells a question its value (`Question.onSurveyValueChanged`): a dynamic panel tells
    /// those in its panels theirs.
    pub(crate) fn told_value(&mut self, id: ElementId) {
        self.sync_ranking(id);
        if !EVERY_TYPE || self.def(id).kind != ElementKind::PanelDynamic {
            return;
        }
        let Some(template) = self.def(id).template else {
            return;
        };
        self.keep_panels_told_nothing(id);
        let elements = &self.model().template(template).elements;
        let heeding = (0u32..).zip(elements).filter(|(_, element)| {
            matches!(
                element.kind,
                ElementKind::Ranking | ElementKind::PanelDynamic
            )
        });
        let heeding: Vec<u32> = heeding.map(|(at, _)| at).collect();
        if heeding.is_empty() {
            return;
        }
        for item in self.items.list(id).to_vec() {
            for at in &heeding {
                self.told_value(self.in_item(item, ElementId::new(*at)));
            }
        }
    }

    /// A ranking holds every item: those given in their order, then the others.
    fn sync_ranking(&mut self, id: ElementId) {
        if let Some(ranked) = self.ranked(id) {
            self.set_question_value(id, ranked);
        }
    }

    /// As [`Form::sync_ranking`] of a cell whose row is told its value: the row doesn't hear of it.
    pub(crate) fn rank_cell(&mut self, id: ElementId) {
        if let Some(ranked) = self.ranked(id) {
            self.cell_mut(id).value = ranked;
            self.changed(Change::Value(id));
        }
    }

    /// What a ranking is to hold, where that is something else.
    fn ranked(&self, id: ElementId) -> Option<Value> {
        let offered = self.ranked_items(id);
        let offered = offered.filter(|_| !self.is_question_empty(id))?;
        let values = self.cell(id).value.as_array().unwrap_or_default();
        let mut ranked: Vec<Value> = Vec::with_capacity(offered.len());
        for value in values {
            if offered.iter().any(|it| matches(value, it)) && !ranked.contains(value) {
                ranked.push(value.clone());
            }
        }
        let rest = offered.iter().filter(|value| !ranked.contains(value));
        let rest: Vec<Value> = rest.cloned().collect();
        ranked.extend(rest);
        let ranked = Value::from(ranked);
        (!same(&ranked, &self.cell(id).value)).then_some(ranked)
    }

    /// What choosing makes of a value: one of a list where only one can be chosen; nothing beside
    /// what excludes all else.
    pub(crate) fn chosen(&self, id: ElementId, value: Value) -> Value {
        if !self.offers_choices(id) {
            return value;
        }
        if !self.is_multiple(id) {
            let listed = self.def(id).kind == ElementKind::ImagePicker;
            let first = value.as_array().and_then(<[Value]>::first).cloned();
            return first.filter(|_| !listed).unwrap_or(value);
        }
        let Some(new) = value.as_array() else {
            let nothing = self.def(id).kind != ElementKind::ImagePicker && !value.is_truthy();
            return if nothing { Vec::new().into() } else { value };
        };
        let exclusive = |value: &&Value| self.is_exclusive(id, self.unwrapped(id, value), true);
        let old = self.cell(id).value.as_array().unwrap_or_default();
        let before = old.iter().rfind(exclusive);
        let now = new.iter().rfind(exclusive);
        let without = |out: &Value| -> Value {
            let out = self.unwrapped(id, out);
            let at = new
                .iter()
                .rposition(|value| same(self.unwrapped(id, value), out));
            let left = new.iter().enumerate().filter(|(i, _)| Some(*i) != at);
            left.map(|(_, value)| value.clone())
                .collect::<Vec<_>>()
                .into()
        };
        match (before, now) {
            (None, Some(now)) if new.len() > 1 => vec![now.clone()].into(),
            (Some(before), Some(now))
                if same(self.unwrapped(id, before), self.unwrapped(id, now)) =>
            {
                // A comment on what is chosen is no other choice.
                let plain = |values: &[Value]| -> Vec<Value> {
                    values
                        .iter()
                        .map(|it| self.unwrapped(id, it).clone())
                        .collect()
                };
                if same(&plain(new).into(), &plain(old).into()) {
                    value
                } else {
                    without(before)
                }
            }
            (Some(before), _)
                if new.iter().any(|value| same(value, before))
                    && new.last().is_some_and(|last| !same(last, before)) =>
            {
                without(before)
            }
            _ => value,
        }
    }

    // ---- unknown values ----

    /// Whether a value is none of the items; with `filtered`, none of the visible ones.
    pub(crate) fn is_unknown(&self, id: ElementId, value: &Value, filtered: bool) -> bool {
        // A text of blanks is an empty one (`Base.isValueEmpty`).
        !is_blank(value) && self.is_not_offered(id, value, filtered)
    }

    /// The same, where an empty value may be unknown, too.
    fn is_not_offered(&self, id: ElementId, value: &Value, filtered: bool) -> bool {
        // Of several, what is chosen is looked for among those that have come
        // (`hasUnknownValueItem`, which `questionDropdownMixin` leaves as it is).
        if (filtered || !self.is_multiple(id)) && self.loads_choices_lazily(id) {
            return false;
        }
        let value = self.without_comment(self.unwrapped(id, value));
        if !self.is_missing(id, value, filtered) {
            return false;
        }
        let named = self.element_property(id, "valueName");
        if named.as_str().is_none_or(str::is_empty) {
            return true;
        }
        // What another one offers may depend on what this one has chosen.
        let depth = self.sharing_depth.get();
        if depth >= MAX_SHARED {
            return true;
        }
        self.sharing_depth.set(depth + 1);
        let others = self.sharing(id).into_iter().filter(|other| *other != id);
        let offered = others
            .filter(|other| self.offers_choices(*other))
            .any(|other| !self.is_missing(other, value, filtered));
        self.sharing_depth.set(depth);
        !offered
    }

    pub(crate) fn is_missing(&self, id: ElementId, value: &Value, filtered: bool) -> bool {
        let Some(list) = self.choice_list(id) else {
            return true;
        };
        let plain = matches!(value.as_str(), Some("none" | "refused" | "dontknow"));
        let mut specials = list.items.iter().filter(|item| {
            !matches!(
                item.special,
                None | Some(Special::Other | Special::SelectAll)
            )
        });
        if plain && specials.any(|item| item.value == *value) {
            return false;
        }
        if self.carries(id) {
            return !self
                .plain_choices(id, MAX_CARRIED)
                .iter()
                .any(|choice| is_item(value, &choice.value));
        }
        let mut items = list.items.iter().enumerate();
        !items.any(|(at, item)| {
            item.special.is_none()
                && !(filtered && self.item_state(id, at).hidden)
                && is_item(value, &item.value)
        })
    }

    /// Takes away what no visible item offers, and brings back what was taken so before.
    pub(crate) fn clear_unknown_choices(&mut self, id: ElementId) {
        // Several pictures are looked through, whoever shares them
        // (`QuestionImagePickerModel.clearIncorrectValues`).
        let pictures = EVERY_TYPE
            && self.def(id).kind == ElementKind::ImagePicker
            && self.element_property(id, "multiSelect").is_true();
        if !self.offers_choices(id) || (!pictures && self.keeps_unknown(id)) {
            return;
        }
        let lists = matches!(
            self.def(id).kind,
            ElementKind::Checkbox | ElementKind::Tagbox | ElementKind::Ranking
        );
        if lists {
            self.clear_unknown_of_list(id);
            return;
        }
        let value = self.cell(id).value.clone();
        if pictures {
            let Some(values) = value.as_array().filter(|values| !values.is_empty()) else {
                if value.is_truthy() && value.as_array().is_none() {
                    self.clear_only_value(id);
                }
                return;
            };
            let known = |value: &&Value| {
                value.as_str() == Some("other") || !self.is_unknown(id, value, true)
            };
            let kept: Vec<Value> = values.iter().filter(known).cloned().collect();
            if kept.is_empty() {
                self.clear_only_value(id);
            } else if kept.len() < values.len() {
                self.set_question_value(id, kept.into());
            }
        } else if !is_blank(&value) && self.is_cleared_as_unknown(id, &value) {
            self.clear_only_value(id);
        }
    }

    fn is_cleared_as_unknown(&self, id: ElementId, value: &Value) -> bool {
        if !self.stores_others(id) && self.is_other_chosen(id) && !self.lost_its_item(id) {
            return false;
        }
        let unknown = |value: &Value| {
            let other = value.as_str() == Some(Special::Other.value());
            !other && self.is_not_offered(id, value, true)
        };
        match value.as_array() {
            Some(values) => values.iter().any(unknown),
            None => unknown(value),
        }
    }

    /// The value was an item of another question when it was set, so that it didn't become the text of
    /// an "other" as the item went (`QuestionSelectBase.renderedValue`).
    fn lost_its_item(&self, id: ElementId) -> bool {
        if !EVERY_TYPE || !self.carries(id) {
            return false;
        }
        let value = &self.cell(id).value;
        let holds = |sought: &Value| match value.as_array() {
            Some(values) => values.contains(sought),
            None => value == sought,
        };
        let told = self.other_texts.get(&id);
        !holds(&Special::Other.value().into()) && !told.is_some_and(holds)
    }

    fn clear_unknown_of_list(&mut self, id: ElementId) {
        let restored = self.values_to_restore(id);
        let value = self.cell(id).value.clone();
        let values = value.as_array().unwrap_or_default();
        if values.is_empty() && restored.is_empty() {
            return;
        }
        let mut kept: Vec<Value> = Vec::with_capacity(values.len());
        let mut lost = Vec::new();
        for value in values {
            if self.is_cleared_as_unknown(id, self.unwrapped(id, value)) {
                lost.push(value.clone());
            } else {
                kept.push(value.clone());
            }
        }
        if lost.is_empty() && restored.is_empty() {
            return;
        }
        kept.extend(restored);
        let mut remembered = self.remembered.remove(&id).unwrap_or_default();
        remembered.extend(lost);
        if kept.is_empty() {
            self.clear_only_value(id);
        } else {
            self.set_question_value(id, kept.into());
        }
        if !remembered.is_empty() {
            self.remembered.insert(id, remembered);
        }
    }

    /// Values that went with their items, whose items are here again.
    fn values_to_restore(&mut self, id: ElementId) -> Vec<Value> {
        let Some(mut remembered) = self.remembered.remove(&id) else {
            return Vec::new();
        };
        let mut restored = Vec::new();
        for choice in self.choices(id) {
            if choice.is_select_all {
                continue;
            }
            // They are remembered under their texts (`addIntoInvisibleOldValues`).
            let at = remembered.iter().position(|it| {
                matches(it, &choice.value) && it.to_text() == choice.value.to_text()
            });
            if let Some(at) = at {
                remembered.remove(at);
                if !self.is_selected(id, &choice.value) {
                    restored.push(choice.value);
                }
            }
        }
        if !remembered.is_empty() {
            self.remembered.insert(id, remembered);
        }
        restored
    }

    /// Takes the value away and leaves the comment.
    pub(crate) fn clear_only_value(&mut self, id: ElementId) {
        if !matches!(self.cell(id).value, Value::Undefined) {
            self.set_question_value(id, Value::Undefined);
        }
        self.cell_mut(id).set(Flag::Direct, false);
        self.share_directness(id, false);
        self.mark_default_of(id);
    }

    /// A rating whose chosen item was hidden.
    pub(crate) fn clear_hidden_rate(&mut self, id: ElementId) {
        if self.is_question_empty(id) || self.is_read_only(id) {
            return;
        }
        let Some(list) = self.choice_list(id) else {
            return;
        };
        let mut items = list.items.iter().enumerate();
        let chosen = items.find(|(_, item)| matches(&self.cell(id).value, &item.value));
        if chosen.is_some_and(|(at, _)| self.item_state(id, at).hidden) {
            self.clear_question(id);
        }
    }

    fn keeps_unknown(&self, id: ElementId) -> bool {
        self.takes_own_choices(id)
            || self.loads_choices_lazily(id)
            || self.is_named_as_several(id)
            || self.awaits_choices(id)
            || self.carries_what_lacks(id)
            || self.element_property(id, "keepIncorrectValues").is_true()
            || self.survey_property("keepIncorrectValues").is_true()
    }

    /// A visitor may add to its choices.
    pub(crate) fn takes_own_choices(&self, id: ElementId) -> bool {
        EVERY_TYPE
            && matches!(
                self.def(id).kind,
                ElementKind::Dropdown | ElementKind::Tagbox
            )
            && self.element_property(id, "allowCustomChoices").is_true()
    }

    /// Its choices come page by page from elsewhere, so that none is unknown.
    pub(crate) fn loads_choices_lazily(&self, id: ElementId) -> bool {
        matches!(
            self.def(id).kind,
            ElementKind::Dropdown | ElementKind::Tagbox
        ) && self
            .element_property(id, "choicesLazyLoadEnabled")
            .is_true()
    }

    /// Cleaning at a check; not where hidden values are never cleared.
    pub(crate) fn clean_before_check(&mut self, id: ElementId) {
        if self.clear_mode(id) != ClearMode::None {
            self.clear_unknown_choices(id);
        }
    }

    /// The least number of items, where fewer are chosen.
    pub(crate) fn too_few_choices(&self, id: ElementId) -> Option<usize> {
        if !matches!(
            self.def(id).kind,
            ElementKind::Checkbox | ElementKind::Tagbox | ElementKind::Ranking
        ) {
            return None;
        }
        let least = self.count_property(id, "minSelectedChoices");
        let selected = self.cell(id).value.as_array().unwrap_or_default();
        let alone = match selected {
            [one] => self.is_exclusive(id, self.unwrapped(id, one), false),
            _ => false,
        };
        (least > 0 && selected.len() < least && !alone).then_some(least)
    }
}

/// The item's own value, with the comment of an object where the item takes one.
fn with_comment(item: &ChoiceItem, value: &Value, always: bool) -> Value {
    let comment = value.as_object().and_then(|object| object.get("comment"));
    let comment = comment.filter(|comment| !comment.is_empty());
    if !item.comment || value.as_object().is_none() || (comment.is_none() && !always) {
        return item.value.clone();
    }
    let mut object = Object::new();
    object.insert("value", item.value.clone());
    if let Some(comment) = comment {
        object.insert("comment", comment.clone());
    }
    object.into()
}

/// The value that "other" has, be it a choice of the author's.
fn is_other(value: &Value) -> bool {
    value.as_str() == Some(Special::Other.value())
}
