import type { Token } from "../text/tokens.ts";
import { isDenied, isDeniedAfter } from "./denied.ts";
import { isOfNow } from "./quantity.ts";
import { type Finder, isNear, type Said, skip, skipBack, wordSet } from "./said.ts";

const INTERNET = wordSet("internet");
const FINE = wordSet(
  "fine ok okay allowed acceptable permitted erlaubt possible yes true autorise permitido consentito toegestaan ja oui si sim egal",
);
const KEPT_OFF = wordSet(
  "avoid off forbidden forbid prohibited bypass bypassing avoiding away leave vermeiden eviter evitar evitando verboten interdit",
);
const PRIVATE = wordSet(
  "private privately privat private-only privaten privater privates privee prive privada privado privata privato priveverbinding prive-verbinding",
);
const ALONE = wordSet(
  "only exclusively just purely strictly nur ausschliesslich uniquement seulement exclusivement solo solamente unicamente exclusivamente somente apenas soltanto alleen uitsluitend",
);
const WAY = wordSet(
  "connection connections connectivity link path line circuit routing verbindung leitung leitungen anbindung strecke connexion liaison lien conexion enlace connessione collegamento verbinding lijn conexao ligacao route transport",
);
const NET = wordSet("network netz netzwerk reseau red rete rede netwerk");
const BEFORE = wordSet(
  "off public the over via through across on das uber offentliche offentliches dem l par por le el la publico publica internet offentlichen",
);

/** Whether packets may cross the public internet: `internet` with what denies or allows it, or a private way that is asked for. */
export const exposure: Finder = (tokens) =>
  tokens.flatMap(({ word }, at): readonly Said[] => {
    if (INTERNET.has(word)) return [ofInternet(tokens, at)];
    return PRIVATE.has(word) && isPrivateWay(tokens, at)
      ? [
          {
            from: skipBack(tokens, at, ALONE),
            to: skip(tokens, skip(tokens, at + 1, wordSet([...WAY, ...NET].join(" "))), ALONE),
            ...forbidden(true),
          },
        ]
      : [];
  });

const forbidden = (value: boolean) => ({ slot: "exposure", field: "isPublicForbidden", value }) as const;

function ofInternet(tokens: readonly Token[], at: number): Said {
  const isNo =
    isDenied(tokens, at, 6) || isDeniedAfter(tokens, at + 1) || isNear(tokens, at, KEPT_OFF, { before: 5, after: 3 });
  const from = skipBack(tokens, at, BEFORE);
  const to = skip(tokens, at + 1, wordSet("access : no is not allowed forbidden fine ok okay"));
  if (isOfNow(tokens, at)) return { from, to, slot: "exposure" };
  if (isNo) return { from, to, ...forbidden(true) };
  return isNear(tokens, at, FINE, { after: 5 }) ||
    isNear(tokens, at, wordSet("over via through across uber par por"), { before: 3 })
    ? { from, to, ...forbidden(false) }
    : { from, to, slot: "exposure" };
}

function isPrivateWay(tokens: readonly Token[], at: number): boolean {
  if (/^(privately|private-only|prive-verbinding)$/.test(tokens[at]?.word ?? "")) return true;
  const near = { before: 2, after: 2 };
  return isNear(tokens, at, WAY, near) || isNear(tokens, at, ALONE, near);
}
