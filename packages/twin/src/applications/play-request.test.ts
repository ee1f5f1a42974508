import { describe, expect, it } from "vitest";
import { loadEstate } from "../estate/load-estate.ts";
import { seededRandom } from "../world/clock.ts";
import type { Fate } from "../world/world.ts";
import { playRequest, type Stage } from "./play-request.ts";

const { applications } = loadEstate("globalcart");
const AT_MS = Date.UTC(2026, 10, 22, 10);

/** A world whose links are as said. */
const played = (route: string, fateOf: (from: string, n: number) => Fate, isAllowed = true) => {
  let sent = 0;
  const world = {
    admits: () => (isAllowed ? { isAllowed: true } : { isAllowed: false, by: "source" }),
    send(from: string) {
      sent += 1;
      return fateOf(from, sent);
    },
  } as unknown as Stage["world"];
  return playRequest({ world, applications, random: seededRandom(7) }, { service: "web-app", route, atMs: AT_MS });
};
const arrives = (delayMs: number): Fate => ({ kind: "arrives", delayMs });
const lost: Fate = { kind: "lost" };

describe("twin/applications/play-request", () => {
  it("a request goes from application to application, and the way there and back is what the links take", () => {
    const { spans, endMs } = played("GET /dashboard", () => arrives(6));
    const spanOf = (service: string, kind: string) => {
      const found = spans.find((one) => one.service === service && one.kind === kind);
      if (!found) throw new Error("no such span");
      return { ...found, durationMs: found.endMs - found.startMs };
    };
    const [client, server, root] = [
      spanOf("web-app", "client"),
      spanOf("data-service", "server"),
      spanOf("web-app", "server"),
    ];

    expect(spans).toHaveLength(7);
    expect(client.durationMs - server.durationMs).toBeCloseTo(12, 3);
    expect([server.parentSpanId, client.parentSpanId, root.parentSpanId]).toEqual([
      client.spanId,
      root.spanId,
      undefined,
    ]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(server.durationMs).toBeGreaterThan(1_130);
    expect(server.durationMs).toBeLessThan(1_270);
    expect(endMs).toBe(root.endMs);
    expect(spans.every(({ isError }) => !isError)).toBe(true);
  });

  it("what is lost is sent again a moment later, on its way there and on its way back", () => {
    const slow = played("GET /dashboard", (_, n) => (n === 1 || n === 3 ? lost : arrives(6)));
    const quick = played("GET /dashboard", () => arrives(6));

    expect(slow.endMs - quick.endMs).toBeCloseTo(400, 3);
  });

  it.each([
    ["there", () => lost, true],
    ["back", (from: string) => (from === "10.4.13.10" ? lost : arrives(6)), true],
    ["past the rules of a firewall", () => arrives(6), false],
  ] as const)(
    "where nothing gets %s, the client gives up after five seconds, and its page fails",
    (_, fateOf, isAllowed) => {
      const { spans } = played("GET /dashboard", fateOf, isAllowed);
      const client = spans.find(({ name, kind }) => name === "GET" && kind === "client");
      const root = spans.find(({ name }) => name === "GET /dashboard");

      expect((client?.endMs ?? 0) - (client?.startMs ?? 0)).toBe(5_000);
      expect(client).toMatchObject({ isError: true, attributes: { "error.type": "timeout" } });
      expect(root).toMatchObject({ isError: true, attributes: { "http.response.status_code": 502 } });
    },
  );

  it("a page that asks for each item by itself pays the way each time", () => {
    const { spans } = played("GET /cart", () => arrives(15));
    const calls = spans.filter(({ kind, attributes }) => kind === "client" && attributes["peer.service"] === "pricing");

    expect(calls).toHaveLength(20);
    expect(new Set(calls.map(({ attributes }) => attributes["url.full"])).size).toBe(20);
    expect(calls.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBeGreaterThan(20 * 30);
  });

  it("the same chance plays the same", () => {
    expect(played("GET /cart", () => arrives(15))).toEqual(played("GET /cart", () => arrives(15)));
  });
});
