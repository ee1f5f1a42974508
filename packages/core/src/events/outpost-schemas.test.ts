import { describe, expect, it } from "vitest";
import { outposts } from "../deployment/outposts.ts";
import { outpostEventData, outpostEventSchema } from "./outpost-schemas.ts";
import { eventRegistry } from "./registry.ts";

describe("core/events/outpost-schemas", () => {
  it("has what outposts may say, and nothing else, by the schemas of the registry", () => {
    const said = Object.values(outposts).flatMap((outpost) => ("says" in outpost ? outpost.says : []));

    expect(Object.keys(outpostEventData).sort()).toEqual([...said].sort());
    for (const [type, data] of Object.entries(outpostEventData))
      expect(data).toBe(eventRegistry[type as keyof typeof eventRegistry].data);
  });

  it("lets nothing through that only the hub says", () => {
    expect(outpostEventSchema("regions.region-taken.v1").safeParse({}).success).toBe(false);
  });
});
