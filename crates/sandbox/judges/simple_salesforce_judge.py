"""Judge: simple_salesforce, unmodified, against a running sandbox org.

Usage: python simple_salesforce_judge.py http://127.0.0.1:8788

simple_salesforce writes https into every address; a transport adapter of requests sends those
calls to the org's plain http, so the library itself is untouched.
"""

import requests
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce, SalesforceLogin, format_soql
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceGeneralError,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)

from findings import PASSWORD, TOKEN, USERNAME, Judge, refused

judge = Judge("simple_salesforce")
CASE = "500dM00000EsC1sQAF"


class ToTheOrg(HTTPAdapter):
    """Sends what is meant for https to the org."""

    def send(self, request, **options):
        _, _, rest = request.url.partition("://")
        _, _, path = rest.partition("/")
        request.url = f"{judge.url}/{path}"
        return super().send(request, **options)


def session():
    made = requests.Session()
    made.mount("https://", ToTheOrg())
    return made


def logged_in():
    return Salesforce(username=USERNAME, password=PASSWORD, security_token=TOKEN, version="59.0", session=session())


def code(wanted):
    return lambda error: error.content[0]["errorCode"] == wanted


def login_tells_session_and_instance():
    session_id, instance = SalesforceLogin(
        username=USERNAME, password=PASSWORD, security_token=TOKEN, session=session(), sf_version="59.0"
    )
    assert session_id.startswith("00D") and session_id[15] == "!"
    assert judge.url.endswith(instance), instance


def login_by_client_credentials():
    org = Salesforce(
        consumer_key="sandbox-client", consumer_secret="sandbox-secret", domain="acme.my", version="59.0", session=session()
    )
    assert org.query("SELECT COUNT() FROM Case")["totalSize"] == 11


def wrong_password():
    refused(
        SalesforceAuthenticationFailed,
        lambda: Salesforce(username=USERNAME, password="wrong", security_token=TOKEN, session=session()),
        lambda error: error.code == "INVALID_LOGIN"
        and str(error).endswith(": Invalid username, password, security token; or user locked out."),
    )


def locked_out():
    for _ in range(10):
        refused(
            SalesforceAuthenticationFailed,
            lambda: Salesforce(username=USERNAME, password="wrong", security_token=TOKEN, session=session()),
            lambda error: error.code == "INVALID_LOGIN",
        )
    refused(SalesforceAuthenticationFailed, logged_in, lambda error: error.code == "INVALID_LOGIN")
    judge.control("POST", "reset")


def wrong_client_secret():
    refused(
        SalesforceAuthenticationFailed,
        lambda: Salesforce(
            consumer_key="sandbox-client", consumer_secret="wrong", domain="acme.my", version="59.0", session=session()
        ),
        lambda error: error.code == "invalid_client",
    )


def expired_session_is_renewed():
    org = logged_in()
    judge.control("POST", "expire-sessions")
    assert org.Case.get(CASE)["CaseNumber"] == "00001026"
    calls = [call["status"] for call in judge.control("GET", "calls")]
    assert calls[-3:] == [401, 200, 200], calls


def pages_follow_each_other():
    judge.control("PATCH", "org", {"batchSize": 3})
    answer = logged_in().query_all("SELECT CaseNumber FROM Case ORDER BY CaseNumber")
    numbers = [record["CaseNumber"] for record in answer["records"]]
    assert len(numbers) == answer["totalSize"] == 11, numbers
    assert numbers == sorted(numbers)
    judge.control("PATCH", "org", {"batchSize": 2000})


def create_read_update_delete():
    org = logged_in()
    created = org.Case.create({"Subject": "Judged", "SuppliedEmail": "judge@example.com"})
    assert created["success"] and created["errors"] == [], created
    assert org.Case.get(created["id"])["Priority"] == "Medium"
    assert org.Case.update(created["id"], {"Status": "Closed"}) == 204
    assert org.Case.get(created["id"])["IsClosed"] is True
    assert org.Case.delete(created["id"]) == 204
    found = org.query(f"SELECT Id FROM Case WHERE Id = '{created['id']}'")
    assert found["totalSize"] == 0
    found = org.query_all(f"SELECT Id, IsDeleted FROM Case WHERE Id = '{created['id']}'", include_deleted=True)
    assert found["records"][0]["IsDeleted"] is True


def comment_limit_counts_bytes():
    org = logged_in()
    assert org.CaseComment.create({"ParentId": CASE, "CommentBody": "é" * 2000})["success"]
    refused(
        SalesforceMalformedRequest,
        lambda: org.CaseComment.create({"ParentId": CASE, "CommentBody": "é" * 2001}),
        code("STRING_TOO_LONG"),
    )


def escaped_values_find_only_themselves():
    org = logged_in()
    for value, rows in (("Can't change my name", 1), ("x' OR Subject != '", 0), ("x\\' OR Id != '", 0), ("\n\"\\", 0)):
        answer = org.query(format_soql("SELECT Id FROM Case WHERE Subject = {}", value))
        assert answer["totalSize"] == rows, value
    like = format_soql("SELECT Id FROM Case WHERE Subject LIKE '%{:like}%'", "_")
    assert org.query(like)["totalSize"] == 0
    listed = format_soql("SELECT Id FROM Case WHERE CaseNumber IN {}", ["00001026", "00001027"])
    assert org.query(listed)["totalSize"] == 2


def describe():
    fields = {field["name"]: field for field in logged_in().Case.describe()["fields"]}
    assert fields["Description"]["length"] == 32000
    assert not fields["ContactEmail"]["createable"]
    assert "In Progress" in [value["value"] for value in fields["Status"]["picklistValues"]]


def flow():
    org = logged_in()
    inputs = {"firstName": "Ada", "lastName": "L", "email": "ada@example.com", "subject": "Flow", "caseDescription": "By a flow"}
    result = org.restful("actions/custom/flow/CreateSupportCase", method="POST", json={"inputs": [inputs]})
    number = result[0]["outputValues"]["caseNumber"]
    found = org.query(f"SELECT SuppliedName, Origin FROM Case WHERE CaseNumber = '{number}'")["records"][0]
    assert (found["SuppliedName"], found["Origin"]) == ("Ada L", "Web"), found
    refused(
        SalesforceMalformedRequest,
        lambda: org.restful(
            "actions/custom/flow/CreateSupportCase", method="POST", json={"inputs": [dict(inputs, email="no address")]}
        ),
        lambda error: error.content[0]["isSuccess"] is False
        and error.content[0]["errors"][0]["statusCode"] == "UNKNOWN_EXCEPTION",
    )


def errors():
    org = logged_in()
    refused(SalesforceMalformedRequest, lambda: org.query("SELECT Id FORM Case"), code("MALFORMED_QUERY"))
    refused(SalesforceMalformedRequest, lambda: org.query("SELECT Id FROM Case WHERE Description = 'x'"), code("INVALID_FIELD"))
    refused(SalesforceMalformedRequest, lambda: org.Case.create({"ContactId": CASE}), code("MALFORMED_ID"))
    refused(SalesforceMalformedRequest, lambda: org.Contact.create({"FirstName": "Only"}), code("REQUIRED_FIELD_MISSING"))
    refused(SalesforceMalformedRequest, lambda: org.Case.create({"Language": "xx"}), code("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"))
    refused(SalesforceResourceNotFound, lambda: org.Case.get("500dM00000AAAAAQAA"), code("NOT_FOUND"))
    refused(SalesforceGeneralError, lambda: org.restful("search/?q=FIND"), lambda error: error.status == 501)
    assert org.Case.update(CASE, {"Status": "Waiting for parts"}) == 204


judge.finding("a login tells session id and instance", login_tells_session_and_instance)
judge.finding("client credentials open a session", login_by_client_credentials)
judge.finding("a wrong password is refused with INVALID_LOGIN", wrong_password)
judge.finding("a user locked out gets the words of a wrong password", locked_out)
judge.finding("a wrong client secret is refused", wrong_client_secret)
judge.finding("an expired session is renewed and the call replayed", expired_session_is_renewed)
judge.finding("pages follow each other to the end", pages_follow_each_other)
judge.finding("create, read, update and delete a case", create_read_update_delete)
judge.finding("the limit of a comment counts bytes", comment_limit_counts_bytes)
judge.finding("escaped values find only themselves", escaped_values_find_only_themselves)
judge.finding("describe tells fields, lengths and picklists", describe)
judge.finding("a flow is run, and its failure comes in the flow's own shape", flow)
judge.finding("errors carry Salesforce's codes", errors)
judge.end()
