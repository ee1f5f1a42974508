import type { Infeasibility } from "../optimise/problem.ts";
import type { BuiltProblem } from "./build-problem.ts";

/** Which limit no plan can keep, and the least that would have to give, in words. */
export function infeasibleInWords(why: Infeasibility, { problem }: BuiltProblem): string {
  switch (why.kind) {
    case "no-candidate":
      return `${why.flows.map((flow) => problem.flows[flow]?.id ?? "").join(", ")} have no way at all.`;
    case "capacity":
      return `The links are too small for the flows, even without a failure. Least that would do: ${why.extraMbps
        .map(
          ({ link, mbps }) =>
            `${Math.ceil(mbps).toLocaleString("en-US")} Mbps more on ${problem.links[link]?.id ?? ""}`,
        )
        .join(", ")}.`;
    case "budget":
      return `The budget is too small. Least that would do: $${why.leastMonthlyUsd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} a month (--max-usd).`;
  }
}
