//! Python's Salesforce clients, which judge the sandbox org, in an environment of their own.

use crate::digest;
use crate::places::Places;
use crate::process;
use crate::setup::apt;
use crate::stop::{Result, Stop, While};

/// The pinned clients.
pub(crate) const REQUIREMENTS: &str = "crates/sandbox/judges/requirements.txt";

/// Installs the pinned clients unless exactly these were installed.
pub(crate) fn bring(places: &Places) -> Result<()> {
    let list = places.root.join(REQUIREMENTS);
    let Ok(bytes) = std::fs::read(&list) else {
        return Ok(());
    };
    let digest = digest::of(&[&bytes]);
    let folder = places.python();
    let stamp = folder.join(".casement");
    if digest::is_stamped(&stamp, &digest) {
        return Ok(());
    }
    apt::bring(&[apt::Wanted::when(can_make_environments(), "python3-venv")])?;
    process::step("Python clients that judge the sandbox org", || {
        if folder.exists() {
            std::fs::remove_dir_all(&folder).or_stop(|| format!("remove {}", folder.display()))?;
        }
        process::quietly(
            process::outside(python3())
                .args(["-m", "venv"])
                .arg(&folder),
        )?;
        let mut pip = process::outside(folder.join("bin/python"));
        pip.args(["-m", "pip", "install", "--quiet", "-r"])
            .arg(&list);
        process::quietly(&mut pip)
            .map_err(|stop| Stop::new(format!("the Python clients could not be installed: {stop}")))
    })?;
    digest::stamp(&stamp, &digest)
}

fn can_make_environments() -> bool {
    process::capture(process::outside(python3()).args(["-c", "import ensurepip, venv"])).is_ok()
}

/// Debian's interpreter where there is one: its package `python3-venv` serves no other.
fn python3() -> &'static str {
    if std::path::Path::new("/usr/bin/python3").exists() {
        "/usr/bin/python3"
    } else {
        "python3"
    }
}
