//! HTML of a form definition, read into nodes that are allowed and nothing else.
//!
//! A small tokenizer with an allow-list, the same in every browser and testable without one. It
//! never hands out a string of HTML, and knows no document: `markup_view` builds the elements.

use crate::entity;

/// What a visitor may see of a definition's HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text, entities resolved.
    Text(String),
    /// An allowed element.
    Element(Element),
}

/// An allowed element with its allowed attributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// The tag's name, one of the allow-list.
    pub name: &'static str,
    /// Attributes by name, values checked.
    pub attributes: Vec<(&'static str, String)>,
    /// What is inside.
    pub children: Vec<Node>,
}

/// Elements that may be built.
const ELEMENTS: [&str; 44] = [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements that have no end tag.
const VOID: [&str; 3] = ["br", "hr", "img"];

/// Elements that are dropped together with what is inside them.
const OPAQUE: [&str; 14] = [
    "script", "style", "template", "iframe", "object", "noscript", "noembed", "noframes",
    "textarea", "select", "svg", "math", "title", "xmp",
];

/// Deeper nesting is flattened into the deepest element allowed.
const MAX_DEPTH: usize = 32;

/// Longer text is cut: no message in a form needs more.
const MAX_LENGTH: usize = 200_000;

/// Reads HTML into allowed nodes. Never fails: what is not allowed is left out, its text stays.
pub fn parse(html: &str) -> Vec<Node> {
    let mut builder = Builder::default();
    let mut rest = cut(html, MAX_LENGTH);
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            builder.text(rest);
            break;
        };
        let (before, tag) = rest.split_at(at);
        builder.text(before);
        rest = read_tag(tag, &mut builder);
    }
    builder.finish()
}

/// The text alone, without any element.
pub fn plain_text(html: &str) -> String {
    fn collect(nodes: &[Node], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => collect(&element.children, out),
            }
        }
    }
    let mut out = String::new();
    collect(&parse(html), &mut out);
    out
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// Reads what begins with `<` and returns the rest behind it.
fn read_tag<'a>(text: &'a str, builder: &mut Builder) -> &'a str {
    let inside = text.get(1..).unwrap_or_default();
    if let Some(comment) = inside.strip_prefix("!--") {
        return comment
            .find("-->")
            .and_then(|end| comment.get(end + 3..))
            .unwrap_or_default();
    }
    if inside.starts_with(['!', '?']) {
        return after(inside, '>');
    }
    if let Some(closing) = inside.strip_prefix('/') {
        let name = tag_name(closing);
        if !name.is_empty() {
            builder.close(&name.to_ascii_lowercase());
            return after(closing, '>');
        }
    }
    let name = tag_name(inside);
    if name.is_empty() {
        builder.text("<");
        return inside;
    }
    let (attributes, rest) = read_attributes(inside.get(name.len()..).unwrap_or_default());
    let name = name.to_ascii_lowercase();
    if OPAQUE.contains(&name.as_str()) {
        return skip_opaque(rest, &name);
    }
    builder.open(&name, &attributes);
    rest
}

fn after(text: &str, mark: char) -> &str {
    text.find(mark)
        .and_then(|at| text.get(at + mark.len_utf8()..))
        .unwrap_or_default()
}

fn tag_name(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(text.len());
    let name = text.get(..end).unwrap_or_default();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        ""
    }
}

/// The rest behind the end tag of an element that is dropped with its content.
fn skip_opaque<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = rest.get(at + 2..).unwrap_or_default();
        if tag_name(rest).eq_ignore_ascii_case(name) {
            return after(rest, '>');
        }
    }
    ""
}

/// Reads attributes up to the tag's end; returns them and the rest behind it.
fn read_attributes(mut text: &str) -> (Vec<(String, String)>, &str) {
    let mut attributes = Vec::new();
    loop {
        text = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let Some(first) = text.chars().next() else {
            return (attributes, "");
        };
        if first == '>' {
            return (attributes, text.get(1..).unwrap_or_default());
        }
        let end = text
            .char_indices()
            .find(|&(at, c)| {
                at > 0 && (c == '=' || c == '>' || c == '/' || c.is_ascii_whitespace())
            })
            .map_or(text.len(), |(at, _)| at);
        let (name, rest) = text.split_at(end);
        let spaced = rest.trim_start();
        let (value, rest) = match spaced.strip_prefix('=') {
            Some(value) => read_attribute_value(value.trim_start()),
            None => ("", rest),
        };
        attributes.push((name.to_ascii_lowercase(), entity::decode(value)));
        text = rest;
    }
}

fn read_attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            let end = quoted.find(quote).unwrap_or(quoted.len());
            return (
                quoted.get(..end).unwrap_or_default(),
                quoted.get(end + 1..).unwrap_or_default(),
            );
        }
    }
    let end = text
        .find(|c: char| c == '>' || c.is_ascii_whitespace())
        .unwrap_or(text.len());
    text.split_at(end)
}

/// The attribute under its allowed name, if the element may carry it with this value.
fn allowed_attribute(element: &str, name: &str, value: &str) -> Option<&'static str> {
    match (element, name) {
        (_, "title") => Some("title"),
        (_, "lang") => Some("lang"),
        (_, "dir") => ["ltr", "rtl", "auto"].contains(&value).then_some("dir"),
        ("a", "href") => is_safe_link(value).then_some("href"),
        ("img", "src") => is_safe_image(value).then_some("src"),
        ("img", "alt") => Some("alt"),
        ("img", "width") => is_count(value).then_some("width"),
        ("img", "height") => is_count(value).then_some("height"),
        ("td" | "th", "colspan") => is_count(value).then_some("colspan"),
        ("td" | "th", "rowspan") => is_count(value).then_some("rowspan"),
        ("th", "scope") => ["row", "col"].contains(&value).then_some("scope"),
        ("ol", "start") => is_count(value).then_some("start"),
        _ => None,
    }
}

fn is_count(value: &str) -> bool {
    (1..=4).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit())
}

/// The scheme as a browser would read it: controls and blanks are ignored in front and inside.
fn scheme(url: &str) -> Option<String> {
    let visible: String = url
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let (scheme, _) = visible.split_once(':')?;
    // A colon behind a slash, question mark or hash belongs to a relative address.
    (!scheme.contains(['/', '?', '#', '\\'])).then(|| scheme.to_ascii_lowercase())
}

fn is_safe_link(url: &str) -> bool {
    scheme(url).is_none_or(|scheme| ["http", "https", "mailto", "tel"].contains(&scheme.as_str()))
}

fn is_safe_image(url: &str) -> bool {
    match scheme(url).as_deref() {
        None | Some("http" | "https") => true,
        Some("data") => {
            let url = url.trim_start().to_ascii_lowercase();
            ["png", "jpeg", "gif", "webp"]
                .iter()
                .any(|kind| url.starts_with(&format!("data:image/{kind};")))
        }
        Some(_) => false,
    }
}

/// Open elements, innermost last; the bottom one is the root and has no name.
struct Builder {
    open: Vec<Element>,
    /// Open elements beyond the depth limit, which are not built.
    too_deep: usize,
}

impl Default for Builder {
    fn default() -> Self {
        Builder {
            open: vec![Element {
                name: "",
                attributes: Vec::new(),
                children: Vec::new(),
            }],
            too_deep: 0,
        }
    }
}

impl Builder {
    fn push(&mut self, node: Node) {
        if let Some(parent) = self.open.last_mut() {
            parent.children.push(node);
        }
    }

    fn text(&mut self, raw: &str) {
        if raw.is_empty() {
            return;
        }
        let text = entity::decode(raw);
        if let Some(Element { children, .. }) = self.open.last_mut() {
            if let Some(Node::Text(before)) = children.last_mut() {
                before.push_str(&text);
            } else {
                children.push(Node::Text(text));
            }
        }
    }

    fn open(&mut self, name: &str, given: &[(String, String)]) {
        let Some(name) = ELEMENTS.iter().copied().find(|allowed| *allowed == name) else {
            return;
        };
        let mut attributes: Vec<(&'static str, String)> = Vec::new();
        for (attribute, value) in given {
            if let Some(attribute) = allowed_attribute(name, attribute, value)
                && attributes.iter().all(|(known, _)| *known != attribute)
            {
                attributes.push((attribute, value.clone()));
            }
        }
        if name == "a" {
            attributes.push(("target", "_blank".into()));
            attributes.push(("rel", "noopener noreferrer".into()));
        }
        let element = Element {
            name,
            attributes,
            children: Vec::new(),
        };
        if VOID.contains(&name) {
            self.push(Node::Element(element));
            return;
        }
        if self.closes_paragraph(name) {
            self.close("p");
        }
        if ["li", "tr", "td", "th", "dt", "dd"].contains(&name) {
            self.close_sibling(name);
        }
        if self.open.len() > MAX_DEPTH {
            self.too_deep += 1;
        } else {
            self.open.push(element);
        }
    }

    fn closes_paragraph(&self, name: &str) -> bool {
        const BLOCKS: [&str; 16] = [
            "p",
            "div",
            "ul",
            "ol",
            "dl",
            "table",
            "pre",
            "blockquote",
            "figure",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
        ];
        BLOCKS.contains(&name) && self.open.last().is_some_and(|open| open.name == "p")
    }

    /// `<li>one<li>two`: the first ends where the second begins.
    fn close_sibling(&mut self, name: &str) {
        if self.open.last().is_some_and(|open| open.name == name) {
            self.close(name);
        }
    }

    fn close(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(at) = self
            .open
            .iter()
            .rposition(|open| open.name == name)
            .filter(|at| *at > 0)
        else {
            return;
        };
        while self.open.len() > at {
            self.fold();
        }
    }

    fn fold(&mut self) {
        if let Some(element) = self.open.pop() {
            self.push(Node::Element(element));
        }
    }

    fn finish(mut self) -> Vec<Node> {
        while self.open.len() > 1 {
            self.fold();
        }
        self.open
            .pop()
            .map(|root| root.children)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// Nodes as one line, for comparing.
    fn show(nodes: &[Node]) -> String {
        nodes
            .iter()
            .map(|node| match node {
                Node::Text(text) => format!("{text:?}"),
                Node::Element(element) => {
                    let attributes: String = element
                        .attributes
                        .iter()
                        .map(|(name, value)| format!(" {name}={value:?}"))
                        .collect();
                    format!("{}{attributes}[{}]", element.name, show(&element.children))
                }
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn allowed_html_becomes_nodes_and_the_rest_is_left_out() {
        let cases = [
            ("plain", r#""plain""#),
            ("<p>a <strong>b</strong></p>", r#"p["a " strong["b"]]"#),
            (
                "<H3>Thank you</H3><P>Soon.</P>",
                r#"h3["Thank you"] p["Soon."]"#,
            ),
            ("a<br>b<br/>c", r#""a" br[] "b" br[] "c""#),
            ("<script>alert(1)</script>x", r#""x""#),
            ("<script>alert('</p>')</SCRIPT >x", r#""x""#),
            ("<svg onload=x><p>in</p></svg>out", r#""out""#),
            (
                "<p onclick='x' style='y' title=t>a</p>",
                r#"p title="t"["a"]"#,
            ),
            ("<form><b>a</b></form>", r#"b["a"]"#),
            (
                "<img src=/a.png alt='A b' onerror=x>",
                r#"img src="/a.png" alt="A b"[]"#,
            ),
            ("<img src=javascript:x>", "img[]"),
            ("a < b && c > d", r#""a < b && c > d""#),
            ("&lt;b&gt; &amp;amp; &#x41;&#66;", r#""<b> &amp; AB""#),
            ("<!-- <b>no</b> -->yes<!doctype html>", r#""yes""#),
            ("<p>one<p>two", r#"p["one"] p["two"]"#),
            ("<ul><li>one<li>two</ul>", r#"ul[li["one"] li["two"]]"#),
            ("<b>open", r#"b["open"]"#),
            ("</b>closed", r#""closed""#),
            ("<b><i>x</b>y</i>", r#"b[i["x"]] "y""#),
            ("<td colspan=2 rowspan=x>a</td>", r#"td colspan="2"["a"]"#),
            ("<p title='a>b'>c</p>", r#"p title="a>b"["c"]"#),
            ("<", r#""<""#),
            ("<p", "p[]"),
            ("<p a", "p[]"),
            ("<p a=", "p[]"),
            ("<p a='", "p[]"),
            ("</", r#""</""#),
            ("<!--", ""),
            ("<script>", ""),
        ];
        for (html, expected) in cases {
            assert_eq!(show(&parse(html)), expected, "{html}");
        }
    }

    #[test]
    fn a_link_keeps_only_an_address_that_runs_no_script() {
        let cases = [
            ("https://example.com/a?b=c:d", true),
            ("mailto:help@example.com", true),
            ("tel:+15550100", true),
            ("/help", true),
            ("help#a:b", true),
            ("javascript:alert(1)", false),
            (" java\nscript:alert(1)", false),
            ("JAVASCRIPT:alert(1)", false),
            ("&#106;avascript:alert(1)", false),
            ("\u{1}javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("vbscript:x", false),
        ];
        for (url, kept) in cases {
            let nodes = parse(&format!("<a href=\"{url}\">x</a>"));
            let Some(Node::Element(link)) = nodes.first() else {
                panic!("no link for {url}")
            };
            assert_eq!(
                link.attributes.iter().any(|(name, _)| *name == "href"),
                kept,
                "{url}"
            );
            assert!(
                link.attributes
                    .iter()
                    .any(|(name, value)| *name == "rel" && value.contains("noopener"))
            );
        }
    }

    #[test]
    fn nesting_without_end_stays_shallow_and_keeps_its_text() {
        let html = format!("{}deep{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
        let mut depth = 0;
        let mut nodes = parse(&html);
        while let Some(Node::Element(element)) = nodes.into_iter().next() {
            depth += 1;
            nodes = element.children;
        }
        assert!(depth <= MAX_DEPTH + 1, "{depth}");
        assert_eq!(plain_text(&"<b>".repeat(100)), "");
        assert_eq!(plain_text(&format!("{}deep", "<b>".repeat(100))), "deep");
    }

    #[test]
    fn only_the_text_is_left_of_a_title_with_markup() {
        assert_eq!(
            plain_text("Your <b>name</b> &amp; <i>age</i>"),
            "Your name & age"
        );
    }
}
