//! What a visitor types as a case number: a number with or without its leading zeros, an org's own
//! format, or a record id of 15 or 18 characters.

use super::soql::literal;

/// Longest CaseNumber of Salesforce.
const LONGEST: usize = 30;

/// The condition that finds the case, such as `CaseNumber IN ('1026','00001026')`. `None` for what
/// can't be a case number.
pub(super) fn condition(typed: &str, width: usize) -> Option<String> {
    let typed = typed.trim();
    if let Some(id) = record_id(typed) {
        return Some(format!("Id = {}", literal(&id)?));
    }
    if typed.is_empty() || typed.chars().count() > LONGEST {
        return None;
    }
    if typed.bytes().all(|b| b.is_ascii_digit()) {
        let padded = format!("{:0>width$}", typed.trim_start_matches('0'));
        if padded != typed {
            return Some(format!(
                "CaseNumber IN ({},{})",
                literal(typed)?,
                literal(&padded)?
            ));
        }
    }
    Some(format!("CaseNumber = {}", literal(typed)?))
}

/// A Case id in its own letter case. The checksum of the long form restores a letter case that
/// was lost on the way.
fn record_id(typed: &str) -> Option<String> {
    let is_id = typed.starts_with("500") && typed.bytes().all(|b| b.is_ascii_alphanumeric());
    match typed.len() {
        15 if is_id && !typed.bytes().all(|b| b.is_ascii_digit()) => Some(typed.to_owned()),
        18 if is_id => restore(typed),
        _ => None,
    }
}

const CHECKSUM: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

fn restore(typed: &str) -> Option<String> {
    let (body, suffix) = typed.split_at_checked(15)?;
    let suffix = suffix.to_ascii_uppercase();
    let mut id = String::with_capacity(18);
    for (group, check) in body.as_bytes().chunks(5).zip(suffix.bytes()) {
        let bits = CHECKSUM.iter().position(|&c| c == check)?;
        for (place, byte) in group.iter().enumerate() {
            let upper = bits >> place & 1 == 1;
            if upper && !byte.is_ascii_alphabetic() {
                return None;
            }
            id.push(char::from(match upper {
                true => byte.to_ascii_uppercase(),
                false => byte.to_ascii_lowercase(),
            }));
        }
    }
    id.push_str(&suffix);
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::condition;

    #[test]
    fn every_form_of_a_case_number_finds_its_case() {
        for (typed, expected) in [
            ("00001026", Some("CaseNumber = '00001026'")),
            ("1026", Some("CaseNumber IN ('1026','00001026')")),
            (" 001026 ", Some("CaseNumber IN ('001026','00001026')")),
            ("0", Some("CaseNumber IN ('0','00000000')")),
            ("123456789", Some("CaseNumber = '123456789'")),
            ("C-2026-00012", Some("CaseNumber = 'C-2026-00012'")),
            ("500dM00000EsC1sQAF", Some("Id = '500dM00000EsC1sQAF'")),
            ("500DM00000ESC1SQAF", Some("Id = '500dM00000EsC1sQAF'")),
            ("500dm00000esc1sqaf", Some("Id = '500dM00000EsC1sQAF'")),
            ("500dM00000EsC1s", Some("Id = '500dM00000EsC1s'")),
            ("x' OR Id != '", Some(r"CaseNumber = 'x\' OR Id != \''")),
            ("", None),
            ("  ", None),
            ("1\u{0}2", None),
            ("1234567890123456789012345678901", None),
        ] {
            assert_eq!(condition(typed, 8).as_deref(), expected, "{typed}");
        }
    }
}
