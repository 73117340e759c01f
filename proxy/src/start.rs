//! From settings to a router that can be served.

use std::path::Path;

use axum::Router;
use casement_support::FormCatalog;

use crate::http;
use crate::salesforce::{KeySource, Org, TransportError, Vault};
use crate::settings::Settings;
use crate::store::{FileStore, StoreError};

/// Why the proxy can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// No HTTP client.
    #[error("{0}")]
    Transport(#[from] TransportError),
    /// No store.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A form of the site that can't be used.
    #[error("{path}: {reason}")]
    Form {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// An address that can't be listened on.
    #[error("can't listen on {address}: {source}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The server ended.
    #[error("the server ended: {0}")]
    Serve(std::io::Error),
}

/// The org of these settings.
///
/// # Errors
/// Where TLS can't be set up.
pub fn org(settings: &Settings, key: KeySource) -> Result<Org, StartError> {
    let vault = Vault::new(settings.salesforce.credentials.clone(), key);
    Ok(Org::new(&settings.salesforce, vault)?)
}

/// The whole proxy as a router. Salesforce isn't called before the first tool is.
///
/// # Errors
/// Where TLS can't be set up, the store can't be opened, or a form of the site can't be used.
pub fn app(settings: &Settings, key: KeySource) -> Result<Router, StartError> {
    let mut forms = FormCatalog::standard();
    if let Some(folder) = &settings.forms {
        for (key_name, json) in read_forms(folder)? {
            forms = forms.with(&key_name, &json).map_err(|problems| {
                let reasons: Vec<_> = problems.into_iter().map(|p| p.message).collect();
                form_error(&folder.join(format!("{key_name}.json")), reasons.join("; "))
            })?;
        }
    }
    // A creation looks for an earlier one, creates, and says how it ended.
    let total = settings.salesforce.total_seconds;
    let patience = total.saturating_mul(2).saturating_add(10);
    let store = FileStore::open(&settings.store, patience)?;
    Ok(http::router(
        settings,
        org(settings, key)?,
        forms,
        Box::new(store),
    ))
}

/// `<keyName>.json` each, in the order of their names.
fn read_forms(folder: &Path) -> Result<Vec<(String, String)>, StartError> {
    let error = |error| form_error(folder, error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(error)? {
        let path = entry.map_err(error)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            paths.push(path);
        }
    }
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| {
            let key_name = path.file_stem()?.to_str()?.to_owned();
            let json = std::fs::read_to_string(&path).map_err(|error| form_error(&path, error));
            Some(json.map(|json| (key_name, json)))
        })
        .collect()
}

fn form_error(path: &Path, reason: impl ToString) -> StartError {
    StartError::Form {
        path: path.display().to_string(),
        reason: reason.to_string(),
    }
}
