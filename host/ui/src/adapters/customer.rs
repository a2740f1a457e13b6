//! The customer's panel: who buys, what they have, what they are offered.

use comptoir_app::OfferAnswer;
use comptoir_app::counter::{Action, View, ViewCustomer, ViewOffer};
use comptoir_app::format::{money, number};
use comptoir_domain::facts::OfferState;
use comptoir_domain::id::ProgramId;
use comptoir_domain::money::Money;
use comptoir_screens::slint::{Global as _, SharedString};
use comptoir_screens::{CustomerAdapter, Icons, OfferRow, StatRow, Tone};

use crate::rows::refresh;
use crate::settings::Order;
use crate::stage::Stage;

/// What stands between a program and its offer in the id of a row.
const BETWEEN: char = '\u{1f}';

fn offer_id(offer: &ViewOffer) -> String {
    format!("{}{BETWEEN}{}", offer.program, offer.offer)
}

impl Stage {
    pub(crate) fn connect_customer(&self) {
        let customer = CustomerAdapter::get(&self.window);
        customer.on_identify(self.on(Self::open_find_customer));
        customer.on_create(self.on(Self::open_new_customer));
        customer.on_remove(self.on(|stage| stage.act(Action::RemoveCustomer)));
        customer.on_take(self.with(|stage, id: SharedString| stage.offer_taken(&id)));
        customer.on_later(self.with(|stage, id: SharedString| stage.answer_offer(&id, OfferState::Later)));
        customer.on_undo(self.with(|stage, id: SharedString| stage.answer_offer(&id, OfferState::Open)));
        customer.on_why(self.on(Self::why_pressed));
    }

    fn answer_offer(&self, id: &str, state: OfferState) {
        if let Some((program, offer)) = id.split_once(BETWEEN) {
            let (program, offer, answer) = (ProgramId::new(program), offer.to_owned(), OfferAnswer::of(state));
            self.act(Action::Answer { program, offer, answer });
        }
    }

    fn offer_taken(&self, id: &str) {
        let offer = self.view().and_then(|view| view.offers.iter().find(|offer| offer_id(offer) == id).cloned());
        if let Some(offer) = offer {
            self.take_offer(&offer);
        }
    }

    /// F8 takes the first gift that is not taken, Shift+F8 puts it off.
    pub(crate) fn offer_pressed(&self, state: OfferState) {
        let offer = self.view().and_then(|view| {
            let waits = |offer: &&ViewOffer| match state {
                OfferState::Later => offer.state == OfferState::Open,
                _ => offer.state != OfferState::Taken,
            };
            view.offers.iter().find(waits).map(offer_id)
        });
        match offer {
            Some(id) if state == OfferState::Taken => self.offer_taken(&id),
            Some(id) => self.answer_offer(&id, state),
            None => self.note(self.words().no_offer()),
        }
    }

    pub(crate) fn show_customer(&self, view: &View) {
        let adapter = CustomerAdapter::get(&self.window);
        let counter_first = self.settings.borrow().order == Order::CounterFirst;
        adapter.set_counter_first(counter_first);
        adapter.set_identified(view.customer.is_some());
        let offers = view.offers.iter().map(|offer| self.offer_row(offer)).collect();
        refresh(&adapter.get_offers(), offers, |rows| adapter.set_offers(rows));
        if let Some(customer) = &view.customer {
            self.show_known(&adapter, view, customer);
        }
    }

    fn show_known(&self, adapter: &CustomerAdapter<'_>, view: &View, customer: &ViewCustomer) {
        let (words, summary) = (self.words(), &customer.summary);
        adapter.set_name(summary.customer.person.display_name().into());
        adapter.set_group(customer.group.as_ref().map(|group| words.group(group)).unwrap_or_default().into());
        let birthday =
            if summary.birthday_today { words.birthday(summary.customer.person.birthday) } else { String::new() };
        adapter.set_birthday(birthday.into());
        let badges = view.badges.iter().map(SharedString::from).collect();
        refresh(&adapter.get_badges(), badges, |rows| adapter.set_badges(rows));
        let hold = summary.account.as_ref().and_then(|account| account.hold.as_deref());
        adapter.set_hold(hold.map(|reason| words.hold(reason)).unwrap_or_default().into());
        let regime = customer.regime.as_ref();
        adapter.set_regime(regime.map(|regime| regime.badge.as_str()).unwrap_or_default().into());
        adapter.set_regime_why(regime.map(|regime| regime.why.as_str()).unwrap_or_default().into());
        adapter.set_regime_proven(regime.is_none_or(|regime| regime.proven));
        let stats = self.stats(customer);
        let line = stats.iter().map(|stat| format!("{} {}", stat.label, stat.value)).collect::<Vec<_>>().join(" · ");
        adapter.set_line(line.into());
        refresh(&adapter.get_stats(), stats, |rows| adapter.set_stats(rows));
        adapter.set_habits(words.habits(&summary.indicators).into());
        let recent = customer.recent.iter().map(|sale| SharedString::from(words.recent(sale))).collect();
        refresh(&adapter.get_recent(), recent, |rows| adapter.set_recent(rows));
        adapter.set_note(summary.customer.person.note.as_deref().unwrap_or_default().into());
    }

    /// Points first, then what pays, then what is owed; what is zero says nothing, the points apart.
    pub(crate) fn stats(&self, customer: &ViewCustomer) -> Vec<StatRow> {
        let (words, language, icons) = (self.words(), self.language(), Icons::get(&self.window));
        let mut stats: Vec<StatRow> = Vec::new();
        for counter in customer.counters.iter().take(2) {
            stats.push(StatRow {
                label: counter.title.as_str().into(),
                value: number(counter.holding.balance.value(), language).into(),
                tone: Tone::Brand,
                icon: icons.get_star(),
            });
        }
        let papers = [
            (words.credit_notes(), customer.credit_notes, icons.get_receipt()),
            (words.gift_vouchers(), customer.gift_vouchers, icons.get_gift()),
            (words.vouchers(), customer.vouchers, icons.get_voucher()),
        ];
        for (label, amount, icon) in papers.into_iter().filter(|(_, amount, _)| amount.is_positive()) {
            stats.push(StatRow { label: label.into(), value: money(amount, language).into(), tone: Tone::Ok, icon });
        }
        if let Some(account) = &customer.summary.account {
            let held = account.hold.is_some() || customer.account_left.is_some_and(|left| left <= Money::ZERO);
            stats.push(StatRow {
                label: words.account().into(),
                value: words.account_of(account.balance, account.limit).into(),
                tone: if held { Tone::Blocked } else { Tone::Neutral },
                icon: icons.get_account(),
            });
        }
        stats
    }

    fn offer_row(&self, offer: &ViewOffer) -> OfferRow {
        OfferRow {
            id: offer_id(offer).into(),
            title: offer.title.as_str().into(),
            detail: self.words().offer_detail(offer).into(),
            taken: offer.state == OfferState::Taken,
            later: offer.state == OfferState::Later,
        }
    }

    /// A customer was identified: the forms that asked for one close, and the eye goes to the panel.
    pub(crate) fn customer_known(&self) {
        use comptoir_screens::OpenDialog;
        if matches!(self.dialog(), OpenDialog::FindCustomer | OpenDialog::NewCustomer) {
            self.show_dialog(OpenDialog::None);
        }
        self.forget_last();
    }
}
