//! `casement run`: forms with steps, and what the form shows after each.
//!
//! A line is `{"id","json","steps","options"?,"urls"?,"functions"?,"components"?,"advances"?}`
//! (`advances`: a form that goes on by itself does so after each step) and perhaps `"inner":true`
//! (snapshots list what lies under choices and in questions of registered types, too); the answer is
//! `{"id","snapshots":[...]}`, one snapshot after loading and one after each step, and `bounds` where
//! the form met any. Formats are those of the conformance cases.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use casement_form::{
    Catalogue, Change, Choice, ChosenFile, Components, Definition, Element, ElementId, ElementKind,
    Fetched, Form, Mode, Object, Options, Severity, State, Value,
};
use clap::Args;

use crate::components::Registered;
use crate::encoding::{decode, encode};
use crate::host::{FixedHost, Moment};
use crate::lines::{Failure, Outcome, Refusal, answer_each};

/// How often requests may follow from the answers of others.
const MAX_ROUNDS: usize = 100;

/// What `casement run` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    moment: Moment,
    /// The engine's messages in another language, such as `crates/form/locales/de.json`; shown by
    /// forms whose locale it is. May be given for several languages.
    #[arg(long, value_name = "FILE")]
    messages: Vec<PathBuf>,
    #[command(flatten)]
    components: Registered,
    /// JSON lines; standard input where it is missing or `-`.
    file: Option<PathBuf>,
}

/// Runs every line.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let host = arguments.moment.host()?;
    let messages: Vec<Arc<Catalogue>> = arguments
        .messages
        .iter()
        .map(|path| catalogue(path))
        .collect::<Result<_, _>>()?;
    let components = arguments.components.load()?;
    answer_each(arguments.file.as_deref(), |line| {
        answer(line, &host, &messages, &components)
    })
}

fn catalogue(path: &Path) -> Result<Arc<Catalogue>, Failure> {
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure::Read(path.to_owned(), error))?;
    Catalogue::parse(&text)
        .map(Arc::new)
        .map_err(|error| Failure::Argument(format!("{}: {error}", path.display())))
}

fn answer(
    line: &Object,
    host: &FixedHost,
    messages: &[Arc<Catalogue>],
    components: &Components,
) -> Result<Object, Refusal> {
    let json = line
        .get("json")
        .filter(|json| json.as_object().is_some())
        .ok_or_else(|| Refusal::new("line/missing-json", "json is no object"))?;
    let steps = line
        .get("steps")
        .map_or(Some(&[][..]), Value::as_array)
        .ok_or_else(|| Refusal::new("line/bad-steps", "steps is no array"))?;
    let options = line
        .get("options")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let components = match line.get("components") {
        Some(own) => Components::load(&own.to_json()).0,
        None => components.clone(),
    };
    // As in a browser, where a form is loaded for itself.
    let loaded = Definition::load_in_parts(json.to_json(), &components, None);
    let mut host = host.clone();
    if let Some(functions) = line.get("functions").and_then(Value::as_object) {
        host.functions = functions.clone();
    }
    let mut run = Run::start(&loaded.definition, &options, host);
    if let Some(urls) = line.get("urls").and_then(Value::as_object) {
        run.urls = urls.clone();
    }
    run.inner = line.get("inner").is_some_and(Value::is_truthy);
    let advances = line.get("advances").is_some_and(Value::is_truthy);
    for catalogue in messages {
        run.form.set_messages(Arc::clone(catalogue));
    }
    let codes = loaded
        .problems
        .iter()
        .map(|problem| Value::from(problem.code()));
    let problems = Value::from(codes.collect::<Vec<_>>());
    let mut first = run.snapshot();
    first.insert("jsonErrors", problems);
    let mut snapshots = vec![numbered(0, "load", None, first)];
    for (index, step) in steps.iter().enumerate() {
        let (operation, argument) = step
            .as_object()
            .and_then(|step| step.iter().next())
            .map(|(operation, argument)| (operation.to_string(), decode(argument)))
            .ok_or_else(|| Refusal::new("step/no-object", "a step is an object with one key"))?;
        let answered = run.step(&operation, &argument)?;
        if advances && run.form.is_advance_due() {
            run.advance();
        }
        snapshots.push(numbered(index + 1, &operation, answered, run.snapshot()));
    }
    let mut answer = Object::new();
    answer.insert("snapshots", Value::from(snapshots));
    let met = run.form.bounds_met();
    if !met.is_empty() {
        let met = met.into_iter().map(|met| {
            let mut bound = Object::new();
            bound.insert("code", Value::from(met.bound.code()));
            bound.insert("path", Value::from(met.path));
            Value::from(bound)
        });
        answer.insert("bounds", Value::from(met.collect::<Vec<_>>()));
    }
    Ok(answer)
}

fn numbered(step: usize, operation: &str, answered: Option<Value>, rest: Object) -> Value {
    let mut snapshot = Object::new();
    snapshot.insert("step", Value::from(step as f64));
    snapshot.insert("op", Value::from(operation));
    if let Some(value) = answered {
        snapshot.insert("ret", encode(&value));
    }
    for (key, value) in rest.iter() {
        snapshot.insert(key.clone(), value.clone());
    }
    Value::from(snapshot)
}

/// A form and what the snapshots need besides.
struct Run {
    form: Form,
    completed: Option<Object>,
    /// What the step `settle` answers to requests, by address.
    urls: Object,
    host: FixedHost,
    /// Snapshots list what lies under choices and in questions of registered types.
    inner: bool,
}

impl Run {
    fn start(definition: &Definition, options: &Object, host: FixedHost) -> Self {
        let mut form = Form::start_lazily(
            definition,
            Options {
                host: Rc::new(host.clone()),
                locale: String::new(),
                mode: Mode::Edit,
            },
        );
        for (name, value) in options.iter() {
            form.set_property(None, name, decode(value));
        }
        Self {
            form,
            completed: None,
            urls: Object::new(),
            host,
            inner: false,
        }
    }

    /// Answers the requests and calls that wait, and those that follow; the addresses in
    /// order.
    fn settle(&mut self) -> Value {
        let mut asked = Vec::new();
        for _ in 0..MAX_ROUNDS {
            let requests = self.form.take_requests();
            let calls = self.form.take_calls();
            if requests.is_empty() && calls.is_empty() {
                break;
            }
            for call in calls {
                let result = self.host.result(&call.function, &call.arguments);
                let _ = self.form.answer_call(call.id, result.unwrap_or_default());
            }
            for request in requests {
                let answer = self.urls.get(&request.url);
                let member = |name: &str| {
                    let refusal = answer.and_then(Value::as_object)?;
                    refusal.get("status")?;
                    Some(refusal.get(name)?.to_text().into_owned())
                };
                let is_refusal = member("status").is_some();
                let (status, body) = (
                    member("statusText").unwrap_or_default(),
                    member("body").unwrap_or_default(),
                );
                let text = match answer {
                    Some(Value::String(text)) => text.to_string(),
                    Some(value) => value.to_json(),
                    None => String::new(),
                };
                let fetched = match answer {
                    None => Fetched::Refused {
                        status: "Not Found",
                        body: "",
                    },
                    Some(_) if is_refusal => Fetched::Refused {
                        status: &status,
                        body: &body,
                    },
                    Some(_) => Fetched::Text(&text),
                };
                asked.push(Value::from(request.url.as_str()));
                // It waits: it has just been given out.
                let _ = self.form.answer_request(request.id, fetched);
            }
        }
        Value::from(asked)
    }

    fn step(&mut self, operation: &str, argument: &Value) -> Result<Option<Value>, Refusal> {
        let items = argument.as_array().unwrap_or_default();
        let item = |index: usize| items.get(index).cloned().unwrap_or_default();
        let text = |index: usize| item(index).to_text().into_owned();
        let was_completed = self.form.state() == State::Completed;
        let mut answered = None;
        let mut moved = |(went, _): (bool, Vec<Change>)| answered = Some(Value::from(went));
        match operation {
            "q" => {
                if let Some(question) = self.form.question(&text(0)) {
                    self.form.answer(question, item(1));
                }
            }
            "pick" => {
                if let Some(question) = self.form.question(&text(0)) {
                    self.form.choose(question, item(1));
                }
            }
            "files" => answered = self.choose_files(&text(0), &item(1)),
            "loaded" | "uploadError" | "removeFile" => {
                if let Some(question) = self.form.question(&text(0)) {
                    let given = item(1);
                    let list = given.as_array().unwrap_or_default();
                    match operation {
                        "loaded" => drop(self.form.take_files(question, list.to_vec())),
                        "removeFile" => drop(self.form.remove_file(question, &given.to_text())),
                        _ => {
                            let reasons: Vec<&str> =
                                list.iter().filter_map(Value::as_str).collect();
                            self.form.refuse_files(question, &reasons);
                        }
                    }
                }
            }
            "tick" => drop(self.form.tick(argument.as_number().unwrap_or(0.0) as u32)),
            "timer" => answered = Some(self.timer()),
            "cell" | "pcell" => {
                let question = self.form.question(&text(0));
                let owner = question.map(|question| self.form.element(question));
                let at = item(1).as_number().unwrap_or(-1.0);
                let frames = owner.map(|owner| {
                    if operation == "cell" {
                        owner.visible_items()
                    } else {
                        owner.children().to_vec()
                    }
                });
                let frame = frames
                    .and_then(|frames| frames.get(at as usize).filter(|_| at >= 0.0).copied());
                let inside = frame.and_then(|frame| self.form.element(frame).question(&text(2)));
                if let Some(inside) = inside {
                    self.form.answer(inside, item(3));
                }
            }
            "inner" => {
                let inside = self.inside(items);
                if let (Some(inside), Some(value)) = (inside, items.last()) {
                    self.form.answer(inside, value.clone());
                }
            }
            "innerComment" => {
                let inside = self.inside(items);
                if let (Some(inside), Some(comment)) = (inside, items.last()) {
                    self.form.answer_comment(inside, &comment.to_text());
                }
            }
            "addRow" | "addPanel" => {
                if let Some(question) = self.form.question(&argument.to_text()) {
                    self.form.add_item(question);
                }
            }
            "removeRow" | "removePanel" => {
                let at = item(1).as_number().unwrap_or(-1.0);
                if let Some(question) = self.form.question(&text(0)).filter(|_| at >= 0.0) {
                    let rows = self.form.element(question).visible_items();
                    let row = rows.get(at as usize).filter(|_| operation == "removeRow");
                    // There is nobody to ask, so the row stays; a panel goes without a question.
                    if !row.is_some_and(|row| self.form.element(*row).asks_before_removal()) {
                        self.form.remove_item(question, at as usize);
                    }
                }
            }
            "totals" => answered = self.totals(&argument.to_text()),
            "set" => drop(self.form.set_value(&text(0), item(1))),
            "comment" => drop(self.form.set_comment(&text(0), &text(1))),
            "settle" => answered = Some(self.settle()),
            "var" => drop(self.form.set_variable(&text(0), item(1))),
            "data" => drop(self.form.set_data(object(argument))),
            "merge" => drop(self.form.merge_data(object(argument))),
            "next" => moved(self.form.next_page()),
            "prev" => moved(self.form.previous_page()),
            "start" => moved(self.form.leave_start_page()),
            "preview" => {
                moved(self.form.show_preview());
            }
            "cancelPreview" => drop(self.form.cancel_preview()),
            "validate" => moved(self.form.validate()),
            "complete" => moved(self.form.complete()),
            "doComplete" => {
                self.form.complete_unchecked();
                answered = Some(Value::from(true)).filter(|_| !was_completed);
            }
            "clearIncorrect" => drop(self.form.clear_incorrect_values(argument.is_truthy())),
            "clear" => drop(self.form.clear()),
            "prop" => {
                let element = self.element(&text(0));
                // A name that nothing has is a step that SurveyJS throws at.
                if element.is_some() || text(0).is_empty() {
                    self.form.set_property(element, &text(1), item(2));
                }
            }
            "getQ" => answered = self.question(&argument.to_text()),
            "info" => answered = Some(self.info()),
            _ => {
                let message = format!("{operation} is no step that can be run");
                return Err(Refusal::new("step/unknown", message));
            }
        }
        self.note_completion(was_completed);
        Ok(answered)
    }

    /// Goes on by itself, as after the moment that a page waits.
    fn advance(&mut self) {
        let was_completed = self.form.state() == State::Completed;
        self.form.advance();
        self.note_completion(was_completed);
    }

    fn note_completion(&mut self, was_completed: bool) {
        if !was_completed && self.form.state() == State::Completed {
            self.completed = Some(self.form.data());
        }
    }

    /// The element of a name; none for the survey's own, which is empty.
    fn element(&self, name: &str) -> Option<ElementId> {
        if name.is_empty() {
            return None;
        }
        self.form
            .question(name)
            .or_else(|| self.form.container(name))
    }

    /// The question that a path leads to, from one of the form on: names of questions, places of rows
    /// and panels; the last item of the list is what is set.
    fn inside(&self, path: &[Value]) -> Option<ElementId> {
        let (first, rest) = path.split_first()?;
        let (_, steps) = rest.split_last()?;
        let mut at = self.form.question(&first.to_text())?;
        for step in steps {
            let element = self.form.element(at);
            at = match (element.kind(), step.as_number()) {
                (ElementKind::PanelDynamic, Some(place)) => {
                    element.children().get(place as usize).copied()?
                }
                _ if step.to_text().starts_with('<') => {
                    let wanted = step.to_text();
                    let mut panels = element.children().iter().copied();
                    panels.find(|id| {
                        let choice = self.form.element(*id).choice_above();
                        choice.is_some_and(|choice| format!("<{}>", choice.to_text()) == wanted)
                    })?
                }
                _ if element.choice_above().is_some() => {
                    question_in_panel(&self.form, at, &step.to_text())?
                }
                (_, Some(place)) => element.visible_items().get(place as usize).copied()?,
                _ => element.question(&step.to_text())?,
            };
        }
        Some(at)
    }

    fn question(&self, name: &str) -> Option<Value> {
        let element = self.form.element(self.form.question(name)?);
        let mut answer = Object::new();
        if element.kind() == ElementKind::Html {
            answer.insert("html", Value::from(element.text("html")));
            return Some(Value::from(answer));
        }
        answer.insert("value", element.value());
        answer.insert("comment", element.known_comment());
        answer.insert("display", element.display_value());
        answer.insert("title", Value::from(element.title()));
        answer.insert("no", Value::from(element.number()));
        Some(Value::from(answer))
    }

    fn totals(&self, name: &str) -> Option<Value> {
        let matrix = self.form.element(self.form.question(name)?);
        let mut answer = Object::new();
        for (column, value, text) in matrix.totals() {
            let mut total = Object::new();
            total.insert("value", value);
            total.insert("display", text);
            answer.insert(column, Value::from(total));
        }
        Some(Value::from(answer))
    }

    /// Whether files of these names and sizes may be taken.
    fn choose_files(&mut self, name: &str, files: &Value) -> Option<Value> {
        let question = self.form.question(name)?;
        let files = files.as_array().unwrap_or_default().iter();
        let files: Vec<ChosenFile<'_>> = files
            .filter_map(|file| {
                let file = file.as_object()?;
                Some(ChosenFile {
                    name: file.get("name")?.as_str()?,
                    size: file.get("size").and_then(Value::as_number).unwrap_or(0.0),
                })
            })
            .collect();
        Some(Value::from(self.form.choose_files(question, &files).0))
    }

    fn timer(&self) -> Value {
        let timer = self.form.timer();
        let mut answer = Object::new();
        answer.insert("text", Value::from(timer.text));
        answer.insert("clock", Value::from(timer.clock));
        let second = timer.second_clock.map_or(Value::Null, Value::from);
        answer.insert("second", second);
        for (name, seconds) in [
            ("spent", timer.spent),
            ("pageSpent", timer.page_spent),
            ("limit", timer.limit),
            ("pageLimit", timer.page_limit),
        ] {
            answer.insert(name, Value::from(f64::from(seconds)));
        }
        Value::from(answer)
    }

    fn info(&self) -> Value {
        let form = &self.form;
        let progress = form.progress();
        let mut info = Object::new();
        info.insert("title", Value::from(form.text("title")));
        // The page that holds all others has no title.
        let page = if form.is_one_page() {
            Some(String::new())
        } else {
            form.current_page().map(|page| form.element(page).title())
        };
        info.insert("page", page.map_or(Value::Null, Value::from));
        let index = progress.page.map_or(-1.0, |index| index as f64);
        info.insert("pageNo", Value::from(index));
        info.insert("pageCount", Value::from(progress.pages as f64));
        info.insert("first", Value::from(form.is_first_page()));
        info.insert("last", Value::from(form.is_last_page()));
        info.insert("progress", Value::from(f64::from(progress.percent)));
        info.insert("progressText", Value::from(progress.text));
        info.insert("completedHtml", Value::from(form.text("completedHtml")));
        info.insert("locale", Value::from(form.locale()));
        if let Some(url) = form.navigate_to_url() {
            info.insert("url", Value::from(url));
        }
        Value::from(info)
    }

    fn snapshot(&mut self) -> Object {
        let mut visible = Vec::new();
        let mut hidden = Vec::new();
        let mut read_only = Vec::new();
        let mut required = Vec::new();
        let (mut errors, mut notices) = (Object::new(), Object::new());
        let (mut choices, mut rows, mut columns) = (Object::new(), Object::new(), Object::new());
        // Pages and panels are looked at before rows are made, questions one after the other, as
        // survey-core makes rows when they are asked for.
        let containers = shown_containers(&self.form);
        let mut named = Vec::new();
        for id in self.form.elements() {
            if under_choice(&self.form, id) {
                continue;
            }
            // Of a table itself it is seen before its rows are made whether it is shown.
            let before = self.form.element(id);
            let top_state = (
                before.is_shown(),
                before.is_read_only(),
                before.is_required(),
            );
            self.form.make_items(id);
            named.clear();
            let name = path(&self.form.element(id));
            named.push((id, name.clone()));
            name_inside(&self.form, id, &name, self.inner, &mut named);
            let form = &self.form;
            let top = id;
            for (id, name) in &named {
                let (id, name) = (*id, name.clone());
                let element = form.element(id);
                let (shown, is_read_only, is_required) = if id == top {
                    top_state
                } else {
                    (
                        element.is_shown(),
                        element.is_read_only(),
                        element.is_required(),
                    )
                };
                let shown = containers.get(&id).copied().unwrap_or(shown);
                if shown {
                    visible.push(Value::from(name.as_str()));
                } else {
                    hidden.push(Value::from(name.as_str()));
                }
                if !element.kind().is_container() {
                    if is_read_only {
                        read_only.push(Value::from(name.as_str()));
                    }
                    if is_required {
                        required.push(Value::from(name.as_str()));
                    }
                }
                // Those of the rates of a rating aren't looked for there.
                let rates = element.kind() == ElementKind::Rating;
                let conditional = !rates && element.has_choice_conditions();
                if element.kind().has_choices() && (id == top || conditional) {
                    let items = element.choices();
                    choices.insert(
                        name.as_str(),
                        Value::from(items.iter().map(item).collect::<Vec<_>>()),
                    );
                }
                if element.kind() == ElementKind::Matrix {
                    let (matrix_rows, matrix_columns) = element.matrix_items();
                    rows.insert(name.as_str(), Value::from(matrix_rows));
                    columns.insert(name.as_str(), Value::from(matrix_columns));
                }
                if !element.kind().is_container() {
                    collect_errors(&element, &name, &mut errors, &mut notices);
                }
            }
        }
        let form = &self.form;
        for id in form.elements().filter(|id| containers.contains_key(id)) {
            if under_choice(form, id) {
                continue;
            }
            let element = form.element(id);
            let name = path(&element);
            // On the single page and in the preview the pages are panels.
            let name = match name.strip_prefix("page:") {
                Some(page) if form.is_one_page() || form.is_preview() => format!("panel:{page}"),
                _ => name,
            };
            collect_errors(&element, &name, &mut errors, &mut notices);
        }
        let mut snapshot = Object::new();
        snapshot.insert("state", Value::from(form.state().name()));
        snapshot.insert("page", page_name(form).map_or(Value::Null, Value::from));
        snapshot.insert("visible", Value::from(visible));
        snapshot.insert("hidden", Value::from(hidden));
        for (key, list) in [("readOnly", read_only), ("required", required)] {
            if !list.is_empty() {
                snapshot.insert(key, Value::from(list));
            }
        }
        for (key, map) in [
            ("errors", errors),
            ("notices", notices),
            ("choices", choices),
            ("rows", rows),
            ("columns", columns),
        ] {
            if !map.is_empty() {
                snapshot.insert(key, Value::from(map));
            }
        }
        snapshot.insert("data", encode(&Value::from(form.data())));
        if let Some(completed) = &self.completed {
            snapshot.insert("completedData", encode(&Value::from(completed.clone())));
        }
        snapshot
    }
}

/// The current page; the pages that the preview and single-page mode make have names of their own.
fn page_name(form: &Form) -> Option<&str> {
    if form.is_preview() {
        return Some("preview-page");
    }
    if form.is_one_page() {
        return Some("single-page");
    }
    let page = form.current_page()?;
    Some(form.element(page).name())
}

/// Which pages and panels are shown.
fn shown_containers(form: &Form) -> HashMap<ElementId, bool> {
    let containers = form
        .elements()
        .filter(|id| form.element(*id).kind().is_container());
    containers
        .map(|id| {
            let element = form.element(id);
            let is_page = element.kind() == ElementKind::Page;
            let shown = if is_page {
                element.is_visible()
            } else {
                element.is_shown()
            };
            (id, shown)
        })
        .collect()
}

/// What is in the rows and panels of a question, with the names that snapshots give it.
///
/// `inner`: also what lies under choices, and in questions of registered types.
fn name_inside(
    form: &Form,
    question: ElementId,
    name: &str,
    inner: bool,
    named: &mut Vec<(ElementId, String)>,
) {
    let element = form.element(question);
    let kind = element.kind();
    if kind.is_container() {
        return;
    }
    let under = |id: &ElementId| form.element(*id).choice_above().is_some();
    let panels = element.children().iter().filter(|id| inner && under(id));
    for panel in panels {
        let choice = form.element(*panel).choice_above();
        let choice = choice.map(Value::to_text).unwrap_or_default();
        name_questions(form, *panel, &format!("{name}<{choice}>."), inner, named);
    }
    let frames = match kind {
        ElementKind::Radiogroup | ElementKind::Checkbox => Vec::new(),
        ElementKind::Custom | ElementKind::Composite if !inner => Vec::new(),
        ElementKind::PanelDynamic
        | ElementKind::MultipleText
        | ElementKind::Custom
        | ElementKind::Composite => element.children().to_vec(),
        _ => element.visible_items(),
    };
    for (at, frame) in frames.into_iter().enumerate() {
        let prefix = match kind {
            ElementKind::MultipleText | ElementKind::Custom | ElementKind::Composite => {
                format!("{name}.")
            }
            ElementKind::MatrixDropdown => {
                format!("{name}[{}].", form.element(frame).row_value().to_text())
            }
            _ => format!("{name}[{at}]."),
        };
        name_questions(form, frame, &prefix, inner, named);
    }
}

/// The questions of a row or panel, and what is in them.
fn name_questions(
    form: &Form,
    frame: ElementId,
    prefix: &str,
    inner: bool,
    named: &mut Vec<(ElementId, String)>,
) {
    let mut waiting = form.element(frame).cells().to_vec();
    waiting.reverse();
    while let Some(id) = waiting.pop() {
        let inside = form.element(id);
        if inside.kind().is_container() {
            waiting.extend(inside.children().iter().rev());
            continue;
        }
        let name = format!("{prefix}{}", inside.name());
        named.push((id, name.clone()));
        name_inside(form, id, &name, inner, named);
    }
}

/// The question of that name in a panel and the panels in it.
fn question_in_panel(form: &Form, panel: ElementId, name: &str) -> Option<ElementId> {
    form.element(panel).children().iter().find_map(|id| {
        let inside = form.element(*id);
        if inside.kind().is_container() {
            question_in_panel(form, *id, name)
        } else {
            (inside.name() == name).then_some(*id)
        }
    })
}

/// Lies under a choice of a question: it is named behind that.
fn under_choice(form: &Form, id: ElementId) -> bool {
    let mut at = Some(id);
    while let Some(id) = at {
        let element = form.element(id);
        if element.choice_above().is_some() {
            return true;
        }
        at = element.parent();
    }
    false
}

/// `page:name`, `panel:name`, or a question's name.
fn path(element: &Element<'_>) -> String {
    match element.kind() {
        ElementKind::Page => format!("page:{}", element.name()),
        ElementKind::Panel | ElementKind::FlowPanel => format!("panel:{}", element.name()),
        _ => element.name().to_owned(),
    }
}

/// A choice as its value's text.
fn item(choice: &Choice) -> Value {
    let disabled = if choice.enabled { "" } else { " (disabled)" };
    Value::from(format!("{}{disabled}", choice.value.to_text()))
}

fn collect_errors(element: &Element<'_>, name: &str, errors: &mut Object, notices: &mut Object) {
    let (mut blocking, mut others) = (Vec::new(), Vec::new());
    for error in element.errors() {
        let mut entry = Object::new();
        entry.insert("type", Value::from(error.kind));
        entry.insert("text", Value::from(error.template.as_str()));
        if error.severity == Severity::Error {
            blocking.push(Value::from(entry));
        } else {
            others.push(Value::from(entry));
        }
    }
    add(errors, name, blocking);
    add(notices, name, others);
}

/// Elements may share a name; what concerns them stands in one list.
fn add(lists: &mut Object, name: &str, behind: Vec<Value>) {
    if behind.is_empty() {
        return;
    }
    let known = lists.get(name).and_then(Value::as_array);
    let mut all = known.map(<[Value]>::to_vec).unwrap_or_default();
    all.extend(behind);
    lists.insert(name, Value::from(all));
}

fn object(value: &Value) -> Object {
    value.as_object().cloned().unwrap_or_default()
}
