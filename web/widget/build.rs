//! Takes comments and needless blanks out of the style sheet, which travels inside the module.
//!
//! It knows only what our own sheet uses: strings in it hold no blanks and no comments.

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=src/style.css");
    let source = fs::read_to_string("src/style.css")?;
    let folder = env::var("OUT_DIR")?;
    fs::write(Path::new(&folder).join("style.css"), smaller(&source))?;
    Ok(())
}

fn smaller(css: &str) -> String {
    let mut code = String::new();
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
    }
    code.push_str(rest);
    let mut small = code.split_whitespace().collect::<Vec<_>>().join(" ");
    // A blank before a colon or beside a sign may have a meaning; beside these marks it has none.
    for (long, short) in [
        (" {", "{"),
        ("{ ", "{"),
        (" }", "}"),
        ("} ", "}"),
        ("; ", ";"),
        (";}", "}"),
        (": ", ":"),
        (", ", ","),
        (" > ", ">"),
    ] {
        small = small.replace(long, short);
    }
    small
}
