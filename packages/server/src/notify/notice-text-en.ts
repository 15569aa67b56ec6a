/** What a notification says in English; other languages have the same. */

import type { NoticeTexts } from "./notice-text.ts";

export const english: NoticeTexts = {
  somebody: "somebody",
  aLock: "a lock",
  test: { title: "It works", body: "Notifications reach this device." },
  duress: {
    title: "{lock}: opened under duress",
    body: "{person} used a duress credential at {time}. Stay quiet, and get help.",
  },
  wrongCodes: {
    title: "{lock}: locked out",
    body: "Too many wrong tries; the last at {time}. Nothing opens but the key for a while.",
  },
  wrongCodesCounted: {
    title: "{lock}: locked out after {tries} wrong tries",
    body: "From {since} to {time}. Lock-outs within a day: {lockouts}. Nothing opens but the key for a while.",
  },
  entryStopped: {
    title: "{lock}: entry is stopped",
    body: "Too many wrong tries; the last at {time}. An administrator opens by another way, or allows entry again in the app.",
  },
  tamper: { title: "{lock}: the front panel was forced off", body: "At {time}. The siren sounds for a minute." },
  forcedOpen: { title: "{lock}: the door was forced open", body: "At {time}." },
  jammed: { title: "{lock}: jammed", body: "At {time} the motor did not arrive. The key still opens." },
  batteryLow: { title: "{lock}: the batteries are low", body: "Put in four new AA cells soon." },
  batteryCritical: {
    title: "{lock}: the batteries are almost flat",
    body: "Put in four new AA cells now, and have the key with you.",
  },
  factoryReset: {
    title: "{lock}: reset to its initial state",
    body: "At {time} all people and credentials were erased at the lock.",
  },
  doorAjar: { title: "{lock}: the door stands open", body: "Since {time}." },
  lockOffline: { title: "{lock}: no answer", body: "For more than an hour, since {time}. It still opens at the door." },
  lockBack: { title: "{lock}: answers again", body: "Since {time}. What happened meanwhile stands in the history." },
  maintenanceDue: {
    title: "{lock}: time for maintenance",
    body: "Tasks that are due: {tasks}. The app shows which, and how.",
  },
  webhookStopped: {
    title: "The webhook {name} was switched off",
    body: "Nothing got through for three days. Switch it on again when its receiver works.",
  },
};
