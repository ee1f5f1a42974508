import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TraceSpan } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fakeCollector } from "../../../../test/support/fake-collector.ts";
import { testClock } from "../../../../test/support/test-clock.ts";
import { otlpExporter } from "./otlp-exporter.ts";
import { otlpRequest } from "./otlp-json.ts";

const TOKEN = "Bearer of this test";
const span: TraceSpan = {
  traceId: "a".repeat(32),
  spanId: "b".repeat(16),
  parentSpanId: "c".repeat(16),
  name: "aws.tgw-route apply",
  kind: "client",
  startMs: 1_795_212_000_123.25,
  durationMs: 12.001,
  isError: true,
  attributes: { "error.type": "ERR_CLOUD_UNAVAILABLE", "server.port": 443, "skylane.share": 0.5, "skylane.is": true },
};

let collector: Awaited<ReturnType<typeof fakeCollector>>;
beforeEach(async () => {
  collector = await fakeCollector(TOKEN);
});
afterEach(() => collector.close());

const exporter = (more: Partial<Parameters<typeof otlpExporter>[0]> = {}) =>
  otlpExporter({
    endpoint: collector.url,
    headerSecrets: { authorization: "otlp-token" },
    secretOf: async (name) => (name === "otlp-token" ? TOKEN : undefined),
    clock: testClock(),
    deployment: "skylane",
    ...more,
  });

describe("runtime/otlp", () => {
  it("writes spans as the protocol has them: times to the nanosecond, numbers by their kind", async () => {
    expect(await exporter().send([span])).toEqual({ rejectedCount: 0 });

    expect(collector.problems).toEqual([]);
    expect(collector.requests).toMatchObject([
      {
        spans: [
          {
            kind: 3,
            parentSpanId: "c".repeat(16),
            startTimeUnixNano: "1795212000123250000",
            endTimeUnixNano: "1795212000135251000",
            status: { code: 2 },
            attributes: [
              { key: "error.type", value: { stringValue: "ERR_CLOUD_UNAVAILABLE" } },
              { key: "server.port", value: { intValue: "443" } },
              { key: "skylane.share", value: { doubleValue: 0.5 } },
              { key: "skylane.is", value: { boolValue: true } },
            ],
          },
        ],
      },
    ]);
    const [{ resource } = { resource: undefined }] = otlpRequest([span], "skylane").resourceSpans;
    expect(resource?.attributes).toContainEqual({ key: "service.name", value: { stringValue: "skylane" } });
  });

  it.each(["", "/", "//"])("finds the receiver below the base, with %j at its end", async (end) => {
    await exporter({ endpoint: `${collector.url}${end}` }).send([span]);

    expect(collector.requests).toHaveLength(1);
  });

  it("asks a collector that is too busy again, three times in all", async () => {
    collector.become("is busy");

    await expect(exporter().send([span])).rejects.toMatchObject({
      name: "ERR_COLLECTOR_UNAVAILABLE",
      message: expect.stringContaining("it answered 503"),
    });
    expect(collector.requests).toHaveLength(3);
  });

  it("asks one that refuses for good only once, and shows nobody the secret", async () => {
    const wrong = exporter({ secretOf: async () => "wrong" });

    const error = await wrong.send([span]).catch((thrown: Error) => thrown);

    expect(error).toMatchObject({ message: expect.stringContaining("it answered 401") });
    expect(JSON.stringify(error)).not.toContain("wrong");
    expect(collector.problems).toHaveLength(1);
  });

  it("says how many spans a collector took and refused", async () => {
    collector.reject(1);

    expect(await exporter().send([span])).toEqual({ rejectedCount: 1 });
  });

  it("explains a secret that is not set, and asks nobody", async () => {
    await expect(exporter({ secretOf: async () => undefined }).send([span])).rejects.toThrow(
      "the secret otlp-token for its header authorization is not set",
    );
    expect(collector.requests).toEqual([]);
  });

  it("explains a collector that is away", async () => {
    await collector.close();

    await expect(exporter().send([span])).rejects.toMatchObject({ name: "ERR_COLLECTOR_UNAVAILABLE" });
  });

  it("carries the secret to nobody a collector points to", async () => {
    const pointing = createServer((_, response) =>
      response.writeHead(307, { location: `${collector.url}/v1/traces` }).end(),
    );
    await new Promise<void>((resolve) => pointing.listen(0, "127.0.0.1", resolve));

    const endpoint = `http://127.0.0.1:${(pointing.address() as AddressInfo).port}`;
    await expect(exporter({ endpoint }).send([span])).rejects.toMatchObject({ name: "ERR_COLLECTOR_UNAVAILABLE" });
    expect(collector.requests).toEqual([]);
    pointing.close();
  });

  it("takes an answer that is no JSON, or larger than any answer, for one that took all", async () => {
    for (const body of ["ok", "x".repeat(1_000_000), '{"partialSuccess":{"rejectedSpans":"many"}}']) {
      const odd = createServer((_, response) => response.writeHead(200).end(body));
      await new Promise<void>((resolve) => odd.listen(0, "127.0.0.1", resolve));
      const endpoint = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;

      expect(await exporter({ endpoint }).send([span])).toEqual({ rejectedCount: 0 });
      odd.closeAllConnections();
      odd.close();
    }
  });
});
