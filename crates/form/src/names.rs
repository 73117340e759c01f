//! Names: what an expression's `{name}` may mean, resolved once at load so that running needs no
//! text (reference 1.6).
//!
//! A [`NameId`] stands for a name without regard to case, a [`KeyId`] for a data key as written.
//! Values are not known here, only where they will be found.

use casement_expression::{TextIndex, lower};
use std::borrow::Cow;
use std::sync::Arc;

use crate::ElementId;
use crate::schema::EVERY_PROPERTY;
use crate::tables::{ById, ByText, Few};

/// A name that something reads or sets, whatever its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NameId(pub(crate) u32);

/// A key of the survey's data, exactly as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct KeyId(pub(crate) u32);

/// All names, lower-cased.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(TextIndex);

impl Names {
    /// The number of a name, a new one if need be.
    pub(crate) fn intern(&mut self, text: &str) -> NameId {
        NameId(self.0.intern(&lower(text)))
    }

    /// [`Names::intern`] of a text that is shared already.
    fn intern_arc(&mut self, text: &Arc<str>) -> NameId {
        NameId(match lower(text) {
            Cow::Borrowed(_) => self.0.intern_arc(text),
            Cow::Owned(lower) => self.0.intern(&lower),
        })
    }

    pub(crate) fn find(&self, text: &str) -> Option<NameId> {
        self.0.find(&lower(text)).map(NameId)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A data key.
#[derive(Clone, Debug)]
pub(crate) struct KeyDef {
    pub(crate) text: Arc<str>,
    pub(crate) name: NameId,
    /// The questions whose value it holds, in document order.
    pub(crate) questions: Few<ElementId>,
}

/// The data keys that are known from the definition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    texts: TextIndex,
    defs: Vec<KeyDef>,
}

impl Keys {
    pub(crate) fn intern(&mut self, text: &Arc<str>, names: &mut Names) -> KeyId {
        let number = self.texts.intern_arc(text);
        if number as usize == self.defs.len() {
            self.defs.push(KeyDef {
                text: Arc::clone(text),
                name: names.intern_arc(text),
                questions: Few::default(),
            });
        }
        KeyId(number)
    }

    pub(crate) fn find(&self, text: &str) -> Option<KeyId> {
        self.texts.find(text).map(KeyId)
    }

    pub(crate) fn get(&self, id: KeyId) -> Option<&KeyDef> {
        self.defs.get(id.0 as usize)
    }

    pub(crate) fn get_mut(&mut self, id: KeyId) -> Option<&mut KeyDef> {
        self.defs.get_mut(id.0 as usize)
    }

    pub(crate) fn len(&self) -> usize {
        self.defs.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (KeyId, &KeyDef)> {
        self.defs
            .iter()
            .enumerate()
            .map(|(at, def)| (KeyId(at as u32), def))
    }
}

/// Where the value of one `{name}` is found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Read {
    /// `{pageno}`.
    PageNumber,
    /// `{pagecount}`.
    PageCount,
    /// `{locale}`.
    Locale,
    /// `{questionCount}`, `{correctAnswers}`, `{incorrectAnswers}`.
    Quiz(crate::quiz::QuizNumber),
    /// `{self}`, and a path inside it.
    Own { whole: bool },
    /// `{item}` of a choice's condition: the choice's value.
    Item { whole: bool },
    /// `{$name.property}`.
    Property(Box<PropertyRead>),
    /// `{panel.x}` of the ordinary panel around the question: a name of one of its questions.
    Sibling { question: ElementId, whole: bool },
    /// `{panel.x}`, `{row.x}`, `{rowIndex}` ... in a row or panel.
    Inner(Box<crate::item_names::InnerRead>),
    /// `{matrix}` of a total: the visible rows.
    Rows,
    /// `{totalRow.x}` of a total.
    Total(Box<casement_expression::Path>),
    /// A variable, a question or a data key: the dotted prefixes, longest first.
    Name(Few<Candidate>),
}

/// `{$q1.isVisible}`: an element (none: the survey) and the path after it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PropertyRead {
    pub(crate) owner: PropertyOwner,
    pub(crate) path: Box<str>,
}

impl PropertyRead {
    /// The element whose property it is, where it is one's.
    pub(crate) fn element(&self) -> Option<ElementId> {
        match self.owner {
            PropertyOwner::Element(id) => Some(id),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PropertyOwner {
    Survey,
    /// The question whose expression it is: `{$self.title}` (`QuestionValueGetterContext`).
    Own,
    Element(ElementId),
    Unknown,
}

/// One dotted prefix of a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) name: NameId,
    /// The first question with that value name.
    pub(crate) question: Option<ElementId>,
    /// How many bytes of the name it covers, an index not included.
    pub(crate) length: u32,
    /// Covers the whole name.
    pub(crate) whole: bool,
}

/// The dotted prefixes of a name, longest first, each ending before an index: for `a.b[0].c`
/// that is `a.b` and `a`. The second number tells where a rest begins.
pub(crate) fn prefixes(name: &str) -> impl Iterator<Item = &str> {
    let head = name.split('[').next().filter(|head| !head.is_empty());
    std::iter::successors(head, |longer| {
        let end = longer.rfind('.').filter(|at| *at > 0)?;
        longer.get(..end)
    })
}

/// Finds what names mean, while loading and while filling in texts.
pub(crate) struct Resolver<'a> {
    pub(crate) keys: &'a Keys,
    pub(crate) by_folded: &'a ById<NameId, ElementId>,
    pub(crate) containers: &'a ByText<ElementId>,
}

impl Resolver<'_> {
    /// The meaning of a name; `number` gives a name its id.
    pub(crate) fn resolve(
        &self,
        name: &str,
        number: &mut dyn FnMut(&str) -> Option<NameId>,
    ) -> Read {
        if !EVERY_PROPERTY {
            return Read::Name(self.candidates(name, number));
        }
        let lower = lower(name);
        match &*lower {
            "pageno" => return Read::PageNumber,
            "pagecount" => return Read::PageCount,
            "locale" => return Read::Locale,
            "self" => return Read::Own { whole: true },
            _ => {}
        }
        if let Some(number) = crate::quiz::QuizNumber::of(&lower) {
            return Read::Quiz(number);
        }
        if lower.starts_with("self.") || lower.starts_with("self[") {
            return Read::Own { whole: false };
        }
        if let Some(rest) = name.strip_prefix('$') {
            return Read::Property(Box::new(self.property(rest, number)));
        }
        let name = name.strip_suffix("-unwrapped").unwrap_or(name);
        Read::Name(self.candidates(name, number))
    }

    /// The dotted prefixes of a name with the questions that they name.
    pub(crate) fn candidates(
        &self,
        name: &str,
        number: &mut dyn FnMut(&str) -> Option<NameId>,
    ) -> Few<Candidate> {
        let mut candidates = Few::default();
        for prefix in prefixes(name) {
            if let Some(id) = number(prefix) {
                candidates.push(Candidate {
                    name: id,
                    question: self.question(prefix, id),
                    length: prefix.len() as u32,
                    whole: prefix.len() == name.len(),
                });
            }
        }
        candidates
    }

    fn question(&self, exact: &str, id: NameId) -> Option<ElementId> {
        let key = self.keys.find(exact).and_then(|key| self.keys.get(key));
        key.and_then(|key| key.questions.first().copied())
            .or_else(|| self.by_folded.get(&id).copied())
    }

    fn property(&self, rest: &str, number: &mut dyn FnMut(&str) -> Option<NameId>) -> PropertyRead {
        let folded = lower(rest);
        if let Some(path) = folded.strip_prefix("survey.") {
            let path = rest.get(rest.len() - path.len()..).unwrap_or_default();
            return PropertyRead {
                owner: PropertyOwner::Survey,
                path: path.into(),
            };
        }
        if let Some(path) = rest.strip_prefix("self.") {
            return PropertyRead {
                owner: PropertyOwner::Own,
                path: path.into(),
            };
        }
        for (at, _) in rest.rmatch_indices('.') {
            let (Some(owner), Some(path)) = (rest.get(..at), rest.get(at + 1..)) else {
                continue;
            };
            let container = self
                .containers
                .iter()
                .find(|(name, _)| lower(name) == lower(owner));
            let found = container
                .map(|(_, id)| *id)
                .or_else(|| number(owner).and_then(|id| self.question(owner, id)));
            if let Some(id) = found {
                return PropertyRead {
                    owner: PropertyOwner::Element(id),
                    path: path.into(),
                };
            }
        }
        PropertyRead {
            owner: PropertyOwner::Unknown,
            path: rest.into(),
        }
    }
}

#[cfg(test)]
mod tests {

    #[test]
    fn the_longest_dotted_prefix_comes_first_and_ends_before_an_index() {
        let prefixes = |name| super::prefixes(name).collect::<Vec<_>>();
        assert_eq!(prefixes("a.b[0].c"), ["a.b", "a"]);
        assert_eq!(prefixes("a..b."), ["a..b.", "a..b", "a.", "a"]);
        assert_eq!(prefixes("a"), ["a"]);
        assert_eq!(prefixes(".a"), [".a"]);
        assert_eq!(prefixes(""), Vec::<&str>::new());
    }
}
