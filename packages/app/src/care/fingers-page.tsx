/** How a finger is read well: the server's advice, each with a picture. */

import { useLive } from "../api/live.ts";
import { language } from "../text/language.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { CareFrame } from "./frame.tsx";
import { FingerPicture } from "./pictures/fingers.tsx";
import { t } from "./texts.ts";

export function FingersPage() {
  return (
    <CareFrame title={t("care.fingers.title")} intro={t("care.fingers.intro")}>
      {() => <Advice />}
    </CareFrame>
  );
}

function Advice() {
  const query = { lang: language.value };
  const live = useLive("GET /api/homes/{homeId}/fingerprint-advice", { query, isKept: true });
  if (live.value === null) return <Waiting live={live} />;
  return (
    <>
      <ul class="care-fingers">
        {live.value.advice.map(({ id, text }) => (
          <li key={id} class="card">
            <FingerPicture advice={id} />
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <div class="row">
        <ButtonLink href="/care/trouble" icon="question">
          {t("care.fingers.more")}
        </ButtonLink>
      </div>
    </>
  );
}
