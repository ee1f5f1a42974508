import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { deploymentNames, parseConfig, type SkylaneConfig } from "@skylane/core";
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
/** What answers PutEvents, and what it was told. */
const hubServer = (told: Told[]) =>
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as { Entries: { Detail: string }[] };
      told.push(...Entries.map(({ Detail }) => JSON.parse(Detail) as Told));
      const answer = { FailedEntryCount: 0, Entries: Entries.map((_, i) => ({ EventId: String(i) })) };
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(answer));
    });
  });
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
const changes = (told: readonly Told[]) =>
  told.filter(({ type }) => type === "health.path-state-changed.v1").map(({ data }) => data.to);

describe("runtime/agent/run-agent", { timeout: 30_000 }, () => {
  it("tells of each change, and ends with a snapshot when it is stopped", async () => {
    const target = createTcpServer((socket) => void socket.on("error", () => undefined));
    const told: Told[] = [];
    const hubUrl = `http://127.0.0.1:${await portOf(hubServer(told))}`;
    const deps = makeAgent(config(await portOf(target)), "v1", {
      regionId: "us-east-1",
      names: deploymentNames("skylane"),
      otherRegionUrl: undefined,
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
    const deps = makeAgent(config(await portOf(target)), "v1", {
      regionId: "us-east-1",
      names: deploymentNames("skylane"),
      otherRegionUrl: undefined,
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

describe("runtime/agent/make-agent", () => {
  const made = (change: (one: SkylaneConfig) => object, vantageId = "v1") => {
    const one = config(7);
    return makeAgent({ ...one, ...change(one) }, vantageId, {
      regionId: "us-east-1",
      names: deploymentNames("skylane"),
      otherRegionUrl: undefined,
      hubUrl: undefined,
    });
  };

  it.each<[string, () => unknown, string]>([
    ["a vantage that is not declared", () => made(() => ({}), "v9"), `vantages: has no "v9"`],
    [
      "a vantage that a function probes from as well",
      () => made(({ vantages }) => ({ vantages: vantages.map((one) => ({ ...one, runsAs: "function" })) })),
      `vantages[0].runsAs: is "function"`,
    ],
    ["a vantage that has nothing to probe", () => made(() => ({ groups: [] })), `no path is probed from "v1"`],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
