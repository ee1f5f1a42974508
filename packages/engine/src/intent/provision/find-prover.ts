import type { Intent, IntentSettings, ProverSettings } from "@skylane/core";
import { privateLinks, wanders } from "../design/ends.ts";

/** Who measures a connection from its source: one that proves all, one in its network, or nobody, and what to do. */
export type FoundProver =
  | { readonly kind: "all" }
  | { readonly kind: "one"; readonly prover: ProverSettings }
  | { readonly kind: "none"; readonly because: string };

/**
 * The prover whose packets show what the source's would: it stands in the source's network, and the rules that are made for the source
 * let it in too. Those name the subnets of what changes its addresses, else the one address, which no prover can have; a private endpoint
 * has none.
 */
export function findProver(
  { source, destination }: Pick<Intent, "source" | "destination">,
  { provers }: Pick<IntentSettings, "provers">,
): FoundProver {
  if (provers === undefined) return { kind: "all" };
  const { networkKey = "its network", subnetIds } = source;
  const none = (because: string): FoundProver => ({ kind: "none", because: `not proven from the source: ${because}` });
  const prover = provers.find((one) => one.networkKey === source.networkKey);
  if (!prover) return none(`no prover stands in ${networkKey}; name one under aws.provers of the stage, and deploy it`);
  if (privateLinks[destination.kind] !== undefined && destination.networkKey === undefined)
    return { kind: "one", prover };
  if (!wanders(source))
    return none(
      `rules let in ${source.addresses.join(", ")} alone, and the prover in ${networkKey} has another address`,
    );
  if (!prover.subnetIds.every((id) => subnetIds.includes(id)))
    return none(
      `rules let in the source's subnets alone, and the prover in ${networkKey} stands in others; name ${subnetIds.join(", ")} for it under aws.provers`,
    );
  return { kind: "one", prover };
}
