//! comptoir-devices
