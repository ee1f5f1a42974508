import type { Incident } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { chosenIncidents, provenAfterMs, toneOf } from "./filter.ts";

const incident = (id: string, status: Incident["status"], groupId: string) => ({ id, status, groupId }) as Incident;
const all = [incident("a", "moved", "g"), incident("b", "refused", "g"), incident("c", "moved", "h")];
const ids = (search: object) => chosenIncidents(all, search).map(({ id }) => id);

describe("dashboard/incidents/filter", () => {
  it("keeps what is asked for, in its order", () => {
    expect(ids({})).toEqual(["a", "b", "c"]);
    expect(ids({ status: ["moved"] })).toEqual(["a", "c"]);
    expect(ids({ status: ["moved", "refused"], group: "g" })).toEqual(["a", "b"]);
  });

  it("finds the proof in what was written down", () => {
    const told = (what: string) => ({
      openedAtMs: 100,
      timeline: [
        { atMs: 100, what: "dx turned down" },
        { atMs: 1_010, what },
      ],
    });

    expect(provenAfterMs(told("moved: 9 of 9 requests answered") as Incident)).toBe(910);
    expect(provenAfterMs(told("held: both paths are bad") as Incident)).toBeUndefined();
  });

  it("is loud while routes may be half changed only", () => {
    expect((["open", "needs-human", "moved", "refused", "rolled-back", "failed-back"] as const).map(toneOf)).toEqual([
      "bad",
      "bad",
      "watch",
      "watch",
      "watch",
      "good",
    ]);
  });
});
