//! `comptoir plugin`: bundled policies and their cases.
