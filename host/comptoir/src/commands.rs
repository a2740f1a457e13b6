//! One module per command; each reads its arguments, calls a use case and writes the answer.

mod account;
mod card;
mod chart;
mod counter;
mod credit;
mod customer;
mod demo;
mod device;
mod files;
mod filter;
mod init;
mod journal;
mod plugin;
mod price;
mod program;
mod receipt;
mod refund;
mod sale;
mod stats;
mod till;
mod window;

use crate::args::Cmd;
use crate::context::{Context, Done};

/// Runs a command.
pub(crate) fn run(command: Cmd, context: &Context) -> Done {
    match command {
        Cmd::Init(args) => init::run(&args, context),
        Cmd::Demo(args) => demo::run(&args, context),
        Cmd::Till(args) => till::run(&args, context),
        Cmd::Office(_) => window::office(context),
        Cmd::Sale(args) => sale::run(&args, context),
        Cmd::Refund(args) => refund::run(&args, context),
        Cmd::Receipt(args) => receipt::run(&args, context),
        Cmd::Item(args) => files::items(&args, context),
        Cmd::Price(args) => price::run(&args, context),
        Cmd::Customer(args) => customer::run(&args, context),
        Cmd::Group(args) => customer::group(&args, context),
        Cmd::Card(args) => card::run(&args, context),
        Cmd::Account(args) => account::run(&args, context),
        Cmd::Credit(args) => credit::run(&args, context),
        Cmd::Stats(args) => stats::run(&args, context),
        Cmd::Program(args) => program::run(&args, context),
        Cmd::Counter(args) => counter::run(&args, context),
        Cmd::Filter(args) => filter::run(&args, context),
        Cmd::Plugin(args) => plugin::run(&args, context),
        Cmd::Journal(args) => journal::run(&args, context),
        Cmd::Device(args) => device::run(&args, context),
    }
}
