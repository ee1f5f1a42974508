import type { Lexicon } from "./lexicon.ts";

export const de: Lexicon = {
  connect:
    "verbinde verbinden verbindet verbunden verknupfe verknupfen koppeln kopple anbinden anschliessen binde schliesse",
  reach:
    "erreichen erreicht zugreifen greift greifen abfragen fragt abfragt lesen liest schreiben schreibt sprechen spricht " +
    "kommunizieren kommuniziert aufrufen ruft nutzen nutzt verwenden verwendet senden sendet abrufen holt holen reden ansprechen",
  reached:
    "abgefragt angesprochen aufgerufen genutzt verwendet gelesen erreichbar zuganglich verfugbar abfragbar empfangen annehmen",
  need: "muss mussen soll sollen sollte braucht brauchen benotigt benotigen mochte will wollen darf durfen kann konnen",
  grant: "erlaube erlauben gestatte ermogliche lass lasse gib gewahre freigeben zulassen",
  expose: "offne offnen veroffentliche",
  access: "zugriff zugang verbindung verbindungen verkehr datenverkehr traffic konnektivitat",
  move: "repliziere replizieren synchronisiere synchronisieren kopiere kopieren migriere spiegeln spiegle",
  to: "nach zu zum zur auf an ans ",
  from: "von vom",
  with: "mit",
  and: "und",
  between: "zwischen",
  by: "durch",
  for: "fur",
  end: "wobei welche welcher uber ohne unter bis wegen per mittels",
  clause: "weil damit da falls aber bevor nachdem wahrend",
  noise:
    "miteinander gegenseitig zueinander dass ein eine einen einem einer eines der die das den dem des unser unsere unseren unserer unserem mein meine bitte hallo team danke " +
    "wir ich es sie ist sind war wird werden werde sein in im am bei beim heisst namens genannt lauft laufende laufenden gehostet liegt " +
    "steht neue neuen bestehende herstellen einrichten richte stelle her auch nur jetzt direkt sicher gestellt ermoglichen " +
    "region konto abonnement projekt cloud ab aus hin lokal lokale daten seite seiten",
  nouns:
    "dienst dienste anwendung app datenbank datenbanken db funktion instanz server maschine rechner host system backend frontend api " +
    "speicher lambda-funktion",
  not: "nicht kein keine keinen keiner keinem nie niemals ohne",
};
