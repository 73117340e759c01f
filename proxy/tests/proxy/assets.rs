//! The built widget as static files.

use std::fs;

use casement_sandbox::OrgConfig;

use crate::stage::{Answer, Stage};

async fn stage() -> (Stage, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("index.html", b"<!doctype html><title>x</title>");
    write("casement.js", b"plain");
    write("casement.js.br", b"brotli");
    write("casement.js.gz", b"gzip");
    write("widget_bg-0123456789abcdef.wasm", b"\0asm");
    fs::create_dir(folder.path().join("preview")).unwrap();
    write("preview/index.html", b"<!doctype html><title>p</title>");
    let assets = folder.path().to_owned();
    let stage = Stage::with(OrgConfig::default(), |settings| {
        settings.assets = Some(assets)
    })
    .await;
    (stage, folder)
}

async fn get(stage: &Stage, path: &str, encodings: &str) -> Answer {
    let request = stage.client.get(stage.url(path));
    Answer::of(request.header("accept-encoding", encodings)).await
}

#[tokio::test]
async fn a_file_is_sent_in_the_best_encoding_that_the_browser_takes() {
    let (stage, _folder) = stage().await;
    for (encodings, text, encoding) in [
        ("gzip, deflate, br", "brotli", "br"),
        ("gzip", "gzip", "gzip"),
        ("identity", "plain", ""),
    ] {
        let answer = get(&stage, "/casement.js", encodings).await;
        assert_eq!(answer.text, text);
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.header("content-type"), "text/javascript");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert_eq!(answer.header("cache-control"), "public, max-age=300");
    }
}

#[tokio::test]
async fn wasm_has_its_type_and_is_kept_for_good_under_a_hashed_name() {
    let (stage, _folder) = stage().await;
    let answer = get(&stage, "/widget_bg-0123456789abcdef.wasm", "br").await;
    assert_eq!(answer.header("content-type"), "application/wasm");
    assert!(answer.header("cache-control").contains("immutable"));
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(
        answer.header("cross-origin-resource-policy"),
        "cross-origin"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn pages_carry_the_strict_policy() {
    let (stage, _folder) = stage().await;
    for path in ["/", "/index.html", "/preview/"] {
        let answer = get(&stage, path, "br").await;
        assert_eq!(answer.status, 200, "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "));
        assert!(policy.ends_with("require-trusted-types-for 'script'; trusted-types 'none'"));
        // Only the preview asks others, for the choices of the form that it shows.
        let asks = policy.contains("connect-src 'self' https:; ");
        assert!(asks || policy.contains("connect-src 'self'; "), "{policy}");
        assert_eq!(asks, path == "/preview/", "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    let script = get(&stage, "/casement.js", "br").await;
    assert_eq!(script.header("content-security-policy"), "");
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let (stage, folder) = stage().await;
    fs::write(
        folder.path().parent().unwrap().join("outside.txt"),
        "secret",
    )
    .unwrap();
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/missing.js",
    ] {
        let answer = get(&stage, path, "br").await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert!(!answer.header("cache-control").contains("immutable"));
    }
    fs::remove_file(folder.path().parent().unwrap().join("outside.txt")).unwrap();
}
