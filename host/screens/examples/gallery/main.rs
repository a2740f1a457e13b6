//! The gallery of components: in a window, or with `--png FOLDER` as pictures, which need no display.

mod pictures;

use std::path::Path;
use std::process::ExitCode;

use comptoir_screens::Gallery;
use comptoir_screens::slint::{self, ComponentHandle};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] => window(),
        ["--png", folder] => pictures(Path::new(folder)),
        _ => Err("usage : gallery [--png DOSSIER]".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

fn window() -> Result<(), String> {
    let failed = |error: slint::PlatformError| format!("la fenêtre ne s’ouvre pas : {error}");
    Gallery::new().map_err(failed)?.run().map_err(failed)
}

fn pictures(folder: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{} : {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(failed)?;
    let gallery = pictures::open();
    for shot in pictures::shots() {
        let path = folder.join(shot.file());
        pictures::write(&path, &pictures::draw(&gallery, shot)).map_err(failed)?;
        println!("{}", path.display());
    }
    Ok(())
}
