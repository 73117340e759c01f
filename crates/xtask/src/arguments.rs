//! What was asked for: the words after `cargo xtask`, read into a command.

use crate::bench;
use crate::build::{Part, Profile};
use crate::stop::{Result, Stop};
use crate::test::Check;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  setup                         bring what is missing: WASM target, tools, npm packages, Chromium
  build [--release] [PART...]   build the site into target/site and the npm package into target/npm
                                parts: widget, preview, npm (all when none is named)
  dev [--release] [--port N] [--sandbox-port N]
                                build, start the sandbox org and the proxy, and stay up
  test [--only CHECK]...        every check; ends with `N passed, N failed`
                                checks: fmt, clippy, doc, native, build, size, wasm, npm, judges,
                                browser
  bench [--json] [--questions N,N] [--only WORK] [--chromium]
                                the npm package against survey-core: the same works in turn, in Node
                                and, with --chromium, in a page
  size [--json]                 sizes of launcher, widget, preview and engine, held against their
                                limits
  fuzz [--minutes N]            every fuzzing target for N minutes (default: 5); needs nightly Rust
                                and cargo-fuzz

Environment:
  CASEMENT_CACHE        where tools and the WASM standard library are kept
                        (default: casement in the user's cache folder)
  CASEMENT_WASM_STD     `debian` leaves rustup out and takes Debian's rustc-web
  CASEMENT_CHROMIUM     the browser to test with (default: chromium on PATH)
  CASEMENT_CHROMEDRIVER its driver (default: chromedriver on PATH)";

/// A command with its options.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Help,
    Setup,
    Build { profile: Profile, parts: Vec<Part> },
    Dev { profile: Profile, ports: Ports },
    Test { only: Vec<Check> },
    Bench(bench::Options),
    Size { json: bool },
    Fuzz { minutes: u32 },
}

/// Where the running system listens on this machine.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ports {
    pub(crate) proxy: u16,
    pub(crate) sandbox: u16,
}

impl Default for Ports {
    fn default() -> Self {
        Self {
            proxy: 8787,
            sandbox: 8788,
        }
    }
}

/// Reads the words of the command line.
pub(crate) fn parse(words: &[String]) -> Result<Command> {
    let mut rest = words.iter().map(String::as_str);
    let command = match rest.next() {
        None | Some("help" | "--help" | "-h") => return Ok(Command::Help),
        Some(command) => command,
    };
    let mut profile = Profile::Debug;
    let mut parts = Vec::new();
    let mut ports = Ports::default();
    let mut only = Vec::new();
    let mut json = false;
    let mut minutes = 5;
    let mut measured = bench::Options::default();
    while let Some(word) = rest.next() {
        match (command, word) {
            ("build" | "dev", "--release") => profile = Profile::Release,
            ("dev", "--port") => ports.proxy = port(word, rest.next())?,
            ("dev", "--sandbox-port") => ports.sandbox = port(word, rest.next())?,
            ("test", "--only") => only.push(Check::from_name(rest.next().unwrap_or_default())?),
            ("size", "--json") => json = true,
            ("fuzz", "--minutes") => minutes = count(word, rest.next())?,
            ("bench", "--json") => measured.json = true,
            ("bench", "--chromium") => measured.chromium = true,
            ("bench", "--questions") => measured.questions = questions(word, rest.next())?,
            ("bench", "--only") => measured.only = rest.next().map(str::to_owned),
            ("build", name) if Part::from_name(name).is_some() => {
                parts.extend(Part::from_name(name));
            }
            _ => return Err(unknown(&format!("`{word}` after `{command}`"))),
        }
    }
    Ok(match command {
        "setup" => Command::Setup,
        "build" => Command::Build {
            profile,
            parts: if parts.is_empty() {
                Part::ALL.to_vec()
            } else {
                parts
            },
        },
        "dev" => Command::Dev { profile, ports },
        "test" => Command::Test { only },
        "bench" => Command::Bench(measured),
        "size" => Command::Size { json },
        "fuzz" => Command::Fuzz { minutes },
        other => return Err(unknown(&format!("the command `{other}`"))),
    })
}

fn port(option: &str, value: Option<&str>) -> Result<u16> {
    value
        .and_then(|value| value.parse().ok())
        .filter(|port| *port != 0)
        .ok_or_else(|| unknown(&format!("the value of `{option}`")))
}

fn count(option: &str, value: Option<&str>) -> Result<u32> {
    value
        .and_then(|value| value.parse().ok())
        .filter(|count| *count > 0)
        .ok_or_else(|| unknown(&format!("the value of `{option}`")))
}

/// Numbers of questions with commas between.
fn questions(option: &str, value: Option<&str>) -> Result<Vec<u32>> {
    let numbers = value.unwrap_or_default().split(',').map(str::parse::<u32>);
    numbers
        .collect::<std::result::Result<Vec<_>, _>>()
        .ok()
        .filter(|numbers| numbers.iter().all(|number| (1..=100_000).contains(number)))
        .ok_or_else(|| unknown(&format!("the value of `{option}`")))
}

fn unknown(what: &str) -> Stop {
    Stop::new(format!("{what} is not known here")).help("`cargo xtask help` lists what is")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn a_build_without_parts_builds_all_of_them() {
        let expected = Command::Build {
            profile: Profile::Release,
            parts: Part::ALL.to_vec(),
        };
        assert_eq!(read("build --release").unwrap(), expected);
    }

    #[test]
    fn ports_of_the_running_system_can_be_chosen() {
        let expected = Command::Dev {
            profile: Profile::Debug,
            ports: Ports {
                proxy: 9000,
                sandbox: 9001,
            },
        };
        assert_eq!(
            read("dev --port 9000 --sandbox-port 9001").unwrap(),
            expected
        );
    }

    #[test]
    fn a_benchmark_takes_its_sizes_with_commas_between() {
        let Command::Bench(options) = read("bench --questions 10,20 --chromium").unwrap() else {
            panic!("no benchmark");
        };
        assert_eq!(options.questions, [10, 20]);
        assert!(options.chromium && !options.json);
    }

    #[test]
    fn a_word_that_is_not_known_is_named_in_the_error() {
        for (line, named) in [
            ("fly", "`fly`"),
            ("size --fast", "`--fast`"),
            ("test --only nothing", "`nothing`"),
            ("dev --port x", "`--port`"),
            ("bench --questions 10,x", "`--questions`"),
            ("bench --questions 0", "`--questions`"),
            ("setup --release", "`--release`"),
            ("fuzz --minutes 0", "`--minutes`"),
        ] {
            let said = read(line).unwrap_err().to_string();
            assert!(said.contains(named), "{line}: {said}");
        }
    }
}
