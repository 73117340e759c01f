//! The npm package of the JavaScript binding: one folder for Node, one for browsers, one for
//! bundlers, and one for browsers that show large forms.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::build::{Profile, Sizes, compress, module};
use crate::digest;
use crate::places::Places;
use crate::process;
use crate::setup::{Aim, Tools};
use crate::stop::{Result, While};

/// How the engine is compiled for a part of the package.
struct Build {
    /// The cargo profile.
    profile: &'static str,
    /// What else cargo is told.
    arguments: &'static [&'static str],
    aim: Aim,
}

/// For servers, and for browsers that show large forms: speed counts, at twice the weight of `LIGHT`.
/// On a server one visitor's text must not hold up the others.
const FAST: Build = Build {
    profile: "npm",
    arguments: &["--features", "bounded-patterns"],
    aim: Aim::Speed,
};

/// For browsers: weight counts.
const LIGHT: Build = Build {
    profile: "release",
    arguments: &["--features", "small-allocator"],
    aim: Aim::Weight,
};

/// One folder of the package.
struct Folder {
    name: &'static str,
    /// Which glue wasm-bindgen makes.
    target: &'static str,
    /// What Node takes its JavaScript for.
    modules: &'static str,
    build: &'static Build,
}

const FOLDERS: &[Folder] = &[
    Folder {
        name: "nodejs",
        target: "nodejs",
        modules: "commonjs",
        build: &FAST,
    },
    Folder {
        name: "web",
        target: "web",
        modules: "module",
        build: &LIGHT,
    },
    Folder {
        name: "bundler",
        target: "bundler",
        modules: "module",
        build: &LIGHT,
    },
    Folder {
        name: "fast",
        target: "web",
        modules: "module",
        build: &FAST,
    },
];

/// Builds `target/npm`, as it is published.
pub(crate) fn build(places: &Places, tools: &Tools, profile: Profile) -> Result<()> {
    let mut compiled = Vec::new();
    for build in [&FAST, &LIGHT] {
        let step = format!("compiling the binding to WASM ({})", build.profile);
        let path = process::step(&step, || {
            let shipped = (build.profile, "wasm");
            module::compile_with(places, tools, profile, shipped, build.aim, build.arguments)
        })?;
        compiled.push((build.profile, path));
    }
    let read = |path: &Path| std::fs::read(path).or_stop(|| format!("read {}", path.display()));
    let page = places.root.join("crates/wasm/README.md");
    let mut messages = read(&places.root.join("crates/wasm/settle.mjs"))?;
    for path in translations(places)? {
        messages.extend(read(&path)?);
    }
    let mut modules = Vec::new();
    for (_, path) in &compiled {
        modules.extend(read(path)?);
    }
    let digest = digest::of(&[
        &modules,
        &read(&page)?,
        &messages,
        profile.name().as_bytes(),
        tools.wasm_bindgen_version.as_bytes(),
    ]);
    let stamp = places.workshop().join("npm.stamp");
    let is_there = |folder: &Folder| places.npm().join(folder.name).join("package.json").exists();
    if digest::is_stamped(&stamp, &digest) && FOLDERS.iter().all(is_there) {
        return Ok(());
    }
    for folder in FOLDERS {
        let built = compiled
            .iter()
            .find(|(name, _)| *name == folder.build.profile);
        let Some((_, path)) = built else { continue };
        process::step(
            &format!("packing the npm package's folder `{}`", folder.name),
            || pack(places, tools, profile, path, folder),
        )?;
    }
    for file in ["package.json", "README.md", "settle.mjs", "settle.d.mts"] {
        let from = places.root.join("crates/wasm").join(file);
        std::fs::copy(&from, places.npm().join(file))
            .or_stop(|| format!("copy {}", from.display()))?;
    }
    digest::stamp(&stamp, &digest)
}

/// The engine's messages in other languages, which the package brings along as files.
fn translations(places: &Places) -> Result<Vec<PathBuf>> {
    let folder = places.root.join("crates/form/locales");
    let entries = std::fs::read_dir(&folder).or_stop(|| format!("read {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Puts the translations into a package.
fn ship_translations(places: &Places, out: &Path) -> Result<()> {
    let folder = out.join("locales");
    std::fs::create_dir_all(&folder).or_stop(|| format!("make {}", folder.display()))?;
    for path in translations(places)? {
        let to = folder.join(path.file_name().unwrap_or_default());
        std::fs::copy(&path, &to).or_stop(|| format!("copy to {}", to.display()))?;
    }
    Ok(())
}

/// The glue of one kind of module around what was compiled already: wasm-pack would compile it again
/// for each, and with the ready-made standard library, which is the heavier one.
fn pack(
    places: &Places,
    tools: &Tools,
    profile: Profile,
    compiled: &Path,
    folder: &Folder,
) -> Result<()> {
    let out = places.npm().join(folder.name);
    if out.exists() {
        std::fs::remove_dir_all(&out).or_stop(|| format!("remove {}", out.display()))?;
    }
    let mut bindgen = process::outside(&tools.wasm_bindgen);
    bindgen
        .args([
            "--target",
            folder.target,
            "--out-name",
            "casement",
            "--out-dir",
        ])
        .arg(&out);
    if profile == Profile::Release {
        bindgen.args(["--remove-name-section", "--remove-producers-section"]);
    }
    process::quietly(bindgen.arg(compiled))?;
    ship_translations(places, &out)?;
    if profile == Profile::Release {
        let wasm = out.join("casement_bg.wasm");
        let small = out.join("casement_bg.small");
        module::optimise(places, folder.build.aim, &wasm, &small)?;
        std::fs::rename(&small, &wasm).or_stop(|| format!("replace {}", wasm.display()))?;
    }
    if folder.modules == "commonjs" {
        require_snippets(places, &out)?;
    }
    let package = out.join("package.json");
    std::fs::write(
        &package,
        format!("{{ \"type\": \"{}\" }}\n", folder.modules),
    )
    .or_stop(|| format!("write {}", package.display()))
}

/// The binding's own JavaScript as one file that `require` reads: wasm-bindgen leaves it as it was
/// written. In files of their own the parts would look up each other's functions at each call, a fifth
/// of a short one.
fn require_snippets(places: &Places, out: &Path) -> Result<()> {
    let folder = out.join("snippets");
    let glue_path = out.join("casement.js");
    let entry_path = out.join("parts.mjs");
    let mut glue =
        std::fs::read_to_string(&glue_path).or_stop(|| format!("read {}", glue_path.display()))?;
    let mut entry = String::new();
    let mut paths = module::files_below(&folder)?;
    paths.sort();
    for (number, path) in paths.iter().enumerate() {
        let below = path.strip_prefix(out).unwrap_or(path);
        let name = format!("./{}", below.display());
        entry.push_str(&format!("export * as part{number} from \"{name}\";\n"));
        let part = format!("require(\"./parts.js\").part{number}");
        for given in [format!("String.raw`{name}`"), format!("\"{name}\"")] {
            glue = glue.replace(&format!("require({given})"), &part);
        }
    }
    std::fs::write(&entry_path, entry).or_stop(|| format!("write {}", entry_path.display()))?;
    let mut esbuild = process::outside(places.node_program("esbuild"));
    esbuild
        .arg(&entry_path)
        .args([
            "--bundle",
            "--platform=node",
            "--format=cjs",
            "--log-level=warning",
        ])
        .arg(format!("--outfile={}", out.join("parts.js").display()));
    process::quietly(&mut esbuild)?;
    std::fs::write(&glue_path, glue).or_stop(|| format!("write {}", glue_path.display()))?;
    std::fs::remove_file(&entry_path).or_stop(|| format!("remove {}", entry_path.display()))?;
    std::fs::remove_dir_all(&folder).or_stop(|| format!("remove {}", folder.display()))
}

/// What the package weighs without the conversation: expressions, forms and the binding, as a
/// browser loads them.
pub(crate) fn engine(places: &Places, tools: &Tools) -> Result<Sizes> {
    let folder = places.workshop().join("release/engine");
    let sizes = |folder: &Path| -> Result<Sizes> {
        let mut sizes = Sizes::default();
        sizes.add_file(&folder.join(ENGINE[0]))?;
        sizes.add_file(&folder.join(ENGINE[1]))?;
        Ok(sizes)
    };
    let compiled = process::step("compiling the engine alone to WASM", || {
        let profile = Profile::Release;
        let name = (LIGHT.profile, "wasm");
        let arguments = [&["--no-default-features"], LIGHT.arguments].concat();
        module::compile_with(places, tools, profile, name, Aim::Weight, &arguments)
    })?;
    let source = std::fs::read(&compiled).or_stop(|| format!("read {}", compiled.display()))?;
    let digest = digest::of(&[&source, tools.wasm_bindgen_version.as_bytes()]);
    let stamp = folder.join("stamp");
    if digest::is_stamped(&stamp, &digest) {
        return sizes(&folder);
    }
    process::step("finishing the engine's module", || {
        module::finish(
            places,
            tools,
            Profile::Release,
            "engine",
            &compiled,
            &folder,
        )
    })?;
    let mut files = BTreeMap::new();
    for name in ENGINE {
        let path = folder.join(name);
        let bytes = std::fs::read(&path).or_stop(|| format!("read {}", path.display()))?;
        files.insert(name.to_owned(), bytes);
    }
    compress::add_copies(places, &mut files)?;
    for (name, bytes) in &files {
        let path = folder.join(name);
        std::fs::write(&path, bytes).or_stop(|| format!("write {}", path.display()))?;
    }
    digest::stamp(&stamp, &digest)?;
    sizes(&folder)
}

/// The files that a browser loads for the engine.
const ENGINE: [&str; 2] = ["engine.js", "engine_bg.wasm"];

/// wasm-pack with the right compiler, the tools of the cache and the build's own target folder.
pub(crate) fn pack_command(places: &Places, tools: &Tools) -> Result<std::process::Command> {
    let bin = places.tools().join("bin");
    let mut command = process::outside(bin.join("wasm-pack"));
    let mut path = vec![bin, places.root.join("node_modules/.bin")];
    path.extend(tools.wasm.path());
    process::with_path(&mut command, &path)?;
    tools.wasm.apply(&mut command);
    command
        .env("CARGO_TARGET_DIR", places.wasm_target())
        .current_dir(&places.root);
    Ok(command)
}
