//! Record ids: 15 case-sensitive characters, or 18 with the checksum that survives a change of case.
//!
//! Knows how an id is spelled and checked. Knows nothing of which records exist.

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECKSUM: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// The instance part that every id of this org carries after its key prefix.
const INSTANCE: &str = "dM";

/// The id with the given key prefix and running number, in its 18-character form.
pub(crate) fn numbered(prefix: &str, number: u64) -> String {
    let mut digits = [b'0'; 10];
    let mut rest = number;
    for place in digits.iter_mut().rev() {
        let index = usize::try_from(rest % 62).unwrap_or(0);
        *place = BASE62.get(index).copied().unwrap_or(b'0');
        rest /= 62;
    }
    let mut id = String::with_capacity(18);
    id.push_str(prefix);
    id.push_str(INSTANCE);
    id.extend(digits.iter().map(|digit| char::from(*digit)));
    with_checksum(&id)
}

/// A 15-character id followed by its three checksum characters.
fn with_checksum(short: &str) -> String {
    let suffix = short.as_bytes().chunks(5).map(|group| {
        let mut bits = 0;
        for (place, character) in group.iter().enumerate() {
            if character.is_ascii_uppercase() {
                bits |= 1 << place;
            }
        }
        CHECKSUM.get(bits).copied().map_or('A', char::from)
    });
    short.chars().chain(suffix).collect()
}

/// Brings an id that somebody sent into its 18-character form.
///
/// A 15-character id is taken as it stands. Of an 18-character id the letter case is restored
/// from the checksum, so that an id whose case was lost still works. `None` when it is no id.
pub(crate) fn normalize(text: &str) -> Option<String> {
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    match text.len() {
        15 => Some(with_checksum(text)),
        18 => restore_case(text),
        _ => None,
    }
}

fn restore_case(text: &str) -> Option<String> {
    let (short, suffix) = text.split_at_checked(15)?;
    let mut restored = String::with_capacity(18);
    for (group, check) in short.as_bytes().chunks(5).zip(suffix.bytes()) {
        let bits = CHECKSUM
            .iter()
            .position(|known| *known == check.to_ascii_uppercase())?;
        for (place, character) in group.iter().enumerate() {
            let upper = bits & (1 << place) != 0;
            if upper && !character.is_ascii_alphabetic() {
                return None;
            }
            restored.push(char::from(if upper {
                character.to_ascii_uppercase()
            } else {
                character.to_ascii_lowercase()
            }));
        }
    }
    Some(with_checksum(&restored))
}

#[cfg(test)]
mod tests {
    use super::{normalize, numbered};

    #[test]
    fn published_ids_get_their_published_checksums() {
        for (short, long) in [
            ("500dM00000EsC1s", "500dM00000EsC1sQAF"),
            ("001D000000IqhSL", "001D000000IqhSLIAZ"),
            ("003D000000QOlXM", "003D000000QOlXMIA1"),
            ("001R00000064wdt", "001R00000064wdtIAA"),
        ] {
            assert_eq!(normalize(short).as_deref(), Some(long));
            assert_eq!(normalize(long).as_deref(), Some(long));
            assert_eq!(normalize(&long.to_lowercase()).as_deref(), Some(long));
            assert_eq!(normalize(&long.to_uppercase()).as_deref(), Some(long));
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "500",
            "500dM00000EsC1sQA",
            "500dM00000EsC1sQA!",
            "5!0dM00000EsC1s",
            "500dM00000EsC1s999",
        ] {
            assert_eq!(normalize(text), None, "{text}");
        }
    }

    #[test]
    fn running_numbers_give_distinct_valid_ids() {
        let first = numbered("500", 1);
        let next = numbered("500", 62);
        assert_ne!(first, next);
        assert!(first.starts_with("500dM"));
        assert_eq!(normalize(&first), Some(first));
    }
}
