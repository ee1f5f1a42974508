import { type Incident, IncidentId, type IncidentStore } from "@skylane/core";
import { expect, it } from "vitest";
import { incidentOf } from "./incident-record.ts";

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 1);

/** An incident of group `g` that was opened so many days after the first. */
export const openedAt = (day: number, more: Partial<Incident> = {}): Incident =>
  incidentOf({
    id: IncidentId.parse(`fo-g-${day}`),
    openedAtMs: START_MS + day * DAY_MS,
    status: "failed-back",
    ...more,
  });
const idsOf = (incidents: readonly Incident[]) => incidents.map(({ id }) => id);

/** What every store of incidents must do, each time on an empty one. */
export function testIncidentStore(empty: () => Promise<IncidentStore>): void {
  it("opens an incident once: who opens it again is given the one that is there", async () => {
    const store = await empty();
    const first = openedAt(1, { status: "open" });

    expect(await store.open(first)).toEqual(first);
    await store.save({ ...first, status: "moved" });
    expect(await store.open({ ...first, reason: "again" })).toEqual({ ...first, status: "moved" });

    expect(await store.find(first.id)).toEqual({ ...first, status: "moved" });
    expect(await store.find("fo-g-2")).toBeUndefined();
  });

  it("lists the newest first, as many as are wanted or since a moment, each as it was saved last", async () => {
    const store = await empty();
    for (const day of [3, 1, 2]) await store.open(openedAt(day, { status: "open" }));
    await store.save(openedAt(2));

    expect(idsOf(await store.list(10))).toEqual(["fo-g-3", "fo-g-2", "fo-g-1"]);
    expect((await store.list(2)).map(({ status }) => status)).toEqual(["open", "failed-back"]);
    expect(idsOf(await store.listSince(START_MS + 2 * DAY_MS))).toEqual(["fo-g-3", "fo-g-2"]);
    expect(await store.listSince(START_MS + 2 * DAY_MS + 1)).toHaveLength(1);
    expect(await store.listSince(Number.NEGATIVE_INFINITY)).toHaveLength(3);
  });

  it("knows which are active, and of a group the newest, until they are closed", async () => {
    const store = await empty();
    const ofOther = openedAt(4, { id: IncidentId.parse("fo-g-1-4"), groupId: "g-1" as Incident["groupId"] });
    await store.open(openedAt(1, { status: "needs-human" }));
    await store.open(openedAt(2, { status: "open" }));
    await store.open(openedAt(3, { status: "refused" }));
    await store.open({ ...ofOther, status: "moved" });

    expect(idsOf(await store.listActive())).toEqual(["fo-g-1-4", "fo-g-2", "fo-g-1"]);
    expect((await store.findActive("g"))?.id).toBe("fo-g-2");

    await store.save(openedAt(2));
    await store.save(ofOther);
    expect(idsOf(await store.listActive())).toEqual(["fo-g-1"]);
    expect((await store.findActive("g"))?.id).toBe("fo-g-1");
    expect(await store.findActive("g-1")).toBeUndefined();
  });
}
