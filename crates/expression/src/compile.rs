//! Tree to program: names become slots, functions rows of the table, constants values.
//!
//! Knows the tree and the table; reads no values.

use std::cell::Cell;
use std::sync::Arc;

use crate::functions::{self, EVERY_FUNCTION, Function, Implementation};
use crate::json;
use crate::nodes::Kind;
use crate::path::Path;
use crate::{
    BinaryOperator, Node, NodeId, NodeKind, NodeList, Problem, ProblemKind, Span, Tree,
    UnaryOperator, Value, parse,
};

/// How deep conditions of `...InArray` functions may lie in each other.
const MAX_CONDITION_DEPTH: u8 = 4;

/// How many nodes all conditions of an expression may have together; each is compiled once for
/// every condition around it.
const MAX_CONDITION_NODES: usize = 5_000;

/// What every JavaScript object inherits; survey-core's table of functions is such an object.
const INHERITED: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// A name that an expression reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As written between the braces, without a leading `#`.
    pub text: Arc<str>,
    /// `{#name}`: the value is used as it is.
    pub raw: bool,
    /// Where it first stands.
    pub span: Span,
    /// Stands where a function wants the original value of a question rather than its unwrapped
    /// one: the array of an `...InArray` function (reference 1.6).
    pub original: bool,
    /// The name taken apart.
    pub path: Path,
    /// What it stands for where nothing has this name: 0 for a length, the object of inline
    /// JSON, else null.
    pub(crate) fallback: Value,
}

impl Name {
    /// A name as written between the braces, without a leading `#`.
    pub fn new(text: &str) -> Self {
        let text: Arc<str> = text.into();
        let path = Path::of(Arc::clone(&text));
        let fallback = if path.ends_in_length() {
            Value::Number(0.0)
        } else {
            inline_json(&text).unwrap_or(Value::Null)
        };
        Self {
            text,
            raw: false,
            span: Span::default(),
            original: false,
            path,
            fallback,
        }
    }
}

/// `{"x": 1}` is a name; where nothing is called so it is read as JSON.
fn inline_json(text: &str) -> Option<Value> {
    text.find(':').filter(|at| *at > 0)?;
    json::parse_value(&format!("{{{text}}}")).ok()
}

/// A compiled expression.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) operations: Vec<Operation>,
    pub(crate) constants: Vec<Value>,
    pub(crate) names: Vec<Name>,
    pub(crate) calls: Vec<CallSite>,
    /// How many values lie on the stack at most.
    pub(crate) depth: usize,
    /// Has null where survey-core throws before it evaluates anything.
    pub(crate) throws: bool,
    /// Only tests constants and names, and joins what came of it.
    pub(crate) logic: bool,
    constant_call: bool,
    asynchronous: bool,
    problems: Vec<Problem>,
}

/// The number of a name or constant. An expression is too short for more of them (`MAX_LENGTH`).
pub(crate) type Slot = u16;

/// Where the operand of a step is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operand {
    /// On the stack, from which it is taken.
    Stack,
    Constant(Slot),
    Name(Slot),
}

/// A step of the evaluation; results are on a stack.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operation {
    Push(Operand),
    Unary(UnaryOperator, Operand),
    Binary {
        operator: BinaryOperator,
        left: Operand,
        right: Operand,
    },
    /// Where the value on the stack is this flag, it decides an `and` or `or`, and so many steps are
    /// left out: those of the right side, and the operator's own.
    Skip {
        flag: bool,
        steps: u32,
    },
    Call(u32),
    Array(u32),
}

impl Operand {
    pub(crate) const fn takes(self) -> usize {
        matches!(self, Operand::Stack) as usize
    }
}

impl Operation {
    /// Tests constants and names, or joins what tests have given.
    fn is_logic(&self) -> bool {
        match self {
            Operation::Unary(UnaryOperator::Negate, Operand::Stack) | Operation::Skip { .. } => {
                true
            }
            Operation::Unary(_, operand) => operand.takes() == 0,
            Operation::Binary {
                operator,
                left,
                right,
            } => match operator {
                BinaryOperator::And | BinaryOperator::Or => left.takes() + right.takes() == 2,
                _ => !operator.is_arithmetic() && left.takes() + right.takes() == 0,
            },
            Operation::Push(_) | Operation::Call(_) | Operation::Array(_) => false,
        }
    }

    /// How many values it takes off the stack; it puts one on it.
    pub(crate) fn takes(&self, calls: &[CallSite]) -> usize {
        match self {
            Operation::Push(_) => 0,
            Operation::Unary(_, operand) => operand.takes(),
            Operation::Binary { left, right, .. } => left.takes() + right.takes(),
            // It leaves the value where it is.
            Operation::Skip { .. } => 1,
            Operation::Call(index) => calls.get(*index as usize).map_or(0, |site| site.arguments),
            Operation::Array(count) => *count as usize,
        }
    }
}

/// A call in a program.
#[derive(Clone, Debug)]
pub(crate) struct CallSite {
    pub(crate) name: String,
    pub(crate) function: Option<&'static Function>,
    pub(crate) arguments: usize,
    /// survey-core finds something that is no function under this name, and throws.
    pub(crate) throws: bool,
    /// For `...InArray` functions: the third and fourth argument as conditions.
    pub(crate) conditions: Vec<ConditionArgument>,
}

/// An argument of an `...InArray` function that may be its condition.
#[derive(Clone, Debug)]
pub(crate) struct ConditionArgument {
    /// Is it written as a constant?
    pub(crate) constant: bool,
    /// The argument's own text, compiled; `None` where that can't be run.
    pub(crate) program: Option<ConditionProgram>,
    /// The constant text, compiled as an expression.
    pub(crate) constant_text: Option<(Arc<str>, Option<ConditionProgram>)>,
}

/// A condition, compiled on its own.
#[derive(Clone, Debug)]
pub(crate) struct ConditionProgram {
    pub(crate) program: Arc<Program>,
    /// For each of its names the slot in the program around it.
    pub(crate) slots: Vec<Option<usize>>,
}

/// Compiles a tree. Equal names share a slot.
pub fn compile(tree: &Tree) -> Program {
    compile_at(tree, 0, &Cell::new(MAX_CONDITION_NODES))
}

/// Compiles the text of a condition that comes from data; `None` where it can't run.
pub(crate) fn compile_condition_text(text: &str) -> Option<ConditionProgram> {
    compile_condition(text, 0, &[], &Cell::new(MAX_CONDITION_NODES))
}

/// Compiles the text of a condition within an `...InArray` function; `None` where it can't run.
fn compile_condition(
    text: &str,
    depth: u8,
    around: &[Name],
    budget: &Cell<usize>,
) -> Option<ConditionProgram> {
    if depth >= MAX_CONDITION_DEPTH {
        return None;
    }
    let tree = parse(text).tree?;
    let left = budget.get().checked_sub(tree.kept().len());
    budget.set(left.unwrap_or(0));
    left?;
    let program = compile_at(&tree, depth + 1, budget);
    let slots = program
        .names
        .iter()
        .map(|name| around.iter().position(|other| other.text == name.text))
        .collect();
    Some(ConditionProgram {
        program: Arc::new(program),
        slots,
    })
}

fn compile_at(tree: &Tree, depth: u8, budget: &Cell<usize>) -> Program {
    let count_of_nodes = tree.kept().len();
    let mut few = [Facts::default(); FEW_NODES];
    let mut many = Vec::new();
    let facts = match few.get_mut(..count_of_nodes) {
        Some(few) => few,
        None => {
            many.resize(count_of_nodes, Facts::default());
            &mut many
        }
    };
    let mut compiler = Compiler {
        tree,
        depth,
        budget,
        originals: originals(tree),
        facts,
        program: Program {
            operations: Vec::with_capacity(count_of_nodes),
            constants: Vec::with_capacity(count(tree, is_constant)),
            names: Vec::with_capacity(count(tree, |kind| matches!(kind, Kind::Variable { .. }))),
            calls: Vec::new(),
            depth: 0,
            throws: false,
            logic: false,
            constant_call: false,
            asynchronous: false,
            problems: Vec::new(),
        },
    };
    for (id, node) in tree.nodes() {
        compiler.add(id, &node);
    }
    let mut program = compiler.program;
    let mut height = 0_usize;
    for operation in &program.operations {
        height = height.saturating_sub(operation.takes(&program.calls)) + 1;
        program.depth = program.depth.max(height);
    }
    program.logic = !program.throws
        && program.depth <= u64::BITS as usize
        && program.operations.iter().all(Operation::is_logic);
    program.names.shrink_to_fit();
    program.constants.shrink_to_fit();
    program
}

/// Where the value is that the steps up to this one give. One that only puts it on the stack goes.
fn take_operand(operations: &mut Vec<Operation>, end: usize) -> Operand {
    let last = end.saturating_sub(1);
    match operations.get(last) {
        Some(&Operation::Push(operand)) => {
            operations.remove(last);
            operand
        }
        _ => Operand::Stack,
    }
}

fn count(tree: &Tree, is_one: fn(&Kind) -> bool) -> usize {
    tree.kept().iter().filter(|node| is_one(&node.kind)).count()
}

const fn is_constant(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Word | Kind::Quoted { .. }
    )
}

/// The variables that stand where a function wants original values.
fn originals(tree: &Tree) -> Vec<NodeId> {
    let calls = tree.kept().iter().enumerate();
    let calls = calls.filter(|(_, node)| matches!(node.kind, Kind::Call { .. }));
    calls
        .filter_map(|(at, _)| match tree.node(NodeId::at(at))?.kind {
            NodeKind::Call {
                function,
                arguments,
            } => functions::function(function)
                .filter(|function| matches!(function.implementation, Implementation::InArray(_)))
                .and(arguments.first()),
            _ => None,
        })
        .collect()
}

/// So many nodes, and most expressions have no more, need no allocation while they are compiled.
const FEW_NODES: usize = 16;

/// What is known of a node.
#[derive(Clone, Copy, Default)]
struct Facts {
    /// How many steps there were when its own had been added.
    end: usize,
    /// It can't throw and calls nothing, so that it need not be evaluated where nobody asks.
    plain: bool,
    /// Does it read any name?
    reads: bool,
    /// Does it call a function that reads no name, and not as an argument of one that does?
    constant: bool,
}

struct Compiler<'a> {
    tree: &'a Tree,
    depth: u8,
    /// How many nodes conditions may still have.
    budget: &'a Cell<usize>,
    originals: Vec<NodeId>,
    /// What is known of each node that has been added.
    facts: &'a mut [Facts],
    program: Program,
}

impl Compiler<'_> {
    fn add(&mut self, id: NodeId, node: &Node<'_>) {
        let mut facts = Facts {
            plain: true,
            ..Facts::default()
        };
        for child in node.kind.children() {
            let of_child = self.facts_of(child);
            facts.plain &= of_child.plain;
            facts.reads |= of_child.reads;
            facts.constant |= of_child.constant;
        }
        let operation = match node.kind {
            NodeKind::Null => self.constant(Value::Null),
            NodeKind::Constant(constant) => self.constant(constant.value()),
            NodeKind::Variable { name, raw } => {
                facts.reads = true;
                let original = self.originals.contains(&id);
                let slot = self.slot(name, raw, original, node.span);
                Operation::Push(Operand::Name(slot))
            }
            NodeKind::Unary { operator, operand } => {
                self.refuse_null(operand);
                let operations = &mut self.program.operations;
                let place = take_operand(operations, operations.len());
                Operation::Unary(operator, place)
            }
            NodeKind::Binary {
                operator,
                left,
                right,
            } => {
                if right.is_none() {
                    let null = self.constant(Value::Null);
                    self.program.operations.push(null);
                }
                if !EVERY_FUNCTION && operator.makes_or_searches() {
                    let function = operator.sign().to_owned();
                    self.problem(ProblemKind::UnknownFunction { function }, node.span);
                }
                // The text of a number with too many decimals throws.
                facts.plain &= !matches!(
                    operator,
                    BinaryOperator::Plus | BinaryOperator::Minus | BinaryOperator::Multiply
                );
                self.binary(operator, left, right)
            }
            NodeKind::Call {
                function,
                arguments,
            } => {
                self.refuse_nulls_behind_first(arguments);
                facts.constant = !facts.reads;
                facts.plain = false;
                self.call(function, arguments, node.span)
            }
            NodeKind::Array { items } => {
                self.refuse_nulls_behind_first(items);
                let constant = self.constant_array(items);
                constant.unwrap_or_else(|| Operation::Array(items.len() as u32))
            }
        };
        // The root comes last.
        self.program.constant_call = facts.constant;
        self.program.operations.push(operation);
        facts.end = self.program.operations.len();
        if let Some(known) = self.facts.get_mut(id.index()) {
            *known = facts;
        }
    }

    fn facts_of(&self, id: NodeId) -> Facts {
        self.facts.get(id.index()).copied().unwrap_or_default()
    }

    fn constant(&mut self, value: Value) -> Operation {
        let index = self.program.constants.len();
        self.program.constants.push(value);
        Operation::Push(Operand::Constant(
            Slot::try_from(index).unwrap_or(Slot::MAX),
        ))
    }

    /// A list of constants is one constant; what its items became goes.
    fn constant_array(&mut self, items: NodeList<'_>) -> Option<Operation> {
        let constant = |id: NodeId| {
            let node = self.tree.kept().get(id.index());
            node.is_some_and(|node| is_constant(&node.kind))
        };
        if items.is_empty() || !items.iter().all(constant) {
            return None;
        }
        let program = &mut self.program;
        // Each item has just become one constant and one step that reads it.
        let first = program.constants.len().checked_sub(items.len())?;
        let steps = program.operations.len().checked_sub(items.len())?;
        program.operations.truncate(steps);
        let values = program.constants.split_off(first);
        Some(self.constant(Value::from(values)))
    }

    fn slot(&mut self, text: &str, raw: bool, original: bool, span: Span) -> Slot {
        let known =
            self.program.names.iter().position(|name| {
                *name.text == *text && name.raw == raw && name.original == original
            });
        let slot = known.unwrap_or_else(|| {
            self.program.names.push(Name {
                raw,
                original,
                span,
                ..Name::new(text)
            });
            self.program.names.len() - 1
        });
        Slot::try_from(slot).unwrap_or(Slot::MAX)
    }

    /// An operator whose operands' steps have been added. It reads constants and names itself.
    fn binary(
        &mut self,
        operator: BinaryOperator,
        left: NodeId,
        right: Option<NodeId>,
    ) -> Operation {
        let decided = match operator {
            BinaryOperator::And => Some(false),
            BinaryOperator::Or => Some(true),
            _ => None,
        };
        let end = self.facts_of(left).end;
        let is_plain = right.is_none_or(|right| self.facts_of(right).plain);
        let operations = &mut self.program.operations;
        let right = take_operand(operations, operations.len());
        let left = match decided {
            Some(flag) if is_plain && matches!(right, Operand::Stack) => {
                let steps = operations.len().saturating_sub(end) as u32 + 1;
                operations.insert(end, Operation::Skip { flag, steps });
                Operand::Stack
            }
            _ => take_operand(operations, end),
        };
        Operation::Binary {
            operator,
            left,
            right,
        }
    }

    fn call(&mut self, name: &str, arguments: NodeList<'_>, span: Span) -> Operation {
        let function = functions::function(name);
        match function {
            None => self.problem(
                ProblemKind::UnknownFunction {
                    function: name.to_owned(),
                },
                span,
            ),
            Some(function) => self.program.asynchronous |= function.asynchronous,
        }
        let in_array = function
            .is_some_and(|function| matches!(function.implementation, Implementation::InArray(_)));
        let conditions = if in_array {
            let candidates = arguments.iter().skip(2).take(2);
            candidates.map(|id| self.condition(id)).collect()
        } else {
            Vec::new()
        };
        let is_full = self.depth >= MAX_CONDITION_DEPTH || self.budget.get() == 0;
        let is_cut = |condition: &ConditionArgument| match &condition.program {
            Some(inner) => {
                let mut problems = inner.program.problems.iter();
                problems.any(|problem| problem.kind == ProblemKind::ConditionTooLarge)
            }
            None => is_full,
        };
        if conditions.iter().any(is_cut) {
            self.problem(ProblemKind::ConditionTooLarge, span);
        }
        self.program.calls.push(CallSite {
            name: name.to_owned(),
            function,
            arguments: arguments.len(),
            throws: function.is_none() && INHERITED.contains(&name),
            conditions,
        });
        Operation::Call(self.program.calls.len() as u32 - 1)
    }

    fn condition(&self, id: NodeId) -> ConditionArgument {
        let constant = match self.tree.node(id).map(|node| node.kind) {
            Some(NodeKind::Constant(constant)) => Some(constant.value()),
            _ => None,
        };
        let is_constant = constant.is_some();
        let constant_text = match constant {
            Some(Value::String(text)) => {
                let program = self.compile_condition(&text);
                Some((text, program))
            }
            _ => None,
        };
        ConditionArgument {
            constant: is_constant,
            program: self.compile_condition(&self.tree.survey_text(id)),
            constant_text,
        }
    }

    fn compile_condition(&self, text: &str) -> Option<ConditionProgram> {
        if self.budget.get() == 0 {
            return None;
        }
        compile_condition(text, self.depth, &self.program.names, self.budget)
    }

    fn refuse_nulls_behind_first(&mut self, list: NodeList<'_>) {
        list.iter().skip(1).for_each(|id| self.refuse_null(id));
    }

    /// survey-core throws where this operand is null.
    fn refuse_null(&mut self, id: NodeId) {
        if let Some(node) = self.tree.kept().get(id.index())
            && matches!(node.kind, Kind::Null)
        {
            self.program.throws = true;
            self.problem(ProblemKind::NullOperand, node.span);
        }
    }

    fn problem(&mut self, kind: ProblemKind, span: Span) {
        self.program.problems.push(Problem { kind, span });
    }
}

impl Program {
    /// The distinct names in the order of their first appearance, those of conditions that are
    /// written as arguments of `...InArray` functions included (not those in a condition's text).
    /// A name's slot is its index here.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Has a call without parameters, or with constants only, such as `today()`: it must be
    /// evaluated whatever changed (reference 1.8).
    pub const fn has_constant_call(&self) -> bool {
        self.constant_call
    }

    /// Calls an asynchronous function (`displayValue`).
    pub const fn is_asynchronous(&self) -> bool {
        self.asynchronous
    }

    /// What is wrong with it though it parses: null where survey-core throws, functions that are
    /// not in the table (a host may know them).
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The names of all functions called, in the order of evaluation, with repeats.
    pub fn functions(&self) -> impl Iterator<Item = &str> {
        self.calls.iter().map(|call| call.name.as_str())
    }
}
