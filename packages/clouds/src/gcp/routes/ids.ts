import type { RouteIntent } from "@skylane/core";
import type { Form } from "../../_shared/routes/fit.ts";
import { fit, ipForm } from "../../_shared/routes/fit.ts";

const routerForm: Form = {
  pattern:
    /^projects\/((?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9])\/regions\/([a-z]+-[a-z]+\d+)\/routers\/([a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)$/,
  is: "a Cloud Router, projects/…/regions/…/routers/…",
};

export interface RouterId {
  readonly project: string;
  readonly region: string;
  readonly router: string;
}

/** @throws a ZodError where the id is not of a Cloud Router */
export function routerId(value: string): RouterId {
  const [, project = "", region = "", router = ""] = routerForm.pattern.exec(fit(value, "gatewayId", routerForm)) ?? [];
  return { project, region, router };
}

export type IntentLink = RouteIntent["links"][number];

/** A session of the router, best first, and the priority it gets: its MED. */
export interface RankedPeer {
  readonly neighborIp: string;
  readonly asn: number | undefined;
  readonly priority: number;
}

/** MED of the best. */
const BEST_PRIORITY = 100;
/** Google adds 201 to 9,999 for another Region: what is less than that apart may be turned round. */
const PRIORITY_STEP = 10_000;
/** A priority ends at 65,535. */
export const MAX_PEERS = 7;

/** The sessions with their priorities, or `undefined` where a link has no BGP session. */
export function rank(links: readonly IntentLink[]): readonly RankedPeer[] | undefined {
  if (links.some(({ isDynamic, neighborIp }) => !isDynamic || neighborIp === undefined)) return undefined;
  return links.map(({ neighborIp, neighborAsn }, i) => ({
    neighborIp: fit(neighborIp, `links[${i}].neighborIp`, ipForm),
    asn: neighborAsn,
    priority: BEST_PRIORITY + i * PRIORITY_STEP,
  }));
}
