import type { FunctionName } from "@skylane/core";
import functionPorts from "./function-ports.gen.json" with { type: "json" };
import { roleArn } from "./outposts.ts";
import type { DeployedStage } from "./stage.ts";

/** Who the hub is in other clouds, by what it does there. */
export const hubDuties = ["observer", "actuator", "provisioner"] as const;
export type HubDuty = (typeof hubDuties)[number];

/** The duties the hub has in this stage: nothing builds unless the stage says so. */
export const dutiesIn = ({ settings }: DeployedStage): readonly HubDuty[] =>
  hubDuties.filter((duty) => duty !== "provisioner" || settings.provisioning === "on");

const ACTING_PORTS = ["steering", "faultTests"];
const LOOKING_PORTS = ["surveyor", "meter", "usage", "billReader"];

/** What a function does in other clouds, by the ports it has: it builds, it acts, or it only looks; `undefined` = nothing. */
export function dutyOf(functionName: FunctionName): HubDuty | undefined {
  const ports: readonly string[] =
    (functionPorts as Readonly<Partial<Record<FunctionName, readonly string[]>>>)[functionName] ?? [];
  if (ports.includes("provisioning")) return "provisioner";
  if (ports.some((port) => ACTING_PORTS.includes(port))) return "actuator";
  return ports.some((port) => LOOKING_PORTS.includes(port)) ? "observer" : undefined;
}

/** Role whose tokens other clouds take: every function with the same duty assumes it, so that they trust two names and no list. */
export const hubRole = ({ name }: DeployedStage, duty: HubDuty): string => `${name}-hub-${duty}`;

/** ARN of that role: the subject of its tokens. */
export const hubRoleArn = (stage: DeployedStage, duty: HubDuty): string => roleArn(stage, hubRole(stage, duty));
