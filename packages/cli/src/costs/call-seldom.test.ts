import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { wantedSchedules } from "@skylane/core";
import { loadConfig } from "@skylane/runtime/load-config";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { callSeldom } from "./call-seldom.ts";

const config = loadConfig("examples/globalcart/127-paths.yaml");
const called: { path: string; kind: string | undefined; input: Record<string, unknown> }[] = [];
const server = createServer(async (request, response) => {
  const kind = request.headers["x-amz-invocation-type"];
  called.push({
    path: request.url ?? "",
    kind: Array.isArray(kind) ? kind[0] : kind,
    input: JSON.parse(await text(request)) as Record<string, unknown>,
  });
  response.writeHead(202).end();
});

beforeEach(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => void server.close());

describe("cli/costs/call-seldom", () => {
  it("calls each function of a seldom schedule once, as the schedule does, and none that comes all the time", async () => {
    const { port } = server.address() as AddressInfo;
    await callSeldom({ awsUrl: `http://127.0.0.1:${port}`, regionId: "us-east-1", name: "skylane" }, config);

    const clouds = called.flatMap(({ path, input }) => (path.includes("discover-cloud") ? [input.cloud] : []));
    expect(clouds.toSorted()).toEqual(Object.keys(config.clouds).toSorted());
    expect(called.map(({ kind }) => kind)).toEqual(called.map(() => "Event"));
    const often = wantedSchedules(config, "us-east-1").filter(({ rate }) => rate === "rate(1 minute)");
    expect(often.length).toBeGreaterThan(0);
    for (const { target } of often) expect(called.some(({ path }) => path.includes(`-${target}/`))).toBe(false);
    const meter = called.find(({ input }) => input.kind === "meter");
    expect(Date.parse(String(meter?.input.scheduledTime))).toBeGreaterThan(0);
  });
});
