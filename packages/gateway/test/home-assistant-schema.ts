/**
 * What Home Assistant takes as the description of a device over MQTT (its integration's own pages, one per platform):
 * the root knows no other keys, and one that it does not know loses the whole device.
 */

import * as z from "zod";

const topic = z.string().regex(/^[^+#\s]+$/);
const template = z.string().regex(/^\{\{ .* \}\}$/);
const availability = z.array(z.strictObject({ topic })).min(1);
const entityCategory = z.enum(["config", "diagnostic"]);

/** Of every entity. */
const entity = {
  unique_id: z.string().min(1),
  name: z.string().min(1).nullable(),
  availability: availability.optional(),
  entity_category: entityCategory.optional(),
  qos: z.int().min(0).max(2).optional(),
};
const shown = { state_topic: topic, value_template: template.optional() };
const options = z
  .array(z.string().min(1))
  .min(1)
  .refine((given) => new Set(given).size === given.length, "each option once");

const component = z.discriminatedUnion("p", [
  z.strictObject({
    p: z.literal("lock"),
    ...entity,
    ...shown,
    command_topic: topic,
    payload_lock: z.string(),
    payload_unlock: z.string(),
    payload_reset: z.string(),
    state_locked: z.string(),
    state_unlocked: z.string(),
    state_jammed: z.string(),
    optimistic: z.literal(false),
    retain: z.literal(false),
  }),
  z.strictObject({ p: z.literal("event"), ...entity, ...shown, event_types: options }),
  z
    .strictObject({
      p: z.literal("sensor"),
      ...entity,
      ...shown,
      device_class: z.enum(["battery", "voltage", "enum", "timestamp"]).optional(),
      state_class: z.literal("measurement").optional(),
      unit_of_measurement: z.string().optional(),
      options: options.optional(),
    })
    .refine(({ device_class, options: given }) => (device_class === "enum") === (given !== undefined), "enum: options")
    .refine(({ device_class, unit_of_measurement: unit }) => device_class !== "battery" || unit === "%", "battery: %")
    .refine(({ device_class, unit_of_measurement: unit }) => device_class !== "voltage" || unit === "V", "voltage: V"),
  z.strictObject({
    p: z.literal("binary_sensor"),
    ...entity,
    // A binary sensor of Home Assistant's configures itself nothing.
    entity_category: z.literal("diagnostic").optional(),
    ...shown,
    device_class: z.enum(["battery", "problem", "tamper", "connectivity"]),
    off_delay: z.int().min(1).optional(),
  }),
  z.strictObject({ p: z.literal("select"), ...entity, ...shown, command_topic: topic, options }),
  z.strictObject({
    p: z.literal("number"),
    ...entity,
    ...shown,
    command_topic: topic,
    min: z.number(),
    max: z.number(),
    step: z.number().positive(),
    mode: z.enum(["auto", "box", "slider"]),
    unit_of_measurement: z.string(),
  }),
  z.strictObject({
    p: z.literal("button"),
    ...entity,
    command_topic: topic,
    payload_press: z.string(),
    device_class: z.enum(["identify", "restart", "update"]),
  }),
  z.strictObject({
    p: z.literal("device_automation"),
    unique_id: z.string().min(1),
    automation_type: z.literal("trigger"),
    type: z.string().min(1),
    subtype: z.string().min(1),
    topic,
    payload: z.string(),
    qos: z.int().min(0).max(2).optional(),
  }),
]);

/** A component that is taken back holds its platform only. */
const takenBack = z.strictObject({ p: z.string().min(1) });

export const deviceDiscovery = z.strictObject({
  dev: z.strictObject({
    ids: z.array(z.string().min(1)).min(1),
    name: z.string().min(1),
    mf: z.string().optional(),
    mdl: z.string().optional(),
    sw: z.string().optional(),
    sn: z.string().optional(),
    cu: z.url({ protocol: /^https?$/, hostname: /./ }).optional(),
  }),
  o: z.strictObject({ name: z.string().min(1), sw: z.string().optional() }),
  availability,
  availability_mode: z.enum(["all", "any", "latest"]),
  cmps: z.record(z.string().regex(/^[a-z0-9_]+$/), z.union([component, takenBack])),
});
