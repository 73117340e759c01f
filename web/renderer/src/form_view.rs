//! A whole form: title, progress, the current page, and the way through it.

use crate::view::{Place, View, el};
use casement_form::{ElementId, Form, Severity, State};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;

use crate::element_view::{children_view, headings};
use crate::field::Field;
use crate::markup_view::markup_view;
use crate::{RunningForm, words};

/// What happens around a form.
pub struct FormOptions {
    /// Called once the form has been completed.
    pub on_complete: Box<dyn Fn(RunningForm)>,
    /// The text of a button that leaves the form, and what it does.
    pub leave: Option<(String, Box<dyn Fn()>)>,
}

/// Shows a form until it is completed, and then what it says on completion.
pub fn form_view(form: RunningForm, options: FormOptions) -> AnyView {
    let options = StoredValue::new_local(options);
    let completed = Memo::new(move |_| {
        form.track_state();
        form.read(|form| form.state() == State::Completed)
    });
    (move || {
        if completed.get() {
            markup_view(move || form.read(|form| form.text("completedHtml")))
        } else {
            running(form, options)
        }
    })
    .view()
}

fn running(form: RunningForm, options: StoredValue<FormOptions, LocalStorage>) -> AnyView {
    let form_ref = Place::new();
    let failed = RwSignal::new(0_usize);
    let forward = move |event: web_sys::Event| {
        event.prevent_default();
        enter_typed(form_ref);
        let last = form.read(Form::is_last_page);
        let went = form.step(|form| {
            if last {
                form.complete()
            } else {
                form.next_page()
            }
        });
        let faults = if went { Vec::new() } else { faults(form) };
        failed.set(faults.len());
        match (went, faults.first()) {
            (false, Some(first)) => focus_field(form_ref, form, *first),
            (false, None) => {}
            (true, _) if last => {
                options.try_with_value(|options| (options.on_complete)(form));
            }
            (true, _) => focus_page(form_ref),
        }
    };
    let title_id = format!("{}-title", page_id(form));
    el("form")
        .class("form")
        .attr("part", "form")
        .attr("novalidate", true)
        .attr("aria-labelledby", title_id.clone())
        .place(form_ref)
        .on("submit", forward)
        .child((
            heading(form, title_id),
            progress(form),
            page(form),
            summary(failed),
            buttons(form, form_ref, failed, options),
        ))
        .view()
}

/// A prefix for ids of this form: the number of its first page is unique in the document.
fn page_id(form: RunningForm) -> String {
    form.read(|form| form.pages().first().copied())
        .map_or_else(String::new, |page| Field::new(form, page).field_id())
}

fn survey_text(
    form: RunningForm,
    property: &'static str,
) -> impl Fn() -> String + Clone + Send + 'static {
    move || {
        form.track();
        form.read(|form| form.text(property))
    }
}

fn heading(form: RunningForm, title_id: String) -> AnyView {
    let title = survey_text(form, "title");
    let description = survey_text(form, "description");
    let empty = title.clone();
    (
        el("h2")
            .class("form-title")
            .id(title_id)
            .attr("tabindex", "-1")
            .flag_prop("hidden", move || empty().is_empty())
            .child(title),
        move || {
            let text = description();
            (!text.is_empty()).then(|| el("p").class("form-description").child(text))
        },
    )
        .view()
}

fn progress(form: RunningForm) -> AnyView {
    let shown = move || {
        form.track_progress();
        form.track_page();
        form.read(|form| Some(form.progress()))
            .filter(|progress| progress.pages > 1)
    };
    (move || {
        shown().map(|progress| {
            let number = progress.page.map_or(0, |page| page + 1);
            let bar = el("progress")
                .class("bar")
                .attr("max", progress.pages.to_string())
                .attr("value", number.to_string())
                .attr("aria-hidden", "true");
            el("div").class("progress").child((
                el("p")
                    .class("progress-text")
                    .attr("tabindex", "-1")
                    .attr("data-page-start", true)
                    .child(progress.text),
                bar,
            ))
        })
    })
    .view()
}

/// The current page. Another page is another view: answers stay in the form.
fn page(form: RunningForm) -> AnyView {
    let current = Memo::new(move |_| {
        form.track_page();
        form.read(Form::current_page)
    });
    (move || current.get().map(|page| page_content(form, page))).view()
}

fn page_content(form: RunningForm, page: ElementId) -> AnyView {
    let field = Field::new(form, page);
    el("div")
        .class("page")
        .id(field.field_id())
        .child((
            headings(form, page, format!("{}-t", field.field_id()), "h3"),
            children_view(form, page),
            field.error_list(),
            mark_explained(form, page),
        ))
        .view()
}

/// Says once what the mark means; readers hear "required" at each field instead.
fn mark_explained(form: RunningForm, page: ElementId) -> AnyView {
    (move || {
        any_required(form, page).then(|| {
            el("p")
                .class("mark-explained")
                .attr("aria-hidden", "true")
                .child((el("span").class("mark").child("*"), words::MARK_EXPLAINED))
        })
    })
    .view()
}

/// Follows what it reads, so that it is asked again only when that changes.
fn any_required(form: RunningForm, parent: ElementId) -> bool {
    let children = form.element(parent, |element| element.children().to_vec());
    children.into_iter().any(|id| {
        let facets = form.facets(id);
        facets.shown.track();
        facets.required.track();
        let (shown, required) =
            form.element(id, |element| (element.is_shown(), element.is_required()));
        shown && (required || any_required(form, id))
    })
}

fn summary(failed: RwSignal<usize>) -> AnyView {
    // The region is there before its text: readers announce only what changes in it.
    el("p")
        .class("summary")
        .attr("role", "alert")
        .child(move || match failed.get() {
            0 => String::new(),
            count => words::problems(count),
        })
        .view()
}

fn buttons(
    form: RunningForm,
    form_ref: Place,
    failed: RwSignal<usize>,
    options: StoredValue<FormOptions, LocalStorage>,
) -> AnyView {
    let back = move || {
        form.track_page();
        form.read(|form| !form.is_first_page()).then(|| {
            el("button")
                .attr("type", "button")
                .class("button quiet")
                .attr("part", "button")
                .on("click", move |_| {
                    enter_typed(form_ref);
                    failed.set(0);
                    if form.step(Form::previous_page) {
                        focus_page(form_ref);
                    }
                })
                .child(survey_text(form, "pagePrevText"))
        })
    };
    let forward = move || {
        form.track_page();
        form.track_progress();
        form.read(|form| {
            form.text(if form.is_last_page() {
                "completeText"
            } else {
                "pageNextText"
            })
        })
    };
    let leave = options
        .try_with_value(|options| options.leave.as_ref().map(|(text, _)| text.clone()))
        .flatten();
    let leave = leave.map(|text| {
        el("button")
            .attr("type", "button")
            .class("button quiet leave")
            .attr("part", "button")
            .on("click", move |_| {
                options.try_with_value(|options| {
                    if let Some((_, leave)) = &options.leave {
                        leave();
                    }
                });
            })
            .child(text)
    });
    el("div")
        .class("buttons")
        // A field that loses the focus may lose its error too; the buttons would then move from
        // under the pointer before it is released, and the click would go nowhere.
        .on("mousedown", |event| event.prevent_default())
        .child((
            el("button")
                .attr("type", "submit")
                .class("button primary")
                .attr("part", "button")
                .child(forward),
            back,
            leave,
        ))
        .view()
}

/// Enters what was typed into the field that still has the focus, as leaving it would.
fn enter_typed(form_ref: Place) {
    let Some(form) = form_ref.try_get_untracked().flatten() else {
        return;
    };
    let Ok(Some(field)) = form.query_selector(":is(input,textarea):focus") else {
        return;
    };
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("change", &init) {
        let _ = field.dispatch_event(&event);
    }
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

fn focus_field(form_ref: Place, form: RunningForm, id: ElementId) {
    let field = Field::new(form, id).field_id();
    focus(
        form_ref,
        format!("#{field} :is(input,textarea,select,button)"),
    );
}

/// A new page begins at its progress line, so that a reader hears where it is.
fn focus_page(form_ref: Place) {
    focus(form_ref, "[data-page-start]".into());
}

/// Focus waits for the frame: the change list reaches the page in a microtask.
fn focus(form_ref: Place, selector: String) {
    request_animation_frame(move || {
        let found = form_ref
            .try_get_untracked()
            .flatten()
            .and_then(|form| form.query_selector(&selector).ok().flatten())
            .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = found {
            let _ = element.focus();
        }
    });
}
