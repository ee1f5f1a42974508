import { type Incident, type PathHealthRecord, StatusView } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig, aPlan, healthOf } from "../../../../test/support/builders.ts";
import { incidentOf } from "../../../../test/support/incident-record.ts";
import { aDay, DAY_MS, learntOf, MINUTE_MS, NOON_MS } from "../../../../test/support/slo-facts.ts";
import { interruptionOf } from "./interruptions.ts";
import { showStatus, statusFromMs } from "./status-view.ts";

const TODAY = Math.floor(NOON_MS / DAY_MS);
const config = aConfig((raw) => ({ ...raw, status: { components: [{ name: "Shop", groupIds: ["g"] }] } }));
const status = { title: "Network", components: [{ name: "Shop", groupIds: ["g" as never] }] };
const fresh = (...records: PathHealthRecord[]) => records.map((one) => ({ ...one, sampledAtMs: NOON_MS }));
const bothUp = fresh(healthOf("dx", "up"), healthOf("vpn", "up"));
const facts = { config, status, nowMs: NOON_MS, health: bothUp, performance: [], plans: [aPlan()], incidents: [] };
const movedAt = (openedAtMs: number, afterMs: number, more: Partial<Incident> = {}) =>
  incidentOf({
    openedAtMs,
    status: "failed-back",
    timeline: [{ atMs: openedAtMs + afterMs, what: "moved: 3 of 3 requests answered" }],
    ...more,
  });
const shownOf = (more: object) => {
  const view = showStatus({ ...facts, ...more });
  return { view, shop: view.components[0] };
};

describe("engine/report/status-view", () => {
  it("fits its own schema, and has a day for each of ninety, today at the end", () => {
    const { view, shop } = shownOf({});

    expect(StatusView.parse(view)).toEqual(view);
    expect(shop?.days).toHaveLength(90);
    expect(shop?.days.at(-1)?.day).toBe(new Date(NOON_MS).toISOString().slice(0, 10));
  });

  it.each([
    ["both up", bothUp, "operational", false],
    ["the primary degraded", fresh(healthOf("dx", "degraded"), healthOf("vpn", "up")), "degraded", false],
    ["the primary down", fresh(healthOf("dx", "down"), healthOf("vpn", "up")), "major-outage", false],
    ["the backup down", fresh(healthOf("dx", "up"), healthOf("vpn", "down")), "operational", true],
    ["seen by nobody", [healthOf("dx", "up"), healthOf("vpn", "up")], "unknown", false],
  ] as const)("%s", (_, health, level, isReduced) => {
    const { view, shop } = shownOf({ health });

    expect(shop).toMatchObject({ level, isReduced });
    expect(view.level).toBe(level);
  });

  it("on its backup it is operational, with less in reserve", () => {
    const incidents = [movedAt(NOON_MS - 60_000, 4_000, { status: "moved" })];

    const { shop } = shownOf({ incidents, health: fresh(healthOf("dx", "down"), healthOf("vpn", "up")) });

    expect(shop).toMatchObject({ level: "operational", isReduced: true });
  });

  it("of two groups one that is interrupted is a part of the component", () => {
    const two = aConfig((raw) => ({
      ...raw,
      groups: [
        ...raw.groups,
        ...raw.groups.map((group) => ({
          ...group,
          id: "h",
          paths: group.paths.map((path) => ({ ...path, id: `h-${path.id}`, probe: { ...path.probe, port: 8 } })),
        })),
      ],
    }));
    const health = fresh(
      healthOf("dx", "down"),
      healthOf("h-dx", "up"),
      healthOf("vpn", "up"),
      healthOf("h-vpn", "up"),
    );

    const { view } = shownOf({
      config: two,
      health,
      plans: [aPlan(), aPlan({ groupId: "h", primaryPathId: "h-dx", backupPathId: "h-vpn" })],
      status: { title: "N", components: [{ name: "Shop", groupIds: ["g", "h"] }] },
    });

    expect(view.level).toBe("partial-outage");
  });

  it("an incident is over when traffic was proven elsewhere, and counts in its day", () => {
    const { view, shop } = shownOf({ incidents: [movedAt(NOON_MS - 2 * DAY_MS, 4_000)] });

    expect(shop?.days.at(-3)).toMatchObject({ level: "outage", outageMs: 4_000 });
    expect(shop?.days.at(-2)).toMatchObject({ level: "none", outageMs: 0 });
    expect(view.incidents).toEqual([
      {
        component: "Shop",
        impact: "outage",
        stage: "resolved",
        startedAtMs: NOON_MS - 2 * DAY_MS,
        endedAtMs: NOON_MS - 2 * DAY_MS + 4_000,
        how: "moved",
      },
    ]);
    // two days and a half are watched since then
    expect(shop?.availabilityRatio).toBeCloseTo(1 - 4_000 / (2.5 * DAY_MS), 12);
  });

  it("one that passes midnight counts in both days, and one of more than ninety days ago in none", () => {
    const midnight = TODAY * DAY_MS;
    const incidents = [movedAt(midnight - 3_000, 10_000), movedAt(NOON_MS - 91 * DAY_MS, 10_000)];

    const { view, shop } = shownOf({ incidents });

    expect(shop?.days.slice(-2).map(({ outageMs }) => outageMs)).toEqual([3_000, 7_000]);
    expect(shop?.days.slice(0, -2).every(({ level }) => level === "none")).toBe(true);
    expect(view.incidents).toHaveLength(1);
  });

  it("shows the same from the incidents it asks for as from all there ever were", () => {
    const seed = 91;
    console.log(`seed ${seed}`);
    const performance = [learntOf(Array.from({ length: 30 }, (_, i) => aDay(TODAY - 29 + i, 1_440)))];
    const ago = fc.integer({ min: 0, max: 200 * DAY_MS });
    const moves = fc.array(fc.record({ ago, afterMs: fc.integer({ min: 1, max: 2 * 3_600_000 }) }), { maxLength: 20 });
    fc.assert(
      fc.property(moves, fc.option(ago, { nil: undefined }), (all, badForMs) => {
        const sinceMs = NOON_MS - (badForMs ?? 0);
        const dx = healthOf("dx", badForMs === undefined ? "up" : "down", { epoch: 2, sinceMs });
        const health = fresh(dx, healthOf("vpn", "up"));
        const refused = incidentOf({ openedAtMs: sinceMs, status: "refused", timeline: [] });
        const incidents = [
          ...all.map((one) => movedAt(NOON_MS - one.ago, one.afterMs)),
          ...(badForMs === undefined ? [] : [refused]),
        ];
        const fromMs = statusFromMs(NOON_MS, health);
        const wanted = incidents.filter(({ openedAtMs }) => openedAtMs >= fromMs);

        expect(shownOf({ incidents: wanted, performance, health }).view).toEqual(
          shownOf({ incidents, performance, health }).view,
        );
        expect(fromMs).toBeGreaterThan(NOON_MS - Math.max(92 * DAY_MS, (badForMs ?? 0) + 1));
      }),
      { seed },
    );
  });

  it("a day before anything was seen has no data; a path with thirty days was watched before them", () => {
    const some = [learntOf([aDay(TODAY - 4, 1_440), aDay(TODAY, 700)])];
    const full = [learntOf(Array.from({ length: 30 }, (_, i) => aDay(TODAY - 29 + i, 1_440)))];

    expect(shownOf({}).shop?.days.every(({ level }) => level === "no-data")).toBe(true);
    expect(shownOf({}).shop).not.toHaveProperty("availabilityRatio");
    expect(shownOf({ performance: some }).shop?.days.filter(({ level }) => level !== "no-data")).toHaveLength(5);
    expect(shownOf({ performance: full }).shop?.days.filter(({ level }) => level !== "no-data")).toHaveLength(90);
  });

  it("says no name that the configuration does not give: of no group, path, network, vantage, flow or incident", () => {
    const seed = 90;
    console.log(`seed ${seed}`);
    const secret = "zq7-internal";
    const internal = aConfig((raw) =>
      JSON.parse(JSON.stringify(raw).replaceAll(/"(g|dx|v1|orders|test|cloud-net|site-net)"/g, `"$1-${secret}"`)),
    );
    const states = fc.constantFrom("open", "moved", "refused", "needs-human", "failed-back", "rolled-back");
    fc.assert(
      fc.property(states, fc.constantFrom("up", "down", "degraded", "unknown"), (incidentStatus, state) => {
        const incident = incidentOf({
          id: `fo-g-${secret}-7` as never,
          groupId: `g-${secret}` as never,
          fromPathId: `dx-${secret}` as never,
          toPathId: "vpn" as never,
          trigger: {
            kind: "path-state",
            pathId: `dx-${secret}`,
            vantageId: `v1-${secret}`,
            state: "down",
            epoch: 1,
          } as never,
          status: incidentStatus as never,
          reason: `${secret} said so`,
          openedAtMs: NOON_MS - 1_000,
          timeline: [{ atMs: NOON_MS, what: `moved: ${secret}` }],
        });
        const view = showStatus({
          ...facts,
          config: internal,
          status: { title: "N", components: [{ name: "Shop", groupIds: [`g-${secret}` as never] }] },
          health: fresh(healthOf(`dx-${secret}`, state as never, { vantageId: `v1-${secret}` })),
          plans: [aPlan({ groupId: `g-${secret}`, primaryPathId: `dx-${secret}`, backupPathId: "vpn" })],
          incidents: [incident],
        });

        expect(view.incidents).toHaveLength(1);
        expect(JSON.stringify(view)).not.toContain(secret);
      }),
      { seed, numRuns: 50 },
    );
  });
});

describe("engine/report/interruptions", () => {
  const held = (more: Partial<Incident> = {}) =>
    incidentOf({
      status: "refused",
      openedAtMs: NOON_MS - 10 * MINUTE_MS,
      timeline: [{ atMs: NOON_MS - 10 * MINUTE_MS, what: "held: no-room" }],
      ...more,
    });
  const around = (health: readonly PathHealthRecord[], days: Parameters<typeof learntOf>[0] = []) => ({
    nowMs: NOON_MS,
    health,
    performance: days.length === 0 ? [] : [learntOf(days)],
  });

  it("what was held goes on while the path is as bad as it was", () => {
    expect(interruptionOf(held(), around([healthOf("dx", "down", { epoch: 2 })]))).toMatchObject({
      isLengthKnown: true,
      how: "unknown",
    });
    expect(interruptionOf(held(), around([healthOf("dx", "down", { epoch: 2 })]))).not.toHaveProperty("toMs");
  });

  it("is over when the path's next state is up", () => {
    const up = healthOf("dx", "up", { epoch: 3, sinceMs: NOON_MS - 4 * MINUTE_MS });

    expect(interruptionOf(held(), around([up]))).toMatchObject({ toMs: NOON_MS - 4 * MINUTE_MS, how: "recovered" });
  });

  it("later on it is bounded by what was learnt of that day, and not known where that is gone", () => {
    const later = [healthOf("dx", "up", { epoch: 9 })];

    expect(interruptionOf(held(), around(later, [aDay(TODAY, 700, { downMinutes: 6 })]))).toMatchObject({
      toMs: NOON_MS - 4 * MINUTE_MS,
      isLengthKnown: true,
    });
    expect(interruptionOf(held(), around(later))).toMatchObject({ isLengthKnown: false });
  });

  it("what somebody ordered interrupts nothing", () => {
    expect(interruptionOf(held({ trigger: { kind: "manual", pathId: "dx" } as never }), around([]))).toBeUndefined();
  });
});
