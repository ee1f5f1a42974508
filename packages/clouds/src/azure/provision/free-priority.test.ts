import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freePriority } from "./free-priority.ts";

const rule = fc.record({
  priority: fc.integer({ min: 100, max: 4_096 }),
  direction: fc.constantFrom("Inbound", "Outbound"),
  access: fc.constantFrom("Allow", "Deny"),
});

describe("clouds/azure/provision/free-priority", () => {
  it("is free, and before every rule of its direction that denies", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 60 }), (rules) => {
        const priority = freePriority(rules, "Inbound");
        const inbound = rules.filter(({ direction }) => direction === "Inbound");
        if (priority === undefined) return inbound.length > 0;
        return (
          priority >= 100 &&
          priority <= 4_096 &&
          inbound.every((one) => one.priority !== priority) &&
          inbound.every((one) => one.access === "Allow" || one.priority > priority)
        );
      }),
    );
  });

  it("is the last one where nothing is there, and none where the first rule denies", () => {
    expect(freePriority([], "Inbound")).toBe(4_096);
    expect(freePriority([{ priority: 100, direction: "Inbound", access: "Deny" }], "Inbound")).toBeUndefined();
    expect(freePriority([{ priority: 100, direction: "Outbound", access: "Deny" }], "Inbound")).toBe(4_096);
  });
});
