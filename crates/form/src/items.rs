//! Rows and panels while running: each is an item, a copy of a template's elements with values of
//! its own, made and dropped as the answers say. Where they stand in the form is in `tree`; what a
//! change in one sets off is in `item_storing`.

use crate::element::EVERY_TYPE;
use crate::model::{Model, RuleId, TemplateId};
use crate::names::KeyId;
use crate::state::{ElementState, initial};
use crate::tables::{ById, IdSet, TypesById};
use crate::{ElementId, Object, Value};
use std::cell::Cell;
use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::sync::Arc;

/// The number of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId(NonZeroU32);

impl ItemId {
    /// The id of a place from 0; one more is kept, as of [`ElementId`].
    const fn new(place: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(place as u32))
    }

    /// Its place among the items.
    const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// One row or panel.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) template: TemplateId,
    /// The question that it belongs to.
    pub(crate) owner: ElementId,
    /// The id of its first element, the row or panel itself; the others follow.
    pub(crate) frame: ElementId,
    /// What it holds: the answers inside by value name, comments, and what was given beside them.
    /// Shared with the value of its question, and copied when it changes.
    pub(crate) object: Arc<Object>,
    /// The value of a given row, the place of a panel; a dynamic row gets a number instead when it is
    /// first asked for one.
    pub(crate) name: Value,
    number: Cell<Option<u32>>,
    /// The children of each of its elements.
    children: Vec<Vec<ElementId>>,
    /// Rules of the template that are to be evaluated for it.
    pub(crate) due: IdSet<RuleId>,
    /// Those that will be when the value of its question changes.
    pub(crate) noted: IdSet<RuleId>,
    /// Its questions may hold answers that the object doesn't have.
    pub(crate) behind: bool,
    /// Its conditions haven't run yet.
    pub(crate) fresh: bool,
    /// Came with a value of its question.
    pub(crate) given: bool,
    /// A row whose detail panel is there.
    pub(crate) opened: bool,
    /// Not dropped.
    alive: bool,
}

/// All items of a form.
#[derive(Debug, Default)]
pub(crate) struct Items {
    /// The first id that is no element of the definition itself.
    first: u32,
    /// For each element from there on, the item that it lies in.
    item_of: Vec<ItemId>,
    items: Vec<Item>,
    /// Dropped items, whose numbers can be given again.
    free: Vec<ItemId>,
    lists: ById<ElementId, ItemList>,
    /// How many items a dynamic matrix has made: their numbers are never given twice.
    pub(crate) made: ById<ElementId, u32>,
    /// How many rows of dynamic matrices have a number.
    numbered: Cell<u32>,
    /// Values are checked before they are stored: that opens no details.
    pub(crate) accepting: bool,
    /// The last value that was checked before it was stored was not accepted.
    pub(crate) refused: bool,
    /// Items are just made for a value of their question.
    pub(crate) giving: bool,
    /// Above 0 while items are made or filled: what is stored in them goes no further.
    pub(crate) quiet: u32,
    /// Questions that are just making panels for a value: what is computed in these isn't told.
    pub(crate) settling: Vec<ElementId>,
    /// Dynamic panels with an answer to every question, when their value was last set.
    pub(crate) answered: IdSet<ElementId>,
    /// Questions whose panels hold nothing that is computed until their value changes.
    pub(crate) stale: IdSet<ElementId>,
    /// Items that are just coming into being: they have no place among the others yet.
    pub(crate) newborn: Vec<ItemId>,
    /// The question whose items are evaluated for the first time: hidden rows keep their defaults.
    pub(crate) beginning: Option<ElementId>,
    /// The matrix whose new rows are just being computed: their triggers run.
    pub(crate) settled_rows: Option<ElementId>,
    /// The dynamic matrix that is given what its first rows begin with: it knows of no rows yet, and so
    /// checks none (`QuestionMatrixDynamicModel.generateRows`).
    pub(crate) unlisted: Option<ElementId>,
    /// The matrix that just gets other rows as the survey's value is set: an expression counts them with
    /// the conditions that follow.
    pub(crate) remaking: Option<ElementId>,
    /// Rows and panels in the details of rows are made with the row, not when details are opened.
    pub(crate) with_details: bool,
    /// Questions in new items whose own items are still to be made.
    pub(crate) unmade: VecDeque<ElementId>,
    /// The form is being loaded: those wait till they are asked for.
    pub(crate) loading: bool,
    /// How deep making items has led to making others.
    pub(crate) making: u32,
    /// Matrices and dynamic panels of the form that have no rows or panels yet.
    pub(crate) owners_to_make: usize,
    /// The dynamic panel that is just losing a panel: whatever value it is told meanwhile counts no
    /// panels (`isValueChangingInternally`).
    pub(crate) removing: Option<ElementId>,
    /// Questions of registered types whose content just gets its parts of a value: what is stored in
    /// it goes no further.
    pub(crate) filling: Vec<ElementId>,
    /// Those in rows and panels that get their first answers, of which the host's functions aren't
    /// told.
    pub(crate) untold: Vec<ElementId>,
    /// Questions whose value is just being put together from their items.
    pub(crate) assembling: Vec<ElementId>,
    /// Matrices of which a cell is being set, until one of them has stored what it holds
    /// (`QuestionMatrixDropdownModelBase.isRowChanging`).
    pub(crate) row_changing: Vec<ElementId>,
    /// Dynamic matrices whose number of rows came from the data before there were rows: it counts
    /// whatever is set next, as in survey-core.
    pub(crate) counted_by_data: IdSet<ElementId>,
    /// Questions whose value was stored, and everything told so, before they had rows or panels.
    pub(crate) told_without: IdSet<ElementId>,
    /// Which panel is shown where one is shown at a time.
    pub(crate) current: TypesById<ElementId, ItemId>,
    /// How many rows or panels a question begins with, where that is no longer what it was given.
    pub(crate) first_counts: TypesById<ElementId, usize>,
    /// How many rows a dynamic matrix was to have from the start, where rows were taken out: a value
    /// with fewer rows takes none away (`initialRowCount`).
    pub(crate) initial_rows: TypesById<ElementId, usize>,
    /// The questions in a panel whose answers are just changing.
    pub(crate) changing: Vec<ElementId>,
    /// Columns that `columnsVisibleIf` hides.
    pub(crate) hidden_columns: TypesById<ElementId, Vec<bool>>,
    /// Given rows that their own condition hides.
    pub(crate) hidden_rows: ById<ElementId, Vec<bool>>,
    /// Matrices of which a given row has appeared or gone.
    pub(crate) rows_changed: Vec<ElementId>,
    /// What the totals of a matrix are computed of, or were the last time.
    pub(crate) summed: TypesById<ElementId, Value>,
    /// Totals that the condition of their column hides.
    pub(crate) hidden_totals: ById<ElementId, Vec<bool>>,
    /// The matrix that has just lost a row, and its visible rows till then: where some are hidden these
    /// are known until its value is stored.
    pub(crate) shown_before: Option<(ElementId, Vec<ItemId>)>,
    /// The names of totals, and of the columns beside them: survey-core finds the cells of totals rows
    /// among the questions of such a name.
    pub(crate) total_names: Vec<(KeyId, ElementId)>,
    /// Those of them under which a value was stored when there were totals already.
    pub(crate) told_totals: IdSet<KeyId>,
    /// The totals of matrices, as last computed.
    pub(crate) totals: TypesById<ElementId, Object>,
}

/// The items of one question, in order.
#[derive(Debug, Default)]
struct ItemList {
    items: Vec<ItemId>,
    frames: Vec<ElementId>,
}

impl Items {
    pub(crate) fn new(model: &Model) -> Items {
        Items {
            first: model.elements.len() as u32,
            ..Items::default()
        }
    }

    /// The item that an element lies in or is the frame of.
    pub(crate) fn item_of(&self, id: ElementId) -> Option<ItemId> {
        if !EVERY_TYPE {
            return None;
        }
        let at = id.as_u32().checked_sub(self.first)?;
        self.item_of.get(at as usize).copied()
    }

    /// An item. The number comes from this table, so it is there.
    pub(crate) fn get(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    pub(crate) fn get_mut(&mut self, id: ItemId) -> &mut Item {
        &mut self.items[id.index()]
    }

    /// The items of a question, in order.
    pub(crate) fn list(&self, owner: ElementId) -> &[ItemId] {
        if !EVERY_TYPE {
            return &[];
        }
        self.lists.get(&owner).map_or(&[], |list| &list.items)
    }

    /// Their rows or panels.
    pub(crate) fn frames(&self, owner: ElementId) -> &[ElementId] {
        if !EVERY_TYPE {
            return &[];
        }
        self.lists.get(&owner).map_or(&[], |list| &list.frames)
    }

    /// Whether the items of a question have been made.
    pub(crate) fn is_made(&self, owner: ElementId) -> bool {
        if !EVERY_TYPE {
            return false;
        }
        self.lists.contains_key(&owner)
    }

    pub(crate) fn begin_list(&mut self, owner: ElementId) {
        self.lists.value_or_default(owner);
    }

    /// What names an item: a row its value, a dynamic row a number that no other row of the form has
    /// (`srow_0`).
    pub(crate) fn name(&self, id: ItemId, dynamic: bool) -> Value {
        let item = self.get(id);
        if !dynamic {
            return item.name.clone();
        }
        let number = item.number.get().unwrap_or_else(|| {
            let number = self.numbered.get();
            self.numbered.set(number + 1);
            number
        });
        item.number.set(Some(number));
        format!("srow_{number}").into()
    }

    /// The place of an item among those of its question.
    pub(crate) fn place(&self, id: ItemId) -> usize {
        let list = self.list(self.get(id).owner);
        list.iter().position(|item| *item == id).unwrap_or(0)
    }

    /// All items of a template.
    pub(crate) fn of_template(&self, template: TemplateId) -> Vec<ItemId> {
        if !EVERY_TYPE {
            return Vec::new();
        }
        let all = self.items.iter().enumerate();
        all.filter(|(_, item)| item.alive && item.template == template)
            .map(|(at, _)| ItemId::new(at))
            .collect()
    }

    /// All items there are.
    pub(crate) fn all(&self) -> Vec<ItemId> {
        if !EVERY_TYPE {
            return Vec::new();
        }
        let all = self.items.iter().enumerate();
        all.filter(|(_, item)| item.alive)
            .map(|(at, _)| ItemId::new(at))
            .collect()
    }

    pub(crate) fn children(&self, id: ElementId) -> Option<&[ElementId]> {
        let item = self.get(self.item_of(id)?);
        let local = (id.as_u32() - item.frame.as_u32()) as usize;
        item.children.get(local).map(Vec::as_slice)
    }

    /// Makes an item at a place of a question's list; its elements have the states of the start.
    pub(crate) fn insert(
        &mut self,
        model: &Model,
        states: &mut Vec<ElementState>,
        owner: ElementId,
        template: TemplateId,
        at: usize,
    ) -> ItemId {
        let elements = &model.template(template).elements;
        let free = self
            .free
            .iter()
            .position(|id| self.get(*id).template == template)
            .map(|at| self.free.swap_remove(at).index());
        let fresh = initial(elements);
        let number = match free {
            Some(number) => {
                let item = &mut self.items[number];
                item.owner = owner;
                item.alive = true;
                item.behind = false;
                item.given = self.giving;
                item.opened = false;
                item.number = Cell::new(None);
                let from = item.frame.index();
                for (state, fresh) in states.iter_mut().skip(from).zip(fresh) {
                    *state = fresh;
                }
                number
            }
            None => {
                let number = self.items.len();
                let frame = ElementId::new(states.len() as u32);
                states.extend(fresh);
                self.item_of
                    .resize(states.len() - self.first as usize, ItemId::new(number));
                let shifted = |id: &ElementId| ElementId::new(id.as_u32() + frame.as_u32());
                let children = elements
                    .iter()
                    .map(|element| element.children.iter().map(shifted).collect())
                    .collect();
                self.items.push(Item {
                    template,
                    owner,
                    frame,
                    object: Arc::default(),
                    name: Value::Undefined,
                    number: Cell::new(None),
                    children,
                    due: IdSet::default(),
                    noted: IdSet::default(),
                    behind: false,
                    fresh: true,
                    given: self.giving,
                    opened: false,
                    alive: true,
                });
                number
            }
        };
        let id = ItemId::new(number);
        let frame = self.get(id).frame;
        let list = self.lists.value_or_default(owner);
        let at = at.min(list.items.len());
        list.items.insert(at, id);
        list.frames.insert(at, frame);
        id
    }

    /// Takes an item out of its question's list; its number may be given to another.
    pub(crate) fn remove(&mut self, id: ItemId) {
        let owner = self.get(id).owner;
        if let Some(list) = self.lists.get_mut(&owner) {
            list.items.retain(|item| *item != id);
            let frame = self.items[id.index()].frame;
            list.frames.retain(|known| *known != frame);
        }
        let item = self.get_mut(id);
        item.alive = false;
        item.object = Arc::default();
        item.due.clear();
        item.noted.clear();
        self.free.push(id);
    }

    /// The items of a question are to be made again.
    pub(crate) fn unmake(&mut self, owner: ElementId) {
        self.lists.remove(&owner);
    }

    /// Forgets what belongs to a question that is dropped with its item.
    pub(crate) fn forget(&mut self, owner: ElementId) {
        self.lists.remove(&owner);
        self.made.remove(&owner);
        self.first_counts.remove(&owner);
        self.initial_rows.remove(&owner);
        self.current.remove(&owner);
        self.counted_by_data.remove(&owner);
        self.stale.remove(&owner);
        self.answered.remove(&owner);
        self.unmade.retain(|id| *id != owner);
        self.hidden_columns.remove(&owner);
        self.hidden_rows.remove(&owner);
        self.totals.remove(&owner);
        self.summed.remove(&owner);
        self.hidden_totals.remove(&owner);
    }
}
