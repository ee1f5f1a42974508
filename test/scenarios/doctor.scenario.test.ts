import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import {
  DeleteRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { epochMs } from "@skylane/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Finding } from "../../packages/cli/src/doctor/check.ts";
import { clock } from "../../packages/cli/src/doctor/checks/clock.ts";
import { discovery } from "../../packages/cli/src/doctor/checks/discovery.ts";
import { snapshots } from "../../packages/cli/src/doctor/checks/snapshots.ts";
import { instanceEnv, openInstallation } from "../../packages/cli/src/doctor/open-installation.ts";
import { runChecks } from "../../packages/cli/src/doctor/run-checks.ts";
import { runningSkylane } from "../support/running-skylane.ts";

const SKYLANE = join(import.meta.dirname, "../../packages/cli/bin/skylane.mjs");
const TEN_MINUTES_MS = 600_000;
const running = runningSkylane({ seed: 6 });
const { instance, fileOf, call, until, untilAllUp } = running;

interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
const doctor = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  new Promise((done) => {
    const all = { ...process.env, ...env };
    execFile(process.execPath, [SKYLANE, "doctor", ...args], { env: all }, (error, stdout, stderr) =>
      done({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
const findingsOf = ({ stdout }: Answer): readonly Finding[] => JSON.parse(stdout).findings;
const here = (): readonly string[] => ["--data", fileOf("data"), "--json"];
const soundly = (): Promise<void> =>
  until(async () => {
    const seen = findingsOf(await doctor(here()));
    expect(seen.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(seen.find(({ id }) => id === "actuators")).toMatchObject({ outcome: "ok" });
  });

describe("a doctor looks at a Skylane that runs", { timeout: 180_000 }, () => {
  afterEach(() => vi.unstubAllEnvs());

  it("finds nothing wrong with a sound one, and calls nothing well that it could not see", async () => {
    await untilAllUp();
    await soundly();
    const answer = await doctor(here());
    const outcomeOf = new Map(findingsOf(answer).map(({ id, outcome }) => [id, outcome]));

    expect(answer.exitCode).toBe(0);
    for (const id of ["bus", "functions", "workflows", "schedules", "permissions", "snapshots", "kill-switch"])
      expect([id, outcomeOf.get(id)]).toEqual([id, "ok"]);
    for (const id of ["secrets", "quotas", "federation", "identity"])
      expect([id, outcomeOf.get(id)]).toEqual([id, "not-checked"]);
  });

  it("sees a missing rule, a schedule that is gone, the wrong account and a cloud that shows less", async () => {
    const bus = new EventBridgeClient({
      endpoint: instance().info.awsUrl,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    const rule = { EventBusName: "skylane", Rule: "store-plan" };
    const { Targets = [] } = await bus.send(new ListTargetsByRuleCommand(rule));
    await bus.send(new RemoveTargetsCommand({ ...rule, Ids: Targets.map(({ Id = "" }) => Id) }));
    await bus.send(new DeleteRuleCommand({ EventBusName: rule.EventBusName, Name: rule.Rule }));
    await fetch(`${instance().info.awsUrl}/schedules/watch-overrides`, { method: "DELETE" });
    await call("PUT", "/v1/kill-switch", { isStopped: true, reason: "a game day" });
    await fetch(new URL("/lab/realism", instance().info.twinUrl), {
      method: "PUT",
      body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, callsPerSecond: 0, deniedScopes: ["azure:westeurope"] }),
    });

    const answer = await doctor(here(), { AWS_ACCOUNT_ID: "999999999999" });
    const findings = findingsOf(answer);

    expect(answer.exitCode).toBe(1);
    for (const [id, outcome, seen] of [
      ["bus", "failed", /rule store-plan is missing/],
      ["schedules", "failed", /watch-overrides never runs/],
      ["identity", "failed", /account 111122223333 .* AWS_ACCOUNT_ID says 999999999999/],
      ["permissions", "failed", /azure, denied: Microsoft\.Network/],
      ["kill-switch", "warning", /a game day/],
    ] as const)
      expect(findings).toContainEqual(
        expect.objectContaining({ id, outcome, seen: expect.stringMatching(seen), todo: expect.any(String) }),
      );
  });

  it("takes the kill switch that the runbook writes into the table", async () => {
    await call("PUT", "/v1/kill-switch", { isStopped: false, reason: "over" });
    const runbook = readFileSync(join(import.meta.dirname, "../../docs/operations/runbooks/kill-switch.md"), "utf8");
    const item = /--table-name (\S+) --item '(.+)'/.exec(runbook);
    const answer = await fetch(instance().info.awsUrl, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "DynamoDB_20120810.PutItem",
        authorization:
          "AWS4-HMAC-SHA256 Credential=x/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=x, Signature=x",
      },
      body: JSON.stringify({ TableName: item?.[1], Item: JSON.parse(item?.[2] ?? "") }),
    });

    expect(answer.status).toBe(200);
    expect(findingsOf(await doctor(here())).find(({ id }) => id === "kill-switch")).toMatchObject({
      outcome: "warning",
      seen: expect.stringContaining("on call, by hand"),
    });
    expect(await running.get("/v1/kill-switch")).toMatchObject({ isStopped: true });
  });

  it("sees vantages that have fallen silent, and a machine whose clock AWS does not share", async () => {
    const twin = instance().info.twinUrl;
    // STS as the world has it, ten minutes ahead
    const edge = createServer(async (request, response) => {
      const body = await text(request);
      const { authorization = "" } = request.headers;
      const headers = { authorization, "content-type": "application/x-www-form-urlencoded" };
      const answer = await fetch(new URL(request.url ?? "/", twin), { method: "POST", headers, body });
      response.setHeader("date", new Date(Date.now() + TEN_MINUTES_MS).toUTCString());
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(await answer.text());
    });
    await new Promise<void>((done) => edge.listen(0, "127.0.0.1", done));
    const edgeUrl = `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;
    const env = { AWS_ENDPOINT_URL_STS: edgeUrl, SKYLANE_CONFIG: fileOf("skylane.yaml") };
    for (const [name, value] of Object.entries({ ...instanceEnv(instance().info), ...env })) vi.stubEnv(name, value);
    const installation = await openInstallation();
    const later = { ...installation.clock, nowMs: () => epochMs(Date.now() + TEN_MINUTES_MS) };

    const skewed = await runChecks([clock], installation);
    const silent = await runChecks([snapshots, discovery], { ...installation, clock: later });
    edge.close();

    expect(skewed).toContainEqual(
      expect.objectContaining({ outcome: "failed", seen: expect.stringMatching(/10 min behind AWS/) }),
    );
    expect(silent.filter(({ id }) => id === "snapshots").map(({ outcome }) => outcome)).toEqual([
      "failed",
      "failed",
      "failed",
    ]);
    // a look every hour is young enough
    expect(silent.filter(({ id }) => id === "discovery")).toMatchObject([{ outcome: "ok" }]);
  });

  it("tells a configuration that does not hold from one that is not there", async () => {
    const file = fileOf("broken.yaml");
    writeFileSync(file, "version: 1\nestate: x\n");

    const broken = await doctor([...here(), "--config", file]);
    const missing = await doctor([...here(), "--config", fileOf("nowhere.yaml")]);

    expect(broken.exitCode).toBe(1);
    expect(findingsOf(broken)[0]).toMatchObject({ id: "configuration", outcome: "failed" });
    expect(
      new Set(
        findingsOf(broken)
          .slice(1)
          .map(({ outcome }) => outcome),
      ),
    ).toEqual(new Set(["not-checked"]));
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("cannot read") });
  });

  it("goes on when neither tables nor bus answer, and still looks at the clouds", async () => {
    const answer = await doctor(["--data", fileOf("empty"), "--config", fileOf("skylane.yaml"), "--json"], {
      ...instanceEnv({ ...instance().info, awsUrl: "http://127.0.0.1:1" }),
    });

    expect(answer.exitCode).toBe(1);
    for (const id of ["tables", "bus", "kill-switch"])
      expect(findingsOf(answer)).toContainEqual(expect.objectContaining({ id, outcome: "failed" }));
    // Lambda is asked for at the instance too, which does not answer
    expect(findingsOf(answer).find(({ id }) => id === "permissions")?.seen).toMatch(
      /azure|read calls|lambda:ListFunctions/,
    );
  });
});
