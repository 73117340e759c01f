//! A made-up form and a random walk through it.

#![no_main]

use casement_form::{Components, Definition};
use casement_fuzz::forms::AnyForm;
use casement_fuzz::steps::Step;
use casement_fuzz::{read, start};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|walk: (AnyForm, Vec<Step>)| {
    let (form, steps) = walk;
    let loaded = Definition::load_in_parts(form.0.clone(), &Components::default(), Some(7));
    let mut form = start(&loaded.definition);
    for step in steps.into_iter().take(40) {
        step.run(&mut form);
        read(&form);
    }
});
