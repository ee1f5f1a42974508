import type { WeekReport } from "../model/week-report.ts";

/** Reports of weeks that are over, as they were written. */
export interface WeekReportStore {
  save(report: WeekReport): Promise<void>;
  find(week: string): Promise<WeekReport | undefined>;
}

/** The status page, where everybody can read it. */
export interface StatusSite {
  /** Replaces it. @throws ERR_SITE_UNAVAILABLE */
  publish(html: string): Promise<void>;
}
