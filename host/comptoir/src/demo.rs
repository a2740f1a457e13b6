//! A made-up French clothing boutique: the same seed and day give the same shop, for ever.

mod catalog;
mod random;
mod calendar;
mod people;
