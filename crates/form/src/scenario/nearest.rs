//! The nearest of some names, as the tester picks it: two letters may differ, or two in five, or
//! one name is a part of the other; of equally near names the first.

use crate::spelling::distance;

const LONGEST: usize = 64;

/// The name that may have been meant.
pub(super) fn nearest<'n>(
    wanted: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    if wanted.is_empty() {
        return None;
    }
    let letters = |text: &str| -> Vec<char> { text.to_lowercase().chars().take(LONGEST).collect() };
    let from = letters(wanted);
    let limit = (from.len() * 2 / 5).max(2);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        if name.is_empty() || name == wanted {
            continue;
        }
        let to = letters(name);
        let far = distance(&from, &to);
        let (a, b) = (wanted.to_lowercase(), name.to_lowercase());
        let near = far <= limit || a.contains(&b) || b.contains(&a);
        if near && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_part_of_a_name_is_near_however_long_the_rest_is() {
        let cases = [
            ("phne", &["phone", "name"][..], Some("phone")),
            (
                "street",
                &["customerStreetName"],
                Some("customerStreetName"),
            ),
            ("zzz", &["customer"], None),
            ("ab", &["cd", "ad"], Some("ad")),
        ];
        for (wanted, names, expected) in cases {
            assert_eq!(nearest(wanted, names.iter().copied()), expected, "{wanted}");
        }
    }
}
