import type { Lexicon } from "./lexicon.ts";

export const nl: Lexicon = {
  connect: "verbind verbinden verbindt koppel koppelen sluit",
  reach:
    "bereiken bereikt benaderen benadert opvragen praten praat lezen leest schrijven schrijft aanroepen gebruiken gebruikt versturen " +
    "bevragen communiceren",
  reached: "bereikbaar toegankelijk beschikbaar benaderbaar",
  need: "moet moeten wil willen nodig heeft hebben kan kunnen mag mogen zou",
  grant: "sta laat geef toestaan verleen",
  expose: "open",
  access: "toegang verbinding verkeer connectiviteit",
  move: "repliceer repliceren synchroniseer kopieer migreer",
  to: "naar tot aan",
  from: "van vanuit vanaf",
  with: "met",
  and: "en",
  between: "tussen",
  by: "door",
  for: "voor",
  end: "die zonder via onder over voordat",
  clause: "omdat zodat maar wanneer",
  noise:
    "dat een de het onze ons mijn dit deze alsjeblieft graag hallo team bedankt wij we ik is zijn was wordt worden in bij op genaamd heet draait " +
    "regio account abonnement project cloud gehost nieuwe bestaande maak zet gegevens alleen te toe er",
  nouns: "dienst service applicatie app database databank functie instantie server machine systeem api opslag",
  not: "geen niet nooit zonder",
};
