//! What the author of a policy does: a key, one file of a package, a signature.

use std::path::{Path, PathBuf};

use comptoir_app::plugins::{Package, Signed, SigningKey, signer_name};
use comptoir_app::{Error, Invalid, messages};
use serde_json::{Value, json};

use crate::context::{Context, Done, Failure};
use crate::source;

/// A key's file, and the name to sign under when it is not the key's own.
type Key<'a> = (&'a Path, Option<&'a str>);

pub(super) fn keygen(name: &str, out: Option<&Path>, context: &Context) -> Done {
    let (secret, public) = comptoir_app::plugins::new_key(out.unwrap_or(Path::new(".")), name)?;
    let key = SigningKey::load(&secret).map_err(Error::from)?.public();
    let (secret, public, fingerprint) = (secret.display(), public.display(), key.fingerprint());
    let json = json!({
        "secret": secret.to_string(), "public": public.to_string(), "key": key.to_string(), "fingerprint": fingerprint,
    });
    context.answer(&json, || {
        context.pick(
            format!("{secret} signe vos règles : gardez-le pour vous, et une copie en lieu sûr.\n{public} est à donner à qui les installe.\nEmpreinte à publier : {fingerprint}"),
            format!("{secret} signs your policies: keep it to yourself, and a copy in a safe place.\n{public} is for those who install them.\nFingerprint to publish: {fingerprint}"),
        )
    })
}

pub(super) fn pack(folder: &Path, out: Option<&Path>, key: Option<Key<'_>>, context: &Context) -> Done {
    let folder = source::ready(folder.to_owned(), context)?;
    let mut package = open(&folder, context)?;
    warn(&package, context)?;
    if let Some(key) = key {
        package = signed(package, key, context)?;
    }
    let out = out.map_or_else(|| PathBuf::from(package.file_name()), Path::to_owned);
    written(&package, &out, context)
}

pub(super) fn sign(file: &Path, key: Key<'_>, context: &Context) -> Done {
    if file.is_dir() {
        let file = file.display();
        return Err(Failure::Usage(context.pick(
            format!("{file} est un dossier : `comptoir plugin pack {file} --key NOM.key` en fait un fichier signé."),
            format!("{file} is a folder: `comptoir plugin pack {file} --key NAME.key` makes a signed file of it."),
        )));
    }
    let package = signed(open(file, context)?, key, context)?;
    written(&package, file, context)
}

/// Says what no shop would install as it is: an author may have reasons to pack it all the same.
fn warn(package: &Package, context: &Context) -> Done {
    let exam = comptoir_app::plugins::examine(package, &context.cache(), context.language)?;
    if let Some(failing) = exam.failing() {
        let words = messages::failing(&failing, context.language);
        context.complain(&context.pick(
            format!("⚠ Aucun magasin ne pourra installer ce paquet : {words}"),
            format!("⚠ No shop will be able to install this package: {words}"),
        ));
    }
    Ok(())
}

fn open(path: &Path, context: &Context) -> Done<Package> {
    Ok(comptoir_app::plugins::open(path, context.language)?)
}

fn signed(package: Package, (file, name): Key<'_>, context: &Context) -> Done<Package> {
    let key = SigningKey::load(file).map_err(Error::from)?;
    let Some(name) = name.or_else(|| key.name()).map(str::to_owned) else {
        let (field, value) = ("--as".to_owned(), context.pick("(sans nom)", "(no name)").to_owned());
        return Err(Invalid::Text { field, value }.into());
    };
    let name = signer_name(&name).map_err(Error::from)?;
    Ok(package.sign(&key, &name))
}

fn written(package: &Package, out: &Path, context: &Context) -> Done {
    comptoir_app::plugins::write_archive(package, out)?;
    let signer = signer_json(package.signed());
    let file = out.display();
    let json = json!({
        "file": file.to_string(), "policy": package.manifest().id, "version": package.manifest().version,
        "digest": package.digest(), "signed": signer,
    });
    context.answer(&json, || {
        let signed = messages::signed(package.signed(), context.language);
        context.pick(
            format!(
                "{file} : {} {}, {signed}\nEmpreinte du contenu : {}",
                package.manifest().id,
                package.manifest().version,
                package.digest()
            ),
            format!(
                "{file}: {} {}, {signed}\nDigest of the content: {}",
                package.manifest().id,
                package.manifest().version,
                package.digest()
            ),
        )
    })
}

/// Who signed, for programs; null when nobody did.
pub(super) fn signer_json(signed: &Signed) -> Value {
    match signed {
        Signed::Unsigned => Value::Null,
        Signed::By(signer) => {
            let key = &signer.key;
            json!({ "name": signer.name, "key": key.to_string(), "fingerprint": key.fingerprint(), "valid": true })
        }
        Signed::Bad(_) => json!({ "valid": false }),
    }
}
