import { describe, expect, it } from "vitest";
import { Target } from "../api/requests.ts";
import type { Envelope } from "../envelope.ts";
import { shapeInput } from "./shape-input.ts";

const EVENT: Envelope = {
  version: "0",
  id: "e1",
  "detail-type": "health.path-state-changed.v1",
  source: "skylane.health",
  account: "000000000000",
  time: "2026-11-20T22:00:00Z",
  region: "us-east-1",
  resources: ["arn:r1"],
  detail: { pathId: 'p"1"', rttMs: 12.5, hops: [{ id: "a" }, { id: "b" }], "a.b": true },
};
const RULE = { name: "health", arn: "arn:aws:events:us-east-1:000000000000:rule/health", ingestedAtMs: 1_000 };
const shape = (fields: Readonly<Record<string, unknown>>): unknown =>
  shapeInput(Target.parse({ Id: "t", Arn: "arn:aws:lambda:x", ...fields }), EVENT, RULE);
const template = (InputTemplate: string, InputPathsMap: Readonly<Record<string, string>> = {}): unknown =>
  shape({ InputTransformer: { InputTemplate, InputPathsMap } });

describe("local/event-bus/delivery/shape-input", () => {
  it("hands over the event, a constant, or a part of the event", () => {
    expect(shape({})).toBe(EVENT);
    expect(shape({ Input: '{"a":1}' })).toEqual({ a: 1 });
    expect(shape({ InputPath: "$.detail.rttMs" })).toBe(12.5);
    expect(shape({ InputPath: "$.resources[0]" })).toBe("arn:r1");
    expect(shape({ InputPath: "$.detail['a.b']" })).toBe(true);
    expect(shape({ InputPath: "$.detail.hops[*].id" })).toEqual(["a", "b"]);
    expect(shape({ InputPath: "$.detail.missing" })).toBeNull();
  });

  it("puts values of any type into a template", () => {
    const paths = { path: "$.detail.pathId", rtt: "$.detail.rttMs", hops: "$.detail.hops", gone: "$.detail.gone" };

    expect(template('{"path": <path>, "rtt": <rtt>, "hops": <hops>, "gone": <gone>}', paths)).toEqual({
      path: 'p"1"',
      rtt: 12.5,
      hops: [{ id: "a" }, { id: "b" }],
      gone: "",
    });
  });

  it("puts values into text, escaped", () => {
    const paths = { path: "$.detail.pathId", hops: "$.detail.hops", gone: "$.detail.gone" };

    expect(template('"path <path> via <hops>, \\"<gone>\\" and <unknown>"', paths)).toBe(
      'path p"1" via [{"id":"a"},{"id":"b"}], "" and <unknown>',
    );
  });

  it("knows the predefined variables", () => {
    const { detail: _detail, ...withoutDetail } = EVENT;

    expect(
      template(
        '{"n": <aws.events.rule-name>, "a": <aws.events.rule-arn>, "t": <aws.events.event.ingestion-time>, "e": <aws.events.event>, "j": <aws.events.event.json>}',
      ),
    ).toEqual({ n: "health", a: RULE.arn, t: "1970-01-01T00:00:01Z", e: withoutDetail, j: EVENT });
  });

  it("can never deliver a template that does not become JSON", () => {
    expect(() => template("path is <path>", { path: "$.detail.pathId" })).toThrow("not valid JSON");
  });
});
