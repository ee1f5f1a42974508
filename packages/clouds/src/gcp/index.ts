import { defineCloud } from "../_shared/define-cloud.ts";

/** Google Cloud: known by name, so that estates can declare its networks; nothing is read or changed there yet. */
export const gcp = defineCloud({ profile: { id: "gcp", displayName: "Google Cloud", capabilities: [] } });
