//! Steps through a form made from raw bytes.

use arbitrary::{Arbitrary, Result, Unstructured};
use casement_expression::Object;
use casement_form::{ElementId, Form};

use crate::forms::expression;
use crate::values::{AnyValue, name};

/// A name of the made-up forms.
#[derive(Clone, Debug)]
pub struct AnyName(pub String);

impl<'a> Arbitrary<'a> for AnyName {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        name(bytes).map(AnyName)
    }
}

/// One step.
#[derive(Arbitrary, Clone, Debug)]
pub enum Step {
    Answer(AnyName, AnyValue),
    AnswerAt(u8, AnyValue),
    Set(AnyName, AnyValue),
    Comment(AnyName, String),
    Variable(AnyName, AnyValue),
    Data(AnyValue),
    Merge(AnyValue),
    Next,
    Back,
    Start,
    Preview,
    CancelPreview,
    Validate,
    Complete,
    CompleteUnchecked,
    Clear,
    ClearIncorrect(bool),
    Property(AnyName, u8, AnyValue),
    Condition(AnyName, u8, AnyExpression),
}

/// An expression over the names of the made-up forms.
#[derive(Clone, Debug)]
pub struct AnyExpression(pub String);

impl<'a> Arbitrary<'a> for AnyExpression {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        expression(bytes).map(AnyExpression)
    }
}

const CONDITIONS: &[&str] = &[
    "visibleIf",
    "enableIf",
    "requiredIf",
    "choicesVisibleIf",
    "choicesEnableIf",
    "rowsVisibleIf",
    "columnsVisibleIf",
    "templateVisibleIf",
    "defaultValueExpression",
    "setValueIf",
    "setValueExpression",
    "resetValueIf",
    "expression",
    "minValueExpression",
    "rowCountExpression",
    "panelCountExpression",
];

const PROPERTIES: &[&str] = &[
    "visible",
    "readOnly",
    "isRequired",
    "title",
    "locale",
    "mode",
    "min",
    "max",
    "choices",
    "clearIfInvisible",
    "currentPageNo",
    "checkErrorsMode",
    "showInvisibleElements",
    "questionsOnPageMode",
    "rows",
    "rateCount",
    "maxPanelCount",
    "minRowCount",
    "clearInvisibleValues",
    "maskType",
    "rowCount",
    "panelCount",
];

impl Step {
    /// Does it.
    pub fn run(self, form: &mut Form) {
        let object = |value: AnyValue| value.0.as_object().cloned().unwrap_or_else(Object::new);
        match self {
            Step::Answer(name, value) => {
                if let Some(question) = form.question(&name.0) {
                    form.answer(question, value.0);
                }
            }
            Step::AnswerAt(at, value) => {
                if let Some(id) = nth(form, at) {
                    form.answer(id, value.0);
                }
            }
            Step::Set(name, value) => drop(form.set_value(&name.0, value.0)),
            Step::Comment(name, text) => drop(form.set_comment(&name.0, &text)),
            Step::Variable(name, value) => drop(form.set_variable(&name.0, value.0)),
            Step::Data(value) => drop(form.set_data(object(value))),
            Step::Merge(value) => drop(form.merge_data(object(value))),
            Step::Next => drop(form.next_page()),
            Step::Back => drop(form.previous_page()),
            Step::Start => drop(form.leave_start_page()),
            Step::Preview => drop(form.show_preview()),
            Step::CancelPreview => drop(form.cancel_preview()),
            Step::Validate => drop(form.validate()),
            Step::Complete => drop(form.complete()),
            Step::CompleteUnchecked => drop(form.complete_unchecked()),
            Step::Clear => drop(form.clear()),
            Step::ClearIncorrect(keys) => drop(form.clear_incorrect_values(keys)),
            Step::Property(name, property, value) => {
                let element = form.question(&name.0).or_else(|| form.container(&name.0));
                let property = PROPERTIES[usize::from(property) % PROPERTIES.len()];
                form.set_property(element, property, value.0);
            }
            Step::Condition(name, property, text) => {
                let element = form.question(&name.0).or_else(|| form.container(&name.0));
                let property = CONDITIONS[usize::from(property) % CONDITIONS.len()];
                form.set_property(element, property, text.0.into());
            }
        }
    }
}

fn nth(form: &Form, at: u8) -> Option<ElementId> {
    let count = form.elements().count();
    form.elements().nth(usize::from(at) % count.max(1))
}
