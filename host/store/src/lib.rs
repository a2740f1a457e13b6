//! comptoir-store
