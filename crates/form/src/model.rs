//! The checked definition: elements, rules and names as numbered rows of tables, ready to run.
//!
//! Everything here is immutable after loading and shared by all forms that run it. Numbers are
//! dense: an [`ElementId`] is a place in `elements`, a [`RuleId`] a place in `rules`, and the order
//! of the rules is SurveyJS's order of evaluation (reference 3.1). Nothing here knows an answer.

mod readers;

use crate::element::EVERY_TYPE;
use casement_expression::lower;
use std::num::NonZeroU32;
use std::sync::Arc;

use casement_expression::Program;

use crate::components::Component;
use crate::late_validators::Unread;
use crate::names::{KeyId, Keys, NameId, Names, Read};
use crate::random_order::RandomPlace;
use crate::schema::{EVERY_PROPERTY, is_known};
use crate::tables::{ById, ByText, IdSet};
use crate::{ElementId, ElementKind, Value};

pub(crate) use readers::Readers;

/// The number of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ExpressionId(NonZeroU32);

impl ExpressionId {
    /// The id of a place from 0; one more is kept, as of [`ElementId`].
    pub(crate) const fn new(place: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(place as u32))
    }

    /// Its place among the expressions.
    pub(crate) const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The number of a rule; smaller numbers are evaluated first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RuleId(pub(crate) u32);

/// The number of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TemplateId(pub(crate) u32);

/// What the items of a question are: each item holds one copy of a template's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    /// A panel of a dynamic panel.
    Panel,
    /// A row of a matrix whose rows are given.
    Row,
    /// A row of a dynamic matrix.
    DynamicRow,
    /// The inputs of a multiple text question.
    Inputs,
    /// What a registered component of several elements consists of.
    Composite,
    /// The one question of a registered component.
    Custom,
}

impl ItemKind {
    pub(crate) const fn is_row(self) -> bool {
        matches!(self, ItemKind::Row | ItemKind::DynamicRow)
    }

    /// The content of a registered component.
    pub(crate) const fn is_component(self) -> bool {
        matches!(self, ItemKind::Composite | ItemKind::Custom)
    }
}

/// The elements of one item with their rules: what a form makes rows and panels from. Its element
/// ids, rule ids and keys count from 0; element 0 is the panel or row itself.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub(crate) kind: ItemKind,
    /// The template that its question is an element of.
    pub(crate) outer: Option<TemplateId>,
    pub(crate) elements: Vec<ElementDef>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) keys: Keys,
    /// The first question of a value name, whatever its case.
    pub(crate) question_by_value_name: ById<NameId, ElementId>,
    /// Questions whose number of rows or panels is bound to a value of the item, and its name.
    pub(crate) bindings: Vec<(ElementId, Arc<str>)>,
    pub(crate) value_triggers: Vec<ValueTrigger>,
    /// For each of `value_triggers` the names of the item that it reads.
    pub(crate) value_trigger_names: Vec<Vec<NameId>>,
    /// For each of them the names of the survey that it reads.
    pub(crate) value_trigger_outer_names: Vec<Vec<NameId>>,
    /// Names of the survey that its rules read.
    pub(crate) rule_readers: Readers<RuleId>,
    /// Names of the item, of the item around it and so on, outwards, that its rules read.
    pub(crate) item_readers: Vec<Readers<RuleId>>,
    /// Rules that read another item, the item's place or the whole list.
    pub(crate) neighbour_readers: Vec<RuleId>,
    /// Those of them that are evaluated whatever changed, for they read the item's place.
    pub(crate) number_readers: Vec<RuleId>,
    /// Questions whose expression validators read a name of the survey.
    pub(crate) validator_readers: Readers<ElementId>,
    /// Questions that others of the item take choices from, and these.
    pub(crate) carriers: Vec<(ElementId, ElementId)>,
    /// Questions whose expression validators read another name of the row.
    pub(crate) row_watchers: Vec<ElementId>,
    pub(crate) always: Vec<RuleId>,
}

/// What a question with items knows of them beside their template.
#[derive(Clone, Debug, Default)]
pub(crate) struct ItemsDef {
    /// The rows of a matrix, where they are given.
    pub(crate) rows: Vec<RowDef>,
    /// The columns of a matrix.
    pub(crate) columns: Vec<ColumnDef>,
    /// Of a question whose type the host registered.
    pub(crate) component: Option<Arc<Component>>,
}

/// A given row.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowDef {
    pub(crate) value: Value,
    pub(crate) text: Value,
    pub(crate) visible_if: Option<ExpressionId>,
    pub(crate) enable_if: Option<ExpressionId>,
}

/// A column of a matrix with cell questions.
#[derive(Clone, Debug)]
pub(crate) struct ColumnDef {
    pub(crate) name: Arc<str>,
    /// The cell in the template.
    pub(crate) cell: ElementId,
    pub(crate) unique: bool,
    /// Hidden when none of its cells is visible: it has a `visibleIf`.
    pub(crate) by_cell: bool,
    pub(crate) total: Option<Total>,
}

/// The total of a column.
#[derive(Clone, Debug)]
pub(crate) struct Total {
    /// `totalExpression`, or what `totalType` stands for.
    pub(crate) expression: ExpressionId,
    /// It is that, and so reads nothing but its own column of the rows.
    pub(crate) of_column: bool,
    /// The column's condition, where `{row.x}` is the total of a column.
    pub(crate) visible_if: Option<ExpressionId>,
    /// Of the column: how the total is shown.
    pub(crate) properties: Properties,
}

/// A loaded definition.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// What random order follows from, where there is one.
    pub(crate) random_seed: Option<i32>,
    pub(crate) templates: Vec<Template>,
    /// Questions whose number of rows or panels is bound to a value, and its key.
    pub(crate) bindings: Vec<(ElementId, Arc<str>)>,
    /// Rules that ask for a property of a question: whether it is visible, shows errors ...
    pub(crate) property_readers: Vec<(Option<ElementId>, RuleId)>,
    /// The same in rows and panels.
    pub(crate) inner_property_readers: Vec<(Option<ElementId>, TemplateId, RuleId)>,
    /// Which templates' rules read a name of the survey.
    pub(crate) template_readers: Readers<TemplateId>,
    pub(crate) survey: Properties,
    /// Validators that a form reads when something is first checked.
    pub(crate) unread: Unread,
    pub(crate) elements: Vec<ElementDef>,
    pub(crate) pages: Vec<ElementId>,
    pub(crate) expressions: Vec<Expression>,
    pub(crate) rules: Vec<Rule>,
    /// The rules that are evaluated whatever changed.
    pub(crate) always: Vec<RuleId>,
    pub(crate) names: Names,
    pub(crate) keys: Keys,
    pub(crate) question_by_name: ByText<ElementId>,
    pub(crate) container_by_name: ByText<ElementId>,
    /// The first question of a value name, whatever its case.
    pub(crate) question_by_value_name: ById<NameId, ElementId>,
    /// For each question those that take their items from it.
    pub(crate) carriers: ById<ElementId, Vec<ElementId>>,
    /// The same of questions in rows and panels.
    pub(crate) inner_carriers: ById<ElementId, Vec<(TemplateId, ElementId)>>,
    pub(crate) calculated_names: IdSet<NameId>,
    pub(crate) calculated: Vec<Calculated>,
    pub(crate) value_triggers: Vec<ValueTrigger>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) completed_html: Vec<ConditionalText>,
    pub(crate) navigate_to_url: Vec<ConditionalText>,
    /// Who reads a name: the dependency graph.
    pub(crate) rule_readers: Readers<RuleId>,
    /// Who reads something inside the value of a name.
    pub(crate) rule_part_readers: Readers<RuleId>,
    pub(crate) text_readers: Readers<ElementId>,
    /// Elements of the form whose own texts may have names in them.
    pub(crate) with_names_in_texts: Vec<ElementId>,
    pub(crate) value_trigger_readers: Readers<u32>,
    pub(crate) trigger_readers: Readers<u32>,
    pub(crate) validator_readers: Readers<ElementId>,
    /// Rules that read the number of pages, or which one is shown.
    pub(crate) page_readers: Vec<RuleId>,
    /// Questions in items whose expression validators read another name of a panel around them.
    pub(crate) panel_watchers: Vec<(TemplateId, ElementId)>,
}

/// Properties as given, under their present names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Properties(pub(crate) Box<[(&'static str, Value)]>);

impl Properties {
    #[inline(always)]
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        if is_known(name) {
            self.find(name)
        } else {
            None
        }
    }

    /// As [`Properties::get`], for a name that the compiler doesn't see.
    pub(crate) fn find(&self, name: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    #[inline(always)]
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    #[inline(always)]
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(Value::as_bool)
    }
}

/// One element. Elements stand in document order, each container before what lies in it.
#[derive(Clone, Debug)]
pub(crate) struct ElementDef {
    pub(crate) kind: ElementKind,
    /// The class in the property table.
    pub(crate) class: &'static str,
    pub(crate) name: Arc<str>,
    /// The key of its value; `None` for what has no value.
    pub(crate) key: Option<KeyId>,
    /// Of a question under a choice in a row or panel: the name under which the survey's data hold
    /// its value.
    pub(crate) outer_key: Option<Arc<str>>,
    /// Of a panel under a choice: the value of the choice.
    pub(crate) choice: Option<Box<Value>>,
    pub(crate) parent: Option<ElementId>,
    /// The page it lies on (a page: itself).
    pub(crate) page: ElementId,
    pub(crate) children: Vec<ElementId>,
    /// One past the last element inside.
    pub(crate) end: ElementId,
    pub(crate) properties: Properties,
    pub(crate) validators: Vec<Validator>,
    pub(crate) rules: Vec<RuleId>,
    /// Of a container: the rule that settles whether anything in it is visible.
    pub(crate) settle: Option<RuleId>,
    /// Of a question with rows or panels: the rule that evaluates what is due in them.
    pub(crate) items_rule: Option<RuleId>,
    pub(crate) clear: ClearMode,
    pub(crate) input: Input,
    pub(crate) default_expression: Option<ExpressionId>,
    pub(crate) choices: Option<Box<ChoiceList>>,
    pub(crate) parts: Option<Box<Parts>>,
    /// What its rows or panels are made from.
    pub(crate) template: Option<TemplateId>,
    pub(crate) items: Option<Box<ItemsDef>>,
}

/// What an answer is turned into, and what a text question checks by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Input {
    /// The value is taken as it comes.
    #[default]
    Plain,
    /// A text question; `inputType` and its limits.
    Text(Arc<TextInput>),
    /// A boolean with its two values.
    Boolean(Box<(Value, Value)>),
    /// A comment question that takes line breaks out.
    OneLine,
}

/// The checks of a text question (reference 4.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct TextInput {
    pub(crate) kind: InputKind,
    pub(crate) min: Value,
    pub(crate) max: Value,
    pub(crate) step: Option<f64>,
    /// A mask is given.
    pub(crate) masked: bool,
}

/// `inputType`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum InputKind {
    #[default]
    Text,
    Number,
    Range,
    Date,
    DateTimeLocal,
    Time,
    Month,
    Week,
    Email,
    Url,
    Tel,
    Password,
    Color,
    /// A type that SurveyJS doesn't know: a text that keeps its limits.
    Unknown,
}

impl InputKind {
    pub(crate) fn of(text: &str) -> InputKind {
        match &*lower(text) {
            "number" => InputKind::Number,
            "range" => InputKind::Range,
            "date" => InputKind::Date,
            "datetime-local" | "datetime" | "datetime_local" => InputKind::DateTimeLocal,
            "time" => InputKind::Time,
            "month" => InputKind::Month,
            "week" => InputKind::Week,
            "email" => InputKind::Email,
            "url" => InputKind::Url,
            "tel" => InputKind::Tel,
            "password" => InputKind::Password,
            "color" => InputKind::Color,
            "text" => InputKind::Text,
            _ => InputKind::Unknown,
        }
    }

    pub(crate) const fn is_numeric(self) -> bool {
        EVERY_PROPERTY && matches!(self, InputKind::Number | InputKind::Range)
    }

    /// Its text tells nothing but itself: no number, no date.
    pub(crate) const fn is_plain(self) -> bool {
        matches!(
            self,
            InputKind::Text
                | InputKind::Email
                | InputKind::Url
                | InputKind::Tel
                | InputKind::Password
                | InputKind::Color
                | InputKind::Unknown
        )
    }

    /// Has `min` and `max`.
    pub(crate) const fn has_limits(self) -> bool {
        EVERY_PROPERTY
            && matches!(
                self,
                InputKind::Number
                    | InputKind::Range
                    | InputKind::Date
                    | InputKind::DateTimeLocal
                    | InputKind::Month
                    | InputKind::Time
                    | InputKind::Week
            )
    }
}

/// The rows and columns of a simple matrix, or the areas of an image map: items with conditions of
/// their own that aren't chosen as the items of a choice question are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    /// The rows, then the columns.
    pub(crate) items: Vec<ChoiceItem>,
    /// How many of them are rows.
    pub(crate) rows: usize,
}

impl Parts {
    pub(crate) fn rows(&self) -> &[ChoiceItem] {
        self.items.get(..self.rows).unwrap_or_default()
    }

    pub(crate) fn columns(&self) -> &[ChoiceItem] {
        self.items.get(self.rows..).unwrap_or_default()
    }
}

/// The items of a choice question, special ones at their places.
#[derive(Clone, Debug)]
pub(crate) struct ChoiceList {
    pub(crate) items: Vec<ChoiceItem>,
    /// `choicesVisibleIf` and `choicesEnableIf`, which items without conditions of their own follow.
    pub(crate) common: [Option<ExpressionId>; 2],
    pub(crate) by_url: Option<Box<ByUrl>>,
    /// What random order follows from, where there is one.
    pub(crate) random_seed: Option<i32>,
}

/// `choicesByUrl`: where choices come from, and what is what in the answer.
#[derive(Clone, Debug)]
pub(crate) struct ByUrl {
    pub(crate) url: String,
    pub(crate) path: String,
    pub(crate) value_name: String,
    pub(crate) title_name: String,
    pub(crate) image_name: String,
    pub(crate) allow_empty: bool,
}

/// One item.
#[derive(Clone, Debug, Default)]
pub(crate) struct ChoiceItem {
    pub(crate) value: Value,
    pub(crate) text: Value,
    pub(crate) visible_if: Option<ExpressionId>,
    pub(crate) enable_if: Option<ExpressionId>,
    pub(crate) exclusive: bool,
    /// Takes a comment, and whether it must have one.
    pub(crate) comment: bool,
    pub(crate) comment_required: bool,
    /// A picture to pick that has no image, so that it is never chosen
    /// (`QuestionImagePickerModel.isItemSelected`).
    pub(crate) imageless: bool,
    pub(crate) random_place: RandomPlace,
    pub(crate) special: Option<Special>,
}

impl ChoiceItem {
    /// Nothing else can be chosen beside it.
    pub(crate) const fn is_exclusive(&self) -> bool {
        self.exclusive
            || matches!(
                self.special,
                Some(Special::None | Special::Refused | Special::DontKnow)
            )
    }
}

/// The items that choice questions bring along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Special {
    SelectAll,
    None,
    Refused,
    DontKnow,
    Other,
}

impl Special {
    pub(crate) const fn value(self) -> &'static str {
        match self {
            Special::SelectAll => "",
            Special::None => "none",
            Special::Refused => "refused",
            Special::DontKnow => "dontknow",
            Special::Other => "other",
        }
    }

    /// The property with the author's text.
    pub(crate) const fn text_property(self) -> &'static str {
        match self {
            Special::SelectAll => "selectAllText",
            Special::None => "noneText",
            Special::Refused => "refuseText",
            Special::DontKnow => "dontKnowText",
            Special::Other => "otherText",
        }
    }

    pub(crate) const fn catalogue_key(self) -> &'static str {
        match self {
            Special::SelectAll => "selectAllItemText",
            Special::None => "noneItemText",
            Special::Refused => "refuseItemText",
            Special::DontKnow => "dontKnowItemText",
            Special::Other => "otherItemText",
        }
    }
}

/// `clearIfInvisible`, and the survey's `clearInvisibleValues`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ClearMode {
    /// The survey's.
    #[default]
    Default,
    None,
    OnComplete,
    OnHidden,
    OnHiddenContainer,
}

impl ClearMode {
    pub(crate) fn of(value: &Value) -> ClearMode {
        match value {
            Value::Bool(true) => ClearMode::OnComplete,
            Value::Bool(false) => ClearMode::None,
            Value::String(text) => match &**text {
                "none" => ClearMode::None,
                "onComplete" => ClearMode::OnComplete,
                "onHidden" => ClearMode::OnHidden,
                "onHiddenContainer" => ClearMode::OnHiddenContainer,
                _ => ClearMode::Default,
            },
            _ => ClearMode::Default,
        }
    }
}

/// A compiled expression with its names resolved.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    pub(crate) text: Arc<str>,
    /// `None` where the text is no expression.
    pub(crate) program: Option<Program>,
    /// One for each of the program's names.
    pub(crate) reads: Box<[Read]>,
}

/// An expression (or, to settle a container, none) with what its result does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) owner: ElementId,
    pub(crate) effect: Effect,
    pub(crate) expression: Option<ExpressionId>,
}

impl Rule {
    /// What is evaluated at its turn: its expression; where it is the turn of a matrix, the totals and
    /// their conditions. `elements`: those among which its owner is.
    pub(crate) fn expressions<'e>(
        &self,
        elements: &'e [ElementDef],
    ) -> impl Iterator<Item = ExpressionId> + use<'e> {
        let owner = elements.get(self.owner.index());
        let items = owner.and_then(|owner| owner.items.as_ref());
        let items = items.filter(|_| self.effect == Effect::Items).into_iter();
        let totals =
            items.flat_map(|items| items.columns.iter().filter_map(|it| it.total.as_ref()));
        let totals = totals.flat_map(|it| it.visible_if.into_iter().chain([it.expression]));
        self.expression.into_iter().chain(totals)
    }
}

/// What the result of a rule does to its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Visible,
    Enable,
    Require,
    Default,
    Min,
    Max,
    /// An item of a choice question, by its place.
    ItemVisible(u16),
    ItemEnable(u16),
    /// The value of an expression question.
    Value,
    /// No expression: the rules of the question's rows or panels that are due.
    Items,
    /// The number of rows or panels.
    ItemCount,
    /// `columnsVisibleIf`, for every column.
    Columns,
    /// A given row of a matrix, by its place.
    RowVisible(u16),
    RowEnable(u16),
    /// Number of a calculated value; the owner has no meaning.
    Calculated(u32),
    /// `choicesVisibleIf` or `choicesEnableIf`, for the items that came from outside.
    LoadedItems,
    /// No expression: items of a choice question came or went.
    Choices,
    /// No expression: tell whether the container is still visible.
    Settle,
}

/// A `calculatedValues` entry.
#[derive(Clone, Debug)]
pub(crate) struct Calculated {
    pub(crate) name: Arc<str>,
    pub(crate) variable: NameId,
    pub(crate) include: bool,
}

/// `resetValueIf`, or `setValueIf` with `setValueExpression`, of one question.
#[derive(Clone, Debug)]
pub(crate) struct ValueTrigger {
    pub(crate) owner: ElementId,
    pub(crate) kind: ValueTriggerKind,
    pub(crate) always: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueTriggerKind {
    Reset(ExpressionId),
    Set {
        condition: Option<ExpressionId>,
        value: Option<ExpressionId>,
    },
}

/// A survey trigger.
#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub(crate) condition: Option<ExpressionId>,
    pub(crate) action: TriggerAction,
    pub(crate) always: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum TriggerAction {
    SetValue {
        to: Arc<str>,
        value: Value,
        variable: bool,
    },
    CopyValue {
        from: Arc<str>,
        to: Arc<str>,
        display: bool,
    },
    RunExpression {
        expression: Option<ExpressionId>,
        to: Arc<str>,
    },
    Visible {
        elements: Box<[ElementId]>,
    },
    Complete,
    Skip {
        to: Arc<str>,
    },
}

impl TriggerAction {
    /// Acts only if the changed question is valid.
    pub(crate) const fn needs_valid_question(&self) -> bool {
        matches!(self, TriggerAction::Complete | TriggerAction::Skip { .. })
    }
}

/// An entry of `completedHtmlOnCondition` or `navigateToUrlOnCondition`.
#[derive(Clone, Debug)]
pub(crate) struct ConditionalText {
    pub(crate) condition: Option<ExpressionId>,
    pub(crate) text: Value,
}

/// A validator of a question.
#[derive(Clone, Debug)]
pub(crate) struct Validator {
    pub(crate) check: Check,
    /// The author's text; localizable. Most have none, and no room for it.
    pub(crate) text: Option<Box<Value>>,
    pub(crate) severity: crate::Severity,
}

#[derive(Clone, Debug)]
pub(crate) enum Check {
    Email,
    Numeric {
        min: Given,
        max: Given,
    },
    Text {
        min: u32,
        max: u32,
        digits: bool,
    },
    AnswerCount {
        min: u32,
        max: u32,
    },
    Regex {
        pattern: Arc<str>,
        ignore_case: bool,
    },
    Expression(Option<ExpressionId>),
}

/// A number that need not be given, in no more space than one: what isn't given is NaN, which no
/// definition can say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given(f64);

impl Given {
    pub(crate) fn get(self) -> Option<f64> {
        (!self.0.is_nan()).then_some(self.0)
    }
}

impl From<Option<f64>> for Given {
    fn from(number: Option<f64>) -> Given {
        Given(number.unwrap_or(f64::NAN))
    }
}

impl Model {
    /// An element's row. The id comes from this model, so it is there.
    pub(crate) fn element(&self, id: ElementId) -> &ElementDef {
        &self.elements[id.index()]
    }

    pub(crate) fn rule(&self, id: RuleId) -> Rule {
        self.rules[id.0 as usize]
    }

    pub(crate) fn template(&self, id: TemplateId) -> &Template {
        &self.templates[id.0 as usize]
    }

    pub(crate) fn expression(&self, id: ExpressionId) -> &Expression {
        &self.expressions[id.index()]
    }

    /// A question by name, or a panel or page.
    pub(crate) fn any_by_name(&self, name: &str) -> Option<ElementId> {
        self.question_by_name
            .get(name)
            .or_else(|| self.container_by_name.get(name))
            .copied()
    }
}

impl ElementDef {
    /// The items that it offers, where it is a choice question.
    pub(crate) fn choice_list(&self) -> Option<&ChoiceList> {
        self.choices.as_deref().filter(|_| EVERY_TYPE)
    }

    /// The expression of its default value.
    pub(crate) fn default_expression(&self) -> Option<ExpressionId> {
        self.default_expression.filter(|_| EVERY_PROPERTY)
    }

    /// Its value is kept somewhere.
    pub(crate) fn keeps_value(&self) -> bool {
        self.key.is_some() || self.outer_key.is_some()
    }

    /// Rows, panels or inputs are made for it from a template.
    pub(crate) fn has_items(&self) -> bool {
        EVERY_TYPE && self.template.is_some()
    }

    /// The items that conditions decide of: choices, rows and columns, areas.
    pub(crate) fn conditional_items(&self) -> &[ChoiceItem] {
        match (self.choice_list(), &self.parts) {
            (Some(list), _) => &list.items,
            (None, Some(parts)) if EVERY_TYPE => &parts.items,
            (None, _) => &[],
        }
    }

    /// Several of its choices can be chosen: its value is a list, an empty one where nothing is.
    pub(crate) fn is_multiple_choice(&self) -> bool {
        match self.kind {
            _ if !EVERY_TYPE => false,
            ElementKind::Checkbox | ElementKind::Tagbox | ElementKind::Ranking => true,
            ElementKind::ImagePicker => self.properties.flag("multiSelect") == Some(true),
            _ => false,
        }
    }

    /// Its value is a list, an empty one where there is no answer.
    pub(crate) fn is_list(&self) -> bool {
        let range = EVERY_TYPE
            && self.kind == ElementKind::Slider
            && self.properties.text("sliderType") == Some("range");
        range || self.is_multiple_choice()
    }

    pub(crate) const fn is_container(&self) -> bool {
        matches!(
            self.kind,
            ElementKind::Page
                | ElementKind::Panel
                | ElementKind::FlowPanel
                | ElementKind::MatrixRow
        )
    }
}
