//! The store in one file, for one instance.

use std::path::Path;
use std::sync::Arc;

use redb::{Database, ReadableTable, TableDefinition};
use serde::{Deserialize, Serialize};

use super::{Begun, Ending, Hash, Store, StoreError, Waiting};

const KEYS: TableDefinition<'static, &[u8], &[u8]> = TableDefinition::new("idempotency-keys");

/// How long an answer is kept, in seconds.
const KEPT: u64 = 24 * 60 * 60;

/// A store in one file.
#[derive(Clone)]
pub struct FileStore {
    database: Arc<Database>,
    /// After so many seconds a request that never said how it ended counts as uncertain.
    patience: u64,
}

#[derive(Serialize, Deserialize)]
struct Record {
    body: Hash,
    since: u64,
    until: u64,
    answer: Option<String>,
}

impl FileStore {
    /// Opens the file, or makes it. `patience` is longer than any request takes, in seconds.
    ///
    /// # Errors
    /// Where the file can't be opened, or another instance has it.
    pub fn open(path: &Path, patience: u64) -> Result<FileStore, StoreError> {
        let error = |error: String| StoreError(format!("{}: {error}", path.display()));
        let mut options = std::fs::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|e| error(e.to_string()))?;
        drop(file);
        let database = Database::create(path).map_err(|e| error(e.to_string()))?;
        Ok(FileStore {
            database: Arc::new(database),
            patience,
        })
    }

    fn begin_now(&self, key: Hash, body: Hash, now: u64) -> Result<Begun, redb::Error> {
        let transaction = self.database.begin_write()?;
        let begun = {
            let mut table = transaction.open_table(KEYS)?;
            table.retain(|_, record| read(record).is_some_and(|r| r.since + KEPT > now))?;
            let found = table
                .get(key.as_slice())?
                .and_then(|record| read(record.value()));
            let (begun, record) = match found {
                Some(record) if record.body != body => (Begun::OtherBody, None),
                Some(Record {
                    answer: Some(answer),
                    ..
                }) => (Begun::Done(answer), None),
                Some(record) if record.until > now => (Begun::UnderWay, None),
                Some(record) => (
                    Begun::Uncertain {
                        since: record.since,
                    },
                    Some(record),
                ),
                None => (
                    Begun::First,
                    Some(Record {
                        body,
                        since: now,
                        until: 0,
                        answer: None,
                    }),
                ),
            };
            if let Some(mut record) = record {
                record.until = now + self.patience;
                table.insert(key.as_slice(), write(&record).as_slice())?;
            }
            begun
        };
        transaction.commit()?;
        Ok(begun)
    }

    fn end_now(&self, key: Hash, ending: Ending) -> Result<(), redb::Error> {
        let transaction = self.database.begin_write()?;
        {
            let mut table = transaction.open_table(KEYS)?;
            let found = table
                .get(key.as_slice())?
                .and_then(|record| read(record.value()));
            let record = found.and_then(|record| match ending {
                Ending::Done(answer) => Some(Record {
                    answer: Some(answer),
                    ..record
                }),
                Ending::Uncertain => Some(Record { until: 0, ..record }),
                Ending::NotDone => None,
            });
            match record {
                Some(record) => {
                    table.insert(key.as_slice(), write(&record).as_slice())?;
                }
                None => {
                    table.remove(key.as_slice())?;
                }
            }
        }
        transaction.commit()?;
        Ok(())
    }
}

impl Store for FileStore {
    fn begin(&self, key: Hash, body: Hash, now: u64) -> Waiting<'_, Begun> {
        Box::pin(self.elsewhere(move |store| store.begin_now(key, body, now)))
    }

    fn end(&self, key: Hash, ending: Ending) -> Waiting<'_, ()> {
        Box::pin(self.elsewhere(move |store| store.end_now(key, ending)))
    }
}

impl FileStore {
    /// A disk is waited for on a thread of its own.
    async fn elsewhere<T: Send + 'static>(
        &self,
        work: impl FnOnce(&FileStore) -> Result<T, redb::Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || work(&store))
            .await
            .map_err(|error| StoreError(error.to_string()))?
            .map_err(|error| StoreError(error.to_string()))
    }
}

/// A record that can't be read is as good as none.
fn read(bytes: &[u8]) -> Option<Record> {
    serde_json::from_slice(bytes).ok()
}

fn write(record: &Record) -> Vec<u8> {
    serde_json::to_vec(record).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Hash = [1; 32];
    const BODY: Hash = [2; 32];

    fn store(folder: &Path) -> FileStore {
        FileStore::open(&folder.join("store.redb"), 60).unwrap()
    }

    #[tokio::test]
    async fn a_key_belongs_to_one_request_until_that_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        assert_eq!(store.begin(KEY, BODY, 100).await.unwrap(), Begun::First);
        assert_eq!(store.begin(KEY, BODY, 101).await.unwrap(), Begun::UnderWay);
        assert_eq!(
            store.begin(KEY, [3; 32], 101).await.unwrap(),
            Begun::OtherBody
        );
        store.end(KEY, Ending::Uncertain).await.unwrap();
        let uncertain = Begun::Uncertain { since: 100 };
        assert_eq!(store.begin(KEY, BODY, 102).await.unwrap(), uncertain);
        assert_eq!(store.begin(KEY, BODY, 103).await.unwrap(), Begun::UnderWay);
        store.end(KEY, Ending::NotDone).await.unwrap();
        assert_eq!(store.begin(KEY, BODY, 104).await.unwrap(), Begun::First);
        // The request never came back, as in a crash.
        let uncertain = Begun::Uncertain { since: 104 };
        assert_eq!(store.begin(KEY, BODY, 164).await.unwrap(), uncertain);
    }

    #[tokio::test]
    async fn an_answer_outlives_a_restart_and_is_forgotten_after_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let first = store(folder.path());
        first.begin(KEY, BODY, 100).await.unwrap();
        first
            .end(KEY, Ending::Done(String::from("answer")))
            .await
            .unwrap();
        drop(first);
        let second = store(folder.path());
        let done = Begun::Done(String::from("answer"));
        assert_eq!(second.begin(KEY, BODY, 200).await.unwrap(), done);
        assert_eq!(
            second.begin(KEY, BODY, 100 + KEPT).await.unwrap(),
            Begun::First
        );
    }
}
