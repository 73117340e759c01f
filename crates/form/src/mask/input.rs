//! Masks in a form: what is typed into a text question, what it shows, what expressions read.

use crate::element::EVERY_TYPE;
use casement_expression::lower;

use casement_expression::Equality;

use super::{LETTERS, Mask, Precision, Regional, Symbols};
use crate::catalogue::Messages;
use crate::data::same;
use crate::model::{Input, InputKind};
use crate::tables::ById;
use crate::{Change, ElementId, Form, Object, Value};

/// The keys of what stands for a field of a date that is not filled in.
const SYMBOL_KEYS: [&str; 9] = [
    "maskPlaceholderDay",
    "maskPlaceholderMonth",
    "maskPlaceholderYear",
    "maskPlaceholderHour12",
    "maskPlaceholderHour24",
    "maskPlaceholderMinute",
    "maskPlaceholderSecond",
    "maskPlaceholderTimeMarkerLower",
    "maskPlaceholderTimeMarkerUpper",
];

/// What was typed and is no value yet, and who is being typed into.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    texts: ById<ElementId, Value>,
    typing: Option<ElementId>,
}

impl Typed {
    /// A question's value has changed: what is shown follows from it again.
    pub(crate) fn forget(&mut self, id: ElementId) {
        if self.typing != Some(id) {
            self.texts.remove(&id);
        }
    }
}

impl Form {
    /// The mask of a text input of type text or tel.
    pub(crate) fn mask(&self, id: ElementId) -> Option<Mask> {
        self.may_have_mask(id).then(|| self.made_mask(id)).flatten()
    }

    /// Nearly all have none.
    pub(crate) fn may_have_mask(&self, id: ElementId) -> bool {
        let Input::Text(input) = &self.def(id).input else {
            return false;
        };
        EVERY_TYPE
            && (input.masked || !self.overrides.is_empty())
            && matches!(input.kind, InputKind::Text | InputKind::Tel)
    }

    fn made_mask(&self, id: ElementId) -> Option<Mask> {
        let def = self.def(id);
        let property = |name: &str| {
            self.override_of(Some(id), name)
                .or_else(|| def.properties.get(name))
        };
        let kind = property("maskType")?
            .as_str()
            .filter(|kind| *kind != "none")?;
        // A type of input that isn't known takes no mask, though it is read as text.
        let unknown = property("inputType")
            .and_then(Value::as_str)
            .is_some_and(|kind| !matches!(&*lower(kind), "text" | "tel"));
        if unknown {
            return None;
        }
        let none = Object::new();
        let settings = property("maskSettings").and_then(Value::as_object);
        let formats = self.survey_property("regionalFormat");
        let regional = Regional::new(formats.as_object(), &self.locale);
        Some(Mask::new(
            kind,
            settings.unwrap_or(&none),
            &regional,
            symbols(self.messages()),
        ))
    }

    /// Types a text into a question's input, as leaving the input does.
    pub(crate) fn type_into(&mut self, id: ElementId, text: Value) {
        let Some(mask) = self.mask(id) else {
            if !self.cell(id).value.equals(&text, Equality::STRICT) {
                self.set_question_value(id, text);
            }
            return;
        };
        let (value, shown) = mask
            .typed(&text, &*self.host)
            .unwrap_or((Value::Undefined, text));
        self.typed.texts.insert(id, shown);
        if !self.cell(id).value.equals(&value, Equality::STRICT) {
            self.typed.typing = Some(id);
            self.set_question_value(id, value);
            self.typed.typing = None;
        }
        self.changed(Change::Value(id));
    }

    /// What a question's input shows.
    pub(crate) fn input_text(&self, id: ElementId) -> Value {
        let value = &self.cell(id).value;
        let Some(mask) = self.mask(id) else {
            return value.clone();
        };
        let shown = match self.typed.texts.get(&id) {
            Some(typed) => typed.clone(),
            None if mask.saves_masked() && !value.is_nullish() => value.clone(),
            None => mask.masked(value, &*self.host),
        };
        if shown.is_truthy() {
            shown
        } else {
            mask.masked(&"".into(), &*self.host)
        }
    }

    /// Something is typed that isn't enough for a value.
    pub(crate) fn is_mask_incomplete(&self, id: ElementId) -> bool {
        if !EVERY_TYPE {
            return false;
        }
        if !self.is_question_empty(id) {
            return false;
        }
        let Some(mask) = self.mask(id) else {
            return false;
        };
        let shown = self.input_text(id);
        shown.is_truthy() && shown != mask.masked(&"".into(), &*self.host)
    }

    /// What an expression reads of a question that stores masked text.
    pub(crate) fn unmasked_value(&self, id: ElementId, value: &Value) -> Value {
        if !EVERY_TYPE {
            return value.clone();
        }
        match self.mask(id).filter(Mask::saves_masked) {
            Some(mask) => mask.unmasked(value),
            None => value.clone(),
        }
    }

    /// The unmasked value of a question that stores masked text, as text for people: nothing where the
    /// text is none of the mask.
    pub(crate) fn remasked_value(&self, id: ElementId) -> Option<Value> {
        if !EVERY_TYPE {
            return None;
        }
        let mask = self.mask(id).filter(Mask::saves_masked)?;
        let unmasked = mask.unmasked(&self.cell(id).value);
        (!unmasked.is_nullish()).then(|| self.display_of(id, &unmasked))
    }

    /// The result of an expression as a question with a mask takes it.
    pub(crate) fn masked_result(&self, mask: &Mask, value: Value) -> Value {
        if !EVERY_TYPE {
            return value;
        }
        let value = match value {
            Value::Date(date) => {
                let local = date + self.host.offset_at(date) * 60_000.0;
                let length = match mask.precision() {
                    Precision::Day => 10,
                    Precision::Minute => 16,
                    Precision::Second => 19,
                };
                let text = casement_expression::iso_text(local).unwrap_or_default();
                Value::from(text.get(..length).unwrap_or(&text))
            }
            value => value,
        };
        if mask.saves_masked() && value.as_str().is_some() {
            mask.held(value, &*self.host)
        } else {
            value
        }
    }

    /// After a question took a value over from the data: what its mask made of it goes back there; not
    /// from a cell, for its row is being set.
    pub(crate) fn give_back_masked(&mut self, id: ElementId, given: &Value) {
        let value = self.cell(id).value.clone();
        let item = self.items.item_of(id);
        if given.is_empty()
            || same(&value, given)
            || item.is_some_and(|item| self.item_template(item).kind.is_row())
        {
            return;
        }
        let nothing = value.is_empty();
        self.store_question(id, value);
        if nothing {
            self.cell_mut(id).value = Value::Undefined;
        }
    }

    /// Masks follow the language that `change` brings: what they show is shown anew, and texts that
    /// are stored masked are written anew; one out of the mask's limits stays
    /// (`QuestionTextModel.localeChanged`).
    pub(crate) fn with_masks_rewritten(&mut self, change: impl FnOnce(&mut Form)) {
        if !EVERY_TYPE {
            return change(self);
        }
        let stored: Vec<(ElementId, Mask, Value)> = self
            .elements()
            .filter_map(|id| {
                let mask = self.mask(id).filter(Mask::is_regional)?;
                let value = &self.cell(id).value;
                value
                    .is_truthy()
                    .then(|| (id, mask.clone(), mask.unmasked(value)))
            })
            .collect();
        change(self);
        for (id, before, value) in stored {
            self.typed.forget(id);
            let Some(mask) = self.mask(id) else { continue };
            let rewrites = mask.saves_masked() && value.is_truthy();
            if rewrites && !(mask == before && mask.is_date()) {
                let masked = mask.masked(&value, &*self.host);
                if masked.is_truthy() {
                    self.set_question_value(id, masked);
                }
            }
        }
    }
}

/// The language's signs for missing fields; one that could be taken for something typed is not
/// used.
fn symbols(messages: &Messages) -> Symbols {
    let mut symbols = LETTERS;
    for (symbol, key) in symbols.iter_mut().zip(SYMBOL_KEYS) {
        let text = messages.text(key);
        let marker = key.contains("Marker");
        let mut letters = text.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && !letter.is_ascii_digit()
            && !(marker && matches!(letter.to_ascii_uppercase(), 'A' | 'P' | 'M'))
        {
            *symbol = letter;
        }
    }
    symbols
}
