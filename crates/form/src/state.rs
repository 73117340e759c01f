//! What a form keeps for each element: a value, some flags, a count of visible children.

use crate::model::{ElementDef, Input};
use crate::schema::EVERY_PROPERTY;
use crate::{ElementKind, Value};

/// The state of one element.
#[derive(Clone, Debug, Default)]
pub(crate) struct ElementState {
    pub(crate) value: Value,
    flags: u32,
    /// Of a container: how many children are visible.
    pub(crate) visible_children: u32,
}

/// One bit of an element's state.
#[derive(Clone, Copy, Debug)]
#[repr(u32)]
pub(crate) enum Flag {
    /// `visible`: its own condition, not what it lies in.
    Visible = 1,
    ReadOnly = 1 << 1,
    Required = 1 << 2,
    /// The value was given by a person or by code, not by a default.
    Direct = 1 << 3,
    /// Of a container: visible when last settled.
    Settled = 1 << 4,
    /// The value is just being set through the question.
    Setting = 1 << 5,
    /// Was answered before the value that is just being set.
    WasAnswered = 1 << 6,
    /// A default is just being set.
    ByDefault = 1 << 7,
    /// Offers nothing, and is hidden for that.
    Empty = 1 << 8,
    /// Items came or went, and what follows from that is still to be done.
    ItemsChanged = 1 << 9,
    /// Has a comment, be it an empty one.
    Commented = 1 << 10,
    /// Held a list before it was emptied.
    HeldList = 1 << 11,
    /// Its "other" was left while it had a text: the comment goes when the question is next set.
    CommentDue = 1 << 12,
    /// Lies under a choice that was chosen while its question was on the screen.
    Drawn = 1 << 13,
    /// Of a ranking: its order was given by a person or with the data.
    Ranked = 1 << 14,
    /// A comment came with the survey's data for a question that has no place for one.
    Overlooked = 1 << 15,
    /// Its "other" had a text before the survey's data came.
    Told = 1 << 16,
    /// Has had its turn while the form was loaded: its limits are known.
    Loaded = 1 << 17,
    /// Expressions read the value as it is held, as long as no property is set while the form runs:
    /// the question offers no choices, has no mask and nothing inside, and is no matrix.
    Plain = 1 << 18,
    /// Is a page or a panel: visible only with a visible child.
    Container = 1 << 19,
    /// Is a row, which may be hidden by the condition of its matrix.
    Row = 1 << 20,
}

impl Flag {
    /// Set only where a property says so that not every build knows.
    const fn follows_a_property(self) -> bool {
        matches!(
            self,
            Flag::ReadOnly
                | Flag::ByDefault
                | Flag::Empty
                | Flag::ItemsChanged
                | Flag::Commented
                | Flag::Overlooked
                | Flag::Told
                | Flag::Loaded
                | Flag::Row
        )
    }
}

impl ElementState {
    #[inline(always)]
    pub(crate) const fn is(&self, flag: Flag) -> bool {
        if !EVERY_PROPERTY && flag.follows_a_property() {
            return false;
        }
        self.flags & flag as u32 != 0
    }

    pub(crate) const fn set(&mut self, flag: Flag, on: bool) {
        if on {
            self.flags |= flag as u32;
        } else {
            self.flags &= !(flag as u32);
        }
    }
}

/// Offers no choices, has no mask and nothing inside, and isn't read from the data as a matrix is.
fn is_plain(element: &ElementDef) -> bool {
    let is_masked = matches!(&element.input, Input::Text(input) if input.masked);
    element.choice_list().is_none()
        && !element.has_items()
        && element.kind != ElementKind::Matrix
        && !is_masked
}

/// The states before any condition was evaluated.
pub(crate) fn initial(elements: &[ElementDef]) -> Vec<ElementState> {
    let mut states: Vec<ElementState> = Vec::with_capacity(elements.len());
    for element in elements {
        let mut state = ElementState::default();
        let own = &element.properties;
        state.set(Flag::Visible, own.flag("visible").unwrap_or(true));
        state.set(Flag::ReadOnly, own.flag("readOnly").unwrap_or(false));
        let required = own.get("isRequired").is_some_and(Value::is_truthy);
        state.set(Flag::Required, required);
        state.set(Flag::Plain, is_plain(element));
        if EVERY_PROPERTY {
            state.set(Flag::Row, element.kind == ElementKind::MatrixRow);
        }
        state.set(
            Flag::Container,
            element.is_container() && element.kind != ElementKind::MatrixRow,
        );
        if element.is_list() {
            state.value = Value::from(Vec::new());
        }
        states.push(state);
    }
    // Children stand behind what they lie in, so going backwards counts the innermost first.
    for (at, element) in elements.iter().enumerate().rev() {
        let Some(state) = states.get_mut(at) else {
            continue;
        };
        let visible =
            state.is(Flag::Visible) && (!state.is(Flag::Container) || state.visible_children > 0);
        state.set(Flag::Settled, visible);
        if let Some(parent) = element.parent.filter(|_| visible)
            && let Some(parent) = states.get_mut(parent.index())
        {
            parent.visible_children += 1;
        }
    }
    states
}
