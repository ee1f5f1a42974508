import { type ConnectionId, LinkAlarm } from "@skylane/core";

/** A `link-down` alarm of AWS about the connections, with what the test does not care about filled in. */
export const anAlarm = (more: Partial<Omit<LinkAlarm, "connectionIds">> & { connectionIds?: readonly string[] } = {}) =>
  LinkAlarm.parse({
    cloud: "aws",
    alarmId: "alarm-1",
    kind: "link-down",
    isRaised: true,
    atMs: 1_000_000,
    name: "dx is down",
    resourceIds: ["dxcon-1"],
    connectionIds: ["dx"] as unknown as ConnectionId[],
    ...more,
  });
