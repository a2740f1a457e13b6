//! Other programs: running them, reading their answers, limiting their time.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Done, Failure};

/// How often a program that has a time limit is looked at.
const POLL: Duration = Duration::from_millis(50);

/// The Cargo that started this task, so that a chosen toolchain stays chosen.
pub(crate) fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Makes a command for the host's Cargo.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(cargo_program());
    forget_package(&mut command);
    command
}

/// Drops what `cargo run` tells about the package `xtask`: it is wrong for any other build.
fn forget_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if is_about_package(&name.to_string_lossy()) {
            command.env_remove(name);
        }
    }
}

fn is_about_package(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

/// Runs a command on the reader's terminal; any status but success is a failure.
pub(crate) fn run(command: &mut Command) -> Done {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(ended_badly(command, status)) }
}

/// Runs a command and hands back the text that it wrote on its standard output.
pub(crate) fn text(command: &mut Command) -> Result<String, Failure> {
    let bytes = bytes(command)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// Runs a command and hands back how it ended and what it wrote, whatever its status.
pub(crate) fn output(command: &mut Command) -> Result<Output, Failure> {
    command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))
}

/// Runs a command and hands back what it wrote on its standard output, byte by byte.
pub(crate) fn bytes(command: &mut Command) -> Result<Vec<u8>, Failure> {
    let output = output(command)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Failure::new(format!("{} : {said}", line_of(command))));
    }
    Ok(output.stdout)
}

/// Runs a command whose progress goes to the terminal and hands back its standard output.
pub(crate) fn answer(command: &mut Command) -> Result<String, Failure> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        return Err(ended_badly(command, output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command on the terminal and shows each line of its standard output to `watch`, too.
///
/// Hands back the status, whatever it is.
pub(crate) fn watch(command: &mut Command, mut watch: impl FnMut(&str)) -> Result<ExitStatus, Failure> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let output = child.stdout.take().expect("standard output is piped two lines above");
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        println!("{line}");
        watch(&line);
    }
    child.wait().map_err(|error| not_started(command, &error))
}

/// Gives this process's terminal and signals to the command; comes back only on failure.
#[cfg(unix)]
pub(crate) fn become_program(command: &mut Command) -> Done {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(not_started(command, &error))
}

/// Runs the command on this process's terminal.
#[cfg(not(unix))]
pub(crate) fn become_program(command: &mut Command) -> Done {
    run(command)
}

/// Runs a silent command for at most `limit`; afterwards that one process is ended.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Done {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    match wait_within(&mut child, limit).map_err(|error| not_started(command, &error))? {
        Some(status) if status.success() => Ok(()),
        Some(status) => Err(ended_badly(command, status)),
        None => Err(Failure::new(format!("{} : toujours sans réponse après {} s", line_of(command), limit.as_secs()))),
    }
}

/// Waits for a child; after `limit` ends it and answers `None`.
pub(crate) fn wait_within(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let end = Instant::now() + limit;
    while Instant::now() < end {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(POLL);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// Finds in Cargo's messages, one JSON document a line, the program of that name.
pub(crate) fn program_in(messages: &str, name: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == name)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
}

/// Finds a program by its name in `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| is_program(path))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.with_extension("exe").is_file()
}

/// Writes a command as one would type it.
pub(crate) fn line_of(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} : {error}", line_of(command)))
}

fn ended_badly(command: &Command, status: ExitStatus) -> Failure {
    Failure::new(format!("{} : {status}", line_of(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_answers_is_read_and_one_that_fails_is_named() {
        assert_eq!(text(Command::new("echo").arg("bonjour")).unwrap(), "bonjour");
        let failure = run(&mut Command::new("false")).unwrap_err();
        assert!(failure.to_string().contains("false"));
        let failure = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(failure.to_string().contains("no-such-program-here"));
    }

    #[test]
    fn a_watched_program_shows_its_lines_and_its_status() {
        let mut seen = Vec::new();
        let status = watch(Command::new("sh").args(["-c", "echo a; echo b; exit 3"]), |line| {
            seen.push(line.to_owned());
        });
        assert_eq!(status.unwrap().code(), Some(3));
        assert_eq!(seen, ["a", "b"]);
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let start = Instant::now();
        let failure = run_within(Command::new("sleep").arg("60"), Duration::from_millis(120));
        assert!(failure.unwrap_err().to_string().contains("sleep 60"));
        assert!(start.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn the_program_is_found_in_cargo_s_messages() {
        let messages = r#"
{"reason":"compiler-artifact","target":{"name":"comptoir_app"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"xtask"},"executable":"/t/debug/xtask"}
{"reason":"compiler-artifact","target":{"name":"comptoir"},"executable":"/t/debug/comptoir"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(program_in(messages, "comptoir"), Some("/t/debug/comptoir".into()));
        assert_eq!(program_in(messages, "absent"), None);
    }

    #[test]
    fn programs_are_found_by_name() {
        assert!(find("sh").is_some());
        assert!(find("no-such-program-here").is_none());
    }

    #[test]
    fn only_the_words_about_this_package_are_dropped() {
        let table = [
            ("CARGO_PKG_NAME", true),
            ("CARGO_MANIFEST_DIR", true),
            ("CARGO_TARGET_DIR", false),
            ("CARGO_HOME", false),
            ("CARGO_NET_OFFLINE", false),
        ];
        for (name, dropped) in table {
            assert_eq!(is_about_package(name), dropped, "{name}");
        }
    }
}
