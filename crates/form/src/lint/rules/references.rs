//! Names in expressions and texts that mean nothing, and conditions that read their own element.

use casement_expression::json::Node;
use casement_expression::{NodeKind, Tree};

use crate::Span;
use crate::lint::condition::{names, variable};
use crate::lint::edit::Fix;
use crate::lint::finding::{Report, Say};
use crate::lint::index::{Index, Kind, Place, Site};
use crate::lint::reference::{From, Missing, Target};
use crate::lint::suggest::nearest;

/// For how many unknown names the nearest known one is looked for.
const MAX_SUGGESTIONS: usize = 1000;

pub(in crate::lint) fn unknown(index: &Index<'_>, report: &mut Report<'_>) {
    let variables = report.options.variables.clone();
    let mut looked = 0;
    bindings(index, &variables, report);
    for site in &index.sites {
        let Some(tree) = &site.tree else { continue };
        for (name, span) in names(tree) {
            if let Target::Unknown(missing) = index.target(site, name, &variables) {
                let missing = suggested(index, missing, name, site.from(), &mut looked, &variables);
                let place = index.inside(site.span, span);
                let fix = renamed(site.written, &site.path, span, name, &missing);
                report.say(say(&missing, &site.path, place, name, fix));
            }
        }
        function_arguments(index, site, tree, report);
    }
    for piping in &index.pipings {
        let from = From {
            owner: piping.owner,
            list: piping.list,
            property: piping.property,
        };
        for (name, span) in piped_names(piping.written) {
            if let Target::Unknown(missing) = index.resolve(name, from, &variables) {
                let missing = suggested(index, missing, name, from, &mut looked, &variables);
                let place = index.inside(piping.span, span);
                let fix = renamed(piping.written, &piping.path, span, name, &missing);
                report.say(say(&missing, &piping.path, place, name, fix));
            }
        }
    }
    key_names(index, report);
    old_conditions(index, report);
}

/// With what may have been meant, for the first so many names: looking costs a walk over all.
fn suggested(
    index: &Index<'_>,
    mut missing: Missing,
    name: &str,
    from: From<'_>,
    looked: &mut usize,
    variables: &[String],
) -> Missing {
    if missing.reason == "notFound" && *looked < MAX_SUGGESTIONS {
        *looked += 1;
        missing.suggestion = index.meant(name, from, variables);
    }
    missing
}

/// `bindings` name the value that a property of a question follows.
fn bindings(index: &Index<'_>, variables: &[String], report: &mut Report<'_>) {
    for (place, element) in index.elements.iter().enumerate() {
        let members = element.node.get("bindings").and_then(Node::as_object);
        for member in members
            .unwrap_or_default()
            .iter()
            .filter(|_| element.is_question())
        {
            let Some(name) = member.value.as_str().filter(|name| !name.is_empty()) else {
                continue;
            };
            let from = From {
                owner: Some(place),
                list: "",
                property: "bindings",
            };
            if let Target::Unknown(mut missing) = index.resolve(name, from, variables) {
                if missing.reason == "notFound" {
                    missing.suggestion = index.meant(name, from, variables);
                }
                let path = format!("{}.bindings.{}", element.path, member.key);
                let new = missing.suggestion.clone();
                let fix = new.map(|new| Fix::set(&path, new, true));
                report.say(say(&missing, &path, member.value.span, name, fix));
            }
        }
    }
}

fn say(missing: &Missing, path: &str, span: Span, name: &str, fix: Option<Fix>) -> Say {
    let message = match missing.reason {
        "notFound" => format!("nothing has the name `{name}`"),
        _ => format!("`{}` of `{{{name}}}` does not exist", missing.segment),
    };
    Say::new(missing.reason, path, span, message).suggest(missing.suggestion.clone(), fix)
}

/// The text with the part of the name that is wrong put right.
fn renamed(written: &str, path: &str, span: Span, name: &str, missing: &Missing) -> Option<Fix> {
    let new = missing.suggestion.as_ref()?;
    let range = span.start as usize..span.end as usize;
    let old = written.get(range.clone())?;
    let at = if missing.reason == "notFound" {
        old.find(name)?
    } else {
        old.rfind(&missing.segment)?
    };
    let mut braced = old.to_owned();
    braced.replace_range(at..at + missing.segment.len(), new);
    let mut text = written.to_owned();
    text.replace_range(range, &braced);
    Some(Fix::set(path, text, true))
}

/// `{name}` in a text; what can't be a name there is left alone by the survey too.
fn piped_names(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + text.get(at..)?.find('{')?;
            let close = open + text.get(open..)?.find('}')?;
            at = close + 1;
            let inner = text.get(open + 1..close)?;
            let name = inner.trim();
            let is_name = !name.is_empty()
                && !name.contains([':', '{'])
                && name.chars().any(|letter| !letter.is_ascii_digit());
            if is_name {
                let span = Span {
                    start: open as u32,
                    end: at as u32,
                };
                return Some((name, span));
            }
        }
    })
}

/// The functions that take the name of a part of a list's items behind the list.
const IN_ARRAY: [&str; 5] = [
    "sumInArray",
    "minInArray",
    "maxInArray",
    "avgInArray",
    "countInArray",
];

/// Functions that take the name of an element, or of a part of a list's items, as text.
fn function_arguments(index: &Index<'_>, site: &Site<'_>, tree: &Tree, report: &mut Report<'_>) {
    for (_, node) in tree.nodes() {
        let NodeKind::Call {
            function,
            arguments,
        } = node.kind
        else {
            continue;
        };
        let of_list = IN_ARRAY.contains(&function);
        let argument = arguments.iter().nth(usize::from(of_list));
        let argument = argument.and_then(|id| tree.node(id));
        let Some((NodeKind::Constant(constant), span)) = argument.map(|it| (it.kind, it.span))
        else {
            continue;
        };
        let text = constant.value();
        let Some(name) = text.as_str().filter(|_| constant.quoted) else {
            continue;
        };
        let suggestion = match function {
            "displayValue" | "propertyValue" | "getComment" | "isContainerReady" => {
                // These two look beside the element that asks, before they look in the survey.
                let beside = matches!(function, "displayValue" | "propertyValue")
                    .then(|| index.scopes(site.from()))
                    .and_then(|scopes| {
                        [scopes.row, scopes.panel]
                            .into_iter()
                            .flatten()
                            .find_map(|container| index.part_named(container, name))
                    });
                if beside.is_some() || is_named(index, name) {
                    continue;
                }
                nearest(name, index.survey_names())
            }
            _ if of_list => {
                let list = arguments.first().and_then(|id| variable(tree, id));
                let Some(list) = list else {
                    continue;
                };
                let Target::Element {
                    index: container, ..
                } = index.target(site, list, &[])
                else {
                    continue;
                };
                let lists = ["matrixdynamic", "paneldynamic", "matrixdropdown"];
                if !lists.iter().any(|class| index.class_is(container, class)) {
                    continue;
                }
                let members: Vec<&str> = index.member_names(container).collect();
                if members.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    continue;
                }
                nearest(name, members)
            }
            _ => continue,
        };
        let message = format!("`{function}` is given the name `{name}`, which nothing has");
        let suggestion = suggestion.map(str::to_owned);
        let fix = suggestion.as_ref().and_then(|new| {
            let missing = Missing {
                reason: "",
                segment: name.to_owned(),
                suggestion: Some(new.clone()),
            };
            renamed(site.written, &site.path, span, name, &missing)
        });
        let place = index.inside(site.span, span);
        let say = Say::new("functionArgNotFound", &site.path, place, message);
        report.say(say.suggest(suggestion, fix));
    }
}

/// Has an element this name, wherever in pages and panels?
fn is_named(index: &Index<'_>, name: &str) -> bool {
    let pages = index.elements.iter().filter(|element| {
        element.place == Place::Survey && element.kind == Kind::Page && element.name == name
    });
    pages.count() > 0 || index.element_of(name).is_some()
}

fn key_names(index: &Index<'_>, report: &mut Report<'_>) {
    for (container, element) in index.elements.iter().enumerate() {
        let Some(node) = element.get("keyName") else {
            continue;
        };
        let Some(key) = node.as_str().filter(|key| !key.is_empty()) else {
            continue;
        };
        if !matches!(
            element.class,
            "matrixdynamic" | "paneldynamic" | "matrixdropdown"
        ) {
            continue;
        }
        let members: Vec<&str> = index.member_names(container).collect();
        if members.iter().any(|known| known.eq_ignore_ascii_case(key)) {
            continue;
        }
        let path = format!("{}.keyName", element.path);
        let suggestion = nearest(key, members).map(str::to_owned);
        let fix = suggestion
            .as_ref()
            .map(|new| Fix::set(&path, new.as_str(), true));
        let message = format!("`{}` has no `{key}` to keep unique", element.name);
        let say = Say::new("keyNameNotFound", path, node.span, message);
        report.say(say.suggest(suggestion, fix));
    }
}

/// The old form of a trigger's condition names its question in `name`.
fn old_conditions(index: &Index<'_>, report: &mut Report<'_>) {
    for trigger in &index.triggers {
        let name = crate::lint::index::text_of(trigger.node, "name");
        let expression = crate::lint::index::text_of(trigger.node, "expression");
        if name.is_empty() || !expression.is_empty() {
            continue;
        }
        let from = From {
            owner: None,
            list: "",
            property: "name",
        };
        if let Target::Unknown(mut missing) = index.resolve(name, from, &[]) {
            if missing.reason == "notFound" {
                missing.suggestion = index.meant(name, from, &[]);
            }
            let message = format!("nothing has the name `{name}`");
            let span = crate::lint::index::key_span(trigger.node, "name");
            let say = Say::new(missing.reason, &trigger.path, span, message);
            report.say(say.suggest(missing.suggestion, None));
        }
    }
}

pub(in crate::lint) fn itself(index: &Index<'_>, report: &mut Report<'_>) {
    for site in &index.sites {
        let (Some(owner), Some(tree)) = (site.owner, &site.tree) else {
            continue;
        };
        let own = matches!(site.property, "visibleIf" | "enableIf" | "requiredIf");
        let Some(element) = index.elements.get(owner) else {
            continue;
        };
        let is_own =
            site.list.is_empty() && site.path == format!("{}.{}", element.path, site.property);
        if !own || !is_own {
            continue;
        }
        let reads = names(tree).find(|(name, _)| {
            let (read, scoped) = match index.target(site, name, &[]) {
                Target::Element {
                    index: read,
                    scoped: true,
                    ..
                } => (read, true),
                // A part of the answer, be there one of the name or not, is the answer's own.
                Target::Element { scoped: false, .. } | Target::Unknown(_) => {
                    match index.element_of(name.trim_start_matches('#')) {
                        Some((read, _)) => (read, false),
                        None => return false,
                    }
                }
                _ => return false,
            };
            let by_self = name.trim_start_matches('#').eq_ignore_ascii_case("self")
                || name.to_lowercase().starts_with("self.");
            let inner = element.place != Place::Survey;
            read == owner && (!by_self || element.kind != Kind::Column) && (!inner || scoped)
        });
        if let Some((name, span)) = reads {
            let message = format!(
                "the {} of `{}` reads its own answer `{{{name}}}`",
                site.property, element.name
            );
            let place = index.inside(site.span, span);
            report.say(Say::new("selfReference", &site.path, place, message));
        }
    }
}
