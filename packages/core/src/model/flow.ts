import * as z from "zod";
import { FlowId, GroupId } from "./ids.ts";
import { IpAddress } from "./network.ts";

/**
 * A load balancer as its cloud names it: an ARN of an Application Load Balancer, the resource id of an application gateway, or the path of a
 * forwarding rule of Google's application load balancers.
 */
export const LoadBalancerId = z
  .string()
  .max(600)
  .regex(
    /^(arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:loadbalancer\/app\/[\w-]+\/[\w]+|\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.Network\/applicationGateways\/[\w.-]+|projects\/[\w:.-]+\/(global|regions\/[\w-]+)\/forwardingRules\/[\w-]+)$/i,
    "must be the ARN of an Application Load Balancer, the resource id of an application gateway, or projects/<project>/global|regions/<region>/forwardingRules/<name>",
  );

/** An application flow: who talks to whom, how much, and which policy it lives under. */
export const Flow = z.strictObject({
  id: FlowId,
  /** Group whose paths carry it; absent for flows Skylane only watches. */
  groupId: GroupId.optional(),
  source: z.strictObject({ ip: IpAddress }),
  destination: z.strictObject({ ip: IpAddress, port: z.int().min(1).max(65_535) }),
  /** Order in which flows are kept when the backup is too small. */
  class: z.enum(["critical", "standard", "bulk"]).default("standard"),
  /** What the source sends in a month. */
  monthlyGb: z.number().nonnegative().optional(),
  /** What the destination answers in a month; none unless it is said, for most of what is sent is only acknowledged. */
  replyMonthlyGb: z.number().nonnegative().optional(),
  /** Bandwidth it needs at its peak; absent = three times its mean. */
  peakMbps: z.number().positive().optional(),
  /** True if its traffic may take several paths at once. */
  isSplittable: z.boolean().optional(),
  policyId: z.string().min(1).optional(),
  /** What counts its requests at its destination, and nobody else's; absent = nobody counts them. */
  loadBalancer: LoadBalancerId.optional(),
});
export type Flow = z.infer<typeof Flow>;
