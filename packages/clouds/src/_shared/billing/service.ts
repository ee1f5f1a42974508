import type { Tell } from "./native-format.ts";

/** Category and, where it is not the category's other, subcategory of FOCUS. */
export type ServiceKind = readonly [category: string, subcategory?: string];

/** Columns of FOCUS for a service. One that the table does not have is `Other`, and told. */
export function serviceFields(
  kind: ServiceKind | undefined,
  serviceName: string,
  tell: Tell,
): { readonly ServiceName: string; readonly ServiceCategory: string; readonly ServiceSubcategory: string } {
  if (!kind) tell("ServiceCategory", `no category is known for ${serviceName}; it is taken as Other`);
  const [category, subcategory] = kind ?? ["Other"];
  return {
    ServiceName: serviceName,
    ServiceCategory: category,
    ServiceSubcategory: subcategory ?? `Other (${category})`,
  };
}
