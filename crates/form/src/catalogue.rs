//! The engine's own messages: English built in, other languages read from text that the host
//! brings along.
//!
//! Not in here: which message is meant, and the texts of a form's author.

mod english;

use std::fmt;
use std::sync::Arc;

use casement_expression::json::{self, Arena, JsonError, Node};

/// The messages of one language.
///
/// A file is an object with the language's name and the texts by key; keys that it lacks are shown
/// in English.
///
/// ```
/// use casement_form::Catalogue;
///
/// let text = r#"{"locale": "de", "texts": {"pageNextText": "Weiter"}}"#;
/// let german = Catalogue::parse(text).unwrap();
/// assert_eq!(german.locale(), "de");
/// assert_eq!(german.text("pageNextText"), Some("Weiter"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    locale: String,
    /// In the order of the English ones.
    texts: Box<[Option<String>]>,
}

/// Why a text is no catalogue.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CatalogueError {
    /// It is no JSON.
    Json(JsonError),
    /// It is no object with `locale`, a text that is not empty, and `texts`, an object.
    Shape,
    /// There is no message of this key.
    UnknownKey(String),
    /// The message of this key is no text, or an empty one.
    NoText(String),
    /// The message of this key has other placeholders (`{0}`) than the English one.
    Placeholders(String),
}

impl CatalogueError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            CatalogueError::Json(error) => error.code,
            CatalogueError::Shape => "messages/shape",
            CatalogueError::UnknownKey(_) => "messages/unknown-key",
            CatalogueError::NoText(_) => "messages/no-text",
            CatalogueError::Placeholders(_) => "messages/placeholders",
        }
    }
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CatalogueError::Json(error) => write!(f, "no JSON at byte {}", error.at),
            CatalogueError::Shape => f.write_str("no object with `locale` and `texts`"),
            CatalogueError::UnknownKey(key) => write!(f, "there is no message `{key}`"),
            CatalogueError::NoText(key) => write!(f, "the message `{key}` is no text"),
            CatalogueError::Placeholders(key) => {
                write!(
                    f,
                    "the message `{key}` has not the placeholders of the English one"
                )
            }
        }
    }
}

impl std::error::Error for CatalogueError {}

impl Catalogue {
    /// Reads a catalogue.
    ///
    /// # Errors
    /// The first thing that is wrong with the text.
    pub fn parse(text: &str) -> Result<Catalogue, CatalogueError> {
        let arena = Arena::default();
        let root = json::parse(text, &arena).map_err(CatalogueError::Json)?;
        let locale = root.get("locale").and_then(Node::as_str);
        let locale = locale
            .filter(|locale| !locale.is_empty())
            .ok_or(CatalogueError::Shape)?;
        let members = root
            .get("texts")
            .and_then(Node::as_object)
            .ok_or(CatalogueError::Shape)?;
        let mut texts = vec![None; english::TEXTS.len()];
        for member in members {
            let key = || member.key.to_string();
            let at = place(member.key).ok_or_else(|| CatalogueError::UnknownKey(key()))?;
            let text = member.value.as_str().filter(|text| !text.is_empty());
            let text = text.ok_or_else(|| CatalogueError::NoText(key()))?;
            if placeholders(text) != placeholders(english(at)) {
                return Err(CatalogueError::Placeholders(key()));
            }
            if let Some(place) = texts.get_mut(at) {
                *place = Some(text.to_owned());
            }
        }
        Ok(Catalogue {
            locale: locale.to_owned(),
            texts: texts.into(),
        })
    }

    /// The language: `de`, `pt-BR`.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// The message of a key, where this language has it.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.at(place(key)?)
    }

    fn at(&self, place: usize) -> Option<&str> {
        self.texts.get(place)?.as_deref()
    }

    /// The keys of all messages with the English texts, in the order in which a file gives them.
    pub fn english() -> impl Iterator<Item = (&'static str, &'static str)> {
        english::TEXTS.iter().copied()
    }
}

/// What stands between braces, in alphabetical order: another language may turn it round.
fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect();
    found.sort_unstable();
    found
}

/// The messages of a form: those of its language, of the language's parent, English.
#[derive(Clone, Debug, Default)]
pub(crate) struct Messages {
    loaded: Vec<Arc<Catalogue>>,
    /// The languages to look in, the form's own first: places in `loaded`.
    order: Vec<usize>,
}

impl Messages {
    /// Takes a language in; one of the same name goes.
    pub(crate) fn add(&mut self, catalogue: Arc<Catalogue>) {
        self.loaded
            .retain(|known| !is_same(known.locale(), catalogue.locale()));
        self.loaded.push(catalogue);
    }

    /// Takes up a form's language.
    pub(crate) fn speak(&mut self, locale: &str) {
        let parent = locale.split('-').next().unwrap_or_default();
        self.order = [locale, parent]
            .into_iter()
            .filter_map(|locale| {
                self.loaded
                    .iter()
                    .position(|known| is_same(known.locale(), locale))
            })
            .collect();
    }

    /// The message of a key, "" where there is none.
    pub(crate) fn text(&self, key: &str) -> &str {
        let Some(place) = place(key) else { return "" };
        let translated = self
            .order
            .iter()
            .filter_map(|at| self.loaded.get(*at))
            .find_map(|catalogue| catalogue.at(place));
        translated.unwrap_or_else(|| english(place))
    }
}

/// Where the message of a key stands.
fn place(key: &str) -> Option<usize> {
    english::TEXTS.iter().position(|(known, _)| *known == key)
}

fn english(place: usize) -> &'static str {
    english::TEXTS.get(place).map_or("", |(_, text)| text)
}

/// The same language: case doesn't count, and SurveyJS's older names stand for the new ones.
fn is_same(a: &str, b: &str) -> bool {
    fn name(locale: &str) -> &str {
        match locale {
            "cz" => "cs",
            "ua" => "uk",
            locale => locale,
        }
    }
    name(a).eq_ignore_ascii_case(name(b))
}

/// A text with `{0}`, `{1}` ... filled in.
pub(crate) fn format(template: &str, parts: &[&str]) -> String {
    let added: usize = parts.iter().map(|part| part.len()).sum();
    let mut text = String::with_capacity(template.len() + added);
    text.push_str(template);
    for (number, part) in (b'0'..=b'9').zip(parts) {
        if let Some(at) = place_of(number, &text) {
            text.replace_range(at..at + 3, part);
        }
    }
    text
}

/// Where `{0}` stands, or another digit between braces.
fn place_of(number: u8, text: &str) -> Option<usize> {
    let mut threes = text.as_bytes().windows(3);
    threes.position(|three| matches!(three, [b'{', digit, b'}'] if *digit == number))
}

impl crate::Form {
    /// Takes in the messages of a language, before those of the same language that were there. They
    /// are shown where the form's locale is that language or a region of it.
    ///
    /// ```
    /// # use casement_form::{Catalogue, Form};
    /// # use std::sync::Arc;
    /// # fn show(form: &mut Form) {
    /// let text = r#"{"locale": "de", "texts": {"pageNextText": "Weiter"}}"#;
    /// if let Ok(german) = Catalogue::parse(text) {
    ///     form.set_messages(Arc::new(german));
    /// }
    /// # }
    /// ```
    pub fn set_messages(&mut self, catalogue: Arc<Catalogue>) -> Vec<crate::Change> {
        self.messages.add(catalogue);
        self.messages.speak(&self.locale);
        self.all_texts_changed();
        self.translate_errors();
        self.forget_progress();
        self.changes.take()
    }

    /// The messages in the form's language.
    pub(crate) fn messages(&self) -> &Messages {
        &self.messages
    }

    /// The message of a key in the form's language.
    pub(crate) fn message(&self, key: &str) -> &str {
        self.messages.text(key)
    }
}
