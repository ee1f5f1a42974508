import type { SloSeverity } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAlert } from "./next-alert.ts";

/** What is told of looks in a row; each names the severities whose rules hold. */
function tell(...looks: readonly (readonly SloSeverity[])[]): readonly string[] {
  let state: Parameters<typeof nextAlert>[0];
  return looks.map((held, i) => {
    const next = nextAlert(state, new Set(held), i);
    state = next.state;
    return next.news ? `${next.news.told} ${next.news.severity} ${next.news.sinceMs}` : "";
  });
}

describe("engine/slo/next-alert", () => {
  it("tells once that it burns and once that it does no more", () => {
    expect(tell([], ["page"], ["page"], [])).toEqual(["", "exceeded page 1", "", "recovered page 1"]);
    expect(tell(["ticket"], ["ticket"], [])).toEqual(["exceeded ticket 0", "", "recovered ticket 0"]);
  });

  it("a ticket becomes a page once", () => {
    expect(tell(["ticket"], ["page", "ticket"], ["page", "ticket"])).toEqual([
      "exceeded ticket 0",
      "exceeded page 1",
      "",
    ]);
  });

  it("what is left of a page holds slower rules and is no news, until they have let go once", () => {
    expect(tell(["page", "ticket"], ["ticket"], ["ticket"], [], ["ticket"])).toEqual([
      "exceeded page 0",
      "recovered page 0",
      "",
      "",
      "exceeded ticket 4",
    ]);
  });

  it("never tells an end without its beginning, nor the same beginning twice", () => {
    const seed = 20_261_123;
    console.log(`seed ${seed}`);
    const severity = fc.constantFrom<SloSeverity>("page", "ticket");
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(severity)), (looks) => {
        let open: string | undefined;
        for (const news of tell(...looks)) {
          const [told, what, since] = news.split(" ");
          if (told === "exceeded") {
            expect(open === undefined || (open.startsWith("ticket") && what === "page")).toBe(true);
            open = `${what} ${since}`;
          }
          if (told === "recovered") {
            expect(open).toBe(`${what} ${since}`);
            open = undefined;
          }
        }
      }),
      { seed },
    );
  });
});
