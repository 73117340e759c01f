//! What steps do: the commands, whom they fit, and the buttons behind those of the survey.

use super::answer;
use super::fill;
use super::report::Issue;
use super::suite::EXPECT;
use super::target::{SURVEY, Target, What, questions_in};
use super::test::{Test, clear_mode};
use crate::{Change, ElementId, ElementKind, Form, Mode, State, Value};

/// What a command takes as its parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// Any value.
    Value,
    Text,
    Number,
    /// `true` and nothing else.
    True,
    Object,
}

/// A command.
pub(super) struct Command {
    pub(super) name: &'static str,
    of_survey: bool,
    of_elements: bool,
    takes: Takes,
}

const fn of_element(name: &'static str, takes: Takes) -> Command {
    Command {
        name,
        of_survey: false,
        of_elements: true,
        takes,
    }
}

const fn of_survey(name: &'static str) -> Command {
    Command {
        name,
        of_survey: true,
        of_elements: false,
        takes: Takes::True,
    }
}

const COMMANDS: [Command; 15] = [
    of_element("set", Takes::Value),
    of_element("setDirectly", Takes::Value),
    of_element("clear", Takes::True),
    of_element("setComment", Takes::Text),
    of_element("addRow", Takes::Number),
    of_element("removeRow", Takes::Number),
    of_element("addPanel", Takes::Number),
    of_element("removePanel", Takes::Number),
    of_survey("complete"),
    of_survey("nextPage"),
    of_survey("prevPage"),
    of_survey("startSurvey"),
    of_survey("showPreview"),
    of_survey("cancelPreview"),
    Command {
        name: EXPECT,
        of_survey: true,
        of_elements: true,
        takes: Takes::Object,
    },
];

/// All commands, in the order of the alphabet.
pub(super) const NAMES: [&str; 15] = [
    "addPanel",
    "addRow",
    "cancelPreview",
    "clear",
    "complete",
    EXPECT,
    "nextPage",
    "prevPage",
    "removePanel",
    "removeRow",
    "set",
    "setComment",
    "setDirectly",
    "showPreview",
    "startSurvey",
];

pub(super) fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

impl Command {
    /// Does the command fit the target, and the parameter the command?
    pub(super) fn fits(&self, target: &Target, parameter: &Value) -> Result<(), Box<Issue>> {
        let name = self.name;
        let allowed = match target.what {
            What::Survey => self.of_survey,
            _ => self.of_elements,
        };
        if !allowed {
            return Err(not_applicable(name, target));
        }
        let (fits, what) = match self.takes {
            Takes::Value => (true, "a value"),
            Takes::Text => (parameter.as_str().is_some(), "a text"),
            Takes::Number => (
                parameter.as_number().is_some_and(f64::is_finite),
                "a number",
            ),
            Takes::True => (parameter.is_true(), "true"),
            Takes::Object => (parameter.as_object().is_some(), "an object"),
        };
        if fits {
            return Ok(());
        }
        let message = format!("`{name}` takes {what}, not {}", parameter.to_json());
        Err(Issue::error("invalidCommandParams", message).about(target.name.as_str()))
    }
}

fn not_applicable(command: &str, target: &Target) -> Box<Issue> {
    let message = format!(
        "`{command}` is nothing for the {} `{}`",
        target.what.kind(),
        target.name
    );
    Issue::error("commandNotApplicable", message).about(target.name.as_str())
}

pub(super) fn run(
    test: &mut Test,
    command: &'static str,
    target: &Target,
    parameter: &Value,
) -> Result<(), Box<Issue>> {
    if target.what == What::Survey {
        return navigate(test, command);
    }
    let What::Question(id) = target.what else {
        return Err(not_applicable(command, target));
    };
    match command {
        "set" => {
            answer::on_current_page(test, id, &target.name)?;
            answer::set(test, id, parameter, &target.name)
        }
        "setDirectly" => {
            set_directly(test, id, parameter, &target.name);
            Ok(())
        }
        "clear" => {
            answer::reachable(test, id, &target.name)?;
            let changes = test.form.clear_answer(id);
            test.note(&changes);
            Ok(())
        }
        "setComment" => {
            answer::reachable(test, id, &target.name)?;
            answer::has_comment(test, id, &target.name)?;
            let changes = test.form.answer_comment(id, &parameter.to_text());
            test.note(&changes);
            Ok(())
        }
        _ => {
            let wanted = match command {
                "addRow" | "removeRow" => ElementKind::MatrixDynamic,
                _ => ElementKind::PanelDynamic,
            };
            if test.form.element(id).kind() != wanted {
                return Err(not_applicable(command, target));
            }
            match command {
                "addRow" | "addPanel" => fill::add(test, command, id, &target.name, parameter),
                _ => fill::remove(test, command, id, &target.name, parameter),
            }
        }
    }
}

fn set_directly(test: &mut Test, id: ElementId, value: &Value, name: &str) {
    let hidden = !test.form.is_shown(id);
    if hidden || test.form.is_read_only(id) {
        let how = if hidden { "hidden" } else { "read-only" };
        let mode = clear_mode(&test.form, id);
        let message = format!("`{name}` was set although it is {how}; it may go again (`{mode}`)");
        test.warn("setWhileHidden", message);
    }
    let changes = test.form.answer(id, value.clone());
    test.note(&changes);
}

// ---- the survey's buttons ----

/// Why a button isn't there; `None` where it is.
fn missing_button(test: &Test, command: &str) -> Option<String> {
    let form = &test.form;
    let state = form.state();
    let completing = test.is_completing();
    let running = state == State::Running;
    let edit = form.mode == Mode::Edit;
    let flag = |name: &str| form.property(name) != Value::Bool(false);
    let previews = match form.property("showPreviewBeforeComplete") {
        Value::Bool(on) => on,
        other => !matches!(other.as_str(), None | Some("" | "noPreview")),
    };
    let (shown, why) = match command {
        "nextPage" => (
            running && !form.is_last_page() && !completing,
            "this is the last page",
        ),
        "prevPage" => (
            running && !form.is_first_page() && flag("showPrevButton"),
            "this is the first page, or `showPrevButton` is off",
        ),
        "complete" => (
            edit && flag("showCompleteButton")
                && (running && (form.is_last_page() && !previews || completing)
                    || state == State::Preview),
            "this is not the last page, or the preview comes first",
        ),
        "showPreview" => (
            edit && previews && running && form.is_last_page(),
            "this is not the last page, or there is no preview",
        ),
        "startSurvey" => (state == State::Starting, "there is no start page to leave"),
        _ => (
            edit && previews && state == State::Preview,
            "the preview is not shown",
        ),
    };
    if shown {
        return None;
    }
    Some(if matches!(state, State::Running | State::Preview) {
        why.to_owned()
    } else {
        format!("the survey is {}", state.name())
    })
}

fn navigate(test: &mut Test, command: &'static str) -> Result<(), Box<Issue>> {
    if let Some(why) = missing_button(test, command) {
        let message = format!("`{command}`: its button isn't there, as {why}");
        return Err(Issue::error("navigationButtonNotAvailable", message).about(SURVEY));
    }
    let before = place(&test.form);
    let changes: Vec<Change> = match command {
        "nextPage" => test.form.next_page().1,
        "prevPage" => test.form.previous_page().1,
        "complete" => test.form.complete().1,
        "showPreview" => test.form.show_preview().1,
        "startSurvey" => test.form.leave_start_page().1,
        _ => test.form.cancel_preview(),
    };
    test.note(&changes);
    let state = test.form.state();
    let blocked = match command {
        "nextPage" if place(&test.form) == before => Some(("nextPageBlocked", "go on")),
        "complete" if state != State::Completed => Some(("completeBlocked", "complete")),
        "showPreview" if state != State::Preview => {
            Some(("showPreviewBlocked", "show the preview"))
        }
        _ => None,
    };
    if let Some((code, what)) = blocked {
        let message = format!("the survey did not {what}: {}", blockers(&test.form));
        test.warn(code, message);
    }
    Ok(())
}

fn place(form: &Form) -> (Option<ElementId>, Option<ElementId>, State) {
    (form.current_page(), form.step, form.state())
}

fn blockers(form: &Form) -> String {
    let page = form.current_page();
    let questions = page
        .map(|page| questions_in(form, page))
        .unwrap_or_default();
    let with_errors: Vec<String> = questions
        .into_iter()
        .map(|id| form.element(id))
        .filter(|element| !element.errors().is_empty())
        .map(|element| {
            let texts: Vec<&str> = element.errors().iter().map(|it| it.text.as_str()).collect();
            format!("`{}` ({})", element.name(), texts.join(" "))
        })
        .collect();
    if with_errors.is_empty() {
        "no question has an error".to_owned()
    } else {
        with_errors.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_named_in_order() {
        let mut names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
        names.sort_unstable();
        assert_eq!(names, NAMES);
    }
}
