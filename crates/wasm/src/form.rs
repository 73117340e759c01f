//! A running form. Everything it does is `casement_form::Form`'s doing.

use std::cell::OnceCell;
use std::rc::Rc;

use casement_expression::{Object, Value};
use casement_form::{
    Change, Components, ConditionReport, Definition, ElementId, FieldError, Mode, Options,
    Prepared, Problem, Severity,
};

use crate::host::JsHost;
use crate::input::Input;
use crate::layout::laid_out;
use crate::operation::Operation;
use crate::output::{Done, Output, Record, Refused};
use crate::problem::{put_form_problems, severity};

/// A running form: the answers so far, and all that follows from them.
pub(crate) struct Form {
    pub(crate) form: casement_form::Form,
    components: Components,
    /// The definition was given as an object: people read it with line breaks.
    is_object: bool,
    /// What is wrong with the definition, and the text in which lines and columns count; found out when
    /// it is first asked for.
    problems: OnceCell<(String, Vec<Problem>)>,
    /// What the last numbered step changed.
    pub(crate) changes: Vec<Change>,
    pub(crate) prepared: Vec<Option<Prepared>>,
    /// Has the keys of the data that were given last, and no values: the next mostly have the same.
    pub(crate) given: Object,
}

/// Question types that a page registers, as JSON text.
pub(crate) fn read_components(input: &Input, output: &mut Output) -> Result<Components, Refused> {
    let Some(text) = input.text_if_any() else {
        return Ok(Components::default());
    };
    let (components, problems) = Components::load(text);
    let severe = |problem: &&Problem| problem.severity == Severity::Error;
    match problems.iter().find(severe) {
        Some(problem) => {
            let path = format!("options.components{}", problem.path);
            Err(output.refuse_at("options/invalid", &path, &problem.message()))
        }
        None => Ok(components),
    }
}

impl Form {
    /// Loads a definition and starts it. A broken definition starts, too, with what could be read:
    /// the problems say what could not.
    pub(crate) fn read_new(input: Input, output: &mut Output) -> Result<Self, Refused> {
        let host = Rc::new(JsHost::read(&input));
        let is_lazy = input.flag();
        let mode = if input.flag() {
            Mode::Display
        } else {
            Mode::Edit
        };
        let locale = input.text().to_owned();
        let random_seed = input.number_if_any().unwrap_or_default() as i64 as i32;
        let components = read_components(&input, output)?;
        let is_object = input.flag();
        let text = input.into_text();
        let loaded = Definition::load_in_parts(text, &components, Some(random_seed));
        let options = Options { host, locale, mode };
        let form = if is_lazy {
            casement_form::Form::start_lazily(&loaded.definition, options)
        } else {
            casement_form::Form::start(&loaded.definition, options)
        };
        Ok(Self {
            form,
            components,
            is_object,
            problems: OnceCell::new(),
            changes: Vec::new(),
            prepared: Vec::new(),
            given: Object::new(),
        })
    }

    fn find_problems(&self) -> (String, Vec<Problem>) {
        let text = self.form.definition().text();
        let text = if self.is_object {
            laid_out(text)
        } else {
            text.to_owned()
        };
        let problems = if text.is_empty() {
            Vec::new()
        } else {
            Definition::load_with(&text, &self.components).problems
        };
        (text, problems)
    }

    /// Answers what leaves the form as it is.
    pub(crate) fn read(
        &self,
        operation: Operation,
        number: u32,
        input: &Input,
        output: &mut Output,
    ) -> Done {
        let form = &self.form;
        match operation {
            Operation::Problems => {
                let (text, problems) = self.problems.get_or_init(|| self.find_problems());
                put_form_problems(problems, text, output);
            }
            Operation::State => output.text(form.state().name()),
            Operation::Data => output.object(&form.data()),
            Operation::CurrentPage => {
                output.text_or_null(form.current_page().map(|page| self.name(page)));
            }
            Operation::IsFirstPage => output.flag(form.is_first_page()),
            Operation::IsLastPage => output.flag(form.is_last_page()),
            Operation::IsOnePage => output.flag(form.is_one_page()),
            Operation::IsPreview => output.flag(form.is_preview()),
            Operation::AdvanceDue => output.flag(form.is_advance_due()),
            Operation::Progress => {
                let progress = form.progress();
                output.record(Record::Progress);
                output.number(progress.percent.into());
                output.text(&progress.text);
                match progress.page {
                    Some(page) => output.count(page),
                    None => output.null(),
                }
                output.count(progress.pages);
            }
            Operation::Elements | Operation::VisibleElements => {
                let is_all = operation == Operation::Elements;
                output.list();
                for id in self.all() {
                    if is_all || form.element(id).is_shown() {
                        self.put_element(id, output);
                    }
                }
                output.end();
            }
            Operation::Errors => {
                output.list();
                for id in self.all() {
                    let element = form.element(id);
                    if !element.errors().is_empty() {
                        output.record(Record::ElementErrors);
                        output.text(element.name());
                        put_errors(element.errors(), output);
                    }
                }
                output.end();
            }
            Operation::Element => match self.find(input.text()) {
                Some(id) => self.put_element(id, output),
                None => output.undefined(),
            },
            Operation::Explain => {
                let id = self.named(input.text(), output)?;
                self.put_explanation(id, output);
            }
            Operation::Text => output.text(&form.text(input.text())),
            Operation::Locale => output.text(form.locale()),
            Operation::NavigateToUrl => output.text_if_any(form.navigate_to_url().as_deref()),
            Operation::Numbers => output.elements(form.elements()),
            Operation::NumberOf => {
                let id = self.named(input.text(), output)?;
                output.number(id.as_u32().into());
            }
            Operation::NumberIn => {
                let owner = self.named(input.text(), output)?;
                let (place, name) = (input.number(), input.text());
                let items = form.element(owner).visible_items();
                let item = items.get(place as usize);
                let found = item.and_then(|item| form.element(*item).question(name));
                let Some(found) = found else {
                    let message = format!("there is no question `{name}` in row or panel {place}");
                    return Err(output.refuse("form/unknown-element", &message));
                };
                output.number(found.as_u32().into());
            }
            Operation::Changes => {
                let numbers = |change: &Change| {
                    let element = change.element().map_or(u32::MAX, ElementId::as_u32);
                    [kind_of(*change), element]
                };
                let numbers: Vec<u32> = self.changes.iter().flat_map(numbers).collect();
                output.numbers(&numbers);
            }
            // What is prepared under the number has been answered (`calls.rs`).
            Operation::ValueOf => _ = self.prepared(number, output)?,
            Operation::ValuesOf => {
                let numbers = input.numbers();
                output.list();
                for number in numbers {
                    let prepared = self.prepared(number, output)?;
                    output.value(&form.value_of(prepared));
                }
                output.end();
            }
            Operation::BoundsMet => self.put_bounds(output),
            Operation::Timer => {
                let timer = form.timer();
                output.record(Record::Timer);
                for seconds in [timer.spent, timer.limit, timer.page_spent, timer.page_limit] {
                    output.number(seconds.into());
                }
                output.text(&timer.text);
                output.text(&timer.clock);
                output.text_if_any(timer.second_clock.as_deref());
            }
            Operation::Quiz => {
                let quiz = form.quiz();
                output.record(Record::Quiz);
                output.count(quiz.questions);
                output.count(quiz.correct);
            }
            _ => {
                let id = self.at(number, output)?;
                self.read_element(operation, id, input, output);
            }
        }
        Ok(())
    }

    pub(crate) fn name(&self, id: ElementId) -> &str {
        self.form.element(id).name()
    }

    /// An element by its number.
    pub(crate) fn at(&self, number: u32, output: &mut Output) -> Result<ElementId, Refused> {
        self.form.element_at(number).ok_or_else(|| {
            let message = format!("the form has no element with the number {number}");
            output.refuse("form/unknown-element", &message)
        })
    }

    /// A question, panel or page by its name.
    pub(crate) fn named(&self, name: &str, output: &mut Output) -> Result<ElementId, Refused> {
        self.find(name).ok_or_else(|| {
            let message = format!("the form has no element `{name}`");
            output.refuse("form/unknown-element", &message)
        })
    }

    fn find(&self, name: &str) -> Option<ElementId> {
        self.form
            .question(name)
            .or_else(|| self.all().find(|id| self.name(*id) == name))
    }

    /// The value of a prepared expression; nothing where there is none of that number.
    pub(crate) fn value_of(&self, number: u32) -> Option<Value> {
        let prepared = self.prepared.get(number as usize)?.as_ref()?;
        Some(self.form.value_of(prepared))
    }

    fn prepared(&self, number: u32, output: &mut Output) -> Result<&Prepared, Refused> {
        let prepared = self.prepared.get(number as usize);
        prepared.and_then(Option::as_ref).ok_or_else(|| {
            let message = format!("the form has no prepared expression with the number {number}");
            output.refuse("form/unknown-expression", &message)
        })
    }

    /// Every element, each after what it lies in.
    fn all(&self) -> impl Iterator<Item = ElementId> + '_ {
        let mut waiting: Vec<ElementId> = self.form.pages().iter().rev().copied().collect();
        let all = std::iter::from_fn(move || {
            let id = waiting.pop()?;
            waiting.extend(self.form.element(id).children().iter().rev());
            Some(id)
        });
        all.filter(|id| self.form.element(*id).choice_above().is_none())
    }

    /// Why an element is shown or hidden: its condition, what that read, and who else decides.
    fn put_explanation(&self, id: ElementId, output: &mut Output) {
        let why = self.form.explain(id);
        output.record(Record::Explanation);
        output.flag(why.shown);
        output.flag(why.visible);
        output.flag(why.empty);
        output.text_or_null(why.hidden_by.map(|above| self.name(above)));
        match &why.condition {
            Some(condition) => put_condition(condition, output),
            None => output.null(),
        }
    }

    pub(crate) fn put_element(&self, id: ElementId, output: &mut Output) {
        let element = self.form.element(id);
        // The panel under a choice has no name: what lies in it lies in the question.
        let under = |id: &ElementId| self.form.element(*id).choice_above().is_some();
        let parent = element.parent().map(|parent| match under(&parent) {
            true => self.form.element(parent).parent().unwrap_or(parent),
            false => parent,
        });
        output.record(Record::Element);
        output.text(element.name());
        output.number(id.as_u32().into());
        output.text(element.type_name());
        output.text(&element.title());
        output.text(&element.number());
        output.flag(element.is_shown());
        output.flag(element.is_visible());
        output.flag(element.is_read_only());
        output.flag(element.is_required());
        output.value(&element.value());
        output.text(&element.comment());
        put_errors(element.errors(), output);
        output.text_or_null(parent.map(|parent| self.name(parent)));
        output.list();
        for child in element.children() {
            let inside = match under(child) {
                true => self.form.element(*child).children(),
                false => std::slice::from_ref(child),
            };
            for child in inside {
                output.text(self.name(*child));
            }
        }
        output.end();
    }
}

fn put_errors(errors: &[FieldError], output: &mut Output) {
    output.list();
    for error in errors {
        output.record(Record::FieldError);
        output.text(error.kind);
        output.text(&error.text);
        output.text(&error.template);
        output.text(severity(error.severity));
    }
    output.end();
}

fn put_condition(condition: &ConditionReport, output: &mut Output) {
    output.record(Record::Condition);
    output.text(&condition.text);
    output.flag(condition.broken);
    output.list();
    for (name, value) in &condition.names {
        output.record(Record::Name);
        output.text(name);
        output.flag(value.is_some());
        match value {
            Some(value) => output.value(value),
            None => output.undefined(),
        }
    }
    output.end();
    output.value(&condition.result);
}

/// A change's `ChangeKind`, as `js/package.js` numbers them.
pub(crate) const fn kind_of(change: Change) -> u32 {
    match change {
        Change::Value(_) => 0,
        Change::Comment(_) => 1,
        Change::Shown(_) => 2,
        Change::ReadOnly(_) => 3,
        Change::Required(_) => 4,
        Change::Errors(_) => 5,
        Change::Choices(_) => 6,
        Change::Text(_) => 7,
        Change::Children(_) => 8,
        Change::Page => 10,
        Change::State => 11,
        Change::Progress => 12,
        // `Survey`, and what a later version may tell of the form as a whole.
        _ => 9,
    }
}
