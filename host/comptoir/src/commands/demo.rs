//! `comptoir demo`: a made-up shop with a year behind it, then the till.
