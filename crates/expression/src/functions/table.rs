//! The rows.

use super::in_array::Aggregate;
use super::{
    EVERY_FUNCTION, Example, Function, Implementation, Parameter, Type, aggregate, dates, texts,
};

/// Words for people, where they are wanted: a browser has no use for them.
const fn words(text: &'static str) -> &'static str {
    if cfg!(feature = "docs") { text } else { "" }
}

const fn example(expression: &'static str, values: &'static str, result: &'static str) -> Example {
    Example {
        expression: words(expression),
        values: words(values),
        result: words(result),
    }
}

/// A parameter that must be given.
const fn needed(name: &'static str, kind: Type) -> Parameter {
    Parameter {
        name: words(name),
        kind,
        optional: false,
        repeated: false,
    }
}

/// A parameter that may be left out.
const fn optional(name: &'static str, kind: Type) -> Parameter {
    Parameter {
        optional: true,
        ..needed(name, kind)
    }
}

/// A parameter that may be given any number of times.
const fn repeated(name: &'static str, kind: Type) -> Parameter {
    Parameter {
        repeated: true,
        ..needed(name, kind)
    }
}

/// The built-in function of this name; case counts.
pub fn function(name: &str) -> Option<&'static Function> {
    if !EVERY_FUNCTION {
        return None;
    }
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// All built-in functions.
pub static FUNCTIONS: [Function; 32] = [
    Function {
        name: "sum",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Number,
        doc: words("Adds numbers, also those in arrays; texts that are no numbers are put behind."),
        example: example("sum({a}, 2, '3')", "{\"a\":[1,0.5]}", "6.5"),
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::sum),
    },
    Function {
        name: "avg",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Number,
        doc: words("The average of numbers, also of those in arrays; 0 without any."),
        example: example("avg({a}, 4)", "{\"a\":[1,1]}", "2"),
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::avg),
    },
    Function {
        name: "min",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Any,
        doc: words("The least value, texts by their letters; undefined without any."),
        example: example("min({a}, 4)", "{\"a\":[3,5]}", "3"),
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::min),
    },
    Function {
        name: "max",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Any,
        doc: words("The greatest value, texts by their letters; undefined without any."),
        example: example("max({a}, 4)", "{\"a\":[3,5]}", "5"),
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::max),
    },
    Function {
        name: "count",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Number,
        doc: words(
            "How many values there are, those in arrays counted one by one; null doesn't count.",
        ),
        example: example("count({a}, {b})", "{\"a\":[\"x\",\"y\"]}", "2"),
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::count),
    },
    Function {
        name: "round",
        parameters: &[
            needed("number", Type::Number),
            optional("precision", Type::Number),
        ],
        result: Type::Number,
        doc: words("Rounds to so many decimals, a half away from zero."),
        example: example("round(1.005, 2)", "{}", "1.01"),
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::round),
    },
    Function {
        name: "trunc",
        parameters: &[
            needed("number", Type::Number),
            optional("precision", Type::Number),
        ],
        result: Type::Number,
        doc: words("Cuts off all but so many decimals."),
        example: example("trunc(12.39, 1)", "{}", "12.3"),
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::trunc),
    },
    Function {
        name: "iif",
        parameters: &[
            needed("condition", Type::Any),
            needed("then", Type::Any),
            optional("otherwise", Type::Any),
        ],
        result: Type::Any,
        doc: words(
            "The second value if the first is truthy, else the third. All three are always evaluated.",
        ),
        example: example("iif({a} > 1, 'many', 'few')", "{\"a\":2}", "\"many\""),
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::iif),
    },
    Function {
        name: "getDate",
        parameters: &[needed("value", Type::Any)],
        result: Type::Date,
        doc: words("The date that a text says; null for nothing."),
        example: example("year(getDate('2024-02-29'))", "{}", "2024"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::get_date),
    },
    Function {
        name: "today",
        parameters: &[optional("days", Type::Number)],
        result: Type::Date,
        doc: words("Today's midnight, or that of so many days later."),
        example: example("today(1)", "{}", "\"2024-05-16T00:00:00.000Z\""),
        asynchronous: false,
        implementation: Implementation::Pure(dates::today),
    },
    Function {
        name: "currentDate",
        parameters: &[],
        result: Type::Date,
        doc: words("This moment."),
        example: example("currentDate()", "{}", "\"2024-05-15T10:20:30.000Z\""),
        asynchronous: false,
        implementation: Implementation::Pure(dates::current_date),
    },
    Function {
        name: "currentYear",
        parameters: &[],
        result: Type::Number,
        doc: words("This year."),
        example: example("currentYear()", "{}", "2024"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::current_year),
    },
    Function {
        name: "getYear",
        parameters: &[needed("date", Type::Date)],
        result: Type::Number,
        doc: words("The year of a date; undefined for nothing."),
        example: example("getYear('1999-12-31')", "{}", "1999"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::get_year),
    },
    Function {
        name: "year",
        parameters: &[optional("date", Type::Date)],
        result: Type::Number,
        doc: words("The year of a date, or this year."),
        example: example("year({d})", "{\"d\":\"2023-01-31\"}", "2023"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::year),
    },
    Function {
        name: "month",
        parameters: &[optional("date", Type::Date)],
        result: Type::Number,
        doc: words("The month of a date, or this month: 1 to 12."),
        example: example("month({d})", "{\"d\":\"2023-01-31\"}", "1"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::month),
    },
    Function {
        name: "day",
        parameters: &[optional("date", Type::Date)],
        result: Type::Number,
        doc: words("The day of the month of a date, or of today."),
        example: example("day({d})", "{\"d\":\"2023-01-31\"}", "31"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::day),
    },
    Function {
        name: "weekday",
        parameters: &[optional("date", Type::Date)],
        result: Type::Number,
        doc: words("The day of the week of a date, or of today: 0 is Sunday."),
        example: example("weekday({d})", "{\"d\":\"2023-01-31\"}", "2"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::weekday),
    },
    Function {
        name: "age",
        parameters: &[needed("date", Type::Date), optional("unit", Type::Text)],
        result: Type::Number,
        doc: words("Whole years since a date, or 'months'; null for nothing."),
        example: example("age('2000-05-16')", "{}", "23"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::age),
    },
    Function {
        name: "dateDiff",
        parameters: &[
            needed("from", Type::Date),
            needed("to", Type::Date),
            optional("unit", Type::Text),
        ],
        result: Type::Number,
        doc: words(
            "From one date to another in 'days' (the default), 'hours', 'minutes' or 'seconds', whichever is first, or in signed whole 'months' or 'years'.",
        ),
        example: example("dateDiff('2024-01-31', '2024-05-15', 'months')", "{}", "3"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::date_diff),
    },
    Function {
        name: "diffDays",
        parameters: &[needed("from", Type::Date), needed("to", Type::Date)],
        result: Type::Number,
        doc: words("Days between two calendar dates, whichever is first; 0 if one is missing."),
        example: example("diffDays('2024-05-15', '2024-05-01')", "{}", "14"),
        asynchronous: false,
        implementation: Implementation::Pure(dates::diff_days),
    },
    Function {
        name: "dateAdd",
        parameters: &[
            needed("date", Type::Date),
            needed("amount", Type::Number),
            optional("unit", Type::Text),
        ],
        result: Type::Date,
        doc: words(
            "A date and so many 'days' (the default), 'months', 'years', 'hours', 'minutes' or 'seconds'; null if either is missing or the amount is 0.",
        ),
        example: example(
            "dateAdd('2024-01-31', 1, 'months')",
            "{}",
            "\"2024-03-02T00:00:00.000Z\"",
        ),
        asynchronous: false,
        implementation: Implementation::Pure(dates::date_add),
    },
    Function {
        name: "sumInArray",
        parameters: &[
            needed("array", Type::Array),
            needed("column", Type::Text),
            optional("condition", Type::Condition),
        ],
        result: Type::Number,
        doc: words(
            "The sum of a column of an array's items, of those for which the condition holds.",
        ),
        example: example(
            "sumInArray({a}, 'n', {k} = 'x')",
            "{\"a\":[{\"k\":\"x\",\"n\":1},{\"k\":\"y\",\"n\":2},{\"k\":\"x\",\"n\":4}]}",
            "5",
        ),
        asynchronous: false,
        implementation: Implementation::InArray(Aggregate::Sum),
    },
    Function {
        name: "avgInArray",
        parameters: &[
            needed("array", Type::Array),
            needed("column", Type::Text),
            optional("condition", Type::Condition),
        ],
        result: Type::Number,
        doc: words("The average of a column of an array's items."),
        example: example(
            "avgInArray({a}, 'n')",
            "{\"a\":[{\"n\":1},{\"n\":2}]}",
            "1.5",
        ),
        asynchronous: false,
        implementation: Implementation::InArray(Aggregate::Average),
    },
    Function {
        name: "countInArray",
        parameters: &[
            needed("array", Type::Array),
            needed("column", Type::Text),
            optional("condition", Type::Condition),
        ],
        result: Type::Number,
        doc: words("How many of an array's items have a value in a column."),
        example: example(
            "countInArray({a}, 'n', {n} > 1)",
            "{\"a\":[{\"n\":1},{\"n\":2},{}]}",
            "1",
        ),
        asynchronous: false,
        implementation: Implementation::InArray(Aggregate::Count),
    },
    Function {
        name: "minInArray",
        parameters: &[
            needed("array", Type::Array),
            needed("column", Type::Text),
            optional("resultColumn", Type::Text),
            optional("condition", Type::Condition),
        ],
        result: Type::Any,
        doc: words(
            "The least number in a column of an array's items, or what another column of that item holds.",
        ),
        example: example(
            "minInArray({a}, 'n', 'k')",
            "{\"a\":[{\"k\":\"x\",\"n\":3},{\"k\":\"y\",\"n\":2}]}",
            "\"y\"",
        ),
        asynchronous: false,
        implementation: Implementation::InArray(Aggregate::Min),
    },
    Function {
        name: "maxInArray",
        parameters: &[
            needed("array", Type::Array),
            needed("column", Type::Text),
            optional("resultColumn", Type::Text),
            optional("condition", Type::Condition),
        ],
        result: Type::Any,
        doc: words(
            "The greatest number in a column of an array's items, or what another column of that item holds.",
        ),
        example: example("maxInArray({a}, 'n')", "{\"a\":[{\"n\":3},{\"n\":2}]}", "3"),
        asynchronous: false,
        implementation: Implementation::InArray(Aggregate::Max),
    },
    Function {
        name: "substring",
        parameters: &[
            needed("text", Type::Text),
            needed("start", Type::Number),
            optional("end", Type::Number),
        ],
        result: Type::Text,
        doc: words("A part of a text, from a place (0 is the first) up to another."),
        example: example("substring('casement', 0, 4)", "{}", "\"case\""),
        asynchronous: false,
        implementation: Implementation::Pure(texts::substring),
    },
    Function {
        name: "isContainerReady",
        parameters: &[
            needed("name", Type::Name),
            optional("panelIndex", Type::Number),
        ],
        result: Type::Boolean,
        doc: words("Are all questions of a page, panel or dynamic panel filled in validly?"),
        example: example("isContainerReady('page1')", "{}", "false"),
        asynchronous: false,
        implementation: Implementation::Scope,
    },
    Function {
        name: "isDisplayMode",
        parameters: &[],
        result: Type::Boolean,
        doc: words("Is the survey read-only, or in preview?"),
        example: example("isDisplayMode()", "{}", "null"),
        asynchronous: false,
        implementation: Implementation::Scope,
    },
    Function {
        name: "displayValue",
        parameters: &[needed("question", Type::Name), optional("value", Type::Any)],
        result: Type::Text,
        doc: words("The text that a question shows for its value, or for the one given."),
        example: example("displayValue('q1')", "{}", "false"),
        asynchronous: true,
        implementation: Implementation::Scope,
    },
    Function {
        name: "propertyValue",
        parameters: &[
            needed("question", Type::Name),
            needed("property", Type::Text),
        ],
        result: Type::Any,
        doc: words("A property of a question."),
        example: example("propertyValue('q1', 'title')", "{}", "null"),
        asynchronous: false,
        implementation: Implementation::Scope,
    },
    Function {
        name: "getComment",
        parameters: &[needed("question", Type::Name), optional("item", Type::Any)],
        result: Type::Text,
        doc: words("A question's comment, or that of one of its items."),
        example: example("getComment('q1')", "{}", "null"),
        asynchronous: false,
        implementation: Implementation::Scope,
    },
];
