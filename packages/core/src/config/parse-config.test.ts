import { describe, expect, it } from "vitest";
import { rawConfig } from "../../../../test/support/builders.ts";
import { parseConfig } from "./parse-config.ts";

type Raw = ReturnType<typeof rawConfig>;
const broken = (change: (raw: Raw) => unknown): string => {
  const raw = rawConfig();
  try {
    parseConfig(change(raw) ?? raw, "skylane.yaml");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "accepted";
};
const [group] = rawConfig().groups;

describe("core/config/parse-config", () => {
  it.each([
    [
      "a person who is named twice",
      {
        people: [
          { id: "a@x.example", role: "viewer" },
          { id: "A@x.example", role: "admin" },
        ],
      },
      'people[1].id: "a@x.example" is used twice; one person is one entry, or four eyes would be two',
    ],
    [
      "two people with one Slack user",
      {
        people: [
          { id: "a", slackUserId: "U0AB", role: "viewer" },
          { id: "b", slackUserId: "U0AB", role: "viewer" },
        ],
      },
      'people[1].slackUserId: "U0AB" is used twice',
    ],
    ["nobody at all", { people: [] }, "people: "],
    ["a bot that is not told where to post", { alerts: { slack: { botTokenSecret: "t" } } }, "alerts.slack.channel: "],
    [
      "Slack's requests without its workspace",
      { alerts: { slack: { webhookSecret: "w", signingSecret: "s" } } },
      "alerts.slack.signingSecret: needs appId and teamId",
    ],
    [
      "roles of a cloud that has none to assume",
      { clouds: { gcp: { roles: { externalId: "0123456789abcdef" }, accounts: [{ id: "p", regions: ["r"] }] } } },
      "clouds.gcp.roles: is for AWS alone",
    ],
    [
      "roles in what is no account",
      { clouds: { aws: { roles: { externalId: "0123456789abcdef" }, accounts: [{ id: "prod", regions: ["r"] }] } } },
      'clouds.aws.accounts[0].id: "prod" is no account with roles; write its number of 12 digits',
    ],
    [
      "an ExternalId that could be guessed",
      { clouds: { aws: { roles: { externalId: "skylane" }, accounts: [{ id: "111122223333", regions: ["r"] }] } } },
      "clouds.aws.roles.externalId: must be 16 to 1,224 letters",
    ],
    [
      "the ARN of a role for its name",
      {
        clouds: {
          aws: {
            roles: { observer: "arn:aws:iam::111122223333:role/x", externalId: "0123456789abcdef" },
            accounts: [{ id: "111122223333", regions: ["r"] }],
          },
        },
      },
      "clouds.aws.roles.observer: must be the name of a role, not its ARN",
    ],
  ])("refuses %s", (_, more, says) => {
    expect(broken((raw) => ({ ...raw, ...more }))).toContain(says);
  });

  it("fills in the defaults and turns durations into ms", () => {
    const config = parseConfig({ ...rawConfig(), thresholds: { probeIntervalMs: "200 ms" } }, "skylane.yaml");

    expect(config.thresholds).toMatchObject({
      probeIntervalMs: 200,
      probeTimeoutMs: 200,
      failuresToDownCount: 3,
      successesToUpCount: 2,
    });
    expect(config.groups[0]?.failback).toEqual({ mode: "auto", stableWindowMs: 300_000 });
    expect(config.failover.on).toEqual(["down"]);
  });

  it.each([
    [{}, 1_000, 200],
    [{ profile: "wan" }, 1_000, 200],
    [{ profile: "lan" }, 200, 100],
    [{ profile: "lab" }, 100, 200],
    [{ profile: "lan", probeTimeoutMs: "80 ms" }, 200, 80],
    [{ profile: "lan", probeIntervalMs: "500 ms" }, 500, 100],
  ])("probes by the profile of %j, and as it is said beside it", (thresholds, probeIntervalMs, probeTimeoutMs) => {
    const config = parseConfig({ ...rawConfig(), thresholds }, "skylane.yaml");

    expect(config.thresholds).toMatchObject({ probeIntervalMs, probeTimeoutMs });
    expect(config.thresholds).not.toHaveProperty("profile");
  });

  it("starts new groups at advise", () => {
    const config = parseConfig({ ...rawConfig(), groups: [{ ...group, automation: undefined }] }, "skylane.yaml");

    expect(config.groups[0]?.automation).toBe("advise");
  });

  it.each<[string, (raw: Raw) => unknown, string]>([
    ["an unknown key", (raw) => ({ ...raw, colour: "blue" }), `(top level): Unrecognized key: "colour"`],
    ["a wrong version", (raw) => ({ ...raw, version: 2 }), "version: Invalid input: expected 1"],
    [
      "a bad id",
      (raw) => ({ ...raw, vantages: [{ id: "V 1", networkId: "cloud-net" }] }),
      `vantages[0].id: must be a vantage id: 1-64 lower-case letters, digits, ".", "_" or "-"`,
    ],
    [
      "a lease shorter than a move",
      (raw) => ({ ...raw, failover: { overrideLeaseMs: "5 minutes" } }),
      "failover.overrideLeaseMs: must be 15 minutes or more: a move may take that long, and its override is renewed every 5 minutes",
    ],
    [
      "a bad range",
      (raw) => ({ ...raw, networks: [{ ...raw.networks[0], cidrs: ["10.1.0.0"] }, raw.networks[1]] }),
      "networks[0].cidrs[0]: must be an IPv4 range such as 10.1.0.0/16",
    ],
    [
      "a default route to move",
      (raw) => ({ ...raw, networks: [{ ...raw.networks[0], cidrs: ["10.1.0.0/16", "0.0.0.0/0"] }, raw.networks[1]] }),
      "networks[0].cidrs: must not hold the default route: name the ranges that the network owns",
    ],
    [
      "a bad duration",
      (raw) => ({ ...raw, thresholds: { probeIntervalMs: "soon" } }),
      `thresholds.probeIntervalMs: must be a duration such as "200ms", "30 seconds" or "5 minutes"`,
    ],
    [
      "an unknown cloud",
      (raw) => ({ ...raw, networks: [{ ...raw.networks[0], cloud: "ibm" }, raw.networks[1]] }),
      `networks[0].cloud: Invalid option: expected one of "aws"|"azure"|"gcp"|"oci"|"onprem"`,
    ],
    [
      "a connection to nowhere",
      (raw) => ({ ...raw, connections: [{ ...raw.connections[0], ends: ["cloud-net", "mars"] }, raw.connections[1]] }),
      `connections[0].ends[1]: names network "mars", which is not declared; declare it or correct the name`,
    ],
    [
      "addresses of a function",
      (raw) => ({ ...raw, vantages: [{ id: "v1", networkId: "cloud-net", addresses: ["10.9.0.1"] }] }),
      "vantages[0].addresses: is for agents, and a function probes from here; set runsAs: agent, or remove it",
    ],
    [
      "an address of an agent that is none",
      (raw) => ({ ...raw, vantages: [{ id: "v1", networkId: "cloud-net", runsAs: "agent", addresses: ["erp"] }] }),
      "vantages[0].addresses[0]: must be an IPv4 address such as 10.1.0.10",
    ],
    [
      "a vantage in no network",
      (raw) => ({ ...raw, vantages: [{ id: "v1", networkId: "mars" }] }),
      `vantages[0].networkId: names network "mars", which is not declared; declare it or correct the name`,
    ],
    [
      "a flow of no group",
      (raw) => ({ ...raw, flows: [{ ...raw.flows[0], groupId: "h" }] }),
      `flows[0].groupId: names group "h", which is not declared; declare it or correct the name`,
    ],
    [
      "a policy that is not there",
      (raw) => ({ ...raw, groups: [{ ...raw.groups[0], policyId: "strict" }] }),
      `groups[0].policyId: names policy "strict", which is not declared; declare it or correct the name`,
    ],
    [
      "an id used twice",
      (raw) => ({ ...raw, policies: [...raw.policies, { id: "open" }] }),
      `policies[2].id: "open" is used twice; ids must be unique`,
    ],
    [
      "two paths probed at one target",
      (raw) => ({
        ...raw,
        groups: [
          {
            ...raw.groups[0],
            paths: raw.groups[0]?.paths.map((path) => ({ ...path, probe: { ...path.probe, host: "10.254.0.1" } })),
          },
        ],
      }),
      `groups[0].paths[1].probe.host: probes 10.254.0.1:7 like path "dx"; one target probes one path, give each path its own`,
    ],
    [
      "act without a knob",
      (raw) => ({
        ...raw,
        groups: [{ ...raw.groups[0], sides: raw.groups[0]?.sides.map(({ id, networkId }) => ({ id, networkId })) }],
      }),
      `groups[0].automation: is "act", but a side has no steering; give both sides an actuator or use "advise"`,
    ],
    [
      "a path without a handle",
      (raw) => ({
        ...raw,
        groups: [
          {
            ...raw.groups[0],
            paths: raw.groups[0]?.paths.map((path) => ({ ...path, handles: { cloud: { hop: "x" } } })),
          },
        ],
      }),
      `groups[0].paths[0].handles: lacks "site"; say how side "site" sends traffic over this path`,
    ],
    [
      "an actuator that is no name",
      (raw) => ({
        ...raw,
        groups: [
          {
            ...raw.groups[0],
            sides: raw.groups[0]?.sides.map((side) => ({ ...side, steering: { actuator: "TGW", settings: {} } })),
          },
        ],
      }),
      "groups[0].sides[0].steering.actuator: must be <cloud>.<knob>, e.g. aws.tgw-route",
    ],
  ])("refuses %s, with the field, the rule and what to do", (_, change, message) => {
    const said = broken(change);

    expect(said).toContain("skylane.yaml is not valid; nothing was changed.");
    expect(said.split("\n")).toContain(message);
  });

  it("names every broken rule at once", () => {
    const said = broken((raw) => ({
      ...raw,
      vantages: [{ id: "v1", networkId: "mars" }],
      flows: [{ ...raw.flows[0], groupId: "h" }],
    }));

    expect(said.split("\n")).toHaveLength(3);
  });
});
