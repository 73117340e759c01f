//! JSON text with line breaks and two blanks a level, as `JSON.stringify(value, null, 2)` writes it:
//! where the problems of a definition stand that was given as an object.

/// Lays out JSON text that has no blanks between its parts.
pub(crate) fn laid_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let (mut level, mut rest) = (0_usize, text);
    let line_break = |out: &mut String, level: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level));
    };
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '"' => string_length(rest),
            // A list without entries stays together.
            '{' | '[' if matches!(rest.as_bytes().get(1), Some(b'}' | b']')) => 2,
            _ => letter.len_utf8(),
        };
        let (part, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if matches!(part, "}" | "]") {
            level = level.saturating_sub(1);
            line_break(&mut out, level);
        }
        out.push_str(part);
        match part {
            "{" | "[" => {
                level += 1;
                line_break(&mut out, level);
            }
            "," => line_break(&mut out, level),
            ":" => out.push(' '),
            _ => {}
        }
        rest = after;
    }
    out
}

/// How long a string is, its quotes included.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::laid_out;

    #[test]
    fn every_entry_has_a_line_of_its_own() {
        let text = r#"{"a":[1,{"b":"x,\"{:\\"}],"c":{},"d":[],"e":-1.5e3,"é":[[]]}"#;
        let lines = "{\n  \"a\": [\n    1,\n    {\n      \"b\": \"x,\\\"{:\\\\\"\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": -1.5e3,\n  \"é\": [\n    []\n  ]\n}";
        assert_eq!(laid_out(text), lines);
        assert_eq!(laid_out("\"open"), "\"open");
    }
}
