/** Accounts, sessions, homes, members, invitations, API keys, proofs: the bodies of their routes. */

import * as z from "zod";
import { homeRole, id, instant } from "../vocabulary.ts";

const email = z.email("An e-mail address is written anna@example.org").max(254);
const password = z
  .string()
  .min(10, "A password has 10 characters at least")
  .max(128, "A password has 128 characters at most");
const accountName = z.string().trim().min(1, "A name is needed").max(64);
const homeName = z.string().trim().min(1, "A name is needed").max(64);
const token = z.string().min(1).max(128);

export const setUpState = z.strictObject({
  /** A gateway is here. */
  hasGateway: z.boolean(),
  isClaimed: z.boolean(),
  /** Who asks is in the gateway's network. */
  isLocal: z.boolean(),
  /** A home from before the gateway was reset can be taken over with its locks and history. */
  hasFormerHome: z.boolean(),
});

export const claimRequest = z.strictObject({
  /** Of the gateway's label. */
  code: z.string().min(1).max(200),
  name: accountName,
  email,
  password,
  homeName: homeName.default("Home"),
  /** After a reset: whether locks and history of before are kept. */
  keepsData: z.boolean().default(false),
});

export const membershipView = z.strictObject({ homeId: id, name: z.string(), role: homeRole });
export const accountView = z.strictObject({
  accountId: z.string(),
  name: z.string(),
  email: z.string(),
  homes: z.array(membershipView),
});
export type AccountView = z.infer<typeof accountView>;

export const signInRequest = z.strictObject({ email, password: z.string().min(1).max(128) });

export const passwordChange = z.strictObject({ password: z.string().min(1).max(128), newPassword: password });

export const homeList = z.strictObject({ homes: z.array(membershipView) });
export const homeChange = z.strictObject({ name: homeName });

export const memberView = z.strictObject({
  accountId: z.string(),
  name: z.string(),
  email: z.string(),
  role: homeRole,
  since: instant,
});
export const memberList = z.strictObject({ members: z.array(memberView) });
export const memberChange = z.strictObject({ role: homeRole });

export const newInvitation = z.strictObject({ email, role: homeRole });
export const invitationView = z.strictObject({
  invitationId: id,
  email: z.string(),
  role: homeRole,
  createdAt: instant,
  expiresAt: instant,
});
export const invitationList = z.strictObject({ invitations: z.array(invitationView) });
export const invitationMade = z.strictObject({
  invitation: invitationView,
  /** Shown this once; the link is for the invited person alone. */
  token: z.string(),
  link: z.string(),
});
export const invitationAcceptance = z.strictObject({
  token,
  email,
  /** Of the new account; whoever has one signs in first, and leaves these out. */
  name: accountName.optional(),
  password: password.optional(),
});

export const newApiKey = z.strictObject({ name: z.string().trim().min(1).max(64), role: homeRole });
export const apiKeyView = z.strictObject({
  apiKeyId: id,
  name: z.string(),
  role: homeRole,
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export const apiKeyList = z.strictObject({ apiKeys: z.array(apiKeyView) });
export const apiKeyMade = z.strictObject({
  apiKey: apiKeyView,
  /** Shown this once. */
  key: z.string(),
});

export const proofActions = ["unlock", "passage"] as const;
export type ProofAction = (typeof proofActions)[number];
const proofAction = z.enum(proofActions);

export const proofChallengeRequest = z.strictObject({ action: proofAction });
/** For `navigator.credentials.get`, as JSON. */
export const proofChallenge = z.strictObject({ options: z.record(z.string(), z.unknown()) });

export const proofRequest = z.strictObject({
  action: proofAction,
  password: z.string().min(1).max(128).optional(),
  /** What the browser made of a challenge, as JSON. */
  passkey: z.record(z.string(), z.unknown()).optional(),
});
export const proofMade = z.strictObject({
  /** For one use, within 60 seconds, for this lock and action. */
  proof: z.string(),
  expiresAt: instant,
});

export const auditLineView = z.strictObject({
  number: z.int(),
  at: instant,
  accountId: z.string().nullable(),
  action: z.string(),
  subject: z.record(z.string(), z.unknown()),
});
export const auditPage = z.strictObject({ lines: z.array(auditLineView), cursor: z.int().nullable() });
export const auditQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
/** `firstBrokenLine` is null when nothing was altered. */
export const auditVerdict = z.strictObject({ isWhole: z.boolean(), firstBrokenLine: z.int().nullable() });
