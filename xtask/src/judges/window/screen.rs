//! A screen of this run's own: a display server without a monitor, a window manager, fingers and eyes.
//!
//! The server writes what it shows into a file, so that looking costs nothing and needs no program.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Done, Failure};
use crate::files;
use crate::process;

/// A small shop's screen.
pub(super) const ONE: (u32, u32) = (1366, 768);
/// The same, with the customer's display on its right.
pub(super) const TWO: (u32, u32) = (1366 + 1024, 768);

/// How long a gesture may take until something is seen of it, on a busy machine.
pub(super) const LIMIT: Duration = Duration::from_secs(20);
/// How often the screen is looked at.
const POLL: Duration = Duration::from_millis(40);
/// For so long nothing moves on a screen that is at rest.
const REST: Duration = Duration::from_millis(600);
/// What may change at rest, in dots: the caret of a field, that comes and goes.
pub(super) const CARET: usize = 120;
/// The pause between two keys of a person, in milliseconds. A scanner needs fewer than 35.
const HUMAN: &str = "110";

/// One display server with a French keyboard; ends with this value.
pub(super) struct Screen {
    server: Child,
    manager: Option<Child>,
    display: String,
    /// Where the server shows what it shows.
    frame: PathBuf,
}

impl Screen {
    /// Starts a server on a free display and waits until windows can be opened there.
    pub(super) fn start(folder: &Path, size: (u32, u32)) -> Result<Self, Failure> {
        files::remove_folder(folder)?;
        files::write(&folder.join("openbox.xml"), MANAGER.as_bytes())?;
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-screen", "0"])
            .arg(format!("{}x{}x24", size.0, size.1))
            .arg("-fbdir")
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log(folder, "xvfb.log")?)
            .spawn()
            .map_err(|error| Failure::new(format!("Xvfb : {error}")))?;
        let output = server.stdout.take().expect("standard output is piped above");
        let mut number = String::new();
        // It writes its number when it is ready, or nothing when it ends.
        let read = BufReader::new(output).read_line(&mut number);
        let mut screen =
            Self { server, manager: None, display: format!(":{}", number.trim()), frame: folder.join("Xvfb_screen0") };
        if read.is_err() || number.trim().is_empty() {
            return Err(Failure::at(&folder.join("xvfb.log"), "Xvfb ne démarre pas"));
        }
        process::text(screen.here(&mut Command::new("setxkbmap")).arg("fr"))?;
        screen.manage(folder)?;
        Ok(screen)
    }

    fn manage(&mut self, folder: &Path) -> Done {
        let mut command = Command::new("openbox");
        self.here(&mut command).arg("--config-file").arg(folder.join("openbox.xml"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log(folder, "openbox.log")?);
        self.manager = Some(command.spawn().map_err(|error| Failure::new(format!("openbox : {error}")))?);
        until("openbox ne répond pas", || self.fingers(&["get_num_desktops"]).ok())?;
        Ok(())
    }

    /// Lets a program open its windows here, drawn by the processor: no card is needed.
    pub(super) fn here<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("DISPLAY", &self.display)
            .env("SLINT_BACKEND", "winit-software")
            // Titles and keys have letters that no other locale of all machines knows.
            .env("LC_ALL", "C.UTF-8")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_SESSION_TYPE")
    }

    /// Pulls the plug.
    pub(super) fn kill(&mut self) -> Done {
        self.server.kill().map_err(|error| Failure::new(format!("Xvfb : {error}")))
    }

    /// The visible windows whose title contains these words.
    pub(super) fn windows(&self, title: &str) -> Vec<String> {
        let found = self.fingers(&["search", "--onlyvisible", "--name", title]).unwrap_or_default();
        found.lines().map(str::to_owned).collect()
    }

    /// Presses a key, with those held that stand before a `+`.
    pub(super) fn press(&self, key: &str) -> Done {
        self.fingers(&["key", key]).map(|_| ())
    }

    /// Types as a person does.
    pub(super) fn write(&self, text: &str) -> Done {
        self.fingers(&["type", "--delay", HUMAN, "--", text]).map(|_| ())
    }

    /// The same, by a person who goes on while others do something.
    pub(super) fn writing(&self, text: &str) -> Result<Child, Failure> {
        let mut command = Command::new("xdotool");
        let command = self.here(&mut command).args(["type", "--delay", HUMAN, "--", text]).stdin(Stdio::null());
        command.spawn().map_err(|error| Failure::new(format!("xdotool : {error}")))
    }

    /// Touches a place.
    pub(super) fn touch(&self, (x, y): (u32, u32)) -> Done {
        self.fingers(&["mousemove", &x.to_string(), &y.to_string(), "click", "1"]).map(|_| ())
    }

    /// Brings a window to the front.
    pub(super) fn raise(&self, window: &str) -> Done {
        self.fingers(&["windowactivate", "--sync", window]).map(|_| ())
    }

    fn fingers(&self, arguments: &[&str]) -> Result<String, Failure> {
        process::text(self.here(&mut Command::new("xdotool")).args(arguments))
    }

    /// Does something and waits until it has been seen and nothing moves any more.
    pub(super) fn after(&self, what: &str, gesture: impl FnOnce() -> Done) -> Done {
        let before = self.look()?;
        gesture()?;
        if !self.changes(&before, CARET, LIMIT)? {
            return Err(Failure::new(format!("rien n'a bougé à l'écran après : {what}")));
        }
        self.rest()
    }

    /// Waits until nothing moves any more.
    pub(super) fn rest(&self) -> Done {
        let (mut last, mut since) = (self.look()?, Instant::now());
        until("l'écran bouge sans cesse", || {
            let now = self.look().ok()?;
            if changed(&last, &now) > CARET {
                (last, since) = (now, Instant::now());
            }
            (since.elapsed() >= REST).then_some(())
        })
    }

    /// Whether more than so many dots change within a time.
    pub(super) fn changes(&self, before: &Picture, dots: usize, within: Duration) -> Result<bool, Failure> {
        let end = Instant::now() + within;
        while changed(before, &self.look()?) <= dots {
            if Instant::now() > end {
                return Ok(false);
            }
            thread::sleep(POLL);
        }
        Ok(true)
    }

    /// What is on the screen now.
    pub(super) fn look(&self) -> Result<Picture, Failure> {
        files::read(&self.frame).map(Picture)
    }

    /// Keeps what is on the screen as a picture.
    pub(super) fn keep(&self, file: &Path) -> Done {
        let aside = file.with_extension("xwd");
        files::write(&aside, &self.look()?.0)?;
        let dots = process::bytes(Command::new("xwdtopnm").arg("-quiet").arg(&aside))?;
        files::write(&aside, &dots)?;
        let picture = process::bytes(Command::new("pnmtopng").arg("-quiet").arg(&aside))?;
        files::write(file, &picture)?;
        std::fs::remove_file(&aside).map_err(|error| Failure::at(&aside, error))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // Nothing is left to do for those that have ended by themselves.
        for child in self.manager.iter_mut().chain([&mut self.server]) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What the server's file holds: a head of always the same bytes, then four bytes for each dot.
pub(super) struct Picture(Vec<u8>);

fn changed(before: &Picture, now: &Picture) -> usize {
    let dots = |picture: &Picture| picture.0.len() / 4;
    let pairs = before.0.chunks_exact(4).zip(now.0.chunks_exact(4));
    pairs.filter(|(one, other)| one != other).count() + dots(before).abs_diff(dots(now))
}

/// Asks again and again until there is an answer.
pub(super) fn until<T>(otherwise: &str, mut ask: impl FnMut() -> Option<T>) -> Result<T, Failure> {
    let end = Instant::now() + LIMIT;
    loop {
        if let Some(answer) = ask() {
            return Ok(answer);
        }
        if Instant::now() > end {
            return Err(Failure::new(format!("{otherwise} (après {} s)", LIMIT.as_secs())));
        }
        thread::sleep(POLL);
    }
}

fn log(folder: &Path, name: &str) -> Result<Stdio, Failure> {
    let path = folder.join(name);
    std::fs::File::create(&path).map(Stdio::from).map_err(|error| Failure::at(&path, error))
}

/// Windows without a frame in their place, as a shop sets up its till, so that what is touched stands where
/// it is expected. What is opened gets the keys, as with every manager.
const MANAGER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <keyboard><keybind key="A-F4"><action name="Close"/></keybind></keyboard>
  <applications>
    <application title="*"><decor>no</decor><position force="yes"><x>0</x><y>0</y></position></application>
    <application title="Afficheur*"><decor>no</decor><position force="yes"><x>1366</x><y>0</y></position></application>
  </applications>
</openbox_config>
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_dots_are_counted() {
        let picture = |bytes: &[u8]| Picture(bytes.to_vec());
        let before = picture(&[0; 12]);
        assert_eq!(changed(&before, &picture(&[0; 12])), 0);
        assert_eq!(changed(&before, &picture(&[0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 9])), 2);
        assert_eq!(changed(&before, &picture(&[0; 8])), 1);
    }
}
