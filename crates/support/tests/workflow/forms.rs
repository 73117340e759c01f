//! The three forms (R1, R3, R4), a site's own (R5), and what a submission is once it is checked.

use crate::stage;
use casement_support::FormCatalog;
use casement_support::form::expression::json::{self, Arena, Node};
use casement_support::form::{Object, Value};

/// Key name, bytes, FNV-1a of the specification's file.
const SPECIFICATION: [(&str, usize, u64); 3] = [
    ("Create_case", 2094, 0x226a_943f_9d7e_bff7),
    ("Fetch_status_of_a_case", 1087, 0x9db3_a2a1_0434_8621),
    ("haveYouCreatedACase", 4493, 0x5a2c_ed51_608a_fd37),
];

fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn object(json: &str) -> Object {
    let value = json::parse_value(json).unwrap();
    value.as_object().unwrap().clone()
}

fn checked(form: &str, answers: &str) -> Result<String, Vec<String>> {
    FormCatalog::standard()
        .check(form, &object(answers), stage::host())
        .map(|answers| Value::from(answers).to_json())
        .map_err(|problems| {
            problems
                .iter()
                .map(|p| format!("{} {}", p.question.as_deref().unwrap_or("-"), p.code))
                .collect()
        })
}

// R1
#[test]
fn the_three_forms_are_the_specifications_byte_for_byte() {
    let forms = FormCatalog::standard();
    assert_eq!(
        forms.key_names(),
        SPECIFICATION.map(|(key_name, _, _)| key_name)
    );
    for (key_name, length, hash) in SPECIFICATION {
        let json = FormCatalog::standard_json(key_name).unwrap();
        assert_eq!((json.len(), fnv1a(json)), (length, hash), "{key_name}");
    }
}

// R1, R4
#[test]
fn the_questions_have_the_names_of_the_specification() {
    let creation = [
        "firstName",
        "lastName",
        "email",
        "phone",
        "subject",
        "caseDescription",
    ];
    let forms = FormCatalog::standard();
    let names = |key_name| forms.get(key_name).unwrap().question_names();
    assert_eq!(names("Create_case"), creation);
    assert_eq!(names("Fetch_status_of_a_case"), ["caseNumber", "email"]);
    let case = [
        "haveYouCreatedACase",
        "hasCaseNumber",
        "caseNumber",
        "verificationEmail",
    ];
    let agent = [&case[..], &["cannotFindCaseMessage"], &creation].concat();
    assert_eq!(names("haveYouCreatedACase"), agent);
}

// R4
#[test]
fn all_but_the_phone_is_required() {
    let problems = checked("Create_case", "{}").unwrap_err();
    let wanted = [
        "firstName",
        "lastName",
        "email",
        "subject",
        "caseDescription",
    ];
    assert_eq!(problems, wanted.map(|name| format!("{name} required")));
}

// R10
#[test]
fn an_answer_that_is_no_email_is_refused_by_the_form() {
    let problems = checked(
        "Fetch_status_of_a_case",
        r#"{"caseNumber":"1","email":"nobody"}"#,
    );
    let problems = problems.unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(
        problems.iter().all(|problem| problem.starts_with("email ")),
        "{problems:?}"
    );
}

const CREATION: &str = r#""firstName":"John","lastName":"Smith","email":"johnsmith@xyz.com","subject":"Login Issue","caseDescription":"It fails.""#;

// R3
#[test]
fn changing_ones_mind_leaves_nothing_of_the_other_branch() {
    let both = r#""hasCaseNumber":true,"caseNumber":"00001026","verificationEmail":"a@b.co""#;
    let no_case = checked(
        "haveYouCreatedACase",
        &format!(r#"{{"haveYouCreatedACase":false,{both},{CREATION}}}"#),
    );
    let no_case = object(&no_case.unwrap());
    for name in ["hasCaseNumber", "caseNumber", "verificationEmail"] {
        assert_eq!(no_case.get(name), None, "{name}");
    }
    assert_eq!(no_case.get("subject"), Some(&"Login Issue".into()));

    let case = checked(
        "haveYouCreatedACase",
        &format!(r#"{{"haveYouCreatedACase":true,{both},{CREATION}}}"#),
    );
    let case = object(&case.unwrap());
    for name in [
        "firstName",
        "lastName",
        "email",
        "subject",
        "caseDescription",
    ] {
        assert_eq!(case.get(name), None, "{name}");
    }
    assert_eq!(case.get("caseNumber"), Some(&"00001026".into()));
}

// R3
#[test]
fn who_cannot_find_the_number_is_asked_for_a_new_case() {
    let cannot_find = r#"{"haveYouCreatedACase":true,"hasCaseNumber":false}"#;
    let problems = checked("haveYouCreatedACase", cannot_find).unwrap_err();
    assert!(
        problems.contains(&"subject required".to_owned()),
        "{problems:?}"
    );
    assert!(
        !problems.iter().any(|p| p.starts_with("caseNumber")),
        "{problems:?}"
    );
}

// R11
#[test]
fn an_answer_to_no_question_is_refused() {
    let answers = r#"{"caseNumber":"1","email":"a@b.co","OwnerId":"005"}"#;
    let problems = checked("Fetch_status_of_a_case", answers).unwrap_err();
    assert_eq!(problems, ["OwnerId form/unknown-question"]);
    assert_eq!(checked("nothing", "{}").unwrap_err(), ["- form/unknown"]);
}

// R5
#[cfg(feature = "problems")]
#[test]
fn a_replacement_needs_the_questions_that_the_workflow_needs() {
    let short = r#"{"elements":[{"type":"text","name":"caseNumber"}]}"#;
    let problems = FormCatalog::standard().with("Fetch_status_of_a_case", short);
    let problems = problems.unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, "form/missing-question");
    assert_eq!(problems[0].question.as_deref(), Some("email"));

    let broken = FormCatalog::standard().with("Create_case", "{\"elements\":[");
    assert!(!broken.unwrap_err().is_empty());
    let name = FormCatalog::standard().with("Create case", "{}");
    assert_eq!(name.unwrap_err()[0].code, "form/key-name");
}

// R5
#[cfg(feature = "problems")]
#[test]
fn a_replacement_with_more_questions_and_another_form_are_taken() {
    let larger = r#"{"elements":[{"type":"text","name":"email"},{"type":"text","name":"caseNumber"},{"type":"text","name":"extra"}]}"#;
    let forms = FormCatalog::standard()
        .with("Fetch_status_of_a_case", larger)
        .and_then(|forms| forms.with("Update_case", larger))
        .unwrap();
    assert_eq!(forms.key_names().last(), Some(&"Update_case"));
    assert_eq!(forms.key_names().len(), 4);
    let names = forms
        .get("Fetch_status_of_a_case")
        .unwrap()
        .question_names();
    assert_eq!(names, ["email", "caseNumber", "extra"]);
}

// R1
#[test]
fn the_conditions_of_the_branches_are_the_specifications() {
    let json = FormCatalog::standard_json("haveYouCreatedACase").unwrap();
    let arena = Arena::default();
    let form = json::parse(json, &arena).unwrap();
    let pages = match form.get("pages").unwrap().kind {
        json::Kind::Array(pages) => pages,
        other => panic!("{other:?}"),
    };
    let condition = |page: &Node| page.get("visibleIf").map(|node| node.to_value());
    assert_eq!(
        pages.iter().map(condition).collect::<Vec<_>>(),
        [
            None,
            Some("{haveYouCreatedACase} = true".into()),
            Some("{haveYouCreatedACase} = false or {hasCaseNumber} = false".into()),
        ]
    );
}

// R5, R8
#[cfg(feature = "problems")]
#[test]
fn a_value_that_the_form_calculates_is_the_forms_own() {
    let form = r#"{
        "calculatedValues":[{"name":"flowName","expression":"'CreateSupportCase'","includeIntoResult":true}],
        "elements":[{"type":"text","name":"email"},{"type":"text","name":"caseNumber"}]}"#;
    let forms = FormCatalog::standard().with("Other", form).unwrap();
    let answers = object(r#"{"email":"a@b.co","flowName":"Forged"}"#);
    let checked = forms.check("Other", &answers, stage::host()).unwrap();
    assert_eq!(checked.get("flowName"), Some(&"CreateSupportCase".into()));
}
