//! Any text as a definition: loaded, linted, started, gone through.

#![no_main]

use casement_form::{Definition, lint};
use casement_fuzz::{read, start};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let loaded = Definition::load(text);
    for problem in &loaded.problems {
        assert!(problem.span.start <= problem.span.end && problem.span.end as usize <= text.len());
    }
    lint::lint(text, &lint::Options::default());
    let mut form = start(&loaded.definition);
    read(&form);
    form.leave_start_page();
    form.next_page();
    form.validate();
    form.complete();
    read(&form);
});
