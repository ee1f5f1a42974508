import type { Incident } from "@skylane/core";

/** Where an incident stands, in words. */
export const Status = ({ status }: Pick<Incident, "status">) => (
  <span className={`status ${status}`}>{status.replaceAll("-", " ")}</span>
);
