import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains } from "../../prefix.ts";
import { forwardRefusal } from "./judge-nft.ts";
import { parseRule, ruleText } from "./parse-rule.ts";
import { parseRuleset } from "./parse-ruleset.ts";
import { NftRefusal } from "./ruleset.ts";

const prefix = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`);
const port = fc.integer({ min: 0, max: 65_535 });
const chainWith = (rule: string) =>
  `table inet filter { chain forward { type filter hook forward priority 0; policy drop; ${rule} \n} }`;

describe("twin/world/security/nft with anything", () => {
  it("a text that is none is refused in words, and nothing else happens", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "ip",
        "saddr",
        "tcp",
        "dport",
        "{",
        "}",
        ",",
        ";",
        "!=",
        "ct",
        "state",
        "accept",
        "jump",
        "comment",
        '"',
        "#",
        "\n",
      ),
      fc.string({ maxLength: 8, unit: "binary" }),
      prefix,
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        for (const read of [() => parseRule(words.join(" ")), () => parseRuleset(words.join(" "))])
          try {
            read();
          } catch (error) {
            expect(error).toBeInstanceOf(NftRefusal);
          }
      }),
    );
  });

  it("a rule lets in exactly what its ranges and port say, and is listed as itself", () => {
    fc.assert(
      fc.property(prefix, prefix, port, fc.ipV4(), fc.ipV4(), port, (source, destination, wanted, from, to, asked) => {
        const rule = `ip saddr ${source} ip daddr ${destination} tcp dport ${wanted} accept`;
        const listed = ruleText(parseRule(rule));
        expect(ruleText(parseRule(listed))).toBe(listed);

        const packet = { from, to, port: asked, protocol: "tcp", state: "new", cameIn: "a", goesOut: "b" } as const;
        const isIn = contains(source, from) && contains(destination, to) && asked === wanted;
        for (const text of [rule, listed])
          expect(forwardRefusal(parseRuleset(chainWith(text)), packet) === undefined).toBe(isIn);
      }),
    );
  });
});
