import { describe, expect, it } from "vitest";
import { loadEstate } from "../../estate/load-estate.ts";
import { playTraffic } from "./play-traffic.ts";

const estate = loadEstate("globalcart");
const DAYS = 45;
const START = Date.UTC(2026, 8, 1);
const SEEDS = [1, 2, 5];

describe("twin/world/traffic", () => {
  it.each(SEEDS)(
    "sends what the estate's flows send a month, over ways that follow a change of routes (seed %i)",
    (seed) => {
      const play = playTraffic(estate, seed, DAYS, START);
      const misrouting = play.incidents.find(({ kind }) => kind === "misrouting");
      const [flowId] = misrouting?.flowIds ?? [];
      const bytes = new Map<string, number>();
      const overAt = new Map<number, Set<string>>();
      for (const { startMs, sent } of play.slots())
        for (const one of sent) {
          if (startMs < START + 24 * 86_400_000) bytes.set(one.flowId, (bytes.get(one.flowId) ?? 0) + one.bytes);
          if (one.flowId === flowId)
            overAt.set(startMs, new Set([...(overAt.get(startMs) ?? []), ...one.crossings.map((c) => c.connectionId)]));
        }

      for (const { id, monthlyGb } of estate.flows) {
        const ratio = (bytes.get(id) ?? 0) / (monthlyGb * 1e9 * (24 / 30));
        expect(ratio, id).toBeGreaterThan(0.7);
        expect(ratio, id).toBeLessThan(1.4);
      }
      const slotOf = (ms: number): number => START + Math.floor((ms - START) / 900_000) * 900_000;
      const at = (ms: number): readonly string[] => [...(overAt.get(slotOf(ms)) ?? [])];
      const { fromMs = 0, toMs = 0, connectionIds, usualConnectionIds } = misrouting ?? {};
      expect(at(fromMs - 900_000)).toEqual(usualConnectionIds);
      expect(at(fromMs + 900_000)).toEqual(connectionIds);
      // a part of the slot each
      expect(at(fromMs)).toEqual([...(usualConnectionIds ?? []), ...(connectionIds ?? [])]);
      expect(at(toMs + 900_000)).toEqual(usualConnectionIds);
    },
  );

  it("notes who changed a route, when it is changed and not before; the same seed plays the same", () => {
    const [one, other] = [playTraffic(estate, 3, DAYS, START), playTraffic(estate, 3, DAYS, START)];
    const misrouting = one.incidents.find(({ kind }) => kind === "misrouting");
    for (const { startMs } of one.slots())
      if (startMs + 900_000 <= (misrouting?.fromMs ?? 0)) expect(one.audit()).toEqual([]);
    for (const _ of other.slots());

    expect(one.audit()[0]).toMatchObject({ atMs: misrouting?.fromMs, by: misrouting?.by });
    expect(one.audit().at(-1)?.atMs).toBe(misrouting?.toMs);
    expect(other.audit()).toEqual(one.audit());
    expect(other.incidents).toEqual(one.incidents);
  });

  it("refuses a play that is too short for what goes wrong in it", () => {
    expect(() => playTraffic(estate, 1, 20, START)).toThrow(/40 days or more/);
  });
});
