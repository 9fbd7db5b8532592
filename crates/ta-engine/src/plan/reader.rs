//! Strict reading of deterministic CBOR: shortest heads, definite lengths, and only the types that plans and
//! snapshots use. Nothing here allocates: whoever does checks [`Reader::list`]'s count first.

use crate::{Code, Error};
use minicbor::data::Type;
use minicbor::decode::{Decoder, Error as CborError};

/// Which codes a container's defects get.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    pub truncated: Code,
    pub encoding: Code,
    pub shape: Code,
}

/// The codes of a plan.
pub const PLAN: Codes = Codes {
    truncated: Code::PlanTruncated,
    encoding: Code::PlanEncoding,
    shape: Code::PlanShape,
};

/// The codes of a snapshot.
pub const SNAPSHOT: Codes = Codes {
    truncated: Code::SnapshotInvalid,
    encoding: Code::SnapshotInvalid,
    shape: Code::SnapshotInvalid,
};

/// A cursor over `bytes`, which stand at offset `base` of the whole.
pub struct Reader<'a> {
    decoder: Decoder<'a>,
    base: usize,
    codes: Codes,
}

fn head_length(argument: u64) -> usize {
    match argument {
        0..=23 => 1,
        24..=0xff => 2,
        0x100..=0xffff => 3,
        0x1_0000..=0xffff_ffff => 5,
        _ => 9,
    }
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8], base: usize, codes: Codes) -> Self {
        Reader {
            decoder: Decoder::new(bytes),
            base,
            codes,
        }
    }

    /// The offset, in the whole, of the next byte.
    pub fn offset(&self) -> usize {
        self.base + self.decoder.position()
    }

    /// Bytes not yet read.
    pub fn remaining(&self) -> usize {
        self.decoder.input().len() - self.decoder.position()
    }

    pub fn shape(&self, offset: usize, message: impl Into<String>) -> Error {
        Error::at(self.codes.shape, offset, message)
    }

    fn fault(&self, offset: usize, what: &str, error: &CborError) -> Error {
        if error.is_end_of_input() {
            return Error::at(
                self.codes.truncated,
                self.base + self.decoder.input().len(),
                format!("{what} is cut short"),
            );
        }
        Error::at(self.codes.shape, offset, format!("{what} is not of its type"))
    }

    /// Checks that the head read from `start` on, with this argument and `content` bytes after it, was the shortest.
    fn shortest(&self, start: usize, argument: u64, content: usize) -> Result<(), Error> {
        let head = self.offset() - start - content;
        if head == head_length(argument) {
            return Ok(());
        }
        Err(Error::at(
            self.codes.encoding,
            start,
            format!("a head of {head} bytes where {} do", head_length(argument)),
        ))
    }

    pub fn unsigned(&mut self, what: &str) -> Result<u64, Error> {
        let start = self.offset();
        let value = self
            .decoder
            .u64()
            .map_err(|error| self.fault(start, what, &error))?;
        self.shortest(start, value, 0)?;
        Ok(value)
    }

    /// An unsigned number below `end`.
    pub fn below(&mut self, end: u64, what: &str) -> Result<u64, Error> {
        let start = self.offset();
        let value = self.unsigned(what)?;
        if value < end {
            Ok(value)
        } else {
            Err(self.shape(start, format!("{what} is {value}, not below {end}")))
        }
    }

    pub fn index(&mut self, what: &str) -> Result<u32, Error> {
        Ok(self.below(1 << 32, what)? as u32)
    }

    pub fn bytes(&mut self, what: &str) -> Result<&'a [u8], Error> {
        let start = self.offset();
        let value = self
            .decoder
            .bytes()
            .map_err(|error| self.fault(start, what, &error))?;
        self.shortest(start, value.len() as u64, value.len())?;
        Ok(value)
    }

    pub fn text(&mut self, what: &str) -> Result<&'a str, Error> {
        let start = self.offset();
        let value = self
            .decoder
            .str()
            .map_err(|error| self.fault(start, what, &error))?;
        self.shortest(start, value.len() as u64, value.len())?;
        Ok(value)
    }

    fn definite(
        &mut self,
        what: &str,
        read: impl Fn(&mut Decoder<'a>) -> Result<Option<u64>, CborError>,
    ) -> Result<u64, Error> {
        let start = self.offset();
        match read(&mut self.decoder).map_err(|error| self.fault(start, what, &error))? {
            Some(count) => {
                self.shortest(start, count, 0)?;
                Ok(count)
            }
            None => Err(Error::at(
                self.codes.encoding,
                start,
                format!("{what} is of indefinite length"),
            )),
        }
    }

    /// The count of an array: never more than the bytes that are left, so an allocation of that many items
    /// is proportional to the input.
    pub fn list(&mut self, what: &str) -> Result<usize, Error> {
        let count = self.definite(what, Decoder::array)?;
        if count > self.remaining() as u64 {
            let end = self.offset() + self.remaining();
            return Err(Error::at(
                self.codes.truncated,
                end,
                format!("{what} is cut short"),
            ));
        }
        Ok(count as usize)
    }

    /// An array of exactly `count` items.
    pub fn tuple(&mut self, count: usize, what: &str) -> Result<(), Error> {
        let start = self.offset();
        match self.list(what)? {
            found if found == count => Ok(()),
            found => Err(self.shape(start, format!("{what} has {found} items, not {count}"))),
        }
    }

    /// The count of a map's entries.
    pub fn map(&mut self, what: &str) -> Result<usize, Error> {
        let count = self.definite(what, Decoder::map)?;
        if count.saturating_mul(2) > self.remaining() as u64 {
            let end = self.offset() + self.remaining();
            return Err(Error::at(
                self.codes.truncated,
                end,
                format!("{what} is cut short"),
            ));
        }
        Ok(count as usize)
    }

    /// Consumes a null if one stands here.
    pub fn null(&mut self) -> bool {
        matches!(self.decoder.datatype(), Ok(Type::Null)) && self.decoder.null().is_ok()
    }

    pub fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        if self.null() {
            Ok(None)
        } else {
            read(self).map(Some)
        }
    }

    /// Skips one item of any content and returns its bytes. Its heads must be shortest and definite; its
    /// nesting costs no stack.
    pub fn skip(&mut self, what: &str) -> Result<&'a [u8], Error> {
        let start = self.decoder.position();
        let mut pending: u64 = 1;
        while pending > 0 {
            pending -= 1;
            let at = self.offset();
            let kind = self
                .decoder
                .datatype()
                .map_err(|error| self.fault(at, what, &error))?;
            match kind {
                Type::U8 | Type::U16 | Type::U32 | Type::U64 => {
                    self.unsigned(what)?;
                }
                Type::Bytes => {
                    self.bytes(what)?;
                }
                Type::String => {
                    self.text(what)?;
                }
                Type::Array => pending = pending.saturating_add(self.list(what)? as u64),
                Type::Map => pending = pending.saturating_add(2 * self.map(what)? as u64),
                Type::Null => {
                    self.null();
                }
                Type::Bool => {
                    self.decoder
                        .bool()
                        .map_err(|error| self.fault(at, what, &error))?;
                }
                _ => {
                    return Err(Error::at(
                        self.codes.encoding,
                        at,
                        format!("{what} holds a type that no plan uses"),
                    ));
                }
            }
        }
        Ok(&self.decoder.input()[start..self.decoder.position()])
    }

    /// Nothing may follow.
    pub fn end(&self, code: Code, what: &str) -> Result<(), Error> {
        match self.remaining() {
            0 => Ok(()),
            left => Err(Error::at(
                code,
                self.offset(),
                format!("{left} bytes after {what}"),
            )),
        }
    }
}
