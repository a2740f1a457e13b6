//! comptoir-domain
