//! Texts: the right language, the built-in text where none is given, and `{name}` filled in
//! (reference 7).

use crate::bounds::Bound;
use crate::element::EVERY_TYPE;
use crate::load::SURVEY;
use crate::model::Input;
use crate::names::{NameId, Resolver};
use crate::schema::{EVERY_PROPERTY, is_known, schema};
use crate::{Change, ElementId, ElementKind, Form, Value};
use casement_expression::lower;

/// How deep texts may be filled in by texts that are filled in.
pub(crate) const MAX_FILLING_DEPTH: u8 = 8;

/// The names between the innermost braces of a text.
pub(crate) fn names_in(text: &str) -> Vec<&str> {
    places(text)
        .into_iter()
        .filter_map(|(start, end)| text.get(start + 1..end))
        .collect()
}

/// Where `{name}` begins and where its closing brace stands.
fn places(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, letter) in text.bytes().enumerate() {
        match letter {
            b'{' => open = Some(at),
            b'}' => {
                if let Some(start) = open.take()
                    && text
                        .get(start + 1..at)
                        .is_some_and(|name| !name.is_empty() && !name.contains(':'))
                {
                    found.push((start, at));
                }
            }
            _ => {}
        }
    }
    found
}

/// A text with something else in the place of each name: what `put` makes of it; the name stays
/// where that is nothing, and there is no text at all where `put` gives up.
fn replaced(text: &str, put: &mut dyn FnMut(&str) -> Option<Option<String>>) -> Option<String> {
    let mut replaced = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end) in places(text) {
        let (Some(before), Some(name)) = (text.get(from..start), text.get(start + 1..end)) else {
            continue;
        };
        if let Some(other) = put(name.trim())? {
            replaced.push_str(before);
            replaced.push_str(&other);
            from = end + 1;
        }
    }
    replaced.push_str(text.get(from..).unwrap_or_default());
    Some(replaced)
}

/// What is put between the parts of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filling {
    Plain,
    Html,
    /// Raw values rather than texts for people.
    Raw,
}

impl Form {
    /// A localizable value's text in the form's language.
    pub(crate) fn localized(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.to_string()),
            Value::Object(texts) => {
                let parent = self.locale.split('-').next().unwrap_or_default();
                // English is another name of the form's own language, and nothing to fall back to.
                let locales = if matches!(self.locale.as_str(), "" | "en") {
                    ["default", "en", "default"]
                } else {
                    [self.locale.as_str(), parent, "default"]
                };
                let given = |locale: &str| {
                    texts
                        .get(locale)
                        .and_then(Value::as_str)
                        .filter(|text| !text.is_empty())
                };
                locales.into_iter().find_map(given).map(str::to_owned)
            }
            Value::Undefined | Value::Null | Value::Array(_) => None,
            value => Some(value.to_text().into_owned()),
        }
    }

    /// The author's text of an element's property, not filled in.
    #[inline(always)]
    pub(crate) fn own_text(&self, id: ElementId, property: &str) -> Option<String> {
        if is_known(property) {
            self.known_text(id, property)
        } else {
            None
        }
    }

    /// The author gave a text, in whichever language (`LocalizableString.isEmpty`).
    pub(crate) fn is_text_given(&self, id: ElementId, property: &str) -> bool {
        match self.element_property(id, property) {
            Value::Object(texts) => texts.values().any(|text| !text.is_empty()),
            text => !text.is_empty(),
        }
    }

    fn known_text(&self, id: ElementId, property: &str) -> Option<String> {
        let value = self
            .override_of(Some(id), property)
            .or_else(|| self.def(id).properties.find(property))?;
        self.localized(value).filter(|text| !text.is_empty())
    }

    /// The author's text, else the built-in one.
    pub(crate) fn raw_text(&self, id: ElementId, property: &str) -> String {
        self.known_text(id, property).unwrap_or_else(|| {
            let built_in = match (self.def(id).kind, property) {
                (ElementKind::Boolean, "labelTrue" | "labelFalse")
                | (
                    _,
                    "requiredErrorText" | "minErrorText" | "maxErrorText" | "stepErrorText"
                    | "commentText",
                ) => property,
                _ => "",
            };
            self.message(built_in).to_owned()
        })
    }

    pub(crate) fn element_text(&self, id: ElementId, property: &str) -> String {
        let text = self.raw_text(id, property);
        let filling = if property == "html" {
            Filling::Html
        } else {
            Filling::Plain
        };
        self.fill_as(&text, Some(id), filling)
    }

    pub(crate) fn title(&self, id: ElementId) -> String {
        let given = self.own_text(id, "title");
        let given = given.map(|text| self.fill(&text, Some(id)));
        // A title of nothing but names that have no value is none.
        match given.filter(|text| !text.is_empty()) {
            Some(text) => text,
            None if self.def(id).is_container() => String::new(),
            None => self
                .component_title(id)
                .unwrap_or_else(|| self.def(id).name.to_string()),
        }
    }

    /// A property of an element: set by a step, given, or the default.
    #[inline(always)]
    pub(crate) fn element_property(&self, id: ElementId, name: &str) -> Value {
        if is_known(name) {
            self.known_property(id, name)
        } else {
            Value::Undefined
        }
    }

    pub(crate) fn known_property(&self, id: ElementId, name: &str) -> Value {
        let def = self.def(id);
        match name {
            _ if !EVERY_PROPERTY => {}
            "min" if matches!(def.input, Input::Text(_)) => return self.minimum(id),
            "min" | "max" if def.kind == ElementKind::Slider => {
                return self.slider_limit(id, name == "max").into();
            }
            "max" if matches!(def.input, Input::Text(_)) => return self.maximum(id),
            _ => {}
        }
        if let Some(value) = self
            .override_of(Some(id), name)
            .or_else(|| def.properties.find(name))
        {
            return value.clone();
        }
        if let Some((inside, handed)) = self.handed_to(id, name) {
            return self.element_property(inside, &handed.property);
        }
        schema()
            .property(def.class, name)
            .map(|property| property.default_value())
            .unwrap_or_default()
    }

    // ---- the survey's texts ----

    /// A localizable text of the survey (`title`, `description`, `completeText`, `pageNextText`,
    /// `pagePrevText`, `completedHtml` ...), filled in, the built-in one where none is given.
    pub fn text(&self, property: &str) -> String {
        if property == "completedHtml" {
            return self.completed_html();
        }
        let given = self
            .localized(&self.known_survey_property(property))
            .filter(|text| !text.is_empty());
        let text = given.unwrap_or_else(|| self.message(property).to_owned());
        let html = property.ends_with("Html");
        self.fill_as(
            &text,
            None,
            if html { Filling::Html } else { Filling::Plain },
        )
    }

    /// Any other property of the survey.
    pub fn property(&self, name: &str) -> Value {
        self.known_survey_property(name)
    }

    fn completed_html(&self) -> String {
        let conditional = self
            .model()
            .completed_html
            .iter()
            .filter(|_| EVERY_PROPERTY);
        let chosen = conditional.into_iter().find(|item| {
            item.condition.is_some_and(|id| {
                self.evaluate(id, SURVEY)
                    .is_some_and(|value| value.is_true())
            })
        });
        let text = match chosen {
            Some(item) => Some(self.localized(&item.text).unwrap_or_default()),
            None => {
                let given = self.survey_property("completedHtml");
                let empty = || Some(given.as_object()?.get("default")?.as_str()?.to_owned());
                let text = self.localized(&given);
                text.or_else(|| empty().filter(|_| EVERY_PROPERTY))
            }
        };
        // A text that is given empty is one (`LocalizableString.calcText`).
        match text {
            Some(text) => self.fill_as(&text, None, Filling::Html),
            None => self.message("completedHtml").to_owned(),
        }
    }

    /// Where the browser should go after completion, if anywhere.
    pub fn navigate_to_url(&self) -> Option<String> {
        self.navigation_target()
    }

    pub(crate) fn navigation_target(&self) -> Option<String> {
        if !EVERY_PROPERTY {
            return None;
        }
        let chosen = self.model().navigate_to_url.iter().find(|item| {
            item.condition.is_some_and(|id| {
                self.evaluate(id, SURVEY)
                    .is_some_and(|value| value.is_true())
            })
        });
        let text = match chosen {
            Some(item) => self.localized(&item.text),
            None => self.localized(&self.survey_property("navigateToUrl")),
        };
        text.filter(|text| !text.is_empty())
            .map(|text| self.fill_as(&text, None, Filling::Raw))
    }

    // ---- filling in ----

    /// A text with `{name}` filled in; unknown names stay as written.
    pub(crate) fn fill(&self, text: &str, owner: Option<ElementId>) -> String {
        self.fill_as(text, owner, Filling::Plain)
    }

    fn fill_as(&self, text: &str, owner: Option<ElementId>, filling: Filling) -> String {
        // A text may name a question whose own text names the first: a circle ends here.
        let depth = self.filling_depth.get();
        if !EVERY_PROPERTY || !text.contains('{') {
            return text.to_owned();
        }
        if depth >= MAX_FILLING_DEPTH {
            self.meet(Bound::TextDepth, owner);
            return text.to_owned();
        }
        self.filling_depth.set(depth + 1);
        let filled = self.filled(text, owner, filling);
        self.filling_depth.set(depth);
        filled
    }

    fn filled(&self, text: &str, owner: Option<ElementId>, filling: Filling) -> String {
        let filled = replaced(text, &mut |name| {
            let Some(value) = self.text_value(name, owner, filling) else {
                return Some(None);
            };
            let value = if value.is_empty() {
                String::new()
            } else {
                value.to_text().into_owned()
            };
            Some(Some(match filling {
                Filling::Html => escape(&value),
                Filling::Plain | Filling::Raw => value,
            }))
        });
        filled.unwrap_or_default()
    }

    /// A text with raw values filled in; `None` where one of its names has no value.
    pub(crate) fn fill_completely(
        &self,
        text: &str,
        owner: ElementId,
        add: impl Fn(&str, &mut String),
    ) -> Option<String> {
        replaced(text, &mut |name| {
            let value = self.text_value(name, Some(owner), Filling::Raw);
            let value = value.filter(|value| !value.is_empty())?;
            let mut added = String::new();
            add(&value.to_text(), &mut added);
            Some(Some(added))
        })
    }

    /// What stands for a name in a text; `None` for an unknown one. What isn't there has no length,
    /// which is 0 (`ValueGetter.getValueInfo`).
    fn text_value(&self, name: &str, owner: Option<ElementId>, filling: Filling) -> Option<Value> {
        let found = self.text_found(name, owner, filling);
        let length = EVERY_PROPERTY && name.ends_with(".length");
        found.or_else(|| length.then_some(Value::Number(0.0)))
    }

    fn text_found(&self, name: &str, owner: Option<ElementId>, filling: Filling) -> Option<Value> {
        if name.is_empty() || matches!(&*lower(name), "no" | "title" | "require") {
            return None;
        }
        let model = self.model();
        if let Some(owner) = owner
            && let Some(item) = self.items.item_of(owner)
        {
            let template = self.items.get(item).template;
            let mut number = |text: &str| self.data.find_name(model, text);
            let inner = crate::item_names::resolve(model, template, name, &mut number);
            if let Some(inner) = inner {
                if filling != Filling::Raw && self.shows_display_values(Some(owner)) {
                    return self.text_of_inner(&inner, owner);
                }
                let read = crate::names::Read::Inner(Box::new(inner));
                return self.read(&read, &casement_expression::Path::new(name), owner);
            }
        }
        let resolver = Resolver {
            keys: &model.keys,
            by_folded: &model.question_by_value_name,
            containers: &model.container_by_name,
        };
        if let (Some(owner), Some(path)) = (owner, name.strip_prefix("$self.")) {
            return self.set_property_alone(Some(owner), path, self.property_of(owner, path));
        }
        let read = resolver.resolve(name, &mut |text| self.data.find_name(model, text));
        if let crate::names::Read::Name(candidates) = &read
            && filling != Filling::Raw
            && self.shows_display_values(owner)
        {
            let variable = candidates
                .iter()
                .any(|it| !matches!(self.data.variable(it.name), Value::Undefined));
            if let Some(question) = candidates
                .iter()
                .find(|it| it.whole && !variable)
                .and_then(|it| it.question)
                .filter(|id| self.def(*id).kind != ElementKind::Composite)
            {
                if self.is_read_from_data(question)
                    && let Some(key) = self.data_key(question)
                {
                    let value = self.data.get(key);
                    let known = !matches!(value, Value::Undefined);
                    return known.then(|| value.to_text().into_owned().into());
                }
                // Panels without an answer are none in a text.
                if self.def(question).kind == ElementKind::PanelDynamic
                    && self.is_question_empty(question)
                {
                    return Some(Value::Undefined);
                }
                // Survey-core shows in a text what expressions read, masked again.
                let masked = self.remasked_value(question);
                return Some(masked.unwrap_or_else(|| self.display_value(question)));
            }
            let found = self.question_at(name);
            let in_hidden_row = found.is_some_and(|id| self.lies_in_hidden_row(id));
            if in_hidden_row && found.is_some_and(|id| self.is_question_empty(id)) {
                return None;
            }
            let found = found.filter(|id| {
                let hidden = self.lies_in_component(*id) && self.hides_whole_value(*id);
                !variable && !hidden && !in_hidden_row
            });
            if let Some(question) = found {
                // Rows and inputs of which none is answered are unknown.
                let parted = matches!(
                    self.def(question).kind,
                    ElementKind::Matrix | ElementKind::MultipleText
                );
                let unknown = EVERY_TYPE && parted && self.is_question_empty(question);
                return Some(self.display_value(question)).filter(|_| !unknown);
            }
            let inside = candidates.iter().find(|it| !it.whole && !variable);
            let inside =
                inside.and_then(|it| Some((it.question?, name.get(it.length as usize..)?)));
            let at = name.rfind(['.', '[']).filter(|_| EVERY_TYPE && !variable);
            let inner =
                at.and_then(|at| Some((self.question_at(name.get(..at)?)?, name.get(at..)?)));
            let mut texts = inside.into_iter().chain(inner);
            if let Some(text) = texts.find_map(|(id, part)| self.text_of_part(id, part)) {
                return Some(text);
            }
        }
        let value = self.read(
            &read,
            &casement_expression::Path::new(name),
            owner.unwrap_or(SURVEY),
        );
        match &read {
            crate::names::Read::Property(read) => {
                self.set_property_alone(read.element(), &read.path, value)
            }
            // What is no question's is shown as a text, whatever it is.
            _ if EVERY_PROPERTY && filling != Filling::Raw => {
                value.map(
                    |value| match value.is_empty() && value.as_object().is_none() {
                        true => value,
                        false => value.to_text().into_owned().into(),
                    },
                )
            }
            _ => value,
        }
    }

    /// One of several answers is shown as they all are, all where there is no such one, and a row of a
    /// matrix with its column (`Question.getDisplayValue`).
    fn text_of_part(&self, question: ElementId, part: &str) -> Option<Value> {
        if !EVERY_TYPE {
            return None;
        }
        if self.def(question).kind == ElementKind::Matrix {
            return self.row_display(question, part.strip_prefix('.')?);
        }
        let index = part.strip_prefix('[')?.strip_suffix(']')?;
        let index = index.parse::<f64>().ok()?;
        if self.def(question).has_items() {
            return None;
        }
        let value = self.expression_value(question, false);
        let one = value
            .as_array()
            .filter(|_| index >= 0.0 && index.fract() == 0.0);
        Some(match one.and_then(|values| values.get(index as usize)) {
            Some(one) => self.display_of(question, one),
            None => self.display_value(question),
        })
    }

    /// Where a property isn't set its name stays in the text, but for texts, of which nothing is left.
    fn set_property_alone(
        &self,
        owner: Option<ElementId>,
        path: &str,
        value: Option<Value>,
    ) -> Option<Value> {
        let class = owner.map_or("survey", |id| self.def(id).class);
        let text = || {
            let property = schema().property(class, path);
            property.is_some_and(|property| property.localizable)
        };
        value.filter(|value| !matches!(value, Value::Undefined) || text())
    }

    /// The value of a name as an expression reads it, or as text for people; `None` for an unknown
    /// name.
    pub(crate) fn named_value(&self, name: &str, display: bool) -> Option<Value> {
        self.text_value(
            name,
            None,
            if display {
                Filling::Plain
            } else {
                Filling::Raw
            },
        )
    }

    fn shows_display_values(&self, owner: Option<ElementId>) -> bool {
        let own = owner.map(|id| self.element_property(id, "useDisplayValuesInDynamicTexts"));
        own != Some(Value::Bool(false))
    }

    /// The answer as text for people.
    pub(crate) fn display_value(&self, id: ElementId) -> Value {
        self.display_of(id, &self.cell(id).value)
    }

    /// A value of a question as text for people.
    pub(crate) fn display_of(&self, id: ElementId, value: &Value) -> Value {
        if crate::values::is_blank(value) {
            let default = self.own_text(id, "defaultDisplayValue").unwrap_or_default();
            return match self.mask(id).filter(|_| !default.is_empty()) {
                Some(mask) => mask.masked(&default.into(), &*self.host),
                None => default.into(),
            };
        }
        if let Some(mask) = self.mask(id) {
            return mask.masked(value, &*self.host);
        }
        if self.def(id).has_items() {
            return self.display_of_items(id, value);
        }
        if self.def(id).kind == ElementKind::Expression {
            return self.result_text(id, value).into();
        }
        match &self.def(id).input {
            Input::Boolean(values) => {
                let label = if loosely_equal(value, &values.0) {
                    "labelTrue"
                } else {
                    "labelFalse"
                };
                self.element_text(id, label).into()
            }
            _ => match self.def(id).kind {
                ElementKind::Matrix => self.matrix_display(id, value),
                ElementKind::ImageMap => self.areas_display(id, value),
                _ => self.choice_display(id, value),
            },
        }
    }

    // ---- what a change does to texts ----

    pub(crate) fn texts_changed(&mut self, names: &[NameId]) {
        let model = self.shared_model();
        for id in names.iter().flat_map(|name| model.text_readers.of(*name)) {
            self.changed(if *id == SURVEY {
                Change::Survey
            } else {
                Change::Text(*id)
            });
        }
    }

    pub(crate) fn all_texts_changed(&mut self) {
        for id in self.elements() {
            self.changed(Change::Text(id));
        }
        self.changed(Change::Survey);
    }
}

/// JavaScript's `==` of an answer and one of a boolean's two values.
fn loosely_equal(a: &Value, b: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Bool(flag) => f64::from(u8::from(*flag)),
        Value::Number(number) => *number,
        value => casement_expression::to_number(&value.to_text()),
    };
    match (a, b) {
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Array(_), Value::Array(_)) | (Value::Object(_), _) | (_, Value::Object(_)) => {
            a == b
        }
        // A list is what it is as a text.
        (Value::Array(_), Value::String(_)) | (Value::String(_), Value::Array(_)) => {
            a.to_text() == b.to_text()
        }
        _ => number(a) == number(b),
    }
}

fn escape(text: &str) -> String {
    let mut into = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            letter => into.push(letter),
        }
    }
    into
}

/// The default language has no name of its own.
pub(crate) fn own_locale(locale: &str) -> &str {
    if locale == "en" { "" } else { locale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_innermost_braces_hold_a_name() {
        assert_eq!(
            names_in("a {b} {{c}} { d } {\"x\": 1} {} }"),
            ["b", "c", " d "]
        );
    }
}
