//! Functions over the items of an array, with a condition on each item (`sumInArray` and its
//! like).

use std::borrow::Cow;
use std::cell::Cell;
use std::cmp::Ordering;

use super::Context;
use crate::compile::{ConditionArgument, ConditionProgram, compile_condition_text};
use crate::number::coerce;
use crate::operators::{Thrown, order, plus};
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
        Aggregate::Sum => request.sum(context),
        Aggregate::Count => request.count(context).map(Value::Number),
        Aggregate::Average => {
            let count = request.count(context)?;
            if count == 0.0 {
                return Ok(Value::Number(0.0));
            }
            Ok(Value::Number(coerce(&request.sum(context)?) / count))
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

    /// The items that count, and their values in the column.
    fn counted<'a>(
        &'a self,
        context: &'a Context<'_>,
    ) -> impl Iterator<Item = Result<(&'a Value, Cow<'a, Value>), Thrown>> {
        self.items.iter().filter_map(|item| {
            if !item.is_truthy() {
                return None;
            }
            let value = self.column.of(item);
            if value.is_empty() {
                return None;
            }
            match self.condition.holds(item, context) {
                Ok(true) => Some(Ok((item, value))),
                Ok(false) => None,
                Err(thrown) => Some(Err(thrown)),
            }
        })
    }

    fn count(&self, context: &Context<'_>) -> Result<f64, Thrown> {
        self.counted(context)
            .try_fold(0.0, |count, item| item.map(|_| count + 1.0))
    }

    fn sum(&self, context: &Context<'_>) -> Result<Value, Thrown> {
        self.counted(context)
            .try_fold(Value::Number(0.0), |sum, item| {
                let (_, value) = item?;
                match converted(value) {
                    None => Ok(sum),
                    Some(value) => plus(&sum, &value, context.host),
                }
            })
    }

    fn best(&self, better: Ordering, context: &Context<'_>) -> Result<Value, Thrown> {
        let mut best: Option<(&Value, Cow<'_, Value>)> = None;
        for item in self.counted(context) {
            let (item, value) = item?;
            let Some(value) = converted(value) else {
                continue;
            };
            let replaces = best
                .as_ref()
                .is_none_or(|(_, so_far)| order(&value, so_far, context.host) == Some(better));
            if replaces {
                best = Some((item, value));
            }
        }
        Ok(match best {
            None => Value::Undefined,
            Some((_, value)) if self.result_column == self.column.key => value.into_owned(),
            Some((item, _)) => Column::new(self.result_column).of(item).into_owned(),
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
fn converted(value: Cow<'_, Value>) -> Option<Cow<'_, Value>> {
    match &*value {
        Value::String(_) => value.number_like().map(|it| Cow::Owned(Value::Number(it))),
        Value::Undefined | Value::Null => None,
        _ => Some(value),
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

    /// The item's value.
    fn of<'v>(&self, item: &'v Value) -> Cow<'v, Value> {
        let value = match item {
            Value::Object(object) => object.get_near(self.key, self.sum, &self.place),
            _ => return property(item, self.key),
        };
        value.map_or(Cow::Owned(Value::Undefined), Cow::Borrowed)
    }
}

/// JavaScript's `value[key]` of what is no object.
fn property<'v>(value: &'v Value, key: &str) -> Cow<'v, Value> {
    let index = || key.parse::<usize>().ok();
    let own = match value {
        Value::Array(items) if key == "length" => {
            Some(Cow::Owned(Value::Number(items.len() as f64)))
        }
        Value::Array(items) => index()
            .and_then(|index| items.get(index))
            .map(Cow::Borrowed),
        Value::String(text) if key == "length" => {
            Some(Cow::Owned(Value::Number(length(text) as f64)))
        }
        Value::String(text) => index()
            .and_then(|index| text.chars().nth(index))
            .map(|letter| Cow::Owned(Value::from(letter.to_string()))),
        _ => None,
    };
    own.unwrap_or(Cow::Owned(Value::Undefined))
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
