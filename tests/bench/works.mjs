// What is measured: each work once by survey-core and once by Casement, on the same forms and steps.
//
// A work's `make(side, size)` gives `{ prepare, run, told, per }`: `prepare(k)` is not timed, `run`
// is, `told()` says afterwards what both sides must agree on, and `per` is how many steps one run has.

import * as forms from "./forms.mjs";

const copy = (value) => JSON.parse(JSON.stringify(value));

/** survey-core as its documentation uses it. */
export function surveySide(core) {
  const { Model, ExpressionRunner, ConditionsParser } = core;
  const withData = (json, data) => {
    const model = new Model(json);
    model.data = data;
    return model;
  };
  const shown = (model) => model.getAllQuestions().filter((question) => question.isVisible).length;
  const errors = (model) =>
    model.getAllQuestions().reduce((sum, question) => sum + question.errors.length, 0);
  return {
    name: "survey-core",
    load: (json) => new Model(json),
    loadText: (text) => new Model(JSON.parse(text)),
    withData,
    free: () => {},
    question: (model, name) => name,
    put: (model, name, value) => model.setValue(name, value),
    putData: (model, data) => (model.data = data),
    putText: (model, text) => (model.data = JSON.parse(text)),
    check: (model) => model.validate(true, false),
    shown,
    errors,
    data: (model) => model.data,
    cells: (model) => model.getQuestionByName("m"),
    cell: (question, row, column) => [row, column],
    putCell: (question, [row, column], value) => {
      question.visibleRows[row].getQuestionByName(column).value = value;
    },
    drawCells: (model) => model.getQuestionByName("m").visibleRows.length,
    prepare: (model, text) => new ExpressionRunner(text),
    evaluate: (model) => {
      const context = model.getValueGetterContext();
      const properties = { survey: model };
      return (runner) => runner.runContext(context, properties);
    },
    evaluateAll: (model, runners) => {
      const context = model.getValueGetterContext();
      const properties = { survey: model };
      return () => runners.map((runner) => runner.runContext(context, properties));
    },
    parser: () => {
      const parser = new ConditionsParser();
      return (texts) => texts.map((text) => parser.parseExpression(text));
    },
    parsed: (trees) => trees.every((tree) => tree !== null),
  };
}

/** Casement's package, by numbers where the work calls often. */
export function casementSide(casement) {
  const { Expressions, Form } = casement;
  const host = { now: Date.parse("2024-05-15T10:20:30.000Z"), utcOffset: 0 };
  const numbers = (form) => form.elements.map(({ name }) => form.numberOf(name));
  const put = (form, question, value) => {
    form.put(question, value);
    return form.changes();
  };
  return {
    name: "casement",
    load: (json) => new Form(json, host),
    loadText: (text) => new Form(text, host),
    withData: (json, data) => {
      const form = new Form(json, host);
      form.putData(data);
      return form;
    },
    free: (form) => form.free(),
    memory: () => casement.moduleMemory().buffer.byteLength,
    question: (form, name) => form.numberOf(name),
    put,
    putData: (form, data) => {
      form.putData(data);
      return form.changes();
    },
    putText: (form, text) => {
      form.putData(text);
      return form.changes();
    },
    check: (form) => {
      form.check();
      return form.changes();
    },
    shown: (form) =>
      form.elements.filter(({ type, visible }) => type !== "page" && visible).length,
    errors: (form) => numbers(form).reduce((sum, element) => sum + form.errorCount(element), 0),
    data: (form) => form.data,
    cells: (form) => form,
    cell: (form, row, column) => form.numberIn("m", row, column),
    putCell: put,
    drawCells: () => {},
    prepare: (form, text) => form.prepare(text),
    evaluate: (form) => (prepared) => form.valueOf(prepared),
    evaluateAll: (form, prepared) => {
      const numbers = Uint32Array.from(prepared);
      return () => form.valuesOf(numbers);
    },
    parser: () => (texts) => new Expressions(texts),
    parsed: (all) => Array.from({ length: all.length }, (_, at) => at).every((at) => all.isValid(at)),
  };
}

const STEPS = 100;
const ROWS = 40;
const COLUMNS = 10;

/** A form that is loaded once, and stepped again and again. */
function stepped(side, json, data) {
  let form;
  return () => {
    if (!form) {
      form = side.load(copy(json));
      if (data) side.putData(form, copy(data));
    }
    return form;
  };
}

/** Loads in `run`; the form of the run before goes when the next is prepared. */
function loaded(side, given, load, told) {
  let form = null;
  return {
    prepare: () => {
      if (form) side.free(form);
      form = null;
      return given();
    },
    run: (input) => {
      form = load(input);
    },
    told: () => told(form),
    end: () => form && side.free(form),
  };
}

/** Twenty expressions on the values of a form, a hundred times; `how` evaluates each once. */
function evaluating(work, how) {
  return {
    work,
    goal: () => 30,
    sizes: [forms.EXPRESSIONS.length],
    make: (side) => {
      const names = Object.keys(forms.VALUES).filter((name) => typeof forms.VALUES[name] !== "object");
      const form = side.load({ elements: names.map((name) => ({ type: "text", name })) });
      side.putData(form, copy(forms.VALUES));
      const prepared = forms.EXPRESSIONS.map((text) => side.prepare(form, text));
      const { run, told } = how(side, form, prepared);
      return {
        per: STEPS * prepared.length,
        prepare: () => {},
        run: () => {
          for (let at = 0; at < STEPS; at++) run();
        },
        told,
      };
    },
  };
}

export const WORKS = [
  {
    work: "load",
    goal: (size) => size === 1000 && 30,
    make: (side, size) => {
      const json = forms.checked(size);
      return loaded(side, () => copy(json), side.load, (form) => side.shown(form));
    },
  },
  {
    work: "load from JSON text",
    make: (side, size) => {
      const json = JSON.stringify(forms.checked(size));
      return loaded(side, () => json, side.loadText, (form) => side.shown(form));
    },
  },
  {
    work: "chain load",
    make: (side, size) => {
      const json = forms.chain(size);
      return loaded(side, () => copy(json), side.load, (form) => side.shown(form));
    },
  },
  {
    work: "chain set first",
    make: (side, size) => {
      const form = stepped(side, forms.chain(size));
      let first;
      return {
        prepare: () => (first ??= side.question(form(), "q0")),
        run: (_, k) => side.put(form(), first, k % 2 ? "x" : ""),
        told: () => side.shown(form()),
      };
    },
  },
  {
    work: "chain collapse",
    goal: (size) => size === 1000 && 100,
    most: 1000,
    make: (side, size) => {
      const [json, data] = [forms.collapse(size), forms.chainData(size)];
      let [form, first] = [null, null];
      return {
        prepare: () => {
          if (form) side.free(form);
          form = side.withData(copy(json), copy(data));
          first = side.question(form, "q0");
        },
        run: () => side.put(form, first, ""),
        told: () => [side.shown(form), side.data(form)],
      };
    },
  },
  {
    work: "fan-out",
    goal: (size) => size === 1000 && 100,
    make: (side, size) => {
      const form = stepped(side, forms.fanOut(size));
      let show;
      return {
        prepare: () => (show ??= side.question(form(), "show")),
        run: (_, k) => side.put(form(), show, k % 2 === 0),
        told: () => side.shown(form()),
      };
    },
  },
  {
    work: "set value, one dependent",
    goal: (size) => size === 1000 && 1000,
    make: (side, size) => {
      const form = stepped(side, forms.one(size));
      const steps = side.name === "casement" ? STEPS : 10;
      let first;
      return {
        per: steps,
        prepare: () => (first ??= side.question(form(), "q0")),
        run: (_, k) => {
          for (let at = 0; at < steps; at++) side.put(form(), first, (k * steps + at) % 10);
        },
        told: () => [side.shown(form()), side.data(form())],
      };
    },
  },
  {
    work: "assign data",
    goal: (size) => size === 1000 && 30,
    make: (side, size) => {
      const form = stepped(side, forms.checked(size));
      const data = forms.checkedData(size);
      return {
        prepare: () => [form(), copy(data)][1],
        run: (given) => side.putData(form(), given),
        told: () => side.data(form()),
      };
    },
  },
  {
    work: "assign data from JSON text",
    make: (side, size) => {
      const form = stepped(side, forms.checked(size));
      const data = JSON.stringify(forms.checkedData(size));
      return {
        prepare: () => [form(), data][1],
        run: (given) => side.putText(form(), given),
        told: () => side.data(form()),
      };
    },
  },
  {
    work: "validate",
    goal: (size) => size === 1000 && 50,
    make: (side, size) => {
      const form = stepped(side, forms.checked(size), forms.checkedData(size));
      return {
        prepare: form,
        run: (it) => side.check(it),
        told: () => side.errors(form()),
      };
    },
  },
  {
    // What is read only when it is first needed is read here.
    work: "validate, first time",
    make: (side, size) => {
      const [json, data] = [forms.checked(size), forms.checkedData(size)];
      let form = null;
      return {
        prepare: () => {
          if (form) side.free(form);
          form = side.withData(copy(json), copy(data));
        },
        run: () => side.check(form),
        told: () => side.errors(form),
        end: () => form && side.free(form),
      };
    },
  },
  {
    work: "load + data + validate",
    goal: (size) => size === 100 && 30,
    sizes: [100],
    make: (side, size) => {
      const [json, data] = [forms.checked(size), forms.checkedData(size)];
      const whole = ([json, data]) => {
        const form = side.withData(json, data);
        side.check(form);
        return form;
      };
      return loaded(side, () => [copy(json), copy(data)], whole, (form) => side.errors(form));
    },
  },
  {
    work: "parse",
    goal: (size) => size === 1000 && 50,
    make: (side, size) => {
      const texts = forms.distinct(size);
      const parse = side.parser();
      let result = null;
      return {
        per: size,
        prepare: () => result?.free?.(),
        run: () => {
          result = parse(texts);
        },
        told: () => side.parsed(result),
      };
    },
  },
  evaluating("evaluate on a form's values", (side, form, prepared) => {
    const evaluate = side.evaluate(form);
    return {
      run: () => {
        for (const one of prepared) evaluate(one);
      },
      told: () => prepared.map(evaluate),
    };
  }),
  evaluating("evaluate, twenty at once", (side, form, prepared) => {
    const run = side.evaluateAll(form, prepared);
    return { run, told: run };
  }),
  {
    work: "matrix 40x10 load",
    goal: () => 50,
    sizes: [ROWS * COLUMNS],
    make: (side) => {
      const [json, data] = [forms.matrix(ROWS, COLUMNS), forms.matrixData(ROWS, COLUMNS)];
      const whole = ([json, data]) => {
        const form = side.withData(json, data);
        side.drawCells(form);
        return form;
      };
      return loaded(side, () => [copy(json), copy(data)], whole, (form) => side.data(form));
    },
  },
  {
    work: "matrix 40x10 set cell",
    goal: () => 1000,
    sizes: [ROWS * COLUMNS],
    make: (side) => {
      const form = side.withData(forms.matrix(ROWS, COLUMNS), forms.matrixData(ROWS, COLUMNS));
      side.drawCells(form);
      const cells = side.cells(form);
      const steps = side.name === "casement" ? STEPS : 5;
      const at = Array.from({ length: ROWS }, (_, row) => side.cell(cells, row, "c1"));
      return {
        per: steps,
        prepare: () => {},
        run: (_, k) => {
          for (let i = 0; i < steps; i++) {
            const step = k * steps + i;
            side.putCell(cells, at[step % ROWS], step % 9);
          }
        },
        told: () => {
          at.forEach((cell, row) => side.putCell(cells, cell, row % 9));
          return side.data(form);
        },
      };
    },
  },
];
