import type { BillLine, CostRecommendation } from "@skylane/core";
import { lastPartOf } from "../resource-id.ts";

/** Charges of what a recommendation is about; what is about a service or all together is judged by all charges of it. */
export function affectedBy({
  subjects,
  scope,
}: Pick<CostRecommendation, "subjects" | "scope">): (line: BillLine) => boolean {
  if (scope.kind === "all") return () => true;
  if (scope.kind === "service") return ({ serviceName }) => serviceName === scope.id;
  const ids = new Set(subjects.map(lastPartOf));
  return ({ resourceId }) => resourceId !== undefined && ids.has(lastPartOf(resourceId));
}
