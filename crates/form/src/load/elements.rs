//! Reading pages, panels and questions into rows, in document order.

use std::borrow::Cow;
use std::sync::Arc;

use casement_expression::json::{Arena, Kind, Node};
use casement_expression::lower;

use super::check::Read;
use super::{Loader, MAX_DEPTH, MAX_ELEMENTS, Scope};
use crate::model::{
    ClearMode, Effect, ElementDef, ExpressionId, Input, InputKind, ItemKind, Properties, Rule,
    RuleId, TextInput,
};
use crate::problem::{ProblemKind, REPORTS, nearest};
use crate::schema::EVERY_PROPERTY;
use crate::{ElementId, ElementKind, Value};

impl Loader<'_> {
    pub(super) fn pages(&mut self, node: &Node) {
        for (index, page) in self.array("pages", node).iter().enumerate() {
            let mark = self.path.index(index);
            self.page(page);
            self.path.back(mark);
        }
    }

    fn page(&mut self, node: &Node) {
        if node.as_object().is_none() {
            self.report(
                ProblemKind::InvalidValue {
                    property: "pages",
                    expected: "an object".to_owned(),
                },
                node.span,
            );
            return;
        }
        self.element(node, ElementKind::Page, "page", None);
    }

    /// Questions without pages: one page named "page1" (reference 8).
    pub(super) fn implied_page(&mut self, node: &Node) {
        let name = self.name_of("page");
        let id = self.start_element(ElementKind::Page, "page", name, None);
        self.children(node, id);
        self.finish_container(id, &Read::default());
        self.model.pages.push(id);
    }

    pub(super) fn children(&mut self, node: &Node, parent: ElementId) {
        if self.depth >= MAX_DEPTH {
            self.report(
                ProblemKind::TooMany {
                    what: "levels",
                    limit: MAX_DEPTH,
                },
                node.span,
            );
            return;
        }
        self.depth += 1;
        let outer = self.random_seed;
        // What lies in rows and panels belongs to the question around them, however deep in panels.
        if self.template.is_none() {
            self.random_seed = self.seed_in(parent);
        }
        for (index, node) in self.array("elements", node).iter().enumerate() {
            let mark = self.path.index(index);
            self.child(node, parent);
            self.path.back(mark);
        }
        self.random_seed = outer;
        self.depth -= 1;
    }

    pub(super) fn child(&mut self, node: &Node, parent: ElementId) {
        // The outline has only its place: it is in memory as long as it is read.
        if matches!(node.kind, Kind::Later) {
            let arena = self.parts.arena();
            if let Ok(node) = self.parts.read(self.text, node.span, &arena) {
                self.child(&node, parent);
            }
            self.parts.give_back(arena);
            return;
        }
        if node.as_object().is_none() {
            let kind = ProblemKind::InvalidValue {
                property: "elements",
                expected: "an object".to_owned(),
            };
            self.report(kind, node.span);
            return;
        }
        let Some(type_node) = node.get("type") else {
            self.report(ProblemKind::MissingType, node.span);
            return;
        };
        let written = type_node.as_str().unwrap_or_default();
        let lower = lower(written);
        let component = self.components.find(&lower).map(|it| it.kind());
        let Some(kind) = ElementKind::of(&lower).or(component) else {
            if !REPORTS {
                return;
            }
            let suggestion = nearest(&lower, ElementKind::NAMES.iter().map(|(name, _)| *name));
            let mark = self.path.key("type");
            self.report(
                ProblemKind::UnknownElementType {
                    name: written.to_owned(),
                    suggestion,
                },
                type_node.span,
            );
            self.path.back(mark);
            return;
        };
        let kind = if kind == ElementKind::Page {
            ElementKind::Panel
        } else {
            kind
        };
        let class = if lower == "page" { "panel" } else { &lower };
        let class = self.seen.class_of(class, "");
        self.element(
            node,
            kind,
            class.map_or("question", |class| class.name),
            Some(parent),
        );
    }

    pub(super) fn element(
        &mut self,
        node: &Node,
        kind: ElementKind,
        class: &'static str,
        parent: Option<ElementId>,
    ) {
        let arena = Arena::default();
        let shared = self.with_shared(node, &arena);
        let with_shared = shared.as_deref().map(|members| Node {
            kind: Kind::Object(members),
            span: node.span,
        });
        let node = with_shared.as_ref().unwrap_or(node);
        if self.model.elements.len() >= MAX_ELEMENTS {
            self.report(
                ProblemKind::TooMany {
                    what: "elements",
                    limit: MAX_ELEMENTS,
                },
                node.span,
            );
            return;
        }
        let name = self.element_name(node, kind, class);
        let id = self.start_element(kind, class, name, parent);
        self.owner = Some(id);
        self.scope = Scope::Element;
        let mut apart = self.handed_in(node);
        let mut read = if kind.is_container() {
            let apart = ["name", "validators", "elements", "questions"];
            self.object(node, class, &apart)
        } else if apart.is_empty() {
            self.object(node, class, &["name", "validators"])
        } else {
            apart.extend(["name", "validators"]);
            self.object(node, class, &apart)
        };
        if kind == ElementKind::Expression && self.is_copied() {
            let kept = self.template_kind().is_some_and(ItemKind::is_row);
            read.forget_what_is_not_copied(if kept { "defaultValue" } else { "" });
        }
        if kind.is_container() {
            for key in ["elements", "questions"] {
                if let Some(nodes) = node.get(key) {
                    let mark = self.path.key(key);
                    self.children(nodes, id);
                    self.path.back(mark);
                }
            }
            self.owner = Some(id);
            self.finish_container(id, &read);
            if kind == ElementKind::Page {
                self.model.pages.push(id);
            }
        } else {
            if let Some(nodes) = node.get("validators") {
                self.validators_of(id, nodes);
            }
            self.finish_question(id, node, &read);
        }
        if read.names_in_texts && self.template.is_none() {
            self.model.with_names_in_texts.push(id);
        }
        self.def(id).properties = Properties(read.properties.drain(..).collect());
        self.give_back(read);
    }

    fn validators_of(&mut self, id: ElementId, nodes: &Node) {
        if matches!(nodes.kind, Kind::Later) {
            self.model.unread.places.push((id, nodes.span));
            return;
        }
        let mark = self.path.key("validators");
        let validators = self.validators(nodes);
        self.path.back(mark);
        self.def(id).validators = validators;
    }

    /// The name without what names can't have; a missing one is made up.
    fn element_name(&mut self, node: &Node, kind: ElementKind, class: &'static str) -> Arc<str> {
        let written = node.get("name");
        let value = match written.map(|node| (node, node.as_str())) {
            Some((_, Some(text))) => Cow::Borrowed(text),
            Some((node, None)) if !matches!(node.kind, Kind::Null) => {
                Cow::Owned(node.to_value().to_text().into_owned())
            }
            _ => Cow::Borrowed(""),
        };
        // The first separator of a value and its text goes (`SurveyElement.getValidName`), and from
        // the names of questions what would say something in an expression (`makeNameValid`).
        let mut name = Cow::Borrowed(value.trim());
        if name.bytes().any(|byte| matches!(byte, b'|' | b'{' | b'}')) {
            let mut valid = name.replacen('|', "", 1);
            if !kind.is_container() {
                valid.retain(|letter| !matches!(letter, '{' | '}'));
            }
            name = Cow::Owned(valid);
        }
        let name = if kind.is_container() {
            &*name
        } else {
            name.trim_start_matches('#')
        };
        if name.is_empty() {
            if !matches!(kind, ElementKind::Page) {
                self.report(
                    ProblemKind::MissingProperty {
                        class,
                        name: "name",
                    },
                    node.span,
                );
            }
            return self.name_of(match kind {
                ElementKind::Page => "page",
                ElementKind::Panel | ElementKind::FlowPanel => "panel",
                _ => "question",
            });
        }
        let name: Arc<str> = name.into();
        let taken = if kind.is_container() {
            self.model.container_by_name.contains_key(&name)
        } else {
            self.model.question_by_name.contains_key(&name)
        };
        if taken {
            let mark = self.path.key("name");
            let span = written.map_or(node.span, |node| node.span);
            self.report(ProblemKind::DuplicateName(name.to_string()), span);
            self.path.back(mark);
        }
        name
    }

    /// The next free name: page1, page2 ...
    fn name_of(&mut self, base: &'static str) -> Arc<str> {
        let known = self.made_up.iter().position(|(known, _)| *known == base);
        let place = known.unwrap_or_else(|| {
            self.made_up.push((base, 0));
            self.made_up.len() - 1
        });
        let mut number = self.made_up.get(place).map_or(0, |(_, number)| *number);
        let name = loop {
            number += 1;
            let name = format!("{base}{number}");
            if self.model.any_by_name(&name).is_none() {
                break name;
            }
        };
        if let Some((_, last)) = self.made_up.get_mut(place) {
            *last = number;
        }
        name.into()
    }

    pub(super) fn start_element(
        &mut self,
        kind: ElementKind,
        class: &'static str,
        name: Arc<str>,
        parent: Option<ElementId>,
    ) -> ElementId {
        let id = ElementId::new(self.model.elements.len() as u32);
        let page = parent.map_or(id, |parent| self.model.element(parent).page);
        let by_name = if kind.is_container() {
            &mut self.model.container_by_name
        } else {
            &mut self.model.question_by_name
        };
        by_name.add(&name, id);
        self.model.elements.push(ElementDef {
            kind,
            class,
            name,
            key: None,
            outer_key: None,
            choice: None,
            parent,
            page,
            children: Vec::new(),
            end: ElementId::new(id.as_u32() + 1),
            properties: Properties::default(),
            validators: Vec::new(),
            rules: Vec::new(),
            settle: None,
            items_rule: None,
            clear: ClearMode::Default,
            input: Input::Plain,
            default_expression: None,
            choices: None,
            parts: None,
            template: None,
            items: None,
        });
        if let Some(parent) = parent {
            self.def(parent).children.push(id);
        }
        id
    }

    pub(super) fn finish_container(&mut self, id: ElementId, read: &Read) {
        let end = ElementId::new(self.model.elements.len() as u32);
        self.def(id).end = end;
        self.common_rules(id, read);
        let settle = self.rule(id, Effect::Settle, None);
        self.def(id).settle = Some(settle);
    }

    fn finish_question(&mut self, id: ElementId, node: &Node, read: &Read) {
        let kind = self.def(id).kind;
        if kind.has_value() {
            let given = read.get("valueName").map(Value::to_text);
            let key = match given.as_deref().map(str::trim) {
                Some(text) if !text.is_empty() => text.into(),
                _ => Arc::clone(&self.def(id).name),
            };
            if self.template.is_some() && self.under_choices > 0 {
                self.def(id).outer_key = Some(key);
            } else {
                let key = self.model.keys.intern(&key, &mut self.model.names);
                self.def(id).key = Some(key);
                if let Some(key) = self.model.keys.get_mut(key) {
                    key.questions.push(id);
                }
            }
        }
        self.logic_of(id, node, read);
        self.items(id, node, read);
        self.owner = Some(id);
        self.choice_panels(id, node);
        self.defaults_of(id, read);
    }

    /// What the properties of a question say but for its rows, panels and defaults.
    pub(super) fn logic_of(&mut self, id: ElementId, node: &Node, read: &Read) {
        self.def(id).clear = read
            .get("clearIfInvisible")
            .map(ClearMode::of)
            .unwrap_or_default();
        self.common_rules(id, read);
        if self.def(id).kind == ElementKind::Expression
            && let Some(expression) = read.expression("expression")
        {
            self.rule(id, Effect::Value, Some(expression));
        }
        let choices = self.choice_list(id, node, read);
        self.def(id).choices = choices;
        let parts = self.parts(id, node, read);
        self.def(id).parts = parts;
        let input = self.input(id, node, read);
        self.def(id).input = input;
    }

    /// How a question gets a value by itself: its default, and what sets or resets it.
    pub(super) fn defaults_of(&mut self, id: ElementId, read: &Read) {
        let default = match read
            .get("defaultValue")
            .and_then(Value::as_str)
            .and_then(|text| text.strip_prefix('='))
        {
            Some(text) => Some(self.expression_of(id, "defaultValue", text)),
            None => read.expression("defaultValueExpression"),
        };
        self.def(id).default_expression = default;
        if let Some(expression) = default {
            self.rule(id, Effect::Default, Some(expression));
        }
        self.value_triggers(id, read);
    }

    pub(super) fn common_rules(&mut self, id: ElementId, read: &Read) {
        for (name, effect) in [
            ("visibleIf", Effect::Visible),
            ("enableIf", Effect::Enable),
            ("requiredIf", Effect::Require),
        ] {
            if let Some(expression) = read.known_expression(name) {
                self.rule(id, effect, Some(expression));
            }
        }
    }

    fn input(&mut self, id: ElementId, node: &Node, read: &Read) -> Input {
        match self.def(id).kind {
            ElementKind::Boolean => {
                let (yes, no) = (read.get("valueTrue"), read.get("valueFalse"));
                Input::Boolean(Box::new((
                    yes.cloned().unwrap_or(true.into()),
                    no.cloned().unwrap_or(false.into()),
                )))
            }
            ElementKind::Comment
                if read.get("acceptCarriageReturn") == Some(&Value::Bool(false)) =>
            {
                Input::OneLine
            }
            ElementKind::Text => {
                let input = self.text_input(id, node, read);
                Input::Text(if input == *self.usual_input {
                    Arc::clone(&self.usual_input)
                } else {
                    Arc::new(input)
                })
            }
            ElementKind::Slider => {
                self.limit_rules(id, read);
                Input::Plain
            }
            _ => Input::Plain,
        }
    }

    fn text_input(&mut self, id: ElementId, node: &Node, read: &Read) -> TextInput {
        let kind = InputKind::of(
            read.get("inputType")
                .and_then(Value::as_str)
                .unwrap_or("text"),
        );
        if !EVERY_PROPERTY && !kind.is_plain() {
            let kind = ProblemKind::InvalidValue {
                property: "inputType",
                expected: "a type of plain text".to_owned(),
            };
            self.report(kind, node.span);
        }
        let mut input = TextInput {
            kind,
            masked: read.get("maskType").is_some(),
            ..TextInput::default()
        };
        if EVERY_PROPERTY && (kind.has_limits() || kind == InputKind::Unknown) {
            let limit = |name: &str| {
                let value = read.get(name).cloned().unwrap_or_default();
                let fits = kind == InputKind::Unknown
                    || value.is_empty()
                    || value.number_like().is_some() == kind.is_numeric();
                if fits { value } else { Value::Undefined }
            };
            input.min = limit("min");
            input.max = limit("max");
            input.step = read.get("step").and_then(Value::as_number);
        }
        self.limit_rules(id, read);
        input
    }

    fn limit_rules(&mut self, id: ElementId, read: &Read) {
        if !EVERY_PROPERTY {
            return;
        }
        for (limit, expression, effect) in [
            ("max", "maxValueExpression", Effect::Max),
            ("min", "minValueExpression", Effect::Min),
        ] {
            let short = read
                .get(limit)
                .and_then(Value::as_str)
                .and_then(|text| text.strip_prefix('='));
            let expression = match short {
                Some(text) => Some(self.expression_of(id, limit, text)),
                None => read.expression(expression),
            };
            if let Some(expression) = expression {
                self.rule(id, effect, Some(expression));
            }
        }
    }

    /// An expression written in short form, `"=today()"`.
    fn expression_of(&mut self, id: ElementId, property: &'static str, text: &str) -> ExpressionId {
        self.owner = Some(id);
        let mark = self.path.key(property);
        let expression = self.expression(text, crate::Span::default());
        self.path.back(mark);
        expression
    }

    pub(super) fn rule(
        &mut self,
        owner: ElementId,
        effect: Effect,
        expression: Option<ExpressionId>,
    ) -> RuleId {
        let id = RuleId(self.model.rules.len() as u32);
        self.model.rules.push(Rule {
            owner,
            effect,
            expression,
        });
        if !matches!(effect, Effect::Calculated(_)) {
            self.def(owner).rules.push(id);
        }
        id
    }

    pub(super) fn def(&mut self, id: ElementId) -> &mut ElementDef {
        &mut self.model.elements[id.index()]
    }
}
