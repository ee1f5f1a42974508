import type { PolicyRule } from "./rule.ts";

/** Where `intents.costCentres` names some, each connection is charged to one of them. */
export const knownCostCentre: PolicyRule = ({ costCentre, settings: { costCentres } }) =>
  !costCentres || (costCentre !== undefined && costCentres.includes(costCentre))
    ? []
    : [
        {
          rule: "cost.centre",
          reason:
            costCentre === undefined
              ? "The request names no cost centre, and intents.costCentres wants one."
              : "The cost centre of the request is not among intents.costCentres.",
          alternatives: costCentres
            .slice(0, 20)
            .map((centre) => ({ id: `cost-centre:${centre}`, label: `Cost centre ${centre}` })),
          isFixable: false,
        },
      ];
