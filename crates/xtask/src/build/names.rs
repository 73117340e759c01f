//! Short names between a browser module and its glue. wasm-bindgen gives every import a number of
//! sixteen digits, which no compression makes smaller, and has each name in both files.

use std::collections::BTreeMap;

use crate::stop::{Result, Stop};

/// Names as they were, and what they are now.
type Renamed = BTreeMap<String, String>;

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// The module and its glue, with short names for what the module imports from `from` and for what it
/// exports; the exports' names also in the snippets, the glue's own parts.
pub(crate) fn shorten(
    wasm: &[u8],
    glue: &str,
    snippets: &[String],
    from: &str,
) -> Result<(Vec<u8>, String, Vec<String>)> {
    let (mut imports, mut exports) = (Renamed::new(), Renamed::new());
    let mut reader = Reader { left: wasm };
    let mut short = reader.take(8)?.to_vec();
    while let Some((id, rest)) = reader.left.split_first() {
        reader.left = rest;
        let size = reader.number()?;
        let section = Reader {
            left: reader.take(size)?,
        };
        let section = match *id {
            IMPORTS => with_short_imports(section, from, &mut imports)?,
            EXPORTS => with_short_exports(section, &mut exports)?,
            _ => section.left.to_vec(),
        };
        short.push(*id);
        put(section.len(), &mut short);
        short.extend(section);
    }
    let in_snippet = |snippet: &String| with_short_names(snippet, &Renamed::new(), &exports);
    let snippets = snippets.iter().map(in_snippet).collect();
    Ok((short, with_short_names(glue, &imports, &exports), snippets))
}

fn with_short_imports(mut section: Reader<'_>, from: &str, names: &mut Renamed) -> Result<Vec<u8>> {
    let mut short = Vec::new();
    let count = section.number()?;
    put(count, &mut short);
    for _ in 0..count {
        let (module, name) = (section.text()?, section.text()?);
        put_text(module, &mut short);
        put_text(
            if module == from {
                rename(name, names)
            } else {
                name
            },
            &mut short,
        );
        let [0] = section.take(1)? else {
            return Err(Stop::new(
                "the module imports something else than functions",
            ));
        };
        short.push(0);
        put(section.number()?, &mut short);
    }
    Ok(short)
}

fn with_short_exports(mut section: Reader<'_>, names: &mut Renamed) -> Result<Vec<u8>> {
    let mut short = Vec::new();
    let count = section.number()?;
    put(count, &mut short);
    for _ in 0..count {
        put_text(rename(section.text()?, names), &mut short);
        short.extend(section.take(1)?);
        put(section.number()?, &mut short);
    }
    Ok(short)
}

/// The short name: letters that no name before has got.
fn rename<'a>(name: &str, names: &'a mut Renamed) -> &'a str {
    let mut number = names.len();
    names.entry(name.to_owned()).or_insert_with(|| {
        let mut letters = String::new();
        loop {
            letters.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]));
            number /= 26;
            if number == 0 {
                return letters;
            }
            number -= 1;
        }
    })
}

/// In the glue an import is a member of an object, at the beginning of a line, and an export a member
/// of `wasm`.
fn with_short_names(glue: &str, imports: &Renamed, exports: &Renamed) -> String {
    let mut short = String::with_capacity(glue.len());
    for line in glue.lines() {
        let blanks = line.len() - line.trim_start().len();
        let (indent, line) = line.split_at(blanks);
        short.push_str(indent);
        let member = line.split_once(':');
        let line = match member.and_then(|(name, rest)| Some((imports.get(name)?, rest))) {
            Some((name, rest)) => {
                short.push_str(name);
                short.push(':');
                rest
            }
            None => line,
        };
        let mut parts = line.split("wasm.");
        short.push_str(parts.next().unwrap_or_default());
        for part in parts {
            short.push_str("wasm.");
            let is_end = |letter: char| !letter.is_ascii_alphanumeric() && letter != '_';
            let (name, rest) = part.split_at(part.find(is_end).unwrap_or(part.len()));
            short.push_str(exports.get(name).map_or(name, String::as_str));
            short.push_str(rest);
        }
        short.push('\n');
    }
    short
}

/// A part of a module that is still to be read.
struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, left) = self
            .left
            .split_at_checked(count)
            .ok_or_else(|| Stop::new("the module is cut off"))?;
        self.left = left;
        Ok(taken)
    }

    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = usize::from(*self.take(1)?.first().unwrap_or(&0));
            number |= (byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Stop::new("the module has a number that is too long"))
    }

    fn text(&mut self) -> Result<&'a str> {
        let size = self.number()?;
        std::str::from_utf8(self.take(size)?)
            .map_err(|_| Stop::new("the module has a name that is not UTF-8"))
    }
}

fn put(mut number: usize, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn put_text(text: &str, to: &mut Vec<u8>) {
    put(text.len(), to);
    to.extend(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(id: u8, entries: &[(&[&str], u8)]) -> Vec<u8> {
        let mut body = vec![entries.len() as u8];
        for (names, kind) in entries {
            for name in *names {
                put_text(name, &mut body);
            }
            body.extend([*kind, 3]);
        }
        let mut section = vec![id, body.len() as u8];
        section.extend(body);
        section
    }

    #[test]
    fn imports_from_the_glue_and_exports_get_short_names_on_both_sides() {
        let start = b"\0asm\x01\0\0\0".as_slice();
        let wasm = [
            start,
            &section(
                2,
                &[
                    (&["./a_bg.js", "__wbg_get_0123"], 0),
                    (&["./b.js", "draw"], 0),
                ],
            ),
            &section(7, &[(&["memory"], 2), (&["form_new"], 0)]),
            &section(0, &[]),
        ]
        .concat();
        let glue = "  x = {\n    __wbg_get_0123: function(arg0) { wasm.memory; },\n  };\n\
                    wasm.form_new(wasm.other, memory);\n";
        let snippet = "wasm.form_new(wasm.memory);\n    __wbg_get_0123: 1\n".to_owned();
        let (wasm, glue, snippets) = shorten(&wasm, glue, &[snippet], "./a_bg.js").unwrap();
        assert_eq!(snippets, ["wasm.b(wasm.a);\n    __wbg_get_0123: 1\n"]);
        let expected = [
            start,
            &section(2, &[(&["./a_bg.js", "a"], 0), (&["./b.js", "draw"], 0)]),
            &section(7, &[(&["a"], 2), (&["b"], 0)]),
            &section(0, &[]),
        ]
        .concat();
        assert_eq!(wasm, expected);
        let expected = "  x = {\n    a: function(arg0) { wasm.a; },\n  };\n\
                        wasm.b(wasm.other, memory);\n";
        assert_eq!(glue, expected);
    }

    #[test]
    fn no_two_names_are_shortened_to_one() {
        let mut names = Renamed::new();
        for number in 0..2_000 {
            rename(&number.to_string(), &mut names);
        }
        let short: std::collections::BTreeSet<_> = names.values().collect();
        assert_eq!(short.len(), 2_000);
    }
}
