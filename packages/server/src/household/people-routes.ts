/** Routes: people, their access, their PINs, cards and fingers. */

import { id } from "@catenaccio/protocol";
import {
  accessAtAnswer,
  accessAtQuery,
  accessChange,
  credentialAdded,
  credentialChange,
  enrolmentStart,
  newCredential,
  newPerson,
  pauseChange,
  personChange,
  personExport,
  personList,
  personView,
  type PersonView,
} from "@catenaccio/protocol/api";
import * as z from "zod";
import { defineRoute } from "../http/route.ts";
import { addCredential, cancelEnrolment, changeCredential, removeCredential, startEnrolment } from "./credentials.ts";
import { refuse, type Actor, type Household, type Result } from "./household.ts";
import {
  addPerson,
  deletePerson,
  pausePerson,
  putAccess,
  readPeople,
  readPerson,
  removeAccess,
  renamePerson,
} from "./people.ts";
import { exportOwn, exportPerson } from "./privacy.ts";
import { whoCouldCome } from "./who-could-come.ts";

const people = "/api/homes/{homeId}/people";
const person = `${people}/{personId}`;
const credential = `${person}/credentials/{credentialId}`;

const personParams = z.strictObject({ personId: id });
const accessParams = z.strictObject({ personId: id, lockId: id });
const credentialParams = z.strictObject({ personId: id, credentialId: id });

export const peopleRoutes = [
  defineRoute({
    method: "get",
    path: people,
    permission: "person.read",
    summary: "People, what they hold, and on which locks it is",
    response: personList,
    handle: async ({ services: { household }, actor }) => {
      const list = await readPeople(household.database, actor.homeId);
      return { ok: true, value: { people: [...list] } };
    },
  }),
  defineRoute({
    method: "post",
    path: people,
    permission: "person.change",
    summary: "Add a person",
    body: newPerson,
    response: personView,
    status: 201,
    handle: async ({ services: { household }, actor, body }) => {
      const added = await addPerson(household, actor, body);
      return added.ok ? await readPerson(household, actor, added.value) : added;
    },
  }),
  defineRoute({
    method: "get",
    path: person,
    permission: "person.read",
    summary: "One person",
    params: personParams,
    response: personView,
    handle: async ({ services: { household }, actor, params }) => await readPerson(household, actor, params.personId),
  }),
  defineRoute({
    method: "patch",
    path: person,
    permission: "person.change",
    summary: "Rename a person",
    params: personParams,
    body: personChange,
    response: personView,
    handle: async ({ services: { household }, actor, params, body }) =>
      await personAfter(
        household,
        actor,
        params.personId,
        await renamePerson(household, actor, { ...params, ...body }),
      ),
  }),
  defineRoute({
    method: "delete",
    path: person,
    permission: "person.change",
    summary: "Delete a person: from every lock, and by name from the history",
    params: personParams,
    handle: async ({ services: { household }, actor, params }) => await deletePerson(household, actor, params.personId),
  }),
  defineRoute({
    method: "put",
    path: `${person}/paused`,
    permission: "person.change",
    summary: "Pause a person at every lock, or end the pause",
    params: personParams,
    body: pauseChange,
    response: personView,
    handle: async ({ services: { household }, actor, params, body }) =>
      await personAfter(household, actor, params.personId, await pausePerson(household, actor, { ...params, ...body })),
  }),
  defineRoute({
    method: "put",
    path: `${person}/access/{lockId}`,
    permission: "person.change",
    summary: "Give a person access to a lock: role, schedule, for once, as a duress signal, paused",
    params: accessParams,
    body: accessChange,
    response: personView,
    handle: async ({ services: { household }, actor, params, body }) => {
      const put = await putAccess(household, actor, { ...params, access: body });
      return await personAfter(household, actor, params.personId, put);
    },
  }),
  defineRoute({
    method: "delete",
    path: `${person}/access/{lockId}`,
    permission: "person.change",
    summary: "Take a person's access to a lock away",
    params: accessParams,
    handle: async ({ services: { household }, actor, params }) => await removeAccess(household, actor, params),
  }),
  defineRoute({
    method: "post",
    path: `${person}/credentials`,
    permission: "person.change",
    summary:
      "Add a PIN (given, or chosen and shown this once), a card, or a finger that is enrolled at a lock afterwards",
    params: personParams,
    body: newCredential,
    response: credentialAdded,
    status: 201,
    handle: async ({ services: { household }, actor, params, body }) => {
      const added = await addCredential(household, actor, { ...params, credential: body });
      if (!added.ok) return added;
      const { credentialId, digits } = added.value;
      const owner = await readPerson(household, actor, params.personId);
      const view = owner.ok ? owner.value.credentials.find((row) => row.credentialId === credentialId) : undefined;
      return view === undefined ? gone : { ok: true, value: { credential: view, digits } };
    },
  }),
  defineRoute({
    method: "patch",
    path: credential,
    permission: "person.change",
    summary: "Label a PIN, card or finger, or give the PIN or card anew",
    params: credentialParams,
    body: credentialChange,
    response: personView,
    handle: async ({ services: { household }, actor, params, body }) => {
      const changed = await changeCredential(household, actor, { ...params, change: body });
      return await personAfter(household, actor, params.personId, changed);
    },
  }),
  defineRoute({
    method: "delete",
    path: credential,
    permission: "person.change",
    summary: "Remove a PIN, card or finger from every lock",
    params: credentialParams,
    handle: async ({ services: { household }, actor, params }) => await removeCredential(household, actor, params),
  }),
  defineRoute({
    method: "post",
    path: `${credential}/enrolment`,
    permission: "person.change",
    summary: "Enrol a finger at a lock; how it goes on is live, and stands at the lock",
    params: credentialParams,
    body: enrolmentStart,
    status: 202,
    handle: async ({ services: { household }, actor, params, body }) =>
      await startEnrolment(household, actor, { ...params, ...body }),
  }),
  defineRoute({
    method: "delete",
    path: "/api/homes/{homeId}/locks/{lockId}/enrolment",
    permission: "person.change",
    summary: "Break an enrolment off",
    params: z.strictObject({ lockId: id }),
    handle: async ({ services: { household }, actor, params }) =>
      await cancelEnrolment(household, actor, params.lockId),
  }),
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}/locks/{lockId}/access-at",
    permission: "person.read",
    summary: "Who could come in at a given minute, and why not",
    params: z.strictObject({ lockId: id }),
    query: accessAtQuery,
    response: accessAtAnswer,
    handle: async ({ services: { household }, actor, params, query }) =>
      await whoCouldCome(household, actor, { ...params, ...query }),
  }),
  defineRoute({
    method: "get",
    path: `${person}/export`,
    permission: "person.change",
    summary: "All that is kept about a person",
    params: personParams,
    response: personExport,
    handle: async ({ services: { household }, actor, params }) => await exportPerson(household, actor, params.personId),
  }),
  defineRoute({
    method: "get",
    path: "/api/homes/{homeId}/own-data",
    permission: "self.read",
    summary: "All that is kept about oneself",
    response: z.strictObject({ people: z.array(personExport) }),
    handle: async ({ services: { household }, actor }) => {
      const own = await exportOwn(household, actor);
      return own.ok ? { ok: true, value: { people: [...own.value] } } : own;
    },
  }),
] as const;

const gone = refuse("notFound", "Somebody has just removed it.");

async function personAfter(
  household: Household,
  actor: Actor,
  personId: string,
  result: Result<null>,
): Promise<Result<PersonView>> {
  return result.ok ? await readPerson(household, actor, personId) : result;
}
