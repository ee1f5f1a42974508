import type { Actuator, RouteChange } from "@skylane/core";
import { expect, it } from "vitest";

/** What every actuator promises: a verb said twice is done once. */
export const itDoesEverythingTwice = (
  planned: () => { readonly actuator: Actuator; readonly change: RouteChange },
): void =>
  it("does everything twice with one effect", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(await actuator.apply(change)).toBe("already");
    await actuator.restore(change, before);
    expect(await actuator.restore(change, before)).toBe("already");
  });
