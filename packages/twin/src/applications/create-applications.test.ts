import { describe, expect, it } from "vitest";
import { virtualClock } from "../../../../test/support/virtual-clock.ts";
import { loadEstate } from "../estate/load-estate.ts";
import { seededRandom } from "../world/clock.ts";
import { createWorld } from "../world/world.ts";
import { createApplications } from "./create-applications.ts";
import type { otlpBody } from "./otlp-body.ts";

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReturnType<typeof otlpBody>;
}
const target = { endpoint: "http://127.0.0.1:4318/otlp/", headers: { authorization: "Bearer t" } };
const shipped = loadEstate("globalcart");

function aLife(estate = shipped) {
  const clock = virtualClock(Date.UTC(2026, 10, 22, 10));
  const world = createWorld(estate, clock, seededRandom(3));
  const sent: Sent[] = [];
  const receiver = { isThere: true };
  const applications = createApplications(world, seededRandom(5), async (url, headers, body) => {
    if (receiver.isThere) sent.push({ url, headers, body: JSON.parse(body) });
    return receiver.isThere;
  });
  const spansOf = (service: string) =>
    sent.flatMap(({ body }) =>
      body.resourceSpans.flatMap(({ resource, scopeSpans }) =>
        resource.attributes.some(({ value }) => "stringValue" in value && value.stringValue === service)
          ? scopeSpans.flatMap(({ spans }) => spans)
          : [],
      ),
    );
  const pass = async (ms: number): Promise<void> => {
    for (let passedMs = 0; passedMs < ms; passedMs += 1_000) {
      clock.advance(1_000);
      await Promise.resolve();
    }
  };
  return { world, sent, receiver, applications, spansOf, pass };
}
const roundTripOf = (spans: ReturnType<ReturnType<typeof aLife>["spansOf"]>) =>
  spans.flatMap(({ name, startTimeUnixNano, endTimeUnixNano }) =>
    name === "GET" ? [Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6] : [],
  );

describe("twin/applications/create-applications", () => {
  it("does nothing before somebody wants to know, and nothing after", async () => {
    const { applications, sent, pass } = aLife();
    await pass(60_000);
    expect(applications.counts().requestCount).toBe(0);

    applications.sendTo(target);
    await pass(60_000);
    const { requestCount } = applications.counts();
    expect(requestCount).toBeGreaterThan(6);
    applications.sendTo(undefined);
    sent.length = 0;
    await pass(60_000);
    expect([applications.counts().requestCount, sent.length]).toEqual([requestCount, 0]);
  });

  it("each application sends its own spans, to where it is told and as whom, saying where it runs", async () => {
    const { applications, sent, spansOf, pass } = aLife();
    applications.sendTo(target);
    await pass(60_000);

    expect(new Set(sent.map(({ url }) => url))).toEqual(new Set(["http://127.0.0.1:4318/otlp/v1/traces"]));
    expect(sent[0]?.headers).toEqual(target.headers);
    for (const service of ["web-app", "data-service", "pricing"]) expect(spansOf(service).length).toBeGreaterThan(0);
    const resources = sent.map(({ body }) => JSON.stringify(body.resourceSpans[0]?.resource));
    expect(
      resources.some((one) => one.includes("data-service") && one.includes("azure") && one.includes("eastus")),
    ).toBe(true);
    expect(applications.counts().lostSpanCount).toBe(0);
  });

  it("a link that gets slower makes requests over it slower, and one that is cut makes them fail", async () => {
    const { world, applications, sent, spansOf, pass } = aLife();
    applications.sendTo(target);
    await pass(60_000);
    const before = Math.max(...roundTripOf(spansOf("web-app")));
    const ends = ["10.1.13.10", "10.4.13.10"] as const;
    const ways = new Set(
      [world.traceBetween(...ends), world.traceBetween(ends[1], ends[0])].flatMap(({ crossings }) =>
        crossings.map(({ connection }) => connection.id),
      ),
    );
    for (const connectionId of ways)
      world.addFault({ kind: "latency", addedMs: 400, target: { connectionId } } as Parameters<
        typeof world.addFault
      >[0]);
    sent.length = 0;
    await pass(60_000);

    expect(ways.size).toBeGreaterThan(0);
    expect(Math.max(...roundTripOf(spansOf("web-app")))).toBeGreaterThan(before + 600);
    for (const { id } of [...world.faults()]) world.removeFault(id);
    for (const connection of shipped.connections)
      world.addFault({ kind: "blackhole", target: { connectionId: connection.id } } as Parameters<
        typeof world.addFault
      >[0]);
    sent.length = 0;
    await pass(60_000);
    expect(spansOf("web-app").some(({ status }) => status.code === 2)).toBe(true);
  });

  it("what nobody took is sent again, and no more of it waits than there is room for", async () => {
    const [{ routes: [dashboard] = [], ...webApp } = {}, dataService] = shipped.applications;
    const often = { ...webApp, routes: [{ ...dashboard, askedEverySeconds: 0.5 }] };
    const { applications, receiver, sent, spansOf, pass } = aLife({
      ...shipped,
      applications: [often, dataService] as typeof shipped.applications,
    });
    receiver.isThere = false;
    applications.sendTo(target);
    await pass(120_000);
    expect(sent).toEqual([]);

    receiver.isThere = true;
    await pass(60_000);
    const ids = spansOf("web-app").map(({ spanId }) => spanId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(100);
    receiver.isThere = false;
    await pass(6 * 60_000);
    expect(applications.counts().lostSpanCount).toBeGreaterThan(0);
  });
});
