//! What the conversation says, as lines, bullet points and a summary: plain text into structure.

/// A part of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// Lines of text.
    Text(String),
    /// Bullet points; a point may have several lines.
    List(Vec<String>),
    /// The closing paragraph of a status reply.
    Summary(String),
}

/// Reads a reply. Of a status reply, the paragraph behind the last empty line is the summary.
pub(crate) fn blocks(text: &str, has_summary: bool) -> Vec<Block> {
    let (body, summary) = match text.rsplit_once("\n\n") {
        Some((body, summary)) if has_summary => (body, Some(summary)),
        _ => (text, None),
    };
    let mut blocks: Vec<Block> = Vec::new();
    for line in body.lines() {
        if let Some(point) = line.strip_prefix("- ") {
            match blocks.last_mut() {
                Some(Block::List(points)) => points.push(point.to_owned()),
                _ => blocks.push(Block::List(vec![point.to_owned()])),
            }
            continue;
        }
        match (blocks.last_mut(), line.strip_prefix("  ")) {
            (Some(Block::List(points)), Some(more)) => {
                if let Some(point) = points.last_mut() {
                    point.push('\n');
                    point.push_str(more);
                }
            }
            (Some(Block::Text(text)), _) if !line.is_empty() => {
                text.push('\n');
                text.push_str(line);
            }
            _ if line.is_empty() => {}
            _ => blocks.push(Block::Text(line.to_owned())),
        }
    }
    blocks.extend(summary.map(|summary| Block::Summary(summary.to_owned())));
    blocks
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Block, blocks};

    fn list(points: &[&str]) -> Block {
        Block::List(points.iter().map(|point| (*point).to_owned()).collect())
    }

    // R17
    #[test]
    fn comments_become_a_list_and_the_closing_paragraph_the_summary() {
        let text =
            "- first\n  second line\n- other\n\nCase summary: Case 00001026 is currently New.";
        assert_eq!(
            blocks(text, true),
            [
                list(&["first\nsecond line", "other"]),
                Block::Summary("Case summary: Case 00001026 is currently New.".into())
            ]
        );
    }

    #[test]
    fn a_reply_without_a_summary_keeps_its_paragraphs() {
        let cases: [(&str, Vec<Block>); 5] = [
            ("One\ntwo", vec![Block::Text("One\ntwo".into())]),
            (
                "Please check:\n- a: b\n- c: d",
                vec![Block::Text("Please check:".into()), list(&["a: b", "c: d"])],
            ),
            ("a\n\nb", vec![Block::Text("a\nb".into())]),
            ("- ", vec![list(&[""])]),
            ("", vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(blocks(text, false), expected, "{text}");
        }
    }
}
