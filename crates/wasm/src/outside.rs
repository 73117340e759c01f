//! What a form wants from outside: choices to be fetched, results of functions that come later, and
//! the time. The form says what it wants, the page does it, the answers come back; `settle.mjs` is
//! that loop.

use casement_form::{CallId, Fetched, Request, RequestId, UnknownCall, UnknownRequest};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;

use crate::form::Form;
use crate::interop::{text_from_js, value_from_js};
use crate::record::Record;
use crate::refusal::Refusal;

#[wasm_bindgen]
impl Form {
    /// The requests that are wanted since this was asked last (`choicesByUrl`). Ask after the start
    /// and after every step.
    #[wasm_bindgen(js_name = takeRequests, unchecked_return_type = "FormRequest[]")]
    pub fn take_requests(&mut self) -> JsValue {
        let requests = self.form.take_requests();
        let request = |request: &Request| {
            JsValue::from(
                Record::new()
                    .with("id", request.id.as_u32())
                    .with("url", request.url.as_str())
                    .with("element", self.form.element(request.element).name()),
            )
        };
        requests.iter().map(request).collect::<Array>().into()
    }

    /// Gives a request the text that was fetched.
    #[wasm_bindgen(js_name = answerRequest, unchecked_return_type = "Change[]")]
    pub fn answer_request(
        &mut self,
        request: u32,
        #[wasm_bindgen(unchecked_param_type = "string")] text: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let text = text_from_js(text, "text")?;
        self.take_answer(request, Fetched::Text(&text))
    }

    /// Says that a request failed: with which status in words, and the text that came, if any.
    #[wasm_bindgen(js_name = refuseRequest, unchecked_return_type = "Change[]")]
    pub fn refuse_request(
        &mut self,
        request: u32,
        #[wasm_bindgen(unchecked_param_type = "string")] status: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "string")] body: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let status = text_from_js(status, "status")?;
        let body = text_from_js(body, "body")?;
        let (status, body) = (status.as_str(), body.as_str());
        self.take_answer(request, Fetched::Refused { status, body })
    }
}

#[wasm_bindgen]
impl Form {
    /// Calls the functions of `asyncFunctions` whose results are wanted since this was asked last.
    /// Ask after the start and after every step.
    #[wasm_bindgen(js_name = takeCalls, unchecked_return_type = "FormCall[]")]
    pub fn take_calls(&mut self) -> JsValue {
        let calls = self.form.take_calls();
        let begun = calls.into_iter().map(|call| {
            let result = self.host.begin(&call.function, &call.arguments);
            let promise = match result {
                Ok(result) => Promise::resolve(&result),
                Err(thrown) => Promise::reject(&thrown),
            };
            JsValue::from(
                Record::new()
                    .with("id", call.id.as_u32())
                    .with("function", call.function)
                    .with("result", promise),
            )
        });
        begun.collect::<Array>().into()
    }

    /// Gives a call its result: what waited for it goes on.
    #[wasm_bindgen(js_name = answerCall, unchecked_return_type = "Change[]")]
    pub fn answer_call(
        &mut self,
        call: u32,
        #[wasm_bindgen(unchecked_param_type = "Value")] result: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let result = value_from_js(result, "result")?;
        let taken = self.form.answer_call(CallId::of(call), result);
        let changes = taken.map_err(|UnknownCall| {
            let message = format!("the form waits for no call with the number {call}");
            Refusal::new("form/unknown-call", message)
        })?;
        Ok(self.changes_to_js(&changes))
    }
}

#[wasm_bindgen]
impl Form {
    /// Seconds have passed: they count for the form and the current page, and at a limit the form
    /// goes on or completes (`timeLimit`, `timeLimitPerPage`). Call it once a second.
    #[wasm_bindgen(unchecked_return_type = "Change[]")]
    pub fn tick(&mut self, seconds: u32) -> JsValue {
        let changes = self.form.tick(seconds);
        self.changes_to_js(&changes)
    }

    /// The time that was spent, and what a timer shows of it.
    #[wasm_bindgen(getter, unchecked_return_type = "Timer")]
    pub fn timer(&self) -> JsValue {
        let timer = self.form.timer();
        Record::new()
            .with("spent", timer.spent)
            .with("limit", timer.limit)
            .with("pageSpent", timer.page_spent)
            .with("pageLimit", timer.page_limit)
            .with("text", timer.text)
            .with("clock", timer.clock)
            .with("secondClock", timer.second_clock)
            .into()
    }

    /// The result of a quiz: questions that have a right answer, and those that are answered so.
    #[wasm_bindgen(getter, unchecked_return_type = "Quiz")]
    pub fn quiz(&self) -> JsValue {
        let quiz = self.form.quiz();
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        Record::new()
            .with("questions", number(quiz.questions))
            .with("correct", number(quiz.correct))
            .into()
    }
}

impl Form {
    fn take_answer(&mut self, request: u32, answer: Fetched<'_>) -> Result<JsValue, JsValue> {
        let taken = self.form.answer_request(RequestId::of(request), answer);
        let changes = taken.map_err(|UnknownRequest| {
            let message = format!("the form waits for no request with the number {request}");
            Refusal::new("form/unknown-request", message)
        })?;
        Ok(self.changes_to_js(&changes))
    }
}
