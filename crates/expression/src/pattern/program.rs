//! A pattern as steps, in which repetitions are written out.

use super::set::Set;
use super::tree::{Node, Times, Tree};

/// The most steps of a program.
const MAX_STEPS: usize = 50_000;

/// One step; the places that it names are numbers of steps.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// One unit of a set.
    Unit(u32),
    /// Units of a set, so many; the last is the number of such a step.
    Units(u32, Times, u32),
    /// Goes on here first, or there.
    Fork(u32, u32),
    Go(u32),
    Start {
        line: bool,
    },
    End {
        line: bool,
    },
    Boundary {
        negated: bool,
    },
    /// A look, by number.
    Look(u32),
    /// Remembers where a group begins (even numbers) or ends.
    Keep(u32),
    /// Forgets what groups matched, from one slot to another.
    Forget(u32, u32),
    /// Remembers where a repetition begins.
    Mark(u32),
    /// Fails where it still is.
    Moved(u32),
    /// What a group matched.
    Again {
        group: u16,
        ignore_case: bool,
    },
    /// The end of the pattern or of a look.
    Done,
}

/// A look as part of a program.
#[derive(Clone, Copy, Debug)]
pub(super) struct LookStep {
    pub(super) begin: u32,
    /// It is matched from right to left.
    pub(super) backward: bool,
    pub(super) negated: bool,
}

/// What is run.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) sets: Vec<Set>,
    /// Those inside others come before them.
    pub(super) looks: Vec<LookStep>,
    /// Where the pattern itself begins.
    pub(super) begin: u32,
    pub(super) groups: u16,
    /// How many `Units`, `Mark`s there are.
    pub(super) counters: u32,
    pub(super) marks: u32,
    /// It refers to what groups matched, so it is to be tried one way after the other.
    pub(super) refers: bool,
}

impl Program {
    /// Makes a program of a tree.
    pub(super) fn new(tree: Tree) -> Result<Self, &'static str> {
        let mut program = Program {
            steps: Vec::new(),
            sets: tree.sets,
            looks: Vec::new(),
            begin: 0,
            groups: tree.groups,
            counters: 0,
            marks: 0,
            refers: tree.refers,
        };
        for look in &tree.looks {
            // All ways at once: where a look holds is found from its end.
            let backward = look.behind == tree.refers;
            let begin = program.here();
            program.write(&look.part, backward)?;
            program.push(Step::Done)?;
            program.looks.push(LookStep {
                begin,
                backward,
                negated: look.negated,
            });
        }
        program.begin = program.here();
        program.write(&tree.root, false)?;
        program.push(Step::Done)?;
        Ok(program)
    }

    fn here(&self) -> u32 {
        self.steps.len() as u32
    }

    fn push(&mut self, step: Step) -> Result<(), &'static str> {
        if self.steps.len() >= MAX_STEPS {
            return Err("the pattern repeats too much");
        }
        self.steps.push(step);
        Ok(())
    }

    /// A fork of which one way is not known yet, which is 0; its place.
    fn fork(&mut self, greedy: bool) -> Result<usize, &'static str> {
        let next = self.here() + 1;
        let step = if greedy {
            Step::Fork(next, 0)
        } else {
            Step::Fork(0, next)
        };
        self.push(step)?;
        Ok(self.steps.len() - 1)
    }

    /// The unknown way of a fork leads here.
    fn join(&mut self, fork: usize) {
        let here = self.here();
        if let Some(Step::Fork(first, second)) = self.steps.get_mut(fork) {
            let unknown = if *first == 0 { first } else { second };
            *unknown = here;
        }
    }

    fn write(&mut self, node: &Node, backward: bool) -> Result<(), &'static str> {
        match node {
            Node::Empty => Ok(()),
            Node::Unit(set) => self.push(Step::Unit(*set)),
            Node::All(parts) if backward => {
                let mut parts = parts.iter().rev();
                parts.try_for_each(|part| self.write(part, backward))
            }
            Node::All(parts) => parts.iter().try_for_each(|part| self.write(part, backward)),
            Node::Either(parts) => {
                let mut ends = Vec::new();
                for (at, part) in parts.iter().enumerate() {
                    let is_last = at + 1 == parts.len();
                    let fork = if is_last {
                        None
                    } else {
                        Some(self.fork(true)?)
                    };
                    self.write(part, backward)?;
                    if let Some(fork) = fork {
                        ends.push(self.steps.len());
                        self.push(Step::Go(0))?;
                        self.join(fork);
                    }
                }
                let here = self.here();
                for end in ends {
                    if let Some(Step::Go(place)) = self.steps.get_mut(end) {
                        *place = here;
                    }
                }
                Ok(())
            }
            Node::Group(number, part) => {
                if !self.refers {
                    return self.write(part, backward);
                }
                let (begin, end) = (u32::from(*number) * 2, u32::from(*number) * 2 + 1);
                let (first, last) = if backward { (end, begin) } else { (begin, end) };
                self.push(Step::Keep(first))?;
                self.write(part, backward)?;
                self.push(Step::Keep(last))
            }
            Node::Repeat {
                part,
                times,
                groups,
            } => {
                if times.max == 0 {
                    return Ok(());
                }
                if let Node::Unit(set) = &**part {
                    let number = self.counters;
                    self.counters += 1;
                    return self.push(Step::Units(*set, *times, number));
                }
                self.repeat(part, *times, [groups.start, groups.end], backward)
            }
            Node::Look(number) => self.push(Step::Look(*number)),
            Node::Start { line } => self.push(Step::Start { line: *line }),
            Node::End { line } => self.push(Step::End { line: *line }),
            Node::Boundary { negated } => self.push(Step::Boundary { negated: *negated }),
            Node::Again { group, ignore_case } => self.push(Step::Again {
                group: *group,
                ignore_case: *ignore_case,
            }),
        }
    }

    fn repeat(
        &mut self,
        part: &Node,
        times: Times,
        groups: [u16; 2],
        backward: bool,
    ) -> Result<(), &'static str> {
        let [first, last] = groups.map(|group| u32::from(group) * 2);
        let forgets = self.refers && first < last;
        let mark = self.marks;
        self.marks += 1;
        for _ in 0..times.min {
            let before = self.here();
            if forgets {
                self.push(Step::Forget(first, last))?;
            }
            self.write(part, backward)?;
            if self.here() == before {
                return Ok(());
            }
        }
        let is_endless = times.max == u32::MAX;
        let more = if is_endless { 1 } else { times.max - times.min };
        let begin = self.here();
        let mut forks = Vec::new();
        for _ in 0..more {
            forks.push(self.fork(times.greedy)?);
            if self.refers {
                self.push(Step::Mark(mark))?;
            }
            if forgets {
                self.push(Step::Forget(first, last))?;
            }
            let before = self.here();
            self.write(part, backward)?;
            if self.here() == before {
                break;
            }
            if self.refers {
                self.push(Step::Moved(mark))?;
            }
        }
        if is_endless {
            self.push(Step::Go(begin))?;
        }
        for fork in forks {
            self.join(fork);
        }
        Ok(())
    }
}
