import type { CloudDiscovery, Discover, DiscoveryGap } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { startScan } from "../../_shared/scan.ts";
import { type RouterShell, routerShell } from "../router-shell.ts";
import { sshShell } from "../ssh-shell.ts";
import { explainRouter } from "./explain-router.ts";
import { linksOf, portsOf } from "./place-links.ts";
import { type RouterAnswers, readRouter } from "./read-router.ts";
import { seenLinks } from "./seen-links.ts";
import { seenGateway, seenNetworks } from "./seen-router.ts";
import { seenRoutes } from "./seen-routes.ts";
import { siteOf } from "./site-of.ts";

type Found = Pick<CloudDiscovery, "networks" | "gateways" | "links" | "routes">;

/**
 * Looks at the routers that the request names, by the gateway before them if there is one, else by ssh. Sites limit the look
 * to the routers in them. A router that cannot be asked is a gap; what the clouds see of its links stays.
 */
export const discoverOnprem =
  ({ routerGatewayUrl }: Pick<CloudContext, "routerGatewayUrl">, shell?: RouterShell): Discover =>
  async (request) => {
    const startedAtMs = request.nowMs();
    const scan = startScan("onprem", request, explainRouter);
    const run =
      shell ?? (routerGatewayUrl === undefined ? sshShell(undefined, request.signal) : routerShell(routerGatewayUrl));
    const sitesOf = new Map(request.accounts.map(({ id, regions }) => [id, regions ?? request.regions]));
    const read = await Promise.all(
      [...sitesOf].map(([routerId, sites]) =>
        readRouter(run, scan, { routerId, regionId: siteOf(routerId, sites), nowMs: startedAtMs }),
      ),
    );

    return {
      cloud: "onprem",
      startedAtMs,
      finishedAtMs: request.nowMs(),
      callCount: scan.callCount(),
      ...mapRouters(read.flatMap((answers) => answers ?? [])),
      gaps: [...scan.gaps, ...(sitesOf.size === 0 ? [noRouter] : [])],
    };
  };

/** What the routers' answers show; pure. A LAN that two routers of a site stand in is one network. */
export function mapRouters(routers: readonly RouterAnswers[]): Found {
  const parts = routers.map((answers) => {
    const ports = portsOf(answers);
    const links = linksOf(answers, ports);
    const networks = seenNetworks(answers, ports, links);
    return {
      networks,
      gateways: [seenGateway(answers, ports, networks)],
      links: seenLinks(answers, links),
      routes: seenRoutes(answers, networks, links),
    };
  });
  return {
    networks: [...new Map(parts.flatMap(({ networks }) => networks.map((network) => [network.key, network]))).values()],
    gateways: parts.flatMap(({ gateways }) => gateways),
    links: parts.flatMap(({ links }) => links),
    routes: parts.flatMap(({ routes }) => routes),
  };
}

const noRouter: DiscoveryGap = {
  cloud: "onprem",
  operation: "routers",
  reason: "not-enabled",
  message: "no router is named, so no data centre was looked at",
  todo: "name the routers in clouds.onprem.accounts: hosts that ssh can connect to, or what the gateway at SKYLANE_ROUTER_GATEWAY_URL calls them",
};
