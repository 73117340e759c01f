//! Choices that are another question's: its items, or its answers in rows and panels
//! (`choicesFromQuestion`).

use crate::bounds::Bound;
use crate::choices::Choice;
use crate::data::same;
use crate::element::EVERY_TYPE;
use crate::model::{ChoiceItem, Effect, ExpressionId, ItemKind, Special};
use crate::state::Flag;
use crate::{Change, ElementId, ElementKind, Form, Value};

/// How often a question may take its items from one that takes them from another.
pub(crate) const MAX_CARRIED: usize = 20;

impl Form {
    /// The question whose items or answers are taken (`choicesFromQuestion`).
    fn choice_source(&self, id: ElementId) -> Option<ElementId> {
        let name = self.element_property(id, "choicesFromQuestion");
        let source = self.source_named(id, name.as_str().filter(|name| !name.is_empty())?)?;
        let listed = self.def(source).kind.is_listed();
        // One that takes its own offers nothing where its answer is a list, which holds no objects.
        let taken = if source == id {
            self.is_multiple(id)
        } else {
            self.offers_choices(source) || listed
        };
        taken.then_some(source)
    }

    /// `panel.x` and `row.x` are beside the question, all else stands in the survey
    /// (`DynamicItemModelBase.findQuestionByName`).
    fn source_named(&self, id: ElementId, name: &str) -> Option<ElementId> {
        if let Some(item) = self.items.item_of(id)
            && let Some(beside) = name_beside(self.item_template(item).kind, name)
        {
            return self.question_in(item, beside);
        }
        self.question(name)
    }

    /// A choice question other than a rating.
    pub(crate) fn offers_choices(&self, id: ElementId) -> bool {
        let def = self.def(id);
        def.choice_list().is_some() && def.kind != ElementKind::Rating
    }

    /// Takes its items from another question.
    pub(crate) fn carries(&self, id: ElementId) -> bool {
        self.offers_choices(id) && self.choice_source(id).is_some()
    }

    pub(crate) fn carried_choices(&self, id: ElementId, depth: usize) -> Option<Vec<Choice>> {
        let mut carried = self.carried_items(id, depth)?;
        if let Some(expression) = self.carried_condition(id) {
            carried.retain(|choice| {
                self.item_condition(expression, id, &choice.value) != Some(false)
                    || self.brings_condition(id, &choice.value, depth)
            });
        }
        Some(carried)
    }

    /// A visible item comes with a condition of its own, which it follows in place of the common one
    /// (`ItemValue.runConditionsForItemsCore`).
    fn brings_condition(&self, id: ElementId, value: &Value, depth: usize) -> bool {
        let item = self.item_carried(id, value, depth);
        item.is_some_and(|item| item.visible_if.is_some())
    }

    /// The item that is carried to a question, with all that it has (`copyChoiceItem`).
    fn item_carried(&self, id: ElementId, value: &Value, depth: usize) -> Option<&ChoiceItem> {
        let source = self.choice_source(id);
        let source = source.filter(|source| depth > 0 && *source != id)?;
        if self.carries(source) {
            return self.item_carried(source, value, depth - 1);
        }
        let mut items = self.choice_list(source)?.items.iter();
        items.find(|item| item.special.is_none() && item.value == *value)
    }

    /// Nothing else can be chosen beside an item, be it carried.
    pub(crate) fn is_exclusive(&self, id: ElementId, value: &Value, visible: bool) -> bool {
        let list = self.choice_list(id);
        let mut items = list.iter().flat_map(|list| list.items.iter().enumerate());
        let carries = self.carries(id);
        let own = items.any(|(at, item)| {
            item.is_exclusive()
                && (item.special.is_some() || !carries)
                && !(visible && self.item_state(id, at).hidden)
                && same(value, &item.value)
        });
        let carried = carries && self.def(id).kind != ElementKind::ImagePicker;
        own || carried
            && self
                .item_carried(id, value, MAX_CARRIED)
                .is_some_and(ChoiceItem::is_exclusive)
    }

    /// What there is to be carried, whatever `choicesVisibleIf` says.
    fn carried_items(&self, id: ElementId, depth: usize) -> Option<Vec<Choice>> {
        if depth == 0 {
            self.meet(Bound::CarriedChoices, Some(id));
        }
        if !self.offers_choices(id) {
            return None;
        }
        let source = self.choice_source(id)?;
        if source == id || depth == 0 {
            return Some(Vec::new());
        }
        Some(if self.offers_choices(source) {
            self.choices_of_choices(id, source, depth)
        } else {
            self.choices_of_answers(id, source)
        })
    }

    /// The question whose items are taken has none yet: they come from elsewhere.
    pub(crate) fn carries_what_lacks(&self, id: ElementId) -> bool {
        let source = self.choice_source(id);
        source.is_some_and(|source| source != id && self.lacks_choices(source))
    }

    /// The condition of items that are taken from another question (`choicesVisibleIf`).
    pub(crate) fn carried_condition(&self, id: ElementId) -> Option<ExpressionId> {
        let mut rules = self
            .def(id)
            .rules
            .iter()
            .map(|rule| self.rule_of(id, *rule));
        rules
            .find(|rule| rule.effect == Effect::Choices)
            .and_then(|rule| rule.expression)
    }

    /// The items of another choice question.
    fn choices_of_choices(&self, id: ElementId, source: ElementId, depth: usize) -> Vec<Choice> {
        let mode = self.element_property(id, "choicesFromQuestionMode");
        let mut carried = self.plain_choices(source, depth - 1);
        self.in_order(source, &mut carried);
        carried.retain(|choice| match mode.as_str() {
            Some("selected") => self.is_item_chosen(source, &choice.value),
            Some("unselected") => !self.is_item_chosen(source, &choice.value),
            _ => true,
        });
        for choice in &mut carried {
            choice.enabled = true;
        }
        if mode.as_str() == Some("selected")
            && !self.shows_other(id)
            && self.is_other_chosen(source)
        {
            let text = self.other_text(source);
            if !text.is_empty() {
                carried.push(Choice {
                    value: Special::Other.value().into(),
                    text,
                    enabled: true,
                    is_other: false,
                    is_select_all: false,
                });
            }
        }
        carried
    }

    /// The answers of a question with rows or panels as items.
    fn choices_of_answers(&self, id: ElementId, source: ElementId) -> Vec<Choice> {
        let name = |property: &str| {
            let name = self.element_property(id, property);
            name.as_str()
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
        };
        let (values, texts) = (
            name("choiceValuesFromQuestion"),
            name("choiceTextsFromQuestion"),
        );
        let answers = self.cell(source).value.clone();
        let answers = answers.as_array().unwrap_or_default().iter();
        let choice = |answer: &Value| {
            let object = answer.as_object()?;
            let value = match &values {
                Some(name) => object.get(name)?,
                None => object.values().next()?,
            };
            let text = texts.as_ref().and_then(|name| object.get(name));
            // A number is no text.
            let text = text.filter(|text| text.as_str().is_some_and(|text| !text.is_empty()));
            let text = text.unwrap_or(value);
            (!crate::values::is_blank(value)).then(|| Choice {
                value: value.clone(),
                text: text.to_text().into_owned(),
                enabled: true,
                is_other: false,
                is_select_all: false,
            })
        };
        answers.filter_map(choice).collect()
    }

    /// What other questions take their items from changed: their items are others. Who names a question
    /// that has none to take hears of it, too (`QuestionSelectBase.onAnyValueChanged`).
    pub(crate) fn source_changed(&mut self, source: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let carriers = if self.is_at_top(source) {
            self.carriers_of(source)
        } else {
            self.carriers_beside(source)
        };
        self.items_changed(&carriers);
    }

    /// A question of the survey takes over its value from the data: those hear of it that do take its
    /// items (`Question.updateDependedQuestions`).
    pub(crate) fn source_takes_over(&mut self, source: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        let mut carriers = self.carriers_of(source);
        carriers.retain(|id| self.carries(*id));
        self.items_changed(&carriers);
    }

    fn items_changed(&mut self, carriers: &[ElementId]) {
        for id in carriers {
            if self.wave.depth < crate::wave::MAX_DEPTH {
                self.wave.depth += 1;
                self.changed(Change::Choices(*id));
                self.choices_changed(*id);
                self.clear_unknown_choices(*id);
                self.wave.depth -= 1;
            } else {
                self.meet(Bound::ChangeDepth, Some(*id));
            }
        }
    }

    /// Panels got their values: who takes items from a question beside it gives up what that doesn't
    /// offer.
    pub(crate) fn tell_carriers(&mut self, owner: ElementId) {
        let model = self.shared_model();
        let Some(template) = self.def(owner).template.map(|id| model.template(id)) else {
            return;
        };
        if template.kind != ItemKind::Panel || template.carriers.is_empty() {
            return;
        }
        for item in self.items.list(owner).to_vec() {
            for (source, _) in &template.carriers {
                self.source_changed(self.in_item(item, *source));
            }
        }
    }

    pub(crate) fn carriers_of(&self, source: ElementId) -> Vec<ElementId> {
        let model = self.model();
        if model.carriers.is_empty() && model.inner_carriers.is_empty() {
            return Vec::new();
        }
        let mut carriers = model.carriers.get(&source).cloned().unwrap_or_default();
        for (template, local) in model.inner_carriers.get(&source).into_iter().flatten() {
            let items = self.items.of_template(*template);
            carriers.extend(items.into_iter().map(|item| self.in_item(item, *local)));
        }
        carriers
    }

    /// Who in the same row or panel takes items from a question there. A row that gets its value as a
    /// whole tells nobody.
    fn carriers_beside(&self, source: ElementId) -> Vec<ElementId> {
        let Some(item) = self.items.item_of(source) else {
            return Vec::new();
        };
        let template = self.item_template(item);
        if template.carriers.is_empty()
            || (template.kind.is_row() && !self.cell(source).is(Flag::Setting))
        {
            return Vec::new();
        }
        let beside = template.carriers.iter();
        let beside = beside.filter(|(from, _)| self.in_item(item, *from) == source);
        beside.map(|(_, id)| self.in_item(item, *id)).collect()
    }

    pub(crate) fn note_carried(&mut self, id: ElementId) {
        if self.is_at_top(id) && self.carries(id) {
            let shown = self.choices(id).into_iter();
            let shown = shown.map(|choice| choice.value).collect();
            self.carried_choices.insert(id, shown);
        }
    }

    /// Carried items are not those that were last looked at: others have come, they are in another
    /// order, or there are special ones beside them (`QuestionSelectBase.isCarryForwardChanged`).
    pub(crate) fn differs_from_source(&self, id: ElementId) -> bool {
        if let Some(shown) = self.carried_choices.get(&id) {
            let carried = self.plain_choices(id, MAX_CARRIED);
            return carried.iter().map(|choice| &choice.value).ne(shown);
        }
        let special = self.has_special_items(id);
        let mut ordered = self.plain_choices(id, MAX_CARRIED);
        let carried: Vec<Value> = ordered.iter().map(|choice| choice.value.clone()).collect();
        self.in_order(id, &mut ordered);
        special || ordered.iter().map(|choice| &choice.value).ne(&carried)
    }

    /// Its condition hides some of the items, which then count as changed at every pass.
    pub(crate) fn hides_carried(&self, id: ElementId) -> bool {
        let carried = self.carried_items(id, MAX_CARRIED);
        carried.map(|it| it.len()) != self.carried_choices(id, MAX_CARRIED).map(|it| it.len())
    }
}

/// The name of a question in the same row or panel, where a name says so.
pub(crate) fn name_beside(kind: ItemKind, name: &str) -> Option<&str> {
    let prefix = match kind {
        ItemKind::Panel => "panel.",
        kind if kind.is_row() => "row.",
        _ => return None,
    };
    name.strip_prefix(prefix)
}
