/** Notifications in Italian. */

import type { english } from "./messages-en.ts";

export const italian: Readonly<Record<keyof typeof english, string>> = {
  "notices.title": "Notifiche",
  "notices.intro": "Per sapere di un allarme anche con l’app chiusa.",
  "notices.loading": "Guardo…",
  "notices.device": "Questo dispositivo",
  "notices.device.on": "Le notifiche arrivano a questo dispositivo.",
  "notices.device.off": "Questo dispositivo non riceve notifiche.",
  "notices.device.turnOn": "Avvisa questo dispositivo",
  "notices.device.turnOff": "Non avvisarlo più",
  "notices.device.name": "Come si chiama questo dispositivo",
  "notices.device.name.phone": "Il mio telefono",
  "notices.device.name.computer": "Il mio computer",
  "notices.device.turnedOn": "Da ora questo dispositivo riceve le notifiche.",
  "notices.device.turnedOff": "Questo dispositivo non riceve più notifiche.",
  "notices.insecure":
    "Con questa connessione il browser non permette notifiche: apri l’app con https, oppure come localhost sul computer su cui gira.",
  "notices.unsupported": "Questo browser non ha notifiche. Su iPhone o iPad: prima aggiungi l’app alla schermata Home.",
  "notices.denied":
    "Le notifiche di questa pagina sono bloccate. Permettile nelle impostazioni del browser per questa pagina, poi torna qui.",
  "notices.failed": "Il browser non ha raggiunto il suo servizio di notifiche. Riprova quando c’è internet.",

  "notices.test": "Manda una prova",
  "notices.test.sent": "In viaggio: entro qualche secondo {device} mostra una notifica.",

  "notices.wanted": "Di che cosa voglio sapere",
  "notices.wanted.urgent": "Urgente",
  "notices.wanted.battery": "Batterie e connessione",
  "notices.wanted.household": "Casa",
  "notices.wanted.saved": "Salvato.",
  "notices.wanted.duress.note": "Arriva senza suono, così chi ti sta accanto non se ne accorge.",

  "notices.kind.duress": "Qualcuno è stato costretto ad aprire",
  "notices.kind.wrongCodes": "Troppi tentativi errati",
  "notices.kind.entryStopped": "Accesso sospeso dopo moltissimi tentativi errati",
  "notices.kind.tamper": "Il pannello esterno è stato forzato",
  "notices.kind.forcedOpen": "La porta è stata forzata",
  "notices.kind.jammed": "La serratura è inceppata",
  "notices.kind.batteryLow": "Batterie in esaurimento",
  "notices.kind.batteryCritical": "Batterie quasi scariche",
  "notices.kind.factoryReset": "Una serratura è stata reimpostata",
  "notices.kind.doorAjar": "La porta è rimasta aperta",
  "notices.kind.lockOffline": "Una serratura non risponde da un’ora",
  "notices.kind.lockBack": "Una serratura risponde di nuovo",
  "notices.kind.webhookStopped": "Un webhook è stato disattivato",
  "notices.kind.maintenanceDue": "È ora della manutenzione",

  "notices.devices": "I miei dispositivi",
  "notices.devices.none": "Nessuno dei tuoi dispositivi riceve notifiche.",
  "notices.devices.this": "questo",
  "notices.devices.since": "Dal {when}, tramite {service}",
  "notices.devices.delivered": "Raggiunto l’ultima volta {when}",
  "notices.devices.never": "Non ancora raggiunto",
  "notices.devices.remove": "Togli",
  "notices.devices.removed": "{device} non riceve più notifiche.",
};
