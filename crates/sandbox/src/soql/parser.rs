//! Tokens to a tree, by recursive descent with a bound on depth.
//!
//! AND and OR don't mix without parentheses, and NOT takes one condition, as in the SOQL grammar.

use super::lexer::{Kind, Token, tokens};
use super::malformed;
use super::tree::{Condition, Literal, Name, Operator, Order, Query, Selected};
use crate::wire::Problem;

/// Deepest nesting of parentheses.
const DEEPEST: usize = 64;

/// Clauses of SOQL that this org leaves out.
const LEFT_OUT: [&str; 9] = [
    "GROUP", "HAVING", "WITH", "FOR", "USING", "ALL", "UPDATE", "TYPEOF", "INCLUDES",
];

/// Parses a query.
///
/// # Errors
///
/// `MALFORMED_QUERY` with the first unexpected token.
pub(crate) fn parse(text: &str) -> Result<Query, Problem> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
    };
    let query = parser.query(false)?;
    match parser.peek() {
        Some(token) if token.kind != Kind::End => Err(parser.unexpected()),
        _ => Ok(query),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn ahead(&self, by: usize) -> Option<&Token> {
        self.tokens.get(self.at + by)
    }

    fn is(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is(word))
    }

    fn accept(&mut self, word: &str) -> bool {
        let found = self.is(word);
        if found {
            self.at += 1;
        }
        found
    }

    fn expect(&mut self, word: &str) -> Result<(), Problem> {
        if self.accept(word) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn unexpected(&self) -> Problem {
        let Some(token) = self.peek() else {
            return malformed("unexpected token: '<EOF>'");
        };
        match LEFT_OUT.iter().find(|clause| token.is(clause)) {
            Some(clause) => Problem::not_imitated(&format!("the SOQL clause {clause}")),
            None => malformed(format!("unexpected token: '{}'", token.text)),
        }
    }

    fn name(&mut self) -> Result<Name, Problem> {
        match self.peek() {
            Some(token) if token.kind == Kind::Word && !token.is_reserved() => {
                let name = Name {
                    text: token.text.clone(),
                    at: token.at,
                };
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn query(&mut self, nested: bool) -> Result<Query, Problem> {
        self.expect("SELECT")?;
        let mut select = vec![self.selected(nested)?];
        while self.accept(",") {
            select.push(self.selected(nested)?);
        }
        if select.len() > 1 && select.contains(&Selected::Count) {
            return Err(malformed("Grouped field should not be aggregated: COUNT"));
        }
        self.expect("FROM")?;
        let from = self.name()?;
        let alias = match self.peek() {
            Some(token)
                if token.kind == Kind::Word && !token.is_reserved() && !token.is_clause() =>
            {
                Some(self.name()?.text)
            }
            _ => None,
        };
        let condition = if self.accept("WHERE") {
            Some(self.conditions(0)?)
        } else {
            None
        };
        let order = if self.accept("ORDER") {
            self.order()?
        } else {
            Vec::new()
        };
        let limit = if self.accept("LIMIT") {
            Some(self.count()?)
        } else {
            None
        };
        let offset = if self.accept("OFFSET") {
            self.count()?
        } else {
            0
        };
        Ok(Query {
            select,
            from,
            alias,
            condition,
            order,
            limit,
            offset,
        })
    }

    fn selected(&mut self, nested: bool) -> Result<Selected, Problem> {
        if self.is("(") {
            if nested {
                return Err(Problem::not_imitated("sub-queries inside sub-queries"));
            }
            self.at += 1;
            let query = self.query(true)?;
            self.expect(")")?;
            return Ok(Selected::Children(query));
        }
        if self.ahead(1).is_some_and(|token| token.is("(")) {
            if self.is("COUNT") && self.ahead(2).is_some_and(|token| token.is(")")) && !nested {
                self.at += 3;
                return Ok(Selected::Count);
            }
            let function = self.name()?;
            return Err(Problem::not_imitated(&format!(
                "the SOQL function {}(...)",
                function.text
            )));
        }
        self.name().map(Selected::Field)
    }

    fn conditions(&mut self, depth: usize) -> Result<Condition, Problem> {
        if depth > DEEPEST {
            return Err(malformed("SOQL statement is nested too deep"));
        }
        if self.accept("NOT") {
            return self
                .condition(depth)
                .map(|inner| Condition::Not(Box::new(inner)));
        }
        let first = self.condition(depth)?;
        for (word, join) in [
            ("AND", Condition::All as fn(Vec<Condition>) -> Condition),
            ("OR", Condition::Any),
        ] {
            if self.is(word) {
                let mut parts = vec![first];
                while self.accept(word) {
                    parts.push(self.condition(depth)?);
                }
                return Ok(join(parts));
            }
        }
        Ok(first)
    }

    fn condition(&mut self, depth: usize) -> Result<Condition, Problem> {
        if self.accept("(") {
            let inner = self.conditions(depth + 1)?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.ahead(1).is_some_and(|token| token.is("(")) && !self.is("NOT") {
            let function = self.name()?;
            return Err(Problem::not_imitated(&format!(
                "the SOQL function {}(...)",
                function.text
            )));
        }
        let field = self.name()?;
        if self.accept("IN") {
            return self.list(field, false);
        }
        if self.accept("NOT") {
            self.expect("IN")?;
            return self.list(field, true);
        }
        let operator = self.operator()?;
        let value = self.literal()?;
        Ok(Condition::Compare {
            field,
            operator,
            value,
        })
    }

    fn operator(&mut self) -> Result<Operator, Problem> {
        let operator = match self
            .peek()
            .map(|token| token.text.to_ascii_uppercase())
            .as_deref()
        {
            Some("=") => Operator::Equal,
            Some("!=" | "<>") => Operator::NotEqual,
            Some("<") => Operator::Less,
            Some("<=") => Operator::LessOrEqual,
            Some(">") => Operator::Greater,
            Some(">=") => Operator::GreaterOrEqual,
            Some("LIKE") => Operator::Like,
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(operator)
    }

    fn list(&mut self, field: Name, negated: bool) -> Result<Condition, Problem> {
        self.expect("(")?;
        if self.is("SELECT") {
            return Err(Problem::not_imitated("SOQL semi-joins (IN (SELECT ...))"));
        }
        let mut values = vec![self.literal()?];
        while self.accept(",") {
            values.push(self.literal()?);
        }
        self.expect(")")?;
        Ok(Condition::In {
            field,
            negated,
            values,
        })
    }

    fn literal(&mut self) -> Result<Literal, Problem> {
        let Some(token) = self.peek() else {
            return Err(self.unexpected());
        };
        let literal = match &token.kind {
            Kind::Text(text, literal) => Literal::Text(text.clone(), literal.clone()),
            Kind::Number(number) => Literal::Number(*number),
            Kind::Moment(moment) => Literal::Moment(*moment),
            Kind::Word if token.is("null") => Literal::Null,
            Kind::Word if token.is("true") => Literal::Boolean(true),
            Kind::Word if token.is("false") => Literal::Boolean(false),
            Kind::Word
                if DATE_LITERALS
                    .iter()
                    .any(|start| token.text.to_ascii_uppercase().starts_with(start)) =>
            {
                return Err(Problem::not_imitated(&format!(
                    "the SOQL date literal {}",
                    token.text
                )));
            }
            Kind::Sign if token.is(":") => {
                return Err(malformed("Bind variables only allowed in Apex code"));
            }
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(literal)
    }

    fn order(&mut self) -> Result<Vec<Order>, Problem> {
        self.expect("BY")?;
        let mut order = Vec::new();
        loop {
            let field = self.name()?;
            let descending = !self.accept("ASC") && self.accept("DESC");
            let nulls_last = if self.accept("NULLS") {
                if self.accept("LAST") {
                    true
                } else {
                    self.expect("FIRST")?;
                    false
                }
            } else {
                false
            };
            order.push(Order {
                field,
                descending,
                nulls_last,
            });
            if !self.accept(",") {
                return Ok(order);
            }
        }
    }

    fn count(&mut self) -> Result<usize, Problem> {
        let number = match self.peek() {
            Some(Token {
                kind: Kind::Number(_),
                text,
                ..
            }) => text.parse().ok(),
            _ => None,
        };
        let number = number.ok_or_else(|| self.unexpected())?;
        self.at += 1;
        Ok(number)
    }
}

/// How SOQL's relative dates begin.
const DATE_LITERALS: [&str; 6] = ["TODAY", "YESTERDAY", "TOMORROW", "LAST_", "NEXT_", "THIS_"];

impl Token {
    fn is(&self, word: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Sign) && self.text.eq_ignore_ascii_case(word)
    }

    /// Words that can't name anything.
    fn is_reserved(&self) -> bool {
        [
            "AND", "ASC", "DESC", "EXCLUDES", "FIRST", "FROM", "GROUP", "HAVING", "IN", "INCLUDES",
            "LAST", "LIKE", "LIMIT", "NOT", "NULL", "NULLS", "OR", "SELECT", "USING", "WHERE",
            "WITH", "TYPEOF",
        ]
        .iter()
        .any(|word| self.is(word))
    }

    /// Words that open a clause after FROM, and so are no alias there.
    fn is_clause(&self) -> bool {
        ["ORDER", "OFFSET", "FOR", "ALL", "UPDATE"]
            .iter()
            .any(|word| self.is(word))
    }
}
