/** Routes: guests, and the page of a guest, which needs no account. */

import { id } from "@catenaccio/protocol";
import { guestAdded, guestLinkList, guestPage, guestPageRequest, newGuest } from "@catenaccio/protocol/api";
import * as z from "zod";
import { defineRoute } from "../http/route.ts";
import { addGuest, deleteGuest, readGuestLinks, readGuestPage, revokeGuestLink } from "./guests.ts";
import { readPerson } from "./people.ts";

const guests = "/api/homes/{homeId}/guests";
const guestParams = z.strictObject({ personId: id });

export const guestRoutes = [
  defineRoute({
    method: "get",
    path: guests,
    permission: "person.read",
    summary: "Guests and their links",
    response: guestLinkList,
    handle: async ({ services: { household }, actor }) => {
      const links = await readGuestLinks(household.database, actor.homeId);
      return { ok: true, value: { guests: [...links] } };
    },
  }),
  defineRoute({
    method: "post",
    path: guests,
    permission: "person.change",
    summary: "Invite a guest: a PIN for a stay, for days of the week or for once, and a link; both are shown this once",
    body: newGuest,
    response: guestAdded,
    status: 201,
    handle: async ({ services: { household, url }, actor, body }) => {
      const added = await addGuest(household, actor, body);
      if (!added.ok) return added;
      const { personId, ...shown } = added.value;
      const link = `${url}/guest#${shown.token}`;
      const person = await readPerson(household, actor, personId);
      return person.ok ? { ok: true, value: { person: person.value, ...shown, link } } : person;
    },
  }),
  defineRoute({
    method: "delete",
    path: `${guests}/{personId}`,
    permission: "person.change",
    summary: "Take a guest's access, PIN and link back",
    params: guestParams,
    handle: async ({ services: { household }, actor, params }) => await deleteGuest(household, actor, params.personId),
  }),
  defineRoute({
    method: "delete",
    path: `${guests}/{personId}/link`,
    permission: "person.change",
    summary: "Take a guest's link back; the PIN stays",
    params: guestParams,
    handle: async ({ services: { household }, actor, params }) =>
      await revokeGuestLink(household, actor, params.personId),
  }),
  defineRoute({
    method: "post",
    path: "/api/guest",
    permission: "public",
    summary: "The page of a guest: doors, times, PIN, and whether each lock has it",
    body: guestPageRequest,
    response: guestPage,
    handle: async ({ services: { household }, body, caller }) => {
      const retryAfterSeconds = household.guestLimit.count(caller.address, household.ports.now().getTime());
      if (retryAfterSeconds !== null)
        return { ok: false, error: "tooMany", sentence: "Too many tries: wait a moment.", retryAfterSeconds };
      return await readGuestPage(household, body.token);
    },
  }),
] as const;
