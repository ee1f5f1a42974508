import { FASTCHECKOUT_ACCOUNT, FASTCHECKOUT_SUBSCRIPTION } from "./fastcheckout.ts";
import { attachment, canaryOf, globalcartEstate, mainTable, probeNetworkId, probers } from "./globalcart-estate.ts";
import { AZURE_SUBSCRIPTION, groups, type Site, sites } from "./plan.ts";

const site = (id: string): Site => sites.find((one) => one.id === id) as Site;
const estate = globalcartEstate();
const gatewayToSite = new Map(sites.map(({ id, gatewayId }) => [gatewayId, id]));
const networkOf = (place: string): string => gatewayToSite.get(place) ?? place;

const coordinatesOf = (regionId: string) => {
  const { latitudeDeg, longitudeDeg } = estate.sites?.find((one) => one.regionId === regionId) ?? {};
  return { latitudeDeg, longitudeDeg };
};

/** What GlobalCart itself would write down: its declared inventory, its groups and flows. It does not know what is not declared. */
export function globalcartConfig(): Record<string, unknown> {
  const declared = estate.connections.filter(({ isDeclared }) => isDeclared !== false);
  return {
    version: 1,
    estate: "globalcart",
    clouds: {
      aws: {
        // two accounts: Skylane is a guest in each, by the roles that the template makes there
        roles: { externalId: "globalcart-skylane-5c0e1d" },
        accounts: [
          { id: "111122223333", name: "globalcart-network", regions: ["us-east-1", "us-west-2", "eu-west-1"] },
          {
            id: FASTCHECKOUT_ACCOUNT,
            name: "fastcheckout",
            regions: ["us-east-1", "us-west-2"],
          },
        ],
      },
      azure: {
        accounts: [
          { id: AZURE_SUBSCRIPTION, regions: ["eastus", "westeurope"] },
          { id: FASTCHECKOUT_SUBSCRIPTION, regions: ["eastus"] },
        ],
      },
      gcp: { accounts: [{ id: "globalcart-prod", regions: ["us-central1", "europe-west1"] }] },
      onprem: {
        accounts: estate.gateways
          .filter(({ cloud }) => cloud === "onprem")
          .map(({ id, regionId }) => ({ id, regions: [regionId] })),
      },
    },
    policies: [
      { id: "internal", requireEncryption: false },
      { id: "pci-dss", requireEncryption: false, minBandwidthMbps: 500 },
    ],
    networks: estate.networks.map(({ id, cloud, regionId, accountId, providerId, cidrs }) => ({
      id,
      cloud,
      regionId,
      ...(accountId && { accountId }),
      ...(providerId && { providerId }),
      cidrs,
      ...(cloud === "onprem" && { coordinates: coordinatesOf(regionId) }),
    })),
    connections: declared.map(
      ({ id, kind, a, b, bandwidthMbps, isEncrypted = false, isPublic = false, carrier, providerId, monthlyUsd }) => ({
        id,
        kind,
        ends: [networkOf(a.at), networkOf(b.at)],
        bandwidthMbps,
        isEncrypted,
        isPublic,
        ...(carrier && { carrier }),
        ...(providerId && { providerId }),
        ...(monthlyUsd !== undefined && { monthlyUsd }),
      }),
    ),
    // one address a path, announced over this path alone, in no network; and the databases that have public endpoints
    probing: { allowedTargets: ["10.254.0.0/16", "203.0.113.8/29"] },
    vantages: probers.map(({ id, regionId }) => ({ id: regionId, networkId: probeNetworkId(id) })),
    groups: groups.map(({ id, a, b, links, automation }) => ({
      id,
      policyId: "internal",
      automation,
      sides: [sideOf("cloud", site(a)), sideOf(site(b).cloud === "onprem" ? "site" : "peer", site(b))],
      paths: links.map((link) => pathOf(link, site(a), site(b))),
    })),
    flows: estate.flows.map(({ id, source, destination, port, monthlyGb, class: flowClass }) => {
      const group = groupOf(id);
      return {
        id,
        ...(group && { groupId: group }),
        source: { ip: source },
        destination: { ip: destination, port },
        class: flowClass ?? "standard",
        monthlyGb,
      };
    }),
    // what no cloud's API tells of
    services: (estate.services ?? [])
      .filter(({ cloud }) => cloud === "onprem")
      .map(({ name, networkId, address, port, dnsName }) => ({
        name,
        networkId,
        address,
        ...(port !== undefined && { port }),
        ...(dnsName !== undefined && { dnsName }),
      })),
    // ordered by people until they are given a schedule
    drills: [
      {
        id: "direct-connect",
        over: { groupIds: ["use1-dc1", "usw2-dc2"] },
        kind: "official",
        targetRtoMs: "10 seconds",
      },
      { id: "everything", over: "all", kind: "reroute", targetRtoMs: "2 seconds" },
    ],
    // what everybody may read, under /status: groups by the names that customers and colleagues know
    status: {
      title: "GlobalCart network",
      components: [
        { name: "Shop to data centre, US east", groupIds: ["use1-dc1"] },
        { name: "Shop to data centre, US west", groupIds: ["usw2-dc2"] },
        { name: "Shop to data centre, Europe", groupIds: ["euw1-dc3"] },
        { name: "Shop to back office", groupIds: ["use1-eastus", "euw1-weu"] },
      ],
    },
    alerts: {
      slack: { webhookSecret: "slack-webhook", channel: "#network" },
      pagerduty: { routingKeySecret: "pagerduty-routing-key" },
    },
    people: [
      { id: "operator@localhost", role: "admin" },
      { id: "oncall@globalcart.example", role: "operator" },
      { id: "network-lead@globalcart.example", role: "approver" },
      { id: "security-lead@globalcart.example", role: "approver" },
      { id: "auditor@globalcart.example", role: "viewer" },
    ],
  };
}

function sideOf(id: string, one: Site) {
  if (one.cloud === "aws")
    return {
      id,
      networkId: one.id,
      steering: {
        actuator: "aws.tgw-route",
        settings: {
          ...(one.accountId && { accountId: one.accountId }),
          regionId: one.regionId,
          transitGatewayRouteTableId: mainTable(one.id),
        },
      },
    };
  if (one.cloud === "onprem")
    return {
      id,
      networkId: one.id,
      steering: { actuator: "onprem.local-preference", settings: { routerId: one.gatewayId } },
    };
  return { id, networkId: one.id };
}

function pathOf(linkId: string, a: Site, b: Site) {
  const canary = canaryOf(linkId);
  const connection = estate.connections.find(({ id }) => id === linkId);
  if (!canary || !connection) throw new Error(`no canary for ${linkId}`);
  return {
    id: linkId,
    connectionId: linkId,
    probe: { vantageId: a.regionId, kind: "http", sourceIp: canary.sourceIp, host: canary.address, port: canary.port },
    handles: {
      ...(a.cloud === "aws" && { cloud: { transitGatewayAttachmentId: attachment(`${linkId}/${a.id}`) } }),
      ...(b.cloud === "onprem" && {
        site: {
          neighborIp: connection.a.peerIp,
          drainPrefixList: `SKY-DRAIN-${linkId.toUpperCase()}-IN`,
          interfaceName: linkId,
        },
      }),
    },
    ...(a.cloud === "aws" &&
      connection.kind === "direct-connect" && {
        faultTest: {
          test: "aws.bgp-failover-test",
          settings: {
            ...(a.accountId && { accountId: a.accountId }),
            regionId: a.regionId,
            virtualInterfaceId: connection.providerId?.replace(/^dxcon-/, "dxvif-"),
          },
        },
      }),
  };
}

/** The group whose two sites a flow joins; stray flows are the owner's own mistake and belong to it too. */
function groupOf(flowId: string): string | undefined {
  const [from, to] = flowId.replace(/-\d+$/, "").split("-to-");
  return groups.find(({ a, b }) => site(a).short === from && site(b).short === to)?.id;
}
