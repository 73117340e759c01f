//! `casement prompt`: the section for an agent's system prompt, and whether a prompt and the forms
//! name the same key names.

use std::fs;
use std::path::{Path, PathBuf};

use casement_support::{
    Flow, FormCatalog, FormProblem, PromptOptions, Update, differences, prompt_section,
};
use clap::Args;

use crate::lines::{Failure, Outcome};

/// What `casement prompt` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// A folder of the site's own forms, `<keyName>.json`.
    #[arg(long, value_name = "DIR")]
    forms: Option<PathBuf>,
    /// Says where this prompt and the forms in DIR name different key names, instead of writing one.
    #[arg(long, value_name = "FILE", requires = "forms")]
    check: Option<PathBuf>,
    /// Cases are created by this Salesforce Flow with these inputs.
    #[arg(long, value_name = "NAME=INPUT,INPUT...", conflicts_with = "check")]
    flow: Option<String>,
    /// Cases are changed by this form, and only these fields.
    #[arg(long, value_name = "FORM=FIELD,FIELD...", conflicts_with = "check")]
    update: Option<String>,
}

/// Writes the section, or the differences.
pub(crate) fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    if let (Some(prompt), Some(folder)) = (&arguments.check, &arguments.forms) {
        let lines = check(prompt, folder)?;
        write(&lines.concat())?;
        return Ok(match lines.as_slice() {
            [] => Outcome::Complete,
            _ => Outcome::SomeRefused,
        });
    }
    let forms = match &arguments.forms {
        Some(folder) => site_forms(folder)?,
        None => FormCatalog::standard(),
    };
    let options = PromptOptions {
        flow: arguments
            .flow
            .as_deref()
            .map(|text| list_of("--flow", text))
            .transpose()?
            .map(|(name, inputs)| Flow { name, inputs }),
        update: arguments
            .update
            .as_deref()
            .map(|text| list_of("--update", text))
            .transpose()?
            .map(|(form, fields)| Update { form, fields }),
    };
    let section = prompt_section(&forms, &options)
        .map_err(|problems| Failure::Argument(in_words(&problems)))?;
    write(&section)?;
    Ok(Outcome::Complete)
}

/// The three forms, replaced and added to by a folder's.
pub(crate) fn site_forms(folder: &Path) -> Result<FormCatalog, Failure> {
    let mut forms = FormCatalog::standard();
    for (key_name, json) in form_files(folder)? {
        forms = forms
            .with(&key_name, &json)
            .map_err(|problems| Failure::Argument(in_words(&problems)))?;
    }
    Ok(forms)
}

/// A line for each difference.
fn check(prompt: &Path, folder: &Path) -> Result<Vec<String>, Failure> {
    let text = read(prompt)?;
    let files = form_files(folder)?;
    if files.is_empty() {
        let message = format!("there is no form file in {}", folder.display());
        return Err(Failure::Argument(message));
    }
    let definitions: Vec<casement_form::Definition> = files
        .iter()
        .map(|(_, json)| casement_form::Definition::load(json).definition)
        .collect();
    let key_names: Vec<&str> = files
        .iter()
        .map(|(key_name, _)| key_name.as_str())
        .collect();
    let questions: Vec<&str> = definitions
        .iter()
        .flat_map(|d| d.question_names())
        .collect();
    let lines = differences(&text, &key_names, &questions)
        .iter()
        .map(|difference| {
            let line = difference
                .line
                .map_or(String::new(), |line| format!("{line}:"));
            let (file, code) = (prompt.display(), difference.code);
            format!("{file}:{line} {} ({code})\n", difference.message)
        })
        .collect();
    Ok(lines)
}

/// The forms of a folder by key name, in alphabetical order: a file's name is its key name.
fn form_files(folder: &Path) -> Result<Vec<(String, String)>, Failure> {
    let failed = |error| Failure::Read(folder.to_owned(), error);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let name = path.file_stem().unwrap_or_default();
            files.push((name.to_string_lossy().into_owned(), read(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::Read(path.to_owned(), error))
}

fn write(text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let mut output = std::io::stdout().lock();
    output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        .map_err(Failure::Write)
}

/// `name=a,b` as a name and a list.
fn list_of(flag: &str, text: &str) -> Result<(String, Vec<String>), Failure> {
    let (name, list) = text
        .split_once('=')
        .ok_or_else(|| Failure::Argument(format!("{flag} is NAME=A,B")))?;
    let list = list
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    Ok((name.trim().to_owned(), list.map(str::to_owned).collect()))
}

fn in_words(problems: &[FormProblem]) -> String {
    let messages: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
    messages.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_names_something_and_lists_the_rest() {
        let (name, list) = list_of("--flow", "F = a, b,").unwrap();
        assert_eq!(
            (name.as_str(), list),
            ("F", vec!["a".to_owned(), "b".to_owned()])
        );
        assert!(list_of("--flow", "F").is_err());
    }

    // R5
    #[test]
    fn a_prompt_is_compared_with_the_forms_of_a_folder() {
        let folder = std::env::temp_dir().join(format!("casement-prompt-{}", std::process::id()));
        fs::create_dir_all(folder.join("forms")).unwrap();
        let (prompt, forms) = (folder.join("prompt.md"), folder.join("forms"));
        let form = r#"{"elements":[{"type":"text","name":"email"}]}"#;
        fs::write(forms.join("Return_item.json"), form).unwrap();
        fs::write(&prompt, "Call the `Return_item` form for the `email`.\n").unwrap();
        let same = check(&prompt, &forms).unwrap();
        fs::write(&prompt, "Forms:\nCall `return_item`.\n").unwrap();
        let different = check(&prompt, &forms).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(same, [""; 0]);
        assert_eq!(different.len(), 2);
        assert!(different[0].contains("prompt.md:2: "), "{}", different[0]);
        assert!(
            different[1].contains("(prompt/not-named)"),
            "{}",
            different[1]
        );
    }
}
