import type { PathPlan } from "@skylane/core";
import { orderMoves } from "../optimise/order-moves.ts";
import type { Assignment, ChoiceProblem } from "../optimise/problem.ts";
import type { ChoiceSession } from "./session.ts";

/**
 * The order in which flows go from the way they take today to the planned one, without an overload in between. Today's way
 * may be one that is not allowed: it is the one to be left, and nothing is moved to it.
 */
export function planMoves({ built, solution }: ChoiceSession): PathPlan["moves"] {
  const { problem, todays, choices } = built;
  const now = choices.map(({ candidates, today }, i) => {
    const id = today?.hops.map(({ connection }) => connection.id).join(" > ");
    const index = candidates.findIndex((candidate) => candidate.id === id);
    const unlisted = index === -1 ? todays[i] : undefined;
    return { index: unlisted ? candidates.length : index, unlisted };
  });
  const withToday: ChoiceProblem = {
    ...problem,
    flows: problem.flows.map((flow, i) => {
      const unlisted = now[i]?.unlisted;
      return unlisted ? { ...flow, candidates: [...flow.candidates, unlisted] } : flow;
    }),
  };
  const from: Assignment = {
    // a flow that has no way today is on its new one as soon as that is there; so is one that stays where it is
    parts: problem.flows.map((_, i): Assignment["parts"][number] => {
      const chosen = solution.assignment.parts[i] ?? [];
      const index = now[i]?.index ?? -1;
      const stays = chosen.length === 1 && chosen[0]?.primary === index;
      return index === -1 || stays ? chosen : [{ primary: index, share: 1 }];
    }),
    isOpen: problem.links.map(({ decision }) => decision !== "may-open"),
    isExpanded: problem.links.map(() => false),
  };
  const moves = orderMoves(withToday, from, solution.assignment);
  const linkId = (link: number): string => problem.links[link]?.id ?? "";
  const wayOf = (flow: number, candidate: number): string[] =>
    (withToday.flows[flow]?.candidates[candidate]?.links ?? []).map(linkId);
  const flowId = (flow: number) => choices[flow]?.placed.flow.id as PathPlan["flows"][number]["flowId"];
  return {
    openFirst: moves.openFirst.map(linkId),
    expandFirst: moves.expandFirst.map(linkId),
    steps: moves.steps.map(({ moves: moved, isDetour }) => {
      const [first] = moved;
      return {
        flowIds: moved.map(({ flow }) => flowId(flow)),
        from: first ? wayOf(first.flow, first.from) : [],
        to: first ? wayOf(first.flow, first.to) : [],
        isDetour,
      };
    }),
    closeLast: moves.closeLast.map(linkId),
    blocked: moves.blocked.map(({ flow, link, lacksMbps }) => ({
      flowId: flowId(flow),
      connectionId: linkId(link),
      lacksMbps,
    })),
  };
}
