//! comptoir-journal
