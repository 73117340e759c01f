import type { Change, Form } from "casement";

export interface SettleOptions {
  /** What fetches; the browser's where it is left out. */
  fetch?: (url: string) => Promise<Pick<Response, "status" | "statusText" | "text">>;
  /** Is told what each answer changed. */
  changed?: (changes: Change[]) => void;
}

/** Fetches what a form wants, and what it wants then, until it wants nothing more. */
export function settle(form: Form, options?: SettleOptions): Promise<void>;
