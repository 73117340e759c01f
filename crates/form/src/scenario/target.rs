//! Targets: what a name in a test addresses, and where that stands in the form definition.

use super::fill;
use super::nearest::nearest;
use super::report::Issue;
use crate::{ElementId, ElementKind, Form};

/// The survey itself.
pub(super) const SURVEY: &str = "survey";

/// What a name addresses.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Target {
    /// As written in the test.
    pub(super) name: String,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Survey,
    Question(ElementId),
    Panel(ElementId),
    Page(ElementId),
    /// By its place in `calculatedValues`.
    Calculated(usize),
}

impl What {
    pub(super) const fn kind(self) -> &'static str {
        match self {
            What::Survey => "survey",
            What::Question(_) => "question",
            What::Panel(_) => "panel",
            What::Page(_) => "page",
            What::Calculated(_) => "calculatedValue",
        }
    }

    pub(super) const fn element(self) -> Option<ElementId> {
        match self {
            What::Question(id) | What::Panel(id) | What::Page(id) => Some(id),
            What::Survey | What::Calculated(_) => None,
        }
    }
}

struct Segment<'p> {
    name: &'p str,
    index: Option<usize>,
}

/// Finds a target; `several` hears of a name that several things have.
pub(super) fn resolve(
    form: &Form,
    path: &str,
    several: &mut dyn FnMut(&str, &[&str]),
) -> Result<Target, Box<Issue>> {
    let target = |what| Target {
        name: path.to_owned(),
        what,
    };
    if path == SURVEY {
        return Ok(target(What::Survey));
    }
    let segments = segments(path).ok_or_else(|| {
        let message = format!("`{path}` is no target: names with dots between, as in `a[0].b`");
        Issue::error("unknownTarget", message).about(path)
    })?;
    let mut at = What::Survey;
    for (place, segment) in segments.iter().enumerate() {
        at = if place == 0 {
            root(form, path, segment.name, several)?
        } else {
            child(form, path, at, segment.name)?
        };
        if let Some(index) = segment.index {
            at = item(form, path, at, segment.name, index)?;
        }
    }
    Ok(target(at))
}

fn segments(path: &str) -> Option<Vec<Segment<'_>>> {
    path.split('.')
        .map(|part| {
            let Some((name, rest)) = part.split_once('[') else {
                let plain = !part.is_empty() && !part.contains(']');
                return plain.then_some(Segment {
                    name: part,
                    index: None,
                });
            };
            let digits = rest.strip_suffix(']')?;
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let index = digits.parse().ok().filter(|_| is_number)?;
            (!name.is_empty()).then_some(Segment {
                name,
                index: Some(index),
            })
        })
        .collect()
}

fn root(
    form: &Form,
    path: &str,
    name: &str,
    several: &mut dyn FnMut(&str, &[&str]),
) -> Result<What, Box<Issue>> {
    let of_kind = |wanted: &dyn Fn(ElementKind) -> bool| {
        form.elements().find(|id| {
            let element = form.element(*id);
            element.name() == name && wanted(element.kind())
        })
    };
    let is_panel = |kind| matches!(kind, ElementKind::Panel | ElementKind::FlowPanel);
    let is_page = |kind| kind == ElementKind::Page;
    let model = form.model();
    let calculated = model.calculated.iter().position(|it| *it.name == *name);
    let found: Vec<What> = [
        form.question(name).map(What::Question),
        of_kind(&is_panel).map(What::Panel),
        of_kind(&is_page).map(What::Page),
        calculated.map(What::Calculated),
    ]
    .into_iter()
    .flatten()
    .collect();
    let Some(first) = found.first() else {
        let elements = form.elements().map(|id| form.element(id).name());
        let values = model.calculated.iter().map(|it| &*it.name);
        let message = format!("`{path}`: the form has no `{name}`");
        let issue = Issue::error("unknownTarget", message).about(path);
        return Err(issue.meant(nearest(name, elements.chain(values))));
    };
    if found.len() > 1 {
        let kinds: Vec<&str> = found.iter().map(|what| what.kind()).collect();
        several(name, &kinds);
    }
    Ok(*first)
}

/// A row or panel by its place.
fn item(
    form: &Form,
    path: &str,
    owner: What,
    name: &str,
    index: usize,
) -> Result<What, Box<Issue>> {
    let items = owner.element().and_then(|id| fill::indexed(form, id));
    let message = match items {
        None => format!("`{path}`: `{name}` has no rows or panels"),
        Some(items) => match items.get(index) {
            Some(item) => return Ok(What::Panel(*item)),
            None => format!("`{path}`: `{name}` has {} rows or panels", items.len()),
        },
    };
    Err(Issue::error("unknownTarget", message).about(path))
}

/// A question inside a panel, a page or a row, however deep; a row by what names it.
fn child(form: &Form, path: &str, parent: What, name: &str) -> Result<What, Box<Issue>> {
    let mut inside = Vec::new();
    if let What::Panel(id) | What::Page(id) = parent {
        if let Some(question) = form.element(id).question(name) {
            return Ok(What::Question(question));
        }
        inside.extend(questions_in(form, id));
    }
    if let What::Question(id) = parent {
        let element = form.element(id);
        if element.kind() == ElementKind::MatrixDropdown
            && let Some(row) = fill::row_named(form, id, name)
        {
            return Ok(What::Panel(row));
        }
        if element.kind() == ElementKind::Composite {
            for frame in element.children() {
                inside.extend(questions_in(form, *frame));
            }
        }
    }
    let found = inside.iter().find(|id| form.element(**id).name() == name);
    found.map(|id| What::Question(*id)).ok_or_else(|| {
        let names = inside.iter().map(|id| form.element(*id).name());
        let message = format!("`{path}`: there is no `{name}` inside");
        let issue = Issue::error("unknownTarget", message).about(path);
        issue.meant(nearest(name, names))
    })
}

/// The questions in a container, in order, those in panels inside included.
pub(super) fn questions_in(form: &Form, container: ElementId) -> Vec<ElementId> {
    let mut found = Vec::new();
    let mut open = vec![container];
    while let Some(id) = open.pop() {
        let element = form.element(id);
        if element.kind().is_container() {
            open.extend(element.children().iter().rev());
        } else {
            found.push(id);
        }
    }
    found
}

/// Where an element stands in the form definition, as the running form has it: its pages are
/// listed even where the definition has none. Rows and panels stand nowhere: they are made.
pub(super) fn json_path(form: &Form, id: ElementId) -> Option<String> {
    let element = form.element(id);
    let place = |list: &[ElementId]| list.iter().position(|it| *it == id).unwrap_or(0);
    let Some(parent) = element.parent() else {
        return Some(format!("pages[{}]", place(form.pages())));
    };
    let around = form.element(parent);
    let owner = around.parent().map(|owner| form.element(owner).kind());
    let list = match owner {
        _ if !around.kind().is_container() => return None,
        Some(ElementKind::PanelDynamic) => "templateElements",
        Some(ElementKind::MatrixDynamic | ElementKind::MatrixDropdown) => "columns",
        Some(ElementKind::MultipleText) => "items",
        _ => {
            let siblings = form.element(parent).children();
            let path = json_path(form, parent)?;
            return Some(format!("{path}.elements[{}]", place(siblings)));
        }
    };
    let siblings = match list {
        "columns" => around.cells(),
        _ => around.children(),
    };
    let path = json_path(form, around.parent()?)?;
    Some(format!("{path}.{list}[{}]", place(siblings)))
}

/// Where a target stands in the form definition.
pub(super) fn target_path(form: &Form, what: What) -> Option<String> {
    match what {
        What::Survey => None,
        What::Calculated(place) => Some(format!("calculatedValues[{place}]")),
        _ => json_path(form, what.element()?),
    }
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn a_path_is_names_with_dots_between_and_an_index_behind() {
        let read = |path| {
            let segments = segments(path)?;
            let shown = segments
                .iter()
                .map(|it| format!("{}/{:?}", it.name, it.index));
            Some(shown.collect::<Vec<_>>().join(" "))
        };
        let cases = [
            ("a", Some("a/None")),
            ("a[12].b", Some("a/Some(12) b/None")),
            ("a..b", None),
            ("a[x]", None),
            ("[0]", None),
            ("a[0]b", None),
            ("a]", None),
            ("a[]", None),
        ];
        for (path, expected) in cases {
            assert_eq!(read(path).as_deref(), expected, "{path}");
        }
    }
}
