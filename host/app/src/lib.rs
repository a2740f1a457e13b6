//! comptoir-app
