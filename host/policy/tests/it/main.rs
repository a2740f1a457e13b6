//! Tests through the public doors: bundled policies and hostile ones.

mod bundled;
mod hostile;
mod support;
