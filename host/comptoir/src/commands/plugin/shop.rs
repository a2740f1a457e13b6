//! What a shop does with packages of others: it trusts keys, installs and removes.

use std::path::Path;

use comptoir_app::plugins::{self, InstallOptions, Origin, PublicKey, TrustedKey, TrustedKeys};
use comptoir_app::{Error, messages};
use serde_json::{Value, json};

use crate::context::{Context, Done, Failure};
use crate::source;

pub(super) fn install(path: &Path, unsigned: bool, context: &Context) -> Done {
    let path = source::ready(path.to_owned(), context)?;
    let installed = context.open()?.install_package(&path, InstallOptions { unsigned })?;
    let known = installed.known;
    let json = json!({
        "policy": known.id, "version": known.version, "digest": known.digest, "since": known.since,
        "unsigned": known.origin == Origin::Unsigned, "signer": signer(&known.origin),
    });
    context.answer(&json, || {
        let (id, version, origin) = (&known.id, &known.version, messages::origin(&known.origin, context.language));
        context.pick(
            format!("{id} {version} est installée ({origin}). Elle ne fait rien tant qu'un programme ne s'en sert pas : `comptoir program enable {id}`."),
            format!("{id} {version} is installed ({origin}). It does nothing until a program uses it: `comptoir program enable {id}`."),
        )
    })
}

fn signer(origin: &Origin) -> Value {
    match origin {
        Origin::Signed { signer, .. } => json!(signer),
        Origin::Bundled | Origin::Unsigned => Value::Null,
    }
}

pub(super) fn remove(name: &str, context: &Context) -> Done {
    let known = context.open()?.remove_package(name)?;
    let json = json!({ "policy": known.id, "version": known.version, "digest": known.digest });
    context.answer(&json, || {
        let (id, version) = (&known.id, &known.version);
        context.pick(
            format!("{id} {version} n'est plus dans la liste. Les programmes qui s'en sont servis gardent leur copie : les ventes passées restent explicables."),
            format!("{id} {version} is off the list. Programs that used it keep their copy: past sales can still be explained."),
        )
    })
}

pub(super) fn trust(key: &str, name: Option<&str>, context: &Context) -> Done {
    // A file that has the name of a key is not what anybody means.
    let (key, own) = if key.starts_with("ed25519") {
        (PublicKey::read(key).map_err(Error::from)?, None)
    } else {
        PublicKey::load(Path::new(key)).map_err(Error::from)?
    };
    let Some(name) = name.map(str::to_owned).or(own) else {
        return Err(Failure::Usage(context.pick(
            "Dites comment appeler cette clé : `--as NOM`.".to_owned(),
            "Say what to call this key: `--as NAME`.".to_owned(),
        )));
    };
    let trusted = context.open()?.trust_key(&key, &name)?;
    context.answer(&to_json(&trusted), || {
        let (name, fingerprint) = (&trusted.name, trusted.key.fingerprint());
        context.pick(
            format!("Le magasin accepte désormais les règles signées par « {name} » ({fingerprint})."),
            format!("From now on the shop accepts policies signed by “{name}” ({fingerprint})."),
        )
    })
}

pub(super) fn trusted(context: &Context) -> Done {
    let keys = TrustedKeys::load(&context.data)?;
    let json: Vec<Value> = keys.iter().map(to_json).collect();
    context.answer(&json!(json), || {
        let line = |trusted: &TrustedKey| {
            let TrustedKey { name, key, since } = trusted;
            let since = context.pick(format!("depuis le {}", since.format("%d/%m/%Y")), format!("since {since}"));
            format!("{name} — {} — {since}\n  {key}\n", key.fingerprint())
        };
        let lines: String = keys.iter().map(line).collect();
        let nobody = context.pick(
            "Aucune clé de confiance : `comptoir plugin trust NOM.pub` en ajoute une.",
            "No trusted key: `comptoir plugin trust NAME.pub` adds one.",
        );
        if lines.is_empty() { nobody.to_owned() } else { lines }
    })
}

pub(super) fn untrust(name: &str, context: &Context) -> Done {
    let gone = context.open()?.untrust_key(name)?;
    let key = gone.key.to_string();
    let installed = plugins::installed(&context.data, context.language)?.into_iter().map(|one| one.known);
    let theirs = installed.filter(|known| matches!(&known.origin, Origin::Signed { key: by, .. } if *by == key));
    let theirs: Vec<String> = theirs.map(|known| format!("{}@{}", known.id, known.version)).collect();
    let mut json = to_json(&gone);
    json["still_installed"] = json!(theirs);
    context.answer(&json, || {
        let name = &gone.name;
        let told = context.pick(
            format!("Le magasin n'accepte plus les règles signées par « {name} »."),
            format!("The shop accepts policies signed by “{name}” no more."),
        );
        if theirs.is_empty() {
            return told;
        }
        let list = theirs.join(", ");
        context.pick(
            format!("{told}\nRestent installées : {list}. `comptoir plugin remove` les retire."),
            format!("{told}\nStill installed: {list}. `comptoir plugin remove` removes them."),
        )
    })
}

fn to_json(trusted: &TrustedKey) -> Value {
    let TrustedKey { name, key, since } = trusted;
    json!({ "name": name, "key": key.to_string(), "fingerprint": key.fingerprint(), "since": since })
}
