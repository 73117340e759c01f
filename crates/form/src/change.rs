//! What followed from a step: one fact per change, to be read again from the form.

use crate::ElementId;

/// One thing that is different after a step. The new state is read from the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// The element's value.
    Value(ElementId),
    /// The element's comment.
    Comment(ElementId),
    /// Whether the element is shown (its own condition and everything that it lies in).
    Shown(ElementId),
    /// Whether the element is read-only.
    ReadOnly(ElementId),
    /// Whether the element is required.
    Required(ElementId),
    /// The element's errors or notices.
    Errors(ElementId),
    /// The element's choices (which are visible, which enabled).
    Choices(ElementId),
    /// A text of the element (title, description, html ... with `{name}` filled in), its number,
    /// or another property of it.
    Text(ElementId),
    /// The elements inside (rows, panels).
    Children(ElementId),
    /// A text or another property of the survey itself.
    Survey,
    /// The current page, or the list of visible pages.
    Page,
    /// The state: running, completed ...
    State,
    /// The progress.
    Progress,
}

impl Change {
    /// What it is about; `None` where it is about the form.
    pub const fn element(self) -> Option<ElementId> {
        split(self).0
    }
}

/// The changes of one step, each once.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    list: Vec<Change>,
    /// For each element, a bit for each kind of change that the list holds.
    seen: Vec<u16>,
    seen_of_form: u16,
}

impl Changes {
    pub(crate) fn add(&mut self, change: Change) {
        let (element, bit) = split(change);
        let seen = match element {
            Some(id) => {
                let at = id.index();
                if at >= self.seen.len() {
                    self.seen.resize(at + 1, 0);
                }
                &mut self.seen[at]
            }
            None => &mut self.seen_of_form,
        };
        if *seen & bit == 0 {
            *seen |= bit;
            self.list.push(change);
        }
    }

    pub(crate) fn take(&mut self) -> Vec<Change> {
        for change in &self.list {
            match split(*change)
                .0
                .and_then(|id| self.seen.get_mut(id.index()))
            {
                Some(seen) => *seen = 0,
                None => self.seen_of_form = 0,
            }
        }
        std::mem::take(&mut self.list)
    }
}

const fn split(change: Change) -> (Option<ElementId>, u16) {
    match change {
        Change::Value(id) => (Some(id), 1),
        Change::Comment(id) => (Some(id), 1 << 1),
        Change::Shown(id) => (Some(id), 1 << 2),
        Change::ReadOnly(id) => (Some(id), 1 << 3),
        Change::Required(id) => (Some(id), 1 << 4),
        Change::Errors(id) => (Some(id), 1 << 5),
        Change::Choices(id) => (Some(id), 1 << 6),
        Change::Text(id) => (Some(id), 1 << 7),
        Change::Children(id) => (Some(id), 1 << 8),
        Change::Survey => (None, 1),
        Change::Page => (None, 1 << 1),
        Change::State => (None, 1 << 2),
        Change::Progress => (None, 1 << 3),
    }
}
