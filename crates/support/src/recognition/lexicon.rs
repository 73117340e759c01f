//! The lexicon: groups of words, phrases with their weight, and how a text is judged by them.

use std::collections::BTreeMap;

use super::phrase::{Part, Phrase, Vocabulary};
use super::values::looks_like_case_number;
use super::words::{BORDER, is_in_word, words};
use super::{Intent, Meaning};

/// The words and phrases of one language.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    /// Words that are dropped before anything is looked for.
    fillers: Vec<String>,
    /// Every word that stands in the lexicon: such a word is never taken for a slip of another one.
    known: Vec<String>,
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
        Lexicon::parse(include_str!("../../lexicon/en.txt"))
    }

    fn parse(text: &str) -> Lexicon {
        let mut lexicon = Lexicon {
            fillers: Vec::new(),
            known: Vec::new(),
            rules: Vec::new(),
            denials: Vec::new(),
        };
        let mut groups = BTreeMap::new();
        for line in text.lines() {
            let Some((head, body)) = line.split_once(':') else {
                continue;
            };
            if head.starts_with('#') {
                continue;
            }
            let mut head = head.split_whitespace();
            let name = head.next().unwrap_or_default();
            lexicon.learn(body);
            match (name.strip_prefix('@'), name) {
                (Some(group), _) => {
                    groups.insert(group.to_owned(), list(body));
                }
                (None, "fillers") => lexicon.fillers.extend(list(body)),
                (None, "words") => {}
                (None, "deny") => lexicon.denials.push(phrase(body, &groups)),
                (None, name) => {
                    let weight = head.next().and_then(|weight| weight.parse().ok());
                    if let (Some(meaning), Some(weight)) = (meaning(name), weight) {
                        let phrase = phrase(body, &groups);
                        lexicon.rules.push(Rule {
                            meaning,
                            weight,
                            phrase,
                        });
                    }
                }
            }
        }
        lexicon.known.sort_unstable();
        lexicon.known.dedup();
        lexicon
    }

    fn learn(&mut self, body: &str) {
        let plain = body
            .split(|c: char| c.is_whitespace() || c == '/')
            .map(|word| word.trim_end_matches(['?', '*']))
            .filter(|word| word.starts_with(is_in_word));
        self.known.extend(plain.map(str::to_owned));
    }

    /// What a text means.
    ///
    /// Of all phrases found, the heaviest decide; where they disagree, nothing is decided. A phrase
    /// that is denied ("I don't want to ...") counts for nothing.
    pub(crate) fn read(&self, text: &str) -> Meaning {
        let mut text = words(text);
        text.retain(|word| !self.fillers.contains(word));
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
        rule.phrase
            .matches(text, self)
            .any(|start| !self.is_denied(text, start))
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
            .any(|denial| denial.matches(clause, self).next().is_some())
    }
}

impl Vocabulary for Lexicon {
    fn is_known(&self, word: &str) -> bool {
        self.known
            .binary_search_by(|known| known.as_str().cmp(word))
            .is_ok()
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

fn list(body: &str) -> Vec<String> {
    body.split_whitespace().map(str::to_owned).collect()
}

/// `^` and `$` bind to the text's ends, `..` is a gap, `@group` one of a group, `a/b` one of two,
/// `word?` may be missing.
fn phrase(body: &str, groups: &BTreeMap<String, Vec<String>>) -> Phrase {
    let mut phrase = Phrase {
        parts: Vec::new(),
        at_start: false,
        at_end: false,
    };
    for token in body.split_whitespace() {
        match token {
            "^" => phrase.at_start = true,
            "$" => phrase.at_end = true,
            ".." => phrase.parts.push(Part::Gap),
            _ => {
                let (token, may_be_missing) = match token.strip_suffix('?') {
                    Some(token) => (token, true),
                    None => (token, false),
                };
                let accepted: Vec<String> = token
                    .split('/')
                    .flat_map(|word| match word.strip_prefix('@') {
                        Some(group) => groups.get(group).cloned().unwrap_or_default(),
                        None => vec![word.to_owned()],
                    })
                    .collect();
                phrase.parts.push(if may_be_missing {
                    Part::Maybe(accepted)
                } else {
                    Part::Word(accepted)
                });
            }
        }
    }
    phrase
}
