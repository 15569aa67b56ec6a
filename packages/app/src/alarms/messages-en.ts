/** Alarms in English: what to do now. What it is called stands in alarm-names.ts. */

export const english = {
  "alarms.title": "Alarms",
  "alarms.intro": "What needs somebody’s eyes. An alarm stays open until somebody says that it is seen to.",
  "alarms.notAllowed": "Alarms are shown to those who live here.",
  "alarms.open": "Open",
  "alarms.open.none": "No alarm is open. All is calm.",
  "alarms.past": "Seen to",
  "alarms.past.none": "There has been none yet.",
  "alarms.acknowledge": "I have seen to it",
  "alarms.acknowledged": "Seen to.",
  "alarms.acknowledgedAt": "Seen to {when}",
  "alarms.readOnly": "An administrator of this home can mark it as seen to.",
  "alarms.history": "The history of that day",
  "alarms.notices": "Notifications on this device",

  "alarms.do.lockJammed":
    "The motor did not get through. Try again; the key opens in any case. If it stays so, find the trouble step by step.",
  "alarms.do.wrongCodeEntryLimit":
    "For a while no PIN, finger or card opens; the key does, and so does the app. Ask those at home first: a child, a forgotten PIN? If nobody knows of it, look at the door.",
  "alarms.do.entryStopped":
    "Somebody tried very often. Look at the history; allow entry again in the lock’s settings when you know who it was.",
  "alarms.do.frontEscutcheonRemoved":
    "The siren sounds for a minute. If nobody of you works on the lock, look at the door, or have somebody look; call the police if you fear for anybody.",
  "alarms.do.lockFactoryReset":
    "All people, PINs, cards and fingers at the lock are erased. If you did it yourself: add the lock again.",
  "alarms.do.lockRadioPowerCycled": "This happens when the lock starts anew. If it comes often, look at its batteries.",
  "alarms.do.lowBattery": "Put in four new AA batteries, all at once. Have the key with you until then.",
  "alarms.do.doorForcedOpen": "Look at the door, or have somebody look. Call the police if you fear for anybody.",
  "alarms.do.doorAjar": "Close the door, or ask somebody at home to.",
  "alarms.do.forcedUser":
    "Somebody opened with a credential that means “I am forced to”. Stay quiet, do not call there, and get help.",
  "alarms.diagnose": "Find the trouble, step by step",
} as const;
