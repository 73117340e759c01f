import type { Change, Form } from "casement";

export interface SettleOptions {
  /** What fetches; the browser's where it is left out. */
  fetch?: (url: string) => Promise<Pick<Response, "status" | "statusText" | "text">>;
  /** Is told what each answer changed. */
  changed?: (changes: Change[]) => void;
  /** Is told why a request or a function failed; `name`: its address or name. */
  failed?: (error: unknown, name: string) => void;
}

/** Does what a form wants from outside, and what it wants then, until it wants nothing more. */
export function settle(form: Form, options?: SettleOptions): Promise<void>;
