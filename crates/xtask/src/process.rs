//! Other programs: finding them, running them, and saying what is being waited for.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::stop::{Result, Stop, While};

/// Says what begins, does it, and says how long it took.
pub(crate) fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {what}");
    let begin = Instant::now();
    let result = work()?;
    let seconds = begin.elapsed().as_secs_f32();
    if seconds >= 2.0 {
        eprintln!("    {seconds:.0} s");
    }
    Ok(result)
}

/// The path of a program on PATH, or of a file when a path is given.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    if program.contains('/') {
        return Path::new(program).is_file().then(|| PathBuf::from(program));
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// A cargo command for the host, free of what `cargo run` put into our own environment.
pub(crate) fn cargo() -> Command {
    outside("cargo")
}

/// A program that must not inherit the library path that `cargo run` sets for this one.
pub(crate) fn outside(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_remove("LD_LIBRARY_PATH").env_remove("CARGO");
    command
}

/// Puts folders in front of PATH for a command.
pub(crate) fn with_path(command: &mut Command, folders: &[PathBuf]) -> Result<()> {
    let before = std::env::var_os("PATH").unwrap_or_default();
    let all = folders
        .iter()
        .cloned()
        .chain(std::env::split_paths(&before));
    let joined = std::env::join_paths(all).or_stop(|| "join the search path".to_owned())?;
    command.env("PATH", joined);
    Ok(())
}

/// Runs a command with its output in view (on standard error).
pub(crate) fn run(command: &mut Command) -> Result<()> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::from(std::io::stderr()));
    let status = command.status().map_err(|error| missing(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Stop::new(format!("{} failed ({status})", line(command))))
    }
}

/// Runs a command and shows its output only if it fails.
pub(crate) fn quietly(command: &mut Command) -> Result<()> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| missing(command, &error))?;
    if output.status.success() {
        return Ok(());
    }
    let mut said = std::io::stderr().lock();
    // Nothing better can be done if the terminal is gone.
    let _ = said.write_all(&output.stdout);
    let _ = said.write_all(&output.stderr);
    Err(Stop::new(format!(
        "{} failed ({})",
        line(command),
        output.status
    )))
}

/// What a command prints on standard output, without the white space around it.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| missing(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(Stop::new(format!(
            "{} failed ({}): {}",
            line(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        )))
    }
}

/// Runs a command, shows each line of its standard output as it comes, and keeps all of them.
pub(crate) fn watch(command: &mut Command) -> Result<(bool, Vec<String>)> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| missing(command, &error))?;
    let mut lines = Vec::new();
    if let Some(output) = child.stdout.take() {
        let mut reader = BufReader::new(output);
        let mut bytes = Vec::new();
        while reader
            .read_until(b'\n', &mut bytes)
            .or_stop(|| format!("read from {}", line(command)))?
            > 0
        {
            let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            eprintln!("{text}");
            lines.push(text);
            bytes.clear();
        }
    }
    let status = child
        .wait()
        .or_stop(|| format!("wait for {}", line(command)))?;
    Ok((status.success(), lines))
}

/// A command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    format!("`{}`", words.join(" "))
}

fn missing(command: &Command, error: &std::io::Error) -> Stop {
    Stop::new(format!("could not start {}: {error}", line(command)))
}
