/** Alarms in Italian. */

import type { english } from "./messages-en.ts";

export const italian: Readonly<Record<keyof typeof english, string>> = {
  "alarms.title": "Allarmi",
  "alarms.intro": "Ciò che qualcuno deve guardare. Un allarme resta aperto finché qualcuno dice di averci pensato.",
  "alarms.notAllowed": "Gli allarmi si mostrano a chi abita qui.",
  "alarms.open": "Aperti",
  "alarms.open.none": "Nessun allarme aperto. Tutto tranquillo.",
  "alarms.past": "Già visti",
  "alarms.past.none": "Finora non ce ne sono stati.",
  "alarms.acknowledge": "Ci ho pensato io",
  "alarms.acknowledged": "Segnato come visto.",
  "alarms.acknowledgedAt": "Visto {when}",
  "alarms.readOnly": "Un amministratore di questa casa può segnarlo come visto.",
  "alarms.history": "La cronologia di quel giorno",
  "alarms.notices": "Notifiche su questo dispositivo",

  "alarms.do.lockJammed":
    "Il motore non è riuscito a muoversi. Riprova; la chiave apre in ogni caso. Se continua, cerca il problema passo per passo.",
  "alarms.do.wrongCodeEntryLimit":
    "Per un po’ non apre nessun PIN, dito o scheda; la chiave sì, e anche l’app. Prima chiedi in casa: un bambino, un PIN dimenticato? Se nessuno ne sa niente, guarda la porta.",
  "alarms.do.entryStopped":
    "Qualcuno ha provato moltissime volte. Guarda la cronologia; riabilita l’accesso nelle impostazioni della serratura quando sai chi era.",
  "alarms.do.frontEscutcheonRemoved":
    "La sirena suona per un minuto. Se nessuno di voi lavora alla serratura, guarda la porta o falla guardare; chiama la polizia se temi per qualcuno.",
  "alarms.do.lockFactoryReset":
    "Persone, PIN, schede e impronte sono stati cancellati dalla serratura. Se sei stato tu: aggiungi di nuovo la serratura.",
  "alarms.do.lockRadioPowerCycled": "Succede quando la serratura riparte. Se succede spesso, guarda le batterie.",
  "alarms.do.lowBattery": "Metti quattro batterie AA nuove, tutte insieme. Fino ad allora porta con te la chiave.",
  "alarms.do.doorForcedOpen": "Guarda la porta o falla guardare. Chiama la polizia se temi per qualcuno.",
  "alarms.do.doorAjar": "Chiudi la porta, o chiedi a chi è in casa di farlo.",
  "alarms.do.forcedUser":
    "Qualcuno ha aperto con una credenziale che vuol dire “sono costretto”. Mantieni la calma, non telefonare lì e cerca aiuto.",
  "alarms.diagnose": "Trova il problema, passo per passo",
};
