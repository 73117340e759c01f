//! Conditions whose result is known beforehand.

use crate::lint::condition::iif_conditions;
use crate::lint::constants::Constants;
use crate::lint::finding::{Report, Say};
use crate::lint::fold::{Verdict, verdict};
use crate::lint::index::Index;

pub(in crate::lint) fn contradiction(index: &Index<'_>, report: &mut Report<'_>) {
    each(index, report, |verdict| match verdict {
        Verdict::AlwaysFalse => Some(("alwaysFalse", "is always false")),
        Verdict::FalseByConstants => Some((
            "alwaysFalseViaConstants",
            "is always false, as the calculated values in it never change",
        )),
        Verdict::OutOfRange => Some(("outOfRange", "never holds: no answer is in that range")),
        Verdict::Unsatisfiable => Some((
            "unsatisfiable",
            "never holds: its parts contradict each other",
        )),
        _ => None,
    });
}

pub(in crate::lint) fn meaningless(index: &Index<'_>, report: &mut Report<'_>) {
    each(index, report, |verdict| match verdict {
        Verdict::AlwaysTrue => Some(("alwaysTrue", "is always true")),
        Verdict::TrueByConstants => Some((
            "alwaysTrueViaConstants",
            "is always true, as the calculated values in it never change",
        )),
        Verdict::NotBoolean => Some(("notABoolean", "calculates and compares nothing")),
        Verdict::Fragment => Some((
            "meaninglessFragment",
            "has a part whose result is known beforehand",
        )),
        _ => None,
    });
}

/// Judges every condition, and the first argument of every `iif`.
fn each(
    index: &Index<'_>,
    report: &mut Report<'_>,
    judge: impl Fn(&Verdict) -> Option<(&'static str, &'static str)>,
) {
    let constants = Constants::of(index);
    for site in &index.sites {
        let Some(tree) = &site.tree else { continue };
        if site.condition
            && let Some((reason, what)) =
                judge(&verdict(index, site, tree, tree.root(), &constants))
        {
            let message = format!("the {} `{}` {what}", site.property, site.written);
            report.say(Say::new(reason, &site.path, site.span, message));
        }
        for (place, root) in iif_conditions(tree).into_iter().enumerate() {
            let Some((reason, what)) = judge(&verdict(index, site, tree, root, &constants)) else {
                continue;
            };
            let span = tree.node(root).map(|node| node.span).unwrap_or_default();
            let path = format!("{}.iif[{place}]", site.path);
            let message = format!("the condition of `iif` in the {} {what}", site.property);
            report.say(Say::new(
                reason,
                path,
                index.inside(site.span, span),
                message,
            ));
        }
    }
}
