//! The lexicon: groups of words, phrases with their weight, and how a text is judged by them.
//!
//! What visitors type, and what they mean by it, stands in `lexicon/en.txt`, which is loaded with
//! the widget as it is written. A line is a head, a colon, and words:
//!
//! - `fillers:` words that are dropped before anything is looked for
//! - `words:` real words that must not be taken for a slip of a word below
//! - `@group:` a group of words; a word ending in `*` stands for all that begin so
//! - `deny:` a phrase after which a request is not made but refused
//! - `MEANING N:` a phrase and its weight; of all phrases found the heaviest decide, and where
//!   they disagree the visitor is offered choices
//!
//! In a phrase `a/b` is one of two, `word?` may be missing, `..` is up to four words of the same
//! clause, `^` and `$` are the beginning and the end of the text. Meanings are create, status,
//! agent, offer (a live agent is offered, consent is asked), yes, no, greeting, thanks, cancel, and
//! choices (a general question that none of the three choices answers).

use casement_form::expression::TextIndex;

use super::phrase::Phrase;
use super::values::looks_like_case_number;
use super::words::{BORDER, is_in_word, words};
use super::{Intent, Meaning};

/// The words and phrases of one language.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    /// Words that are dropped before anything is looked for.
    fillers: Vec<&'static str>,
    /// Every word that stands in the lexicon: such a word is never taken for a slip of another one.
    known: TextIndex,
    /// Groups of words, separated by blanks.
    groups: Vec<(&'static str, &'static str)>,
    rules: Vec<Rule>,
    /// Phrases after which a request is denied.
    denials: Vec<Phrase>,
}

#[derive(Clone, Debug)]
struct Rule {
    meaning: Meaning,
    weight: u8,
    phrase: Phrase,
}

impl Lexicon {
    /// The English lexicon.
    pub(crate) fn english() -> Lexicon {
        Lexicon::read_all(include_str!("../../lexicon/en.txt"))
    }

    fn read_all(text: &'static str) -> Lexicon {
        let mut lexicon = Lexicon {
            fillers: Vec::new(),
            known: TextIndex::default(),
            groups: Vec::new(),
            rules: Vec::new(),
            denials: Vec::new(),
        };
        for line in text.split('\n') {
            let Some((head, body)) = line.split_once(':') else {
                continue;
            };
            if head.starts_with('#') {
                continue;
            }
            let body = body.trim();
            lexicon.learn(body);
            let (name, weight) = head.split_once(' ').unwrap_or((head, ""));
            match name {
                "fillers" => lexicon.fillers.extend(body.split(' ')),
                "words" => {}
                "deny" => lexicon.denials.push(Phrase::read(body)),
                _ => {
                    if let Some(group) = name.strip_prefix('@') {
                        lexicon.groups.push((group, body));
                    } else if let (Some(meaning), Ok(weight)) = (meaning(name), weight.parse()) {
                        lexicon.rules.push(Rule {
                            meaning,
                            weight,
                            phrase: Phrase::read(body),
                        });
                    }
                }
            }
        }
        lexicon
    }

    fn learn(&mut self, body: &str) {
        for word in body.split([' ', '/']) {
            if word.starts_with(is_in_word) {
                self.known.intern(word.trim_end_matches(['?', '*']));
            }
        }
    }

    pub(super) fn is_known(&self, word: &str) -> bool {
        self.known.find(word).is_some()
    }

    /// The words of a group.
    pub(super) fn group(&self, name: &str) -> &'static str {
        let found = self.groups.iter().find(|(group, _)| *group == name);
        found.map_or("", |(_, words)| words)
    }

    /// What a text means.
    ///
    /// Of all phrases found, the heaviest decide; where they disagree, nothing is decided. A phrase
    /// that is denied ("I don't want to ...") counts for nothing.
    pub(crate) fn read(&self, text: &str) -> Meaning {
        let mut text = words(text);
        text.retain(|word| !self.fillers.contains(&word.as_str()));
        for word in text.iter_mut().filter(|word| looks_like_case_number(word)) {
            // "news on 00001026" asks for news on a case.
            *word = "case".to_owned();
        }
        let mut best = 0;
        let mut meanings: Vec<Meaning> = Vec::new();
        for rule in self.rules.iter().filter(|rule| self.holds(rule, &text)) {
            if rule.weight > best {
                best = rule.weight;
                meanings.clear();
            }
            if rule.weight == best && !meanings.contains(&rule.meaning) {
                meanings.push(rule.meaning);
            }
        }
        match meanings.as_slice() {
            [meaning] => *meaning,
            _ => Meaning::Unclear,
        }
    }

    fn holds(&self, rule: &Rule, text: &[String]) -> bool {
        let is_meant = |start| !self.is_denied(text, start);
        rule.phrase.find(text, self, &is_meant)
    }

    /// Whether a denial ends right before this word, in the same clause.
    fn is_denied(&self, text: &[String], start: usize) -> bool {
        let before = text.get(..start).unwrap_or_default();
        let clause = before
            .iter()
            .rposition(|word| word == BORDER)
            .map_or(0, |border| border + 1);
        let clause = before.get(clause..).unwrap_or_default();
        self.denials
            .iter()
            .any(|denial| denial.find(clause, self, &|_| true))
    }
}

fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "create" => Meaning::Wish(Intent::CreateCase),
        "status" => Meaning::Wish(Intent::CaseStatus),
        "agent" => Meaning::Wish(Intent::LiveAgent),
        "offer" => Meaning::Offer,
        "yes" => Meaning::Yes,
        "no" => Meaning::No,
        "greeting" => Meaning::Greeting,
        "thanks" => Meaning::Thanks,
        "cancel" => Meaning::Cancel,
        "choices" => Meaning::Unclear,
        _ => return None,
    })
}
