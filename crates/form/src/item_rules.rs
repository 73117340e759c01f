//! What a change sets off in rows and panels: their rules are due one by one, and evaluated, in the
//! order of the items, when the turn of their question comes in the wave (reference 3.1).

use crate::element::EVERY_TYPE;
use crate::item_names::Inner;
use crate::items::ItemId;
use crate::load::hears_everything;
use crate::model::{Effect, ExpressionId, ItemKind, Model, Rule, RuleId, Template, TemplateId};
use crate::names::{NameId, Read};
use crate::state::Flag;
use crate::{Change, ElementId, Form, Value};

/// How deep making items may lead to making others; what is left waits for the outermost.
const MAX_MAKING: u32 = 8;

impl Form {
    /// A rule is to be evaluated for an item; its question is told, and the item around that.
    pub(crate) fn mark_in_item(&mut self, item: ItemId, rule: RuleId) {
        let owner = self.items.get(item).owner;
        self.items.get_mut(item).due.insert(rule);
        self.mark_owner(owner);
    }

    /// Whether given rows that have just been made are enabled, and while the form is loaded whether they
    /// are visible: that comes before what is in them.
    pub(crate) fn decide_rows(&mut self, owner: ElementId) {
        for rule in self.def(owner).rules.clone() {
            let rule = self.rule_of(owner, rule);
            let decides = match rule.effect {
                Effect::RowEnable(_) => true,
                Effect::RowVisible(_) => self.stage.loading,
                _ => false,
            };
            if decides {
                self.apply_rule(rule, owner);
            }
        }
    }

    pub(crate) fn mark_owner(&mut self, owner: ElementId) {
        let Some(rule) = self.def(owner).items_rule else {
            return;
        };
        match self.items.item_of(owner) {
            None => self.wave.mark(rule),
            Some(item) => self.mark_in_item(item, rule),
        }
    }

    pub(crate) fn mark_all_in(&mut self, item: ItemId) {
        let rules = self.item_template(item).rules.len() as u32;
        self.items.get_mut(item).due.extend((0..rules).map(RuleId));
        let owner = self.items.get(item).owner;
        self.mark_owner(owner);
    }

    /// The rules of an item that has just been made. Those that wait for its question are evaluated
    /// when that changes.
    pub(crate) fn mark_first_in(&mut self, item: ItemId) {
        let rules = (0..self.item_template(item).rules.len() as u32).map(RuleId);
        let (waiting, due): (Vec<_>, Vec<_>) =
            rules.partition(|rule| self.waits_for_item(item, *rule));
        let owner = self.items.get(item).owner;
        if !waiting.is_empty() {
            self.items.stale.insert(owner);
        }
        self.items.get_mut(item).due.extend(due);
        self.mark_owner(owner);
    }

    /// A condition of what comes into being in the passes after a change isn't evaluated unless it reads
    /// what changed (`Base.canSkipRunningExpression`).
    pub(crate) fn waits_for_item(&self, item: ItemId, rule: RuleId) -> bool {
        if !self.wave.by_names {
            return false;
        }
        let template = self.item_template(item);
        let Some(known) = template.rules.get(rule.0 as usize) else {
            return false;
        };
        if !is_strict(known.effect) || template.always.contains(&rule) {
            return false;
        }
        let changing = self.is_value_changing(self.items.get(item).owner);
        let Some(expression) = known.expression.map(|id| self.model().expression(id)) else {
            return false;
        };
        expression.reads.iter().all(|read| match read {
            Read::Inner(read) => {
                let kept = matches!(
                    read.what,
                    Inner::Value { .. } | Inner::List | Inner::Total(_)
                );
                kept && !changing
            }
            Read::Name(candidates) => {
                let mut names = candidates.iter().map(|candidate| candidate.name);
                !names.any(|name| self.has_changed(name))
            }
            _ => false,
        })
    }

    /// The value that keeps the items of a question is one of those of which the passes follow.
    fn is_value_changing(&self, mut owner: ElementId) -> bool {
        while let Some(around) = self.items.item_of(owner) {
            owner = self.items.get(around).owner;
        }
        let key = self.data_key(owner);
        key.is_some_and(|key| {
            let name = self.data.name_of(self.model(), key);
            self.follows_change_of(name)
        })
    }

    /// All rules in an item and in the items of questions in it.
    pub(crate) fn mark_everything_in(&mut self, item: ItemId) {
        self.mark_all_in(item);
        for id in self.within(self.items.get(item).frame) {
            if self.items.item_of(id) == Some(item) {
                for inner in self.items.list(id).to_vec() {
                    self.mark_everything_in(inner);
                }
            }
        }
    }

    /// A row or panel is added, or a bound answer gives another number of panels: all conditions of the
    /// others are evaluated, those that waited and those of expression questions whose results were gone
    /// or others when another value was told, and those of choices, which may read what isn't stored.
    pub(crate) fn mark_lost_results(&mut self, owner: ElementId) {
        self.mark_hearers_in(owner);
        let model = self.shared_model();
        let Some(template) = self.def(owner).template.map(|id| model.template(id)) else {
            return;
        };
        for (at, rule) in template.rules.iter().enumerate() {
            if !is_strict(rule.effect) {
                continue;
            }
            for item in self.items.list(owner).to_vec() {
                if self.reads_what_stays(item, rule) {
                    self.mark_in_item(item, RuleId(at as u32));
                }
            }
        }
        if template.elements.iter().any(|it| it.template.is_some()) {
            for item in self.items.list(owner).to_vec() {
                for inner in self.questions_inside(item) {
                    if self.item_kind(inner).is_some_and(ItemKind::is_row) {
                        self.mark_lost_results(inner);
                        self.mark_owner(inner);
                    }
                }
            }
        }
    }

    /// Reads names outside alone, of which none is that of the value which keeps the item or has
    /// changed.
    pub(crate) fn reads_what_stays(&self, item: ItemId, rule: &Rule) -> bool {
        let mut owner = self.items.get(item).owner;
        while let Some(around) = self.items.item_of(owner) {
            owner = self.items.get(around).owner;
        }
        let key = self.data_key(owner);
        let changing = key.map(|key| self.data.name_of(self.model(), key));
        let Some(expression) = rule.expression.map(|id| self.model().expression(id)) else {
            return false;
        };
        let stays = |name: NameId| Some(name) != changing && !self.has_changed(name);
        let row = self.item_template(item).kind.is_row();
        !expression.reads.is_empty()
            && expression.reads.iter().all(|read| match read {
                Read::Name(candidates) => candidates.iter().all(|it| stays(it.name)),
                // A row doesn't hear of what is around its matrix.
                Read::Inner(read) => row && read.chain().all(|read| read.up > 0),
                _ => false,
            })
    }

    /// Rules in items that read names of the survey.
    pub(crate) fn mark_items_reading(&mut self, names: &[NameId]) {
        if !EVERY_TYPE {
            return;
        }
        let model = self.shared_model();
        if model.templates.is_empty() {
            return;
        }
        let everything = self.wave.running && !self.wave.by_names;
        for name in names {
            let gone = !everything && self.triggers.is_gone(*name);
            for template in model.template_readers.of(*name) {
                let template_def = model.template(*template);
                let readers = template_def.rule_readers.of(*name).iter();
                let told = readers.filter(|rule| {
                    let rule = template_def.rules.get(rule.0 as usize);
                    !gone || rule.is_some_and(|rule| hears_of_gone(&model, rule, *name))
                });
                let told: Vec<RuleId> = told.copied().collect();
                for item in self.items.of_template(*template) {
                    for rule in &told {
                        self.mark_in_item(item, *rule);
                    }
                }
            }
        }
    }

    /// The same for those that survey-core evaluates whatever changed.
    pub(crate) fn mark_hearers_of(&mut self, name: NameId) {
        let model = self.shared_model();
        for template in model.template_readers.of(name) {
            let template_def = model.template(*template);
            for rule in template_def.rule_readers.of(name) {
                let known = template_def.rules.get(rule.0 as usize);
                if !known.is_some_and(|known| hears_everything(known.effect)) {
                    continue;
                }
                for item in self.items.of_template(*template) {
                    self.mark_in_item(item, *rule);
                }
            }
        }
    }

    pub(crate) fn mark_always_in_items(&mut self) {
        if !EVERY_TYPE {
            return;
        }
        self.mark_places_in_stale();
        let model = self.shared_model();
        for (at, template) in model.templates.iter().enumerate() {
            if template.always.is_empty() {
                continue;
            }
            for item in self.items.of_template(TemplateId(at as u32)) {
                for rule in &template.always {
                    self.mark_in_item(item, *rule);
                }
            }
        }
    }

    /// Where what was computed is forgotten, what reads the place of its item is computed by any
    /// change, and so is what survey-core evaluates without asking what changed: conditions of choices,
    /// defaults, limits.
    fn mark_places_in_stale(&mut self) {
        for owner in self.items.stale.iter().collect::<Vec<_>>() {
            self.mark_numbered(owner);
            self.mark_hearers_in(owner);
            for id in self.within(owner) {
                if id != owner && self.def(id).has_items() {
                    self.mark_numbered(id);
                    self.mark_hearers_in(id);
                }
            }
        }
    }

    pub(crate) fn mark_hearers_in(&mut self, owner: ElementId) {
        let model = self.shared_model();
        let Some(template) = self.def(owner).template.map(|id| model.template(id)) else {
            return;
        };
        let rules = template.rules.iter().enumerate();
        let hearers = rules.filter(|(_, rule)| hears_everything(rule.effect));
        let hearers: Vec<RuleId> = hearers.map(|(at, _)| RuleId(at as u32)).collect();
        for item in self.items.list(owner).to_vec() {
            for rule in &hearers {
                self.mark_in_item(item, *rule);
            }
        }
    }

    /// Rules that read a name of an item: in itself, in items inside of it, and in its neighbours.
    pub(crate) fn mark_readers_of(&mut self, item: ItemId, name: NameId) {
        self.mark_readers_at(item, name, 0);
        let owner = self.items.get(item).owner;
        if self.stage.binding && self.wave.running {
            // Of what follows a bound answer the other items hear with the next change.
            self.note_neighbours(owner, false);
            self.wave.renumbered.push(owner);
        } else {
            self.mark_neighbours(owner);
        }
    }

    /// Rules of an item that read a name of it are due when the value of its question changes.
    pub(crate) fn note_readers_of(&mut self, item: ItemId, name: NameId) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        let readers = template.item_readers.first();
        let readers = readers.map_or(&[][..], |readers| readers.of(name));
        self.items
            .get_mut(item)
            .noted
            .extend(readers.iter().copied());
    }

    /// The value of a question changes: what was noted in its items is due.
    pub(crate) fn mark_noted(&mut self, owner: ElementId) {
        for item in self.items.list(owner).to_vec() {
            for rule in std::mem::take(&mut self.items.get_mut(item).noted).iter() {
                self.mark_in_item(item, rule);
            }
        }
    }

    /// All rules in an item that read something of it: its question got another value.
    pub(crate) fn mark_own_readers(&mut self, item: ItemId) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        if let Some(readers) = template.item_readers.first() {
            for rule in readers.all() {
                self.mark_in_item(item, rule);
            }
        }
    }

    /// An input of a multiple text that was emptied from outside computes its default anew.
    pub(crate) fn mark_default_of_input(&mut self, id: ElementId) {
        let Some(item) = self.items.item_of(id).filter(|_| EVERY_TYPE) else {
            return;
        };
        if self.item_template(item).kind == ItemKind::Inputs {
            self.mark_default_of(id);
        }
    }

    /// A question in an item that is told another value computes its default anew, and so does one that
    /// is emptied, unless a person has answered it (`Question.runCondition`).
    pub(crate) fn mark_default_of(&mut self, id: ElementId) {
        if self.def(id).default_expression().is_none() {
            return;
        }
        for rule in self.def(id).rules.clone() {
            if self.rule_of(id, rule).effect != Effect::Default {
                continue;
            }
            match self.items.item_of(id) {
                Some(item) => self.mark_in_item(item, rule),
                None => self.wave.mark(rule),
            }
        }
    }

    /// What cells compute from their row is computed again when they themselves are set.
    pub(crate) fn mark_own_results(&mut self, item: ItemId, questions: &[ElementId]) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        let Some(readers) = template.item_readers.first() else {
            return;
        };
        for id in questions {
            for rule in self.def(*id).rules.clone() {
                let computes = self.rule_of(*id, rule).effect == Effect::Value;
                if computes && readers.all().contains(&rule) {
                    self.mark_in_item(item, rule);
                }
            }
        }
    }

    fn mark_readers_at(&mut self, item: ItemId, name: NameId, up: usize) {
        let model = self.shared_model();
        let template = model.template(self.items.get(item).template);
        if let Some(readers) = template.item_readers.get(up) {
            for rule in readers.of(name) {
                self.mark_in_item(item, *rule);
            }
        }
        for (at, element) in template.elements.iter().enumerate() {
            let inner = element.template.map(|id| model.template(id));
            if !inner.is_some_and(|inner| reads_around(&model, inner, name, up + 1)) {
                continue;
            }
            let owner = self.in_item(item, ElementId::new(at as u32));
            for inner in self.items.list(owner).to_vec() {
                self.mark_readers_at(inner, name, up + 1);
            }
        }
    }

    /// Rules in the items of a question that read other items, their places, or all of them.
    pub(crate) fn mark_neighbours(&mut self, owner: ElementId) {
        if EVERY_TYPE && self.def(owner).template.is_some() {
            self.note_neighbours(owner, false);
            self.mark_owner(owner);
        }
    }

    /// There are more or fewer rows or panels. Where that follows from another change, what reads only
    /// values of others doesn't hear of it.
    pub(crate) fn mark_counted(&mut self, owner: ElementId) {
        let deaf = self.wave.running && self.wave.by_names && !self.is_value_changing(owner);
        self.note_neighbours(owner, deaf);
        self.mark_owner(owner);
    }

    /// A row or panel appeared or went. In a pass, conditions run through the items once: what comes
    /// before it sees its new number with the next change, and what reads only values of others
    /// doesn't hear of it (`DynamicItemGetterContext.getContextKeys`).
    pub(crate) fn items_renumbered(&mut self, owner: ElementId) {
        if self.wave.running {
            self.note_neighbours(owner, self.wave.by_names);
            self.wave.renumbered.push(owner);
        } else {
            self.mark_neighbours(owner);
        }
    }

    fn mark_numbered(&mut self, owner: ElementId) {
        let numbered = self.wave.by_names && !self.is_value_changing(owner);
        self.note_neighbours(owner, numbered);
        self.mark_owner(owner);
    }

    fn note_neighbours(&mut self, owner: ElementId, numbered: bool) {
        let model = self.shared_model();
        let Some(template) = self.def(owner).template.map(|id| model.template(id)) else {
            return;
        };
        let readers = if numbered {
            &template.number_readers
        } else {
            &template.neighbour_readers
        };
        if readers.is_empty() {
            return;
        }
        for item in self.items.list(owner).to_vec() {
            self.items.get_mut(item).due.extend(readers.iter().copied());
        }
    }

    /// The turn of a question with items: what is due in each, forward only.
    pub(crate) fn run_items(&mut self, owner: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        self.run_rules_in_items(owner);
        self.run_totals(owner);
    }

    /// As [`Form::run_items`] without the totals.
    pub(crate) fn run_rules_in_items(&mut self, owner: ElementId) {
        let model = self.shared_model();
        let items = self.items.list(owner).to_vec();
        let is_due = |item: &ItemId| !self.items.get(*item).due.is_empty();
        if !items.iter().any(is_due) && !self.items.rows_changed.contains(&owner) {
            for item in items {
                self.items.get_mut(item).fresh = false;
            }
            return;
        }
        let visible = self.visible_items(owner);
        let made = self.items_being_made(owner);
        let details = self.details_begin(owner);
        let details = details.filter(|_| !self.items.with_details);
        for item in items {
            let closed = details.filter(|_| !self.items.get(item).opened);
            let mut last = None;
            loop {
                let due = &self.items.get(item).due;
                let Some(rule) = due.first_after(last) else {
                    break;
                };
                self.items.get_mut(item).due.remove(&rule);
                last = Some(rule);
                let template = self.items.get(item).template;
                let known = model.template(template).rules.get(rule.0 as usize);
                let inside = |from: u32, rule: &Rule| rule.owner.as_u32() >= from;
                if let Some(known) =
                    known.filter(|rule| closed.is_none_or(|from| !inside(from, rule)))
                {
                    let owner = self.in_item(item, known.owner);
                    self.apply_rule(*known, owner);
                }
            }
            self.items.get_mut(item).fresh = false;
        }
        let known = self.items.rows_changed.len();
        self.items.rows_changed.retain(|id| *id != owner);
        let changed =
            known != self.items.rows_changed.len() || self.visible_items(owner) != visible;
        let clears = self.clears_on_hide(owner) && !self.stage.loading;
        if changed && clears && self.items.beginning != Some(owner) {
            self.clear_hidden_rows(owner);
        }
        if changed {
            self.emptiness_changed(owner);
            self.leave_hidden_items(owner, &made);
        }
    }

    /// Rules in the rows of a matrix that read its totals. After a change conditions and expression
    /// questions hear of these with the answer of the matrix alone
    /// (`MatrixRowGetterContext.getRelatedItemNames`).
    pub(crate) fn mark_total_readers(&mut self, owner: ElementId) {
        let model = self.shared_model();
        let deaf = self.wave.by_names && !self.is_value_changing(owner);
        let Some(template) = self.def(owner).template.map(|id| model.template(id)) else {
            return;
        };
        let reads_totals = |rule: &Rule| {
            let expression = rule.expression.map(|id| model.expression(id));
            expression.is_some_and(|expression| {
                let mut reads = expression.reads.iter();
                reads.any(|read| match read {
                    Read::Inner(read) => matches!(read.what, Inner::Total(_)),
                    Read::Name(candidates) => candidates.iter().all(|it| it.question.is_none()),
                    _ => false,
                })
            })
        };
        for (at, rule) in template.rules.iter().enumerate() {
            if !reads_totals(rule) || (deaf && is_strict(rule.effect)) {
                continue;
            }
            for item in self.items.list(owner).to_vec() {
                self.mark_in_item(item, RuleId(at as u32));
            }
        }
    }

    /// Evaluates what is due, unless a wave is on its way.
    pub(crate) fn run_due(&mut self) {
        if self.items.quiet > 0 || self.wave.running || self.stage.loading {
            return;
        }
        if !self.stage.completed {
            let known = self.wave.names.len();
            self.run_passes();
            if EVERY_TYPE && self.wave.names.len() > known {
                self.tell_computed(known);
            }
        }
        self.make_waiting();
    }

    /// What was computed in rows and panels outside of the survey's conditions is stored as any answer is:
    /// triggers hear of it, and who carries choices of it.
    fn tell_computed(&mut self, known: usize) {
        let mut names = self.wave.names.split_off(known);
        names.dedup();
        let model = self.shared_model();
        for name in names {
            for (_, key) in model.keys.iter().filter(|(_, key)| key.name == name) {
                for question in &key.questions {
                    if self.def(*question).kind.is_listed() {
                        self.source_changed(*question);
                    }
                }
            }
            self.run_value_triggers(&[name]);
        }
    }

    /// As [`Form::run_due`] after rows or panels of a question were made: these are computed even
    /// when the form is completed, and at once where they follow a bound answer.
    pub(crate) fn run_due_in(&mut self, owner: ElementId) {
        if self.stage.completed || (self.stage.binding && self.wave.by_names) {
            self.run_items(owner);
        }
        self.run_due();
    }

    /// Makes the items of questions in new items.
    pub(crate) fn make_waiting(&mut self) {
        if !EVERY_TYPE {
            return;
        }
        let busy = self.stage.loading || self.items.quiet > 0;
        if busy || self.items.making >= MAX_MAKING {
            return;
        }
        self.items.making += 1;
        // New panels that don't know their value yet leave panels in them that aren't drawn till then.
        let settling = !self.items.settling.is_empty();
        let mut later = Vec::new();
        while let Some(owner) = self.items.unmade.pop_front() {
            let panels = self.item_kind(owner) == Some(ItemKind::Panel);
            // While the form is loaded, what isn't drawn yet waits till it is asked for, and while a value
            // is stored, till that is checked.
            let early = self.items.loading || self.wave.depth > 0;
            let undrawn = early && self.lies_in_panel(owner);
            if panels && (settling || undrawn) {
                later.push(owner);
            } else {
                self.items_needed(owner);
            }
        }
        self.items.unmade.extend(later);
        self.items.making -= 1;
    }

    pub(crate) fn lies_in_panel(&self, id: ElementId) -> bool {
        let item = self.items.item_of(id);
        item.is_some_and(|item| self.item_template(item).kind == ItemKind::Panel)
    }

    /// `columnsVisibleIf`: for each column, with its name as `{item}`.
    pub(crate) fn run_columns_rule(&mut self, owner: ElementId, expression: ExpressionId) {
        if !EVERY_TYPE {
            return;
        }
        let model = self.shared_model();
        let Some(items) = &model_def(&model, self, owner).items else {
            return;
        };
        let mut hidden = Vec::with_capacity(items.columns.len());
        for column in &items.columns {
            let name = Value::from(Clone::clone(&column.name));
            let holds = self.item_condition(expression, owner, &name);
            hidden.push(holds == Some(false));
        }
        if self.items.hidden_columns.get(&owner) == Some(&hidden) {
            return;
        }
        self.items.hidden_columns.insert(owner, hidden);
        self.changed(Change::Children(owner));
    }

    /// The own condition of a given row.
    pub(crate) fn run_row_rule(
        &mut self,
        owner: ElementId,
        at: usize,
        expression: ExpressionId,
        effect: Effect,
    ) {
        if !EVERY_TYPE {
            return;
        }
        let row = self
            .def(owner)
            .items
            .as_ref()
            .and_then(|items| items.rows.get(at));
        let Some(name) = row.map(|row| row.value.clone()) else {
            return;
        };
        let item = self.items.list(owner).get(at).copied();
        // In a panel its names are those of the panel.
        let inside = self.items.item_of(owner).is_some();
        let frame = item.filter(|_| !inside);
        let scope = frame.map_or(owner, |item| self.items.get(item).frame);
        let Some(holds) = self.item_condition(expression, scope, &name) else {
            return;
        };
        if let Effect::RowEnable(_) = effect {
            if let Some(item) = item {
                let frame = self.items.get(item).frame;
                self.set_read_only(frame, !holds);
            }
            return;
        }
        let count = self
            .def(owner)
            .items
            .as_ref()
            .map_or(0, |items| items.rows.len());
        let hidden = self
            .items
            .hidden_rows
            .value_or(owner, || vec![false; count]);
        let Some(state) = hidden.get_mut(at).filter(|hidden| **hidden == holds) else {
            return;
        };
        *state = !holds;
        // One that `rowsVisibleIf` hides as well stays hidden.
        let shown = |item| self.cell(self.items.get(item).frame).is(Flag::Visible);
        if item.is_none_or(shown) {
            self.items.rows_changed.push(owner);
            self.emptiness_changed(owner);
        }
        self.changed(Change::Children(owner));
        self.reset_inputs(owner);
        if let Some(item) = item {
            let frame = self.items.get(item).frame;
            for id in self.within(frame) {
                self.changed(Change::Shown(id));
            }
            self.mark_neighbours(owner);
            if !self.stage.loading {
                // The rows behind it have other numbers among the visible ones.
                self.run_row_triggers(owner);
            }
        }
    }

    /// The columns of a matrix that are shown: not hidden by `columnsVisibleIf`, and with a visible
    /// cell where the column has a condition. Cells of a hidden column count as before.
    pub(crate) fn visible_columns(&self, owner: ElementId) -> Vec<Value> {
        let hidden = self.items.hidden_columns.get(&owner);
        let mut shown = Vec::new();
        let columns = self
            .def(owner)
            .items
            .iter()
            .flat_map(|items| &items.columns);
        for (at, column) in columns.enumerate() {
            let off = hidden.is_some_and(|hidden| hidden.get(at) == Some(&true));
            let mut cells = self
                .items
                .list(owner)
                .iter()
                .map(|item| self.in_item(*item, column.cell));
            let empty = column.by_cell && !cells.any(|cell| self.is_visible(cell));
            if !off && !empty {
                shown.push(Value::from(Clone::clone(&column.name)));
            }
        }
        shown
    }

    /// All given rows are hidden by their own conditions, be they made or not.
    pub(crate) fn is_every_row_hidden(&self, owner: ElementId) -> bool {
        let hidden = self.items.hidden_rows.get(&owner);
        hidden.is_some_and(|hidden| hidden.iter().all(|hidden| *hidden))
    }

    /// In a given row that is hidden, by whatever condition.
    pub(crate) fn lies_in_hidden_row(&self, id: ElementId) -> bool {
        let Some(item) = self.items.item_of(id) else {
            return false;
        };
        let owner = self.items.get(item).owner;
        self.item_kind(owner) == Some(ItemKind::Row) && !self.visible_items(owner).contains(&item)
    }

    /// A given row is hidden by its own condition.
    pub(crate) fn is_row_hidden(&self, frame: ElementId) -> bool {
        let Some(item) = self.items.item_of(frame) else {
            return false;
        };
        let owner = self.items.get(item).owner;
        let Some(hidden) = self.items.hidden_rows.get(&owner) else {
            return false;
        };
        hidden.get(self.items.place(item)) == Some(&true)
    }
}

/// Hears that a value is gone: what reads something inside it doesn't, be it for good
/// (`ValueGetter.isAnyKeyChanged`).
fn hears_of_gone(model: &Model, rule: &Rule, name: NameId) -> bool {
    let expression = rule.expression.map(|id| model.expression(id));
    let reads = expression.map_or(&[][..], |expression| &expression.reads);
    hears_everything(rule.effect)
        || reads.iter().any(|read| match read {
            Read::Name(candidates) => candidates.iter().any(|it| it.name == name && it.whole),
            _ => false,
        })
}

/// Evaluated only where what it reads has changed (`useStrictDependencies`).
pub(crate) const fn is_strict(effect: Effect) -> bool {
    matches!(
        effect,
        Effect::Visible | Effect::Enable | Effect::Require | Effect::Value
    )
}

/// The row of the definition for an element, borrowed from the model rather than from the form.
pub(crate) fn model_def<'m>(
    model: &'m crate::model::Model,
    form: &Form,
    id: ElementId,
) -> &'m crate::model::ElementDef {
    match form.items.item_of(id) {
        None => model.element(id),
        Some(item) => {
            let item = form.items.get(item);
            let local = (id.as_u32() - item.frame.as_u32()) as usize;
            &model.template(item.template).elements[local]
        }
    }
}

/// Whether a rule of a template, or of one inside of it, reads a name of the item that lies so many
/// items further out: of thousands of items inside none needs to be asked where none does.
fn reads_around(model: &Model, template: &Template, name: NameId, up: usize) -> bool {
    let readers = template.item_readers.get(up);
    let mut inner = template.elements.iter().filter_map(|it| it.template);
    readers.is_some_and(|readers| !readers.of(name).is_empty())
        || inner.any(|id| reads_around(model, model.template(id), name, up + 1))
}
