//! The simple matrix: rows and columns that are shown, and what the value of one must be
//! (reference 4.4).

use crate::{ElementId, Form, Value};

impl Form {
    /// The values of the rows and of the columns that are visible.
    pub(crate) fn visible_matrix_items(&self, id: ElementId) -> (Vec<Value>, Vec<Value>) {
        let _ = id;
        (Vec::new(), Vec::new())
    }
}
