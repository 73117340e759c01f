//! `cargo xtask size`: what a visitor's browser loads, the goals for it, and the ceilings that hold
//! what has been reached: a part over its ceiling fails, a part over its goal is told.

use std::process::ExitCode;

use crate::build::{self, Part, Profile, Sizes};
use crate::places::Places;
use crate::setup::{self, Need, Tools};
use crate::stop::Result;

/// A part with its limits.
struct Weighed {
    name: &'static str,
    sizes: Sizes,
    limits: Option<Limits>,
}

/// What a part should weigh and the most that it may weigh, in bytes of brotli.
#[derive(Clone, Copy)]
struct Limits {
    goal: u64,
    ceiling: u64,
}

/// What the window with everything that it loads, the launcher included, may weigh: little more than
/// what has been reached.
const WIDGET: u64 = 130_000;

/// Builds the release site and prints its sizes; fails where a ceiling is broken.
pub(crate) fn run(places: &Places, json: bool) -> Result<ExitCode> {
    let tools = setup::run(places, Need::Site)?;
    build::run(places, &tools, Profile::Release, Part::SITE)?;
    let weighed = weigh(places, &tools)?;
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

/// How many ceilings hold in the release site that is there, and a line for each that doesn't.
pub(crate) fn check(places: &Places, tools: &Tools) -> Result<(usize, Vec<String>)> {
    let weighed = weigh(places, tools)?;
    eprint!("{}", as_table(&weighed));
    let broken = broken(&weighed);
    let ceilings = weighed.iter().filter(|part| part.limits.is_some()).count();
    Ok((ceilings.saturating_sub(broken.len()), broken))
}

fn weigh(places: &Places, tools: &Tools) -> Result<Vec<Weighed>> {
    let engine = build::engine(places, tools)?;
    let sizes = build::sizes(places)?;
    Ok(vec![
        Weighed {
            name: "launcher",
            sizes: sizes.launcher,
            limits: Some(Limits {
                goal: 4_000,
                ceiling: 4_000,
            }),
        },
        Weighed {
            name: "widget",
            sizes: sizes.widget,
            limits: Some(Limits {
                goal: 130_000,
                ceiling: widget_ceiling(tools),
            }),
        },
        Weighed {
            name: "preview",
            sizes: sizes.preview,
            limits: None,
        },
        // Of the npm package: expressions, forms and the binding, without the conversation.
        Weighed {
            name: "engine",
            sizes: engine,
            limits: Some(Limits {
                goal: 110_000,
                ceiling: 299_500,
            }),
        },
    ])
}

/// The most that the widget may weigh, and some more where its standard library is the heavier one.
fn widget_ceiling(tools: &Tools) -> u64 {
    if tools.shipped.from_source {
        WIDGET
    } else {
        WIDGET + WIDGET / 8
    }
}

fn broken(weighed: &[Weighed]) -> Vec<String> {
    weighed
        .iter()
        .filter_map(|part| {
            let ceiling = part.limits?.ceiling;
            (part.sizes.brotli > ceiling).then(|| {
                format!(
                    "too heavy: the {} weighs {} bytes of brotli, {ceiling} are allowed",
                    part.name, part.sizes.brotli
                )
            })
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
        "bytes", "raw", "gzip", "brotli", "goal"
    );
    for part in weighed {
        let Sizes { raw, gzip, brotli } = part.sizes;
        let goal = part.limits.map_or_else(String::new, |limits| {
            let over = if brotli > limits.goal {
                "  not reached"
            } else {
                ""
            };
            format!("{:>10}{over}", limits.goal)
        });
        table.push_str(&format!(
            "{:<10}{raw:>10}{gzip:>10}{brotli:>10}{goal}\n",
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
            limits: Some(Limits {
                goal: 3_500,
                ceiling: 4_000,
            }),
        }]
    }

    #[test]
    fn a_part_on_its_ceiling_holds_it_and_one_byte_more_breaks_it() {
        assert!(broken(&launcher(4_000)).is_empty());
        assert_eq!(broken(&launcher(4_001)).len(), 1);
    }

    #[test]
    fn a_goal_that_is_not_reached_is_told() {
        assert!(as_table(&launcher(3_501)).contains("not reached"));
        assert!(!as_table(&launcher(3_500)).contains("not reached"));
    }

    #[test]
    fn the_json_names_raw_gzip_and_brotli() {
        assert_eq!(
            as_json(&launcher(3_000)),
            serde_json::json!({"launcher": {"raw": 9_000, "gzip": 4_500, "brotli": 3_000}})
        );
    }
}
