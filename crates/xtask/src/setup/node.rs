//! The locked npm packages: wasm-opt, esbuild, the browser driver, axe, a Salesforce client.

use crate::digest;
use crate::places::Places;
use crate::process;
use crate::stop::{Result, While};

/// Runs `npm ci` unless exactly this lock file was installed.
pub(crate) fn bring(places: &Places) -> Result<()> {
    let lock = places.root.join("package-lock.json");
    let bytes = std::fs::read(&lock).or_stop(|| format!("read {}", lock.display()))?;
    let digest = digest::of(&[&bytes]);
    let stamp = places.root.join("node_modules/.casement");
    if digest::is_stamped(&stamp, &digest) {
        return Ok(());
    }
    process::step("npm ci", || {
        let mut npm = process::outside("npm");
        // No package here needs its install script, and a script could download from anywhere.
        npm.args(["ci", "--ignore-scripts", "--no-progress"])
            .current_dir(&places.root);
        process::quietly(&mut npm)
    })?;
    digest::stamp(&stamp, &digest)
}
