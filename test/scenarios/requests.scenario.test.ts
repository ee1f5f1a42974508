import { gzipSync } from "node:zlib";
import { type AnsweredQuery, deploymentNames, QueryAnswer, type RequestStore, RequestView } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { sdkTables } from "../../packages/runtime/src/store/sdk-tables.ts";
import { documentTable } from "../../packages/runtime/src/store/state/document-table.ts";
import { requestStore } from "../../packages/runtime/src/store/state/request-stores.ts";
import { anOtlpSpan, otlpOf } from "../support/otlp-spans.ts";
import { runningSkylane } from "../support/running-skylane.ts";

const { instance, call, get, until } = runningSkylane({ seed: 29 });
const KEYS = { accessKeyId: "local", secretAccessKey: "local" };
const requests = (): RequestStore => {
  const calls = sdkTables("us-east-1", { endpoint: instance().info.awsUrl, credentials: KEYS });
  return requestStore(documentTable(calls, deploymentNames("skylane").stateTable), () => Date.now());
};
const lastMinutes = () => ({ fromMs: Date.now() - 600_000, untilMs: Date.now() + 1_000 });
const PATH = "/otlp/v1/traces";

describe("requests of applications", { timeout: 180_000 }, () => {
  it("requests that applications send are there to be asked for: from whom to whom, what the way took, and one of them whole", async () => {
    const store = requests();
    await until(async () => {
      const [row] = (await store.minutes(lastMinutes())).filter(
        ({ from, to, requestCount, serverSumMs }) =>
          from === "web-app" && to === "data-service" && requestCount > 0 && serverSumMs !== undefined,
      );
      expect(row).toMatchObject({ fromCloud: "aws", toCloud: "azure", route: "GET /api/sales", errorCount: 0 });
      const wayMs = ((row?.durationSumMs ?? 0) - (row?.serverSumMs ?? 0)) / (row?.requestCount ?? 1);
      expect(wayMs).toBeGreaterThan(1);
      expect(wayMs).toBeLessThan(200);
      expect((row?.serverSumMs ?? 0) / (row?.requestCount ?? 1)).toBeGreaterThan(1_100);
    });

    await until(async () => {
      const traces = await store.traces(lastMinutes(), 100);
      const dashboard = traces.find(({ spans }) => spans[0]?.name === "GET /dashboard" && spans.length === 7);
      expect(dashboard?.spans.map(({ service, name }) => `${service} ${name}`)).toEqual([
        "web-app GET /dashboard",
        "web-app prepare",
        "web-app GET /api/sales",
        "data-service GET /api/sales",
        "data-service Query Synapse",
        "data-service format",
        "web-app render",
      ]);
      expect(await store.trace(dashboard?.traceId ?? "")).toEqual(dashboard);
      expect(traces.some(({ spans }) => spans.filter(({ service }) => service === "pricing").length === 40)).toBe(true);
    });
  });

  it("a question in words is answered with slow requests between clouds, where their time goes and what a cache would gain", async () => {
    const question = "requests from web-app to data-service slower than 1 s";
    let answer: AnsweredQuery | undefined;
    await until(async () => {
      const asked = QueryAnswer.parse(await get(`/v1/query?q=${encodeURIComponent(question)}`));
      answer = asked.outcome === "answered" ? asked : undefined;
      expect(answer?.insights.map(({ kind }) => kind)).toEqual(["bottleneck", "network", "cache"]);
    });

    const [bottleneck, , cache] = answer?.insights ?? [];
    expect(bottleneck?.parts[0]?.label).toContain("data-service (azure): Query Synapse");
    // the query takes 1,150 ms, formatting 50, the page itself 150
    expect(cache?.gain?.beforeMs).toBeGreaterThan(1_300);
    expect(cache?.gain?.afterMs).toBeLessThan(300);
    expect(cache?.gain?.savedRatio).toBeGreaterThan(0.8);
    const traceId = answer?.rows[0]?.at(-1);
    // who called sends its spans in a batch of its own
    await until(async () => {
      const { spans } = RequestView.parse(await get(`/v1/requests/${traceId}`));
      const call = spans.find(({ networkMs }) => networkMs !== undefined);
      expect(call).toMatchObject({ service: "web-app", cloud: "aws" });
    });
    expect((await call("GET", "/v1/query?q=requests", undefined, { authorization: "Bearer guessed" })).status).toBe(
      401,
    );
  });

  it("takes them by gzip too, says what it does not take, and nothing of whom has no token", async () => {
    const good = anOtlpSpan({
      id: 1,
      trace: 5,
      kind: "server",
      name: "GET /x",
      startMs: Date.now() - 500,
      durationMs: 7,
    });
    const body = otlpOf("by-hand", [good, { ...good, traceId: "none" }]);
    const headers = {
      authorization: `Bearer ${instance().info.token}`,
      "content-type": "application/json",
      "content-encoding": "gzip",
    };

    const answer = await fetch(`${instance().info.url}${PATH}`, {
      method: "POST",
      headers,
      body: gzipSync(JSON.stringify(body)),
    });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { partialSuccess: { rejectedSpans: "1", errorMessage: "1 × traceId: must be 32 hexadecimal digits" } },
    ]);
    expect((await call("POST", PATH, { resourceSpans: 1 })).status).toBe(400);
    expect((await call("POST", PATH, otlpOf("by-hand", [good]), { authorization: "Bearer guessed" })).status).toBe(401);
    const rows = (await requests().minutes(lastMinutes())).filter(({ to }) => to === "by-hand");
    expect(rows).toMatchObject([{ route: "GET /x", requestCount: 1, durationSumMs: 7 }]);
  });
});
