//! Does a pattern match? All ways through it are followed at once, so that the time is at most the
//! length of the text times that of the program, whatever the pattern (Thompson's construction;
//! repeated units by the places where their repetition was entered, looks by the places where
//! they hold).

use std::collections::VecDeque;

use super::program::{Program, Step};
use super::{Steps, is_at_boundary, is_at_end, is_at_start};

/// Whether a text matches somewhere; `None` where that takes too long.
pub(super) fn matches(program: &Program, text: &[u16], steps: &mut Steps) -> Option<bool> {
    let mut machine = Machine {
        program,
        text,
        looks: Vec::new(),
        counters: vec![Counter::default(); program.counters as usize],
        now: States::new(program.steps.len()),
        next: States::new(program.steps.len()),
        waiting: Vec::new(),
    };
    for look in &program.looks {
        let mut holds = vec![false; text.len() + 1];
        machine.run(look.begin, look.backward, Some(&mut holds), steps)?;
        machine.looks.push(holds);
    }
    machine.run(program.begin, false, None, steps)
}

struct Machine<'a> {
    program: &'a Program,
    text: &'a [u16],
    /// Where each look's part matches.
    looks: Vec<Vec<bool>>,
    counters: Vec<Counter>,
    now: States,
    next: States,
    /// Steps that are still to be entered.
    waiting: Vec<u32>,
}

/// The repetitions of one unit that are going on.
#[derive(Clone, Debug, Default)]
struct Counter {
    /// When they were entered, the oldest first.
    entered: VecDeque<u32>,
    last: Option<u32>,
}

/// A set of steps, in the order in which they came.
struct States {
    list: Vec<u32>,
    /// By step: in which round it was added last.
    rounds: Vec<u32>,
    round: u32,
}

impl States {
    fn new(steps: usize) -> Self {
        Self {
            list: Vec::new(),
            rounds: vec![0; steps],
            round: 0,
        }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.round += 1;
    }

    fn add(&mut self, step: u32) -> bool {
        match self.rounds.get_mut(step as usize) {
            Some(round) if *round != self.round => {
                *round = self.round;
                self.list.push(step);
                true
            }
            _ => false,
        }
    }
}

impl Machine<'_> {
    /// Runs a part that may begin anywhere: whether it ends somewhere, or all places where it does.
    fn run(
        &mut self,
        begin: u32,
        backward: bool,
        mut holds: Option<&mut Vec<bool>>,
        steps: &mut Steps,
    ) -> Option<bool> {
        for counter in &mut self.counters {
            counter.entered.clear();
            counter.last = None;
        }
        self.now.clear();
        for time in 0..=self.text.len() {
            let place = if backward {
                self.text.len() - time
            } else {
                time
            };
            self.waiting.push(begin);
            let mut is_done = self.enter(place, time as u32, steps)?;
            is_done |= self.now.list.iter().any(|step| self.is_end(*step));
            if is_done {
                match &mut holds {
                    None => return Some(true),
                    Some(holds) => {
                        if let Some(hold) = holds.get_mut(place) {
                            *hold = true;
                        }
                    }
                }
            }
            let unit = if backward {
                place.checked_sub(1).and_then(|place| self.text.get(place))
            } else {
                self.text.get(place)
            };
            let Some(unit) = unit else {
                break;
            };
            let place = if backward { place - 1 } else { place + 1 };
            self.consume(*unit, place, time as u32 + 1, steps)?;
        }
        Some(false)
    }

    fn is_end(&self, step: u32) -> bool {
        matches!(self.program.steps.get(step as usize), Some(Step::Done))
    }

    /// Enters the waiting steps and all that follow without a unit of text; whether the end is
    /// among them.
    fn enter(&mut self, place: usize, time: u32, steps: &mut Steps) -> Option<bool> {
        let mut is_done = false;
        while let Some(number) = self.waiting.pop() {
            steps.take(1)?;
            let Some(step) = self.program.steps.get(number as usize) else {
                continue;
            };
            if let Step::Units(_, times, counter) = step {
                let Some(counter) = self.counters.get_mut(*counter as usize) else {
                    continue;
                };
                if counter.last == Some(time) {
                    continue;
                }
                counter.last = Some(time);
                // Without a most, whoever came first has the most.
                if times.max != u32::MAX || counter.entered.is_empty() {
                    counter.entered.push_back(time);
                }
                self.now.add(number);
                if times.min == 0 {
                    self.waiting.push(number + 1);
                }
                continue;
            }
            if !self.now.add(number) {
                continue;
            }
            match step {
                Step::Unit(_) | Step::Units(..) | Step::Again { .. } => {}
                Step::Done => is_done = true,
                Step::Fork(first, second) => self.waiting.extend([*second, *first]),
                Step::Go(to) => self.waiting.push(*to),
                Step::Keep(_) | Step::Forget(..) | Step::Mark(_) | Step::Moved(_) => {
                    self.waiting.push(number + 1);
                }
                Step::Start { .. } | Step::End { .. } | Step::Boundary { .. } | Step::Look(_) => {
                    if self.holds(step, place) {
                        self.waiting.push(number + 1);
                    }
                }
            }
        }
        Some(is_done)
    }

    fn holds(&self, step: &Step, place: usize) -> bool {
        match step {
            Step::Start { line } => is_at_start(self.text, place, *line),
            Step::End { line } => is_at_end(self.text, place, *line),
            Step::Boundary { negated } => is_at_boundary(self.text, place) != *negated,
            Step::Look(number) => {
                let number = *number as usize;
                let holds = self.looks.get(number).and_then(|holds| holds.get(place));
                let look = self.program.looks.get(number);
                look.is_some_and(|look| holds.is_some_and(|holds| *holds != look.negated))
            }
            _ => true,
        }
    }

    /// A unit of text: the steps that go on with it.
    fn consume(&mut self, unit: u16, place: usize, time: u32, steps: &mut Steps) -> Option<()> {
        std::mem::swap(&mut self.now, &mut self.next);
        self.now.clear();
        steps.take(self.next.list.len() as u32)?;
        for number in &self.next.list {
            match self.program.steps.get(*number as usize) {
                Some(Step::Unit(set)) => {
                    let set = self.program.sets.get(*set as usize);
                    if set.is_some_and(|set| set.contains(unit)) {
                        self.waiting.push(number + 1);
                    }
                }
                Some(Step::Units(set, times, counter)) => {
                    let Some(counter) = self.counters.get_mut(*counter as usize) else {
                        continue;
                    };
                    let set = self.program.sets.get(*set as usize);
                    if !set.is_some_and(|set| set.contains(unit)) {
                        counter.entered.clear();
                        continue;
                    }
                    while let Some(first) = counter.entered.front()
                        && time - first > times.max
                    {
                        counter.entered.pop_front();
                    }
                    let Some(first) = counter.entered.front() else {
                        continue;
                    };
                    if time - first >= times.min {
                        self.waiting.push(number + 1);
                    }
                    self.now.add(*number);
                }
                _ => {}
            }
        }
        self.enter(place, time, steps)?;
        Some(())
    }
}
