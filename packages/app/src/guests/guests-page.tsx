/** Guests and their links: who has one, until when, and how to take it back. */

import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { useLive, type Live } from "../api/live.ts";
import { ForAdministrators } from "../people/for-administrators.tsx";
import { useTimeZone } from "../people/home-data.ts";
import { momentText, now } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { t } from "./texts.ts";
import "./guests.css";

interface GuestLink {
  readonly personId: string;
  readonly name: string;
  readonly expiresAt: string;
  readonly isRevoked: boolean;
}

export function GuestsPage() {
  return (
    <ForAdministrators title={t("guests.title")}>
      <List />
    </ForAdministrators>
  );
}

function List() {
  return (
    <Page
      title={t("guests.title")}
      intro={t("guests.intro")}
      back={{ href: "/people" }}
      actions={
        <ButtonLink href="/guests/new" tone="primary" icon="plus">
          {t("guests.new")}
        </ButtonLink>
      }
    >
      <Links />
    </Page>
  );
}

function Links() {
  const guests = useLive("GET /api/homes/{homeId}/guests", { on: ["people"], isKept: true });
  if (guests.value === null) return <Waiting live={guests} />;
  return (
    <Card title={t("guests.list")} icon="send">
      {guests.value.guests.length === 0 ? (
        <p class="soft">{t("guests.none")}</p>
      ) : (
        <ul class="list">
          {guests.value.guests.map((link) => (
            <LinkRow key={link.personId} link={link} guests={guests} />
          ))}
        </ul>
      )}
    </Card>
  );
}

interface LinkRowProps {
  readonly link: GuestLink;
  readonly guests: Live<unknown>;
}

function LinkRow({ link, guests }: LinkRowProps) {
  const { personId, name } = link;
  const [open, setOpen] = useState<"revoke" | "delete" | null>(null);
  const timeZone = useTimeZone();
  const isOver = Date.parse(link.expiresAt) <= now.value;
  const isLive = !isOver && !link.isRevoked;
  const close = (): void => setOpen(null);
  return (
    <li class="list-row guest-row">
      <span class="list-row-words">
        <a href={`/people/${personId}`} aria-label={t("guests.list.open", { name })}>
          {name}
        </a>
        <span class="small">{stateText(link, isOver, momentText(link.expiresAt, timeZone))}</span>
      </span>
      <span class="row">
        {isLive && (
          <Button isSmall onClick={() => setOpen("revoke")}>
            {t("guests.list.revoke")}
          </Button>
        )}
        <Button
          tone="quiet"
          icon="trash"
          label={`${t("guests.list.delete")}: ${name}`}
          onClick={() => setOpen("delete")}
        />
      </span>
      <ConfirmDialog
        isOpen={open === "revoke"}
        onClose={close}
        title={t("guests.revoke.title", { name })}
        action={t("guests.revoke.do")}
        onConfirm={async () => {
          const answer = await call("DELETE /api/homes/{homeId}/guests/{personId}/link", { params: { personId } });
          if (!answer.ok) return answer.error;
          announce(t("guests.revoked", { name }), "good");
          void guests.refresh();
          return null;
        }}
      >
        <p>{t("guests.revoke.text")}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={open === "delete"}
        onClose={close}
        title={t("guests.delete.title", { name })}
        action={t("guests.delete.do")}
        onConfirm={async () => {
          const answer = await call("DELETE /api/homes/{homeId}/guests/{personId}", { params: { personId } });
          if (!answer.ok) return answer.error;
          announce(t("guests.deleted", { name }), "good");
          void guests.refresh();
          return null;
        }}
      >
        <p>{t("guests.delete.text")}</p>
      </ConfirmDialog>
    </li>
  );
}

function stateText({ isRevoked }: GuestLink, isOver: boolean, date: string): string {
  if (isRevoked) return t("guests.list.revoked");
  return isOver ? t("guests.list.over") : t("guests.list.ends", { date });
}
