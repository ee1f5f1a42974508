import type { RouteConfig, RouteIntent } from "@skylane/core";
import * as z from "zod";
import { allClouds } from "./_all.gen.ts";
import type { Cloud } from "./_shared/define-cloud.ts";
import type { RouteRefusal } from "./_shared/routes/decide.ts";

/** What is asked of an adapter here. */
export type RoutingCloud = Pick<Cloud, "profile" | "routeConfig" | "routeRefusal">;

/** An intent that no configuration could be made for, and why. */
export interface RefusedIntent extends RouteRefusal {
  readonly intentId: string;
}

/**
 * The configurations of a plan's intents, in their order, and the intents that have none. An intent whose ids are not of their
 * cloud's form is refused as `invalid`; it takes no other along.
 */
export function routeConfigsFor(
  intents: readonly RouteIntent[],
  clouds: readonly RoutingCloud[] = allClouds,
): { readonly configs: readonly RouteConfig[]; readonly refusals: readonly RefusedIntent[] } {
  const configs: RouteConfig[] = [];
  const refusals: RefusedIntent[] = [];
  for (const intent of intents) {
    const cloud = clouds.find(({ profile }) => profile.id === intent.cloud);
    const made = cloud && make(cloud, intent);
    if (made && "config" in made) configs.push(made.config);
    else refusals.push({ intentId: intent.id, ...(made?.refusal ?? noKnob(cloud)) });
  }
  return { configs, refusals };
}

function make(
  { routeConfig, routeRefusal }: RoutingCloud,
  intent: RouteIntent,
): { readonly config: RouteConfig } | { readonly refusal: RouteRefusal | undefined } {
  try {
    const config = routeConfig?.(intent);
    return config ? { config } : { refusal: routeRefusal?.(intent) };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { refusal: { kind: "invalid", reason: error.issues.map(({ message }) => message).join("; ") } };
  }
}

const noKnob = (cloud: RoutingCloud | undefined): RouteRefusal => ({
  kind: "no-knob",
  reason: cloud
    ? `${cloud.profile.displayName} has no setting for the preference of this kind of place.`
    : "There is no adapter for this cloud.",
});
