import { defineCloud } from "../_shared/define-cloud.ts";

/** Oracle Cloud: known by name, so that estates can declare its networks; nothing is read or changed there yet. */
export const oci = defineCloud({ profile: { id: "oci", displayName: "Oracle Cloud", capabilities: [] } });
