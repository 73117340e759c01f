//! The nearest of some names, as survey-core's linter picks it: one letter may differ in a short
//! word, two in one of six letters or more; case doesn't count; of equally near names the first
//! in the order of the alphabet.

use crate::spelling::distance;

const LONGEST: usize = 64;

/// The name that may have been meant.
pub(super) fn nearest<'n>(
    wanted: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let wanted: Vec<char> = wanted.chars().flat_map(char::to_lowercase).collect();
    if wanted.len() > LONGEST {
        return None;
    }
    let allowed = if wanted.len() <= 5 { 1 } else { 2 };
    let mut lower: Vec<char> = Vec::new();
    names
        .into_iter()
        .filter_map(|name| {
            // Of most names the length says enough.
            let length = if name.is_ascii() {
                name.len()
            } else {
                name.chars().flat_map(char::to_lowercase).count()
            };
            if length.abs_diff(wanted.len()) > allowed {
                return None;
            }
            lower.clear();
            lower.extend(name.chars().flat_map(char::to_lowercase));
            let far = distance(&wanted, &lower);
            (far <= allowed).then_some((far, name))
        })
        .min_by_key(|(far, name)| (*far, name.to_lowercase()))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_allowed_distance_grows_with_the_word() {
        let cases = [
            ("abc", &["abd"][..], Some("abd")),
            ("abc", &["axd"], None),
            ("abcdef", &["abdcef"], Some("abdcef")),
            ("ABCDEF", &["abcdef"], Some("abcdef")),
            ("c1", &["b1", "a1"], Some("a1")),
        ];
        for (wanted, names, expected) in cases {
            assert_eq!(nearest(wanted, names.iter().copied()), expected, "{wanted}");
        }
    }
}
