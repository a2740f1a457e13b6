//! Papers of the shop: gift vouchers and credit notes that pay, vouchers that reduce.

use comptoir_app::counter::{Action, Done};
use comptoir_domain::money::Money;
use comptoir_domain::refund::Asked;
use comptoir_domain::tender::TenderKind::{Card, Cash, CreditNote, GiftVoucher};

use crate::shop::{TestShop, eur, pay, pay_paper, pay_rest, scan};

#[test]
fn a_scanned_paper_pays_as_much_as_it_holds_of_what_is_left() {
    let mut shop = TestShop::new();
    let code = shop.gift_voucher();
    // It may come before the articles.
    assert_eq!(shop.act(scan(&code)), Done::PaperKept { code: code.clone(), balance: eur("20") });
    assert_eq!(shop.view().given[0].amount, Money::ZERO);
    let wine = shop.line(scan("VIN"));
    let view = shop.view();
    assert_eq!((view.given[0].amount, view.left, view.given[0].code.as_ref()), (eur("12"), Money::ZERO, Some(&code)));
    assert!(shop.refused(scan(&code)).contains("déjà dans ce règlement"));
    // More articles, more of the paper; covered, it asks nobody and waits.
    shop.act(scan("CEI"));
    let view = shop.view();
    assert_eq!((view.given[0].amount, view.left), (eur("20"), eur("27")));
    shop.act(Action::CancelLine { line: comptoir_domain::id::LineId(2) });
    assert_eq!(shop.view().left, Money::ZERO);
    let sale = shop.paid(Action::Finish);
    assert_eq!((sale.lines[0].id, sale.tenders[0].amount), (wine, eur("12")));
    // 8.00 are left on it, and any means finishes what is covered.
    shop.act(scan(&code));
    shop.act(scan("SUC"));
    let sale = shop.paid(pay_rest(Cash));
    assert_eq!((sale.tenders.len(), sale.tenders[0].amount), (1, eur("2")));
}

#[test]
fn a_paper_as_a_tender_is_a_part_or_pays() {
    let mut shop = TestShop::new();
    let code = shop.gift_voucher();
    shop.act(scan("CEI"));
    assert!(shop.refused(pay_paper(CreditNote, None, &code)).contains("est un chèque-cadeau"));
    assert_eq!(
        shop.refused(pay_paper(GiftVoucher, Some("20.01"), &code)),
        format!("Il reste 20,00 € sur {code}, moins que 20,01 €.")
    );
    assert!(shop.refused(pay_paper(GiftVoucher, None, "CC-0000-0000")).contains("Aucun avoir"));
    assert!(shop.refused(pay_rest(GiftVoucher)).contains("Aucun avoir"));
    assert_eq!(shop.act(pay_paper(GiftVoucher, Some("5"), &code.to_lowercase())), Done::Given { left: eur("30") });
    assert!(shop.refused(pay_paper(GiftVoucher, Some("5"), &code)).contains("déjà dans ce règlement"));
    shop.act(Action::RemoveTender { index: 0 });
    assert_eq!(shop.act(pay_paper(GiftVoucher, None, &code)), Done::Given { left: eur("15") });
    shop.paid(pay(Card, "15"));
    shop.act(scan("CEI"));
    assert_eq!(shop.refused(scan(&code)), format!("{code} est épuisé."));
    assert_eq!(shop.refused(pay_paper(GiftVoucher, None, &code)), format!("{code} est épuisé."));
}

#[test]
fn a_credit_note_given_back_pays_the_next_sale() {
    let mut shop = TestShop::new();
    shop.act(scan("CEI"));
    let sale = shop.paid(pay_rest(Card));
    let refund = Action::Refund { number: sale.stamp.number, asked: Asked::Whole, tender: CreditNote };
    let note = shop.paid(refund).movements.issued[0].code.clone();
    shop.act(scan("CEI"));
    assert_eq!(shop.act(scan(&note)), Done::PaperKept { code: note, balance: eur("35") });
    assert_eq!(shop.view().given[0].kind, CreditNote);
    assert_eq!(shop.paid(Action::Finish).tenders[0].kind, CreditNote);
}
