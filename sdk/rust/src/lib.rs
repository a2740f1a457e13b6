//! Write loyalty and promotion programs for Comptoir in Rust, and filters that choose customers.
//!
//! A program is told the facts of one sale and proposes effects; the till checks, rounds and applies them. It
//! knows nothing else: no clock, no disk, no network, no memory of earlier calls but its counters. So it gives
//! the same answer at the till, in the back office and in a test. There are no floats: [`Money`], [`Points`],
//! [`Decimal`] and [`Percent`] are exact, and what leaves their range is a [`Fault`], never a wrong number.
//!
//! # A program
//!
//! Settings are a struct, the rule is a function of them:
//!
//! ```
//! use comptoir_sdk::{
//!     Departments, Effects, Message, Money, Offer, Points, Policy, Result, Sale, Settings, Voucher, export, text,
//! };
//!
//! /// What the merchant sets: each field is a setting of `manifest.toml`.
//! #[derive(Settings)]
//! pub struct Program {
//!     /// Points for each whole step of purchases.
//!     points: Points,
//!     step: Money,
//!     excluded: Departments,
//!     /// The points that the gift costs, and its worth.
//!     threshold: Points,
//!     worth: Money,
//! }
//!
//! impl Policy for Program {
//!     fn evaluate(&self, sale: &Sale, out: &mut Effects) -> Result {
//!         if !out.require_true("why-customer", sale.customer().is_some()) {
//!             return Ok(());
//!         }
//!         let basket = sale.select(|line| line.is_paid_item() && !line.is_in(&self.excluded));
//!         let earned = self.points.times(basket.gross()?.whole_steps(self.step)?)?;
//!         out.earn("points", earned).lines(&basket);
//!
//!         let points = sale.counter("points").balance().plus(earned)?;
//!         if out.require_at_least("why-threshold", self.threshold, points) {
//!             let title = text!("offer-gift", worth = self.worth);
//!             let gift = Voucher::of(self.worth).expires(sale.day().plus_days(180)?);
//!             out.offer(Offer::new("gift", title).cost("points", self.threshold).reward(gift));
//!         }
//!         out.message(Message::receipt(text!("receipt-points", points = points)));
//!         Ok(())
//!     }
//! }
//!
//! export!(Program);
//!
//! // And its test: plain Rust, in the native target.
//! use comptoir_sdk::testing::{self, SaleBuilder};
//!
//! let program = Program {
//!     points: Points::ONE,
//!     step: Money::from_cents(1_00),
//!     excluded: ["presse"].into_iter().collect(),
//!     threshold: Points::from(200),
//!     worth: Money::from_cents(10_00),
//! };
//! let sale = SaleBuilder::new().counter("points", 150).line("50.00").line("9.00").department("presse");
//! let answer = testing::evaluate(&program, &sale);
//! assert_eq!(answer.earned("points"), Points::from(50));
//! assert_eq!(answer.offers(), ["gift"]);
//! ```
//!
//! # A package
//!
//! The crate of a program is a `cdylib` for the till and an `rlib` for its tests. Beside `src/lib.rs` it has
//! `manifest.toml` (what it is, its settings and counters, what it may propose), the catalogs `locale/fr.ftl`
//! and `locale/en.ftl` with every key that [`text!`] and conditions name, and `cases/*.toml`: sales and what
//! must come of them, which the till itself checks. `plugins/loyalty-spend` is a model to copy.
//!
//! # Where to look
//!
//! - [`Policy`]: the functions of a program; [`Settings`](derive@Settings), [`Choice`](derive@Choice): its
//!   settings.
//! - [`Sale`], [`Line`], [`Lines`], [`Customer`], [`Counter`]: the facts. [`history`]: the customer's past.
//! - [`Effects`]: what it may propose, and the conditions it notes for the "why?" of the screen.
//! - [`Filter`], [`Candidate`], [`Verdict`]: the other kind of policy, which chooses customers.
//! - [`Date`], [`Birthday`], [`Weekdays`], [`Hours`]: the calendar.
//! - [`testing`]: tests without WebAssembly.

#![cfg_attr(not(test), no_std)]

extern crate alloc;
// The derives name the crate as programs see it; its own tests derive too.
extern crate self as comptoir_sdk;
#[cfg(not(target_arch = "wasm32"))]
extern crate std;

pub mod calendar;
pub mod contract;
pub mod effects;
mod fault;
mod filter;
pub mod history;
#[cfg(any(target_arch = "wasm32", test))]
mod memory;
pub mod numbers;
mod policy;
pub mod sale;
pub mod settings;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
mod text;

pub use calendar::{Birthday, Date, Hours, Weekday, Weekdays};
pub use effects::{Discount, Earning, Effects, FreeItem, Message, Offer, Reward, Surface, Voucher};
pub use fault::{Fault, Result};
pub use filter::{Filter, Verdict};
pub use history::{Bought, Period, Plan, Question};
pub use numbers::{Decimal, Money, Percent, Points};
pub use policy::Policy;
pub use sale::{Candidate, Counter, Customer, Event, Item, Line, LineKind, Lines, Lot, OfferAnswer, Sale};
pub use settings::{Choice, Departments, Groups, Issues, Items, Settings, Tags};
pub use text::{Text, Value};

/// How the till calls a program, for [`export!`] and for tools that call one natively, with the types of the
/// [`contract`].
pub mod native {
    pub use crate::filter::{judge, prepare as prepare_filter, select};
    pub use crate::policy::{answer, evaluate, prepare};
}

/// The examples of the README are run with those of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
