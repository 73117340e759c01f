//! The site as the proxy serves it, in `target/site`:
//!
//! ```text
//! index.html                    the host page
//! casement.js                   the launcher, with the names of the module below filled in
//! assets/widget-HASH.js|.wasm   the widget's module
//! preview/                      the preview page's files, preview-HASH.js|.wasm among them
//! ```
//!
//! Hand-written files name their module by placeholders: `__CASEMENT_WIDGET_JS__` and
//! `__CASEMENT_WIDGET_WASM__` in `web/loader` become addresses relative to `casement.js`;
//! `__CASEMENT_PREVIEW_JS__` and `__CASEMENT_PREVIEW_WASM__` in `web/preview` become addresses
//! relative to the page.

use std::collections::BTreeMap;
use std::path::Path;

use crate::build::module::Module;
use crate::build::{Profile, compress};
use crate::places::Places;
use crate::process;
use crate::stop::{Result, Stop, While};

/// Files by their path below the site's root.
type Files = BTreeMap<String, Vec<u8>>;

const LAUNCHER: &str = "casement.js";

/// Writes the host page, the launcher and the widget's module.
pub(crate) fn write_host(places: &Places, profile: Profile, widget: &Module) -> Result<()> {
    let names = placeholders(widget, "assets/");
    let mut files = Files::new();
    let host_page = places.root.join("index.html");
    add(&mut files, &host_page, "", &names)?;
    for name in own_files(&host_page)? {
        add(&mut files, &places.root.join(name), "", &names)?;
    }
    add(
        &mut files,
        &places.root.join("web/loader/casement.js"),
        "",
        &names,
    )?;
    require_placeholders(&places.root.join("web/loader/casement.js"), &names)?;
    files.insert(format!("assets/{}", widget.glue.0), widget.glue.1.clone());
    files.insert(format!("assets/{}", widget.wasm.0), widget.wasm.1.clone());
    write(places, profile, files, |path| !path.starts_with("preview/"))
}

/// Writes the preview page and its module.
pub(crate) fn write_preview(places: &Places, profile: Profile, preview: &Module) -> Result<()> {
    let names = placeholders(preview, "");
    let mut files = Files::new();
    let folder = places.root.join("web/preview");
    let entries = std::fs::read_dir(&folder).or_stop(|| format!("read {}", folder.display()))?;
    for entry in entries.flatten() {
        let path = entry.path();
        let kind = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        if matches!(kind, "html" | "js" | "css" | "svg" | "json") {
            add(&mut files, &path, "preview/", &names)?;
        }
    }
    if !files.contains_key("preview/index.html") {
        return Err(Stop::new("web/preview/index.html is missing"));
    }
    files.insert(
        format!("preview/{}", preview.glue.0),
        preview.glue.1.clone(),
    );
    files.insert(
        format!("preview/{}", preview.wasm.0),
        preview.wasm.1.clone(),
    );
    write(places, profile, files, |path| path.starts_with("preview/"))
}

fn placeholders(module: &Module, folder: &str) -> [(String, String); 2] {
    let name = module.name.to_uppercase();
    [
        (
            format!("__CASEMENT_{name}_JS__"),
            format!("{folder}{}", module.glue.0),
        ),
        (
            format!("__CASEMENT_{name}_WASM__"),
            format!("{folder}{}", module.wasm.0),
        ),
    ]
}

/// Files beside the host page that it names: its style sheet, its icon.
fn own_files(host_page: &Path) -> Result<Vec<String>> {
    let text =
        std::fs::read_to_string(host_page).or_stop(|| format!("read {}", host_page.display()))?;
    let is_own = |name: &&str| {
        !name.contains(['/', ':', '#', '?']) && host_page.with_file_name(name).is_file()
    };
    let values = text.split(['"', '\'', '\n']).map(str::trim);
    Ok(values.filter(is_own).map(str::to_owned).collect())
}

/// A launcher without its placeholders would load nothing, and nobody would see why.
fn require_placeholders(path: &Path, names: &[(String, String)]) -> Result<()> {
    let text = std::fs::read_to_string(path).or_stop(|| format!("read {}", path.display()))?;
    match names
        .iter()
        .find(|(placeholder, _)| !text.contains(placeholder))
    {
        Some((placeholder, _)) => Err(Stop::new(format!(
            "{} does not name its module by {placeholder}",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// Adds a hand-written file with the names of the module filled in.
fn add(files: &mut Files, from: &Path, folder: &str, names: &[(String, String)]) -> Result<()> {
    let mut text = std::fs::read_to_string(from).or_stop(|| format!("read {}", from.display()))?;
    for (placeholder, name) in names {
        text = text.replace(placeholder, name);
    }
    let file = from
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    files.insert(format!("{folder}{file}"), text.into_bytes());
    Ok(())
}

/// Writes the files, removes what an earlier build left in the same part of the site.
fn write(
    places: &Places,
    profile: Profile,
    mut files: Files,
    ours: impl Fn(&str) -> bool,
) -> Result<()> {
    if profile == Profile::Release {
        minify(places, &mut files)?;
        compress::add_copies(places, &mut files)?;
    }
    let site = places.site();
    for (path, bytes) in &files {
        let full = site.join(path);
        if std::fs::read(&full).is_ok_and(|found| found == *bytes) {
            continue;
        }
        if let Some(folder) = full.parent() {
            std::fs::create_dir_all(folder).or_stop(|| format!("create {}", folder.display()))?;
        }
        std::fs::write(&full, bytes).or_stop(|| format!("write {}", full.display()))?;
    }
    for path in list(&site, "")? {
        if ours(&path) && !files.contains_key(&path) {
            std::fs::remove_file(site.join(&path)).or_stop(|| format!("remove {path}"))?;
        }
    }
    Ok(())
}

/// Every file of the site, by its path below the root.
fn list(site: &Path, folder: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let here = site.join(folder);
    let entries = std::fs::read_dir(&here).or_stop(|| format!("read {}", here.display()))?;
    for entry in entries.flatten() {
        let path = format!("{folder}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            found.extend(list(site, &format!("{path}/"))?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// Minifies hand-written scripts and styles; the glue was minified with its module.
fn minify(places: &Places, files: &mut Files) -> Result<()> {
    let hashed = |path: &str| path.contains("widget-") || path.contains("preview-");
    for (path, bytes) in files.iter_mut() {
        let loader = match path.rsplit('.').next() {
            Some("js") if !hashed(path) => "js",
            Some("css") => "css",
            _ => continue,
        };
        let source = places.workshop().join(format!("minify.{loader}"));
        std::fs::write(&source, &*bytes).or_stop(|| format!("write {}", source.display()))?;
        let mut esbuild = process::outside(places.node_program("esbuild"));
        esbuild
            .arg(&source)
            .args(["--minify", "--log-level=warning"]);
        *bytes = process::capture(&mut esbuild)?.into_bytes();
    }
    Ok(())
}

/// What loads for each part of the site.
pub(crate) struct PartSizes {
    /// Before a visitor shows intent.
    pub(crate) launcher: compress::Sizes,
    /// The launcher, and all that comes after intent.
    pub(crate) widget: compress::Sizes,
    /// The preview page's script, style and WASM.
    pub(crate) preview: compress::Sizes,
}

/// Adds up JS, WASM and CSS of a release site.
pub(crate) fn sizes(places: &Places) -> Result<PartSizes> {
    let site = places.site();
    let all = list(&site, "")?;
    let loads = |path: &&String| matches!(path.rsplit('.').next(), Some("js" | "wasm" | "css"));
    let sum = |belongs: &dyn Fn(&str) -> bool| -> Result<compress::Sizes> {
        let mut total = compress::Sizes::default();
        let mut count = 0;
        for path in all.iter().filter(loads).filter(|path| belongs(path)) {
            total.add_file(&site.join(path))?;
            count += 1;
        }
        match count {
            0 => Err(Stop::new("nothing to weigh in the site")),
            _ => Ok(total),
        }
    };
    Ok(PartSizes {
        launcher: sum(&|path| path == LAUNCHER)?,
        widget: sum(&|path| path == LAUNCHER || path.starts_with("assets/"))?,
        preview: sum(&|path| path.starts_with("preview/"))?,
    })
}
