//! Reading the items of choice questions, and their conditions as rules.

use casement_expression::json::{Kind, Node};

use crate::element::EVERY_TYPE;

use super::check::{Read, flag};
use super::{Loader, Scope};
use crate::model::{ByUrl, ChoiceItem, ChoiceList, Effect, ExpressionId, Special};
use crate::problem::ProblemKind;
use crate::random_order::RandomPlace;
use crate::{ElementId, ElementKind, Value};

/// The most items that are read or made from a range.
pub(crate) const MAX_ITEMS: usize = 10_000;

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
            _ if !EVERY_TYPE => return None,
            ElementKind::Radiogroup
            | ElementKind::Dropdown
            | ElementKind::Checkbox
            | ElementKind::Tagbox
            | ElementKind::ImagePicker
            | ElementKind::Ranking
            | ElementKind::ButtonGroup => self.choice_items(id, kind, node, read),
            ElementKind::Rating => self.rate_items(id, node, read),
            _ => return None,
        };
        let common = ["choicesVisibleIf", "choicesEnableIf"].map(|name| read.expression(name));
        let by_url = by_url(read).filter(|_| EVERY_TYPE && kind != ElementKind::Rating);
        Some(Box::new(ChoiceList {
            items,
            common,
            by_url,
            random_seed: self.seed_in(id),
        }))
    }

    fn choice_items(
        &mut self,
        id: ElementId,
        kind: ElementKind,
        node: &Node,
        read: &Read,
    ) -> Vec<ChoiceItem> {
        let mut items: Vec<ChoiceItem> = Vec::new();
        let nodes = listed(node, "choices");
        self.report_many("choices", nodes, MAX_ITEMS);
        let outer = std::mem::replace(&mut self.scope, Scope::Item);
        for (index, node) in nodes.iter().enumerate().take(MAX_ITEMS) {
            let mark = self.path.key("choices");
            self.path.index(index);
            items.push(self.choice_item(kind, node));
            self.path.back(mark);
        }
        self.scope = outer;
        if kind == ElementKind::Dropdown {
            let range = range_items(read);
            if range.len() > MAX_ITEMS {
                let mark = self.path.key("choicesMax");
                let span = node.get("choicesMax").map_or(node.span, |node| node.span);
                let (what, limit) = ("choices", MAX_ITEMS);
                self.report(ProblemKind::TooMany { what, limit }, span);
                self.path.back(mark);
            }
            items.extend(range.into_iter().take(MAX_ITEMS));
        }
        let specials = !matches!(kind, ElementKind::ImagePicker | ElementKind::Ranking);
        let buttons = kind == ElementKind::ButtonGroup;
        if specials {
            let shows = |name: &str| read.get(name).is_some_and(Value::is_true);
            let lists = matches!(kind, ElementKind::Checkbox | ElementKind::Tagbox);
            // They stand behind the others here, whose places they so leave as they are.
            let order = [
                ("showSelectAllItem", Special::SelectAll, lists),
                ("showNoneItem", Special::None, true),
                ("showRefuseItem", Special::Refused, true),
                ("showDontKnowItem", Special::DontKnow, true),
                ("showOtherItem", Special::Other, !buttons),
            ];
            items.extend(
                order
                    .into_iter()
                    .filter(|(name, _, offers)| *offers && shows(name))
                    .map(|(_, kind, _)| special(kind)),
            );
        }
        self.item_rules(id, &items, read);
        items
    }

    fn choice_item(&mut self, kind: ElementKind, node: &Node) -> ChoiceItem {
        let mut item = item(node);
        if is_value_itself(node) {
            item = ChoiceItem {
                value: node.to_value(),
                ..ChoiceItem::default()
            };
        }
        // What is chosen in a tag box has no comment of its own.
        item.comment &= kind != ElementKind::Tagbox;
        // An image stands beside others, whatever is said of it (`CheckboxItem.isExclusive`).
        item.exclusive &= kind != ElementKind::ImagePicker;
        item.imageless = EVERY_TYPE
            && kind == ElementKind::ImagePicker
            && !node
                .get("imageLink")
                .is_some_and(|link| link.to_value().is_truthy());
        item.visible_if = self.item_condition(node, "visibleIf");
        item.enable_if = self.item_condition(node, "enableIf");
        item
    }

    /// The elements under the choices of a radio group or checkbox, each choice's in a panel.
    pub(super) fn choice_panels(&mut self, id: ElementId, node: &Node) {
        let kind = self.def(id).kind;
        if !EVERY_TYPE || !matches!(kind, ElementKind::Radiogroup | ElementKind::Checkbox) {
            return;
        }
        for (index, node) in listed(node, "choices").iter().enumerate().take(MAX_ITEMS) {
            let Some(elements) = node.get("elements") else {
                continue;
            };
            let mark = self.path.key("choices");
            self.path.index(index);
            self.path.key("elements");
            let panel = self.start_element(ElementKind::Panel, "panel", "".into(), Some(id));
            self.def(panel).choice = Some(Box::new(item(node).value));
            self.under_choices += 1;
            self.children(elements, panel);
            self.under_choices -= 1;
            self.owner = Some(panel);
            self.finish_container(panel, &Read::default());
            self.path.back(mark);
        }
        let end = ElementId::new(self.model.elements.len() as u32);
        self.def(id).end = end;
        self.owner = Some(id);
        self.scope = Scope::Element;
    }

    fn item_rules(&mut self, id: ElementId, items: &[ChoiceItem], read: &Read) {
        let (enable, visible) = (
            read.expression("choicesEnableIf"),
            read.expression("choicesVisibleIf"),
        );
        let carries = read.get("choicesFromQuestion").is_some();
        let mut conditional = carries;
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
                    conditional = true;
                }
            }
        }
        if by_url(read).is_some() {
            for expression in [visible, enable].into_iter().flatten() {
                self.rule(id, Effect::LoadedItems, Some(expression));
                conditional = true;
            }
        }
        if conditional {
            // The items of another question have no rules of their own here.
            self.rule(id, Effect::Choices, visible.filter(|_| carries));
        }
    }

    /// The items of a rating: given, or made from its limits (reference 4.1).
    fn rate_items(&mut self, id: ElementId, node: &Node, read: &Read) -> Vec<ChoiceItem> {
        let values = node.get("rateValues").and_then(Node::as_array);
        let values = values.unwrap_or_default();
        let generated = read.get("autoGenerate").is_some_and(Value::is_truthy);
        if values.is_empty() || generated {
            return range_of_rates(read);
        }
        let smileys = read.get("rateType").and_then(Value::as_str) == Some("smileys");
        let most = if smileys { 10 } else { MAX_ITEMS };
        let outer = std::mem::replace(&mut self.scope, Scope::Item);
        if !smileys {
            self.report_many("rateValues", values, most);
        }
        let mut items = Vec::with_capacity(values.len().min(most));
        for (index, node) in values.iter().enumerate().take(most) {
            let mark = self.path.key("rateValues");
            self.path.index(index);
            let mut rate = if is_value_itself(node) {
                ChoiceItem {
                    value: node.to_value(),
                    ..ChoiceItem::default()
                }
            } else {
                item(node)
            };
            rate.visible_if = self.item_condition(node, "visibleIf");
            self.path.back(mark);
            items.push(rate);
        }
        self.scope = outer;
        self.item_rules(id, &items, read);
        items
    }

    /// A list of a question that is longer than what is read of it.
    pub(super) fn report_many(&mut self, what: &'static str, nodes: &[Node], limit: usize) {
        if let Some(first) = nodes.get(limit) {
            let mark = self.path.key(what);
            self.path.index(limit);
            self.report(ProblemKind::TooMany { what, limit }, first.span);
            self.path.back(mark);
        }
    }

    /// A condition of an item, or of a question for its items: compiled when that was checked, or now.
    pub(super) fn item_condition(
        &mut self,
        node: &Node,
        name: &'static str,
    ) -> Option<ExpressionId> {
        let node = node.get(name)?;
        if let Some(known) = self.adopt(node.span) {
            return Some(known);
        }
        let mark = self.path.key(name);
        let id = match node.as_str() {
            Some(text) => (!text.trim().is_empty()).then(|| self.expression(text, node.span)),
            None => self.no_expression(&node.to_value(), node.span),
        };
        self.path.back(mark);
        id
    }
}

/// Where choices come from, where it is from outside.
fn by_url(read: &Read) -> Option<Box<ByUrl>> {
    let given = read.get("choicesByUrl")?.as_object()?;
    let text = |name: &str| {
        let text = given.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let url = text("url");
    (!url.is_empty()).then(|| {
        Box::new(ByUrl {
            url,
            path: text("path"),
            value_name: text("valueName"),
            title_name: text("titleName"),
            image_name: text("imageLinkName"),
            allow_empty: given.get("allowEmptyResponse").is_some_and(Value::is_true),
        })
    })
}

/// The items of a list; one that stands there without a list is its only item.
pub(super) fn listed<'n>(node: &Node<'n>, key: &str) -> &'n [Node<'n>] {
    let Some(list) = node.get(key) else {
        return &[];
    };
    match list.kind {
        Kind::Array(items) => items,
        Kind::Null => &[],
        _ => std::slice::from_ref(list),
    }
}

/// An item as written: a value, `value|text`, or an object.
pub(crate) fn item(node: &Node) -> ChoiceItem {
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
    let text = member("text");
    item.value = member("value");
    if item.value.is_nullish() {
        item.value = text.clone();
    }
    // A number is no text (`LocalizableString.setJson`).
    if matches!(text, Value::String(_) | Value::Object(_)) {
        item.text = text;
    }
    let exclusive = member("isExclusive");
    let says_so = |text: &str| text.eq_ignore_ascii_case("true");
    item.exclusive = exclusive.is_true() || exclusive.as_str().is_some_and(says_so);
    item.comment = flag(&member("showCommentArea"));
    item.comment_required = item.comment && flag(&member("isCommentRequired"));
    item.random_place = RandomPlace::of(node);
    item
}

/// A choice that says no value is one itself, unless it has a text alone (`ItemValue.setData`).
fn is_value_itself(node: &Node) -> bool {
    node.as_object().is_some_and(|members| {
        let only_text = members.len() == 1 && node.get("text").is_some();
        let value = node.get("value");
        value.is_none_or(|value| matches!(value.kind, Kind::Null)) && !only_text
    })
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
        .filter(|step| *step >= 1.0)
        .unwrap_or(1.0);
    if max <= min {
        return Vec::new();
    }
    // One more than is used, to see that there are more.
    numbers(min, max, MAX_ITEMS + 1, &|at| at + step)
}

/// The most items that a rating makes.
pub(crate) const MAX_RATES: f64 = 20.0;

fn range_of_rates(read: &Read) -> Vec<ChoiceItem> {
    let number = |name: &str| read.get(name).and_then(Value::as_number);
    let smileys = read.get("rateType").and_then(Value::as_str) == Some("smileys");
    let most = if smileys { 10.0 } else { MAX_RATES };
    let step = number("rateStep").unwrap_or(1.0);
    let length = number("rateCount").map(|count| (count.clamp(2.0, most) - 1.0) * step);
    let (mut min, mut max) = match (number("rateMin"), number("rateMax"), length) {
        (Some(min), None, Some(length)) => (min, min + length),
        (None, Some(max), Some(length)) => (max - length, max),
        (min, max, _) => (min.unwrap_or(1.0), max.unwrap_or(5.0)),
    };
    min = min.min(max);
    let whole = if step == 0.0 { 1.0 } else { step };
    let count = ((max - min) / whole).trunc() + 1.0;
    if count > most {
        max = min + step * (most - 1.0);
    }
    if step <= 0.0 {
        return numbers(min, min, 1, &|at| at);
    }
    numbers(min, max, most as usize, &|at| whole_steps(at + step, step))
}

fn numbers(min: f64, max: f64, most: usize, next: &dyn Fn(f64) -> f64) -> Vec<ChoiceItem> {
    let mut items = Vec::new();
    let mut at = min;
    while at <= max && items.len() < most {
        items.push(ChoiceItem {
            value: at.into(),
            ..ChoiceItem::default()
        });
        at = next(at);
    }
    items
}

/// A sum of steps without the error of adding decimals: with as many decimals as the step has.
fn whole_steps(value: f64, step: f64) -> f64 {
    if value.fract() == 0.0 {
        return value;
    }
    let (mut scaled, mut unit, mut places) = (step, 1.0, 0);
    while scaled.fract() != 0.0 && places < 17 {
        scaled *= 10.0;
        unit *= 10.0;
        places += 1;
    }
    (value * unit).round() / unit
}
