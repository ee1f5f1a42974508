import { SettingsView } from "@skylane/core";
import { ask } from "./ask.ts";

/** How far Skylane goes, and who may order it. @throws Error in words for a person */
export const fetchSettings = async (): Promise<SettingsView> => SettingsView.parse(await ask("GET", "/v1/settings"));
