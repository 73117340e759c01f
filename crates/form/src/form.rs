//! A running form: what can be asked and done. The work is in the modules beside it.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use crate::change::Changes;
use crate::choices::ItemState;
use crate::data::Data;
use crate::items::Items;
use crate::model::{ExpressionId, Model};
use crate::settings::Settings;
use crate::state::ElementState;
use crate::tables::{ById, TypesById};
use crate::unbound::unbound;
use crate::wave::Wave;
use crate::{Change, Definition, Element, ElementId, FieldError, Host, Object, Value};

/// A running form: the answers so far, and all that follows from them.
///
/// ```
/// use std::rc::Rc;
/// use casement_form::{Definition, Form, Host, Mode, Options, Regex};
///
/// struct Noon;
/// impl Host for Noon {
///     fn now(&self) -> f64 { 43_200_000.0 }
///     fn offset_at(&self, _utc_ms: f64) -> f64 { 0.0 }
///     fn regex(&self, _: &str, _: bool) -> Result<Box<dyn Regex>, String> { Err(String::new()) }
/// }
///
/// let json = r#"{"elements": [
///     {"type": "boolean", "name": "call"},
///     {"type": "text", "name": "phone", "visibleIf": "{call} = true"}]}"#;
/// let definition = Definition::load(json).definition;
/// let options = Options { host: Rc::new(Noon), locale: String::new(), mode: Mode::Edit };
/// let mut form = Form::start(&definition, options);
/// let (Some(call), Some(phone)) = (form.question("call"), form.question("phone")) else { return };
/// assert!(!form.element(phone).is_shown());
/// form.answer(call, true.into());
/// assert!(form.element(phone).is_shown());
/// ```
pub struct Form {
    pub(crate) definition: Definition,
    pub(crate) host: Rc<dyn Host>,
    pub(crate) locale: String,
    pub(crate) messages: crate::catalogue::Messages,
    /// What was typed into masked inputs and is no value yet.
    pub(crate) typed: crate::mask::Typed,
    pub(crate) mode: Mode,
    pub(crate) elements: Vec<ElementState>,
    pub(crate) data: Data,
    pub(crate) errors: ById<ElementId, Vec<FieldError>>,
    /// Properties that steps set, before those of the definition; no element: the survey's.
    pub(crate) overrides: ById<ElementId, Object>,
    /// The bounds that were met.
    pub(crate) met: crate::bounds::Met,
    /// Files that are being read or uploaded.
    pub(crate) uploads: crate::files::Uploads,
    /// How much time has passed.
    pub(crate) spent: crate::timer::Spent,
    /// An answer is just being chosen with a pointer.
    pub(crate) pointing: bool,
    /// The form would go on by itself.
    pub(crate) due: Option<crate::advance::Due>,
    /// Functions whose results come later.
    pub(crate) calls: crate::calls::Calls,
    /// Validators that were left in the text until now.
    pub(crate) late_validators: crate::late_validators::LateValidators,
    /// Choices that come from outside.
    pub(crate) remotes: crate::choices_by_url::Remotes,
    /// Rows and panels.
    pub(crate) items: Items,
    /// Results of `minValueExpression` and, where the flag is set, `maxValueExpression`.
    pub(crate) limits: ById<(ElementId, bool), Value>,
    /// What conditions decided of choice items.
    pub(crate) choice_states: ById<ElementId, Vec<ItemState>>,
    /// The choices of questions that take theirs from others, when they were last looked at.
    pub(crate) carried_choices: TypesById<ElementId, Vec<Value>>,
    /// Keys that were stored and whose questions aren't told yet.
    pub(crate) untold: Vec<crate::names::KeyId>,
    /// What was chosen at completion, and whether "other" was.
    pub(crate) frozen: ById<ElementId, (Value, bool)>,
    /// Pages that have been the current one.
    pub(crate) visited: Vec<ElementId>,
    /// Pages that were left without an error.
    pub(crate) passed: Vec<ElementId>,
    /// What was told for "other" where that is the value itself, and comments of which questions don't
    /// hear that they are gone.
    pub(crate) other_texts: TypesById<ElementId, Value>,
    /// Choices, by their place, whose comment is known though the value doesn't have it.
    pub(crate) told_items: ById<ElementId, Vec<usize>>,
    /// Chosen values of a checkbox whose items are hidden.
    pub(crate) remembered: TypesById<ElementId, Vec<Value>>,
    pub(crate) shared_lists: crate::shared_lists::SharedLists,
    /// Choices that visitors added.
    pub(crate) own_choices: TypesById<ElementId, Vec<Value>>,
    /// The item whose condition is being evaluated.
    pub(crate) item: std::cell::RefCell<Option<Value>>,
    pub(crate) wave: Wave,
    pub(crate) changes: Changes,
    pub(crate) visible_pages: Vec<ElementId>,
    pub(crate) current_page: Option<ElementId>,
    pub(crate) step: Option<ElementId>,
    /// The steps inside of questions.
    pub(crate) inputs: crate::inputs::Inputs,
    /// The question that a skip trigger leads to, until it is shown.
    pub(crate) leading_to: Option<ElementId>,
    pub(crate) stage: Stage,
    pub(crate) settings: Settings,
    pub(crate) triggers: crate::triggers::TriggerRun,
    /// Jumps of skip triggers, from and to, for going back.
    pub(crate) skipped: Vec<(ElementId, ElementId)>,
    pub(crate) completing_triggers: Vec<u32>,
    pub(crate) navigation_url: Option<String>,
    pub(crate) patterns: crate::patterns::Patterns,
    pub(crate) kept_numbers: crate::numbering::KeptNumbers,
    pub(crate) progress: std::cell::RefCell<Option<(u8, String)>>,
    /// How many texts are just being filled in, one for the other.
    pub(crate) filling_depth: Cell<u8>,
    pub(crate) sharing_depth: Cell<u8>,
    pub(crate) evaluations: Cell<u64>,
    pub(crate) evaluated: std::cell::RefCell<Option<Vec<(ElementId, ExpressionId)>>>,
}

/// Where in its life a form is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stage {
    /// Defaults are being set; conditions run afterwards.
    pub(crate) loading: bool,
    /// Defaults, and what follows from them at the start: limits don't count yet.
    pub(crate) beginning: bool,
    /// The content of this component's question gets its plain default, of which questions behind it
    /// don't hear.
    pub(crate) making_content: Option<ElementId>,
    /// All data are being replaced.
    pub(crate) setting_data: bool,
    /// A number of rows or panels follows the answer that it is bound to: what is stored then is told
    /// to nobody (`SurveyModel.isRunningElementsBindings`).
    pub(crate) binding: bool,
    /// A comment that was taken away at once is given again.
    pub(crate) commenting: bool,
    /// A comment was told to a question of the form.
    pub(crate) commented: bool,
    /// The start page has been left.
    pub(crate) started: bool,
    pub(crate) preview: bool,
    /// The preview is being made: not everything is read-only yet.
    pub(crate) previewing: bool,
    /// Questions without an answer are hidden in the preview.
    pub(crate) hides_unanswered: bool,
    /// Who reads whether these are shown is told just now.
    pub(crate) telling_hidden: bool,
    pub(crate) completed: bool,
}

/// How a form is started.
#[derive(Clone)]
pub struct Options {
    /// Clock, zone, regular expressions.
    pub host: Rc<dyn Host>,
    /// The survey's locale, "" for the default.
    pub locale: String,
    /// `edit` or `display`.
    pub mode: Mode,
}

/// SurveyJS's `mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Answers can be given.
    Edit,
    /// Everything is read-only.
    Display,
}

/// SurveyJS's `state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are SurveyJS's")]
pub enum State {
    Loading,
    Empty,
    Starting,
    Running,
    Preview,
    Completed,
    CompletedBefore,
}

impl State {
    /// The name that SurveyJS gives it: `completedbefore`.
    pub const fn name(self) -> &'static str {
        match self {
            State::Loading => "loading",
            State::Empty => "empty",
            State::Starting => "starting",
            State::Running => "running",
            State::Preview => "preview",
            State::Completed => "completed",
            State::CompletedBefore => "completedbefore",
        }
    }
}

/// How far the visitor is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// 0 to 100.
    pub percent: u8,
    /// "Page 1 of 3".
    pub text: String,
    /// Index of the current page among the visible ones, from 0.
    pub page: Option<usize>,
    /// How many visible pages.
    pub pages: usize,
}

impl Form {
    /// Starts a form: defaults are set, conditions evaluated, rows and panels made.
    pub fn start(definition: &Definition, options: Options) -> Form {
        let mut form = Form::start_lazily(definition, options);
        form.items.with_details = true;
        form.make_all_items();
        form.make_waiting();
        form.pages_changed();
        form.changes.take();
        form
    }

    /// As [`Form::start`], but the rows of matrices, the panels of dynamic panels and the inputs of
    /// multiple texts are made when [`Form::make_items`] asks for them, as survey-core makes them when
    /// they are first shown: until then their defaults are not in the answers.
    pub fn start_lazily(definition: &Definition, options: Options) -> Form {
        let model = &definition.0;
        let locale = if options.locale.is_empty() {
            model.survey.text("locale").unwrap_or_default()
        } else {
            &*options.locale
        };
        let locale = crate::texts::own_locale(locale).to_owned();
        let mut form = Form {
            definition: definition.clone(),
            host: options.host,
            locale,
            messages: crate::catalogue::Messages::default(),
            typed: crate::mask::Typed::default(),
            mode: options.mode,
            elements: crate::state::initial(&model.elements),
            data: Data::new(model),
            errors: ById::new(),
            overrides: ById::new(),
            limits: ById::new(),
            items: Items::new(model),
            met: crate::bounds::Met::default(),
            uploads: crate::files::Uploads::default(),
            spent: crate::timer::Spent::default(),
            pointing: false,
            due: None,
            calls: crate::calls::Calls::default(),
            late_validators: crate::late_validators::LateValidators::default(),
            remotes: crate::choices_by_url::Remotes::default(),
            choice_states: ById::new(),
            carried_choices: TypesById::new(),
            frozen: ById::new(),
            visited: Vec::new(),
            passed: Vec::new(),
            untold: Vec::new(),
            other_texts: TypesById::new(),
            told_items: ById::new(),
            remembered: TypesById::new(),
            shared_lists: crate::shared_lists::SharedLists::default(),
            own_choices: TypesById::new(),
            item: std::cell::RefCell::new(None),
            wave: Wave::new(model.rules.len()),
            changes: Changes::default(),
            visible_pages: Vec::new(),
            current_page: None,
            step: None,
            inputs: crate::inputs::Inputs::default(),
            leading_to: None,
            stage: Stage::default(),
            settings: Settings::default(),
            triggers: crate::triggers::TriggerRun::default(),
            skipped: Vec::new(),
            completing_triggers: Vec::new(),
            navigation_url: None,
            patterns: crate::patterns::Patterns::default(),
            kept_numbers: crate::numbering::KeptNumbers::default(),
            progress: std::cell::RefCell::new(None),
            filling_depth: Cell::new(0),
            sharing_depth: Cell::new(0),
            evaluations: Cell::new(0),
            evaluated: std::cell::RefCell::new(None),
        };
        form.begin();
        form.changes.take();
        form
    }

    // ---- reading ----

    /// The definition.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// One element.
    pub fn element(&self, id: ElementId) -> Element<'_> {
        Element { form: self, id }
    }

    /// The element of a number (see [`ElementId::as_u32`]), if this form has one.
    pub fn element_at(&self, number: u32) -> Option<ElementId> {
        self.elements
            .get(number as usize)
            .map(|_| ElementId::new(number))
    }

    /// All elements in document order: pages, panels and questions.
    pub fn elements(&self) -> impl Iterator<Item = ElementId> + use<> {
        (0..self.model().elements.len() as u32).map(ElementId::new)
    }

    /// The question of that name (not inside templates and cells), the first of several.
    pub fn question(&self, name: &str) -> Option<ElementId> {
        self.model().question_by_name.get(name).copied()
    }

    /// The panel or page of that name, the first of several.
    pub fn container(&self, name: &str) -> Option<ElementId> {
        self.model().container_by_name.get(name).copied()
    }

    /// All pages in order, visible or not.
    pub fn pages(&self) -> &[ElementId] {
        &self.model().pages
    }

    /// The current page.
    pub fn current_page(&self) -> Option<ElementId> {
        self.current_page
    }

    /// The survey's locale, "" for the default.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// All pages are shown on one: in the preview and in mode `singlePage`.
    pub fn is_one_page(&self) -> bool {
        self.stage.preview || self.settings().one_page
    }

    /// The preview is on: everything is read-only and on one page.
    pub fn is_preview(&self) -> bool {
        self.stage.preview
    }

    /// First of the visible pages.
    pub fn is_first_page(&self) -> bool {
        self.is_one_page()
            || self.current_page.is_some()
                && self.visible_pages.first() == self.current_page.as_ref()
                && self.is_first_step()
    }

    /// Last of the visible pages.
    pub fn is_last_page(&self) -> bool {
        self.is_one_page()
            || self.current_page.is_some()
                && self.visible_pages.last() == self.current_page.as_ref()
                && self.is_last_step()
    }

    /// The answers as SurveyJS's `data` gives them.
    pub fn data(&self) -> Object {
        self.data.object(self.model())
    }

    /// How many expressions have been evaluated since the start.
    pub fn evaluations(&self) -> u64 {
        self.evaluations.get()
    }

    /// Begins to note which expressions are evaluated; [`Form::take_evaluated`] gives them.
    pub fn note_evaluated(&self) {
        *self.evaluated.borrow_mut() = Some(Vec::new());
    }

    /// The expressions evaluated since [`Form::note_evaluated`]: owner's name and text.
    pub fn take_evaluated(&self) -> Vec<(String, String)> {
        let noted = self.evaluated.borrow_mut().take().unwrap_or_default();
        let model = self.model();
        let owner = |id: ElementId| {
            model
                .elements
                .get(id.index())
                .map_or("", |element| &element.name)
        };
        noted
            .into_iter()
            .map(|(id, text)| (owner(id).to_owned(), self.expression(text).text.to_string()))
            .collect()
    }

    // ---- steps; each returns what changed ----

    /// Sets a question's value as its input does.
    pub fn answer(&mut self, question: ElementId, value: Value) -> Vec<Change> {
        self.set_question_value(question, unbound(value));
        self.changes.take()
    }

    /// Types a text into a question's input: what a mask makes of it is set, and a text that isn't
    /// complete stays in the input (reference 4.2). As [`Form::answer`] where there is no mask.
    pub fn enter(&mut self, question: ElementId, text: &str) -> Vec<Change> {
        self.type_into(question, text.into());
        self.changes.take()
    }

    /// Answers several questions, one after the other, and tells the changes of all at once.
    pub fn answer_all(
        &mut self,
        answers: impl IntoIterator<Item = (ElementId, Value)>,
    ) -> Vec<Change> {
        for (question, value) in answers {
            self.set_question_value(question, unbound(value));
        }
        self.changes.take()
    }

    /// Sets a question's comment as its input does.
    pub fn answer_comment(&mut self, question: ElementId, text: &str) -> Vec<Change> {
        self.set_question_comment(question, text);
        self.changes.take()
    }

    /// Makes the rows or panels of a question, if they are not there yet.
    pub fn make_items(&mut self, question: ElementId) -> Vec<Change> {
        self.items_needed(question);
        self.make_waiting();
        self.changes.take()
    }

    /// `addPanel()` or `addRow()`: a new panel or row at the end, where the limits allow it.
    pub fn add_item(&mut self, question: ElementId) -> Vec<Change> {
        self.append_item(question);
        self.changes.take()
    }

    /// `removePanel(index)` or `removeRow(index)`: among the visible ones.
    pub fn remove_item(&mut self, question: ElementId, index: usize) -> Vec<Change> {
        self.take_item_out(question, index);
        self.changes.take()
    }

    /// `survey.setValue`: by data name; `Undefined` unsets.
    pub fn set_value(&mut self, name: &str, value: Value) -> Vec<Change> {
        self.overlook_comment(name);
        self.set_data_value(name, unbound(value));
        self.changes.take()
    }

    /// `survey.setComment`.
    pub fn set_comment(&mut self, name: &str, text: &str) -> Vec<Change> {
        self.set_data_comment(name, text.into());
        self.changes.take()
    }

    /// `survey.setVariable`.
    pub fn set_variable(&mut self, name: &str, value: Value) -> Vec<Change> {
        self.set_variable_value(name, value);
        self.changes.take()
    }

    /// `survey.data = x`.
    pub fn set_data(&mut self, data: Object) -> Vec<Change> {
        self.replace_data(Some(&data));
        self.changes.take()
    }

    /// `survey.mergeData(x)`.
    pub fn merge_data(&mut self, data: Object) -> Vec<Change> {
        let mut merged = self.data();
        crate::data::merge(&mut merged, &data);
        self.note_told_others();
        self.assign_data(&merged, false);
        self.changes.take()
    }

    /// `survey.start()`.
    pub fn leave_start_page(&mut self) -> (bool, Vec<Change>) {
        let left = self.go_from_start();
        (left, self.changes.take())
    }

    /// `survey.nextPage()`: with the checks; whether it went.
    pub fn next_page(&mut self) -> (bool, Vec<Change>) {
        let went = self.go_next();
        (went, self.changes.take())
    }

    /// `survey.prevPage()`.
    pub fn previous_page(&mut self) -> (bool, Vec<Change>) {
        let went = self.go_back();
        (went, self.changes.take())
    }

    /// `survey.validate(true)`: everything, showing errors; whether there is none.
    pub fn validate(&mut self) -> (bool, Vec<Change>) {
        let valid = self.validate_all();
        (valid, self.changes.take())
    }

    /// `survey.tryComplete()`.
    pub fn complete(&mut self) -> (bool, Vec<Change>) {
        let completed = self.try_complete();
        (completed, self.changes.take())
    }

    /// `survey.doComplete()`: without checks.
    pub fn complete_unchecked(&mut self) -> Vec<Change> {
        self.do_complete();
        self.changes.take()
    }

    /// `survey.showPreview()`: with the checks; whether it is shown.
    pub fn show_preview(&mut self) -> (bool, Vec<Change>) {
        let shown = self.go_to_preview();
        (shown, self.changes.take())
    }

    /// `survey.cancelPreview()`.
    pub fn cancel_preview(&mut self) -> Vec<Change> {
        self.leave_preview();
        self.changes.take()
    }

    /// `survey.clear()`.
    pub fn clear(&mut self) -> Vec<Change> {
        self.start_again();
        self.changes.take()
    }

    /// `survey.clearIncorrectValues(keys)`: drops values that no question can hold; with `keys`,
    /// data keys that no question has, too.
    pub fn clear_incorrect_values(&mut self, keys: bool) -> Vec<Change> {
        self.drop_incorrect(keys);
        self.changes.take()
    }

    /// Sets a property of a question, panel or page (`None`: of the survey), as SurveyJS's setters do:
    /// conditions are evaluated at once, choices and rows are offered, limits change what is there.
    /// What a question's rows and panels are made from (`columns`, `templateElements`) stays.
    ///
    /// A condition or a list costs a look at the whole definition, once each time.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// # use casement_form::{Definition, Form, Host, Mode, Options, Regex};
    /// # struct Noon;
    /// # impl Host for Noon {
    /// #     fn now(&self) -> f64 { 43_200_000.0 }
    /// #     fn offset_at(&self, _utc_ms: f64) -> f64 { 0.0 }
    /// #     fn regex(&self, _: &str, _: bool) -> Result<Box<dyn Regex>, String> { Err(String::new()) }
    /// # }
    /// let json = r#"{"elements": [{"type": "text", "name": "a"}, {"type": "text", "name": "b"}]}"#;
    /// let definition = Definition::load(json).definition;
    /// let options = Options { host: Rc::new(Noon), locale: String::new(), mode: Mode::Edit };
    /// let mut form = Form::start(&definition, options);
    /// let (Some(a), Some(b)) = (form.question("a"), form.question("b")) else { return };
    /// form.set_property(Some(b), "visibleIf", "{a} = 1".into());
    /// assert!(!form.element(b).is_shown());
    /// form.answer(a, 1.0.into());
    /// assert!(form.element(b).is_shown());
    /// ```
    #[cfg(feature = "every-property")]
    pub fn set_property(
        &mut self,
        element: Option<ElementId>,
        name: &str,
        value: Value,
    ) -> Vec<Change> {
        self.override_property(element, name, value);
        self.changes.take()
    }

    // ---- inside ----

    pub(crate) fn model(&self) -> &Model {
        &self.definition.0
    }

    /// The model on its own, for loops that change the form.
    pub(crate) fn shared_model(&self) -> Arc<Model> {
        Arc::clone(&self.definition.0)
    }

    pub(crate) fn cell(&self, id: ElementId) -> &ElementState {
        &self.elements[id.index()]
    }

    pub(crate) fn cell_mut(&mut self, id: ElementId) -> &mut ElementState {
        &mut self.elements[id.index()]
    }

    pub(crate) fn changed(&mut self, change: Change) {
        self.changes.add(change);
    }
}
