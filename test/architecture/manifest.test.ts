import { type RuleSpec, rules } from "@skylane/core";
import { describe, expect, it } from "vitest";
import functionPorts from "../../infra/function-ports.gen.json" with { type: "json" };

const portsOf: Readonly<Record<string, readonly string[]>> = functionPorts;
const isReplayed = ({ pattern }: RuleSpec): boolean => !("replay-name" in pattern);
/** What changes something that people or packets feel. */
const ACTING = ["steering", "workflows", "leases", "channels", "faultTests"];

describe("manifest", () => {
  it("what an archive replays reaches nothing that acts", () => {
    const replayed = rules.filter(isReplayed).map(({ target }) => target);

    expect(replayed).toEqual(["record-snapshot", "discover-on-change", "record-event"]);
    expect(replayed.flatMap((target) => portsOf[target]?.filter((port) => ACTING.includes(port)))).toEqual([]);
    // and the ports do tell what acts
    expect(portsOf["consider-failover"]).toContain("workflows");
    expect(portsOf["raise-alert"]).toContain("channels");
  });

  it("what Slack reaches can put an order away, and carry out none", () => {
    const puttingAway = ["chatOrders", "once", "publisher", "secrets"];

    expect(portsOf["slack-command"]).toEqual(puttingAway);
    expect(portsOf["slack-interaction"]).toEqual(puttingAway);
    expect(portsOf["slack-options"]).toEqual(["once", "publisher", "rights", "secrets", "topologies"]);
    // and the ports do tell who carries it out
    expect(portsOf["answer-order"]).toContain("workflows");
  });

  it("what applications send is put away, and who takes it reads and orders nothing", () => {
    expect(portsOf["take-spans"]).toEqual(["spanInbox"]);
    expect(portsOf["join-requests"]?.filter((port) => ACTING.includes(port))).toEqual([]);
  });

  it("what listens to everything is not what speaks", () => {
    const listening = rules.filter(({ pattern }) => !("detail-type" in pattern)).map(({ target }) => target);

    expect(listening).toEqual(["record-event"]);
    expect(listening.flatMap((target) => portsOf[target])).not.toContain("publisher");
    // and the ports do tell what speaks
    expect(portsOf["consider-failover"]).toContain("publisher");
  });
});
