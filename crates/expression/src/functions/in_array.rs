//! Functions over the items of an array, with a condition on each item (`sumInArray` and its
//! like).

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;

use super::Context;
use crate::compile::{ConditionArgument, ConditionProgram, compile_condition_text};
use crate::number::{coerce, number_like_text};
use crate::operators::{Thrown, order};
use crate::sum::Sum;
use crate::text::length;
use crate::{Answer, Call, Name, Scope, Value, sum_of};

/// What is made of the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aggregate {
    Sum,
    Average,
    Count,
    Min,
    Max,
}

/// Calls a function of this family.
pub(crate) fn call(
    aggregate: Aggregate,
    arguments: &[&Value],
    conditions: &[ConditionArgument],
    context: &Context<'_>,
) -> Result<Value, Thrown> {
    let Some(request) = Request::new(arguments, conditions) else {
        return Ok(match aggregate {
            Aggregate::Min | Aggregate::Max => Value::Undefined,
            _ => Value::Number(0.0),
        });
    };
    match aggregate {
        Aggregate::Sum => request.sum(context).map(|(sum, _)| sum.value()),
        Aggregate::Count => request.count(context).map(Value::Number),
        Aggregate::Average => {
            let (sum, count) = request.sum(context)?;
            let average = coerce(&sum.value()) / count.max(1.0);
            Ok(Value::Number(average))
        }
        Aggregate::Min => request.best(Ordering::Less, context),
        Aggregate::Max => request.best(Ordering::Greater, context),
    }
}

/// The condition on an item.
enum Condition<'a> {
    /// Every item counts.
    None,
    /// No item counts: its text can't be run.
    Broken,
    Program(Cow<'a, ConditionProgram>),
}

struct Request<'a> {
    items: Cow<'a, [Value]>,
    column: Column<'a>,
    condition: Condition<'a>,
    /// The column of the best item that `min` and `max` give instead.
    result_column: &'a str,
}

impl<'r> Request<'r> {
    fn new(arguments: &[&'r Value], conditions: &'r [ConditionArgument]) -> Option<Self> {
        let (list, column) = match *arguments {
            [list, Value::String(column), ..] if arguments.len() <= 4 => (list, column),
            _ => return None,
        };
        let items = match list {
            _ if !list.is_truthy() => return None,
            Value::Array(items) => Cow::Borrowed(items.as_slice()),
            Value::Object(object) => object.values().cloned().collect(),
            Value::String(text) => text
                .chars()
                .map(|letter| Value::from(letter.to_string()))
                .collect(),
            _ => Cow::Borrowed(&[][..]),
        };
        let mut result_column = &**column;
        let mut at = 2;
        if let (Some(Value::String(text)), Some(argument)) =
            (arguments.get(2).copied(), conditions.first())
            && argument.constant
            && !text.contains(['{', '}', '>', '<', '=', '!'])
        {
            result_column = text;
            at = 3;
        }
        let condition = match (arguments.get(at), conditions.get(at - 2)) {
            (Some(value), Some(argument)) => Condition::of(value, argument),
            _ => Condition::None,
        };
        Some(Self {
            items,
            column: Column::new(column),
            condition,
            result_column,
        })
    }

    /// Calls with each item that counts and its value in the column.
    fn each(
        &self,
        context: &Context<'_>,
        visit: &mut dyn FnMut(&'_ Value, &'_ Value) -> Result<(), Thrown>,
    ) -> Result<(), Thrown> {
        for item in self.items.iter().filter(|item| item.is_truthy()) {
            let made;
            let value = match item {
                Value::Object(_) => self.column.held(item),
                _ => {
                    made = property(item, self.column.key);
                    Some(&made)
                }
            };
            if let Some(value) = value.filter(|value| !value.is_empty())
                && self.condition.holds(item, context)?
            {
                visit(item, value)?;
            }
        }
        Ok(())
    }

    fn count(&self, context: &Context<'_>) -> Result<f64, Thrown> {
        let mut count = 0.0;
        self.each(context, &mut |_, _| {
            count += 1.0;
            Ok(())
        })?;
        Ok(count)
    }

    /// The sum, and of how many items.
    fn sum(&self, context: &Context<'_>) -> Result<(Sum, f64), Thrown> {
        let (mut sum, mut count) = (Sum::new(), 0.0);
        self.each(context, &mut |_, value| {
            count += 1.0;
            match value {
                // A text that is no number doesn't count.
                Value::String(text) => match number_like_text(text) {
                    Some(number) => sum.add(&Value::Number(number), context.host),
                    None => Ok(()),
                },
                _ => sum.add(value, context.host),
            }
        })?;
        Ok((sum, count))
    }

    fn best(&self, better: Ordering, context: &Context<'_>) -> Result<Value, Thrown> {
        let mut best: Option<(Value, Value)> = None;
        self.each(context, &mut |item, value| {
            if let Some(value) = converted(value)
                && best
                    .as_ref()
                    .is_none_or(|(_, so_far)| order(&value, so_far, context.host) == Some(better))
            {
                best = Some((item.clone(), value));
            }
            Ok(())
        })?;
        Ok(match best {
            None => Value::Undefined,
            Some((_, value)) if self.result_column == self.column.key => value,
            Some((item, _)) => {
                let column = Column::new(self.result_column);
                match item {
                    Value::Object(_) => column.held(&item).cloned().unwrap_or_default(),
                    _ => property(&item, column.key),
                }
            }
        })
    }
}

impl<'r> Condition<'r> {
    fn of(value: &Value, argument: &'r ConditionArgument) -> Self {
        let program = match value {
            Value::String(text) if !text.is_empty() => match &argument.constant_text {
                Some((constant, program)) if constant == text => {
                    program.as_ref().map(Cow::Borrowed)
                }
                // The text comes from the data: it is read now.
                _ => compile_condition_text(text).map(Cow::Owned),
            },
            _ => argument.program.as_ref().map(Cow::Borrowed),
        };
        match program {
            None => Condition::Broken,
            Some(condition) if condition.program.is_asynchronous() => Condition::None,
            Some(condition) => Condition::Program(condition),
        }
    }

    fn holds(&self, item: &Value, context: &Context<'_>) -> Result<bool, Thrown> {
        match self {
            Condition::None => Ok(true),
            Condition::Broken => Ok(false),
            Condition::Program(condition) => {
                let object = item.as_object();
                if let Some(holds) = object.and_then(|it| condition.program.plainly_holds(it)) {
                    return Ok(holds);
                }
                let scope = ItemScope {
                    item,
                    outer: context.scope,
                    slots: &condition.slots,
                };
                condition.program.try_holds(&scope, context.host)
            }
        }
    }
}

/// A text that is no number doesn't count; other values are taken as they are.
fn converted(value: &Value) -> Option<Value> {
    match value {
        Value::String(_) => value.number_like().map(Value::Number),
        _ => Some(value.clone()),
    }
}

/// A key that is looked up in one item after the other.
struct Column<'a> {
    key: &'a str,
    sum: u32,
    /// Where it stood in the last object: mostly it stands there again.
    place: Cell<usize>,
}

impl<'a> Column<'a> {
    fn new(key: &'a str) -> Self {
        Self {
            key,
            sum: sum_of(key),
            place: Cell::new(0),
        }
    }

    /// The value that an object has in it.
    fn held<'v>(&self, item: &'v Value) -> Option<&'v Value> {
        item.as_object()?.get_near(self.key, self.sum, &self.place)
    }
}

/// JavaScript's `value[key]` of what is no object.
fn property(value: &Value, key: &str) -> Value {
    let index = || key.parse::<usize>().ok();
    let own = match value {
        Value::Array(items) if key == "length" => Some(Value::Number(items.len() as f64)),
        Value::Array(items) => index().and_then(|index| items.get(index).cloned()),
        Value::String(text) if key == "length" => Some(Value::Number(length(text) as f64)),
        Value::String(text) => index()
            .and_then(|index| text.chars().nth(index))
            .map(|letter| Value::from(letter.to_string())),
        _ => None,
    };
    own.unwrap_or_default()
}

/// Names are looked up in the item first, then at the level of the survey.
struct ItemScope<'a> {
    item: &'a Value,
    outer: &'a dyn Scope,
    /// For each name of the condition its slot in the program around it.
    slots: &'a [Option<usize>],
}

impl Scope for ItemScope<'_> {
    fn held(&self, _slot: usize, name: &Name) -> Option<&Value> {
        name.path.member_of(self.item.as_object()?)
    }

    fn read(&self, slot: usize, name: &Name) -> Option<Cow<'_, Value>> {
        name.path
            .find_in_value(self.item)
            .or_else(|| self.read_in_condition(Some(slot), name))
    }

    fn read_in_condition(&self, slot: Option<usize>, name: &Name) -> Option<Cow<'_, Value>> {
        let around = self.slots.get(slot?).copied().flatten();
        self.outer.read_in_condition(around, name)
    }

    fn call(&self, call: &Call<'_>) -> Answer {
        self.outer.call(call)
    }
}
