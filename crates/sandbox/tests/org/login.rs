//! SOAP login, OAuth tokens, and what a session is good for.

use casement_sandbox::{OrgConfig, OrgUser};
use serde_json::{Value, json};

use crate::client::{Client, DATA, login};

const USER: &str = "agent@casement.example";

fn between<'a>(text: &'a str, tag: &str) -> Option<&'a str> {
    text.split(&format!("<{tag}>")).nth(1)?.split('<').next()
}

#[tokio::test]
async fn a_login_answers_with_every_element_of_user_info_in_wsdl_order() {
    let client = Client::new().await;
    let answer = client.soap("u/64.0", &login(USER, "sandboxTOKEN")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "text/xml;charset=UTF-8");
    let order = [
        "<metadataServerUrl>",
        "<passwordExpired>",
        "<sandbox>",
        "<serverUrl>",
        "<sessionId>",
        "<userId>",
        "<userInfo>",
        "<accessibilityMode>",
        "<chatterExternal>",
        "<currencySymbol>",
        "<orgAttachmentFileSizeLimit>",
        "<orgDefaultCurrencyIsoCode>",
        "<orgDefaultCurrencyLocale>",
        "<orgDisallowHtmlAttachments>",
        "<orgHasPersonAccounts>",
        "<organizationId>",
        "<organizationMultiCurrency>",
        "<organizationName>",
        "<profileId>",
        "<roleId ",
        "<sessionSecondsValid>",
        "<userDefaultCurrencyIsoCode ",
        "<userEmail>",
        "<userFullName>",
        "<userId>",
        "<userLanguage>",
        "<userLocale>",
        "<userName>",
        "<userTimeZone>",
        "<userType>",
        "<userUiSkin>",
    ];
    let mut rest = answer.text.as_str();
    for tag in order {
        let found = rest
            .find(tag)
            .unwrap_or_else(|| panic!("{tag} is missing or out of order"));
        rest = &rest[found + 1..];
    }
    assert!(
        between(&answer.text, "serverUrl")
            .unwrap()
            .starts_with("http://127.0.0.1:8788/services/Soap/u/64.0/00D")
    );
}

#[tokio::test]
async fn the_fault_of_a_wrong_password_is_salesforces_byte_for_byte() {
    let client = Client::new().await;
    let answer = client.soap("u/64.0", &login(USER, "wrong")).await;
    assert_eq!(answer.status, 500);
    assert_eq!(
        answer.text,
        r#"<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>INVALID_LOGIN</faultcode><faultstring>INVALID_LOGIN: Invalid username, password, security token; or user locked out.</faultstring><detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode><sf:exceptionMessage>Invalid username, password, security token; or user locked out.</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"#
    );
}

#[tokio::test]
async fn each_gate_of_a_login_has_its_own_code() {
    let user = || OrgConfig::default().users.remove(0);
    let with = |user: OrgUser| OrgConfig {
        users: vec![user],
        ..OrgConfig::default()
    };
    let open = OrgConfig::default;
    for (config, path, body, code) in [
        (
            open(),
            "u/64.0",
            login(USER, "sandbox"),
            "LOGIN_MUST_USE_SECURITY_TOKEN",
        ),
        (
            open(),
            "u/64.0",
            login("nobody@x", "sandboxTOKEN"),
            "INVALID_LOGIN",
        ),
        (
            open(),
            "u/65.0",
            login(USER, "sandboxTOKEN"),
            "UNSUPPORTED_API_VERSION",
        ),
        (
            open(),
            "u/30.0",
            login(USER, "sandboxTOKEN"),
            "UNSUPPORTED_API_VERSION",
        ),
        (open(), "u/64.0", login(USER, "a&Cl"), "UNKNOWN_EXCEPTION"),
        (open(), "u/64.0", "<a".to_owned(), "UNKNOWN_EXCEPTION"),
        (
            open(),
            "u/64.0",
            login(USER, "sandboxTOKEN").replace("urn:login", "urn:logout"),
            "FUNCTIONALITY_NOT_ENABLED",
        ),
        (
            OrgConfig {
                soap_login: false,
                ..open()
            },
            "u/64.0",
            login(USER, "sandboxTOKEN"),
            "INVALID_OPERATION",
        ),
        (
            with(OrgUser {
                locked: true,
                ..user()
            }),
            "u/64.0",
            login(USER, "sandboxTOKEN"),
            "INVALID_LOGIN",
        ),
        (
            with(OrgUser {
                api_disabled: true,
                ..user()
            }),
            "u/64.0",
            login(USER, "sandboxTOKEN"),
            "API_CURRENTLY_DISABLED",
        ),
    ] {
        let client = Client::logged_out(config);
        let answer = client.soap(path, &body).await;
        assert_eq!(
            (answer.status, between(&answer.text, "sf:exceptionCode")),
            (500, Some(code)),
            "{}",
            answer.text
        );
    }
}

#[tokio::test]
async fn the_enterprise_api_and_a_version_with_a_v_log_in_too() {
    let client = Client::logged_out(OrgConfig::default());
    let enterprise = login(USER, "sandboxTOKEN").replace("urn:partner", "urn:enterprise");
    assert_eq!(client.soap("c/44.0", &enterprise).await.status, 200);
    assert_eq!(
        client
            .soap("u/v44.0/", &login(USER, "sandboxTOKEN"))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn ten_wrong_passwords_lock_the_user_out_without_saying_so() {
    let client = Client::logged_out(OrgConfig::default());
    for _ in 0..10 {
        client.soap("u/64.0", &login(USER, "wrong")).await;
    }
    let answer = client.soap("u/64.0", &login(USER, "sandboxTOKEN")).await;
    assert_eq!(between(&answer.text, "faultcode"), Some("INVALID_LOGIN"));
}

#[tokio::test]
async fn a_session_with_an_expired_password_can_do_nothing() {
    let mut config = OrgConfig::default();
    config.users[0].password_expired = true;
    let client = Client::of(config).await;
    let answer = client.query("SELECT Id FROM Case").await;
    assert_eq!(
        answer.refusal(),
        (403, "INVALID_OPERATION_WITH_EXPIRED_PASSWORD".to_owned())
    );
}

#[tokio::test]
async fn a_call_without_a_live_session_is_refused() {
    let client = Client::new().await;
    let path = format!("{DATA}/query?q=SELECT+Id+FROM+Case");
    for (header, code) in [
        ("", "INVALID_AUTH_HEADER"),
        ("Basic x", "INVALID_AUTH_HEADER"),
        ("Bearer x", "INVALID_SESSION_ID"),
    ] {
        let answer = client
            .send("GET", &path, &[("authorization", header)], "")
            .await;
        assert_eq!(answer.refusal(), (401, code.to_owned()));
    }
}

#[tokio::test]
async fn a_session_ends_after_its_idle_time_and_activity_counts_from_half_of_it() {
    let client = Client::new().await;
    let limits = || client.call("GET", "/limits", Value::Null);
    let wait = |seconds: i64| client.control("POST", "clock", json!({"advanceSeconds": seconds}));
    wait(600).await;
    assert_eq!(limits().await.status, 200);
    wait(6540).await;
    assert_eq!(
        limits().await.status,
        200,
        "7140 s after the login, noticed"
    );
    wait(7140).await;
    assert_eq!(limits().await.status, 200);
    wait(600).await;
    assert_eq!(limits().await.status, 200, "too early to count");
    wait(6600).await;
    assert_eq!(
        limits().await.refusal(),
        (401, "INVALID_SESSION_ID".to_owned())
    );
}

#[tokio::test]
async fn oauth_tokens_are_given_and_refused_in_oauths_words() {
    let client = Client::logged_out(OrgConfig::default());
    let id = "client_id=sandbox-client&client_secret=sandbox-secret";
    for (form, status, word) in [
        (format!("grant_type=client_credentials&{id}"), 200, ""),
        (
            format!(
                "grant_type=password&{id}&username=agent%40casement.example&password=sandboxTOKEN"
            ),
            200,
            "",
        ),
        (
            format!("grant_type=password&{id}&username=agent%40casement.example&password=no"),
            400,
            "invalid_grant",
        ),
        (
            "grant_type=client_credentials&client_id=x".to_owned(),
            400,
            "invalid_client_id",
        ),
        (
            "grant_type=client_credentials&client_id=sandbox-client&client_secret=x".to_owned(),
            400,
            "invalid_client",
        ),
        (
            format!("grant_type=refresh_token&{id}"),
            400,
            "unsupported_grant_type",
        ),
    ] {
        let answer = client
            .send("POST", "/services/oauth2/token", &[], &form)
            .await;
        let body = answer.json();
        assert_eq!(
            (answer.status, body["error"].as_str().unwrap_or("")),
            (status, word)
        );
        assert_eq!(body["access_token"].is_string(), status == 200);
        assert!(body.get("expires_in").is_none());
    }
}
