import { eventSchema, type LinkAlarm } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { anAlarm } from "../../../../../test/support/alarms.ts";
import { aConfig } from "../../../../../test/support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { readPathAlarms, recordAlarm, relayAlarm } from "../index.ts";

const notice = (changeType: string, vpnId = "vpn-0a1b") => ({
  "detail-type": "Network Manager Status Update",
  time: "1970-01-01T00:16:40Z",
  detail: { changeType, vpnConnectionArn: `arn:aws:ec2:us-east-1:111122223333:vpn-connection/${vpnId}` },
});
const ready = (): MemoryDeps =>
  memoryDeps(
    aConfig((raw) => ({
      ...raw,
      connections: raw.connections.map((one) => (one.id === "vpn" ? { ...one, providerId: "vpn-0a1b" } : one)),
    })),
  );
/** What crossed the bus, as its listeners take it in. */
const told = (deps: MemoryDeps): readonly LinkAlarm[] =>
  deps.published.filter(({ type }) => type === "alarm.raised.v1").map(({ data }) => data as LinkAlarm);

describe("engine/health (alarms of the clouds)", () => {
  it("tells an alarm about a link of ours with its connection, in an event that its schema takes", async () => {
    const deps = ready();
    await relayAlarm(deps, "aws", notice("VPN-CONNECTION-IPSEC-DOWN"));

    const [draft] = deps.published;
    const { data } = eventSchema("alarm.raised.v1").parse({
      specversion: "1.0",
      id: "1",
      source: "skylane.alarm",
      type: "alarm.raised.v1",
      subject: draft?.subject,
      time: "2026-11-21T14:00:00.000Z",
      datacontenttype: "application/json",
      traceparent: deps.ids.traceparent(),
      skylaneepoch: draft?.epoch,
      skylaneseq: draft?.seq,
      data: draft?.data,
    });
    expect(data).toMatchObject({ kind: "tunnel-down", isRaised: true, connectionIds: ["vpn"], atMs: 1_000_000 });
  });

  it("tells what is not known, or about nothing of ours, too; and remembers nothing of it", async () => {
    const deps = ready();
    await relayAlarm(deps, "aws", notice("VPN-CONNECTION-IPSEC-DOWN", "vpn-of-somebody"));
    await relayAlarm(deps, "aws", notice("SOMETHING-NEW"));
    for (const alarm of told(deps)) await recordAlarm(deps, alarm);

    expect(told(deps)).toMatchObject([
      { kind: "tunnel-down", connectionIds: [] },
      { kind: "other", connectionIds: ["vpn"] },
    ]);
    expect(deps.linkAlarms.size).toBe(0);
  });

  it("gives the same notice the same key, and its end another", async () => {
    const deps = ready();
    for (const change of ["VPN-CONNECTION-IPSEC-DOWN", "VPN-CONNECTION-IPSEC-DOWN", "VPN-CONNECTION-IPSEC-UP"])
      await relayAlarm(deps, "aws", notice(change));
    const [first, again, end] = deps.published.map(({ idempotencyKey }) => idempotencyKey);

    expect(again).toBe(first);
    expect(end).not.toBe(first);
  });

  it("is remembered for the paths over its link, once, until it is cleared", async () => {
    const deps = ready();
    const alarm = anAlarm({ connectionIds: ["dx"], atMs: deps.clock.nowMs() });

    expect(await recordAlarm(deps, alarm)).toBe(1);
    expect(await recordAlarm(deps, alarm)).toBe(0);
    expect(await readPathAlarms(deps)).toMatchObject([{ pathId: "dx", kind: "link-down", isRaised: true }]);
    await recordAlarm(deps, { ...alarm, isRaised: false });
    expect(await readPathAlarms(deps)).toMatchObject([{ isRaised: false }]);
  });

  it("does not believe an event that has another cloud speak of a link, or names a link that is not there", async () => {
    const deps = ready();
    const atMs = deps.clock.nowMs();
    await recordAlarm(deps, anAlarm({ cloud: "gcp", connectionIds: ["dx"], atMs }));
    await recordAlarm(deps, anAlarm({ connectionIds: ["gone"], atMs }));

    expect(await readPathAlarms(deps)).toEqual([]);
  });

  it("goes without evidence where the store does not answer", async () => {
    const deps = ready();
    const alarms = { ...deps.alarms, list: () => Promise.reject(new Error("the table is away")) };

    expect(await readPathAlarms({ ...deps, alarms })).toEqual([]);
  });
});
