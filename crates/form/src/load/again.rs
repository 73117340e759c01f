//! Reading one element again, of which a property was set while a form runs: its rules, items and
//! limits are made anew from its properties, and stand where they stood.

use casement_expression::json::{Arena, Node};

use super::choices::{item, listed};
use super::graph::{build, reads_of};
use super::{Loader, MAX_ITEMS, Scope};
use crate::model::{
    ChoiceItem, Effect, ItemKind, Model, Properties, Rule, RuleId, Special, TemplateId,
};
use crate::names::NameId;
use crate::{Components, ElementId, Object, Span, Value};

/// A model of which an element was read again.
pub(crate) struct Again {
    pub(crate) model: Model,
    /// For each rule of before, where it stands now.
    pub(crate) rules: Vec<Option<RuleId>>,
}

/// Reads an element of the form again, with other properties; what is in its rows, panels and choices
/// stays. `number` gives a name its id.
///
/// Expressions of before stay in the model, for others hold their numbers.
pub(crate) fn read_again(
    model: Model,
    id: ElementId,
    properties: &Properties,
    number: &mut dyn FnMut(&Model, &str) -> NameId,
) -> Again {
    let mut members = Object::new();
    for (name, value) in &properties.0 {
        members.insert(*name, value.clone());
    }
    let value = Value::from(members);
    let components = Components::default();
    let mut loader = Loader::new("", &components);
    loader.model = model;
    let arena = Arena::default();
    let rules = loader.element_again(id, &arena.node_of(&value));
    let sites = std::mem::take(&mut loader.sites);
    let mut model = loader.model;
    for site in &sites {
        let by_folded = &model.question_by_value_name;
        let mut known = |text: &str| number(&model, text);
        if let Some(reads) = reads_of(&model, site, by_folded, &mut known)
            && let Some(expression) = model.expressions.get_mut(site.expression.index())
        {
            expression.reads = reads;
        }
    }
    build(&mut model);
    Again { model, rules }
}

impl Loader<'_> {
    fn element_again(&mut self, id: ElementId, node: &Node) -> Vec<Option<RuleId>> {
        self.random_seed = self.seed_around(id);
        self.owner = Some(id);
        self.scope = Scope::Element;
        let (class, container) = (self.def(id).class, self.def(id).is_container());
        let read = self.object(node, class, &[]);
        let old = std::mem::take(&mut self.def(id).rules);
        let first = self.model.rules.len();
        if container {
            self.common_rules(id, &read);
            let settle = self.rule(id, Effect::Settle, None);
            self.def(id).settle = Some(settle);
        } else {
            self.question_again(id, node, &read);
        }
        if read.names_in_texts && !self.model.with_names_in_texts.contains(&id) {
            self.model.with_names_in_texts.push(id);
        }
        self.def(id).properties = Properties(read.properties.into());
        let fresh = self.model.rules.split_off(first);
        put_in_place(&mut self.model, id, &old, &fresh)
    }

    fn question_again(&mut self, id: ElementId, node: &Node, read: &super::check::Read) {
        self.logic_of(id, node, read);
        let template = self.def(id).template;
        if let Some((template, kind)) = template.map(|id| (id, self.model.template(id).kind)) {
            self.frame_condition_again(template, kind, node);
            if kind.is_row() {
                self.choices_of_cells_again(id, template, node);
            }
            let rows = self.rules_around_items(id, node, read, kind);
            if let Some(items) = &mut self.def(id).items {
                items.rows = rows;
            }
        }
        let triggers = &self.model.value_triggers;
        let of_element = triggers.iter().position(|trigger| trigger.owner == id);
        let behind = triggers.iter().position(|trigger| trigger.owner > id);
        let at = of_element.or(behind).unwrap_or(triggers.len());
        self.model
            .value_triggers
            .retain(|trigger| trigger.owner != id);
        let before = self.model.value_triggers.len();
        self.under_choices = usize::from(self.is_under_choice(id));
        self.defaults_of(id, read);
        let fresh = self.model.value_triggers.split_off(before);
        let at = at.min(before);
        self.model.value_triggers.splice(at..at, fresh);
    }

    /// The condition of the rows or panels themselves. One that there was not is evaluated after the
    /// others of its row.
    fn frame_condition_again(&mut self, id: TemplateId, kind: ItemKind, node: &Node) {
        let name = match kind {
            ItemKind::Panel => "templateVisibleIf",
            ItemKind::Row | ItemKind::DynamicRow => "rowsVisibleIf",
            ItemKind::Inputs | ItemKind::Composite | ItemKind::Custom => return,
        };
        let frame = ElementId::new(0);
        let text = node.get(name).and_then(Node::as_str).unwrap_or_default();
        let rules = &self.model.template(id).rules;
        let known = rules
            .iter()
            .position(|rule| rule.owner == frame && rule.effect == Effect::Visible);
        let before = known.and_then(|at| rules.get(at)?.expression);
        let before = before.map_or("", |id| &*self.model.expression(id).text);
        if before == text {
            return;
        }
        let expression = (!text.trim().is_empty()).then(|| {
            let outer = (self.owner, self.scope, self.template);
            (self.owner, self.scope, self.template) = (Some(frame), Scope::Inner, Some(id));
            let expression = self.expression(text, Span::default());
            (self.owner, self.scope, self.template) = outer;
            expression
        });
        let Some(template) = self.model.templates.get_mut(id.0 as usize) else {
            return;
        };
        if let Some(rule) = known.and_then(|at| template.rules.get_mut(at)) {
            rule.expression = expression;
        } else if let Some(element) = template.elements.first_mut() {
            element.rules.push(RuleId(template.rules.len() as u32));
            template.rules.push(Rule {
                owner: frame,
                effect: Effect::Visible,
                expression,
            });
        }
    }

    /// Columns without choices of their own offer those of their matrix
    /// (`onUpdateSelectBaseCellQuestion`). Special items stay where they are.
    fn choices_of_cells_again(&mut self, id: ElementId, template: TemplateId, node: &Node) {
        let wanted = node.get("choices").map(Node::to_value).unwrap_or_default();
        let known = self.def(id).properties.find("choices").cloned();
        let known = known.unwrap_or_default();
        if known == wanted {
            return;
        }
        let offered = listed(node, "choices").iter().take(MAX_ITEMS).map(item);
        let offered: Vec<ChoiceItem> = offered.collect();
        let template = self.model.templates.get_mut(template.0 as usize);
        for cell in template.into_iter().flat_map(|it| &mut it.elements) {
            let own = cell.properties.find("choices").unwrap_or(&Value::Undefined);
            let same = *own == known || (own.is_empty() && known.is_empty());
            let elsewhere = |name| cell.properties.find(name).is_some();
            if !same || elsewhere("choicesByUrl") || elsewhere("choicesFromQuestion") {
                continue;
            }
            let Some(list) = &mut cell.choices else {
                continue;
            };
            let items = &mut list.items;
            items.retain(|item| item.special.is_some());
            let all = items.first().and_then(|item| item.special) == Some(Special::SelectAll);
            items.splice(usize::from(all)..usize::from(all), offered.iter().cloned());
            let others = cell
                .properties
                .0
                .iter()
                .filter(|(name, _)| *name != "choices");
            let properties = others.cloned().chain([("choices", wanted.clone())]);
            cell.properties = Properties(properties.collect());
        }
    }

    /// What the random order of an element follows from, as when it was first read.
    fn seed_around(&mut self, id: ElementId) -> Option<i32> {
        let mut around = Vec::new();
        let mut inside = id;
        while let Some(parent) = self.def(inside).parent {
            if self.def(parent).is_container() {
                around.push(parent);
            }
            inside = parent;
        }
        self.random_seed = self.model.random_seed;
        for container in around.into_iter().rev() {
            self.random_seed = self.seed_in(container);
        }
        self.random_seed
    }

    fn is_under_choice(&mut self, id: ElementId) -> bool {
        let mut around = self.def(id).parent;
        while let Some(id) = around {
            if self.def(id).choice.is_some() {
                return true;
            }
            around = self.def(id).parent;
        }
        false
    }
}

/// Puts the rules of an element where its old ones were. Returns where the rules of before are now; one
/// of the element is the one with the same effect.
fn put_in_place(
    model: &mut Model,
    id: ElementId,
    old: &[RuleId],
    fresh: &[Rule],
) -> Vec<Option<RuleId>> {
    let before = std::mem::take(&mut model.rules);
    let at = match old.first() {
        Some(first) => first.0 as usize,
        None => place_of(model, &before, id),
    };
    let mut places = Vec::with_capacity(before.len());
    for (number, rule) in before.iter().enumerate() {
        if number == at {
            model.rules.extend_from_slice(fresh);
        }
        if old.contains(&RuleId(number as u32)) {
            let same = fresh.iter().position(|fresh| fresh.effect == rule.effect);
            places.push(same.map(|same| RuleId((at + same) as u32)));
        } else {
            places.push(Some(RuleId(model.rules.len() as u32)));
            model.rules.push(*rule);
        }
    }
    if at >= before.len() {
        model.rules.extend_from_slice(fresh);
    }
    for (number, element) in model.elements.iter_mut().enumerate() {
        let own = number == id.index();
        let rules = element.rules.iter_mut();
        for rule in rules
            .chain(&mut element.settle)
            .chain(&mut element.items_rule)
        {
            if own {
                // They were numbered behind all others.
                rule.0 = rule.0 - before.len() as u32 + at as u32;
            } else if let Some(Some(place)) = places.get(rule.0 as usize) {
                *rule = *place;
            }
        }
    }
    places
}

/// Where the rules of an element that had none belong: before those of what is read after it, that is
/// what lies behind it and what is around it.
fn place_of(model: &Model, rules: &[Rule], id: ElementId) -> usize {
    let after = |rule: &Rule| {
        let calculated = matches!(rule.effect, Effect::Calculated(_));
        let around = model.elements.get(rule.owner.index());
        let around = around.is_some_and(|it| rule.owner < id && id < it.end);
        !calculated && (rule.owner > id || around)
    };
    rules.iter().position(after).unwrap_or(rules.len())
}
