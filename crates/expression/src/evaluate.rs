//! A program's evaluation: a stack of values, one step after the other.
//!
//! Asks the scope for names and the host for the world; knows neither forms nor clocks.

use crate::compile::{CallSite, Operation, Program};
use crate::functions::{Context, EVERY_FUNCTION, Implementation, in_array};
use crate::number::to_number;
use crate::operators::{self, Thrown};
use crate::{Answer, BinaryOperator, Call, Host, Scope, Value};

/// So deep a stack needs no allocation.
const SHALLOW: usize = 8;

/// Why an evaluation gives no value of its own.
enum Stop {
    /// survey-core throws.
    Thrown,
    /// A function's answer comes later.
    Pending,
}

impl From<Thrown> for Stop {
    fn from(_: Thrown) -> Self {
        Stop::Thrown
    }
}

impl Program {
    /// The value. Never panics; where survey-core throws, the value is null. `false` while an
    /// asynchronous function has not answered.
    pub fn evaluate(&self, scope: &dyn Scope, host: &dyn Host) -> Value {
        self.try_evaluate(scope, host).unwrap_or(Value::Null)
    }

    /// The value.
    ///
    /// # Errors
    /// [`Thrown`] where survey-core throws an exception.
    pub fn try_evaluate(&self, scope: &dyn Scope, host: &dyn Host) -> Result<Value, Thrown> {
        if self.throws {
            return Err(Thrown);
        }
        match self.run(scope, host) {
            Ok(value) => Ok(value),
            Err(Stop::Pending) => Ok(Value::Bool(false)),
            Err(Stop::Thrown) => Err(Thrown),
        }
    }

    /// The condition rule: JavaScript's `value == true`.
    pub fn holds(&self, scope: &dyn Scope, host: &dyn Host) -> bool {
        self.try_evaluate(scope, host)
            .is_ok_and(|value| value.is_condition_true())
    }

    fn run(&self, scope: &dyn Scope, host: &dyn Host) -> Result<Value, Stop> {
        // Most conditions compare one name with one constant, which needs no stack.
        match self.operations.as_slice() {
            [only] => {
                if let Some(value) = self.leaf(*only, scope) {
                    return Ok(value);
                }
            }
            [operand, Operation::Unary(operator)] => {
                if let Some(operand) = self.leaf(*operand, scope) {
                    return Ok(Value::Bool(operators::unary(*operator, &operand)));
                }
            }
            [
                left @ (Operation::Constant(_) | Operation::Read(_)),
                right,
                operation @ (Operation::Binary(_) | Operation::Equal { .. }),
            ] => {
                if let (Some(left), Some(right)) =
                    (self.leaf(*left, scope), self.leaf(*right, scope))
                {
                    return self.apply(*operation, left, right, scope, host);
                }
            }
            _ => {}
        }
        if self.depth <= SHALLOW {
            return self.run_on(&mut [const { Value::Undefined }; SHALLOW], scope, host);
        }
        self.run_on(&mut vec![Value::Undefined; self.depth], scope, host)
    }

    /// Runs on a stack that is as deep as the program needs.
    fn run_on(
        &self,
        stack: &mut [Value],
        scope: &dyn Scope,
        host: &dyn Host,
    ) -> Result<Value, Stop> {
        // Every place from here on holds undefined.
        let mut top = 0;
        for operation in &self.operations {
            match operation {
                Operation::Constant(_) | Operation::Read(_) => {
                    if let Some(place) = stack.get_mut(top) {
                        *place = self.leaf(*operation, scope).unwrap_or_default();
                    }
                    top += 1;
                }
                Operation::Unary(operator) => {
                    if let Some(place) = top.checked_sub(1).and_then(|at| stack.get_mut(at)) {
                        *place = Value::Bool(operators::unary(*operator, place));
                    }
                }
                Operation::Binary(_) | Operation::Equal { .. } => {
                    let start = top.saturating_sub(2);
                    let Some([left, right]) = stack.get_mut(start..top) else {
                        return Ok(Value::Null);
                    };
                    let (first, second) = (std::mem::take(left), std::mem::take(right));
                    *left = self.apply(*operation, first, second, scope, host)?;
                    top = start + 1;
                }
                Operation::Call(_) | Operation::Array(_) => {
                    let start = top - operation.takes(&self.calls).min(top);
                    let operands = stack.get_mut(start..top).unwrap_or_default();
                    let value = match operation {
                        Operation::Call(index) => match self.calls.get(*index as usize) {
                            Some(site) => call(site, operands, scope, host)?,
                            None => Value::Null,
                        },
                        _ => {
                            Value::from(operands.iter_mut().map(std::mem::take).collect::<Vec<_>>())
                        }
                    };
                    // What the operands held goes now, not with the stack.
                    operands.fill(Value::Undefined);
                    if let Some(place) = stack.get_mut(start) {
                        *place = value;
                    }
                    top = start + 1;
                }
            }
        }
        let result = top.checked_sub(1).and_then(|last| stack.get_mut(last));
        Ok(result.map_or(Value::Null, std::mem::take))
    }

    /// The value of a step that needs no other.
    fn leaf(&self, operation: Operation, scope: &dyn Scope) -> Option<Value> {
        match operation {
            Operation::Constant(index) => Some(
                self.constants
                    .get(index as usize)
                    .cloned()
                    .unwrap_or_default(),
            ),
            Operation::Read(slot) => Some(self.read(usize::from(slot), scope)),
            _ => None,
        }
    }

    /// An operator with two operands.
    fn apply(
        &self,
        operation: Operation,
        left: Value,
        right: Value,
        scope: &dyn Scope,
        host: &dyn Host,
    ) -> Result<Value, Stop> {
        let (operator, slots) = match operation {
            Operation::Binary(operator) => (operator, [None, None]),
            Operation::Equal {
                negated: false,
                left,
                right,
            } => (BinaryOperator::Equal, [left, right]),
            Operation::Equal { left, right, .. } => (BinaryOperator::NotEqual, [left, right]),
            _ => return Ok(Value::Null),
        };
        // The order of items counts for some questions; without items there is none.
        let strict = matches!((&left, &right), (Value::Array(_), Value::Array(_)))
            && slots.into_iter().flatten().any(|slot| {
                let slot = usize::from(slot);
                self.names
                    .get(slot)
                    .is_some_and(|name| scope.compares_strictly(slot, name))
            });
        Ok(operators::binary(operator, left, right, strict, host)?)
    }

    fn read(&self, slot: usize, scope: &dyn Scope) -> Value {
        let Some(name) = self.names.get(slot) else {
            return Value::Null;
        };
        match scope.read(slot, name) {
            None => name.fallback.clone(),
            Some(value) if name.raw => value,
            Some(value) => value.corrected(),
        }
    }
}

fn call(
    site: &CallSite,
    arguments: &[Value],
    scope: &dyn Scope,
    host: &dyn Host,
) -> Result<Value, Stop> {
    if site.throws {
        return Err(Stop::Thrown);
    }
    if !EVERY_FUNCTION {
        return Ok(Value::Null);
    }
    let context = Context { scope, host };
    match site.function.map(|function| function.implementation) {
        Some(Implementation::Pure(function)) => Ok(function(arguments, &context)?),
        Some(Implementation::InArray(aggregate)) => Ok(in_array::call(
            aggregate,
            arguments,
            &site.conditions,
            &context,
        )?),
        Some(Implementation::Scope) | None => {
            let call = Call {
                function: &site.name,
                arguments,
                host,
            };
            match scope.call(&call) {
                Answer::Value(value) => Ok(value),
                Answer::Pending => Err(Stop::Pending),
                Answer::Unknown => Ok(Value::Null),
            }
        }
    }
}

impl Value {
    /// The condition rule: JavaScript's `value == true`. True, 1, `"1"` and `[1]` hold; 5 and
    /// `"yes"` don't (reference 1.5).
    pub fn is_condition_true(&self) -> bool {
        match self {
            Value::Bool(flag) => *flag,
            Value::Number(number) => *number == 1.0,
            Value::String(text) => to_number(text) == 1.0,
            Value::Array(_) => to_number(&self.to_text()) == 1.0,
            Value::Undefined | Value::Null | Value::Date(_) | Value::Object(_) => false,
        }
    }
}
