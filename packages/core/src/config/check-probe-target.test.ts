import { describe, expect, it } from "vitest";
import { rawConfig } from "../../../../test/support/builders.ts";
import { probeTargetRules, whyNotProbed } from "./check-probe-target.ts";
import { parseConfig } from "./parse-config.ts";

const rules = { allowedCidrs: ["10.1.0.0/16", "169.254.20.0/30", "10.254.7.1/32"], isLoopbackAllowed: false };
const withProbe = (probe: object, more: object = {}) => {
  const raw = rawConfig();
  const [group] = raw.groups;
  const [first, ...others] = group?.paths ?? [];
  const paths = [{ ...first, probe: { ...first?.probe, ...probe } }, ...others];
  return { ...raw, groups: [{ ...group, paths }], ...more };
};

describe("core/config/check-probe-target", () => {
  it.each(["10.1.0.10", "169.254.20.2", "10.254.7.1"])("lets %s be probed", (host) => {
    expect(whyNotProbed(host, rules)).toBeUndefined();
  });

  it.each([
    ["169.254.169.254", "metadata services, which is never probed"],
    ["168.63.129.16", "Azure's platform address"],
    ["127.0.0.1", "probing.isLoopbackAllowed"],
    ["169.254.30.1", "as a /30 or longer"],
    ["8.8.8.8", "outside the estate"],
    ["10.1.255.255", "broadcast address of 10.1.0.0/16"],
    ["255.255.255.255", "reserved or broadcast"],
    ["224.0.0.1", "multicast"],
    ["metadata.google.internal", "names are not resolved"],
    ["fd00:ec2::254", "is no IPv4 address"],
  ])("refuses %s and says why", (host, why) => {
    expect(whyNotProbed(host, rules)).toContain(why);
  });

  it("lets this machine be probed where the estate says so", () => {
    expect(whyNotProbed("127.0.0.1", { ...rules, isLoopbackAllowed: true })).toBeUndefined();
  });

  it("takes the networks of the configuration and what it allows beside them", () => {
    expect(probeTargetRules(parseConfig(rawConfig(), "skylane.yaml"))).toEqual({
      allowedCidrs: ["10.1.0.0/16", "10.9.0.0/16", "10.254.0.0/16"],
      isLoopbackAllowed: false,
    });
  });

  it.each<[string, object, string]>([
    [
      "a probe of a metadata service",
      withProbe({ host: "169.254.169.254" }, { probing: { allowedTargets: ["169.254.0.0/16", "10.254.0.0/16"] } }),
      "groups[0].paths[0].probe.host: 169.254.169.254 is where clouds keep their metadata services",
    ],
    [
      "a probe of a stranger",
      withProbe({ host: "203.0.113.9" }),
      "groups[0].paths[0].probe.host: 203.0.113.9 is outside the estate; name an address of a declared network, or add",
    ],
    [
      "a probe of a name",
      withProbe({ host: "metadata.google.internal" }),
      "groups[0].paths[0].probe.host: must be an IPv4 address such as 10.1.0.10",
    ],
    [
      "a proof request to a stranger",
      { ...rawConfig(), flows: [{ ...rawConfig().flows[0], destination: { ip: "203.0.113.9", port: 443 } }] },
      "flows[0].destination.ip: 203.0.113.9 is outside the estate",
    ],
    [
      "the whole of the internet as an own target",
      { ...rawConfig(), probing: { allowedTargets: ["0.0.0.0/0"] } },
      "probing.allowedTargets[0]: is too wide",
    ],
    [
      "TLS settings of a probe that does not speak it",
      withProbe({ kind: "tcp", tls: { isInsecure: true } }),
      "groups[0].paths[0].probe.tls: is for probes of kind tls and https",
    ],
    ["a kind nobody knows", withProbe({ kind: "icmp" }), "groups[0].paths[0].probe.kind: Invalid option"],
  ])("refuses %s in skylane.yaml", (_, raw, message) => {
    expect(() => parseConfig(raw, "skylane.yaml")).toThrow(message);
  });

  it("takes each kind of probe", () => {
    const kinds = ["tcp", "http", "tls", "https", "udp"].map(
      (kind) => parseConfig(withProbe({ kind }), "skylane.yaml").groups[0]?.paths[0]?.probe.kind,
    );

    expect(kinds).toEqual(["tcp", "http", "tls", "https", "udp"]);
  });
});
