import { type AlarmReader, CloudAlarm, type CloudId, explainIssues } from "@skylane/core";
import * as z from "zod";
import { allFacts } from "./_facts.gen.ts";
import type { CloudFacts } from "./_shared/define-cloud.ts";
import { cloudError } from "./_shared/errors.ts";

/** Understands the alarms of every cloud that has some. Says which field was wrong, never what was in it. */
export const alarmReader = (clouds: readonly CloudFacts[] = allFacts): AlarmReader => ({
  read(cloud: CloudId, notice: unknown): CloudAlarm {
    const readAlarm = clouds.find(({ profile }) => profile.id === cloud)?.readAlarm;
    if (!readAlarm) throw cloudError("ERR_ALARM_INVALID", `${cloud} sends no alarms that are understood`, { cloud });
    try {
      return CloudAlarm.parse(readAlarm(notice));
    } catch (error) {
      throw cloudError(
        "ERR_ALARM_INVALID",
        `a notice of ${cloud} is no alarm as its vendor documents it: ${fieldsOf(error)}; docs/alarms.md says what to forward`,
        { cloud },
      );
    }
  },
});

const fieldsOf = (error: unknown): string =>
  error instanceof z.ZodError
    ? explainIssues(error).split("\n").slice(0, 3).join("; ").replaceAll(/\p{C}/gu, " ").slice(0, 300)
    : "it is no JSON";
