//! The gallery against the pictures that were accepted. `UPDATE_EXPECT=1` accepts what is drawn now.

use std::path::{Path, PathBuf};

use comptoir_screens::slint::{Rgba8Pixel, SharedPixelBuffer};

use crate::pictures;

/// A pixel is another when one of its parts differs by more than this: edges of letters may fall a little otherwise
/// from one machine to the next.
const SHADE: u8 = 40;
/// How many pixels in ten thousand may be others.
const OTHERS: usize = 10;

#[test]
fn the_gallery_looks_as_accepted() {
    let gallery = pictures::open();
    let is_update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1");
    if is_update {
        std::fs::create_dir_all(folder()).unwrap();
    }
    let mut complaints = Vec::new();
    for shot in pictures::shots() {
        let drawn = pictures::draw(&gallery, shot);
        let accepted = folder().join(shot.file());
        if is_update {
            pictures::write(&accepted, &drawn).unwrap();
        } else if let Err(complaint) = compare(&accepted, &drawn) {
            let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join(shot.file());
            pictures::write(&beside, &drawn).unwrap();
            complaints.push(format!("{complaint}; drawn now: {}", beside.display()));
        }
    }
    assert!(complaints.is_empty(), "look at both, then accept with UPDATE_EXPECT=1:\n{}", complaints.join("\n"));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

fn compare(accepted: &Path, drawn: &SharedPixelBuffer<Rgba8Pixel>) -> Result<(), String> {
    let failed = |what: String| format!("{}: {what}", accepted.display());
    let expected = pictures::read(accepted).map_err(|error| failed(error.to_string()))?;
    if (expected.width(), expected.height()) != (drawn.width(), drawn.height()) {
        return Err(failed("another size".to_owned()));
    }
    let pixels = expected.as_slice().iter().zip(drawn.as_slice());
    let others = pixels.filter(|(one, other)| is_other(one, other)).count();
    if others * 10_000 > OTHERS * expected.as_slice().len() {
        return Err(failed(format!("{others} pixels are others")));
    }
    Ok(())
}

fn is_other(one: &Rgba8Pixel, other: &Rgba8Pixel) -> bool {
    [one.r.abs_diff(other.r), one.g.abs_diff(other.g), one.b.abs_diff(other.b)].iter().any(|part| *part > SHADE)
}

#[test]
fn a_small_change_is_seen() {
    let gallery = pictures::open();
    let shots = pictures::shots();
    let drawn = pictures::draw(&gallery, shots[0]);
    let path = folder().join(shots[0].file());
    assert_eq!(compare(&path, &drawn), Ok(()));

    // The size of one badge.
    let mut changed = drawn.clone();
    let width = changed.width() as usize;
    for line in 200..226 {
        changed.make_mut_slice()[line * width + 100..line * width + 180].fill(Rgba8Pixel::new(255, 0, 255, 255));
    }
    assert!(compare(&path, &changed).is_err());
}
