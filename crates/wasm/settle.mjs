/**
 * Fetches what a form wants, and what it wants then, until it wants nothing more.
 *
 *     import { settle } from "casement/settle";
 *     form.answer("country", "PT");
 *     await settle(form, { fetch: (url) => fetch(new URL(url, "https://api.example.org/")) });
 *
 * The page's policy must allow the addresses (`connect-src`). Give a `fetch` of your own to allow only
 * some of them, or to add headers.
 *
 * @param {import("casement").Form} form
 * @param {{ fetch?: (url: string) => Promise<Response>, changed?: (changes: import("casement").Change[]) => void }} [options]
 *   `changed` is called with what each answer changed.
 * @returns {Promise<void>}
 */
export async function settle(form, { fetch = (url) => globalThis.fetch(url), changed = () => {} } = {}) {
  for (;;) {
    const wanted = form.takeRequests();
    if (wanted.length === 0) return;
    await Promise.all(
      wanted.map(async ({ id, url }) => {
        const answer = await ask(fetch, url);
        changed(answer.ok ? form.answerRequest(id, answer.text) : form.refuseRequest(id, answer.status, answer.text));
      }),
    );
  }
}

async function ask(fetch, url) {
  try {
    const response = await fetch(url);
    return { ok: response.status === 200, status: response.statusText, text: await response.text() };
  } catch (error) {
    return { ok: false, status: String(error?.message ?? error), text: "" };
  }
}
