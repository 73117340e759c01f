//! What a person could enter: where a question can be reached, and which values its input takes.

use casement_expression::{Equality, parse_date_utc};

use super::fill;
use super::nearest::nearest;
use super::report::Issue;
use super::test::{Test, place_of};
use crate::state::Flag;
use crate::{ElementId, ElementKind, Form, State, Value};

/// The question is on the page that is shown.
pub(super) fn on_current_page(test: &Test, id: ElementId, name: &str) -> Result<(), Box<Issue>> {
    let form = &test.form;
    let page = form.element(id).page();
    let together = form.is_one_page() && form.state() != State::Starting;
    if together && Some(page) != form.start_page() {
        return Ok(());
    }
    match form.active_page() {
        Some(active) if active != page => {
            let (there, here) = (form.element(page).name(), form.element(active).name());
            let message = format!("`{name}` is on the page `{there}`, and `{here}` is shown");
            Err(Issue::error("elementNotOnCurrentPage", message).about(name))
        }
        _ => Ok(()),
    }
}

/// The question is on the page that is shown, visible, and not read-only.
pub(super) fn reachable(test: &Test, id: ElementId, name: &str) -> Result<(), Box<Issue>> {
    on_current_page(test, id, name)?;
    visible(&test.form, id, name)?;
    editable(&test.form, id, name)
}

fn condition(form: &Form, id: ElementId, property: &str) -> Option<String> {
    let text = form.element(id).property(property);
    let text = text.as_str().filter(|text| !text.is_empty());
    text.map(str::to_owned)
}

fn visible(form: &Form, id: ElementId, name: &str) -> Result<(), Box<Issue>> {
    if form.is_shown(id) {
        return Ok(());
    }
    let mut decides = id;
    while form.is_visible(decides)
        && let Some(parent) = form.element(decides).parent()
    {
        decides = parent;
    }
    let who = if decides == id {
        "it".to_owned()
    } else {
        format!("`{}` around it", form.element(decides).name())
    };
    let (why, property) = match condition(form, decides, "visibleIf") {
        Some(text) => (format!("{who} is hidden by `{text}`"), Some("visibleIf")),
        None => (format!("{who} is hidden"), None),
    };
    let message = format!("nobody can answer `{name}`: {why}; `setDirectly` can");
    let mut issue = Issue::error("elementNotVisible", message).about(name);
    issue.json_path = place_of(form, id, property.filter(|_| decides == id));
    Err(issue)
}

fn editable(form: &Form, id: ElementId, name: &str) -> Result<(), Box<Issue>> {
    if !form.is_read_only(id) {
        return Ok(());
    }
    let own = !form.is_display() && form.cell(id).is(Flag::ReadOnly);
    let by_condition = condition(form, id, "enableIf").filter(|_| own);
    let why = match &by_condition {
        Some(text) => format!("`{text}` makes it read-only"),
        None if own => "it is read-only".to_owned(),
        None => "the survey, or what it lies in, is read-only".to_owned(),
    };
    let property = by_condition.map(|_| "enableIf");
    let message = format!("nobody can change `{name}`: {why}; `setDirectly` can");
    let mut issue = Issue::error("elementNotEditable", message).about(name);
    issue.json_path = place_of(form, id, property);
    Err(issue)
}

/// The question has a comment that a person could write now.
pub(super) fn has_comment(test: &mut Test, id: ElementId, name: &str) -> Result<(), Box<Issue>> {
    let form = &test.form;
    let element = form.element(id);
    if element.property("showCommentArea").is_true() && offers_comment(element.kind()) {
        return Ok(());
    }
    let none = |why: &str| {
        let message = format!("`{name}` has no comment to write: {why}");
        Err(Issue::error("commentNotAvailable", message).about(name))
    };
    if !element.property("showOtherItem").is_true() {
        return none("`showCommentArea` is off");
    }
    let stored = match element.property("storeOthersAsComment") {
        Value::Bool(stored) => stored,
        _ => form.property("storeOthersAsComment") != Value::Bool(false),
    };
    if !stored {
        return none("the text of \"other\" is its value");
    }
    if !form.is_other_chosen(id) {
        return none("\"other\" is not chosen");
    }
    let message = format!("`{name}` has no comment area: this is the text of \"other\"");
    test.warn("commentIsOtherText", message);
    Ok(())
}

/// Can a question of this type have a comment area?
const fn offers_comment(kind: ElementKind) -> bool {
    kind.has_choices()
        || matches!(
            kind,
            ElementKind::Boolean
                | ElementKind::File
                | ElementKind::Matrix
                | ElementKind::MatrixDropdown
                | ElementKind::MatrixDynamic
                | ElementKind::PanelDynamic
        )
}

/// Enters a value as a person would.
pub(super) fn set(
    test: &mut Test,
    id: ElementId,
    value: &Value,
    name: &str,
) -> Result<(), Box<Issue>> {
    visible(&test.form, id, name)?;
    editable(&test.form, id, name)?;
    if !value.is_empty() {
        if fill::fill(test, id, value, name)? {
            return Ok(());
        }
        length(&test.form, id, value, name)?;
        choices(test, id, value, name)?;
        boolean(&test.form, id, value, name)?;
        date(&test.form, id, value, name)?;
    }
    let changes = test.form.answer(id, value.clone());
    test.note(&changes);
    Ok(())
}

fn refused(form: &Form, id: ElementId, name: &str, why: &str) -> Box<Issue> {
    let message = format!("`{name}` doesn't take this value: {why}");
    let mut issue = Issue::error("valueNotEnterable", message).about(name);
    issue.json_path = place_of(form, id, None);
    issue
}

fn length(form: &Form, id: ElementId, value: &Value, name: &str) -> Result<(), Box<Issue>> {
    let Some(text) = value.as_str() else {
        return Ok(());
    };
    let element = form.element(id);
    let limited = match element.kind() {
        ElementKind::Comment => true,
        ElementKind::Text => matches!(
            element.property("inputType").as_str(),
            None | Some("text" | "email" | "url" | "tel" | "password" | "search")
        ),
        _ => false,
    };
    if !limited {
        return Ok(());
    }
    let own = element.property("maxLength").as_number();
    let most = own
        .filter(|most| *most >= 0.0)
        .or_else(|| form.property("maxTextLength").as_number())
        .unwrap_or(0.0);
    let length = text.encode_utf16().count() as f64;
    if most > 0.0 && length > most {
        let why = format!("it has {length} letters, and {most} are the most");
        return Err(refused(form, id, name, &why));
    }
    Ok(())
}

fn choices(test: &mut Test, id: ElementId, value: &Value, name: &str) -> Result<(), Box<Issue>> {
    let form = &test.form;
    let element = form.element(id);
    let kind = element.kind();
    if !kind.has_choices() {
        return Ok(());
    }
    let is_rating = kind == ElementKind::Rating;
    let by_url = element.property("choicesByUrl");
    let elsewhere = element.property("choicesLazyLoadEnabled").is_true() || !by_url.is_empty();
    if !is_rating && elsewhere {
        let message = format!("the choices of `{name}` come from elsewhere and were not looked at");
        test.warn("choicesNotVerifiable", message);
        return Ok(());
    }
    let is_list = form.def(id).is_multiple_choice();
    let values = match (is_list, value.as_array()) {
        (true, Some(values)) => values.to_vec(),
        (false, None) => vec![value.clone()],
        (true, None) => return Err(refused(form, id, name, "it takes a list of values")),
        (false, Some(_)) => return Err(refused(form, id, name, "it takes a single value")),
    };
    let offered: Vec<Value> = element.choices().into_iter().map(|it| it.value).collect();
    for value in values.iter().map(chosen_value) {
        if offered
            .iter()
            .any(|known| known.equals(value, Equality::DEFAULT))
        {
            continue;
        }
        let list: Vec<String> = offered.iter().map(Value::to_json).collect();
        let why = format!("{} is none of {}", value.to_json(), list.join(", "));
        let mut issue = refused(form, id, name, &why);
        if !is_rating {
            issue.code = "invalidChoiceValue";
            let near = value
                .as_str()
                .and_then(|text| nearest(text, offered.iter().filter_map(Value::as_str)));
            issue = issue.meant(near);
        }
        return Err(issue);
    }
    let most = element.property("maxSelectedChoices").as_number();
    if let Some(most) = most.filter(|most| is_list && *most > 0.0 && values.len() as f64 > *most) {
        return Err(refused(
            form,
            id,
            name,
            &format!("{most} choices are the most"),
        ));
    }
    Ok(())
}

/// A choice may be given as an object with its value.
fn chosen_value(value: &Value) -> &Value {
    let inner = value.as_object().and_then(|object| object.get("value"));
    inner.filter(|inner| !inner.is_empty()).unwrap_or(value)
}

fn boolean(form: &Form, id: ElementId, value: &Value, name: &str) -> Result<(), Box<Issue>> {
    let element = form.element(id);
    if element.kind() != ElementKind::Boolean {
        return Ok(());
    }
    let one = |property: &str, default: bool| match element.property(property) {
        Value::Undefined => Value::Bool(default),
        given => given,
    };
    let (on, off) = (one("valueTrue", true), one("valueFalse", false));
    if [&on, &off]
        .iter()
        .any(|known| value.equals(known, Equality::DEFAULT))
    {
        return Ok(());
    }
    let why = format!("it takes {} or {}", on.to_json(), off.to_json());
    Err(refused(form, id, name, &why))
}

/// The text that the browser's input for dates and times gives.
fn date(form: &Form, id: ElementId, value: &Value, name: &str) -> Result<(), Box<Issue>> {
    let kind = form.element(id).property("inputType");
    let shapes: &[&str] = match kind.as_str() {
        Some("date") => &["0000-00-00"],
        Some("datetime-local") => &["0000-00-00T00:00", "0000-00-00T00:00:00"],
        Some("time") => &["00:00", "00:00:00"],
        _ => return Ok(()),
    };
    let valid = value.as_str().is_some_and(|text| {
        shapes.iter().any(|shape| has_shape(text, shape))
            && if kind.as_str() == Some("time") {
                is_time(text)
            } else {
                !parse_date_utc(text).is_nan()
            }
    });
    if valid {
        return Ok(());
    }
    let shape = shapes.first().copied().unwrap_or_default();
    Err(refused(
        form,
        id,
        name,
        &format!("it takes a text such as {shape}"),
    ))
}

fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(given, wanted): (u8, u8)| match wanted {
        b'0' => given.is_ascii_digit(),
        other => given == other,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

fn is_time(text: &str) -> bool {
    let mut parts = text
        .split(':')
        .map(|part| part.parse::<u32>().unwrap_or(u32::MAX));
    parts.next().is_some_and(|hours| hours < 24) && parts.all(|part| part < 60)
}
