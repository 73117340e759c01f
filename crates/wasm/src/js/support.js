// The support-case conversation and its directive as the package has them.

import { ask, jsonText, putValue, WRITERS } from "./crossing.js";
import { call, calls, Held, operations } from "./held.js";
import { hostOf, member, writeHost } from "./host.js";

const { package: own, conversation } = operations;

export class Conversation extends Held {
  constructor(options) {
    const host = hostOf(options);
    const given = member(options, "forms");
    const forms = Object.entries(typeof given === "object" && given ? given : {}).map(([key, json]) => [
      key,
      jsonText(json, `options.forms.${key}`, 2),
    ]);
    const at = ask(own.newConversation, 0, 0, () => {
      writeHost(host);
      putValue(forms);
    });
    super(at, host);
  }

  handle(event) {
    const actions = ask(conversation.handle, Held.at(this), 0, () => WRITERS.document(event, "event"));
    return actions.map((action) => JSON.parse(action));
  }
}

export const renderDirective = call(calls.package[own.renderDirective]);
export const parseDirective = call(calls.package[own.parseDirective]);
