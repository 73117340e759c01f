//! Credentials at rest: password and security token encrypted, in one file that only its owner
//! may read (R33).
//!
//! The cipher is XChaCha20-Poly1305. What it authenticates beside the secret is which secret it is
//! and whose: a password copied into another user's or another org's file doesn't decrypt. The key
//! comes from a key file, or from a passphrase by Argon2id.

use std::io::Write;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::credentials::{Credentials, CredentialsError};

/// Where the key comes from.
#[derive(Clone)]
pub enum KeySource {
    /// A file with 32 random bytes in Base64; made when credentials are first saved.
    File(PathBuf),
    /// A passphrase.
    Passphrase(SecretString),
}

/// The stored credentials.
#[derive(Clone)]
pub struct Vault {
    file: PathBuf,
    key: KeySource,
}

/// Why credentials can't be read or saved. Each text is meant for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Nothing is saved yet.
    #[error(
        "no credentials are stored in {0}. Enter and save them: casement-proxy credentials set"
    )]
    Missing(String),
    /// A wrong key, a changed file, a file of another version.
    #[error(
        "The stored credentials can't be decrypted. Enter and save them again: casement-proxy credentials set"
    )]
    Undecryptable,
    /// A key file that isn't one.
    #[error("{0} is not a key file: expected 32 bytes in Base64")]
    KeyFile(String),
    /// The file system says no.
    #[error("{path}: {reason}")]
    Io {
        /// The file.
        path: String,
        /// The system's words.
        reason: String,
    },
    /// The random number generator says no.
    #[error("no random numbers can be had")]
    Random,
}

type Key = Zeroizing<[u8; 32]>;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Stored {
    version: u32,
    key: StoredKey,
    username: String,
    domain: String,
    password: Sealed,
    security_token: Sealed,
}

#[derive(Serialize, Deserialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "from",
    deny_unknown_fields
)]
enum StoredKey {
    KeyFile {},
    Passphrase {
        salt: String,
        memory_kib: u32,
        passes: u32,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    nonce: String,
    sealed: String,
}

const VERSION: u32 = 1;
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// A credentials file may not make its reader spend more than this.
const MEMORY_KIB_MOST: u32 = 1024 * 1024;
const PASSES_MOST: u32 = 64;

impl Vault {
    /// The vault in this file.
    pub fn new(file: PathBuf, key: KeySource) -> Vault {
        Vault { file, key }
    }

    /// Encrypts and saves, replacing what was there.
    pub fn save(&self, credentials: &Credentials) -> Result<(), VaultError> {
        let (key, stored_key) = self.key_for_saving()?;
        let seal = |field: &str, secret: &SecretString| {
            let aad = authenticated(field, credentials.username(), credentials.domain());
            seal(&key, &aad, secret)
        };
        let stored = Stored {
            version: VERSION,
            key: stored_key,
            username: credentials.username().to_owned(),
            domain: credentials.domain().to_owned(),
            password: seal("password", &credentials.password)?,
            security_token: seal("securityToken", &credentials.security_token)?,
        };
        let text =
            serde_json::to_string_pretty(&stored).map_err(|error| io_error(&self.file, error))?;
        write_private(&self.file, &text)
    }

    /// Reads and decrypts. Called for each login, so that credentials saved meanwhile are used and
    /// none are kept in memory.
    pub fn load(&self) -> Result<Credentials, VaultError> {
        let stored: Stored =
            serde_json::from_str(&self.text()?).map_err(|_| VaultError::Undecryptable)?;
        if stored.version != VERSION {
            return Err(VaultError::Undecryptable);
        }
        let key = self.key_for_loading(&stored.key)?;
        let open = |field: &str, sealed: &Sealed| {
            open(
                &key,
                &authenticated(field, &stored.username, &stored.domain),
                sealed,
            )
        };
        let password = open("password", &stored.password)?;
        let security_token = open("securityToken", &stored.security_token)?;
        Credentials::new(&stored.username, password, security_token, &stored.domain)
            .map_err(|_: CredentialsError| VaultError::Undecryptable)
    }

    /// Something that changes whenever other credentials are saved.
    pub(super) fn fingerprint(&self) -> Option<String> {
        self.text().ok()
    }

    fn text(&self) -> Result<String, VaultError> {
        std::fs::read_to_string(&self.file).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => VaultError::Missing(self.file.display().to_string()),
            std::io::ErrorKind::InvalidData => VaultError::Undecryptable,
            _ => io_error(&self.file, error),
        })
    }

    fn key_for_saving(&self) -> Result<(Key, StoredKey), VaultError> {
        match &self.key {
            KeySource::File(path) => {
                if !path.exists() {
                    let key: Key = Zeroizing::new(random()?);
                    let text = Zeroizing::new(BASE64.encode(key.as_slice()));
                    write_private(path, &text)?;
                }
                Ok((read_key(path)?, StoredKey::KeyFile {}))
            }
            KeySource::Passphrase(passphrase) => {
                let salt: [u8; 16] = random()?;
                let key = derive(passphrase, &salt, MEMORY_KIB, PASSES)?;
                let stored = StoredKey::Passphrase {
                    salt: BASE64.encode(salt),
                    memory_kib: MEMORY_KIB,
                    passes: PASSES,
                };
                Ok((key, stored))
            }
        }
    }

    fn key_for_loading(&self, stored: &StoredKey) -> Result<Key, VaultError> {
        match (&self.key, stored) {
            (KeySource::File(path), StoredKey::KeyFile {}) => read_key(path),
            (
                KeySource::Passphrase(passphrase),
                StoredKey::Passphrase {
                    salt,
                    memory_kib,
                    passes,
                },
            ) => {
                let salt = BASE64.decode(salt).map_err(|_| VaultError::Undecryptable)?;
                let affordable = *memory_kib <= MEMORY_KIB_MOST && *passes <= PASSES_MOST;
                if !affordable {
                    return Err(VaultError::Undecryptable);
                }
                derive(passphrase, &salt, *memory_kib, *passes)
            }
            _ => Err(VaultError::Undecryptable),
        }
    }
}

/// What a sealed secret is bound to. The parts are divided by a character that none can hold.
fn authenticated(field: &str, username: &str, domain: &str) -> String {
    format!("casement-credentials/{VERSION}\n{field}\n{domain}\n{username}")
}

fn seal(key: &Key, aad: &str, secret: &SecretString) -> Result<Sealed, VaultError> {
    let nonce: [u8; 24] = random()?;
    let payload = Payload {
        msg: secret.expose_secret().as_bytes(),
        aad: aad.as_bytes(),
    };
    let sealed = cipher(key)?
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| VaultError::Undecryptable)?;
    Ok(Sealed {
        nonce: BASE64.encode(nonce),
        sealed: BASE64.encode(sealed),
    })
}

fn open(key: &Key, aad: &str, sealed: &Sealed) -> Result<SecretString, VaultError> {
    let undecryptable = VaultError::Undecryptable;
    let nonce: [u8; 24] = BASE64
        .decode(&sealed.nonce)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| undecryptable.clone())?;
    let bytes = BASE64
        .decode(&sealed.sealed)
        .map_err(|_| undecryptable.clone())?;
    let payload = Payload {
        msg: &bytes,
        aad: aad.as_bytes(),
    };
    let plain = cipher(key)?
        .decrypt(&XNonce::from(nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| undecryptable.clone())?;
    let text = std::str::from_utf8(&plain).map_err(|_| undecryptable)?;
    Ok(SecretString::from(text))
}

fn cipher(key: &Key) -> Result<XChaCha20Poly1305, VaultError> {
    XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| VaultError::Undecryptable)
}

fn derive(
    passphrase: &SecretString,
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Result<Key, VaultError> {
    let mut key: Key = Zeroizing::new([0; 32]);
    Params::new(memory_kib, passes, 1, Some(key.len()))
        .map(|params| Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
        .and_then(|argon2| {
            argon2.hash_password_into(
                passphrase.expose_secret().as_bytes(),
                salt,
                key.as_mut_slice(),
            )
        })
        .map_err(|_| VaultError::Undecryptable)?;
    Ok(key)
}

fn read_key(path: &Path) -> Result<Key, VaultError> {
    // Without its key file, credentials are as lost as with a wrong one.
    let text = std::fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => VaultError::Undecryptable,
            _ => io_error(path, error),
        })?;
    let not_a_key = || VaultError::KeyFile(path.display().to_string());
    let bytes = BASE64
        .decode(text.trim())
        .map(Zeroizing::new)
        .map_err(|_| not_a_key())?;
    let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| not_a_key())?;
    Ok(Zeroizing::new(key))
}

fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    rustls::crypto::ring::default_provider()
        .secure_random
        .fill(&mut bytes)
        .map_err(|_| VaultError::Random)?;
    Ok(bytes)
}

/// Writes a file that only its owner may read, at once or not at all.
fn write_private(path: &Path, text: &str) -> Result<(), VaultError> {
    let error = |error| io_error(path, error);
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(error)?;
    }
    let mut new = path.as_os_str().to_owned();
    new.push(format!(".{}.new", std::process::id()));
    let new = PathBuf::from(new);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new).map_err(error)?;
    file.write_all(text.as_bytes()).map_err(error)?;
    file.sync_all().map_err(error)?;
    std::fs::rename(&new, path).map_err(error)
}

fn io_error(path: &Path, error: impl ToString) -> VaultError {
    VaultError::Io {
        path: path.display().to_string(),
        reason: error.to_string(),
    }
}
