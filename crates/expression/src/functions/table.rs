//! The rows.

use super::in_array::Aggregate;
use super::{Example, Function, Implementation, Parameter, Type, aggregate, dates, texts};

/// A parameter that must be given.
const fn needed(name: &'static str, kind: Type) -> Parameter {
    Parameter {
        name,
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
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// All built-in functions.
pub static FUNCTIONS: [Function; 32] = [
    Function {
        name: "sum",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Number,
        doc: "Adds numbers, also those in arrays; texts that are no numbers are put behind.",
        example: Example {
            expression: "sum({a}, 2, '3')",
            values: "{\"a\":[1,0.5]}",
            result: "6.5",
        },
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::sum),
    },
    Function {
        name: "avg",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Number,
        doc: "The average of numbers, also of those in arrays; 0 without any.",
        example: Example {
            expression: "avg({a}, 4)",
            values: "{\"a\":[1,1]}",
            result: "2",
        },
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::avg),
    },
    Function {
        name: "min",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Any,
        doc: "The least value, texts by their letters; undefined without any.",
        example: Example {
            expression: "min({a}, 4)",
            values: "{\"a\":[3,5]}",
            result: "3",
        },
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::min),
    },
    Function {
        name: "max",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Any,
        doc: "The greatest value, texts by their letters; undefined without any.",
        example: Example {
            expression: "max({a}, 4)",
            values: "{\"a\":[3,5]}",
            result: "5",
        },
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::max),
    },
    Function {
        name: "count",
        parameters: &[repeated("values", Type::Any)],
        result: Type::Number,
        doc: "How many values there are, those in arrays counted one by one; null doesn't count.",
        example: Example {
            expression: "count({a}, {b})",
            values: "{\"a\":[\"x\",\"y\"]}",
            result: "2",
        },
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
        doc: "Rounds to so many decimals, a half away from zero.",
        example: Example {
            expression: "round(1.005, 2)",
            values: "{}",
            result: "1.01",
        },
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
        doc: "Cuts off all but so many decimals.",
        example: Example {
            expression: "trunc(12.39, 1)",
            values: "{}",
            result: "12.3",
        },
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
        doc: "The second value if the first is truthy, else the third. All three are always evaluated.",
        example: Example {
            expression: "iif({a} > 1, 'many', 'few')",
            values: "{\"a\":2}",
            result: "\"many\"",
        },
        asynchronous: false,
        implementation: Implementation::Pure(aggregate::iif),
    },
    Function {
        name: "getDate",
        parameters: &[needed("value", Type::Any)],
        result: Type::Date,
        doc: "The date that a text says; null for nothing.",
        example: Example {
            expression: "year(getDate('2024-02-29'))",
            values: "{}",
            result: "2024",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::get_date),
    },
    Function {
        name: "today",
        parameters: &[optional("days", Type::Number)],
        result: Type::Date,
        doc: "Today's midnight, or that of so many days later.",
        example: Example {
            expression: "today(1)",
            values: "{}",
            result: "\"2024-05-16T00:00:00.000Z\"",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::today),
    },
    Function {
        name: "currentDate",
        parameters: &[],
        result: Type::Date,
        doc: "This moment.",
        example: Example {
            expression: "currentDate()",
            values: "{}",
            result: "\"2024-05-15T10:20:30.000Z\"",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::current_date),
    },
    Function {
        name: "currentYear",
        parameters: &[],
        result: Type::Number,
        doc: "This year.",
        example: Example {
            expression: "currentYear()",
            values: "{}",
            result: "2024",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::current_year),
    },
    Function {
        name: "getYear",
        parameters: &[needed("date", Type::Date)],
        result: Type::Number,
        doc: "The year of a date; undefined for nothing.",
        example: Example {
            expression: "getYear('1999-12-31')",
            values: "{}",
            result: "1999",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::get_year),
    },
    Function {
        name: "year",
        parameters: &[optional("date", Type::Date)],
        result: Type::Number,
        doc: "The year of a date, or this year.",
        example: Example {
            expression: "year({d})",
            values: "{\"d\":\"2023-01-31\"}",
            result: "2023",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::year),
    },
    Function {
        name: "month",
        parameters: &[optional("date", Type::Date)],
        result: Type::Number,
        doc: "The month of a date, or this month: 1 to 12.",
        example: Example {
            expression: "month({d})",
            values: "{\"d\":\"2023-01-31\"}",
            result: "1",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::month),
    },
    Function {
        name: "day",
        parameters: &[optional("date", Type::Date)],
        result: Type::Number,
        doc: "The day of the month of a date, or of today.",
        example: Example {
            expression: "day({d})",
            values: "{\"d\":\"2023-01-31\"}",
            result: "31",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::day),
    },
    Function {
        name: "weekday",
        parameters: &[optional("date", Type::Date)],
        result: Type::Number,
        doc: "The day of the week of a date, or of today: 0 is Sunday.",
        example: Example {
            expression: "weekday({d})",
            values: "{\"d\":\"2023-01-31\"}",
            result: "2",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::weekday),
    },
    Function {
        name: "age",
        parameters: &[needed("date", Type::Date), optional("unit", Type::Text)],
        result: Type::Number,
        doc: "Whole years since a date, or 'months'; null for nothing.",
        example: Example {
            expression: "age('2000-05-16')",
            values: "{}",
            result: "23",
        },
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
        doc: "From one date to another in 'days' (the default), 'hours', 'minutes' or 'seconds', whichever is first, or in signed whole 'months' or 'years'.",
        example: Example {
            expression: "dateDiff('2024-01-31', '2024-05-15', 'months')",
            values: "{}",
            result: "3",
        },
        asynchronous: false,
        implementation: Implementation::Pure(dates::date_diff),
    },
    Function {
        name: "diffDays",
        parameters: &[needed("from", Type::Date), needed("to", Type::Date)],
        result: Type::Number,
        doc: "Days between two calendar dates, whichever is first; 0 if one is missing.",
        example: Example {
            expression: "diffDays('2024-05-15', '2024-05-01')",
            values: "{}",
            result: "14",
        },
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
        doc: "A date and so many 'days' (the default), 'months', 'years', 'hours', 'minutes' or 'seconds'; null if either is missing or the amount is 0.",
        example: Example {
            expression: "dateAdd('2024-01-31', 1, 'months')",
            values: "{}",
            result: "\"2024-03-02T00:00:00.000Z\"",
        },
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
        doc: "The sum of a column of an array's items, of those for which the condition holds.",
        example: Example {
            expression: "sumInArray({a}, 'n', {k} = 'x')",
            values: "{\"a\":[{\"k\":\"x\",\"n\":1},{\"k\":\"y\",\"n\":2},{\"k\":\"x\",\"n\":4}]}",
            result: "5",
        },
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
        doc: "The average of a column of an array's items.",
        example: Example {
            expression: "avgInArray({a}, 'n')",
            values: "{\"a\":[{\"n\":1},{\"n\":2}]}",
            result: "1.5",
        },
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
        doc: "How many of an array's items have a value in a column.",
        example: Example {
            expression: "countInArray({a}, 'n', {n} > 1)",
            values: "{\"a\":[{\"n\":1},{\"n\":2},{}]}",
            result: "1",
        },
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
        doc: "The least number in a column of an array's items, or what another column of that item holds.",
        example: Example {
            expression: "minInArray({a}, 'n', 'k')",
            values: "{\"a\":[{\"k\":\"x\",\"n\":3},{\"k\":\"y\",\"n\":2}]}",
            result: "\"y\"",
        },
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
        doc: "The greatest number in a column of an array's items, or what another column of that item holds.",
        example: Example {
            expression: "maxInArray({a}, 'n')",
            values: "{\"a\":[{\"n\":3},{\"n\":2}]}",
            result: "3",
        },
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
        doc: "A part of a text, from a place (0 is the first) up to another.",
        example: Example {
            expression: "substring('casement', 0, 4)",
            values: "{}",
            result: "\"case\"",
        },
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
        doc: "Are all questions of a page, panel or dynamic panel filled in validly?",
        example: Example {
            expression: "isContainerReady('page1')",
            values: "{}",
            result: "false",
        },
        asynchronous: false,
        implementation: Implementation::Scope,
    },
    Function {
        name: "isDisplayMode",
        parameters: &[],
        result: Type::Boolean,
        doc: "Is the survey read-only, or in preview?",
        example: Example {
            expression: "isDisplayMode()",
            values: "{}",
            result: "null",
        },
        asynchronous: false,
        implementation: Implementation::Scope,
    },
    Function {
        name: "displayValue",
        parameters: &[needed("question", Type::Name), optional("value", Type::Any)],
        result: Type::Text,
        doc: "The text that a question shows for its value, or for the one given.",
        example: Example {
            expression: "displayValue('q1')",
            values: "{}",
            result: "false",
        },
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
        doc: "A property of a question.",
        example: Example {
            expression: "propertyValue('q1', 'title')",
            values: "{}",
            result: "null",
        },
        asynchronous: false,
        implementation: Implementation::Scope,
    },
    Function {
        name: "getComment",
        parameters: &[needed("question", Type::Name), optional("item", Type::Any)],
        result: Type::Text,
        doc: "A question's comment, or that of one of its items.",
        example: Example {
            expression: "getComment('q1')",
            values: "{}",
            result: "null",
        },
        asynchronous: false,
        implementation: Implementation::Scope,
    },
];
