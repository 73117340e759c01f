//! Filling in what has rows or panels: row by row, and cell by cell, as a person would; adding and
//! removing rows and panels by their buttons.

use casement_expression::Equality;

use super::answer;
use super::nearest::nearest;
use super::report::Issue;
use super::test::{Test, place_of};
use crate::{ElementId, ElementKind, Form, Object, Value};

/// A question whose rows or panels come and go, and the names of its settings.
struct Items {
    one: &'static str,
    allow_add: &'static str,
    most: &'static str,
    allow_remove: &'static str,
    least: &'static str,
}

const ROWS: Items = Items {
    one: "row",
    allow_add: "allowAddRows",
    most: "maxRowCount",
    allow_remove: "allowRemoveRows",
    least: "minRowCount",
};

const PANELS: Items = Items {
    one: "panel",
    allow_add: "allowAddPanel",
    most: "maxPanelCount",
    allow_remove: "allowRemovePanel",
    least: "minPanelCount",
};

fn items_of(form: &Form, id: ElementId) -> &'static Items {
    if form.element(id).kind() == ElementKind::PanelDynamic {
        &PANELS
    } else {
        &ROWS
    }
}

/// How many rows or panels there are.
pub(super) fn count(form: &Form, id: ElementId) -> usize {
    form.element(id).children().len()
}

/// The rows or panels that an index counts: all panels, the visible rows.
pub(super) fn indexed(form: &Form, id: ElementId) -> Option<Vec<ElementId>> {
    let element = form.element(id);
    match element.kind() {
        ElementKind::PanelDynamic => Some(element.children().to_vec()),
        ElementKind::MatrixDynamic | ElementKind::MatrixDropdown => Some(element.visible_items()),
        _ => None,
    }
}

fn may_add(form: &Form, id: ElementId) -> bool {
    let items = items_of(form, id);
    form.element(id).property(items.allow_add) != Value::Bool(false)
        && !form.is_read_only(id)
        && !form.has_count_expression(id)
        && count(form, id) < form.count_setting(id, items.most)
}

fn may_remove(form: &Form, id: ElementId) -> bool {
    let items = items_of(form, id);
    form.element(id).property(items.allow_remove) != Value::Bool(false)
        && !form.is_read_only(id)
        && !form.has_count_expression(id)
        && count(form, id) > form.count_setting(id, items.least)
}

fn refused(code: &'static str, name: &str, why: &str) -> Box<Issue> {
    Issue::error(code, format!("`{name}`: {why}")).about(name)
}

/// A whole number that a command takes.
fn whole(
    command: &str,
    name: &str,
    given: &Value,
    fits: impl Fn(f64) -> bool,
) -> Result<usize, Box<Issue>> {
    let number = given
        .as_number()
        .filter(|it| it.fract() == 0.0 && fits(*it));
    number.map(|number| number as usize).ok_or_else(|| {
        let message = format!("`{command}` takes no {} here", given.to_json());
        Issue::error("invalidCommandParams", message).about(name)
    })
}

/// `addRow`, `addPanel`: presses the button so many times.
pub(super) fn add(
    test: &mut Test,
    command: &str,
    id: ElementId,
    name: &str,
    given: &Value,
) -> Result<(), Box<Issue>> {
    let wanted = whole(command, name, given, |number| number >= 1.0)?;
    answer::reachable(test, id, name)?;
    let form = &test.form;
    let items = items_of(form, id);
    let there = count(form, id);
    let code = "cannotAddRows";
    refuse_if_off(form, id, items.allow_add, code, name)?;
    let most = form.count_setting(id, items.most);
    if there.saturating_add(wanted) > most {
        let why = format!("{most} are the most (`{}`), {there} are there", items.most);
        return Err(refused(code, name, &why));
    }
    for _ in 0..wanted {
        if !may_add(&test.form, id) {
            return Err(refused(code, name, "there is no button to add another"));
        }
        let before = count(&test.form, id);
        let changes = test.form.add_item(id);
        test.note(&changes);
        if count(&test.form, id) == before {
            test.warn("addBlocked", format!("`{name}` didn't add a {}", items.one));
            return Ok(());
        }
    }
    Ok(())
}

/// A button that a property of the question takes away can't be pressed.
fn refuse_if_off(
    form: &Form,
    id: ElementId,
    property: &str,
    code: &'static str,
    name: &str,
) -> Result<(), Box<Issue>> {
    if form.element(id).property(property) == Value::Bool(false) {
        return Err(refused(code, name, &format!("`{property}` is off")));
    }
    Ok(())
}

/// `removeRow`, `removePanel`: presses the button of one.
pub(super) fn remove(
    test: &mut Test,
    command: &str,
    id: ElementId,
    name: &str,
    given: &Value,
) -> Result<(), Box<Issue>> {
    let there = count(&test.form, id);
    let at = whole(command, name, given, |number| {
        number >= 0.0 && number < there as f64
    })?;
    answer::reachable(test, id, name)?;
    let form = &test.form;
    let items = items_of(form, id);
    let code = "cannotRemoveRows";
    refuse_if_off(form, id, items.allow_remove, code, name)?;
    let least = form.count_setting(id, items.least);
    if there <= least {
        let why = format!(
            "{least} are the least (`{}`), {there} are there",
            items.least
        );
        return Err(refused(code, name, &why));
    }
    let locked = form.element(id).property("lockedRowCount").as_number();
    if !may_remove(form, id) || locked.is_some_and(|locked| (at as f64) < locked) {
        return Err(refused(code, name, "there is no button to remove it"));
    }
    let changes = test.form.remove_item(id, at);
    test.note(&changes);
    if count(&test.form, id) == there {
        test.warn(
            "removeBlocked",
            format!("`{name}` didn't remove the {}", items.one),
        );
    }
    Ok(())
}

/// Fills a question that has others inside, if it is one and the value has the shape for it; whether
/// it did.
pub(super) fn fill(
    test: &mut Test,
    id: ElementId,
    value: &Value,
    name: &str,
) -> Result<bool, Box<Issue>> {
    let kind = test.form.element(id).kind();
    match (kind, value) {
        (ElementKind::PanelDynamic | ElementKind::MatrixDynamic, Value::Array(values)) => {
            let values = values.to_vec();
            grow(test, id, values.len(), name)?;
            for (at, value) in values.iter().enumerate() {
                let place = format!("{name}[{at}]");
                let Some(frame) = test.form.element(id).children().get(at).copied() else {
                    continue;
                };
                if kind == ElementKind::MatrixDynamic && !test.form.is_visible(frame) {
                    return Err(not_enterable(&test.form, id, &place, "the row is hidden"));
                }
                inside(test, frame, value, &place)?;
            }
            Ok(true)
        }
        (ElementKind::MatrixDropdown, Value::Object(rows)) => {
            let rows = rows.as_ref().clone();
            for (row, value) in rows.iter() {
                let place = format!("{name}.{row}");
                let frame = row_named(&test.form, id, row)
                    .ok_or_else(|| unknown(&test.form, id, name, row))?;
                inside(test, frame, value, &place)?;
            }
            Ok(true)
        }
        (ElementKind::MultipleText | ElementKind::Composite, Value::Object(_)) => {
            for frame in test.form.element(id).children().to_vec() {
                inside(test, frame, value, name)?;
            }
            Ok(true)
        }
        (ElementKind::Matrix, Value::Object(rows)) => {
            let rows = rows.as_ref().clone();
            matrix(test, id, &rows, name)?;
            Ok(true)
        }
        (
            ElementKind::PanelDynamic
            | ElementKind::MatrixDynamic
            | ElementKind::MatrixDropdown
            | ElementKind::MultipleText
            | ElementKind::Composite
            | ElementKind::Matrix,
            _,
        ) => {
            let shape = match kind {
                ElementKind::PanelDynamic | ElementKind::MatrixDynamic => "a list",
                _ => "an object",
            };
            let why = format!("it is filled from {shape}");
            Err(not_enterable(&test.form, id, name, &why))
        }
        _ => Ok(false),
    }
}

fn not_enterable(form: &Form, owner: ElementId, name: &str, why: &str) -> Box<Issue> {
    let mut issue = refused("valueNotEnterable", name, why);
    issue.json_path = place_of(form, owner, None);
    issue
}

/// As many rows or panels as a value has; none are taken away.
fn grow(test: &mut Test, id: ElementId, wanted: usize, name: &str) -> Result<(), Box<Issue>> {
    let items = items_of(&test.form, id);
    let there = count(&test.form, id);
    if wanted < there {
        let message = format!(
            "`{name}` keeps the {} that the value doesn't name",
            items.one
        );
        test.warn("rowsNotRemoved", message);
        return Ok(());
    }
    if wanted == there {
        return Ok(());
    }
    let code = "cannotAddRows";
    if wanted > test.form.count_setting(id, items.most) {
        let why = format!("the value has {wanted}, more than `{}`", items.most);
        return Err(refused(code, name, &why));
    }
    while count(&test.form, id) < wanted {
        let before = count(&test.form, id);
        if may_add(&test.form, id) {
            let changes = test.form.add_item(id);
            test.note(&changes);
        }
        if count(&test.form, id) == before {
            let why = format!("the value has {wanted}, and nobody can add the last");
            return Err(refused(code, name, &why));
        }
    }
    let message = format!("`{name}` got a {} more for the value", items.one);
    test.warn("rowsAddedImplicitly", message);
    Ok(())
}

/// The questions of a row or panel, by name.
fn inside(test: &mut Test, frame: ElementId, value: &Value, name: &str) -> Result<(), Box<Issue>> {
    let Some(values) = value.as_object().cloned() else {
        let owner = test.form.element(frame).parent().unwrap_or(frame);
        let why = "it is filled from an object";
        return Err(not_enterable(&test.form, owner, name, why));
    };
    for (key, value) in values.iter() {
        let question = test.form.element(frame).question(key);
        let question = question.ok_or_else(|| unknown(&test.form, frame, name, key))?;
        answer::set(test, question, value, &format!("{name}.{key}"))?;
    }
    Ok(())
}

/// A row of a matrix by what names it.
pub(super) fn row_named(form: &Form, id: ElementId, name: &str) -> Option<ElementId> {
    let mut rows = form.element(id).visible_items().into_iter();
    rows.find(|row| form.element(*row).row_value().to_text() == name)
}

fn unknown(form: &Form, within: ElementId, name: &str, key: &str) -> Box<Issue> {
    let element = form.element(within);
    let names: Vec<String> = if element.kind() == ElementKind::MatrixDropdown {
        let rows = element.visible_items().into_iter();
        rows.map(|row| form.element(row).row_value().to_text().into_owned())
            .collect()
    } else {
        let inner = super::target::questions_in(form, within).into_iter();
        inner.map(|id| form.element(id).name().to_owned()).collect()
    };
    let message = format!("`{name}` has no `{key}`");
    let issue = Issue::error("unknownTarget", message).about(name);
    issue.meant(nearest(key, names.iter().map(String::as_str)))
}

/// A matrix with one choice for each row.
fn matrix(test: &mut Test, id: ElementId, rows: &Object, name: &str) -> Result<(), Box<Issue>> {
    let (known, columns) = test.form.element(id).matrix_items();
    for (row, value) in rows.iter() {
        let known_row = known.iter().find(|known| known.to_text() == **row);
        if known_row.is_none() {
            let names: Vec<_> = known.iter().map(Value::to_text).collect();
            let message = format!("`{name}` has no row `{row}`");
            let issue = Issue::error("unknownTarget", message).about(name);
            return Err(issue.meant(nearest(row, names.iter().map(|name| &**name))));
        }
        let place = format!("{name}.{row}");
        if !columns
            .iter()
            .any(|column| column.equals(value, Equality::DEFAULT))
        {
            let why = format!("{} is no column", value.to_json());
            return Err(refused("invalidChoiceValue", &place, &why));
        }
        let now = test.form.element(id).value();
        let mut answers = now.as_object().cloned().unwrap_or_default();
        answers.insert(row.clone(), value.clone());
        let changes = test.form.answer(id, answers.into());
        test.note(&changes);
    }
    Ok(())
}
