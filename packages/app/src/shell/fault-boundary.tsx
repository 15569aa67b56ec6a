/** What failed while it was drawn gives way to a message; a page that fails leaves the others as they are. */

import { Component, type ComponentChildren } from "preact";
import { defineTexts } from "../text/define-texts.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";

const t = defineTexts({
  en: { failed: "This page cannot be shown just now.", reload: "Load the app again" },
  it: { failed: "Questa pagina al momento non si può mostrare.", reload: "Ricarica l’app" },
});

interface FaultBoundaryProps {
  /** Another of it is another try. */
  readonly path: string;
  readonly children: ComponentChildren;
}

export class FaultBoundary extends Component<FaultBoundaryProps, { readonly failedAt: string | null }> {
  override state = { failedAt: null };

  override componentDidCatch(fault: unknown): void {
    // For whoever looks for the reason.
    console.error(fault);
    this.setState({ failedAt: this.props.path });
  }

  override render() {
    if (this.state.failedAt !== this.props.path) return this.props.children;
    return (
      <Notice tone="bad" role="alert">
        <p>{t("failed")}</p>
        <Button icon="history" isSmall onClick={() => window.location.reload()}>
          {t("reload")}
        </Button>
      </Notice>
    );
  }
}
