/**
 * A prepared SurveyJS expression.
 *
 * A text with a syntax error is an expression, too, as in SurveyJS: it evaluates to `null`,
 * never holds, and `problems` says why.
 */
export class Expression {
    free(): void;
    [Symbol.dispose](): void;
    /** Prepares an expression such as `{age} >= 18`. */
    constructor(expression: string);
    /** The value, with `{name}` read from `values` by path, whatever the letter case. */
    evaluate(values?: Values, options?: HostOptions): Value;
    /** Whether the expression holds as a condition. */
    holds(values?: Values, options?: HostOptions): boolean;
    /** The distinct names that the expression reads, in the order of their first appearance. */
    readonly names: string[];
    /** What is wrong with the text; empty where nothing is. */
    readonly problems: ExpressionProblem[];
    /** Whether the text is an expression that can be run; where not, `problems` says why. */
    readonly isValid: boolean;
    /** The text it was made from. */
    readonly text: string;
}

/**
 * Many prepared expressions in one object, by their place from 0: quicker to make than one object
 * for each, and given back at once.
 */
export class Expressions {
    free(): void;
    [Symbol.dispose](): void;
    /** Prepares expressions. A text with a syntax error is one, too: see `Expression`. */
    constructor(expressions: string[]);
    /** How many there are. */
    readonly length: number;
    /** Whether the text at this place is an expression that can be run. */
    isValid(place: number): boolean;
    /** What is wrong with the text at this place. */
    problems(place: number): ExpressionProblem[];
    /** The value of the expression at this place, as `Expression.evaluate` gives it. */
    evaluate(place: number, values?: Values, options?: HostOptions): Value;
    /** The values of all expressions, in their order. */
    evaluateAll(values?: Values, options?: HostOptions): Value[];
}

/**
 * Evaluates an expression once.
 *
 * Throws where the text has a syntax error: whoever wants SurveyJS's `null` there takes
 * `new Expression(text)`.
 */
export function evaluate(expression: string, values?: Values, options?: HostOptions): Value;
