//! The wave: after a change, the rules that depend on it, in SurveyJS's order, each once a pass,
//! until nothing changes any more (reference 1.8, 3.1). An equal result stops it.

use crate::bounds::Bound;
use crate::load::hears_everything;
use crate::model::{Effect, ExpressionId, Rule, RuleId};
use crate::names::{NameId, Read};
use crate::schema::EVERY_PROPERTY;
use crate::{ElementId, Form, Value};

/// How often a pass is repeated when values change during it; then it stops silently.
pub(crate) const MAX_REPEATS: u32 = 10;
/// How deep changes may follow from one another before the rest is dropped: a little deeper than
/// SurveyJS gets on Node's stack, and a fifth of what a WASM module's holds.
pub(crate) const MAX_DEPTH: u32 = 200;
/// How many values one change may set off in all.
pub(crate) const MAX_STORES: u32 = 20_000;
/// How often triggers of questions may run on account of one change: in panels of panels each of
/// their answers starts those of all others.
const MAX_TRIGGERED: u32 = 1_000_000;

/// What is still to be evaluated.
#[derive(Debug)]
pub(crate) struct Wave {
    queue: Queue,
    /// Those of the next pass.
    next: Queue,
    pub(crate) running: bool,
    /// The passes follow a change, so that only what reads a changed name is evaluated.
    pub(crate) by_names: bool,
    /// The rule being run.
    at: RuleId,
    /// A value changed during the pass, so that it is repeated.
    repeat: bool,
    /// A value changed during the passes that panels hear of when they are over.
    pub(crate) untold: bool,
    /// Names that changed and whose question triggers haven't run.
    pub(crate) names: Vec<NameId>,
    /// How many of them changed before the passes.
    begun: usize,
    /// Names of questions that hold a value which was not stored: what is computed anew at every
    /// change (defaults, limits, calculated values) sees it then.
    pub(crate) unstored: Vec<NameId>,
    /// Matrices of which a cell holds a value that was not stored: their totals, too.
    pub(crate) unsummed: Vec<ElementId>,
    /// Questions of which a row or panel appeared or went during a pass: what reads numbers of rows
    /// before it sees that with the next change.
    pub(crate) renumbered: Vec<ElementId>,
    /// Expression questions that weren't computed as they are read-only, while everything is evaluated.
    pub(crate) uncomputed: Vec<ElementId>,
    /// Rules that would still have had results when the passes were enough: they go on with the next
    /// change, whatever that is.
    unfinished: Vec<RuleId>,
    /// Rules that are evaluated with the next pass there is.
    late: Vec<RuleId>,
    /// How many changes follow from one another just now.
    pub(crate) depth: u32,
    /// How many values were stored since the first of them.
    pub(crate) stores: u32,
    /// How many triggers of questions ran since then.
    pub(crate) triggered: u32,
    /// It was said that some of them were left out.
    pub(crate) said: bool,
}

impl Wave {
    pub(crate) fn new(rules: usize) -> Wave {
        Wave {
            queue: Queue::new(rules),
            next: Queue::new(rules),
            running: false,
            by_names: false,
            at: RuleId(0),
            repeat: false,
            untold: false,
            names: Vec::new(),
            begun: 0,
            unstored: Vec::new(),
            unsummed: Vec::new(),
            renumbered: Vec::new(),
            uncomputed: Vec::new(),
            unfinished: Vec::new(),
            late: Vec::new(),
            depth: 0,
            stores: 0,
            triggered: 0,
            said: false,
        }
    }

    /// The passes follow a change of that name; it hasn't just changed during them.
    pub(crate) fn follows(&self, name: NameId) -> bool {
        let begun = self.names.get(..self.begun).unwrap_or_default();
        begun.contains(&name)
    }

    /// The rules have other numbers: for each of before its new one, where there is one.
    #[cfg(feature = "every-property")]
    pub(crate) fn renumber(&mut self, places: &[Option<RuleId>], rules: usize) {
        let place = |rule: RuleId| places.get(rule.0 as usize).copied().flatten();
        for queue in [&mut self.queue, &mut self.next] {
            let mut renumbered = Queue::new(rules);
            while let Some(rule) = queue.pop() {
                if let Some(rule) = place(rule) {
                    renumbered.add(rule);
                }
            }
            *queue = renumbered;
        }
        for waiting in [&mut self.unfinished, &mut self.late] {
            *waiting = waiting.drain(..).filter_map(place).collect();
        }
    }

    /// Before a value is stored: the bound that forbids it.
    pub(crate) fn bound_met(&mut self) -> Option<Bound> {
        if self.depth == 0 {
            self.stores = 0;
            if EVERY_PROPERTY {
                (self.triggered, self.said) = (0, false);
            }
        }
        if self.depth >= MAX_DEPTH {
            return Some(Bound::ChangeDepth);
        }
        self.is_spent().then_some(Bound::Changes)
    }

    /// One change has set off as many values as it may: what is left of it isn't worth looking for.
    pub(crate) const fn is_spent(&self) -> bool {
        let triggered = EVERY_PROPERTY && self.triggered >= MAX_TRIGGERED;
        self.depth > 0 && (triggered || self.stores >= MAX_STORES)
    }

    /// Queues a rule for its turn in this pass, or else for the next pass that there is.
    pub(crate) fn mark_late(&mut self, rule: RuleId) {
        if self.running && rule > self.at {
            self.queue.add(rule);
        } else {
            self.late.push(rule);
        }
    }

    /// Queues a rule: in this pass if its turn is still to come, else in the next.
    pub(crate) fn mark(&mut self, rule: RuleId) {
        if self.running && rule <= self.at {
            self.next.add(rule);
        } else {
            self.queue.add(rule);
        }
    }
}

/// Rules that wait, each once: a bit for each, so that the first is found without sorting.
#[derive(Debug)]
struct Queue {
    rules: Vec<u64>,
    /// A bit for each word of `rules` that isn't 0.
    words: Vec<u64>,
}

impl Queue {
    fn new(rules: usize) -> Queue {
        let words = rules.div_ceil(64);
        Queue {
            rules: vec![0; words],
            words: vec![0; words.div_ceil(64)],
        }
    }

    fn add(&mut self, rule: RuleId) {
        let word = rule.0 as usize / 64;
        if let (Some(rules), Some(words)) =
            (self.rules.get_mut(word), self.words.get_mut(word / 64))
        {
            *rules |= 1 << (rule.0 % 64);
            *words |= 1 << (word % 64);
        }
    }

    /// Takes the first rule out.
    fn pop(&mut self) -> Option<RuleId> {
        let mut words = self.words.iter_mut().enumerate();
        let (at, words) = words.find(|(_, words)| **words != 0)?;
        let word = at * 64 + words.trailing_zeros() as usize;
        let rules = self.rules.get_mut(word)?;
        let rule = word as u32 * 64 + rules.trailing_zeros();
        *rules &= rules.wrapping_sub(1);
        if *rules == 0 {
            *words &= words.wrapping_sub(1);
        }
        Some(RuleId(rule))
    }

    fn is_empty(&self) -> bool {
        self.words.iter().all(|words| *words == 0)
    }
}

impl Form {
    /// Everything after a change of some names: conditions, then the questions' own triggers.
    pub(crate) fn names_changed(&mut self, names: &[NameId]) {
        self.mark_part_readers(names);
        self.triggers.are_there(names);
        self.names_told(names);
    }

    /// As [`Form::names_changed`] where the values are gone: what reads something inside them isn't
    /// told, as in survey-core, but where everything is evaluated (`runConditions` without changed
    /// keys), for its repeats do that, too.
    pub(crate) fn values_gone(&mut self, names: &[NameId]) {
        if self.wave.running && !self.wave.by_names {
            self.mark_part_readers(names);
        }
        self.triggers.are_gone(names);
        self.names_told(names);
    }

    /// As [`Form::names_changed`] of a comment and of what it is a comment on, which has no value.
    pub(crate) fn only_comment_changed(&mut self, comment: NameId, on: NameId) {
        self.mark_part_readers(&[comment]);
        self.triggers.are_there(&[comment]);
        self.triggers.are_gone(&[on]);
        self.names_told(&[comment, on]);
    }

    fn names_told(&mut self, names: &[NameId]) {
        self.texts_changed(names);
        self.wave.names.extend_from_slice(names);
        self.mark_readers(names);
        if self.wave.running {
            self.wave.repeat = true;
            return;
        }
        if !self.stage.loading && !self.stage.completed {
            self.wave.by_names = true;
            self.wave.begun = self.wave.names.len();
            self.mark_always();
            self.mark_unstored();
            self.mark_left();
            self.mark_for_triggers();
            if self.stage.setting_data {
                self.mark_hearers();
            }
            for rule in std::mem::take(&mut self.wave.unfinished) {
                self.wave.mark(rule);
            }
            self.run_passes();
            self.wave.by_names = false;
            self.keep_numbers();
            self.show_totals_again();
            self.make_waiting();
            self.decide_all_loaded();
        }
        let names = std::mem::take(&mut self.wave.names);
        self.run_value_triggers(&names);
    }

    /// Evaluates all rules.
    pub(crate) fn run_all(&mut self) {
        if self.stage.completed || self.wave.running {
            return;
        }
        for rule in 0..self.model().rules.len() as u32 {
            self.wave.mark(RuleId(rule));
        }
        for item in self.items.all() {
            self.mark_all_in(item);
        }
        self.run_passes();
        self.keep_numbers();
        self.make_waiting();
        self.wave.names.clear();
    }

    /// Where everything is evaluated, all conditions are again when a value changed in between, and else
    /// those that read what has changed: what a trigger showed or hid then follows its own condition.
    pub(crate) fn decide_again(&mut self, id: ElementId) {
        if !self.wave.by_names || self.reads_changed_names(id) {
            self.decide_next(id);
        }
    }

    /// The condition of an element reads a name that has changed.
    fn reads_changed_names(&self, id: ElementId) -> bool {
        let rules = self.def(id).rules.iter();
        let mut rules = rules.map(|rule| self.rule_of(id, *rule));
        rules.any(|rule| rule.effect == Effect::Visible && self.rule_reads_changed_names(rule))
    }

    /// The expression of a rule reads a name that has changed.
    pub(crate) fn rule_reads_changed_names(&self, rule: Rule) -> bool {
        let mut reads = rule
            .expression
            .into_iter()
            .flat_map(|expression| &self.model().expression(expression).reads);
        reads.any(|read| match read {
            Read::Name(names) => names.iter().any(|name| self.has_changed(name.name)),
            _ => false,
        })
    }

    /// The condition of an element reads nothing but parts of a value that has just gone, of which it
    /// doesn't hear (`ValueGetter.isAnyKeyChanged`).
    pub(crate) fn reads_only_gone(&self, id: ElementId) -> bool {
        if !EVERY_PROPERTY {
            return false;
        }
        let rules = self.def(id).rules.iter();
        let rules = rules.map(|rule| self.rule_of(id, *rule));
        let reads = rules
            .filter(|rule| rule.effect == Effect::Visible)
            .filter_map(|rule| rule.expression)
            .flat_map(|condition| &self.model().expression(condition).reads);
        let mut reads = reads.filter_map(|read| match read {
            Read::Name(names) => Some(names),
            _ => None,
        });
        self.wave.by_names
            && reads.all(|names| {
                let mut names = names.iter();
                names.any(|name| !name.whole && self.triggers.is_gone(name.name))
            })
    }

    /// Evaluates in the next pass whether an element is visible.
    pub(crate) fn decide_next(&mut self, id: ElementId) {
        if !self.wave.running {
            return;
        }
        for rule in self.def(id).rules.clone() {
            if self.rule_of(id, rule).effect != Effect::Visible {
                continue;
            }
            match self.items.item_of(id) {
                None => self.wave.mark(rule),
                Some(item) => self.mark_in_item(item, rule),
            }
        }
    }

    fn mark_readers(&mut self, names: &[NameId]) {
        let model = &self.definition.0;
        for name in names {
            for rule in model.rule_readers.of(*name) {
                self.wave.mark(*rule);
            }
        }
        self.mark_items_reading(names);
    }

    fn mark_part_readers(&mut self, names: &[NameId]) {
        let model = &self.definition.0;
        for name in names {
            for rule in model.rule_part_readers.of(*name) {
                self.wave.mark(*rule);
            }
        }
    }

    fn mark_unstored(&mut self) {
        if !EVERY_PROPERTY {
            return;
        }
        for owner in std::mem::take(&mut self.wave.unsummed) {
            self.mark_owner(owner);
        }
        let model = self.shared_model();
        for name in std::mem::take(&mut self.wave.unstored) {
            for rule in model.rule_readers.of(name) {
                // Where everything is evaluated, its repeats do that, too.
                if !self.wave.by_names || hears_everything(model.rule(*rule).effect) {
                    self.wave.mark(*rule);
                }
            }
            self.mark_hearers_of(name);
        }
    }

    /// While new data are given to the questions, what they are given in turn is told to everything that
    /// is evaluated at every change, for it knows nothing of the new data yet.
    fn mark_hearers(&mut self) {
        let model = self.shared_model();
        for (at, rule) in model.rules.iter().enumerate() {
            if hears_everything(rule.effect) {
                self.wave.mark(RuleId(at as u32));
            }
        }
    }

    /// What the triggers of questions change is one change with the one that they follow from: what
    /// reads that is evaluated again (`SurveyModel.questionTriggersKeys`).
    fn mark_for_triggers(&mut self) {
        let keys = std::mem::take(&mut self.triggers.keys);
        if EVERY_PROPERTY && !keys.is_empty() {
            self.mark_readers(&keys);
            let there = keys.iter().filter(|name| !self.triggers.is_gone(**name));
            self.mark_part_readers(&there.copied().collect::<Vec<_>>());
        }
        self.triggers.keys = keys;
    }

    fn mark_left(&mut self) {
        for rule in std::mem::take(&mut self.wave.late) {
            self.wave.mark(rule);
        }
    }

    fn mark_always(&mut self) {
        let model = &self.definition.0;
        for rule in &model.always {
            self.wave.mark(*rule);
        }
        for owner in std::mem::take(&mut self.wave.renumbered) {
            self.mark_owner(owner);
        }
        self.mark_always_in_items();
    }

    /// Where everything is evaluated, it is in each pass: pages may have come and gone in the last one,
    /// and what was read-only may be so no more.
    fn mark_decided_otherwise(&mut self) {
        if !self.wave.by_names {
            for id in std::mem::take(&mut self.wave.uncomputed) {
                for rule in self.def(id).rules.clone() {
                    self.wave.mark(rule);
                }
            }
            for rule in &self.definition.0.page_readers {
                self.wave.mark(*rule);
            }
        }
    }

    pub(crate) fn run_passes(&mut self) {
        self.repeat_passes();
        if std::mem::take(&mut self.wave.untold) {
            self.revalidate_in_panels();
        }
    }

    fn repeat_passes(&mut self) {
        let mut told = false;
        for _ in 0..=MAX_REPEATS {
            self.wave.running = true;
            while let Some(rule) = self.wave.queue.pop() {
                self.wave.at = rule;
                self.run_rule(rule);
            }
            self.wave.running = false;
            // Nothing waits in this one any more.
            std::mem::swap(&mut self.wave.queue, &mut self.wave.next);
            let repeat = std::mem::take(&mut self.wave.repeat);
            told |= repeat;
            if !repeat && self.wave.queue.is_empty() {
                if told {
                    self.show_totals_again();
                }
                self.wave.uncomputed.clear();
                return;
            }
            // What else is left isn't a pass of survey-core's.
            if repeat {
                self.mark_always();
                self.mark_unstored();
                self.mark_left();
                self.mark_decided_otherwise();
            }
        }
        self.meet(Bound::Passes, None);
        while let Some(rule) = self.wave.queue.pop() {
            if hears_everything(self.model().rule(rule).effect) {
                self.wave.unfinished.push(rule);
            }
        }
    }

    fn run_rule(&mut self, id: RuleId) {
        let rule = self.model().rule(id);
        self.apply_rule(rule, rule.owner);
    }

    /// Evaluates all rules of an element of the definition.
    pub(crate) fn run_own_rules(&mut self, id: ElementId) {
        for rule in self.def(id).rules.clone() {
            let rule = self.rule_of(id, rule);
            self.apply_rule(rule, id);
        }
    }

    /// Evaluates those rules of an element that have such an effect.
    pub(crate) fn run_rules_of(&mut self, id: ElementId, which: impl Fn(Effect) -> bool) {
        for rule in self.def(id).rules.clone() {
            let rule = self.rule_of(id, rule);
            if which(rule.effect) {
                self.apply_rule(rule, id);
            }
        }
    }

    /// Evaluates a rule for its owner: an element of the definition, or its copy in an item.
    pub(crate) fn apply_rule(&mut self, rule: Rule, owner: ElementId) {
        // Most rules decide of visibility.
        if rule.effect == Effect::Visible {
            if let Some(expression) = rule.expression
                && let Some(value) = self.evaluate_rule(expression, owner)
            {
                self.set_visible(owner, value.is_true());
            }
            return;
        }
        if !EVERY_PROPERTY && rule.effect != Effect::Settle {
            return;
        }
        match rule.effect {
            Effect::Settle => return self.settle(owner),
            Effect::Items => {
                self.run_items(owner);
                return self.ask_table(owner);
            }
            Effect::Choices => return self.settle_choices(owner),
            Effect::Default if !self.takes_default_expression(owner) => return,
            Effect::Value if self.is_uncomputed(owner) => return,
            _ => {}
        }
        let Some(expression) = rule.expression else {
            return;
        };
        if let Effect::ItemVisible(at) | Effect::ItemEnable(at) = rule.effect {
            // Where others are taken, its own items aren't asked (`QuestionSelectBase.activeChoices`).
            if !self.carries(owner) {
                self.make_items_read(expression);
                // What they wait for counts as nothing.
                self.run_item_rule(owner, usize::from(at), expression, rule.effect);
            }
            return;
        }
        self.make_items_read(expression);
        if self.waits_for_ever(expression, owner) {
            return;
        }
        match rule.effect {
            Effect::LoadedItems => return self.decide_loaded(owner),
            Effect::Columns => return self.run_columns_rule(owner, expression),
            Effect::RowVisible(at) | Effect::RowEnable(at) => {
                return self.run_row_rule(owner, usize::from(at), expression, rule.effect);
            }
            _ => {}
        }
        let Some(value) = self.evaluate(expression, owner) else {
            return;
        };
        match rule.effect {
            Effect::Enable => self.set_read_only(owner, value == Value::Bool(false)),
            Effect::Require => self.set_required(owner, value.is_true()),
            Effect::Default => self.set_default_result(owner, value),
            Effect::Min | Effect::Max => {
                self.set_limit_result(owner, rule.effect == Effect::Max, value);
            }
            Effect::Value => self.set_expression_result(owner, value),
            Effect::Calculated(number) => self.set_calculated(number, value),
            Effect::ItemCount => self.set_item_count_result(owner, &value),
            _ => {}
        }
    }

    /// The value of a rule's expression, where that doesn't wait.
    fn evaluate_rule(&mut self, expression: ExpressionId, owner: ElementId) -> Option<Value> {
        self.make_items_read(expression);
        if self.waits_for_ever(expression, owner) {
            return None;
        }
        self.evaluate(expression, owner)
    }

    fn run_item_rule(
        &mut self,
        owner: ElementId,
        at: usize,
        expression: ExpressionId,
        effect: Effect,
    ) {
        // The conditions of its own items don't count where a question has others.
        if self.has_loaded(owner) || self.carries(owner) {
            return;
        }
        let item = self.def(owner).conditional_items().get(at);
        let Some(value) = item.map(|item| item.value.clone()) else {
            return;
        };
        let Some(holds) = self.item_condition(expression, owner, &value) else {
            return;
        };
        self.set_item_state(owner, at, |state| match effect {
            Effect::ItemVisible(_) => state.hidden = !holds,
            _ => state.disabled = !holds,
        });
    }

    fn set_calculated(&mut self, number: u32, value: Value) {
        let model = self.shared_model();
        let Some(calculated) = model.calculated.get(number as usize) else {
            return;
        };
        let before = self.data.variable(calculated.variable);
        if !before.equals(&value, casement_expression::Equality::STRICT) {
            if let Some(key) = self.data.find_key(&model, &calculated.name) {
                self.data.remove(key);
            }
            self.put_variable(calculated.variable, value);
        }
    }

    /// A container's visibility must be looked at: at its turn, or at once outside a wave.
    pub(crate) fn unsettle(&mut self, container: ElementId) {
        let Some(rule) = self.def(container).settle else {
            return;
        };
        let at_top = self.is_at_top(container);
        if at_top && self.wave.running && rule > self.wave.at {
            self.wave.mark(rule);
        } else {
            self.settle(container);
        }
    }
}
