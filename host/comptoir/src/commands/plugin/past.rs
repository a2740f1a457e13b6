//! `comptoir plugin`, on the shop's own past: simulations, sales asked again, reasons, cases and measures.

mod backtest;
mod bench;
mod chart;
mod record;
mod replay;
mod why;

use crate::args::PastCmd;
use crate::context::{Context, Done};

pub(super) fn run(args: &PastCmd, context: &Context) -> Done {
    match args {
        PastCmd::Backtest(args) => backtest::run(args, context),
        PastCmd::Replay(args) => replay::run(args, context),
        PastCmd::Why { of, program, case: None } => why::sale(of, program.as_deref(), context),
        PastCmd::Why { of, case: Some(case), .. } => why::case(of, case, context),
        PastCmd::Record { number, program, out } => record::run(number, program, out.as_deref(), context),
        PastCmd::Bench { policy } => bench::run(policy, context),
    }
}
