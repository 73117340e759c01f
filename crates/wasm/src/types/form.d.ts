/** A running form: the answers so far, and all that follows from them. */
export class Form {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Loads a definition and starts it. A broken definition starts, too, with what could be read:
     * `problems` says what could not.
     */
    constructor(json: string | object, options?: FormOptions);
    /** What is wrong with the definition. */
    readonly problems: FormProblem[];
    /** SurveyJS's state. */
    readonly state: FormState;
    /** The answers. */
    readonly data: Values;
    /** The name of the current page, `null` where there is none. */
    readonly currentPage: string | null;
    /** Whether the current page is the first of the visible ones. */
    readonly isFirstPage: boolean;
    /** Whether the current page is the last of the visible ones. */
    readonly isLastPage: boolean;
    /** How far the visitor is. */
    readonly progress: Progress;
    /** All elements of all pages in the order of the document, hidden ones included. */
    readonly elements: FormElement[];
    /** The elements that are shown, each after what it lies in. */
    readonly visibleElements: FormElement[];
    /** Errors and notices by element, in the order in which they are shown. */
    readonly errors: ElementErrors[];
    /** One element by name: a question, panel or page. */
    element(name: string): FormElement | undefined;
    /** Why an element is shown or hidden: its condition, what that read, and who else decides. */
    explain(element: string): Explanation;
    /** A localizable text of the form (`title`, `completeText`, `completedHtml` ...), filled in. */
    text(property: string): string;
    /** Answers a question as its input does. */
    answer(question: string, value: Value): Change[];
    /**
     * Answers a question by choosing with a pointer: as `answer`, but choices, rates and rows, too,
     * lead on to the next page where the form goes on by itself (`autoAdvanceEnabled`).
     */
    choose(question: string, value: Value): Change[];
    /**
     * The page is complete and the form would go on by itself (`autoAdvanceEnabled`): call `advance`
     * after a moment, survey-core takes 300 ms.
     */
    readonly advanceDue: boolean;
    /** Goes on by itself, if that is due and the visitor is still there. `ok`: whether it went. */
    advance(): Step;
    /** Sets a question's comment as its input does. */
    answerComment(question: string, text: string): Change[];
    /** Sets a value by its name in the data; `undefined` unsets it. */
    setValue(name: string, value: Value): Change[];
    /** Sets a comment by its name in the data. */
    setComment(name: string, text: string): Change[];
    /** Sets a variable, which expressions read like an answer and which is no part of the data. */
    setVariable(name: string, value: Value): Change[];
    /** Replaces all answers. */
    setData(data: Values): Change[];
    /** Sets some answers and leaves the others. */
    mergeData(data: Values): Change[];
    /** Leaves the start page. `ok`: whether it did. */
    start(): Step;
    /** Checks the page and goes to the next. `ok`: whether it went. */
    nextPage(): Step;
    /** Goes to the previous page. `ok`: whether it went. */
    previousPage(): Step;
    /** Checks everything and shows the errors. `ok`: whether there are none. */
    validate(): Step;
    /** Checks and completes. `ok`: whether the form is complete. */
    complete(): Step;
    /** Checks and shows all answers for review. `ok`: whether it did. */
    showPreview(): Step;
    /** Leaves the review. */
    cancelPreview(): Change[];
    /** Completes without checks. */
    completeUnchecked(): Change[];
    /** Starts again: no answers, first page. */
    clear(): Change[];
    /**
     * Takes in the engine's messages in a language: a file of the package's `locales` folder, as
     * text or as the object it holds. They show where the form's locale is that language or a
     * region of it.
     */
    setMessages(messages: string | object): Change[];
    /** Sets a property of an element, or of the form where `element` is `null`. */
    setProperty(element: string | null, property: string, value: Value): Change[];
    /**
     * The numbers of all elements of the definition, each after what it lies in. Rows, panels of
     * dynamic panels and what is in them have numbers too: see `partsOf`.
     */
    readonly numbers: Uint32Array;
    /** One element by its number. */
    elementAt(element: number): FormElement;
    /** What drawing an element takes besides `elementAt`: its items, rows, panels and cells. */
    partsOf(element: number): ElementParts;
    /**
     * The number of the question with this name in a row or panel, given by its number; `undefined`
     * where there is none. What lies in the row's detail panel is found, too.
     */
    questionIn(item: number, name: string): number | undefined;
    /**
     * A text of an element (`description`, `placeholder`, `html` ...) in the form's locale, with
     * `{name}` filled in; "" where there is none.
     */
    textOf(element: number, property: string): string;
    /** Any other property of an element (`inputType`, `rows` ...), or its default. */
    propertyOf(element: number, property: string): Value;
    /** The totals under the columns of a matrix. */
    totalsOf(matrix: number): ColumnTotal[];
    /** Makes the rows or panels of a question of a form that was started with `lazy`. */
    makeItems(question: number): Change[];
    /** Adds a row or panel at the end, where the limits allow it. */
    addItem(question: number): Change[];
    /**
     * Whether to ask the person, with the question's `confirmDeleteText`, before a row or panel is
     * removed: `confirmDelete` is on and something is in it. `removeItem` asks nobody.
     */
    asksBeforeRemoval(item: number): boolean;
    /** Removes a row or panel by its place among the visible ones, where the limits allow it. */
    removeItem(question: number, place: number): Change[];
    /**
     * Drops values that no choice, row or column offers; with `keys`, those that no question has,
     * too.
     */
    clearIncorrectValues(keys: boolean): Change[];
    /** The bounds that the form has met since it was started: what was left out because of them. */
    readonly boundsMet: BoundMet[];
    /** All pages are shown on one: in the preview, and in a form of a single page. */
    readonly isOnePage: boolean;
    /** The answers are shown for review. The state says so, too, unless nothing is there to show. */
    readonly isPreview: boolean;
    /** The form's locale, "" for the default. */
    readonly locale: string;
    /** Where to go after completion, `undefined` where nowhere. */
    readonly navigateToUrl: string | undefined;
    /**
     * The number of a question, panel or page, to be used in place of its name. It stays the same
     * as long as the form lives.
     */
    numberOf(element: string): number;
    /**
     * The number of a question in a visible row of a matrix or a panel of a dynamic panel, by its
     * place from 0 and its name. It holds as long as the row or panel is there.
     */
    numberIn(question: string, place: number, name: string): number;
    /** The name of the element with this number. */
    nameOf(element: number): string;
    /** Answers a question as its input does; how many changes `changes()` then has. */
    put(question: number, value: Value): number;
    /** Answers several questions, one after the other; how many changes `changes()` then has. */
    putAll(questions: Uint32Array, values: Value[]): number;
    /**
     * Replaces all answers, given as an object or as JSON text; how many changes `changes()` then
     * has.
     */
    putData(data: Values | string): number;
    /** Checks everything and shows the errors, like `validate`; whether there are none. */
    check(): boolean;
    /**
     * What the last `put`, `putAll`, `putData` or `check` changed: for each change its
     * `ChangeKind` and the number of its element (4294967295 where it is about the form).
     */
    changes(): Uint32Array;
    /** How many errors an element shows. */
    errorCount(element: number): number;
    /** Whether an element and all that it lies in are visible. */
    isShown(element: number): boolean;
    /** Prepares an expression that reads what the form holds; a number for `valueOf` and `forget`. */
    prepare(expression: string): number;
    /** The value of a prepared expression just now. */
    valueOf(prepared: number): Value;
    /** The values of several prepared expressions. */
    valuesOf(prepared: Uint32Array): Value[];
    /** Gives a prepared expression up; its number may then stand for another. */
    forget(prepared: number): void;
    /**
     * The requests that are wanted since this was asked last (`choicesByUrl`). Ask after the start
     * and after every step.
     */
    takeRequests(): FormRequest[];
    /** Gives a request the text that was fetched. */
    answerRequest(request: number, text: string): Change[];
    /** Says that a request failed: with which status in words, and the text that came, if any. */
    refuseRequest(request: number, status: string, body: string): Change[];
    /**
     * Calls the functions of `asyncFunctions` whose results are wanted since this was asked last.
     * Ask after the start and after every step.
     */
    takeCalls(): FormCall[];
    /** Gives a call its result: what waited for it goes on. */
    answerCall(call: number, result: Value): Change[];
    /**
     * Seconds have passed: they count for the form and the current page, and at a limit the form
     * goes on or completes (`timeLimit`, `timeLimitPerPage`). Call it once a second.
     */
    tick(seconds: number): Change[];
    /** The time that was spent, and what a timer shows of it. */
    readonly timer: Timer;
    /** The result of a quiz: questions that have a right answer, and those that are answered so. */
    readonly quiz: Quiz;
    /**
     * A visitor has chosen files. `ok`: they may be taken; then the page reads or uploads them and
     * calls `takeFiles` or `refuseFiles`. Else the errors stand beside the question.
     */
    chooseFiles(question: number, files: { name: string, size: number }[]): Step;
    /** The chosen files were read or uploaded; `content` is a data URL or an address. */
    takeFiles(question: number, files: FileAnswer[]): Change[];
    /** The chosen files could not be read or uploaded; the reasons stand beside the question. */
    refuseFiles(question: number, reasons: string[]): Change[];
    /** Takes a file away by its name. */
    removeFile(question: number, name: string): Change[];
    /** Which files a question takes, as an `accept` attribute has it; `undefined` for all. */
    acceptedTypes(question: number): string | undefined;
}

/**
 * What a change is about: the first of the two numbers that each change has in `changes()`.
 */
export enum ChangeKind {
    /** The element's value. */
    Value = 0,
    /** Its comment. */
    Comment = 1,
    /** Whether it is shown. */
    Shown = 2,
    /** Whether it is read-only. */
    ReadOnly = 3,
    /** Whether it is required. */
    Required = 4,
    /** Its errors. */
    Errors = 5,
    /** Its choices. */
    Choices = 6,
    /** A text or another property of it. */
    Text = 7,
    /** What lies in it. */
    Children = 8,
    /** A text or another property of the form. */
    Survey = 9,
    /** The current page, or which pages are visible. */
    Page = 10,
    /** The form's state. */
    State = 11,
    /** The progress. */
    Progress = 12,
}

/** The module's memory, for measuring how much a form takes: `moduleMemory().buffer.byteLength`. */
export function moduleMemory(): WebAssembly.Memory;
