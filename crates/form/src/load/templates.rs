//! Reading what rows and panels are made from: the templates of dynamic panels, the columns of
//! matrices, the inputs of multiple texts. Each becomes a small table of elements and rules of its
//! own, read by the same code as the form itself.

use crate::element::EVERY_TYPE;
use crate::random_order::RandomPlace;
use casement_expression::lower;
use std::borrow::Cow;
use std::sync::Arc;

use casement_expression::json::{Kind, Member, Node};

use super::check::{Read, flag};
use super::choices::listed;
use super::{Loader, MAX_DEPTH, Scope};
use crate::model::{
    ColumnDef, Effect, ElementDef, ItemKind, ItemsDef, Properties, RowDef, Rule, Template,
    TemplateId, Total, ValueTrigger,
};
use crate::names::Keys;
use crate::schema::schema;
use crate::tables::{ById, ByText};
use crate::values::is_blank;
use crate::{ElementId, ElementKind, Span, Value};

/// The tables of the form, put aside while a template is read into empty ones.
struct Outer {
    elements: Vec<ElementDef>,
    rules: Vec<Rule>,
    keys: Keys,
    value_triggers: Vec<ValueTrigger>,
    question_by_name: ByText<ElementId>,
    container_by_name: ByText<ElementId>,
    template: Option<TemplateId>,
    under_choices: usize,
}

/// What can be said of an input of a multiple text, in present and older names. All else that a text
/// question has means nothing there.
const INPUT_PROPERTIES: [&str; 17] = [
    "name",
    "isRequired",
    "placeholder",
    "placeHolder",
    "inputType",
    "maskType",
    "maskSettings",
    "inputTextAlignment",
    "title",
    "maxLength",
    "inputSize",
    "size",
    "requiredErrorText",
    "defaultValueExpression",
    "minValueExpression",
    "maxValueExpression",
    "validators",
];

impl Loader<'_> {
    /// Reads the template of a question with rows, panels or inputs.
    pub(super) fn items(&mut self, id: ElementId, node: &Node, read: &Read) {
        if !EVERY_TYPE {
            return;
        }
        let kind = match self.def(id).kind {
            ElementKind::PanelDynamic => ItemKind::Panel,
            ElementKind::MatrixDropdown => ItemKind::Row,
            ElementKind::MatrixDynamic => ItemKind::DynamicRow,
            ElementKind::MultipleText => ItemKind::Inputs,
            ElementKind::Composite => ItemKind::Composite,
            ElementKind::Custom => ItemKind::Custom,
            _ => return,
        };
        if self.depth >= MAX_DEPTH {
            return;
        }
        self.depth += 1;
        let name = Arc::clone(&self.def(id).name);
        let seed = self.seed_in(id);
        let (template, outer) = self.enter(kind);
        let frame_kind = if matches!(kind, ItemKind::Panel | ItemKind::Composite) {
            ElementKind::Panel
        } else {
            ElementKind::MatrixRow
        };
        let frame = self.start_element(frame_kind, "panel", name, None);
        self.owner = Some(frame);
        let mut columns = Vec::new();
        let outer_seed = std::mem::replace(&mut self.random_seed, seed);
        match kind {
            ItemKind::Panel => self.template_elements(node, "templateElements", frame),
            ItemKind::Inputs => self.inputs(node, frame),
            ItemKind::Composite | ItemKind::Custom => self.component_elements(node, frame),
            ItemKind::Row | ItemKind::DynamicRow => {
                // A row's own condition comes before those in it, a panel's after.
                self.frame_rule(node, "rowsVisibleIf", frame);
                columns = self.columns(node, read, frame);
                let details = read.get("detailPanelMode").and_then(Value::as_str);
                if details.is_some_and(|mode| mode != "none") {
                    self.template_elements(node, "detailElements", frame);
                }
            }
        }
        self.random_seed = outer_seed;
        if kind == ItemKind::Panel {
            self.frame_rule(node, "templateVisibleIf", frame);
        }
        self.finish_container(frame, &Read::default());
        self.leave(template, kind, outer);
        self.depth -= 1;
        self.owner = Some(id);
        self.scope = Scope::Element;
        self.def(id).template = Some(template);
        let rows = self.rules_around_items(id, node, read, kind);
        let component = self.component_of(node).cloned();
        self.def(id).items = Some(Box::new(ItemsDef {
            rows,
            columns,
            component,
        }));
    }

    /// The rules of the question itself that concern its rows or panels, and the rows that are given.
    pub(super) fn rules_around_items(
        &mut self,
        id: ElementId,
        node: &Node,
        read: &Read,
        kind: ItemKind,
    ) -> Vec<RowDef> {
        let rows = self.rows(id, node, read, kind);
        let columns_visible_if = read
            .expression("columnsVisibleIf")
            .filter(|_| kind == ItemKind::Row);
        if let Some(expression) = columns_visible_if {
            self.rule(id, Effect::Columns, Some(expression));
        }
        for name in ["panelCountExpression", "rowCountExpression"] {
            if let Some(expression) = read.expression(name) {
                self.rule(id, Effect::ItemCount, Some(expression));
            }
        }
        let rule = self.rule(id, Effect::Items, None);
        self.def(id).items_rule = Some(rule);
        rows
    }

    /// The condition of the rows or panels themselves.
    fn frame_rule(&mut self, node: &Node, name: &'static str, frame: ElementId) {
        self.owner = Some(frame);
        let outer = std::mem::replace(&mut self.scope, Scope::Inner);
        if let Some(expression) = self.item_condition(node, name) {
            self.rule(frame, Effect::Visible, Some(expression));
        }
        self.scope = outer;
    }

    fn enter(&mut self, kind: ItemKind) -> (TemplateId, Outer) {
        let id = TemplateId(self.model.templates.len() as u32);
        self.model.templates.push(Template {
            kind,
            outer: self.template,
            elements: Vec::new(),
            rules: Vec::new(),
            keys: Keys::default(),
            question_by_value_name: ById::new(),
            bindings: Vec::new(),
            value_triggers: Vec::new(),
            value_trigger_names: Vec::new(),
            value_trigger_outer_names: Vec::new(),
            rule_readers: Default::default(),
            item_readers: Vec::new(),
            neighbour_readers: Vec::new(),
            number_readers: Vec::new(),
            validator_readers: Default::default(),
            carriers: Vec::new(),
            row_watchers: Vec::new(),
            always: Vec::new(),
        });
        let model = &mut self.model;
        let outer = Outer {
            elements: std::mem::take(&mut model.elements),
            rules: std::mem::take(&mut model.rules),
            keys: std::mem::take(&mut model.keys),
            value_triggers: std::mem::take(&mut model.value_triggers),
            question_by_name: std::mem::take(&mut model.question_by_name),
            container_by_name: std::mem::take(&mut model.container_by_name),
            template: self.template.replace(id),
            under_choices: std::mem::take(&mut self.under_choices),
        };
        (id, outer)
    }

    fn leave(&mut self, id: TemplateId, kind: ItemKind, outer: Outer) {
        let model = &mut self.model;
        let elements = std::mem::replace(&mut model.elements, outer.elements);
        let rules = std::mem::replace(&mut model.rules, outer.rules);
        let keys = std::mem::replace(&mut model.keys, outer.keys);
        let value_triggers = std::mem::replace(&mut model.value_triggers, outer.value_triggers);
        model.question_by_name = outer.question_by_name;
        model.container_by_name = outer.container_by_name;
        self.template = outer.template;
        self.under_choices = outer.under_choices;
        if let Some(template) = self.model.templates.get_mut(id.0 as usize) {
            debug_assert!(template.kind == kind, "templates are left in turn");
            template.elements = elements;
            template.rules = rules;
            template.keys = keys;
            template.value_triggers = value_triggers;
        }
    }

    fn template_elements(&mut self, node: &Node, key: &'static str, frame: ElementId) {
        if let Some(nodes) = node.get(key) {
            self.children(nodes, frame);
        }
    }

    /// The inputs of a multiple text: text questions.
    fn inputs(&mut self, node: &Node, frame: ElementId) {
        for node in listed(node, "items") {
            let Some(members) = node.as_object() else {
                continue;
            };
            let mut members: Vec<Member<'_>> = members
                .iter()
                .filter(|member| INPUT_PROPERTIES.contains(&member.key))
                .copied()
                .collect();
            members.push(text_member("type", "text", node.span));
            let node = Node {
                kind: Kind::Object(&members),
                span: node.span,
            };
            self.element(&node, ElementKind::Text, "text", Some(frame));
        }
    }

    // ---- matrices ----

    fn columns(&mut self, node: &Node, read: &Read, frame: ElementId) -> Vec<ColumnDef> {
        let mut columns = Vec::new();
        let nodes = listed(node, "columns");
        let mut names: Vec<Cow<'_, str>> = nodes.iter().filter_map(given_name).collect();
        for column in nodes {
            let members = match column.kind {
                Kind::Object(members) => members,
                Kind::Null => continue,
                // What is no object is a column of which nothing is said.
                _ => &[],
            };
            let cell = ElementId::new(self.model.elements.len() as u32);
            let type_name = self.cell_type(column, read);
            let mut members = cell_members(column, members, node, &type_name);
            let made_up = given_name(column).is_none().then(|| free_name(&names));
            if let Some(name) = &made_up {
                members.retain(|member| member.key != "name");
                members.push(text_member("name", name, column.span));
                names.push(name.clone().into());
            }
            let question = Node {
                kind: Kind::Object(&members),
                span: column.span,
            };
            let component = self.components.find(&type_name).map(|it| it.kind());
            let Some(kind) = ElementKind::of(&type_name).or(component) else {
                continue;
            };
            let class = schema().class(&type_name);
            self.owner = Some(frame);
            self.element(
                &question,
                kind,
                class.map_or("question", |class| class.name),
                Some(frame),
            );
            if self.model.elements.len() as u32 == cell.as_u32() {
                break;
            }
            let unique = column.get("isUnique");
            let unique = unique.is_some_and(|node| flag(&node.to_value()));
            let total = self.total(column, cell);
            columns.push(ColumnDef {
                name: Arc::clone(&self.def(cell).name),
                cell,
                unique,
                by_cell: column.get("visibleIf").is_some(),
                total,
            });
        }
        columns
    }

    /// The type of a column's cells.
    fn cell_type(&self, column: &Node, read: &Read) -> String {
        let common = read
            .get("cellType")
            .and_then(Value::as_str)
            .unwrap_or("dropdown");
        let cell_type = column
            .get("cellType")
            .and_then(Node::as_str)
            .filter(|name| *name != "default")
            .unwrap_or(common);
        let cell_type = lower(cell_type).into_owned();
        let known =
            ElementKind::of(&cell_type).is_some() || self.components.find(&cell_type).is_some();
        if known {
            cell_type
        } else {
            // `MatrixDropdownColumn.createNewQuestion` makes a text of a type that it doesn't know.
            "text".to_owned()
        }
    }

    fn total(&mut self, column: &Node, cell: ElementId) -> Option<Total> {
        let given = column
            .get("totalExpression")
            .and_then(|node| Some((node.as_str()?, node.span)))
            .filter(|(text, _)| !text.trim().is_empty());
        let kind = column.get("totalType").and_then(Node::as_str);
        let name = self.def(cell).name.replace('\'', "\\'");
        let outer = std::mem::replace(&mut self.scope, Scope::Total);
        let of_column = given.is_none() && !name.contains('\\');
        let expression = match (given, kind) {
            (Some((text, span)), _) => Some(self.expression(text, span)),
            (None, Some(kind @ ("sum" | "count" | "min" | "max" | "avg"))) => {
                let text = format!("{kind}InArray({{matrix}}, '{name}')");
                Some(self.expression(&text, Span::default()))
            }
            _ => None,
        };
        let condition = column.get("visibleIf").and_then(Node::as_str);
        let visible_if = condition
            .filter(|text| expression.is_some() && !text.trim().is_empty())
            .map(|text| self.expression_again(text));
        self.scope = outer;
        let shown = [
            ("totalFormat", "format"),
            ("totalCurrency", "currency"),
            ("totalDisplayStyle", "displayStyle"),
            ("totalMaximumFractionDigits", "maximumFractionDigits"),
            ("totalMinimumFractionDigits", "minimumFractionDigits"),
        ];
        let properties = shown
            .into_iter()
            .filter_map(|(from, to)| Some((to, column.get(from)?.to_value())))
            .collect::<Vec<_>>();
        Some(Total {
            expression: expression?,
            of_column,
            visible_if,
            properties: Properties(properties.into()),
        })
    }

    /// The given rows of a matrix, and their conditions as rules of the matrix.
    fn rows(&mut self, id: ElementId, node: &Node, read: &Read, kind: ItemKind) -> Vec<RowDef> {
        if kind != ItemKind::Row {
            return Vec::new();
        }
        let mut rows = self.row_defs(node);
        let places = listed(node, "rows").iter();
        let places = places.filter(|row| !is_blank(&super::choices::item(row).value));
        let places: Vec<RandomPlace> = places.map(RandomPlace::of).collect();
        self.shuffle_rows(id, read, &mut rows, &places);
        for (at, row) in rows.iter().enumerate() {
            let Ok(at) = u16::try_from(at) else { break };
            if let Some(expression) = row.visible_if {
                self.rule(id, Effect::RowVisible(at), Some(expression));
            }
            if let Some(expression) = row.enable_if {
                self.rule(id, Effect::RowEnable(at), Some(expression));
            }
        }
        rows
    }

    /// The rows or columns of a matrix as items with conditions.
    pub(super) fn row_defs(&mut self, node: &Node) -> Vec<RowDef> {
        let outer = std::mem::replace(&mut self.scope, Scope::Item);
        let mut rows = Vec::new();
        for node in listed(node, "rows") {
            let item = super::choices::item(node);
            // A row without a name is none.
            if is_blank(&item.value) {
                continue;
            }
            rows.push(RowDef {
                value: item.value,
                text: item.text,
                visible_if: self.item_condition(node, "visibleIf"),
                enable_if: self.item_condition(node, "enableIf"),
            });
        }
        self.scope = outer;
        rows
    }
}

/// A column as the question that its cells are.
fn cell_members<'n>(
    column: &Node<'n>,
    members: &[Member<'n>],
    matrix: &Node<'n>,
    cell_type: &'n str,
) -> Vec<Member<'n>> {
    let mut cell: Vec<Member<'n>> = members
        .iter()
        .filter(|member| !matches!(member.key, "type" | "cellType"))
        .copied()
        .collect();
    let offers = matches!(cell_type, "dropdown" | "checkbox" | "radiogroup" | "tagbox");
    let own = !listed(column, "choices").is_empty();
    let elsewhere = ["choicesByUrl", "choicesFromQuestion"]
        .iter()
        .any(|name| column.get(name).is_some());
    if offers
        && !own
        && !elsewhere
        && let Some(choices) = matrix.get("choices")
    {
        cell.retain(|member| member.key != "choices");
        cell.push(Member {
            key: "choices",
            key_span: choices.span,
            value: *choices,
        });
    }
    cell.push(text_member("type", cell_type, column.span));
    cell
}

fn text_member<'n>(key: &'n str, text: &'n str, span: Span) -> Member<'n> {
    let kind = Kind::String(text);
    Member {
        key,
        key_span: span,
        value: Node { kind, span },
    }
}

/// The name that a column has of its own.
fn given_name<'n>(column: &Node<'n>) -> Option<Cow<'n, str>> {
    let name = column.get("name")?;
    let name = match name.as_str() {
        Some(text) => Cow::Borrowed(text),
        None => Cow::Owned(name.to_value().to_text().into_owned()),
    };
    Some(name).filter(|name| !name.is_empty())
}

/// The first of question1, question2 ... that no column of the matrix has.
fn free_name(taken: &[Cow<'_, str>]) -> String {
    let mut number = 1;
    loop {
        let name = format!("question{number}");
        if !taken.iter().any(|known| *known == name) {
            return name;
        }
        number += 1;
    }
}
