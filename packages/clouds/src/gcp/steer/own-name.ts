import type { RouteChange } from "@skylane/core";
import { fnv1a64 } from "@skylane/core";

/** Name of what a change makes; always the same for a change: whoever tries again finds what the first try made. */
export const nameOf = ({ id }: RouteChange): string => `skylane-${fnv1a64(id)}`;

/** Its description: what does not say this is never touched, whatever its name. */
export const markerOf = ({ id }: RouteChange): string => `owner=skylane change=${id}`;
