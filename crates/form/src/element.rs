//! One element of a running form, for reading. Nothing here changes anything.

use std::num::NonZeroU32;
use std::sync::Arc;

use crate::{Choice, FieldError, Form, Value};

/// Whether definitions can name every type of SurveyJS. A module that only runs forms of its own,
/// of pages, panels, texts and yes or no, is lighter without the others: the compiler leaves out
/// what is reached only behind this.
pub(crate) const EVERY_TYPE: bool = cfg!(feature = "every-type");

/// The number of an element in one form. Elements inside dynamic panels and tables have numbers too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ElementId(NonZeroU32);

impl ElementId {
    /// The id of a number from 0. One more is kept, so that an id that may be missing is one word.
    pub(crate) const fn new(number: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(number))
    }

    /// The number itself: no other element of the same form has it. [`Form::element_at`] gives the id
    /// back.
    pub const fn as_u32(self) -> u32 {
        self.0.get() - 1
    }

    /// Its place among the elements.
    pub(crate) const fn index(self) -> usize {
        self.as_u32() as usize
    }
}

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
    /// A row of a matrix with cell questions, or the frame around the inputs of a multiple text.
    MatrixRow,
}

impl ElementKind {
    /// The types that a definition can name.
    pub(crate) const NAMES: [(&'static str, ElementKind); 26] = [
        ("page", ElementKind::Page),
        ("panel", ElementKind::Panel),
        ("flowpanel", ElementKind::FlowPanel),
        ("text", ElementKind::Text),
        ("comment", ElementKind::Comment),
        ("boolean", ElementKind::Boolean),
        ("html", ElementKind::Html),
        ("image", ElementKind::Image),
        ("radiogroup", ElementKind::Radiogroup),
        ("dropdown", ElementKind::Dropdown),
        ("buttongroup", ElementKind::ButtonGroup),
        ("checkbox", ElementKind::Checkbox),
        ("tagbox", ElementKind::Tagbox),
        ("ranking", ElementKind::Ranking),
        ("imagepicker", ElementKind::ImagePicker),
        ("rating", ElementKind::Rating),
        ("slider", ElementKind::Slider),
        ("imagemap", ElementKind::ImageMap),
        ("matrix", ElementKind::Matrix),
        ("matrixdropdown", ElementKind::MatrixDropdown),
        ("matrixdynamic", ElementKind::MatrixDynamic),
        ("paneldynamic", ElementKind::PanelDynamic),
        ("multipletext", ElementKind::MultipleText),
        ("expression", ElementKind::Expression),
        ("file", ElementKind::File),
        ("signaturepad", ElementKind::SignaturePad),
    ];

    pub(crate) fn of(name: &str) -> Option<ElementKind> {
        ElementKind::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, kind)| *kind)
            .filter(|kind| EVERY_TYPE || kind.is_simple())
    }

    /// SurveyJS's name of the type (`matrixdynamic`); of what no definition can name, ours.
    pub fn name(self) -> &'static str {
        match self {
            ElementKind::Custom => "custom",
            ElementKind::Composite => "composite",
            ElementKind::MatrixRow => "matrixrow",
            _ => ElementKind::NAMES
                .iter()
                .find(|(_, kind)| *kind == self)
                .map_or("", |(name, _)| name),
        }
    }

    /// A page or a panel: other elements lie in it.
    pub const fn is_container(self) -> bool {
        matches!(
            self,
            ElementKind::Page
                | ElementKind::Panel
                | ElementKind::FlowPanel
                | ElementKind::MatrixRow
        )
    }

    /// Offers items to choose from.
    pub const fn has_choices(self) -> bool {
        matches!(
            self,
            ElementKind::Radiogroup
                | ElementKind::Dropdown
                | ElementKind::ButtonGroup
                | ElementKind::Checkbox
                | ElementKind::Tagbox
                | ElementKind::Ranking
                | ElementKind::ImagePicker
                | ElementKind::Rating
        )
    }

    /// Holds a list of rows or panels, as long as it grows.
    pub(crate) const fn is_listed(self) -> bool {
        matches!(self, ElementKind::MatrixDynamic | ElementKind::PanelDynamic)
    }

    /// Its question has lists among its properties in SurveyJS, besides its value.
    pub(crate) const fn has_list_properties(self) -> bool {
        matches!(
            self,
            ElementKind::File
                | ElementKind::MatrixDynamic
                | ElementKind::PanelDynamic
                | ElementKind::Slider
                | ElementKind::ImageMap
                | ElementKind::ImagePicker
                | ElementKind::Boolean
                | ElementKind::Expression
                | ElementKind::Rating
                | ElementKind::SignaturePad
                | ElementKind::Dropdown
                | ElementKind::Radiogroup
                | ElementKind::ButtonGroup
        )
    }

    /// Can be in a definition without every type.
    const fn is_simple(self) -> bool {
        matches!(
            self,
            ElementKind::Page
                | ElementKind::Panel
                | ElementKind::Text
                | ElementKind::Comment
                | ElementKind::Boolean
                | ElementKind::Html
        )
    }

    /// Holds an answer.
    pub const fn has_value(self) -> bool {
        !self.is_container() && !self.is_shown_only()
    }

    /// A text or a picture, which the data may have something for all the same.
    pub(crate) const fn is_shown_only(self) -> bool {
        matches!(self, ElementKind::Html | ElementKind::Image)
    }
}

/// A view of one element at this moment.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    pub(crate) form: &'a Form,
    pub(crate) id: ElementId,
}

impl<'a> Element<'a> {
    /// Its number.
    pub fn id(&self) -> ElementId {
        self.id
    }

    /// Its type.
    pub fn kind(&self) -> ElementKind {
        self.form.def(self.id).kind
    }

    /// The name of its type as a definition writes it: SurveyJS's, or that of a registered component,
    /// in lower case.
    pub fn type_name(&self) -> &'a str {
        match self.form.component(self.id) {
            Some(component) => &component.name,
            None => self.kind().name(),
        }
    }

    /// Its name; of a panel or page the one that code gave it, where it did.
    pub fn name(&self) -> &'a str {
        let def = self.form.def(self.id);
        let given = self.form.override_of(Some(self.id), "name");
        let given = given.filter(|_| def.is_container());
        given.and_then(Value::as_str).unwrap_or(&def.name)
    }

    /// Its title with `{name}` filled in; for a question without one, its name.
    pub fn title(&self) -> String {
        self.form.title(self.id)
    }

    /// A localizable property (`description`, `placeholder`, `html`, `labelTrue`,
    /// `requiredErrorText` ...) in the form's locale, with `{name}` filled in and the built-in
    /// text where the definition gives none; "" where there is none at all.
    ///
    /// In `html` what is filled in is escaped.
    pub fn text(&self, property: &str) -> String {
        self.form.element_text(self.id, property)
    }

    /// Any other property (`inputType`, `rows`, `maxLength`, `autocomplete` ...) as given, else its
    /// default, else `Undefined`.
    pub fn property(&self, name: &str) -> Value {
        self.form.known_property(self.id, name)
    }

    /// Shown: its own condition and that of all it lies in.
    pub fn is_shown(&self) -> bool {
        self.form.is_shown(self.id)
    }

    /// Its own visibility, without its parents.
    pub fn is_visible(&self) -> bool {
        self.form.is_visible(self.id)
    }

    /// Can't be changed by the visitor.
    pub fn is_read_only(&self) -> bool {
        self.form.is_read_only(self.id)
    }

    /// Must be answered.
    pub fn is_required(&self) -> bool {
        self.form.is_required(self.id)
    }

    /// The answer.
    pub fn value(&self) -> Value {
        self.form.held_value(self.id)
    }

    /// What the input shows: the answer, masked where there is a mask, or a text typed into it that
    /// isn't complete yet.
    pub fn input_text(&self) -> Value {
        self.form.input_text(self.id)
    }

    /// The answer as text for people: a choice's text, "Yes", "No" ...
    pub fn display_value(&self) -> Value {
        self.form.display_value(self.id)
    }

    /// The items that a choice question offers, in order; empty for other questions.
    pub fn choices(&self) -> Vec<Choice> {
        self.form.choices(self.id)
    }

    /// The choices are being fetched, or files are being read or uploaded.
    pub fn is_loading(&self) -> bool {
        self.form.is_loading_choices(self.id) || self.form.is_uploading(self.id)
    }

    /// The comment as SurveyJS's `question.comment` gives it: a text, or nothing at all where the
    /// question was answered from the start and never had one.
    pub fn comment_if_any(&self) -> Option<String> {
        self.form.question_comment(self.id)
    }

    /// The comment, where the question has heard of one; words for "other" may be what is no text.
    pub fn known_comment(&self) -> Value {
        self.form.known_comment(self.id)
    }

    /// The comment, "" without one.
    pub fn comment(&self) -> String {
        self.form.comment_of(self.id)
    }

    /// Errors and notices, in the order in which they are shown.
    pub fn errors(&self) -> &'a [FieldError] {
        self.form.errors.get(&self.id).map_or(&[], Vec::as_slice)
    }

    /// The elements inside (of a page or panel; the rows or panels of a question that has them),
    /// visible or not, in order.
    pub fn children(&self) -> &'a [ElementId] {
        self.form.children(self.id)
    }

    /// The rows of a matrix or the panels of a dynamic panel that are visible, in order.
    pub fn visible_items(&self) -> Vec<ElementId> {
        let form = self.form;
        let items = form.visible_items(self.id).into_iter();
        items.map(|item| form.items.get(item).frame).collect()
    }

    /// The names of the columns of a matrix that are shown, in order.
    pub fn visible_columns(&self) -> Vec<Value> {
        self.form.visible_columns(self.id)
    }

    /// The cells of a row, in the order of the columns; what is in its detail panel isn't among them.
    pub fn cells(&self) -> &'a [ElementId] {
        let columns = self.parent().and_then(|owner| {
            let kind = self.form.item_kind(owner)?;
            let items = self.form.def(owner).items.as_ref()?;
            kind.is_row().then_some(items.columns.len())
        });
        let inside = self.form.children(self.id);
        match columns {
            None => inside,
            Some(columns) => inside.get(..columns).unwrap_or(inside),
        }
    }

    /// Of a row the value that names it: as given, or a number of its own (`srow_0`).
    pub fn row_value(&self) -> Value {
        let item = self.form.items.item_of(self.id);
        item.map(|item| self.form.row_name(item))
            .unwrap_or_default()
    }

    /// Of a row or panel: whether a host asks the person, in the words of its question's
    /// `confirmDeleteText`, before it takes it out. `confirmDelete` is on, and something is in it,
    /// in a panel something else than `defaultPanelValue` (`isRequireConfirmOnRowDelete` and
    /// `isRequireConfirmOnDelete` of survey-core). [`Form::remove_item`] itself asks nobody.
    pub fn asks_before_removal(&self) -> bool {
        let Some(item) = self.form.items.item_of(self.id) else {
            return false;
        };
        let item = self.form.items.get(item);
        let asks = |name| self.form.known_property(item.owner, name);
        let value = Value::Object(Arc::clone(&item.object));
        asks("confirmDelete").is_true() && !value.is_empty() && value != asks("defaultPanelValue")
    }

    /// The question in this row or panel with that name. Of a question of a registered type: the
    /// question inside; where there is only one, that, whatever its name.
    pub fn question(&self, name: &str) -> Option<ElementId> {
        if let Some(content) = self.form.content_of(self.id)
            && self.form.is_component(self.id)
        {
            let single = self.form.question_inside_custom(self.id);
            return single.or_else(|| self.form.question_in(content, name));
        }
        self.form
            .question_in(self.form.items.item_of(self.id)?, name)
    }

    /// A condition decides of some of its choices.
    pub fn has_choice_conditions(&self) -> bool {
        let rules = self.form.def(self.id).rules.iter();
        let mut rules = rules.map(|rule| self.form.rule_of(self.id, *rule));
        let list = self.form.def(self.id).choice_list();
        let mut common = list.into_iter().flat_map(|list| &list.common);
        common.any(Option::is_some)
            || rules.any(|rule| {
                use crate::model::Effect;
                match rule.effect {
                    Effect::ItemVisible(_) | Effect::ItemEnable(_) | Effect::LoadedItems => true,
                    Effect::Choices => rule.expression.is_some(),
                    _ => false,
                }
            })
    }

    /// The values of the rows and of the columns of a simple matrix that are visible.
    pub fn matrix_items(&self) -> (Vec<Value>, Vec<Value>) {
        self.form.visible_matrix_items(self.id)
    }

    /// The totals of a matrix by column: value, and text for people.
    pub fn totals(&self) -> Vec<(String, Value, Value)> {
        self.form.totals_with_texts(self.id)
    }

    /// Of a panel under a choice of a radio group or checkbox: the value of the choice. The panel is
    /// among the [`children`](Element::children) of that question.
    pub fn choice_above(&self) -> Option<&'a Value> {
        self.form.choice_above(self.id)
    }

    /// Lies under a choice that isn't chosen, and so is not on the screen: [`is_shown`](Element::is_shown)
    /// says of such elements, as survey-core does, whether their own conditions hold.
    pub fn is_under_closed_choice(&self) -> bool {
        self.form.is_under_closed_choice(self.id)
    }

    /// What it lies in; a row's or dynamic panel's is its question, and so is that of a panel under a
    /// choice.
    pub fn parent(&self) -> Option<ElementId> {
        self.form.parent(self.id)
    }

    /// The page it lies on; a page's is itself.
    pub fn page(&self) -> ElementId {
        self.form.page(self.id)
    }

    /// The number shown before the title ("1."), "" where none is shown.
    pub fn number(&self) -> String {
        self.form.number(self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::schema;

    #[test]
    fn a_type_is_known_where_it_is_taken_and_then_its_properties_are_too() {
        let known = |name: &str| ElementKind::of(name).is_some();
        assert!(known("text") && known("html") && known("boolean"));
        assert_eq!(known("matrixdynamic"), EVERY_TYPE);
        for (name, _) in ElementKind::NAMES.iter().filter(|(name, _)| known(name)) {
            assert!(schema().class(name).is_some(), "{name} has no properties");
        }
    }
}
