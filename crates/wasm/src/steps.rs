//! What changes a form: answers, navigation, rows and panels, and what the form wants from outside.

use std::sync::Arc;

use casement_form::{
    CallId, Catalogue, Change, ChosenFile, ElementId, Fetched, RequestId, UnknownCall,
    UnknownRequest, Value,
};

use crate::form::{Form, kind_of};
use crate::input::Input;
use crate::operation::Operation;
use crate::output::{Done, Output, Record, Refused};
use crate::problem;

/// What a step has come to.
enum Stepped {
    /// It changed this.
    Changed(Vec<Change>),
    /// Also whether it was done.
    Went((bool, Vec<Change>)),
    /// The changes are kept, how many is told.
    Kept(Vec<Change>),
    /// All is told already.
    Told,
}

/// What changes are called, by the numbers of their kinds; nothing where they aren't listed.
const KINDS: [&str; 13] = [
    "value", "comment", "shown", "readOnly", "required", "errors", "choices", "text", "children",
    "", "page", "state", "progress",
];

impl Form {
    /// Does what changes the form, and tells what changed.
    pub(crate) fn step(
        &mut self,
        operation: Operation,
        number: u32,
        input: &Input,
        output: &mut Output,
    ) -> Done {
        match self.stepped(operation, number, input, output)? {
            Stepped::Changed(changes) => self.put_changes(&changes, output),
            Stepped::Went((ok, changes)) => {
                output.record(Record::Step);
                output.flag(ok);
                self.put_changes(&changes, output);
            }
            Stepped::Kept(changes) => {
                output.count(changes.len());
                self.changes = changes;
            }
            Stepped::Told => {}
        }
        Ok(())
    }

    fn stepped(
        &mut self,
        operation: Operation,
        number: u32,
        input: &Input,
        output: &mut Output,
    ) -> Result<Stepped, Refused> {
        let form = &mut self.form;
        Ok(match operation {
            Operation::Put => {
                let question = self.at(number, output)?;
                Stepped::Kept(self.form.answer(question, input.value()))
            }
            Operation::Answer | Operation::Choose | Operation::AnswerComment => {
                let name = input.text();
                let Some(question) = form.question(name) else {
                    let message = format!("the form has no question `{name}`");
                    return Err(output.refuse("form/unknown-question", &message));
                };
                Stepped::Changed(match operation {
                    Operation::Answer => form.answer(question, input.value()),
                    Operation::Choose => form.choose(question, input.value()),
                    _ => form.answer_comment(question, input.text()),
                })
            }
            Operation::SetValue => Stepped::Changed(form.set_value(input.text(), input.value())),
            Operation::SetComment => Stepped::Changed(form.set_comment(input.text(), input.text())),
            Operation::SetVariable => {
                Stepped::Changed(form.set_variable(input.text(), input.value()))
            }
            Operation::SetData | Operation::MergeData | Operation::PutData => {
                let Some(data) = input.object(&self.given) else {
                    let message = "`data` must be an object, or JSON text of one";
                    return Err(output.refuse_at("argument/not-an-object", "data", message));
                };
                self.given = data.emptied();
                match operation {
                    Operation::SetData => Stepped::Changed(form.set_data(data)),
                    Operation::MergeData => Stepped::Changed(form.merge_data(data)),
                    _ => Stepped::Kept(form.set_data(data)),
                }
            }
            Operation::PutAll => Stepped::Kept(self.put_all(input, output)?),
            Operation::Advance => Stepped::Went(form.advance()),
            Operation::Start => Stepped::Went(form.leave_start_page()),
            Operation::NextPage => Stepped::Went(form.next_page()),
            Operation::PreviousPage => Stepped::Went(form.previous_page()),
            Operation::Validate => Stepped::Went(form.validate()),
            Operation::Complete => Stepped::Went(form.complete()),
            Operation::ShowPreview => Stepped::Went(form.show_preview()),
            Operation::CancelPreview => Stepped::Changed(form.cancel_preview()),
            Operation::CompleteUnchecked => Stepped::Changed(form.complete_unchecked()),
            Operation::Clear => Stepped::Changed(form.clear()),
            Operation::Check => {
                let (ok, changes) = form.validate();
                self.changes = changes;
                output.flag(ok);
                Stepped::Told
            }
            Operation::SetMessages => match Catalogue::parse(input.text()) {
                Ok(catalogue) => Stepped::Changed(form.set_messages(Arc::new(catalogue))),
                Err(error) => return Err(output.refuse(error.code(), &error.to_string())),
            },
            Operation::SetProperty => {
                let element = match input.text_if_any() {
                    Some(name) => Some(self.named(name, output)?),
                    None => None,
                };
                let (property, value) = (input.text(), input.value());
                Stepped::Changed(self.form.set_property(element, property, value))
            }
            Operation::ClearIncorrectValues => {
                Stepped::Changed(form.clear_incorrect_values(input.flag()))
            }
            Operation::Tick => Stepped::Changed(form.tick(number)),
            Operation::TakeRequests => {
                self.put_requests(output);
                Stepped::Told
            }
            Operation::AnswerRequest => {
                let answer = Fetched::Text(input.text());
                Stepped::Changed(self.take_answer(number, answer, output)?)
            }
            Operation::RefuseRequest => {
                let (status, body) = (input.text(), input.text());
                let answer = Fetched::Refused { status, body };
                Stepped::Changed(self.take_answer(number, answer, output)?)
            }
            Operation::TakeCalls => {
                output.list();
                for call in form.take_calls() {
                    output.record(Record::Call);
                    output.number(call.id.as_u32().into());
                    output.text(&call.function);
                    output.values(&call.arguments);
                }
                output.end();
                Stepped::Told
            }
            Operation::AnswerCall => match form.answer_call(CallId::of(number), input.value()) {
                Ok(changes) => Stepped::Changed(changes),
                Err(UnknownCall) => {
                    let message = format!("the form waits for no call with the number {number}");
                    return Err(output.refuse("form/unknown-call", &message));
                }
            },
            Operation::Prepare => {
                let text = input.text();
                let prepared = form.prepare(text);
                if let Some(problem) = prepared.problems().first() {
                    return Err(problem::refuse(problem, text, output));
                }
                let free = self.prepared.iter().position(Option::is_none);
                let place = free.unwrap_or(self.prepared.len());
                match self.prepared.get_mut(place) {
                    Some(free) => *free = Some(prepared),
                    None => self.prepared.push(Some(prepared)),
                }
                output.count(place);
                Stepped::Told
            }
            Operation::Forget => {
                if let Some(place) = self.prepared.get_mut(number as usize) {
                    *place = None;
                }
                output.undefined();
                Stepped::Told
            }
            _ => {
                let question = self.at(number, output)?;
                self.step_in(operation, question, input)
            }
        })
    }

    /// What is done to one question: to its rows or panels, or to its files.
    fn step_in(&mut self, operation: Operation, question: ElementId, input: &Input) -> Stepped {
        let form = &mut self.form;
        Stepped::Changed(match operation {
            Operation::MakeItems => form.make_items(question),
            Operation::AddItem => form.add_item(question),
            Operation::RemoveItem => form.remove_item(question, input.number() as usize),
            Operation::ChooseFiles => {
                let files = input.value();
                let files = files.as_array().unwrap_or_default().iter();
                let chosen: Vec<ChosenFile<'_>> = files
                    .filter_map(|file| match file.as_array()? {
                        [Value::String(name), Value::Number(size)] => {
                            Some(ChosenFile { name, size: *size })
                        }
                        _ => None,
                    })
                    .collect();
                return Stepped::Went(form.choose_files(question, &chosen));
            }
            Operation::TakeFiles => {
                let files = input.value();
                form.take_files(question, files.as_array().unwrap_or_default().to_vec())
            }
            Operation::RefuseFiles => {
                let reasons = input.value();
                let reasons = reasons.as_array().unwrap_or_default().iter();
                let reasons: Vec<_> = reasons.map(Value::to_text).collect();
                let reasons: Vec<&str> = reasons.iter().map(|reason| &**reason).collect();
                form.refuse_files(question, &reasons)
            }
            _ => form.remove_file(question, input.text()),
        })
    }

    fn put_all(&mut self, input: &Input, output: &mut Output) -> Result<Vec<Change>, Refused> {
        let (numbers, values) = (input.numbers(), input.value());
        let values = values.as_array().unwrap_or_default();
        if values.len() != numbers.len() {
            let message = "`values` must be an array with one value for each question";
            return Err(output.refuse_at("argument/other-length", "values", message));
        }
        let mut answers = Vec::with_capacity(numbers.len());
        for (number, value) in numbers.into_iter().zip(values) {
            answers.push((self.at(number, output)?, value.clone()));
        }
        Ok(self.form.answer_all(answers))
    }

    fn put_requests(&mut self, output: &mut Output) {
        let requests = self.form.take_requests();
        output.list();
        for request in &requests {
            output.record(Record::Request);
            output.number(request.id.as_u32().into());
            output.text(&request.url);
            output.text(self.name(request.element));
        }
        output.end();
    }

    fn take_answer(
        &mut self,
        request: u32,
        answer: Fetched<'_>,
        output: &mut Output,
    ) -> Result<Vec<Change>, Refused> {
        let taken = self.form.answer_request(RequestId::of(request), answer);
        taken.map_err(|UnknownRequest| {
            let message = format!("the form waits for no request with the number {request}");
            output.refuse("form/unknown-request", &message)
        })
    }

    fn put_changes(&self, changes: &[Change], output: &mut Output) {
        output.list();
        for change in changes {
            let kind = KINDS.get(kind_of(*change) as usize).unwrap_or(&"");
            if kind.is_empty() {
                continue;
            }
            output.record(Record::Change);
            output.text(kind);
            match change.element() {
                Some(id) => output.text(self.name(id)),
                None => output.absent(),
            }
        }
        output.end();
    }
}
