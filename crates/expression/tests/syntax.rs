//! Syntax: where reading stops, bounds, the text of a tree.

use casement_expression::{MAX_DEPTH, MAX_LENGTH, ProblemKind, compile, parse};

#[test]
fn an_error_stands_at_the_furthest_place_that_could_be_read() {
    for (text, at) in [
        ("1 +", 3),
        ("{a} and", 7),
        ("{a", 2),
        ("'abc", 4),
        ("1 2", 2),
        ("{a{b}}", 2),
        ("sum({a}) empty", 9),
        ("not {a}", 4),
        ("{a}===5", 5),
        ("'é' é", 5),
    ] {
        let parsed = parse(text);
        assert!(parsed.tree.is_none(), "{text}");
        assert_eq!(parsed.problems[0].kind, ProblemKind::Syntax, "{text}");
        assert_eq!(parsed.problems[0].span.start, at, "{text}");
    }
}

#[test]
fn text_that_cannot_run_says_why() {
    for (text, code) in [
        ("", "expression/empty"),
        (" \n", "expression/empty"),
        ("null", "expression/only-null"),
        ("(undefined)", "expression/only-null"),
        (")", "expression/syntax"),
    ] {
        assert_eq!(parse(text).problems[0].kind.code(), code, "{text:?}");
    }
}

#[test]
fn a_program_tells_what_it_reads_calls_and_lacks() {
    let tree = parse("{a} = {#b} + {a} + nosuch({c}) + today() + sum([1, null])")
        .tree
        .unwrap();
    let program = compile(&tree);
    let names: Vec<_> = program.names().iter().map(|n| (&*n.text, n.raw)).collect();
    assert_eq!(names, [("a", false), ("b", true), ("c", false)]);
    assert_eq!(
        program.functions().collect::<Vec<_>>(),
        ["nosuch", "today", "sum"]
    );
    assert!(program.has_constant_call());
    assert!(!program.is_asynchronous());
    let codes: Vec<_> = program.problems().iter().map(|p| p.kind.code()).collect();
    assert_eq!(
        codes,
        ["expression/unknown-function", "expression/null-operand"]
    );
}

#[test]
fn depth_and_length_are_bounded() {
    let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    let depth = usize::from(MAX_DEPTH);
    assert!(parse(&nested(depth)).tree.is_some());
    assert_eq!(
        parse(&nested(depth + 1)).problems[0].kind,
        ProblemKind::TooDeep
    );
    for opening in ["(", "[", "!", "negate ", "sum(", "1+(", "{a} contains ("] {
        assert!(parse(&opening.repeat(50_000)).tree.is_none(), "{opening}");
    }
    let long = "1".repeat(MAX_LENGTH + 1);
    assert_eq!(parse(&long).problems[0].kind, ProblemKind::TooLong);
}

#[test]
fn a_long_chain_of_operators_is_no_deep_one() {
    let chain = format!("1{}", " or {a} = 2".repeat(4_000));
    let tree = parse(&chain).tree.unwrap();
    assert_eq!(tree.nodes().len(), 16_001);
    assert_eq!(compile(&tree).names().len(), 1);
}

#[test]
fn a_list_without_an_end_is_read_once_and_not_again_at_each_level_around() {
    // Read again by each of two lists around it, the innermost would be read 2^40 times.
    for part in ["f(g(1,([", "[f(1,(2,[", "f(1*(g(1,(["] {
        assert!(parse(&part.repeat(40)).tree.is_none(), "{part}");
    }
}

#[test]
fn canonical_text_has_one_form_for_all_spellings() {
    for (text, canonical) in [
        ("{a} AND {b}||1", "(({a} and {b}) or 1)"),
        ("{a} equals 'x'", "({a} == 'x')"),
        ("negate{a}", "! {a}"),
        ("{a} <> 1 and 2 <> {b}", "(({a} != 1) and (2 != {b}))"),
        ("1 <> {a} and {b<>c} = 2", "((1 != {a}) and ({b!=c} == 2))"),
        ("{#a} *= [1 ,2]", "({#a} contains [1, 2])"),
        ("{a}notempty", "{a} notempty"),
        ("f( 1,'it\\'s' )", "f(1, 'it\\'s')"),
        ("{a} contains", "({a} contains )"),
        ("'a<>b'", "'a<>b'"),
        ("2^3^2", "((2 ^ 3) ^ 2)"),
        ("0x10", "16"),
        ("-4^ (-0 ^-1", "(-4 ^ (-0 ^ -1))"),
    ] {
        assert_eq!(parse(text).tree.unwrap().canonical_text(), canonical);
    }
}
