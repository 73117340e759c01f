//! Mode `inputPerPage` inside a question: in a matrix, a dynamic panel or a multiple text each
//! question of a row or panel is a step of its own, and behind a choice question so is each question
//! under a choice that is chosen. Where rows or panels can be added, the question itself is one too,
//! the summary of what there is (SurveyJS `QuestionSingleInputBehavior`).

use crate::element::EVERY_TYPE;
use crate::items::ItemId;
use crate::model::ItemKind;
use crate::settings::StepMode;
use crate::tables::ById;
use crate::{Change, ElementId, ElementKind, Form, Severity, Value};

/// One step inside a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A question in a row or panel; the question itself is the summary.
    Question(ElementId),
    /// A row of a simple matrix, by its number among the rows that are shown.
    Row(ElementId, usize),
    /// What was in a row or panel that is gone.
    Gone,
}

/// Where a question is among its steps.
#[derive(Debug, Default)]
struct Inner {
    /// Nothing until it is asked for.
    at: Option<Place>,
    /// The summary was reached since the question became the current one.
    reached: bool,
    /// The summary is what is shown.
    summary: bool,
    /// Of a simple matrix: the rows that were shown when the steps were first asked for. Those that
    /// come or go afterwards change nothing until it begins anew.
    rows: Option<Vec<Value>>,
}

/// Where each question is among its steps, and whether the current step of the form is its first
/// and its last.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    inner: ById<ElementId, Inner>,
    /// Pages that were shown.
    drawn: Vec<ElementId>,
    /// As survey-core keeps it, from one change of step, page or visibility to the next.
    pub(crate) first: bool,
    pub(crate) last: bool,
    /// There is no step any more, and nothing has looked since whether the page is the first or last.
    pub(crate) stepless: bool,
}

/// Where a step stands among those of its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// There is no other, or it is the summary.
    Alone,
    First,
    Between,
    Last,
}

impl Inputs {
    /// A row or panel with these elements is gone.
    pub(crate) fn forget(&mut self, gone: &[ElementId]) {
        for id in gone {
            self.inner.remove(id);
        }
        let owners: Vec<ElementId> = self.inner.keys().collect();
        for owner in owners {
            if let Some(inner) = self.inner.get_mut(&owner) {
                let at = match inner.at {
                    Some(Place::Question(id) | Place::Row(id, _)) => id,
                    _ => continue,
                };
                if gone.contains(&at) {
                    inner.at = Some(Place::Gone);
                }
            }
        }
    }

    /// All begin anew.
    pub(crate) fn clear(&mut self) {
        self.inner = ById::new();
    }

    fn at(&self, owner: ElementId) -> Option<Place> {
        self.inner.get(&owner)?.at
    }

    fn is_reached(&self, owner: ElementId) -> bool {
        self.inner.get(&owner).is_some_and(|inner| inner.reached)
    }
}

impl Form {
    /// The question that is shown alone in mode `inputPerPage`: where the current step is a matrix or
    /// a dynamic panel, the question in one of its rows or panels; the matrix or dynamic panel itself
    /// where its summary is shown. A row of a simple matrix counts as the matrix.
    pub fn current_input(&self) -> Option<ElementId> {
        let step = self.current_step()?;
        Some(match self.current_place(step) {
            Some(Place::Question(id) | Place::Row(id, _)) => id,
            _ => step,
        })
    }

    fn has_inner_steps(&self) -> bool {
        EVERY_TYPE && self.settings().steps == Some(StepMode::Input)
    }

    /// The outermost question around one.
    fn outermost(&self, id: ElementId) -> ElementId {
        let mut at = id;
        while let Some(owner) = self.owner_of(Place::Question(at)) {
            at = owner;
        }
        at
    }

    pub(crate) fn is_within_step(&self, owner: ElementId) -> bool {
        self.has_inner_steps()
            && self
                .current_step()
                .is_some_and(|step| step == self.outermost(owner) && !self.def(step).is_container())
    }

    /// The question whose row, panel or choice a step is in.
    fn owner_of(&self, place: Place) -> Option<ElementId> {
        match place {
            Place::Question(id) => self.choice_question(id).or_else(|| {
                let item = self.items.item_of(id)?;
                Some(self.items.get(item).owner)
            }),
            Place::Row(matrix, _) => Some(matrix),
            Place::Gone => None,
        }
    }

    /// The step at which a question is; the first of its steps where it was at none.
    fn inner_place(&self, owner: ElementId) -> Option<Place> {
        if !self.has_inner_steps() {
            return None;
        }
        let kept = self.inputs.at(owner);
        if kept.is_some() || !self.is_within_step(owner) {
            return kept;
        }
        self.inner_places(owner).first().copied()
    }

    /// As [`Form::inner_place`]; from now on the question is there.
    fn settle_inner_place(&mut self, owner: ElementId) -> Option<Place> {
        let place = self.inner_place(owner)?;
        if self.def(owner).kind == ElementKind::Matrix {
            let rows = self.rows_of_steps(owner);
            self.inputs.inner.value_or_default(owner).rows = Some(rows);
        }
        if self.inputs.at(owner).is_none() {
            self.stand_at(owner, place);
        }
        Some(place)
    }

    fn stand_at(&mut self, owner: ElementId, place: Place) {
        if let Place::Question(id) = place {
            self.items_needed(id);
        }
        let inner = self.inputs.inner.value_or_default(owner);
        inner.reached |= place == Place::Question(owner);
        inner.at = Some(place);
    }

    /// The steps inside a question, in order. Of rows and panels that can be added, those that are
    /// empty or wrong are gone through first; after the summary was reached, only the one that is
    /// shown.
    fn inner_places(&self, owner: ElementId) -> Vec<Place> {
        if self.def(owner).choices.is_some() {
            return self.places_of_choices(owner);
        }
        let at = self.inputs.at(owner);
        if at == Some(Place::Question(owner)) {
            return vec![Place::Question(owner)];
        }
        if self.def(owner).kind == ElementKind::Matrix {
            let rows = self.rows_of_steps(owner).len();
            return (0..rows).map(|row| Place::Row(owner, row)).collect();
        }
        let mut places = Vec::new();
        match self.item_kind(owner) {
            None | Some(ItemKind::Custom) => {}
            Some(ItemKind::Row | ItemKind::Inputs | ItemKind::Composite) => {
                let items = self.visible_items(owner).into_iter();
                for item in items.filter(|_| self.is_visible(owner)) {
                    places.extend(self.places_in(item));
                }
            }
            Some(ItemKind::Panel | ItemKind::DynamicRow) => {
                let reached = self.inputs.is_reached(owner);
                let mut open = Vec::new();
                if at.is_none() || !reached {
                    for item in self.visible_items(owner) {
                        if self.is_item_open(item) {
                            open.extend(self.places_in(item));
                        }
                    }
                }
                if let Some(Place::Question(id)) = at
                    && !open.contains(&Place::Question(id))
                    && let Some(item) = self.items.item_of(id)
                    && self.items.get(item).owner == owner
                {
                    places.extend(self.places_in(item));
                }
                places.append(&mut open);
                if reached && !places.is_empty() {
                    places.insert(0, Place::Question(owner));
                }
                places.push(Place::Question(owner));
            }
        }
        places
    }

    /// The rows of a simple matrix that are its steps.
    fn rows_of_steps(&self, matrix: ElementId) -> Vec<Value> {
        let kept = self.inputs.inner.get(&matrix);
        match kept.and_then(|inner| inner.rows.clone()) {
            Some(rows) => rows,
            None => self.visible_matrix_items(matrix).0,
        }
    }

    /// A choice question comes before the questions under its choices.
    fn places_of_choices(&self, owner: ElementId) -> Vec<Place> {
        let mut inside = Vec::new();
        for panel in self.choice_panels(owner) {
            if self.is_choice_panel_open(owner, panel) {
                self.collect_questions(panel, &mut inside);
            }
        }
        if !inside.is_empty() {
            inside.insert(0, owner);
        }
        inside.into_iter().map(Place::Question).collect()
    }

    /// The visible questions of a row or panel.
    fn places_in(&self, item: ItemId) -> Vec<Place> {
        let mut found = Vec::new();
        self.collect_questions(self.items.get(item).frame, &mut found);
        found.into_iter().map(Place::Question).collect()
    }

    pub(crate) fn collect_questions(&self, container: ElementId, found: &mut Vec<ElementId>) {
        for id in self.children(container) {
            if !self.is_visible(*id) || self.is_detail(*id) {
                continue;
            }
            if self.def(*id).is_container() {
                self.collect_questions(*id, found);
            } else {
                found.push(*id);
            }
        }
    }

    /// A row or panel without an answer, or with something wrong in it.
    fn is_item_open(&self, item: ItemId) -> bool {
        let frame = self.items.get(item).frame;
        let mut questions = Vec::new();
        self.collect_questions(frame, &mut questions);
        questions.iter().all(|id| self.is_question_empty(*id)) || !self.is_container_right(frame)
    }

    fn is_container_right(&self, container: ElementId) -> bool {
        let inside = self.children(container).iter();
        inside
            .filter(|id| self.is_visible(**id) && !self.is_detail(**id))
            .all(|id| {
                if self.def(*id).is_container() {
                    self.is_container_right(*id)
                } else {
                    self.is_question_right(*id)
                }
            })
            && !self.lacks_required_answer(container)
    }

    fn is_question_right(&self, id: ElementId) -> bool {
        let errors = self.question_errors(id, false);
        let right = errors.iter().all(|error| error.severity != Severity::Error);
        let mut items = self.visible_items(id).into_iter();
        let mut panels = self.choice_panels(id).into_iter();
        right
            && items.all(|item| self.is_container_right(self.items.get(item).frame))
            && panels.all(|panel| {
                !self.is_choice_panel_open(id, panel) || self.is_container_right(panel)
            })
    }

    /// The innermost step at which a question is.
    fn current_place(&self, owner: ElementId) -> Option<Place> {
        let mut place = self.inner_place(owner)?;
        while let Place::Question(id) = place
            && let Some(inside) = self.inner_place(id)
            && inside != place
        {
            place = inside;
        }
        Some(place)
    }

    /// The question whose steps the innermost one is among.
    fn current_owner(&self, owner: ElementId) -> ElementId {
        match self.current_place(owner) {
            None => owner,
            Some(Place::Question(id)) if self.inner_place(id) == Some(Place::Question(id)) => id,
            Some(place) => self.owner_of(place).unwrap_or(owner),
        }
    }

    /// All questions on the way to the innermost step are at one of their steps.
    fn settle_places(&mut self, owner: ElementId) {
        let mut at = owner;
        while let Some(Place::Question(id)) = self.settle_inner_place(at)
            && id != at
        {
            at = id;
        }
    }

    /// Where the step stands at which a question is.
    pub(crate) fn input_position(&self, owner: ElementId) -> Position {
        let at = self.inner_place(owner);
        if at == Some(Place::Question(owner)) && self.def(owner).choices.is_none() {
            return Position::Alone;
        }
        let inside = self.current_owner(owner);
        if inside != owner && self.input_position(inside) == Position::Between {
            return Position::Between;
        }
        let places = self.inner_places(owner);
        if places.len() < 2 {
            return Position::Alone;
        }
        match places.iter().position(|place| Some(*place) == at) {
            Some(0) => Position::First,
            Some(index) if index + 1 == places.len() => Position::Last,
            _ => Position::Between,
        }
    }

    /// A question became the current step: it begins with its first step, unless it was left in the
    /// midst of them.
    pub(crate) fn begin_inputs(&mut self, owner: ElementId) {
        if !self.has_inner_steps() {
            return;
        }
        self.items_needed(owner);
        self.inputs.inner.value_or_default(owner).reached = false;
        let page = self.page(owner);
        let drawn = self.inputs.drawn.contains(&page);
        if !drawn {
            self.inputs.drawn.push(page);
        }
        if self.shows_summary(owner) || !drawn {
            self.drop_summary(owner);
            self.inputs.inner.value_or_default(owner).at = None;
        }
    }

    fn shows_summary(&mut self, owner: ElementId) -> bool {
        let at = self.settle_inner_place(owner);
        if at != Some(Place::Question(owner)) || self.def(owner).choices.is_some() {
            return self
                .inputs
                .inner
                .get(&owner)
                .is_some_and(|inner| inner.summary);
        }
        self.inputs.inner.value_or_default(owner).summary = true;
        true
    }

    fn drop_summary(&mut self, owner: ElementId) {
        self.shows_summary(owner);
        self.inputs.inner.value_or_default(owner).summary = false;
    }

    /// Goes to a step of a question.
    fn step_inside(&mut self, owner: ElementId, place: Place, back: bool) {
        if self.settle_inner_place(owner) == Some(place) {
            return;
        }
        self.stand_at(owner, place);
        self.inner_step_changed(owner, !back || place != Place::Question(owner));
    }

    fn inner_step_changed(&mut self, owner: ElementId, anew: bool) {
        if anew {
            self.drop_summary(owner);
        }
        self.changed(Change::Page);
        self.steps_moved();
    }

    /// To the next step inside a question or, `back`, to the one before; whether there is one.
    pub(crate) fn move_inside(&mut self, owner: ElementId, back: bool) -> bool {
        if !self.has_inner_steps() {
            return false;
        }
        self.settle_places(owner);
        self.clean_answered_panels(owner);
        let mut inside = Some(self.current_owner(owner));
        while let Some(at) = inside.filter(|at| *at != owner) {
            if self.move_among(at, back) {
                return true;
            }
            inside = self.owner_of(Place::Question(at));
        }
        self.move_among(owner, back)
    }

    fn move_among(&mut self, owner: ElementId, back: bool) -> bool {
        let Some(at) = self.settle_inner_place(owner) else {
            return false;
        };
        let places = self.inner_places(owner);
        let to = match places.iter().position(|place| *place == at) {
            None => Some(0),
            Some(index) if back => index.checked_sub(1),
            Some(index) => Some(index + 1),
        };
        let Some(place) = to.and_then(|to| places.get(to).copied()) else {
            return false;
        };
        self.step_inside(owner, place, back);
        true
    }

    /// Which panels are steps depends on whether they are right: those with an answer are checked, and
    /// lose what no item offers (`PanelDynamicSingleInputBehavior.getSingleInputQuestionsCore`).
    fn clean_answered_panels(&mut self, owner: ElementId) {
        if self.item_kind(owner) != Some(ItemKind::Panel) || self.shows_summary(owner) {
            return;
        }
        for item in self.visible_items(owner) {
            let mut questions = Vec::new();
            self.collect_questions(self.items.get(item).frame, &mut questions);
            if questions.iter().any(|id| !self.is_question_empty(*id)) {
                for id in questions {
                    self.clean_before_check(id);
                }
            }
        }
    }

    /// Checks what the innermost step of a question shows; whether nothing blocks.
    pub(crate) fn check_input(&mut self, owner: ElementId) -> bool {
        self.read_validators();
        self.settle_places(owner);
        match self.current_place(owner) {
            None | Some(Place::Gone) => true,
            Some(Place::Question(id))
                if self.def(id).choices.is_some()
                    && self.inputs.at(id) == Some(Place::Question(id)) =>
            {
                // What is under its choices is checked when it is shown.
                self.clean_before_check(id);
                let errors = self.question_errors(id, false);
                let valid = errors.iter().all(|error| error.severity != Severity::Error);
                self.show_errors(id, errors);
                if !valid {
                    self.step_to(id);
                }
                valid
            }
            Some(Place::Question(id)) => {
                let valid = self.validate_question(id, false, true);
                if !valid {
                    self.go_to_first_error(id);
                }
                valid
            }
            Some(Place::Row(matrix, row)) => {
                !self.element_property(matrix, "eachRowRequired").is_true()
                    || self
                        .rows_of_steps(matrix)
                        .get(row)
                        .is_none_or(|row| self.is_row_answered(matrix, row))
            }
        }
    }

    /// The first question in an element that shows an error becomes the step.
    pub(crate) fn go_to_first_error(&mut self, id: ElementId) {
        self.show_wrong_panels(id);
        if !self.has_inner_steps() || self.stage.preview {
            return;
        }
        if let Some(question) = self.first_wrong(id) {
            self.step_to(question);
        }
    }

    /// A question becomes the step, wherever it is.
    fn step_to(&mut self, question: ElementId) {
        if !self.is_visible(question) || self.is_read_only(question) {
            return;
        }
        self.set_step(Some(self.outermost(question)));
        let mut owners = Vec::new();
        let mut inside = question;
        while let Some(owner) = self.owner_of(Place::Question(inside)) {
            owners.push(owner);
            inside = owner;
        }
        if let [.., before, outermost] = owners.as_slice() {
            self.step_inside(*outermost, Place::Question(*before), false);
        }
        if let Some(owner) = owners.first() {
            self.step_inside(*owner, Place::Question(question), false);
        }
    }

    /// The first question that shows an error, in the order in which they are checked: what is in a
    /// question before itself, and what is in a panel before the panel, for which its first question
    /// stands.
    pub(crate) fn first_wrong(&self, id: ElementId) -> Option<ElementId> {
        let inside = self.children(id).iter().find_map(|id| {
            self.first_wrong(*id)
                .filter(|_| self.is_visible(*id) || self.items.item_of(*id).is_some())
                .filter(|_| !self.is_under_closed_choice(*id))
        });
        let errors = self.errors.get(&id).into_iter().flatten();
        let wrong = |_: &ElementId| {
            errors
                .into_iter()
                .any(|error| error.severity == Severity::Error)
        };
        inside.or_else(|| {
            let wrong = Some(id).filter(wrong)?;
            if !self.def(wrong).is_container() {
                return Some(wrong);
            }
            let mut questions = Vec::new();
            self.collect_questions(wrong, &mut questions);
            questions.first().copied()
        })
    }

    /// A row or panel was added at the end; `by_value`: because the value of its question says so.
    pub(crate) fn item_added(&mut self, owner: ElementId, by_value: bool) {
        if !self.is_within_step(owner) {
            return;
        }
        if by_value && self.shows_summary(owner) {
            self.drop_summary(owner);
        } else {
            self.step_into_item(owner, usize::MAX);
        }
    }

    /// The row or panel that was at a place among the visible ones is gone.
    pub(crate) fn item_removed(&mut self, owner: ElementId, place: usize) {
        if !self.is_within_step(owner) {
            return;
        }
        if self.shows_summary(owner) {
            self.inner_step_changed(owner, true);
        } else {
            self.step_into_item(owner, place);
        }
    }

    fn step_into_item(&mut self, owner: ElementId, place: usize) {
        let items = self.visible_items(owner);
        let dynamic = matches!(
            self.item_kind(owner),
            Some(ItemKind::Panel | ItemKind::DynamicRow)
        );
        let item = items.get(place).or(items.last()).filter(|_| dynamic);
        let first = item.and_then(|item| self.places_in(*item).first().copied());
        match first {
            Some(place) => self.step_inside(owner, place, false),
            None => self.reset_inputs(owner),
        }
    }

    /// Where inputs are steps: rows and panels of a question that are just being made, all together for
    /// the first time.
    pub(crate) fn items_being_made(&self, owner: ElementId) -> Vec<ItemId> {
        let first = self.stage.beginning || self.items.beginning == Some(owner);
        if !first || !self.has_inner_steps() {
            return Vec::new();
        }
        let items = self.items.list(owner).iter().copied();
        items.filter(|item| self.items.get(*item).fresh).collect()
    }

    /// Rows or panels that were just made are hidden by their own condition: it counts before a step in
    /// them is the current one.
    pub(crate) fn leave_hidden_items(&mut self, owner: ElementId, made: &[ItemId]) {
        let Some(Place::Question(inside)) = self.inputs.at(owner) else {
            return;
        };
        let item = self.items.item_of(inside).filter(|it| made.contains(it));
        if item.is_some_and(|item| !self.is_visible(self.items.get(item).frame)) {
            if let Some(inner) = self.inputs.inner.get_mut(&owner) {
                inner.at = None;
            }
            self.steps_moved();
        }
    }

    /// A question begins with the first of its steps again.
    pub(crate) fn reset_inputs(&mut self, owner: ElementId) {
        if !self.has_inner_steps() {
            return;
        }
        let Some(inner) = self.inputs.inner.get_mut(&owner) else {
            return;
        };
        inner.rows = None;
        if inner.at.take().is_some() {
            self.inner_step_changed(owner, true);
        }
    }

    /// Another choice is chosen: the steps behind the question are others.
    pub(crate) fn selection_changed(&mut self, owner: ElementId) {
        let kind = self.def(owner).kind;
        if !self.has_inner_steps()
            || !matches!(kind, ElementKind::Radiogroup | ElementKind::Checkbox)
        {
            return;
        }
        let at = self.inputs.at(owner);
        let elsewhere = at.filter(|at| *at != Place::Question(owner));
        if elsewhere.is_some_and(|at| !self.inner_places(owner).contains(&at)) {
            self.reset_inputs(owner);
        } else if self.is_within_step(owner) {
            self.inner_step_changed(owner, false);
        }
    }

    /// Notes whether the current step is the first and the last of the form.
    pub(crate) fn steps_moved(&mut self) {
        self.inputs.stepless = false;
        let Some(step) = self.current_step() else {
            return;
        };
        let position = if self.has_inner_steps() && !self.def(step).is_container() {
            self.settle_places(step);
            self.input_position(step)
        } else {
            Position::Alone
        };
        let alone = position == Position::Alone;
        let steps = self.steps(None);
        self.inputs.first = (alone || position == Position::First) && steps.first() == Some(&step);
        self.inputs.last = (alone || position == Position::Last) && steps.last() == Some(&step);
    }
}
