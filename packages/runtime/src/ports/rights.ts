import { cedarRights } from "../rights/cedar-rights.ts";
import { loadCedar } from "../rights/load-cedar.ts";
import type { Port } from "./ports.ts";

export { loadCedar };

/** Who may do what. Its evaluator is being loaded while the request is read. */
export const rights: Port<"rights"> = {
  name: "rights",
  make: ({ settings: { cedarFile }, config }) => cedarRights(config, () => loadCedar(cedarFile)),
};
