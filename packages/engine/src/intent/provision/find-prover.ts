import { agentPlace, type CloudId, type Intent, type ProverSettings, type SkylaneConfig } from "@skylane/core";
import { isDeclaredFor } from "../design/declared-network.ts";
import { wanders } from "../design/ends.ts";
import { areRulesOfSource } from "../design/security-rules.ts";

/** Who measures a connection from its source: one that proves all, one that is called, one that looks what it is asked, or nobody, and what to do. */
export type FoundProver =
  | { readonly kind: "all" }
  | { readonly kind: "called"; readonly prover: ProverSettings }
  | { readonly kind: "asked"; readonly place: string }
  | { readonly kind: "none"; readonly because: string };

/** How the provers of each cloud come to know what to measure, and by what a stage names one; absent = there is none but an agent. */
const provedBy: Partial<Readonly<Record<CloudId, { readonly kind: "called" | "asked"; readonly key: string }>>> = {
  aws: { kind: "called", key: "aws.provers" },
  azure: { kind: "asked", key: "azure.provers" },
  gcp: { kind: "asked", key: "gcp.provers" },
};

type ProverConfig = Pick<SkylaneConfig, "vantages" | "networks"> & {
  readonly intents: Pick<SkylaneConfig["intents"], "provers">;
};
type Ends = Pick<Intent, "source" | "destination" | "requirements">;

/**
 * The prover whose packets show what the source's would: an agent with the source's own address; else one in the source's network, where
 * the rules that are made for the source let it in too. Those name the subnets of what changes its addresses, else the one address, which
 * no other can have; some destinations have none.
 */
export function findProver(ends: Ends, config: ProverConfig): FoundProver {
  const { provers } = config.intents;
  if (provers === undefined) return { kind: "all" };
  const { source } = ends;
  const { networkKey = "its network", subnetIds } = source;
  const none = (because: string): FoundProver => ({ kind: "none", because: `not proven from the source: ${because}` });
  const agents = agentsAt(source, config);
  const [address] = source.addresses;
  const same = agents.find(({ addresses = [] }) => address !== undefined && addresses.includes(address));
  if (same) return { kind: "asked", place: agentPlace(same.id) };

  const how = provedBy[source.cloud];
  const prover = how && provers.find((one) => one.networkKey === source.networkKey);
  const [agent] = agents;
  if (!prover && !agent)
    return none(
      how
        ? `no prover stands in ${networkKey}; name one under ${how.key} of the stage, and deploy it`
        : `no agent stands in ${networkKey}; run skylane agent there, and declare it under vantages with runsAs: agent and its addresses`,
    );
  if (!prover) {
    if (agent && !areRulesOfSource(ends)) return { kind: "asked", place: agentPlace(agent.id) };
    return none(
      `rules let in ${source.addresses.join(", ")} alone, and the agent ${agent?.id} has another address; run one on that machine, and name the address under addresses of its vantage`,
    );
  }
  const found: FoundProver =
    how?.kind === "called" ? { kind: "called", prover } : { kind: "asked", place: prover.networkKey };
  if (ends.requirements.endpoint === "public") {
    const isBeside = prover.subnetIds.every((id) => subnetIds.includes(id));
    if (isBeside && source.publicAddress === undefined) return found;
    return none(
      `the rule lets in the address that the source leaves by, and the prover in ${networkKey} may leave by another; an agent on that machine would prove it`,
    );
  }
  if (!areRulesOfSource(ends)) return found;
  if (!wanders(source))
    return none(
      `rules let in ${source.addresses.join(", ")} alone, and the prover in ${networkKey} has another address; an agent on that machine would prove it`,
    );
  if (!prover.subnetIds.every((id) => subnetIds.includes(id)))
    return none(
      `rules let in the source's subnets alone, and the prover in ${networkKey} stands in others; name ${subnetIds.join(", ")} for it under ${how?.key}`,
    );
  return found;
}

/** Agents in the source's network. */
function agentsAt(source: Ends["source"], { vantages, networks }: ProverConfig) {
  const ids = new Set(networks.filter((one) => isDeclaredFor(one, source)).map(({ id }) => id));
  return vantages.filter(({ runsAs, networkId }) => runsAs === "agent" && ids.has(networkId));
}
