//! The months of a simulation as a picture.

use std::path::Path;

use comptoir_app::backtest::{MonthReport, Report};
use comptoir_app::format::{money, number};
use comptoir_domain::language::Language;
use comptoir_domain::money::Money;
use comptoir_domain::quantity::Points;

use crate::commands::chart::{self, BARS, Panel};
use crate::context::Done;

/// Draws the months into a file: their revenue, what was given, and what each counter earned.
pub(super) fn write(file: &Path, report: &Report, language: Language) -> Done {
    let months: Vec<String> = report.months.iter().map(|month| month.month.clone()).collect();
    chart::write(file, &panels(report, language), &months)
}

fn panels(report: &Report, language: Language) -> Vec<Panel> {
    let amounts = move |cents: i64| money(Money::from_cents(cents), language);
    let points = move |units: i64| number(Points::from_ten_thousandths(units).value().round_dp(1), language);
    let of = |figure: &dyn Fn(&MonthReport) -> i64| report.months.iter().map(figure).collect();
    let mut panels = vec![
        Panel {
            title: language.pick("CA TTC hors programmes", "Gross revenue before programs").to_owned(),
            bars: of(&|month| month.revenue.cents()),
            color: BARS[0],
            write: Box::new(amounts),
        },
        Panel {
            title: format!("{} · {}", report.policy, language.pick("donné", "given")),
            bars: of(&|month| month.given.cents()),
            color: BARS[1],
            write: Box::new(amounts),
        },
    ];
    panels.extend(report.counters.iter().map(|counter| Panel {
        title: format!("{} · {}", counter.unit, language.pick("gagnés", "earned")),
        bars: of(&|month| month.earned.get(&counter.counter).map_or(0, |points| points.ten_thousandths())),
        color: BARS[2],
        write: Box::new(points),
    }));
    panels
}
