/** One change that somebody makes in the app: what is asked of the API, and the world that it comes to. */

import type { Chance } from "../../power-cuts/chance.ts";
import type { ApiClient } from "../api-client.ts";
import { schedules, unknownId, type Person, type World } from "./household-world.ts";

export interface HouseholdChange {
  readonly what: string;
  ask(api: ApiClient): Promise<unknown>;
  /** @param answer null: there was none. */
  outcome(world: World, answer: unknown): World;
}

export interface Place {
  /** Of the home's routes. */
  readonly base: string;
  readonly lockId: string;
}

const peopleMax = 12;
const pinsMax = 2;
const pinDigits = 8;
const roles = ["administrator", "member", "guest"] as const;

export class HouseholdPlanner {
  readonly #chance: Chance;
  readonly #place: Place;
  #names = 0;

  constructor(chance: Chance, place: Place) {
    this.#chance = chance;
    this.#place = place;
  }

  plan(world: World): HouseholdChange {
    while (true) {
      const name = this.#chance.pick([...world.keys()]);
      const person = name === null ? undefined : world.get(name);
      const change =
        name === null || person === undefined || this.#chance.isLucky(world.size < peopleMax ? 0.25 : 0)
          ? this.#addSomebody()
          : this.#changeSomebody(name, person);
      if (change !== null) return change;
    }
  }

  #addSomebody(): HouseholdChange {
    const { base, lockId } = this.#place;
    const name = `P${++this.#names}`;
    if (this.#chance.isLucky(0.7)) return addPerson(base, name);
    const when = this.#chance.isLucky(0.5) ? "open" : "closed";
    const { weekDays } = schedules[when];
    const [{ from, to }] = schedules[when].dates;
    return {
      what: `guest ${name}`,
      ask: async (api) => await api.expect("POST", `${base}/guests`, { name, locks: [lockId], from, to, weekDays }),
      outcome: (world, answer) => {
        const { person, pin } = (answer ?? { person: null, pin: null }) as {
          readonly person: {
            readonly personId: string;
            readonly credentials: readonly { readonly credentialId: string }[];
          } | null;
          readonly pin: string | null;
        };
        const credentialId = person?.credentials[0]?.credentialId ?? unknownId;
        return withPerson(world, name, {
          personId: person?.personId ?? unknownId,
          isGuest: true,
          access: { role: "guest", isPaused: false, schedule: schedules[when] },
          pins: [{ credentialId, digits: pin }],
        });
      },
    };
  }

  #changeSomebody(name: string, person: Person): HouseholdChange | null {
    // A PIN that the lock had is forgotten with the access to it: it would have to be given again.
    if (person.access === null)
      return person.pins.length > 0 || this.#chance.isLucky(0.2)
        ? this.#remove(name, person)
        : this.#putAccess(name, person);
    const kind = this.#chance.pickWeighted([
      [3, "pin"],
      [1, "newDigits"],
      [1, "dropPin"],
      [2, "pause"],
      [2, "access"],
      [1, "noAccess"],
      [1, "rename"],
      [1, "remove"],
    ] as const);
    switch (kind) {
      case "pin":
        return person.pins.length < pinsMax ? this.#addPin(name, person) : null;
      case "newDigits":
        return this.#changePin(name, person);
      case "dropPin":
        return this.#dropPin(name, person);
      case "pause":
        return this.#pause(name, person);
      case "access":
        return this.#putAccess(name, person);
      case "noAccess":
        return this.#takeAccess(name, person);
      case "rename":
        return this.#rename(name, person);
      case "remove":
        return this.#remove(name, person);
      default:
        return kind satisfies never;
    }
  }

  #putAccess(name: string, person: Person): HouseholdChange {
    const { lockId } = this.#place;
    const role = this.#chance.pick(roles) ?? "member";
    const when = this.#chance.pick(["always", "open", "closed"] as const) ?? "always";
    const access = { role, isPaused: this.#chance.isLucky(0.2), schedule: schedules[when] };
    return this.#of(name, person, {
      what: `access ${role} ${when}`,
      method: "PUT",
      path: `/access/${lockId}`,
      body: access,
      after: { ...person, access },
    });
  }

  #takeAccess(name: string, person: Person): HouseholdChange {
    const { lockId } = this.#place;
    const after = { ...person, access: null };
    return this.#of(name, person, { what: "no access", method: "DELETE", path: `/access/${lockId}`, after });
  }

  #addPin(name: string, person: Person): HouseholdChange {
    const digits = this.#choosePin();
    return {
      what: `PIN for ${name}`,
      ask: async (api) => await api.expect("POST", `${this.#pathOf(person)}/credentials`, { kind: "pin", digits }),
      outcome: (world, answer) => {
        const { credential } = (answer ?? { credential: null }) as {
          readonly credential: { readonly credentialId: string } | null;
        };
        const credentialId = credential?.credentialId ?? unknownId;
        return withPerson(world, name, { ...person, pins: [...person.pins, { credentialId, digits }] });
      },
    };
  }

  #changePin(name: string, person: Person): HouseholdChange | null {
    const pin = this.#chance.pick(person.pins);
    if (pin === null) return null;
    const digits = this.#choosePin();
    return {
      what: `other PIN for ${name}`,
      ask: async (api) =>
        await api.expect("PATCH", `${this.#pathOf(person)}/credentials/${pin.credentialId}`, { digits }),
      // Whether it took place is not to be seen from outside.
      outcome: (world, answer) => {
        const pins = person.pins.map((one) =>
          one === pin ? { ...pin, digits: answer === null ? null : digits } : one,
        );
        return withPerson(world, name, { ...person, pins });
      },
    };
  }

  #dropPin(name: string, person: Person): HouseholdChange | null {
    const pin = this.#chance.pick(person.pins);
    if (pin === null) return null;
    return this.#of(name, person, {
      what: "a PIN less",
      method: "DELETE",
      path: `/credentials/${pin.credentialId}`,
      after: { ...person, pins: person.pins.filter((one) => one !== pin) },
    });
  }

  #pause(name: string, person: Person): HouseholdChange | null {
    if (person.access === null) return null;
    const isPaused = !person.access.isPaused;
    return this.#of(name, person, {
      what: isPaused ? "paused" : "not paused any more",
      method: "PUT",
      path: "/paused",
      body: { isPaused },
      after: { ...person, access: { ...person.access, isPaused } },
    });
  }

  #rename(name: string, person: Person): HouseholdChange {
    const other = `P${++this.#names}`;
    return {
      what: `${name} is ${other}`,
      ask: async (api) => await api.expect("PATCH", this.#pathOf(person), { name: other }),
      outcome: (world) => withPerson(without(world, name), other, person),
    };
  }

  #remove(name: string, person: Person): HouseholdChange {
    return {
      what: `without ${name}`,
      ask: async (api) => await api.expect("DELETE", this.#pathOf(person)),
      outcome: (world) => without(world, name),
    };
  }

  #of(name: string, person: Person, step: Step): HouseholdChange {
    return {
      what: `${name}: ${step.what}`,
      ask: async (api) => await api.expect(step.method, this.#pathOf(person) + step.path, step.body),
      outcome: (world) => withPerson(world, name, step.after),
    };
  }

  #pathOf({ personId }: Person): string {
    return `${this.#place.base}/people/${personId}`;
  }

  /** No two digits alike and next to each other: nothing that the server or the lock holds to be easy. */
  #choosePin(): string {
    while (true) {
      const digits = this.#chance.digits(pinDigits);
      const hasRun = [...digits].some((digit, at) => {
        const before = Number(digits[at - 1]);
        return (Number(digit) - before + 10) % 10 <= 1 || (before - Number(digit) + 10) % 10 <= 1;
      });
      if (!hasRun && new Set(digits).size > 4) return digits;
    }
  }
}

interface Step {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly after: Person;
}

function addPerson(base: string, name: string): HouseholdChange {
  return {
    what: `person ${name}`,
    ask: async (api) => await api.expect("POST", `${base}/people`, { name }),
    outcome: (world, answer) => {
      const { personId } = (answer ?? { personId: unknownId }) as { readonly personId: string };
      return withPerson(world, name, { personId, isGuest: false, access: null, pins: [] });
    },
  };
}

function withPerson(world: World, name: string, person: Person): World {
  return new Map([...world, [name, person]]);
}

function without(world: World, name: string): World {
  return new Map([...world].filter(([other]) => other !== name));
}
