/** Whoever is signed in, as a person whom locks can know: found, or made, and let in at a lock as its administrator. */

import type { PersonView } from "@catenaccio/protocol/api";
import { call, type ApiAnswer } from "../api/call.ts";
import { account } from "../api/session.ts";

export async function letOwnPersonIn(lockId: string): Promise<ApiAnswer<PersonView>> {
  const person = await ownPerson();
  if (!person.ok || person.value.access.some((access) => access.lockId === lockId)) return person;
  return await call("PUT /api/homes/{homeId}/people/{personId}/access/{lockId}", {
    params: { personId: person.value.personId, lockId },
    body: { role: "administrator" },
  });
}

async function ownPerson(): Promise<ApiAnswer<PersonView>> {
  const accountId = account.peek()?.accountId ?? "";
  const people = await call("GET /api/homes/{homeId}/people");
  if (!people.ok) return people;
  const known = people.value.people.find((person) => person.accountId === accountId);
  if (known !== undefined) return { ok: true, value: known };
  return await call("POST /api/homes/{homeId}/people", { body: { name: account.peek()?.name ?? "", accountId } });
}
