/**
 * A conversation in which nothing is known yet. It calls no tool and shows no form itself: what is
 * due comes back as actions, and what happened then goes in as the next event.
 */
export class Conversation {
    free(): void;
    [Symbol.dispose](): void;
    /** Begins. `options.forms` replaces or adds forms by key name. */
    constructor(options?: ConversationOptions);
    /** What is due after this event. Throws where the event is none of the known ones. */
    handle(event: ConversationEvent): ConversationAction[];
}

/** The directive's line for this email and case number. Throws where either is not valid. */
export function renderDirective(email: string, caseNumber: string): string;

/** The values of a directive that fills its line exactly. Throws for every other text. */
export function parseDirective(line: string): Directive;
