//! Words of what is looked over beside the list: who owes, papers around, files nobody heard of, oppositions.

use chrono::NaiveDate;
use comptoir_app::accounts::{CreditFile, Liability};
use comptoir_app::customers::{Opposition, channel_name, shown_phone};
use comptoir_app::format::{day, number};
use comptoir_app::messages::credit_name;
use comptoir_domain::account::Ageing;
use comptoir_domain::credit::CreditKind;
use comptoir_domain::customer::Account;
use comptoir_domain::money::Money;

use super::Words;
use crate::office::clients::change::Question;
use crate::office::clients::tools::overview::Overview;

impl Words {
    /// What can be looked over: its name, and what is seen there.
    pub(crate) fn overviews(self) -> [(&'static str, &'static str, &'static str); 4] {
        [
            (
                "accounts",
                self.pick("Comptes qui doivent…", "Accounts that owe…"),
                self.pick(
                    "Combien, depuis quand ; les bloqués, ce qui est payé d’avance",
                    "How much, since when; those held, what is paid beforehand",
                ),
            ),
            (
                "papers",
                self.pick("Avoirs et bons en circulation…", "Credit notes and vouchers around…"),
                self.pick("Ce que le magasin doit, par sorte et par année", "What the shop owes, by kind and year"),
            ),
            (
                "idle",
                self.pick("Fiches sans nouvelles…", "Files nobody heard of…"),
                self.pick(
                    "Ni achat ni réponse depuis des années : à recontacter, ou à effacer",
                    "No purchase or answer in years: to be asked once more, or erased",
                ),
            ),
            (
                "opposed",
                self.pick("Oppositions…", "Oppositions…"),
                self.pick("Les adresses auxquelles on n’écrit plus jamais", "Addresses that are never written to"),
            ),
        ]
    }

    pub(crate) fn overview_title(self, overview: &Overview) -> &'static str {
        match overview {
            Overview::Accounts => self.pick("Comptes qui doivent", "Accounts that owe"),
            Overview::Papers | Overview::PapersOf(..) => {
                self.pick("Avoirs et bons en circulation", "Credit notes and vouchers around")
            }
            Overview::Idle(_) => self.pick("Fiches sans nouvelles", "Files nobody heard of"),
            Overview::Oppositions => self.pick("Oppositions", "Oppositions"),
        }
    }

    pub(crate) fn nothing_to_look_over(self, overview: &Overview) -> String {
        match overview {
            Overview::Accounts => self.pick(
                "Aucun compte ne doit, n’est payé d’avance ni bloqué.",
                "No account owes, is paid beforehand or held.",
            ),
            Overview::Papers => {
                self.pick("Le magasin n’a émis ni avoir ni bon.", "The shop issued no credit note and no voucher.")
            }
            Overview::PapersOf(..) => self.pick("Tous ont servi.", "All of them are used."),
            Overview::Idle(_) => self.pick(
                "Personne : chaque client est venu, ou a répondu, depuis.",
                "Nobody: every customer came, or answered, since then.",
            ),
            Overview::Oppositions => self.pick("Aucune opposition.", "No opposition."),
        }
        .to_owned()
    }

    pub(crate) fn write_this(self) -> &'static str {
        self.pick("Écrire dans un fichier…", "Write into a file…")
    }

    pub(crate) fn write_accounts(self) -> &'static str {
        self.pick("La balance âgée, en Excel ou en CSV", "The ageing, as Excel or CSV")
    }

    pub(crate) fn write_papers(self) -> &'static str {
        self.pick("Ce tableau, en Excel ou en CSV", "This table, as Excel or CSV")
    }

    pub(crate) fn book_name(self, overview: &Overview) -> &'static str {
        match overview {
            Overview::Accounts => self.pick("balance-agee.xlsx", "ageing.xlsx"),
            _ => self.pick("avoirs-et-bons.xlsx", "credit-notes.xlsx"),
        }
    }

    pub(crate) fn accounts_title(self, total: &Ageing) -> String {
        let [owed, late] = [total.owed.iter().copied().sum(), total.overdue()].map(|amount| self.money(amount));
        if total.overdue().is_positive() {
            return self.pick(
                format!("Dû : {owed}, dont {late} depuis plus de 30 jours"),
                format!("Owed: {owed}, of which {late} for more than 30 days"),
            );
        }
        self.pick(format!("Dû : {owed}, depuis moins de 31 jours"), format!("Owed: {owed}, for less than 31 days"))
    }

    /// Why it is held, whom to call, how old what is owed is, what is paid beforehand.
    pub(crate) fn account_detail(self, account: &Account, ageing: &Ageing, phone: Option<&str>) -> String {
        let ages = self.pick(
            ["0 à 30 j", "31 à 60 j", "61 à 90 j", "plus de 90 j"],
            ["0 to 30 d", "31 to 60 d", "61 to 90 d", "over 90 d"],
        );
        let owed = ages.into_iter().zip(ageing.owed).filter(|(_, owed)| *owed != Money::ZERO);
        let owed = owed.map(|(age, owed)| {
            let owed = self.money(owed);
            self.pick(format!("{age} : {owed}"), format!("{age}: {owed}"))
        });
        let hold = account.hold.iter().map(|why| self.pick(format!("bloqué : {why}"), format!("held: {why}")));
        let deposit = (ageing.unmatched != Money::ZERO).then(|| {
            let amount = self.money(ageing.unmatched);
            self.pick(format!("payé d’avance : {amount}"), format!("paid beforehand: {amount}"))
        });
        // The oldest first: what is cut off at the end of a line matters least.
        let parts: Vec<String> = hold.chain(phone.map(shown_phone)).chain(owed.rev()).chain(deposit).collect();
        parts.join(" · ")
    }

    pub(crate) fn papers_title(self, owed: Money) -> String {
        let owed = self.money(owed);
        self.pick(format!("Avoirs et bons : le magasin doit {owed}"), format!("Papers: the shop owes {owed}"))
    }

    pub(crate) fn papers_name(self, kind: CreditKind, year: i32) -> String {
        format!("{} · {year}", credit_name(kind, self.0))
    }

    pub(crate) fn papers_detail(self, row: &Liability) -> String {
        let (count, issued) = (number(row.count.into(), self.0), self.money(row.issued));
        let issued = self.pick(format!("émis : {count}, pour {issued}"), format!("issued: {count}, for {issued}"));
        if row.expired == Money::ZERO {
            return issued;
        }
        let expired = self.money(row.expired);
        format!("{issued} · {}", self.pick(format!("périmés : {expired}"), format!("expired: {expired}")))
    }

    pub(crate) fn paper_name(self, code: &str, holder: Option<&str>) -> String {
        let holder = holder.unwrap_or(self.pick("à qui l’apporte", "to who brings it"));
        format!("{code} · {holder}")
    }

    pub(crate) fn paper_detail(self, file: &CreditFile, today: NaiveDate) -> String {
        let (since, issued) = (day(file.day), self.money(file.credit.issued));
        let since = self.pick(format!("émis le {since} pour {issued}"), format!("issued on {since} for {issued}"));
        let Some(last) = file.credit.expires else { return since };
        let until = day(last);
        let until = if last < today {
            self.pick(format!("périmé depuis le {until}"), format!("expired after {until}"))
        } else {
            self.pick(format!("jusqu’au {until}"), format!("until {until}"))
        };
        format!("{since} · {until}")
    }

    pub(crate) fn open_file_of(self, name: &str) -> String {
        self.pick(format!("Ouvrir la fiche de {name}"), format!("Open the file of {name}"))
    }

    pub(crate) fn printing_paper(self, printer: bool) -> &'static str {
        if printer {
            self.pick("À l’impression, marqué DUPLICATA.", "Being printed, marked DUPLICATA.")
        } else {
            self.pick("Pas d’imprimante : réglez-la, puis imprimez.", "No printer: set one up, then print.")
        }
    }

    pub(crate) fn idle_question(self) -> &'static str {
        self.pick("Fiches sans nouvelles depuis combien d’années ?", "Files nobody heard of for how many years?")
    }

    pub(crate) fn years_label(self) -> &'static str {
        self.pick("Années", "Years")
    }

    pub(crate) fn years_field(self) -> &'static str {
        self.pick("Nombre d’années, de 1 à 100", "Number of years, 1 to 100")
    }

    pub(crate) fn look(self) -> &'static str {
        self.pick("Voir", "Look")
    }

    pub(crate) fn idle_title(self, count: usize, most: usize, years: u32) -> String {
        let files = self.clients(count as u64);
        let first = if count == most { self.pick(", les plus anciens", ", the longest ago") } else { "" };
        let one = usize::from(years > 1);
        let unit = self.pick(["an", "ans"], ["year", "years"])[one];
        self.pick(
            format!("Sans nouvelles depuis {years} {unit} : {files}{first}"),
            format!("Nothing heard for {years} {unit}: {files}{first}"),
        )
    }

    /// The row that erases all that are shown.
    pub(crate) fn erase_idle_row(self, count: usize) -> [String; 2] {
        let files = number((count as u64).into(), self.0);
        let name = match count {
            1 => self.pick("Effacer cette fiche…", "Erase this file…").to_owned(),
            _ => self.pick(format!("Effacer ces {files} fiches…"), format!("Erase these {files} files…")),
        };
        let detail = self.pick(
            "Après une question ; celles dont le compte n’est pas à zéro restent",
            "After a question; those whose account is not at zero stay",
        );
        [name, detail.to_owned()]
    }

    /// What a row says it does, as a question.
    pub(crate) fn really(self, row: &str) -> String {
        let row = row.trim_end_matches('…');
        self.pick(format!("{row} ?"), format!("{row}?"))
    }

    pub(crate) fn erase_idle_text(self) -> &'static str {
        self.pick(
            "Noms, adresses, cartes, notes et accords disparaissent, les points avec eux. Les ventes restent, sans \
             personne. C’est sans retour.",
            "Names, addresses, cards, notes and consents go, and points with them. Sales stay, with nobody. This is \
             for good.",
        )
    }

    pub(crate) fn idle_erased(self, count: usize, kept: &[(String, Money)]) -> String {
        let files = number((count as u64).into(), self.0);
        let mut said = match count {
            0 | 1 => self.pick(format!("{files} fiche effacée."), format!("{files} file erased.")),
            _ => self.pick(format!("{files} fiches effacées."), format!("{files} files erased.")),
        };
        if !kept.is_empty() {
            let who: Vec<String> = kept.iter().map(|(name, owed)| format!("{name} ({})", self.money(*owed))).collect();
            said += self.pick(" Restent, compte non soldé : ", " Left, account not settled: ");
            said += &who.join(", ");
        }
        said
    }

    pub(crate) fn last_heard(self, last: NaiveDate, known: Option<&str>) -> String {
        let last = day(last);
        let last = self.pick(format!("dernière nouvelle le {last}"), format!("last heard of on {last}"));
        known.map_or_else(|| last.clone(), |known| format!("{last} · {known}"))
    }

    pub(crate) fn oppositions_title(self, count: usize) -> String {
        let count = number((count as u64).into(), self.0);
        self.pick(format!("Oppositions : {count}"), format!("Oppositions: {count}"))
    }

    pub(crate) fn oppose_row(self) -> [&'static str; 2] {
        self.pick(
            ["Ajouter une adresse…", "Un téléphone, un e-mail, ou toutes celles d’un client"],
            ["Add an address…", "A phone, an e-mail address, or all of a customer"],
        )
    }

    pub(crate) fn lift_row(self) -> [&'static str; 2] {
        self.pick(
            ["Retirer une adresse…", "À la demande de la personne, et d’elle seule"],
            ["Take an address off…", "When the person asks for it, and nobody else"],
        )
    }

    /// An opposition: when and by which channel; why, and what tells it from others, for the address itself is not kept.
    pub(crate) fn opposition(self, one: &Opposition) -> [String; 2] {
        let name = format!("{} · {}", channel_name(one.channel, self.0), day(one.at.date_naive()));
        let digest = self.pick(format!("empreinte {}…", one.digest), format!("digest {}…", one.digest));
        [name, format!("{} · {digest}", one.reason)]
    }

    pub(crate) fn oppose_title(self) -> &'static str {
        self.pick("Ne plus jamais écrire à…", "Never write again to…")
    }

    pub(crate) fn lift_title(self) -> &'static str {
        self.pick("Écrire de nouveau à…", "Write again to…")
    }

    pub(crate) fn address_label(self) -> &'static str {
        self.pick("Téléphone, e-mail, ou client", "Phone, e-mail address, or customer")
    }

    pub(crate) fn note_it(self) -> &'static str {
        self.pick("Noter", "Note")
    }

    pub(crate) fn take_off(self) -> &'static str {
        self.pick("Retirer", "Take off")
    }

    pub(crate) fn opposed_now(self, count: usize) -> String {
        if count == 0 {
            return self.pick("Ce client n’a aucune adresse.", "This customer has no address.").to_owned();
        }
        let count = number((count as u64).into(), self.0);
        self.pick(
            format!("Adresses auxquelles plus rien ne sera envoyé : {count}."),
            format!("Addresses to which nothing is sent any more: {count}."),
        )
    }

    pub(crate) fn lifted_now(self, count: usize) -> String {
        if count == 0 {
            return self
                .pick("Cette adresse n’était pas sur la liste.", "This address was not on the list.")
                .to_owned();
        }
        let count = number((count as u64).into(), self.0);
        self.pick(
            format!("Adresses retirées de la liste : {count}."),
            format!("Addresses taken off the list: {count}."),
        )
    }

    /// What is to be known before it is typed.
    pub(super) fn overview_text(self, asked: &Question) -> &'static str {
        match asked {
            Question::Idle => self.pick(
                "Ceux qui n’ont rien acheté ni répondu depuis : à recontacter, ou à effacer.",
                "Those who bought nothing and said nothing since: to be asked once more, or erased.",
            ),
            Question::OpposeWho => self.pick(
                "Aucun envoi, même si un import ramène cette adresse.",
                "Nothing is sent, even when an import brings this address back.",
            ),
            _ => self.pick(
                "Seule la personne peut le demander ; son accord reste à recueillir.",
                "Only the person can ask for it; their consent is still to be given.",
            ),
        }
    }
}
