// The whole system for a test: a sandbox org and a proxy of its own, on free ports, in a folder
// that is removed afterwards. It knows how the programs are started, and nothing of the widget.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROGRAMS = resolve(process.env.CASEMENT_PROGRAMS ?? join(ROOT, "target/debug"));
const SITE = resolve(process.env.CASEMENT_SITE ?? join(ROOT, "target/site"));

/** The sandbox org's demonstration user. */
const USERNAME = "agent@casement.example";

/** How long a program may take until it answers. */
const PATIENCE_MS = 30_000;

/** A port of this machine that nobody listens on. */
export const freePort = () =>
  new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** Starts a program and waits until its address answers anything. */
async function start(program, words, address, environment = {}) {
  const child = spawn(join(PROGRAMS, program), words, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => {
      said = (said + bytes).slice(-20_000);
    });
  }
  const ended = new Promise((done) => child.once("exit", done));
  let failure;
  child.once("error", (error) => (failure = error));
  const begin = Date.now();
  for (;;) {
    const answers = await fetch(address).then(
      () => true,
      () => false,
    );
    if (answers) break;
    if (failure || child.exitCode !== null || Date.now() - begin > PATIENCE_MS) {
      child.kill("SIGKILL");
      throw new Error(`${program} does not answer at ${address}: ${failure ?? said}`);
    }
    await new Promise((again) => setTimeout(again, 50));
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { stop, said: () => said };
}

/** Stores the demonstration credentials, encrypted, where the proxy looks for them. */
function storeCredentials(config) {
  const words = ["credentials", "set", "--username", USERNAME, "--config", config];
  const result = spawnSync(join(PROGRAMS, "casement-proxy"), words, {
    env: {
      ...process.env,
      CASEMENT_PASSWORD: "sandbox",
      CASEMENT_SECURITY_TOKEN: "TOKEN",
    },
    encoding: "utf8",
  });
  if (result.status !== 0) {
    throw new Error(`the credentials could not be stored: ${result.stderr || result.error}`);
  }
}

/**
 * Starts both programs.
 *
 * Returns the site's address, the org's, a call to the org's control plane, what the proxy has
 * logged, and `stop()`.
 */
export async function startSystem() {
  const folder = mkdtempSync(join(tmpdir(), "casement-"));
  const [proxyPort, sandboxPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${proxyPort}/`;
  const org = `http://127.0.0.1:${sandboxPort}`;
  const config = join(folder, "proxy.toml");
  const text = (value) => JSON.stringify(value);
  writeFileSync(
    config,
    [
      `listen = ${text(`127.0.0.1:${proxyPort}`)}`,
      `allowedOrigins = [${text(url.slice(0, -1))}]`,
      `assets = ${text(SITE)}`,
      "[salesforce]",
      'credentials = "credentials.json"',
      'keyFile = "casement.key"',
      `sandboxOrg = ${text(org)}`,
      "",
    ].join("\n"),
  );
  const programs = [];
  const stop = async () => {
    for (const program of programs.reverse()) await program.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    programs.push(await start("casement-sandbox", ["--listen", `127.0.0.1:${sandboxPort}`], org));
    storeCredentials(config);
    const proxy = await start("casement-proxy", ["serve", "--config", config], `${url}healthz`);
    programs.push(proxy);
    return { url, org, control: (path, options) => control(org, path, options), log: proxy.said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Calls the control plane of the org: `control("faults", { method: "POST", body: {...} })`. */
async function control(org, path, { method = "GET", body } = {}) {
  const answer = await fetch(`${org}/__emulator__/${path}`, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the control plane refuses ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}
