/**
 * The one message by which Home Assistant gets to know a lock with all that belongs to it. Pure: a report in, a message
 * out. It offers what the lock can do and nothing else, and no field anywhere for a PIN: whoever reads the broker's
 * traffic learns no secret.
 */

import { soundVolumes, type LockReport } from "@catenaccio/protocol";
import { eventTypes, methods, triggerPayload, triggersFor } from "./happening.ts";
import { deviceId, gatewayTopics, lockTopics, type LockTopics } from "./topics.ts";

export interface DiscoverySettings {
  readonly gatewayId: string;
  readonly softwareVersion: string;
  /** Where the app is; null: not known. */
  readonly appUrl: string | null;
}

export interface Component {
  /** Home Assistant's platform. */
  readonly p: string;
  readonly [key: string]: unknown;
}

export interface DiscoveryMessage {
  readonly dev: Readonly<Record<string, unknown>>;
  readonly o: Readonly<Record<string, unknown>>;
  readonly availability: readonly { readonly topic: string }[];
  readonly availability_mode: "all";
  readonly cmps: Readonly<Record<string, Component>>;
}

export interface NamedReport {
  readonly report: LockReport;
  readonly name: string;
}

export const orderPayloads = { lock: "LOCK", unlock: "UNLOCK", identify: "IDENTIFY" } as const;
const lockPayloads = { locked: "LOCKED", unlocked: "UNLOCKED", jammed: "JAMMED", unknown: "None" } as const;
export const availabilityPayloads = { online: "online", offline: "offline" } as const;

/** How long after the front panel was taken off the sensor shows it: a moment has no end of its own. */
const tamperShownSeconds = 300;
const autoRelockSecondsMax = 3600;
const diagnostic = { entity_category: "diagnostic" } as const;
const config = { entity_category: "config" } as const;

/** What our own lock can be set to; other makers' locks know Matter's four. */
const ownVolumes: readonly string[] = ["high", "low", "silent"];

/**
 * @param former what was published for this lock before: a component that is no longer there is taken back.
 * @returns null: too little is known of the lock.
 */
export function describeLock(
  { report, name }: NamedReport,
  settings: DiscoverySettings,
  former: DiscoveryMessage | null,
): DiscoveryMessage | null {
  const { abilities, situation } = report;
  if (abilities === null || situation === null) return null;
  const device = deviceId(settings.gatewayId, report.lockId);
  const topics = lockTopics(settings.gatewayId, report.lockId);
  const bridge = { topic: gatewayTopics(settings.gatewayId).bridge };
  const known: Known = { report, abilities, situation, topics, bridge };
  const components = { ...entities(known), ...triggers(known) };
  return {
    dev: {
      ids: [device],
      name,
      mf: abilities.vendor,
      mdl: abilities.product,
      sw: abilities.softwareVersion,
      ...(abilities.serialNumber === null ? {} : { sn: abilities.serialNumber }),
      ...(settings.appUrl === null ? {} : { cu: settings.appUrl }),
    },
    o: { name: "Catenaccio", sw: settings.softwareVersion },
    availability: [bridge, { topic: topics.availability }],
    availability_mode: "all",
    cmps: { ...withIds(device, components), ...takenBack(former, components) },
  };
}

interface Known {
  readonly report: LockReport;
  readonly abilities: NonNullable<LockReport["abilities"]>;
  readonly situation: NonNullable<LockReport["situation"]>;
  readonly topics: LockTopics;
  readonly bridge: { readonly topic: string };
}

type Components = Readonly<Record<string, Component>>;

function entities(known: Known): Components {
  return {
    lock: lockEntity(known.topics),
    access: { p: "event", name: "Access", state_topic: known.topics.event, event_types: [...eventTypes], qos: 1 },
    ...accessSensors(known),
    ...batterySensors(known),
    ...linkSensors(known),
    ...problemSensors(known),
    ...controls(known),
  };
}

function lockEntity({ state, order }: LockTopics): Component {
  return {
    p: "lock",
    // The device's own name.
    name: null,
    state_topic: state,
    command_topic: order.set,
    payload_lock: orderPayloads.lock,
    payload_unlock: orderPayloads.unlock,
    payload_reset: lockPayloads.unknown,
    state_locked: lockPayloads.locked,
    state_unlocked: lockPayloads.unlocked,
    state_jammed: lockPayloads.jammed,
    optimistic: false,
    // An order that waits at the broker would open the door some other day.
    retain: false,
  };
}

function accessSensors({ topics }: Known): Components {
  const last = { p: "sensor", state_topic: topics.last };
  return {
    last_user: { ...last, name: "Last user", value_template: "{{ value_json.user }}" },
    last_method: {
      ...last,
      name: "Last method",
      value_template: "{{ value_json.method }}",
      device_class: "enum",
      options: [...methods],
    },
    last_access: {
      ...last,
      name: "Last access",
      value_template: "{{ value_json.ts }}",
      device_class: "timestamp",
    },
  };
}

function batterySensors({ situation: { battery }, topics }: Known): Components {
  if (battery === null) return {};
  const sensor = { p: "sensor", state_topic: topics.situation, state_class: "measurement", ...diagnostic };
  const percent = { ...sensor, name: "Battery", device_class: "battery", unit_of_measurement: "%" };
  const volts = { ...sensor, name: "Battery voltage", device_class: "voltage", unit_of_measurement: "V" };
  return {
    ...(battery.percent === null
      ? {}
      : { battery: { ...percent, value_template: "{{ value_json.battery_percent }}" } }),
    ...(battery.volts === null ? {} : { voltage: { ...volts, value_template: "{{ value_json.battery_volts }}" } }),
    battery_low: {
      p: "binary_sensor",
      name: "Battery low",
      state_topic: topics.situation,
      value_template: onOff("battery_low"),
      device_class: "battery",
      ...diagnostic,
    },
  };
}

/** These two tell of a lock that is out of reach, and so must not be out of reach with it. */
function linkSensors({ topics, bridge }: Known): Components {
  const link = { state_topic: topics.link, availability: [bridge], ...diagnostic };
  return {
    link: {
      p: "sensor",
      name: "Link",
      ...link,
      device_class: "enum",
      options: ["online", "connecting", "offline"],
    },
    connectivity: {
      p: "binary_sensor",
      name: "Connectivity",
      ...link,
      device_class: "connectivity",
      value_template: "{{ 'ON' if value == 'online' else 'OFF' }}",
    },
  };
}

function problemSensors({ topics }: Known): Components {
  const problem = { p: "binary_sensor", state_topic: topics.situation, device_class: "problem" };
  return {
    lockout: { ...problem, name: "Lock-out", value_template: onOff("is_locked_out") },
    jammed: { ...problem, name: "Jammed", value_template: onOff("is_jammed") },
    tamper: {
      p: "binary_sensor",
      name: "Tamper",
      state_topic: topics.tamper,
      device_class: "tamper",
      off_delay: tamperShownSeconds,
    },
  };
}

function controls({ abilities, topics }: Known): Components {
  const { settings, operatingModes, isCatenaccio } = abilities;
  const setting = { state_topic: topics.situation, ...config };
  const hasModes = settings.includes("operatingMode") && operatingModes.length > 1;
  return {
    ...(hasModes
      ? {
          operating_mode: {
            p: "select",
            name: "Operating mode",
            ...setting,
            command_topic: topics.order.operatingMode,
            value_template: "{{ value_json.operating_mode }}",
            options: [...operatingModes],
          },
        }
      : {}),
    ...(settings.includes("volume")
      ? {
          volume: {
            p: "select",
            name: "Volume",
            ...setting,
            command_topic: topics.order.volume,
            value_template: "{{ value_json.volume }}",
            options: isCatenaccio ? [...ownVolumes] : [...soundVolumes],
          },
        }
      : {}),
    ...(settings.includes("autoRelockSeconds")
      ? {
          auto_relock: {
            p: "number",
            name: "Auto-relock",
            ...setting,
            command_topic: topics.order.autoRelockSeconds,
            value_template: "{{ value_json.auto_relock_seconds }}",
            min: 0,
            max: autoRelockSecondsMax,
            step: 1,
            mode: "box",
            unit_of_measurement: "s",
          },
        }
      : {}),
    identify: {
      p: "button",
      name: "Identify",
      command_topic: topics.order.identify,
      payload_press: orderPayloads.identify,
      device_class: "identify",
      ...config,
    },
  };
}

function triggers({ abilities, topics }: Known): Components {
  return Object.fromEntries(
    triggersFor(abilities).map((trigger) => [
      `trigger_${trigger.type}_${trigger.subtype}`,
      {
        p: "device_automation",
        automation_type: "trigger",
        type: trigger.type,
        subtype: trigger.subtype,
        topic: topics.trigger,
        payload: triggerPayload(trigger),
        qos: 1,
      },
    ]),
  );
}

function withIds(device: string, components: Components): Components {
  return Object.fromEntries(
    Object.entries(components).map(([key, component]) => [key, { ...component, unique_id: `${device}_${key}` }]),
  );
}

/** A component with its platform only is removed. */
function takenBack(former: DiscoveryMessage | null, components: Components): Components {
  const gone = Object.entries(former?.cmps ?? {}).filter(([key]) => components[key] === undefined);
  return Object.fromEntries(gone.map(([key, { p }]) => [key, { p }]));
}

function onOff(field: string): string {
  return `{{ 'ON' if value_json.${field} else 'OFF' }}`;
}

/** What the entities of a lock show, by topic; all of it is kept by the broker. */
export function describeState({ report }: NamedReport, settings: DiscoverySettings): ReadonlyMap<string, string> {
  const topics = lockTopics(settings.gatewayId, report.lockId);
  const { situation, link } = report;
  const { online, offline } = availabilityPayloads;
  const states = new Map<string, string>([
    [topics.availability, link === "online" ? online : offline],
    [topics.link, link],
  ]);
  if (situation === null) return states;
  const { battery } = situation;
  states.set(topics.state, lockPayloadOf(situation));
  states.set(
    topics.situation,
    JSON.stringify({
      operating_mode: situation.operatingMode,
      volume: situation.volume,
      auto_relock_seconds: situation.autoRelockSeconds,
      is_locked_out: situation.isLockedOut,
      is_jammed: situation.isJammed,
      battery_percent: battery?.percent ?? null,
      battery_volts: battery?.volts ?? null,
      battery_low: battery !== null && battery.level !== "ok",
    }),
  );
  return states;
}

/** Home Assistant has no word for a bolt halfway: what is not locked for sure is unlocked. */
function lockPayloadOf({ lockState, isJammed }: NonNullable<LockReport["situation"]>): string {
  if (isJammed) return lockPayloads.jammed;
  if (lockState === null) return lockPayloads.unknown;
  return lockState === "locked" ? lockPayloads.locked : lockPayloads.unlocked;
}
