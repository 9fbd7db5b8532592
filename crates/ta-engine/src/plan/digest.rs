//! The digests of the envelope (spec/plan.md PL1).

use sha2::{Digest as _, Sha256};

/// SHA-256.
pub type Digest = [u8; 32];

fn tagged(tag: &[u8], bytes: &[u8]) -> Digest {
    let mut hash = Sha256::new();
    hash.update(tag);
    hash.update(bytes);
    hash.finalize().into()
}

/// PL1.1: what a plan *is*.
pub fn identity(semantic: &[u8]) -> Digest {
    tagged(b"laakhay-ta/plan/1/semantic\0", semantic)
}

/// PL1.2: every byte before the last item's head.
pub fn envelope(before: &[u8]) -> Digest {
    tagged(b"laakhay-ta/plan/1/envelope\0", before)
}

/// The digest that ends a snapshot, over every byte before its head.
pub fn snapshot(before: &[u8]) -> Digest {
    tagged(b"laakhay-ta/snapshot/1\0", before)
}

/// Lower-case hexadecimal after `sha256:` (PL1.4).
pub fn text(digest: &Digest) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::from("sha256:"), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
