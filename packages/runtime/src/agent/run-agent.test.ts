import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import {
  type BuiltGroup,
  type ConnectionGroup,
  deploymentNames,
  epochMs,
  IntentId,
  type Path,
  parseConfig,
  type SkylaneConfig,
} from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rawConfig } from "../../../../test/support/builders.ts";
import { makeAgent } from "./make-agent.ts";
import { runAgent } from "./run-agent.ts";

interface Told {
  readonly type: string;
  readonly subject: string;
  readonly skylaneepoch: number;
  readonly data: {
    readonly to?: string;
    readonly sampleCount?: number;
    readonly paths?: readonly { pathId: string }[];
  };
}

const closing: (() => void)[] = [];
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) close();
});

const portOf = async (server: Server, port = 0): Promise<number> => {
  closing.push(() => void server.close());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};
/** An item as DynamoDB has it on the wire. */
interface Item {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
  readonly doc: { readonly M: NonNullable<unknown> };
}
/** What answers PutEvents, and what it was told; and a table, with what is in it. */
const hubServer = (told: Told[], items: Item[] = []) =>
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      const answerWith = (answer: object) =>
        void response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(answer));
      const target = String(request.headers["x-amz-target"]);
      if (target.endsWith(".PutItem")) {
        items.push(body.Item);
        return answerWith({});
      }
      if (target.endsWith(".Query"))
        return answerWith({ Items: items.filter(({ pk }) => pk.S === body.ExpressionAttributeValues[":pk"].S) });
      const { Entries } = body as { Entries: { Detail: string }[] };
      told.push(...Entries.map(({ Detail }) => JSON.parse(Detail) as Told));
      const answer = { FailedEntryCount: 0, Entries: Entries.map((_, i) => ({ EventId: String(i) })) };
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
    });
  });
const settings = {
  regionId: "us-east-1",
  names: deploymentNames("skylane"),
  otherRegionUrl: undefined,
  proxy: undefined,
};
/** The small estate with its one path on this machine, probed by an agent ten times a second. */
const config = (port: number): SkylaneConfig => {
  const raw = rawConfig();
  const [group] = raw.groups;
  const [path] = group?.paths ?? [];
  return parseConfig(
    {
      ...raw,
      thresholds: { profile: "lab", burstMs: "59 seconds" },
      probing: { isLoopbackAllowed: true },
      vantages: [{ id: "v1", networkId: "site-net", runsAs: "agent" }],
      groups: [
        {
          ...group,
          paths: [{ ...path, probe: { vantageId: "v1", kind: "tcp", sourceIp: "127.0.0.1", host: "127.0.0.1", port } }],
        },
      ],
    },
    "skylane.yaml",
  );
};
/** A group that was built, with one path over the same loopback. */
const builtGroupAt = (port: number): BuiltGroup => {
  const [declared] = config(port).groups as [ConnectionGroup];
  const { failback: _, ...group } = declared;
  const paths = [{ ...(declared.paths[0] as Path), id: "in-1-abc.g.way" as Path["id"] }];
  return {
    runId: IntentId.parse("in-1-abc"),
    intentIds: [IntentId.parse("in-1-abc-1")],
    group: { ...group, id: "in-1-abc.g" as ConnectionGroup["id"], paths },
    networks: [],
    connections: [],
    policies: [],
    flows: [],
  };
};
const changes = (told: readonly Told[]) =>
  told.filter(({ type }) => type === "health.path-state-changed.v1").map(({ data }) => data.to);

describe("runtime/agent/run-agent", { timeout: 30_000 }, () => {
  it("tells of each change, and ends with a snapshot when it is stopped", async () => {
    const target = createTcpServer((socket) => void socket.on("error", () => undefined));
    const told: Told[] = [];
    const hubUrl = `http://127.0.0.1:${await portOf(hubServer(told))}`;
    const deps = await makeAgent(config(await portOf(target)), "v1", {
      ...settings,
      hubUrl,
    });
    const stop = new AbortController();
    const startedAtMs = deps.clock.nowMs();
    const running = runAgent(deps, "v1", stop.signal);

    await vi.waitFor(() => expect(changes(told)).toEqual(["up"]), { timeout: 10_000 });
    target.close();
    await vi.waitFor(() => expect(changes(told)).toEqual(["up", "down"]), { timeout: 10_000 });
    stop.abort();

    expect(await running).toBe(0);
    const last = told.at(-1);
    expect(last?.type).toBe("health.snapshot-taken.v1");
    expect(last?.data.paths).toMatchObject([{ pathId: "dx", health: { state: "down" } }]);
    expect(told[0]?.skylaneepoch).toBeGreaterThan(startedAtMs);
  });

  it("goes on probing while the hub is away, and tells what is true when it is back", async () => {
    const target = createTcpServer((socket) => void socket.on("error", () => undefined));
    const told: Told[] = [];
    const hub = hubServer(told);
    const hubPort = await portOf(hub);
    await new Promise((closed) => hub.close(closed));
    const deps = await makeAgent(config(await portOf(target)), "v1", {
      ...settings,
      hubUrl: `http://127.0.0.1:${hubPort}`,
    });
    const stop = new AbortController();
    let probeCount = 0;
    const prober: typeof deps.prober = {
      probe: (request) => {
        probeCount += 1;
        return deps.prober.probe(request);
      },
    };
    const running = runAgent({ ...deps, prober, random: () => 1 }, "v1", stop.signal);

    await vi.waitFor(() => expect(probeCount).toBeGreaterThan(5), { timeout: 10_000 });
    target.close();
    await vi.waitFor(() => expect(probeCount).toBeGreaterThan(15), { timeout: 10_000 });
    expect(told).toEqual([]);
    await portOf(hubServer(told), hubPort);
    await vi.waitFor(() => expect(changes(told).at(-1)).toBe("down"), { timeout: 20_000 });
    stop.abort();

    expect(await running).toBe(0);
  });
});

describe("runtime/agent/run-agent beside its probes", { timeout: 30_000 }, () => {
  const start = async (items: Item[], change: (one: SkylaneConfig) => object = () => ({})) => {
    const target = createTcpServer((socket) => void socket.on("error", () => undefined));
    const told: Told[] = [];
    const hubUrl = `http://127.0.0.1:${await portOf(hubServer(told, items))}`;
    const port = await portOf(target);
    const declared = config(port);
    const deps = await makeAgent({ ...declared, ...change(declared) }, "v1", { ...settings, hubUrl });
    const stop = new AbortController();
    return { told, port, deps, stop, run: () => runAgent(deps, "v1", stop.signal) };
  };
  const itemOf = (pk: string, sk: string, doc: object): Item => ({
    pk: { S: pk },
    sk: { S: sk },
    doc: { M: marshall(doc) },
  });

  it("measures what it is asked by the hub, as the address that it has, and answers in its own partition", async () => {
    const items: Item[] = [];
    const { port, deps, stop, run } = await start(items);
    const task = { intentId: "in-1-abc-1", sourceIp: "127.0.0.1", host: "127.0.0.1", port, isTls: false };
    const request = { id: "r1", expiresAtMs: deps.clock.nowMs() + 60_000, tasks: [task] };
    items.push(
      itemOf("PROOF-REQUEST#agent/v2", "r0", { ...request, id: "r0" }),
      itemOf("PROOF-REQUEST#agent/v1", "r1", request),
    );
    const running = run();

    const answers = () => items.filter(({ pk }) => pk.S.startsWith("PROOF-ANSWER#"));
    await vi.waitFor(() => expect(answers()).toHaveLength(1), { timeout: 10_000 });
    stop.abort();
    await running;

    const [answer] = answers();
    expect([answer?.pk.S, answer?.sk.S]).toEqual(["PROOF-ANSWER#agent/v1", "r1"]);
    expect(unmarshall(answer?.doc.M as Record<string, AttributeValue>)).toMatchObject({
      evidence: [{ intentId: "in-1-abc-1", check: "tcp", isProven: true, seen: "7 of 7" }],
    });
  });

  it("probes a group that was built, from the next burst on, though nobody has told it in its configuration", async () => {
    const { told, port, deps, stop } = await start([], () => ({
      thresholds: { ...config(7).thresholds, burstMs: 1_000 },
    }));
    // each burst is its own minute
    let minutes = 0;
    const clock = { ...deps.clock, nowMs: () => epochMs(Math.floor(deps.clock.nowMs() / 60_000 + minutes++) * 60_000) };
    const groups = [builtGroupAt(port)];
    const running = runAgent({ ...deps, clock, builtGroups: { list: async () => groups } }, "v1", stop.signal);

    const seen = () => told.flatMap(({ data }) => data.paths?.map(({ pathId }) => pathId) ?? []);
    await vi.waitFor(() => expect(seen()).toContain("in-1-abc.g.way"), { timeout: 20_000 });
    stop.abort();
    await running;
  });

  it("asks for nothing where nothing is built", async () => {
    const { told, deps, stop } = await start([], ({ intents }) => ({ intents: { ...intents, building: "off" } }));
    const proofInbox = { waiting: vi.fn(async () => []), answer: vi.fn() };
    const running = runAgent({ ...deps, proofInbox }, "v1", stop.signal);

    await vi.waitFor(() => expect(changes(told)).toEqual(["up"]), { timeout: 10_000 });
    stop.abort();
    await running;

    expect(proofInbox.waiting).not.toHaveBeenCalled();
  });
});

describe("runtime/agent/make-agent", () => {
  const made = (change: (one: SkylaneConfig) => object, vantageId = "v1") => {
    const one = config(7);
    return makeAgent({ ...one, ...change(one) }, vantageId, { ...settings, hubUrl: undefined });
  };

  it.each<[string, () => Promise<unknown>, string]>([
    ["a vantage that is not declared", () => made(() => ({}), "v9"), `vantages: has no "v9"`],
    [
      "a vantage that a function probes from as well",
      () => made(({ vantages }) => ({ vantages: vantages.map((one) => ({ ...one, runsAs: "function" })) })),
      `vantages[0].runsAs: is "function"`,
    ],
    [
      "a vantage that has nothing to probe, where nothing is built",
      () => made(({ intents }) => ({ groups: [], intents: { ...intents, building: "off" } })),
      `no path is probed from "v1"`,
    ],
  ])("refuses %s", async (_, make, message) => {
    await expect(make()).rejects.toThrow(message);
  });

  it("sends nothing as an address that its vantage is said to have and this machine has not", async () => {
    const { prober } = await made(({ vantages }) => ({
      vantages: vantages.map((one) => ({ ...one, addresses: ["10.9.10.10"] })),
    }));
    const request = { kind: "tcp", host: "127.0.0.1", port: 9, timeoutMs: 500 } as const;

    expect(await prober.probe({ ...request, sourceIp: "10.9.10.10" })).toEqual({ outcome: "vantage-error" });
    expect(await prober.probe({ ...request, sourceIp: "127.0.0.1" })).toMatchObject({ outcome: "refused" });
  });
});
