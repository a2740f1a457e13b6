//! Tests through the public doors: bundled policies, hostile ones, and what is kept of compiled ones.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod book;
mod bundled;
mod cases;
mod compiled;
mod definitions;
mod differing;
mod filters;
mod hostile;
mod hostile_components;
mod hostile_scripts;
mod support;
mod twins;
mod vocabulary;
