//! `choicesByUrl`: choices that a host fetches. The form says which requests it wants and takes the
//! answers; it knows no network. (SurveyJS: `choicesRestful.ts`, `onLoadChoicesFromUrl`.)

mod response;
mod xml;

use std::sync::Arc;

use crate::bounds::Bound;
use crate::choices::ItemState;
use crate::element::EVERY_TYPE;
use crate::model::{ByUrl, ChoiceItem, ChoiceList, Special};
use crate::tables::{ById, ByText};
use crate::{Change, ElementId, ElementKind, FieldError, Form, Prepared, Severity, Value};

/// The most requests that wait for their answers.
pub(crate) const MAX_WAITING: usize = 1000;

/// A request that a form wants to have made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What [`Form::answer_request`] calls it.
    pub id: RequestId,
    /// The address as the definition gives it, with `{name}` filled in and encoded; relative ones are
    /// the host's to complete.
    pub url: String,
    /// The question that waits for it, the first of several.
    pub element: ElementId,
}

/// The number of a request in one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(u32);

impl RequestId {
    /// The number itself.
    pub const fn as_u32(self) -> u32 {
        self.0
    }

    /// The request of a number.
    pub const fn of(number: u32) -> Self {
        Self(number)
    }
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetched<'a> {
    /// The text of the answer, of status 200: JSON, XML, or lines.
    Text(&'a str),
    /// Anything else. Both parts are shown: `The request returned error '{status}'. {body}`.
    Refused {
        /// The status in words (`Not Found`), or why there was no answer at all.
        status: &'a str,
        /// The text of the answer.
        body: &'a str,
    },
}

/// The form has no such request, or it has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRequest;

impl std::fmt::Display for UnknownRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("the form waits for no such request")
    }
}

impl std::error::Error for UnknownRequest {}

/// What a form knows of choices that come from outside.
#[derive(Debug, Default)]
pub(crate) struct Remotes {
    questions: ById<ElementId, Remote>,
    waiting: Vec<Waiting>,
    /// Answers by what was asked for: the same is never asked for twice.
    answers: ByText<Arc<Vec<Loaded>>>,
    last: u32,
    /// Some of the items that came have conditions of their own.
    conditional: bool,
}

/// What is known of one question's choices.
#[derive(Debug, Default)]
struct Remote {
    /// What was asked for last.
    asked: Option<String>,
    /// An answer is being waited for.
    running: bool,
    /// A part of the address has no value.
    lacks_value: bool,
    /// Choices came, or it was found that there are none.
    settled: bool,
    /// The choices that came, special ones among them.
    list: Option<Box<LoadedList>>,
    /// The last answer that was given, which comes back with its choice.
    given: Value,
    /// What went wrong with the requests since something else was asked for, an earlier one that
    /// came late included.
    error: Option<FieldError>,
}

#[derive(Debug)]
struct LoadedList {
    items: Arc<Vec<Loaded>>,
    list: ChoiceList,
    /// Conditions that came with the items: place, whether of visibility, condition.
    conditions: Vec<(usize, bool, Prepared)>,
}

/// An item that came.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Loaded {
    pub(crate) value: Value,
    pub(crate) text: Value,
    pub(crate) exclusive: bool,
    pub(crate) visible_if: Option<Arc<str>>,
    pub(crate) enable_if: Option<Arc<str>>,
}

#[derive(Debug)]
struct Waiting {
    id: RequestId,
    url: String,
    /// Everything that the answer depends on.
    asked: String,
    by_url: ByUrl,
    /// Who asked first and shows what goes wrong; no question where panels are asked for that may
    /// come.
    asker: Option<ElementId>,
    others: Vec<ElementId>,
    /// Where the request comes from, for the host to see.
    element: ElementId,
    taken: bool,
}

impl Form {
    /// The requests that are wanted since this was asked last, in order. Ask after the start and
    /// after every step; a request that isn't answered keeps its question waiting, no more.
    ///
    /// ```
    /// # use casement_form::{Fetched, Form};
    /// # fn fetch(_url: &str) -> Result<String, String> { Err(String::new()) }
    /// # fn serve(form: &mut Form) {
    /// for request in form.take_requests() {
    ///     let answer = fetch(&request.url);
    ///     let _ = form.answer_request(request.id, match &answer {
    ///         Ok(text) => Fetched::Text(text),
    ///         Err(status) => Fetched::Refused { status, body: "" },
    ///     });
    /// }
    /// # }
    /// ```
    pub fn take_requests(&mut self) -> Vec<Request> {
        let waiting = self.remotes.waiting.iter_mut();
        waiting
            .filter(|waiting| !waiting.taken)
            .map(|waiting| {
                waiting.taken = true;
                Request {
                    id: waiting.id,
                    url: waiting.url.clone(),
                    element: waiting.element,
                }
            })
            .collect()
    }

    /// Whether [`Form::take_requests`] would give any.
    pub fn wants_requests(&self) -> bool {
        EVERY_TYPE && self.remotes.waiting.iter().any(|waiting| !waiting.taken)
    }

    /// Takes what came of a request: the choices of the questions that wait for it.
    ///
    /// # Errors
    /// [`UnknownRequest`] where none of that number is waited for.
    pub fn answer_request(
        &mut self,
        id: RequestId,
        answer: Fetched<'_>,
    ) -> Result<Vec<Change>, UnknownRequest> {
        let mut waiting = self.remotes.waiting.iter();
        let at = waiting.position(|waiting| waiting.id == id);
        let waiting = match at {
            Some(at) if EVERY_TYPE => self.remotes.waiting.remove(at),
            _ => return Err(UnknownRequest),
        };
        self.take_answer(&waiting, answer);
        Ok(self.changes.take())
    }

    fn take_answer(&mut self, waiting: &Waiting, answer: Fetched<'_>) {
        let by_url = &waiting.by_url;
        for id in waiting.asker.iter().chain(&waiting.others) {
            if let Some(remote) = self.remotes.questions.get_mut(id) {
                remote.running = false;
            }
        }
        let (items, error) = match answer {
            Fetched::Text(text) => {
                let path = waiting.asked.split('\n').nth(1).unwrap_or_default();
                let (items, is_cut) = response::items(text, path, by_url);
                if is_cut {
                    self.meet(Bound::FetchedChoices, Some(waiting.element));
                }
                let items = Arc::new(items);
                let asked = Arc::from(waiting.asked.as_str());
                self.remotes.answers.set(&asked, Arc::clone(&items));
                let missing = items.is_empty() && !by_url.allow_empty;
                let error = missing.then(|| {
                    let text = self.message("urlGetChoicesError").to_owned();
                    self.field_error("webrequestempty", None, &text, Severity::Error)
                });
                (items, error)
            }
            Fetched::Refused { status, body } => {
                let text = self.message("urlRequestError");
                let text = crate::catalogue::format(text, &[status, body]);
                let error = FieldError {
                    kind: "webrequest",
                    text: text.clone(),
                    template: text,
                    severity: Severity::Error,
                };
                (Arc::default(), Some(error))
            }
        };
        // An answer that comes when something else is asked for is kept for later only.
        // A refusal counts whatever is asked for by then, as in survey-core.
        let refused = matches!(answer, Fetched::Refused { .. });
        if let Some(asker) = waiting.asker
            && let Some(remote) = self.remotes.questions.get_mut(&asker)
        {
            let current = remote.asked.as_deref() == Some(&waiting.asked);
            remote.error = error.or(remote.error.take());
            if current || refused {
                self.choices_came(asker, &items);
            }
        }
        for id in &waiting.others {
            self.choices_came(*id, &items);
        }
    }

    // ---- which requests there are ----

    /// Where the choices of a question come from, if from outside.
    fn by_url(&self, id: ElementId) -> Option<&ByUrl> {
        if !EVERY_TYPE {
            return None;
        }
        self.def(id).choice_list()?.by_url.as_deref()
    }

    /// An element goes with its row or panel.
    pub(crate) fn drop_remote(&mut self, id: ElementId) {
        if EVERY_TYPE && self.remotes.questions.remove(&id).is_some() {
            for waiting in &mut self.remotes.waiting {
                waiting.asker = waiting.asker.filter(|asker| *asker != id);
                waiting.others.retain(|other| *other != id);
            }
        }
    }

    /// An element is new: its choices are asked for.
    pub(crate) fn begin_remote(&mut self, id: ElementId) {
        if self.by_url(id).is_some() && !self.loads_choices_lazily(id) {
            self.remotes.questions.insert(id, Remote::default());
            self.ask_for_choices(id);
        }
    }

    /// Something changed: addresses may be others. `except` has changed itself.
    pub(crate) fn ask_again(&mut self, except: &[ElementId]) {
        if !EVERY_TYPE || self.stage.loading || self.remotes.questions.is_empty() {
            return;
        }
        // Rows that are just being made have asked.
        let made = |id: &ElementId| {
            self.items.item_of(*id).is_some_and(|item| {
                let owner = self.items.get(item).owner;
                Some(owner) == self.items.beginning && self.item_template(item).kind.is_row()
            })
        };
        let questions = self.remotes.questions.keys();
        let questions: Vec<ElementId> = questions.filter(|id| !made(id)).collect();
        for id in questions {
            if !except.contains(&id) {
                self.ask_for_choices(id);
            }
        }
    }

    /// What the panels of a question will be made with asks for its choices, once.
    pub(crate) fn begin_template_remotes(&mut self, owner: ElementId) {
        if !EVERY_TYPE || self.def(owner).kind != ElementKind::PanelDynamic {
            return;
        }
        let model = self.shared_model();
        let template = self.def(owner).template.map(|id| model.template(id));
        for element in template.iter().flat_map(|template| &template.elements) {
            let list = element.choices.as_ref();
            let by_url = list.and_then(|list| list.by_url.as_deref());
            if let Some(by_url) = by_url
                && let Some((url, asked)) = self.asked(by_url, owner)
                && self.remotes.answers.get(&asked).is_none()
                && self.remotes.waiting.iter().all(|it| it.asked != asked)
            {
                self.ask(url, asked, by_url.clone(), None, owner);
            }
        }
    }

    /// The address and everything else that the answer depends on; `None` where a value is missing.
    fn asked(&self, by_url: &ByUrl, owner: ElementId) -> Option<(String, String)> {
        let url = by_url.url.replacen("{CACHE}", "", 1);
        let url = url.replacen("{NOCACHE}", "", 1);
        let url = self.complete_text(&url, owner)?;
        let path = self.complete_text(&by_url.path, owner)?;
        let names = [&by_url.value_name, &by_url.title_name, &by_url.image_name];
        let asked = [&url, &path, names[0], names[1], names[2]].map(String::as_str);
        let asked = asked.join("\n");
        (!url.is_empty()).then_some((url, asked))
    }

    fn ask(
        &mut self,
        url: String,
        asked: String,
        by_url: ByUrl,
        asker: Option<ElementId>,
        element: ElementId,
    ) {
        if self.remotes.waiting.len() >= MAX_WAITING {
            self.meet(Bound::Requests, Some(element));
            return;
        }
        self.remotes.last += 1;
        self.remotes.waiting.push(Waiting {
            id: RequestId(self.remotes.last),
            url,
            asked,
            by_url,
            asker,
            others: Vec::new(),
            element,
            taken: false,
        });
    }

    fn ask_for_choices(&mut self, id: ElementId) {
        let Some(by_url) = self.by_url(id).cloned() else {
            return;
        };
        let asked = self.asked(&by_url, id);
        let Some(remote) = self.remotes.questions.get_mut(&id) else {
            return;
        };
        remote.lacks_value = asked.is_none();
        let Some((url, asked)) = asked else {
            remote.asked = None;
            let outer = std::mem::replace(&mut remote.running, true);
            self.choices_came(id, &Arc::default());
            if let Some(remote) = self.remotes.questions.get_mut(&id) {
                remote.running = outer;
            }
            return;
        };
        if remote.asked.as_ref() == Some(&asked) {
            return;
        }
        remote.asked = Some(asked.clone());
        remote.error = None;
        if let Some(items) = self.remotes.answers.get(&asked) {
            let items = Arc::clone(items);
            self.choices_came(id, &items);
            return;
        }
        remote.running = true;
        let mut waiting = self.remotes.waiting.iter_mut();
        match waiting.find(|waiting| waiting.asked == asked) {
            Some(waiting) if waiting.asker == Some(id) || waiting.others.contains(&id) => {}
            Some(waiting) => waiting.others.push(id),
            None => self.ask(url, asked, by_url, Some(id), id),
        }
    }

    // ---- choices that came ----

    /// The choices of a question: those that came, else those of the definition.
    pub(crate) fn choice_list(&self, id: ElementId) -> Option<&ChoiceList> {
        if EVERY_TYPE
            && let Some(remote) = self.remotes.questions.get(&id)
            && let Some(loaded) = &remote.list
        {
            return Some(&loaded.list);
        }
        self.def(id).choice_list()
    }

    /// Choices came, if only none at all.
    pub(crate) fn has_loaded(&self, id: ElementId) -> bool {
        EVERY_TYPE && self.loaded(id).is_some()
    }

    fn loaded(&self, id: ElementId) -> Option<&LoadedList> {
        self.remotes.questions.get(&id)?.list.as_deref()
    }

    /// The choices of a question come from outside, and those that are known can't be relied on:
    /// others are asked for, or there was an error.
    pub(crate) fn awaits_choices(&self, id: ElementId) -> bool {
        if self.by_url(id).is_none() {
            return false;
        }
        let remote = self.remotes.questions.get(&id);
        remote.is_none_or(|remote| {
            remote.list.is_none() || remote.running || remote.lacks_value || remote.error.is_some()
        })
    }

    /// The choices of a question come from outside, and nothing has come yet.
    pub(crate) fn lacks_choices(&self, id: ElementId) -> bool {
        self.by_url(id).is_some() && self.loaded(id).is_none()
    }

    /// The choices of a question come from outside, and it isn't known yet whether there are any.
    pub(crate) fn knows_no_choices(&self, id: ElementId) -> bool {
        let remote = self.remotes.questions.get(&id);
        self.by_url(id).is_some() && remote.is_none_or(|remote| !remote.settled)
    }

    /// An answer of the question's choices is being waited for.
    pub(crate) fn is_loading_choices(&self, id: ElementId) -> bool {
        EVERY_TYPE && self.remotes.questions.get(&id).is_some_and(|it| it.running)
    }

    /// The question was given a value, which comes back with its choice.
    pub(crate) fn note_given(&mut self, id: ElementId, value: &Value) {
        if !EVERY_TYPE {
            return;
        }
        if let Some(remote) = self.remotes.questions.get_mut(&id)
            && (!value.is_empty() || !(remote.running || remote.lacks_value))
        {
            remote.given = value.clone();
        }
    }

    fn choices_came(&mut self, id: ElementId, items: &Arc<Vec<Loaded>>) {
        let allow_empty = self.by_url(id).is_some_and(|by_url| by_url.allow_empty);
        let read_only = self.is_read_only(id);
        let plain = self.def(id).properties.get("defaultValue").cloned();
        let value = self.cell(id).value.clone();
        let empty = self.is_question_empty(id);
        let Some(remote) = self.remotes.questions.get_mut(&id) else {
            return;
        };
        let default = plain.filter(|default| default.is_truthy());
        let first = !remote.settled && !remote.given.is_truthy();
        let by_default = default.filter(|_| first);
        let is_default = by_default.is_some();
        if let Some(default) = by_default {
            remote.given = default;
        }
        if remote.given.is_empty() {
            remote.given = value;
        }
        let list = (!items.is_empty() || allow_empty).then(|| Arc::clone(items));
        let before = remote.list.as_ref().map(|list| &list.items);
        let nothing = list.as_ref().is_none_or(|items| items.is_empty());
        if remote.settled && (empty || !nothing) && before == list.as_ref() {
            return;
        }
        let given = remote.given.clone();
        let error = remote.error.clone();
        let known = self.known_before(id, &given, !is_default);
        self.take_list(id, list.as_ref());
        if list.is_some() {
            if !read_only && let Some(value) = self.value_after(id, &given, &known) {
                self.set_question_value(id, value);
            }
        } else if !read_only {
            self.set_question_value(id, Value::Null);
        }
        let errors = error.filter(|_| !read_only).into_iter().collect();
        self.show_errors(id, errors);
        self.changed(Change::Text(id));
    }

    fn take_list(&mut self, id: ElementId, items: Option<&Arc<Vec<Loaded>>>) {
        let list = items.map(|items| {
            let own = self.def(id).choices.as_deref();
            let specials = own.map_or(&[][..], |own| &own.items);
            let heads = specials
                .iter()
                .filter(|item| item.special == Some(Special::SelectAll));
            let tails = specials
                .iter()
                .filter(|item| !matches!(item.special, None | Some(Special::SelectAll)));
            let came = items.iter().map(|item| ChoiceItem {
                value: item.value.clone(),
                text: item.text.clone(),
                exclusive: item.exclusive,
                ..ChoiceItem::default()
            });
            let heads: Vec<ChoiceItem> = heads.cloned().collect();
            let first = heads.len();
            let all = heads.into_iter().chain(came).chain(tails.cloned());
            let list = ChoiceList {
                items: all.collect(),
                common: own.map(|own| own.common).unwrap_or_default(),
                by_url: None,
                random_seed: own.and_then(|own| own.random_seed),
            };
            (Arc::clone(items), first, list)
        });
        let list = list.map(|(items, first, list)| {
            let mut conditions = Vec::new();
            for (at, item) in items.iter().enumerate() {
                for (text, visible) in [(&item.visible_if, true), (&item.enable_if, false)] {
                    if let Some(text) = text {
                        conditions.push((first + at, visible, self.prepare_for_choice(text)));
                    }
                }
            }
            self.remotes.conditional |= !conditions.is_empty();
            Box::new(LoadedList {
                items,
                list,
                conditions,
            })
        });
        if let Some(remote) = self.remotes.questions.get_mut(&id) {
            remote.settled = true;
            remote.list = list;
        }
        self.remembered.remove(&id);
        let decided = self.decided(id);
        self.choice_states.insert(id, decided);
        self.changed(Change::Choices(id));
        self.choices_changed(id);
    }

    /// Whether each of the values given was one of the choices.
    fn known_before(&self, id: ElementId, given: &Value, checks: bool) -> Vec<bool> {
        let known = |value: &Value, checks: bool| !checks || !self.is_unknown(id, value, true);
        match given.as_array() {
            Some(values) => values.iter().map(|value| known(value, true)).collect(),
            None => vec![known(given, checks)],
        }
    }

    /// The answer when other choices came: what was one of them and no longer is goes.
    fn value_after(&self, id: ElementId, given: &Value, known: &[bool]) -> Option<Value> {
        if given.is_empty() {
            return None;
        }
        let kept = |value: &Value, known: bool| {
            let gone = known && self.is_unknown(id, value, true);
            (!gone && !value.is_empty()).then(|| self.value_of_item(id, value))
        };
        Some(match given.as_array() {
            Some(values) => {
                let values = values.iter().zip(known);
                let values = values.filter_map(|(value, known)| kept(value, *known));
                values.collect::<Vec<_>>().into()
            }
            None => kept(given, known.first() == Some(&true)).unwrap_or(Value::Null),
        })
    }

    /// The item's own value where there is one that is like it.
    fn value_of_item(&self, id: ElementId, value: &Value) -> Value {
        let loaded = self.loaded(id).map(|loaded| &loaded.list.items);
        let mut items = loaded.into_iter().flatten();
        let item = items
            .find(|item| item.special.is_none() && crate::choices::matches(value, &item.value));
        item.map_or_else(|| value.clone(), |item| item.value.clone())
    }

    // ---- conditions of items that came ----

    /// Evaluates the conditions of the items that came.
    pub(crate) fn decide_loaded(&mut self, id: ElementId) {
        if !EVERY_TYPE {
            return;
        }
        for (at, decided) in self.decided(id).into_iter().enumerate() {
            self.set_item_state(id, at, |state| *state = decided);
        }
    }

    /// What conditions decide of the items that came: their own, else those of the question.
    fn decided(&self, id: ElementId) -> Vec<ItemState> {
        let Some(loaded) = self.loaded(id) else {
            return Vec::new();
        };
        let own = |at: usize, visible: bool| {
            let mut conditions = loaded.conditions.iter();
            conditions.find(|(place, kind, _)| *place == at && *kind == visible)
        };
        let mut decided = Vec::new();
        for (at, item) in loaded.list.items.iter().enumerate() {
            let mut state = [true, true];
            for (holds, visible) in state.iter_mut().zip([true, false]) {
                *holds = match (own(at, visible), loaded.list.common[usize::from(!visible)]) {
                    (Some((_, _, condition)), _) => {
                        self.holds_for_choice(condition, id, &item.value)
                    }
                    (None, Some(common)) if item.special.is_none() => {
                        self.item_condition(common, id, &item.value).unwrap_or(true)
                    }
                    _ => true,
                };
            }
            let [shown, enabled] = state;
            decided.push(ItemState {
                hidden: !shown,
                disabled: !enabled,
            });
        }
        decided
    }

    /// Items that came have conditions of their own, which may read anything.
    pub(crate) fn decide_all_loaded(&mut self) {
        if !EVERY_TYPE || !self.remotes.conditional {
            return;
        }
        let questions: Vec<ElementId> = self.remotes.questions.keys().collect();
        for id in questions {
            if self.loaded(id).is_some_and(|it| !it.conditions.is_empty()) {
                self.decide_loaded(id);
                self.settle_choices(id);
            }
        }
    }

    /// `fill` for addresses: `None` where a name in it has no value.
    fn complete_text(&self, text: &str, owner: ElementId) -> Option<String> {
        let encodes = self.is_at_top(owner);
        self.fill_completely(text, owner, |value, into| {
            if encodes {
                encode(value, into);
            } else {
                into.push_str(value);
            }
        })
    }
}

/// JavaScript's `encodeURIComponent`.
fn encode(text: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(HEX[usize::from(byte >> 4)]));
            into.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}
