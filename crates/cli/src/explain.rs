//! `casement explain`: why elements of a form are shown or hidden, read-only or required.
//!
//! For people a few lines per element; for programs, with `--json`, a JSON line each:
//! `{"name","type","shown","visible","readOnly","required", ...}`. Without names, all elements.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use casement_expression::{Span, json};
use casement_form::{
    ConditionReport, Definition, Element, ElementId, Explanation, Form, Mode, Object, Options,
    ReadOnlyBy, Value,
};
use clap::Args;

use crate::components::Registered;
use crate::host::Moment;
use crate::lines::{Failure, Outcome};

/// What `casement explain` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    moment: Moment,
    /// Write a JSON line per element.
    #[arg(long)]
    json: bool,
    /// The answers: a JSON object.
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// A variable of the page, `NAME=JSON`.
    #[arg(long, value_name = "NAME=JSON")]
    variable: Vec<String>,
    /// The form's locale.
    #[arg(long, value_name = "LOCALE", default_value = "")]
    locale: String,
    #[command(flatten)]
    components: Registered,
    /// The form definition.
    form: PathBuf,
    /// Names of questions, panels or pages; all of them where none is given.
    elements: Vec<String>,
}

/// Explains the elements.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let form = start(&arguments)?;
    let mut outcome = Outcome::Complete;
    let mut wanted: Vec<ElementId> = Vec::new();
    if arguments.elements.is_empty() {
        wanted.extend(form.elements());
    }
    for name in &arguments.elements {
        match form.question(name).or_else(|| form.container(name)) {
            Some(id) => wanted.push(id),
            None => {
                eprintln!("casement: the form has no element {name}");
                outcome = Outcome::SomeRefused;
            }
        }
    }
    let mut output = BufWriter::new(io::stdout().lock());
    for id in wanted {
        let text = if arguments.json {
            format!("{}\n", element_value(&form, id).to_json())
        } else {
            element_text(&form, id)
        };
        output.write_all(text.as_bytes()).map_err(Failure::Write)?;
    }
    output.flush().map_err(Failure::Write)?;
    Ok(outcome)
}

fn start(arguments: &Arguments) -> Result<Form, Failure> {
    let components = arguments.components.load()?;
    let loaded = Definition::load_with(&read(&arguments.form)?, &components);
    let options = Options {
        host: Rc::new(arguments.moment.host()?),
        locale: arguments.locale.clone(),
        mode: Mode::Edit,
    };
    let mut form = Form::start(&loaded.definition, options);
    for given in &arguments.variable {
        let wrong = || Failure::Argument(format!("`--variable {given}`: expected NAME=JSON"));
        let (name, value) = given.split_once('=').ok_or_else(wrong)?;
        let value = json::parse_value(value).map_err(|_| wrong())?;
        form.set_variable(name, value);
    }
    if let Some(path) = &arguments.data {
        let data = json::parse_value(&read(path)?);
        let data = data.ok().and_then(|data| data.as_object().cloned());
        let data =
            data.ok_or_else(|| Failure::Argument(format!("{}: no JSON object", path.display())))?;
        form.set_data(data);
    }
    Ok(form)
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::Read(path.to_owned(), error))
}

fn kind(element: &Element<'_>) -> String {
    let mut name = format!("{:?}", element.kind());
    name.make_ascii_lowercase();
    name
}

// ---- for people ----

fn element_text(form: &Form, id: ElementId) -> String {
    let element = form.element(id);
    let why = form.explain(id);
    let mut text = format!("{} ({}): ", element.name(), kind(&element));
    text.push_str(if why.shown { "shown" } else { "hidden" });
    for (holds, word) in [(why.read_only, ", read-only"), (why.required, ", required")] {
        if holds {
            text.push_str(word);
        }
    }
    text.push('\n');
    if !why.shown {
        for reason in hidden_reasons(form, &why) {
            text.push_str(&format!("  {reason}\n"));
        }
    } else if let Some(condition) = &why.condition {
        condition_text("shown by visibleIf", condition, &mut text);
    }
    if !why.shown
        && let Some(condition) = why.condition.as_ref().filter(|_| !why.visible)
    {
        condition_text("hidden by visibleIf", condition, &mut text);
    }
    if let Some(by) = why.read_only_by {
        let by = match by {
            ReadOnlyBy::Survey => "read-only, as the whole survey is",
            ReadOnlyBy::Itself if why.enable_if.is_some() => "read-only by enableIf",
            ReadOnlyBy::Itself => "read-only by readOnly",
            ReadOnlyBy::Container(parent) => {
                let name = form.element(parent).name();
                text.push_str(&format!("  read-only, as `{name}` around it is\n"));
                ""
            }
        };
        match &why.enable_if {
            Some(condition) if by.ends_with("enableIf") => condition_text(by, condition, &mut text),
            _ if by.is_empty() => {}
            _ => text.push_str(&format!("  {by}\n")),
        }
    }
    if let Some(condition) = &why.required_if {
        let by = if why.required {
            "required by requiredIf"
        } else {
            "not required, by requiredIf"
        };
        condition_text(by, condition, &mut text);
    }
    text
}

/// Why it is hidden, but for its own condition: what is hidden around it, and why that is.
fn hidden_reasons(form: &Form, why: &Explanation) -> Vec<String> {
    let mut reasons = Vec::new();
    if !why.visible && why.condition.is_none() {
        reasons.push("its own `visible` is false".to_owned());
    }
    if why.empty {
        reasons.push("nothing in it is visible".to_owned());
    }
    if let Some(parent) = why.hidden_by {
        let name = form.element(parent).name();
        let above = form.explain(parent);
        let because = match &above.condition {
            Some(condition) if !above.visible => {
                format!("its visibleIf `{}` is false", condition.text)
            }
            _ if above.empty => "nothing in it is visible".to_owned(),
            _ => "its `visible` is false".to_owned(),
        };
        reasons.push(format!("`{name}` around it is hidden: {because}"));
    }
    reasons
}

fn condition_text(by: &str, condition: &ConditionReport, text: &mut String) {
    let result = condition.result.to_json();
    text.push_str(&format!("  {by}: {} = {result}\n", condition.text));
    if condition.broken {
        text.push_str("    the text is no expression\n");
    }
    if let Some(part) = &condition.decided_by {
        let (line, value) = (&part.text, part.result.to_json());
        text.push_str(&format!("    decided by: {line} = {value}\n"));
    }
    for (name, value) in &condition.names {
        let value = match value {
            None => "nothing has this name".to_owned(),
            Some(Value::Undefined) => "no value".to_owned(),
            Some(value) => value.to_json(),
        };
        text.push_str(&format!("    {{{name}}}: {value}\n"));
    }
}

// ---- for programs ----

fn element_value(form: &Form, id: ElementId) -> Value {
    let element = form.element(id);
    let why = form.explain(id);
    let named = |id: ElementId| Value::from(form.element(id).name());
    let mut object = Object::new();
    object.insert("name", Value::from(element.name()));
    object.insert("type", Value::from(kind(&element)));
    object.insert("shown", why.shown.into());
    object.insert("visible", why.visible.into());
    if why.empty {
        object.insert("empty", true.into());
    }
    if let Some(parent) = why.hidden_by {
        object.insert("hiddenBy", named(parent));
    }
    object.insert("readOnly", why.read_only.into());
    match why.read_only_by {
        Some(ReadOnlyBy::Survey) => object.insert("readOnlyBy", "survey".into()),
        Some(ReadOnlyBy::Itself) => object.insert("readOnlyBy", named(id)),
        Some(ReadOnlyBy::Container(parent)) => object.insert("readOnlyBy", named(parent)),
        None => {}
    }
    object.insert("required", why.required.into());
    for (key, condition) in [
        ("visibleIf", &why.condition),
        ("enableIf", &why.enable_if),
        ("requiredIf", &why.required_if),
    ] {
        if let Some(condition) = condition {
            object.insert(key, condition_value(condition));
        }
    }
    object.into()
}

fn condition_value(condition: &ConditionReport) -> Value {
    let mut object = Object::new();
    object.insert("expression", Value::from(condition.text.as_str()));
    if condition.broken {
        object.insert("broken", true.into());
    }
    object.insert("result", condition.result.clone());
    object.insert("reads", names_value(&condition.names));
    if let Some(part) = &condition.decided_by {
        let Span { start, end } = part.span;
        let mut decided = Object::new();
        decided.insert("text", Value::from(part.text.as_str()));
        decided.insert("start", Value::from(f64::from(start)));
        decided.insert("end", Value::from(f64::from(end)));
        decided.insert("result", part.result.clone());
        decided.insert("reads", names_value(&part.names));
        object.insert("decidedBy", decided.into());
    }
    object.into()
}

fn names_value(names: &[(String, Option<Value>)]) -> Value {
    let names = names.iter().map(|(name, value)| {
        let mut object = Object::new();
        object.insert("name", Value::from(name.as_str()));
        match value {
            None => object.insert("unknown", true.into()),
            Some(Value::Undefined) => object.insert("empty", true.into()),
            Some(value) => object.insert("value", value.clone()),
        }
        Value::from(object)
    });
    names.collect::<Vec<_>>().into()
}
