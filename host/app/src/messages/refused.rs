//! The words of trade as usual: why something is refused, and what to do instead.

use comptoir_domain::credit::{CreditKind, CreditRefusal};
use comptoir_domain::customer::AccountRefusal;
use comptoir_domain::draft::DraftRefusal;
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::refund::RefundRefusal;
use comptoir_domain::tender::{TenderKind, TenderRefusal};

use super::{accounts, cards, credit_name, prices, regimes, tender_name};
use crate::error::Refused;
use crate::format::{day, money, number};

pub(super) fn refused_words(refused: &Refused, language: Language) -> String {
    let fr = language == Language::French;
    match refused {
        Refused::InUse(words) => words.clone(),
        Refused::PriceListExists(id) => prices::exists(id, language),
        Refused::CounterBelowZero { held } => counter_words(*held, language),
        Refused::Regime(refusal) => regimes::refusal(*refusal, language),
        Refused::EmptySale if fr => "Rien à encaisser : scannez d'abord un article.".into(),
        Refused::EmptySale => "Nothing to pay: scan an item first.".into(),
        Refused::Draft(refusal) => draft_words(refusal, language),
        Refused::Tender(refusal) => tender_words(refusal, language),
        Refused::Account(refusal) => account_words(refusal, language),
        Refused::NoAccount if fr => {
            "Ce client n'a pas de compte : choisissez un autre règlement, ou ouvrez-lui un compte.".into()
        }
        Refused::NoAccount => "This customer has no account: choose another tender, or open one.".into(),
        Refused::AccountPayment(refusal) => accounts::payment_words(refusal, language),
        Refused::AccountTender(kind) => accounts::tender_words(*kind, language),
        Refused::SaleTender(kind) => accounts::sale_tender_words(*kind, language),
        Refused::Match(refusal) => accounts::match_words(refusal, language),
        Refused::NoCustomer(kind) => no_customer_words(*kind, language),
        Refused::Credit(refusal) => credit_words(refusal, language),
        Refused::WrongPaper { code, kind } => {
            let name = credit_name(*kind, language);
            if fr {
                format!("{code} est un {} : {}.", name.to_lowercase(), paper_use(*kind, language))
            } else {
                format!("{code} is a {}: {}.", name.to_lowercase(), paper_use(*kind, language))
            }
        }
        Refused::PaperTwice(code) if fr => format!("{code} est déjà dans ce règlement."),
        Refused::PaperTwice(code) => format!("{code} is in this payment already."),
        Refused::Refund(refusal) => refund_words(refusal, language),
        Refused::RefundTender(kind) => {
            let name = tender_name(*kind, language);
            if fr {
                format!("On ne rembourse pas par « {name} » : espèces, carte, compte client ou avoir.")
            } else {
                format!("A refund is not paid by “{name}”: cash, card, on-account or credit-note.")
            }
        }
        Refused::RefundAmount { due, given } => refund_amount_words(*due, *given, language),
        Refused::ClockInRealShop if fr => {
            "L'heure ne se règle que dans un magasin de démonstration ou d'école : enlevez --at.".into()
        }
        Refused::ClockInRealShop => "The clock can be set in demo and training shops only: leave out --at.".into(),
        Refused::ShopExists(folder) if fr => {
            format!("{folder} contient déjà un magasin : choisissez un autre dossier avec --data.")
        }
        Refused::ShopExists(folder) => format!("{folder} holds a shop already: choose another folder with --data."),
        Refused::PriceNotPositive if fr => "Le prix doit être positif.".into(),
        Refused::PriceNotPositive => "The price must not be negative.".into(),
        Refused::DiscountNotPositive if fr => {
            "Une remise doit être supérieure à zéro ; pour l'enlever, effacez-la.".into()
        }
        Refused::DiscountNotPositive => "A discount must be above zero; to take it off, clear it.".into(),
        Refused::PaymentUnderWay if fr => {
            "Un règlement est commencé : finissez d'encaisser, ou rendez-le et retirez-le d'abord.".into()
        }
        Refused::PaymentUnderWay => "A payment is under way: finish it, or give it back and remove it first.".into(),
        Refused::NoCards { without } => cards::none_words(*without, language),
        Refused::NoCard(name) => cards::no_card_words(name, language),
        Refused::LabelSeries { card } => cards::label_words(card, language),
        Refused::CardInUse { card, by } if fr => {
            format!("Le code {card} est déjà celui de « {by} » : prenez une autre carte.")
        }
        Refused::CardInUse { card, by } => format!("Code {card} is that of “{by}” already: take another card."),
    }
}

fn no_customer_words(kind: TenderKind, language: Language) -> String {
    let name = tender_name(kind, language);
    language.pick(
        format!("« {name} » demande un client : scannez sa carte ou cherchez-le."),
        format!("“{name}” needs a customer: scan the card or search."),
    )
}

fn counter_words(held: Points, language: Language) -> String {
    let held = number(held.value(), language);
    language.pick(
        format!("Ce compteur n'a que {held} : on ne peut pas en retirer davantage."),
        format!("This counter has only {held}: no more can be taken away."),
    )
}

fn refund_amount_words(due: Money, given: Money, language: Language) -> String {
    let (due, given) = (money(due, language), money(given, language));
    language.pick(
        format!("Il faut rendre exactement {due} ; les règlements font {given}."),
        format!("Exactly {due} must be paid back; the tenders make {given}."),
    )
}

fn paper_use(kind: CreditKind, language: Language) -> &'static str {
    match kind {
        CreditKind::CreditNote => language.pick("réglez avec « credit-note »", "pay with “credit-note”"),
        CreditKind::GiftVoucher => language.pick("réglez avec « gift-voucher »", "pay with “gift-voucher”"),
        CreditKind::Voucher => language
            .pick("scannez-le avec les articles, il réduit le prix", "scan it with the items, it reduces the price"),
    }
}

fn draft_words(refusal: &DraftRefusal, language: Language) -> String {
    let fr = language == Language::French;
    match refusal {
        DraftRefusal::NoSuchLine(line) if fr => format!("Il n'y a pas de ligne {line} sur ce ticket."),
        DraftRefusal::NoSuchLine(line) => format!("There is no line {line} on this sale."),
        DraftRefusal::TooManyLines if fr => "Ce ticket est plein : encaissez-le et ouvrez-en un autre.".into(),
        DraftRefusal::TooManyLines => "This sale is full: pay it and open another.".into(),
        DraftRefusal::NotByPiece { label, quantity } => {
            let quantity = number(quantity.value(), language);
            if fr {
                format!("« {label} » se vend à la pièce : {quantity} n'est pas un nombre entier.")
            } else {
                format!("“{label}” is sold by the piece: {quantity} is no whole number.")
            }
        }
        DraftRefusal::PricedByLabel(label) if fr => {
            format!("L'étiquette de « {label} » porte son prix : scannez chaque paquet, une ligne par étiquette.")
        }
        DraftRefusal::PricedByLabel(label) => {
            format!("The label of “{label}” carries its price: scan each package, a line per label.")
        }
        DraftRefusal::QuantityOutOfRange if fr => "Cette quantité est trop grande.".into(),
        DraftRefusal::QuantityOutOfRange => "This quantity is too large.".into(),
        DraftRefusal::AmountOutOfRange if fr => "Ce montant est trop grand : vérifiez la quantité et le prix.".into(),
        DraftRefusal::AmountOutOfRange => "This amount is too large: check quantity and price.".into(),
        DraftRefusal::VoucherTwice(code) if fr => format!("Le bon {code} est déjà sur ce ticket."),
        DraftRefusal::VoucherTwice(code) => format!("Voucher {code} is on this sale already."),
    }
}

fn tender_words(refusal: &TenderRefusal, language: Language) -> String {
    let fr = language == Language::French;
    match refusal {
        TenderRefusal::NotEnough { missing } => {
            let missing = money(*missing, language);
            if fr { format!("Il manque {missing}.") } else { format!("{missing} is missing.") }
        }
        TenderRefusal::ChangeWithoutCash { kind, excess } => {
            let (name, excess) = (tender_name(*kind, language), money(*excess, language));
            if fr {
                format!("« {name} » dépasse de {excess} : seules les espèces rendent la monnaie, corrigez le montant.")
            } else {
                format!("“{name}” exceeds by {excess}: only cash gives change, correct the amount.")
            }
        }
        TenderRefusal::NotPositive if fr => "Un règlement doit être supérieur à zéro.".into(),
        TenderRefusal::NotPositive => "A payment must be above zero.".into(),
    }
}

fn account_words(refusal: &AccountRefusal, language: Language) -> String {
    match refusal {
        AccountRefusal::CreditLimitExceeded { limit, balance, attempted } => {
            let [limit, balance, attempted, left] =
                [*limit, *balance, *attempted, *limit - *balance].map(|amount| money(amount, language));
            match language {
                Language::French => format!(
                    "Plafond d'encours dépassé : {balance} dus + {attempted} > {limit}. Il reste {left} ; réglez le reste autrement."
                ),
                Language::English => format!(
                    "Credit limit exceeded: {balance} owed + {attempted} > {limit}. {left} is left; pay the rest otherwise."
                ),
            }
        }
        AccountRefusal::Held { reason } => match language {
            Language::French => format!("Compte bloqué : {reason}. Choisissez un autre règlement."),
            Language::English => format!("Account held: {reason}. Choose another tender."),
        },
    }
}

fn credit_words(refusal: &CreditRefusal, language: Language) -> String {
    let fr = language == Language::French;
    match refusal {
        CreditRefusal::Expired { code, expires } => {
            let expires = day(*expires);
            if fr {
                format!("{code} n'est plus valable depuis le {expires}.")
            } else {
                format!("{code} was valid until {expires}.")
            }
        }
        CreditRefusal::Empty { code } if fr => format!("{code} est épuisé."),
        CreditRefusal::Empty { code } => format!("Nothing is left on {code}."),
        CreditRefusal::NotEnough { code, balance, asked } => {
            let (balance, asked) = (money(*balance, language), money(*asked, language));
            if fr {
                format!("Il reste {balance} sur {code}, moins que {asked}.")
            } else {
                format!("{balance} is left on {code}, less than {asked}.")
            }
        }
    }
}

fn refund_words(refusal: &RefundRefusal, language: Language) -> String {
    let fr = language == Language::French;
    match refusal {
        RefundRefusal::IsRefund if fr => "Ce ticket est un remboursement : il ne se rembourse pas.".into(),
        RefundRefusal::IsRefund => "This receipt is a refund: it cannot be refunded.".into(),
        RefundRefusal::NoSuchLine(line) if fr => format!("Ce ticket n'a pas de ligne {line}."),
        RefundRefusal::NoSuchLine(line) => format!("This receipt has no line {line}."),
        RefundRefusal::TooMany { line, asked, left } => {
            let (asked, left) = (number(*asked, language), number(*left, language));
            if fr {
                format!("Ligne {line} : {asked} à rendre, il n'en reste que {left}.")
            } else {
                format!("Line {line}: {asked} to return, only {left} left.")
            }
        }
        RefundRefusal::NothingLeft if fr => "Ce ticket est déjà entièrement remboursé.".into(),
        RefundRefusal::NothingLeft => "This receipt is wholly refunded already.".into(),
        RefundRefusal::GiftVoucherUsed { code, balance, issued } => {
            let (balance, issued) = (money(*balance, language), money(*issued, language));
            if fr {
                format!("Le chèque-cadeau {code} est entamé ({balance} sur {issued}) : il ne se rembourse plus.")
            } else {
                format!("Gift voucher {code} is used ({balance} of {issued} left): it is not refunded any more.")
            }
        }
    }
}
