//! The last step of loading: names get their meaning, and for each name the rules, texts, triggers
//! and validators that read it are listed. That list is the dependency graph; running only looks
//! things up in it.

use casement_expression::{TextIndex, lower};

use casement_expression::json::{self, Arena, Kind, Node};

use super::carriers::{carriers, carriers_beside, inner_carriers};
use super::hearers::{
    asks_questions, heard_of, hears_of_others, is_heard, runs_every_time, text_pairs,
    trigger_pairs, validator_names, validator_pairs, value_trigger_pairs,
};
use super::{Loader, MAX_SUGGESTIONS, Scope, Site};
use crate::item_names::{Inner, InnerRead};
use crate::item_rules::is_strict;
use crate::model::{
    Check, Effect, ElementDef, Expression, ExpressionId, ItemKind, Model, Readers, Rule, RuleId,
    TemplateId, ValueTriggerKind,
};
use crate::names::{Keys, NameId, PropertyOwner, Read, Resolver, prefixes};
use crate::problem::{Problem, ProblemKind, REPORTS, nearest};
use crate::random_order::shuffle_pages;
use crate::schema::EVERY_PROPERTY;
use crate::tables::{ById, ByText};
use crate::{ElementId, ElementKind, Value};

/// Stands for the survey where an element is due.
pub(crate) const SURVEY: ElementId = ElementId::new(u32::MAX - 1);

impl Loader<'_> {
    pub(super) fn finish(mut self) -> (Model, Vec<Problem>) {
        self.calculated_first();
        let by_folded = first_questions(&self.model.keys);
        for template in &mut self.model.templates {
            template.question_by_value_name = first_questions(&template.keys);
        }
        let sites = std::mem::take(&mut self.sites);
        self.sites_by_place = Vec::new();
        for site in &sites {
            self.resolve(site, &by_folded);
        }
        if REPORTS {
            self.unknown_names(&sites);
        }
        // Their memory is for the tables that follow.
        drop(sites);
        self.model.question_by_value_name = by_folded;
        build(&mut self.model);
        shuffle_pages(&mut self.model);
        let mut problems = self.problems;
        if REPORTS {
            problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        }
        (self.model, problems)
    }

    /// Calculated values are evaluated before all else, those that others read first.
    fn calculated_first(&mut self) {
        if !EVERY_PROPERTY {
            return;
        }
        let model = &mut self.model;
        let is_calculated = |rule: &Rule| matches!(rule.effect, Effect::Calculated(_));
        let first = model
            .rules
            .iter()
            .position(is_calculated)
            .unwrap_or(model.rules.len());
        let calculated: Vec<Rule> = model.rules.split_off(first);
        let mut ordered = in_order_of_use(model, &calculated);
        let shift = ordered.len() as u32;
        ordered.append(&mut model.rules);
        model.rules = ordered;
        for element in &mut model.elements {
            let of_element = element.rules.iter_mut();
            for rule in of_element
                .chain(&mut element.settle)
                .chain(&mut element.items_rule)
            {
                rule.0 += shift;
            }
        }
    }

    fn resolve(&mut self, site: &Site, by_folded: &ById<NameId, ElementId>) {
        let mut names = std::mem::take(&mut self.model.names);
        let reads = reads_of(&self.model, site, by_folded, &mut |text| names.intern(text));
        self.model.names = names;
        if let Some(reads) = reads {
            self.model.expressions[site.expression.index()].reads = reads;
        }
    }

    /// Reports names that nothing in the definition gives.
    fn unknown_names(&mut self, sites: &[Site]) {
        let model = &self.model;
        let suspects: Vec<&Site> = sites
            .iter()
            .filter(|site| {
                // What a component reads is not of this text.
                let placed = site.template.is_none() || site.span != crate::Span::default();
                placed && has_strange_name(model, site.expression)
            })
            .collect();
        if suspects.is_empty() {
            return;
        }
        let mut known = TextIndex::default();
        for name in &self.inner_names {
            known.intern(&lower(name));
        }
        for (_, key) in model.keys.iter() {
            known.intern(&lower(&key.text));
        }
        for value in &model.calculated {
            known.intern(&lower(&value.name));
        }
        let mut found = Vec::new();
        for site in suspects {
            let expression = model.expression(site.expression);
            let Some(program) = &expression.program else {
                continue;
            };
            for (name, read) in program.names().iter().zip(&expression.reads) {
                let unknown = match read {
                    Read::Name(_) => {
                        let local = site.scope == Scope::Inner || is_local(&name.text);
                        let mut prefixes = prefixes(&name.text);
                        let comment = lower(&name.text).ends_with("-comment");
                        !local
                            && !comment
                            && !prefixes.any(|text| known.find(&lower(text)).is_some())
                    }
                    Read::Property(property) => {
                        property.owner == PropertyOwner::Unknown
                            && !matches!(site.scope, Scope::Inner | Scope::Item)
                    }
                    _ => false,
                };
                let inline_json = name.text.find(':').is_some_and(|at| at > 0);
                if unknown && !inline_json {
                    found.push((site, name));
                }
            }
        }
        let mut problems = Vec::new();
        let arena = Arena::default();
        let document = (!found.is_empty()).then(|| json::parse(self.text, &arena).ok());
        for (site, name) in found {
            let original = |id: &str| {
                let key = model.keys.iter().find(|(_, key)| lower(&key.text) == id);
                key.map_or_else(|| id.to_owned(), |(_, key)| key.text.to_string())
            };
            let suggestion = if problems.len() < MAX_SUGGESTIONS {
                nearest(&lower(&name.text), known.iter().map(|text| &**text)).map(original)
            } else {
                None
            };
            let kind = ProblemKind::UnknownName {
                name: name.text.to_string(),
                suggestion,
            };
            let span = self.inside(site.span, name.span);
            let path = match (&site.path, &document) {
                (Some(path), _) => path.to_string(),
                (None, Some(Some(document))) => path_to(document, site.span),
                (None, _) => String::new(),
            };
            problems.push(Problem {
                severity: kind.severity(),
                kind,
                path,
                span,
            });
        }
        self.problems.extend(problems);
    }
}

/// Whether an expression has a name that no question's value has: most have none.
fn has_strange_name(model: &Model, expression: ExpressionId) -> bool {
    let expression = model.expression(expression);
    let names = expression.program.iter().flat_map(|it| it.names());
    names.zip(&expression.reads).any(|(name, read)| match read {
        Read::Name(candidates) => {
            name.text.ends_with("-unwrapped") || candidates.iter().all(|it| it.question.is_none())
        }
        Read::Property(property) => property.owner == PropertyOwner::Unknown,
        _ => false,
    })
}

/// The path to what stands at a place of the document.
fn path_to(document: &Node, span: crate::Span) -> String {
    let mut path = super::path::Path::default();
    let mut node = *document;
    let holds = |node: &Node| node.span.start <= span.start && span.end <= node.span.end;
    while node.span != span {
        let next = match node.kind {
            Kind::Array(items) => {
                items
                    .iter()
                    .enumerate()
                    .find(|(_, item)| holds(item))
                    .map(|(at, item)| {
                        path.index(at);
                        item
                    })
            }
            Kind::Object(members) => {
                let member = members.iter().find(|member| holds(&member.value));
                member.map(|member| {
                    path.key(member.key.to_string());
                    &member.value
                })
            }
            _ => None,
        };
        match next {
            Some(inside) => node = *inside,
            None => break,
        }
    }
    path.text()
}

/// The rules of calculated values with those first that others read; each once, circles broken.
fn in_order_of_use(model: &Model, rules: &[Rule]) -> Vec<Rule> {
    let mut by_name = ByText::default();
    for (at, rule) in rules.iter().enumerate() {
        if let Effect::Calculated(number) = rule.effect
            && let Some(calculated) = model.calculated.get(number as usize)
        {
            by_name.set(&calculated.name, at);
        }
    }
    let used = |rule: &Rule| -> Vec<usize> {
        let program = rule
            .expression
            .and_then(|id| model.expression(id).program.as_ref());
        let names = program.map(|program| program.names()).unwrap_or_default();
        names
            .iter()
            .flat_map(|name| prefixes(&name.text))
            .filter_map(|name| by_name.get(name).copied())
            .collect()
    };
    let mut ordered = Vec::with_capacity(rules.len());
    let mut seen = vec![false; rules.len()];
    for start in 0..rules.len() {
        // An explicit stack: the chain of values may be as long as the list.
        let mut stack = vec![(start, false)];
        while let Some((at, after)) = stack.pop() {
            let Some(rule) = rules.get(at) else { continue };
            if after {
                ordered.push(*rule);
            } else if !std::mem::replace(&mut seen[at], true) {
                stack.push((at, true));
                stack.extend(
                    used(rule)
                        .into_iter()
                        .rev()
                        .filter(|used| !seen[*used])
                        .map(|used| (used, false)),
                );
            }
        }
    }
    ordered
}

/// Names that get their meaning from where they stand.
fn is_local(name: &str) -> bool {
    if !EVERY_PROPERTY {
        return false;
    }
    let lower = lower(name).into_owned();
    let first = lower.split(['.', '[']).next().unwrap_or_default();
    matches!(
        first,
        "self"
            | "item"
            | "choice"
            | "panel"
            | "row"
            | "prevpanel"
            | "nextpanel"
            | "parentpanel"
            | "panelindex"
            | "visiblepanelindex"
            | "prevrow"
            | "nextrow"
            | "totalrow"
            | "rowindex"
            | "visiblerowindex"
            | "rowname"
            | "rowvalue"
            | "rowtitle"
            | "matrix"
            | "composite"
            | "name"
            | "correctanswers"
            | "correctedanswers"
            | "correctedanswercount"
            | "incorrectanswers"
            | "incorrectedanswers"
            | "incorrectedanswercount"
    )
}

/// What the names of an expression mean; `None` where its text is no expression. `number` gives a name
/// its id.
pub(super) fn reads_of(
    model: &Model,
    site: &Site,
    by_folded: &ById<NameId, ElementId>,
    number: &mut dyn FnMut(&str) -> NameId,
) -> Option<Box<[Read]>> {
    let resolver = Resolver {
        keys: &model.keys,
        by_folded,
        containers: &model.container_by_name,
    };
    let program = model.expression(site.expression).program.as_ref()?;
    let mut read = |text: &str| {
        local(model, site, text, number)
            .unwrap_or_else(|| resolver.resolve(text, &mut |text| Some(number(text))))
    };
    Some(
        program
            .names()
            .iter()
            .map(|name| read(&name.text))
            .collect(),
    )
}

/// A name that means something only where the expression stands.
fn local(
    model: &Model,
    site: &Site,
    name: &str,
    number: &mut dyn FnMut(&str) -> NameId,
) -> Option<Read> {
    if !EVERY_PROPERTY {
        return None;
    }
    if site.scope == Scope::Total {
        let lower = lower(name).into_owned();
        if lower == "matrix" {
            return Some(Read::Rows);
        }
        if let Some((first @ ("row" | "totalrow"), _)) = lower.split_once('.') {
            let rest = name.get(first.len() + 1..).unwrap_or_default();
            return Some(Read::Total(Box::new(casement_expression::Path::new(rest))));
        }
        // Where the matrix is in a panel, other names are those of the panel.
        let around = model.template(site.template?).outer?;
        let mut known = |text: &str| Some(number(text));
        let inner = crate::item_names::resolve(model, around, name, &mut known)?;
        return Some(Read::Inner(Box::new(inner)));
    }
    if site.scope == Scope::Item {
        let lower = lower(name).into_owned();
        let first = lower.split(['.', '[']).next().unwrap_or_default();
        if matches!(first, "item" | "choice" | "self") {
            return Some(Read::Item {
                whole: first.len() == lower.len(),
            });
        }
    }
    let Some(template) = site.template else {
        return sibling(model, site.owner, name);
    };
    let mut known = |text: &str| Some(number(text));
    let inner = crate::item_names::resolve(model, template, name, &mut known)?;
    Some(Read::Inner(Box::new(inner)))
}

/// `{panel.x}` in an ordinary panel: a question of the panel that directly contains the owner.
pub(super) fn sibling(model: &Model, owner: Option<ElementId>, name: &str) -> Option<Read> {
    let rest = name.strip_prefix("panel.")?;
    let parent = model.element(owner?).parent?;
    if model.element(parent).kind == ElementKind::Page {
        return None;
    }
    let inside = parent.as_u32() + 1..model.element(parent).end.as_u32();
    for prefix in prefixes(rest).chain([rest]) {
        for id in inside.clone().map(ElementId::new) {
            let key = model.element(id).key.and_then(|key| model.keys.get(key));
            if key.is_some_and(|key| lower(&key.text) == lower(prefix)) {
                return Some(Read::Sibling {
                    question: id,
                    whole: prefix.len() == rest.len(),
                });
            }
        }
    }
    None
}

fn first_questions(keys: &Keys) -> ById<NameId, ElementId> {
    let mut first = ById::new();
    for (_, key) in keys.iter() {
        if let Some(id) = key.questions.first() {
            let entry = first.value_or(key.name, || *id);
            *entry = (*entry).min(*id);
        }
    }
    first
}

/// What an expression depends on: names, and whether it must be evaluated whatever changed.
pub(super) fn dependencies(model: &Model, expression: ExpressionId) -> (Vec<NameId>, bool) {
    let mut names = Vec::new();
    let expression = model.expression(expression);
    let always = read_names(model, expression, &mut |name, _| names.push(name));
    (names, always)
}

/// Tells the names that an expression reads, and of each whether it reads the whole or something
/// inside; returns whether it must be evaluated whatever changed.
pub(super) fn read_names(
    model: &Model,
    expression: &Expression,
    tell: &mut dyn FnMut(NameId, bool),
) -> bool {
    let Some(program) = &expression.program else {
        return false;
    };
    let mut always = program.has_constant_call() || expression.reads.is_empty();
    for (name, read) in program.names().iter().zip(&expression.reads) {
        match read {
            Read::Name(candidates) => {
                for candidate in candidates {
                    if is_heard(model, candidate, &name.text) {
                        tell(candidate.name, candidate.whole);
                    }
                }
            }
            Read::Property(_) => always = true,
            // SurveyJS looks for the written name among the changed keys, and `self`, `panel` or
            // `pageno` never is one (reference 1.8).
            Read::Inner(_)
            | Read::Rows
            | Read::Total(_)
            | Read::Own { .. }
            | Read::Item { .. }
            | Read::Sibling { .. }
            | Read::PageNumber
            | Read::PageCount
            | Read::Quiz(_)
            | Read::Locale => {}
        }
    }
    always
}

/// Has names in a quoted condition (`sumInArray({matrix}, 'a', '{b} > {c}')`), which are none of its
/// own.
fn has_quoted_names(model: &Model, expression: ExpressionId) -> bool {
    let expression = model.expression(expression);
    let own = expression.program.as_ref().map_or(0, |it| it.names().len());
    expression.text.matches('{').count() > own
}

/// What a total reads of its row may be another after any change, for which rows there are depends on
/// everything (`MatrixRowGetterContext.isItemDependenciesTrackable`).
fn reads_totals(model: &Model, expression: ExpressionId) -> bool {
    let mut reads = model.expression(expression).reads.iter();
    reads.any(|read| matches!(read, Read::Total(_)))
}

/// Rules that SurveyJS evaluates at every change, so that nothing they read escapes them
/// (reference 1.8).
pub(crate) const fn hears_everything(effect: Effect) -> bool {
    matches!(
        effect,
        Effect::ItemVisible(_)
            | Effect::ItemEnable(_)
            | Effect::RowVisible(_)
            | Effect::RowEnable(_)
            | Effect::Columns
            | Effect::Default
            | Effect::Min
            | Effect::Max
            | Effect::Calculated(_)
    )
}

/// The names that an expression reads, in whatever case they are written.
fn unheard_names(model: &Model, expression: ExpressionId) -> impl Iterator<Item = NameId> {
    let reads = model.expression(expression).reads.iter();
    let candidates = reads.filter_map(|read| match read {
        Read::Name(candidates) => Some(candidates.iter()),
        _ => None,
    });
    candidates.flatten().map(|candidate| candidate.name)
}

pub(super) fn build(model: &mut Model) {
    model.calculated_names = model
        .calculated
        .iter()
        .map(|calculated| calculated.variable)
        .collect();
    let (mut rules, mut parts) = (Vec::new(), Vec::new());
    let (mut always, mut page_readers) = (Vec::new(), Vec::new());
    for (at, rule) in model.rules.iter().enumerate() {
        let id = RuleId(at as u32);
        let everything = hears_everything(rule.effect);
        let mut every_time = match rule.effect {
            Effect::ItemCount => true,
            Effect::Choices => {
                let owner = model.elements.get(rule.owner.index());
                let carried = owner.and_then(|it| it.properties.get("choicesFromQuestion"));
                rule.expression.is_some() || carried.is_some()
            }
            _ => false,
        };
        for expression in rule.expressions(&model.elements) {
            every_time |= read_names(model, model.expression(expression), &mut |name, whole| {
                if whole || everything {
                    rules.push((name, id));
                }
                if !whole {
                    parts.push((name, id));
                }
            });
            if everything {
                rules.extend(unheard_names(model, expression).map(|name| (name, id)));
                // Any answer may be a correct one.
                let mut reads = model.expression(expression).reads.iter();
                every_time |= reads.any(|read| matches!(read, Read::Quiz(_)));
            }
            every_time |= rule.effect == Effect::Items
                && (has_quoted_names(model, expression) || reads_totals(model, expression));
        }
        let mut reads = rule
            .expressions(&model.elements)
            .flat_map(|id| &*model.expression(id).reads);
        if reads.any(|read| matches!(read, Read::PageCount | Read::PageNumber)) {
            page_readers.push(id);
            every_time |= matches!(rule.effect, Effect::Calculated(_));
        }
        if every_time {
            always.push(id);
        }
    }
    model.always = always;
    model.page_readers = page_readers;
    find_property_readers(model);
    model.rule_readers = Readers::build(rules);
    model.rule_part_readers = Readers::build(parts);
    if !EVERY_PROPERTY {
        return;
    }
    let (pairs, always) = value_trigger_pairs(model);
    for (trigger, always) in model.value_triggers.iter_mut().zip(always) {
        trigger.always = always;
    }
    model.value_trigger_readers = Readers::build(pairs);
    let (pairs, always) = trigger_pairs(model);
    for (trigger, always) in model.triggers.iter_mut().zip(always) {
        trigger.always = always;
    }
    model.trigger_readers = Readers::build(pairs);
    model.validator_readers = Readers::build(validator_pairs(model));
    model.carriers = carriers(model);
    model.inner_carriers = inner_carriers(model);
    build_templates(model);
    model.bindings = bound_names(&model.elements);
    let pairs = text_pairs(model);
    model.text_readers = Readers::build(pairs);
}

/// The rules that read properties, and of what element, at the top and in rows and panels.
fn find_property_readers(model: &mut Model) {
    let read_by = |rule: &Rule, elements: &[ElementDef], own| -> Vec<Option<ElementId>> {
        let expressions = rule.expressions(elements);
        let reads = expressions.flat_map(|id| &*model.expression(id).reads);
        let owners = reads.filter_map(|read| match read {
            // Of what lies in a property nobody tells.
            Read::Property(read) if !read.path.contains(['.', '[']) => Some(match read.owner {
                PropertyOwner::Element(id) => Some(id),
                PropertyOwner::Own => own,
                PropertyOwner::Survey | PropertyOwner::Unknown => None,
            }),
            _ => None,
        });
        owners.collect()
    };
    let mut outer = Vec::new();
    for (at, rule) in model.rules.iter().enumerate() {
        let rule_id = RuleId(at as u32);
        // A multiple text looks names up in a context that knows no object to tell of the change
        // (`MultipleTextValueGetterContext`).
        if rule.owner != SURVEY && model.element(rule.owner).kind == ElementKind::MultipleText {
            continue;
        }
        let owners = read_by(rule, &model.elements, Some(rule.owner)).into_iter();
        outer.extend(owners.map(|owner| (owner, rule_id)));
    }
    let mut inner = Vec::new();
    for (number, template) in model.templates.iter().enumerate() {
        let id = TemplateId(number as u32);
        for (at, rule) in template.rules.iter().enumerate() {
            let rule_id = RuleId(at as u32);
            let owner = template.elements.get(rule.owner.index());
            if owner.is_some_and(|it| it.kind == ElementKind::MultipleText) {
                continue;
            }
            let owners = read_by(rule, &template.elements, None).into_iter();
            inner.extend(owners.map(|owner| (owner, id, rule_id)));
        }
    }
    model.property_readers = outer;
    model.inner_property_readers = inner;
}

/// The questions among some elements whose number of rows or panels is bound to a value, and its name.
fn bound_names(elements: &[crate::model::ElementDef]) -> Vec<(ElementId, std::sync::Arc<str>)> {
    let mut found = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        let property = match element.kind {
            ElementKind::PanelDynamic => "panelCount",
            ElementKind::MatrixDynamic => "rowCount",
            _ => continue,
        };
        let bound = element
            .properties
            .get("bindings")
            .and_then(Value::as_object);
        let name = bound.and_then(|bound| bound.get(property)?.as_str());
        if let Some(name) = name {
            found.push((ElementId::new(at as u32), name.into()));
        }
    }
    found
}

/// The graph of each template: who reads what in the item, around it, and in the survey.
fn build_templates(model: &mut Model) {
    let mut templates = std::mem::take(&mut model.templates);
    let (mut of_survey, mut panel_watchers) = (Vec::new(), Vec::new());
    for (at, template) in templates.iter_mut().enumerate() {
        let (mut rules, mut items, mut always) = (Vec::new(), Vec::new(), Vec::new());
        let (mut neighbours, mut numbered) = (Vec::new(), Vec::new());
        template.bindings = bound_names(&template.elements);
        template.carriers = carriers_beside(template);
        for (number, rule) in template.rules.iter().enumerate() {
            let id = RuleId(number as u32);
            let mut every_time = rule.effect == Effect::ItemCount;
            // To a row it is no news what changes around its matrix, unless it reads something of its own
            // as well (`DynamicItemGetterContext.getContextKeys`).
            let of_cell = template.kind.is_row() && rule.owner.index() != 0;
            let of_cell = of_cell && is_strict(rule.effect);
            let mut expressions = rule.expressions(&template.elements);
            let deaf =
                of_cell && !expressions.any(|it| inner_reads(model, it).any(|read| read.up == 0));
            for expression in rule.expressions(&template.elements) {
                every_time |= read_names(model, model.expression(expression), &mut |name, _| {
                    of_survey.push((name, TemplateId(at as u32)));
                    rules.push((name, id));
                });
                // In a component of several elements `composite` counts as changed, whatever changed.
                every_time |= template.kind == ItemKind::Composite
                    && inner_reads(model, expression).any(|read| read.up == 0);
                every_time |= rule.effect == Effect::Items && reads_totals(model, expression);
                let asks = asks_questions(model, expression);
                for read in inner_reads(model, expression) {
                    // To each item it is news of its own that another one has changed, which shows where
                    // the result isn't of what is read alone.
                    if !read.reads_own() || (asks && read.up == 0) {
                        neighbours.push(id);
                    }
                    let number = matches!(
                        read.what,
                        Inner::Index(_) | Inner::VisibleIndex(_) | Inner::Name | Inner::Title
                    );
                    if number || (!read.reads_own() && hears_everything(rule.effect)) {
                        numbered.push(id);
                    }
                    let up = usize::from(read.up);
                    if up > 0 && deaf {
                        continue;
                    }
                    if items.len() <= up {
                        items.resize(up + 1, Vec::new());
                    }
                    for name in inner_names(read) {
                        if let Some(pairs) = items.get_mut(up) {
                            pairs.push((name, id));
                        }
                    }
                }
            }
            if every_time {
                always.push(id);
            }
        }
        let mut validators = Vec::new();
        template.row_watchers = Vec::new();
        for (local, element) in template.elements.iter().enumerate() {
            let id = ElementId::new(local as u32);
            if !hears_of_others(element.kind) {
                continue;
            }
            for validator in &element.validators {
                let Check::Expression(Some(expression)) = validator.check else {
                    continue;
                };
                let read = model.expression(expression);
                validator_names(model, read, &mut |name| validators.push((name, id)));
                let own = value_name_of(element);
                if names_beside(model, expression, "row.", own) {
                    template.row_watchers.push(id);
                }
                if names_beside(model, expression, "panel.", own) {
                    panel_watchers.push((TemplateId(at as u32), id));
                }
            }
        }
        template.validator_readers = Readers::build(validators);
        neighbours.dedup();
        template.always = always;
        template.neighbour_readers = neighbours;
        template.number_readers = numbered;
        template.rule_readers = Readers::build(rules);
        template.item_readers = items.into_iter().map(Readers::build).collect();
        template.value_trigger_names.clear();
        template.value_trigger_outer_names.clear();
        for trigger in &mut template.value_triggers {
            let expressions = match trigger.kind {
                ValueTriggerKind::Reset(condition) => [Some(condition), None],
                ValueTriggerKind::Set { condition, value } => [condition, value],
            };
            let (mut own, mut outer) = (Vec::new(), Vec::new());
            let heard = heard_of(model, expressions);
            for expression in heard.into_iter().flatten() {
                outer.extend(dependencies(model, expression).0);
                let read = inner_reads(model, expression).filter(|read| read.reads_own());
                own.extend(read.flat_map(inner_names));
            }
            trigger.always = runs_every_time(model, heard);
            template.value_trigger_names.push(own);
            template.value_trigger_outer_names.push(outer);
        }
    }
    model.templates = templates;
    model.template_readers = Readers::build(of_survey);
    model.panel_watchers = panel_watchers;
}

/// The name under which a question keeps its value.
fn value_name_of(element: &crate::model::ElementDef) -> &str {
    let name = element.properties.text("valueName");
    name.filter(|name| !name.is_empty())
        .unwrap_or(&element.name)
}

/// A validator's expression has a name that begins so and isn't the question's own
/// (`Question.getValidatorVariableNames`).
fn names_beside(model: &Model, expression: ExpressionId, prefix: &str, own: &str) -> bool {
    let program = model.expression(expression).program.as_ref();
    let mut names = program.into_iter().flat_map(|program| program.names());
    names.any(|name| {
        name.text
            .strip_prefix(prefix)
            .is_some_and(|rest| rest != own)
    })
}

fn inner_reads(model: &Model, expression: ExpressionId) -> impl Iterator<Item = &InnerRead> {
    let reads = model.expression(expression).reads.iter();
    let inner = reads.filter_map(|read| match read {
        Read::Inner(inner) => Some(&**inner),
        _ => None,
    });
    inner.flat_map(InnerRead::chain)
}

fn inner_names(read: &InnerRead) -> Vec<NameId> {
    match &read.what {
        Inner::Value { candidates, .. } => candidates.iter().map(|it| it.name).collect(),
        _ => Vec::new(),
    }
}
