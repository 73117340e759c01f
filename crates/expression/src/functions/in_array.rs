//! Functions over the items of an array, with a condition on each item (`sumInArray` and its
//! like).

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Context;
use crate::compile::{ConditionArgument, ConditionProgram, compile_condition_text};
use crate::number::{coerce, correct_text, number_like_text};
use crate::operators::{Thrown, order, plainly};
use crate::sum::Sum;
use crate::text::{identical, length};
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

/// What is done with an item that counts and its value in the column: sums go over lists most often, and
/// have a walk of their own.
type Visit<'a> = dyn FnMut(&Value, &Value) -> Result<(), Thrown> + 'a;

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
        visit: &mut (impl FnMut(&Value, &Value) -> Result<(), Thrown> + ?Sized),
    ) -> Result<(), Thrown> {
        let comparison = self.condition.comparison();
        let mut places = Places::default();
        for item in self.items.iter() {
            let made;
            let mut plainly = None;
            let value = if let Value::Object(object) = item {
                if !places.are_those_of(object) {
                    let name = comparison.as_ref().map(|comparison| comparison.name);
                    places = Places::of(object, self.column, name);
                }
                plainly = comparison
                    .as_ref()
                    .and_then(|comparison| comparison.decides(object.value_at(places.compared?)?));
                match places.column.and_then(|place| object.value_at(place)) {
                    Some(value) => value,
                    None => continue,
                }
            } else if item.is_truthy() {
                made = property(item, self.column);
                &made
            } else {
                continue;
            };
            let is_empty = match value {
                Value::Number(number) => number.is_nan(),
                other => other.is_empty(),
            };
            if is_empty {
                continue;
            }
            let counts = match (plainly, &self.condition) {
                (Some(holds), _) => holds,
                (None, Condition::None) => true,
                (None, condition) => condition.holds(item, context)?,
            };
            if counts {
                visit(item, value)?;
            }
        }
        Ok(())
    }

    fn count(&self, context: &Context<'_>) -> Result<f64, Thrown> {
        let mut count = 0.0;
        let mut visit = |_: &Value, _: &Value| {
            count += 1.0;
            Ok(())
        };
        self.each(context, &mut visit as &mut Visit<'_>)?;
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
        let mut visit = |item: &Value, value: &Value| {
            if let Some(value) = converted(value)
                && best
                    .as_ref()
                    .is_none_or(|(_, so_far)| order(&value, so_far, context.host) == Some(better))
            {
                best = Some((item.clone(), value));
            }
            Ok(())
        };
        self.each(context, &mut visit as &mut Visit<'_>)?;
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

    /// The comparison that it is.
    fn comparison(&self) -> Option<Comparison<'_>> {
        let Condition::Program(condition) = self else {
            return None;
        };
        let (operator, name, constant) = condition.program.comparison()?;
        let letter = match (operator, constant) {
            (BinaryOperator::Equal | BinaryOperator::NotEqual, Value::String(text)) => {
                plain_letter(text)
            }
            _ => None,
        };
        Some(Comparison {
            operator,
            name,
            constant,
            letter,
        })
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

/// A condition that compares a member of an item with a constant.
struct Comparison<'c> {
    operator: BinaryOperator,
    name: &'c Name,
    constant: &'c Value,
    /// How the constant begins, where it is asked whether a text equals it.
    letter: Option<u8>,
}

impl Comparison<'_> {
    /// What it comes to, where that takes no more than a look at the member's value.
    #[inline]
    fn decides(&self, value: &Value) -> Option<bool> {
        if let (Value::String(text), Some(letter)) = (value, self.letter)
            && let Some(first) = plain_letter(text)
            && (first != letter || self.constant.as_str().is_some_and(|it| identical(it, text)))
        {
            return Some((first == letter) == (self.operator == BinaryOperator::Equal));
        }
        match value {
            // What has no member of this name may have one in the survey.
            Value::Undefined => None,
            Value::String(text) if correct_text(text).is_some() => None,
            _ => plainly(self.operator, value, self.constant),
        }
    }
}

/// The first letter, in lower case, of a text that no operator takes for anything else: `true`,
/// `false` and `undefined` begin with other ones.
fn plain_letter(text: &str) -> Option<u8> {
    let first = text.bytes().next()?.to_ascii_lowercase();
    (first.is_ascii_lowercase() && !matches!(first, b't' | b'f' | b'u')).then_some(first)
}

/// Where in an object the value of the column stands, and what the condition compares. Items mostly have
/// the same keys.
#[derive(Default)]
struct Places<'v> {
    like: Option<&'v Object>,
    column: Option<usize>,
    compared: Option<usize>,
}

impl<'v> Places<'v> {
    /// `name`: the first key that is it but for case is meant.
    fn of(object: &'v Object, column: &str, name: Option<&Name>) -> Self {
        Self {
            like: Some(object),
            column: object.find(column),
            compared: name.and_then(|name| name.path.place_in(object)),
        }
    }

    #[inline]
    fn are_those_of(&self, object: &Object) -> bool {
        self.like.is_some_and(|like| like.has_keys_of(object))
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
