import { type Estate, Estate as EstateSchema } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AskingLab, startAskingLab } from "../support/asking-lab.ts";
import { AWS_ACCOUNT, fourPlaces, fourPlacesConfig, PLACES } from "../support/four-places.ts";
import { unlessHeldUp } from "../support/unless-held-up.ts";

const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const SQL = { ip: "203.0.113.50", port: 1_433, host: "ledger.database.windows.net" } as const;
const NAT_IP = "198.51.100.70";
const inAws = { cloud: "aws", regionId: "us-east-1", accountId: AWS_ACCOUNT } as const;
/** A machine in another VPC, which leaves by another address and may send anywhere. */
const STRANGER = "10.2.0.20";
/** The source may ask its resolver, and nobody else until it is let out. */
const DNS = {
  id: "sgr-dns",
  direction: "egress",
  protocol: "tcp",
  fromPort: 53,
  toPort: 53,
  cidr: "10.1.0.2/32",
} as const;
const ANYWHERE = { id: "sgr-out", direction: "egress", protocol: "all", cidr: "0.0.0.0/0" } as const;

/** The four places, with a database of Azure whose public endpoint is open to nobody yet. */
const estate = (isNatThere: boolean): Estate => {
  const four = fourPlaces();
  return EstateSchema.parse({
    ...four,
    networks: [
      ...four.networks.map((one) => (one.id === "shop" && isNatThere ? { ...one, egressIp: NAT_IP } : one)),
      { ...inAws, id: "other", providerId: "vpc-02", cidrs: ["10.2.0.0/16"], egressIp: "198.51.100.71" },
    ],
    services: [
      ...four.services,
      {
        ...{ cloud: "azure", regionId: "eastus", accountId: SUBSCRIPTION },
        ...{ id: "ledger", name: "ledger", kind: "azure-sql", port: SQL.port, isTls: true },
        ...{ dnsName: SQL.host, publicAddress: SQL.ip },
      },
      {
        ...inAws,
        ...{ id: "stock", name: "stock", kind: "ec2-instance", networkId: "other", address: STRANGER, port: 443 },
        securityGroupIds: ["sg-02"],
      },
    ],
    guards: {
      ...four.guards,
      securityGroups: [
        ...four.guards.securityGroups.map((group) => ({ ...group, rules: [DNS] })),
        { id: "sg-02", name: "stock", networkId: "other", rules: [ANYWHERE] },
      ],
      publicAccess: [{ serviceId: "ledger", isEnabled: true, ranges: [] }],
    },
  });
};
const ASKED = `Connect orders to ${SQL.host} over its public endpoint, 10 GB a month`;

describe("a database that is asked over the internet", { timeout: 60_000 }, () => {
  let lab: AskingLab;
  const start = async (isNatThere: boolean): Promise<void> => {
    const config = fourPlacesConfig();
    const probing = { ...config.probing, allowedTargets: [`${SQL.ip}/32`] };
    lab = await startAskingLab(
      estate(isNatThere),
      { ...config, probing },
      (url) => {
        vi.stubEnv("AWS_ENDPOINT_URL", url);
        return { routerGatewayUrl: `${url}/routers`, endpoints: { azure: `${url}/azure`, gcp: `${url}/gcp` } };
      },
      (name) => name,
    );
  };
  beforeEach(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
    vi.stubEnv("AZURE_ACCESS_TOKEN", "any");
    vi.stubEnv("GOOGLE_OAUTH_ACCESS_TOKEN", "any");
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });
  const knock = async (sourceIp: string): Promise<string> => {
    const ask = { sourceIp, host: SQL.ip, port: SQL.port, timeoutMs: 300 };
    return (await unlessHeldUp(() => lab.deps.prober.probe({ kind: "tcp", ...ask }))).outcome;
  };

  it("answers the source's own NAT gateway and nobody else, by proven traffic, and after an undo nobody again", async () => {
    await start(true);
    const before = lab.stateHash();
    expect([await knock(PLACES.aws.address), await knock(STRANGER)]).toEqual(["timeout", "timeout"]);

    const run = await lab.ask(ASKED);

    expect(run.failure).toBeUndefined();
    expect(run.status).toBe("fulfilled");
    expect(run.plan?.risk.tier).toBe("two-approvers");
    expect(run.plan?.ways).toMatchObject([{ kind: "public-endpoint", isPublic: true }]);
    expect(run.evidence.map(({ check, isProven }) => [check, isProven])).toEqual(
      ["dns", "tcp", "tls", "path", "policy"].map((check) => [check, true]),
    );
    expect(run.evidence.find(({ check }) => check === "path")?.seen).toBe(
      `internet, from ${NAT_IP} (NAT gateway nat-01)`,
    );
    expect([await knock(PLACES.aws.address), await knock(STRANGER)]).toEqual(["ok", "timeout"]);
    expect(lab.stateHash()).not.toBe(before);

    expect((await lab.undo(run)).status).toBe("undone");
    expect(await knock(PLACES.aws.address)).toBe("timeout");
    expect(lab.stateHash()).toBe(before);
  });

  it("is refused where nobody knows by which address the source leaves, and nothing is made", async () => {
    await start(false);
    const before = lab.stateHash();

    const run = await lab.ask(ASKED);

    expect(run.plan?.issues.map(({ issue }) => issue.rule)).toEqual(["source.egress-known"]);
    expect(run.status).not.toBe("fulfilled");
    expect(lab.stateHash()).toBe(before);
  });

  it("stays closed for what is under PCI-DSS: the request gets the rule, the reason, and the private endpoint instead", async () => {
    await start(true);
    const before = lab.stateHash();

    const run = await lab.ask(`${ASKED}, PCI-DSS`);

    expect(run.status).toBe("violating");
    expect(run.plan?.violations).toMatchObject([
      { rule: "pci-dss.public-exposure", alternatives: [{ id: "private-endpoint" }] },
    ]);
    expect(await knock(PLACES.aws.address)).toBe("timeout");
    expect(lab.stateHash()).toBe(before);
  });
});
