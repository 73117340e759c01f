//! `cargo xtask`: sets a machine up for Casement, builds it, runs it, tests it and weighs it.
//!
//! One file per command. This crate knows how the rooms are built and started, and nothing of what
//! they do. It talks to people on standard error; standard output carries results only (the sizes
//! as JSON, the closing line of the tests).

mod arguments;
mod bench;
mod build;
mod dev;
mod digest;
mod fuzz;
mod places;
mod process;
mod readiness;
mod setup;
mod size;
mod stop;
mod test;

use std::process::ExitCode;

use arguments::Command;
use places::Places;
use setup::Need;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match arguments::parse(&words).and_then(run) {
        Ok(code) => code,
        Err(stop) => {
            eprintln!("\nerror: {stop}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> stop::Result<ExitCode> {
    let places = Places::find()?;
    match command {
        Command::Help => println!("{}", arguments::HELP),
        Command::Setup => {
            setup::run(&places, Need::Everything)?;
        }
        Command::Build { profile, parts } => {
            let need = if parts.contains(&build::Part::Npm) {
                Need::Package
            } else {
                Need::Site
            };
            let tools = setup::run(&places, need)?;
            build::run(&places, &tools, profile, &parts)?;
        }
        Command::Dev { profile, ports } => dev::run(&places, profile, &ports)?,
        Command::Test { only } => return test::run(&places, &only),
        Command::Fuzz { minutes } => fuzz::run(&places, minutes)?,
        Command::Bench(options) => return bench::run(&places, &options),
        Command::Size { json } => return size::run(&places, json),
    }
    Ok(ExitCode::SUCCESS)
}
