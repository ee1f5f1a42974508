import type { PathStateName } from "@skylane/core";

const MARKS = { up: "●", degraded: "◐", down: "✕", unknown: "○" } as const;

/** A state by its mark, its word and its colour. */
export const StateMark = ({ state }: { readonly state: PathStateName }) => (
  <span className={`state ${state}`}>
    <span aria-hidden="true">{MARKS[state]}</span> {state}
  </span>
);
