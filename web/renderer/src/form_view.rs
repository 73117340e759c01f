//! A whole form: title, progress, the current page, and the way through it.

use std::rc::Rc;

use casement_form::{Change, ElementId, Form, Severity, State};

use crate::element_view::{children_view, element_view, headings, optional};
use crate::field::Field;
use crate::markup_view::markup_view;
use crate::view::{El, Place, Signal, View, el, in_next_frame, keyed};
use crate::{RunningForm, words};

/// What happens around a form.
pub struct FormOptions {
    /// Called once the form has been completed.
    pub on_complete: Box<dyn Fn(RunningForm)>,
    /// The text of a button that leaves the form, and what it does.
    pub leave: Option<(String, Box<dyn Fn()>)>,
}

/// Shows a form until it is completed, and then what it says on completion.
pub fn form_view(form: RunningForm, options: FormOptions) -> El {
    let options = Rc::new(options);
    let is_completed = move || form.read(|form| form.state() == State::Completed);
    keyed(
        move || {
            form.follow(Change::State);
            u32::from(is_completed())
        },
        move || {
            Some(if is_completed() {
                markup_view(move || form.read(|form| form.text("completedHtml")))
            } else {
                running(form, &options)
            })
        },
    )
}

/// A form on the page, for what its buttons do.
#[derive(Clone, Copy)]
struct Shown {
    form: RunningForm,
    place: Place,
    failed: Signal<usize>,
}

fn running(form: RunningForm, options: &Rc<FormOptions>) -> El {
    let shown = Shown {
        form,
        place: Place::new(),
        failed: Signal::new(0),
    };
    let title_id = match form.read(|form| form.pages().first().copied()) {
        Some(page) => Field::new(form, page).part_id("-title"),
        None => String::new(),
    };
    let done = Rc::clone(options);
    el("form.form[part=form][novalidate]")
        .attr("aria-labelledby", title_id.as_str())
        .place(shown.place)
        .on("submit", move |event| {
            event.prevent_default();
            if shown.forward() {
                (done.on_complete)(form);
            }
        })
        .child((
            heading(form, title_id),
            progress(form),
            page(form),
            // The region is there before its text: readers announce only what changes in it.
            el("p.summary[role=alert]").child(move || match shown.failed.with(|count| *count) {
                None | Some(0) => String::new(),
                Some(count) => words::problems(count),
            }),
            buttons(shown, options),
        ))
}

impl Shown {
    /// Goes on, if what stands on the page is in order; says whether the form is then complete.
    fn forward(self) -> bool {
        self.enter_typed();
        let is_last = self.form.read(Form::is_last_page);
        let went = self.form.step(|form| {
            if is_last {
                form.complete()
            } else {
                form.next_page()
            }
        });
        let faults = if went { Vec::new() } else { faults(self.form) };
        self.failed.set(faults.len());
        if let Some(first) = faults.first() {
            let field = Field::new(self.form, *first).field_id();
            self.focus(format!("#{field} :is(input,textarea,select,button)"));
        } else if went && !is_last {
            self.focus_page();
        }
        went && is_last
    }

    fn back(self) {
        self.enter_typed();
        self.failed.set(0);
        if self.form.step(Form::previous_page) {
            self.focus_page();
        }
    }

    fn enter_typed(self) {
        if let Some(form) = self.place.get() {
            form.leave_field();
        }
    }

    /// A new page begins at its progress line, so that a reader hears where it is.
    fn focus_page(self) {
        self.focus("[data-page-start]".into());
    }

    /// Focus waits for the frame: the change list reaches the page in a microtask.
    fn focus(self, selector: String) {
        in_next_frame(move || {
            if let Some(found) = self.place.get().and_then(|form| form.query(&selector)) {
                found.focus();
            }
        });
    }
}

fn survey_text(form: RunningForm, property: &str) -> String {
    form.track();
    form.read(|form| form.text(property))
}

fn heading(form: RunningForm, title_id: String) -> El {
    (
        el("h2.form-title[tabindex=-1]")
            .id(title_id)
            .flag("hidden", move || survey_text(form, "title").is_empty())
            .child(move || survey_text(form, "title")),
        optional("p.form-description", move || {
            survey_text(form, "description")
        }),
    )
        .view()
}

fn progress(form: RunningForm) -> El {
    (move || {
        form.follow(Change::Progress);
        form.follow(Change::Page);
        let progress = form.read(|form| Some(form.progress()))?;
        if progress.pages <= 1 {
            return None;
        }
        let number = progress.page.map_or(0, |page| page + 1);
        let bar = el("progress.bar[aria-hidden=true]")
            .attr("max", progress.pages.to_string())
            .attr("value", number.to_string());
        let text = el("p.progress-text[tabindex=-1][data-page-start]").child(progress.text);
        Some(el("div.progress").child((text, bar)))
    })
    .view()
}

/// The current page, or what is shown alone of it. Another one is another view: answers stay in the
/// form.
fn page(form: RunningForm) -> El {
    let current = move || form.read(Form::current_page);
    let alone = move || form.read(Form::current_step);
    keyed(
        move || {
            form.follow(Change::Page);
            alone().or_else(current).map_or(u32::MAX, ElementId::as_u32)
        },
        move || Some(page_content(Field::new(form, current()?), alone())),
    )
}

fn page_content(page: Field, alone: Option<ElementId>) -> El {
    el("div.page").id(page.field_id()).child((
        headings(page, el("h3.heading")),
        match alone {
            Some(step) => element_view(page.form, step),
            None => children_view(page.form, page.id),
        },
        page.error_list(),
        mark_explained(page),
    ))
}

/// Says once what the mark means; readers hear "required" at each field instead.
fn mark_explained(page: Field) -> El {
    (move || {
        any_required(page).then(|| {
            el("p.mark-explained[aria-hidden=true]")
                .child((el("span.mark").child("*"), words::MARK_EXPLAINED))
        })
    })
    .view()
}

/// Follows what it reads, so that it is asked again only when that changes.
fn any_required(parent: Field) -> bool {
    parent.children().into_iter().any(|id| {
        let field = Field::new(parent.form, id);
        field.is_shown() && (field.is_required() || any_required(field))
    })
}

fn buttons(shown: Shown, options: &Rc<FormOptions>) -> El {
    let form = shown.form;
    let back = move || {
        form.follow(Change::Page);
        form.read(|form| !form.is_first_page()).then(|| {
            el("button.button.quiet[type=button][part=button]")
                .on("click", move |_| shown.back())
                .child(move || survey_text(form, "pagePrevText"))
        })
    };
    let forward = move || {
        form.follow(Change::Page);
        form.follow(Change::Progress);
        form.read(|form| {
            form.text(if form.is_last_page() {
                "completeText"
            } else {
                "pageNextText"
            })
        })
    };
    let leave = options.leave.as_ref().map(|(text, _)| {
        let options = Rc::clone(options);
        el("button.button.quiet.leave[type=button][part=button]")
            .on("click", move |_| {
                if let Some((_, leave)) = &options.leave {
                    leave();
                }
            })
            .child(text.as_str())
    });
    el("div.buttons")
        // A field that loses the focus may lose its error too; the buttons would then move from
        // under the pointer before it is released, and the click would go nowhere.
        .on("mousedown", |event| event.prevent_default())
        .child((
            el("button.button.primary[type=submit][part=button]").child(forward),
            back,
            leave,
        ))
}

/// The shown elements of the current page that have an error, in their order.
fn faults(form: RunningForm) -> Vec<ElementId> {
    fn collect(form: &Form, id: ElementId, found: &mut Vec<ElementId>) {
        let element = form.element(id);
        if !element.is_shown() {
            return;
        }
        if element
            .errors()
            .iter()
            .any(|error| error.severity == Severity::Error)
        {
            found.push(id);
        }
        for child in element.children() {
            collect(form, *child, found);
        }
    }
    form.read(|form| {
        let mut found = Vec::new();
        if let Some(page) = form.current_page() {
            collect(form, page, &mut found);
        }
        found
    })
}
