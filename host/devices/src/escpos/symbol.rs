//! Barcodes: what can be printed on a given paper, and the bytes that ask for it.
//!
//! The printer draws the bars itself. It does not verify an EAN check digit, refuse what is too
//! wide or report anything, so all this is decided here, before.

use std::fmt;

/// A barcode of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symbol<'a> {
    Ean13(&'a str),
    Code128(&'a str),
    Qr(&'a str),
}

const GS: u8 = 0x1d;
/// Height of the bars in dots: one centimeter.
const BAR_HEIGHT: u8 = 80;
/// White on both sides of a bar code, in modules (ISO/IEC 15417).
const QUIET: usize = 20;
/// White on both sides of a QR code, in modules (ISO/IEC 18004).
const QR_QUIET: usize = 8;
const QR_MODULES: std::ops::RangeInclusive<usize> = 3..=6;

impl<'a> Symbol<'a> {
    pub(crate) const fn data(&self) -> &'a str {
        match self {
            Self::Ean13(data) | Self::Code128(data) | Self::Qr(data) => data,
        }
    }

    /// Whether a scanner could read what a printer of that width makes of it.
    pub(crate) fn is_printable(&self, dots: u16) -> bool {
        self.module(dots).is_some()
    }

    /// The commands that print the symbol; empty if it is not printable.
    pub(crate) fn encode(&self, dots: u16) -> Vec<u8> {
        let Some(module) = self.module(dots) else { return Vec::new() };
        match self {
            Self::Ean13(digits) => bars(module, 67, digits.as_bytes()),
            Self::Code128(text) => bars(module, 73, &code128_data(text)),
            Self::Qr(text) => qr(module, text.as_bytes()),
        }
    }

    /// The width of the narrowest bar in dots: the largest one that fits.
    fn module(&self, dots: u16) -> Option<u8> {
        let dots = usize::from(dots);
        let (modules, sizes) = match self {
            Self::Ean13(digits) if is_ean13(digits) => (95 + QUIET, 2..=3),
            Self::Code128(text) if is_code128(text) => (11 * text.len() + 35 + QUIET, 2..=3),
            Self::Qr(text) if !text.is_empty() => (qr_modules(text.len())? + QR_QUIET, QR_MODULES),
            _ => return None,
        };
        sizes.rev().find(|size| modules * size <= dots).and_then(|size| u8::try_from(size).ok())
    }
}

impl fmt::Display for Symbol<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Ean13(_) => "ean13",
            Self::Code128(_) => "code128",
            Self::Qr(_) => "qr",
        };
        write!(f, "[{kind} {}]", self.data())
    }
}

/// Thirteen digits of which the last is the check digit (weights 3 and 1 from the right).
fn is_ean13(digits: &str) -> bool {
    let sum = |odd: usize| -> u32 { digits.bytes().skip(odd).step_by(2).map(|digit| u32::from(digit - b'0')).sum() };
    digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit()) && (sum(0) + 3 * sum(1)) % 10 == 0
}

/// Set B of Code 128 is printable ASCII; the length byte also counts the `{B`.
fn is_code128(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The data with the choice of set B; a brace would be a command, so it is doubled.
fn code128_data(text: &str) -> Vec<u8> {
    let mut data = b"{B".to_vec();
    for byte in text.bytes() {
        data.extend(std::iter::repeat_n(byte, if byte == b'{' { 2 } else { 1 }));
    }
    data
}

/// Height, module width, human-readable text below, then `GS k m n data`.
fn bars(module: u8, kind: u8, data: &[u8]) -> Vec<u8> {
    let length = u8::try_from(data.len()).expect("a symbol that fits the paper is short");
    let mut out = vec![GS, b'h', BAR_HEIGHT, GS, b'w', module, GS, b'H', 2, GS, b'f', 0];
    out.extend([GS, b'k', kind, length]);
    out.extend(data);
    out
}

/// Model 2, module size, correction level M, store, print.
fn qr(module: u8, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    qr_function(&mut out, 65, &[50, 0]);
    qr_function(&mut out, 67, &[module]);
    qr_function(&mut out, 69, &[49]);
    qr_function(&mut out, 80, &[&[48], data].concat());
    qr_function(&mut out, 81, &[48]);
    out
}

/// `GS ( k pL pH 49 function parameters`.
fn qr_function(out: &mut Vec<u8>, function: u8, parameters: &[u8]) {
    let length = u16::try_from(parameters.len() + 2).expect("a QR code holds at most 2331 bytes");
    out.extend([GS, b'(', b'k']);
    out.extend(length.to_le_bytes());
    out.extend([49, function]);
    out.extend(parameters);
}

/// The side of the smallest QR code of level M that holds so many bytes, in modules.
fn qr_modules(bytes: usize) -> Option<usize> {
    let version = QR_BYTES_M.iter().position(|capacity| bytes <= *capacity)? + 1;
    Some(17 + 4 * version)
}

/// Bytes that versions 1 to 40 hold at level M (ISO/IEC 18004, table 7).
const QR_BYTES_M: [usize; 40] = [
    14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666, 711, 779, 857, 911,
    997, 1059, 1125, 1190, 1264, 1370, 1452, 1538, 1628, 1722, 1809, 1911, 1989, 2099, 2213, 2331,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_each_symbol() {
        let head = [0x1d, b'h', 80, 0x1d, b'w', 3, 0x1d, b'H', 2, 0x1d, b'f', 0];
        let ean = [&head[..], &[0x1d, b'k', 67, 13], b"3017620422003"].concat();
        assert_eq!(Symbol::Ean13("3017620422003").encode(576), ean);
        let code128 = [&head[..], &[0x1d, b'k', 73, 11], b"{BC1-000123"].concat();
        assert_eq!(Symbol::Code128("C1-000123").encode(576), code128);
        let qr = [
            &[0x1d, b'(', b'k', 4, 0, 49, 65, 50, 0][..],
            &[0x1d, b'(', b'k', 3, 0, 49, 67, 6],
            &[0x1d, b'(', b'k', 3, 0, 49, 69, 49],
            &[0x1d, b'(', b'k', 7, 0, 49, 80, 48],
            b"ABCD",
            &[0x1d, b'(', b'k', 3, 0, 49, 81, 48],
        ];
        assert_eq!(Symbol::Qr("ABCD").encode(576), qr.concat());
    }

    #[test]
    fn a_brace_in_code_128_is_doubled_and_counted() {
        let bytes = Symbol::Code128("A{C").encode(576);
        assert!(bytes.ends_with(&[&[73, 6][..], b"{BA{{C"].concat()), "{bytes:?}");
    }

    #[test]
    fn what_no_scanner_could_read_is_not_printable() {
        for (symbol, dots, printable) in [
            (Symbol::Ean13("3017620422003"), 384, true),
            (Symbol::Ean13("3017620422004"), 384, false),
            (Symbol::Ean13("301762042200"), 576, false),
            (Symbol::Ean13("301762042200A"), 576, false),
            (Symbol::Ean13("301762042200٣"), 576, false),
            (Symbol::Code128(""), 576, false),
            (Symbol::Code128("é"), 576, false),
            (Symbol::Code128("123456789012"), 384, true),
            (Symbol::Code128("1234567890123"), 384, false),
            (Symbol::Code128("1234567890123"), 576, true),
            (Symbol::Qr(""), 576, false),
            (Symbol::Qr("https://example.org/t/C1-000123"), 384, true),
        ] {
            assert_eq!(symbol.is_printable(dots), printable, "{symbol} on {dots} dots");
            assert_eq!(symbol.encode(dots).is_empty(), !printable);
        }
    }

    #[test]
    fn modules_shrink_until_the_symbol_fits() {
        assert_eq!(Symbol::Code128("C1-000123").module(576), Some(3));
        assert_eq!(Symbol::Code128("C1-000123").module(384), Some(2));
        let long = "x".repeat(900);
        assert_eq!(Symbol::Qr(&long).module(576), Some(4));
        assert_eq!(Symbol::Qr(&long).module(384), Some(3));
        assert_eq!(Symbol::Qr(&"x".repeat(2332)).module(576), None);
    }
}
