/** Accounts, sessions, homes, members, invitations, API keys, proofs: the bodies of their routes. */

import * as z from "zod";
import { homeRole, id, instant } from "../vocabulary.ts";
import { knownTimeZone } from "./settings.ts";

const email = z.email("An e-mail address is written anna@example.org").max(254);
/** No rule makes a password good; this one refuses what nobody means to be one. */
const differentMin = 5;
const password = z
  .string()
  .min(10, "A password has 10 characters at least")
  .max(128, "A password has 128 characters at most")
  .refine((text) => new Set(text).size >= differentMin, "A password has five different characters at least");
const accountName = z.string().trim().min(1, "A name is needed").max(64);
const homeName = z.string().trim().min(1, "A name is needed").max(64);
const token = z.string().min(1).max(128);

export const setUpState = z.strictObject({
  hasGateway: z.boolean().describe("A gateway is here."),
  isClaimed: z.boolean(),
  isLocal: z.boolean().describe("Who asks is in the gateway's network."),
  hasFormerHome: z
    .boolean()
    .describe("A home from before the gateway was reset can be taken over with its locks and history."),
});

export const claimRequest = z
  .strictObject({
    code: z.string().min(1).max(200).describe("Of the gateway's label."),
    name: accountName,
    email,
    password,
    homeName: homeName.default("Home"),
    timeZone: knownTimeZone
      .optional()
      .describe("Of the home; absent: the server's own, or of a home that is kept, that home's."),
    keepsData: z.boolean().default(false).describe("After a reset: whether locks and history of before are kept."),
  })
  .meta({
    examples: [
      {
        code: "the code of the label",
        name: "Anna",
        email: "anna@example.org",
        password: "a long enough password",
        homeName: "Home",
      },
    ],
  });

export const membershipView = z
  .strictObject({
    homeId: id,
    name: z.string(),
    role: homeRole,
    timeZone: z.string().describe("The home's, by its IANA name."),
  })
  .meta({ id: "Membership" });
export const accountView = z
  .strictObject({
    accountId: z.string(),
    name: z.string(),
    email: z.string(),
    homes: z.array(membershipView).describe("Where one belongs, with which role."),
  })
  .meta({ id: "Account" });
export type AccountView = z.infer<typeof accountView>;

export const signInRequest = z
  .strictObject({ email, password: z.string().min(1).max(128) })
  .meta({ examples: [{ email: "anna@example.org", password: "a long enough password" }] });

export const passwordChange = z
  .strictObject({ password: z.string().min(1).max(128), newPassword: password })
  .meta({ examples: [{ password: "a long enough password", newPassword: "another long password" }] });

export const sessionList = z.strictObject({
  sessions: z.array(
    z
      .strictObject({
        since: instant,
        userAgent: z.string().nullable().describe("What the browser called itself when it signed in."),
        isThis: z.boolean().describe("The one that asks."),
      })
      .meta({ id: "Session" }),
  ),
});
export type SessionList = z.infer<typeof sessionList>;

export const homeList = z.strictObject({ homes: z.array(membershipView) });
export const homeChange = z.strictObject({ name: homeName }).meta({ examples: [{ name: "Home by the lake" }] });

export const memberView = z
  .strictObject({
    accountId: z.string(),
    name: z.string(),
    email: z.string(),
    role: homeRole,
    since: instant,
  })
  .meta({ id: "Member" });
export const memberList = z.strictObject({ members: z.array(memberView) });
export const memberChange = z.strictObject({ role: homeRole }).meta({ examples: [{ role: "member" }] });

export const newInvitation = z
  .strictObject({ email, role: homeRole })
  .meta({ examples: [{ email: "bruno@example.org", role: "member" }] });
export const invitationView = z
  .strictObject({
    invitationId: id,
    email: z.string(),
    role: homeRole,
    createdAt: instant,
    expiresAt: instant,
  })
  .meta({ id: "Invitation" });
export const invitationList = z.strictObject({ invitations: z.array(invitationView) });
export const invitationMade = z.strictObject({
  invitation: invitationView,
  token: z.string().describe("Shown this once; the link is for the invited person alone."),
  link: z.string().describe("What the invited person opens."),
});
export const invitationAcceptance = z
  .strictObject({
    token,
    email,
    name: accountName.optional().describe("Of the new account; whoever has one signs in first, and leaves these out."),
    password: password.optional(),
  })
  .meta({
    examples: [
      {
        token: "the part of the link after #",
        email: "bruno@example.org",
        name: "Bruno",
        password: "a long enough password",
      },
    ],
  });

export const newApiKey = z
  .strictObject({ name: z.string().trim().min(1).max(64), role: homeRole })
  .meta({ examples: [{ name: "Calendar script", role: "administrator" }] });
export const apiKeyView = z
  .strictObject({
    apiKeyId: id,
    name: z.string(),
    role: homeRole,
    createdAt: instant,
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: "ApiKey" });
export const apiKeyList = z.strictObject({ apiKeys: z.array(apiKeyView) });
export const apiKeyMade = z.strictObject({
  apiKey: apiKeyView,
  key: z.string().describe("Shown this once."),
});

export const proofActions = ["unlock", "passage", "share"] as const;
export type ProofAction = (typeof proofActions)[number];
const proofAction = z.enum(proofActions);

export const proofChallengeRequest = z.strictObject({ action: proofAction }).meta({ examples: [{ action: "unlock" }] });
/** For `navigator.credentials.get`, as JSON. */
export const proofChallenge = z.strictObject({ options: z.record(z.string(), z.unknown()) });

export const proofRequest = z
  .strictObject({
    action: proofAction,
    password: z.string().min(1).max(128).optional().describe("Either this or `passkey`."),
    passkey: z.record(z.string(), z.unknown()).optional().describe("What the browser made of a challenge, as JSON."),
  })
  .meta({ examples: [{ action: "unlock", password: "a long enough password" }] });
export const proofMade = z.strictObject({
  proof: z.string().describe("For one use, within 60 seconds, for this lock and action."),
  expiresAt: instant,
});

export const auditLineView = z
  .strictObject({
    number: z.int(),
    at: instant,
    accountId: z.string().nullable(),
    action: z.string(),
    subject: z.record(z.string(), z.unknown()).describe("What it was done to: ids and words."),
  })
  .meta({ id: "AuditLine" });
export const auditPage = z.strictObject({
  lines: z.array(auditLineView),
  cursor: z.int().nullable().describe("For the next page; null: this was the last."),
});
export const auditQuery = z
  .strictObject({
    before: z.coerce.number().int().min(1).optional().describe("The `cursor` of the page before."),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .meta({ examples: [{ limit: 50 }] });
/** `firstBrokenLine` is null when nothing was altered. */
export const auditVerdict = z.strictObject({ isWhole: z.boolean(), firstBrokenLine: z.int().nullable() });
