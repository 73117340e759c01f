//! Properties of elements and of the survey as expressions and texts read them: `{$name.property}`
//! (`PropertyGetterContext`). What is set in the definition is one part of them, what the running
//! form knows the other.

use casement_expression::Path;

use crate::element::EVERY_TYPE;
use crate::model::{ItemKind, Special};
use crate::names::{PropertyOwner, PropertyRead};
use crate::schema::{Shape, schema};
use crate::scope::path_in;
use crate::{Choice, ElementId, ElementKind, Form, Object, Value};

impl Form {
    /// `{$name.property}`; `None` for a name that is no element's.
    pub(crate) fn property_read(&self, read: &PropertyRead, asker: ElementId) -> Option<Value> {
        let path = &*read.path;
        match read.owner {
            PropertyOwner::Own => {
                self.elements.get(asker.index())?;
                // A multiple text knows itself by no such name (`MultipleTextValueGetterContext`).
                let def = self.def(asker);
                let known = !def.is_container() && def.kind != ElementKind::MultipleText;
                known.then(|| self.property_of(asker, path))?
            }
            PropertyOwner::Element(id) => self.property_of(id, path),
            PropertyOwner::Unknown => None,
            PropertyOwner::Survey => {
                let name = first_part(path);
                inside(name, self.property_of_survey(name), path)
            }
        }
    }

    /// A multiple text looks for elements among its inputs first (`MultipleTextValueGetterContext`).
    pub(crate) fn input_property(&self, owner: ElementId, name: &str) -> Option<Value> {
        self.elements.get(owner.index())?;
        if !EVERY_TYPE || self.def(owner).kind != ElementKind::MultipleText {
            return None;
        }
        let (name, path) = name.strip_prefix('$')?.split_once('.')?;
        let key = self.template_of(owner)?.keys.find(name)?;
        let item = *self.items.list(owner).first()?;
        let input = *self.questions_of(item, Some(key)).first()?;
        self.property_of(input, path)
    }

    /// A property of an element, or something in one: `title`, `choices[0].text`.
    pub(crate) fn property_of(&self, id: ElementId, path: &str) -> Option<Value> {
        let name = first_part(path);
        if let Some(rest) = path
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('.'))
        {
            let other = match name {
                "page" => Some(self.page(id)),
                "parent" => self.parent(id),
                _ => None,
            };
            if let Some(other) = other {
                return self.property_of(other, rest);
            }
        }
        inside(name, self.property_of_element(id, name), path)
    }

    fn property_of_element(&self, id: ElementId, name: &str) -> Value {
        let element = self.element(id);
        let def = self.def(id);
        let question = !def.is_container();
        match name {
            "isVisible" => self.is_visible(id).into(),
            "isParentVisible" if question => self
                .parent(id)
                .is_none_or(|parent| self.is_shown(parent))
                .into(),
            "isReadOnly" => self.is_read_only(id).into(),
            "isRequired" => self.is_required(id).into(),
            "visible" => self.cell(id).is(crate::state::Flag::Visible).into(),
            "value" if question => element.value(),
            "name" => element.name().into(),
            "processedTitle" => element.title().into(),
            "title" => match self.own_text(id, name) {
                Some(text) => text.into(),
                None => element.title().into(),
            },
            "fullTitle" if question => element.title().into(),
            "no" => element.number().into(),
            "comment" if question => element.comment().into(),
            "displayValue" if question => element.display_value(),
            "containsErrors" => self.has_errors_within(id).into(),
            "isAnswered" if question => (!self.is_question_empty(id)).into(),
            "isActive" if def.kind == ElementKind::Page => (self.page_shown() == Some(id)).into(),
            "isPage" => (def.kind == ElementKind::Page).into(),
            "isPanel" => (def.kind == ElementKind::Panel).into(),
            "isCollapsed" | "isExpanded" => {
                let state = self.element_property(id, "state");
                let wanted = if name == "isCollapsed" {
                    "collapsed"
                } else {
                    "expanded"
                };
                (state.as_str() == Some(wanted)).into()
            }
            "errors" => {
                let texts = element.errors().iter().map(|error| &error.text);
                let objects = texts.map(|text| one_member("text", text.as_str().into()));
                objects.collect::<Vec<_>>().into()
            }
            // These are functions of an element, which are something, and equal to nothing.
            "hasErrors" | "getType" => one_member(name, true.into()),
            "isEmpty" if question => one_member(name, true.into()),
            "visibleChoices" if question => {
                let offered = element.choices();
                offered.iter().map(item_object).collect::<Vec<_>>().into()
            }
            "selectedItem" if self.offers_choices(id) => {
                let value = self.rendered(id);
                let offered = element.choices();
                let chosen = offered.iter().find(|choice| choice.value == value);
                chosen.map(item_object).unwrap_or_default()
            }
            "selectedItems" | "selectedChoices"
                if def.is_multiple_choice() && def.kind != ElementKind::ImagePicker =>
            {
                let chosen = self.rendered(id);
                let offered = element.choices();
                let item = |value: &Value| offered.iter().find(|choice| choice.value == *value);
                let chosen = chosen.as_array().unwrap_or_default().iter();
                chosen
                    .filter_map(item)
                    .map(item_object)
                    .collect::<Vec<_>>()
                    .into()
            }
            "renderedValue" if self.offers_choices(id) => self.rendered(id),
            "isOtherSelected" if self.offers_choices(id) => self.is_other_chosen(id).into(),
            "otherValue" if self.offers_choices(id) => self.other_text(id).into(),
            "hasOther" => self.property_of_element(id, "showOtherItem"),
            "panelCount" | "panels" | "items" if def.kind == ElementKind::PanelDynamic => {
                self.counted_property(name, self.items.list(id).len())
            }
            "visiblePanels" if def.kind == ElementKind::PanelDynamic => {
                self.counted_property(name, self.visible_items(id).len())
            }
            "rowCount" | "visibleRows"
                if matches!(
                    self.item_kind(id),
                    Some(ItemKind::Row | ItemKind::DynamicRow)
                ) =>
            {
                let made = self.items.is_made(id) || def.kind != ElementKind::MatrixDynamic;
                let count = match name {
                    _ if !made => self.first_rows(id),
                    "rowCount" => self.items.list(id).len(),
                    _ => self.visible_items(id).len(),
                };
                self.counted_property(name, count)
            }
            "questions" | "elements" if !question => {
                let mut inside = self.within(id);
                inside.retain(|it| name == "elements" || !self.def(*it).is_container());
                let count = if name == "elements" {
                    self.children(id).len()
                } else {
                    inside.iter().filter(|it| self.is_at_top(**it)).count()
                };
                self.counted_property(name, count)
            }
            _ => self.declared_property(id, name),
        }
    }

    /// A number, or a list of so many.
    fn counted_property(&self, name: &str, count: usize) -> Value {
        if name.ends_with("Count") {
            (count as f64).into()
        } else {
            vec![Object::new().into(); count].into()
        }
    }

    /// What the definition or code sets, or else the default; items are read as objects.
    fn declared_property(&self, id: ElementId, name: &str) -> Value {
        let value = self.element_property(id, name);
        let Some(property) = schema().property(self.def(id).class, name) else {
            return value;
        };
        if property.localizable && !value.is_empty() {
            return self.raw_text(id, name).into();
        }
        match (property.shape, &value) {
            (Shape::Boolean, Value::Undefined) => false.into(),
            (Shape::Text, Value::Undefined) => "".into(),
            (Shape::Items, Value::Array(items)) => {
                let item = |item: &Value| match item.as_object() {
                    Some(_) => item.clone(),
                    None => one_member("value", item.clone()),
                };
                items.iter().map(item).collect::<Vec<_>>().into()
            }
            _ => value,
        }
    }

    fn page_shown(&self) -> Option<ElementId> {
        self.current_page.filter(|_| !self.stage.beginning)
    }

    fn property_of_survey(&self, name: &str) -> Value {
        let on_page = self.page_shown();
        match name {
            "readOnly" | "isDisplayMode" => (self.mode == crate::Mode::Display).into(),
            "mode" => match self.mode {
                crate::Mode::Display => "display".into(),
                _ => "edit".into(),
            },
            "locale" => self.locale.as_str().into(),
            "state" => self.state().name().into(),
            "pages" | "pageCount" => self.counted_property(name, self.pages().len()),
            "visiblePages" | "visiblePageCount" => {
                self.counted_property(name, self.visible_pages.len())
            }
            "currentPageNo" => {
                let mut pages = self.visible_pages.iter();
                let at = pages.position(|page| Some(*page) == on_page);
                at.map_or(-1.0, |at| at as f64).into()
            }
            "currentPage" => on_page.map_or(Value::Undefined, |page| {
                one_member("name", self.element(page).name().into())
            }),
            "isFirstPage" if on_page.is_some() => self.is_first_page().into(),
            "isLastPage" if on_page.is_some() => self.is_last_page().into(),
            _ => self.survey_property(name),
        }
    }
}

/// The name that a path begins with.
fn first_part(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

/// What a path reads in the property that it begins with.
fn inside(name: &str, value: Value, path: &str) -> Option<Value> {
    if name.len() == path.len() {
        return Some(value);
    }
    path_in(name, &value, &Path::new(path))
}

fn one_member(name: &str, value: Value) -> Value {
    let mut object = Object::new();
    object.insert(name, value);
    object.into()
}

fn item_object(choice: &Choice) -> Value {
    let mut object = Object::new();
    let other = Value::from(Special::Other.value());
    object.insert(
        "value",
        if choice.is_other {
            other
        } else {
            choice.value.clone()
        },
    );
    object.insert("text", choice.text.as_str().into());
    object.into()
}
