//! Accounts: payments with their receipt and record, corrections, terms passed over, balances brought over.

use comptoir_app::accounts::{AccountCorrection, AccountPayment, OpeningAccount, OpeningBalance, OpeningCounter};
use comptoir_app::pay::{Payment, TenderAsked};
use comptoir_app::{Error, Till};
use comptoir_domain::account::EntryKind;
use comptoir_domain::credit::CreditKind;
use comptoir_domain::draft::Draft;
use comptoir_domain::id::{CustomerId, ProgramId};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;
use comptoir_domain::sale::PaidSale;
use comptoir_domain::tender::TenderKind::{Card, Cash, CreditNote, OnAccount};
use comptoir_journal::{Family, payload};

use crate::shop::{TestShop, eur, person};

const PRINTER: &str = "[printer]\nconnection = \"file:printed.bin\"\n";

/// Claire (account up to 100.00) and a shop whose printer is a file.
fn shop() -> TestShop {
    TestShop::with(PRINTER, |_| ())
}

fn till(shop: &mut TestShop) -> &mut Till {
    shop.counter().till_mut()
}

fn draft(till: &mut Till, codes: &[&str], customer: CustomerId) -> Draft {
    let mut draft = till.open_sale();
    till.identify(&mut draft, customer).unwrap();
    for code in codes {
        till.scan(&mut draft, code, None).unwrap();
    }
    draft
}

/// Puts items on an account; Claire's belts are 35.00 minus 10 %.
fn buy(till: &mut Till, codes: &[&str], customer: CustomerId) -> PaidSale {
    let draft = draft(till, codes, customer);
    let tenders = vec![TenderAsked::rest(OnAccount)];
    till.pay(&draft, &Payment { tenders, ..Payment::default() }).unwrap()
}

fn payment(till: &Till, amount: Option<&str>, tenders: Vec<TenderAsked>) -> AccountPayment {
    let amount = amount.map(eur);
    AccountPayment { key: till.new_key(), amount, tenders, deposit: false, told: Vec::new(), print: false }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(done: Result<T, Error>) -> String {
    done.unwrap_err().message(Language::French)
}

/// What the technical log says under a code.
fn told(till: &Till, code: &str) -> Vec<String> {
    let events = till.journal_tail(Family::TechnicalEvent, 999).unwrap();
    let fields = events.iter().map(|record| payload::read(record.format, &record.payload).unwrap());
    let told = fields.filter(|fields| fields.get("code") == Some(code));
    told.map(|fields| fields.get("detail").unwrap().to_owned()).collect()
}

#[test]
fn a_payment_lowers_what_is_owed_is_signed_and_is_no_revenue() {
    let mut shop = shop();
    let till = till(&mut shop);
    buy(till, &["CEI"], person(1));
    let second = buy(till, &["CEI"], person(1));
    let before = till.store().indicators(person(1)).unwrap();
    let totals = till.store().last_record(Family::GrandTotal).unwrap();
    let asked = payment(till, Some("40"), vec![TenderAsked::of(Cash, eur("50"))]);
    let paid = till.pay_account(person(1), &asked).unwrap();
    assert_eq!((paid.posting.kind, paid.posting.delta, paid.balance), (EntryKind::Payment, eur("-40"), eur("23")));
    assert_eq!((paid.detail.change, paid.detail.before), (eur("10"), eur("63")));
    let after = till.store().indicators(person(1)).unwrap();
    assert_eq!((after.operations, after.revenue_gross), (before.operations + 1, before.revenue_gross));
    assert_eq!(till.store().last_record(Family::GrandTotal).unwrap(), totals, "no revenue a second time");

    let number = paid.reference().unwrap();
    let last = till.store().last_record(Family::TechnicalEvent).unwrap().unwrap();
    assert_eq!(number, format!("C1-E{:06}", last.sequence));
    let customer = person(1);
    let expected = format!("{number} {customer} 40.00 : cash 50.00, rendu 10.00 ; dû 63.00 → 23.00");
    assert_eq!(told(till, "918"), [expected]);

    // The oldest sale is settled wholly, the second by the rest: 40.00 - 31.50 = 8.50.
    let text = till.payment_text(&number, Some(42)).unwrap();
    for words in
        ["REÇU DE RÈGLEMENT", "Claire Lefèvre", "40,00", "Monnaie rendue", "Reste dû", "23,00", &last.extract()]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let settled: Vec<&str> = text.lines().skip_while(|line| !line.contains("Règle :")).skip(1).take(2).collect();
    assert!(settled[0].contains("C1-000001") && settled[0].contains("31,50"), "{text}");
    assert!(settled[1].contains(&second.stamp.number.to_string()) && settled[1].contains(" 8,50"), "{text}");

    assert_eq!(till.pay_account(person(1), &asked).unwrap(), paid, "the same key is one payment");
    assert_eq!(till.account(person(1)).unwrap().balance, eur("23"));
    assert!(till.verify_journal().unwrap().is_ok());
}

#[test]
fn a_receipt_is_printed_again_as_a_copy() {
    let mut shop = shop();
    let till = till(&mut shop);
    buy(till, &["CEI"], person(1));
    let asked = AccountPayment { print: true, ..payment(till, None, vec![TenderAsked::rest(Card)]) };
    let number = till.pay_account(person(1), &asked).unwrap().reference().unwrap();
    let queued = till.store().pending_prints().unwrap();
    assert!(queued[0].document.contains("REÇU DE RÈGLEMENT") && queued[0].document.contains(&number));
    assert!(!till.payment_text(&number, None).unwrap().contains("DUPLICATA"));
    for copy in ["DUPLICATA n° 1", "DUPLICATA n° 2"] {
        assert!(till.reprint_payment(&number.to_lowercase()).unwrap().to_text(42).contains(copy));
    }
    assert_eq!(till.store().count_pending_prints().unwrap(), 3);
    // A receipt of a sale has its own count.
    let sale = till.store().last_sale().unwrap().unwrap();
    assert!(till.reprint(&sale.stamp.number).unwrap().1.to_text(42).contains("DUPLICATA n° 1"));
    assert_eq!(refused(till.reprint_payment("C1-E999999")), "Aucun ticket C1-E999999 sur cette caisse.");
    assert!(till.verify_journal().unwrap().is_ok());
}

#[test]
fn a_payment_that_cannot_be_is_refused_and_leaves_nothing() {
    let mut shop = shop();
    let till = till(&mut shop);
    buy(till, &["CEI"], person(1));
    let heads = till.store().heads().unwrap();
    let all = |kind| vec![TenderAsked::rest(kind)];
    let mut try_pay = |amount, tenders, customer| {
        let asked = payment(till, Some(amount), tenders);
        refused(till.pay_account(customer, &asked))
    };
    assert_eq!(try_pay("0", all(Cash), person(1)), "Un règlement doit être supérieur à zéro.");
    assert_eq!(try_pay("-5", all(Cash), person(1)), "Un règlement doit être supérieur à zéro.");
    let more = "31,51\u{a0}€, c'est plus que les 31,50\u{a0}€ dus. Pour encaisser un acompte, ajoutez --deposit.";
    assert_eq!(try_pay("31.51", all(Card), person(1)), more);
    assert_eq!(try_pay("20", vec![TenderAsked::of(Card, eur("19"))], person(1)), "Il manque 1,00\u{a0}€.");
    assert!(try_pay("20", vec![TenderAsked::of(Card, eur("21"))], person(1)).contains("dépasse de 1,00"));
    for kind in [OnAccount, CreditNote] {
        assert!(try_pay("20", all(kind), person(1)).starts_with("Un compte ne se règle pas par"));
    }
    assert!(try_pay("20", all(Card), person(3)).starts_with("Ce client n'a pas de compte"));
    let told =
        AccountPayment { told: vec![comptoir_domain::account::EntryId(99)], ..payment(till, Some("20"), all(Card)) };
    assert!(refused(till.pay_account(person(1), &told)).starts_with("Ce compte n'a pas d'écriture n° 99"));
    assert_eq!(till.store().heads().unwrap(), heads);
    assert_eq!(till.account(person(1)).unwrap().balance, eur("31.50"));
}

#[test]
fn a_deposit_is_told_and_settles_the_next_purchase() {
    let mut shop = shop();
    let till = till(&mut shop);
    let asked = AccountPayment { deposit: true, ..payment(till, Some("50"), vec![TenderAsked::rest(Card)]) };
    let paid = till.pay_account(person(1), &asked).unwrap();
    assert_eq!(paid.balance, eur("-50"));
    let text = till.payment_text(&paid.reference().unwrap(), Some(42)).unwrap();
    assert!(text.contains("Acompte disponible"), "{text}");
    buy(till, &["CEI"], person(1));
    let ledger = till.account_ledger(person(1)).unwrap();
    assert_eq!(ledger.matches().map(|pair| pair.amount).collect::<Vec<_>>(), [eur("31.50")]);
    assert_eq!(ledger.balance(), eur("-18.50"));
}

#[test]
fn a_correction_needs_a_reason_and_is_in_the_log() {
    let mut shop = shop();
    let till = till(&mut shop);
    let correction = AccountCorrection {
        key: till.new_key(),
        delta: eur("12"),
        day: Some("2026-11-02".parse().unwrap()),
        due: None,
        reason: " frais de rejet ".into(),
    };
    for wrong in [
        AccountCorrection { reason: "  ".into(), ..correction.clone() },
        AccountCorrection { delta: Money::ZERO, ..correction.clone() },
    ] {
        assert!(refused(till.correct_account(person(1), &wrong)).contains("demande un motif"));
    }
    let tomorrow = AccountCorrection { day: Some("2026-11-23".parse().unwrap()), ..correction.clone() };
    assert!(refused(till.correct_account(person(1), &tomorrow)).contains("23/11/2026"));
    let due_before = AccountCorrection { due: Some("2026-11-01".parse().unwrap()), ..correction.clone() };
    assert!(refused(till.correct_account(person(1), &due_before)).contains("finit le 01/11/2026"));
    let entry = till.correct_account(person(1), &correction).unwrap();
    assert_eq!((entry.posting.day, entry.detail.reason.as_str()), ("2026-11-02".parse().unwrap(), "frais de rejet"));
    let customer = person(1);
    assert_eq!(told(till, "919"), [format!("{customer} 2026-11-02 12.00 : frais de rejet ; dû 0.00 → 12.00")]);
    till.hold_account(person(1), Some("litige")).unwrap();
    till.hold_account(person(1), None).unwrap();
    till.open_account(person(1), Some(eur("200"))).unwrap();
    let terms = told(till, "922");
    let expected = ["bloqué : litige", "débloqué", "ouvert, plafond 200.00"];
    assert_eq!(terms, expected.map(|words| format!("{customer} {words}")));
    assert!(refused(till.hold_account(person(1), Some(" "))).contains("motif"));
    assert!(refused(till.hold_account(person(3), Some("x"))).starts_with("Ce client n'a pas de compte"));
    assert!(refused(till.open_account(person(99), None)).starts_with("Aucun client"));
}

#[test]
fn the_terms_of_an_account_are_passed_over_with_a_reason_only() {
    let mut shop = shop();
    let till = till(&mut shop);
    // Luc's account is held; Claire's takes 100.00: four belts are 126.00.
    for (customer, codes, why) in [
        (person(2), &["CEI"][..], "compte bloqué (chèque impayé)"),
        (person(1), &["CEI", "CEI", "CEI", "CEI"][..], "plafond 100.00, dû 0.00"),
    ] {
        let draft = draft(till, codes, customer);
        let tenders = vec![TenderAsked::rest(OnAccount)];
        let asked = |forced: Option<&str>| Payment {
            tenders: tenders.clone(),
            forced: forced.map(str::to_owned),
            ..Payment::default()
        };
        let heads = till.store().heads().unwrap();
        till.pay(&draft, &asked(None)).unwrap_err();
        till.pay(&draft, &asked(Some("  "))).unwrap_err();
        assert_eq!(till.store().heads().unwrap(), heads);
        let sale = till.pay(&draft, &asked(Some("accord du gérant"))).unwrap();
        let (number, amount) = (&sale.stamp.number, sale.movements.account);
        let last = told(till, "920").pop().unwrap();
        assert_eq!(last, format!("{number} {customer} +{amount}, {why} ; motif : accord du gérant"));
        assert!(till.passed_over(&sale).unwrap().is_some());
    }
    // What needs no reason leaves no trace.
    let before = told(till, "920").len();
    let paid = payment(till, None, vec![TenderAsked::rest(Card)]);
    till.pay_account(person(1), &paid).unwrap();
    let draft = draft(till, &["CEI"], person(1));
    let forced =
        Payment {
            tenders: vec![TenderAsked::rest(OnAccount)], forced: Some("au cas où".into()), ..Payment::default()
        };
    let sale = till.pay(&draft, &forced).unwrap();
    assert_eq!((told(till, "920").len(), till.passed_over(&sale).unwrap()), (before, None));
    assert!(till.verify_journal().unwrap().is_ok());
}

#[test]
fn balances_are_brought_over_with_one_record_and_are_used_like_any_other() {
    let mut shop = shop();
    let till = till(&mut shop);
    let note = till.opening_credit(CreditKind::CreditNote, "old-77", eur("20"), None);
    let gift = till.opening_credit(CreditKind::GiftVoucher, "", eur("30"), Some("2027-06-30".parse().unwrap()));
    let counter = OpeningCounter {
        program: ProgramId::new("points"),
        counter: "points".into(),
        delta: Points::from_ten_thousandths(420_000),
        expires: None,
    };
    let account = OpeningAccount { balance: eur("80"), limit: Some(eur("500")), due: None };
    let balances = [OpeningBalance {
        customer: Some(person(3)),
        account: Some(account),
        credits: vec![note, gift.clone()],
        counters: vec![counter],
    }];
    let day = "2026-11-01".parse().unwrap();
    let opened = till.open_balances(&balances, day, "ancienne caisse").unwrap();
    assert_eq!((opened.accounts.total, opened.credit_notes.total, opened.counters), (eur("80"), eur("20"), 1));
    let records = told(till, "921");
    assert_eq!(records.len(), 1);
    let words = "ancienne caisse, soldes au 2026-11-01 : comptes 1 = 80.00, avoirs 1 = 20.00, chèques-cadeaux 1 = 30.00, \
                 bons 0 = 0.00, compteurs 1 = 42, sha256:";
    assert!(records[0].starts_with(words), "{}", records[0]);
    assert!(till.open_balances(&balances, day, "ancienne caisse").unwrap().is_empty());
    assert_eq!(told(till, "921").len(), 1);

    let mut draft = draft(till, &["CEI"], person(3));
    let tenders =
        vec![TenderAsked { kind: CreditNote, amount: None, code: Some("OLD-77".into()) }, TenderAsked::rest(OnAccount)];
    till.scan(&mut draft, "SUC", None).unwrap();
    // 37.00 - 20.00 on the credit note.
    let sale = till.pay(&draft, &Payment { tenders, ..Payment::default() }).unwrap();
    assert_eq!(sale.movements.account, eur("17"));
    assert_eq!(till.account(person(3)).unwrap().balance, eur("97"));
    assert_eq!(till.credit_file("old-77").unwrap().credit.balance, Money::ZERO);
    let summary = till.customer_summary(person(3)).unwrap();
    assert_eq!(summary.counters[0].holding.balance, Points::from_ten_thousandths(420_000));
    let paper = till.print_credit(&gift.code).unwrap().to_text(42);
    for words in ["DUPLICATA n° 1", "CHÈQUE-CADEAU", "30,00", "01/11/2026", "30/06/2027", &gift.code] {
        assert!(paper.contains(words), "{words}: {paper}");
    }
    assert!(refused(till.print_credit("old-77")).ends_with("est épuisé."));
    assert!(till.verify_journal().unwrap().is_ok());
}

#[test]
fn many_balances_are_one_batch_and_one_record() {
    let mut shop = TestShop::new();
    let till = till(&mut shop);
    let credit = |n: u32| till.opening_credit(CreditKind::GiftVoucher, &format!("OLD-{n:06}"), eur("10"), None);
    let balances: Vec<OpeningBalance> =
        (0..2_000).map(|n| OpeningBalance { credits: vec![credit(n)], ..OpeningBalance::default() }).collect();
    let before = till.store().heads().unwrap()[&Family::TechnicalEvent].sequence;
    let opened = till.open_balances(&balances, "2026-11-01".parse().unwrap(), "lot").unwrap();
    assert_eq!((opened.gift_vouchers.count, opened.gift_vouchers.total), (2_000, eur("20000")));
    assert_eq!(till.store().heads().unwrap()[&Family::TechnicalEvent].sequence, before + 1);
    let liabilities = till.store().liabilities("2026-11-22".parse().unwrap()).unwrap();
    assert_eq!((liabilities[0].year, liabilities[0].count, liabilities[0].owed), (2026, 2_000, eur("20000")));
}
