//! `cargo xtask plugins`: builds the policies and assembles their packages.
//!
//! A package is a folder `<target>/policies/<id>/` with `manifest.toml`, `policy.wasm` or
//! `policy.rhai`, `cases/` and `locale/`. Guests in Rust live in `plugins/*/`, scripts in
//! `scripts/*/`. What has not changed is neither built nor written again.

mod guests;
mod package;
mod script;

use std::process::Command;

use crate::failure::{Done, Failure};
use crate::files;
use crate::house::House;
use crate::say;
use crate::toolchain::Way;
use package::Package;

/// Runs the task with its arguments.
pub(crate) fn run(house: &House, arguments: &[String]) -> Done {
    let ways = ways(arguments)?;
    build(house, &ways)?;
    say::next("suite : `cargo xtask demo` ouvre la caisse de démonstration, `cargo xtask test` vérifie tout");
    Ok(())
}

/// Builds every policy and leaves exactly their packages in the folder of policies.
pub(crate) fn build(house: &House, ways: &[Way]) -> Done {
    say::step("Règles de fidélité (policies)", || {
        let mut packages = guests::packages(house, ways)?;
        packages.extend(script::packages(house)?);
        refuse_twice(&packages)?;
        for package in &packages {
            package.put(house)?;
        }
        remove_strangers(house, &packages)
    })
}

/// Wraps a module that another language's tools built into a component: `MODULE COMPONENT`.
pub(crate) fn component(arguments: &[String]) -> Done {
    let [module, component] = arguments else {
        return Err(Failure::new("il faut deux fichiers (two files)").hint("cargo xtask component MODULE COMPOSANT"));
    };
    let encoded = guests::componentize(&files::read(module.as_ref())?)?;
    files::write(component.as_ref(), &encoded)?;
    say::note(format!("{component} : {} ko", encoded.len().div_ceil(1000)));
    Ok(())
}

/// Makes a Cargo command about all guests, on this machine; none if there are no guests.
pub(crate) fn native_cargo(house: &House, subcommand: &str) -> Option<Command> {
    house.plugins().join("Cargo.toml").is_file().then(|| guests::native(house, subcommand))
}

fn ways(arguments: &[String]) -> Result<Vec<Way>, Failure> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => Ok(Way::ALL.to_vec()),
        ["--way", name] => Way::from_name(name)
            .map(|way| vec![way])
            .ok_or_else(|| Failure::new(format!("voie inconnue : « {name} »")).hint("target, rustup ou debian")),
        _ => Err(Failure::new(format!("arguments inconnus : {}", words.join(" ")))
            .hint("cargo xtask plugins [--way target|rustup|debian]")),
    }
}

fn refuse_twice(packages: &[Package]) -> Done {
    for (index, package) in packages.iter().enumerate() {
        if packages[..index].iter().any(|earlier| earlier.id == package.id) {
            return Err(Failure::new(format!("deux règles portent l'id « {} »", package.id))
                .hint("changez l'`id` dans l'un des deux manifestes"));
        }
    }
    Ok(())
}

/// Removes packages whose source is gone, so that the till does not offer them any more.
fn remove_strangers(house: &House, packages: &[Package]) -> Done {
    for folder in files::list(&house.policies())? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A hidden folder is no package: the host keeps there what it compiled of them.
        if !name.starts_with('.') && !packages.iter().any(|package| package.id == name) {
            files::remove_folder(&folder)?;
            say::note(format!("{name} : retiré (no source any more)"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_way_can_be_chosen() {
        assert_eq!(ways(&[]).unwrap(), Way::ALL);
        assert_eq!(ways(&words("--way debian")).unwrap(), [Way::Debian]);
        assert!(ways(&words("--way magic")).unwrap_err().to_string().contains("magic"));
        assert!(ways(&words("loyalty")).unwrap_err().to_string().contains("loyalty"));
    }

    #[test]
    fn a_component_is_made_of_one_file_and_into_another() {
        assert!(component(&words("module.wasm")).unwrap_err().to_string().contains("deux fichiers"));
        let place = tempfile::tempdir().unwrap();
        let (module, out) = (place.path().join("module.wasm"), place.path().join("out.wasm"));
        files::write(&module, b"not wasm").unwrap();
        let both = [module, out.clone()].map(|path| path.to_string_lossy().into_owned());
        assert!(component(&both).unwrap_err().to_string().contains("n'est pas une règle"));
        assert!(!out.exists());
    }

    #[test]
    fn two_policies_with_one_id_are_refused() {
        let package = |id: &str| Package { id: id.to_owned(), content: files::Content::new() };
        assert!(refuse_twice(&[package("a"), package("b")]).is_ok());
        let said = refuse_twice(&[package("a"), package("b"), package("a")]).unwrap_err();
        assert!(said.to_string().contains("« a »"));
    }

    #[test]
    fn only_packages_with_a_source_stay() {
        let place = tempfile::tempdir().unwrap();
        let house = House { root: place.path().join("src"), target: place.path().join("target") };
        files::write(&house.policies().join("old/manifest.toml"), b"").unwrap();
        files::write(&house.policies().join(".compiled/abc"), b"").unwrap();
        let kept = Package {
            id: "kept".to_owned(),
            content: files::Content::from([("manifest.toml".into(), b"id = \"kept\"".to_vec())]),
        };
        kept.put(&house).unwrap();
        remove_strangers(&house, &[kept]).unwrap();
        let names: Vec<_> = files::list(&house.policies()).unwrap();
        assert_eq!(names, [".compiled", "kept"].map(|name| house.policies().join(name)));
    }
}
