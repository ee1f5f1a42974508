import { describe, expect, it } from "vitest";
import { createApplications } from "../applications/create-applications.ts";
import { loadEstate } from "../estate/load-estate.ts";
import { seededRandom } from "../world/clock.ts";
import { createWorld } from "../world/world.ts";
import { callLab } from "./lab.ts";
import { Realism } from "./realism.ts";

const NOW = Date.UTC(2026, 10, 21, 10);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const estate = loadEstate("globalcart");
const FLOW = "use1-to-dc1-1";
const LINK = "dx-use1-1";

function aLab() {
  let nowMs = NOW;
  const world = createWorld(estate, { nowMs: () => nowMs, after: () => () => undefined }, seededRandom(1));
  const realism = { current: Realism.parse({}) };
  const applications = createApplications(
    world,
    () => 0.5,
    async () => true,
  );
  return {
    world,
    pass: (ms: number) => {
      nowMs += ms;
    },
    sent: (fromMs: number, toMs: number, connectionId = LINK) =>
      world.traffic.bytesByFlow(connectionId, true, fromMs, toMs).get(FLOW) ?? 0,
    ask(call: string, body: unknown = {}) {
      const [method = "", address = ""] = call.split(" ");
      const { pathname: path, searchParams: query } = new URL(address, "http://lab");
      return callLab(world, realism, applications, { method, path, query, body }) as Record<string, unknown>;
    },
  };
}

describe("twin/api/lab-incidents", () => {
  it("makes a flow send many times as much until it is ended, and leaves what was sent in the history", () => {
    const usual = aLab();
    const { ask, pass, sent } = aLab();
    const { id } = ask("POST /lab/incidents", { kind: "runaway", flowIds: [FLOW], factor: 8 });
    pass(HOUR);
    expect(ask(`DELETE /lab/incidents/${id}`)).toEqual({});
    pass(HOUR);
    usual.pass(2 * HOUR);

    expect(sent(NOW, NOW + HOUR) / usual.sent(NOW, NOW + HOUR)).toBeCloseTo(8, 6);
    expect(sent(NOW + HOUR, NOW + 2 * HOUR)).toBeCloseTo(usual.sent(NOW + HOUR, NOW + 2 * HOUR), 3);
    expect(sent(NOW - HOUR, NOW)).toBeCloseTo(usual.sent(NOW - HOUR, NOW), 3);
    expect(ask("GET /lab/incidents")).toEqual({ incidents: [] });
  });

  it("makes flows grow from day to day, from some days ago if that is said", () => {
    const usual = aLab();
    const { ask, sent } = aLab();
    ask("POST /lab/incidents", { kind: "creep", flowIds: [FLOW], dailyFactor: 1.1, startedAgoMs: 5 * DAY });
    const factorOf = (daysAgo: number): number =>
      sent(NOW - daysAgo * DAY, NOW - daysAgo * DAY + HOUR) /
      usual.sent(NOW - daysAgo * DAY, NOW - daysAgo * DAY + HOUR);

    expect(factorOf(6)).toBeCloseTo(1, 6);
    expect(factorOf(4)).toBeCloseTo(1.1, 2);
    expect(factorOf(1)).toBeCloseTo(1.1 ** 4, 2);
  });

  it("writes a route that leads a dedicated link's flows over a VPN, names who did it, and takes it back", () => {
    const { ask, pass, sent, world } = aLab();
    const incident = ask("POST /lab/incidents", { kind: "misrouting", connectionId: LINK });
    const beside = String(incident.connectionId);
    pass(HOUR);

    expect(estate.connections.find(({ id }) => id === beside)?.kind).toBe("vpn");
    expect(sent(NOW, NOW + HOUR)).toBe(0);
    expect(sent(NOW, NOW + HOUR, beside)).toBeGreaterThan(1e9);
    expect(sent(NOW - HOUR, NOW)).toBeGreaterThan(1e9);
    const changes = world.changes().filter(({ cause }) => cause === "command");
    expect(changes[0]).toMatchObject({ by: `CreateTransitGatewayRoute by ${incident.by}`, atMs: NOW });

    ask(`DELETE /lab/incidents/${incident.id}`);
    pass(HOUR);
    expect(sent(NOW + HOUR, NOW + 2 * HOUR, beside)).toBe(0);
    expect(sent(NOW + HOUR, NOW + 2 * HOUR)).toBeGreaterThan(1e9);
  });

  it("tells how much each flow put on each connection, for whoever checks what was counted", () => {
    const { ask, sent } = aLab();
    const { connections } = ask(`GET /lab/traffic?fromMs=${NOW - HOUR}&toMs=${NOW}`) as {
      connections: { id: string; forward: Record<string, number> }[];
    };

    expect(connections.find(({ id }) => id === LINK)?.forward[FLOW]).toBe(Math.round(sent(NOW - HOUR, NOW)));
    expect(() => ask("GET /lab/traffic")).toThrow(/milliseconds since 1970/);
  });

  it("is over when the world is reset", () => {
    const { ask, pass, sent } = aLab();
    const usual = aLab();
    ask("POST /lab/incidents", { kind: "runaway", flowIds: [FLOW], factor: 8 });
    ask("POST /lab/incidents", { kind: "misrouting", connectionId: LINK });
    ask("POST /lab/reset");
    pass(HOUR);
    usual.pass(HOUR);

    expect(ask("GET /lab/incidents")).toEqual({ incidents: [] });
    expect(sent(NOW, NOW + HOUR)).toBeCloseTo(usual.sent(NOW, NOW + HOUR), 3);
  });

  it.each([
    [{ kind: "runaway", flowIds: ["nobody"], factor: 8 }, /no flow "nobody"; the nearest are/],
    [{ kind: "runaway", flowIds: [FLOW], factor: 0.5 }, /factor/],
    [{ kind: "creep", flowIds: [], dailyFactor: 1.1 }, /flowIds/],
    [{ kind: "misrouting", connectionId: "dx-none" }, /no connection "dx-none"; the nearest are/],
    [{ kind: "misrouting", connectionId: "er-eastus-1" }, /no route leads/],
    [{ kind: "flood" }, /kind/],
  ])("refuses %j in words", (input, says) => {
    const { ask } = aLab();

    expect(() => ask("POST /lab/incidents", input)).toThrow(says);
    expect(() => ask("DELETE /lab/incidents/incident-9")).toThrow(/no incident/);
    expect(ask("GET /lab/incidents")).toEqual({ incidents: [] });
  });
});
