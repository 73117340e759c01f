//! What requests have to agree on across restarts and instances: which creation an idempotency key
//! stands for, and what became of it.
//!
//! Knows nothing of HTTP and nothing of Salesforce. Keys and bodies come in as hashes.

mod file;

use std::future::Future;
use std::pin::Pin;

pub use file::FileStore;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is this request's to carry out.
    First,
    /// An earlier request carried it out without learning how it ended. It is this request's now:
    /// first to find out, and then perhaps to do again.
    Uncertain {
        /// When the first request began, in seconds since 1970.
        since: u64,
    },
    /// Another request is at it.
    UnderWay,
    /// It was done, with this answer.
    Done(String),
    /// The key was used for something else.
    OtherBody,
}

/// How a request that had begun has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Done; the answer is kept for whoever asks again.
    Done(String),
    /// Certainly not done: the key is free again.
    NotDone,
    /// Nobody knows.
    Uncertain,
}

/// The store can't be used.
#[derive(Debug, thiserror::Error)]
#[error("the store can't be used: {0}")]
pub struct StoreError(pub(crate) String);

/// A result that has to be waited for.
pub type Waiting<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Where idempotency keys are kept. Each call is atomic among all users of the store.
pub trait Store: Send + Sync {
    /// Takes a key, or says what became of it. `now` in seconds since 1970.
    fn begin(&self, key: Hash, body: Hash, now: u64) -> Waiting<'_, Begun>;

    /// Says how it ended, for a key that was taken.
    fn end(&self, key: Hash, ending: Ending) -> Waiting<'_, ()>;
}
