// The form preview as somebody who writes forms meets it.

import assert from "node:assert/strict";

import { axeFindings } from "./axe.mjs";
import { scenarios } from "./scenario.mjs";
import { picture } from "./visitor.mjs";

const scenario = scenarios();

const PHONE = { width: 360, height: 740 };

/** Two pages; the second appears by an answer on the first. */
const FORM = {
  title: "Order",
  pages: [
    {
      name: "first",
      elements: [
        { type: "text", name: "customer", title: "Customer" },
        { type: "text", name: "amount", title: "Amount", visibleIf: "{customer} notempty" },
      ],
    },
  ],
};

/** A test on the preview page, with what it works with at hand. */
function preview(name, options, act) {
  scenario(name, { closed: true, path: "preview/", ...options }, async ({ page, requests, system }) => {
    const text = page.getByRole("textbox", {
      name: "Form definition, JSON",
      includeHidden: true,
    });
    await text.waitFor({ state: "attached" });
    await act({
      page,
      requests,
      system,
      text,
      write: (form) => text.fill(typeof form === "string" ? form : JSON.stringify(form, null, 2)),
      tab: (title) => page.getByRole("tab", { name: title }).click(),
      said: (words) => page.getByRole("status").filter({ hasText: words }).waitFor(),
      form: page.getByRole("form"),
    });
  });
}

preview("a form stands beside its JSON, and nothing else is asked for", {}, async ({ page, requests, system, form }) => {
  await form.waitFor();
  assert.deepEqual(requests.filter((address) => !address.startsWith(system.url)), []);
  assert.equal(requests.filter((address) => address.endsWith(".wasm")).length, 1);
  await picture(page, "preview");
});

preview("the form follows the text and keeps the answers", {}, async ({ page, text, write, tab, form }) => {
  await write(FORM);
  await form.getByLabel("Customer").fill("Ann");
  await form.getByLabel("Customer").press("Tab");
  await form.getByLabel("Amount").waitFor();
  await text.fill((await text.inputValue()).replace('"Amount"', '"Amount due"'));
  await form.getByLabel("Amount due").waitFor();
  assert.equal(await form.getByLabel("Customer").inputValue(), "Ann");
  await tab("Answers");
  const answers = page.getByRole("region", { name: "Answers as JSON" });
  assert.deepEqual(JSON.parse(await answers.innerText()), { customer: "Ann" });
});

preview("an edit leaves the visitor on the page", {}, async ({ page, text, write, form }) => {
  const pages = ["one", "two", "three"].map((name) => ({
    name,
    title: `Page ${name}`,
    elements: [{ type: "text", name: `q-${name}` }],
  }));
  await write({ pages });
  await page.getByRole("button", { name: "Next" }).click();
  await form.getByRole("heading", { name: "Page two" }).waitFor();
  await text.fill((await text.inputValue()).replace('"Page two"', '"Second page"'));
  await form.getByRole("heading", { name: "Second page" }).waitFor();
  await text.fill((await text.inputValue()).replace('"name": "two"', '"name": "second"'));
  await form.getByRole("heading", { name: "Second page" }).waitFor();
  await page.getByRole("button", { name: "Next" }).waitFor();
});

preview("one question at a time is shown where the form asks so", {}, async ({ page, write, form }) => {
  await write({ ...FORM, questionsOnPageMode: "questionPerPage" });
  await form.getByLabel("Customer").fill("Ann");
  await form.getByLabel("Customer").press("Tab");
  await page.getByRole("button", { name: "Next" }).click();
  await form.getByLabel("Amount").waitFor();
  assert.equal(await form.getByLabel("Customer").count(), 0);
  await page.getByRole("button", { name: "Previous" }).click();
  await form.getByLabel("Customer").waitFor();
  assert.equal(await form.getByLabel("Amount").count(), 0);
  assert.equal(await form.getByLabel("Customer").inputValue(), "Ann");
});

preview("while the text is broken, the last good form stays", {}, async ({ page, text, write, said, form }) => {
  await write(FORM);
  await form.getByLabel("Customer").fill("Ann");
  await write('{ "title": ');
  await said("The text is no valid form: line 1");
  await page.getByText("This is the last one that worked").waitFor();
  assert.equal(await form.getByLabel("Customer").inputValue(), "Ann");
  assert.equal(await text.getAttribute("aria-invalid"), "true");
  await write(FORM);
  await said("Form updated, no problems.");
  assert.equal(await form.getByLabel("Customer").inputValue(), "Ann");
});

preview("a problem leads to its place in the text", {}, async ({ page, text, write, tab, said }) => {
  const broken = structuredClone(FORM);
  broken.pages[0].elements[0].isReqired = true;
  broken.pages[0].elements[1].visibleIf = "{customer} +";
  await write(broken);
  await said("Form updated, 2 problems.");
  await tab("Problems");
  const problems = page.getByRole("tabpanel", { name: "Problems" }).getByRole("button");
  assert.equal(await problems.count(), 2);
  await problems.first().click();
  const selected = () =>
    text.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  await text.and(page.locator(":focus")).waitFor();
  await assertSoon(selected, '"isReqired"');
  await picture(page, "preview-problems");
});

preview("each element says why it is shown or hidden", {}, async ({ page, write, tab, form }) => {
  await write(FORM);
  await tab("Elements");
  const amount = page.getByRole("tabpanel", { name: "Elements" }).getByRole("listitem").filter({ hasText: "amount" });
  await amount.filter({ hasText: "Hidden, because the condition gives false." }).waitFor();
  await amount.filter({ hasText: "{customer} notempty" }).waitFor();
  await form.getByLabel("Customer").fill("Ann");
  await form.getByLabel("Customer").press("Tab");
  await amount.filter({ hasText: "Shown, because the condition is true." }).waitFor();
  await amount.filter({ hasText: '"Ann"' }).waitFor();
});

preview("examples, a file and the layout of the text can be undone", {}, async ({ page, text, write, said, form }) => {
  await write('{"elements":[{"type":"text","name":"only","title":"Only one"}]}');
  await form.getByLabel("Only one").waitFor();
  await page.getByRole("button", { name: "Format" }).click();
  assert.equal((await text.inputValue()).split("\n").length, 10);
  await page.getByRole("combobox", { name: "Open an example" }).selectOption({ label: "Create a case" });
  await form.getByLabel("First Name").waitFor();
  await text.focus();
  await page.keyboard.press("Control+z");
  await form.getByLabel("Only one").waitFor();
  await page.locator("input[type=file]").setInputFiles({
    name: "form.json",
    mimeType: "application/json",
    buffer: Buffer.from('\ufeff{"elements":[{"type":"text","name":"filed","title":"From a file"}]}'),
  });
  await form.getByLabel("From a file").waitFor();
  await write("{");
  await page.getByRole("button", { name: "Format" }).click();
  await said("can't be laid out");
});

preview("a text too long for the browser's undo can be brought back", {}, async ({ page, write, form }) => {
  const long = { ...FORM, description: "x".repeat(10_000) };
  await write(long);
  await form.getByLabel("Customer").waitFor();
  await page.getByRole("button", { name: "Bring back" }).waitFor({ state: "detached" });
  await page.locator("input[type=file]").setInputFiles({
    name: "form.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify({ ...long, title: "Another" })),
  });
  await form.getByRole("heading", { name: "Another" }).waitFor();
  await page.getByRole("button", { name: "Bring back the text before" }).click();
  await form.getByRole("heading", { name: "Order" }).waitFor();
});

preview("the text is still there when the page is loaded again", {}, async ({ page, write, form }) => {
  await write(FORM);
  await form.getByLabel("Customer").waitFor();
  await page.reload();
  await form.getByLabel("Customer").waitFor();
});

preview("on a phone everything is one of five tabs", { viewport: PHONE }, async ({ page, tab, text, form }) => {
  await form.waitFor();
  assert.ok(!(await text.isVisible()));
  for (const [title, panel] of [["JSON", "Definition"], ["Problems", "Problems"], ["Answers", "Answers"], ["Elements", "Elements"]]) {
    await tab(title);
    await page.getByRole("tabpanel", { name: panel }).waitFor();
    assert.equal(await page.getByRole("tabpanel").count(), 1, title);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${title} is ${overflow} px too wide`);
  }
});

preview("tabs are moved through by arrow keys", {}, async ({ page, tab }) => {
  await tab("Problems");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tabpanel", { name: "Answers" }).waitFor();
  await page.keyboard.press("End");
  await page.getByRole("tabpanel", { name: "Elements" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tabpanel", { name: "Problems" }).waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  preview(`axe finds nothing in the preview, ${colorScheme}`, { colorScheme }, async ({ page, write, tab, said }) => {
    for (const title of ["Elements", "Answers", "Problems"]) {
      await tab(title);
      assert.deepEqual(await findings(page), [], title);
    }
    await write({ elements: [{ type: "text", name: "a", titel: "x", visibleIf: "{" }] });
    await said("2 problems");
    assert.deepEqual(await findings(page), [], "with problems");
  });

  preview(`the text's colours can be read, ${colorScheme}`, { colorScheme }, async ({ page, form }) => {
    await form.waitFor();
    const contrasts = await page.evaluate(() => {
      const channels = (color) => color.match(/[\d.]+/g).slice(0, 3).map(Number);
      const luminance = (color) =>
        channels(color)
          .map((part) => part / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
          .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
      const style = (selector) => getComputedStyle(document.querySelector(selector));
      const ground = luminance(style("#editor").backgroundColor);
      return [".key", ".string", ".literal", ".plain"].map((selector) => {
        const letters = luminance(style(selector).color);
        return (Math.max(letters, ground) + 0.05) / (Math.min(letters, ground) + 0.05);
      });
    });
    assert.equal(contrasts.length, 4);
    for (const contrast of contrasts) assert.ok(contrast >= 4.5, `${contrasts}`);
  });
}

/**
 * What axe finds. It can't judge the contrast of coloured letters behind a text area with the same
 * text in no colour: the test of the text's colours does.
 */
async function findings(page) {
  const found = await axeFindings(page);
  return found.filter((line) => !/^color-contrast: (\.line|\.wave|#text)\b/.test(line));
}

/** Waits until `read` gives what is wanted. */
async function assertSoon(read, wanted) {
  let got;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    got = await read();
    if (got === wanted) return;
    await new Promise((again) => setTimeout(again, 20));
  }
  assert.equal(got, wanted);
}
