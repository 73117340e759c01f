//! Names that mean something only in a row or panel: `{panel.x}`, `{prevRow.x}`, `{rowIndex}` ...
//! Which item a name is looked for in is known from where the expression stands (reference 1.6).

use std::borrow::Cow;

use crate::element::EVERY_TYPE;
use casement_expression::Path;
use casement_expression::lower;
use std::sync::Arc;

use crate::items::ItemId;
use crate::model::{Effect, ItemKind, Model, TemplateId};
use crate::names::{Candidate, NameId, Read, Resolver};
use crate::tables::Few;
use crate::values::is_blank;
use crate::{ElementId, Form, Object, Value};

/// What one such name reads.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InnerRead {
    /// How many items further out: 0 is the one that the expression stands in.
    pub(crate) up: u8,
    pub(crate) what: Inner,
    /// What it reads further out where there is nothing of that name.
    pub(crate) further: Option<Box<InnerRead>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Inner {
    /// Something inside the item or a neighbour of it.
    Value {
        place: Place,
        rest: Path,
        /// The dotted prefixes of `rest`, questions with the ids of the template.
        candidates: Few<Candidate>,
    },
    /// Its place among all, from 0 or 1.
    Index(u8),
    /// Its place among the visible ones.
    VisibleIndex(u8),
    /// The row's value.
    Name,
    /// The row's text.
    Title,
    /// The value of the matrix: visible rows with an answer.
    List,
    /// A total.
    Total(Path),
}

/// Which item, seen from that one; neighbours among the visible ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    This,
    Previous,
    Next,
}

impl InnerRead {
    fn new(up: u8, what: Inner) -> InnerRead {
        let further = None;
        InnerRead { up, what, further }
    }

    /// Reads only what is in the item itself.
    pub(crate) fn reads_own(&self) -> bool {
        matches!(
            self.what,
            Inner::Value {
                place: Place::This,
                ..
            }
        )
    }

    /// This one and those further out, in the order in which they are asked.
    pub(crate) fn chain(&self) -> impl Iterator<Item = &InnerRead> {
        std::iter::successors(Some(self), |read| read.further.as_deref())
    }
}

/// The meaning of a name in a template; `None` where it has none there.
pub(crate) fn resolve(
    model: &Model,
    template: TemplateId,
    name: &str,
    number: &mut dyn FnMut(&str) -> Option<NameId>,
) -> Option<InnerRead> {
    if !EVERY_TYPE {
        return None;
    }
    let lower = lower(name).into_owned();
    let end = lower.find(['.', '[']).unwrap_or(lower.len());
    let first = lower.get(..end)?;
    let rest = name
        .get(end..)
        .and_then(|rest| rest.strip_prefix('.'))
        .filter(|rest| !rest.is_empty());
    let mut at = Some(template);
    let mut up = 0;
    let mut found: Vec<InnerRead> = Vec::new();
    let mut nothing = None;
    while let Some(id) = at {
        let kind = model.template(id).kind;
        if let Some(what) = in_item(model, id, kind, first, rest, number) {
            let whole = finds_whole(&what) || !matches!(what, Inner::Value { .. });
            let read = InnerRead::new(up, what);
            // What isn't in a component is looked for in the component around it.
            if kind == ItemKind::Composite && !finds_question(&read.what) {
                nothing.get_or_insert(read);
            } else {
                found.push(read);
            }
            if whole {
                break;
            }
        }
        if kind == ItemKind::Composite
            && let Some(what) = dotted(model, id, name, number)
        {
            found.push(InnerRead::new(up, what));
            break;
        }
        if found.is_empty() && kind == ItemKind::Panel && first == "parentpanel" {
            return outward(model, id, up, rest?, number);
        }
        at = model.template(id).outer;
        let Some(further_up) = up.checked_add(1) else {
            break;
        };
        up = further_up;
    }
    let mut further = None;
    for mut read in found.into_iter().rev() {
        read.further = further.take();
        further = Some(Box::new(read));
    }
    further.map(|read| *read).or(nothing)
}

fn finds_whole(read: &Inner) -> bool {
    match read {
        Inner::Value { candidates, .. } => {
            let mut found = candidates.iter().filter(|it| it.question.is_some());
            found.any(|it| it.whole)
        }
        _ => false,
    }
}

fn finds_question(read: &Inner) -> bool {
    match read {
        Inner::Value { candidates, .. } => candidates.iter().any(|it| it.question.is_some()),
        _ => false,
    }
}

/// In a component of several elements a dotted name may begin with one of its questions.
fn dotted(
    model: &Model,
    template: TemplateId,
    name: &str,
    number: &mut dyn FnMut(&str) -> Option<NameId>,
) -> Option<Inner> {
    if !name.contains('.') {
        return None;
    }
    let what = value(model, template, Place::This, name, number);
    finds_question(&what).then_some(what)
}

/// `parentPanel.x`: one panel further out; `parentPanel.parentPanel.x` means nothing to survey-core.
fn outward(
    model: &Model,
    from: TemplateId,
    up: u8,
    rest: &str,
    number: &mut dyn FnMut(&str) -> Option<NameId>,
) -> Option<InnerRead> {
    let (mut at, mut up) = (model.template(from).outer, up.checked_add(1)?);
    while let Some(id) = at {
        if model.template(id).kind == ItemKind::Panel {
            return Some(InnerRead::new(
                up,
                value(model, id, Place::This, rest, number),
            ));
        }
        at = model.template(id).outer;
        up = up.checked_add(1)?;
    }
    None
}

fn in_item(
    model: &Model,
    template: TemplateId,
    kind: ItemKind,
    first: &str,
    rest: Option<&str>,
    number: &mut dyn FnMut(&str) -> Option<NameId>,
) -> Option<Inner> {
    let place = match (kind, first) {
        (ItemKind::Panel, "panel") | (ItemKind::Composite, "composite") => Some(Place::This),
        (ItemKind::Panel, "prevpanel") => Some(Place::Previous),
        (ItemKind::Panel, "nextpanel") => Some(Place::Next),
        (kind, "row") if kind.is_row() => Some(Place::This),
        (kind, "prevrow") if kind.is_row() => Some(Place::Previous),
        (kind, "nextrow") if kind.is_row() => Some(Place::Next),
        _ => None,
    };
    if let Some(place) = place {
        return Some(value(model, template, place, rest?, number));
    }
    match (kind, first, rest) {
        (ItemKind::Panel, "panelindex", None) => Some(Inner::Index(0)),
        (ItemKind::Panel, "visiblepanelindex", None) => Some(Inner::VisibleIndex(0)),
        (kind, "rowindex", None) if kind.is_row() => Some(Inner::Index(1)),
        (kind, "visiblerowindex", None) if kind.is_row() => Some(Inner::VisibleIndex(1)),
        (kind, "rowname" | "rowvalue" | "item", None) if kind.is_row() => Some(Inner::Name),
        (kind, "rowtitle", None) if kind.is_row() => Some(Inner::Title),
        (kind, "matrix", None) if kind.is_row() => Some(Inner::List),
        (kind, "totalrow", Some(rest)) if kind.is_row() => Some(Inner::Total(Path::new(rest))),
        _ => None,
    }
}

fn value(
    model: &Model,
    template: TemplateId,
    place: Place,
    rest: &str,
    number: &mut dyn FnMut(&str) -> Option<NameId>,
) -> Inner {
    let template = model.template(template);
    let resolver = Resolver {
        keys: &template.keys,
        by_folded: &template.question_by_value_name,
        containers: &model.container_by_name,
    };
    Inner::Value {
        place,
        rest: Path::new(rest),
        candidates: resolver.candidates(rest, number),
    }
}

impl Form {
    /// What a name in a row or panel reads: there, else further out.
    pub(crate) fn read_inner(
        &self,
        read: &InnerRead,
        owner: ElementId,
        original: bool,
    ) -> Option<Value> {
        let mut chain = read.chain();
        chain.find_map(|read| self.read_right_there(read, owner, original))
    }

    fn read_right_there(
        &self,
        read: &InnerRead,
        owner: ElementId,
        original: bool,
    ) -> Option<Value> {
        if !EVERY_TYPE {
            return None;
        }
        let mut item = self.items.item_of(owner)?;
        for _ in 0..read.up {
            item = self.items.item_of(self.items.get(item).owner)?;
        }
        let question = self.items.get(item).owner;
        match &read.what {
            Inner::Value {
                place,
                rest,
                candidates,
            } => {
                let Some(item) = self.neighbour(item, *place) else {
                    // That there is no neighbour is known.
                    return read.further.as_ref().map(|_| Value::Undefined);
                };
                self.read_in_item(item, rest, candidates, original)
            }
            Inner::Index(base) => Some(self.index_of(item, *base).into()),
            Inner::VisibleIndex(base) if self.items.newborn.contains(&item) => {
                Some((f64::from(*base) - 1.0).into())
            }
            Inner::VisibleIndex(base) => {
                let visible = self.known_visible_items(question);
                let at = visible.iter().position(|other| *other == item);
                let at = at.map_or(-1.0, |at| at as f64);
                Some((at + f64::from(*base)).into())
            }
            Inner::Name => Some(self.row_name(item)),
            Inner::Title => Some(match self.row_title(item) {
                Value::String(title) if title.contains('{') => {
                    self.fill(&title, Some(question)).into()
                }
                title => title,
            }),
            Inner::List => Some(self.visible_rows_value(question)),
            Inner::Total(path) => path
                .find_in(self.items.totals.get(&question)?)
                .map(Cow::into_owned),
        }
    }

    /// What a row or panel says of itself to who looks into it from outside, `m.row.rowIndex` or
    /// `p[0].panelIndex`: it comes before a question of that name.
    pub(crate) fn read_place(&self, owner: ElementId, rest: &str) -> Option<Value> {
        if !EVERY_TYPE {
            return None;
        }
        let kind = self.item_kind(owner)?;
        let (item, name) = match kind {
            ItemKind::Row => {
                let rest = rest.strip_prefix('.')?;
                let row = |item: ItemId| {
                    let name = self.items.get(item).name.to_text().into_owned();
                    let found = rest.get(..name.len())?;
                    let inside = rest.get(name.len()..)?.strip_prefix('.')?;
                    (lower(found) == lower(&name)).then_some((item, inside))
                };
                self.visible_items(owner).into_iter().find_map(row)?
            }
            ItemKind::DynamicRow | ItemKind::Panel => {
                let (at, inside) = rest.strip_prefix('[')?.split_once("].")?;
                let at: usize = at.parse().ok()?;
                (*self.visible_items(owner).get(at)?, inside)
            }
            _ => return None,
        };
        let template = self.items.get(item).template;
        let what = in_item(
            self.model(),
            template,
            kind,
            &lower(name),
            None,
            &mut |_| None,
        )?;
        let read = InnerRead::new(0, what);
        self.read_inner(&read, self.items.get(item).frame, false)
    }

    /// What a name in a row or panel is in a text for people: a question's answer as it shows, and the
    /// place of a panel from 1.
    pub(crate) fn text_of_inner(&self, read: &InnerRead, owner: ElementId) -> Option<Value> {
        if !EVERY_TYPE {
            return None;
        }
        let known = |read| Some((read, self.read_right_there(read, owner, false)?));
        let (read, value) = read.chain().find_map(known)?;
        let mut item = self.items.item_of(owner)?;
        for _ in 0..read.up {
            item = self.items.item_of(self.items.get(item).owner)?;
        }
        match &read.what {
            Inner::Value {
                place, candidates, ..
            } => {
                let item = self.neighbour(item, *place)?;
                let mut whole = candidates.iter().filter(|candidate| candidate.whole);
                let question = whole.find_map(|candidate| candidate.question);
                Some(match question {
                    Some(local) => self.display_of(self.in_item(item, local), &value),
                    None => value,
                })
            }
            Inner::Index(0) | Inner::VisibleIndex(0) => {
                Some((value.as_number().unwrap_or(-1.0) + 1.0).into())
            }
            _ => Some(value),
        }
    }

    /// The place of an item, counted from a number. One that is just coming into being has none; a
    /// dynamic row counts how many there were before it instead.
    fn index_of(&self, item: ItemId, base: u8) -> f64 {
        let kind = self.item_template(item).kind;
        let newborn = self.items.newborn.contains(&item);
        let at = match kind {
            ItemKind::DynamicRow if newborn => {
                let made = self.items.made.get(&self.items.get(item).owner);
                made.map_or(-1.0, |made| f64::from(*made) - 1.0)
            }
            _ if newborn => -1.0,
            _ => self.items.place(item) as f64,
        };
        at + f64::from(base)
    }

    fn known_visible_items(&self, owner: ElementId) -> Vec<ItemId> {
        match &self.items.shown_before {
            Some((known, visible)) if *known == owner => visible.clone(),
            _ => self.visible_items(owner),
        }
    }

    fn neighbour(&self, item: ItemId, place: Place) -> Option<ItemId> {
        if place == Place::This {
            return Some(item);
        }
        if self.items.newborn.contains(&item) {
            return None;
        }
        let visible = self.known_visible_items(self.items.get(item).owner);
        // A hidden one stands before the first of those that are visible.
        let at = match (visible.iter().position(|other| *other == item), place) {
            (Some(at), Place::Next) => at + 1,
            (None, Place::Next) => 0,
            (at, _) => at?.checked_sub(1)?,
        };
        visible.get(at).copied()
    }

    fn read_in_item(
        &self,
        item: ItemId,
        rest: &Path,
        candidates: &[Candidate],
        original: bool,
    ) -> Option<Value> {
        for candidate in candidates {
            let Some(local) = candidate.question else {
                continue;
            };
            let question = self.in_item(item, local);
            let content = self.item_template(item).kind == ItemKind::Composite;
            if content && candidate.whole && self.hides_whole_value(question) {
                return None;
            }
            if candidate.whole && self.is_read_from_data(question) {
                break;
            }
            if candidate.whole {
                return Some(self.whole_value(question, original));
            }
            if let Some(value) = self.read_index(question, candidate, rest, original) {
                return Some(value);
            }
            let value = &self.cell(question).value;
            if !is_blank(value) {
                let mut object = Object::new();
                object.insert(rest.text().get(..candidate.length as usize)?, value.clone());
                if let Some(found) = rest.find_in(&object) {
                    return Some(found.into_owned());
                }
            }
            // What isn't in the answer of the question is looked for in what the item was given.
            break;
        }
        rest.find_in(&self.given_to(item)).map(Cow::into_owned)
    }

    /// What a question in a row or panel is asked for: panels without an answer are nothing, as many as
    /// there may be (`PanelDynamicValueGetterContext.getValue`).
    pub(crate) fn whole_value(&self, question: ElementId, original: bool) -> Value {
        if self.item_kind(question) == Some(ItemKind::Panel) && self.is_question_empty(question) {
            return Value::Undefined;
        }
        self.unmasked_value(question, &self.expression_value(question, original))
    }

    /// What the value of the question has for an item; the questions in it know their parts later,
    /// where panels are just being made for that value.
    fn given_to(&self, item: ItemId) -> Arc<Object> {
        let owner = self.items.get(item).owner;
        if self.items.settling.contains(&owner) {
            self.part_of_value(owner, ItemKind::Panel, self.items.place(item))
        } else {
            Arc::clone(&self.items.get(item).object)
        }
    }

    /// The question whose whole value an expression question shows, where its expression is nothing
    /// but the name of that.
    pub(crate) fn question_shown_by(&self, id: ElementId) -> Option<ElementId> {
        let rules = self.def(id).rules.iter();
        let mut rules = rules.map(|rule| self.rule_of(id, *rule));
        let rule = rules.find(|rule| rule.effect == Effect::Value)?;
        let expression = self.model().expression(rule.expression?);
        let name = expression
            .text
            .trim()
            .strip_prefix('{')?
            .strip_suffix('}')?;
        let [read] = &*expression.reads else {
            return None;
        };
        if name.contains(['{', '}']) {
            return None;
        }
        let whole = |candidates: &[Candidate]| {
            let found = candidates.iter().find(|it| it.question.is_some());
            found.filter(|it| it.whole).and_then(|it| it.question)
        };
        let inner = match read {
            Read::Name(candidates) => return whole(candidates),
            Read::Inner(inner) => inner.chain().find(|read| finds_whole(&read.what))?,
            _ => return None,
        };
        let Inner::Value {
            place, candidates, ..
        } = &inner.what
        else {
            return None;
        };
        let mut item = self.items.item_of(id)?;
        for _ in 0..inner.up {
            item = self.items.item_of(self.items.get(item).owner)?;
        }
        Some(self.in_item(self.neighbour(item, *place)?, whole(candidates)?))
    }

    /// What names a row or panel.
    pub(crate) fn row_name(&self, item: ItemId) -> Value {
        let dynamic = self.item_template(item).kind == ItemKind::DynamicRow;
        self.items.name(item, dynamic)
    }

    /// A row's text, else its value.
    pub(crate) fn row_title(&self, item: ItemId) -> Value {
        let row = self.items.get(item);
        let given = self
            .def(row.owner)
            .items
            .as_ref()
            .and_then(|items| items.rows.get(self.items.place(item)));
        given
            .and_then(|given| self.localized(&given.text))
            .filter(|text| !text.is_empty())
            .map_or_else(|| self.row_name(item), Value::from)
    }

    /// The question in a row or panel that a path names from outside: `p[0].x`, `m.row.x`.
    pub(crate) fn question_at(&self, path: &str) -> Option<ElementId> {
        if !EVERY_TYPE {
            return None;
        }
        // The owner's own name may have dots: the longest that fits counts.
        let ends = path
            .char_indices()
            .filter(|(_, letter)| matches!(letter, '.' | '['))
            .map(|(at, _)| at);
        for at in ends.collect::<Vec<_>>().into_iter().rev() {
            let (name, rest) = (path.get(..at)?, path.get(at..)?);
            let owner = self.question_by_value_name(name);
            let Some(owner) = owner.filter(|owner| self.def(*owner).has_items()) else {
                continue;
            };
            if let Some(found) = self.question_inside(owner, rest) {
                return Some(found);
            }
        }
        None
    }

    /// The question at a place inside a question with rows or panels.
    pub(crate) fn question_inside(&self, owner: ElementId, rest: &str) -> Option<ElementId> {
        if !EVERY_TYPE {
            return None;
        }
        let end = |text: &str| text.find(['.', '[']);
        let (item, rest) = match self.item_kind(owner)? {
            ItemKind::Inputs | ItemKind::Composite => (*self.items.list(owner).first()?, rest),
            ItemKind::Custom => return None,
            ItemKind::Row => {
                let rest = rest.strip_prefix('.')?;
                let mut items = self.items.list(owner).iter();
                // Whatever the case, and of rows `r` and `r1` the one that is meant.
                items.find_map(|item| {
                    let name = self.items.get(*item).name.to_text();
                    let (found, inside) = rest.split_at_checked(name.len())?;
                    let named = inside.starts_with('.') && lower(found) == lower(&name);
                    named.then_some((*item, inside))
                })?
            }
            ItemKind::Panel | ItemKind::DynamicRow => {
                let (index, rest) = rest.strip_prefix('[')?.split_once(']')?;
                let at: usize = index.parse().ok()?;
                (*self.items.list(owner).get(at)?, rest)
            }
        };
        let rest = rest.strip_prefix('.')?;
        let template = self.item_template(item);
        let length = end(rest).unwrap_or(rest.len());
        let name = rest.get(..length)?;
        let exact = template
            .keys
            .find(name)
            .and_then(|key| template.keys.get(key)?.questions.first().copied());
        let folded = || {
            let id = self.data.find_name(self.model(), name)?;
            template.question_by_value_name.get(&id).copied()
        };
        let found = self.in_item(item, exact.or_else(folded)?);
        match rest.get(length..).filter(|rest| !rest.is_empty()) {
            None => Some(found),
            Some(rest) => self.question_inside(found, rest),
        }
    }
}
