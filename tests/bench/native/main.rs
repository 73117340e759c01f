//! Native speed of forms: loading, one answer, all answers, checking, a condition that everything
//! waits for. `cargo xtask bench` measures the same works through JavaScript, against survey-core.
//!
//! Knows the shapes of the forms, nothing of how they are run.

mod shapes;

use std::hint::black_box;
use std::rc::Rc;

use casement_expression::{NativeHost, json};
use casement_form::{Definition, Form, Mode, Object, Options, Value, lint};
use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};

const SIZES: [usize; 3] = [125, 1_000, 10_000];

fn options() -> Options {
    Options {
        host: Rc::new(NativeHost::utc(0.0)),
        locale: String::new(),
        mode: Mode::Edit,
    }
}

fn start(text: &str) -> Form {
    Form::start(&Definition::load(text).definition, options())
}

fn object(text: &str) -> Object {
    let value = json::parse_value(text);
    value
        .ok()
        .and_then(|value| value.as_object().cloned())
        .unwrap_or_default()
}

fn load(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("load");
    group.sample_size(10);
    for size in SIZES {
        let text = shapes::checked(size);
        group.bench_with_input(BenchmarkId::from_parameter(size), &text, |bench, text| {
            bench.iter(|| black_box(start(text)));
        });
    }
}

fn set_one(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("set value, one dependent");
    for size in SIZES {
        let mut form = start(&shapes::one(size));
        let mut step = 0.0;
        group.bench_function(BenchmarkId::from_parameter(size), |bench| {
            bench.iter(|| {
                step = (step + 1.0) % 10.0;
                black_box(form.set_value("q0", Value::from(step)))
            });
        });
    }
}

fn fan_out(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("fan-out");
    for size in SIZES {
        let mut form = start(&shapes::fan_out(size));
        let mut shown = false;
        group.bench_function(BenchmarkId::from_parameter(size), |bench| {
            bench.iter(|| {
                shown = !shown;
                black_box(form.set_value("show", Value::from(shown)))
            });
        });
    }
}

fn collapse(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("chain collapse");
    group.sample_size(10);
    for size in [125, 1_000] {
        let definition = Definition::load(&shapes::collapse(size)).definition;
        let data = object(&shapes::chain_data(size));
        let full = || {
            let mut form = Form::start(&definition, options());
            form.set_data(data.clone());
            form
        };
        group.bench_function(BenchmarkId::from_parameter(size), |bench| {
            bench.iter_batched(
                full,
                |mut form| black_box(form.set_value("q0", "".into())),
                BatchSize::PerIteration,
            );
        });
    }
}

fn answers(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("answers");
    group.sample_size(20);
    for size in SIZES {
        let mut form = start(&shapes::checked(size));
        let data = object(&shapes::checked_data(size));
        group.bench_function(BenchmarkId::new("assign data", size), |bench| {
            bench.iter_batched(
                || data.clone(),
                |data| black_box(form.set_data(data)),
                BatchSize::PerIteration,
            );
        });
        group.bench_function(BenchmarkId::new("validate", size), |bench| {
            bench.iter(|| black_box(form.validate()));
        });
    }
}

/// A definition that is written in an editor: everything found anew, and after a letter in a title.
fn lint_edits(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("lint");
    group.sample_size(10);
    for size in SIZES {
        let text = shapes::titled(size);
        group.bench_function(BenchmarkId::new("whole text", size), |bench| {
            bench.iter(|| black_box(lint::lint(&text, &lint::Options::default())));
        });
        let at = text.rfind("Title").map_or(0, |at| at + 1);
        let mut linter = lint::Linter::new(text, lint::Options::default());
        let mut letters = ["x", "y"].into_iter().cycle();
        group.bench_function(BenchmarkId::new("letter of a title", size), |bench| {
            bench.iter(|| {
                let letter = letters.next().unwrap_or_default();
                black_box(linter.replace(at..at + 1, letter).map(<[_]>::len))
            });
        });
    }
}

criterion_group!(form, load, set_one, fan_out, collapse, answers, lint_edits);
criterion_main!(form);
