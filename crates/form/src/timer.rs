//! Time limits (SurveyJS: `timeLimit`, `timeLimitPerPage`, `showTimer`, `timerInfoMode`). The form has
//! no clock of its own for this: the host says how many seconds have passed.

use crate::catalogue::format;
use crate::tables::ById;
use crate::{Change, ElementId, Form, Mode, State};

/// The seconds that have passed, in all and on each page.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    all: u32,
    pages: ById<ElementId, u32>,
}

/// What a timer shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timer {
    /// Seconds spent in all.
    pub spent: u32,
    /// The limit in all; 0 where there is none.
    pub limit: u32,
    /// Seconds spent on the current page.
    pub page_spent: u32,
    /// The limit of the current page; 0 where there is none.
    pub page_limit: u32,
    /// "You have spent 5 sec on this page and 1 min 5 sec in total."
    pub text: String,
    /// What a clock shows: the time that is left where there is a limit, else the time spent.
    pub clock: String,
    /// The second line of the clock, where both the page and the form are shown.
    pub second_clock: Option<String>,
}

impl Form {
    /// Seconds have passed: they count for the form and for the current page, and at a limit the form
    /// goes on or completes, with the checks. Nothing happens before the start page is left, after
    /// completion, or where everything is read-only. A host calls this once a second while
    /// [`Form::property`] `showTimer` is true.
    ///
    /// ```
    /// # use casement_form::{Form, Value};
    /// # fn every_second(form: &mut Form) {
    /// if form.property("showTimer") == Value::Bool(true) {
    ///     let changes = form.tick(1);
    ///     let shown = form.timer().clock;
    /// #   let _ = (changes, shown);
    /// }
    /// # }
    /// ```
    pub fn tick(&mut self, seconds: u32) -> Vec<Change> {
        let runs = !matches!(
            self.state(),
            State::Completed | State::Starting | State::Loading
        );
        if runs && self.mode == Mode::Edit {
            self.spend(seconds);
        }
        self.changes.take()
    }

    /// How much time has been spent, and what a timer shows of it.
    pub fn timer(&self) -> Timer {
        let Some(page) = self.current_page else {
            return Timer {
                spent: self.spent.all,
                limit: self.time_limit(),
                ..Timer::default()
            };
        };
        let (spent, limit) = (self.spent.all, self.time_limit());
        let (page_spent, page_limit) = (self.spent_on(page), self.page_time_limit(page));
        let on_page = (page_spent, page_limit);
        let in_all = (spent, limit);
        let (first, second) = match self.survey_property("timerInfoMode").as_str() {
            Some("page") => (on_page, None),
            Some("survey") => (in_all, None),
            _ if page_limit == 0 && limit > 0 => (in_all, Some(on_page)),
            _ => (on_page, Some(in_all)),
        };
        // Beside the limit of the form the time on a page is what was spent of it.
        Timer {
            spent,
            limit,
            page_spent,
            page_limit,
            text: self.timer_text(on_page, in_all),
            clock: clock(first),
            second_clock: second.map(clock),
        }
    }

    fn spend(&mut self, seconds: u32) {
        let page = self.current_page;
        let mut seconds = seconds;
        if let Some(page) = page {
            let (spent, limit) = (self.spent_on(page), self.page_time_limit(page));
            if limit > 0 && limit < spent.saturating_add(seconds) {
                seconds = limit.saturating_sub(spent);
            }
            self.spent.pages.insert(page, spent.saturating_add(seconds));
        }
        self.spent.all = self.spent.all.saturating_add(seconds);
        let limit = self.time_limit();
        if limit > 0 && limit <= self.spent.all {
            self.spent.all = limit;
            self.try_complete();
        }
        let Some(page) = page else {
            return;
        };
        let limit = self.page_time_limit(page);
        if limit > 0 && limit == self.spent_on(page) {
            if self.is_last_page() {
                self.try_complete();
            } else {
                self.go_next();
            }
        }
    }

    /// `clear()`: as if no time had passed.
    pub(crate) fn forget_time(&mut self) {
        self.spent = Spent::default();
    }

    fn spent_on(&self, page: ElementId) -> u32 {
        self.spent.pages.get(&page).copied().unwrap_or(0)
    }

    fn time_limit(&self) -> u32 {
        let limit = self.survey_property("timeLimit");
        limit.as_number().map_or(0, |limit| limit.max(0.0) as u32)
    }

    /// The page's own limit, else that of every page.
    fn page_time_limit(&self, page: ElementId) -> u32 {
        let own = self.element_property(page, "timeLimit").as_number();
        let limit = own.filter(|limit| *limit != 0.0);
        let limit = limit.or_else(|| self.survey_property("timeLimitPerPage").as_number());
        limit.map_or(0, |limit| limit.max(0.0) as u32)
    }

    fn timer_text(&self, page: (u32, u32), all: (u32, u32)) -> String {
        let [page_spent, page_limit, all_spent, all_limit] =
            [page.0, page.1, all.0, all.1].map(|seconds| self.duration(seconds));
        let on_page = || {
            let key = if page.1 > 0 {
                "timerLimitPage"
            } else {
                "timerSpentPage"
            };
            format(self.message(key), &[&page_spent, &page_limit])
        };
        let in_all = || {
            let key = if all.1 > 0 {
                "timerLimitSurvey"
            } else {
                "timerSpentSurvey"
            };
            format(self.message(key), &[&all_spent, &all_limit])
        };
        match self.survey_property("timerInfoMode").as_str() {
            Some("page") => on_page(),
            Some("survey") => in_all(),
            _ if page.1 == 0 && all.1 == 0 => {
                format(self.message("timerSpentAll"), &[&page_spent, &all_spent])
            }
            _ if page.1 > 0 && all.1 > 0 => format(
                self.message("timerLimitAll"),
                &[&page_spent, &page_limit, &all_spent, &all_limit],
            ),
            _ => [on_page(), in_all()].join(" "),
        }
    }

    /// "1 min 5 sec".
    fn duration(&self, seconds: u32) -> String {
        let (minutes, rest) = (seconds / 60, seconds % 60);
        let mut parts = Vec::new();
        if minutes > 0 {
            parts.push([&minutes.to_string(), self.message("timerMin")].join(" "));
        }
        if minutes == 0 || rest > 0 {
            parts.push([&rest.to_string(), self.message("timerSec")].join(" "));
        }
        parts.join(" ")
    }
}

/// "1:05": what is left where there is a limit, else what was spent.
fn clock((spent, limit): (u32, u32)) -> String {
    let seconds = if limit > 0 {
        limit.saturating_sub(spent)
    } else {
        spent
    };
    let (minutes, rest) = (seconds / 60, seconds % 60);
    let padding = if rest < 10 { "0" } else { "" };
    [&minutes.to_string(), ":", padding, &rest.to_string()].concat()
}
