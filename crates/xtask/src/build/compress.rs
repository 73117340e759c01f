//! The compressed copies beside each file of a release site, made once: a server that compresses on
//! the fly can't afford the best quality.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::digest;
use crate::places::Places;
use crate::process;
use crate::stop::{Result, While};

/// Bytes of one or more files: as they are, and as they travel.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

impl Sizes {
    /// Adds a file that has its two copies beside it.
    pub(crate) fn add_file(&mut self, path: &Path) -> Result<()> {
        self.raw += length(path)?;
        self.gzip += length(&beside(path, "gz"))?;
        self.brotli += length(&beside(path, "br"))?;
        Ok(())
    }
}

fn length(path: &Path) -> Result<u64> {
    std::fs::metadata(path)
        .map(|metadata| metadata.len())
        .or_stop(|| format!("read {}", path.display()))
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

/// Adds `NAME.br` and `NAME.gz` for each file. Node's zlib does the work: it is there for the build
/// anyway, and this crate stays quick to compile.
pub(crate) fn add_copies(places: &Places, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let store = places.workshop().join("compressed");
    std::fs::create_dir_all(&store).or_stop(|| format!("create {}", store.display()))?;
    let mut stored = Vec::new();
    let mut missing = Vec::new();
    for (path, bytes) in files.iter() {
        let kept = store.join(digest::of(&[bytes]));
        if !beside(&kept, "br").exists() || !beside(&kept, "gz").exists() {
            std::fs::write(&kept, bytes).or_stop(|| format!("write {}", kept.display()))?;
            missing.push(kept.clone());
        }
        stored.push((path.clone(), kept));
    }
    if !missing.is_empty() {
        process::step("compressing", || {
            let mut node = process::outside("node");
            node.arg(places.root.join("crates/xtask/compress.mjs"))
                .args(&missing);
            process::quietly(&mut node)
        })?;
    }
    for (path, kept) in stored {
        for extension in ["br", "gz"] {
            let copy = beside(&kept, extension);
            let bytes = std::fs::read(&copy).or_stop(|| format!("read {}", copy.display()))?;
            files.insert(format!("{path}.{extension}"), bytes);
        }
    }
    Ok(())
}
