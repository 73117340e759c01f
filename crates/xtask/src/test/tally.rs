//! How many passed and failed, read from what test runners print.

use std::fmt;
use std::ops::AddAssign;

/// Numbers of passed and failed tests; a lint counts as one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Tally {
    /// One check that holds.
    pub(crate) fn success() -> Self {
        Self {
            passed: 1,
            failed: 0,
        }
    }

    /// One check that does not hold.
    pub(crate) fn failure() -> Self {
        Self {
            passed: 0,
            failed: 1,
        }
    }

    /// Did nothing run?
    pub(crate) fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// What Rust's test runner says, natively and in the browser: one line per test program,
    /// `test result: ok. 3 passed; 0 failed; …`.
    pub(crate) fn from_rust(lines: &[String]) -> Self {
        let mut tally = Self::default();
        for line in lines.iter().filter(|line| line.starts_with("test result:")) {
            for part in line.split([';', '.']) {
                tally.count(part.trim(), "passed", "failed");
            }
        }
        tally
    }

    /// What Node's runner says in its TAP report: `# pass 3`, `# fail 0`, `# cancelled 0`.
    pub(crate) fn from_tap(text: &str) -> Self {
        let number = |name: &str| -> usize {
            text.lines()
                .filter_map(|line| {
                    line.strip_prefix("# ")?
                        .strip_prefix(name)?
                        .trim()
                        .parse()
                        .ok()
                })
                .next_back()
                .unwrap_or(0)
        };
        Self {
            passed: number("pass "),
            failed: number("fail ") + number("cancelled "),
        }
    }

    /// What a judge of the sandbox org says: one line per finding, `ok - …` or `not ok - …`.
    pub(crate) fn from_findings(lines: &[String]) -> Self {
        let count = |opening| {
            lines
                .iter()
                .filter(|line| line.starts_with(opening))
                .count()
        };
        Self {
            passed: count("ok - "),
            failed: count("not ok - "),
        }
    }

    /// A runner that ended badly without a failed test (it did not compile, it crashed) has failed.
    pub(crate) fn ended(mut self, well: bool) -> Self {
        if !well && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    fn count(&mut self, part: &str, passed: &str, failed: &str) {
        let mut words = part.split_whitespace();
        if let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse), words.next()) {
            let number: usize = number;
            if what == passed {
                self.passed += number;
            } else if what == failed {
                self.failed += number;
            }
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn numbers_of_several_rust_test_programs_are_added() {
        let said = lines(
            "running 2 tests\n\
             test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
             test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        let expected = Tally {
            passed: 5,
            failed: 1,
        };
        assert_eq!(Tally::from_rust(&said), expected);
    }

    #[test]
    fn a_cancelled_node_test_counts_as_failed() {
        let said = "ok 1 - x\n# tests 4\n# pass 2\n# fail 1\n# cancelled 1\n# skipped 0\n";
        let expected = Tally {
            passed: 2,
            failed: 2,
        };
        assert_eq!(Tally::from_tap(said), expected);
    }

    #[test]
    fn findings_of_a_judge_are_counted_by_how_their_lines_open() {
        let said = lines("ok - a: logs in\nnot ok - a: queries\n# because\nok - a: creates");
        let expected = Tally {
            passed: 2,
            failed: 1,
        };
        assert_eq!(Tally::from_findings(&said), expected);
    }

    #[test]
    fn a_runner_that_did_not_compile_counts_as_one_failure() {
        assert_eq!(Tally::default().ended(false), Tally::failure());
        assert!(Tally::default().ended(true).is_empty());
    }

    #[test]
    fn the_closing_line_is_plain() {
        let tally = Tally {
            passed: 12,
            failed: 0,
        };
        assert_eq!(tally.to_string(), "12 passed, 0 failed");
    }
}
