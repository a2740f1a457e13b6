//! One adapter per view: `connect_…` sends its callbacks on, `show_…` puts values into it, and nothing else.

pub(crate) mod customer;
pub(crate) mod footer;
pub(crate) mod found;
pub(crate) mod header;
pub(crate) mod last;
pub(crate) mod payment;
pub(crate) mod ticket;
