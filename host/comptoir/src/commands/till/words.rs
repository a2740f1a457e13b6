//! What a cashier may type, and how it is read.

use comptoir_app::{Error, Invalid, NotFound};
use comptoir_domain::id::LineId;
use comptoir_domain::language::Language;

/// The words a cashier may type, in French and in English, and what each needs.
const WORDS: &[(&str, &str, &str, &str)] = &[
    (
        "CODE",
        "CODE",
        "scanne un article, une carte, un bon ; 3xCODE pour une quantité",
        "scans an item, a card, a voucher; 3xCODE for a quantity",
    ),
    ("cherche MOTS", "find WORDS", "cherche un article ou un client", "searches items and customers"),
    (
        "client CARTE|NOM|-",
        "customer CARD|NAME|-",
        "identifie le client, ou l'enlève (-)",
        "identifies the customer, or removes them (-)",
    ),
    ("qte LIGNE N", "qty LINE N", "change une quantité", "changes a quantity"),
    ("prix LIGNE MONTANT", "price LINE AMOUNT", "change un prix", "changes a price"),
    (
        "remise [LIGNE] 10%|5,00",
        "discount [LINE] 10%|5.00",
        "remise sur le total ou sur une ligne",
        "discount on the total or on a line",
    ),
    ("enlever LIGNE", "remove LINE", "enlève une ligne", "removes a line"),
    ("prendre CADEAU", "take OFFER", "le client prend le cadeau maintenant", "the customer takes the offer now"),
    (
        "plus-tard CADEAU",
        "later OFFER",
        "le client garde le cadeau pour plus tard",
        "the customer keeps the offer for later",
    ),
    ("pourquoi", "why", "explique ce que les programmes ont fait", "explains what the programs did"),
    ("attente [NOM]", "park [NAME]", "met le ticket en attente", "parks the sale"),
    ("reprendre [N]", "recall [N]", "liste ou reprend les tickets en attente", "lists or recalls parked sales"),
    ("annuler", "cancel", "abandonne le ticket", "abandons the sale"),
    (
        "payer RÈGLEMENT… [ticket]",
        "pay TENDER… [receipt]",
        "encaisse : payer cash=50, payer card, payer card=20 cash ; « ticket » l'imprime",
        "pays: pay cash=50, pay card, pay card=20 cash; `receipt` prints it",
    ),
    ("retour TICKET [N=QTÉ…] RÈGLEMENT", "refund RECEIPT [N=QTY…] TENDER", "rembourse un ticket", "refunds a receipt"),
    ("duplicata [TICKET]", "duplicate [RECEIPT]", "réimprime un ticket", "prints one more copy"),
    ("aide", "help", "montre ceci", "shows this"),
    ("quitter", "quit", "ferme la caisse", "closes the till"),
];

/// The page that `aide` shows.
pub(super) fn help(language: Language) -> String {
    let line = |(fr, en, fr_help, en_help): &(&str, &str, &str, &str)| {
        let (word, help) = language.pick((fr, fr_help), (en, en_help));
        format!("  {word:<34} {help}")
    };
    WORDS.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Takes the word that asks for paper out of the tenders.
pub(super) fn split_receipt(rest: &str) -> (bool, Vec<&str>) {
    let is_receipt = |word: &&str| ["ticket", "receipt"].contains(word);
    let words = || rest.split_whitespace();
    (words().any(|word| is_receipt(&word)), words().filter(|word| !is_receipt(word)).collect())
}

pub(super) fn two(rest: &str) -> Result<(&str, &str), Error> {
    rest.split_once(char::is_whitespace)
        .map(|(a, b)| (a, b.trim()))
        .ok_or_else(|| Invalid::Text { field: "ligne valeur".to_owned(), value: rest.to_owned() }.into())
}

pub(super) fn line_id(text: &str) -> Result<LineId, Error> {
    text.trim().parse().map(LineId).map_err(|_| NotFound::Line(text.to_owned()).into())
}
