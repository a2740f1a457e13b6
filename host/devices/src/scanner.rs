//! Barcode scanners on a serial port (or a USB one that shows itself as such).
//!
//! [`Framer`] cuts the stream of bytes into scans and knows no clock: each call brings its time.
//! [`SerialScanner`] is the thread around it, which opens the port, gives [`ScanEvent`]s and
//! opens it again when the scanner was unplugged. What a code means is not decided here: the
//! text is what the scanner sent, with its AIM identifier if it has one.

mod framer;
mod serial;

pub use self::framer::{Frame, Framer, Scan};
pub use self::serial::{LostReason, ScanEvent, SerialScanner};
