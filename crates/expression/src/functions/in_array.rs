//! Functions over the items of an array, with a condition on each item (`sumInArray` and its
//! like).

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Context;
use crate::compile::{ConditionArgument, ConditionProgram, compile_condition_text};
use crate::number::{coerce, correct_text, number_like_text};
use crate::operators::{Thrown, order, plainly};
use crate::sum::Sum;
use crate::text::length;
use crate::{Answer, BinaryOperator, Call, Name, Object, Scope, Value};

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
    column: &'a str,
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
            column,
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
        let plain = self.condition.comparison();
        let (mut column, mut compared) = (Place::default(), Place::default());
        for item in self.items.iter() {
            let (made, value);
            let mut plainly = None;
            if let Value::Object(object) = item {
                value = column.exact(object, self.column);
                plainly = plain.and_then(|(operator, name, constant)| {
                    let value = compared.whatever_case(object, name)?;
                    decided(operator, value, constant)
                });
            } else if item.is_truthy() {
                made = property(item, self.column);
                value = Some(&made);
            } else {
                continue;
            }
            let Some(value) = value else {
                continue;
            };
            let is_empty = match value {
                Value::Number(number) => number.is_nan(),
                other => other.is_empty(),
            };
            if is_empty {
                continue;
            }
            if match plainly {
                Some(holds) => holds,
                None => self.condition.holds(item, context)?,
            } {
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
            Some((_, value)) if self.result_column == self.column => value,
            Some((item, _)) => match item {
                Value::Object(object) => {
                    object.get(self.result_column).cloned().unwrap_or_default()
                }
                _ => property(&item, self.result_column),
            },
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

    /// The comparison that it is, with a name of one part.
    fn comparison(&self) -> Option<(BinaryOperator, &Name, &Value)> {
        match self {
            Condition::Program(condition) => condition.program.comparison(),
            _ => None,
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
fn converted(value: &Value) -> Option<Value> {
    match value {
        Value::String(_) => value.number_like().map(Value::Number),
        _ => Some(value.clone()),
    }
}

/// What a comparison with a member of an item comes to, where that takes no more than a look at both.
fn decided(operator: BinaryOperator, value: &Value, constant: &Value) -> Option<bool> {
    if let (Value::String(a), Value::String(b)) = (value, constant)
        && let (Some(first), Some(other)) = (plain_letter(a), plain_letter(b))
        && (first != other || a == b)
    {
        match operator {
            BinaryOperator::Equal => return Some(first == other),
            BinaryOperator::NotEqual => return Some(first != other),
            _ => {}
        }
    }
    match value {
        // What has no member of this name may have one in the survey.
        Value::Undefined => None,
        Value::String(text) if correct_text(text).is_some() => None,
        _ => plainly(operator, value, constant),
    }
}

/// The first letter, in lower case, of a text that no operator takes for anything else: `true`,
/// `false` and `undefined` begin with other ones.
fn plain_letter(text: &str) -> Option<u8> {
    let first = text.bytes().next()?.to_ascii_lowercase();
    (first.is_ascii_lowercase() && !matches!(first, b't' | b'f' | b'u')).then_some(first)
}

/// Where a key stood in the last object: where the next one has the same text there, it is found.
#[derive(Default)]
struct Place<'v> {
    last: Option<(&'v Object, usize)>,
}

impl<'v> Place<'v> {
    /// The value under exactly this key.
    fn exact(&mut self, object: &'v Object, key: &str) -> Option<&'v Value> {
        match self.last {
            Some((last, place)) if object.shares_keys(last, place, 1) => object.value_at(place),
            _ => self.at(object, object.find(key)),
        }
    }

    /// The value under the first key that is the name but for case: that none before is must be sure.
    fn whatever_case(&mut self, object: &'v Object, name: &Name) -> Option<&'v Value> {
        match self.last {
            Some((last, place)) if object.shares_keys(last, 0, place + 1) => object.value_at(place),
            _ => self.at(object, name.path.place_in(object)),
        }
    }

    fn at(&mut self, object: &'v Object, place: Option<usize>) -> Option<&'v Value> {
        let place = place?;
        self.last = Some((object, place));
        object.value_at(place)
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
