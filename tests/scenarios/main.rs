//! Days at the counter, end to end: each test is a small story told to the program `comptoir`, and
//! every figure it answers is compared with one worked out by hand.

mod people;
