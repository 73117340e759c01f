/**
 * Does what a form wants from outside, and what it wants then, until it wants nothing more: fetches
 * choices, and waits for the results of `asyncFunctions`.
 *
 *     import { settle } from "casement/settle";
 *     form.answer("country", "PT");
 *     await settle(form, { fetch: (url) => fetch(new URL(url, "https://api.example.org/")) });
 *
 * The page's policy must allow the addresses (`connect-src`). Give a `fetch` of your own to allow only
 * some of them, or to add headers. Where a function fails its result is undefined, so that a validator
 * doesn't pass; `failed` is told why.
 *
 * @param {import("casement").Form} form
 * @param {{
 *   fetch?: (url: string) => Promise<Response>,
 *   changed?: (changes: import("casement").Change[]) => void,
 *   failed?: (error: unknown, name: string) => void,
 * }} [options] `changed` is called with what each answer changed.
 * @returns {Promise<void>}
 */
export async function settle(
  form,
  { fetch = (url) => globalThis.fetch(url), changed = () => {}, failed = () => {} } = {},
) {
  for (;;) {
    const requests = form.takeRequests();
    const calls = form.takeCalls();
    if (requests.length + calls.length === 0) return;
    await Promise.all([
      ...requests.map(async ({ id, url }) => {
        const answer = await ask(fetch, url, failed);
        changed(answer.ok ? form.answerRequest(id, answer.text) : form.refuseRequest(id, answer.status, answer.text));
      }),
      ...calls.map(async (call) => {
        const result = await call.result.catch((error) => void failed(error, call.function));
        changed(form.answerCall(call.id, result));
      }),
    ]);
  }
}

async function ask(fetch, url, failed) {
  try {
    const response = await fetch(url);
    return { ok: response.status === 200, status: response.statusText, text: await response.text() };
  } catch (error) {
    failed(error, url);
    return { ok: false, status: String(error?.message ?? error), text: "" };
  }
}
