import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { BuiltGroup, pathIdsOf, withBuiltGroups } from "./built-groups.ts";

const built = (id: string, connection: object = {}) =>
  BuiltGroup.parse({
    runId: "in-1-abc",
    intentIds: ["in-1-abc-1"],
    group: {
      id,
      sides: [
        { id: "source", networkId: "cloud-net" },
        { id: "destination", networkId: "site-net" },
      ],
      paths: [
        {
          id: `${id}.way`,
          connectionId: "vpn-new",
          probe: { vantageId: "v1", kind: "tcp", sourceIp: "10.1.0.7", host: "10.9.0.7", port: 443 },
          handles: {},
        },
      ],
    },
    networks: [],
    connections: [
      {
        id: "vpn-new",
        kind: "vpn",
        ends: ["cloud-net", "site-net"],
        bandwidthMbps: 1_250,
        isEncrypted: true,
        isPublic: true,
        providerId: "vpn-0a1",
        ...connection,
      },
    ],
    policies: [],
    flows: [],
  });

describe("core/config/built-groups", () => {
  it("puts what was built beside what is declared, each id once, and what is declared first", () => {
    const config = aConfig();
    const whole = withBuiltGroups(config, [built("x"), built("y"), built("g")]);

    expect(whole.groups.map(({ id }) => id)).toEqual(["g", "x", "y"]);
    expect(whole.groups[0]).toEqual(config.groups[0]);
    expect(whole.connections.map(({ id }) => id)).toEqual(["dx", "vpn", "vpn-new"]);
    expect([...pathIdsOf(whole)]).toEqual(["dx", "vpn", "x.way", "y.way"]);
  });

  it("takes a link that is declared by its provider's id for that one", () => {
    const config = aConfig((raw) => Object.assign(raw.connections[1] ?? {}, { providerId: "vpn-0a1" }) && undefined);
    const whole = withBuiltGroups(config, [built("x")]);

    expect(whole.connections).toEqual(config.connections);
    expect(whole.groups[1]?.paths[0]?.connectionId).toBe("vpn");
  });

  it("is the configuration itself where nothing was built", () => {
    const config = aConfig();

    expect(withBuiltGroups(config, [])).toBe(config);
  });
});
