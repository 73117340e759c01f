//! How far the visitor is, and the numbers before titles (reference 6).

use crate::catalogue::format;
use crate::model::ItemKind;
use crate::{Change, ElementId, ElementKind, Form, Progress};

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
        if self.settings().progress_by_questions {
            self.forget_progress();
            self.changed(Change::Progress);
        }
    }

    fn progress_at(&self, page: Option<usize>, pages: usize) -> (u8, String) {
        if page.is_none() {
            return (0, String::new());
        }
        let mut kind = self.survey_property("progressBarType");
        if self.settings().progress_by_questions && kind.as_str() == Some("pages") {
            kind = "questions".into();
        }
        let by_pages = kind.as_str() == Some("pages");
        let percent = if by_pages {
            (page.unwrap_or(0) * 100)
                .checked_next_multiple_of(pages)
                .map_or(0, |scaled| scaled / pages)
        } else {
            let (answered, all) = self.answered(kind.as_str() == Some("requiredQuestions"));
            (answered * 100).checked_div(all).unwrap_or(100)
        };
        let lower = kind.as_str().map(casement_expression::lower);
        let told = match lower.as_deref() {
            Some("questions") => Some(self.answered(false)),
            Some("requiredquestions") => Some(self.answered(true)),
            Some("correctquestions") => Some((self.quiz().correct, self.answered(false).1)),
            // Of other bars, such as "buttons", the text tells the page.
            _ => None,
        };
        let text = match told {
            Some((answered, all)) => format(
                self.message("questionsProgressText"),
                &[&answered.to_string(), &all.to_string()],
            ),
            None => format(
                self.message("progressText"),
                &[&(page.unwrap_or(0) + 1).to_string(), &pages.to_string()],
            ),
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
        if def.has_items() {
            for item in self.visible_items(id) {
                for child in self.children(self.items.get(item).frame) {
                    if self.is_visible(*child) && !self.is_detail(*child) {
                        sum.add(self.counts(*child));
                    }
                }
            }
            // Rows that nobody has asked for yet are no questions, and a component is one itself.
            let component = self.item_kind(id).is_some_and(ItemKind::is_component);
            if self.items.is_made(id) && !component {
                self.count_required(id, &mut sum);
            } else if self.is_required(id) && sum.required == 0 {
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
        self.count_required(id, &mut sum);
        sum
    }

    /// What is required as a whole counts as one where nothing in it is required, and as one that is
    /// answered however many are.
    fn count_required(&self, id: ElementId, sum: &mut Counts) {
        if self.is_required(id) && sum.all > 0 {
            sum.required = sum.required.max(1);
            if sum.answered > 0 {
                sum.required_answered = 1;
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
