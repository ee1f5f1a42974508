import { billRules as rulesOf } from "@skylane/clouds/bills";
import { billReader as readerOf } from "../bills/bill-reader.ts";
import { openFolder } from "../bills/folders/open-folder.ts";
import { lookingContext } from "./identity.ts";
import type { Port } from "./ports.ts";

// What reads bills: parsers of CSV and Parquet, and the clouds' object stores.

/** How bills are written, by format. */
export const billRules: Port<"billRules"> = { name: "billRules", make: () => rulesOf };

/** The places of the configuration where clouds lay down bills. */
export const billReader: Port<"billReader"> = {
  name: "billReader",
  async make({ config, the }) {
    const { federation } = await the(lookingContext);
    return readerOf(
      config.costs.bills,
      (format) => rulesOf(format).jsonColumns,
      (at) => openFolder(at, federation),
    );
  },
};
