//! What is asked of the package itself: objects to be made, and what is done at once.

use std::cell::RefCell;
use std::rc::Rc;

use crate::calls::{self, Object};
use crate::expression;
use crate::form::Form;
use crate::input::Input;
#[cfg(feature = "lint")]
use crate::linter;
use crate::operation::Operation;
use crate::output::{Done, Output};
#[cfg(feature = "conversation")]
use crate::{conversation, directive};

pub(crate) fn run(operation: Operation, number: u32, input: Input, output: &mut Output) -> Done {
    match operation {
        Operation::Free => {
            calls::free(number);
            output.undefined();
        }
        Operation::NewForm => {
            let form = Form::read_new(input, output)?;
            calls::keep(Object::Form(Rc::new(RefCell::new(form))), output);
        }
        Operation::NewExpressions => {
            let expressions = expression::read_all(input, output)?;
            calls::keep(Object::Expressions(expressions), output);
        }
        Operation::Evaluate => return expression::evaluate(&input, output),
        #[cfg(feature = "lint")]
        Operation::NewLinter => {
            let linter = linter::read_new(input, output)?;
            calls::keep(Object::Linter(Rc::new(RefCell::new(linter))), output);
        }
        #[cfg(feature = "lint")]
        Operation::Lint => return linter::lint(input, output),
        #[cfg(feature = "conversation")]
        Operation::NewConversation => {
            let conversation = conversation::read_new(&input, output)?;
            let conversation = Rc::new(RefCell::new(conversation));
            calls::keep(Object::Conversation(conversation), output);
        }
        #[cfg(feature = "conversation")]
        Operation::RenderDirective => {
            return directive::render(input.text(), input.text(), output);
        }
        #[cfg(feature = "conversation")]
        Operation::ParseDirective => return directive::parse(input.text(), output),
        _ => output.undefined(),
    }
    Ok(())
}
