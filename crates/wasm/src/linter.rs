//! The linter: of a definition at once, or of one that is being written, for editors in a browser.

use casement_expression::json::Lines;
use casement_form::lint::{self, Linter};

use crate::form::read_components;
use crate::input::Input;
use crate::operation::Operation;
use crate::output::{Done, Output, Refused};
use crate::pattern::pattern_error;

/// The text that is linted, and what the page sets and registers.
fn read(input: Input, output: &mut Output) -> Result<(String, lint::Options), Refused> {
    let components = read_components(&input, output)?;
    let texts = || -> Vec<String> {
        let list = input.value();
        let list = list.as_array().unwrap_or_default().iter();
        list.map(|text| text.to_text().into_owned()).collect()
    };
    let (variables, functions) = (texts(), texts());
    let options = lint::Options {
        regex_error: Some(pattern_error),
        components,
        variables,
        functions,
        ..Default::default()
    };
    Ok((input.into_text(), options))
}

/// What the linter finds in a definition, in the order of the text.
pub(crate) fn lint(input: Input, output: &mut Output) -> Done {
    let (text, options) = read(input, output)?;
    put(&lint::lint(&text, &options), &text, output);
    Ok(())
}

/// A text that is edited, and what the linter finds in it.
pub(crate) fn read_new(input: Input, output: &mut Output) -> Result<Linter, Refused> {
    let (text, options) = read(input, output)?;
    Ok(Linter::new(text, options))
}

pub(crate) fn run(
    linter: &mut Linter,
    operation: Operation,
    argument: u32,
    input: &Input,
    output: &mut Output,
) -> Done {
    match operation {
        Operation::LinterText => output.text(linter.text()),
        Operation::Replace => {
            // Places count as JavaScript's strings do.
            let places = [argument, input.number()].map(|at| byte_offset(linter.text(), at));
            if let [Some(start), Some(end)] = places
                && linter.replace(start..end, input.text()).is_some()
            {
                put(linter.findings(), linter.text(), output);
            } else {
                let message = "the range is none of the text";
                return Err(output.refuse("argument/out-of-range", message));
            }
        }
        _ => put(linter.findings(), linter.text(), output),
    }
    Ok(())
}

fn put(findings: &[lint::Finding], text: &str, output: &mut Output) {
    let lines = Lines::new(text);
    output.list();
    for finding in findings {
        output.value(&finding.to_value(&lines));
    }
    output.end();
}

/// A place as JavaScript counts, in bytes; none within a letter or behind the end.
fn byte_offset(text: &str, at: u32) -> Option<usize> {
    let mut left = at as usize;
    for (place, letter) in text.char_indices() {
        if left == 0 {
            return Some(place);
        }
        left = left.checked_sub(letter.len_utf16())?;
    }
    (left == 0).then_some(text.len())
}
