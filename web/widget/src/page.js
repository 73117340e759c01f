// What the window needs of the browser beside its elements. Each function is one deed, called from
// Rust by page.rs; none knows an address of its own.

export const setting = (config, name) => String(config[name] ?? "");

let sheet;
/** Puts the style sheet, one for all windows of the page, behind those that the shadow root has. */
export const adopt = (container, css) => {
  const root = container.getRootNode();
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
};

export const isTouched = () => matchMedia("(pointer: coarse)").matches;
/** Whether a key says that a message is complete: not the Enter that ends a composition. */
export const isSend = (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing;
/** Takes the focus, if nothing beside it in the root has it. */
export const keepFocus = (node) => {
  if (!node.getRootNode().activeElement) node.focus();
};
/** Brings an entry to the top of the log. */
export const bring = (log, entry) => {
  log.scrollTop += entry.getBoundingClientRect().top - log.getBoundingClientRect().top - 16;
};

export const tell = (host, name, email, CaseNumber, directive) => {
  const detail = directive == null ? { email, CaseNumber } : { email, CaseNumber, directive };
  host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
};

/** Copies a text; where the page may not, selects the node that shows it and asks the document. */
export const copy = async (text, node) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(node);
    return document.execCommand("copy");
  }
};

/** 128 bits of chance in hexadecimal digits. */
export const chance = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const post = async (address, body, key, timeout) => {
  const headers = { "Content-Type": "application/json", Accept: "application/json, application/problem+json" };
  if (key != null) headers["Idempotency-Key"] = key;
  const response = await fetch(address, { method: "POST", headers, body, signal: AbortSignal.timeout(timeout) });
  return { status: response.status, text: await response.text() };
};
export const status = (answer) => answer.status;
export const text = (answer) => answer.text;

/** Minutes east of Greenwich at a time. */
export const offset = (time) => -new Date(time).getTimezoneOffset();
/** A regular expression, or the text that says why it is none. */
export const regex = (pattern, flags) => {
  try {
    return new RegExp(pattern, flags);
  } catch (error) {
    return String(error.message);
  }
};
export const test = (regex, text) => regex.test(text);
