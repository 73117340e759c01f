//! From a text to its words: lower case, contractions in full, punctuation as borders of clauses.

/// A word, or a border between clauses.
pub(super) const BORDER: &str = "|";

/// No more of a text than this is read: a request stands at its beginning or not at all.
const MOST_CHARS: usize = 2_000;

/// Contractions and spellings, replaced in whole words before anything else.
const EXPANSIONS: &[(&str, &str)] = &[
    ("can't", "can not"),
    ("cannot", "can not"),
    ("won't", "will not"),
    ("wanna", "want to"),
    ("gonna", "going to"),
    ("gimme", "give me"),
    ("lemme", "let me"),
    ("dont", "do not"),
    ("doesnt", "does not"),
    ("didnt", "did not"),
    ("cant", "can not"),
    ("wont", "will not"),
    ("isnt", "is not"),
    ("im", "i am"),
    ("ive", "i have"),
    ("id", "id"),
    ("whats", "what is"),
    ("wheres", "where is"),
    ("hows", "how is"),
    ("theres", "there is"),
    ("pls", "please"),
    ("plz", "please"),
    ("thx", "thanks"),
    ("u", "you"),
    ("let's", "let us"),
];

/// Endings after an apostrophe.
const ENDINGS: &[(&str, &str)] = &[
    ("n't", " not"),
    ("'s", " is"),
    ("'m", " am"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'d", " would"),
];

/// The words of a text, with [`BORDER`]s where a clause ends.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let text: String = text
        .chars()
        .take(MOST_CHARS)
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '\u{2019}' | '\u{2018}' | '`' | '\u{b4}' => '\'',
            _ => c,
        })
        .collect();
    for chunk in text.split_whitespace() {
        if chunk.contains('@') {
            continue;
        }
        let mut word = String::new();
        for c in chunk.chars() {
            match c {
                _ if is_in_word(c) || c == '\'' => word.push(c),
                '.' | ',' | '!' | '?' | ';' | ':' | '(' | ')' => {
                    push(&mut out, &word);
                    word.clear();
                    border(&mut out);
                }
                _ => {
                    push(&mut out, &word);
                    word.clear();
                }
            }
        }
        push(&mut out, &word);
    }
    while out.last().is_some_and(|word| word == BORDER) {
        out.pop();
    }
    out
}

/// Letters and digits; beyond ASCII everything but signs, which is near enough for words that the
/// lexicon doesn't have anyway, and saves Unicode's tables.
pub(super) fn is_in_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || !matches!(c, '\0'..='\u{bf}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{303f}'
            | '\u{fe00}'..='\u{fe6f}' | '\u{1f000}'..)
}

fn border(out: &mut Vec<String>) {
    if out.last().is_some_and(|word| word != BORDER) {
        out.push(BORDER.to_owned());
    }
}

fn push(out: &mut Vec<String>, word: &str) {
    let word = word.trim_matches('\'');
    if word.is_empty() {
        return;
    }
    let expanded = EXPANSIONS
        .iter()
        .find(|(short, _)| *short == word)
        .map(|(_, long)| (*long).to_owned())
        .or_else(|| {
            let (ending, long) = ENDINGS.iter().find(|(ending, _)| word.ends_with(ending))?;
            Some(format!("{}{long}", word.strip_suffix(ending)?))
        })
        .unwrap_or_else(|| word.replace('\'', ""));
    for part in expanded.split(' ') {
        // "but" begins a clause of its own: what was denied before it is not denied after it.
        if part == "but" {
            border(out);
        } else {
            out.push(part.to_owned());
        }
    }
}

/// Whether two words differ by one letter: one changed, missing, extra, or swapped with its neighbour.
pub(super) fn is_one_letter_off(a: &str, b: &str) -> bool {
    let (a, b) = differing(a, b);
    match (&*a, &*b) {
        ([], []) => false,
        ([_, more @ ..], rest) if more == rest => true,
        (rest, [_, more @ ..]) if more == rest => true,
        ([_, more_a @ ..], [_, more_b @ ..]) => more_a == more_b || starts_swapped(&a, &b),
        _ => false,
    }
}

/// Whether two words differ by two neighbours swapped.
pub(super) fn is_swapped(a: &str, b: &str) -> bool {
    let (a, b) = differing(a, b);
    starts_swapped(&a, &b)
}

fn starts_swapped(a: &[char], b: &[char]) -> bool {
    match (a, b) {
        ([a0, a1, more_a @ ..], [b0, b1, more_b @ ..]) => a0 == b1 && a1 == b0 && more_a == more_b,
        _ => false,
    }
}

/// Two words without what both begin with.
fn differing(a: &str, b: &str) -> (Vec<char>, Vec<char>) {
    let (mut a, mut b) = (a.chars(), b.chars());
    loop {
        let (rest_a, rest_b) = (a.clone(), b.clone());
        match (a.next(), b.next()) {
            (Some(x), Some(y)) if x == y => {}
            _ => return (rest_a.collect(), rest_b.collect()),
        }
    }
}
