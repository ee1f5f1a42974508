import * as z from "zod";
import { cloud, dnsName, id, ip, port, tags } from "./fields.ts";

/** Something that listens, or only sends: a function, a machine, a database. */
export const EstateService = z.strictObject({
  id,
  kind: z.enum([
    "lambda",
    "ec2-instance",
    "rds",
    "azure-sql",
    "azure-vm",
    "storage",
    "cloud-sql",
    "gce-instance",
    "oci-db",
    "oci-instance",
    "host",
  ]),
  /** Of a machine; absent = the smallest. Of Oracle's flexible shapes with processors and gigabytes. */
  size: z
    .string()
    .regex(
      /^([cmr]6i\.(large|([248]|16)?xlarge)|Standard_D(2|4|8|16)s_v5|n2-standard-(2|4|8|16)|VM\.Standard\.E5\.Flex\/(2|4|8|16)\/(32|64|128|256))$/,
      "must be a size such as m6i.2xlarge, Standard_D4s_v5, n2-standard-4 or VM.Standard.E5.Flex/4/64",
    )
    .optional(),
  /** As its cloud shows it; two may have the same. */
  name: z.string().min(1).max(128),
  cloud,
  regionId: z.string().min(1),
  accountId: z.string().optional(),
  /** Where it stands, with its address there; neither = it belongs to the cloud, and has no door but public and private endpoints. */
  networkId: id.optional(),
  address: ip.optional(),
  /** Address of its public endpoint; absent = it has none. */
  publicAddress: ip.optional(),
  /** Where it listens; absent = it only sends. */
  port: port.optional(),
  /** Speaks TLS at once, with a certificate for its name. */
  isTls: z.boolean().default(false),
  /** A name below `.internal` is known to private zones only, every other one to all the world. */
  dnsName: dnsName.optional(),
  tags,
  /** What guards it: groups of AWS and OCI, the network security group of Azure, what Google's rules aim at. */
  securityGroupIds: z.array(z.string().min(1)).default([]),
  nsgId: z.string().min(1).optional(),
  networkTags: z.array(z.string().min(1)).default([]),
});
export type EstateService = z.infer<typeof EstateService>;
