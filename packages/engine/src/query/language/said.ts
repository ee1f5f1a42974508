import type { IncidentStatus, Query, QueryEnd, QueryOrder, QueryRange, QueryStep, SampleMetric } from "@skylane/core";
import type { NameSaid } from "./read-name.ts";

/** What a question has said so far, before it is known to be about one source. */
export interface Said {
  source?: Query["source"];
  measure?: "count" | "errors" | "average" | "p50" | "p95" | "p99" | "max";
  metric?: SampleMetric;
  from?: QueryEnd;
  to?: QueryEnd;
  /** `kind` absent = it is not said what it is the name of. */
  of?: { readonly kind?: "path" | "group" | "cloud" | "service"; readonly name: string };
  route?: string;
  type?: string;
  status?: IncidentStatus;
  isFailed?: true;
  aboveMs?: number;
  belowMs?: number;
  abovePercent?: number;
  belowPercent?: number;
  by?: readonly string[];
  every?: QueryStep;
  range?: QueryRange;
  order?: QueryOrder;
  limit?: number;
}

/** Where each of them was said. */
export type Places = Partial<Record<keyof Said, { readonly at: number; readonly length: number }>>;

/** A name that was said, what it is taken for, and where it stands. */
export interface NamePlace {
  readonly kind: "service" | "path" | "group" | "cloud" | "subject";
  readonly name: string;
  readonly at: number;
  readonly length: number;
}

/** `of`, of a name. */
export const ofName = ({ name }: NameSaid, kind?: "path" | "group" | "cloud" | "service"): NonNullable<Said["of"]> => ({
  ...(kind && { kind }),
  name,
});
