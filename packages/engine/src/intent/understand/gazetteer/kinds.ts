import type { CloudId, ServiceKind } from "@skylane/core";

/** A kind of service as people write it. `cloud`: said by the words themselves, as in "Azure SQL". */
export interface KindName {
  readonly kind: ServiceKind;
  readonly cloud?: CloudId;
  readonly names: readonly string[];
}

export const KIND_NAMES: readonly KindName[] = [
  { kind: "lambda", names: ["lambda", "lambda function", "lambda funktion", "lambdas"] },
  { kind: "lambda", cloud: "aws", names: ["aws lambda", "amazon lambda", "aws lambda function"] },
  { kind: "ec2-instance", names: ["ec2", "ec2 instance", "ec2 host", "ec2 vm", "ec2 server", "ec2 box"] },
  { kind: "ec2-instance", cloud: "aws", names: ["aws ec2", "amazon ec2", "aws ec2 instance", "amazon ec2 instance"] },
  {
    kind: "rds",
    names: ["rds", "rds instance", "rds database", "rds db", "aurora", "aurora cluster", "rds postgres", "rds mysql"],
  },
  { kind: "rds", cloud: "aws", names: ["aws rds", "amazon rds", "amazon aurora", "aws aurora", "aws rds instance"] },
  { kind: "azure-sql", names: ["azuresql"] },
  {
    kind: "azure-sql",
    cloud: "azure",
    names: [
      "azure sql",
      "azure sql database",
      "azure sql db",
      "azure sql server",
      "azure sql datenbank",
      "microsoft azure sql",
    ],
  },
  { kind: "azure-vm", cloud: "azure", names: ["azure vm", "azure virtual machine"] },
  {
    kind: "storage",
    names: [
      "storage",
      "storage account",
      "blob storage",
      "object storage",
      "s3",
      "s3 bucket",
      "bucket",
      "gcs bucket",
      "speicherkonto",
    ],
  },
  { kind: "storage", cloud: "azure", names: ["azure storage", "azure storage account", "azure blob storage"] },
  { kind: "storage", cloud: "aws", names: ["amazon s3", "aws s3", "aws s3 bucket", "amazon s3 bucket"] },
  { kind: "cloud-sql", names: ["cloud sql", "cloudsql", "cloud sql instance", "cloud sql database"] },
  { kind: "cloud-sql", cloud: "gcp", names: ["gcp cloud sql", "google cloud sql", "google cloud sql instance"] },
  {
    kind: "gce-instance",
    names: ["gce", "gce instance", "gce vm", "compute engine", "compute engine instance", "compute engine vm"],
  },
  {
    kind: "gce-instance",
    cloud: "gcp",
    names: ["google compute engine", "gcp vm", "gcp instance", "gcp compute engine"],
  },
  { kind: "oci-db", names: ["autonomous database", "autonomous db", "exadata", "oracle base database"] },
  {
    kind: "oci-db",
    cloud: "oci",
    names: [
      "oci database",
      "oci db",
      "oci autonomous database",
      "oracle cloud database",
      "oci datenbank",
      "oracle autonomous database",
    ],
  },
  {
    kind: "oci-instance",
    cloud: "oci",
    names: ["oci instance", "oci vm", "oci compute", "oci compute instance", "oracle cloud instance"],
  },
  { kind: "host", names: ["bare metal host", "physical server", "bare metal server"] },
  {
    kind: "host",
    cloud: "onprem",
    names: ["on prem host", "on prem server", "on premises host", "on premises server", "onprem host", "onprem server"],
  },
];

/** Words whose kind depends on the cloud that is said beside them. */
export const KIND_IN_CLOUD: Readonly<Record<string, Readonly<Partial<Record<CloudId, ServiceKind>>>>> = {
  sql: { azure: "azure-sql", gcp: "cloud-sql" },
  vm: { aws: "ec2-instance", azure: "azure-vm", gcp: "gce-instance", oci: "oci-instance" },
  "virtual machine": { aws: "ec2-instance", azure: "azure-vm", gcp: "gce-instance", oci: "oci-instance" },
  instance: { aws: "ec2-instance", gcp: "gce-instance", oci: "oci-instance" },
  host: { onprem: "host" },
  server: { onprem: "host" },
};
