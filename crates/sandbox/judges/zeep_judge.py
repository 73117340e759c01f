"""Judge: zeep in strict mode with Salesforce's partner WSDL, against a running sandbox org.

Usage: python zeep_judge.py http://127.0.0.1:8788 [WSDL]

The WSDL is Salesforce's and not part of this repository; jsforce's npm package carries a copy,
which is taken from the repository's node_modules when none is named.
"""

import pathlib
import sys

import zeep
from lxml import etree

from findings import PASSWORD, TOKEN, USERNAME, Judge, refused

judge = Judge("zeep")
REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
WSDL = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else REPOSITORY / "node_modules/jsforce/src/api/soap/wsdl.xml"
BINDING = "{urn:partner.soap.sforce.com}SoapBinding"
client = None


def wsdl_is_read():
    global client
    client = zeep.Client(str(WSDL), settings=zeep.Settings(strict=True))


def service(version="64.0"):
    return client.create_service(BINDING, f"{judge.url}/services/Soap/u/{version}")


def login_result_fits_the_schema():
    result = service().login(username=USERNAME, password=PASSWORD + TOKEN)
    assert len(result.userId) == 18 and result.userId.startswith("005")
    assert result.passwordExpired is False
    assert result.serverUrl.startswith(f"{judge.url}/services/Soap/u/64.0/00D")
    assert result.userInfo.userName == USERNAME
    assert result.userInfo.sessionSecondsValid == 7200
    assert result.userInfo.roleId is None


def fault_of(error):
    """The fault's detail, read by the schema."""
    element = error.detail[0]
    kind = etree.QName(element)
    return client.get_element(kind).parse(element, client.wsdl.types)


def login_fault_fits_the_schema():
    refused(
        zeep.exceptions.Fault,
        lambda: service().login(username=USERNAME, password="wrong"),
        lambda error: error.code == "INVALID_LOGIN"
        and error.message == "INVALID_LOGIN: Invalid username, password, security token; or user locked out."
        and fault_of(error).exceptionCode == "INVALID_LOGIN",
    )


def expired_password_is_told():
    user = {"username": USERNAME, "password": PASSWORD, "securityToken": TOKEN, "lastName": "Agent", "passwordExpired": True}
    judge.control("PATCH", "org", {"users": [user]})
    result = service().login(username=USERNAME, password=PASSWORD + TOKEN)
    assert result.passwordExpired is True
    judge.control("POST", "reset")


def old_and_new_versions_are_refused():
    for version in ("30.0", "65.0"):
        refused(
            zeep.exceptions.Fault,
            lambda: service(version).login(username=USERNAME, password=PASSWORD + TOKEN),
            lambda error: "UNSUPPORTED_API_VERSION" in error.message,
        )


def other_operations_are_refused_by_name():
    refused(zeep.exceptions.Fault, lambda: service().getServerTimestamp(), lambda error: "getServerTimestamp" in error.message)


judge.finding("the partner WSDL is read", wsdl_is_read)
judge.finding("a login result fits the schema", login_result_fits_the_schema)
judge.finding("a login fault fits the schema", login_fault_fits_the_schema)
judge.finding("an expired password is told", expired_password_is_told)
judge.finding("retired and future versions are refused", old_and_new_versions_are_refused)
judge.finding("other operations are refused by name", other_operations_are_refused_by_name)
judge.end()
