//! Reading one object by the property table: every key is known or reported, every value is of its
//! shape or reported.

use std::sync::Arc;

use casement_expression::json::{Kind, Member, Node};
use casement_expression::lower;
use casement_expression::{Program, compile, parse_int, parse_shared};

use super::{Loader, MAX_SUGGESTIONS, Scope, Site};
use crate::element::EVERY_TYPE;
use crate::model::{Expression, ExpressionId};
use crate::problem::{ProblemKind, REPORTS, nearest};
use crate::schema::{
    Class, EVERY_PROPERTY, NOT_WRITTEN_OF_EXPRESSIONS, Property, Shape, is_known, schema,
};
use crate::texts::names_in;
use crate::{ElementKind, Object, Span, Value};

/// What one object gave.
#[derive(Default)]
pub(super) struct Read {
    pub(super) properties: Vec<(&'static str, Value)>,
    pub(super) expressions: Vec<(&'static str, ExpressionId)>,
    /// A text for people may have names in it.
    pub(super) names_in_texts: bool,
}

impl Read {
    #[inline(always)]
    pub(super) fn expression(&self, name: &str) -> Option<ExpressionId> {
        if is_known(name) {
            self.known_expression(name)
        } else {
            None
        }
    }

    /// As [`Read::expression`], for a name that the compiler doesn't see.
    pub(super) fn known_expression(&self, name: &str) -> Option<ExpressionId> {
        self.expressions
            .iter()
            .rev()
            .find(|(known, _)| *known == name)
            .map(|(_, id)| *id)
    }

    /// Panels of a dynamic panel and cells are copies, which say nothing of what SurveyJS doesn't
    /// write of an expression question (its properties with `isSerializable: false`); the default of
    /// a column is that of its rows.
    pub(super) fn forget_what_is_not_copied(&mut self, kept: &str) {
        let copied = |name: &str| name == kept || !NOT_WRITTEN_OF_EXPRESSIONS.contains(&name);
        self.properties.retain(|(name, _)| copied(name));
        self.expressions.retain(|(name, _)| copied(name));
    }

    #[inline(always)]
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        if is_known(name) {
            self.known(name)
        } else {
            None
        }
    }

    fn known(&self, name: &str) -> Option<&Value> {
        self.properties
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }
}

/// A flag in JSON: `"false"` is none, and all else is as JavaScript has it, so that `"yes"` and 1 set it
/// (`JsonObjectProperty.setValue`).
pub(super) fn flag(value: &Value) -> bool {
    let off = |text: &str| text.eq_ignore_ascii_case("false");
    value.is_truthy() && !value.as_str().is_some_and(off)
}

impl Loader<'_> {
    /// Reads an object of a class; the keys in `apart` are left for the caller.
    pub(super) fn object(&mut self, node: &Node, class: &'static str, apart: &[&str]) -> Read {
        match self.seen.class_of(class, "") {
            Some(class) => self.object_of(node, class, apart),
            None => Read::default(),
        }
    }

    /// The same of a class that was looked up already.
    pub(super) fn object_of(&mut self, node: &Node, class: &'static Class, apart: &[&str]) -> Read {
        let mut read = self.spare.pop().unwrap_or_default();
        for member in node.as_object().unwrap_or_default() {
            if apart.contains(&member.key) || matches!(member.key, "type" | "pos") {
                continue;
            }
            let Some((key, property)) = self.seen.property_of(class, member.key) else {
                self.unknown_property(class.name, member);
                continue;
            };
            if matches!(member.value.kind, Kind::Null) {
                continue;
            }
            let mark = self.path.key(key);
            self.property(property, &member.value, &mut read);
            self.path.back(mark);
        }
        read
    }

    /// What was read is no longer needed; the next object uses its memory.
    pub(super) fn give_back(&mut self, mut read: Read) {
        read.properties.clear();
        read.expressions.clear();
        read.names_in_texts = false;
        self.spare.push(read);
    }

    fn unknown_property(&mut self, class: &'static str, member: &Member) {
        if !REPORTS {
            return;
        }
        let wanted = self.problems.len() < MAX_SUGGESTIONS;
        let known = if wanted {
            schema().properties(class)
        } else {
            Vec::new()
        };
        let suggestion = nearest(member.key, known.iter().map(|property| property.name));
        let mark = self.path.key(member.key.to_string());
        self.report(
            ProblemKind::UnknownProperty {
                class,
                name: member.key.to_string(),
                suggestion,
            },
            member.key_span,
        );
        self.path.back(mark);
    }

    fn property(&mut self, property: &'static Property, node: &Node, read: &mut Read) {
        let value = match property.shape {
            Shape::Boolean => self.boolean(property, node),
            Shape::Number => self.number(property, node),
            Shape::Text | Shape::Question => {
                // An expression question and those without an answer declare rules of their own as plain
                // texts, and run them.
                let rule = matches!(
                    property.name,
                    "resetValueIf"
                        | "setValueIf"
                        | "setValueExpression"
                        | "enableIf"
                        | "requiredIf"
                        | "defaultValueExpression"
                );
                let value = self.text(property, node);
                if rule && let Some(id) = self.expression_property(property, node, &value) {
                    read.expressions.push((property.name, id));
                }
                value
            }
            Shape::Expression => {
                let value = node.to_value();
                if let Some(id) = self.expression_property(property, node, &value) {
                    read.expressions.push((property.name, id));
                }
                value
            }
            Shape::Any => node.to_value(),
            Shape::Items | Shape::Objects => self.list(property, node),
        };
        if property.localizable && has_name(&value) {
            read.names_in_texts = true;
        }
        if !value.is_nullish() {
            read.properties.retain(|(name, _)| *name != property.name);
            read.properties.push((property.name, value));
        }
    }

    fn boolean(&mut self, property: &'static Property, node: &Node) -> Value {
        let value = node.to_value();
        match value.as_str() {
            Some(text) if text.eq_ignore_ascii_case("true") => return true.into(),
            Some(text) if text.eq_ignore_ascii_case("false") => return false.into(),
            _ => {}
        }
        if value.as_bool().is_none() {
            self.invalid(property, node.span, "true or false");
        }
        // Of the survey these were words once, and still are.
        let word = EVERY_PROPERTY
            && matches!(
                property.name,
                "autoAdvanceEnabled"
                    | "showNavigationButtons"
                    | "showPreviewBeforeComplete"
                    | "showProgressBar"
                    | "showTimer"
            );
        match value {
            Value::String(_) if word => value,
            _ => flag(&value).into(),
        }
    }

    fn number(&mut self, property: &'static Property, node: &Node) -> Value {
        let value = node.to_value();
        let number = value.number_like();
        if number.is_none() {
            self.invalid(property, node.span, "a number");
        }
        // A text counts as far as it is a whole number (`JsonObjectProperty.setValue`), and where
        // numbers are compared `true` is one.
        let number = match &value {
            Value::String(text) if EVERY_PROPERTY => Some(parse_int(text))
                .filter(|whole| !whole.is_nan())
                .or(number),
            Value::Bool(true) if EVERY_PROPERTY => Some(1.0),
            _ => number,
        };
        let refused = EVERY_TYPE
            && property.name == "rowCount"
            && (value.as_bool().is_some() || number.is_none_or(|count| count < 0.0));
        if refused {
            // The number of rows stays what it is (`QuestionMatrixDynamicModel.rowCount`).
            return Value::Undefined;
        }
        number.map_or(value, Value::from)
    }

    fn text(&mut self, property: &'static Property, node: &Node) -> Value {
        let value = match node.as_str() {
            // What is no text for people is a setting, which many objects may have.
            Some(text) if !property.localizable => self.seen.text(text),
            _ => node.to_value(),
        };
        if REPORTS && !EVERY_PROPERTY && property.localizable {
            self.nothing_is_filled_in(&value, node.span);
        }
        match &value {
            Value::Object(_) if property.localizable => {}
            Value::Object(_) | Value::Array(_) => self.invalid(property, node.span, "text"),
            Value::Number(_) | Value::Bool(_) if property.localizable => {
                self.invalid(property, node.span, "text");
                return Value::Undefined;
            }
            Value::String(text) if REPORTS && property.has_choices() => {
                let mut choices = property.choices();
                if !choices.any(|choice| choice.eq_ignore_ascii_case(text)) {
                    let list = property.choices().collect::<Vec<_>>().join("`, `");
                    self.invalid(property, node.span, &format!("one of `{list}`"));
                }
            }
            _ => {}
        }
        value
    }

    /// Reports the `{name}` in a text, where texts stay as they are written.
    fn nothing_is_filled_in(&mut self, value: &Value, span: Span) {
        for name in texts(value).into_iter().flat_map(names_in) {
            let kind = ProblemKind::UnknownName {
                name: name.to_owned(),
                suggestion: None,
            };
            self.report(kind, span);
        }
    }

    fn invalid(&mut self, property: &'static Property, span: Span, expected: &str) {
        if !REPORTS {
            return;
        }
        let kind = ProblemKind::InvalidValue {
            property: property.name,
            expected: expected.to_owned(),
        };
        self.report(kind, span);
    }

    fn expression_property(
        &mut self,
        property: &'static Property,
        node: &Node,
        value: &Value,
    ) -> Option<ExpressionId> {
        match value {
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => {
                let of_items = [
                    "choicesVisibleIf",
                    "choicesEnableIf",
                    "rowsVisibleIf",
                    "columnsVisibleIf",
                ];
                let outer = self.scope;
                if of_items.contains(&property.name) {
                    self.scope = Scope::Item;
                }
                let id = self.shared_expression(text, node.span);
                self.scope = outer;
                Some(id)
            }
            _ => {
                self.invalid(property, node.span, "an expression as text");
                self.no_expression(value, node.span)
            }
        }
    }

    /// What is no text where an expression belongs is one that can't be read, unless it is false
    /// (`ConditionsParser.parseExpression`).
    pub(super) fn no_expression(&mut self, value: &Value, span: Span) -> Option<ExpressionId> {
        let given = EVERY_PROPERTY && value.is_truthy();
        given.then(|| self.add_expression(value.to_text().into(), None, span))
    }

    /// A list of items or objects that the rest of the loader has no rows for: checked, and kept as
    /// given. What a template calls its questions is remembered, so that `{panel.x}` is known.
    fn list(&mut self, property: &'static Property, node: &Node) -> Value {
        if !EVERY_PROPERTY || matches!(property.item, "" | "choicesByUrl") {
            return node.to_value();
        }
        let nodes = self.array(property.name, node);
        let scope = if property.name == "choices" {
            Scope::Item
        } else {
            Scope::Inner
        };
        let outer = std::mem::replace(&mut self.scope, scope);
        for (index, node) in nodes.iter().enumerate() {
            let mark = self.path.index(index);
            self.item(property, node);
            self.path.back(mark);
        }
        self.scope = outer;
        match node.kind {
            Kind::Array(_) => node.to_value(),
            _ => vec![node.to_value()].into(),
        }
    }

    fn item(&mut self, property: &'static Property, node: &Node) {
        if node.as_object().is_none() {
            if property.shape == Shape::Objects && property.item != "choiceitem" {
                self.invalid(property, node.span, "an object");
            }
            return;
        }
        let nested = property.shape == Shape::Objects && node.get("type").is_some();
        let named = node
            .get("type")
            .and_then(Node::as_str)
            .map(|text| lower(text).into_owned());
        let class = named
            .filter(|_| nested)
            .and_then(|name| schema().class(&name))
            .map(|class| class.name);
        let class = class.unwrap_or(property.item);
        if let Some(name) = node.get("name").and_then(Node::as_str) {
            self.inner_names.push(name.to_owned());
        }
        if self.depth >= super::MAX_DEPTH {
            self.report(
                ProblemKind::TooMany {
                    what: "levels",
                    limit: super::MAX_DEPTH,
                },
                node.span,
            );
            return;
        }
        self.depth += 1;
        if class == "matrixdropdowncolumn" {
            self.column(node);
        } else {
            // What stands under a choice is read with its question.
            let owner = self.owner.map(|id| self.def(id).kind);
            let under = matches!(owner, Some(ElementKind::Radiogroup | ElementKind::Checkbox))
                && property.name == "choices";
            let apart: &[&str] = if under { &["elements"] } else { &[] };
            let read = self.object(node, class, apart);
            self.give_back(read);
        }
        self.depth -= 1;
    }

    /// A column also takes the properties of the question that its cells are.
    fn column(&mut self, node: &Node) {
        let cell = node
            .get("cellType")
            .and_then(Node::as_str)
            .unwrap_or("dropdown");
        let component = self.components.find(&lower(cell));
        let mut own: Vec<&str> = Vec::new();
        if let Some(component) = component {
            let members = node.as_object().unwrap_or_default().iter();
            let keys = members.map(|member| member.key);
            own.extend(keys.filter(|key| component.handed(key).is_some()));
        }
        let cell = match component {
            Some(_) => "question",
            None => schema()
                .class(&lower(cell))
                .map_or("dropdown", |class| class.name),
        };
        for member in node.as_object().unwrap_or_default() {
            if schema()
                .property("matrixdropdowncolumn", member.key)
                .is_none()
                && let Some(property) = schema().property(cell, member.key)
            {
                own.push(member.key);
                let mark = self.path.key(member.key.to_string());
                self.property(property, &member.value, &mut Read::default());
                self.path.back(mark);
            }
        }
        self.object(node, "matrixdropdowncolumn", &own);
    }

    /// The nodes of a list; what is no list is reported and read as a list of one.
    pub(super) fn array<'n>(&mut self, name: &'static str, node: &'n Node<'n>) -> &'n [Node<'n>] {
        match node.kind {
            Kind::Array(nodes) => nodes,
            Kind::Null => &[],
            _ => {
                self.report(ProblemKind::NotAnArray(name), node.span);
                std::slice::from_ref(node)
            }
        }
    }

    /// Parses and compiles an expression; `span` is that of the JSON text around it.
    pub(super) fn expression(&mut self, text: &str, span: Span) -> ExpressionId {
        self.shared_expression(&text.into(), span)
    }

    /// An expression that means something else at a second place; its problems are known from the
    /// first.
    pub(super) fn expression_again(&mut self, text: &str) -> ExpressionId {
        let text: Arc<str> = text.into();
        let parsed = parse_shared(&Arc::clone(&text).into());
        let program = parsed.tree.as_ref().map(compile);
        self.add_expression(text, program, Span::default())
    }

    /// [`Loader::expression`] of a text that is kept anyway.
    fn shared_expression(&mut self, text: &Arc<str>, span: Span) -> ExpressionId {
        if self.template.is_some()
            && let Some(id) = self.adopt(span)
        {
            return id;
        }
        let parsed = parse_shared(&Arc::clone(text).into());
        let reported = if REPORTS { parsed.problems } else { Vec::new() };
        for problem in reported {
            let inside = self.inside(span, problem.span);
            self.report(ProblemKind::Expression(problem.kind), inside);
        }
        let program = parsed.tree.as_ref().map(compile);
        let reported = program.as_ref().filter(|_| REPORTS);
        for problem in reported.iter().flat_map(|program| program.problems()) {
            let inside = self.inside(span, problem.span);
            self.report(ProblemKind::Expression(problem.kind.clone()), inside);
        }
        self.add_expression(Arc::clone(text), program, span)
    }

    fn add_expression(
        &mut self,
        text: Arc<str>,
        program: Option<Program>,
        span: Span,
    ) -> ExpressionId {
        let id = ExpressionId::new(self.model.expressions.len());
        self.model.expressions.push(Expression {
            text,
            program,
            reads: Box::default(),
        });
        if span != Span::default() {
            let site = self.sites.len();
            match self.place_of_site(span) {
                Ok(at) => {
                    if let Some((_, known)) = self.sites_by_place.get_mut(at) {
                        *known = site;
                    }
                }
                Err(at) => self.sites_by_place.insert(at, (span.start, site)),
            }
        }
        self.sites.push(Site {
            expression: id,
            owner: self.owner,
            template: self.template,
            scope: self.scope,
            path: (span == Span::default()).then(|| self.path.text().into()),
            span,
        });
        id
    }

    /// The expression that was compiled when the text was checked: from now on it stands where the
    /// template has it.
    pub(super) fn adopt(&mut self, span: Span) -> Option<ExpressionId> {
        if span == Span::default() {
            return None;
        }
        let at = self.place_of_site(span).ok()?;
        let (_, site) = self.sites_by_place.get(at)?;
        let site = self.sites.get_mut(*site)?;
        site.owner = self.owner;
        site.template = self.template;
        site.scope = self.scope;
        Some(site.expression)
    }

    /// The expression that was compiled from a place of the text.
    pub(super) fn known_site(&self, span: Span) -> Option<ExpressionId> {
        let at = self.place_of_site(span).ok()?;
        let (_, site) = self.sites_by_place.get(at)?;
        self.sites.get(*site).map(|site| site.expression)
    }

    /// Where the site of a place of the text stands in their table, or belongs.
    fn place_of_site(&self, span: Span) -> Result<usize, usize> {
        let places = &self.sites_by_place;
        // Mostly the text is read from its beginning to its end.
        if places.last().is_none_or(|(last, _)| *last < span.start) {
            return Err(places.len());
        }
        places.binary_search_by_key(&span.start, |(start, _)| *start)
    }

    /// Maps a range of an unescaped text to where it stands between the quotes.
    pub(super) fn inside(&self, around: Span, range: Span) -> Span {
        let source = self
            .text
            .get(around.start as usize..around.end as usize)
            .unwrap_or_default();
        let offset = |wanted: u32| around.start + json_offset(source, wanted);
        Span {
            start: offset(range.start),
            end: offset(range.end),
        }
    }
}

/// The offset in a quoted JSON text at which byte `wanted` of the unescaped text begins.
pub(crate) fn json_offset(source: &str, wanted: u32) -> u32 {
    let mut seen = 0;
    let mut at = 1;
    let rest = |at: usize| source.get(at..).unwrap_or_default();
    while seen < wanted {
        let Some(letter) = rest(at).chars().next() else {
            break;
        };
        if letter != '\\' {
            if letter == '"' {
                break;
            }
            seen += letter.len_utf8() as u32;
            at += letter.len_utf8();
        } else if rest(at).starts_with("\\u") {
            let unit = |at: usize| {
                rest(at)
                    .get(2..6)
                    .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            };
            match unit(at) {
                Some(0xD800..=0xDBFF) if rest(at + 6).starts_with("\\u") => {
                    seen += 4;
                    at += 12;
                }
                Some(code) => {
                    seen += char::from_u32(code).map_or(3, char::len_utf8) as u32;
                    at += 6;
                }
                None => break,
            }
        } else {
            seen += 1;
            at += 2;
        }
    }
    at as u32
}

/// There may be a `{name}` in a text, in some language.
fn has_name(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('{'),
        Value::Object(texts) => locales(texts).any(|text| text.contains('{')),
        _ => false,
    }
}

/// A localized text or a scalar as an object of texts, for looking for `{name}` in all of them.
pub(super) fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![&**text],
        Value::Object(object) => locales(object).collect(),
        _ => Vec::new(),
    }
}

fn locales(object: &Object) -> impl Iterator<Item = &str> {
    object.iter().filter_map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_an_expression_is_found_in_the_json_text() {
        assert_eq!(json_offset(r#""{a} = 1""#, 0), 1);
        assert_eq!(json_offset(r#""{a} = 1""#, 4), 5);
        assert_eq!(json_offset(r#""\"x\" + ä""#, 3), 6);
        assert_eq!(json_offset(r#""\u00e4 = 1""#, 2), 7);
        assert_eq!(json_offset(r#""a""#, 99), 2);
    }
}
