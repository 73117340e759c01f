//! Where elements stand: in the definition itself, or in a row or panel made from a template. Ids of
//! both count on; nobody outside has to know which is which.

use crate::element::EVERY_TYPE;
use crate::items::ItemId;
use crate::model::{ElementDef, ItemKind, Rule, RuleId, Template};
use crate::state::Flag;
use crate::{ElementId, ElementKind, Form};

impl Form {
    /// An element's row in the definition. The id comes from this form, so it is there.
    pub(crate) fn def(&self, id: ElementId) -> &ElementDef {
        // What is asked most often: those in rows and panels count on behind the definition's own.
        match self.model().elements.get(id.index()) {
            Some(def) => def,
            None => self.def_in_item(id),
        }
    }

    #[cold]
    #[inline(never)]
    fn def_in_item(&self, id: ElementId) -> &ElementDef {
        match self.items.item_of(id) {
            None => self.model().element(id),
            Some(item) => {
                let item = self.items.get(item);
                let local = id.as_u32() - item.frame.as_u32();
                &self.model().template(item.template).elements[local as usize]
            }
        }
    }

    /// What is to be added to an id of the element's template to get one of this form.
    fn shift(&self, id: ElementId) -> u32 {
        self.items
            .item_of(id)
            .map_or(0, |item| self.items.get(item).frame.as_u32())
    }

    /// What an element lies in; a row's or dynamic panel's is its question.
    pub(crate) fn parent(&self, id: ElementId) -> Option<ElementId> {
        let own = self.def(id).parent;
        match self.items.item_of(id) {
            None => own,
            Some(item) => {
                let item = self.items.get(item);
                Some(own.map_or(item.owner, |parent| {
                    ElementId::new(parent.as_u32() + item.frame.as_u32())
                }))
            }
        }
    }

    /// The page or panel that an element lies in; a question's rows and panels end the way out.
    pub(crate) fn container_of(&self, id: ElementId) -> Option<ElementId> {
        self.parent(id)
            .filter(|parent| self.def(*parent).is_container())
    }

    /// What lies directly in an element: of a question its rows or panels.
    pub(crate) fn children(&self, id: ElementId) -> &[ElementId] {
        if self.def(id).has_items() {
            return self.items.frames(id);
        }
        self.items
            .children(id)
            .unwrap_or_else(|| &self.model().element(id).children)
    }

    /// The page that an element lies on.
    pub(crate) fn page(&self, id: ElementId) -> ElementId {
        let mut at = id;
        while let Some(item) = self.items.item_of(at) {
            at = self.items.get(item).owner;
        }
        self.model().element(at).page
    }

    /// Whether anything lies in an element, rows and panels included.
    pub(crate) fn has_inside(&self, id: ElementId) -> bool {
        let def = self.def(id);
        def.has_items() || def.end.as_u32() + self.shift(id) > id.as_u32() + 1
    }

    /// An element and everything in it, in document order, rows and panels included.
    pub(crate) fn within(&self, id: ElementId) -> Vec<ElementId> {
        let def = self.def(id);
        let shift = self.shift(id);
        let mut found = Vec::with_capacity((def.end.as_u32() + shift - id.as_u32()) as usize);
        for inside in (id.as_u32()..def.end.as_u32() + shift).map(ElementId::new) {
            found.push(inside);
            if self.def(inside).has_items() {
                for frame in self.items.frames(inside) {
                    found.extend(self.within(*frame));
                }
            }
        }
        found
    }

    /// Stands directly in the definition, in no row or panel of a question.
    pub(crate) fn is_at_top(&self, id: ElementId) -> bool {
        self.items.item_of(id).is_none()
    }

    /// The template of a question's rows or panels.
    pub(crate) fn template_of(&self, owner: ElementId) -> Option<&Template> {
        if !EVERY_TYPE {
            return None;
        }
        let id = self.def(owner).template?;
        Some(self.model().template(id))
    }

    pub(crate) fn item_kind(&self, owner: ElementId) -> Option<ItemKind> {
        self.template_of(owner).map(|template| template.kind)
    }

    /// The template that an item was made from.
    pub(crate) fn item_template(&self, item: ItemId) -> &Template {
        self.model().template(self.items.get(item).template)
    }

    /// The element of an item with an id of its template.
    pub(crate) fn in_item(&self, item: ItemId, local: ElementId) -> ElementId {
        ElementId::new(self.items.get(item).frame.as_u32() + local.as_u32())
    }

    /// The question in an item with that name, as written.
    pub(crate) fn question_in(&self, item: ItemId, name: &str) -> Option<ElementId> {
        let template = self.item_template(item);
        let found = template
            .elements
            .iter()
            .position(|element| *element.name == *name && !element.is_container());
        found.map(|at| self.in_item(item, ElementId::new(at as u32)))
    }

    /// What a name means to a function called from an element: a question in the rows and panels
    /// around it, then one of the form, then a panel or page.
    pub(crate) fn question_near(&self, from: ElementId, name: &str) -> Option<ElementId> {
        let mut item = self.items.item_of(from);
        while let Some(at) = item {
            if let Some(found) = self.question_in(at, name) {
                return Some(found);
            }
            item = self.items.item_of(self.items.get(at).owner);
        }
        self.model().any_by_name(name)
    }

    /// A rule of an element, of the definition or of its template.
    pub(crate) fn rule_of(&self, id: ElementId, rule: RuleId) -> Rule {
        match self.items.item_of(id) {
            None => self.model().rule(rule),
            Some(item) => self.item_template(item).rules[rule.0 as usize],
        }
    }

    /// The rows or panels of a question that are shown, in order.
    pub(crate) fn visible_items(&self, owner: ElementId) -> Vec<ItemId> {
        let list = self.items.list(owner).iter().copied();
        let given_conditions = self.items.hidden_rows.contains_key(&owner);
        if given_conditions || self.stage.hides_unanswered {
            return list.filter(|item| self.is_item_visible(*item)).collect();
        }
        // Nothing but their own state decides.
        let all = self.settings().show_invisible;
        let is_shown = |item: &ItemId| self.cell(self.items.get(*item).frame).is(Flag::Visible);
        list.filter(|item| all || is_shown(item)).collect()
    }

    /// A dynamic panel counts as visible by its own condition, whatever is in it.
    pub(crate) fn is_item_visible(&self, item: ItemId) -> bool {
        let frame = self.items.get(item).frame;
        if self.def(frame).kind == ElementKind::MatrixRow {
            self.is_visible(frame)
        } else {
            self.settings().show_invisible || self.cell(frame).is(Flag::Visible)
        }
    }
}
