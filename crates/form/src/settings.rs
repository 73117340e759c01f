//! The survey's settings that running asks for often, read once from its properties.

use crate::model::{ClearMode, Model};
use crate::schema::{EVERY_PROPERTY, is_known, schema};
use crate::{Form, Value};

/// `checkErrorsMode`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CheckMode {
    #[default]
    NextPage,
    ValueChanged,
    ValueChanging,
    Complete,
}

/// What is shown alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StepMode {
    /// A top-level element of a page.
    Question,
    /// A question, also inside panels.
    Input,
}

/// The settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) clear: ClearMode,
    pub(crate) check: CheckMode,
    pub(crate) show_invisible: bool,
    pub(crate) validation_off: bool,
    pub(crate) switch_with_errors: bool,
    pub(crate) complete_with_errors: bool,
    pub(crate) start_page: bool,
    pub(crate) numbered: bool,
    pub(crate) numbered_by_page: bool,
    pub(crate) one_page: bool,
    pub(crate) steps: Option<StepMode>,
    pub(crate) progress_by_questions: bool,
    pub(crate) advances: bool,
}

impl Settings {
    /// Those of a definition that says nothing of them.
    const USUAL: Settings = Settings {
        clear: ClearMode::OnComplete,
        check: CheckMode::NextPage,
        show_invisible: false,
        validation_off: false,
        switch_with_errors: false,
        complete_with_errors: false,
        start_page: false,
        advances: false,
        numbered: false,
        numbered_by_page: false,
        one_page: false,
        steps: None,
        progress_by_questions: false,
    };
}

impl Form {
    /// The settings: known to the compiler where no definition can change them.
    #[inline(always)]
    pub(crate) fn settings(&self) -> &Settings {
        if EVERY_PROPERTY {
            &self.settings
        } else {
            &Settings::USUAL
        }
    }

    /// Reads the settings anew.
    pub(crate) fn read_settings(&mut self) {
        if !EVERY_PROPERTY {
            return;
        }
        let flag = |name: &str| self.survey_property(name).is_true();
        let text = |name: &str| {
            self.survey_property(name)
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let clear = match ClearMode::of(&self.survey_property("clearInvisibleValues")) {
            ClearMode::Default => ClearMode::OnComplete,
            mode => mode,
        };
        let check = match text("checkErrorsMode").as_str() {
            "onValueChanged" => CheckMode::ValueChanged,
            "onValueChanging" => CheckMode::ValueChanging,
            "onComplete" => CheckMode::Complete,
            _ => CheckMode::NextPage,
        };
        let shown = text("questionsOnPageMode");
        let steps = match shown.as_str() {
            "questionPerPage" | "questionOnPage" => Some(StepMode::Question),
            "inputPerPage" => Some(StepMode::Input),
            _ => None,
        };
        let bar = text("progressBarType");
        // Case says nothing (`SurveyModel.showQuestionNumbers`).
        let numbers = self.survey_property("showQuestionNumbers");
        let counts = |mode: &str| {
            let given = numbers.as_str();
            given.is_some_and(|given| given.eq_ignore_ascii_case(mode))
        };
        self.settings = Settings {
            clear,
            check,
            show_invisible: flag("showInvisibleElements"),
            validation_off: self.survey_property("validationEnabled") == Value::Bool(false),
            switch_with_errors: flag("validationAllowSwitchPages"),
            complete_with_errors: flag("validationAllowComplete"),
            progress_by_questions: !matches!(bar.as_str(), "" | "pages")
                || steps == Some(StepMode::Question),
            steps,
            // `isSinglePage` is the older way to say it, and says nothing when it is false.
            one_page: shown == "singlePage"
                || (self.override_of(None, "questionsOnPageMode").is_none()
                    && shown == "standard"
                    && flag("isSinglePage")),
            advances: flag("autoAdvanceEnabled") || text("autoAdvanceEnabled") == "autogonext",
            start_page: flag("firstPageIsStartPage"),
            numbered_by_page: counts("onPage"),
            numbered: numbers.is_true() || ["on", "onPage", "recursive"].into_iter().any(counts),
        };
        self.kept_numbers.due = self.settings.numbered_by_page;
        self.read_validators_if_asked();
    }

    /// A property of the survey: set by a step, given, or the default.
    #[inline(always)]
    pub(crate) fn survey_property(&self, name: &str) -> Value {
        if is_known(name) {
            self.known_survey_property(name)
        } else {
            Value::Undefined
        }
    }

    pub(crate) fn known_survey_property(&self, name: &str) -> Value {
        if let Some(value) = self.override_of(None, name) {
            return value.clone();
        }
        property_of(self.model(), name)
    }
}

/// A property of the survey as it is given, or the default.
pub(crate) fn property_of(model: &Model, name: &str) -> Value {
    match model.survey.find(name) {
        Some(value) => value.clone(),
        None => schema()
            .property("survey", name)
            .map(|property| property.default_value())
            .unwrap_or_default(),
    }
}
