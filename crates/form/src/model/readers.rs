//! Who reads a name.

use crate::names::NameId;

/// For each name, the rows of a table that read it.
#[derive(Clone, Debug)]
pub(crate) struct Readers<T> {
    starts: Vec<u32>,
    rows: Vec<T>,
}

impl<T> Default for Readers<T> {
    fn default() -> Self {
        Readers {
            starts: Vec::new(),
            rows: Vec::new(),
        }
    }
}

impl<T: Copy + Ord> Readers<T> {
    /// From pairs of name and row; repeated pairs count once.
    pub(crate) fn build(mut pairs: Vec<(NameId, T)>) -> Readers<T> {
        pairs.sort_unstable();
        pairs.dedup();
        let mut readers = Readers {
            starts: vec![0],
            rows: Vec::with_capacity(pairs.len()),
        };
        for (name, row) in pairs {
            while readers.starts.len() <= name.0 as usize {
                readers.starts.push(readers.rows.len() as u32);
            }
            readers.rows.push(row);
        }
        readers
    }

    /// All rows that read some name.
    pub(crate) fn all(&self) -> Vec<T> {
        let mut all = self.rows.clone();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The rows that read a name, in their order.
    pub(crate) fn of(&self, name: NameId) -> &[T] {
        let at = name.0 as usize;
        let Some(start) = self.starts.get(at) else {
            return &[];
        };
        let end = self
            .starts
            .get(at + 1)
            .map_or(self.rows.len(), |end| *end as usize);
        self.rows.get(*start as usize..end).unwrap_or(&[])
    }
}
