/** The picture of a step of the installation, by the server's id of the step. */

import type { JSX } from "preact";
import {
  DoorPicture,
  DrillPicture,
  HandleHandPicture,
  LatchHandPicture,
  PartsPicture,
  TemplatePicture,
} from "./before-mounting.tsx";
import { CardPicture, FingerprintPicture, KeyPicture, PinPicture } from "./checks.tsx";
import {
  BatteriesPicture,
  CablePicture,
  FrontPanelPicture,
  LockBodyPicture,
  PlatePicture,
  RearPanelPicture,
  SpindlePicture,
} from "./mounting.tsx";

const pictures: Readonly<Record<string, () => JSX.Element>> = {
  door: DoorPicture,
  professional: DrillPicture,
  parts: PartsPicture,
  handleHand: HandleHandPicture,
  latchHand: LatchHandPicture,
  template: TemplatePicture,
  lockBody: LockBodyPicture,
  spindle: SpindlePicture,
  frontPanel: FrontPanelPicture,
  plate: PlatePicture,
  cable: CablePicture,
  rearPanel: RearPanelPicture,
  batteries: BatteriesPicture,
  checkKey: KeyPicture,
  checkFingerprint: FingerprintPicture,
  checkPin: PinPicture,
  checkCard: CardPicture,
};

/** For a step that it does not know it draws nothing. */
export function InstallationPicture({ step }: { readonly step: string }) {
  const Drawing = pictures[step];
  return Drawing === undefined ? null : <Drawing />;
}
