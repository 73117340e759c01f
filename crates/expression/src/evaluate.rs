//! A program's evaluation: a stack of values, one step after the other.
//!
//! Asks the scope for names and the host for the world; knows neither forms nor clocks.

use std::borrow::Cow;

use crate::compile::{CallSite, Operand, Operation, Program};
use crate::functions::{Context, EVERY_FUNCTION, Implementation, in_array};
use crate::number::{correct_text, to_number};
use crate::operators::{self, Thrown};
use crate::{Answer, BinaryOperator, Call, Host, Name, Scope, Value};

/// So deep a stack needs no allocation.
const SHALLOW: usize = 5;

/// So many arguments of a call need no allocation.
const FEW_ARGUMENTS: usize = 4;

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
        if self.logic {
            return Value::Bool(self.decide(scope, host));
        }
        self.try_evaluate(scope, host).unwrap_or(Value::Null)
    }

    /// The value.
    ///
    /// # Errors
    /// [`Thrown`] where survey-core throws an exception.
    pub fn try_evaluate(&self, scope: &dyn Scope, host: &dyn Host) -> Result<Value, Thrown> {
        self.outcome(scope, host).map(Cow::into_owned)
    }

    /// The condition rule: JavaScript's `value == true`.
    pub fn holds(&self, scope: &dyn Scope, host: &dyn Host) -> bool {
        self.try_holds(scope, host) == Ok(true)
    }

    /// [`Program::holds`], where survey-core doesn't throw.
    pub(crate) fn try_holds(&self, scope: &dyn Scope, host: &dyn Host) -> Result<bool, Thrown> {
        if self.logic {
            return Ok(self.decide(scope, host));
        }
        Ok(self.outcome(scope, host)?.is_condition_true())
    }

    /// What a condition does that compares one name with a constant, as most conditions on items do.
    pub(crate) fn comparison(&self) -> Option<(BinaryOperator, &Name, &Value)> {
        let [
            Operation::Binary {
                operator,
                left: Operand::Name(slot),
                right: Operand::Constant(index),
            },
        ] = *self.operations
        else {
            return None;
        };
        let name = self.names.get(usize::from(slot)).filter(|_| self.logic)?;
        Some((operator, name, self.constants.get(usize::from(index))?))
    }

    /// What a program decides that only tests and joins tests, as most conditions do: a bit for each
    /// result is all that it has to remember.
    fn decide(&self, scope: &dyn Scope, host: &dyn Host) -> bool {
        if let [operation] = &*self.operations {
            return self.test(operation, scope, host);
        }
        let mut results = 0_u64;
        let mut at = 0;
        while let Some(operation) = self.operations.get(at) {
            at += 1;
            let last = results & 1 != 0;
            match *operation {
                Operation::Skip { flag, steps } => {
                    if flag == last {
                        at += steps as usize;
                    }
                }
                Operation::Unary(_, Operand::Stack) => results ^= 1,
                Operation::Binary {
                    operator,
                    left: Operand::Stack,
                    ..
                } => {
                    results >>= 1;
                    match operator {
                        BinaryOperator::And if !last => results &= !1,
                        BinaryOperator::Or if last => results |= 1,
                        _ => {}
                    }
                }
                _ => results = results << 1 | u64::from(self.test(operation, scope, host)),
            }
        }
        results & 1 != 0
    }

    /// The value, which may be the scope's or the program's own.
    fn outcome<'a>(
        &'a self,
        scope: &'a dyn Scope,
        host: &dyn Host,
    ) -> Result<Cow<'a, Value>, Thrown> {
        if self.throws {
            return Err(Thrown);
        }
        match self.run(scope, host) {
            Ok(value) => Ok(value),
            Err(Stop::Pending) => Ok(Cow::Owned(Value::Bool(false))),
            Err(Stop::Thrown) => Err(Thrown),
        }
    }

    fn run<'a>(&'a self, scope: &'a dyn Scope, host: &dyn Host) -> Result<Cow<'a, Value>, Stop> {
        if self.depth <= SHALLOW {
            let mut places = [const { Cow::Owned(Value::Undefined) }; SHALLOW];
            return self.run_on(Stack::on(&mut places), scope, host);
        }
        let mut places = vec![Cow::Owned(Value::Undefined); self.depth];
        self.run_on(Stack::on(&mut places), scope, host)
    }

    /// Runs on a stack that is as deep as the program needs.
    fn run_on<'a>(
        &'a self,
        mut stack: Stack<'_, 'a>,
        scope: &'a dyn Scope,
        host: &dyn Host,
    ) -> Result<Cow<'a, Value>, Stop> {
        let mut at = 0;
        while let Some(operation) = self.operations.get(at) {
            at += 1;
            if let Operation::Skip { flag, steps } = operation {
                if matches!(stack.last(), Some(Value::Bool(it)) if it == flag) {
                    at += *steps as usize;
                }
                continue;
            }
            let value = self.step(operation, &mut stack, scope, host)?;
            stack.push(value);
        }
        Ok(stack.pop())
    }

    /// Whether what a step tests of constants and names is so.
    fn test(&self, operation: &Operation, scope: &dyn Scope, host: &dyn Host) -> bool {
        match *operation {
            Operation::Unary(operator, operand) => {
                let mut spare = None;
                operators::unary(operator, self.look(operand, scope, &mut spare))
            }
            Operation::Binary {
                operator,
                left,
                right,
            } => {
                let (mut first, mut second) = (None, None);
                let a = self.look(left, scope, &mut first);
                let b = self.look(right, scope, &mut second);
                match operators::plainly(operator, a, b) {
                    Some(holds) => holds,
                    None => self.compare(operation, a, b, scope, host),
                }
            }
            _ => false,
        }
    }

    #[inline(never)]
    fn compare(
        &self,
        operation: &Operation,
        left: &Value,
        right: &Value,
        scope: &dyn Scope,
        host: &dyn Host,
    ) -> bool {
        let Operation::Binary {
            operator,
            left: first,
            right: second,
        } = *operation
        else {
            return false;
        };
        // The order of items counts for some questions; without items there is none.
        let strict = matches!((left, right), (Value::Array(_), Value::Array(_)))
            && (self.is_strict(first, scope) || self.is_strict(second, scope));
        operators::compare(operator, left, right, strict, host)
    }

    /// The value of a constant or name, where it is kept, or else in the spare place.
    #[inline]
    fn look<'v, 'a: 'v>(
        &'a self,
        operand: Operand,
        scope: &'a dyn Scope,
        spare: &'v mut Option<Cow<'a, Value>>,
    ) -> &'v Value {
        let slot = match operand {
            Operand::Name(slot) => usize::from(slot),
            Operand::Constant(index) => {
                let constant = self.constants.get(usize::from(index));
                return constant.unwrap_or(&Value::Undefined);
            }
            Operand::Stack => return &Value::Undefined,
        };
        let held = self.names.get(slot).and_then(|name| scope.held(slot, name));
        match held {
            Some(Value::String(text)) if correct_text(text).is_some() => {}
            Some(value) => return value,
            None => {}
        }
        spare.insert(self.read(slot, held, scope))
    }

    /// What one step puts on the stack.
    fn step<'a>(
        &'a self,
        operation: &Operation,
        stack: &mut Stack<'_, 'a>,
        scope: &'a dyn Scope,
        host: &dyn Host,
    ) -> Result<Cow<'a, Value>, Stop> {
        Ok(Cow::Owned(match *operation {
            Operation::Push(operand) => return Ok(self.operand(operand, stack, scope)),
            Operation::Unary(operator, operand) => {
                let operand = self.operand(operand, stack, scope);
                Value::Bool(operators::unary(operator, &operand))
            }
            Operation::Binary {
                operator,
                left,
                right,
            } => {
                let right = self.operand(right, stack, scope);
                let left = self.operand(left, stack, scope);
                match operators::plainly(operator, &left, &right) {
                    Some(holds) => Value::Bool(holds),
                    None if operator.is_arithmetic() => {
                        operators::calculate(operator, &left, &right, host)?
                    }
                    None => Value::Bool(self.compare(operation, &left, &right, scope, host)),
                }
            }
            Operation::Call(index) => match self.calls.get(index as usize) {
                Some(site) => call(site, stack.take(site.arguments), scope, host)?,
                None => Value::Null,
            },
            Operation::Array(count) => {
                let items = stack.take(count as usize).iter_mut();
                Value::from(
                    items
                        .map(|it| std::mem::take(it).into_owned())
                        .collect::<Vec<_>>(),
                )
            }
            Operation::Skip { .. } => Value::Null,
        }))
    }

    fn operand<'a>(
        &'a self,
        operand: Operand,
        stack: &mut Stack<'_, 'a>,
        scope: &'a dyn Scope,
    ) -> Cow<'a, Value> {
        match operand {
            Operand::Stack => stack.pop(),
            Operand::Constant(index) => {
                let constant = self.constants.get(usize::from(index));
                constant.map_or_else(Cow::default, Cow::Borrowed)
            }
            Operand::Name(slot) => {
                let slot = usize::from(slot);
                let name = self.names.get(slot);
                self.read(slot, name.and_then(|name| scope.held(slot, name)), scope)
            }
        }
    }

    fn is_strict(&self, operand: Operand, scope: &dyn Scope) -> bool {
        let Operand::Name(slot) = operand else {
            return false;
        };
        let slot = usize::from(slot);
        let name = self.names.get(slot);
        name.is_some_and(|name| scope.compares_strictly(slot, name))
    }

    /// What a name stands for; `held`: the value that the scope keeps for it.
    fn read<'a>(
        &'a self,
        slot: usize,
        held: Option<&'a Value>,
        scope: &'a dyn Scope,
    ) -> Cow<'a, Value> {
        let Some(name) = self.names.get(slot) else {
            return Cow::Owned(Value::Null);
        };
        let value = held.map(Cow::Borrowed);
        let Some(value) = value.or_else(|| scope.read(slot, name)) else {
            return Cow::Borrowed(&name.fallback);
        };
        match &*value {
            Value::String(text) if !name.raw => match correct_text(text) {
                Some(value) => Cow::Owned(value),
                None => value,
            },
            _ => value,
        }
    }
}

/// What steps have given and no other has taken yet.
struct Stack<'s, 'a> {
    places: &'s mut [Cow<'a, Value>],
    top: usize,
}

impl<'s, 'a> Stack<'s, 'a> {
    fn on(places: &'s mut [Cow<'a, Value>]) -> Self {
        Self { places, top: 0 }
    }

    fn push(&mut self, value: Cow<'a, Value>) {
        if let Some(place) = self.places.get_mut(self.top) {
            *place = value;
        }
        self.top += 1;
    }

    fn pop(&mut self) -> Cow<'a, Value> {
        self.top = self.top.saturating_sub(1);
        let place = self.places.get_mut(self.top);
        place.map_or(Cow::Owned(Value::Null), std::mem::take)
    }

    fn last(&self) -> Option<&Value> {
        let place = self.places.get(self.top.checked_sub(1)?);
        place.map(|place| &**place)
    }

    /// The last so many, which stay in their places till others come there.
    fn take(&mut self, count: usize) -> &mut [Cow<'a, Value>] {
        let end = self.top;
        self.top = end.saturating_sub(count);
        self.places.get_mut(self.top..end).unwrap_or_default()
    }
}

#[inline(never)]
fn call(
    site: &CallSite,
    operands: &[Cow<'_, Value>],
    scope: &dyn Scope,
    host: &dyn Host,
) -> Result<Value, Stop> {
    if site.throws {
        return Err(Stop::Thrown);
    }
    if !EVERY_FUNCTION {
        return Ok(Value::Null);
    }
    let mut few = [&Value::Undefined; FEW_ARGUMENTS];
    let many: Vec<&Value>;
    let arguments = match few.get_mut(..operands.len()) {
        Some(few) => {
            for (argument, operand) in few.iter_mut().zip(operands) {
                *argument = operand;
            }
            &*few
        }
        None => {
            many = operands.iter().map(|operand| &**operand).collect();
            &many
        }
    };
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
            let arguments: Vec<Value> = arguments.iter().copied().cloned().collect();
            let call = Call {
                function: &site.name,
                arguments: &arguments,
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
