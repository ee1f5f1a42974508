import { describe, expect, it } from "vitest";
import { type ForwardedPacket, forwardRefusal } from "./judge-nft.ts";
import { parseRule, ruleText } from "./parse-rule.ts";
import { parseRuleset } from "./parse-ruleset.ts";
import { NftRefusal, OPEN_RULESET } from "./ruleset.ts";

const rulesetOf = (...rules: readonly string[]) => `
table inet filter {
  chain skylane { }
  chain owner {
    tcp dport 22 accept
    return
    udp dport 53 accept
  }
  chain forward { # first of all
    type filter hook forward priority filter; policy drop;
    ${rules.join("\n    ")}
  }
}`;
const packet: ForwardedPacket = {
  from: "10.1.0.5",
  to: "10.9.0.5",
  protocol: "tcp",
  port: 8_443,
  state: "new",
  cameIn: "dx-1",
  goesOut: "lan0",
};
const passes = (rules: readonly string[], more: Partial<ForwardedPacket> = {}): boolean =>
  forwardRefusal(parseRuleset(rulesetOf(...rules)), { ...packet, ...more }) === undefined;

describe("twin/world/security/nft", () => {
  it.each([
    ["nothing passes by itself", [], {}, false],
    ["an address, its port and protocol", ["ip saddr 10.1.0.0/16 ip daddr 10.9.0.5 tcp dport 8443 accept"], {}, true],
    ["another port", ["tcp dport 8442 accept"], {}, false],
    ["the same port of another protocol", ["udp dport 8443 accept"], {}, false],
    ["a port of any protocol", ["th dport 8000-9000 accept"], { protocol: "udp" }, true],
    ["one of a set", ["ip saddr { 10.2.0.0/16, 10.1.0.5 } tcp dport { 22, 8443 } accept"], {}, true],
    ["all but one", ["ip saddr != 10.1.0.0/24 accept"], {}, false],
    ["all ports but one are of that protocol", ["tcp dport != 22 accept"], { protocol: "udp" }, false],
    ["an answer to what was let through", ["ct state established,related accept"], { state: "established" }, true],
    ["an answer to what nobody has seen", ["ct state established,related accept"], { state: "invalid" }, false],
    ["an interface by the beginning of its name", ['iifname "dx-*" accept'], {}, true],
    ["another interface", ['oifname "sky-*" accept'], {}, false],
    ["the first rule that decides", ["tcp dport 8443 drop", "accept"], {}, false],
    ["a refusal in words drops too", ["reject"], {}, false],
    ["a clamp and a counter decide nothing", ["tcp flags syn tcp option maxseg size set 1350", "counter"], {}, false],
    ["a chain that is jumped to", ["jump owner"], { port: 22 }, true],
    ["what comes back from it goes on", ["jump owner", "tcp dport 8443 accept"], {}, true],
    ["a return leaves the rest of its chain out", ["jump owner"], { protocol: "udp", port: 53 }, false],
    ["what goes to a chain does not come back", ["goto owner", "accept"], {}, false],
  ] as const)("%s", (_, rules, more, expected) => {
    expect(passes(rules, more)).toBe(expected);
  });

  it("says which chain drops, and by what", () => {
    const why = (...rules: readonly string[]) => forwardRefusal(parseRuleset(rulesetOf(...rules)), packet);

    expect(why()).toBe("chain inet filter forward policy drop");
    expect(why('tcp dport 8443 drop comment "not today"')).toBe(
      'chain inet filter forward: tcp dport 8443 drop comment "not today"',
    );
  });

  it("a chain that accepts is not the last word: those after it are asked too, the least priority first", () => {
    const two = `
      table inet late { chain f { type filter hook forward priority 10; policy accept; tcp dport 8443 drop; } }
      table inet early { chain f { type filter hook forward priority -10; policy drop; accept; } }`;

    expect(forwardRefusal(parseRuleset(two), packet)).toBe("chain inet late f: tcp dport 8443 drop");
  });

  it("a router that was only prepared for Skylane lets everything through", () => {
    expect(forwardRefusal(parseRuleset(OPEN_RULESET), packet)).toBeUndefined();
  });

  it.each([
    [
      "ip saddr 10.1.2.3/16 ip daddr 10.9.0.5/32 tcp dport 443 accept",
      "ip saddr 10.1.0.0/16 ip daddr 10.9.0.5 tcp dport 443 accept",
    ],
    [
      'ip saddr {10.2.0.0/16,10.1.0.0/16}  accept comment "a b"',
      'ip saddr { 10.1.0.0/16, 10.2.0.0/16 } accept comment "a b"',
    ],
    ["ct state related,established counter accept # remark", "ct state related,established counter accept"],
  ])("lists %s as the kernel keeps it", (written, listed) => {
    expect(ruleText(parseRule(written))).toBe(listed);
    expect(ruleText(parseRule(listed))).toBe(listed);
  });

  it.each([
    ["", "unexpected end of file"],
    ["ip saddr 10.0.0.0/33 accept", "Invalid prefix length 33"],
    ["ip saddr 300.1.1.1 accept", "Could not resolve hostname: 300.1.1.1"],
    ["ip saddr example.com accept", "Could not resolve hostname"],
    ["tcp dport 70000 accept", "Value 70000 exceeds valid range 0-65535"],
    ["tcp dport 20-10 accept", "Range negative size"],
    ["dport 22 accept", "unexpected dport 22"],
    ["accept tcp dport 22", "Statement after terminal statement has no effect"],
    ["accept drop", "Statement after terminal statement has no effect"],
    ["ct state sleepy accept", "Could not parse conntrack state: sleepy"],
    ["ip protocol gopher accept", "Could not resolve protocol name: gopher"],
    [`accept comment "${"x".repeat(129)}"`, "Comment too long. 128 characters maximum allowed"],
    ["accept comment bare", "unexpected bare"],
    ['accept comment "open', "unexpected junk"],
    ['accept comment "a" drop', "unexpected drop"],
    ["accept ; flush ruleset", "unexpected newline"],
    ["ip saddr { 10.0.0.0/8 accept", "unexpected accept"],
  ])("refuses %j", (text, reason) => {
    expect(() => parseRule(text)).toThrow(NftRefusal);
    expect(() => parseRule(text)).toThrow(reason);
  });

  it.each([
    ["a jump to nowhere", rulesetOf("jump nowhere"), "No such file or directory"],
    ["a jump to a chain with a hook", rulesetOf("jump forward"), "Operation not supported"],
    ["a circle of jumps", "table inet a { chain one { jump two; }\n chain two { jump one; } }", "Too many levels"],
    ["a file that stops in the middle", "table inet filter { chain forward {", "unexpected end of file"],
    ["a hook that is none", "table inet a { chain b { type filter hook sideways priority 0; } }", "unknown chain hook"],
    [
      "a policy that is none",
      "table inet a { chain b { type filter hook forward priority 0; policy maybe; } }",
      "maybe",
    ],
    ["a command", "flush ruleset", "unexpected flush"],
  ])("does not load %s", (_, text, reason) => {
    expect(() => parseRuleset(text)).toThrow(NftRefusal);
    expect(() => parseRuleset(text)).toThrow(reason);
  });
});
