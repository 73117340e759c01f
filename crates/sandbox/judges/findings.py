"""What the Python judges share: findings as lines, and the org's control plane."""

import sys
import traceback

import requests

USERNAME = "agent@casement.example"
PASSWORD = "sandbox"
TOKEN = "TOKEN"


class Judge:
    """Prints `ok - ...` or `not ok - ...` for each finding and counts what is not ok."""

    def __init__(self, name):
        if len(sys.argv) < 2:
            print(f"usage: python {sys.argv[0]} http://127.0.0.1:8788", file=sys.stderr)
            sys.exit(2)
        self.name = name
        self.url = sys.argv[1].rstrip("/")
        self.failures = 0
        self.control("POST", "reset")

    def finding(self, name, check):
        """Runs one check."""
        try:
            check()
            print(f"ok - {self.name}: {name}")
        except Exception:
            self.failures += 1
            print(f"not ok - {self.name}: {name}")
            print("# " + traceback.format_exc().rstrip().replace("\n", "\n# "))

    def control(self, method, path, body=None):
        """Calls the org's control plane."""
        answer = requests.request(method, f"{self.url}/__emulator__/{path}", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def end(self):
        """Leaves the org as it was and exits."""
        self.control("POST", "reset")
        sys.exit(1 if self.failures else 0)


def refused(kind, check, wanted):
    """Fails unless the check raises that kind of error, which `wanted` must hold for."""
    try:
        check()
    except kind as error:
        assert wanted(error), repr(error)
        return
    raise AssertionError(f"nothing was refused with {kind.__name__}")
