//! Words about archives, signatures, keys and the exam of a package: what is wrong and what to do.

use comptoir_domain::effect::EffectKind;
use comptoir_domain::language::Language;

use crate::cases::CaseResult;
use crate::exam::Failing;
use crate::keys::KeyError;
use crate::package::{ArchiveProblem, BadSignature};

/// Says what is wrong with an archive.
#[must_use]
pub(super) fn archive_problem(problem: &ArchiveProblem, language: Language) -> String {
    let again = language.pick(
        "refaites le fichier avec `comptoir plugin pack DOSSIER`",
        "make the file again with `comptoir plugin pack FOLDER`",
    );
    let what = match problem {
        ArchiveProblem::Unreadable(text) => {
            let download = language.pick(
                "n'est pas un paquet, ou est abîmé : téléchargez-le à nouveau",
                "is no package, or is damaged: download it again",
            );
            return format!("{download} ({text})");
        }
        ArchiveProblem::Hidden => language
            .pick("contient des octets qui ne sont à aucun fichier", "holds bytes that belong to no file")
            .to_owned(),
        ArchiveProblem::TooManyFiles(count) => {
            language.pick(format!("contient trop de fichiers ({count})"), format!("holds too many files ({count})"))
        }
        ArchiveProblem::TooLarge => {
            language.pick("dépasse 1 Mio une fois déplié", "is larger than 1 MiB once unpacked").to_owned()
        }
        ArchiveProblem::Outside(name) => {
            language.pick(format!("{name:?} mène hors du paquet"), format!("{name:?} leads out of the package"))
        }
        ArchiveProblem::NotAFile(name) => language.pick(
            format!("{name:?} n'est pas un fichier ordinaire (lien ou dossier)"),
            format!("{name:?} is no plain file (a link or a folder)"),
        ),
        ArchiveProblem::Stranger(name) => language.pick(
            format!("{name:?} n'a pas sa place dans un paquet"),
            format!("{name:?} does not belong in a package"),
        ),
        ArchiveProblem::Twice => {
            language.pick("contient deux fichiers de même nom", "holds two files of one name").to_owned()
        }
        ArchiveProblem::Encrypted(name) => {
            language.pick(format!("{name:?} est chiffré"), format!("{name:?} is encrypted"))
        }
        ArchiveProblem::Length(name) => language.pick(
            format!("{name:?} n'a pas la taille annoncée"),
            format!("{name:?} is not as long as the archive says"),
        ),
    };
    language.pick(format!("{what} : {again}"), format!("{what}: {again}"))
}

/// Says why a signature does not hold. Such a package is never used.
#[must_use]
pub fn bad_signature(bad: &BadSignature, language: Language) -> String {
    match bad {
        BadSignature::Unreadable(text) => language.pick(
            format!("sa signature est illisible ({text}) : demandez un nouveau fichier à son auteur"),
            format!("its signature cannot be read ({text}): ask its author for a new file"),
        ),
        BadSignature::Format(format) => language.pick(
            format!("sa signature est au format {format}, que cette caisse ne connaît pas : mettez la caisse à jour"),
            format!("its signature has format {format}, which this till does not know: update the till"),
        ),
        BadSignature::Wrong => language
            .pick(
                "sa signature ne correspond pas à son contenu : il a été modifié après coup, ne l'utilisez pas et demandez-le à nouveau à son auteur",
                "its signature does not match its content: it was changed afterwards, do not use it and ask its author for it again",
            )
            .to_owned(),
    }
}

/// Says why a key cannot be made or read.
#[must_use]
pub fn key_error(error: &KeyError, language: Language) -> String {
    match error {
        KeyError::Io { path, error } => {
            let path = path.display();
            language.pick(format!("{path} : {error}"), format!("{path}: {error}"))
        }
        KeyError::Exists(path) => {
            let path = path.display();
            language.pick(
                format!("{path} existe déjà, et une clé ne se remplace pas : choisissez un autre nom ou un autre dossier (--out)"),
                format!("{path} is there already, and a key is never replaced: choose another name or another folder (--out)"),
            )
        }
        KeyError::NotPublic(text) => language.pick(
            format!("« {text} » n'est pas une clé publique : donnez un fichier NOM.pub, ou ed25519: suivi de 64 chiffres hexadécimaux"),
            format!("“{text}” is no public key: give a file NAME.pub, or ed25519: and 64 hexadecimal digits"),
        ),
        KeyError::NotSecret(path) => {
            let path = path.display();
            language.pick(
                format!("{path} n'est pas une clé privée : donnez le fichier NOM.key fait par `comptoir plugin keygen NOM`"),
                format!("{path} is no private key: give the file NAME.key made by `comptoir plugin keygen NAME`"),
            )
        }
        KeyError::Secret => language
            .pick(
                "c'est une clé privée, que personne d'autre ne doit voir : donnez le fichier NOM.pub",
                "this is a private key, which nobody else should see: give the file NAME.pub",
            )
            .to_owned(),
        KeyError::FileName(name) => language.pick(
            format!("« {name} » ne peut pas nommer une clé : lettres sans accent, chiffres, - et _, 32 au plus"),
            format!("“{name}” cannot name a key: letters, digits, - and _, at most 32"),
        ),
        KeyError::SignerName(name) => language.pick(
            format!("{name:?} n'est pas un nom de signataire : 1 à 80 caractères, sur une ligne"),
            format!("{name:?} is no name of a signer: 1 to 80 characters, on one line"),
        ),
    }
}

/// Says why a package does not pass its exam.
#[must_use]
pub fn failing(failing: &Failing, language: Language) -> String {
    match failing {
        Failing::NoCase => language
            .pick(
                "elle n'a aucun cas d'essai : son auteur doit montrer dans cases/*.toml ce qu'elle répond",
                "it has no case: its author must show in cases/*.toml what it answers",
            )
            .to_owned(),
        Failing::Unsteady(cases) => language.pick(
            format!("elle ne donne pas la même réponse à chaque fois (cas {}) : son auteur doit la corriger", named(cases, language)),
            format!("it does not give the same answer each time (case {}): its author must mend it", named(cases, language)),
        ),
        Failing::Cases(cases) => failed(cases, language),
        Failing::Order(cases) => language.pick(
            format!("sa réponse dépend de l'ordre des compteurs ou des cadeaux, qui n'en ont pas (cas {}) : et celle d'un filtre ne dépend que du client : son auteur doit les chercher par leur nom", named(cases, language)),
            format!("its answer depends on the order of counters or offers, which have none (case {}): and a filter's on its customer alone: its author must look them up by name", named(cases, language)),
        ),
        Failing::Unjudged(verdicts) if verdicts.contains(&true) => language
            .pick(
                "aucun cas réussi ne montre un client qu'elle retient : son auteur doit en ajouter un",
                "no passing case shows a customer whom it chooses: its author must add one",
            )
            .to_owned(),
        Failing::Unjudged(_) => language
            .pick(
                "aucun cas réussi ne montre un client qu'elle ne retient pas : son auteur doit en ajouter un",
                "no passing case shows a customer whom it does not choose: its author must add one",
            )
            .to_owned(),
        Failing::Uncovered(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|kind| effect_name(*kind)).collect();
            let names = names.join(", ");
            language.pick(
                format!("elle demande le droit à des effets qu'aucun cas réussi ne montre ({names}) : son auteur doit ajouter un cas pour chacun, ou les retirer de `effects`"),
                format!("it asks to be allowed effects that no passing case shows ({names}): its author must add a case for each, or take them out of `effects`"),
            )
        }
    }
}

fn failed(cases: &[CaseResult], language: Language) -> String {
    let names: Vec<String> = cases.iter().map(|case| case.name.clone()).collect();
    let first = cases.first().and_then(|case| case.differences.first());
    let first = first.map(|difference| {
        let (key, expected, actual) = (difference.key, &difference.expected, &difference.actual);
        language.pick(
            format!(" ; d'abord {key} : attendu {expected}, obtenu {actual}"),
            format!("; first {key}: expected {expected}, got {actual}"),
        )
    });
    let (count, names, first) = (cases.len(), named(&names, language), first.unwrap_or_default());
    match count {
        1 => language.pick(
            format!("un de ses cas d'essai échoue ({names}{first}) : `comptoir plugin test` le détaille"),
            format!("one of its cases fails ({names}{first}): `comptoir plugin test` tells more"),
        ),
        _ => language.pick(
            format!("{count} de ses cas d'essai échouent ({names}{first}) : `comptoir plugin test` les détaille"),
            format!("{count} of its cases fail ({names}{first}): `comptoir plugin test` tells more"),
        ),
    }
}

/// The first names of a list that may be long.
fn named(names: &[String], language: Language) -> String {
    let quoted = names.iter().take(3).map(|name| language.pick(format!("« {name} »"), format!("“{name}”")));
    let more = if names.len() > 3 { ", …" } else { "" };
    format!("{}{more}", quoted.collect::<Vec<_>>().join(", "))
}

/// Gives the name that manifests use for a kind of effect.
#[must_use]
pub const fn effect_name(kind: EffectKind) -> &'static str {
    match kind {
        EffectKind::Add => "add",
        EffectKind::Spend => "spend",
        EffectKind::Completed => "completed",
        EffectKind::Discount => "discount",
        EffectKind::Voucher => "voucher",
        EffectKind::Item => "item",
        EffectKind::Offer => "offer",
        EffectKind::Message => "message",
    }
}
