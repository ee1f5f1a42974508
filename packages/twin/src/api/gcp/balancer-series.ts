import { type BalancerLoad, balancersOf } from "../../world/services/balancer-load.ts";
import type { World } from "../../world/world.ts";
import type { GcpProject } from "./project.ts";

const COUNTS: Readonly<Record<string, Exclude<keyof BalancerLoad, "id">>> = {
  request_count: "requests",
  request_bytes_count: "asked",
  response_bytes_count: "answered",
};
const METRIC = /^loadbalancing\.googleapis\.com\/https\/(internal\/)?(\w+)$/;

export const isBalancerMetric = (type: string): boolean => COUNTS[METRIC.exec(type)?.[2] ?? ""] !== undefined;

/** What forwarding rules of a project count: global ones are of external load balancers, those of a Region of internal. */
export const balancerSeries = (world: World, { id }: GcpProject, type: string, hiddenRegions: readonly string[]) => {
  const [, internal, name = ""] = METRIC.exec(type) ?? [];
  const count = COUNTS[name];
  return balancersOf(world).flatMap((load) => {
    const [, project, region, rule = ""] =
      /^projects\/([^/]+)\/(?:global|regions\/([^/]+))\/forwardingRules\/(.+)$/.exec(load.id) ?? [];
    if (!count || project !== id || (region === undefined) !== (internal === undefined)) return [];
    if (region !== undefined && hiddenRegions.includes(region)) return [];
    const metric: Readonly<Record<string, string>> = { response_code_class: "200" };
    const labels = { project_id: id, forwarding_rule_name: rule, region: region ?? "global" };
    const resource = { type: internal ? "internal_http_lb_rule" : "https_lb_rule", labels };
    return [{ labels: { metric, resource }, bytes: load[count] }];
  });
};
