//! Facts of survey-core's property registry that only the linter asks for; the property table
//! holds what the loader needs.

use crate::schema::NOT_WRITTEN_OF_EXPRESSIONS;

/// Properties that a class declares but doesn't write when it is saved.
const UNSAVED: &[(&str, &[&str])] = &[
    (
        "survey",
        &[
            "mode",
            "questionTitleTemplate",
            "isSinglePage",
            "showTimerPanel",
        ],
    ),
    ("page", &["colSpan", "effectiveColSpan", "page"]),
    ("panel", &["effectiveColSpan", "page"]),
    (
        "question",
        &["effectiveColSpan", "page", "showTitle", "hideNumber"],
    ),
    ("matrixdropdownbase", &["columnLayout"]),
    ("expression", NOT_WRITTEN_OF_EXPRESSIONS),
    (
        "ranking",
        &[
            "showOtherItem",
            "otherText",
            "otherErrorText",
            "storeOthersAsComment",
            "showNoneItem",
            "showRefuseItem",
            "showDontKnowItem",
            "noneText",
            "showSelectAllItem",
            "selectAllText",
            "colCount",
            "separateSpecialChoices",
            "longTap",
        ],
    ),
    ("comment", &["cols"]),
    ("nonvalue", &["isRequired", "showTitle"]),
    ("slider", &["autoGenerate"]),
    ("boolean", &["label"]),
    ("paneldynamic", &["renderMode"]),
    ("currencymask", &["prefix", "suffix"]),
];

/// The least and the greatest value of a number property.
const LIMITS: &[(&str, &str, f64, f64)] = &[
    ("survey", "maxTextLength", 0.0, f64::INFINITY),
    ("survey", "maxCommentLength", 0.0, f64::INFINITY),
    ("survey", "commentAreaRows", 1.0, f64::INFINITY),
    ("survey", "timeLimit", 0.0, f64::INFINITY),
    ("survey", "timeLimitPerPage", 0.0, f64::INFINITY),
    ("survey", "backgroundOpacity", 0.0, 1.0),
    ("page", "timeLimit", 0.0, f64::INFINITY),
    ("matrixdynamic", "rowCount", 0.0, f64::INFINITY),
    ("matrixdynamic", "minRowCount", 0.0, f64::INFINITY),
    ("imagepicker", "imageHeight", 0.0, f64::INFINITY),
    ("imagepicker", "imageWidth", 0.0, f64::INFINITY),
    ("imagepicker", "minImageWidth", 0.0, f64::INFINITY),
    ("imagepicker", "minImageHeight", 0.0, f64::INFINITY),
    ("imagepicker", "maxImageWidth", 0.0, f64::INFINITY),
    ("imagepicker", "maxImageHeight", 0.0, f64::INFINITY),
    ("dropdown", "choicesStep", 1.0, f64::INFINITY),
    ("text", "inputSize", 0.0, f64::INFINITY),
    ("multipletext", "inputSize", 0.0, f64::INFINITY),
    ("multipletextitem", "inputSize", 0.0, f64::INFINITY),
    ("rating", "rateStep", 0.1, f64::INFINITY),
    ("paneldynamic", "minPanelCount", 0.0, f64::INFINITY),
    ("numericmask", "precision", 0.0, f64::INFINITY),
];

/// Names that the survey itself answers in expressions.
pub(super) const BUILT_IN: &[&str] = &[
    "pageno",
    "pagecount",
    "locale",
    "questioncount",
    "correctanswers",
    "correctedanswers",
    "correctanswercount",
    "correctedanswercount",
    "incorrectanswers",
    "incorrectedanswers",
    "incorrectanswercount",
    "incorrectedanswercount",
];

/// Names that every JavaScript object has, so that no answer can be stored under them.
pub(super) const OBJECT_MEMBERS: &[&str] = &[
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
];

/// The items that a choice question adds by a switch: the switch, its item's value.
pub(super) const SPECIAL_ITEMS: &[(&str, &str)] = &[
    ("showNoneItem", "none"),
    ("showRefuseItem", "refused"),
    ("showDontKnowItem", "dontknow"),
    ("showOtherItem", "other"),
];

/// Whether a class doesn't save a property; the nearest class that has an opinion decides.
pub(super) fn is_unsaved(class: &str, property: &str) -> bool {
    UNSAVED.iter().any(|(owner, names)| {
        names.contains(&property) && crate::schema::schema().extends(class, owner)
    })
}

/// The least and the greatest value of a number property, where it has any.
pub(super) fn limits(class: &str, property: &str) -> Option<(f64, f64)> {
    LIMITS
        .iter()
        .find(|(owner, name, ..)| {
            *name == property && crate::schema::schema().extends(class, owner)
        })
        .map(|(_, _, least, greatest)| (*least, *greatest))
}
