import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { many, one, parseSearch, stringifySearch } from "./address.ts";

const texts = fc.string({ unit: "grapheme" });

describe("dashboard/shell/address", () => {
  it("finds in an address all that was written into it, in the order it was written", () => {
    const searches = fc.dictionary(texts, fc.oneof(texts, fc.array(texts, { minLength: 2 })));
    fc.assert(
      fc.property(searches, (search) => {
        expect(Object.entries(parseSearch(stringifySearch(search)))).toEqual(Object.entries(search));
      }),
    );
  });

  it("never takes a text for a number, a truth or an object", () => {
    expect(parseSearch("?select=1&open=true&open=null&view={}")).toEqual({
      select: "1",
      open: ["true", "null"],
      view: "{}",
    });
    expect(parseSearch("?__proto__=x")).toEqual(Object.fromEntries([["__proto__", "x"]]));
  });

  it("leaves out what a schema does not understand, and keeps the rest", () => {
    const Search = z.object({ by: one(z.enum(["team", "flow"])), state: many(z.enum(["up", "down"])) });

    expect(Search.parse(parseSearch("?by=planet&state=up&state=purple&state=up&more=1"))).toEqual({ state: ["up"] });
    expect(Search.parse(parseSearch("?by=team&by=flow&state=purple"))).toEqual({ by: "team" });
    expect(Search.parse({})).toEqual({});
  });

  it("writes nothing for what is absent", () => {
    expect(stringifySearch({ by: undefined, month: null })).toBe("");
    expect(stringifySearch({ by: "team", state: [] })).toBe("?by=team");
  });
});
