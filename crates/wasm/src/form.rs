//! A running form. Everything it does is `casement_form::Form`'s doing.

use std::rc::Rc;
use std::sync::Arc;

use casement_form::{
    Catalogue, Change, ConditionReport, Definition, Element, ElementId, FieldError, Mode, Options,
    Prepared, Problem,
};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::components;
use crate::host::JsHost;
use crate::interop::{
    DefinitionText, json_text_from_js, member, object_from_js, object_to_js, text_from_js,
    texts_to_js, value_from_js, value_to_js,
};
use crate::problem::{form_problems_to_js, severity};
use crate::record::Record;
use crate::refusal::Refusal;

/// A running form: the answers so far, and all that follows from them.
#[wasm_bindgen]
pub struct Form {
    pub(crate) form: casement_form::Form,
    /// Kept where there are problems, whose lines and columns count in it.
    text: String,
    problems: Vec<Problem>,
    /// What the last numbered step changed.
    pub(crate) changes: Vec<Change>,
    pub(crate) prepared: Vec<Option<Prepared>>,
    pub(crate) host: Rc<JsHost>,
}

#[wasm_bindgen]
impl Form {
    /// Loads a definition and starts it. A broken definition starts, too, with what could be read:
    /// `problems` says what could not.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "string | object")] json: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "FormOptions")] options: &JsValue,
    ) -> Result<Form, JsValue> {
        let is_lazy = member(options, "lazy", "options.lazy")?.is_truthy();
        let (components, registered) = components::from_options(options)?;
        let host = JsHost::from_options(options)?.with_components(registered);
        let host = Rc::new(host);
        let options = form_options(options, Rc::clone(&host))?;
        let given = DefinitionText::from_js(json, "json")?;
        let mut loaded = Definition::load_with(&given.text, &components);
        // Where nothing is to be told of it, the text goes before the form needs memory.
        let mut text = String::new();
        if loaded.problems.is_empty() {
            drop(given);
        } else {
            text = given.for_people()?;
            loaded.problems = Definition::load_with(&text, &components).problems;
        }
        let form = if is_lazy {
            casement_form::Form::start_lazily(&loaded.definition, options)
        } else {
            casement_form::Form::start(&loaded.definition, options)
        };
        Ok(Self {
            form,
            text,
            problems: loaded.problems,
            changes: Vec::new(),
            prepared: Vec::new(),
            host,
        })
    }

    // ---- reading ----

    /// What is wrong with the definition.
    #[wasm_bindgen(getter, unchecked_return_type = "FormProblem[]")]
    pub fn problems(&self) -> JsValue {
        form_problems_to_js(&self.problems, &self.text)
    }

    /// SurveyJS's state.
    #[wasm_bindgen(getter, unchecked_return_type = "FormState")]
    pub fn state(&self) -> JsValue {
        self.form.state().name().into()
    }

    /// The answers.
    #[wasm_bindgen(getter, unchecked_return_type = "Values")]
    pub fn data(&self) -> JsValue {
        object_to_js(&self.form.data())
    }

    /// The name of the current page, `null` where there is none.
    #[wasm_bindgen(getter, js_name = currentPage, unchecked_return_type = "string | null")]
    pub fn current_page(&self) -> JsValue {
        self.form
            .current_page()
            .map_or(JsValue::NULL, |page| self.form.element(page).name().into())
    }

    /// Whether the current page is the first of the visible ones.
    #[wasm_bindgen(getter, js_name = isFirstPage)]
    pub fn is_first_page(&self) -> bool {
        self.form.is_first_page()
    }

    /// Whether the current page is the last of the visible ones.
    #[wasm_bindgen(getter, js_name = isLastPage)]
    pub fn is_last_page(&self) -> bool {
        self.form.is_last_page()
    }

    /// How far the visitor is.
    #[wasm_bindgen(getter, unchecked_return_type = "Progress")]
    pub fn progress(&self) -> JsValue {
        let progress = self.form.progress();
        let page = progress.page.and_then(|page| u32::try_from(page).ok());
        Record::new()
            .with("percent", progress.percent)
            .with("text", progress.text)
            .with("page", page.map_or(JsValue::NULL, JsValue::from))
            .with("pages", u32::try_from(progress.pages).unwrap_or(u32::MAX))
            .into()
    }

    /// All elements of all pages in the order of the document, hidden ones included.
    #[wasm_bindgen(getter, unchecked_return_type = "FormElement[]")]
    pub fn elements(&self) -> JsValue {
        self.all()
            .map(|id| self.element_to_js(id))
            .collect::<Array>()
            .into()
    }

    /// The elements that are shown, each after what it lies in.
    #[wasm_bindgen(getter, js_name = visibleElements, unchecked_return_type = "FormElement[]")]
    pub fn visible_elements(&self) -> JsValue {
        self.all()
            .filter(|id| self.form.element(*id).is_shown())
            .map(|id| self.element_to_js(id))
            .collect::<Array>()
            .into()
    }

    /// Errors and notices by element, in the order in which they are shown.
    #[wasm_bindgen(getter, unchecked_return_type = "ElementErrors[]")]
    pub fn errors(&self) -> JsValue {
        self.all()
            .map(|id| self.form.element(id))
            .filter(|element| !element.errors().is_empty())
            .map(|element| {
                JsValue::from(
                    Record::new()
                        .with("element", element.name())
                        .with("errors", errors_to_js(element.errors())),
                )
            })
            .collect::<Array>()
            .into()
    }

    /// One element by name: a question, panel or page.
    #[wasm_bindgen(unchecked_return_type = "FormElement | undefined")]
    pub fn element(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let name = text_from_js(name, "name")?;
        Ok(self
            .find(&name)
            .map_or(JsValue::UNDEFINED, |id| self.element_to_js(id)))
    }

    /// Why an element is shown or hidden: its condition, what that read, and who else decides.
    #[wasm_bindgen(unchecked_return_type = "Explanation")]
    pub fn explain(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] element: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let why = self.form.explain(self.named(element)?);
        let hidden_by = why.hidden_by.map(|above| self.form.element(above).name());
        Ok(Record::new()
            .with("shown", why.shown)
            .with("visible", why.visible)
            .with("empty", why.empty)
            .with("hiddenBy", hidden_by.map_or(JsValue::NULL, JsValue::from))
            .with(
                "condition",
                why.condition
                    .as_ref()
                    .map_or(JsValue::NULL, condition_to_js),
            )
            .into())
    }

    /// A localizable text of the form (`title`, `completeText`, `completedHtml` ...), filled in.
    pub fn text(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] property: &JsValue,
    ) -> Result<String, JsValue> {
        Ok(self.form.text(&text_from_js(property, "property")?))
    }

    // ---- steps ----

    /// Answers a question as its input does.
    #[wasm_bindgen(unchecked_return_type = "Change[]")]
    pub fn answer(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] question: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Value")] value: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let question = self.question(question)?;
        let changes = self.form.answer(question, value_from_js(value, "value")?);
        Ok(self.changes_to_js(&changes))
    }

    /// Answers a question by choosing with a pointer: as `answer`, but choices, rates and rows, too,
    /// lead on to the next page where the form goes on by itself (`autoAdvanceEnabled`).
    #[wasm_bindgen(unchecked_return_type = "Change[]")]
    pub fn choose(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] question: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Value")] value: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let question = self.question(question)?;
        let changes = self.form.choose(question, value_from_js(value, "value")?);
        Ok(self.changes_to_js(&changes))
    }

    /// The page is complete and the form would go on by itself (`autoAdvanceEnabled`): call `advance`
    /// after a moment, survey-core takes 300 ms.
    #[wasm_bindgen(getter, js_name = advanceDue)]
    pub fn advance_due(&self) -> bool {
        self.form.is_advance_due()
    }

    /// Goes on by itself, if that is due and the visitor is still there. `ok`: whether it went.
    #[wasm_bindgen(unchecked_return_type = "Step")]
    pub fn advance(&mut self) -> JsValue {
        let step = self.form.advance();
        self.step_to_js(step)
    }

    /// Sets a question's comment as its input does.
    #[wasm_bindgen(js_name = answerComment, unchecked_return_type = "Change[]")]
    pub fn answer_comment(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] question: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let question = self.question(question)?;
        let changes = self
            .form
            .answer_comment(question, &text_from_js(text, "text")?);
        Ok(self.changes_to_js(&changes))
    }

    /// Sets a value by its name in the data; `undefined` unsets it.
    #[wasm_bindgen(js_name = setValue, unchecked_return_type = "Change[]")]
    pub fn set_value(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Value")] value: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let name = text_from_js(name, "name")?;
        let changes = self.form.set_value(&name, value_from_js(value, "value")?);
        Ok(self.changes_to_js(&changes))
    }

    /// Sets a comment by its name in the data.
    #[wasm_bindgen(js_name = setComment, unchecked_return_type = "Change[]")]
    pub fn set_comment(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let name = text_from_js(name, "name")?;
        let changes = self.form.set_comment(&name, &text_from_js(text, "text")?);
        Ok(self.changes_to_js(&changes))
    }

    /// Sets a variable, which expressions read like an answer and which is no part of the data.
    #[wasm_bindgen(js_name = setVariable, unchecked_return_type = "Change[]")]
    pub fn set_variable(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string")] name: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Value")] value: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let name = text_from_js(name, "name")?;
        let changes = self
            .form
            .set_variable(&name, value_from_js(value, "value")?);
        Ok(self.changes_to_js(&changes))
    }

    /// Replaces all answers.
    #[wasm_bindgen(js_name = setData, unchecked_return_type = "Change[]")]
    pub fn set_data(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Values")] data: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let changes = self.form.set_data(object_from_js(data, "data")?);
        Ok(self.changes_to_js(&changes))
    }

    /// Sets some answers and leaves the others.
    #[wasm_bindgen(js_name = mergeData, unchecked_return_type = "Change[]")]
    pub fn merge_data(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Values")] data: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let changes = self.form.merge_data(object_from_js(data, "data")?);
        Ok(self.changes_to_js(&changes))
    }

    /// Leaves the start page. `ok`: whether it did.
    #[wasm_bindgen(unchecked_return_type = "Step")]
    pub fn start(&mut self) -> JsValue {
        let step = self.form.leave_start_page();
        self.step_to_js(step)
    }

    /// Checks the page and goes to the next. `ok`: whether it went.
    #[wasm_bindgen(js_name = nextPage, unchecked_return_type = "Step")]
    pub fn next_page(&mut self) -> JsValue {
        let step = self.form.next_page();
        self.step_to_js(step)
    }

    /// Goes to the previous page. `ok`: whether it went.
    #[wasm_bindgen(js_name = previousPage, unchecked_return_type = "Step")]
    pub fn previous_page(&mut self) -> JsValue {
        let step = self.form.previous_page();
        self.step_to_js(step)
    }

    /// Checks everything and shows the errors. `ok`: whether there are none.
    #[wasm_bindgen(unchecked_return_type = "Step")]
    pub fn validate(&mut self) -> JsValue {
        let step = self.form.validate();
        self.step_to_js(step)
    }

    /// Checks and completes. `ok`: whether the form is complete.
    #[wasm_bindgen(unchecked_return_type = "Step")]
    pub fn complete(&mut self) -> JsValue {
        let step = self.form.complete();
        self.step_to_js(step)
    }

    /// Checks and shows all answers for review. `ok`: whether it did.
    #[wasm_bindgen(js_name = showPreview, unchecked_return_type = "Step")]
    pub fn show_preview(&mut self) -> JsValue {
        let step = self.form.show_preview();
        self.step_to_js(step)
    }

    /// Leaves the review.
    #[wasm_bindgen(js_name = cancelPreview, unchecked_return_type = "Change[]")]
    pub fn cancel_preview(&mut self) -> JsValue {
        let changes = self.form.cancel_preview();
        self.changes_to_js(&changes)
    }

    /// Completes without checks.
    #[wasm_bindgen(js_name = completeUnchecked, unchecked_return_type = "Change[]")]
    pub fn complete_unchecked(&mut self) -> JsValue {
        let changes = self.form.complete_unchecked();
        self.changes_to_js(&changes)
    }

    /// Starts again: no answers, first page.
    #[wasm_bindgen(unchecked_return_type = "Change[]")]
    pub fn clear(&mut self) -> JsValue {
        let changes = self.form.clear();
        self.changes_to_js(&changes)
    }

    /// Takes in the engine's messages in a language: a file of the package's `locales` folder, as
    /// text or as the object it holds. They show where the form's locale is that language or a
    /// region of it.
    #[wasm_bindgen(js_name = setMessages, unchecked_return_type = "Change[]")]
    pub fn set_messages(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string | object")] messages: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let text = json_text_from_js(messages, "messages")?;
        let catalogue = Catalogue::parse(&text)
            .map_err(|error| Refusal::new(error.code(), error.to_string()))?;
        let changes = self.form.set_messages(Arc::new(catalogue));
        Ok(self.changes_to_js(&changes))
    }

    /// Sets a property of an element, or of the form where `element` is `null`.
    #[wasm_bindgen(js_name = setProperty, unchecked_return_type = "Change[]")]
    pub fn set_property(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string | null")] element: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] property: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Value")] value: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let element = if element.is_null() {
            None
        } else {
            Some(self.named(element)?)
        };
        let property = text_from_js(property, "property")?;
        let value = value_from_js(value, "value")?;
        let changes = self.form.set_property(element, &property, value);
        Ok(self.changes_to_js(&changes))
    }
}

impl Form {
    fn question(&self, name: &JsValue) -> Result<ElementId, Refusal> {
        let name = text_from_js(name, "question")?;
        self.form.question(&name).ok_or_else(|| {
            Refusal::new(
                "form/unknown-question",
                format!("the form has no question `{name}`"),
            )
        })
    }

    pub(crate) fn named(&self, name: &JsValue) -> Result<ElementId, Refusal> {
        let name = text_from_js(name, "element")?;
        self.find(&name).ok_or_else(|| {
            Refusal::new(
                "form/unknown-element",
                format!("the form has no element `{name}`"),
            )
        })
    }

    fn find(&self, name: &str) -> Option<ElementId> {
        self.form
            .question(name)
            .or_else(|| self.all().find(|id| self.form.element(*id).name() == name))
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

    pub(crate) fn element_to_js(&self, id: ElementId) -> JsValue {
        let element: Element<'_> = self.form.element(id);
        // The panel under a choice has no name: what lies in it lies in the question.
        let under = |id: &ElementId| self.form.element(*id).choice_above().is_some();
        let parent = element.parent().map(|parent| match under(&parent) {
            true => self.form.element(parent).parent().unwrap_or(parent),
            false => parent,
        });
        let parent = parent.map(|parent| self.form.element(parent).name());
        let children = element
            .children()
            .iter()
            .flat_map(|child| match under(child) {
                true => self.form.element(*child).children(),
                false => std::slice::from_ref(child),
            });
        let children = children.map(|child| self.form.element(*child).name());
        Record::new()
            .with("name", element.name())
            .with("id", id.as_u32())
            .with("type", element.type_name())
            .with("title", element.title())
            .with("number", element.number())
            .with("shown", element.is_shown())
            .with("visible", element.is_visible())
            .with("readOnly", element.is_read_only())
            .with("required", element.is_required())
            .with("value", value_to_js(&element.value()))
            .with("comment", element.comment())
            .with("errors", errors_to_js(element.errors()))
            .with("parent", parent.map_or(JsValue::NULL, JsValue::from))
            .with("children", texts_to_js(children))
            .into()
    }

    pub(crate) fn step_to_js(&self, (ok, changes): (bool, Vec<Change>)) -> JsValue {
        Record::new()
            .with("ok", ok)
            .with("changes", self.changes_to_js(&changes))
            .into()
    }

    pub(crate) fn changes_to_js(&self, changes: &[Change]) -> JsValue {
        changes
            .iter()
            .filter_map(|change| self.change_to_js(*change))
            .collect::<Array>()
            .into()
    }

    fn change_to_js(&self, change: Change) -> Option<JsValue> {
        let (kind, id) = match change {
            Change::Value(id) => ("value", Some(id)),
            Change::Comment(id) => ("comment", Some(id)),
            Change::Shown(id) => ("shown", Some(id)),
            Change::ReadOnly(id) => ("readOnly", Some(id)),
            Change::Required(id) => ("required", Some(id)),
            Change::Errors(id) => ("errors", Some(id)),
            Change::Choices(id) => ("choices", Some(id)),
            Change::Text(id) => ("text", Some(id)),
            Change::Children(id) => ("children", Some(id)),
            Change::Page => ("page", None),
            Change::State => ("state", None),
            Change::Progress => ("progress", None),
            _ => return None,
        };
        let element = id.map(|id| JsValue::from(self.form.element(id).name()));
        Some(
            Record::new()
                .with("kind", kind)
                .with_some("element", element)
                .into(),
        )
    }
}

fn form_options(options: &JsValue, host: Rc<JsHost>) -> Result<Options, Refusal> {
    let locale = member(options, "locale", "options.locale")?;
    let locale = if locale.is_undefined() {
        String::new()
    } else {
        text_from_js(&locale, "options.locale")?
    };
    let mode = match member(options, "mode", "options.mode")?
        .as_string()
        .as_deref()
    {
        None | Some("edit") => Mode::Edit,
        Some("display") => Mode::Display,
        Some(_) => {
            let message = "`options.mode` must be \"edit\" or \"display\"";
            return Err(Refusal::at("options/invalid", "options.mode", message));
        }
    };
    Ok(Options { host, locale, mode })
}

fn errors_to_js(errors: &[FieldError]) -> JsValue {
    errors
        .iter()
        .map(|error| {
            JsValue::from(
                Record::new()
                    .with("type", error.kind)
                    .with("text", error.text.as_str())
                    .with("template", error.template.as_str())
                    .with("severity", severity(error.severity)),
            )
        })
        .collect::<Array>()
        .into()
}

fn condition_to_js(condition: &ConditionReport) -> JsValue {
    let names: Array = condition
        .names
        .iter()
        .map(|(name, value)| {
            JsValue::from(
                Record::new()
                    .with("name", name.as_str())
                    .with("known", value.is_some())
                    .with("value", value.as_ref().map(value_to_js).unwrap_or_default()),
            )
        })
        .collect();
    Record::new()
        .with("text", condition.text.as_str())
        .with("broken", condition.broken)
        .with("names", names)
        .with("result", value_to_js(&condition.result))
        .into()
}
