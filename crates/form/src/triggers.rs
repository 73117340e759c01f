//! Triggers: the questions' own (`resetValueIf`, `setValueIf`, `setValueExpression`) and the
//! survey's (reference 2.4, 2.5).

use crate::bounds::Bound;
use crate::element::EVERY_TYPE;
use crate::load::SURVEY;
use crate::model::{Readers, TriggerAction, ValueTriggerKind};
use crate::names::{KeyId, NameId, Read, prefixes};
use crate::schema::EVERY_PROPERTY;
use crate::state::Flag;
use crate::tables::IdSet;
use crate::{ElementId, ElementKind, Form, Value};
use casement_expression::{Equality, Path, lower};

/// How often the list of triggers is gone through when triggers change what triggers read.
const MAX_ROUNDS: usize = 3;

/// The run of the survey's triggers, for changes that come up while it goes on.
#[derive(Debug, Default)]
pub(crate) struct TriggerRun {
    running: bool,
    names: Vec<NameId>,
    /// What changed, for the questions' own triggers.
    pub(crate) keys: Vec<NameId>,
    /// Names without a value any more: triggers that read something inside of it don't hear of that.
    gone: Vec<NameId>,
    /// Triggers of questions that are running; `true`: `resetValueIf`.
    started: Vec<(ElementId, bool)>,
    /// What the names held before they changed, and what they got.
    before: Vec<(NameId, Value, Value)>,
}

impl TriggerRun {
    /// Some names have got values.
    pub(crate) fn are_there(&mut self, names: &[NameId]) {
        if EVERY_PROPERTY {
            self.gone.retain(|name| !names.contains(name));
        }
    }

    /// Some names have lost their values.
    pub(crate) fn are_gone(&mut self, names: &[NameId]) {
        if EVERY_PROPERTY {
            self.gone.extend_from_slice(names);
        }
    }

    /// The name is one that has lost its value.
    pub(crate) fn is_gone(&self, name: NameId) -> bool {
        self.gone.contains(&name)
    }
}

impl Form {
    /// The questions' triggers that read one of some names, in document order.
    pub(crate) fn run_value_triggers(&mut self, names: &[NameId]) {
        let model = self.shared_model();
        if !EVERY_PROPERTY || names.is_empty() || self.is_display() {
            self.triggers.gone.clear();
            return;
        }
        let inside_items = model
            .templates
            .iter()
            .any(|it| !it.value_triggers.is_empty());
        if model.value_triggers.is_empty() && !inside_items {
            self.triggers.gone.clear();
            return;
        }
        // A change that follows from another runs what reads either, as long as no such run is over.
        let mut keys = std::mem::take(&mut self.triggers.keys);
        keys.extend_from_slice(names);
        let own = self.due_value_triggers(names);
        let due = self.due_value_triggers(&keys);
        let own_inside = self.due_triggers_in_items(names);
        let inside = self.due_triggers_in_items(&keys);
        let mut owners = self.owners_of_due(&inside).into_iter().peekable();
        self.triggers.keys = keys;
        let triggers = due.iter().map(Some).chain([None]);
        for at in triggers {
            let trigger = at.map(|at| model.value_triggers.get(at as usize));
            let before = trigger.flatten().map(|trigger| trigger.owner);
            // What is in rows and panels has its turn after their question.
            while let Some(owner) = owners.next_if(|owner| before.is_none_or(|it| *owner < it)) {
                let over = self.triggers.keys.is_empty();
                let inside = if over { &own_inside } else { &inside };
                self.run_due_triggers_in(owner, inside, names.first().copied());
            }
            let waits = |at: u32| self.triggers.keys.is_empty() && !own.contains(&at);
            if let (Some(at), Some(trigger)) = (at, trigger.flatten())
                && !waits(at)
            {
                self.run_value_trigger(trigger.owner, trigger.kind);
            }
        }
        self.triggers.keys.clear();
        self.triggers.gone.clear();
    }

    /// The name has changed, now or with the change from which this one follows.
    pub(crate) fn has_changed(&self, name: NameId) -> bool {
        self.wave.names.contains(&name) || self.triggers.keys.contains(&name)
    }

    /// The passes follow a change of the name, which hasn't just changed during them.
    pub(crate) fn follows_change_of(&self, name: NameId) -> bool {
        self.wave.follows(name) || self.triggers.keys.contains(&name)
    }

    fn due_value_triggers(&self, names: &[NameId]) -> IdSet<u32> {
        let model = self.model();
        let heard = names.iter().flat_map(|name| {
            let readers = model.value_trigger_readers.of(*name).iter().copied();
            readers.filter(|at| {
                let trigger = model.value_triggers.get(*at as usize);
                trigger.is_some_and(|trigger| self.hears_trigger(trigger.kind, *name))
            })
        });
        let triggers = model.value_triggers.iter().enumerate();
        let constant = triggers.filter(|(_, trigger)| trigger.always);
        heard.chain(constant.map(|(at, _)| at as u32)).collect()
    }

    /// A trigger hears of a name that it reads: something inside of it it looks for only where the name
    /// has a value (`ValueGetter.isAnyKeyChanged`).
    pub(crate) fn hears_trigger(&self, trigger: ValueTriggerKind, name: NameId) -> bool {
        !self.triggers.is_gone(name)
            || self.trigger_reads(trigger, &mut |read| match read {
                Read::Name(candidates) => candidates.iter().any(|it| it.name == name && it.whole),
                _ => false,
            })
    }

    /// A trigger reads something of a kind.
    pub(crate) fn trigger_reads(
        &self,
        trigger: ValueTriggerKind,
        is_such: &mut dyn FnMut(&Read) -> bool,
    ) -> bool {
        let (condition, value) = match trigger {
            ValueTriggerKind::Reset(condition) => (Some(condition), None),
            ValueTriggerKind::Set { condition, value } => (condition, value),
        };
        let expressions = condition.into_iter().chain(value);
        let mut reads = expressions.flat_map(|id| &*self.model().expression(id).reads);
        reads.any(is_such)
    }

    /// One change has set off as much as it may: no more triggers run, and at the first of them that
    /// is said.
    pub(crate) fn leaves_out_triggers(&mut self, question: ElementId) -> bool {
        let spent = self.wave.is_spent();
        if spent && !std::mem::replace(&mut self.wave.said, true) {
            self.meet(Bound::Changes, Some(question));
        }
        spent
    }

    /// One trigger of a question; not of one that is just being set.
    pub(crate) fn run_value_trigger(&mut self, owner: ElementId, kind: ValueTriggerKind) {
        if self.leaves_out_triggers(owner) {
            return;
        }
        self.wave.triggered = self.wave.triggered.saturating_add(1);
        // What is being set, be it from its rows or panels, isn't set by a trigger of its own
        // (`Question.isSettingQuestionValue`).
        if self.cell(owner).is(Flag::Setting) || self.items.assembling.contains(&owner) {
            return;
        }
        // A question that isn't loaded yet loses what it is set to (`Base.endLoadingFromJson`).
        let loaded = |content: ElementId| owner < content || !self.is_at_top(owner);
        if EVERY_TYPE && !self.stage.making_content.is_none_or(loaded) {
            return;
        }
        // One that is running doesn't start once more because of what it sets
        // (`Base.runExpressionByProperty`).
        let running = (owner, matches!(kind, ValueTriggerKind::Reset(_)));
        if self.triggers.started.contains(&running) {
            return;
        }
        self.triggers.started.push(running);
        self.start_value_trigger(owner, kind);
        self.triggers.started.pop();
    }

    fn start_value_trigger(&mut self, owner: ElementId, kind: ValueTriggerKind) {
        match kind {
            ValueTriggerKind::Reset(_) if self.is_question_empty(owner) => {}
            ValueTriggerKind::Reset(condition) => {
                self.make_items_read(condition);
                if self.waits_for_ever(condition, owner) {
                    return;
                }
                if self.waits(condition, owner) {
                    return self.value_trigger_waits(owner, kind);
                }
                let result = self.evaluate(condition, owner);
                if result.is_some_and(|value| value.is_true()) {
                    self.reset_question(owner);
                }
            }
            ValueTriggerKind::Set { condition, value } => {
                if let Some(condition) = condition {
                    self.make_items_read(condition);
                }
                if condition.is_some_and(|condition| self.waits_for_ever(condition, owner)) {
                    return;
                }
                if condition.is_some_and(|condition| self.waits(condition, owner)) {
                    return self.value_trigger_waits(owner, kind);
                }
                let holds = condition.is_none_or(|condition| {
                    self.evaluate(condition, owner)
                        .is_some_and(|value| value.is_truthy())
                });
                if !holds {
                    return;
                }
                if let Some(expression) = value {
                    self.make_items_read(expression);
                }
                match value {
                    None => self.clear_question(owner),
                    Some(expression) if self.waits_for_ever(expression, owner) => {}
                    Some(expression) if self.waits(expression, owner) => {
                        self.value_trigger_waits(owner, kind);
                    }
                    Some(expression) => {
                        if let Some(value) = self.evaluate(expression, owner) {
                            let value = self.question_value(owner, value);
                            self.set_question_value(owner, value);
                        }
                    }
                }
            }
        }
    }

    /// The survey's triggers that read one of some names; `key`: the data key that changed.
    pub(crate) fn run_triggers(&mut self, names: &[NameId], key: Option<KeyId>) {
        let model = self.shared_model();
        if !EVERY_PROPERTY || model.triggers.is_empty() || self.stage.completed || self.is_display()
        {
            return;
        }
        if self.triggers.running {
            self.triggers.names.extend_from_slice(names);
            return;
        }
        let guarded = model
            .triggers
            .iter()
            .any(|trigger| trigger.action.needs_valid_question());
        let question = key.and_then(|key| self.data.questions(&model, key).first().copied());
        let invalid =
            guarded && question.is_some_and(|id| !self.validate_question(id, false, false));
        self.triggers.running = true;
        let changed = names;
        let mut before = self.triggers.before.iter();
        let own = before.rposition(|(name, ..)| changed.contains(name));
        let mut names = names.to_vec();
        for _ in 0..MAX_ROUNDS {
            self.triggers.names.clear();
            let known: Vec<_> = names.iter().map(|name| self.last_change(*name)).collect();
            self.run_trigger_list(&mut names, invalid);
            let mut changed = std::mem::take(&mut self.triggers.names);
            changed.retain(|name| !self.changes_alike(*name, &known));
            if changed.is_empty() || self.stage.completed {
                break;
            }
            names = changed;
        }
        self.triggers.running = false;
        self.triggers.names.clear();
        if self.wave.depth <= 1 {
            self.triggers.before.clear();
        } else {
            // A change that follows from another leaves alone what that remembers.
            let mut at = 0;
            self.triggers.before.retain(|(name, ..)| {
                at += 1;
                !changed.contains(name) || own.is_none_or(|own| at <= own)
            });
        }
    }

    /// What a name was before it changed last, and is since.
    fn last_change(&self, name: NameId) -> Option<(NameId, Value, Value)> {
        let mut changes = self.triggers.before.iter().rev();
        changes.find(|(known, ..)| *known == name).cloned()
    }

    /// A trigger has changed a name as it had changed before, but for blanks and case: that starts no
    /// trigger again (`SurveyModel.checkTriggers`).
    fn changes_alike(&self, name: NameId, known: &[Option<(NameId, Value, Value)>]) -> bool {
        let mut known = known.iter().flatten();
        let before = known.find(|(known, ..)| *known == name);
        let last = self.last_change(name);
        before.zip(last).is_some_and(|(before, last)| {
            before.1.equals(&last.1, Equality::DEFAULT)
                && before.2.equals(&last.2, Equality::DEFAULT)
        })
    }

    /// A name is about to get another value: triggers that read something inside of it look whether
    /// that changes.
    pub(crate) fn remember_for_triggers(&mut self, name: NameId, value: Value, next: &Value) {
        if EVERY_PROPERTY && !self.model().triggers.is_empty() {
            self.triggers.before.push((name, value, next.clone()));
        }
    }

    /// Whether the change of a name is one of what a trigger's condition reads.
    fn concerns(&self, trigger: u32, name: NameId) -> bool {
        let model = self.model();
        let before = self.triggers.before.iter().rev();
        let Some((_, before, now)) = before.clone().find(|(known, ..)| *known == name) else {
            return true;
        };
        let Some(trigger) = model.triggers.get(trigger as usize) else {
            return true;
        };
        let mut part = false;
        if let TriggerAction::CopyValue { from, .. } = &trigger.action {
            let mut begins = prefixes(from).filter(|prefix| model.names.find(prefix) == Some(name));
            match begins.next() {
                Some(own) if own.len() < from.len() => {
                    part = true;
                    let path = Path::new(from);
                    let now = crate::scope::path_in(own, now, &path).unwrap_or_default();
                    let then = crate::scope::path_in(own, before, &path);
                    if !is_no_news(&now, &then.unwrap_or_default()) {
                        return true;
                    }
                }
                Some(_) => return true,
                None => {}
            }
        }
        let expression = trigger
            .condition
            .map(|condition| model.expression(condition));
        let Some((expression, program)) =
            expression.and_then(|it| Some((it, it.program.as_ref()?)))
        else {
            return !part;
        };
        for (written, read) in program.names().iter().zip(&expression.reads) {
            let Read::Name(candidates) = read else {
                continue;
            };
            let Some(candidate) = candidates.iter().find(|it| it.name == name) else {
                continue;
            };
            if candidate.whole {
                return true;
            }
            part = true;
            let length = candidate.length as usize;
            let own = written.text.get(..length).unwrap_or_default();
            let now = crate::scope::path_in(own, now, &written.path);
            let then = crate::scope::path_in(own, before, &written.path);
            if !is_no_news(&now.unwrap_or_default(), &then.unwrap_or_default()) {
                return true;
            }
        }
        !part
    }

    /// Before leaving a page: triggers that read an answer on it show and hide, and whether one of
    /// them completes.
    pub(crate) fn page_triggers_complete(&mut self, page: ElementId) -> bool {
        let model = self.shared_model();
        if !EVERY_PROPERTY || model.triggers.is_empty() || self.stage.completed || self.is_display()
        {
            return false;
        }
        // Each name that counts as changed, and whether it has no answer.
        let mut told: Vec<(NameId, bool)> = Vec::new();
        if self.def(page).is_container() {
            let inside = (page.as_u32()..self.def(page).end.as_u32()).map(ElementId::new);
            for key in inside.filter_map(|id| self.data_key(id)) {
                let name = self.data.name_of(&model, key);
                told.push((name, self.data.get(key).is_nullish()));
            }
            for calculated in &model.calculated {
                let name = calculated.variable;
                told.push((name, self.data.variable(name).is_nullish()));
            }
        } else {
            // A step goes by its own name, not by that of its value
            // (`SurveyModel.performNextAfterValidation`).
            let name = self.data.name(&model, &model.element(page).name);
            let key = self.data_key(page);
            let empty = key.is_none_or(|key| self.data.get(key).is_nullish());
            told.push((name, empty));
        }
        let names: Vec<NameId> = told.iter().map(|(name, _)| *name).collect();
        // There is no part in what isn't there (`Trigger.isCheckRequired`).
        let known = self.triggers.before.len();
        for (name, _) in told.iter().filter(|(_, empty)| *empty) {
            self.remember_for_triggers(*name, Value::Undefined, &Value::Undefined);
        }
        let due = self.triggers_reading(&names);
        let due: Vec<u32> = due.iter().filter(|at| self.is_due(*at, &names)).collect();
        self.triggers.before.truncate(known);
        for at in due {
            let Some(trigger) = model.triggers.get(at as usize) else {
                continue;
            };
            match &trigger.action {
                TriggerAction::Complete if self.condition_holds(at) => return true,
                TriggerAction::Visible { .. } => {
                    let holds = self.condition_holds(at);
                    self.act(at, &trigger.action, holds);
                }
                _ => {}
            }
        }
        false
    }

    /// The triggers that read one of some names, be it changed in a part that they don't read.
    fn triggers_reading(&self, names: &[NameId]) -> IdSet<u32> {
        let model = self.model();
        let always = model.triggers.iter().map(|trigger| trigger.always);
        reading(&model.trigger_readers, always, names)
    }

    /// Whether the change of some names concerns a trigger, by what they held before each changed last
    /// (`ValueGetter.isAnyKeyChanged`).
    fn is_due(&self, at: u32, names: &[NameId]) -> bool {
        let model = self.model();
        let trigger = model.triggers.get(at as usize);
        trigger.is_some_and(|trigger| trigger.always)
            || names.iter().any(|name| {
                model.trigger_readers.of(*name).contains(&at) && self.concerns(at, *name)
            })
    }

    fn condition_holds(&self, at: u32) -> bool {
        let condition = self
            .model()
            .triggers
            .get(at as usize)
            .and_then(|trigger| trigger.condition);
        condition.is_some_and(|condition| {
            self.evaluate(condition, SURVEY)
                .is_some_and(|value| value.is_true())
        })
    }

    /// Whether the condition of a trigger holds; `None` while it waits for the result of a function.
    fn trigger_holds(&self, at: u32) -> Option<bool> {
        let trigger = self.model().triggers.get(at as usize)?;
        match (&trigger.action, trigger.condition) {
            (TriggerAction::CopyValue { .. }, None) => Some(true),
            (_, Some(condition)) if self.waits(condition, SURVEY) => None,
            _ => Some(self.condition_holds(at)),
        }
    }

    /// A trigger that waited for the result of a function.
    pub(crate) fn run_waiting_trigger(&mut self, at: u32) {
        let model = self.shared_model();
        let Some(trigger) = model.triggers.get(at as usize) else {
            return;
        };
        match self.trigger_holds(at) {
            Some(holds) => self.act(at, &trigger.action, holds),
            None => self.trigger_waits(at),
        }
    }

    /// One round; names that change during it are added, for the triggers still to come.
    fn run_trigger_list(&mut self, names: &mut Vec<NameId>, invalid: bool) {
        let model = self.shared_model();
        let mut due = self.triggers_reading(names);
        while let Some(at) = due.pop_first() {
            // What ran before it may have changed the same names once more.
            let Some(trigger) = model.triggers.get(at as usize) else {
                continue;
            };
            if !self.is_due(at, names) {
                continue;
            }
            let by_own_target = self.sets_only(&trigger.action, names);
            if (invalid && trigger.action.needs_valid_question()) || by_own_target {
                continue;
            }
            if let Some(condition) = trigger.condition {
                self.make_items_read(condition);
            }
            if trigger
                .condition
                .is_some_and(|condition| self.asks_stuck(condition))
            {
                continue;
            }
            let Some(holds) = self.trigger_holds(at) else {
                self.trigger_waits(at);
                continue;
            };
            let known = self.triggers.names.len();
            self.act(at, &trigger.action, holds);
            if self.stage.completed {
                return;
            }
            let fresh = self
                .triggers
                .names
                .get(known..)
                .unwrap_or_default()
                .to_vec();
            if !fresh.is_empty() {
                let readers = self.triggers_reading(&fresh);
                due.extend(readers.iter().filter(|later| *later > at));
                names.extend(fresh);
            }
        }
    }

    /// Nothing changed but what the trigger itself sets.
    fn sets_only(&self, action: &TriggerAction, names: &[NameId]) -> bool {
        let (TriggerAction::SetValue { to, .. } | TriggerAction::CopyValue { to, .. }) = action
        else {
            return false;
        };
        let target = self.data.find_name(self.model(), to);
        target.is_some() && names.iter().all(|name| Some(*name) == target)
    }

    fn act(&mut self, at: u32, action: &TriggerAction, holds: bool) {
        match action {
            TriggerAction::Visible { elements } => {
                for id in elements {
                    self.set_visible(*id, holds);
                    self.decide_again(*id);
                }
            }
            TriggerAction::Complete => {
                self.completing_triggers.retain(|known| *known != at);
                if holds {
                    self.completing_triggers.push(at);
                }
            }
            _ if !holds => {}
            TriggerAction::SetValue {
                to,
                value,
                variable,
            } => self.trigger_sets(to, value.clone(), *variable),
            TriggerAction::CopyValue { from, to, display } => {
                self.make_items_named(from);
                let value = match self.empty_items_named(from, *display) {
                    Some(value) => Some(value),
                    None => self.named_value(from, *display),
                };
                let named = self
                    .question_by_value_name(from)
                    .or_else(|| self.question_at(from));
                let found = match named.is_some_and(|id| self.is_read_by_parts(id)) {
                    true => value.as_ref().is_some_and(|value| !value.is_empty()),
                    false => value.is_some() || named.is_some(),
                };
                if found {
                    self.trigger_sets(to, value.unwrap_or_default(), false);
                }
            }
            TriggerAction::RunExpression {
                expression: Some(expression),
                ..
            } if self.waits(*expression, SURVEY) => self.trigger_waits(at),
            TriggerAction::RunExpression { expression, to } => {
                let value = expression.and_then(|expression| self.evaluate(expression, SURVEY));
                if let Some(value) =
                    value.filter(|value| !matches!(value, Value::Undefined) && !to.is_empty())
                {
                    let value = self.date_as_text(value, None);
                    self.trigger_sets(to, value, false);
                }
            }
            TriggerAction::Skip { to } => self.skip_to(to),
        }
    }

    /// Rows or inputs stand for the question where its name is looked up: a trigger finds these, and
    /// sets the survey's value instead of the question's.
    fn is_read_by_parts(&self, id: ElementId) -> bool {
        matches!(
            self.def(id).kind,
            ElementKind::Matrix | ElementKind::MatrixDropdown | ElementKind::MultipleText
        )
    }

    fn trigger_sets(&mut self, to: &str, value: Value, variable: bool) {
        if to.is_empty() {
            return;
        }
        if variable {
            self.set_variable_value(to, value);
            return;
        }
        // A variable of that name stands before a question (`SurveyModel.setTriggerValue`).
        let name = self.data.find_name(self.model(), &lower(to));
        let variable = name.is_some_and(|name| *self.data.variable(name) != Value::Undefined);
        match self.question_by_value_name(to).filter(|_| !variable) {
            Some(id) if self.is_read_by_parts(id) => self.set_data_value(to, value),
            Some(id) => {
                self.set_question_value(id, value);
                // All conditions are just being evaluated: the question is computed again.
                self.compute_again(id);
            }
            None if to.contains(['.', '[']) => {
                self.make_items_named(to);
                if let Some(id) = self.question_at(to) {
                    self.set_question_value(id, value);
                } else if !to.contains('.') {
                    self.set_data_value(to, value);
                }
            }
            None => self.set_data_value(to, value),
        }
    }
}

/// What triggers read inside of a value is the same for them, be it written otherwise: in another case,
/// as a number, as 1 in place of true (`ValueGetter.isAnyKeyChanged`).
fn is_no_news(now: &Value, then: &Value) -> bool {
    let how = Equality {
        case_sensitive: false,
        ..Equality::STRICT
    };
    now.equals(then, how)
}

/// The triggers that read one of some names, and those that run at every change.
fn reading(
    readers: &Readers<u32>,
    always: impl Iterator<Item = bool>,
    names: &[NameId],
) -> IdSet<u32> {
    let readers = names.iter().flat_map(|name| readers.of(*name)).copied();
    let constant = always.enumerate().filter(|(_, always)| *always);
    readers.chain(constant.map(|(at, _)| at as u32)).collect()
}
