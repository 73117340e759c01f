// What the views do to the page. Each function is one deed, called from Rust by dom.rs: a few
// functions of our own weigh less than a binding for each method of the DOM. No string of HTML
// anywhere: Trusted Types forbid it.

let call;

/** Takes the one function that brings everything back to Rust: a number, and what happened. */
export const start = (dispatch) => {
  call = dispatch;
};

/** An element by its selector: `button.choice[type=button]`. */
export const make = (selector) => {
  const [name] = selector.match(/^\w+/);
  const node =
    name === "svg" || name === "path"
      ? document.createElementNS("http://www.w3.org/2000/svg", name)
      : document.createElement(name);
  for (const [, style, key, value] of selector.matchAll(/\.([\w-]+)|\[([\w-]+)=?([^\]]*)\]/g)) {
    if (style) node.classList.add(style);
    else node.setAttribute(key, value);
  }
  return node;
};
export const fragment = () => new DocumentFragment();
/** Puts an element or a text behind what is in the parent. */
export const append = (parent, child) => parent.append(child);
export const text = (parent) => parent.appendChild(new Text());
export const write = (node, text) => {
  if (node.data !== text) node.data = text;
};
export const attribute = (node, name, value) => {
  if (value == null) node.removeAttribute(name);
  else node.setAttribute(name, value);
};
export const enter = (node, value) => {
  // Setting even the same value would move the cursor.
  if (node.value !== value) node.value = value;
};
export const flag = (node, name, on) => {
  node[name] = on;
};

/** A place in the parent whose content changes, between two empty texts. */
export const spot = (parent) => {
  const end = new Text();
  end.start = new Text();
  parent.append(end.start, end);
  return end;
};
export const fill = (end, content) => {
  // Someone else may have taken the place off the page.
  while (end.previousSibling && end.previousSibling !== end.start) end.previousSibling.remove();
  end.before(content);
};
/** Makes the child the one at this index; children that are in their place stay untouched. */
export const place = (parent, child, index) => {
  const there = parent.children[index];
  if (there !== child) parent.insertBefore(child, there ?? null);
};
export const remove = (node) => node.remove();

export const query = (node, selector) => node.querySelector(selector);
export const focus = (node, preventScroll) => node.focus({ preventScroll });

export const listen = (node, type, number) => node.addEventListener(type, (event) => call(number, event));
export const soon = (number) => queueMicrotask(() => call(number));
export const frame = (number) => requestAnimationFrame(() => call(number));
export const settled = (promise, number) => {
  promise.then(
    (value) => call(number, value),
    () => call(number),
  );
};

export const prevent = (event) => event.preventDefault();
export const entered = (event) => event.target.value;
export const enteredNumber = (event) => event.target.valueAsNumber;
export const checked = (event) => event.target.checked;
/** Enters what was typed into the field that still has the focus, as leaving it would. */
export const leave = (form) => {
  form
    .querySelector(":is(input,textarea):focus")
    ?.dispatchEvent(new Event("change", { bubbles: true }));
};
