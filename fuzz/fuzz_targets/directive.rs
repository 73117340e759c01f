//! Any text as a directive: only what is written exactly so is one, and no part ends it early.

#![no_main]

use casement_support::Directive;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str, &str)| {
    let (line, email, case_number) = input;
    if let Ok(directive) = Directive::parse(line) {
        assert_eq!(directive.render(), line);
    }
    if let Ok(directive) = Directive::new(email, case_number) {
        let rendered = directive.render();
        assert_eq!(rendered.matches(']').count(), 1);
        assert_eq!(rendered.lines().count(), 1);
        assert_eq!(Directive::parse(&rendered), Ok(directive));
    }
});
