import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { functions } from "@skylane/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assetsOf, assetVariables } from "../../infra/bundling.ts";
import functionPorts from "../../infra/function-ports.gen.json" with { type: "json" };
import { makeBundle } from "../../tools/bundle/make-bundle.ts";
import { targets } from "../../tools/bundle/targets.ts";
import { rawConfig } from "../support/builders.ts";

const outDir = mkdtempSync(join(tmpdir(), "skylane-rights-"));
const name = "set-kill-switch";
const folder = join(outDir, name);

/** AWS, as far as it answers at all: every call is refused at once, and remembered. */
const asked: string[] = [];
const aws = createServer((request, response) => {
  asked.push(String(request.headers["x-amz-target"]));
  response.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end('{"__type":"AccessDeniedException"}');
});
let url = "";

beforeAll(async () => {
  await new Promise<void>((done) => aws.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  const target = targets().find((one) => one.name === name);
  if (!target) throw new Error(`no function ${name}`);
  await makeBundle(target, outDir);
  const people = [
    { id: "view@globalcart.example", role: "viewer" },
    { id: "ops@globalcart.example", role: "operator" },
  ];
  const policies =
    '@id("not-at-night") forbid (principal == Skylane::Person::"night@globalcart.example", action, resource);';
  people.push({ id: "night@globalcart.example", role: "admin" });
  writeFileSync(join(folder, "skylane.json"), JSON.stringify({ ...rawConfig(), people, rights: { policies } }));
}, 60_000);
afterAll(() => {
  aws.close();
  rmSync(outDir, { recursive: true });
});

const PROGRAM = `
const { handler } = await import(process.argv[1]);
process.stdout.write("\\n" + JSON.stringify(await handler(JSON.parse(process.argv[2]))));
process.exit();`;

/** Invokes the bundle in a Node of its own, in its own folder, where there are no packages. */
async function order(by: string, env: Readonly<Record<string, string>> = {}) {
  asked.length = 0;
  const event = {
    rawPath: "/v1/kill-switch",
    body: JSON.stringify({ isStopped: true, reason: "change freeze" }),
    requestContext: { authorizer: { jwt: { claims: { sub: by } } } },
  };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", PROGRAM, join(folder, `${name}.mjs`), JSON.stringify(event)],
    {
      cwd: folder,
      env: {
        SKYLANE_CONFIG: "skylane.json",
        ...assetVariables(assetsOf(name, ["rights"])),
        AWS_ENDPOINT_URL: url,
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "x",
        AWS_SECRET_ACCESS_KEY: "x",
        ...env,
      },
    },
  );
  const { statusCode, body } = JSON.parse(stdout.split("\n").at(-1) ?? "{}");
  return { statusCode, error: JSON.parse(body).error, asked: [...asked] };
}

describe("rights in a bundle", () => {
  it("are judged in plain Node with nothing beside it but the evaluator and the configuration", async () => {
    expect(await order("view@globalcart.example")).toMatchObject({
      statusCode: 403,
      error: {
        code: "ERR_NOT_ALLOWED",
        message: expect.stringMatching(/takes the role operator, and theirs is viewer/),
      },
    });
    expect(await order("night@globalcart.example")).toMatchObject({
      error: { code: "ERR_NOT_ALLOWED", message: expect.stringContaining("not-at-night") },
    });
    const allowed = await order("ops@globalcart.example");

    expect(allowed.error.code).not.toMatch(/ERR_NOT_ALLOWED|ERR_RIGHTS/);
    expect(allowed.asked).toContain("DynamoDB_20120810.PutItem");
  });

  it("allow nothing where the evaluator is missing", async () => {
    expect(await order("ops@globalcart.example", { SKYLANE_CEDAR_FILE: "gone.wasm" })).toMatchObject({
      statusCode: 403,
      error: { code: "ERR_RIGHTS_UNDECIDED" },
    });
  });

  it("go with every function that takes orders of people, with the proof, with who asks what they may do, and with no other", () => {
    const withRights = Object.entries(functionPorts as Readonly<Record<string, readonly string[]>>)
      .filter(([, ports]) => ports.includes("rights"))
      .map(([one]) => one);
    const takesOrders = (Object.keys(functions) as (keyof typeof functions)[]).filter((one) =>
      /^(api\/(order|ask|approve|reject|submit|set|drain|run)-|api\/slack-options|chat\/answer-order|costs\/answer-)/.test(
        functions[one].entry,
      ),
    );

    // with the proof, which judges approved exceptions again, and with what tells a person what they may do
    expect(withRights.sort()).toEqual([...takesOrders, "prove-connections", "show-me"].sort());
  });
});
