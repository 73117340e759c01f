//! `resetValueIf`, `setValueIf` and `setValueExpression` of questions in rows and panels
//! (reference 2.4): a change in an item runs those of the questions beside it.

use crate::element::EVERY_TYPE;
use crate::item_names::Inner;
use crate::items::ItemId;
use crate::model::{ElementDef, ExpressionId, ItemKind, ValueTrigger, ValueTriggerKind};
use crate::names::{NameId, Read};
use crate::{ElementId, Form, Value};

impl Form {
    /// The triggers in an item that read one of its names that changed, and those in the item at the
    /// same place of each question that shares the value (`runTriggersOnSetValue`).
    /// `gone`: it has no value any more, so that what reads something inside of it doesn't hear of it.
    pub(crate) fn run_item_triggers(&mut self, item: ItemId, name: NameId, gone: bool) {
        self.run_triggers_in(item, &[name], gone);
        let owner = self.items.get(item).owner;
        let kind = self.item_template(item).kind;
        // A question that shares by its name alone knows of no other (`getBindedQuestions`).
        let shares = self.def(owner).properties.text("valueName").is_some();
        if !(kind.is_row() || kind == ItemKind::Panel) || !self.is_at_top(owner) || !shares {
            return;
        }
        let place = self.items.place(item);
        for other in self.sharing(owner) {
            let beside = match self.item_kind(other) {
                _ if other == owner => None,
                Some(ItemKind::Panel) => self.visible_items(other).get(place).copied(),
                Some(ItemKind::DynamicRow | ItemKind::Row) => {
                    self.items.list(other).get(place).copied()
                }
                _ => None,
            };
            if let Some(beside) = beside {
                self.run_triggers_in(beside, &[name], gone);
            }
        }
    }

    /// A panel that comes into being gets something that it begins with: of the triggers in it those run
    /// that read that or nothing. Questions behind the one that gets it don't know the panel yet, and
    /// lose what is set in them (`PanelModelBase.setSurveyImpl`).
    pub(crate) fn run_triggers_of_newborn(
        &mut self,
        item: ItemId,
        name: NameId,
        questions: &[ElementId],
    ) {
        if self.item_template(item).kind != ItemKind::Panel {
            return;
        }
        let newborn = self.items.newborn.contains(&item);
        let last = questions.iter().max().filter(|_| newborn).copied();
        self.run_triggers_up_to(item, &[name], false, last);
    }

    /// Triggers in rows and panels inside of an item that changed hear of its name as it is written
    /// there: `{panel.n}`, be it a name of their own panel (`DynamicItemModelBase.runTriggersOnSetValue`).
    pub(crate) fn run_triggers_further_in(&mut self, item: ItemId, name: &str) {
        let model = self.shared_model();
        let template = self.item_template(item);
        let variable = match template.kind {
            ItemKind::Panel => "panel.",
            kind if kind.is_row() => "row.",
            _ => return,
        };
        if !template.elements.iter().any(|it| it.template.is_some()) {
            return;
        }
        let name = variable.to_owned() + name;
        // Where no trigger says it, the items inside, of which there may be thousands, needn't be asked.
        let inner = model.templates.iter().filter(|it| it.outer.is_some());
        let mut triggers = inner.flat_map(|it| &it.value_triggers);
        if triggers.any(|trigger| self.is_trigger_named(trigger, &name)) {
            self.run_named_triggers_in(item, &name);
        }
    }

    fn run_named_triggers_in(&mut self, item: ItemId, name: &str) {
        let model = self.shared_model();
        for owner in self.questions_inside(item) {
            let Some(id) = self.def(owner).template else {
                continue;
            };
            let inside = match self.item_kind(owner) {
                Some(ItemKind::Panel) => self.visible_items(owner),
                Some(ItemKind::Row | ItemKind::DynamicRow) => self.items.list(owner).to_vec(),
                _ => continue,
            };
            for item in inside {
                if self.leaves_out_triggers(owner) {
                    return;
                }
                for trigger in &model.template(id).value_triggers {
                    let question = self.in_item(item, trigger.owner);
                    if self.is_trigger_named(trigger, name) && !self.is_detail(question) {
                        self.run_value_trigger(question, trigger.kind);
                    }
                }
                self.run_named_triggers_in(item, name);
            }
        }
    }

    /// A name as it is written in a trigger is that name, or a part of it; one that reads nothing hears
    /// of every name.
    fn is_trigger_named(&self, trigger: &ValueTrigger, name: &str) -> bool {
        let reads = |expression: ExpressionId| {
            let program = self.model().expression(expression).program.as_ref();
            let mut names = program.into_iter().flat_map(|program| program.names());
            names.any(|read| {
                let rest = read.text.get(name.len()..);
                let same = read.text.get(..name.len());
                same.is_some_and(|same| same.eq_ignore_ascii_case(name))
                    && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            })
        };
        let named = match trigger.kind {
            ValueTriggerKind::Reset(condition) => reads(condition),
            ValueTriggerKind::Set { condition, value } => {
                condition.is_some_and(reads) || value.is_some_and(reads)
            }
        };
        trigger.always || named
    }

    fn run_triggers_in(&mut self, item: ItemId, changed: &[NameId], gone: bool) {
        self.run_triggers_up_to(item, changed, gone, None);
    }

    /// As [`Form::run_triggers_in`], of the questions up to one, where one is given.
    fn run_triggers_up_to(
        &mut self,
        item: ItemId,
        changed: &[NameId],
        gone: bool,
        last: Option<ElementId>,
    ) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        if template.kind == ItemKind::Custom || template.value_triggers.is_empty() {
            return;
        }
        for (at, trigger) in template.value_triggers.iter().enumerate() {
            let names = template.value_trigger_names.get(at);
            let mut names = names.into_iter().flatten();
            let heard = |name: &NameId| {
                changed.contains(name) && (!gone || self.reads_whole_inner(trigger.kind, *name))
            };
            if trigger.always || names.any(heard) {
                let owner = self.in_item(item, trigger.owner);
                let known = last.is_none_or(|last| owner <= last);
                if known && !self.is_closed_detail(owner) {
                    self.run_value_trigger(owner, trigger.kind);
                }
            }
        }
    }

    /// A trigger in an item reads all that a name of this item holds.
    fn reads_whole_inner(&self, trigger: ValueTriggerKind, name: NameId) -> bool {
        self.trigger_reads(trigger, &mut |read| match read {
            Read::Inner(read) => match &read.what {
                Inner::Value { candidates, .. } => {
                    candidates.iter().any(|it| it.name == name && it.whole)
                }
                _ => false,
            },
            _ => false,
        })
    }

    /// Where a value was stored before there were rows or panels for it, all that it holds has changed
    /// once these are there (`DynamicItemModelBase.runTriggersOnItems`).
    pub(crate) fn run_triggers_of_untold(&mut self, owner: ElementId) {
        if !EVERY_TYPE || !self.items.told_without.contains(&owner) {
            return;
        }
        self.items.told_without.remove(&owner);
        let model = self.shared_model();
        let Some(kind) = self.item_kind(owner) else {
            return;
        };
        let held = self.cell(owner).value.clone();
        for (at, item) in self.items.list(owner).to_vec().into_iter().enumerate() {
            let name = self.items.get(item).name.to_text().into_owned();
            let part = match (kind, &held) {
                (ItemKind::Row, Value::Object(rows)) => rows.get(&name),
                (ItemKind::DynamicRow | ItemKind::Panel, Value::Array(items)) => items.get(at),
                _ => None,
            };
            let Some(part) = part.and_then(Value::as_object) else {
                continue;
            };
            if kind == ItemKind::Panel && !self.is_item_visible(item) {
                continue;
            }
            let names = part.keys();
            let changed: Vec<NameId> = names
                .filter_map(|name| self.data.find_name(&model, name))
                .collect();
            self.run_triggers_in(item, &changed, false);
        }
    }

    /// The visible rows of a matrix are counted anew: the triggers in them that read this number, or
    /// no name at all, run.
    pub(crate) fn run_row_triggers(&mut self, owner: ElementId) {
        let model = self.shared_model();
        let Some(template) = self.def(owner).template.map(|id| model.template(id)) else {
            return;
        };
        if template.value_triggers.is_empty() || !template.kind.is_row() {
            return;
        }
        for item in self.visible_items(owner) {
            for trigger in &template.value_triggers {
                if trigger.always || self.reads_visible_index(trigger.kind) {
                    let owner = self.in_item(item, trigger.owner);
                    // Of a row only the cells hear.
                    if !self.is_detail(owner) {
                        self.run_value_trigger(owner, trigger.kind);
                    }
                }
            }
        }
    }

    fn reads_visible_index(&self, trigger: ValueTriggerKind) -> bool {
        self.trigger_reads(trigger, &mut |read| match read {
            Read::Inner(read) => read.up == 0 && matches!(read.what, Inner::VisibleIndex(_)),
            _ => false,
        })
    }

    /// The triggers in rows and panels that read one of some names of the survey, or none at all: for
    /// each template which of them, where there are any.
    pub(crate) fn due_triggers_in_items(&self, names: &[NameId]) -> DueInItems {
        let model = self.model();
        let mut due = DueInItems::default();
        if !EVERY_TYPE {
            return due;
        }
        for template in &model.templates {
            let mut numbers = Vec::new();
            // Those in components hear of what is in there, and of nothing else.
            let triggers = template.value_triggers.iter().enumerate();
            for (number, trigger) in triggers.filter(|_| !template.kind.is_component()) {
                let read = template.value_trigger_outer_names.get(number);
                let heard = read.is_some_and(|read| {
                    let mut heard = names.iter().filter(|name| read.contains(name));
                    heard.any(|name| self.hears_trigger(trigger.kind, *name))
                });
                if heard || trigger.always {
                    numbers.push(number);
                }
            }
            due.any |= !numbers.is_empty();
            due.of_templates.push(numbers);
        }
        due
    }

    /// What is due in the visible rows or panels of a question, one after the other, and in what these
    /// hold in turn (`DynamicItemModelBase.runTriggers`). `name`: the one whose change is told.
    pub(crate) fn run_due_triggers_in(
        &mut self,
        owner: ElementId,
        due: &DueInItems,
        name: Option<NameId>,
    ) {
        let model = self.shared_model();
        let Some(id) = self.def(owner).template else {
            return;
        };
        let (template, numbers) = (model.template(id), due.of_templates.get(id.0 as usize));
        let nested = |it: &ElementDef| it.template.is_some();
        if numbers.is_none_or(Vec::is_empty) && !template.elements.iter().any(nested) {
            return;
        }
        let own = self.is_named(owner, name);
        // The first rows of a dynamic matrix aren't there yet as what they begin with is stored
        // (`QuestionMatrixDropdownModelBase.runTriggers`).
        if template.kind == ItemKind::DynamicRow && self.items.beginning == Some(owner) {
            return;
        }
        for item in self.items.list(owner).to_vec() {
            if !self.is_item_visible(item) {
                continue;
            }
            for (at, element) in template.elements.iter().enumerate() {
                let local = ElementId::new(at as u32);
                for number in numbers.into_iter().flatten().filter(|_| !own) {
                    let trigger = template.value_triggers.get(*number);
                    let question = self.in_item(item, local);
                    // Of a row only the cells hear.
                    if let Some(trigger) = trigger.filter(|it| it.owner == local)
                        && !self.is_detail(question)
                    {
                        self.run_value_trigger(question, trigger.kind);
                    }
                }
                if nested(element) {
                    self.run_due_triggers_in(self.in_item(item, local), due, name);
                }
            }
        }
    }

    /// The questions with rows or panels in which triggers are due, in document order.
    pub(crate) fn owners_of_due(&self, due: &DueInItems) -> Vec<ElementId> {
        if !due.any {
            return Vec::new();
        }
        let elements = self.model().elements.iter().enumerate();
        let owners = elements.filter(|(_, it)| it.template.is_some());
        owners.map(|(at, _)| ElementId::new(at as u32)).collect()
    }

    /// The change that is told is one of the value of that question.
    fn is_named(&self, question: ElementId, name: Option<NameId>) -> bool {
        let key = self.data_key(question);
        let own = key.map(|key| self.data.name_of(self.model(), key));
        own.is_some() && own == name
    }
}

/// Triggers in rows and panels that a change concerns.
#[derive(Debug, Default)]
pub(crate) struct DueInItems {
    any: bool,
    of_templates: Vec<Vec<usize>>,
}
