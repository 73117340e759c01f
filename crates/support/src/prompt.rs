//! The section for an agent's system prompt (R36), made from the tables of forms and tools.
//!
//! Every sentence stands once, in [`instructions`], with the rules that it carries; the forms' and
//! the tools' own facts are filled in from their tables, so a prompt can't name what isn't there.

mod differences;
mod instructions;

use crate::forms::{CASE_STATUS, CREATE_CASE, FormCatalog, LIVE_AGENT};
use crate::tools::{Argument, Shape, Tool, ToolKey, is_api_name};
use crate::{Directive, FormProblem};

pub use differences::{Difference, differences};
pub use instructions::{Instruction, Part};

/// What a site has configured beyond the three workflows.
#[derive(Clone, Debug, Default)]
pub struct PromptOptions {
    /// Creation through a Salesforce Flow (R8).
    pub flow: Option<Flow>,
    /// Changing cases (R9).
    pub update: Option<Update>,
}

/// A Flow and what it takes.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its API name.
    pub name: String,
    /// Its inputs, all that are configured.
    pub inputs: Vec<String>,
}

/// A site's form for changing cases.
#[derive(Clone, Debug)]
pub struct Update {
    /// Its key name.
    pub form: String,
    /// The fields that may be changed, by API name.
    pub fields: Vec<String>,
}

/// The section, in Markdown.
///
/// # Errors
/// `prompt/form` where the update form isn't in the catalogue, `prompt/name` for a name that can't be
/// an API name, `prompt/empty` for a Flow without inputs or an update without fields.
///
/// ```
/// use casement_support::{FormCatalog, PromptOptions, prompt_section};
/// let prompt = prompt_section(&FormCatalog::standard(), &PromptOptions::default()).unwrap();
/// assert!(prompt.contains("`Fetch_status_of_a_case`"));
/// ```
pub fn prompt_section(
    forms: &FormCatalog,
    options: &PromptOptions,
) -> Result<String, Vec<FormProblem>> {
    let problems = problems(forms, options);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut out = String::from("# Support cases\n");
    for part in Part::ALL {
        let sentences: Vec<String> = Instruction::ALL
            .iter()
            .filter(|row| row.part == *part && row.applies(options))
            .map(|row| format!("- {}\n", filled(row.text, options)))
            .collect();
        if sentences.is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {}\n\n", part.heading()));
        match part {
            Part::Forms => out.push_str(&form_table(forms)),
            Part::Tools => out.push_str(&tool_table(options)),
            _ => {}
        }
        out.push_str(&sentences.concat());
    }
    Ok(out)
}

fn problems(forms: &FormCatalog, options: &PromptOptions) -> Vec<FormProblem> {
    let mut problems = Vec::new();
    let mut add = |code, name: &str, message: String| {
        problems.push(FormProblem {
            code,
            question: Some(name.to_owned()),
            message,
        });
    };
    let mut names: Vec<&str> = Vec::new();
    if let Some(flow) = &options.flow {
        names.push(&flow.name);
        names.extend(flow.inputs.iter().map(String::as_str));
        if flow.inputs.is_empty() {
            add(
                "prompt/empty",
                &flow.name,
                format!("the Flow {} takes no input", flow.name),
            );
        }
    }
    if let Some(update) = &options.update {
        names.extend(update.fields.iter().map(String::as_str));
        if forms.get(&update.form).is_none() {
            add(
                "prompt/form",
                &update.form,
                format!("there is no form {}", update.form),
            );
        }
        if update.fields.is_empty() {
            add(
                "prompt/empty",
                &update.form,
                "no field may be changed".to_owned(),
            );
        }
    }
    for name in names.into_iter().filter(|name| !is_api_name(name)) {
        add(
            "prompt/name",
            name,
            format!("{name} can't be a Salesforce API name"),
        );
    }
    problems
}

/// The names that sentences leave open, from the tables.
fn filled(text: &str, options: &PromptOptions) -> String {
    let code = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    let mut text = text
        .replace("{createForm}", CREATE_CASE)
        .replace("{statusForm}", CASE_STATUS)
        .replace("{agentForm}", LIVE_AGENT)
        .replace("{lookUp}", ToolKey::CaseManagement.tool().name)
        .replace("{create}", ToolKey::CaseCreation.tool().name)
        .replace("{update}", ToolKey::CaseUpdate.tool().name)
        .replace("{context}", &context_keys())
        .replace("{directive}", Directive::PATTERN);
    if let Some(flow) = &options.flow {
        text = text
            .replace("{flowName}", &flow.name)
            .replace("{flowContext}", &flow_context(flow));
    }
    if let Some(update) = &options.update {
        text = text
            .replace("{updateForm}", &update.form)
            .replace("{updateFields}", &code(&update.fields));
    }
    text
}

fn form_table(forms: &FormCatalog) -> String {
    let mut table =
        String::from("| Form (key name) | Open it when | It asks for |\n| --- | --- | --- |\n");
    for key_name in forms.key_names() {
        let when = match key_name {
            CREATE_CASE => "the visitor wants a new case",
            CASE_STATUS => "the visitor asks how a case stands",
            LIVE_AGENT => {
                "the visitor wants a person and the email or the case number is not known here"
            }
            _ => "the site's own instructions call for it",
        };
        let questions: Vec<String> = forms
            .answerable(key_name)
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        table.push_str(&format!(
            "| `{key_name}` | {when} | {} |\n",
            questions.join(", ")
        ));
    }
    table + "\n"
}

fn tool_table(options: &PromptOptions) -> String {
    let mut table =
        String::from("| Tool | Function | What it does | Arguments |\n| --- | --- | --- | --- |\n");
    for tool in ToolKey::ALL.map(ToolKey::tool) {
        if tool.key == ToolKey::CaseUpdate && options.update.is_none() {
            continue;
        }
        table.push_str(&row(tool));
    }
    table + "\n"
}

fn row(tool: &Tool) -> String {
    let arguments: Vec<String> = tool
        .arguments
        .iter()
        .map(|row| format!("`{}`", row.name))
        .collect();
    format!(
        "| `{}` | `{}` | {} | {} |\n",
        tool.name,
        tool.function,
        tool.doc,
        arguments.join(", ")
    )
}

/// The creation's payload, its keys from the tool table.
fn context_keys() -> String {
    let context = ToolKey::CaseCreation.tool().arguments;
    let rows: &[Argument] = context
        .iter()
        .find_map(|row| match row.shape {
            Shape::Context(rows) => Some(rows),
            _ => None,
        })
        .unwrap_or_default();
    in_context(rows.iter().map(|row| placeholder(row.name)))
}

/// The payload of a creation through a Flow: its real name, and its inputs.
fn flow_context(flow: &Flow) -> String {
    let name = format!(r#""flowName": "{}""#, flow.name);
    let inputs = flow.inputs.iter().map(|input| placeholder(input));
    in_context(std::iter::once(name).chain(inputs))
}

fn placeholder(name: &str) -> String {
    format!(r#""{name}": "<{name}>""#)
}

fn in_context(members: impl Iterator<Item = String>) -> String {
    let members: Vec<String> = members.collect();
    format!(r#"{{"context": {{{}}}}}"#, members.join(", "))
}
