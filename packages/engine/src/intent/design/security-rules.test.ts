import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  orderDb,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { designConnections } from "./index.ts";
import { areRulesOfSource } from "./security-rules.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const usc1: Place = { cloud: "gcp", regionId: "us-central1", n: 4 };
const RULE = /(-rule)$/;

const rulesOf = (from: Place, to: Place, destination = aService(to, 20)) => {
  const { steps, issues } = designConnections(
    [anIntent("one", aService(from, 10), destination)],
    connectWorld(placesTopology([from, to])),
  );
  expect(issues).toEqual([]);
  return steps.filter(({ resource }) => RULE.test(resource)).map(({ resource, desired }) => ({ resource, ...desired }));
};
/** What each cloud's rule says of a packet that leaves, and of one that comes. */
const out = {
  aws: (to: string) => ({
    resource: "aws.security-group-rule",
    direction: "egress",
    cidr: to,
    fromPort: 5432,
    toPort: 5432,
  }),
  azure: (to: string) => ({
    resource: "azure.nsg-rule",
    direction: "Outbound",
    sourcePrefix: "10.2.1.10/32",
    destinationPrefix: to,
    port: 5432,
  }),
  onprem: (to: string) => ({ resource: "onprem.firewall-rule", source: "10.3.1.10/32", destination: to, port: 5432 }),
};
const into = {
  aws: (from: string) => ({
    resource: "aws.security-group-rule",
    direction: "ingress",
    cidr: from,
    fromPort: 5432,
    toPort: 5432,
  }),
  azure: (from: string) => ({
    resource: "azure.nsg-rule",
    direction: "Inbound",
    sourcePrefix: from,
    destinationPrefix: "10.2.1.20/32",
    port: 5432,
  }),
  gcp: (from: string) => ({
    resource: "gcp.firewall-rule",
    sourceRanges: [from],
    targetTags: ["gcp-guard-4"],
    ports: [5432],
  }),
  onprem: (from: string) => ({
    resource: "onprem.firewall-rule",
    source: from,
    destination: "10.3.1.20/32",
    port: 5432,
  }),
};

describe("engine/intent/design/security-rules", () => {
  it.each([
    ["AWS to a data centre", use1, dc, [out.aws("10.3.1.20/32"), into.onprem("10.1.1.10/32")]],
    ["a data centre to AWS", dc, use1, [out.onprem("10.1.1.20/32"), into.aws("10.3.1.10/32")]],
    ["a data centre to Azure", dc, eastus, [out.onprem("10.2.1.20/32"), into.azure("10.3.1.10/32")]],
    [
      "Azure to Google, which lets out what no rule names",
      eastus,
      usc1,
      [out.azure("10.4.1.20/32"), into.gcp("10.2.1.10/32")],
    ],
    ["Google to Azure", usc1, eastus, [into.azure("10.4.1.10/32")]],
  ])("lets packets out and in from %s: one address to one address, on one port", (_, from, to, rules) => {
    expect(rulesOf(from, to)).toMatchObject(rules);
    expect(rulesOf(from, to)).toHaveLength(rules.length);
  });

  it.each([
    ["AWS to Azure", use1, eastus, aService(eastus, 20)],
    ["Azure to AWS", eastus, use1, aService(use1, 20)],
    ["AWS to a machine of Azure's without a guard", use1, eastus, { ...aService(eastus, 20), guards: [] }],
    ["Azure to a machine of AWS's without a guard", eastus, use1, { ...aService(use1, 20), guards: [] }],
    ["AWS to Google", use1, usc1, aService(usc1, 20)],
    ["Azure to Google's own database", eastus, usc1, { ...aService(usc1, 20), kind: "cloud-sql" as const }],
    ["a data centre to a machine without a guard", dc, use1, { ...aService(use1, 20), guards: [] }],
    ["a data centre to a private endpoint", dc, eastus, orderDb(eastus)],
    ["AWS to a private endpoint", use1, eastus, orderDb(eastus)],
    ["AWS to a data centre", use1, dc, aService(dc, 20)],
  ])("says whether a rule names the source, as the rules are that are made: %s", (_, from, to, destination) => {
    // what the source's own guard lets out is about no other machine's guard
    const naming = rulesOf(from, to, destination).filter(
      (rule) => !["egress", "Outbound"].includes(String("direction" in rule ? rule.direction : "")),
    );

    expect(areRulesOfSource({ source: aService(from, 10), destination })).toBe(naming.length > 0);
  });

  it("lets a data centre out to a private endpoint, whose address comes with it, and nobody in at the database", () => {
    expect(rulesOf(dc, eastus, orderDb(eastus))).toMatchObject([
      {
        resource: "onprem.firewall-rule",
        source: "10.3.1.10/32",
        destination: expect.stringMatching(/^\{\{.*\.ip\}\}\/32$/),
      },
    ]);
  });
});
