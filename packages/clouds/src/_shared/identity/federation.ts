import type { Clock, Log } from "@skylane/core";

/** Who Skylane is in other clouds without holding a key of theirs: they trust the tokens that its own cloud signs for it. */
export interface Federation {
  /** A token of this workload for one audience, signed RS256 by its own cloud, fresh from there; good for minutes. */
  readonly token: (audience: string) => Promise<string>;
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs">;
  readonly log: Pick<Log, "warn">;
  readonly azure?: AzureIdentity | undefined;
  readonly gcp?: GcpIdentity | undefined;
}

/** A user-assigned managed identity that trusts the workload by a federated identity credential. */
export interface AzureIdentity {
  readonly tenantId: string;
  readonly clientId: string;
}

/** A provider of a workload identity pool, and the service account the workload becomes. */
export interface GcpIdentity {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`. */
  readonly provider: string;
  /** E-mail address of the service account. */
  readonly serviceAccount: string;
}
