import type { SeenService, ServiceKind } from "@skylane/core";
import { fold, shownName } from "../text/clean-text.ts";

const DATABASES: readonly ServiceKind[] = ["rds", "azure-sql", "cloud-sql", "oci-db"];
const MACHINES: readonly ServiceKind[] = ["ec2-instance", "azure-vm", "gce-instance", "oci-instance", "host"];

/** Kinds that a noun can mean, the noun as one word, folded. */
const KINDS_OF_NOUN: Readonly<Record<string, readonly ServiceKind[]>> = {
  database: DATABASES,
  databases: DATABASES,
  db: DATABASES,
  datenbank: DATABASES,
  base: DATABASES,
  bd: DATABASES,
  bdd: DATABASES,
  banco: DATABASES,
  sql: DATABASES,
  databank: DATABASES,
  function: ["lambda"],
  lambda: ["lambda"],
  fonction: ["lambda"],
  funktion: ["lambda"],
  funcion: ["lambda"],
  vm: MACHINES,
  machine: MACHINES,
  server: MACHINES,
  instance: MACHINES,
  host: MACHINES,
  maschine: MACHINES,
  serveur: MACHINES,
  servidor: MACHINES,
  storage: ["storage"],
  bucket: ["storage"],
  s3: ["storage"],
};

/** Kinds that the words of a mention can mean; empty = they say none. */
export const kindsOfNoun = (name: string): readonly ServiceKind[] =>
  fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => (Object.hasOwn(KINDS_OF_NOUN, word) ? (KINDS_OF_NOUN[word] ?? []) : []));

/** True for what is asked and opens no connections of its own: managed databases and storage. */
export const onlyListens = (kind: ServiceKind): boolean => kind === "storage" || DATABASES.includes(kind);

/** A service in one line, cleaned: `lambda OrderProcessor, aws us-east-1, account 111122223333`. */
export const serviceInWords = ({ kind, name, cloud, regionId, accountId }: SeenService): string =>
  shownName(
    `${kind} ${shownName(name)}, ${cloud} ${regionId}${accountId === "" ? "" : `, account ${accountId.slice(0, 60)}`}`,
  );
