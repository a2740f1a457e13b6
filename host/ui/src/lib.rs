//! The windows: what the cashier and the merchant see and touch, and their way to the shop's use cases.
//!
//! Rust decides, the markup (crate `comptoir-screens`) shows. [`stage::Stage`] is the window with what it shows;
//! `adapters/` and `dialogs/` have one module per view; [`desk::Desk`] is the counter behind it, on a thread of its
//! own, so that the event loop waits for no database, policy or device; `keys` tells a scanner that types from a
//! person; [`run()`] opens all of it. [`office`] is the back office, a window of its own. Here is no SQL, no price
//! and no rule.

mod adapters;
mod answers;
mod banners;
mod bug;
pub mod desk;
mod dialogs;
mod display;
mod keys;
pub mod office;
mod rows;
pub mod run;
pub mod settings;
pub mod stage;
mod words;

pub use comptoir_screens as screens;
pub use display::PICTURES;
pub use run::{Exit, Opening, run};
pub use settings::ScreenSettings;
pub use stage::{Props, Stage};
