//! Questions that take their items from others (`choicesFromQuestion`): who takes from whom.

use crate::ElementId;
use crate::carried_choices::name_beside;
use crate::model::{Model, Template, TemplateId};
use crate::tables::ById;

/// Who takes items from whom.
pub(super) fn carriers(model: &Model) -> ById<ElementId, Vec<ElementId>> {
    let mut carriers: ById<ElementId, Vec<ElementId>> = ById::new();
    for (at, element) in model.elements.iter().enumerate() {
        let name = element.properties.text("choicesFromQuestion");
        let source = name.and_then(|name| model.question_by_name.get(name));
        if let Some(source) = source.filter(|_| element.choice_list().is_some()) {
            let id = ElementId::new(at as u32);
            carriers.value_or_default(*source).push(id);
        }
    }
    carriers
}

/// Who in a row or panel takes items from whom beside it.
pub(super) fn carriers_beside(template: &Template) -> Vec<(ElementId, ElementId)> {
    let mut found = Vec::new();
    for (at, element) in template.elements.iter().enumerate() {
        let name = element.properties.text("choicesFromQuestion");
        let beside = name.and_then(|name| name_beside(template.kind, name));
        if let Some(beside) = beside.filter(|_| element.choices.is_some()) {
            let mut places = 0..template.elements.len();
            let source = places.find(|place| {
                let element = template.elements.get(*place);
                element.is_some_and(|it| it.kind.has_value() && *it.name == *beside)
            });
            found.extend(
                source.map(|place| (ElementId::new(place as u32), ElementId::new(at as u32))),
            );
        }
    }
    found
}

/// Who in rows and panels takes items from whom at the top.
pub(super) fn inner_carriers(model: &Model) -> ById<ElementId, Vec<(TemplateId, ElementId)>> {
    let mut carriers: ById<ElementId, Vec<(TemplateId, ElementId)>> = ById::new();
    for (number, template) in model.templates.iter().enumerate() {
        for (at, element) in template.elements.iter().enumerate() {
            let name = element.properties.text("choicesFromQuestion");
            let source = name.and_then(|name| model.question_by_name.get(name));
            if let Some(source) = source.filter(|_| element.choices.is_some()) {
                let carrier = (TemplateId(number as u32), ElementId::new(at as u32));
                carriers.value_or_default(*source).push(carrier);
            }
        }
    }
    carriers
}
