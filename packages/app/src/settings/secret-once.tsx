/** A secret that is shown this once: a key, a link. */

import { CopyButton, ShareButton } from "../ui/copy-button.tsx";
import { Notice } from "../ui/card.tsx";

interface SecretOnceProps {
  readonly text: string;
  readonly secret: string;
  /** It is a link that somebody else gets. */
  readonly share?: string;
}

export function SecretOnce({ text, secret, share }: SecretOnceProps) {
  return (
    <Notice tone="good" role="status">
      <p>{text}</p>
      <code class="secret">{secret}</code>
      <div class="row">
        <CopyButton text={secret} isSmall />
        {share !== undefined && <ShareButton title={share} text={share} url={secret} isSmall />}
      </div>
    </Notice>
  );
}
