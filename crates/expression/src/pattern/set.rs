//! Sets of UTF-16 code units, with or without regard to letter case.

use std::ops::RangeInclusive;

/// Digits, `\d`.
pub(super) const DIGITS: &[(u16, u16)] = &[(0x30, 0x39)];

/// Letters, digits and `_`, `\w`.
pub(super) const WORDS: &[(u16, u16)] = &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)];

/// White space and line ends, `\s`.
pub(super) const SPACES: &[(u16, u16)] = &[
    (0x09, 0x0d),
    (0x20, 0x20),
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x2028, 0x2029),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x3000, 0x3000),
    (0xfeff, 0xfeff),
];

/// Line ends, which `.` doesn't match.
pub(super) const LINE_ENDS: &[(u16, u16)] = &[(0x0a, 0x0a), (0x0d, 0x0d), (0x2028, 0x2029)];

/// Which units match.
#[derive(Clone, Debug)]
pub(super) struct Set {
    /// Sorted and apart; where case doesn't count, of folded units.
    ranges: Vec<(u16, u16)>,
    negated: bool,
    ignore_case: bool,
    /// The units below 128 that match, as bits.
    low: u128,
}

impl Set {
    /// The units in any of the ranges, or those in none.
    pub(super) fn new(
        ranges: Vec<(u16, u16)>,
        negated: bool,
        ignore_case: bool,
        cases: &mut Cases,
    ) -> Self {
        let mut ranges = merged(ranges);
        if ignore_case {
            cases.fold_all(&mut ranges);
        }
        let mut set = Set {
            ranges,
            negated,
            ignore_case,
            low: 0,
        };
        for unit in 0..128 {
            if set.search(unit) {
                set.low |= 1 << unit;
            }
        }
        set
    }

    pub(super) fn contains(&self, unit: u16) -> bool {
        if unit < 128 {
            self.low >> unit & 1 == 1
        } else {
            self.search(unit)
        }
    }

    fn search(&self, unit: u16) -> bool {
        let unit = if self.ignore_case { folded(unit) } else { unit };
        let after = self.ranges.partition_point(|(first, _)| *first <= unit);
        let found = after
            .checked_sub(1)
            .and_then(|at| self.ranges.get(at))
            .is_some_and(|(_, last)| unit <= *last);
        found != self.negated
    }
}

/// What is left of all units without those of sorted ranges.
pub(super) fn complement(ranges: &[(u16, u16)]) -> Vec<(u16, u16)> {
    let mut rest = Vec::new();
    let mut next = Some(0);
    for (first, last) in ranges {
        if let Some(begin) = next
            && begin < *first
        {
            rest.push((begin, first - 1));
        }
        next = last.checked_add(1);
    }
    if let Some(begin) = next {
        rest.push((begin, u16::MAX));
    }
    rest
}

fn merged(mut ranges: Vec<(u16, u16)>) -> Vec<(u16, u16)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u16, u16)> = Vec::new();
    for (first, last) in ranges {
        match merged.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// JavaScript's `Canonicalize` without Unicode mode: the capital letter, where it is one unit and
/// does not turn into ASCII.
pub(super) fn folded(unit: u16) -> u16 {
    if unit < 128 {
        return u16::from((unit as u8).to_ascii_uppercase());
    }
    let Some(letter) = char::from_u32(u32::from(unit)) else {
        return unit;
    };
    let mut capital = letter.to_uppercase();
    match (capital.next(), capital.next()) {
        (Some(only), None) => match u16::try_from(u32::from(only)) {
            Ok(only) if only >= 128 => only,
            _ => unit,
        },
        _ => unit,
    }
}

/// The units beyond ASCII that fold to others, looked up once for a pattern and only if it asks.
#[derive(Debug, Default)]
pub(super) struct Cases(Option<Vec<(u16, u16)>>);

impl Cases {
    /// Adds what the units of sorted ranges fold to. Those that fold to others may stay: no folded
    /// unit is one of them.
    fn fold_all(&mut self, ranges: &mut Vec<(u16, u16)>) {
        let mut capitals: Vec<(u16, u16)> = Vec::new();
        for (first, last) in &*ranges {
            let (from, to) = ((*first).max(0x61), (*last).min(0x7a));
            if from <= to {
                capitals.push((from - 0x20, to - 0x20));
            }
            if *last >= 128 {
                let pairs = self.pairs();
                let begin = pairs.partition_point(|(unit, _)| unit < first);
                let rest = pairs.get(begin..).unwrap_or_default();
                let inside = rest.iter().take_while(|(unit, _)| unit <= last);
                capitals.extend(inside.map(|(_, capital)| (*capital, *capital)));
            }
        }
        ranges.append(&mut capitals);
        *ranges = merged(std::mem::take(ranges));
    }

    fn pairs(&mut self) -> &[(u16, u16)] {
        const BEYOND_ASCII: RangeInclusive<u16> = 128..=u16::MAX;
        self.0.get_or_insert_with(|| {
            let pairs = BEYOND_ASCII.map(|unit| (unit, folded(unit)));
            pairs.filter(|(unit, folded)| unit != folded).collect()
        })
    }
}
