//! Expressions that can't be read, and functions that nobody knows.

use casement_expression::{FUNCTIONS, NodeKind, function};

use crate::lint::edit::Fix;
use crate::lint::finding::{Report, Say};
use crate::lint::index::Index;
use crate::lint::suggest::nearest;

pub(in crate::lint) fn syntax(index: &Index<'_>, report: &mut Report<'_>) {
    for site in &index.sites {
        let Some(problem) = site.problem else {
            continue;
        };
        let message = format!(
            "the expression `{}` can't be read from here on",
            site.written
        );
        let span = index.inside(site.span, problem);
        report.say(Say::new("unparsable", &site.path, span, message));
    }
}

pub(in crate::lint) fn unknown_function(index: &Index<'_>, report: &mut Report<'_>) {
    let declared = &report.options.functions;
    let mut found = Vec::new();
    for site in &index.sites {
        for (_, node) in site.tree.iter().flat_map(|tree| tree.nodes()) {
            let NodeKind::Call { function: name, .. } = node.kind else {
                continue;
            };
            if function(name).is_some() || declared.iter().any(|known| known == name) {
                continue;
            }
            let known = FUNCTIONS.iter().map(|function| function.name);
            let known = known.chain(declared.iter().map(String::as_str));
            let suggestion = nearest(name, known).map(str::to_owned);
            let start = node.span.start as usize;
            let fix = suggestion.as_ref().and_then(|new| {
                let mut text = site.written.to_owned();
                let end = start + name.len();
                (text.get(start..end) == Some(name)).then(|| {
                    text.replace_range(start..end, new);
                    Fix::set(&site.path, text, true)
                })
            });
            let span = index.inside(site.span, node.span);
            let message = format!("unknown function `{name}`");
            found.push(
                Say::new("notRegistered", &site.path, span, message).suggest(suggestion, fix),
            );
        }
    }
    found.into_iter().for_each(|say| report.say(say));
}
