//! One element of a running form, for reading.

use crate::{FieldError, Form, Value};

/// The number of an element in one form. Elements inside dynamic panels and tables have numbers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(pub(crate) u32);

/// SurveyJS's element types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names are SurveyJS's")]
pub enum ElementKind {
    Page,
    Panel,
    FlowPanel,
    Text,
    Comment,
    Boolean,
    Html,
    Image,
    Radiogroup,
    Dropdown,
    ButtonGroup,
    Checkbox,
    Tagbox,
    Ranking,
    ImagePicker,
    Rating,
    Slider,
    ImageMap,
    Matrix,
    MatrixDropdown,
    MatrixDynamic,
    PanelDynamic,
    MultipleText,
    Expression,
    File,
    SignaturePad,
    Custom,
    Composite,
}

/// A view of one element at this moment.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    #[allow(dead_code, reason = "skeleton")]
    pub(crate) form: &'a Form,
    #[allow(dead_code, reason = "skeleton")]
    pub(crate) id: ElementId,
}

impl<'a> Element<'a> {
    /// Its number.
    pub fn id(&self) -> ElementId { todo!() }
    /// Its type.
    pub fn kind(&self) -> ElementKind { todo!() }
    /// Its name.
    pub fn name(&self) -> &'a str { todo!() }
    /// Its title with `{name}` filled in; for a question without one, its name.
    pub fn title(&self) -> String { todo!() }
    /// A localizable property (`description`, `placeholder`, `html`, `labelTrue`,
    /// `requiredErrorText` ...) in the form's locale, with `{name}` filled in and the built-in
    /// text where the definition gives none; "" where there is none at all.
    pub fn text(&self, _property: &str) -> String { todo!() }
    /// Any other property (`inputType`, `rows`, `maxLength`, `autocomplete` ...) as given, else its
    /// default, else `Undefined`.
    pub fn property(&self, _name: &str) -> Value { todo!() }
    /// Shown: its own condition and that of all it lies in.
    pub fn is_shown(&self) -> bool { todo!() }
    /// Its own visibility, without its parents.
    pub fn is_visible(&self) -> bool { todo!() }
    /// Can't be changed by the visitor.
    pub fn is_read_only(&self) -> bool { todo!() }
    /// Must be answered.
    pub fn is_required(&self) -> bool { todo!() }
    /// The answer.
    pub fn value(&self) -> Value { todo!() }
    /// The comment, "" without one.
    pub fn comment(&self) -> String { todo!() }
    /// Errors and notices, in the order in which they are shown.
    pub fn errors(&self) -> &'a [FieldError] { todo!() }
    /// The elements inside (of a page or panel), visible or not, in order.
    pub fn children(&self) -> &'a [ElementId] { todo!() }
    /// What it lies in.
    pub fn parent(&self) -> Option<ElementId> { todo!() }
    /// The number shown before the title ("1."), "" where none is shown.
    pub fn number(&self) -> String { todo!() }
}
