import { type Action, Me } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { session } from "./index.ts";

const ASK_AGAIN_MS = 300_000;

const fetchMe = async (): Promise<Me> => {
  const response = await session.send("/v1/me", { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`The API answered ${response.status}.`);
  return Me.parse(await response.json());
};

/** Who is signed in, and what they may do; `undefined` until the API has said it. */
export const useMe = (): Me | undefined =>
  useQuery({ queryKey: ["me"], queryFn: fetchMe, staleTime: ASK_AGAIN_MS, refetchInterval: ASK_AGAIN_MS }).data;

/** Whether the person may do this, and half a sentence why not. Until it is known they may try: the API decides in any case. */
export function useMay(action: Action): { readonly isAllowed: boolean; readonly reason?: string } {
  return useMe()?.actions[action] ?? { isAllowed: true };
}
