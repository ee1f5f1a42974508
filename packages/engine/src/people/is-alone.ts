import type { Person } from "@skylane/core";
import { LOCAL_OPERATOR_ID } from "@skylane/core";

/**
 * True for the one operator of one's own machine, where nobody is named: four eyes would be nobody's. Behind an identity provider
 * no caller has that name.
 */
export const isAlone = (people: readonly Person[], id: string): boolean =>
  people.length === 1 && people[0]?.id === LOCAL_OPERATOR_ID && id === LOCAL_OPERATOR_ID;
