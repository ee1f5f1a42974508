import { gzipSync } from "node:zlib";
import { coreError } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { spansHandler } from "./spans-handler.ts";

const JSON_TYPE = { "content-type": "application/json" };
const base64 = (bytes: Buffer) => ({ body: bytes.toString("base64"), isBase64Encoded: true });

describe("runtime/handlers/spans-handler", () => {
  const run = vi.fn(async (_: unknown, body: unknown): Promise<object> => ({ seen: body }));
  const handler = spansHandler({ names: [], make: async () => ({}) }, run as never);
  const ask = async (event: object) => {
    run.mockClear();
    const answer = await handler(event);
    return { ...answer, body: JSON.parse(answer.body) };
  };

  it.each([
    ["as it is", { headers: { "content-type": "application/json; charset=utf-8" }, body: '{"a":1}' }],
    ["by gzip", { headers: { ...JSON_TYPE, "content-encoding": "gzip" }, ...base64(gzipSync('{"a":1}')) }],
    ["by gzip that a gateway has unpacked", { headers: { ...JSON_TYPE, "content-encoding": "gzip" }, body: '{"a":1}' }],
  ])("takes JSON %s", async (_, event) => {
    expect(await ask(event)).toMatchObject({ statusCode: 200, body: { seen: { a: 1 } } });
  });

  it.each([
    ["no JSON", { headers: JSON_TYPE, body: "{" }, 400, 3],
    ["nothing", { headers: JSON_TYPE }, 400, 3],
    ["protobuf", { headers: { "content-type": "application/x-protobuf" }, ...base64(Buffer.from([10])) }, 415, 3],
    ["no type", { body: "{}" }, 415, 3],
    ["gzip that is broken", { headers: JSON_TYPE, ...base64(gzipSync("{}").subarray(0, 9)) }, 400, 3],
    [
      "gzip that unpacks to more than there is room for",
      { headers: JSON_TYPE, ...base64(gzipSync(Buffer.alloc(9_000_000, 32))) },
      400,
      3,
    ],
  ])("refuses %s with a status of OTLP, and runs nothing", async (_, event, statusCode, code) => {
    expect(await ask(event)).toMatchObject({ statusCode, body: { code, message: expect.stringMatching(/\S/) } });
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    [coreError("ERR_REQUEST_INVALID", "what and why"), 400, { code: 3, message: "what and why" }],
    [coreError("ERR_STORE_UNAVAILABLE", "away"), 503, { code: 14, message: "away" }],
    [new Error("secret detail"), 500, { code: 13, message: expect.not.stringContaining("secret") }],
  ])("answers %s so that senders know whether to send again", async (error, statusCode, body) => {
    run.mockRejectedValueOnce(error);
    const answer = await handler({ headers: JSON_TYPE, body: "{}" });

    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([statusCode, body]);
    expect(answer.headers["retry-after"]).toBe(statusCode === 503 ? "10" : undefined);
  });
});
