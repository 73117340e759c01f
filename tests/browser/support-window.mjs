// The support window as a visitor meets it: by what it says and what its controls are called.

import assert from "node:assert/strict";

/** The forms of the specification, by what a visitor reads on them. */
export const CHOICE = {
  createCase: "Open a support case",
  caseStatus: "Check a case’s status",
  liveAgent: "Talk to a live agent",
};

/** The demonstration's case. */
export const KNOWN = { caseNumber: "00001026", email: "johnsmith@xyz.com" };

/** Entries for a new case, by the titles of their fields. */
export const NEW_CASE = {
  "First Name": "Ann",
  "Last Name": "O’Neil",
  "Email Address": "ann@example.com",
  "Phone Number": "+1 877 780 4236",
  Subject: "Login <b>Issue</b>",
  "Issue Description": "The app says “no”.\nTwice.",
};

export class SupportWindow {
  constructor(page) {
    this.page = page;
    this.element = page.locator("casement-widget");
    this.launcher = this.element.locator("[part~=launcher]");
    this.panel = this.element.getByRole("dialog");
    this.log = this.element.getByRole("log");
    this.composer = this.element.getByLabel("Your message");
    this.form = this.log.getByRole("form").last();
    this.caseNumber = this.log.locator(".case-number-value").last();
  }

  /** Opens the window and waits until the conversation has begun. */
  async open() {
    await this.page.evaluate(() => {
      globalThis.announced = [];
      addEventListener("casement:live-agent", ({ detail }) => globalThis.announced.push(detail));
    });
    await this.launcher.click();
    await this.choice("createCase").waitFor();
  }

  choice(intent) {
    return this.log.getByRole("button", { name: CHOICE[intent] });
  }

  /** Presses a choice where one is offered, else says it. */
  async choose(intent) {
    if (await this.choice(intent).isVisible()) await this.choice(intent).click();
    else await this.say(CHOICE[intent]);
  }

  async say(text) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  field(title) {
    return this.form.getByLabel(title);
  }

  /** Fills fields of the open form by their titles. */
  async fill(entries) {
    for (const [title, value] of Object.entries(entries)) await this.field(title).fill(value);
  }

  /** Chooses one of a question's options. */
  async pick(option) {
    await this.form.getByRole("radio", { name: option }).check();
  }

  async press(button) {
    await this.form.getByRole("button", { name: button, exact: true }).click();
  }

  /** Presses the form's last button, whatever the definition calls it. */
  async submit() {
    await this.form.locator("button[type=submit]").click();
  }

  /** Waits until something is said that contains the text. */
  async hears(text) {
    await this.log.getByText(text).last().waitFor();
  }

  /** What the page around the window was told when a live agent should take over. */
  announced() {
    return this.page.evaluate(() => globalThis.announced);
  }

  /** Waits for a hand-off, and holds it against the specification's form of the directive. */
  async requireHandoff({ email, caseNumber }) {
    await this.hears("Connecting you with a live agent");
    assert.deepEqual(await this.announced(), [
      {
        email,
        CaseNumber: caseNumber,
        directive: `[directive=liveAgent data={"email":"${email}", "CaseNumber":"${caseNumber}"} ]`,
      },
    ]);
    assert.equal(await this.form.count(), 0, "no form is open after the hand-off");
  }

  /** Creates a case with the open form, and returns its number. */
  async createCase(entries = NEW_CASE) {
    await this.fill(entries);
    await this.submit();
    await this.caseNumber.waitFor();
    const number = (await this.caseNumber.textContent()).trim();
    assert.match(number, /^\d{8}$/);
    return number;
  }
}
