// Runs forms with steps through the package's own interface: what the command `casement run` does,
// from JavaScript. tests/conformance/README.md describes lines, steps and snapshots.

import { decode, encode } from "./encoding.mjs";
import { casement } from "./package.mjs";

const HOST = { now: Date.parse("2024-05-15T10:20:30.000Z"), utcOffset: 0 };

/** Containers show their names with their kind before it; what makes pages of its own is a page. */
const PREFIXES = { page: "page:", panel: "panel:", flowpanel: "panel:" };

/** The form of a line, its options set. */
function start(line) {
  const form = new casement.Form(line.json, { ...HOST, ...functions(line.functions ?? {}), lazy: true });
  for (const [name, value] of Object.entries(line.options ?? {})) {
    form.setProperty(null, name, decode(value));
  }
  return form;
}

/** Functions that give what a line says: `{"async"?, "cases": [[arguments, result] ...], "else"?}`. */
function functions(given) {
  const found = { functions: {}, asyncFunctions: {} };
  for (const [name, { async: later, cases = [], else: otherwise }] of Object.entries(given)) {
    const result = (...values) => {
      const text = JSON.stringify(values.map((value) => value ?? null));
      const known = cases.find(([these]) => JSON.stringify(these) === text);
      return decode(known ? known[1] : otherwise);
    };
    // The results are given by the step `settle`, which doesn't wait.
    found[later ? "asyncFunctions" : "functions"][name] = later ? (...values) => thenable(result(...values)) : result;
  }
  return found;
}

/** What will be the result, to be read at once. */
function thenable(value) {
  return Object.assign(Promise.resolve(value), { value });
}

/** The number of a question of the definition, undefined where there is none. */
function question(form, name) {
  return form.numbers.find((at) => form.nameOf(at) === String(name) && !isContainer(form.elementAt(at)));
}

function isContainer({ type }) {
  return type in PREFIXES;
}

/** The question in a row or panel. */
function inside(form, owner, place, name, visible) {
  const at = question(form, owner);
  if (at === undefined) return undefined;
  const parts = form.partsOf(at);
  const frame = (visible ? parts.items : parts.children)[place];
  return frame === undefined ? undefined : form.questionIn(frame, String(name));
}

/** Each operation: what it does to the form, and what it answers. */
const STEPS = {
  q: (form, [name, value]) => put(form, question(form, name), value),
  pick(form, [name, value]) {
    if (question(form, name) !== undefined) form.choose(String(name), value);
  },
  files(form, [name, files]) {
    const at = question(form, name);
    return at === undefined ? undefined : form.chooseFiles(at, files).ok;
  },
  loaded: (form, [name, files]) => void form.takeFiles(form.numberOf(name), files),
  uploadError: (form, [name, reasons]) => void form.refuseFiles(form.numberOf(name), reasons),
  removeFile: (form, [name, file]) => void form.removeFile(form.numberOf(name), file),
  tick: (form, seconds) => void form.tick(seconds),
  timer(form) {
    const { secondClock, ...timer } = form.timer;
    return { ...timer, second: secondClock ?? null };
  },
  cell: (form, [owner, place, name, value]) => put(form, inside(form, owner, place, name, true), value),
  pcell: (form, [owner, place, name, value]) => put(form, inside(form, owner, place, name, false), value),
  addRow: (form, name) => addItem(form, name),
  addPanel: (form, name) => addItem(form, name),
  removeRow: (form, [name, place]) => removeItem(form, name, place, true),
  removePanel: (form, [name, place]) => removeItem(form, name, place, false),
  totals: (form, name) => totals(form, name),
  set: (form, [name, value]) => void form.setValue(String(name), value),
  comment: (form, [name, text]) => void form.setComment(String(name), String(text)),
  var: (form, [name, value]) => void form.setVariable(String(name), value),
  data: (form, data) => void form.setData(data),
  merge: (form, data) => void form.mergeData(data),
  next: (form) => form.nextPage().ok,
  prev: (form) => form.previousPage().ok,
  start: (form) => form.start().ok,
  preview: (form) => form.showPreview().ok,
  cancelPreview: (form) => void form.cancelPreview(),
  validate: (form) => form.validate().ok,
  complete: (form) => form.complete().ok,
  doComplete(form) {
    const before = form.state;
    form.completeUnchecked();
    return before === "completed" ? undefined : true;
  },
  clearIncorrect: (form, keys) => void form.clearIncorrectValues(Boolean(keys)),
  clear: (form) => void form.clear(),
  prop(form, [name, property, value]) {
    // A name that no element has is no survey's property.
    if (name !== "" && !form.numbers.some((at) => form.nameOf(at) === name)) return;
    form.setProperty(name === "" ? null : name, String(property), value);
  },
  settle(form, _, urls) {
    const asked = [];
    for (;;) {
      const [calls, wanted] = [form.takeCalls(), form.takeRequests()];
      if (calls.length + wanted.length === 0) break;
      for (const { id, result } of calls) form.answerCall(id, result.value);
      for (const { id, url } of wanted) {
        asked.push(url);
        const answer = Object.hasOwn(urls, url) ? urls[url] : { status: 404, statusText: "Not Found" };
        if (answer !== null && typeof answer === "object" && "status" in answer) {
          form.refuseRequest(id, answer.statusText ?? "", answer.body ?? "");
        } else {
          form.answerRequest(id, typeof answer === "string" ? answer : JSON.stringify(answer));
        }
      }
    }
    return asked;
  },
  getQ: (form, name) => questionFacts(form, name),
  info: (form) => info(form),
};

function put(form, at, value) {
  if (at !== undefined) form.put(at, value);
}

function addItem(form, name) {
  const at = question(form, name);
  if (at !== undefined) form.addItem(at);
}

/** A row that the person is asked about stays: there is nobody to ask. */
function removeItem(form, name, place, asks) {
  const at = question(form, name);
  if (at === undefined || !(place >= 0)) return;
  const item = asks ? form.partsOf(at).items[place] : undefined;
  if (item === undefined || !form.asksBeforeRemoval(item)) form.removeItem(at, place);
}

function totals(form, name) {
  const at = question(form, name);
  if (at === undefined) return undefined;
  const entries = form.totalsOf(at).map(({ column, value, display }) => [column, { value, display }]);
  return Object.fromEntries(entries);
}

function questionFacts(form, name) {
  const at = question(form, name);
  if (at === undefined) return undefined;
  const element = form.elementAt(at);
  if (element.type === "html") return { html: form.textOf(at, "html") };
  const { comment, display } = form.partsOf(at);
  return { value: element.value, comment, display, title: element.title, no: element.number };
}

function info(form) {
  const { percent, text, page: index, pages } = form.progress;
  const current = form.currentPage;
  // A question may have the name of its page.
  const isCurrent = ({ type, name }) => type === "page" && name === current;
  const page = current === null ? undefined : form.elements.find(isCurrent);
  const title = form.isOnePage ? "" : (page?.title ?? null);
  const url = form.navigateToUrl;
  return {
    title: form.text("title"),
    page: title,
    pageNo: index ?? -1,
    pageCount: pages,
    first: form.isFirstPage,
    last: form.isLastPage,
    progress: percent,
    progressText: text,
    completedHtml: form.text("completedHtml"),
    locale: form.locale,
    ...(url === undefined ? {} : { url }),
  };
}

/** Everything that is in the rows and panels of a question, with the names of snapshots. */
function* namedInside(form, owner, name) {
  const { type } = form.elementAt(owner);
  if (type in PREFIXES) return;
  // What lies under choices is listed by neither.
  if (type === "radiogroup" || type === "checkbox") return;
  const { children, items } = form.partsOf(owner);
  const frames = type === "paneldynamic" || type === "multipletext" ? children : items;
  for (const [place, frame] of frames.entries()) {
    const { cells, rowValue } = form.partsOf(frame);
    const prefix =
      type === "multipletext"
        ? `${name}.`
        : `${name}[${type === "matrixdropdown" ? String(rowValue) : place}].`;
    yield* namedCells(form, cells, prefix);
  }
}

function* namedCells(form, cells, prefix) {
  for (const at of cells) {
    const element = form.elementAt(at);
    if (isContainer(element)) {
      yield* namedCells(form, form.partsOf(at).children, prefix);
    } else {
      const name = prefix + element.name;
      yield [at, name, true];
      yield* namedInside(form, at, name);
    }
  }
}

/** The elements of the definition that lie under a choice. */
function underChoices(form) {
  const found = new Set();
  const add = (at) => {
    found.add(at);
    form.partsOf(at).children.forEach(add);
  };
  for (const at of form.numbers) {
    const { type } = form.elementAt(at);
    if (type === "radiogroup" || type === "checkbox") form.partsOf(at).children.forEach(add);
  }
  return found;
}

/** What the form shows. */
function snapshot(form, completedData) {
  const shown = { visible: [], hidden: [], readOnly: [], required: [] };
  const maps = { errors: {}, notices: {}, choices: {}, rows: {}, columns: {} };
  // Pages and panels are looked at before rows are made, questions one after the other, as
  // survey-core makes rows when they are asked for.
  const containers = new Map();
  for (const at of form.numbers) {
    const element = form.elementAt(at);
    if (isContainer(element)) {
      containers.set(at, element.type === "page" ? element.visible : element.shown);
    }
  }
  const onePage = form.isOnePage && !form.isPreview;
  const inChoices = underChoices(form);
  const tops = [...form.numbers].filter((at) => !inChoices.has(at));
  for (const top of tops) {
    // Of a table itself it is seen before its rows are made whether it is shown.
    const { shown: isShown, readOnly, required } = form.elementAt(top);
    form.makeItems(top);
    const name = (PREFIXES[form.elementAt(top).type] ?? "") + form.nameOf(top);
    const state = { ...form.elementAt(top), shown: isShown, readOnly, required };
    look(form, top, state, name, false, { shown, maps, containers });
    for (const [at, path, nested] of namedInside(form, top, name)) {
      look(form, at, form.elementAt(at), path, nested, { shown, maps, containers });
    }
  }
  for (const at of tops.filter((at) => containers.has(at))) {
    const { type, errors } = form.elementAt(at);
    // On the single page and in the preview the pages are panels.
    const isPanel = type === "page" && (onePage || form.isPreview);
    const prefix = isPanel ? PREFIXES.panel : PREFIXES[type];
    collectErrors(prefix + form.nameOf(at), errors, maps);
  }
  const filled = (entries) => Object.fromEntries(entries.filter(([, value]) => Object.keys(value).length > 0));
  return {
    state: form.state,
    page: onePage ? "single-page" : form.isPreview ? "preview-page" : form.currentPage,
    visible: shown.visible,
    hidden: shown.hidden,
    ...filled([["readOnly", shown.readOnly], ["required", shown.required], ...Object.entries(maps)]),
    data: encode(form.data),
    ...(completedData === undefined ? {} : { completedData }),
  };
}

/** Adds what one element shows, in the state in which it was seen. */
function look(form, at, element, path, nested, { shown, maps, containers }) {
  const parts = form.partsOf(at);
  (containers.get(at) ?? element.shown ? shown.visible : shown.hidden).push(path);
  if (!isContainer(element)) {
    if (element.readOnly) shown.readOnly.push(path);
    if (element.required) shown.required.push(path);
  }
  // Those of the rates of a rating aren't looked for there.
  if (parts.choices && (!nested || (element.type !== "rating" && parts.hasChoiceConditions))) {
    maps.choices[path] = parts.choices.map(({ value, enabled }) => String(value) + (enabled ? "" : " (disabled)"));
  }
  if (parts.rows) {
    maps.rows[path] = parts.rows;
    maps.columns[path] = parts.columns;
  }
  if (!isContainer(element)) collectErrors(path, element.errors, maps);
}

/** Errors, and notices, of one element; elements may share a name, and then one list. */
function collectErrors(name, errors, maps) {
  for (const [list, blocks] of [["errors", true], ["notices", false]]) {
    const found = errors.filter(({ severity }) => (severity === "error") === blocks);
    if (found.length === 0) continue;
    const told = found.map(({ type, template }) => ({ type, text: template }));
    maps[list][name] = (maps[list][name] ?? []).concat(told);
  }
}

/** Runs a line; its snapshots, the first after loading. */
export function run(line) {
  const form = start(line);
  try {
    let completedData;
    const snapshots = [{ step: 0, op: "load", ...snapshot(form) }];
    for (const [index, step] of line.steps.entries()) {
      const [[operation, argument]] = Object.entries(step);
      if (!Object.hasOwn(STEPS, operation)) throw new Error(`${operation} is no step that can be run`);
      const before = form.state;
      const answered = STEPS[operation](form, decode(argument), line.urls ?? {});
      if (line.advances && form.advanceDue) form.advance();
      if (before !== "completed" && form.state === "completed") completedData = encode(form.data);
      snapshots.push({
        step: index + 1,
        op: operation,
        ...(answered === undefined ? {} : { ret: encode(answered) }),
        ...snapshot(form, completedData),
      });
    }
    return { id: line.id, snapshots };
  } finally {
    form.free();
  }
}
