import type * as z from "zod";
import type { ActiveDrill, DrillReport, DrillRun, ReportSeal } from "../model/drill.ts";

/** How an official test stands. */
export interface FaultTestReading {
  readonly isTesting: boolean;
  /** True once what the test takes down is up, in the cloud's own words. */
  readonly isUp: boolean;
}

/**
 * A cloud's official failover test of one path. Every verb is safe to repeat: it reads, and writes only what differs.
 */
export interface FaultTest {
  /** `<cloud>.<test>`. */
  readonly id: string;
  readonly settings: z.ZodType<Readonly<Record<string, string>>>;
  /** Begins the test. It ends by itself after that time where the cloud knows a duration, so one is always passed. */
  start(settings: Readonly<Record<string, string>>, durationMinutes: number): Promise<"started" | "already">;
  read(settings: Readonly<Record<string, string>>): Promise<FaultTestReading>;
  stop(settings: Readonly<Record<string, string>>): Promise<"stopped" | "already">;
}

/** Every official test of every cloud, found by id. */
export interface FaultTests {
  test(id: string): FaultTest;
}

/** Drills that hold a group, one a group; every write is conditional on the version that was read. */
export interface ActiveDrillStore {
  /** Groups that have one. */
  listGroupIds(): Promise<readonly string[]>;
  /** Read strongly. */
  find(groupId: string): Promise<ActiveDrill | undefined>;
  /** Writes it in place of the one that was seen (`undefined` = none was there), with the next version. `undefined` if another has written since. */
  put(next: ActiveDrill, seen: ActiveDrill | undefined): Promise<ActiveDrill | undefined>;
  /** False if another has written since it was seen. */
  remove(seen: ActiveDrill): Promise<boolean>;
}

/** Runs of drills, with their seals; kept for good: they are evidence. */
export interface DrillStore {
  /** Writes it if no run of that id exists; answers the one that is there. */
  open(run: DrillRun): Promise<DrillRun>;
  save(report: DrillReport): Promise<void>;
  find(runId: string): Promise<DrillReport | undefined>;
  /** Newest first. */
  list(limitCount: number): Promise<readonly DrillReport[]>;
}

/** Seals a report, so that whoever reads it can see whether and where it was altered. */
export interface ReportSealer {
  /** `undefined` = no key is set. */
  seal(run: DrillRun): Promise<ReportSeal | undefined>;
  /** The public half, PEM; `undefined` = no key is set. */
  publicKey(): Promise<{ readonly keyId: string; readonly pem: string } | undefined>;
}
