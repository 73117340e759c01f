//! What the running form wants from outside: choices from a service, and a moment before it goes on
//! by itself. The engine says that it wants them; the browser has network and clock.

use std::time::Duration;

use casement_renderer::RunningForm;
use casement_support::form::{Fetched, Form, Request};
use gloo_net::http::{self, Response};
use leptos::prelude::*;
use leptos::web_sys::RequestCredentials;
use wasm_bindgen_futures::spawn_local;

use crate::session::Session;

/// The moment in which a visitor sees what was chosen, as in survey-core.
const MOMENT: Duration = Duration::from_millis(300);

/// Serves the running form, now and after each of its steps.
pub(crate) fn serve(session: Session) {
    let due = StoredValue::<Option<TimeoutHandle>>::new(None);
    Effect::new(move |_| {
        let Some(form) = session.running.get() else {
            return;
        };
        form.track();
        for request in form.step(|form| (form.take_requests(), Vec::new())) {
            spawn_local(fetch(form, request));
        }
        let next = form.read(Form::is_advance_due).then(|| {
            let go_on = move || {
                form.step(Form::advance);
            };
            set_timeout_with_handle(go_on, MOMENT).ok()
        });
        let before = due.try_update_value(|due| std::mem::replace(due, next.flatten()));
        if let Some(Some(before)) = before {
            before.clear();
        }
    });
}

/// Asks without cookies: what a form names gets nothing of the visitor's.
async fn fetch(form: RunningForm, request: Request) {
    let get = http::Request::get(&request.url).credentials(RequestCredentials::Omit);
    let (status, body) = match get.send().await {
        Ok(response) => read(response).await,
        Err(error) => (Some(error.to_string()), String::new()),
    };
    let answer = match &status {
        None => Fetched::Text(&body),
        Some(status) => Fetched::Refused {
            status,
            body: &body,
        },
    };
    form.step(|form| {
        let changes = form.answer_request(request.id, answer);
        ((), changes.unwrap_or_default())
    });
}

/// What the service says went wrong, if anything, and its text.
async fn read(response: Response) -> (Option<String>, String) {
    let status = (response.status() != 200).then(|| response.status_text());
    (status, response.text().await.unwrap_or_default())
}
