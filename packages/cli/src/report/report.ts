import type { Finding, Topology } from "@skylane/core";
import type { Summary } from "./summarize.ts";

/** What a discovery found, and what it comes to. */
export interface Report {
  readonly topology: Topology;
  readonly findings: readonly Finding[];
  readonly summary: Summary;
}
