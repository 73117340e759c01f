//! Expressions: prepared once and evaluated often, or in one call.
//!
//! A text with a syntax error is an expression, too, as in SurveyJS: it evaluates to `null`, never
//! holds, and its problems say why.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use casement_expression::json;
use casement_expression::{
    BatchParser, Object, PlainValues, Problem, Program, Text, Tree, compile,
};

use crate::host::JsHost;
use crate::input::Input;
use crate::operation::Operation;
use crate::output::{Done, Output, Refused};
use crate::problem::{put_expression_problems, refuse};

/// A prepared expression.
pub(crate) struct Expression {
    text: Text,
    tree: Option<Tree>,
    /// Made of the tree when it is first asked for.
    compiled: OnceCell<Box<Program>>,
    problems: Vec<Problem>,
}

impl Expression {
    fn of(text: Text, parser: &mut BatchParser) -> Self {
        let parsed = parser.parse(&text);
        Self {
            text,
            tree: parsed.tree,
            compiled: OnceCell::new(),
            problems: parsed.problems,
        }
    }

    fn program(&self) -> Option<&Program> {
        let tree = self.tree.as_ref()?;
        Some(self.compiled.get_or_init(|| Box::new(compile(tree))))
    }

    fn put_value(&self, (host, values): &(JsHost, Object), output: &mut Output) {
        match self.program() {
            Some(program) => output.value(&program.evaluate(&PlainValues(values), host)),
            None => output.null(),
        }
    }
}

/// Prepares expressions: JSON text of an array of texts.
pub(crate) fn read_all(input: Input, output: &mut Output) -> Result<Rc<Vec<Expression>>, Refused> {
    let json: Arc<str> = input.into_text().into();
    let Some(texts) = json::texts(&json) else {
        let (name, message) = ("expressions", "`expressions` must be strings");
        return Err(output.refuse_at("argument/not-a-string", name, message));
    };
    let mut parser = BatchParser::default();
    let expressions = texts.into_iter();
    Ok(Rc::new(
        expressions
            .map(|text| Expression::of(text, &mut parser))
            .collect(),
    ))
}

/// Evaluates an expression once; refused where the text has a syntax error.
pub(crate) fn evaluate(input: &Input, output: &mut Output) -> Done {
    let host = JsHost::read(input);
    let expression = Expression::of(input.text().into(), &mut BatchParser::default());
    if let (None, Some(problem)) = (&expression.tree, expression.problems.first()) {
        return Err(refuse(problem, expression.text.as_str(), output));
    }
    let values = input.object(&Object::new()).unwrap_or_default();
    expression.put_value(&(host, values), output);
    Ok(())
}

/// Does something with one of several expressions, by its place, or with all.
pub(crate) fn run(
    expressions: &[Expression],
    operation: Operation,
    place: u32,
    input: &Input,
    output: &mut Output,
) -> Done {
    let world = || {
        (
            JsHost::read(input),
            input.object(&Object::new()).unwrap_or_default(),
        )
    };
    match operation {
        Operation::Length => output.count(expressions.len()),
        Operation::EvaluateAll => {
            let world = world();
            output.list();
            for expression in expressions {
                expression.put_value(&world, output);
            }
            output.end();
        }
        _ => {
            let Some(expression) = expressions.get(place as usize) else {
                let message = format!("there is no expression at {place}");
                return Err(output.refuse("argument/out-of-range", &message));
            };
            match operation {
                Operation::IsValid => output.flag(expression.tree.is_some()),
                Operation::Names => {
                    let names = expression.program().map(Program::names).unwrap_or_default();
                    output.texts(names.iter().map(|name| &name.text));
                }
                Operation::Holds => {
                    let (host, values) = world();
                    let holds = |program: &Program| program.holds(&PlainValues(&values), &host);
                    output.flag(expression.program().is_some_and(holds));
                }
                Operation::EvaluateAt => expression.put_value(&world(), output),
                _ => {
                    let text = expression.text.as_str();
                    put_expression_problems(&expression.problems, text, output);
                }
            }
        }
    }
    Ok(())
}
