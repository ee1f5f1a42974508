import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { epochMs } from "@skylane/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { documentRepository } from "./document-repository.ts";
import { gitHttp } from "./git-http.ts";

const hasGit = spawnSync("git", ["http-backend"], { env: { ...process.env, PATH_INFO: "/" } }).error === undefined;
if (!hasGit) console.log("skipped: there is no git here, so no repository can be served");

const TOKEN = "s3cret-token";
const INTENT = "in-20261121-7f3a9c-1.md";
let root: string;
let server: Server;
let origin: string;
/** What the server does before it lets a request through to Git. */
let onRequest: (request: IncomingMessage, response: ServerResponse) => boolean;
let pushCount: number;

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t.invalid", ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: "pipe",
  });
const inRepository = (...args: readonly string[]): string => git("-C", join(root, "docs.git"), ...args).trim();
const place = (more: object = {}) => ({
  repository: `${origin}/docs.git`,
  branch: "main",
  folder: "network/connections",
  tokenSecret: "documents-token",
  ...more,
});
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let token: string | undefined;
const repository = documentRepository({
  secrets: async () => token,
  clock: { nowMs: () => epochMs(1_795_000_000_000) },
  log,
});
const push = (text: string, more: object = {}) =>
  repository.push(place(more), [{ name: INTENT, text }], "docs(connections): a → b (in-20261121-7f3a9c)");

/** Git's own server behind HTTP with a token. @see git-http-backend(1) */
function serve(request: IncomingMessage, response: ServerResponse): void {
  if (onRequest(request, response)) return;
  const { pathname, searchParams } = new URL(request.url ?? "/", origin);
  const asked = Buffer.from(request.headers.authorization?.replace("Basic ", "") ?? "", "base64").toString();
  if (asked.slice(asked.indexOf(":") + 1) !== TOKEN) {
    response.writeHead(401, { "www-authenticate": "Basic" }).end();
    return;
  }
  if (pathname.endsWith("git-receive-pack") && request.method === "POST") pushCount += 1;
  const backend = spawn("git", ["http-backend"], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: pathname,
      REQUEST_METHOD: request.method,
      QUERY_STRING: searchParams.toString(),
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      REMOTE_USER: "skylane",
      REMOTE_ADDR: "127.0.0.1",
      ...(request.headers["git-protocol"] !== undefined && { GIT_PROTOCOL: String(request.headers["git-protocol"]) }),
    },
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  backend.on("close", () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf("\r\n\r\n");
    const headers = answer
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(": ") as [string, string]);
    const status = headers.find(([name]) => name === "Status")?.[1];
    response.writeHead(
      Number(status?.slice(0, 3) ?? 200),
      Object.fromEntries(headers.filter(([name]) => name !== "Status")),
    );
    response.end(answer.subarray(end + 4));
  });
}

describe.skipIf(!hasGit)("runtime/git/document-repository, against Git's own server", { timeout: 60_000 }, () => {
  beforeAll(async () => {
    server = createServer(serve);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    origin = `http://127.0.0.1:${address.port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "skylane-repository-"));
    git("init", "--bare", "-b", "main", "docs.git");
    inRepository("config", "http.receivepack", "true");
    onRequest = () => false;
    pushCount = 0;
    token = TOKEN;
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** What somebody else has in the repository. */
  function commitOfOthers(name: string): void {
    git("clone", "-q", "docs.git", `theirs-${name}`);
    writeFileSync(join(root, `theirs-${name}`, name), "theirs");
    git("-C", `theirs-${name}`, "add", ".");
    git("-C", `theirs-${name}`, "commit", "-qm", name);
    git("-C", `theirs-${name}`, "push", "-q", "origin", "HEAD:main");
  }

  it("makes the first commit of an empty repository", async () => {
    expect(await push("# one")).toBe(true);

    expect(inRepository("show", `main:network/connections/${INTENT}`)).toBe("# one");
    expect(inRepository("log", "--format=%an %at %s", "main")).toBe(
      "Skylane 1795000000 docs(connections): a → b (in-20261121-7f3a9c)",
    );
    expect(inRepository("fsck", "--strict")).not.toContain("error");
  });

  it("changes its own file and leaves what others have", async () => {
    commitOfOthers("README.md");
    await push("# one");
    await push("# one, taken back");

    expect(inRepository("ls-tree", "-r", "--name-only", "main").split("\n")).toEqual([
      "README.md",
      `network/connections/${INTENT}`,
    ]);
    expect(inRepository("show", `main:network/connections/${INTENT}`)).toBe("# one, taken back");
    expect(inRepository("rev-list", "--count", "main")).toBe("3");
  });

  it("the same document again is no commit, and no push", async () => {
    await push("# one");

    expect(await push("# one")).toBe(false);

    expect([inRepository("rev-list", "--count", "main"), pushCount]).toEqual(["1", 1]);
  });

  it("if somebody else pushes at the same moment, theirs stays and ours comes after it", async () => {
    commitOfOthers("README.md");
    let overtakenCount = 0;
    onRequest = ({ method, url }) => {
      if (method === "POST" && url?.endsWith("git-receive-pack") && overtakenCount < 2) {
        overtakenCount += 1;
        commitOfOthers(`theirs-${overtakenCount}.md`);
      }
      return false;
    };

    expect(await push("# one")).toBe(true);

    expect(inRepository("ls-tree", "-r", "--name-only", "main").split("\n")).toEqual([
      "README.md",
      `network/connections/${INTENT}`,
      "theirs-1.md",
      "theirs-2.md",
    ]);
  });

  it("gives up if it is always overtaken, and says so", async () => {
    commitOfOthers("README.md");
    let count = 0;
    onRequest = ({ method, url }) => {
      if (method === "POST" && url?.endsWith("git-receive-pack")) commitOfOthers(`theirs-${++count}.md`);
      return false;
    };

    await expect(push("# one")).rejects.toMatchObject({ code: "ERR_REPOSITORY_UNAVAILABLE" });
    expect(count).toBe(5);
  });

  it.each([
    ["a token that is wrong", "wrong", "ERR_REPOSITORY_DENIED"],
    ["a token that is not set", undefined, "ERR_REPOSITORY_DENIED"],
  ])("%s is said, and the token is not", async (_, wrong, code) => {
    token = wrong;

    const error = await push("# one").catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ code, message: expect.stringContaining("documents-token") });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("wrong");
  });

  it("a branch that is protected stays as it is, and is said", async () => {
    await push("# one");
    inRepository("config", "receive.denyCurrentBranch", "refuse");
    writeFileSync(join(root, "docs.git/hooks/pre-receive"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });

    await expect(push("# two")).rejects.toMatchObject({ code: "ERR_REPOSITORY_UNAVAILABLE" });
    expect(inRepository("rev-list", "--count", "main")).toBe("1");
  });

  it("does not take the token where a redirect leads", async () => {
    const asked: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(401, { "www-authenticate": "Basic" }).end();
    });
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const { port } = other.address() as { port: number };
    onRequest = (request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${port}${request.url}` }).end();
      return true;
    };

    await expect(push("# one")).rejects.toMatchObject({ code: "ERR_REPOSITORY_UNAVAILABLE" });

    other.close();
    expect(asked).toEqual([]);
  });

  it("reads no answer that has no end", async () => {
    onRequest = (_, response) => {
      response.writeHead(200, { "content-type": "application/x-git-upload-pack-advertisement" }).end("x".repeat(5_000));
      return true;
    };

    await expect(gitHttp(5_000, 1_000).request({ url: `${origin}/docs.git/info/refs` })).rejects.toThrow(
      /more than 1000 bytes/,
    );
  });
});
