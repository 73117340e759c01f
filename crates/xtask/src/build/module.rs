//! A browser module: a web crate compiled to WASM, with its JavaScript glue, both with hashed names.

use std::path::{Path, PathBuf};

use crate::build::{Profile, names};
use crate::digest;
use crate::places::Places;
use crate::process;
use crate::setup::{Aim, Tools};
use crate::stop::{Result, Stop, While};

/// The features that browsers have had for years. `--all-features` would use ones that they refuse.
pub(crate) const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// A finished module: two files, whose names change with their contents.
pub(crate) struct Module {
    /// `widget` or `preview`.
    pub(crate) name: &'static str,
    /// Name and contents of the JavaScript that loads and serves the WASM.
    pub(crate) glue: (String, Vec<u8>),
    /// Name and contents of the WASM.
    pub(crate) wasm: (String, Vec<u8>),
}

/// Compiles and finishes the module of `web/NAME`.
pub(crate) fn build(
    places: &Places,
    tools: &Tools,
    profile: Profile,
    name: &'static str,
) -> Result<Module> {
    let compiled = process::step(
        &format!("compiling the {name} to WASM ({})", profile.name()),
        || compile(places, tools, profile, name),
    )?;
    let folder = places.workshop().join(profile.name()).join(name);
    let source = std::fs::read(&compiled).or_stop(|| format!("read {}", compiled.display()))?;
    let lock = std::fs::read(places.root.join("package-lock.json")).unwrap_or_default();
    let digest = digest::of(&[&source, &lock, tools.wasm_bindgen_version.as_bytes()]);
    let stamp = folder.join("stamp");
    if !digest::is_stamped(&stamp, &digest) {
        if folder.exists() {
            std::fs::remove_dir_all(&folder).or_stop(|| format!("remove {}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder).or_stop(|| format!("create {}", folder.display()))?;
        process::step(&format!("finishing the {name}'s module"), || {
            finish(places, tools, profile, name, &compiled, &folder)
        })?;
        digest::stamp(&stamp, &digest)?;
    }
    named(name, &folder)
}

/// Compiles the library `casement-NAME`, and returns where the WASM is.
pub(crate) fn compile(
    places: &Places,
    tools: &Tools,
    profile: Profile,
    name: &str,
) -> Result<PathBuf> {
    compile_with(places, tools, profile, ("release", name), Aim::Weight, &[])
}

/// The same by a cargo profile of its own, where it is shipped, and with further arguments.
pub(crate) fn compile_with(
    places: &Places,
    tools: &Tools,
    profile: Profile,
    (shipped, name): (&str, &str),
    aim: Aim,
    arguments: &[&str],
) -> Result<PathBuf> {
    let cargo_profile = match profile {
        Profile::Debug => "dev",
        Profile::Release => shipped,
    };
    let mut cargo = process::cargo();
    cargo
        .args(["build", "--lib", "--target", "wasm32-unknown-unknown"])
        .args(["--package", &format!("casement-{name}")])
        .args(arguments)
        .arg("--target-dir")
        .arg(places.wasm_target())
        .args(["--profile", cargo_profile])
        .current_dir(&places.root);
    match profile {
        Profile::Release => tools.shipped.apply(aim, &mut cargo),
        Profile::Debug => tools.wasm.apply(&mut cargo),
    }
    process::run(&mut cargo)?;
    Ok(places
        .wasm_target()
        .join("wasm32-unknown-unknown")
        .join(match profile {
            Profile::Debug => "debug",
            Profile::Release => shipped,
        })
        .join(format!("casement_{name}.wasm")))
}

/// Leaves `NAME.js` and `NAME_bg.wasm` in the folder.
pub(crate) fn finish(
    places: &Places,
    tools: &Tools,
    profile: Profile,
    name: &str,
    compiled: &Path,
    folder: &Path,
) -> Result<()> {
    let raw = folder.join("bindgen");
    let mut bindgen = process::outside(&tools.wasm_bindgen);
    bindgen
        .args(["--target", "web", "--no-typescript", "--out-name", name])
        .arg("--out-dir")
        .arg(&raw);
    if profile == Profile::Release {
        bindgen.args(["--remove-name-section", "--remove-producers-section"]);
    }
    process::quietly(bindgen.arg(compiled))?;

    let wasm_name = format!("{name}_bg.wasm");
    let glue_name = format!("{name}.js");
    let (wasm_in, wasm_out) = (raw.join(&wasm_name), folder.join(&wasm_name));
    let (glue_in, glue_out) = (raw.join(&glue_name), folder.join(&glue_name));
    if profile == Profile::Release {
        shorten_names(&wasm_in, &glue_in, &wasm_name)?;
    }
    match profile {
        Profile::Release => optimise(places, Aim::Weight, &wasm_in, &wasm_out)?,
        Profile::Debug => copy(&wasm_in, &wasm_out)?,
    }

    // Bundling also draws in the snippets that `inline_js` leaves in files of their own.
    if profile == Profile::Release || raw.join("snippets").exists() {
        let mut esbuild = process::outside(places.node_program("esbuild"));
        esbuild
            .arg(&glue_in)
            .args(["--bundle", "--format=esm", "--log-level=warning"])
            // wasm-bindgen names a snippet once for each function that comes from it.
            .arg("--log-override:duplicate-object-key=silent")
            // Its glue warns at length of uses that the launcher does not make.
            .args(
                (profile == Profile::Release)
                    .then_some(["--minify", "--drop:console"])
                    .iter()
                    .flatten(),
            )
            .arg(format!("--outfile={}", glue_out.display()));
        process::quietly(&mut esbuild)
    } else {
        copy(&glue_in, &glue_out)
    }
}

fn shorten_names(wasm_path: &Path, glue_path: &Path, wasm_name: &str) -> Result<()> {
    let read = |path: &Path| std::fs::read(path).or_stop(|| format!("read {}", path.display()));
    let glue =
        String::from_utf8(read(glue_path)?).map_err(|_| Stop::new("the glue is not UTF-8"))?;
    let from = format!("./{}", wasm_name.replace(".wasm", ".js"));
    let snippet_paths = match glue_path.parent() {
        Some(folder) => files_below(&folder.join("snippets"))?,
        None => Vec::new(),
    };
    let mut snippets = Vec::new();
    for path in &snippet_paths {
        let text = std::fs::read_to_string(path).or_stop(|| format!("read {}", path.display()))?;
        snippets.push(text);
    }
    let (wasm, glue, snippets) = names::shorten(&read(wasm_path)?, &glue, &snippets, &from)?;
    std::fs::write(wasm_path, wasm).or_stop(|| format!("write {}", wasm_path.display()))?;
    for (path, text) in snippet_paths.iter().zip(snippets) {
        std::fs::write(path, text).or_stop(|| format!("write {}", path.display()))?;
    }
    std::fs::write(glue_path, glue).or_stop(|| format!("write {}", glue_path.display()))
}

/// Every file in a folder and in those within it; none where there is no such folder.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop().filter(|folder| folder.exists()) {
        let entries =
            std::fs::read_dir(&folder).or_stop(|| format!("read {}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// Makes a WASM file small, or fast.
pub(crate) fn optimise(places: &Places, aim: Aim, from: &Path, to: &Path) -> Result<()> {
    let mut wasm_opt = process::outside(places.node_program("wasm-opt"));
    if aim == Aim::Weight {
        wasm_opt
            // Blocks and branches are made anew from the plain flow of control.
            .args(["--flatten", "--rereloop", "--simplify-locals"])
            .arg("--skip-pass=local-cse")
            // A function with one caller stays a function unless it is small: in two short ones
            // locals have smaller numbers than in a long one, and compress better.
            .arg("--one-caller-inline-max-function-size=15");
    }
    match aim {
        // What the first round has merged and inlined, the second makes smaller again.
        Aim::Weight => wasm_opt.args(["-Oz", "-Oz"]),
        Aim::Speed => wasm_opt.arg("-O3"),
    };
    wasm_opt
        // How loads and stores are aligned is a hint that browsers don't take.
        .arg("--dealign")
        // The stack lies lowest in Rust's modules, and nothing has an address in its last kilobyte:
        // offsets can be folded into loads and stores.
        .arg("--low-memory-unused")
        .args(WASM_FEATURES)
        .arg(from)
        .arg("-o")
        .arg(to);
    process::quietly(&mut wasm_opt)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to)
        .map(|_| ())
        .or_stop(|| format!("copy {}", from.display()))
}

/// Reads the finished files and gives them their hashed names.
fn named(name: &'static str, folder: &Path) -> Result<Module> {
    let read = |file: String| {
        let path = folder.join(file);
        std::fs::read(&path).or_stop(|| format!("read {}", path.display()))
    };
    let plain = format!("{name}_bg.wasm");
    let wasm = read(plain.clone())?;
    let wasm_name = format!("{name}-{}.wasm", digest::of(&[&wasm]));
    // The glue's own default for the WASM's address must name the hashed file, too.
    let glue = String::from_utf8(read(format!("{name}.js"))?)
        .map_err(|_| Stop::new("the glue is not UTF-8"))?
        .replace(&plain, &wasm_name)
        .into_bytes();
    let glue_name = format!("{name}-{}.js", digest::of(&[&glue]));
    Ok(Module {
        name,
        glue: (glue_name, glue),
        wasm: (wasm_name, wasm),
    })
}
