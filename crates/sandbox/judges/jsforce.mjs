// Judge: jsforce, unmodified, against a running sandbox org.
//
// Usage: node jsforce.mjs http://127.0.0.1:8788
// Resets the org, prints `ok - ...` or `not ok - ...` for each finding, and exits with 1 if one
// of them is `not ok`.

import assert from "node:assert/strict";

import jsforce from "jsforce";

const url = process.argv[2];
if (!url) {
  console.error("usage: node jsforce.mjs http://127.0.0.1:8788");
  process.exit(2);
}
const username = "agent@casement.example";
const password = "sandboxTOKEN";
const version = "64.0";

let failures = 0;
async function finding(name, check) {
  try {
    await check();
    console.log(`ok - jsforce: ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`not ok - jsforce: ${name}`);
    console.log(`# ${String(error?.stack ?? error).replaceAll("\n", "\n# ")}`);
  }
}

async function control(method, path, body) {
  const response = await fetch(`${url}/__emulator__/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

const connection = () => new jsforce.Connection({ loginUrl: url, version });

async function loggedIn() {
  const made = connection();
  await made.login(username, password);
  return made;
}

const refused = (promise, code) =>
  assert.rejects(promise, (error) => {
    assert.equal(error.errorCode ?? error.name, code, String(error));
    return true;
  });

await control("POST", "reset");

await finding("a login tells user, organization and instance", async () => {
  const made = connection();
  const user = await made.login(username, password);
  assert.match(user.id, /^005\w{15}$/);
  assert.match(user.organizationId, /^00D\w{15}$/);
  assert.equal(made.instanceUrl, url);
});

await finding("a wrong password is refused with INVALID_LOGIN", async () => {
  await assert.rejects(connection().login(username, "wrong"), /^\w*:? ?INVALID_LOGIN: Invalid username, password, security token; or user locked out\.$/);
});

await finding("a password without its token asks for the token", async () => {
  await assert.rejects(connection().login(username, "sandbox"), /LOGIN_MUST_USE_SECURITY_TOKEN/);
});

await finding("SOAP login switched off is said so", async () => {
  await control("PATCH", "org", { soapLogin: false });
  await assert.rejects(connection().login(username, password), /INVALID_OPERATION: SOAP API login\(\) is disabled by default/);
  await control("PATCH", "org", { soapLogin: true });
});

await finding("an unsupported version is refused", async () => {
  const made = new jsforce.Connection({ loginUrl: url, version: "65.0" });
  await assert.rejects(made.login(username, password), /UNSUPPORTED_API_VERSION/);
});

await finding("client credentials open a session", async () => {
  const made = new jsforce.Connection({
    instanceUrl: url,
    version,
    oauth2: { loginUrl: url, clientId: "sandbox-client", clientSecret: "sandbox-secret" },
  });
  await made.authorize({ grant_type: "client_credentials" });
  assert.equal((await made.query("SELECT COUNT() FROM Case")).totalSize, 11);
});

await finding("a case comes with its contact and its published comments in order", async () => {
  const made = await loggedIn();
  const answer = await made.query(
    "SELECT CaseNumber, Status, Subject, Contact.Email, (SELECT CommentBody FROM CaseComments WHERE IsPublished = true ORDER BY CreatedDate) FROM Case WHERE CaseNumber = '00001026'",
  );
  assert.equal(answer.totalSize, 1);
  const [record] = answer.records;
  assert.equal(record.Status, "In Progress");
  assert.equal(record.Contact.Email, "johnsmith@xyz.com");
  assert.deepEqual(
    record.CaseComments.records.map((comment) => comment.CommentBody),
    [
      "Initial customer inquiry submitted.",
      "Support confirmed the issue and requested logs.",
      "Customer uploaded the requested logs.",
    ],
  );
  assert.ok(made.limitInfo.apiUsage.used > 0);
  assert.equal(made.limitInfo.apiUsage.limit, 15000);
});

await finding("an expired session is renewed and the call replayed once", async () => {
  const made = await loggedIn();
  const before = made.accessToken;
  await control("POST", "expire-sessions");
  await control("DELETE", "calls");
  const created = await made.sobject("Case").create({ Subject: "After the session ended" });
  assert.ok(created.success);
  assert.notEqual(made.accessToken, before);
  const calls = await control("GET", "calls");
  assert.deepEqual(calls.map((call) => call.status), [401, 200, 201]);
  assert.equal(calls[0].path, calls[2].path);
});

await finding("pages follow each other to the end", async () => {
  await control("PATCH", "org", { batchSize: 4 });
  const made = await loggedIn();
  const first = await made.query("SELECT Id, CaseNumber FROM Case ORDER BY CaseNumber");
  assert.equal(first.done, false);
  assert.equal(first.records.length, 4);
  const numbers = first.records.map((record) => record.CaseNumber);
  let page = first;
  while (!page.done) {
    page = await made.queryMore(page.nextRecordsUrl);
    numbers.push(...page.records.map((record) => record.CaseNumber));
  }
  assert.equal(numbers.length, first.totalSize);
  assert.deepEqual(numbers, [...numbers].sort());
  assert.equal(new Set(numbers).size, numbers.length);
  await control("PATCH", "org", { batchSize: 2000 });
});

await finding("create, read, update and delete a case", async () => {
  const made = await loggedIn();
  const cases = made.sobject("Case");
  const { id, success } = await cases.create({ Subject: "Judged", Origin: "Web", SuppliedEmail: "judge@example.com" });
  assert.ok(success);
  const read = await cases.retrieve(id);
  assert.match(read.CaseNumber, /^\d{8}$/);
  assert.equal(read.Status, "New");
  assert.equal(read.IsClosed, false);
  assert.equal((await cases.update({ Id: id, Status: "Closed" })).success, true);
  const closed = await cases.retrieve(id);
  assert.equal(closed.IsClosed, true);
  assert.match(closed.ClosedDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);
  assert.equal((await cases.destroy(id)).success, true);
  await refused(cases.retrieve(id), "ENTITY_IS_DELETED");
});

await finding("several records are written in one call, each with its own result", async () => {
  const made = await loggedIn();
  const results = await made.sobject("Contact").create([{ LastName: "One" }, { FirstName: "Two" }]);
  assert.deepEqual(results.map((result) => result.success), [true, false]);
  assert.equal(results[1].errors[0].statusCode ?? results[1].errors[0].errorCode, "REQUIRED_FIELD_MISSING");
  const found = await made.sobject("Contact").retrieve([results[0].id]);
  assert.equal(found[0].LastName, "One");
});

await finding("describe tells fields, lengths and picklists", async () => {
  const made = await loggedIn();
  const described = await made.sobject("Case").describe();
  const field = (name) => described.fields.find((found) => found.name === name);
  assert.equal(field("Subject").length, 255);
  assert.equal(field("CaseNumber").createable, false);
  assert.equal(field("SuppliedEmail").updateable, false);
  assert.equal(field("Status").restrictedPicklist, false);
  assert.deepEqual(
    field("Priority").picklistValues.map((value) => value.value),
    ["High", "Medium", "Low"],
  );
  const global = await made.describeGlobal();
  assert.ok(global.sobjects.some((object) => object.name === "CaseComment" && object.keyPrefix === "00a"));
});

await finding("a flow is run, and one without a required input is refused", async () => {
  const made = await loggedIn();
  const path = `/services/data/v${version}/actions/custom/flow/CreateSupportCase`;
  const inputs = { firstName: "Ada", lastName: "L", email: "ada@example.com", subject: "Flow", caseDescription: "By a flow" };
  const [result] = await made.requestPost(path, { inputs: [inputs] });
  assert.equal(result.isSuccess, true);
  assert.match(result.outputValues.caseNumber, /^\d{8}$/);
  assert.equal(result.outputValues.Flow__InterviewStatus, "Finished");
  await refused(made.requestPost(path, { inputs: [{ firstName: "Ada" }] }), "REQUIRED_FIELD_MISSING");
  await refused(made.requestPost(`${path}Nope`, { inputs: [{}] }), "NOT_FOUND");
});

await finding("errors carry Salesforce's codes and words", async () => {
  const made = await loggedIn();
  const cases = made.sobject("Case");
  await refused(made.query("SELECT Id FORM Case"), "MALFORMED_QUERY");
  await refused(made.query("SELECT Idd FROM Case"), "INVALID_FIELD");
  await refused(made.query("SELECT Id FROM Foo"), "INVALID_TYPE");
  await refused(made.query("SELECT Status, COUNT(Id) FROM Case GROUP BY Status"), "NOT_IMITATED_BY_SANDBOX");
  await refused(cases.create({ Subject: "x".repeat(256) }), "STRING_TOO_LONG");
  await refused(cases.create({ SuppliedEmail: "no address" }), "INVALID_EMAIL_ADDRESS");
  await refused(cases.create({ Nope: 1 }), "INVALID_FIELD");
  await refused(cases.create({ CaseNumber: "1" }), "INVALID_FIELD_FOR_INSERT_UPDATE");
  await refused(cases.update({ Id: "500dM00000EsC1sQAF", SuppliedEmail: "a@b.co" }), "INVALID_FIELD_FOR_INSERT_UPDATE");
  await refused(cases.update({ Id: "500dM00000AAAAAQAA", Status: "New" }), "INVALID_CROSS_REFERENCE_KEY");
  await refused(made.sobject("Contact").create({ FirstName: "Only" }), "REQUIRED_FIELD_MISSING");
});

await finding("a fault asked for arrives as the client's error", async () => {
  const made = await loggedIn();
  await control("POST", "faults", { path: "/sobjects/Case", method: "POST", errorCode: "UNABLE_TO_LOCK_ROW", once: true });
  await refused(made.sobject("Case").create({ Subject: "Locked" }), "UNABLE_TO_LOCK_ROW");
  assert.ok((await made.sobject("Case").create({ Subject: "Free again" })).success);
});

await control("POST", "reset");
process.exit(failures === 0 ? 0 : 1);
