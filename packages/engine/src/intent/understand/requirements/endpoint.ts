import { isDenied, isDeniedAfter } from "./denied.ts";
import { isOfNow } from "./quantity.ts";
import { type Finder, isNear, type Said, skipBack, wordSet } from "./said.ts";

const ENDPOINT = wordSet("endpoint endpoints endpunkt");
const PUBLIC = wordSet("public offentlichen offentlicher offentliche");
const RULE = wordSet("rule rules regel");
const RULES_OF_FIREWALLS = wordSet("firewallregel firewall-regel firewall-rule firewallrule");
const BY = wordSet("by with via through using per mit durch uber");
const BEFORE = wordSet(
  "a an its the by with via through using over on per mit durch uber seinen den dem einer eine ihren",
);
/** Words between a denial and what it denies: `do not go over its public endpoint`. */
const DENIAL_REACH = 6;

/** Whether the destination's public endpoint is asked for, by a rule of its firewall. A denial says nothing: a private one is the default. */
export const endpoint: Finder = (tokens) =>
  tokens.flatMap(({ word }, at): readonly Said[] => {
    const before = tokens[at - 1]?.word ?? "";
    const isEndpoint = ENDPOINT.has(word) && PUBLIC.has(before);
    const isTwoWords = RULE.has(word) && before === "firewall";
    const isRule = isTwoWords || RULES_OF_FIREWALLS.has(word);
    if (!isEndpoint && !isRule) return [];
    const first = isEndpoint || isTwoWords ? at - 1 : at;
    // "a firewall rule is needed" may be about any firewall
    if (isRule && !isNear(tokens, first, BY, { before: 3 })) return [];
    const place = { from: skipBack(tokens, first, BEFORE), to: at + 1, slot: "exposure" } as const;
    const isNo = isDenied(tokens, first, DENIAL_REACH) || isDeniedAfter(tokens, at + 1) || isOfNow(tokens, first);
    return isNo ? [place] : [{ ...place, field: "endpoint", value: "public" }];
  });
