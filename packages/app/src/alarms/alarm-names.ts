/** What alarms are called, and the words of the banner: the few texts of this area that every page needs. */

import { defineTexts } from "../text/define-texts.ts";

export const alarmNames = defineTexts({
  en: {
    "alarms.what.lockJammed": "The lock is jammed",
    "alarms.what.wrongCodeEntryLimit": "Too many wrong tries",
    "alarms.what.entryStopped": "Entry is switched off",
    "alarms.what.frontEscutcheonRemoved": "The front panel was forced off",
    "alarms.what.lockFactoryReset": "The lock was reset",
    "alarms.what.lockRadioPowerCycled": "The radio was switched off and on",
    "alarms.what.lowBattery": "The batteries are low",
    "alarms.what.doorForcedOpen": "The door was forced open",
    "alarms.what.doorAjar": "The door stands open",
    "alarms.what.forcedUser": "Opened under duress",
    "alarms.banner.many": "{count} alarms are open",
    "alarms.banner.one": "{what}: {lock}",
    "alarms.banner.look": "Look",
  },
  it: {
    "alarms.what.lockJammed": "La serratura è inceppata",
    "alarms.what.wrongCodeEntryLimit": "Troppi tentativi errati",
    "alarms.what.entryStopped": "Accesso sospeso",
    "alarms.what.frontEscutcheonRemoved": "Il pannello esterno è stato forzato",
    "alarms.what.lockFactoryReset": "La serratura è stata reimpostata",
    "alarms.what.lockRadioPowerCycled": "La radio è stata spenta e riaccesa",
    "alarms.what.lowBattery": "Le batterie sono quasi scariche",
    "alarms.what.doorForcedOpen": "La porta è stata forzata",
    "alarms.what.doorAjar": "La porta è rimasta aperta",
    "alarms.what.forcedUser": "Apertura sotto costrizione",
    "alarms.banner.many": "{count} allarmi aperti",
    "alarms.banner.one": "{what}: {lock}",
    "alarms.banner.look": "Guarda",
  },
});
