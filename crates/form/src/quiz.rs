//! Quizzes: how many questions have a right answer, and how many were answered so (SurveyJS:
//! `correctAnswer`, `{questionCount}`, `{correctAnswers}`, `{incorrectAnswers}`).

use casement_expression::Equality;

use crate::element::EVERY_TYPE;
use crate::{ElementId, ElementKind, Form, Value};

/// The numbers of a quiz that texts and expressions can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuizNumber {
    Questions,
    Correct,
    Incorrect,
}

impl QuizNumber {
    /// The number of a lower-cased name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        if !EVERY_TYPE {
            return None;
        }
        Some(match name {
            "questioncount" => Self::Questions,
            "correctanswers" | "correctedanswers" | "correctedanswercount" => Self::Correct,
            "incorrectanswers" | "incorrectedanswers" | "incorrectedanswercount" => Self::Incorrect,
            _ => return None,
        })
    }
}

/// A row of a matrix is right only if it is what is wanted to the letter (`Base.isTwoValueEquals`).
const LITERALLY: Equality = Equality {
    convert_numbers: false,
    ..Equality::STRICT
};

/// The result of a quiz.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quiz {
    /// Questions with a right answer that are visible; of a matrix each row is one.
    pub questions: usize,
    /// Those that are answered right.
    pub correct: usize,
}

impl Form {
    /// How many questions of the quiz there are, and how many are answered right.
    pub fn quiz(&self) -> Quiz {
        let mut quiz = Quiz::default();
        if !EVERY_TYPE {
            return quiz;
        }
        let pages = self.pages().iter();
        for page in
            pages.filter(|page| Some(**page) != self.start_page() && self.is_visible(**page))
        {
            for id in self.within(*page) {
                if self.is_at_top(id) {
                    quiz.add(self.quiz_of(id));
                }
            }
        }
        quiz
    }

    pub(crate) fn quiz_number(&self, number: QuizNumber) -> Value {
        let quiz = self.quiz();
        let number = match number {
            QuizNumber::Questions => quiz.questions,
            QuizNumber::Correct => quiz.correct,
            QuizNumber::Incorrect => quiz.questions.saturating_sub(quiz.correct),
        };
        (number as f64).into()
    }

    fn quiz_of(&self, id: ElementId) -> Quiz {
        let mut quiz = Quiz::default();
        if !self.def(id).kind.has_value() || !self.is_visible(id) {
            return quiz;
        }
        if EVERY_TYPE && self.def(id).kind == ElementKind::PanelDynamic {
            for item in self.visible_items(id) {
                for inner in self.within(self.items.get(item).frame) {
                    if self.items.item_of(inner) == Some(item) {
                        quiz.add(self.quiz_of(inner));
                    }
                }
            }
            if quiz.questions > 0 {
                if self.is_question_empty(id) {
                    quiz.correct = 0;
                }
                return quiz;
            }
        }
        let wanted = self.offered_answer(id, self.element_property(id, "correctAnswer"));
        if wanted.is_empty() {
            return quiz;
        }
        let value = &self.cell(id).value;
        let empty = self.is_question_empty(id);
        if EVERY_TYPE && self.def(id).kind == ElementKind::Matrix {
            let rows = self.def(id).parts.iter().flat_map(|parts| parts.rows());
            for row in rows {
                let row = row.value.to_text();
                let of = |value: &Value| value.as_object()?.get(&row).cloned();
                let (Some(wanted), given) = (of(&wanted).filter(|it| !it.is_empty()), of(value))
                else {
                    continue;
                };
                let given = given.filter(|given| !given.is_empty());
                quiz.add(Quiz {
                    questions: 1,
                    correct: usize::from(given.is_some_and(|it| it.equals(&wanted, LITERALLY))),
                });
            }
            return quiz;
        }
        let how = Equality {
            ignore_order: matches!(
                self.def(id).kind,
                ElementKind::Checkbox | ElementKind::Tagbox | ElementKind::Ranking
            ),
            ..Equality::DEFAULT
        };
        let lists = matches!(
            self.def(id).kind,
            ElementKind::Checkbox | ElementKind::Tagbox
        );
        let right = value.equals(&wanted, how) || (lists && is_list_of(value, &wanted));
        quiz.add(Quiz {
            questions: 1,
            correct: usize::from(!empty && right),
        });
        quiz
    }

    /// What is offered of a right answer, where there are choices to take it from
    /// (`QuestionSelectBase.getCorrectAnswerValue`).
    fn offered_answer(&self, id: ElementId, wanted: Value) -> Value {
        if !self.offers_choices(id) || wanted.is_empty() {
            return wanted;
        }
        let choices = self.element(id).choices();
        let offered = |wanted: &Value| {
            let mut choices = choices.iter();
            choices.any(|choice| choice.value.equals(wanted, Equality::STRICT))
        };
        match wanted.as_array() {
            _ if choices.is_empty() => wanted,
            Some(all) => all
                .iter()
                .filter(|it| offered(it))
                .cloned()
                .collect::<Vec<_>>()
                .into(),
            None if offered(&wanted) => wanted,
            None => Value::Undefined,
        }
    }
}

/// A list equals the text that its items make, as JavaScript compares them.
fn is_list_of(value: &Value, wanted: &Value) -> bool {
    let single = matches!(wanted, Value::String(_) | Value::Number(_));
    let list = value.as_array().filter(|_| single);
    list.is_some_and(|items| {
        let texts: Vec<_> = items.iter().map(Value::to_text).collect();
        texts.join(",") == wanted.to_text()
    })
}

impl Quiz {
    const fn add(&mut self, other: Quiz) {
        self.questions += other.questions;
        self.correct += other.correct;
    }
}
