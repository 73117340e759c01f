//! Letters that are looked for in a text, eight at a time.

const ONES: u64 = u64::MAX / 255;
const TOPS: u64 = ONES << 7;

/// Where the first byte from `at` on is that is one of these or less than `least`; the length of the
/// text where there is none.
pub(crate) fn find_any<const N: usize>(
    text: &[u8],
    mut at: usize,
    wanted: [u8; N],
    least: u8,
) -> usize {
    // The top bit of each byte that is less; of those behind the first it may be set, too.
    let less = |eight: u64, least: u8| eight.wrapping_sub(ONES * u64::from(least)) & !eight & TOPS;
    let (eights, fewer) = text.get(at..).unwrap_or_default().as_chunks();
    for bytes in eights {
        let eight = u64::from_le_bytes(*bytes);
        let mut found = less(eight, least);
        for byte in wanted {
            found |= less(eight ^ (ONES * u64::from(byte)), 1);
        }
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += bytes.len();
    }
    let mut rest = fewer.iter();
    let place = rest.position(|byte| *byte < least || wanted.contains(byte));
    at + place.unwrap_or(fewer.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::find_any;

    proptest! {
        #[test]
        fn the_first_is_found(text in proptest::collection::vec(any::<u8>(), 0..40), at in 0_usize..40) {
            let is_one = |byte: &u8| *byte < 0x20 || b"<>q\x80".contains(byte);
            let from = text.iter().enumerate().skip(at);
            let first = from.filter(|(_, byte)| is_one(byte)).map(|(at, _)| at).next();
            let at = at.min(text.len());
            prop_assert_eq!(find_any(&text, at, *b"<>q\x80", 0x20), first.unwrap_or(text.len()));
        }
    }
}
