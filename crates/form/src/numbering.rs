//! The numbers before titles: where counting starts, what is counted, and how panels nest their
//! numbers (reference 6, "Numbering").

use crate::{Change, ElementId, ElementKind, Form, Value};

/// How the elements of a survey or panel are counted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counting {
    /// With all that is around.
    Along,
    /// Anew in this panel.
    Own,
    /// Anew in this panel, the panel's number before theirs.
    Nested,
    Off,
}

/// The numbers that hidden pages keep where each page is counted anew: only pages that are shown are
/// counted after a change (`SurveyModel.updatePageElementsVisibleIndexes`).
#[derive(Debug, Default)]
pub(crate) struct KeptNumbers {
    /// Something appeared or went while conditions were running, or they run for the first time.
    pub(crate) due: bool,
    places: Vec<(ElementId, usize)>,
}

impl Form {
    /// The number before a title, "" where none is shown.
    pub(crate) fn number(&self, id: ElementId) -> String {
        if !self.settings().numbered || self.def(id).is_container() || !self.is_at_top(id) {
            return String::new();
        }
        let places = self.numbered_places();
        match places.iter().find(|(other, _)| *other == id) {
            Some((_, place)) => {
                let number = numbered(*place, &self.start_around(id, &places));
                self.with_panel_number(self.parent(id), number, &places)
            }
            None => String::new(),
        }
    }

    /// The number of a panel, for those of the questions in it.
    fn panel_number(&self, id: ElementId, places: &[(ElementId, usize)]) -> String {
        let place = places.iter().find(|(other, _)| *other == id);
        let number = match place.filter(|_| !self.title(id).is_empty()) {
            Some((_, place)) => numbered(*place, &self.start_around(id, places)),
            None => String::new(),
        };
        self.with_panel_number(self.parent(id), number, places)
    }

    fn with_panel_number(
        &self,
        panel: Option<ElementId>,
        number: String,
        places: &[(ElementId, usize)],
    ) -> String {
        let panel = panel.filter(|id| self.def(*id).kind != ElementKind::Page);
        let Some(panel) = panel.filter(|id| self.counting(*id) == Counting::Nested) else {
            return number;
        };
        let mut around = self.panel_number(panel, places);
        if around.is_empty() {
            return number;
        }
        if !around.ends_with('.') && number.starts_with(char::is_alphanumeric) {
            around.push('.');
        }
        around + &number
    }

    fn counting(&self, panel: ElementId) -> Counting {
        match self.element_property(panel, "showQuestionNumbers").as_str() {
            Some("off") => Counting::Off,
            Some("onpanel" | "onPanel") => Counting::Own,
            Some("recursive") => Counting::Nested,
            _ if self.counts_recursively() => Counting::Nested,
            _ => Counting::Along,
        }
    }

    /// What has a number, and its place in the counting, from 0.
    fn numbered_places(&self) -> Vec<(ElementId, usize)> {
        let mut places = self.shown_places();
        places.extend(self.kept_places());
        places
    }

    /// What has a number on a page that is hidden.
    fn kept_places(&self) -> impl Iterator<Item = (ElementId, usize)> {
        let kept = self.kept_numbers.places.iter().copied();
        kept.filter(|(id, _)| !self.settings().one_page && !self.is_visible(self.page(*id)))
    }

    /// Remembers the numbers of the pages that are shown once all conditions are evaluated.
    pub(crate) fn keep_numbers(&mut self) {
        if self.kept_numbers.due && !self.wave.running {
            self.kept_numbers = KeptNumbers {
                due: false,
                places: self.numbered_places(),
            };
        }
    }

    fn shown_places(&self) -> Vec<(ElementId, usize)> {
        let on_page = self.settings().numbered_by_page;
        let mut places = Vec::new();
        let mut next = 0;
        for page in self.pages() {
            let is_start = Some(*page) == self.start_page();
            if (is_start && on_page) || !self.is_visible(*page) {
                continue;
            }
            if on_page && !self.is_one_page() {
                next = 0;
            }
            let before = next;
            if self.counts_pages(*page) {
                next = 0;
            }
            for child in &self.def(*page).children {
                self.number_element(*child, &mut next, true, &mut places);
            }
            if !self.continues_behind(*page) {
                next = before;
            }
        }
        places
    }

    /// What follows a page is counted on behind what is in it, unless the page is counted by itself
    /// (`PanelModel.isContinueNumbering`).
    fn continues_behind(&self, page: ElementId) -> bool {
        let counting = self.element_property(page, "showQuestionNumbers");
        !matches!(counting.as_str(), Some("off" | "onpanel" | "onPanel"))
            && !self.counts_pages(page)
    }

    fn number_element(
        &self,
        id: ElementId,
        next: &mut usize,
        counts: bool,
        places: &mut Vec<(ElementId, usize)>,
    ) {
        if !counts || !self.is_visible(id) {
            return;
        }
        let def = self.def(id);
        if self.counts_through(id) {
            // What is in its panels has the numbers that follow, and it has none.
            if self.is_counted(id) {
                for item in self.visible_items(id) {
                    for child in self.children(self.items.get(item).frame) {
                        self.number_element(*child, next, true, places);
                    }
                }
            }
            return;
        }
        if !def.is_container() {
            if self.is_counted(id) {
                places.push((id, *next));
                *next += 1;
            }
            return;
        }
        let counting = self.counting(id);
        let shown = self.element_property(id, "showNumber").is_true();
        let titled = self.is_text_given(id, "title");
        let start = text_of(&self.element_property(id, "questionStartIndex"));
        let own = matches!(counting, Counting::Own | Counting::Nested);
        let titled = titled || (own && is_complex(&start));
        if (shown || counting == Counting::Nested) && titled {
            places.push((id, *next));
            *next += 1;
        }
        let mut inner = 0;
        let following = if counting == Counting::Along {
            next
        } else {
            &mut inner
        };
        for child in self.children(id) {
            self.number_element(*child, following, counting != Counting::Off, places);
        }
    }

    /// A dynamic panel whose questions are counted with all that is around
    /// (`QuestionPanelDynamicModel.setVisibleIndex`).
    fn counts_through(&self, id: ElementId) -> bool {
        let counting = self.element_property(id, "showQuestionNumbers");
        self.def(id).kind == ElementKind::PanelDynamic
            && matches!(counting.as_str(), Some("default" | "onSurvey"))
            && !self.counts_recursively()
    }

    /// The text from which the elements around are counted.
    fn start_around(&self, id: ElementId, places: &[(ElementId, usize)]) -> String {
        match self.parent(id) {
            Some(parent) => self.start_in(parent, places),
            None => self.survey_start(self.page(id)),
        }
    }

    fn start_in(&self, container: ElementId, places: &[(ElementId, usize)]) -> String {
        if self.def(container).kind == ElementKind::Page {
            let start = self.survey_start(container);
            if !self.counts_pages(container) {
                // All on one page, pages are panels in it.
                let inside = self.settings().one_page && self.counts_recursively();
                return if inside {
                    last_part(&start).to_owned()
                } else {
                    start
                };
            }
            return with_first_counted(&start, self.place_among_pages(container));
        }
        let counting = self.counting(container);
        let own = text_of(&self.element_property(container, "questionStartIndex"));
        if !own.is_empty() {
            let place = places.iter().find(|(other, _)| *other == container);
            return match counting {
                Counting::Own | Counting::Nested if is_complex(&own) => {
                    with_first_counted(&own, place.map(|(_, place)| *place))
                }
                _ => own,
            };
        }
        let around = self.start_around(container, places);
        if counting == Counting::Nested {
            last_part(&around).to_owned()
        } else {
            around
        }
    }

    /// Numbers begin with that of the page, and are counted anew in it.
    fn counts_pages(&self, page: ElementId) -> bool {
        let own = self.element_property(page, "showQuestionNumbers");
        let recursively = match own.as_str() {
            None | Some("default") => self.counts_recursively(),
            Some(own) => own == "recursive",
        };
        recursively && !self.settings().one_page && is_complex(&self.survey_start(page))
    }

    fn counts_recursively(&self) -> bool {
        self.survey_property("showQuestionNumbers").as_str() == Some("recursive")
    }

    /// The place of a page behind the last one that has a start of its own.
    fn place_among_pages(&self, page: ElementId) -> Option<usize> {
        let at = self.visible_pages.iter().position(|other| *other == page)?;
        let before = self.visible_pages.get(..=at)?.iter().rev();
        let mut behind = before.take_while(|page| {
            text_of(&self.element_property(**page, "questionStartIndex")).is_empty()
        });
        let count = behind.by_ref().count();
        Some(if count > at { at } else { count })
    }

    /// The page's own start, that of a page before it, or the survey's; of pages that are shown on one
    /// the survey's alone (`SurveyModel.getQuestionStartIndex`).
    fn survey_start(&self, page: ElementId) -> String {
        let at = self.visible_pages.iter().position(|other| *other == page);
        let at = at.filter(|_| !self.is_one_page());
        let pages = at.and_then(|at| self.visible_pages.get(..=at));
        let starts = pages.unwrap_or_default().iter().rev();
        starts
            .map(|page| text_of(&self.element_property(*page, "questionStartIndex")))
            .find(|start| !start.is_empty())
            .unwrap_or_else(|| text_of(&self.survey_property("questionStartIndex")))
    }

    /// Takes a number when it is shown.
    fn is_counted(&self, id: ElementId) -> bool {
        let property = |name: &str| self.element_property(id, name);
        let kind = self.def(id).kind;
        match kind {
            ElementKind::Html | ElementKind::Image => false,
            ElementKind::Boolean
                if property("displayMode").as_str() == Some("checkbox")
                    || property("renderAs").as_str() == Some("checkbox") =>
            {
                false
            }
            _ => {
                let titled =
                    !self.is_title_hidden(id) && property("showTitle") != Value::Bool(false);
                let component = self
                    .component(id)
                    .filter(|_| kind == ElementKind::Composite);
                let untitled = component.and_then(|component| component.numbers_untitled);
                property("showNumber") != Value::Bool(false)
                    && !property("hideNumber").is_true()
                    && untitled.unwrap_or(titled)
            }
        }
    }

    /// Where titles stand says the question, or else the innermost container that says something
    /// (`Question.getTitleLocation`).
    fn is_title_hidden(&self, id: ElementId) -> bool {
        let said = |value: &Value| {
            let text = value.as_str().filter(|text| *text != "default");
            text.map(|text| text == "hidden")
        };
        let mut found = said(&self.element_property(id, "titleLocation"));
        let mut around = self.parent(id);
        while let (None, Some(container)) = (found, around) {
            found = said(&self.element_property(container, "questionTitleLocation"));
            around = self.parent(container);
        }
        let survey = || said(&self.survey_property("questionTitleLocation"));
        found.or_else(survey).unwrap_or(false)
    }

    /// Something appeared or went, inside of a page or a page: numbers may be others.
    pub(crate) fn numbers_changed(&mut self, inside: Option<ElementId>) {
        if self.settings().numbered && !self.stage.loading {
            for id in self.elements() {
                if self.def(id).kind.has_value() {
                    self.changed(Change::Text(id));
                }
            }
            if self.settings().numbered_by_page {
                // Where no conditions are running, the page of what changed is counted even if hidden.
                if !self.wave.running {
                    let page = inside.map(|id| self.page(id));
                    let mut places = std::mem::take(&mut self.kept_numbers.places);
                    places.retain(|(other, _)| Some(self.page(*other)) != page);
                    self.kept_numbers.places = places;
                }
                self.kept_numbers.due = true;
                self.keep_numbers();
            }
        }
    }
}

fn text_of(value: &Value) -> String {
    if value.is_nullish() {
        String::new()
    } else {
        value.to_text().into_owned()
    }
}

/// Of a start such as `1.1` what stands behind its last point.
fn last_part(start: &str) -> &str {
    let body = start.strip_suffix('.').unwrap_or(start);
    match body.rfind('.') {
        Some(at) if body.find('.').is_some() => start.get(at + 1..).unwrap_or(start),
        _ => start,
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
        let number = digits.parse::<usize>().unwrap_or(1).saturating_add(index);
        let width = digits.len();
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

/// Has parts before its last one: "1.1", not "1.".
fn is_complex(start: &str) -> bool {
    start.find('.').is_some_and(|at| at + 1 < start.len())
}

/// A start of several parts whose first ones count what the elements are in: "1.1" in the second
/// panel is "2.1" (`PanelModelBase.getQuestionStartIndexVsVisibleIndex`).
fn with_first_counted(start: &str, place: Option<usize>) -> String {
    let last = last_part(start);
    let first = start.strip_suffix(last).unwrap_or_default();
    let counted = place.map_or_else(String::new, |place| numbered(place, first));
    counted + last
}

#[cfg(test)]
mod tests {
    use super::{last_part, numbered};

    #[test]
    fn a_start_index_sets_the_form_of_all_numbers() {
        assert_eq!(numbered(0, ""), "1.");
        assert_eq!(numbered(1, "A."), "B.");
        assert_eq!(numbered(1, "#5)"), "#6)");
        assert_eq!(numbered(2, "(08)"), "(10)");
        assert_eq!(numbered(1, "1.1"), "1.2");
    }

    #[test]
    fn nested_panels_count_from_the_last_part_of_a_start() {
        assert_eq!(last_part("1.1"), "1");
        assert_eq!(last_part("1."), "1.");
        assert_eq!(last_part("A"), "A");
    }
}
