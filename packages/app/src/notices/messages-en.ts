/** Notifications in English. */

export const english = {
  "notices.title": "Notifications",
  "notices.intro": "So that you hear of an alarm while the app is closed.",
  "notices.loading": "Looking…",
  "notices.device": "This device",
  "notices.device.on": "Notifications reach this device.",
  "notices.device.off": "This device is not notified.",
  "notices.device.turnOn": "Notify this device",
  "notices.device.turnOff": "Notify it no more",
  "notices.device.name": "What this device is called",
  "notices.device.name.phone": "My phone",
  "notices.device.name.computer": "My computer",
  "notices.device.turnedOn": "From now on this device is notified.",
  "notices.device.turnedOff": "This device is notified no more.",
  "notices.insecure":
    "Over this connection the browser allows no notifications: open the app by https, or as localhost on the computer on which it runs.",
  "notices.unsupported":
    "This browser has no notifications. On an iPhone or iPad: first add the app to the Home Screen.",
  "notices.denied":
    "Notifications from this page are blocked. Allow them in the browser’s settings for this page, then come back.",
  "notices.failed": "The browser could not reach its notification service. Try again when it has internet.",

  "notices.test": "Send a test",
  "notices.test.sent": "On its way: within some seconds {device} shows a notification.",

  "notices.wanted": "What I want to hear of",
  "notices.wanted.urgent": "Urgent",
  "notices.wanted.battery": "Batteries and connection",
  "notices.wanted.household": "Household",
  "notices.wanted.saved": "Saved.",
  "notices.wanted.duress.note": "It comes without sound, so that nobody beside you notices.",

  "notices.kind.duress": "Somebody was forced to open",
  "notices.kind.wrongCodes": "Too many wrong tries",
  "notices.kind.entryStopped": "Entry was switched off after very many wrong tries",
  "notices.kind.tamper": "The front panel was forced off",
  "notices.kind.forcedOpen": "The door was forced open",
  "notices.kind.jammed": "The lock is jammed",
  "notices.kind.batteryLow": "Batteries low",
  "notices.kind.batteryCritical": "Batteries nearly empty",
  "notices.kind.factoryReset": "A lock was reset",
  "notices.kind.doorAjar": "The door stands open",
  "notices.kind.lockOffline": "A lock has not answered for an hour",
  "notices.kind.lockBack": "A lock answers again",
  "notices.kind.webhookStopped": "A webhook was switched off",
  "notices.kind.maintenanceDue": "Maintenance is due",

  "notices.devices": "My devices",
  "notices.devices.none": "None of your devices is notified.",
  "notices.devices.this": "this one",
  "notices.devices.since": "Since {when}, by {service}",
  "notices.devices.delivered": "Last reached {when}",
  "notices.devices.never": "Not reached yet",
  "notices.devices.remove": "Remove",
  "notices.devices.removed": "{device} is notified no more.",
} as const;
