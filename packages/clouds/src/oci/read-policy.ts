/** What discovery needs, and nothing more: statements of a policy of the root compartment, for a group of the tenancy. */
export const ociReadPolicy = [
  "Allow group SkylaneRead to read virtual-network-family in tenancy",
  "Allow group SkylaneRead to inspect vnic-attachments in tenancy",
  "Allow group SkylaneRead to inspect compartments in tenancy",
  "Allow group SkylaneRead to inspect tenancies in tenancy",
  "Allow group SkylaneRead to read metrics in tenancy",
].join("\n");
