//! One module per dialog: what it asks, what it refuses, what it sends to the desk.

pub(crate) mod article;
pub(crate) mod edit;
pub(crate) mod gift;
pub(crate) mod lesson;
pub(crate) mod parked;
pub(crate) mod people;
pub(crate) mod reading;
pub(crate) mod returns;
pub(crate) mod screen_settings;
