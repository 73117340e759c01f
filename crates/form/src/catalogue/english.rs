//! The engine's own English texts: SurveyJS's, word for word (reference 4.2, 5.2, 5.3, 6, 7).

use crate::schema::EVERY_PROPERTY;

/// The texts that a form of this build can show.
pub(super) const TEXTS: &[(&str, &str)] = if EVERY_PROPERTY { ALL } else { FEW };

/// What a form of few properties says.
const FEW: &[(&str, &str)] = &[
    ("pagePrevText", "Previous"),
    ("pageNextText", "Next"),
    ("completeText", "Complete"),
    ("completedHtml", "Thank you for completing the survey"),
    ("labelTrue", "Yes"),
    ("labelFalse", "No"),
    ("progressText", "Page {0} of {1}"),
    ("requiredErrorText", "Response required."),
    ("invalidEmail", "Please enter a valid e-mail address."),
];

/// Texts by key: what every other language translates.
const ALL: &[(&str, &str)] = &[
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
    ("deselectAllItemText", "Deselect all"),
    ("indexText", "{0} of {1}"),
    ("panelDynamicProgressText", "{0} of {1}"),
    ("panelDynamicTabTextFormat", "Panel {panelIndex}"),
    ("rowIndexTemplateTitle", "Row {rowIndex}"),
    ("removeRowText", "Remove"),
    ("showDetails", "Show Details"),
    ("hideDetails", "Hide Details"),
    ("noEntriesReadonlyText", "No entries"),
    (
        "confirmDelete",
        "Are you sure you want to delete this record?",
    ),
    ("ok", "OK"),
    ("cancel", "Cancel"),
    ("clearCaption", "Clear"),
    ("selectCaption", "Select"),
    ("filterStringPlaceholder", "Type to search..."),
    ("emptyMessage", "No data to display"),
    (
        "selectToRankEmptyRankedAreaText",
        "All choices are selected for ranking",
    ),
    (
        "selectToRankEmptyUnrankedAreaText",
        "Drag choices here to rank them",
    ),
    ("signaturePlaceHolder", "Sign here"),
    ("signaturePlaceHolderReadOnly", "No signature"),
    ("chooseFileCaption", "Select File"),
    ("replaceFileCaption", "Replace file"),
    ("removeFileCaption", "Remove this file"),
    ("noFileChosen", "No file selected"),
    ("loadingFile", "Loading..."),
    (
        "filePlaceholder",
        "Drag and drop a file here or click the button below to select a file to upload.",
    ),
    (
        "confirmRemoveFile",
        "Are you sure that you want to remove this file: {0}?",
    ),
    (
        "confirmRemoveAllFiles",
        "Are you sure that you want to remove all files?",
    ),
    ("exceedMaxSize", "The file size should not exceed {0}."),
    ("fileSizeUnits", "Bytes, KB, MB, GB, TB"),
    (
        "exceedMaxFiles",
        "The maximum number of files you can upload is {0}.",
    ),
    (
        "uploadingFile",
        "Your file is uploading. Please wait several seconds and try again.",
    ),
    ("urlRequestError", "The request returned error '{0}'. {1}"),
    (
        "urlGetChoicesError",
        "The request returned empty data or the 'path' property is incorrect",
    ),
    ("invalidInputError", "Invalid input"),
    ("timerMin", "min"),
    ("timerSec", "sec"),
    (
        "timerSpentAll",
        "You have spent {0} on this page and {1} in total.",
    ),
    ("timerSpentPage", "You have spent {0} on this page."),
    ("timerSpentSurvey", "You have spent {0} in total."),
    (
        "timerLimitAll",
        "You have spent {0} of {1} on this page and {2} of {3} in total.",
    ),
    ("timerLimitPage", "You have spent {0} of {1} on this page."),
    ("timerLimitSurvey", "You have spent {0} of {1} in total."),
    ("maskPlaceholderDay", "d"),
    ("maskPlaceholderMonth", "m"),
    ("maskPlaceholderYear", "y"),
    ("maskPlaceholderHour12", "h"),
    ("maskPlaceholderHour24", "H"),
    ("maskPlaceholderMinute", "M"),
    ("maskPlaceholderSecond", "s"),
    ("maskPlaceholderTimeMarkerLower", "t"),
    ("maskPlaceholderTimeMarkerUpper", "T"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_few_texts_are_among_all() {
        for text in FEW {
            assert!(ALL.contains(text), "{text:?}");
        }
    }
}
