import { contains } from "../../prefix.ts";
import { ruleText } from "./parse-rule.ts";
import { sameTable } from "./parse-ruleset.ts";
import type { NftChains, NftRule, NftTest } from "./ruleset.ts";

/** A packet that a router is to pass on. */
export interface ForwardedPacket {
  readonly from: string;
  readonly to: string;
  readonly protocol: "tcp" | "udp";
  /** Absent = some port of those that senders are given. */
  readonly port?: number;
  /** As the router's connection tracking has it. */
  readonly state: "new" | "established" | "invalid";
  readonly cameIn: string;
  readonly goesOut: string;
}

/** What drops it, in nft's words; `undefined` = the chains at the forward hook let it pass. */
export function forwardRefusal(chains: NftChains, packet: ForwardedPacket): string | undefined {
  const atHook = [...chains]
    .filter(([, { hook }]) => hook?.name === "forward")
    .sort(([, one], [, other]) => (one.hook?.priority ?? 0) - (other.hook?.priority ?? 0));
  for (const [name, { policy }] of atHook) {
    const deciding = decide(chains, name, packet);
    if (deciding === undefined && policy === "drop") return `chain ${name} policy drop`;
    if (deciding && deciding.verdict?.kind !== "accept") return `chain ${name}: ${ruleText(deciding)}`;
  }
  return undefined;
}

/** The rule that accepts, drops or rejects; `undefined` = the packet comes to the end of the chain. */
function decide(chains: NftChains, name: string, packet: ForwardedPacket): NftRule | undefined {
  for (const rule of chains.get(name)?.rules ?? []) {
    const { parts, verdict } = rule;
    if (!verdict || !parts.every(({ test }) => passes(test, packet))) continue;
    if (verdict.kind === "return") return undefined;
    if (!("chain" in verdict)) return rule;
    const deciding = decide(chains, sameTable(name, verdict.chain), packet);
    if (deciding || verdict.kind === "goto") return deciding;
  }
  return undefined;
}

function passes(test: NftTest, packet: ForwardedPacket): boolean {
  if (test.kind === "any") return true;
  // who asks for a port asks for its protocol, also where the port is to be another
  if (test.kind === "port" && test.protocol !== "th" && test.protocol !== packet.protocol) return false;
  return isMet(test, packet) !== test.isNot;
}

function isMet(test: Exclude<NftTest, { kind: "any" }>, packet: ForwardedPacket): boolean {
  switch (test.kind) {
    case "address":
      return test.ranges.some((range) => contains(range, test.field === "saddr" ? packet.from : packet.to));
    case "protocol":
      return test.protocols.includes(packet.protocol);
    case "port": {
      const { port } = packet;
      return port !== undefined && test.ranges.some(([from, to]) => from <= port && port <= to);
    }
    case "state":
      return test.states.includes(packet.state);
    case "interface": {
      const name = test.side === "in" ? packet.cameIn : packet.goesOut;
      return test.names.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));
    }
  }
}
