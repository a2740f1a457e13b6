//! The words of a trial on past sales.

use comptoir_app::backtest::Report;
use comptoir_app::format::{capital, day, number, percent};
use comptoir_domain::money::Money;
use comptoir_screens::{FigureRow, Tone};
use rust_decimal::Decimal;

use super::{MONTHS, Words};

impl Words {
    pub(crate) fn trial_progress(self, done: u64, of: u64) -> String {
        let [done, of] = [done, of].map(|count| number(Decimal::from(count), self.0));
        self.pick(format!("{done} ventes sur {of}"), format!("{done} sales of {of}"))
    }

    pub(crate) fn trial_title(self, report: &Report) -> String {
        let (first, last) = (day(report.first), day(report.last));
        let sales = number(Decimal::from(report.sales), self.0);
        if report.sales == 1 {
            return self.pick(
                format!("Une vente rejouée, du {first} au {last}"),
                format!("One sale asked again, from {first} to {last}"),
            );
        }
        self.pick(
            format!("{sales} ventes rejouées, du {first} au {last}"),
            format!("{sales} sales asked again, from {first} to {last}"),
        )
    }

    /// What the bars of the chart are.
    pub(crate) fn trial_given(self) -> &'static str {
        self.pick("Ce qu’il aurait donné", "What it would have given")
    }

    pub(crate) fn trial_sales(self, report: &Report) -> &'static str {
        if report.compared.is_some() {
            self.pick("Des ventes où il aurait donné autre chose", "Sales in which it would have given something else")
        } else {
            self.pick("Les ventes où il aurait donné le plus", "The sales in which it would have given most")
        }
    }

    /// `2026-11` as people abbreviate it.
    pub(crate) fn month(self, month: &str) -> &'static str {
        let place =
            month.split('-').nth(1).and_then(|month| month.parse::<usize>().ok()).and_then(|n| n.checked_sub(1));
        place.and_then(|place| self.pick(MONTHS[0], MONTHS[1]).get(place).copied()).unwrap_or_default()
    }

    /// A change with its sign.
    pub(crate) fn change_of(self, amount: Money) -> String {
        let sign = if amount.is_negative() { "−" } else { "+" };
        let plain = if amount.is_negative() { -amount } else { amount };
        format!("{sign}{}", self.money(plain))
    }

    /// The table.
    pub(crate) fn trial_figures(self, report: &Report) -> Vec<FigureRow> {
        let amount = |label: &str, amount: Money| row(label, &self.money(amount), Tone::Neutral);
        let mut rows =
            vec![FigureRow { tone: Tone::Brand, ..amount(self.pick("Donné en tout", "Given in all"), report.given) }];
        if let Some(share) = report.share {
            let share = percent(&share.normalize().to_string(), self.0);
            rows.push(row(self.pick("soit, du chiffre d’affaires", "that is, of the revenue"), &share, Tone::Neutral));
        }
        let parts = [
            (self.pick("dont remises", "of it, discounts"), report.discounts.amount),
            (self.pick("dont bons, à leur valeur", "of it, vouchers at their value"), report.vouchers.amount),
            (self.pick("dont articles offerts", "of it, items given"), report.items.worth),
            (self.pick("repris par les retours", "taken back by returns"), report.taken_back),
        ];
        rows.extend(
            parts.into_iter().filter(|(_, part)| *part != Money::ZERO).map(|(label, part)| amount(label, part)),
        );
        let rewarded = [report.rewarded, report.customers].map(|count| number(Decimal::from(count), self.0));
        let rewarded =
            self.pick(format!("{} sur {}", rewarded[0], rewarded[1]), format!("{} of {}", rewarded[0], rewarded[1]));
        rows.push(row(self.pick("Clients récompensés", "Customers rewarded"), &rewarded, Tone::Neutral));
        rows.extend(self.trial_counters(report));
        rows.extend(self.trial_troubles(report));
        rows
    }

    fn trial_counters(self, report: &Report) -> Vec<FigureRow> {
        let row_of = |counter: &comptoir_app::backtest::CounterReport| {
            let [earned, spent, held] =
                [counter.earned, counter.spent, counter.held].map(|points| number(points.value(), self.0));
            let value = self.pick(
                format!("{earned} gagnés, {spent} utilisés, {held} restent"),
                format!("{earned} earned, {spent} used, {held} left"),
            );
            row(&capital(&counter.unit), &value, Tone::Neutral)
        };
        report.counters.iter().map(row_of).collect()
    }

    fn trial_troubles(self, report: &Report) -> Vec<FigureRow> {
        let count = |label: &str, count: u64, tone| row(label, &number(Decimal::from(count), self.0), tone);
        let mut rows = Vec::new();
        if let Some(compared) = &report.compared {
            let label = self.pick("Ventes qui auraient été autres", "Sales that would have differed");
            rows.push(count(label, compared.differ, Tone::Neutral));
        }
        let troubles = [
            (self.pick("Ventes où il tombe en panne", "Sales in which it fails"), report.faults.count),
            (
                self.pick("Ventes où sa réponse est refusée", "Sales in which its answer is refused"),
                report.refusals.count,
            ),
        ];
        rows.extend(troubles.into_iter().filter(|(_, n)| *n > 0).map(|(label, n)| count(label, n, Tone::Blocked)));
        rows
    }
}

fn row(label: &str, value: &str, tone: Tone) -> FigureRow {
    FigureRow { label: label.into(), value: value.into(), tone }
}
