//! Words about packages: who signed them, why one is not installed, what their effects are.

use comptoir_domain::effect::EffectKind;
use comptoir_domain::language::Language;
use comptoir_policy::manifest::SettingType;
use comptoir_policy::messages as policy;
use comptoir_policy::nearest::{hint, there_are};
use comptoir_policy::{Failing, Manifest, Signed, Signer};

use crate::format::money;
use crate::plugins::{Origin, PackageRefusal};

/// Says why a package is not installed or not removed, and what to do.
pub(crate) fn package_refusal(refusal: &PackageRefusal, language: Language) -> String {
    match refusal {
        PackageRefusal::Unsigned { path } => {
            let path = path.display();
            language.pick(
                format!("personne ne l'a signée, et rien ne dit d'où elle vient. Si vous connaissez son auteur et l'acceptez ainsi : `comptoir plugin install {path} --unsigned` ; elle restera marquée « non signé »"),
                format!("nobody signed it, and nothing tells where it comes from. If you know its author and accept it like this: `comptoir plugin install {path} --unsigned`; it stays marked “unsigned”"),
            )
        }
        PackageRefusal::UnknownSigner(signer) => unknown_signer(signer, language),
        PackageRefusal::BadSignature(bad) => policy::bad_signature(bad, language),
        PackageRefusal::Failing(failing) => policy::failing(failing, language),
        PackageRefusal::OtherContent { version } => language.pick(
            format!("la version {version} est déjà installée avec un autre contenu : l'auteur doit changer `version`, ou retirez d'abord celle-là (`comptoir plugin remove`)"),
            format!("version {version} is installed already with other content: the author must change `version`, or remove that one first (`comptoir plugin remove`)"),
        ),
        PackageRefusal::Changed => language
            .pick(
                "son fichier a été modifié depuis l'installation : retirez-la (`comptoir plugin remove`), puis installez-la à nouveau",
                "its file was changed since it was installed: remove it (`comptoir plugin remove`), then install it again",
            )
            .to_owned(),
        PackageRefusal::InUse(programs) => {
            let programs = programs.join(", ");
            language.pick(
                format!("des programmes activés s'en servent ({programs}) : désactivez-les d'abord (`comptoir program disable`)"),
                format!("programs that are on use it ({programs}): switch them off first (`comptoir program disable`)"),
            )
        }
        PackageRefusal::SeveralVersions(versions) => {
            let versions = versions.join(", ");
            language.pick(
                format!("plusieurs versions sont installées, dites laquelle : {versions}"),
                format!("several versions are installed, say which: {versions}"),
            )
        }
        PackageRefusal::NameTaken => language
            .pick(
                "une autre clé de confiance porte déjà ce nom : choisissez-en un autre (--as), ou retirez-la (`comptoir plugin untrust`)",
                "another trusted key has this name already: choose another (--as), or take that one away (`comptoir plugin untrust`)",
            )
            .to_owned(),
    }
}

/// The name that the signer gives is his own saying, so it is told as such and is in no command.
fn unknown_signer(signer: &Signer, language: Language) -> String {
    let (name, key, fingerprint) = (&signer.name, &signer.key, signer.key.fingerprint());
    language.pick(
        format!("elle est signée par une clé que ce magasin ne connaît pas, au nom de « {name} ».\n  Empreinte de la clé : {fingerprint}\n  Comparez-la avec celle que son auteur publie ; si c'est la même : `comptoir plugin trust {key} --as NOM`"),
        format!("it is signed by a key that this shop does not know, in the name of “{name}”.\n  Fingerprint of the key: {fingerprint}\n  Compare it with the one that its author publishes; if they are the same: `comptoir plugin trust {key} --as NAME`"),
    )
}

/// Says why no shop would install a package.
#[must_use]
pub fn failing(failing: &Failing, language: Language) -> String {
    policy::failing(failing, language)
}

/// Says where a package comes from: the signer's name, « non signé », « livrée ».
#[must_use]
pub fn origin(origin: &Origin, language: Language) -> String {
    match origin {
        Origin::Bundled => language.pick("livrée avec la caisse", "comes with the till").to_owned(),
        Origin::Signed { signer, .. } => language.pick(format!("signée par {signer}"), format!("signed by {signer}")),
        Origin::Unsigned => language.pick("non signé", "unsigned").to_owned(),
    }
}

/// Says whether a package is signed, as it says itself: whether the key is known is another question.
#[must_use]
pub fn signed(signed: &Signed, language: Language) -> String {
    match signed {
        Signed::Unsigned => language.pick("non signé", "unsigned").to_owned(),
        Signed::By(signer) => language
            .pick(format!("signée au nom de « {} »", signer.name), format!("signed in the name of “{}”", signer.name)),
        Signed::Bad(bad) => format!("⚠ {}", policy::bad_signature(bad, language)),
    }
}

/// Says which codes of a setting the shop does not have, and what was meant or those that it has; items are too many to be listed.
pub(crate) fn unknown_codes(kind: SettingType, unknown: &[&str], known: &[String], language: Language) -> String {
    let near = match unknown {
        [one] => hint(one, &known.iter().map(String::as_str).collect::<Vec<_>>()),
        _ => there_are(known.iter().map(String::as_str)),
    };
    let unknown = unknown.join(", ");
    let (fr, en) = match kind {
        SettingType::Departments => ("aucun rayon n'a ce code", "no department has this code"),
        SettingType::Groups => ("aucune famille n'a ce code", "no group has this code"),
        _ => ("aucun article n'a cette référence", "no item has this code"),
    };
    let is_listed = kind != SettingType::Items;
    match language {
        Language::French if is_listed => format!("{unknown} : {fr}{}", near.fr),
        Language::French => format!("{unknown} : {fr} ; `comptoir item list` les montre"),
        Language::English if is_listed => format!("{unknown}: {en}{}", near.en),
        Language::English => format!("{unknown}: {en}; `comptoir item list` shows them"),
    }
}

/// Says what an effect does, for a merchant who is to allow it.
#[must_use]
pub fn effect_words(kind: EffectKind, language: Language) -> &'static str {
    match kind {
        EffectKind::Add => language.pick("faire gagner au client (compteurs)", "let the customer earn (counters)"),
        EffectKind::Spend => language.pick("dépenser les compteurs du client", "spend of the customer's counters"),
        EffectKind::Completed => language.pick("déclarer une carte complète", "declare a card complete"),
        EffectKind::Discount => language.pick("baisser le prix de la vente", "reduce the price of the sale"),
        EffectKind::Voucher => language.pick("émettre un bon d'achat", "issue a voucher"),
        EffectKind::Item => language.pick("offrir un article", "give an item"),
        EffectKind::Offer => language.pick("proposer un cadeau", "offer a gift"),
        EffectKind::Message => language.pick("afficher ou imprimer un message", "show or print a message"),
    }
}

/// Says the most that a policy may give in one sale.
#[must_use]
pub fn ceilings(manifest: &Manifest, language: Language) -> Vec<String> {
    let ceilings = manifest.ceilings;
    let percent = ceilings.percent.map(|percent| {
        let percent = crate::format::percent(&percent.to_string(), language);
        language.pick(format!("{percent} de la vente en remises"), format!("{percent} of the sale in discounts"))
    });
    let amount = ceilings.amount.map(|amount| {
        let amount = money(amount, language);
        language.pick(
            format!("{amount} en remises, bons et articles offerts"),
            format!("{amount} in discounts, vouchers and items given"),
        )
    });
    let said: Vec<String> = [percent, amount].into_iter().flatten().collect();
    if said.is_empty() { vec![language.pick("aucun plafond", "no ceiling").to_owned()] } else { said }
}
