//! comptoir-policy
