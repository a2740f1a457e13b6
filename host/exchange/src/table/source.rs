//! Bytes in pieces, which can be given back, and UTF-16 made UTF-8 on the way.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding};

/// How much is asked for at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// A reader whose bytes are looked at before they are taken, and can be given back.
pub(super) struct Source {
    reader: Box<dyn Read + Send>,
    held: Vec<u8>,
    taken: usize,
    is_over: bool,
}

impl Source {
    pub(super) fn new(reader: Box<dyn Read + Send>) -> Self {
        Self { reader, held: Vec::new(), taken: 0, is_over: false }
    }

    /// Gives what is at hand, at least `wanted` bytes but at the end of the file.
    pub(super) fn ahead(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.held.len() - self.taken < wanted && !self.is_over {
            self.refill()?;
        }
        Ok(&self.held[self.taken..])
    }

    /// Looks at the next byte; none at the end of the file.
    pub(super) fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.ahead(1)?.first().copied())
    }

    /// Takes bytes that were looked at.
    pub(super) fn take(&mut self, count: usize) {
        self.taken += count;
    }

    /// Gives bytes back, to be read again.
    pub(super) fn give_back(&mut self, bytes: &[u8]) {
        self.held.splice(..self.taken, bytes.iter().copied());
        self.taken = 0;
    }

    fn refill(&mut self) -> io::Result<()> {
        self.held.drain(..self.taken);
        self.taken = 0;
        let known = self.held.len();
        self.held.resize(known + PIECE, 0);
        let read = loop {
            match self.reader.read(&mut self.held[known..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.held.truncate(known + read.as_ref().map_or(0, |read| *read));
        self.is_over = read? == 0;
        Ok(())
    }
}

/// Reads UTF-16 as UTF-8; what is no text becomes `�`.
pub(super) struct Utf16 {
    reader: Box<dyn Read + Send>,
    decoder: Decoder,
    raw: Vec<u8>,
    done: usize,
    is_over: bool,
    is_finished: bool,
    text: Vec<u8>,
    given: usize,
}

impl Utf16 {
    pub(super) fn new(reader: Box<dyn Read + Send>, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let (raw, text) = (Vec::new(), Vec::new());
        Self { reader, decoder, raw, done: 0, is_over: false, is_finished: false, text, given: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        if self.done == self.raw.len() && !self.is_over {
            self.raw.resize(PIECE, 0);
            let read = self.reader.read(&mut self.raw)?;
            self.raw.truncate(read);
            self.done = 0;
            self.is_over = read == 0;
        }
        self.text.resize(PIECE, 0);
        let (result, read, written, _) =
            self.decoder.decode_to_utf8(&self.raw[self.done..], &mut self.text, self.is_over);
        self.done += read;
        self.given = 0;
        self.text.truncate(written);
        self.is_finished = self.is_over && result == CoderResult::InputEmpty;
        Ok(())
    }
}

impl Read for Utf16 {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            if self.is_finished {
                return Ok(0);
            }
            self.refill()?;
        }
        let count = into.len().min(self.text.len() - self.given);
        into[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}
