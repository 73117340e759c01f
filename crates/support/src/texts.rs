//! What the conversation says, from a catalogue that can be translated.
//!
//! The conversation names a text and gives its parameters; words stand in `texts/en.txt` only.

use crate::FormProblem;

/// A catalogue: one text per key, such as `greeting`.
#[derive(Clone, Debug)]
pub struct Texts(Vec<String>);

macro_rules! keys {
    ($($variant:ident => $name:literal,)*) => {
        /// The name of a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Key { $($variant,)* }

        impl Key {
            const ALL: &'static [Key] = &[$(Key::$variant,)*];

            const fn name(self) -> &'static str {
                match self { $(Key::$variant => $name,)* }
            }
        }
    };
}

keys! {
    Greeting => "greeting",
    Unsure => "unsure",
    Noted => "noted",
    FormOpen => "formOpen",
    Thanks => "thanks",
    Cancelled => "cancelled",
    Dismissed => "dismissed",
    Working => "working",
    SendAgain => "sendAgain",
    UnknownForm => "unknownForm",
    Check => "check",
    Problem => "problem",
    ProblemAlone => "problemAlone",
    InvalidEmail => "invalidEmail",
    InvalidCaseNumber => "invalidCaseNumber",
    TooLong => "tooLong",
    InvalidEntry => "invalidEntry",
    Created => "created",
    CreateFailed => "createFailed",
    RequestFailed => "requestFailed",
    Summary => "summary",
    SummarySubject => "summarySubject",
    NoComments => "noComments",
    NotFound => "notFound",
    Handoff => "handoff",
    HandedOver => "handedOver",
    AgentNotFound => "agentNotFound",
    OfferReason => "offerReason",
    Offer => "offer",
    Declined => "declined",
    ConfirmUpdate => "confirmUpdate",
    Change => "change",
    Updated => "updated",
    UpdateDeclined => "updateDeclined",
}

impl Texts {
    /// The crate's own catalogue, `texts/en.txt`, as text: what a translation begins with.
    pub const ENGLISH: &'static str = include_str!("../texts/en.txt");

    /// The English texts.
    pub fn english() -> Texts {
        // A test holds that the crate's own catalogue is whole.
        Texts::read(Self::ENGLISH).0
    }

    /// Reads a catalogue in the format of [`Texts::ENGLISH`].
    ///
    /// # Errors
    /// `texts/missing` and `texts/unknown` for keys, `texts/parameters` where a text has other
    /// parameters than the English one.
    pub fn parse(catalogue: &str) -> Result<Texts, Vec<FormProblem>> {
        let (texts, mut problems) = Texts::read(catalogue);
        let english = Texts::english();
        for key in Key::ALL {
            let (ours, theirs) = (texts.template(*key), english.template(*key));
            if !ours.is_empty() && parameters(ours) != parameters(theirs) {
                problems.push(problem("texts/parameters", key.name()));
            }
        }
        if problems.is_empty() {
            Ok(texts)
        } else {
            Err(problems)
        }
    }

    fn read(catalogue: &str) -> (Texts, Vec<FormProblem>) {
        let mut texts = Texts(vec![String::new(); Key::ALL.len()]);
        let mut problems = Vec::new();
        let lines = catalogue
            .lines()
            .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        for line in lines {
            let (name, text) = line.split_once(':').unwrap_or((line, ""));
            let place = Key::ALL.iter().position(|key| key.name() == name.trim());
            match place.and_then(|place| texts.0.get_mut(place)) {
                Some(place) => *place = text.trim().replace("\\n", "\n"),
                None => problems.push(problem("texts/unknown", name.trim())),
            }
        }
        for key in Key::ALL {
            if texts.template(*key).is_empty() {
                problems.push(problem("texts/missing", key.name()));
            }
        }
        (texts, problems)
    }

    fn template(&self, key: Key) -> &str {
        self.0.get(key as usize).map_or("", String::as_str)
    }

    /// The text with its parameters filled in, in one pass: a parameter's text is never read again.
    pub(crate) fn fill(&self, key: Key, parameters: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.template(key);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let value = parameters.iter().find(|(known, _)| *known == name);
            out.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// A text without parameters.
    pub(crate) fn get(&self, key: Key) -> String {
        self.fill(key, &[])
    }
}

fn parameters(template: &str) -> Vec<&str> {
    let mut names: Vec<&str> = template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names
}

fn problem(code: &'static str, name: &str) -> FormProblem {
    FormProblem {
        code,
        question: None,
        message: format!("the text `{name}`"),
    }
}
