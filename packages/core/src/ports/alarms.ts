import type { CloudAlarm, ConnectionAlarms } from "../model/alarm.ts";
import type { CloudId } from "../model/network.ts";

/** Reads what a cloud sends about its alarms. */
export interface AlarmReader {
  /** One alarm for each notice. @throws ERR_ALARM_INVALID for what has not the form its vendor documents */
  read(cloud: CloudId, notice: unknown): CloudAlarm;
}

/** The clouds' alarms that may count, by connection. */
export interface AlarmStore {
  find(connectionId: string): Promise<ConnectionAlarms | undefined>;
  /** Replaces what is kept of the connection. */
  save(alarms: ConnectionAlarms): Promise<void>;
  list(): Promise<readonly ConnectionAlarms[]>;
}
