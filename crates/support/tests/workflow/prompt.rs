//! The prompt for an agent (R36) and its agreement with the forms (R5).

use casement_support::{
    Directive, Flow, FormCatalog, Instruction, PromptOptions, ToolKey, Update, differences,
    prompt_section,
};

fn prompt(options: &PromptOptions) -> String {
    prompt_section(&FormCatalog::standard(), options).unwrap()
}

fn all_options() -> PromptOptions {
    PromptOptions {
        flow: Some(Flow {
            name: "CreateSupportCase".to_owned(),
            inputs: vec!["email".to_owned(), "Product__c".to_owned()],
        }),
        update: Some(Update {
            form: "Create_case".to_owned(),
            fields: vec!["Status".to_owned(), "Priority".to_owned()],
        }),
    }
}

/// The rules that bind an agent, and words of the sentence that carries each.
const BINDING: [(&str, &str); 25] = [
    ("R1", "by its key name"),
    ("R2", "into the chat"),
    ("R9", "can't be changed here"),
    ("R10", "Look at the email address before each call"),
    ("R11", "left as a placeholder"),
    ("R12", "wait for its answer"),
    ("R13", "could not be completed"),
    ("R14", "each time anew"),
    ("R15", "with its `caseNumber` and `email`"),
    ("R16", "no case is found"),
    ("R17", "one bullet point per comment"),
    ("R18", "opens `Create_case`"),
    ("R19", "without both values there is no directive"),
    ("R20", "on a line of its own"),
    ("R21", "no more troubleshooting"),
    ("R22", "open `haveYouCreatedACase` right away"),
    ("R23", "offer to open a new one"),
    ("R24", "that the tool returned"),
    ("R25", "Never put it in the chat"),
    ("R26", "wait for a yes"),
    ("R27", "behind the scenes"),
    ("R28", "When a new session begins"),
    ("R29", "After a status look-up"),
    ("R30", "for that alone"),
    ("R31", "Go by the meaning"),
];

// R36
#[test]
fn every_rule_that_binds_an_agent_has_its_sentence() {
    let options = PromptOptions::default();
    let prompt = prompt(&options);
    for (rule, words) in BINDING {
        let carriers: Vec<&Instruction> = Instruction::ALL
            .iter()
            .filter(|row| row.rules.contains(&rule) && row.applies(&options))
            .collect();
        assert!(!carriers.is_empty(), "{rule} has no sentence");
        assert!(prompt.contains(words), "{rule}: {words}");
        let marked = carriers.iter().any(|row| {
            let start = words.split('`').next().unwrap_or_default();
            row.text.contains(start.trim())
        });
        assert!(
            marked,
            "{rule}: {words} stands in the sentence of another rule"
        );
    }
    for number in (9..=31).chain([2]) {
        let rule = format!("R{number}");
        assert!(BINDING.iter().any(|(known, _)| *known == rule), "{rule}");
    }
}

// R36
#[test]
fn forms_tools_payload_and_directive_come_from_their_tables() {
    let prompt = prompt(&PromptOptions::default());
    for key_name in FormCatalog::standard().key_names() {
        assert!(prompt.contains(&format!("| `{key_name}` |")), "{key_name}");
    }
    for key in [ToolKey::CaseManagement, ToolKey::CaseCreation] {
        let tool = key.tool();
        assert!(prompt.contains(&format!("| `{}` | `{}` |", tool.name, tool.function)));
    }
    assert!(prompt.contains(Directive::PATTERN));
    assert!(prompt.contains(r#"{"context": {"firstName": "<firstName>", "lastName": "<lastName>", "email": "<email>", "phone": "<phone>", "subject": "<subject>", "caseDescription": "<caseDescription>"}}"#));
    let open_names = prompt
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'));
    for (name, _) in open_names {
        assert!(
            !name.chars().all(|c| c.is_ascii_alphabetic()),
            "{{{name}}} was left open"
        );
    }
}

// R8, R9, R36
#[test]
fn flows_and_updates_add_their_sections_when_they_are_configured() {
    let plain = prompt(&PromptOptions::default());
    assert!(!plain.contains("salesforceCaseUpdate"));
    assert!(!plain.contains("flowName"));
    let all = prompt(&all_options());
    assert!(all.contains(
        r#"{"context": {"flowName": "CreateSupportCase", "email": "<email>", "Product__c": "<Product__c>"}}"#
    ));
    assert!(
        !all.contains("<caseDescription>"),
        "the Flow's payload is the only one"
    );
    assert!(all.contains("| `salesforceCaseUpdate` | `salesforce_update_case` |"));
    assert!(all.contains("`Status`, `Priority`"));
    assert!(!all.contains("can't be changed here"));
}

// R36
#[test]
fn a_configuration_that_makes_no_sense_is_refused() {
    let mut options = all_options();
    if let Some(update) = &mut options.update {
        update.form = "Update_case".to_owned();
        update.fields = vec!["Owner.Name".to_owned()];
    }
    if let Some(flow) = &mut options.flow {
        flow.inputs.clear();
    }
    let problems = prompt_section(&FormCatalog::standard(), &options).unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["prompt/empty", "prompt/form", "prompt/name"]);
}

fn found(prompt: &str, key_names: &[&str]) -> Vec<String> {
    differences(prompt, key_names, &["caseNumber", "email"])
        .iter()
        .map(|d| format!("{} {} {}", d.line.unwrap_or(0), d.code, d.name))
        .collect()
}

const NAMES: [&str; 3] = [
    "Create_case",
    "Fetch_status_of_a_case",
    "haveYouCreatedACase",
];

// R5
#[test]
fn our_own_prompt_agrees_with_our_own_forms() {
    assert_eq!(found(&prompt(&PromptOptions::default()), &NAMES), [""; 0]);
    assert_eq!(found(&prompt(&all_options()), &NAMES), [""; 0]);
}

// R5
#[test]
fn a_prompt_that_names_other_forms_is_told_where() {
    let all = "Call `Create_case`, `Fetch_status_of_a_case` or `haveYouCreatedACase`.\n";
    let cases: [(&str, &[&str]); 7] = [
        (
            "the form `caseNumber` asks `email` and salesforceCaseCreation form",
            &[],
        ),
        ("Open create_case now.", &["2 prompt/misspelt create_case"]),
        (
            "Open `HaveYouCreatedACase`.",
            &["2 prompt/misspelt HaveYouCreatedACase"],
        ),
        (
            "Open Fetch_status_of_case.",
            &["2 prompt/misspelt Fetch_status_of_case"],
        ),
        (
            "Call the `Return_item` form.",
            &["2 prompt/no-form Return_item"],
        ),
        (
            "\n| Form keyName | When |\n| --- | --- |\n| `Warranty` | always |",
            &["5 prompt/no-form Warranty"],
        ),
        ("Create case by form, have you created a case?", &[]),
    ];
    for (text, wanted) in cases {
        assert_eq!(found(&format!("{all}{text}"), &NAMES), wanted, "{text}");
    }
}

// R5
#[test]
fn a_form_that_the_prompt_does_not_name_and_a_name_without_a_form_are_told() {
    assert_eq!(
        found(
            "Call `Create_case`.\nCall `Fetch_status_of_a_case`.",
            &["Create_case", "Return_item"]
        ),
        [
            "2 prompt/no-form Fetch_status_of_a_case",
            "0 prompt/not-named Return_item"
        ]
    );
    assert_eq!(found("", &NAMES).len(), 3);
}
