/** A goal that a bundle misses, what it keeps to instead, and why. */
interface KnownException {
  readonly initBytes: number;
  readonly because: string;
}

/** The bundles that are heavier than their goal. One that is not here, or is heavier than is said here, fails the report. */
export const knownExceptions: Readonly<Record<string, KnownException>> = {
  "probe-burst": {
    initBytes: 450_000,
    because:
      "AWS's clients for DynamoDB and EventBridge, with what signs and sends their calls, are 240 KB of it, and zod 100 KB. Each burst needs both from its first second: loaded later, they would be loaded while round trips are timed",
  },
  "azure/probe": {
    initBytes: 470_000,
    because:
      "AWS's client for EventBridge, with what signs and sends its calls, is 190 KB of it, zod 100 KB, and the library of Azure's host 75 KB; all are needed by the first burst",
  },
  "gcp/probe": {
    initBytes: 390_000,
    because: "as for Azure's, without the library of the host, which is the host's own",
  },
};
