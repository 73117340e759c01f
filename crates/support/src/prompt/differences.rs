//! Where a prompt and the forms name different key names (R5).
//!
//! A prompt is anybody's text, so this looks for names the way a reader does: a known key name
//! anywhere, a near miss of one, and whatever else is called a form.

use crate::forms::{CASE_STATUS, CREATE_CASE, FormCatalog, LIVE_AGENT};
use crate::tools::ToolKey;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The prompt's line, from 1; `None` where the prompt lacks something.
    pub line: Option<usize>,
    /// `prompt/not-named`, `prompt/misspelt` or `prompt/no-form`: stable.
    pub code: &'static str,
    /// The name that it is about.
    pub name: String,
    /// English text.
    pub message: String,
}

/// Compares a prompt with the forms that there are: `key_names` are theirs.
///
/// ```
/// use casement_support::differences;
/// let found = differences("Call `create_case`.", &["Create_case"], &[]);
/// assert_eq!((found[0].line, found[0].code), (Some(1), "prompt/misspelt"));
/// ```
///
/// `questions` are the names of the forms' questions, which may stand beside the word "form" too.
pub fn differences(prompt: &str, key_names: &[&str], questions: &[&str]) -> Vec<Difference> {
    let known = Known::new(questions);
    let mut found = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    let mut in_form_table = false;
    for (index, line) in prompt.lines().enumerate() {
        let words = words(line);
        in_form_table = match first_cell(line) {
            Some(cell) => in_form_table || is_form_heading(cell),
            None => false,
        };
        for (place, word) in words.iter().enumerate() {
            if let Some(name) = key_names.iter().find(|name| *name == &word.text) {
                named.push(name);
                continue;
            }
            let difference = if STANDARD.contains(&word.text) {
                Some(no_form(word.text))
            } else if known.is_known(word.text) {
                None
            } else if let Some(near) = near(word.text, key_names) {
                Some((
                    "prompt/misspelt",
                    format!("the prompt says `{}`, the form is `{near}`", word.text),
                ))
            } else {
                let in_cell = in_form_table && place == 0 && word.is_code;
                let called = called_a_form(&words, place);
                (in_cell || called).then(|| no_form(word.text))
            };
            if let Some((code, message)) = difference {
                found.push(Difference {
                    line: Some(index + 1),
                    code,
                    name: word.text.to_owned(),
                    message,
                });
            }
        }
    }
    for name in key_names.iter().filter(|name| !named.contains(name)) {
        found.push(Difference {
            line: None,
            code: "prompt/not-named",
            name: (*name).to_owned(),
            message: format!("the prompt never names the form `{name}`"),
        });
    }
    found
}

const STANDARD: [&str; 3] = [CREATE_CASE, CASE_STATUS, LIVE_AGENT];

fn no_form(name: &str) -> (&'static str, String) {
    (
        "prompt/no-form",
        format!("the prompt names `{name}`, and there is no such form"),
    )
}

/// A word of letters, digits, `_` and `-`, and whether it stands in backticks.
struct Word<'a> {
    text: &'a str,
    is_code: bool,
}

fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    // Of the pieces between backticks every second one is code.
    for (index, piece) in line.split('`').enumerate() {
        let is_code = index % 2 == 1;
        words.extend(
            piece
                .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
                .filter(|text| text.chars().any(|c| c.is_ascii_alphanumeric()))
                .map(|text| Word { text, is_code }),
        );
    }
    words
}

/// The first cell of a table's row.
fn first_cell(line: &str) -> Option<&str> {
    line.trim().strip_prefix('|')?.split('|').next()
}

fn is_form_heading(cell: &str) -> bool {
    let cell = cell.to_lowercase();
    cell.contains("form") || cell.contains("key name") || cell.contains("keyname")
}

/// `name` form, form `name`: in backticks, beside the word itself.
fn called_a_form(words: &[Word<'_>], place: usize) -> bool {
    let beside = |index: Option<usize>| {
        index
            .and_then(|index| words.get(index))
            .is_some_and(|word| ["form", "forms"].contains(&word.text.to_lowercase().as_str()))
    };
    words.get(place).is_some_and(|word| word.is_code)
        && (beside(place.checked_sub(1)) || beside(place.checked_add(1)))
}

/// Names that a prompt may use without meaning a form.
struct Known<'a> {
    questions: &'a [&'a str],
    standard: FormCatalog,
}

impl<'a> Known<'a> {
    fn new(questions: &'a [&'a str]) -> Known<'a> {
        Known {
            questions,
            standard: FormCatalog::standard(),
        }
    }

    fn is_known(&self, word: &str) -> bool {
        self.questions.contains(&word)
            || ToolKey::ALL.map(ToolKey::tool).iter().any(|tool| {
                tool.name == word
                    || tool.function == word
                    || tool.arguments.iter().any(|argument| argument.name == word)
            })
            || STANDARD.iter().any(|key_name| {
                self.standard
                    .get(key_name)
                    .is_some_and(|form| form.question_names().contains(&word))
            })
    }
}

/// The key name that a word is a near miss of: another case, other signs between the words, or at
/// most two letters that differ.
fn near<'a>(word: &str, key_names: &[&'a str]) -> Option<&'a str> {
    let bare = |text: &str| text.replace(['_', '-'], "").to_lowercase();
    let word_bare = bare(word);
    key_names
        .iter()
        .find(|name| {
            let name_bare = bare(name);
            word_bare == name_bare
                || name_bare.len() >= 8
                    && word.contains(['_', '-']) == name.contains(['_', '-'])
                    && word_bare.len().abs_diff(name_bare.len()) <= 2
                    && distance(&word_bare, &name_bare) <= 2
        })
        .copied()
}

/// Levenshtein's distance of two short words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let change = diagonal + usize::from(x != *y);
            diagonal = *cell;
            left = change.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}
