/** What an answer can be. Functions, symbols, BigInts, cycles and objects with behaviour are refused. */
export type Value = undefined | null | boolean | number | string | Date | Value[] | Values;
export interface Values { [name: string]: Value; }

/** Every function of this package throws this and nothing else. */
export interface CasementError extends Error {
  name: "CasementError";
  /** Stable: `value/cycle`, `argument/not-a-string`, `expression/syntax` ... */
  code: string;
  /** Where in the argument, such as `values.items[2]`. */
  path?: string;
}

/** The world, where it must not be the machine's own: for results that can be repeated. */
export interface HostOptions {
  /** The current time, as a Date or in milliseconds since 1970. */
  now?: Date | number;
  /** Minutes to add to UTC for local time: 120 for Central European Summer Time. */
  utcOffset?: number;
}

export type Severity = "error" | "warning" | "info";

/** A problem in an expression; `start` and `end` count as JavaScript's strings do. */
export interface ExpressionProblem { code: string; start: number; end: number; }

/** A problem in a form definition. Lines and columns begin at 1, columns count characters. */
export interface Edit { op: "set" | "remove" | "rename" | "wrap"; path: string; value?: Value; key?: string; }
/** What the linter finds, with its place in the JSON text. */
export interface Finding {
  ruleId: string;
  severity: Severity;
  path: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
  reason?: string;
  suggestion?: string;
  fix?: { safe: boolean; edits: Edit[] };
}
/** Variables and functions that the page sets and registers. */
export interface LintOptions { variables?: string[]; functions?: string[]; components?: Component[]; }

/** A question type of the page's own: one question under another name, or several elements as one. */
export interface Component {
  /** The type that definitions name. */
  name: string;
  /** One question. Its answer is that of the new type. */
  questionJSON?: object;
  /** Several elements. The answer is an object; in expressions they are `{composite.name}`. */
  elementsJSON?: object[];
  /** The title of questions that have none; a text, or one for each locale. */
  defaultQuestionTitle?: string | { [locale: string]: string };
  /** Properties of the question inside that definitions can set; `true`: all that are its own. */
  inheritBaseProps?: boolean | string[];
  /** Properties of the new type, each standing for one inside: `{ askMiddle: "middle.visible" }`. */
  properties?: { [name: string]: string };
  numberQuestionsWithHiddenTitle?: boolean;
  /** The answer for what the question inside holds, and the other way round. For several elements
   * the two change places, as in SurveyJS: `setValue` makes the answer. */
  getValue?: (value: Value) => Value;
  setValue?: (value: Value) => Value;
  /** What is wrong with an answer; an empty text, or nothing, where nothing is. */
  getErrorText?: (value: Value) => string | undefined;
  /** An answer as text for people. */
  getDisplayValue?: (value: Value) => Value;
  /** What to take for a new answer inside; `value` is that of the whole question. */
  onValueChanging?: (value: Value, name: string, newValue: Value) => Value;
  /** An answer inside has changed, or the content is there: what is to be done inside, by names of
   * questions (their answers) and of their properties, `{ sum: 6, "note.visible": false }`. */
  onValueChanged?: (value: Value, name: string, newValue: Value) => { [name: string]: Value } | undefined;
  onLoaded?: (value: Value) => { [name: string]: Value } | undefined;
  /** More elements, besides `elementsJSON`. */
  createElements?: () => object[];
  /** For editors only; not used here. */
  title?: string;
  iconName?: string;
  [other: string]: unknown;
}
export interface FormProblem {
  code: string;
  severity: Severity;
  message: string;
  /** `pages[0].elements[1].visibleIf`; empty for the whole text. */
  path: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface FormOptions extends HostOptions {
  locale?: string;
  mode?: "edit" | "display";
  /**
   * What random order follows from (`choicesOrder`, `rowOrder`, `questionOrder`): the same number gives
   * the same order, so that a visitor who comes back finds it. A whole number; by chance where it is
   * missing.
   */
  randomSeed?: number;
  /** Functions for the form's expressions, by name. They get values and give one, at once. */
  functions?: { [name: string]: (...values: Value[]) => Value };
  /** Question types of the page's own, as SurveyJS's `ComponentCollection.Instance.add` takes them. */
  components?: Component[];
  /** Functions whose results come later: `settle` or `takeCalls` calls them. */
  asyncFunctions?: { [name: string]: (...values: Value[]) => Promise<Value> };
  /** Rows and panels are made when `makeItems` asks, as survey-core makes them when they show. */
  lazy?: boolean;
}

export type FormState = "loading" | "empty" | "starting" | "running" | "preview" | "completed" | "completedbefore";

export interface Progress {
  /** 0 to 100. */
  percent: number;
  text: string;
  /** The index of the current page among the visible ones, from 0. */
  page: number | null;
  pages: number;
}

/** An error or notice beside an element; only errors block. */
export interface FieldError {
  type: string;
  text: string;
  /** The text before `{name}` was filled in. */
  template: string;
  severity: Severity;
}
export interface ElementErrors { element: string; errors: FieldError[]; }

export interface FormElement {
  name: string;
  /** What `put`, `elementAt` and the like call it. */
  id: number;
  /** SurveyJS's type: `page`, `panel`, `text`, `boolean` ... */
  type: string;
  title: string;
  /** The number before the title, "" where none is shown. */
  number: string;
  /** Its own visibility and that of all it lies in. */
  shown: boolean;
  /** Its own visibility alone. */
  visible: boolean;
  readOnly: boolean;
  required: boolean;
  value: Value;
  comment: string;
  errors: FieldError[];
  /** The name of the page or panel that it lies in. */
  parent: string | null;
  children: string[];
}

/** An item to choose. */
export interface Choice {
  value: Value;
  text: string;
  enabled: boolean;
  /** Takes a comment with it ("Other (describe)"). */
  isOther: boolean;
  isSelectAll: boolean;
  /** The number of the panel with the elements under this choice, which show while it is chosen. */
  panel?: number;
}

/** The parts of an element; elements are given by their numbers. */
export interface ElementParts {
  /** What lies in it, visible or not: of a question its rows or panels. */
  children: Uint32Array;
  /** The visible rows or panels of a question. */
  items: Uint32Array;
  /** Of a row its cells, in the order of the columns. */
  cells: Uint32Array;
  /** Of a question with choices those that are offered, in order. */
  choices?: Choice[];
  /** Of a simple matrix its visible rows and columns. */
  rows?: Value[];
  columns?: Value[];
  /** Of a row what names it. */
  rowValue?: Value;
  /** Conditions decide of some choices. */
  hasChoiceConditions: boolean;
  /** The choices are being fetched. */
  isLoading: boolean;
  /** The answer as text for people. */
  display: Value;
  /** The comment, undefined where there never was one. Words for "other" that data or code gave as
   * something else than a text are what was given. */
  comment: Value;
}

/** A request that a form wants to have made, for `answerRequest` or `refuseRequest`. */
export interface FormRequest {
  id: number;
  /** As the definition gives it, filled in; relative ones are the page's to complete. */
  url: string;
  /** The question that waits for it, the first of several. */
  element: string;
}

/** A bound that a form has met; what is beyond it was left out. */
export interface BoundMet {
  /** Stable: `bound/items`, `bound/elements` ... */
  code: string;
  message: string;
  /** Where, by names: `orders[3].lines`; empty for the form as a whole. */
  path: string;
  limit?: number;
}

/** A file as an answer; `content` is a data URL or an address. */
export interface FileAnswer { name: string; type: string; content: string; }

/** What a timer shows; numbers are seconds, limits 0 where there are none. */
export interface Timer {
  spent: number;
  limit: number;
  pageSpent: number;
  pageLimit: number;
  text: string;
  /** "1:05": the time that is left, or was spent where there is no limit. */
  clock: string;
  secondClock: string | undefined;
}

/** The result of a quiz. */
export interface Quiz { questions: number; correct: number; }

/** A call of one of `asyncFunctions`, for `answerCall`. */
export interface FormCall {
  id: number;
  function: string;
  result: Promise<Value>;
}

/** The total under one column. */
export interface ColumnTotal { column: string; value: Value; display: Value; }

/** Why an element is shown or hidden. */
export interface Explanation {
  shown: boolean;
  /** Its own visibility. */
  visible: boolean;
  /** A page or panel of which no child is visible. */
  empty: boolean;
  /** The nearest page or panel around it that is hidden. */
  hiddenBy: string | null;
  /** Its `visibleIf`, where it has one. */
  condition: {
    text: string;
    /** The text is no expression, and decides nothing. */
    broken: boolean;
    /** What it read, in order; `known` is false where nothing has that name. */
    names: { name: string; known: boolean; value: Value }[];
    /** What came out; only exactly `true` shows the element. */
    result: Value;
  } | null;
}

/** One thing that is different after a step; what it is now is read from the form. */
export type Change =
  | { kind: "value" | "comment" | "shown" | "readOnly" | "required" | "errors" | "choices" | "text" | "children"; element: string }
  | { kind: "page" | "state" | "progress" };

export interface Step { ok: boolean; changes: Change[]; }

export interface Directive { email: string; CaseNumber: string; }

export interface ConversationOptions extends HostOptions {
  /** Forms that replace the standard ones or are added, by key name, as JSON text or object. */
  forms?: { [keyName: string]: string | object };
}

export type Intent = "createCase" | "caseStatus" | "liveAgent";
export type ToolKey = "salesforceCaseManagement" | "salesforceCaseCreation" | "salesforceCaseUpdate";

/** What can happen in a conversation: exactly one key. */
export type ConversationEvent =
  | { say: string }
  | { choose: Intent }
  | { submit: { form: string; answers: Values } }
  | { dismiss: { form: string } }
  | { toolResult: { tool: ToolKey; ok: true; result: object } }
  | { toolResult: { tool: ToolKey; ok: false; error: { code: "notFound" | "invalid" | "unavailable" } } }
  | { offerLiveAgent: { reason: string } }
  | { consent: boolean }
  | { newSession: true };

/** What is due next: exactly one key. */
export type ConversationAction =
  | { say: { text: string; kind: string } }
  | { showForm: { form: string; prefill: Values } }
  | { callTool: { tool: ToolKey; arguments: Values } }
  | { askConsent: { text: string } }
  | { offerChoices: Intent[] }
  | { handoff: { email: string; CaseNumber: string; directive: string } };
