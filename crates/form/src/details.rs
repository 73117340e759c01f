//! The detail panels of rows: survey-core makes one when it is opened, or when its row is checked
//! (`MatrixDropdownRowModelBase.ensureDetailPanel`). Before that nothing in it is evaluated, and what
//! its questions begin with is no part of the row.

use crate::element::EVERY_TYPE;
use crate::items::ItemId;
use crate::model::RuleId;
use crate::{ElementId, ElementKind, Form};

impl Form {
    /// The first local id that lies in the detail panel of a matrix's rows, where these have one.
    pub(crate) fn details_begin(&self, owner: ElementId) -> Option<u32> {
        if !EVERY_TYPE {
            return None;
        }
        let def = self.def(owner);
        let template = self.model().template(def.template?);
        let elements = &template.elements;
        let end = match def.items.as_ref()?.columns.last() {
            Some(last) => elements.get(last.cell.as_u32() as usize)?.end.as_u32(),
            None if template.kind.is_row() => 1,
            None => return None,
        };
        (end < elements.len() as u32).then_some(end)
    }

    /// Lies in a detail panel that isn't there yet.
    pub(crate) fn is_closed_detail(&self, id: ElementId) -> bool {
        let item = self.items.item_of(id);
        item.is_some_and(|item| !self.items.get(item).opened && self.is_detail(id))
    }

    /// Makes the detail panel of a row. What its questions begin with is told the row when one of its
    /// cells changes.
    pub(crate) fn open_details(&mut self, item: ItemId) {
        let owner = self.items.get(item).owner;
        let Some(from) = self
            .details_begin(owner)
            .filter(|_| !self.items.get(item).opened)
        else {
            return;
        };
        self.items.get_mut(item).opened = true;
        if self.items.with_details {
            return;
        }
        let frame = self.items.get(item).frame.as_u32();
        let count = self.item_template(item).elements.len() as u32;
        for id in (frame + from..frame + count).map(ElementId::new) {
            // A row that was given its value since it came has forgotten what its details begin with.
            self.fill_detail(id);
            if !self.def(id).has_items() || self.items.is_made(id) {
                continue;
            }
            // Panels come into being with the details, and rows when they are asked for.
            if self.def(id).kind == ElementKind::PanelDynamic {
                self.items.quiet += 1;
                self.items_needed(id);
                self.items.quiet -= 1;
            } else {
                self.items.unmade.push_back(id);
            }
        }
        let rules = self.item_template(item).rules.iter().enumerate();
        let inside = rules.filter(|(_, rule)| rule.owner.as_u32() >= from);
        let inside: Vec<_> = inside.map(|(at, _)| RuleId(at as u32)).collect();
        // What else is due in the rows is told when its turn comes.
        let rows = self.items.list(owner).to_vec();
        let due: Vec<_> = rows
            .iter()
            .map(|row| std::mem::take(&mut self.items.get_mut(*row).due))
            .collect();
        self.items.quiet += 1;
        for rule in inside {
            self.mark_in_item(item, rule);
        }
        self.run_rules_in_items(owner);
        self.items.quiet -= 1;
        for (row, due) in rows.into_iter().zip(due) {
            self.items.get_mut(row).due.extend(due.iter());
        }
        self.make_waiting();
    }

    /// A row came or went: whether details of the rows are shown is asked by the rows' numbers, which
    /// they get then (`QuestionMatrixDropdownModelBase.getIsDetailPanelShowing`).
    pub(crate) fn number_rows(&mut self, owner: ElementId) {
        let mode = self.element_property(owner, "detailPanelMode");
        if mode.as_str().is_none_or(|mode| mode == "none") {
            return;
        }
        for item in self.visible_items(owner) {
            self.items.name(item, true);
        }
    }
}
