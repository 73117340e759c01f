//! How far the visitor is, and the numbers before titles (reference 6).

use casement_expression::Equality;

use crate::catalogue::format;
use crate::{Change, ElementId, ElementKind, Form, Progress, Value};

impl Form {
    /// The progress. By pages it is taken anew when the page changes, not when pages come or go
    /// (as survey-core shows it).
    pub fn progress(&self) -> Progress {
        let (page, pages) = if self.is_one_page() {
            (Some(0), 1)
        } else {
            let at = |current| self.visible_pages.iter().position(|id| *id == current);
            (self.current_page.and_then(at), self.visible_pages.len())
        };
        let mut kept = self.progress.borrow_mut();
        let (percent, text) = kept
            .get_or_insert_with(|| self.progress_at(page, pages))
            .clone();
        Progress {
            percent,
            text,
            page,
            pages,
        }
    }

    /// The progress is taken anew when it is asked for next.
    pub(crate) fn forget_progress(&mut self) {
        if !self.stage.preview {
            *self.progress.get_mut() = None;
        }
    }

    /// An answer changed.
    pub(crate) fn progress_changed(&mut self) {
        if self.settings.progress_by_questions {
            self.forget_progress();
            self.changed(Change::Progress);
        }
    }

    fn progress_at(&self, page: Option<usize>, pages: usize) -> (u8, String) {
        if self.current_page.is_none() {
            return (0, String::new());
        }
        let mut kind = self.survey_property("progressBarType");
        if self.settings.progress_by_questions && kind.as_str() == Some("pages") {
            kind = "questions".into();
        }
        let (percent, text) = match kind.as_str() {
            Some("questions" | "requiredQuestions" | "correctQuestions") => {
                let required = kind.as_str() == Some("requiredQuestions");
                let (answered, all) = self.answered(required);
                let percent = (answered * 100).checked_div(all).unwrap_or(100);
                let told = if kind.as_str() == Some("correctQuestions") {
                    self.correct_answers()
                } else {
                    answered
                };
                let text = self.message("questionsProgressText");
                (
                    percent,
                    format(text, &[&told.to_string(), &all.to_string()]),
                )
            }
            _ => {
                let at = page.unwrap_or(0);
                let percent = (at * 100)
                    .checked_next_multiple_of(pages)
                    .map_or(0, |scaled| scaled / pages);
                let text = self.message("progressText");
                (
                    percent,
                    format(text, &[&(at + 1).to_string(), &pages.to_string()]),
                )
            }
        };
        (percent.min(100) as u8, text)
    }

    /// How many of the visible questions are answered, and how many there are.
    fn answered(&self, required: bool) -> (usize, usize) {
        let mut sum = Counts::default();
        for page in &self.visible_pages {
            sum.add(self.counts(*page));
        }
        if required {
            (sum.required_answered, sum.required)
        } else {
            (sum.answered, sum.all)
        }
    }

    /// The counts of an element with all in it; a required panel without a required question counts
    /// as one.
    fn counts(&self, id: ElementId) -> Counts {
        let mut sum = Counts::default();
        let def = self.def(id);
        if def.template.is_some() {
            for item in self.visible_items(id) {
                for child in self.children(self.items.get(item).frame) {
                    if self.is_visible(*child) {
                        sum.add(self.counts(*child));
                    }
                }
            }
            if self.is_required(id) && sum.required == 0 {
                sum.required = 1;
                sum.required_answered = usize::from(!self.is_question_empty(id));
            }
            return sum;
        }
        if !def.is_container() {
            if def.kind.has_value() && def.kind != ElementKind::Expression {
                let (answered, required) = (!self.is_question_empty(id), self.is_required(id));
                sum.add(Counts {
                    all: 1,
                    answered: usize::from(answered),
                    required: usize::from(required),
                    required_answered: usize::from(answered && required),
                });
            }
            return sum;
        }
        for child in self.children(id) {
            if self.is_visible(*child) {
                sum.add(self.counts(*child));
            }
        }
        if self.is_required(id) && sum.all > 0 {
            sum.required = sum.required.max(1);
            if sum.answered > 0 {
                sum.required_answered = 1;
            }
        }
        sum
    }

    /// How many questions of a quiz have the right answer.
    fn correct_answers(&self) -> usize {
        let right = |id: &ElementId| {
            let wanted = self.def(*id).properties.get("correctAnswer");
            wanted.is_some_and(|wanted| {
                !self.is_question_empty(*id)
                    && self.is_visible(*id)
                    && self.cell(*id).value.equals(wanted, Equality::DEFAULT)
            })
        };
        self.elements().filter(right).count()
    }

    /// The number before a title, "" where none is shown.
    pub(crate) fn number(&self, id: ElementId) -> String {
        let mode = self.survey_property("showQuestionNumbers");
        if !self.settings.numbered || !self.is_counted(id) || !self.is_shown(id) {
            return String::new();
        }
        let page = self.page(id);
        let on_page = mode.as_str() == Some("onPage");
        let before = self.elements().take_while(|other| *other != id);
        let same_page = |other: ElementId| !on_page || self.page(other) == page;
        let index = before
            .filter(|other| {
                same_page(*other)
                    && Some(self.page(*other)) != self.start_page()
                    && self.is_counted(*other)
                    && self.is_shown(*other)
            })
            .count();
        numbered(index, &self.start_index())
    }

    fn start_index(&self) -> String {
        let value = self.survey_property("questionStartIndex");
        if value.is_nullish() {
            String::new()
        } else {
            value.to_text().into_owned()
        }
    }

    /// Takes a number when it is shown.
    fn is_counted(&self, id: ElementId) -> bool {
        let kind = self.def(id).kind;
        let property = |name: &str| self.element_property(id, name);
        match kind {
            ElementKind::Html | ElementKind::Image | ElementKind::Page => false,
            ElementKind::Panel | ElementKind::FlowPanel => property("showNumber").is_true(),
            ElementKind::Boolean if property("displayMode").as_str() == Some("checkbox") => false,
            _ => {
                property("showNumber") != Value::Bool(false)
                    && !property("hideNumber").is_true()
                    && property("titleLocation").as_str() != Some("hidden")
                    && property("showTitle") != Value::Bool(false)
            }
        }
    }

    /// Something appeared or went: numbers may be others.
    pub(crate) fn numbers_changed(&mut self) {
        if self.settings.numbered && !self.stage.loading {
            for id in self.elements() {
                if self.def(id).kind.has_value() {
                    self.changed(Change::Text(id));
                }
            }
        }
    }
}

/// Questions, and those among them that are answered, required, both.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    all: usize,
    answered: usize,
    required: usize,
    required_answered: usize,
}

impl Counts {
    const fn add(&mut self, other: Counts) {
        self.all += other.all;
        self.answered += other.answered;
        self.required += other.required;
        self.required_answered += other.required_answered;
    }
}

/// The index counted from a start such as "1.", "A.", "#5)", "(08)": its last run of digits (or
/// else its last letter) counts, what surrounds it stays.
fn numbered(index: usize, start: &str) -> String {
    let bytes = start.as_bytes();
    let digit_end = bytes.iter().rposition(u8::is_ascii_digit).map(|at| at + 1);
    if let Some(end) = digit_end {
        let begin = bytes[..end]
            .iter()
            .rposition(|byte| !byte.is_ascii_digit())
            .map_or(0, |at| at + 1);
        let digits = start.get(begin..end).unwrap_or_default();
        let number = digits.parse::<usize>().unwrap_or(1) + index;
        let width = if digits.starts_with('0') && digits.len() > 1 {
            digits.len()
        } else {
            0
        };
        let (head, tail) = (
            start.get(..begin).unwrap_or_default(),
            start.get(end..).unwrap_or_default(),
        );
        return format!("{head}{number:0width$}{tail}");
    }
    if let Some(at) = bytes.iter().rposition(u8::is_ascii_alphabetic) {
        let letter = bytes.get(at).copied().unwrap_or(b'A');
        let letter = char::from_u32(u32::from(letter) + index as u32).unwrap_or('?');
        let (head, tail) = (
            start.get(..at).unwrap_or_default(),
            start.get(at + 1..).unwrap_or_default(),
        );
        return format!("{head}{letter}{tail}");
    }
    format!("{}.", index + 1)
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn a_start_index_sets_the_form_of_all_numbers() {
        assert_eq!(numbered(0, ""), "1.");
        assert_eq!(numbered(1, "A."), "B.");
        assert_eq!(numbered(1, "#5)"), "#6)");
        assert_eq!(numbered(2, "(08)"), "(10)");
        assert_eq!(numbered(1, "1.1"), "1.2");
    }
}
