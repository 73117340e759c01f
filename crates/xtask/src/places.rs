//! Where things are: the repository, the target folder, the cache outside it.

use std::path::{Path, PathBuf};

use crate::stop::{Result, Stop};

/// The folders that every command works in.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The repository's root.
    pub(crate) root: PathBuf,
    /// Tools and the WASM standard library: kept when `target/` is removed, shared by checkouts.
    pub(crate) cache: PathBuf,
    /// Where native cargo builds go.
    pub(crate) native: PathBuf,
}

impl Places {
    /// Finds them from the manifest of this crate and the environment.
    pub(crate) fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .ok_or_else(|| Stop::new("this crate is not in crates/xtask any more"))?
            .to_path_buf();
        let native = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(folder).unwrap_or_else(|_| root.join("target")),
            None => root.join("target"),
        };
        let cache = cache_folder().ok_or_else(|| {
            Stop::new("no cache folder: neither CASEMENT_CACHE nor HOME is set")
                .help("set CASEMENT_CACHE to a folder that may be written")
        })?;
        Ok(Self {
            root,
            cache,
            native,
        })
    }

    /// Where the finished parts go, whatever CARGO_TARGET_DIR is.
    pub(crate) fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Where cargo builds for WASM: apart, so that both builds keep their caches.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target().join("wasm")
    }

    /// What the proxy serves.
    pub(crate) fn site(&self) -> PathBuf {
        self.target().join("site")
    }

    /// The npm package, one folder per kind of module.
    pub(crate) fn npm(&self) -> PathBuf {
        self.target().join("npm")
    }

    /// Half-finished parts of the site, kept to skip what is unchanged.
    pub(crate) fn workshop(&self) -> PathBuf {
        self.target().join("workshop")
    }

    /// Where `cargo install` puts wasm-pack and wasm-bindgen.
    pub(crate) fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// A program of a locked npm package.
    pub(crate) fn node_program(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }

    /// The Python environment of the sandbox's judges.
    pub(crate) fn python(&self) -> PathBuf {
        self.cache.join("python")
    }
}

fn cache_folder() -> Option<PathBuf> {
    let given = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    if let Some(folder) = given("CASEMENT_CACHE") {
        return std::path::absolute(folder).ok();
    }
    let base = given("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| given("HOME").map(|home| Path::new(&home).join(".cache")))?;
    Some(base.join("casement"))
}
