//! The engine's own English texts, as data: SurveyJS's, word for word (reference 5.2, 5.3, 6, 7).

/// Texts by key; the keys are survey-core's where it has one.
const TEXTS: &[(&str, &str)] = &[
    ("pagePrevText", "Previous"),
    ("pageNextText", "Next"),
    ("completeText", "Complete"),
    ("previewText", "Preview"),
    ("editText", "Edit"),
    ("startSurveyText", "Start"),
    ("commentText", "Please leave a comment"),
    ("otherItemText", "Other (describe)"),
    ("noneItemText", "None"),
    ("refuseItemText", "Refuse to answer"),
    ("dontKnowItemText", "Don't know"),
    ("selectAllItemText", "Select All"),
    (
        "emptySurvey",
        "The survey doesn't contain any visible elements.",
    ),
    ("completedHtml", "Thank you for completing the survey"),
    (
        "completedBeforeHtml",
        "You have already completed this survey.",
    ),
    ("loadingHtml", "Loading Survey..."),
    ("optionsCaption", "Select..."),
    ("addPanelText", "Add new"),
    ("removePanelText", "Remove"),
    ("addRowText", "Add Row"),
    ("noRowsText", "There are no rows."),
    (
        "noEntriesText",
        "No entries yet.\nClick the button below to add a new entry.",
    ),
    ("labelTrue", "Yes"),
    ("labelFalse", "No"),
    ("value", "value"),
    ("progressText", "Page {0} of {1}"),
    ("questionsProgressText", "Answered {0}/{1} questions"),
    ("requiredErrorText", "Response required."),
    (
        "requiredInPanel",
        "Response required: answer at least one question.",
    ),
    (
        "requiredInAllRows",
        "Response required: answer questions in all rows.",
    ),
    ("eachRowUnique", "Each row must have a unique value."),
    ("requireNumeric", "The value should be numeric."),
    ("minErrorText", "The value should not be less than {0}"),
    ("maxErrorText", "The value should not be greater than {0}"),
    (
        "stepErrorText",
        "Please enter a value that matches the step size of {0}.",
    ),
    ("minRowCount", "Please fill in at least {0} row(s)."),
    ("minRowCountError", "Please fill in at least {0} row(s)."),
    ("keyDuplicationError", "This value should be unique."),
    ("otherEmpty", "Response required: enter another value."),
    (
        "patternIncomplete",
        "Please complete the value to match the required format.",
    ),
    (
        "numericMinMax",
        "The '{0}' should be at least {1} and at most {2}",
    ),
    ("numericMin", "The '{0}' should be at least {1}"),
    ("numericMax", "The '{0}' should be at most {1}"),
    ("textMinLength", "Please enter at least {0} character(s)."),
    (
        "textMaxLength",
        "Please enter no more than {0} character(s).",
    ),
    (
        "textMinMaxLength",
        "Please enter at least {0} and no more than {1} characters.",
    ),
    ("textNoDigits", "Numbers are not allowed."),
    ("minSelect", "Please select at least {0} option(s)."),
    ("maxSelect", "Please select no more than {0} option(s)."),
    ("invalidEmail", "Please enter a valid e-mail address."),
    (
        "invalidExpression",
        "The expression: {0} should return 'true'.",
    ),
];

/// The text of a key, "" where there is none.
pub(crate) fn text(key: &str) -> &'static str {
    TEXTS
        .iter()
        .find(|(known, _)| *known == key)
        .map_or("", |(_, text)| text)
}

/// A text with `{0}`, `{1}` ... filled in.
pub(crate) fn format(template: &str, parts: &[&str]) -> String {
    let mut text = template.to_owned();
    for (index, part) in parts.iter().enumerate() {
        text = text.replacen(&format!("{{{index}}}"), part, 1);
    }
    text
}
