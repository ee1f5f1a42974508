import { billRules as rulesOf } from "@skylane/clouds/bills";
import { observerRoleOf } from "@skylane/core";
import { billReader as readerOf } from "../bills/bill-reader.ts";
import { openPlace } from "../bills/open-place.ts";
import { lookingContext } from "./identity.ts";
import type { Port } from "./ports.ts";

// What reads bills: parsers of CSV and Parquet, and the clouds' object stores.

/** How bills are written, by format. */
export const billRules: Port<"billRules"> = { name: "billRules", make: () => rulesOf };

/** The places of the configuration where clouds lay down bills, or are asked for them. */
export const billReader: Port<"billReader"> = {
  name: "billReader",
  async make({ config, clock, the }) {
    const access = {
      ...(await the(lookingContext)),
      roleOf: (accountId: string) => observerRoleOf(config.clouds.aws, accountId),
      nowMs: () => clock.nowMs(),
    };
    return readerOf(
      config.costs.bills,
      (format) => rulesOf(format).jsonColumns,
      (at, columns) => openPlace(at, columns, access),
    );
  },
};
