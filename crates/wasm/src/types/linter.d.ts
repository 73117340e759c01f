/** A definition's text and what the linter finds in it, kept while it is edited. */
export class Linter {
    free(): void;
    [Symbol.dispose](): void;
    /** Reads a text and finds what is wrong with it; an object is taken as `lint` takes one. */
    constructor(form: string | object, options: LintOptions | undefined);
    /** The text as it is now. */
    readonly text: string;
    /** What is wrong with it, in the order of the text. */
    readonly findings: Finding[];
    /**
     * Puts a text in the place of a range, which counts as JavaScript's strings do, and gives what
     * is wrong then.
     */
    replace(start: number, end: number, _with: string): Finding[];
}

/**
 * What the linter finds in a form definition, in the order of the text: the findings of
 * `casement lint`. An object is checked as `JSON.stringify(form, null, 2)`, and positions refer
 * to that text. Without the feature `lint` there is no linter in the module, which is lighter.
 */
export function lint(form: string | object, options: LintOptions | undefined): Finding[];
