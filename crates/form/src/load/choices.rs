//! Reading the items of choice questions, and their conditions as rules.

use casement_expression::json::Node;

use super::check::Read;
use super::{Loader, Scope};
use crate::model::{ChoiceItem, ChoiceList, Effect, ExpressionId, Special};
use crate::{ElementId, ElementKind, Value};

/// The most items that are read or made from a range.
const MAX_ITEMS: usize = 10_000;

impl Loader<'_> {
    /// The items of a choice question; `None` for other questions.
    pub(super) fn choice_list(
        &mut self,
        id: ElementId,
        node: &Node,
        read: &Read,
    ) -> Option<Box<ChoiceList>> {
        let kind = self.def(id).kind;
        let items = match kind {
            ElementKind::Radiogroup
            | ElementKind::Dropdown
            | ElementKind::Checkbox
            | ElementKind::Tagbox
            | ElementKind::ImagePicker
            | ElementKind::Ranking
            | ElementKind::ButtonGroup => self.choice_items(id, kind, node, read),
            ElementKind::Rating => rating_items(node, read),
            _ => return None,
        };
        Some(Box::new(ChoiceList { items }))
    }

    fn choice_items(
        &mut self,
        id: ElementId,
        kind: ElementKind,
        node: &Node,
        read: &Read,
    ) -> Vec<ChoiceItem> {
        let mut items: Vec<ChoiceItem> = Vec::new();
        let nodes = node
            .get("choices")
            .and_then(Node::as_array)
            .unwrap_or_default();
        let outer = std::mem::replace(&mut self.scope, Scope::Item);
        for (index, node) in nodes.iter().enumerate().take(MAX_ITEMS) {
            let mark = self.path.key("choices");
            self.path.index(index);
            let mut item = item(node);
            item.visible_if = self.item_condition(node, "visibleIf");
            item.enable_if = self.item_condition(node, "enableIf");
            self.path.back(mark);
            items.push(item);
        }
        self.scope = outer;
        if kind == ElementKind::Dropdown {
            items.extend(range_items(read));
        }
        let specials = !matches!(
            kind,
            ElementKind::ImagePicker | ElementKind::Ranking | ElementKind::ButtonGroup
        );
        if specials {
            let shows = |name: &str| read.get(name).is_some_and(Value::is_true);
            if matches!(kind, ElementKind::Checkbox | ElementKind::Tagbox)
                && shows("showSelectAllItem")
            {
                items.insert(0, special(Special::SelectAll));
            }
            let order = [
                ("showNoneItem", Special::None),
                ("showRefuseItem", Special::Refused),
                ("showDontKnowItem", Special::DontKnow),
                ("showOtherItem", Special::Other),
            ];
            items.extend(
                order
                    .into_iter()
                    .filter(|(name, _)| shows(name))
                    .map(|(_, kind)| special(kind)),
            );
        }
        self.item_rules(id, &items, read);
        items
    }

    fn item_rules(&mut self, id: ElementId, items: &[ChoiceItem], read: &Read) {
        let (enable, visible) = (
            read.expression("choicesEnableIf"),
            read.expression("choicesVisibleIf"),
        );
        for (common, own, effect) in [
            (
                enable,
                (|item: &ChoiceItem| item.enable_if) as fn(&ChoiceItem) -> Option<ExpressionId>,
                Effect::ItemEnable as fn(u16) -> Effect,
            ),
            (
                visible,
                |item: &ChoiceItem| item.visible_if,
                Effect::ItemVisible,
            ),
        ] {
            for (at, item) in items.iter().enumerate() {
                let condition = own(item).or(common.filter(|_| item.special.is_none()));
                if let (Some(expression), Ok(at)) = (condition, u16::try_from(at)) {
                    self.rule(id, effect(at), Some(expression));
                }
            }
        }
    }

    /// A condition of an item: compiled when the item was checked, or now.
    pub(super) fn item_condition(
        &mut self,
        node: &Node,
        name: &'static str,
    ) -> Option<ExpressionId> {
        let node = node.get(name)?;
        let text = node.as_str().filter(|text| !text.trim().is_empty())?;
        let mark = self.path.key(name);
        let known = if self.template.is_some() {
            self.adopt(node.span)
        } else {
            self.known_site(node.span)
        };
        let id = known.unwrap_or_else(|| self.expression(text, node.span));
        self.path.back(mark);
        Some(id)
    }
}

/// An item as written: a value, `value|text`, or an object.
pub(super) fn item(node: &Node) -> ChoiceItem {
    let mut item = ChoiceItem::default();
    if node.as_object().is_none() {
        let value = node.to_value();
        match value.as_str().and_then(|text| text.split_once('|')) {
            Some((value, text)) => {
                item.value = value.into();
                item.text = text.into();
            }
            None => item.value = value,
        }
        return item;
    }
    let member = |name: &str| node.get(name).map(Node::to_value).unwrap_or_default();
    item.text = member("text");
    item.value = member("value");
    if item.value.is_nullish() {
        item.value = item.text.clone();
    }
    item.exclusive = member("isExclusive").is_true();
    item
}

fn special(kind: Special) -> ChoiceItem {
    ChoiceItem {
        value: kind.value().into(),
        special: Some(kind),
        ..ChoiceItem::default()
    }
}

/// `choicesMin`, `choicesMax`, `choicesStep` of a dropdown.
fn range_items(read: &Read) -> Vec<ChoiceItem> {
    let number = |name: &str| read.get(name).and_then(Value::as_number);
    let (Some(min), Some(max)) = (number("choicesMin").or(Some(0.0)), number("choicesMax")) else {
        return Vec::new();
    };
    let step = number("choicesStep")
        .filter(|step| *step > 0.0)
        .unwrap_or(1.0);
    if max <= min {
        return Vec::new();
    }
    numbers(min, max, step, MAX_ITEMS)
}

fn rating_items(node: &Node, read: &Read) -> Vec<ChoiceItem> {
    let values = node
        .get("rateValues")
        .and_then(Node::as_array)
        .unwrap_or_default();
    if !values.is_empty() {
        return values.iter().take(MAX_ITEMS).map(item).collect();
    }
    let number = |name: &str| read.get(name).and_then(Value::as_number);
    let min = number("rateMin").unwrap_or(1.0);
    let step = number("rateStep").filter(|step| *step > 0.0).unwrap_or(1.0);
    let smileys = read.get("rateType").and_then(Value::as_str) == Some("smileys");
    let most = if smileys { 10 } else { 20 };
    let max = number("rateMax").unwrap_or(5.0);
    numbers(min, max, step, most)
}

fn numbers(min: f64, max: f64, step: f64, most: usize) -> Vec<ChoiceItem> {
    let mut items = Vec::new();
    let mut at = min;
    while at <= max && items.len() < most {
        items.push(ChoiceItem {
            value: at.into(),
            ..ChoiceItem::default()
        });
        at += step;
    }
    items
}
