//! Reads the repository's own tree for the tests that guard it.
//!
//! The walls between the rooms are in `walls/`, the whole system in a browser in `browser/`. This
//! library only finds and reads files; it knows no rule about them.

use std::path::{Path, PathBuf};

/// Folders that hold what was built or downloaded.
const NOT_OURS: &[&str] = &[
    "target",
    "node_modules",
    ".git",
    "screenshots",
    "dist",
    "pkg",
];

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
        .to_path_buf()
}

/// A file of the repository.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path below the root, with `/` between its parts.
    pub path: String,
    /// What is in it.
    pub text: String,
}

impl Source {
    /// The part of its name after the last dot, or nothing.
    #[must_use]
    pub fn kind(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, kind)| kind)
    }
}

/// Every text file of the repository that is written by hand or kept in it.
///
/// Files that are not UTF-8 are left out.
///
/// # Errors
/// When a folder can't be read.
pub fn sources() -> std::io::Result<Vec<Source>> {
    let root = root();
    let mut found = Vec::new();
    collect(&root, "", &mut found)?;
    found.sort_by(|a: &Source, b| a.path.cmp(&b.path));
    Ok(found)
}

fn collect(folder: &Path, below: &str, found: &mut Vec<Source>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{below}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                collect(&entry.path(), &format!("{path}/"), found)?;
            }
        } else if kind.is_file()
            && let Ok(text) = std::fs::read_to_string(entry.path())
        {
            found.push(Source { path, text });
        }
    }
    Ok(())
}
