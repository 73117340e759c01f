//! Conditions that show or hide elements in a circle: what is hidden may lose its answer, and the
//! order in which people answer decides what they see.

use super::cycles::{Slot, Step, StepKind, circles, tell};
use crate::lint::condition::names;
use crate::lint::finding::Report;
use crate::lint::index::{Index, join};
use crate::lint::reference::Target;

pub(in crate::lint) fn visibility(index: &Index<'_>, report: &mut Report<'_>) {
    let mut steps = Vec::new();
    for (place, element) in index.elements.iter().enumerate() {
        let path = join(&element.path, "visibleIf");
        let Some(site) = index.site_at(&path) else {
            continue;
        };
        let reads = site
            .tree
            .iter()
            .flat_map(names)
            .filter_map(|(name, _)| match index.target(site, name, &[]) {
                // Its own answer is another rule's business.
                Target::Element { index: read, .. } if read != place => Some(Slot::Element(read)),
                _ => None,
            })
            .collect();
        steps.push(Step {
            id: path.to_lowercase(),
            path,
            span: site.span,
            label: element.name.to_owned(),
            kind: StepKind::Question,
            reads,
            writes: vec![Slot::Element(place)],
        });
    }
    for cycle in circles(&steps) {
        tell(&steps, &cycle, "elements are shown or hidden", report);
    }
}
