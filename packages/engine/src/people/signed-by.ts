import type { Person } from "@skylane/core";

/** Who signs an order: the person it came from, and for whom where they say so. */
export const signedBy = ({ id }: Pick<Person, "id">, onBehalfOf: string | undefined): string =>
  onBehalfOf === undefined || onBehalfOf === id ? id : `${onBehalfOf}, by ${id}`;
