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
    /// A text of the element (title, description, html ... with `{name}` filled in).
    Text(ElementId),
    /// The elements inside (rows, panels).
    Children(ElementId),
    /// The current page, or the list of visible pages.
    Page,
    /// The state: running, completed ...
    State,
    /// The progress.
    Progress,
}
