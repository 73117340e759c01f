// Loads the module and hands it the page. All files are the page's own: its policy allows no other.
const place = document.getElementById("page");
const status = document.getElementById("loading");

try {
  const module = await import("./__CASEMENT_PREVIEW_JS__");
  await module.default({ module_or_path: new URL("./__CASEMENT_PREVIEW_WASM__", import.meta.url) });
  status.remove();
  module.start(place);
} catch (error) {
  status.textContent =
    typeof WebAssembly === "undefined"
      ? "This browser has no WebAssembly, which the preview needs."
      : "The preview could not be loaded. Reload the page to try again.";
  status.className = "loading failed";
  console.error(error);
}
