//! Words that depend on little or nothing.

use comptoir_domain::language::Language;

use super::Words;

/// Texts without a value: a name, French, English.
macro_rules! fixed {
    ($($name:ident: $french:literal, $english:literal;)*) => {
        impl Words {
            $(pub(crate) const fn $name(self) -> &'static str {
                match self.0 {
                    Language::French => $french,
                    Language::English => $english,
                }
            })*
        }
    };
}

fixed! {
    own_programs: "Programmes de la boutique", "Programs of the shop";
    to_discover: "À découvrir", "To discover";
    no_policies: "Aucune règle", "No policy";
    not_saved: "Changements non enregistrés", "Changes not saved";
    saved: "Enregistré : vaut dès la prochaine vente.", "Saved: holds from the next sale.";
    points_stay: "Ce que les clients ont gagné leur reste.", "What customers earned stays theirs.";
    switch_on_again: "Réactiver", "Switch on again";
    try_again: "Réessayer maintenant", "Try again now";
    try_again_detail: "La vente continue sans lui en attendant.", "Sales go on without it meanwhile.";
    cannot_be_used: "Il ne peut pas être utilisé.", "It cannot be used.";
    newer: "Comptoir en livre une autre version.", "Comptoir comes with another version of it.";
    newer_detail: "Ses réglages et ce que les clients ont gagné restent.", "Its settings and what customers earned stay.";
    day_hint: "jj/mm/aaaa", "dd/mm/yyyy";
    hours_hint: "12:00-14:00, 18:00-19:30", "12:00-14:00, 18:00-19:30";
    nothing_found: "Rien de ce nom", "Nothing of that name";
    printer: "Imprimante", "Printer";
    scanner: "Douchette", "Scanner";
    journal: "Journal", "Journal";
    ready: "prête", "ready";
    printer_off: "Imprimante", "Printer";
    scanner_off: "Douchette", "Scanner";
    journal_whole: "intact", "whole";
    journal_alarm: "à contrôler", "to be checked";
    journal_alarm_text: "Le journal fiscal demande un contrôle. Vous pouvez continuer à vendre.", "The fiscal journal needs a check. You can go on selling.";
    items: "Articles", "Items";
    customers: "Clients", "Customers";
    sales: "Tickets", "Receipts";
    latest_sales: "Derniers tickets", "Latest receipts";
    credit_notes: "Avoir", "Credit";
    gift_vouchers: "Chèques", "Gift";
    vouchers: "Bons", "Vouchers";
    account: "Encours", "Account";
    pay: "Encaisser", "Pay";
    change: "À rendre", "Change";
    to_pay: "À payer", "To pay";
    left_to_pay: "Reste à payer", "Left to pay";
    enter_key: "Entrée", "Enter";
    exact_with_plus: "+ : appoint", "+ exact";
    scan_paper: "scannez-le", "scan it";
    how_to_pay: "Tapez le montant reçu, ou + pour l’appoint, / pour la carte, * pour un chèque.", "Type the amount received, or + for the exact amount, / for the card, * for a cheque.";
    ask_card: "Demandez la carte de fidélité : scannez-la, ou F3.", "Ask for the loyalty card: scan it, or F3.";
    nothing_to_pay: "Rien à encaisser : scannez d’abord un article.", "Nothing to pay: scan an item first.";
    no_line: "Aucune ligne choisie : scannez d’abord un article.", "No line is chosen: scan an item first.";
    no_offer: "Aucun cadeau n’attend ce client.", "No gift waits for this customer.";
    seen: "Vu", "Seen";
    unsigned: "Règle non signée", "Unsigned policy";
    no_sale_yet: "Aucune vente à imprimer.", "No sale to print.";
    abandoned: "Ticket abandonné.", "Sale abandoned.";
    abandon: "Abandonner", "Abandon";
    abandon_question: "Abandonner ce ticket ?", "Abandon this sale?";
    abandon_detail: "Ses lignes seront effacées ; le journal en garde la trace.", "Its lines go; the journal keeps a trace.";
    keep: "Garder", "Keep";
    go_on: "Continuer", "Go on";
    recovered: "Ticket retrouvé", "Sale recovered";
    recovered_detail: "La caisse s’est fermée avant qu’il soit payé.", "The till closed before it was paid.";
    search_it: "Chercher", "Search";
    without_code: "Article sans code", "Item without code";
    off_shelf: "repris", "recalled";
    drawer_opened: "Tiroir ouvert sans vente : le journal en garde la trace.", "Drawer opened without a sale: the journal keeps a trace.";
    print_receipt: "Imprimer le ticket", "Print the receipt";
    duplicate: "Duplicata", "Copy";
    quantity_title: "Quantité", "Quantity";
    price_title: "Prix", "Price";
    discount_title: "Remise", "Discount";
    note_title: "Note", "Note";
    note_label: "Note pour le ticket", "Note for the receipt";
    unit_price: "Prix unitaire TTC", "Unit price, tax included";
    this_line: "Cette ligne", "This line";
    whole_sale: "Tout le ticket", "Whole sale";
    paper_code: "Code du papier", "Code of the paper";
    not_a_quantity: "Tapez une quantité au-dessus de zéro.", "Type a quantity above zero.";
    not_a_percent: "Tapez un pourcentage entre 0 et 100.", "Type a percentage from 0 to 100.";
    price_needed: "Tapez le prix.", "Type the price.";
    birthday_wrong: "Tapez un jour et un mois, comme 22/11.", "Type a day and a month, such as 22/11.";
    nothing_taken: "Choisissez ce qui est rendu : + ou *.", "Choose what comes back: + or *.";
    nobody: "Personne à ce nom.", "Nobody of that name.";
    no_receipt: "Aucun ticket trouvé.", "No receipt found.";
    all_returned: "déjà rendu", "returned";
    scanner_learnt: "La douchette est connue.", "The scanner is known.";
    thanks: "Merci de votre visite", "Thank you for your visit";
    total: "Total", "Total";
    your_change: "À vous rendre", "Your change";
}

impl Words {
    pub(crate) fn canceled(self, label: &str) -> String {
        self.pick(format!("« {label} » annulé."), format!("“{label}” canceled."))
    }

    pub(crate) fn parked(self, label: &str) -> String {
        self.pick(format!("« {label} » mis en attente."), format!("“{label}” parked."))
    }

    pub(crate) fn nothing_for(self, text: &str) -> String {
        self.pick(format!("Rien pour « {text} »"), format!("Nothing for “{text}”"))
    }

    pub(crate) fn not_an_amount(self, text: &str) -> String {
        self.pick(
            format!("« {text} » n’est pas un montant : tapez par exemple 12,50."),
            format!("“{text}” is not an amount: type 12.50, for example."),
        )
    }

    pub(crate) fn program_failed(self, program: &str) -> String {
        self.pick(
            format!("Le programme « {program} » est en panne ; la vente continue sans lui."),
            format!("Program “{program}” failed; the sale goes on without it."),
        )
    }

    pub(crate) fn prints_waiting(self, waiting: usize) -> String {
        self.count(waiting, ["ticket attend", "tickets attendent"], ["receipt waits", "receipts wait"])
    }

    pub(crate) fn device_fine(self, id: &str) -> String {
        match id {
            "printer" => self.pick("L’imprimante est prête.", "The printer is ready."),
            "scanner" => self.pick("La douchette est prête.", "The scanner is ready."),
            _ => self.pick("Le journal fiscal est intact.", "The fiscal journal is whole."),
        }
        .to_owned()
    }

    pub(crate) fn not_kept(self) -> String {
        self.pick(
            "Le réglage vaut jusqu’à la fermeture, mais il n’a pas pu être gardé.",
            "The setting holds until closing, but could not be kept.",
        )
        .to_owned()
    }

    pub(crate) fn stumbled(self) -> String {
        self.pick(
            "Un incident interne a été rattrapé. Le ticket est gardé ; vous pouvez continuer.",
            "An internal fault was caught. The sale is kept; you can go on.",
        )
        .to_owned()
    }

    /// The keys of the help page.
    pub(crate) fn keys(self) -> Vec<(&'static str, &'static str)> {
        let pick = |key: &'static str, french: &'static str, english: &'static str| (key, self.pick(french, english));
        vec![
            pick("3 *", "Quantité avant le scan : 3, *, puis scanner", "Quantity before the scan: 3, *, then scan"),
            pick("+  −", "Un de plus, un de moins sur la ligne choisie", "One more, one less on the chosen line"),
            pick("↑  ↓", "Choisir une ligne, ou un résultat", "Choose a line, or a result"),
            pick("Suppr", "Annuler la ligne choisie", "Cancel the chosen line"),
            pick("F1", "Cette aide ; Maj+F1 : réglages de l'écran", "This help; Shift+F1: settings of the screen"),
            pick("F2", "Article sans code (au paiement : ticket papier)", "Item without code (paying: paper receipt)"),
            pick("F3", "Client ; encore F3 : nouveau client", "Customer; F3 again: new customer"),
            pick("F4", "Remise : 10 puis F4 fait −10 %", "Discount: 10 then F4 takes 10% off"),
            pick("F5", "Quantité : 3 puis F5", "Quantity: 3 then F5"),
            pick("F6", "Mettre en attente ; ticket vide : reprendre", "Park; with an empty sale: recall"),
            pick("F7", "Retour et remboursement", "Return and refund"),
            pick("F8", "Utiliser le cadeau ; Maj+F8 : plus tard", "Use the gift; Shift+F8: later"),
            pick(
                "F9",
                "Ouvrir le tiroir ; Maj+F9 : état des appareils",
                "Open the drawer; Shift+F9: how the devices are",
            ),
            pick("F10", "Changer le prix ; Maj+F10 : note", "Change the price; Shift+F10: note"),
            pick("F11", "Ticket de la dernière vente", "Receipt of the last sale"),
            pick("F12", "Encaisser (ou Entrée, champ vide)", "Pay (or Enter with an empty field)"),
            pick("?", "Pourquoi les programmes ont fait cela", "Why programs did what they did"),
            pick("Ctrl+Suppr", "Abandonner le ticket", "Abandon the sale"),
            pick("Échap", "Fermer, revenir en arrière", "Close, go back"),
        ]
    }
}
