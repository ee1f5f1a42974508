import { defineCloud } from "../_shared/define-cloud.ts";

/** Microsoft Azure: known by name, so that estates can declare its networks; nothing is read or changed there yet. */
export const azure = defineCloud({ profile: { id: "azure", displayName: "Microsoft Azure", capabilities: [] } });
