//! Digests of contents: names that change with a file, and stamps that say "this is done already".

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::Path;

use crate::stop::{Result, While};

/// Sixteen hexadecimal digits for these bytes.
pub(crate) fn of(parts: &[&[u8]]) -> String {
    let mut hasher = DefaultHasher::new();
    for part in parts {
        hasher.write_usize(part.len());
        hasher.write(part);
    }
    format!("{:016x}", hasher.finish())
}

/// Does the stamp file hold exactly this digest?
pub(crate) fn is_stamped(stamp: &Path, digest: &str) -> bool {
    std::fs::read_to_string(stamp).is_ok_and(|found| found == digest)
}

/// Writes the stamp after the work is done.
pub(crate) fn stamp(stamp: &Path, digest: &str) -> Result<()> {
    std::fs::write(stamp, digest).or_stop(|| format!("write {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_moved_from_one_part_to_the_next_changes_the_digest() {
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
        assert_eq!(of(&[b"ab", b"c"]), of(&[b"ab", b"c"]));
    }
}
