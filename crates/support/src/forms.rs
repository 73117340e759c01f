//! The forms by key name (R1), and a site's own (R5).
//!
//! What is right or wrong in an answer is decided by `casement-form`; this room knows which names
//! the workflow needs, and what a submission is once the running form has accepted it.

use std::rc::Rc;
use std::sync::Arc;

use casement_form::{
    Definition, ElementId, ElementKind, Form, Host, Mode, Object, Options, Regex, Severity, State,
    Value,
};

/// The key name of the form that opens a case.
pub const CREATE_CASE: &str = "Create_case";
/// The key name of the form that asks for a case's status.
pub const CASE_STATUS: &str = "Fetch_status_of_a_case";
/// The key name of the form before a live agent.
pub const LIVE_AGENT: &str = "haveYouCreatedACase";

/// A row per form of the workflow: what a replacement needs too.
struct Standard {
    key_name: &'static str,
    /// The specification's text without its blanks (`build.rs`).
    json: &'static str,
    /// The questions that the tools' arguments are made of.
    #[cfg_attr(
        not(feature = "problems"),
        allow(dead_code, reason = "only a replacement is asked for them")
    )]
    needed: &'static [&'static str],
}

const STANDARD: [Standard; 3] = [
    Standard {
        key_name: CREATE_CASE,
        json: include_str!(concat!(env!("OUT_DIR"), "/Create_case.json")),
        needed: &[
            "firstName",
            "lastName",
            "email",
            "subject",
            "caseDescription",
        ],
    },
    Standard {
        key_name: CASE_STATUS,
        json: include_str!(concat!(env!("OUT_DIR"), "/Fetch_status_of_a_case.json")),
        needed: &["caseNumber", "email"],
    },
    Standard {
        key_name: LIVE_AGENT,
        json: include_str!(concat!(env!("OUT_DIR"), "/haveYouCreatedACase.json")),
        needed: &[
            "caseNumber",
            "verificationEmail",
            "firstName",
            "lastName",
            "email",
            "subject",
            "caseDescription",
        ],
    },
];

/// Forms by key name. Cheap to clone.
#[derive(Clone, Debug)]
pub struct FormCatalog(Vec<(Arc<str>, Definition)>);

/// Why a form can't be used in the workflow, or a submission or a call not be accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct FormProblem {
    /// Stable code.
    pub code: &'static str,
    /// The question it is about, where it is about one.
    pub question: Option<String>,
    /// English text.
    pub message: String,
}

impl FormCatalog {
    /// The three forms of the specification.
    pub fn standard() -> FormCatalog {
        FormCatalog(
            STANDARD
                .iter()
                .map(|row| (row.key_name.into(), Definition::load(row.json).definition))
                .collect(),
        )
    }

    /// The JSON text of one of the three forms, byte for byte the specification's.
    pub fn standard_json(key_name: &str) -> Option<&'static str> {
        // Not in the table above: a browser has no use for the blanks.
        match key_name {
            CREATE_CASE => Some(include_str!("../forms/Create_case.json")),
            CASE_STATUS => Some(include_str!("../forms/Fetch_status_of_a_case.json")),
            LIVE_AGENT => Some(include_str!("../forms/haveYouCreatedACase.json")),
            _ => None,
        }
    }

    /// Replaces or adds a form (R5).
    ///
    /// # Errors
    /// `form/key-name` for a name that isn't letters, digits, `_` and `-`; the loader's own codes for
    /// errors in the definition; `form/missing-question` where a replacement of one of the three
    /// lacks a question that the workflow needs.
    #[cfg(feature = "problems")]
    pub fn with(mut self, key_name: &str, json: &str) -> Result<FormCatalog, Vec<FormProblem>> {
        if !is_key_name(key_name) {
            return Err(vec![FormProblem {
                code: "form/key-name",
                question: None,
                message: "a key name has 1 to 80 letters, digits, _ and -".to_owned(),
            }]);
        }
        let loaded = Definition::load(json);
        let errors = loaded
            .problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .map(|problem| FormProblem {
                code: problem.kind.code(),
                question: None,
                message: format!("{key_name}: {} {}", problem.path, problem.message()),
            });
        let names = loaded.definition.question_names();
        let needed = STANDARD
            .iter()
            .find(|row| row.key_name == key_name)
            .map_or(&[][..], |row| row.needed);
        let missing = needed
            .iter()
            .filter(|name| !names.contains(name))
            .map(|name| FormProblem {
                code: "form/missing-question",
                question: Some((*name).to_owned()),
                message: format!("{key_name} needs a question named {name}"),
            });
        let problems: Vec<FormProblem> = errors.chain(missing).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        match self.0.iter_mut().find(|(known, _)| &**known == key_name) {
            Some((_, definition)) => *definition = loaded.definition,
            None => self.0.push((key_name.into(), loaded.definition)),
        }
        Ok(self)
    }

    /// The form of that key name.
    pub fn get(&self, key_name: &str) -> Option<&Definition> {
        self.0
            .iter()
            .find(|(known, _)| &**known == key_name)
            .map(|(_, definition)| definition)
    }

    /// The key names: the three first, then a site's own in the order of adding.
    pub fn key_names(&self) -> Vec<&str> {
        self.0.iter().map(|(key_name, _)| &**key_name).collect()
    }

    /// Validates a submission as the running form does and returns the cleaned answers: values
    /// of hidden questions removed, unknown names refused. Used by the browser and, again, by the
    /// server.
    ///
    /// # Errors
    /// `form/unknown` for the form, `form/unknown-question` for a name that it hasn't, SurveyJS's error
    /// type (`required`, `invalidemail` ...) for an answer, `form/refused` where a page or panel
    /// refuses without naming a question.
    pub fn check(
        &self,
        key_name: &str,
        answers: &Object,
        host: Rc<dyn Host>,
    ) -> Result<Object, Vec<FormProblem>> {
        let Some(definition) = self.get(key_name) else {
            return Err(vec![FormProblem {
                code: "form/unknown",
                question: None,
                message: "there is no form of that key name".to_owned(),
            }]);
        };
        let mut form = start(definition, host);
        let questions = questions(definition, &form);
        // What is no question's may be a value that the form calculates itself: then the form's own
        // value stands, and the submitted one isn't looked at.
        let (given, extra): (Vec<Entry<'_>>, Vec<Entry<'_>>) = answers
            .iter()
            .partition(|(name, _)| is_answer_of(&form, &questions, name));
        let given: Object = given
            .into_iter()
            .map(|(name, value)| (Arc::clone(name), value.clone()))
            .collect();
        form.set_data(given);
        let valid = form.validate().0;
        let accepted = valid && form.complete().0 && form.state() == State::Completed;
        let data = form.data();
        let mut problems: Vec<FormProblem> = extra
            .iter()
            .filter(|(name, _)| data.get(name).is_none())
            .map(|(name, _)| FormProblem {
                code: "form/unknown-question",
                question: Some(name.chars().take(80).collect()),
                message: "the form has no such question".to_owned(),
            })
            .collect();
        if !accepted {
            problems.extend(refusals(&form, &questions));
        }
        if problems.is_empty() {
            Ok(data)
        } else {
            Err(problems)
        }
    }

    /// The title of a question, for a sentence about it.
    pub(crate) fn title(
        &self,
        key_name: &str,
        question: &str,
        host: Rc<dyn Host>,
    ) -> Option<String> {
        let form = start(self.get(key_name)?, host);
        Some(form.element(form.question(question)?).title())
    }

    /// The names of the questions that can be answered: not those that only show something.
    pub(crate) fn answerable(&self, key_name: &str) -> Vec<String> {
        let Some(definition) = self.get(key_name) else {
            return Vec::new();
        };
        let form = start(definition, Rc::new(AtRest));
        questions(definition, &form)
            .into_iter()
            .filter(|(_, id)| {
                let kind = form.element(*id).kind();
                !matches!(kind, ElementKind::Html | ElementKind::Image)
            })
            .map(|(name, _)| name.to_owned())
            .collect()
    }
}

type Entry<'a> = (&'a Arc<str>, &'a Value);

fn start(definition: &Definition, host: Rc<dyn Host>) -> Form {
    let options = Options {
        host,
        locale: String::new(),
        mode: Mode::Edit,
    };
    Form::start(definition, options)
}

fn questions<'a>(definition: &'a Definition, form: &Form) -> Vec<(&'a str, ElementId)> {
    definition
        .question_names()
        .into_iter()
        .filter_map(|name| Some((name, form.question(name)?)))
        .collect()
}

/// The world of a form that is only looked at: nothing is answered, so nothing is asked of it.
struct AtRest;

impl Host for AtRest {
    fn now(&self) -> f64 {
        0.0
    }
    fn offset_at(&self, _utc_ms: f64) -> f64 {
        0.0
    }
    fn regex(&self, _pattern: &str, _case_insensitive: bool) -> Result<Box<dyn Regex>, String> {
        Err(String::new())
    }
}

/// An answer's name is a question's name or its `valueName`, for a comment with `-Comment` after it.
fn is_answer_of(form: &Form, questions: &[(&str, ElementId)], answer: &str) -> bool {
    let base = answer.strip_suffix("-Comment").unwrap_or(answer);
    questions.iter().any(|(name, id)| {
        *name == answer
            || *name == base
            || form.element(*id).property("valueName").as_str() == Some(base)
    })
}

fn refusals(form: &Form, questions: &[(&str, ElementId)]) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    for (name, id) in questions {
        for error in form.element(*id).errors() {
            if error.severity == Severity::Error {
                problems.push(FormProblem {
                    code: error.kind,
                    question: Some((*name).to_owned()),
                    message: error.text.clone(),
                });
            }
        }
    }
    if problems.is_empty() {
        problems.push(FormProblem {
            code: "form/refused",
            question: None,
            message: "the form does not accept these answers".to_owned(),
        });
    }
    problems
}

#[cfg(feature = "problems")]
fn is_key_name(name: &str) -> bool {
    (1..=80).contains(&name.len())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}
