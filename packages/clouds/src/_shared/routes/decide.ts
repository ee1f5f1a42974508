import type { RouteConfig, RouteIntent } from "@skylane/core";

/** Why there is no configuration for an intent. */
export interface RouteRefusal {
  /**
   * `no-knob` = this kind of place cannot be told; `already-so` = it prefers the link without being told; `other-end` = the
   * other end of the links decides; `incomplete` = the intent lacks something; `invalid` = an id is not of its cloud's form.
   */
  readonly kind: "no-knob" | "already-so" | "other-end" | "incomplete" | "invalid";
  /** One sentence for people, with what to do instead. */
  readonly reason: string;
}

export type RouteDecision = { readonly config: RouteConfig } | { readonly refusal: RouteRefusal };

/** The two lines of an adapter that a decision gives: the configuration, and why there is none. */
export interface RouteKnobs {
  /** @throws a ZodError that names the field where an id is not of its cloud's form */
  readonly routeConfig: (intent: RouteIntent) => RouteConfig | undefined;
  readonly routeRefusal: (intent: RouteIntent) => RouteRefusal | undefined;
}

export const knobsOf = (decide: (intent: RouteIntent) => RouteDecision): RouteKnobs => ({
  routeConfig(intent) {
    const decision = decide(intent);
    return "config" in decision ? decision.config : undefined;
  },
  routeRefusal(intent) {
    const decision = decide(intent);
    return "refusal" in decision ? decision.refusal : undefined;
  },
});

export const refuse = (kind: RouteRefusal["kind"], reason: string): RouteDecision => ({ refusal: { kind, reason } });
