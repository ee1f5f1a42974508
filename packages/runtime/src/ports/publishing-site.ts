import { s3Site } from "../site/s3-site.ts";
import type { Port } from "./ports.ts";

/** The status page, in the bucket of the page of this Region. */
export const site: Port<"site"> = {
  name: "site",
  make: ({ settings: { names, accountId, regionId } }) => s3Site(names.siteBucketOf(accountId, regionId), regionId),
};
