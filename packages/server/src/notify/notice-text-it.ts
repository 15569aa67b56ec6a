/** What a notification says in Italian. */

import type { NoticeTexts } from "./notice-text.ts";

export const italian: NoticeTexts = {
  somebody: "qualcuno",
  aLock: "una serratura",
  test: { title: "Funziona", body: "Le notifiche arrivano a questo dispositivo." },
  duress: {
    title: "{lock}: aperta sotto costrizione",
    body: "{person} ha usato una credenziale di emergenza alle {time}. Mantenere la calma e cercare aiuto.",
  },
  wrongCodes: {
    title: "{lock}: bloccata",
    body: "Troppi tentativi errati; l’ultimo alle {time}. Per un po’ apre soltanto la chiave.",
  },
  wrongCodesCounted: {
    title: "{lock}: bloccata dopo {tries} tentativi errati",
    body: "Dalle {since} alle {time}. Blocchi in un giorno: {lockouts}. Per un po’ apre soltanto la chiave.",
  },
  entryStopped: {
    title: "{lock}: accesso sospeso",
    body: "Troppi tentativi errati; l’ultimo alle {time}. Un amministratore apre in altro modo, oppure riabilita l’accesso nell’app.",
  },
  tamper: { title: "{lock}: il pannello esterno è stato forzato", body: "Alle {time}. La sirena suona per un minuto." },
  forcedOpen: { title: "{lock}: la porta è stata forzata", body: "Alle {time}." },
  jammed: {
    title: "{lock}: inceppata",
    body: "Alle {time} il motore non è arrivato in posizione. La chiave apre comunque.",
  },
  batteryLow: { title: "{lock}: batterie scariche", body: "Inserire presto quattro batterie AA nuove." },
  batteryCritical: {
    title: "{lock}: batterie quasi esaurite",
    body: "Inserire subito quattro batterie AA nuove e tenere con sé la chiave.",
  },
  factoryReset: {
    title: "{lock}: riportata allo stato iniziale",
    body: "Alle {time} tutte le persone e le credenziali sono state cancellate dalla serratura.",
  },
  doorAjar: { title: "{lock}: la porta è aperta", body: "Dalle {time}." },
  lockOffline: { title: "{lock}: non risponde", body: "Da più di un’ora, dalle {time}. Alla porta si apre comunque." },
  lockBack: {
    title: "{lock}: risponde di nuovo",
    body: "Dalle {time}. Quanto è successo nel frattempo si trova nella cronologia.",
  },
  maintenanceDue: {
    title: "{lock}: è ora della manutenzione",
    body: "Attività da svolgere: {tasks}. L’app mostra quali e come.",
  },
  webhookStopped: {
    title: "Il webhook {name} è stato disattivato",
    body: "Per tre giorni non è arrivato nulla. Riattivarlo quando il destinatario funziona.",
  },
};
