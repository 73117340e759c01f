/*
 * <casement-widget>: the launcher, and the frame of the panel.
 *
 * This file is all that a page loads until its visitor shows intent. It draws a button; on hover
 * or focus it fetches the widget, and on a click it opens the panel and lets the widget draw the
 * conversation in it. It knows nothing of cases, forms or the proxy's API.
 */
(() => {
  "use strict";

  const TAG = "casement-widget";
  if (customElements.get(TAG)) return;

  // A module script has no currentScript; its tag is then found by the file's name.
  const tag = document.currentScript ?? [...document.querySelectorAll("script[src*='casement.js']")].pop();
  const home = new URL("./", tag?.src || document.baseURI).href;
  // The build puts the hashed names here.
  const GLUE = "__CASEMENT_WIDGET_JS__";
  const WASM = "__CASEMENT_WIDGET_WASM__";

  /** Longer than this, and the visitor is told that it is slow. */
  const SLOW_MS = 8000;
  const PHONE = "(max-width: 30rem), (max-height: 26rem)";

  const STYLE = `
:host{all:initial;position:fixed;inset-block-end:max(1.25em,env(safe-area-inset-bottom));inset-inline-end:1.25em;z-index:var(--casement-z-index,9000);color-scheme:light dark;font:16px/1.5 var(--casement-font,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif);
--a:var(--casement-accent,light-dark(#0f5f56,#6fd3c3));--on:var(--casement-on-accent,light-dark(#fff,#06211d));--bg:var(--casement-background,light-dark(#fff,#15191b));--fg:var(--casement-text,light-dark(#1a2024,#e9edee));--dim:var(--casement-text-quiet,light-dark(#566067,#a3adb2));--line:var(--casement-border,light-dark(#dde2e4,#343b3f));--r:var(--casement-radius,16px);color:var(--fg)}
:host([position=left]){inset-inline:1.25em auto}
:host([color-scheme=light]){color-scheme:light}
:host([color-scheme=dark]){color-scheme:dark}
:host([hidden]){display:none}
*{box-sizing:border-box}
button{font:inherit;color:inherit;cursor:pointer;border:1px solid transparent}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}
.launcher{display:flex;align-items:center;gap:.55em;min-block-size:3.25em;padding:.5em 1.25em .5em 1em;border-radius:99px;background:var(--a);color:var(--on);font-weight:600;box-shadow:0 1px 2px #0003,0 8px 24px #0003}
.launcher:hover{filter:brightness(1.08)}
:host([open]) .launcher{visibility:hidden}
svg{inline-size:1.4em;block-size:1.4em;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round;flex:none}
dialog{position:fixed;inset:auto;inset-block-end:max(1.25em,env(safe-area-inset-bottom));inset-inline-end:1.25em;inline-size:min(25.5em,100vw - 2.5em);block-size:min(44em,100dvh - 2.5em);max-inline-size:none;max-block-size:none;margin:0;padding:0;border:1px solid var(--line);border-radius:var(--r);background:var(--bg);color:inherit;box-shadow:0 2px 6px #00000014,0 16px 48px #0000002e;overflow:hidden;flex-direction:column}
:host([position=left]) dialog{inset-inline:1.25em auto}
dialog[open]{display:flex}
dialog::backdrop{background:#0006}
.header{display:flex;align-items:center;gap:.25em;padding:.6em .6em .6em 1.1em;background:var(--casement-header,light-dark(var(--a),#1e2629));color:var(--casement-on-header,light-dark(var(--on),var(--fg)));flex:none}
h1{flex:1;margin:0;font-size:1.0625em;line-height:1.4;font-weight:650;min-inline-size:0;overflow-wrap:anywhere}
h1:focus{outline:0}
.header button{display:grid;place-items:center;inline-size:2.75em;block-size:2.75em;padding:0;border-radius:10px;background:none}
.header button:hover{background:#ffffff26}
.header :focus-visible{outline-color:currentColor;outline-offset:-4px}
.body{flex:1;min-block-size:0;display:flex;flex-direction:column}
.state{margin:auto;padding:2em;text-align:center;max-inline-size:24em}
.state p{margin:0 0 1em}
.state pre{white-space:pre-wrap;text-align:start;font:inherit;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:.75em;max-block-size:12em;overflow:auto}
.state button{min-block-size:2.75em;padding:0 1.25em;border-radius:10px;background:var(--a);color:var(--on);font-weight:600}
.state i{display:block;inline-size:2em;block-size:2em;margin:0 auto 1em;border:3px solid var(--line);border-block-start-color:var(--a);border-radius:50%}
[hidden]{display:none!important}
@media (prefers-reduced-motion:no-preference){.state i{animation:t 1s linear infinite}dialog[open]{animation:u .18s ease-out}.launcher{transition:filter .15s}}
@keyframes t{to{rotate:1turn}}
@keyframes u{from{opacity:0;translate:0 12px}}
@media ${PHONE}{dialog{inset:0!important;inline-size:100%;block-size:100dvh;border:0;border-radius:0}.header{padding-block-start:max(.6em,env(safe-area-inset-top))}}
@media (forced-colors:active){.launcher,.header button,.state button{border-color:ButtonText}}
@media print{:host(:not([open])){display:none}:host,dialog{position:static;block-size:auto;overflow:visible}}`;

  const ICONS = {
    chat: "M4 5.5h16v11H9.5L5 20v-3.5H4z",
    restart: "M4 12a8 8 0 1 0 2.5-5.8M4 4v4.5h4.5",
    close: "M6 6l12 12M18 6L6 18",
  };

  let sheet;
  const styles = () => {
    if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(STYLE);
    return sheet;
  };

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const icon = (name) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    svg.append(document.createElementNS(space, "path"));
    svg.firstChild.setAttribute("d", ICONS[name]);
    return svg;
  };

  // One module for all elements of the page. After a failure another query string makes the
  // browser fetch it again: some remember a failed import for ever.
  let attempt = 0;
  let loading;
  const forget = () => {
    loading = undefined;
    attempt += 1;
  };
  const start = async () => {
    if (typeof WebAssembly === "undefined") throw new Error("no-webassembly");
    const query = attempt ? `?retry=${attempt}` : "";
    const module_or_path = fetch(new URL(WASM, home) + query).then((response) => {
      if (!response.ok) throw new Error(response.status);
      return response;
    });
    // Awaited below; if the import fails first, this failure has been told by that one.
    module_or_path.catch(() => {});
    const glue = await import(new URL(GLUE, home) + query);
    await glue.default({ module_or_path });
    return glue;
  };
  const load = () => {
    if (!loading) {
      const mine = (loading = start());
      mine.catch(() => loading === mine && forget());
    }
    return loading;
  };

  const codeOf = (error) =>
    error?.message === "no-webassembly"
      ? "no-webassembly"
      : error instanceof WebAssembly.CompileError
        ? "blocked"
        : error instanceof WebAssembly.RuntimeError
          ? "stopped"
          : "unreachable";

  const TEXT = {
    "no-webassembly": "This browser can’t run our support window.",
    blocked: "This page does not let our support window run.",
    stopped: "Something went wrong in our support window.",
    unreachable: "Our support window could not be loaded. Please check your connection.",
  };

  class CasementWidget extends HTMLElement {
    static observedAttributes = ["open", "heading", "label"];

    #root;
    #launcher;
    #label;
    #dialog;
    #title;
    #restart;
    #body;
    #handle;
    #starting;
    #stop;

    constructor() {
      super();
      this.#root = this.attachShadow({ mode: "open" });
    }

    connectedCallback() {
      if (this.#stop) {
        // Moved: a modal dialog has left the top layer on the way.
        if (this.isOpen && matchMedia(PHONE).matches) this.#present();
        return;
      }
      // Properties set before the element was defined.
      for (const name of Object.keys(PROPERTIES)) {
        if (Object.hasOwn(this, name)) {
          const value = this[name];
          delete this[name];
          this[name] = value;
        }
      }
      this.#stop = new AbortController();
      if (!this.#launcher) this.#draw();
      const { signal } = this.#stop;
      const listen = (target, type, listener) => target.addEventListener(type, listener, { signal });
      const prefetch = () => {
        if (!navigator.connection?.saveData) load().catch(() => {});
      };
      for (const type of ["pointerenter", "focus", "touchstart"]) {
        this.#launcher.addEventListener(type, prefetch, { signal, once: true, passive: true });
      }
      listen(this.#launcher, "click", () => this.open());
      listen(this.#dialog, "cancel", (event) => {
        event.preventDefault();
        this.close();
      });
      listen(this.#dialog, "keydown", (event) => {
        if (event.key === "Escape" && !event.isComposing) {
          event.preventDefault();
          event.stopPropagation();
          this.close();
        }
      });
      // A site's hot-keys must not fire while one types: they see our element, not the field.
      for (const type of ["keydown", "keypress", "keyup"]) {
        listen(this.#dialog, type, (event) => {
          if (event.composedPath()[0].matches?.("input,textarea")) event.stopPropagation();
        });
      }
      listen(matchMedia(PHONE), "change", () => {
        if (this.#dialog.open) this.#present();
      });
      // A panic ends the module: nothing of it may be called again.
      const trapped = (error) => {
        if (this.#handle && error instanceof WebAssembly.RuntimeError && error.stack?.includes(home)) {
          forget();
          this.#fail(error);
        }
      };
      listen(window, "error", (event) => trapped(event.error));
      listen(window, "unhandledrejection", (event) => trapped(event.reason));
      if (this.isOpen) this.#opened(false);
    }

    connectedMoveCallback() {}

    disconnectedCallback() {
      // Moving an element disconnects and connects it; only one that stays away is taken down.
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#stop?.abort();
        this.#stop = undefined;
        this.#drop();
      });
    }

    attributeChangedCallback(name, before, after) {
      if (!this.#launcher || before === after) return;
      if (name !== "open") this.#words();
      else if ((before === null) !== (after === null)) after === null ? this.#closed() : this.#opened(true);
    }

    /** Opens the panel. */
    open() {
      this.toggleAttribute("open", true);
    }
    /** Closes the panel; the conversation stays. */
    close() {
      this.toggleAttribute("open", false);
    }
    /** Opens or closes the panel. */
    toggle() {
      this.toggleAttribute("open");
    }
    /** Whether the panel is open. */
    get isOpen() {
      return this.hasAttribute("open");
    }

    #draw() {
      this.#root.adoptedStyleSheets = [styles()];
      this.#label = make("span", {});
      this.#launcher = make("button", { type: "button", className: "launcher" }, icon("chat"), this.#label);
      this.#launcher.part = "launcher";
      this.#launcher.setAttribute("aria-haspopup", "dialog");
      this.#title = make("h1", { id: "title", tabIndex: -1 });
      this.#restart = make("button", { type: "button", hidden: true, title: "Start over", onclick: () => this.#handle?.restart() }, icon("restart"));
      this.#restart.setAttribute("aria-label", "Start over");
      const close = make("button", { type: "button", title: "Close", onclick: () => this.close() }, icon("close"));
      close.setAttribute("aria-label", "Close");
      const header = make("div", { className: "header" }, this.#title, this.#restart, close);
      header.part = "header";
      this.#body = make("div", { className: "body" });
      this.#dialog = make("dialog", {}, header, this.#body);
      this.#dialog.part = "panel";
      this.#dialog.setAttribute("aria-labelledby", "title");
      this.#root.append(this.#launcher, this.#dialog);
      this.#words();
    }

    #words() {
      this.#label.textContent = this.label || "Support";
      this.#title.textContent = this.heading || "How can we help?";
    }

    #present() {
      if (this.#dialog.open) this.#dialog.close();
      if (matchMedia(PHONE).matches) this.#dialog.showModal();
      else this.#dialog.show();
    }

    #opened(focus) {
      const before = document.activeElement;
      this.#present();
      // `show` moves the focus; a panel that was open when the page came must not take it.
      if (focus) this.#focus();
      else before?.focus?.();
      this.#event("open");
      if (!this.#handle) this.#start();
    }

    #closed() {
      this.#dialog.close();
      this.#launcher.focus();
      this.#event("close");
    }

    #focus() {
      // A phone's keyboard would cover the panel before anything was read.
      if (this.#handle && matchMedia("(pointer: fine)").matches) this.#handle.focus();
      else this.#title.focus();
    }

    async #start() {
      if (this.#starting) return;
      this.#starting = true;
      const note = make("p", { textContent: "One moment…" });
      note.setAttribute("role", "status");
      const busy = make("div", { className: "state" }, make("i", {}), note);
      this.#body.replaceChildren(busy);
      const slow = setTimeout(() => (note.textContent = "This takes longer than usual…"), SLOW_MS);
      try {
        const glue = await load();
        if (!this.isConnected) return;
        this.#body.replaceChildren();
        this.#handle = glue.mount(this.#body, {
          host: this,
          apiBase: this.apiBase || home,
          locale: this.locale,
        });
        this.#restart.hidden = false;
        if (this.isOpen && this.#root.activeElement === this.#title) this.#focus();
      } catch (error) {
        this.#fail(error);
      } finally {
        clearTimeout(slow);
        this.#starting = false;
      }
    }

    #fail(error) {
      // What was typed is still in the fields; it is shown before they go.
      const typed = [...this.#body.querySelectorAll("input:not([type=radio],[type=checkbox],[type=password]),textarea")]
        .map((field) => field.value.trim())
        .filter(Boolean)
        .join("\n");
      const code = codeOf(error);
      this.#handle = undefined;
      this.#restart.hidden = true;
      const message = make("p", { textContent: TEXT[code] });
      const retry = make("button", { type: "button", textContent: "Try again", onclick: () => this.#start() });
      const state = make("div", { className: "state" }, message);
      state.setAttribute("role", "alert");
      if (typed) state.append(make("p", { textContent: "What you had typed:" }), make("pre", { textContent: typed, tabIndex: 0 }));
      state.append(retry);
      this.#body.replaceChildren(state);
      this.#event("error", { code, message: TEXT[code] });
    }

    #drop() {
      try {
        this.#handle?.unmount();
      } catch {
        // The module has ended already: nothing is left to take down.
      }
      this.#handle = undefined;
      if (this.#restart) this.#restart.hidden = true;
      this.#body?.replaceChildren();
    }

    #event(name, detail = {}) {
      this.dispatchEvent(new CustomEvent(`casement:${name}`, { bubbles: true, composed: true, detail }));
    }
  }

  // Text attributes, each with a property of the same meaning.
  const PROPERTIES = {
    apiBase: "api-base",
    colorScheme: "color-scheme",
    heading: "heading",
    label: "label",
    locale: "locale",
    position: "position",
  };
  for (const [property, attribute] of Object.entries(PROPERTIES)) {
    Object.defineProperty(CasementWidget.prototype, property, {
      configurable: true,
      enumerable: true,
      get() {
        return this.getAttribute(attribute) ?? "";
      },
      set(value) {
        if (value == null || value === "") this.removeAttribute(attribute);
        else this.setAttribute(attribute, value);
      },
    });
  }
  customElements.define(TAG, CasementWidget);

  // One script tag is enough: without an element of its own, the page gets one, and the tag's
  // data attributes (data-position, data-api-base ...) are its attributes.
  const embed = () => {
    if (!tag || document.querySelector(TAG)) return;
    const element = document.createElement(TAG);
    for (const [property, attribute] of Object.entries(PROPERTIES)) {
      if (tag.dataset[property]) element.setAttribute(attribute, tag.dataset[property]);
    }
    document.body.append(element);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", embed, { once: true });
  else embed();
})();
