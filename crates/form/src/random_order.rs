//! Random order: of choices, of a matrix's rows, of a page's elements.
//!
//! The core knows no chance: the order follows from a number that comes with the definition, as
//! `SurveyModel.randomSeed` in survey-core, and is the same one each time. Without a number all stays
//! as it is written.

use std::sync::Arc;

use casement_expression::TextIndex;
use casement_expression::json::Node;

use crate::model::{ElementDef, Model};
use crate::schema::EVERY_PROPERTY;
use crate::{ElementId, ElementKind};

/// How something takes part in a shuffle (`randomize`, `randomizeCategory`).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum RandomPlace {
    #[default]
    Any,
    /// Changes places with those of its category only.
    Within(Arc<str>),
    /// Stays where it is.
    Fixed,
}

impl RandomPlace {
    /// What an item's or a question's JSON says.
    pub(crate) fn of(node: &Node) -> Self {
        if !EVERY_PROPERTY || node.as_object().is_none() {
            return RandomPlace::Any;
        }
        let stays = node.get("randomize").map(Node::to_value);
        if stays.is_some_and(|value| value.as_bool() == Some(false)) {
            return RandomPlace::Fixed;
        }
        match node.get("randomizeCategory").and_then(Node::as_str) {
            None | Some("") => RandomPlace::Any,
            Some(category) => RandomPlace::Within(category.into()),
        }
    }
}

/// The seed of an element: that of what it lies in, its type and its name
/// (`SurveyElement.randomSeed`).
pub(crate) fn seed_of(around: i32, kind: &str, name: &str) -> i32 {
    let letters = kind.encode_utf16().chain(name.encode_utf16());
    letters.fold(around, |seed, letter| {
        (seed << 5).wrapping_sub(seed).wrapping_add(letter.into())
    })
}

/// Shuffles a list in each category by itself (`Helpers.randomizeArray`).
pub(crate) fn shuffle<T>(list: &mut [T], places: &[RandomPlace], seed: i32) {
    let order = order(places, seed);
    for at in 0..list.len().min(order.len()) {
        // What stood at an earlier place has been swapped from there.
        let mut from = order[at];
        while from < at {
            from = order[from];
        }
        list.swap(at, from);
    }
}

/// For each place which of those before the shuffle comes there.
fn order(places: &[RandomPlace], seed: i32) -> Vec<usize> {
    let mut categories = TextIndex::default();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let category = match place {
            RandomPlace::Any => categories.intern(""),
            RandomPlace::Within(name) => categories.intern_arc(name),
            RandomPlace::Fixed => continue,
        } as usize;
        if category == members.len() {
            members.push(Vec::new());
        }
        members[category].push(at);
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    for category in members {
        let mut shuffled = category.clone();
        let mut chance = Mulberry32(seed as u32);
        for last in (1..shuffled.len()).rev() {
            let other = (chance.next() * (last as f64 + 1.0)) as usize;
            shuffled.swap(last, other.min(last));
        }
        for (at, from) in category.into_iter().zip(shuffled) {
            order[at] = from;
        }
    }
    order
}

/// Tommy Ettinger's generator of that name, as survey-core uses it.
struct Mulberry32(u32);

impl Mulberry32 {
    /// From 0 to less than 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x6D2B_79F5);
        let mut bits = self.0;
        bits = (bits ^ bits >> 15).wrapping_mul(bits | 1);
        bits ^= bits.wrapping_add((bits ^ bits >> 7).wrapping_mul(bits | 61));
        f64::from(bits ^ bits >> 14) / 4_294_967_296.0
    }
}

/// Puts the elements of pages in random order, and of the panels that lie on a page itself, where
/// `questionOrder` says so (`PageModel.onFirstRenderingCore`).
pub(crate) fn shuffle_pages(model: &mut Model) {
    let Some(seed) = model.random_seed.filter(|_| EVERY_PROPERTY) else {
        return;
    };
    let of_survey = model.survey.text("questionOrder") == Some("random");
    for page in model.pages.clone() {
        let of_page = is_random(model, page, of_survey);
        let seed = seed_of(seed, "page", &model.elements[page.index()].name);
        let inside = model.elements[page.index()].children.clone();
        if of_page {
            shuffle_children(model, page, seed);
        }
        for panel in inside {
            if model.elements[panel.index()].kind == ElementKind::Panel
                && is_random(model, panel, of_page)
            {
                let seed = seed_of(seed, "panel", &model.elements[panel.index()].name);
                shuffle_children(model, panel, seed);
            }
        }
    }
}

fn shuffle_children(model: &mut Model, container: ElementId, seed: i32) {
    let mut children = std::mem::take(&mut model.elements[container.index()].children);
    let places: Vec<RandomPlace> = children
        .iter()
        .map(|child| place_of(&model.elements[child.index()]))
        .collect();
    shuffle(&mut children, &places, seed);
    model.elements[container.index()].children = children;
}

fn is_random(model: &Model, container: ElementId, around: bool) -> bool {
    let own = model.elements[container.index()]
        .properties
        .text("questionOrder");
    match own {
        Some("initial") => false,
        Some("random") => true,
        _ => around,
    }
}

fn place_of(def: &ElementDef) -> RandomPlace {
    if def.properties.flag("randomize") == Some(false) {
        return RandomPlace::Fixed;
    }
    match def.properties.text("randomizeCategory") {
        None | Some("") => RandomPlace::Any,
        Some(category) => RandomPlace::Within(category.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{RandomPlace, order, shuffle};

    /// survey-core's `Helpers.randomizeArray` gave these.
    #[test]
    fn an_order_is_survey_core_s_for_the_same_seed() {
        let orders = [
            (1, [2, 1, 6, 7, 4, 3, 0, 5]),
            (-5, [6, 1, 2, 4, 7, 5, 0, 3]),
            (123_456_789, [0, 3, 7, 5, 1, 4, 6, 2]),
            (i32::MAX, [7, 4, 5, 6, 1, 2, 0, 3]),
        ];
        let any = vec![RandomPlace::Any; 8];
        for (seed, expected) in orders {
            assert_eq!(order(&any, seed), expected, "{seed}");
            let mut list = [0, 1, 2, 3, 4, 5, 6, 7];
            shuffle(&mut list, &any, seed);
            assert_eq!(list, expected, "{seed}");
        }
    }

    #[test]
    fn each_category_is_shuffled_by_itself_and_what_is_fixed_stays() {
        let places: Vec<RandomPlace> = (0..8)
            .map(|at| match at {
                2 | 7 => RandomPlace::Fixed,
                4 => RandomPlace::Within("four".into()),
                _ if at % 2 == 1 => RandomPlace::Within("odd".into()),
                _ => RandomPlace::Any,
            })
            .collect();
        assert_eq!(order(&places, 42), [0, 5, 2, 1, 4, 3, 6, 7]);
    }
}
