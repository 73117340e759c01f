//! Which autofill token fits a text question whose definition names none.
//!
//! It goes by the input's type and by what the question is called; a wrong guess costs a wrong
//! suggestion, so only names that leave no doubt have a token.

/// Names, in small letters and without marks between words, and their tokens.
const BY_NAME: [(&str, &str); 24] = [
    ("firstname", "given-name"),
    ("givenname", "given-name"),
    ("forename", "given-name"),
    ("lastname", "family-name"),
    ("familyname", "family-name"),
    ("surname", "family-name"),
    ("name", "name"),
    ("fullname", "name"),
    ("yourname", "name"),
    ("email", "email"),
    ("emailaddress", "email"),
    ("verificationemail", "email"),
    ("phone", "tel"),
    ("phonenumber", "tel"),
    ("telephone", "tel"),
    ("mobile", "tel"),
    ("company", "organization"),
    ("organization", "organization"),
    ("street", "street-address"),
    ("address", "street-address"),
    ("zip", "postal-code"),
    ("postalcode", "postal-code"),
    ("country", "country-name"),
    ("birthday", "bday"),
];

/// The token, or `None` where the browser should decide.
pub(crate) fn guess(name: &str, input_type: &str) -> Option<&'static str> {
    match input_type {
        "email" => return Some("email"),
        "tel" => return Some("tel"),
        "text" | "" => {}
        _ => return None,
    }
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .take(40)
        .collect();
    BY_NAME
        .iter()
        .find(|(known, _)| *known == plain)
        .map(|(_, token)| *token)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::guess;

    #[test]
    fn a_token_is_guessed_only_where_name_or_type_leave_no_doubt() {
        let cases = [
            ("firstName", "text", Some("given-name")),
            ("last_name", "text", Some("family-name")),
            ("E-Mail", "text", Some("email")),
            ("verificationEmail", "text", Some("email")),
            ("anything", "email", Some("email")),
            ("anything", "tel", Some("tel")),
            ("phone", "text", Some("tel")),
            ("subject", "text", None),
            ("caseNumber", "text", None),
            ("name", "number", None),
            ("email", "password", None),
            ("", "", None),
        ];
        for (name, input_type, token) in cases {
            assert_eq!(guess(name, input_type), token, "{name} {input_type}");
        }
    }
}
