//! A disk that takes no more, and a folder that may not be written: a clear refusal, nothing half-written,
//! and all is well again afterwards.

use std::path::Path;
use std::process::Command;

use crate::support::{Dice, ITEM, Shop, finish};

/// Runs a command in which no file may grow beyond so many blocks of 512 bytes: the system refuses the
/// write, as a full disk does.
fn cramped(shop: &Shop, line: &str, blocks: u64) -> comptoir_tests::Ran {
    let plain = shop.command(line);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", &blocks.to_string()]);
    command.arg(plain.get_program()).args(plain.get_args()).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    finish(line, command.current_dir(plain.get_current_dir().unwrap()))
}

/// The refusal names the file, or sends the merchant to the disk.
#[track_caller]
fn says_where(words: &str, folder: &Path) {
    let named = words.contains("vérifiez que le disque") || words.contains(&*folder.to_string_lossy());
    assert!(named, "{words}");
}

fn sales(shop: &Shop) -> u64 {
    shop.run("journal verify --json").done().json()["chains"]["T"].as_u64().unwrap()
}

#[test]
fn a_full_disk_refuses_the_sale_and_leaves_nothing_of_it() {
    let shop = Shop::new();
    let mut dice = Dice(7);
    let (mut refused, mut sold) = (0, 0);
    for blocks in (0..400).step_by(16) {
        let line = format!("sale --scan {ITEM} --pay card --json --key {}", dice.key());
        let before = sales(&shop);
        let tried = cramped(&shop, &line, blocks);
        match tried.status {
            Some(0) => {
                sold += 1;
                assert_eq!(sales(&shop), before + 1);
            }
            Some(1) => {
                refused += 1;
                assert_eq!(tried.out, "", "no answer for what is not stored");
                says_where(&tried.err, &shop.data());
                assert_eq!(sales(&shop), before, "{tried:?}");
            }
            other => panic!("{other:?}: {tried:?}"),
        }
        let again = shop.run(&line).done();
        assert_eq!(again.json()["number"], format!("C1-{:06}", before + 1));
        assert_eq!(sales(&shop), before + 1);
    }
    assert!(refused > 3 && sold > 3, "{refused} refused, {sold} sold");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;

    use super::*;
    use crate::support::copy_folder;

    /// The user without rights, as whom the till runs when these tests run as root, who may everything.
    const NOBODY: u32 = 65_534;

    fn each(path: &Path, work: &dyn Fn(&Path)) {
        work(path);
        if path.is_dir() {
            std::fs::read_dir(path).unwrap().for_each(|entry| each(&entry.unwrap().path(), work));
        }
    }

    fn set_mode(path: &Path, mode: u32) {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    /// A sale in a folder, by someone whom the folder's rights bind.
    fn sale(folder: &Path) -> comptoir_tests::Ran {
        let mut command = Command::new(folder.join("comptoir"));
        command.env_clear().env("LANG", "fr_FR.UTF-8").current_dir("/").arg("--data").arg(folder.join("shop"));
        command.args(["--at", "2026-11-22T13:00:00+01:00", "--json", "sale", "--scan", ITEM, "--pay", "card"]);
        if std::fs::metadata(folder).unwrap().uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        finish("sale", &mut command)
    }

    #[test]
    fn a_folder_that_may_not_be_written_refuses_the_sale_and_says_which() {
        let shop = Shop::new();
        let before = sales(&shop);
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("shop");
        copy_folder(&shop.data(), &data);
        std::fs::copy(comptoir_tests::program::comptoir(), place.path().join("comptoir")).unwrap();
        set_mode(place.path(), 0o755);
        if std::fs::metadata(place.path()).unwrap().uid() == 0 {
            each(&data, &|path| chown(path, Some(NOBODY), Some(NOBODY)).unwrap());
        }
        let number = |ran: comptoir_tests::Ran| ran.done().json()["number"].as_str().unwrap().to_owned();
        assert_eq!(number(sale(place.path())), format!("C1-{:06}", before + 1));
        for (name, modes) in [("", (0o555, 0o755)), ("comptoir.db", (0o444, 0o644)), ("comptoir.lock", (0o444, 0o644))]
        {
            let path = data.join(name);
            set_mode(&path, modes.0);
            let refused = sale(place.path()).ended(1);
            assert_eq!(refused.out, "", "{name}");
            says_where(&refused.err, &data);
            // Files that SQLite made beside a protected one are protected as well.
            each(&data, &|path| set_mode(path, if path.is_dir() { 0o755 } else { 0o644 }));
        }
        assert_eq!(number(sale(place.path())), format!("C1-{:06}", before + 2), "nothing was sold meanwhile");
    }
}
