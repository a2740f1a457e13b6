//! What is held of a person, in tables: nothing is cut, and a table without a row says so.

use std::collections::BTreeSet;

use comptoir_domain::account::AccountEntry;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::PaidSale;
use comptoir_paper::{Align, Column, Row, Table};

use super::Held;
use crate::customers::form::{FORM, FormField};
use crate::customers::sheet::{channel_name, when};
use crate::customers::{form_label, source_words};
use crate::error::Error;
use crate::format::{day, money, number};
use crate::messages::regimes;
use crate::messages::{credit_name, entry_name, tender_name};
use crate::till::Till;

impl Till {
    pub(super) fn access_tables(&self, held: &Held) -> Result<Vec<Table>, Error> {
        let mut tables =
            vec![self.identity(held), self.consents_said(held), self.notes_kept(held), self.figures_held(held)];
        tables.push(self.purchases_made(held));
        if held.file.summary.account.is_some() || !held.account.is_empty() {
            tables.extend([self.account_terms(held), self.account_moves(held)]);
        }
        tables.extend([self.papers_held(held), self.counters_held(held), self.counter_moves(held), self.gifts(held)]);
        tables.push(self.acts_done(held));
        Ok(tables)
    }

    /// The fields that hold something. The sponsor is another person, whose name is not this one's to be told
    /// (article 15(4)).
    fn identity(&self, held: &Held) -> Table {
        let (customer, language) = (&held.file.summary.customer, self.language);
        let value = |field: &FormField| match field {
            FormField::Group => customer.group.as_ref().map(|group| group.name.clone()).unwrap_or_default(),
            FormField::Sponsor => {
                let words = language.pick("un autre client du magasin", "another customer of the shop");
                customer.sponsor.map(|_| words.to_owned()).unwrap_or_default()
            }
            FormField::VatRegime => {
                let regime = customer.dealings.vat.regime;
                regime.article().map(|_| regimes::name(regime, language).to_owned()).unwrap_or_default()
            }
            field => field.text(customer),
        };
        let known = FORM.iter().map(|(field, ..)| (form_label(field, language).to_owned(), value(field)));
        let mut rows: Vec<_> = known.collect();
        // A field that the shop has given up is still held.
        let labels: Vec<_> = held.file.fields.iter().map(|field| (field.key.clone(), field.label.clone())).collect();
        let shown: BTreeSet<&String> = labels.iter().map(|(key, _)| key).collect();
        let given_up = customer.person.custom.keys().filter(|key| !shown.contains(key));
        let own = labels.iter().cloned().chain(given_up.map(|key| (key.clone(), key.clone())));
        rows.extend(own.map(|(key, label)| (label, customer.person.custom.get(&key).cloned().unwrap_or_default())));
        rows.push((language.pick("Fiche ouverte le", "File opened on").to_owned(), day(customer.since)));
        let rows = rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| row([label, value]));
        self.fact_table(["Identité, coordonnées et réglages", "Identity, contacts and settings"], rows.collect())
    }

    fn consents_said(&self, held: &Held) -> Table {
        let language = self.language;
        let rows = held.file.said.iter().map(|said| {
            row([
                when(said.at),
                channel_name(said.channel, language).to_owned(),
                language
                    .pick(if said.granted { "oui" } else { "non" }, if said.granted { "yes" } else { "no" })
                    .to_owned(),
                source_words(said.source, language).to_owned(),
                said.wording.clone(),
                said.operator.clone(),
            ])
        });
        let columns = [
            (["Date", "Date"], 35),
            (["Moyen", "Way"], 18),
            (["Réponse", "Answer"], 18),
            (["Comment", "How"], 28),
            (["Texte lu ou signé", "Words read or signed"], 57),
            (["Noté par", "Noted by"], 20),
        ];
        self.texts(["Ce que vous avez accepté ou refusé", "What you agreed to or refused"], &columns, rows.collect())
    }

    fn notes_kept(&self, held: &Held) -> Table {
        let rows = held.file.notes.iter().map(|note| row([when(note.at), note.operator.clone(), note.text.clone()]));
        let columns = [(["Date", "Date"], 35), (["Écrite par", "Written by"], 24), (["Note", "Note"], 117)];
        self.texts(["Notes du magasin sur vous", "Notes of the shop about you"], &columns, rows.collect())
    }

    /// What is counted from the purchases. The shop's margin is its own secret (recital 63).
    fn figures_held(&self, held: &Held) -> Table {
        let (known, language) = (&held.file.summary.indicators, self.language);
        let fact = |french: &str, english: &str, value: String| row([language.pick(french, english).to_owned(), value]);
        let count = |count: i64| number(count.into(), language);
        let mut rows = Vec::new();
        if let (Some(first), Some(last)) = (known.first_visit, known.last_visit) {
            rows = vec![
                fact("Premier et dernier passage", "First and last visit", format!("{} · {}", day(first), day(last))),
                fact("Passages", "Visits", count(known.visits)),
                fact("Achats", "Purchases", count(known.sales)),
                fact("Articles", "Articles", count(known.items)),
                fact("Montant TTC, retours déduits", "Amount, returns deducted", money(known.revenue_gross, language)),
                fact("Remises reçues", "Discounts received", money(known.discounts, language)),
            ];
        }
        self.fact_table(["Ce que vos achats font en tout", "What your purchases come to"], rows)
    }

    fn purchases_made(&self, held: &Held) -> Table {
        let rows = held.sales.iter().flat_map(|sale| self.purchase(sale)).collect();
        let columns = [
            self.column(["Date", "Date"], 37),
            self.column(["Ticket", "Receipt"], 28),
            self.column(["Article, règlement", "Article, payment"], 67),
            self.amount(["Quantité", "Quantity"], 20),
            self.amount(["Montant TTC", "Amount"], 26),
        ];
        self.table(["Achats et retours", "Purchases and returns"], columns.to_vec(), rows)
    }

    /// The receipt as a strong row, its lines below.
    fn purchase(&self, sale: &PaidSale) -> Vec<Row> {
        let language = self.language;
        let tender = |tender: &comptoir_domain::tender::Tender| {
            let code = tender.code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
            format!("{}{code}", tender_name(tender.kind, language))
        };
        let paid = sale.tenders.iter().map(tender).collect::<Vec<_>>().join(", ");
        let head =
            [when(sale.stamp.at), sale.stamp.number.to_string(), paid, String::new(), money(sale.total, language)];
        let lines = sale.lines.iter().map(|line| {
            let amount = money(line.gross, language);
            row([String::new(), String::new(), line.label.clone(), number(line.quantity, language), amount])
        });
        std::iter::once(Row { strong: true, ..row(head) }).chain(lines).collect()
    }

    fn account_terms(&self, held: &Held) -> Table {
        let language = self.language;
        let mut rows = Vec::new();
        if let Some(account) = &held.file.summary.account {
            let no_limit = || language.pick("sans limite", "no limit").to_owned();
            let limit = account.limit.map_or_else(no_limit, |limit| money(limit, language));
            rows.push(row([
                language.pick("Ce que vous devez", "What you owe").to_owned(),
                money(account.balance, language),
            ]));
            rows.push(row([language.pick("Plafond", "Limit").to_owned(), limit]));
            let held = account.hold.iter().map(|why| row([language.pick("Bloqué", "Held").to_owned(), why.clone()]));
            rows.extend(held);
        }
        self.fact_table(["Votre compte", "Your account"], rows)
    }

    fn account_moves(&self, held: &Held) -> Table {
        let rows = held.account.iter().map(|entry| self.account_move(entry)).collect();
        let columns = [
            self.column(["Date", "Date"], 22),
            self.column(["Écriture", "Entry"], 72),
            self.column(["Pièce", "Receipt"], 30),
            self.amount(["Montant", "Amount"], 26),
            self.amount(["Solde", "Balance"], 26),
        ];
        self.table(["Écritures de votre compte", "Entries of your account"], columns.to_vec(), rows)
    }

    fn account_move(&self, entry: &AccountEntry) -> Row {
        let (posting, language) = (&entry.posting, self.language);
        let name = entry_name(posting.kind, posting.delta.is_negative(), language);
        let tenders = entry.detail.tenders.iter().map(|tender| tender_name(tender.kind, language));
        let parts = std::iter::once(name).chain(tenders).chain([entry.detail.reason.as_str()]);
        let label = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let reference = entry.reference().unwrap_or_default();
        row([day(posting.day), label, reference, money(posting.delta, language), money(entry.balance, language)])
    }

    fn papers_held(&self, held: &Held) -> Table {
        let language = self.language;
        let paper = |paper: &comptoir_store::CreditFile| {
            let credit = &paper.credit;
            let amount = |amount: Money| money(amount, language);
            row([
                day(paper.day),
                credit_name(credit.kind, language).to_owned(),
                credit.code.clone(),
                amount(credit.issued),
                amount(credit.balance),
                credit.expires.map(day).unwrap_or_default(),
            ])
        };
        let columns = [
            self.column(["Date", "Date"], 22),
            self.column(["Bon", "Paper"], 32),
            self.column(["Code", "Code"], 46),
            self.amount(["Montant", "Amount"], 26),
            self.amount(["Reste", "Left"], 26),
            self.amount(["Jusqu’au", "Until"], 24),
        ];
        let rows = held.papers.iter().map(paper).collect();
        self.table(
            ["Avoirs, chèques-cadeaux et bons d’achat", "Credit notes, gift vouchers and vouchers"],
            columns.to_vec(),
            rows,
        )
    }

    fn counters_held(&self, held: &Held) -> Table {
        let amount = |points: Points| number(points.value(), self.language);
        let rows = held.file.summary.counters.iter().map(|counter| {
            let holding = &counter.holding;
            let lot = |lot: &comptoir_domain::facts::Lot| {
                let (amount, last) = (amount(lot.amount), day(lot.expires));
                self.language.pick(format!("{amount} jusqu’au {last}"), format!("{amount} until {last}"))
            };
            let mut details: Vec<String> = holding.lots.iter().map(lot).collect();
            if !holding.pending.value().is_zero() {
                let pending = amount(holding.pending);
                details.push(
                    self.language
                        .pick(format!("{pending} pas encore utilisables"), format!("{pending} not yet to be spent")),
                );
            }
            if !holding.lapsed.value().is_zero() {
                let lapsed = amount(holding.lapsed);
                details.push(self.language.pick(format!("{lapsed} perdus"), format!("{lapsed} lapsed")));
            }
            let unit = self.counter_unit(&counter.program, &counter.counter);
            row([self.program_title(&counter.program), unit, details.join(" · "), amount(holding.balance)])
        });
        let columns = [
            self.column(["Programme", "Program"], 60),
            self.column(["Unité", "Unit"], 26),
            self.column(["Dont", "Of which"], 64),
            self.amount(["À dépenser", "To spend"], 26),
        ];
        self.table(["Fidélité", "Loyalty"], columns.to_vec(), rows.collect())
    }

    fn counter_moves(&self, held: &Held) -> Table {
        let rows = held.counters.iter().map(|(program, counter, entry)| {
            row([
                day(entry.day),
                self.program_title(program),
                self.counter_unit(program, counter),
                number(entry.delta.value(), self.language),
                entry.expires.map(day).unwrap_or_default(),
            ])
        });
        let columns = [
            self.column(["Date", "Date"], 22),
            self.column(["Programme", "Program"], 78),
            self.column(["Unité", "Unit"], 26),
            self.amount(["Mouvement", "Movement"], 26),
            self.amount(["Jusqu’au", "Until"], 24),
        ];
        self.table(["Mouvements de fidélité", "Loyalty movements"], columns.to_vec(), rows.collect())
    }

    fn gifts(&self, held: &Held) -> Table {
        let gift = |offer: &comptoir_store::WaitingOffer| {
            let until = offer.expires.map(day).unwrap_or_default();
            row([day(offer.since), self.program_title(&offer.program), offer.title.clone(), until])
        };
        let columns = [
            (["Depuis le", "Since"], 22),
            (["Programme", "Program"], 60),
            (["Cadeau", "Gift"], 70),
            (["Jusqu’au", "Until"], 24),
        ];
        let rows = held.file.summary.offers.iter().map(gift).collect();
        self.texts(["Cadeaux qui vous attendent", "Gifts that wait for you"], &columns, rows)
    }

    fn acts_done(&self, held: &Held) -> Table {
        let rows = self
            .acts_told(&held.file)
            .into_iter()
            .map(|told| row([when(told.act.at), told.name.to_owned(), told.act.operator.clone(), told.detail]));
        let columns = [
            (["Date", "Date"], 35),
            (["La fiche a été", "The file was"], 34),
            (["Par", "By"], 24),
            (["Détail : avant → après", "Detail: before → after"], 83),
        ];
        self.texts(["Ce qui a été fait de votre fiche", "What was done with your file"], &columns, rows.collect())
    }

    /// Names and what they hold.
    fn fact_table(&self, title: [&str; 2], rows: Vec<Row>) -> Table {
        self.texts(title, &[(["Donnée", "What"], 52), (["Valeur", "Value"], 124)], rows)
    }

    /// A table of texts.
    fn texts(&self, title: [&str; 2], columns: &[([&str; 2], i64)], rows: Vec<Row>) -> Table {
        let columns = columns.iter().map(|(name, share)| self.column(*name, *share)).collect();
        self.table(title, columns, rows)
    }

    fn table(&self, title: [&str; 2], columns: Vec<Column>, mut rows: Vec<Row>) -> Table {
        if rows.is_empty() {
            rows.push(row([self.language.pick("Rien", "Nothing").to_owned()]));
        }
        Table { title: self.language.pick(title[0], title[1]).to_owned(), columns, rows }
    }

    /// A column whose texts go on below: nothing that is held is cut.
    fn column(&self, name: [&str; 2], share: i64) -> Column {
        Column::new(self.language.pick(name[0], name[1]), share, Align::Left).wrapping()
    }

    fn amount(&self, name: [&str; 2], share: i64) -> Column {
        Column { align: Align::Right, ..self.column(name, share) }
    }
}

fn row<const N: usize>(cells: [String; N]) -> Row {
    Row { cells: cells.to_vec(), strong: false }
}
