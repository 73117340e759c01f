//! Question types that a host would register, from a file: `--components FILE`.

use std::path::{Path, PathBuf};

use casement_form::{Components, Severity};
use clap::Args;

use crate::lines::Failure;

/// The option of every command that loads forms.
#[derive(Args)]
pub(crate) struct Registered {
    /// Question types of the page's own: a JSON file with what it gives to SurveyJS's
    /// `ComponentCollection.Instance.add`, one object or an array of them.
    #[arg(long, value_name = "FILE")]
    components: Option<PathBuf>,
}

impl Registered {
    /// Reads the file, if there is one. What can't be registered is an error: forms would lack it.
    pub(crate) fn load(&self) -> Result<Components, Failure> {
        match &self.components {
            Some(path) => load(path),
            None => Ok(Components::default()),
        }
    }
}

fn load(path: &Path) -> Result<Components, Failure> {
    let text =
        std::fs::read_to_string(path).map_err(|error| Failure::Read(path.to_owned(), error))?;
    let (components, problems) = Components::load(&text);
    let severe = problems
        .iter()
        .find(|problem| problem.severity == Severity::Error);
    match severe {
        Some(problem) => Err(Failure::Argument(format!(
            "{}: {}: {}",
            path.display(),
            problem.path,
            problem.message()
        ))),
        None => Ok(components),
    }
}
