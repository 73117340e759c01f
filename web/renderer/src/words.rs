//! The renderer's own few texts, the last step before the visitor.

/// Explains the mark beside a title.
pub(crate) const MARK_EXPLAINED: &str = "marks a required answer";
/// Precedes the title of a question that the renderer can't show.
pub(crate) const UNSUPPORTED: &str = "This type of question can’t be shown here";

/// Stands for choices that are still fetched.
#[cfg(feature = "choices")]
pub(crate) const LOADING: &str = "Loading the choices …";

/// What is said after a check that failed.
pub(crate) fn problems(count: usize) -> String {
    match count {
        1 => "One answer needs your attention.".into(),
        count => format!("{count} answers need your attention."),
    }
}
