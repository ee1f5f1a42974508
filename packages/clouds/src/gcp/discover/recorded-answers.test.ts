import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LinkSighting, SeenGateway, SeenNetwork, SeenRoute } from "@skylane/core";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { apiFixtures } from "../../../../../test/support/api-fixtures.ts";
import { startScan } from "../../_shared/scan.ts";
import { Attachment, Network, Route, Router, Subnetwork } from "./answers.ts";
import { mapProject } from "./discover-gcp.ts";
import { explainFailure } from "./explain-failure.ts";
import { listReader } from "./read-lists.ts";

const folder = apiFixtures("gcp", "recorded-c7n") ?? "";

interface Recording {
  readonly kind: string;
  readonly samples: readonly { readonly response: object }[];
}
const recordings = (): readonly Recording[] =>
  readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Recording);

describe("clouds/gcp/recorded-answers", () => {
  it("maps what the API really answered, and understands each object of it", async ({ skip }) => {
    skip(folder === "");
    const reader = listReader(startScan("gcp", { concurrency: 4 }, explainFailure), "p");
    const all = recordings();
    const read = async <T extends z.ZodType>(kind: string, schema: T, field?: string): Promise<z.infer<T>[]> => {
      const answers = all.filter((recording) => recording.kind === kind).flatMap(({ samples }) => samples);
      expect(answers.length, kind).toBeGreaterThan(0);
      const found = answers.map(async ({ response }) =>
        reader.read(kind, schema, async () => ({ data: response }), field === undefined ? {} : { field }),
      );
      return (await Promise.all(found)).flatMap((items) => items ?? []);
    };

    const seen = mapProject({
      projectId: "p",
      networks: await read("networkList", Network),
      subnetworks: await read("subnetworkAggregatedList", Subnetwork, "subnetworks"),
      routers: [...(await read("routerAggregatedList", Router, "routers")), ...(await read("routerList", Router))],
      attachments: await read("interconnectAttachmentAggregatedList", Attachment, "interconnectAttachments"),
      routes: await read("routeList", Route),
      instances: [],
      sqlInstances: [],
      vpnGateways: [],
      targetVpnGateways: [],
      externalVpnGateways: [],
      tunnels: [],
      interconnects: [],
      learnedRoutes: [],
      sessions: new Map(),
      bytes: { tunnels: new Map(), attachments: new Map() },
    });

    expect(reader.oddities).toEqual([]);
    expect([...reader.unreached]).toEqual([]); // NO_RESULTS_ON_PAGE is no failure
    for (const network of seen.networks) SeenNetwork.parse(network);
    for (const gateway of seen.gateways) SeenGateway.parse(gateway);
    for (const link of seen.links) LinkSighting.parse(link);
    for (const route of seen.routes) SeenRoute.parse(route);
    expect(seen.networks.some(({ cidrs }) => cidrs.length > 0)).toBe(true);
    const partner = seen.links.find(({ kind }) => kind === "interconnect");
    expect(partner).toMatchObject({
      provisioning: "pending",
      control: "unknown",
      join: { sharedId: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(JSON.stringify(seen)).not.toContain("bc6a7ed0");
    expect(seen.links.some(({ kind, control }) => kind === "peering" && control === "up")).toBe(true);
  });

  it("says of recorded failures what they are", async ({ skip }) => {
    skip(folder === "");
    const failures = recordings()
      .flatMap(({ samples }) => samples)
      .flatMap(({ response }) => ("error" in response ? [response.error as { code: number }] : []));

    expect(failures.length).toBeGreaterThan(0);
    for (const error of failures) {
      const failure = { message: "failed", response: { status: error.code, data: { error } } };
      const at = { accountId: "p", regionId: "", operation: "compute.firewalls.get" };
      expect(explainFailure(failure, at).reason).not.toBe("not-understood");
    }
  });
});
