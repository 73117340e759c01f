//! The npm package of the JavaScript binding: one folder for Node, one for browsers, one for
//! bundlers.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::build::{Profile, Sizes, compress, module};
use crate::digest;
use crate::places::Places;
use crate::process;
use crate::setup::Tools;
use crate::stop::{Result, While};

/// One kind of module that the package is made as.
struct Kind {
    name: &'static str,
    /// What Node takes its JavaScript for.
    modules: &'static str,
    /// The cargo profile: on a server speed counts, on its way to a browser weight.
    profile: &'static str,
}

const KINDS: &[Kind] = &[
    Kind {
        name: "nodejs",
        modules: "commonjs",
        profile: "npm",
    },
    Kind {
        name: "web",
        modules: "module",
        profile: "release",
    },
    Kind {
        name: "bundler",
        modules: "module",
        profile: "release",
    },
];

/// What else cargo is told for a server's module: one visitor's text must not hold up the others.
const BOUNDED: [&str; 2] = ["--features", "bounded-patterns"];

/// What else cargo is told for a browser's module.
const LIGHT: [&str; 2] = ["--features", "small-allocator"];

/// Builds `target/npm`, as it is published.
pub(crate) fn build(places: &Places, tools: &Tools, profile: Profile) -> Result<()> {
    let compile = |shipped: &str, arguments: &[&str]| {
        process::step(
            &format!("compiling the binding to WASM ({shipped})"),
            || module::compile_with(places, tools, profile, (shipped, "wasm"), arguments),
        )
    };
    let (quick, light) = (compile("npm", &BOUNDED)?, compile("release", &LIGHT)?);
    let read = |path: &Path| std::fs::read(path).or_stop(|| format!("read {}", path.display()));
    let page = places.root.join("crates/wasm/README.md");
    let mut messages = read(&places.root.join("crates/wasm/settle.mjs"))?;
    for path in translations(places)? {
        messages.extend(read(&path)?);
    }
    let digest = digest::of(&[
        &read(&quick)?,
        &read(&light)?,
        &read(&page)?,
        &messages,
        profile.name().as_bytes(),
        tools.wasm_bindgen_version.as_bytes(),
    ]);
    let stamp = places.workshop().join("npm.stamp");
    if digest::is_stamped(&stamp, &digest) && KINDS.iter().all(|kind| is_there(places, kind.name)) {
        return Ok(());
    }
    for kind in KINDS {
        let compiled = if kind.profile == "npm" {
            &quick
        } else {
            &light
        };
        process::step(
            &format!("packing the npm package for {}", kind.name),
            || pack(places, tools, profile, compiled, kind),
        )?;
    }
    for file in ["package.json", "README.md", "settle.mjs", "settle.d.mts"] {
        let from = places.root.join("crates/wasm").join(file);
        std::fs::copy(&from, places.npm().join(file))
            .or_stop(|| format!("copy {}", from.display()))?;
    }
    digest::stamp(&stamp, &digest)
}

fn is_there(places: &Places, kind: &str) -> bool {
    places.npm().join(kind).join("package.json").exists()
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
    kind: &Kind,
) -> Result<()> {
    let out = places.npm().join(kind.name);
    if out.exists() {
        std::fs::remove_dir_all(&out).or_stop(|| format!("remove {}", out.display()))?;
    }
    let mut bindgen = process::outside(&tools.wasm_bindgen);
    bindgen
        .args(["--target", kind.name, "--out-name", "casement", "--out-dir"])
        .arg(&out);
    if profile == Profile::Release {
        bindgen.args(["--remove-name-section", "--remove-producers-section"]);
    }
    process::quietly(bindgen.arg(compiled))?;
    ship_translations(places, &out)?;
    if profile == Profile::Release {
        let wasm = out.join("casement_bg.wasm");
        let small = out.join("casement_bg.small");
        let aim = match kind.profile {
            "npm" => module::Aim::Speed,
            _ => module::Aim::Weight,
        };
        module::optimise(places, aim, &wasm, &small)?;
        std::fs::rename(&small, &wasm).or_stop(|| format!("replace {}", wasm.display()))?;
    }
    if kind.modules == "commonjs" {
        require_snippets(places, &out)?;
    }
    let package = out.join("package.json");
    std::fs::write(&package, format!("{{ \"type\": \"{}\" }}\n", kind.modules))
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
        let name = ("release", "wasm");
        let arguments = [&["--no-default-features"], &LIGHT[..]].concat();
        module::compile_with(places, tools, profile, name, &arguments)
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
