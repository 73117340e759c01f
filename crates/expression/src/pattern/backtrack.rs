//! Does a pattern match that refers to what its groups matched? One way through it is tried after
//! the other, as ECMAScript has it, up to a number of steps.

use super::program::{LookStep, Program, Step};
use super::set::{Set, folded};
use super::{Steps, is_at_boundary, is_at_end, is_at_start};

/// The most that is remembered to go back to.
const MAX_REMEMBERED: usize = 1 << 20;

/// No place: a group that matched nothing.
const NOWHERE: u32 = u32::MAX;

/// Whether a text matches somewhere; `None` where that takes too long.
pub(super) fn matches(program: &Program, text: &[u16], steps: &mut Steps) -> Option<bool> {
    let slots = usize::from(program.groups) * 2;
    for place in 0..=text.len() {
        let mut attempt = Attempt {
            program,
            text,
            slots: vec![NOWHERE; slots],
            marks: vec![NOWHERE; program.marks as usize],
            back: Vec::new(),
        };
        if attempt.run(program.begin, place as u32, false, steps)? {
            return Some(true);
        }
    }
    Some(false)
}

/// What going back means.
#[derive(Clone, Copy, Debug)]
enum Back {
    /// To try this step at this place.
    Step(u32, u32),
    /// To try it at the places from one to another, the last of which comes last.
    Steps(u32, u32, u32),
    /// A slot gets its value back.
    Slot(u32, u32),
    Mark(u32, u32),
}

struct Attempt<'a> {
    program: &'a Program,
    text: &'a [u16],
    slots: Vec<u32>,
    marks: Vec<u32>,
    back: Vec<Back>,
}

impl Attempt<'_> {
    /// Whether the part matches at a place. If it does, what going back gives to slots is kept.
    fn run(
        &mut self,
        mut step: u32,
        mut place: u32,
        backward: bool,
        steps: &mut Steps,
    ) -> Option<bool> {
        let base = self.back.len();
        loop {
            steps.take(1)?;
            if self.back.len() > MAX_REMEMBERED {
                return None;
            }
            let Some(current) = self.program.steps.get(step as usize).copied() else {
                return Some(false);
            };
            if matches!(current, Step::Done) {
                self.forget_ways(base);
                return Some(true);
            }
            match self.go(current, step, place, backward, steps)? {
                Some(next) => (step, place) = next,
                None => match self.go_back(base) {
                    Some(next) => (step, place) = next,
                    None => return Some(false),
                },
            }
        }
    }

    /// The next step and place, if this step matches.
    fn go(
        &mut self,
        current: Step,
        step: u32,
        place: u32,
        backward: bool,
        steps: &mut Steps,
    ) -> Option<Option<(u32, u32)>> {
        let at = place as usize;
        let next = step + 1;
        let holds = match current {
            Step::Unit(set) => {
                let set = self.program.sets.get(set as usize);
                return Some(
                    self.matched(set, place, backward)
                        .map(|place| (next, place)),
                );
            }
            Step::Units(set, times, _) => {
                let set = self.program.sets.get(set as usize);
                let (mut count, mut last) = (0, place);
                let mut least = (times.min == 0).then_some(place);
                while count < times.max
                    && let Some(after) = self.matched(set, last, backward)
                {
                    (count, last) = (count + 1, after);
                    if count == times.min {
                        least = Some(after);
                    }
                }
                steps.take(count)?;
                let Some(least) = least else {
                    return Some(None);
                };
                let (first, other) = if times.greedy {
                    (last, least)
                } else {
                    (least, last)
                };
                if first != other {
                    let second = if other < first { first - 1 } else { first + 1 };
                    self.back.push(Back::Steps(next, second, other));
                }
                return Some(Some((next, first)));
            }
            Step::Fork(first, second) => {
                self.back.push(Back::Step(second, place));
                return Some(Some((first, place)));
            }
            Step::Go(to) => return Some(Some((to, place))),
            Step::Start { line } => is_at_start(self.text, at, line),
            Step::End { line } => is_at_end(self.text, at, line),
            Step::Boundary { negated } => is_at_boundary(self.text, at) != negated,
            Step::Look(number) => match self.program.looks.get(number as usize).copied() {
                Some(look) => self.look(look, place, steps)?,
                None => false,
            },
            Step::Keep(slot) => {
                self.set_slot(slot, place);
                true
            }
            Step::Forget(first, last) => {
                (first..last).for_each(|slot| self.set_slot(slot, NOWHERE));
                true
            }
            Step::Mark(number) => {
                if let Some(mark) = self.marks.get_mut(number as usize) {
                    self.back.push(Back::Mark(number, *mark));
                    *mark = place;
                }
                true
            }
            Step::Moved(number) => self.marks.get(number as usize) != Some(&place),
            Step::Again { group, ignore_case } => {
                let end = self.again(group, ignore_case, place, backward, steps)?;
                return Some(end.map(|place| (next, place)));
            }
            Step::Done => true,
        };
        Some(holds.then_some((next, place)))
    }

    /// The place after a unit of the set.
    fn matched(&self, set: Option<&Set>, place: u32, backward: bool) -> Option<u32> {
        let (unit, after) = if backward {
            let before = place.checked_sub(1)?;
            (before, before)
        } else {
            (place, place + 1)
        };
        let unit = *self.text.get(unit as usize)?;
        set?.contains(unit).then_some(after)
    }

    /// The place after what a group matched.
    fn again(
        &self,
        group: u16,
        ignore_case: bool,
        place: u32,
        backward: bool,
        steps: &mut Steps,
    ) -> Option<Option<u32>> {
        let slot = usize::from(group) * 2;
        let slot_at = |slot: usize| self.slots.get(slot).copied().unwrap_or(NOWHERE);
        let (begin, end) = (slot_at(slot), slot_at(slot + 1));
        if begin == NOWHERE || end == NOWHERE {
            return Some(Some(place));
        }
        let length = end.saturating_sub(begin);
        steps.take(length)?;
        let (from, after) = if backward {
            match place.checked_sub(length) {
                Some(from) => (from, from),
                None => return Some(None),
            }
        } else {
            (place, place + length)
        };
        let units = |from: u32| self.text.get(from as usize..(from + length) as usize);
        let (Some(known), Some(here)) = (units(begin), units(from)) else {
            return Some(None);
        };
        let same = known
            .iter()
            .zip(here)
            .all(|(known, here)| known == here || (ignore_case && folded(*known) == folded(*here)));
        Some(same.then_some(after))
    }

    fn look(&mut self, look: LookStep, place: u32, steps: &mut Steps) -> Option<bool> {
        let base = self.back.len();
        let holds = self.run(look.begin, place, look.backward, steps)?;
        if look.negated {
            // What it has set is undone.
            while self.go_back(base).is_some() {}
        }
        Some(holds != look.negated)
    }

    fn set_slot(&mut self, number: u32, place: u32) {
        if let Some(slot) = self.slots.get_mut(number as usize) {
            self.back.push(Back::Slot(number, *slot));
            *slot = place;
        }
    }

    /// Goes back to the last way that wasn't tried, within what came after `base`.
    fn go_back(&mut self, base: usize) -> Option<(u32, u32)> {
        while self.back.len() > base {
            match self.back.pop()? {
                Back::Step(step, place) => return Some((step, place)),
                Back::Steps(step, place, last) => {
                    if place != last {
                        let next = if last < place { place - 1 } else { place + 1 };
                        self.back.push(Back::Steps(step, next, last));
                    }
                    return Some((step, place));
                }
                Back::Slot(number, place) => {
                    if let Some(slot) = self.slots.get_mut(number as usize) {
                        *slot = place;
                    }
                }
                Back::Mark(number, place) => {
                    if let Some(mark) = self.marks.get_mut(number as usize) {
                        *mark = place;
                    }
                }
            }
        }
        None
    }

    /// A part has matched: its other ways are not tried, but what it has set can be undone.
    fn forget_ways(&mut self, base: usize) {
        let mut kept = base;
        for at in base..self.back.len() {
            if let Some(Back::Slot(..) | Back::Mark(..)) = self.back.get(at) {
                self.back.swap(kept, at);
                kept += 1;
            }
        }
        self.back.truncate(kept);
    }
}
