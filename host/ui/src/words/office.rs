//! The words of the back office: programs, what they may do, what they gave.

use chrono::NaiveDate;
use comptoir_app::format::{capital, day, number, percent};
use comptoir_app::office::{Card, CodeKind, Counted, FactKind, Origin, Page, Results};
use comptoir_domain::effect::EffectKind;
use comptoir_domain::money::{Money, Rounding};
use comptoir_screens::{Icons, StatRow, Tone};
use rust_decimal::Decimal;

use super::Words;

impl Words {
    /// Who wrote or signed a policy.
    pub(crate) fn origin(self, origin: &Origin) -> String {
        match origin {
            Origin::Bundled => self.pick("livré avec Comptoir", "comes with Comptoir").to_owned(),
            Origin::Signed { signer, .. } => self.pick(format!("signé par {signer}"), format!("signed by {signer}")),
            Origin::Unsigned => self.pick("non signé", "not signed").to_owned(),
        }
    }

    /// What an origin means, where it asks for a look.
    pub(crate) fn origin_detail(self, card: &Card) -> &'static str {
        match &card.origin {
            Origin::Bundled | Origin::Signed { .. } => "",
            Origin::Unsigned => self.pick(
                "Personne ne répond de ce programme : gardez-le si vous savez qui l’a écrit.",
                "Nobody vouches for this program: keep it if you know who wrote it.",
            ),
        }
    }

    /// The version that can be taken instead.
    pub(crate) fn update(self, version: &str) -> String {
        self.pick(format!("Prendre la version {version}"), format!("Take version {version}"))
    }

    pub(crate) fn version(self, card: &Card) -> String {
        if card.version.is_empty() {
            return String::new();
        }
        format!("version {}", card.version)
    }

    /// When a program runs, seen from today; the tone tells whether it runs.
    pub(crate) fn dates(self, card: &Card, today: NaiveDate) -> (String, Tone) {
        match (card.from, card.until) {
            (_, Some(until)) if until < today => {
                (self.pick(format!("terminé le {}", day(until)), format!("ended on {}", day(until))), Tone::Look)
            }
            (Some(from), _) if from > today => {
                (self.pick(format!("à partir du {}", day(from)), format!("from {}", day(from))), Tone::Look)
            }
            (_, Some(until)) => {
                (self.pick(format!("jusqu’au {}", day(until)), format!("until {}", day(until))), Tone::Ok)
            }
            _ => (String::new(), Tone::Neutral),
        }
    }

    /// Of all customers together: no merchant reads what stands behind the second decimal.
    fn amount(self, value: Decimal) -> String {
        number(Rounding::HalfUp.round(value, 2), self.0)
    }

    fn whole(self, count: u64) -> String {
        number(Decimal::from(count), self.0)
    }

    /// What a program gave, in one line.
    pub(crate) fn short_results(self, results: &Results) -> String {
        let mut parts = Vec::new();
        for counter in &results.counters {
            let held = counter.figures.balance + counter.figures.pending;
            if counter.figures.holders > 0 {
                let who = self.clients(counter.figures.holders);
                parts.push(format!("{who}, {} {}", self.amount(held), counter.unit));
            }
        }
        let given = self.given(results);
        if given != Money::ZERO {
            let given = self.money(given);
            parts.push(self.pick(format!("{given} donnés en 30 jours"), format!("{given} given in 30 days")));
        }
        if parts.is_empty() {
            return self.pick("Rien donné ces 30 derniers jours", "Nothing given these last 30 days").to_owned();
        }
        parts.join(" · ")
    }

    fn given(self, results: &Results) -> Money {
        results.figures.discounts + results.figures.vouchers.amount - results.figures.vouchers.withdrawn
    }

    pub(crate) fn period(self) -> &'static str {
        self.pick("Ces 30 derniers jours", "These last 30 days")
    }

    /// The figures of a program.
    pub(crate) fn results(self, results: &Results, icons: &Icons<'_>) -> Vec<StatRow> {
        let figures = &results.figures;
        let mut rows = vec![self.counted(self.pick("Clients touchés", "Customers reached"), figures.customers)];
        rows[0].icon = icons.get_person();
        for counter in &results.counters {
            rows.extend(self.counter(counter, icons));
        }
        if figures.discounts != Money::ZERO {
            let label = self.pick("Remises accordées", "Discounts given");
            rows.push(stat(label, &self.money(figures.discounts), Tone::Brand));
        }
        rows.extend(self.voucher_results(results, icons));
        rows.extend(self.offers(results, icons));
        if figures.faults > 0 {
            let label = self.pick("Ventes où il est tombé en panne", "Sales in which it failed");
            rows.push(StatRow {
                tone: Tone::Blocked,
                icon: icons.get_warning(),
                ..self.counted(label, figures.faults)
            });
        }
        rows
    }

    fn counter(self, counter: &Counted, icons: &Icons<'_>) -> Vec<StatRow> {
        let (figures, unit) = (&counter.figures, &counter.unit);
        let label = |french: &str, english: &str| self.pick(format!("{unit} : {french}"), format!("{unit}: {english}"));
        let mut rows = vec![
            stat(&capital(&label("donnés", "given")), &self.amount(figures.given), Tone::Brand),
            stat(&capital(&label("utilisés", "used")), &self.amount(figures.used), Tone::Neutral),
            stat(&capital(&label("à dépenser", "to spend")), &self.amount(figures.balance), Tone::Neutral),
        ];
        rows[0].icon = icons.get_star();
        if figures.pending > Decimal::ZERO {
            rows.push(stat(&capital(&label("en attente", "waiting")), &self.amount(figures.pending), Tone::Neutral));
        }
        if figures.by_hand != Decimal::ZERO {
            rows.push(stat(&capital(&label("à la main", "by hand")), &self.amount(figures.by_hand), Tone::Neutral));
        }
        rows.push(self.counted(
            &self.pick(format!("Clients avec des {unit}"), format!("Customers with {unit}")),
            figures.holders,
        ));
        if let Some(worth) = figures.worth {
            let about = format!("≈ {}", self.money(worth));
            rows.push(stat(
                &self.pick(format!("Valeur des {unit} détenus"), format!("Worth of the {unit} held")),
                &about,
                Tone::Neutral,
            ));
        }
        rows
    }

    fn voucher_results(self, results: &Results, icons: &Icons<'_>) -> Vec<StatRow> {
        let vouchers = &results.figures.vouchers;
        let mut rows = Vec::new();
        if vouchers.issued > 0 {
            let value = format!("{} · {}", self.whole(vouchers.issued), self.money(vouchers.amount));
            rows.push(StatRow {
                icon: icons.get_voucher(),
                ..stat(self.pick("Bons émis", "Vouchers issued"), &value, Tone::Brand)
            });
        }
        if vouchers.used != Money::ZERO {
            rows.push(stat(self.pick("Bons utilisés", "Vouchers used"), &self.money(vouchers.used), Tone::Neutral));
        }
        if vouchers.withdrawn != Money::ZERO {
            let label = self.pick("Bons repris (retours)", "Vouchers taken back (returns)");
            rows.push(stat(label, &self.money(vouchers.withdrawn), Tone::Neutral));
        }
        if vouchers.left != Money::ZERO {
            rows.push(stat(
                self.pick("Bons qui restent à utiliser", "Vouchers still to use"),
                &self.money(vouchers.left),
                Tone::Look,
            ));
        }
        rows
    }

    fn counted(self, label: &str, count: u64) -> StatRow {
        stat(label, &self.whole(count), Tone::Neutral)
    }

    fn offers(self, results: &Results, icons: &Icons<'_>) -> Option<StatRow> {
        let offers = results.figures.offers;
        let (made, taken) = (self.whole(offers.made), self.whole(offers.taken));
        let value = self.pick(format!("{taken} sur {made} proposés"), format!("{taken} of {made} offered"));
        let row =
            StatRow { icon: icons.get_gift(), ..stat(self.pick("Cadeaux pris", "Gifts taken"), &value, Tone::Neutral) };
        Some(row).filter(|_| offers.made > 0)
    }

    /// Of which days the figures are, and how what is held was valued.
    pub(crate) fn results_note(self, results: &Results) -> String {
        let (first, last) = (day(results.period.0), day(results.period.1));
        let days = self.pick(format!("Du {first} au {last}."), format!("From {first} to {last}."));
        let is_valued = results.counters.iter().any(|counter| counter.figures.worth.is_some());
        let worth = self.pick(
            " Valeur estimée : au prix de ce que les ventes passées ont donné en échange.",
            " Estimated worth: at the price of what past sales gave in exchange.",
        );
        days + if is_valued { worth } else { "" }
    }

    /// What a policy may do, one sentence each.
    pub(crate) fn permissions(self, page: &Page) -> Vec<String> {
        let mut lines: Vec<String> =
            page.effects.iter().filter_map(|effect| self.effect(*effect, &page.units)).collect();
        if let Some(most) = page.ceilings.percent {
            let most = percent(&most.to_string(), self.0);
            lines.push(self.pick(
                format!("Jamais plus de {most} de remise sur un ticket."),
                format!("Never more than {most} off one sale."),
            ));
        }
        if let Some(most) = page.ceilings.amount {
            let most = self.money(most);
            lines.push(self.pick(
                format!("Jamais plus de {most} donnés par ticket."),
                format!("Never more than {most} given in one sale."),
            ));
        }
        lines.extend(page.facts.iter().map(|fact| self.fact(*fact).to_owned()));
        lines
    }

    fn effect(self, effect: EffectKind, units: &[String]) -> Option<String> {
        let units = units.join(", ");
        let (french, english) = match effect {
            EffectKind::Add => {
                return Some(self.pick(format!("Donner aux clients : {units}."), format!("Give customers: {units}.")));
            }
            EffectKind::Spend => {
                return Some(
                    self.pick(format!("En reprendre à l’usage : {units}."), format!("Take when used: {units}.")),
                );
            }
            EffectKind::Discount => ("Faire une remise.", "Give a discount."),
            EffectKind::Voucher => ("Émettre un bon d’achat.", "Issue a voucher."),
            EffectKind::Item => ("Offrir un article.", "Give an item."),
            EffectKind::Offer => {
                ("Proposer un cadeau, que le client prend ou remet.", "Offer a gift, taken or kept for later.")
            }
            EffectKind::Message => {
                ("Dire quelque chose en caisse ou sur le ticket.", "Say something at the checkout or on the receipt.")
            }
            EffectKind::Completed => return None,
        };
        Some(self.pick(french, english).to_owned())
    }

    fn fact(self, fact: FactKind) -> &'static str {
        match fact {
            FactKind::Labels => self.pick("Il lit le nom des articles.", "It reads the names of items."),
            FactKind::Tags => self.pick("Il lit les étiquettes des articles.", "It reads the tags of items."),
            FactKind::Cost => self.pick("Il lit le prix d’achat des articles.", "It reads what items cost you."),
            FactKind::CustomerTags => {
                self.pick("Il lit les étiquettes du client.", "It reads the tags of the customer.")
            }
            FactKind::Birthday => {
                self.pick("Il lit la date de naissance du client.", "It reads the customer’s day of birth.")
            }
            FactKind::Postcode => self.pick("Il lit le code postal du client.", "It reads the customer’s postcode."),
            FactKind::Counters => {
                self.pick("Il lit les compteurs de tous les programmes.", "It reads the counters of all programs.")
            }
        }
    }

    /// The button that fills a set.
    pub(crate) fn choose_codes(self, kind: CodeKind) -> &'static str {
        match kind {
            CodeKind::Departments => self.pick("Choisir des rayons", "Choose departments"),
            CodeKind::Items => self.pick("Choisir des articles", "Choose items"),
            CodeKind::Groups => self.pick("Choisir des groupes", "Choose groups"),
            CodeKind::Tags => self.pick("Choisir des étiquettes", "Choose tags"),
        }
    }

    /// What a picker's field asks for.
    pub(crate) fn search_codes(self, kind: CodeKind) -> &'static str {
        match kind {
            CodeKind::Departments => self.pick("Chercher un rayon", "Search a department"),
            CodeKind::Items => self.pick("Chercher un article", "Search an item"),
            CodeKind::Groups => self.pick("Chercher un groupe de clients", "Search a customer group"),
            CodeKind::Tags => self.pick("Chercher une étiquette", "Search a tag"),
        }
    }

    pub(crate) fn chosen_codes(self, n: usize) -> String {
        if n == 0 {
            return self.pick("Rien de choisi", "Nothing chosen").to_owned();
        }
        self.count(n, ["choisi", "choisis"], ["chosen", "chosen"])
    }

    pub(crate) fn to_mend(self, n: usize) -> String {
        match n {
            1 => self.pick("Un champ est à corriger.", "One field is to be corrected.").to_owned(),
            n => self.pick(format!("{n} champs sont à corriger."), format!("{n} fields are to be corrected.")),
        }
    }

    pub(crate) fn switched_on(self, title: &str) -> String {
        self.pick(
            format!("« {title} » est activé : il vaut dès la prochaine vente."),
            format!("“{title}” is on: it holds from the next sale."),
        )
    }

    pub(crate) fn switched_off(self, title: &str) -> String {
        self.pick(format!("« {title} » est désactivé."), format!("“{title}” is off."))
    }

    pub(crate) fn updated(self, title: &str) -> String {
        self.pick(format!("« {title} » est à jour."), format!("“{title}” is up to date."))
    }

    pub(crate) fn settings_changed(self, title: &str) -> String {
        self.pick(
            format!("Les réglages de « {title} » ont changé."),
            format!("The settings of “{title}” have changed."),
        )
    }

    pub(crate) fn no_policy(self, folder: &str) -> String {
        self.pick(
            format!("Comptoir cherche ses règles dans {folder} : ce dossier n’en contient pas."),
            format!("Comptoir looks for its policies in {folder}: there is none in that folder."),
        )
    }

    /// What the keys of the office do.
    pub(crate) fn office_keys(self) -> Vec<(&'static str, &'static str)> {
        vec![
            (self.pick("↑ ↓", "↑ ↓"), self.pick("Choisir un programme", "Choose a program")),
            (self.pick("Entrée", "Enter"), self.pick("Aller à ses réglages", "Go to its settings")),
            (self.pick("Espace", "Space"), self.pick("Activer ou désactiver", "Switch on or off")),
            (self.pick("Alt+↑ Alt+↓", "Alt+↑ Alt+↓"), self.pick("Monter ou descendre", "Move up or down")),
            ("Tab", self.pick("Champ suivant", "Next field")),
            (self.pick("Ctrl+S", "Ctrl+S"), self.pick("Enregistrer les réglages", "Save the settings")),
            (self.pick("Échap", "Esc"), self.pick("Revenir à la liste", "Back to the list")),
            ("F1", self.pick("Cette aide", "This help")),
        ]
    }
}

fn stat(label: &str, value: &str, tone: Tone) -> StatRow {
    StatRow { label: label.into(), value: value.into(), tone, icon: "".into() }
}
