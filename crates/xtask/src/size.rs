//! `cargo xtask size`: what a visitor's browser loads, and the budgets that hold it.

use std::process::ExitCode;

use crate::build::{self, Part, Profile, Sizes};
use crate::places::Places;
use crate::setup::{self, Need};
use crate::stop::Result;

/// A part with the most that it may weigh, in bytes of brotli.
struct Weighed {
    name: &'static str,
    sizes: Sizes,
    budget: Option<u64>,
}

/// Builds the release site and prints its sizes; fails where a budget is broken.
pub(crate) fn run(places: &Places, json: bool) -> Result<ExitCode> {
    let tools = setup::run(places, Need::Site)?;
    build::run(places, &tools, Profile::Release, Part::SITE)?;
    let weighed = weigh(places)?;
    if json {
        println!("{}", as_json(&weighed));
    } else {
        print!("{}", as_table(&weighed));
    }
    let broken = broken(&weighed);
    for line in &broken {
        eprintln!("{line}");
    }
    Ok(if broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// How many budgets hold in the release site that is there, and a line for each that doesn't.
pub(crate) fn check(places: &Places) -> Result<(usize, Vec<String>)> {
    let weighed = weigh(places)?;
    eprint!("{}", as_table(&weighed));
    let broken = broken(&weighed);
    let budgets = weighed.iter().filter(|part| part.budget.is_some()).count();
    Ok((budgets.saturating_sub(broken.len()), broken))
}

fn weigh(places: &Places) -> Result<Vec<Weighed>> {
    let sizes = build::sizes(places)?;
    Ok(vec![
        Weighed {
            name: "launcher",
            sizes: sizes.launcher,
            budget: Some(4_000),
        },
        Weighed {
            name: "widget",
            sizes: sizes.widget,
            budget: Some(130_000),
        },
        Weighed {
            name: "preview",
            sizes: sizes.preview,
            budget: None,
        },
    ])
}

fn broken(weighed: &[Weighed]) -> Vec<String> {
    weighed
        .iter()
        .filter_map(|part| {
            let budget = part.budget.filter(|budget| part.sizes.brotli > *budget)?;
            Some(format!(
                "over budget: the {} weighs {} bytes of brotli, {budget} are allowed",
                part.name, part.sizes.brotli
            ))
        })
        .collect()
}

fn as_json(weighed: &[Weighed]) -> serde_json::Value {
    weighed
        .iter()
        .map(|part| {
            let Sizes { raw, gzip, brotli } = part.sizes;
            let sizes = serde_json::json!({ "raw": raw, "gzip": gzip, "brotli": brotli });
            (part.name.to_owned(), sizes)
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn as_table(weighed: &[Weighed]) -> String {
    let mut table = format!(
        "{:<10}{:>10}{:>10}{:>10}{:>10}\n",
        "bytes", "raw", "gzip", "brotli", "budget"
    );
    for part in weighed {
        let Sizes { raw, gzip, brotli } = part.sizes;
        let budget = part.budget.map(|b| b.to_string()).unwrap_or_default();
        table.push_str(&format!(
            "{:<10}{raw:>10}{gzip:>10}{brotli:>10}{budget:>10}\n",
            part.name
        ));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launcher(brotli: u64) -> Vec<Weighed> {
        vec![Weighed {
            name: "launcher",
            sizes: Sizes {
                raw: 9_000,
                gzip: 4_500,
                brotli,
            },
            budget: Some(4_000),
        }]
    }

    #[test]
    fn a_part_on_its_budget_holds_it_and_one_byte_more_breaks_it() {
        assert!(broken(&launcher(4_000)).is_empty());
        assert_eq!(broken(&launcher(4_001)).len(), 1);
    }

    #[test]
    fn the_json_names_raw_gzip_and_brotli() {
        assert_eq!(
            as_json(&launcher(3_000)),
            serde_json::json!({"launcher": {"raw": 9_000, "gzip": 4_500, "brotli": 3_000}})
        );
    }
}
